//! Names of people: first name, forms of the surname, and which first names may be the same.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Endings that are not part of a surname.
const GENERATIONS: [&str; 6] = ["jr", "sr", "ii", "iii", "iv", "phd"];

/// Words that belong to the surname after them.
const PARTICLES: [&str; 18] = [
    "van", "von", "der", "den", "de", "del", "della", "di", "da", "dos", "du", "la", "le", "ter", "bin", "ibn", "al",
    "el",
];

/// First names and their usual short forms, in pairs with the short form first.
const SHORT_NAMES: &str = "abe abraham alec alexander alex alexander andy andrew barney bernard ben benjamin bernie bernard \
    beth elizabeth betsy elizabeth bill william bob robert bobby robert cathy catherine charlie charles chris christopher \
    chuck charles dan daniel danny daniel dave david dick richard don donald doug douglas ed edward eddie edward frank \
    francis fred frederick gabe gabriel greg gregory hank henry jack john jake jacob jeff jeffrey jerry gerald jim james \
    jimmy james joe joseph joey joseph josh joshua ken kenneth larry lawrence liz elizabeth matt matthew mick michael mike \
    michael nate nathaniel nick nicholas pat patrick pete peter phil philip ray raymond rick richard rob robert ron ronald \
    sam samuel sandy alexander steve stephen steve steven sue susan ted edward ted theodore terry terence tim timothy tom \
    thomas tony anthony vince vincent will william";

/// The first name of a full name, and the forms of its surname: the last word, the last word with its particles,
/// without an Arabic article, and the halves of a double name.
pub fn name_parts(key: &str) -> Option<(String, Vec<&str>)> {
    let bare = GENERATIONS
        .iter()
        .fold(key, |key, ending| key.strip_suffix(ending).and_then(|rest| rest.strip_suffix(' ')).unwrap_or(key));
    let (first, rest) = bare.split_once(' ')?;
    let last = rest.rsplit(' ').next()?;
    let mut lasts = vec![last];
    let mut start = rest.len() - last.len();
    for word in rest[..start].split(' ').rev().filter(|word| !word.is_empty()) {
        if !PARTICLES.contains(&word) {
            break;
        }
        start -= word.len() + 1;
        lasts.push(&rest[start..]);
    }
    lasts.extend(without_article(last));
    if let Some((left, right)) = last.split_once('-').filter(|(left, _)| left.len() > 2) {
        lasts.extend([left, right]);
    }
    Some((first.to_owned(), lasts))
}

/// `al-Maliki` without `al-`.
pub fn without_article(last: &str) -> Option<&str> {
    let bare = last.strip_prefix("al-").or_else(|| last.strip_prefix("el-")).or_else(|| last.strip_prefix("al "))?;
    (bare.len() > 2).then_some(bare)
}

/// Whether two first names may be the same: equal, an initial, a short form.
pub fn same_first_name(first: &str, other: &str) -> bool {
    let initial = |short: &str, long: &str| short.chars().count() == 1 && long.starts_with(short);
    first == other
        || initial(first, other)
        || initial(other, first)
        || is_short_name(first, other)
        || is_short_name(other, first)
}

/// Whether a first name is a usual short form of another.
pub fn is_short_name(short: &str, long: &str) -> bool {
    long_names(short).any(|known| known == long)
}

/// The first names that a name is a usual short form of.
pub fn long_names(short: &str) -> impl Iterator<Item = &'static str> {
    static LONG: LazyLock<HashMap<&str, Vec<&str>>> = LazyLock::new(|| {
        let words: Vec<&str> = SHORT_NAMES.split_whitespace().collect();
        let mut long: HashMap<&str, Vec<&str>> = HashMap::new();
        words.chunks_exact(2).for_each(|pair| long.entry(pair[0]).or_default().push(pair[1]));
        long
    });
    LONG.get(short).into_iter().flatten().copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn surnames_have_several_forms() {
        for (key, first, lasts) in [
            ("gregory harwood", "gregory", &["harwood"][..]),
            ("gregory harwood jr", "gregory", &["harwood"]),
            ("roman kovaliv", "roman", &["kovaliv"]),
            ("ann hawaii", "ann", &["hawaii"]),
            ("ilse van der maas", "ilse", &["maas", "der maas", "van der maas"]),
            ("nadim al-tarek", "nadim", &["al-tarek", "tarek"]),
            ("ann holt-brandt", "ann", &["holt-brandt", "holt", "brandt"]),
        ] {
            assert_eq!(name_parts(key), Some((first.to_owned(), lasts.to_vec())), "{key}");
        }
        assert_eq!(name_parts("harwood"), None);
    }

    #[test]
    fn first_names_are_one_by_initials_and_short_forms() {
        for (one, other, want) in
            [("g", "gregory", true), ("greg", "gregory", true), ("ann", "anna", false), ("bill", "william", true)]
        {
            assert_eq!(same_first_name(one, other), want, "{one} {other}");
            assert_eq!(same_first_name(other, one), want, "{other} {one}");
        }
    }
}
