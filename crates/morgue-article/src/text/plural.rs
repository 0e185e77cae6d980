//! Numbers with their nouns: `1 article`, `2 articles`. For messages in English.

/// A number and its noun: `1 match`, `0 matches`, `2 copies`.
///
/// ```
/// use morgue_article::text::counted;
/// assert_eq!((counted(1, "duplicate"), counted(2, "duplicate")), ("1 duplicate".to_owned(), "2 duplicates".to_owned()));
/// ```
pub fn counted(number: u64, noun: &str) -> String {
    format!("{number} {}", plural(number, noun))
}

/// The noun alone, in the form for this number.
pub fn plural(number: u64, noun: &str) -> String {
    if number == 1 {
        return noun.to_owned();
    }
    let hissing = ["s", "x", "z", "ch", "sh"].iter().any(|end| noun.ends_with(end));
    match noun.strip_suffix('y') {
        Some(stem) if !stem.ends_with(['a', 'e', 'i', 'o', 'u']) => format!("{stem}ies"),
        _ if hissing => format!("{noun}es"),
        _ => format!("{noun}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nouns_agree_with_their_number() {
        for (number, noun, want) in [
            (1, "article", "1 article"),
            (0, "article", "0 articles"),
            (2, "match", "2 matches"),
            (2, "address", "2 addresses"),
            (2, "query", "2 queries"),
            (2, "day", "2 days"),
            (1, "query", "1 query"),
        ] {
            assert_eq!(counted(number, noun), want);
        }
    }
}
