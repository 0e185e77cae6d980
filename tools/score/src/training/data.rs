//! Training files to articles: `token TAB label`, an empty line between sentences, `#doc` between articles. Labels follow one
//! convention; some sentences are copied in capitals and in title case.

use super::random::Random;
use crate::input::{Outcome, text};
use morgue::enrich::entities::{is_demonym, is_inside, is_title, kind_of, label};
use std::fs;
use std::path::Path;

/// A sentence: tokens and labels.
#[derive(Debug, Clone, Default)]
pub struct Sentence {
    pub tokens: Vec<String>,
    pub labels: Vec<u8>,
}

/// An article: its sentences.
pub type Doc = Vec<Sentence>;

/// Files that do not label nationalities.
const WITHOUT_DEMONYMS: [&str; 3] = ["btc-", "wnut-", "re3d-"];

/// Lists in the same folder that are not training text.
const LISTS: [&str; 2] = ["gazetteer.tsv", "word_lists.tsv"];

/// Reads all training files of a folder in the order of their names, except those whose names start with one of `skip`.
pub fn read(folder: &Path, skip: &[String]) -> Outcome<Vec<Doc>> {
    let mut names: Vec<String> = fs::read_dir(folder)?
        .map(|entry| entry.map(|entry| entry.file_name().to_string_lossy().into_owned()))
        .collect::<Result<_, _>>()?;
    names.sort();
    names.retain(|name| name.ends_with(".tsv") && !LISTS.contains(&name.as_str()));
    names.retain(|name| !skip.iter().any(|start| name.starts_with(start.as_str())));
    let mut docs = Vec::new();
    for name in names {
        let demonyms = WITHOUT_DEMONYMS.iter().any(|start| name.starts_with(start));
        for mut doc in parse(&text(&folder.join(&name))?) {
            for sentence in &mut doc {
                normalise(sentence, demonyms);
                handles(sentence);
            }
            docs.push(doc);
        }
    }
    Ok(docs)
}

fn parse(text: &str) -> Vec<Doc> {
    let mut docs: Vec<Doc> = Vec::new();
    let mut sentence = Sentence::default();
    for line in text.lines().chain([""]) {
        if let Some((token, mark)) = line.split_once('\t') {
            sentence.tokens.push(token.to_owned());
            sentence.labels.push(label(mark));
            continue;
        }
        if !sentence.tokens.is_empty() {
            let whole = std::mem::take(&mut sentence);
            match docs.last_mut() {
                Some(doc) => doc.push(whole),
                None => docs.push(vec![whole]),
            }
        }
        if line == "#doc" {
            docs.push(Doc::new());
        }
    }
    docs.retain(|doc| !doc.is_empty());
    docs
}

/// Excludes titles from people and a small article from any name; labels nationalities where a source does not.
fn normalise(sentence: &mut Sentence, demonyms: bool) {
    const PERSON: u8 = 1;
    for at in 0..sentence.tokens.len() {
        let (token, mark) = (sentence.tokens[at].as_str(), sentence.labels[at]);
        let starts = mark != 0 && !is_inside(mark);
        let title = mark == PERSON && is_title(token);
        if starts && (title || matches!(token, "the" | "a" | "an")) {
            sentence.labels[at] = 0;
            if let Some(next) = sentence.labels.get_mut(at + 1)
                && is_inside(*next)
                && kind_of(*next) == kind_of(mark)
            {
                *next = mark;
            }
        } else if demonyms && mark == 0 && token.starts_with(char::is_uppercase) && is_demonym(token) {
            sentence.labels[at] = label("B-MISC");
        }
    }
}

/// The name of an account after `@` is not a name of a person.
fn handles(sentence: &mut Sentence) {
    for at in 0..sentence.tokens.len() {
        let handle = sentence.tokens[at].starts_with('@') || (at > 0 && sentence.tokens[at - 1] == "@");
        if handle {
            sentence.labels[at] = 0;
        }
    }
}

/// Copies of some sentences as headlines are written: five in a hundred in capitals, seven in title case.
pub fn headlines(docs: &[Doc], random: &mut Random) -> Vec<Doc> {
    let mut copies = Vec::new();
    for sentence in docs.iter().flatten().filter(|sentence| (5..=30).contains(&sentence.tokens.len())) {
        let draw = random.unit();
        let change: fn(&str) -> String = match draw {
            draw if draw < 0.05 => |token| token.to_uppercase(),
            draw if draw < 0.12 => titled,
            _ => continue,
        };
        let tokens = sentence.tokens.iter().map(|token| change(token)).collect();
        copies.push(vec![Sentence { tokens, labels: sentence.labels.clone() }]);
    }
    copies
}

fn titled(token: &str) -> String {
    if matches!(
        token,
        "a" | "an" | "the" | "of" | "in" | "on" | "at" | "to" | "for" | "and" | "or" | "by" | "as" | "'s"
    ) {
        return token.to_owned();
    }
    let mut chars = token.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}
