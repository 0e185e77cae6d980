//! The texts that the line model learns from: dumps of pages whose story is known, and texts written from pages.

use super::labels::{Kind, Known, labels};
use super::silver::{LAYOUTS, written};
use crate::input::{Outcome, json_lines, string};
use crate::measures::tokens;
use crate::pages::read_list;
use crate::training::Random;
use flate2::read::MultiGzDecoder;
use morgue::extract::{DraftLocation, Rules, labels as zones, line_rows};
use morgue::format::{Draft, Effort, Input, read_text, sniff};
use serde_json::Value;
use std::collections::HashMap;
use std::io::Read;
use std::path::Path;

/// One text with the numbers and the kind of each line.
pub struct Text {
    pub publisher: String,
    pub tool: String,
    pub text: String,
    pub known: Known,
    pub rows: Vec<Vec<f32>>,
    pub kinds: Vec<Kind>,
    /// Words of each line.
    pub lengths: Vec<usize>,
    /// Whether it was written from a page: it is learned from, and never scored.
    pub silver: bool,
}

impl Text {
    fn of(publisher: &str, tool: &str, text: String, known: &Known, silver: bool) -> Self {
        let draft = read_text(&text);
        let words: Vec<Vec<String>> = draft.blocks.iter().map(|block| tokens(&block.text)).collect();
        Self {
            publisher: publisher.to_owned(),
            tool: tool.to_owned(),
            rows: line_rows(&draft.blocks),
            kinds: labels(&draft.blocks, &words, known),
            lengths: words.iter().map(Vec::len).collect(),
            known: known.clone(),
            text,
            silver,
        }
    }
}

/// What is known of each page, by its id, with its publisher.
fn gold(folder: &Path) -> Outcome<HashMap<String, (String, Known)>> {
    let known = |line: &Value| -> Outcome<(String, (String, Known))> {
        let id = string(line, "id")?.to_owned();
        let gold = &line["gold"];
        let text = |field: &str| gold[field].as_str().map(str::to_owned).filter(|text| !text.is_empty());
        let names = gold["authors"].as_array().into_iter().flatten().filter_map(Value::as_str);
        let known = Known {
            body: text("body").unwrap_or_default(),
            title: text("title"),
            states_title: text("title").is_some(),
            authors: names.map(str::to_owned).collect(),
            summary: text("summary"),
        };
        let publisher = line["domain"].as_str().filter(|domain| !domain.is_empty()).unwrap_or(&id).to_owned();
        Ok((id, (publisher, known)))
    };
    json_lines(&folder.join("gold.jsonl"))?.iter().map(known).collect()
}

/// The dumps of a folder (`plaintext/dumps.jsonl.gz`) and its pages as texts (`extraction/`).
pub fn read(folder: &Path) -> Outcome<Vec<Text>> {
    let pages = folder.join("extraction");
    let mut gold = gold(&pages)?;
    let mut random = Random::new(7);
    let mut texts = Vec::new();
    for page in read_list(&pages.join("pages.jsonl"))? {
        let Some((publisher, known)) = gold.get_mut(&page.id) else { continue };
        let bytes = page.bytes()?;
        let Some(draft) = draft(&bytes) else { continue };
        let shown = zones(&draft, &DraftLocation::default(), &Rules { now: 1_900_000_000, ..Rules::default() });
        complete(known, &shown);
        let chosen = [random.draw() % 2, 2 + random.draw() % 2];
        for layout in chosen.map(|nth| LAYOUTS[nth as usize]) {
            let text = written(&shown, layout, &mut random);
            if !text.is_empty() {
                texts.push(Text::of(publisher, "silver", text, known, true));
            }
        }
    }
    let mut unpacked = String::new();
    let file = std::fs::File::open(folder.join("plaintext/dumps.jsonl.gz"))?;
    MultiGzDecoder::new(file).read_to_string(&mut unpacked)?;
    for line in unpacked.lines() {
        let dump: Value = serde_json::from_str(line)?;
        let Some((publisher, known)) = gold.get(string(&dump, "page")?) else { continue };
        let text = string(&dump, "text")?.to_owned();
        texts.push(Text::of(publisher, string(&dump, "tool")?, text, known, false));
    }
    Ok(texts)
}

fn draft(bytes: &[u8]) -> Option<Draft> {
    let format = sniff(&bytes[..bytes.len().min(8192)], "page.html").ok()?;
    let input = Input { bytes, name: "page.html", ..Input::default() };
    format.read_with(&input, Effort::Full).ok()?.found.into_iter().next()
}

/// What the gold does not say, as the page reader has it.
fn complete(known: &mut Known, page: &[morgue::extract::Label]) {
    let of = |zone: &str| {
        page.iter().filter(|label| label.zone == zone).map(|label| label.text.as_str()).collect::<Vec<_>>()
    };
    if known.body.is_empty() {
        known.body = of("story").join("\n");
    }
    if known.title.is_none() {
        known.title = of("title").first().map(|title| (*title).to_owned());
    }
    if known.summary.is_none() {
        known.summary = of("deck").first().map(|deck| (*deck).to_owned());
    }
}
