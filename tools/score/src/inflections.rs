//! How well the rules of inflection join the forms of a word, language by language: against lists made by
//! `tools/score/inflections.py` from packages of lemmas and of word frequencies, which are for evaluation alone.
//!
//! A folder has `LANG.words.tsv` (form, articles), and `LANG.pairs.tsv` and `LANG.plus.tsv` (form, lemmas): the lemmas as packaged,
//! and with the verbs of participles, which the package leaves out. Two forms belong together if they share a lemma.

use crate::figures::{Figures, Sets};
use crate::input::Outcome;
use morgue::query::Language;
use std::cell::Cell;
use std::collections::{BTreeMap, HashMap, HashSet};
use std::fs::read_to_string;
use std::path::Path;

/// The figures of each language with lists in a folder as sets `inflections.LANG`: `precision` and `recall` against the lemmas as
/// packaged, `plus_…` with participles, `held_…` of the half of the lemmas that no rule was made with; `lookups` of a word.
pub fn run(folder: &Path) -> Outcome<Sets> {
    let mut sets = Sets::new();
    for language in Language::all() {
        let file = |kind: &str| folder.join(format!("{}.{kind}.tsv", language.code()));
        if !file("words").exists() {
            continue;
        }
        let words = read_to_string(file("words"))?;
        let words: HashMap<&str, u64> = words.lines().filter_map(count).collect();
        let (joined, lookups) = join(language, &words);
        let mut figures = Figures::new();
        for (kind, name) in [("pairs", ""), ("plus", "plus_")] {
            let lemmas = read_to_string(file(kind))?;
            let lemmas: HashMap<&str, Vec<&str>> = lemmas.lines().filter_map(entry).collect();
            measure(&words, &lemmas, &joined, name, &mut figures);
        }
        figures.insert("lookups".to_owned(), lookups);
        sets.insert(format!("inflections.{}", language.code()), figures);
    }
    if sets.is_empty() { Err("no LANG.words.tsv in this folder".into()) } else { Ok(sets) }
}

fn count(line: &str) -> Option<(&str, u64)> {
    let (word, articles) = line.split_once('\t')?;
    Some((word, articles.parse().ok()?))
}

fn entry(line: &str) -> Option<(&str, Vec<&str>)> {
    let (word, lemmas) = line.split_once('\t')?;
    Some((word, lemmas.split(' ').collect()))
}

type Pair<'w> = (&'w str, &'w str);

fn in_order<'w>(a: &'w str, b: &'w str) -> Pair<'w> {
    if a < b { (a, b) } else { (b, a) }
}

/// The pairs that the rules join, and the lookups of a word on average.
fn join<'w>(language: Language, words: &HashMap<&'w str, u64>) -> (HashSet<Pair<'w>>, f64) {
    let lookups = Cell::new(0u64);
    let articles = |form: &str| {
        lookups.set(lookups.get() + 1);
        words.get(form).copied().unwrap_or(0)
    };
    let mut pairs = HashSet::new();
    for word in words.keys() {
        for form in language.inflections(word, &articles) {
            if let Some((form, _)) = words.get_key_value(form.as_str()) {
                pairs.insert(in_order(word, form));
            }
        }
    }
    (pairs, lookups.get() as f64 / words.len().max(1) as f64)
}

/// Whether a lemma is of the half that no rule was made with: a bit of its FNV-1a hash.
fn is_held(lemma: &str) -> bool {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
    lemma.bytes().fold(0xcbf2_9ce4_8422_2325, step) >> 20 & 1 == 1
}

/// Right, joined and wanted pairs.
#[derive(Default)]
struct Tally {
    right: f64,
    joined: f64,
    wanted: f64,
}

fn measure(
    words: &HashMap<&str, u64>,
    lemmas: &HashMap<&str, Vec<&str>>,
    joined: &HashSet<Pair<'_>>,
    name: &str,
    figures: &mut Figures,
) {
    let mut of_lemma: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for (word, own) in lemmas.iter().filter(|(word, _)| words.contains_key(*word)) {
        own.iter().for_each(|lemma| of_lemma.entry(lemma).or_default().push(word));
    }
    let mut wanted: HashMap<Pair<'_>, bool> = HashMap::new();
    for (lemma, forms) in &of_lemma {
        for (nth, form) in forms.iter().enumerate() {
            for other in &forms[nth + 1..] {
                wanted.entry(in_order(form, other)).or_insert(is_held(lemma));
            }
        }
    }
    let mut halves = [Tally::default(), Tally::default()];
    for (pair, held) in &wanted {
        let half = &mut halves[usize::from(*held)];
        half.wanted += 1.0;
        half.right += f64::from(u8::from(joined.contains(pair)));
    }
    for pair in joined {
        // Words without a lemma in the list say nothing.
        if let (Some(own), true) = (lemmas.get(pair.0), lemmas.contains_key(pair.1)) {
            let held = wanted.get(pair).copied().unwrap_or_else(|| is_held(own[0]));
            halves[usize::from(held)].joined += 1.0;
        }
    }
    let [development, held] = halves;
    let all = Tally {
        right: development.right + held.right,
        joined: development.joined + held.joined,
        wanted: development.wanted + held.wanted,
    };
    for (half, tally) in [("", all), ("held_", held)] {
        figures.insert(format!("{name}{half}precision"), tally.right / tally.joined.max(1.0));
        figures.insert(format!("{name}{half}recall"), tally.right / tally.wanted.max(1.0));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pairs_are_right_if_they_share_a_lemma() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
        write("de.words.tsv", "gesetz\t900\ngesetze\t500\ngesetzes\t400\nbote\t9\n");
        write("de.pairs.tsv", "gesetz\tgesetz\ngesetze\tgesetz\ngesetzes\tsatz\nbote\tbote\n");
        write("de.plus.tsv", "gesetz\tgesetz\ngesetze\tgesetz\ngesetzes\tgesetz\nbote\tbote\n");
        let sets = run(folder.path()).expect("measured");
        let figures = &sets["inflections.de"];
        assert!((figures["precision"] - 1.0 / 3.0).abs() < 1e-9 && figures["recall"] == 1.0, "{figures:?}");
        assert!(figures["plus_precision"] == 1.0 && figures["plus_recall"] == 1.0, "{figures:?}");
    }
}
