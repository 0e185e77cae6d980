//! Trains the models that find names: `train_entities DATA OUT [--second OUT] [--skip PREFIX]...` reads the training files
//! in DATA and writes the model files, the second one packed. The same data gives the same bytes. The second pass learns from what a first pass
//! finds in articles it was not trained on: each quarter is labelled by a model of the three others.

#![allow(clippy::print_stdout, clippy::print_stderr)]

mod crf;
mod data;
mod random;

use crf::{Crf, Example, Settings};
use data::Doc;
use flate2::Compression;
use flate2::write::GzEncoder;
use morgue::enrich::entities::{
    BITS, Document, LABELS, Learnt, Lexicon, Model, Votes, context_features, decode, hash_word, word_features,
};
use random::Random;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Weights smaller than this are left out of the file.
const PRUNE: f32 = 0.05;

/// The same for the second pass: both files together stay under six megabytes.
const PRUNE_SECOND: f32 = 0.07;

fn main() -> std::io::Result<()> {
    let arguments = Arguments::read();
    let mut random = Random::new(arguments.number("seed", 1.0) as u64);
    let mut docs = data::read(&arguments.data, &arguments.skip)?;
    let (lexicon, classes) = lexicon(&docs);
    let copies = data::headlines(&docs, &mut random);
    docs.extend(copies);
    let settings = Settings {
        rate: arguments.number("rate", 0.08),
        epochs: arguments.number("epochs", 8.0) as usize,
        dropout: arguments.number("dropout", 0.4),
    };
    let least = arguments.number("least", 2.0) as u32;
    let train = |examples: Vec<Example>, random: &mut Random, prune: f32| {
        let mut examples = examples;
        drop_rare(&mut examples, least);
        let tokens: usize = examples.iter().map(|example| example.labels.len()).sum();
        eprintln!("{} sentences, {tokens} tokens", examples.len());
        let crf = Crf::train(&examples, &settings, random);
        let bytes = learnt(&crf, classes.clone(), prune).write();
        eprintln!("{} bytes", bytes.len());
        bytes
    };
    let prune = arguments.number("prune", PRUNE);
    let all = docs.iter().flat_map(|doc| examples(doc, &lexicon, None)).collect();
    std::fs::write(&arguments.out, train(all, &mut random, prune))?;
    let Some(second) = &arguments.second else { return Ok(()) };
    let mut voted = Vec::new();
    for fold in 0..FOLDS {
        let of = |own: bool| {
            docs.iter().enumerate().filter(move |(nth, _)| (nth % FOLDS == fold) == own).map(|(_, doc)| doc)
        };
        let others = of(false).flat_map(|doc| examples(doc, &lexicon, None)).collect();
        let model = Model::read(&train(others, &mut random, prune)).expect("what was written can be read");
        voted.extend(of(true).flat_map(|doc| examples(doc, &lexicon, Some(&model))));
    }
    let bytes = train(voted, &mut random, arguments.number("prune-second", PRUNE_SECOND));
    let mut packed = GzEncoder::new(std::fs::File::create(second)?, Compression::best());
    packed.write_all(&bytes)?;
    packed.finish()?.flush()
}

/// Parts of the training text for the second pass.
const FOLDS: usize = 4;

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

/// The sentences of one article as buckets; with a model, those of a second pass after it.
fn examples(doc: &Doc, lexicon: &Lexicon, first: Option<&Model>) -> Vec<Example> {
    let tokens: Vec<&str> = doc.iter().flat_map(|sentence| sentence.tokens.iter().map(String::as_str)).collect();
    let mut end = 0;
    let ranges = doc.iter().map(|sentence| {
        end += sentence.tokens.len();
        end - sentence.tokens.len()..end
    });
    let document = Document::new(&tokens, ranges.collect());
    let votes = first.map(|model| Votes::of(&document, decode(model, &document)));
    let mut examples = Vec::new();
    let mut token = 0;
    for (at, sentence) in doc.iter().enumerate() {
        let (mut features, mut starts) = (Vec::new(), vec![0]);
        for _ in &sentence.labels {
            word_features(&document, document.word_of(token), lexicon, &mut features);
            context_features(&document, at, token, &mut features);
            if let Some(votes) = &votes {
                votes.features(&document, at, token, &mut features);
            }
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
    second: Option<PathBuf>,
    skip: Vec<String>,
    numbers: BTreeMap<String, f32>,
}

impl Arguments {
    fn read() -> Self {
        let (mut plain, mut skip, mut numbers, mut second) = (Vec::new(), Vec::new(), BTreeMap::new(), None);
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            match word.strip_prefix("--") {
                Some("skip") => skip.extend(words.next()),
                Some("second") => second = words.next().map(PathBuf::from),
                Some(name) => {
                    let value = words.next().and_then(|value| value.parse().ok()).expect("a number follows the option");
                    numbers.insert(name.to_owned(), value);
                }
                None => plain.push(word),
            }
        }
        let [data, out] = plain.try_into().expect("usage: train_entities DATA OUT [--second OUT] [--skip PREFIX]");
        Self { data: Path::new(&data).to_owned(), out: Path::new(&out).to_owned(), second, skip, numbers }
    }

    fn number(&self, name: &str, usual: f32) -> f32 {
        self.numbers.get(name).copied().unwrap_or(usual)
    }
}
