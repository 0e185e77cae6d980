//! The types of the archive: an article, its zones of text, and where each value was found.
//! Plain values: nothing here reads a file, a clock or an index.

mod byline;
mod byline_words;
mod clock;
mod dateline;
mod dates;
mod entities;
mod key;
mod language;
mod months;
mod names;
mod naming;
mod news;
mod offices;
mod opening;
mod origin;
mod person_name;
mod published;
mod record;
mod relative;
mod repeats;
mod wire;
mod zones;

pub use byline::Byline;
pub use dateline::Dateline;
pub use dates::DateReading;
pub use entities::{Entities, Entity, NamedAt};
pub use key::{ArticleKey, canonical_url, host_of, registrable_domain};
pub use language::language_tag;
pub use names::{Class, LearnedName, Names, OwnName, Reason};
pub use naming::{Alias, NameKind, is_country, name_key, nation_of, shipped_aliases, usual_name};
pub use news::Article;
pub use offices::{is_addressed, office_words, without_office};
pub use opening::opens_as_byline;
pub use origin::{FoundValue, Origin};
pub use person_name::{is_short_name, long_names, name_parts, same_first_name, without_article};
pub use published::{Precision, Published};
pub use record::Record;
pub use relative::before_capture;
pub use repeats::{Repeats, SeparatedLines, StoryLines, StoryMark, story_lines};
pub use zones::{Aside, AsideKind, Zones};
