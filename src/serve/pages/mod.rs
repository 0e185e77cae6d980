//! The pages: data of the desk to HTML. Everything from articles is escaped, and is isolated where it could change the direction of
//! the text around it. No page has a script or a style of its own.

mod article;
mod copies;
mod entity;
mod facets;
mod form;
mod help;
mod layout;
mod list;
mod login;
mod problem;
mod remarks;
mod saved;
mod search;
mod start;
mod status;
mod text;
mod timeline;
mod versions;

pub use article::{ArticlePage, article};
pub use copies::{copies, diff};
pub use entity::entity;
pub use facets::FIELDS as FACET_FIELDS;
pub use help::help;
pub use layout::Frame;
pub use login::login;
pub use problem::{problem, problem_in};
pub use saved::{SavedPage, SavedRow, saved};
pub use search::{SearchPage, search};
pub use start::{StartPage, start};
pub use status::{MOST_SPIKES, status};
pub use versions::versions;
