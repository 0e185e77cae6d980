//! Training of the models that find names, from a folder of labelled files. The same data gives the same bytes. The second
//! model learns from what a first one finds in articles that it was not trained on: each quarter is labelled by a model of
//! the three others.

mod crf;
mod data;
mod random;

pub use crf::Settings as Learning;

use crate::input::Outcome;
use crf::{Crf, Example};
use data::Doc;
use flate2::Compression;
use flate2::write::GzEncoder;
use morgue::enrich::entities::{
    BITS, Document, LABELS, Lexicon, Model, TrainedWeights, Votes, context_features, decode, hash_word, word_features,
};
pub use random::Random;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// Parts of the training text for the second model.
const FOLDS: usize = 4;

/// How the models are trained.
pub struct Settings {
    pub seed: u64,
    pub learning: Learning,
    /// Features seen less often are ignored.
    pub least: u32,
    /// Smaller weights are not kept.
    pub prune: f32,
    /// The same for the second model.
    pub prune_second: f32,
    /// Files whose names start so are not read.
    pub skip: Vec<String>,
}

/// Trains the first model into a file, and the second one into another, packed, if it is requested.
pub fn run(
    data: &Path,
    out: &Path,
    second: Option<&Path>,
    settings: &Settings,
    progress: &mut dyn Write,
) -> Outcome<()> {
    let mut random = Random::new(settings.seed);
    let mut docs = data::read(data, &settings.skip)?;
    let (lexicon, classes) = lexicon(&docs);
    let copies = data::headlines(&docs, &mut random);
    docs.extend(copies);
    let mut train = |mut examples: Vec<Example>, prune: f32| -> Outcome<Vec<u8>> {
        drop_rare(&mut examples, settings.least);
        let tokens: usize = examples.iter().map(|example| example.labels.len()).sum();
        writeln!(progress, "{} sentences, {tokens} tokens", examples.len())?;
        let crf = Crf::train(&examples, &settings.learning, &mut random, progress)?;
        let bytes = learnt(&crf, classes.clone(), prune).write();
        writeln!(progress, "{} bytes", bytes.len())?;
        Ok(bytes)
    };
    let all = docs.iter().flat_map(|doc| examples(doc, &lexicon, None)).collect();
    std::fs::write(out, train(all, settings.prune)?)?;
    let Some(second) = second else { return Ok(()) };
    let mut voted = Vec::new();
    for fold in 0..FOLDS {
        let of = |own: bool| {
            docs.iter().enumerate().filter(move |(nth, _)| (nth % FOLDS == fold) == own).map(|(_, doc)| doc)
        };
        let others = of(false).flat_map(|doc| examples(doc, &lexicon, None)).collect();
        let model = Model::read(&train(others, settings.prune)?).expect("what was written can be read");
        voted.extend(of(true).flat_map(|doc| examples(doc, &lexicon, Some(&model))));
    }
    let bytes = train(voted, settings.prune_second)?;
    let mut packed = GzEncoder::new(std::fs::File::create(second)?, Compression::best());
    packed.write_all(&bytes)?;
    Ok(packed.finish()?.flush()?)
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
fn learnt(crf: &Crf, lexicon: Vec<(u32, u8)>, prune: f32) -> TrainedWeights {
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
    TrainedWeights { rows, pairs: crf.pairs, lexicon, step: large / 127.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SENTENCES: &str = "#doc\nMara\tB-PER\nLindqvist\tI-PER\nsailed\tO\nto\tO\nVarnholm\tB-LOC\n.\tO\n\n\
        The\tO\nHarbour\tB-ORG\nOffice\tI-ORG\nthanked\tO\nMara\tB-PER\nLindqvist\tI-PER\n.\tO\n\n";

    #[test]
    fn the_same_data_and_seed_give_the_same_bytes() {
        let folder = tempfile::tempdir().expect("a folder");
        std::fs::write(folder.path().join("news.tsv"), SENTENCES.repeat(6)).expect("written");
        let [first, second] = ["first.model", "second.model"].map(|name| folder.path().join(name));
        let train = |seed: u64| {
            let learning = Learning { rate: 0.1, epochs: 3, dropout: 0.4 };
            let settings = Settings { seed, learning, least: 2, prune: 0.01, prune_second: 0.01, skip: Vec::new() };
            let mut progress = Vec::new();
            run(folder.path(), &first, Some(&second), &settings, &mut progress).expect("trained");
            assert!(String::from_utf8(progress).expect("text").contains("epoch 3: loss"));
            [&first, &second].map(|model| std::fs::read(model).expect("written"))
        };
        let models = train(1);
        assert_eq!(models, train(1));
        assert_ne!(models, train(2));
        assert!(models.iter().all(|bytes| Model::read(bytes).is_some()));
    }
}
