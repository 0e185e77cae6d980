//! Which terms of the index match a pattern of a query.

use super::ast::Pattern;

impl Pattern {
    /// Whether a term of the index matches this pattern.
    pub fn matches(&self, term: &str) -> bool {
        match self {
            Pattern::Word(word) | Pattern::Family(word) => word == term,
            Pattern::Prefix(stem) => term.starts_with(stem.as_str()),
            Pattern::Wildcard(glob) => glob_matches(glob, term),
            Pattern::Fuzzy(..) => false,
        }
    }

    /// The letters that every matching term starts with.
    pub fn literal_start(&self) -> &str {
        match self {
            Pattern::Word(text) | Pattern::Family(text) | Pattern::Prefix(text) => text,
            Pattern::Wildcard(glob) => &glob[..glob.find(['*', '?']).unwrap_or(glob.len())],
            Pattern::Fuzzy(..) => "",
        }
    }
}

/// `*` matches any letters, `?` one. Linear: only the last star is ever retried.
fn glob_matches(glob: &str, term: &str) -> bool {
    let (glob, term): (Vec<char>, Vec<char>) = (glob.chars().collect(), term.chars().collect());
    let (mut at, mut place) = (0, 0);
    let mut star: Option<(usize, usize)> = None;
    while place < term.len() {
        match glob.get(at) {
            Some('*') => {
                star = Some((at, place));
                at += 1;
            }
            Some(&c) if c == '?' || c == term[place] => {
                at += 1;
                place += 1;
            }
            _ => match &mut star {
                Some((star_at, taken)) => {
                    *taken += 1;
                    at = *star_at + 1;
                    place = *taken;
                }
                None => return false,
            },
        }
    }
    glob[at..].iter().all(|&c| c == '*')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn globs_match_whole_terms() {
        for (glob, term, want) in [
            ("wom?n", "women", true),
            ("t*wan", "taiwan", true),
            ("t*wan", "taiwanese", false),
            ("a*b*c", "aXbXbc", true),
            ("ab?", "ab", false),
        ] {
            assert_eq!(glob_matches(glob, term), want, "{glob} {term}");
        }
    }
}
