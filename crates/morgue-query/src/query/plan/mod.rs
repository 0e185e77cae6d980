//! Trees to plans: replaces what was typed with the words, names and values of one archive.

mod clause;
mod display;
mod exact;
mod expr;
mod named;
mod resolve;
mod scopes;
mod value;

pub use clause::Clause;
pub use exact::Needle;
pub use expr::{Expr, Leaf, Located};
pub use named::{AskedName, Named};
pub use resolve::resolve;
pub use scopes::word_alone;
pub use value::Plan;
