//! What changed of an article after it was published.

/// What differs between the captures of an article.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Change {
    pub title: bool,
    pub text: bool,
}

/// Numbers of `changed:` in queries, so that what is asked for is always a range of them.
const NOTHING: u64 = 0;
const TITLE: u64 = 1;
const BOTH: u64 = 2;
const TEXT: u64 = 3;

/// What may be asked for, and the numbers it covers.
const ASKED: [(&str, u64, u64); 4] =
    [("no", NOTHING, NOTHING), ("yes", TITLE, TEXT), ("title", TITLE, BOTH), ("text", BOTH, TEXT)];

impl Change {
    pub fn is_any(self) -> bool {
        self.title || self.text
    }

    /// What either has.
    pub fn or(self, other: Self) -> Self {
        Self { title: self.title || other.title, text: self.text || other.text }
    }

    pub fn number(self) -> u64 {
        match (self.title, self.text) {
            (false, false) => NOTHING,
            (true, false) => TITLE,
            (true, true) => BOTH,
            (false, true) => TEXT,
        }
    }

    /// The numbers of a value of `changed:`.
    pub fn range_of(value: &str) -> Option<(u64, u64)> {
        ASKED.iter().find(|(name, ..)| value.eq_ignore_ascii_case(name)).map(|&(_, from, to)| (from, to))
    }

    /// The value of `changed:` with these numbers.
    pub fn value_of(from: u64, to: u64) -> Option<&'static str> {
        ASKED.iter().find(|(_, first, last)| (*first, *last) == (from, to)).map(|(name, ..)| *name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_for_covers_the_changes_that_are_so() {
        let all = [(false, false), (true, false), (true, true), (false, true)];
        for (title, text) in all {
            let number = Change { title, text }.number();
            let covers = |value: &str| {
                let (from, to) = Change::range_of(value).expect("known");
                assert_eq!(Change::value_of(from, to), Some(value));
                (from..=to).contains(&number)
            };
            assert_eq!(
                [covers("no"), covers("yes"), covers("title"), covers("text")],
                [!title && !text, title || text, title, text]
            );
        }
        assert_eq!((Change::range_of("maybe"), Change::value_of(0, 3)), (None, None));
    }
}
