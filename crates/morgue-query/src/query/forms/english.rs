//! Which articles are in English, as far as known: inflections count only there.

/// The language whose inflections are known.
pub const ENGLISH: &str = "en";

/// Whether inflections count in an article of this language.
pub fn is_english(language: Option<&str>) -> bool {
    language.is_none_or(|language| language == ENGLISH)
}
