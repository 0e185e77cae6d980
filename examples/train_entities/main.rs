//! Trains the model that finds names: `train_entities DATA OUT [--skip PREFIX]...` reads the training files in DATA and
//! writes the model file. The same data gives the same bytes.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod crf;
mod data;
mod random;

use crf::{Crf, Example, Settings};
use data::Doc;
use morgue::enrich::entities::{BITS, Document, LABELS, Learnt, Lexicon, context_features, hash_word, word_features};
use random::Random;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// Weights smaller than this are left out of the file.
const PRUNE: f32 = 0.05;

fn main() -> std::io::Result<()> {
    let arguments = Arguments::read();
    let mut random = Random::new(arguments.number("seed", 1.0) as u64);
    let mut docs = data::read(&arguments.data, &arguments.skip)?;
    let (lexicon, classes) = lexicon(&docs);
    let copies = data::headlines(&docs, &mut random);
    docs.extend(copies);
    let mut examples: Vec<Example> = docs.iter().flat_map(|doc| examples(doc, &lexicon)).collect();
    drop_rare(&mut examples, arguments.number("least", 2.0) as u32);
    let tokens: usize = examples.iter().map(|example| example.labels.len()).sum();
    eprintln!("{} articles, {} sentences, {tokens} tokens", docs.len(), examples.len());
    let settings = Settings {
        rate: arguments.number("rate", 0.08),
        epochs: arguments.number("epochs", 8.0) as usize,
        dropout: arguments.number("dropout", 0.4),
    };
    let crf = Crf::train(&examples, &settings, &mut random);
    let bytes = learnt(&crf, classes, arguments.number("prune", PRUNE)).write();
    eprintln!("{} bytes", bytes.len());
    std::fs::write(&arguments.out, bytes)
}

/// How each word is written inside sentences: 1 never small, 2 both ways, 3 mostly small.
fn lexicon(docs: &[Doc]) -> (Lexicon, Vec<(u32, u8)>) {
    let mut counts: BTreeMap<String, (u32, u32)> = BTreeMap::new();
    for sentence in docs.iter().flatten() {
        for token in sentence.tokens.iter().skip(1).filter(|token| token.starts_with(char::is_alphabetic)) {
            let count = counts.entry(token.to_lowercase()).or_default();
            if token.starts_with(char::is_uppercase) { count.1 += 1 } else { count.0 += 1 }
        }
    }
    let (mut lexicon, mut classes) = (Lexicon::default(), Vec::new());
    for (word, (small, capital)) in counts {
        if small + capital < 3 {
            continue;
        }
        let class = if small == 0 { 1 } else { 2 + u8::from(small >= capital * 9) };
        lexicon.insert(&word, class);
        classes.push((hash_word(&word), class));
    }
    (lexicon, classes)
}

/// The sentences of one article as buckets.
fn examples(doc: &Doc, lexicon: &Lexicon) -> Vec<Example> {
    let tokens: Vec<&str> = doc.iter().flat_map(|sentence| sentence.tokens.iter().map(String::as_str)).collect();
    let mut end = 0;
    let ranges = doc.iter().map(|sentence| {
        end += sentence.tokens.len();
        end - sentence.tokens.len()..end
    });
    let document = Document::new(&tokens, ranges.collect());
    let mut examples = Vec::new();
    let mut token = 0;
    for (at, sentence) in doc.iter().enumerate() {
        let (mut features, mut starts) = (Vec::new(), vec![0]);
        for _ in &sentence.labels {
            word_features(&document, document.word_of(token), lexicon, &mut features);
            context_features(&document, at, token, &mut features);
            starts.push(features.len());
            token += 1;
        }
        examples.push(Example { features, starts, labels: sentence.labels.clone() });
    }
    examples
}

/// Leaves out features seen less than `least` times.
fn drop_rare(examples: &mut [Example], least: u32) {
    let mut counts = vec![0u32; 1 << BITS];
    examples.iter().flat_map(|example| &example.features).for_each(|bucket| counts[*bucket as usize] += 1);
    for example in examples {
        let (mut features, mut starts) = (Vec::new(), vec![0]);
        for window in example.starts.windows(2) {
            let frequent = example.features[window[0]..window[1]].iter().filter(|at| counts[**at as usize] >= least);
            features.extend(frequent);
            starts.push(features.len());
        }
        (example.features, example.starts) = (features, starts);
    }
}

/// Drops small weights and sets the step so that few weights are cut off at its end.
fn learnt(crf: &Crf, lexicon: Vec<(u32, u8)>, prune: f32) -> Learnt {
    let mut rows = Vec::new();
    for (bucket, weights) in crf.weights.iter().enumerate() {
        let kept: [f32; LABELS] = weights.map(|weight| if weight.abs() < prune { 0.0 } else { weight });
        if kept.iter().any(|weight| *weight != 0.0) {
            rows.push((bucket as u32, kept));
        }
    }
    let mut sizes: Vec<f32> = rows.iter().flat_map(|(_, weights)| weights.map(f32::abs)).collect();
    sizes.sort_by(f32::total_cmp);
    let large = sizes.get(sizes.len().saturating_sub(1 + sizes.len() / 100_000)).copied().unwrap_or(1.0);
    Learnt { rows, pairs: crf.pairs, lexicon, step: large / 127.0 }
}

struct Arguments {
    data: PathBuf,
    out: PathBuf,
    skip: Vec<String>,
    numbers: BTreeMap<String, f32>,
}

impl Arguments {
    fn read() -> Self {
        let (mut plain, mut skip, mut numbers) = (Vec::new(), Vec::new(), BTreeMap::new());
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.strip_prefix("--") {
                Some("skip") => skip.extend(words.next()),
                Some(name) => {
                    let value = words.next().and_then(|value| value.parse().ok()).expect("a number follows the option");
                    numbers.insert(name.to_owned(), value);
                }
                None => plain.push(word),
            }
        }
        let [data, out] = plain.try_into().expect("usage: train_entities DATA OUT [--skip PREFIX]");
        Self { data: Path::new(&data).to_owned(), out: Path::new(&out).to_owned(), skip, numbers }
    }

    fn number(&self, name: &str, usual: f32) -> f32 {
        self.numbers.get(name).copied().unwrap_or(usual)
    }
}
