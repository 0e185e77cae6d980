//! Names that a story identifies as companies: `Isagen, a power company`; `Moody's said`. A name that is identified once is a company
//! throughout the article.

use super::labels::Kind;
use std::collections::HashSet;
use std::ops::Range;

/// Nouns for organisations, as they follow a name after a comma.
const ORGANISATIONS: &str = " agency airline association bank broadcaster brokerage carmaker carrier charity company conglomerate consultancy \
    corporation developer drugmaker firm foundation fund group insurer lender maker manufacturer newspaper nonprofit operator \
    organisation organization producer publisher refiner retailer start-up startup supplier think-tank trust unit utility ";

/// Nouns that may also describe a person: they are no evidence without an adjective.
const ALSO_PEOPLE: &str = " carrier developer maker operator producer publisher supplier trust unit ";

/// What may follow the noun: it is the last word of its phrase.
const AFTER: &str = " , . ; ) : and based for from in of on that the to where which whose with — – - ";

/// Most words between the article and the noun.
const BETWEEN: usize = 4;

/// Verbs of which the subject is the name with its `'s`: no contraction is followed by them.
const SAID: &str =
    " said says announced reported declined withdrew withdraws posted expects told rated downgraded upgraded ";

/// Sets the kind of names that are said to be companies, and takes a possessive ending that is part of one to it.
pub(super) fn settle(words: &[&str], named: &mut [(Range<usize>, Kind)]) {
    let mut companies: HashSet<String> = HashSet::new();
    let mut with_ending: HashSet<String> = HashSet::new();
    for (range, kind) in named.iter().filter(|(_, kind)| matches!(kind, Kind::Person | Kind::Place)) {
        let name = || words[range.clone()].join(" ");
        if is_said_to_be_one(words, range.end) {
            companies.insert(name());
        }
        if range.len() == 1
            && *kind == Kind::Person
            && is_ending(words, range.end)
            && is_in(SAID, words.get(range.end + 1))
        {
            with_ending.insert(name());
        }
    }
    if companies.is_empty() && with_ending.is_empty() {
        return;
    }
    for (range, kind) in named.iter_mut() {
        let name = words[range.clone()].join(" ");
        if companies.contains(&name) {
            *kind = Kind::Org;
        }
        if with_ending.contains(&name) && is_ending(words, range.end) {
            *kind = Kind::Org;
            range.end += 1;
        }
    }
}

fn is_in(list: &str, word: Option<&&str>) -> bool {
    word.is_some_and(|word| list.contains(&format!(" {word} ")))
}

fn is_ending(words: &[&str], at: usize) -> bool {
    matches!(words.get(at), Some(&("'s" | "’s")))
}

/// Whether a name that ends here is followed by `, a power company`.
fn is_said_to_be_one(words: &[&str], end: usize) -> bool {
    if words.get(end) != Some(&",") || !matches!(words.get(end + 1), Some(&("a" | "an" | "the"))) {
        return false;
    }
    let noun = (end + 2..=end + 2 + BETWEEN).find(|at| {
        let is_small = words.get(*at).is_some_and(|word| word.starts_with(char::is_lowercase));
        !is_small || is_in(AFTER, words.get(at + 1))
    });
    noun.is_some_and(|at| {
        let alone = at == end + 2;
        is_in(ORGANISATIONS, words.get(at))
            && is_in(AFTER, words.get(at + 1))
            && !(alone && is_in(ALSO_PEOPLE, words.get(at)))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_that_is_called_a_company_is_one() {
        for (text, kind, want) in [
            ("Isagen , a power company in Medellin", Kind::Place, Some("Isagen")),
            ("Harwood , the ferry company .", Kind::Person, Some("Harwood")),
            ("Moody 's said on Tuesday", Kind::Person, Some("Moody 's")),
            ("Harwood , a company director ,", Kind::Person, None),
            ("Harwood , a producer ,", Kind::Person, None),
            ("Harwood 's had a bad week", Kind::Person, None),
            ("Harwood , who runs a company ,", Kind::Person, None),
            ("Tartu , a town in", Kind::Place, None),
        ] {
            let words: Vec<&str> = text.split(' ').collect();
            let mut named = vec![(0..1, kind)];
            settle(&words, &mut named);
            let (range, kind) = &named[0];
            let found = (*kind == Kind::Org).then(|| words[range.clone()].join(" "));
            assert_eq!(found.as_deref(), want, "{text}");
        }
    }
}
