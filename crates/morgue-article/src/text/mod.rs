//! Strings only: charset to UTF-8, folding, cuts into lines, sentences and paragraphs, safe printing, and a count of
//! steps for tests.
//! Knows no article, no index and no terminal.

mod charset;
mod cuts;
mod fold;
mod hex;
mod plural;
mod safe;
mod steps;
mod twice;

pub use charset::{Decoded, decode};
pub use cuts::{count_words, lead_len, paragraphs, sentence_starts, unwrap_lines, words_of};
pub use fold::{fold, fold_char, fold_letter, fold_letters, is_apostrophe, nfc, nfd, push_letters, squeeze};
pub use hex::hex;
pub use plural::{counted, plural};
pub use safe::{escaped_json, one_line, shell_word, terminal_safe, without_controls, without_hidden, xml_characters};
pub use steps::{count_steps, steps_taken};
pub use twice::encoded_once;
