//! Names that a headline in title case runs together, and names joined with a hyphen: both are split if their parts are
//! known from the article itself, or from the table of usual names.

use super::labels::Kind;
use super::maps::FastMap;
use crate::article::{NameKind, is_country, name_key, usual_name};
use std::ops::Range;

/// Most words of a name that is searched for inside a longer one.
const LONGEST: usize = 5;

/// Names of an article below its headline.
#[derive(Debug, Default)]
pub(super) struct KnownNames(FastMap<String, Kind>);

impl KnownNames {
    /// Collects the names of an article, each with its kind.
    pub fn of<'a>(names: impl Iterator<Item = (&'a str, Kind)>) -> Self {
        let mut known = FastMap::default();
        for (name, kind) in names.filter(|(_, kind)| *kind != Kind::Other) {
            let key = name_key(name);
            if let Some((_, last)) = key.rsplit_once(' ').filter(|_| kind == Kind::Person) {
                known.entry(last.to_owned()).or_insert(kind);
            }
            known.insert(key, kind);
        }
        Self(known)
    }

    fn kind(&self, text: &str) -> Option<Kind> {
        let key = name_key(text);
        let usual = |kind: NameKind| usual_name(kind, &key).is_some();
        let listed = || match () {
            () if is_country(&key) || usual(NameKind::Place) => Some(Kind::Place),
            () if usual(NameKind::Org) => Some(Kind::Org),
            () => None,
        };
        // Words in lower case are not names, whatever they match.
        text.starts_with(char::is_uppercase).then(|| self.0.get(&key).copied().or_else(listed)).flatten()
    }

    /// The known names inside a name that is not known itself, as bytes of the text; `None` if it stays whole.
    pub fn inside(&self, text: &str, tokens: &[Range<usize>]) -> Option<Vec<(Range<usize>, Kind)>> {
        let parts: Vec<Range<usize>> = tokens.iter().flat_map(|token| halves(text, token.clone())).collect();
        let whole = parts.first()?.start..parts.last()?.end;
        if parts.len() < 2 || self.kind(&text[whole]).is_some() {
            return None;
        }
        let (mut found, mut at) = (Vec::new(), 0);
        while at < parts.len() {
            let most = parts.len().min(at + LONGEST);
            let longest = (at + 1..=most).rev().find_map(|end| {
                let range = parts[at].start..parts[end - 1].end;
                self.kind(&text[range.clone()]).map(|kind| (end, range, kind))
            });
            match longest {
                Some((end, range, kind)) => {
                    found.push((range, kind));
                    at = end;
                }
                None => at += 1,
            }
        }
        (!found.is_empty()).then_some(found)
    }

    /// The two names that a hyphen joins, if both are known.
    pub fn compound(&self, text: &str, token: Range<usize>) -> Option<[(Range<usize>, Kind); 2]> {
        let parts = halves(text, token);
        let [one, other] = &parts[..] else { return None };
        let kinds = (self.kind(&text[one.clone()])?, self.kind(&text[other.clone()])?);
        Some([(one.clone(), kinds.0), (other.clone(), kinds.1)])
    }
}

/// A word, or the parts between its hyphens if each starts with a capital.
fn halves(text: &str, token: Range<usize>) -> Vec<Range<usize>> {
    let word = &text[token.clone()];
    let joined = word.contains(['-', '–']) && word.split(['-', '–']).all(|half| half.starts_with(char::is_uppercase));
    if !joined {
        return vec![token];
    }
    word.split(['-', '–'])
        .map(|half| {
            let start = token.start + (half.as_ptr() as usize - word.as_ptr() as usize);
            start..start + half.len()
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<Range<usize>> {
        let base = text.as_ptr() as usize;
        let range = |word: &str| word.as_ptr() as usize - base..word.as_ptr() as usize - base + word.len();
        text.split(' ').map(range).collect()
    }

    #[test]
    fn headlines_are_cut_into_the_names_of_the_story() {
        let known = KnownNames::of(
            [("Gregory Harwood", Kind::Person), ("Ilse Maas", Kind::Person), ("Tartu Harbour Trust", Kind::Org)]
                .into_iter(),
        );
        for (headline, want) in [
            ("WSJ Reveals Harwood-Maas Deal", Some(&["WSJ", "Harwood", "Maas"][..])),
            ("Harwood Spark", Some(&["Harwood"])),
            ("Tartu Harbour Trust Fury", Some(&["Tartu Harbour Trust"])),
            ("Gregory Harwood", None),
            ("Port Workers", None),
            ("Harwood-Moscow", Some(&["Harwood", "Moscow"])),
            ("Harwood-Russia", Some(&["Harwood", "Russia"])),
        ] {
            let found = known.inside(headline, &words(headline));
            let found: Option<Vec<&str>> =
                found.map(|found| found.into_iter().map(|(range, _)| &headline[range]).collect());
            assert_eq!(found.as_deref(), want, "{headline}");
        }
    }

    #[test]
    fn a_hyphen_joins_two_names_that_are_known() {
        let known = KnownNames::of([("Gregory Harwood", Kind::Person), ("Moscow", Kind::Place)].into_iter());
        let cut = |word: &str| {
            let found = known.compound(word, 0..word.len())?;
            Some(found.map(|(range, kind)| (word[range].to_owned(), kind)))
        };
        let pair = |one: &str, kind, other: &str| Some([(one.to_owned(), kind), (other.to_owned(), Kind::Place)]);
        assert_eq!(cut("Harwood-Moscow"), pair("Harwood", Kind::Person, "Moscow"));
        assert_eq!(cut("Russia-China"), pair("Russia", Kind::Place, "China"));
        assert_eq!(cut("Harwood-led"), None);
        assert_eq!(cut("Jean-Luc"), None);
    }
}
