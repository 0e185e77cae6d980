//! The line model: grown from texts whose story is known, and scored on texts of publishers that it has not seen.

mod grow;
mod labels;
mod score;
mod silver;
mod texts;

use crate::input::Outcome;
use grow::{Settings, Table, grow};
use labels::Kind;
use morgue::extract::LineModel;
use std::io::Write;
use std::path::{Path, PathBuf};
use texts::Text;

/// Parts of the publishers: each is scored by a model of the others.
const FOLDS: u8 = 5;

const BODY: Settings = Settings { trees: 250, leaves: 24, rate: 0.06, least: 20.0, l2: 5.0, rows: 0.6, features: 0.3 };
const HEAD: Settings = Settings { trees: 120, leaves: 12, rate: 0.06, least: 10.0, l2: 5.0, rows: 0.6, features: 0.3 };

/// Grows the model of all texts into a file.
pub fn train(folder: &Path, out: &Path, progress: &mut dyn Write) -> Outcome<()> {
    let texts = texts::read(folder)?;
    let model = learnt(&texts.iter().collect::<Vec<_>>());
    let bytes = model.write();
    writeln!(progress, "{} texts, {} bytes", texts.len(), bytes.len())?;
    Ok(std::fs::write(out, bytes)?)
}

/// Scores texts, each by a model that has not seen its publisher; with `shipped`, all by the model of the program.
pub fn run(folder: &Path, shipped: bool, folds: u8, models: Option<&Path>, progress: &mut dyn Write) -> Outcome<()> {
    let texts = texts::read(folder)?;
    let mut scored = Vec::new();
    let silver = texts.iter().filter(|text| text.silver).count();
    writeln!(progress, "{} texts, {silver} of them written from pages", texts.len())?;
    if shipped {
        let seen: Vec<&Text> = texts.iter().filter(|text| !text.silver).collect();
        scored.extend(score::texts(&seen, LineModel::shipped()));
    } else {
        for fold in 0..folds.min(FOLDS) {
            let others: Vec<&Text> = texts.iter().filter(|text| fold_of(&text.publisher) != fold).collect();
            let own: Vec<&Text> =
                texts.iter().filter(|text| !text.silver && fold_of(&text.publisher) == fold).collect();
            let model = kept_or(models.map(|folder| folder.join(format!("{fold}.bin"))), || learnt(&others))?;
            let part = score::texts(&own, &model);
            writeln!(progress, "fold {fold}: {}", score::summary(&part))?;
            scored.extend(part);
        }
    }
    score::table(&scored, progress)
}

/// The model in a file; if there is none, one that is then kept there.
fn kept_or(file: Option<PathBuf>, learnt: impl FnOnce() -> LineModel) -> Outcome<LineModel> {
    let Some(file) = file else { return Ok(learnt()) };
    if file.exists() {
        let model = LineModel::read(&std::fs::read(&file)?);
        return model.ok_or_else(|| format!("{}: no line model of this version", file.display()).into());
    }
    let model = learnt();
    std::fs::write(file, model.write())?;
    Ok(model)
}

/// The part of a publisher.
fn fold_of(publisher: &str) -> u8 {
    blake3::hash(publisher.as_bytes()).as_bytes()[0] % FOLDS
}

/// How much a text that was written from a page counts beside a dump.
const SILVER: f32 = 0.5;

/// The model of some texts.
fn learnt(texts: &[&Text]) -> LineModel {
    let rows: Vec<&[f32]> = texts.iter().flat_map(|text| text.rows.iter().map(Vec::as_slice)).collect();
    let table = Table::of(&rows);
    let mut body = Vec::with_capacity(rows.len());
    let mut head = Vec::with_capacity(rows.len());
    let mut kinds = Vec::with_capacity(rows.len());
    for text in texts {
        let all: usize = text.lengths.iter().map(|length| length + 1).sum();
        let lines = text.lengths.len() as f32;
        let counts = if text.silver { SILVER } else { 1.0 };
        for (length, kind) in text.lengths.iter().zip(&text.kinds) {
            let weight = (*length + 1) as f32 / all as f32 + 1.0 / (20.0 * lines);
            body.push(if *kind == Kind::Open { 0.0 } else { 60.0 * counts * weight });
            head.push(
                counts * (1.0 + if matches!(kind, Kind::Title | Kind::Byline) { 2.0 } else { 0.0 }) * 30.0
                    / (lines + 30.0),
            );
            kinds.push(*kind);
        }
    }
    let of = |kind: Kind, weights: &[f32], settings: &Settings, seed: u64| {
        let labels: Vec<bool> = kinds.iter().map(|own| *own == kind).collect();
        grow(&table, &labels, weights, settings, seed)
    };
    std::thread::scope(|scope| {
        let others = scope.spawn(|| [of(Kind::Title, &head, &HEAD, 2), of(Kind::Byline, &head, &HEAD, 3)]);
        let body = of(Kind::Body, &body, &BODY, 1);
        let [title, byline] = others.join().expect("trees grow without a panic");
        LineModel { body, title, byline }
    })
}
