//! What words and values of a query mean in an archive: inflections by language, patterns, names, values, and
//! suggestions for one that finds nothing. Uses a `Dictionary`, and knows no engine.

mod dictionary;
mod english;
mod expand;
mod family;
mod inflect;
mod nearest;
mod stop_words;
mod values;
mod written;

pub use dictionary::{Dictionary, Take, TextField};
pub use english::{ENGLISH, is_english};
pub use expand::{MAX_FORMS, matching_words};
pub use family::{DERIVED, Family, INFLECTED, Role};
pub use nearest::{nearest_values, nearest_words, words_within};
pub use stop_words::is_stop_word;

pub(super) use expand::{add_forms, derived, family};
pub(super) use values::values;
