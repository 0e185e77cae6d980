//! How well names are found: exact span and kind, people, organisations and places.

use super::gold;
use crate::cpu::timed;
use crate::figures::Figures;
use crate::input::{Outcome, json_lines};
use morgue::enrich::entities::{Kind, Mention, Models, mentions, tokenise};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// A name: place in bytes and kind.
pub type Name = (usize, usize, Kind);

/// A gold article.
pub struct Gold {
    text: String,
    names: BTreeSet<Name>,
}

/// The articles of a file. Names of other kinds than people, organisations and places are ignored.
pub fn read(path: &Path) -> Outcome<Vec<Gold>> {
    let mut articles = Vec::new();
    for line in json_lines(path)? {
        let (text, names) = gold::names(&line)?;
        let names = names.into_iter().filter(|(_, kind, _)| *kind != Kind::Other);
        let names = names.map(|(span, kind, _)| (span.start, span.end, kind)).collect();
        articles.push(Gold { text: text.to_owned(), names });
    }
    Ok(articles)
}

/// Figures of all articles: those of `compare`, and `tokens_per_cpu_second`.
pub fn measure(models: Models, gold: &[Gold]) -> Figures {
    let work = || gold.iter().map(|article| names(models, &article.text)).collect::<Vec<_>>();
    let (found, seconds) = timed(work);
    let tokens: usize = found.iter().map(|(_, tokens)| tokens).sum();
    let mut measured = compare(found.iter().map(|(names, _)| names).zip(gold.iter().map(|article| &article.names)));
    measured.insert("tokens_per_cpu_second".to_owned(), tokens as f64 / seconds);
    measured
}

/// Figures of the names found in some articles, each with its gold: `f1`, `f1_person`, `f1_org`, `f1_place`, `precision`,
/// `recall`.
pub fn compare<'a>(articles: impl Iterator<Item = (&'a BTreeSet<Name>, &'a BTreeSet<Name>)>) -> Figures {
    let mut tallies: BTreeMap<&'static str, [usize; 3]> = BTreeMap::new();
    for (found, gold) in articles {
        for (kind, label) in [(Kind::Person, "f1_person"), (Kind::Org, "f1_org"), (Kind::Place, "f1_place")] {
            let of = |names: &BTreeSet<Name>| names.iter().filter(|name| name.2 == kind).count();
            let right = found.intersection(gold).filter(|name| name.2 == kind).count();
            for label in [label, "f1"] {
                let tally = tallies.entry(label).or_default();
                [right, of(found), of(gold)].iter().zip(tally).for_each(|(count, sum)| *sum += count);
            }
        }
    }
    let mut measured: Figures = tallies.iter().map(|(label, tally)| ((*label).to_owned(), f1(tally))).collect();
    let [right, found, wanted] = tallies.get("f1").copied().unwrap_or_default();
    measured.insert("precision".to_owned(), right as f64 / found.max(1) as f64);
    measured.insert("recall".to_owned(), right as f64 / wanted.max(1) as f64);
    measured
}

fn f1([right, found, wanted]: &[usize; 3]) -> f64 {
    2.0 * *right as f64 / (found + wanted).max(1) as f64
}

/// Names of one text, and how many tokens it has.
fn names(models: Models, text: &str) -> (BTreeSet<Name>, usize) {
    // The texts have no headline of their own.
    let found = mentions(models, &["", text]).into_iter().filter(|mention| mention.kind != Kind::Other);
    let names = found.map(|Mention { kind, at, .. }| (at.1 as usize, at.2 as usize, kind)).collect();
    (names, tokenise(text).tokens.len())
}
