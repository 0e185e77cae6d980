//! What words and values of a query mean in an archive: inflections by language, patterns, names, values, and
//! suggestions for one that finds nothing. Uses a `Dictionary`, and knows no engine.

mod accents;
mod compound;
mod dictionary;
mod endings;
mod expand;
mod family;
mod foreign;
mod inflect;
mod language;
mod nearest;
mod paradigms;
mod particles;
mod short_names;
mod spelling;
mod stop_words;
mod translit;
mod values;
mod written;

pub use accents::typed_accents;
pub use dictionary::{Dictionary, Take, TextField};
pub use expand::{MAX_FORMS, matching_words};
pub use family::{DERIVED, Family, INFLECTED, Inflections, Role};
pub use language::Language;
pub use nearest::{nearest_values, nearest_words, words_within};
pub use stop_words::is_stop_word;
pub use written::typed_initials;

pub(super) use compound::{OneWord, one_word, two_words};
pub(super) use expand::{add_forms, as_written, derived, family};
pub(super) use family::each_inflected;
pub(super) use values::values;
