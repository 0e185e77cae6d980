//! Figures of one set of pages: how well bodies, titles, authors, dates and outlets were found.

use crate::figures::Figures;
use crate::measures::{When, f1, fold, has_chunk, letters, names, one_line, same_name_score, shingles, token_f1};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap, HashSet};

/// One page's gold value and what was found, by field.
pub struct Miss {
    pub field: &'static str,
    pub id: String,
    pub gold: String,
    pub found: String,
}

/// What was counted of one set of pages.
#[derive(Default)]
pub struct Tally {
    pages: usize,
    errors: usize,
    shares: BTreeMap<&'static str, Vec<f64>>,
    shingles: Vec<[f64; 3]>,
    /// Chunks found that belong to the page, and that do not; chunks missing.
    chunks: [f64; 3],
    outlets: HashMap<String, Vec<String>>,
    pub misses: Vec<Miss>,
}

impl Tally {
    /// Scores what was found in a page against its gold line.
    pub fn add(&mut self, line: &Value, found: &Value) {
        let gold = &line["gold"];
        self.pages += 1;
        self.errors += usize::from(!found["err"].is_null() && gold["front"] != true);
        self.body(gold, text(&found["body"]));
        if let Some(title) = stated(&gold["title"]) {
            let same = fold(text(&found["title"])) == fold(title);
            self.judge("title", same, line, &gold["title"], &found["title"]);
        }
        self.authors(line, gold, found);
        self.dates(line, gold, found);
        self.own(line, gold, found);
        if let Some(outlet) = stated(&gold["outlet"]) {
            let name = letters(text(&found["outlet"]));
            self.judge("outlet", name == letters(outlet), line, &gold["outlet"], &found["outlet"]);
            if !found["id"].is_null() {
                self.outlets.entry(outlet.to_owned()).or_default().push(name);
            }
        }
    }

    fn push(&mut self, name: &'static str, share: f64) {
        self.shares.entry(name).or_default().push(share);
    }

    fn judge(&mut self, field: &'static str, right: bool, line: &Value, gold: &Value, found: &Value) {
        self.push(field, f64::from(u8::from(right)));
        if !right {
            let id = text(&line["id"]).to_owned();
            self.misses.push(Miss { field, id, gold: gold.to_string(), found: found.to_string() });
        }
    }

    fn body(&mut self, gold: &Value, body: &str) {
        if let Some(want) = gold["body"].as_str() {
            let mut score = token_f1(body, want);
            if let Some(summary) = stated(&gold["summary"]) {
                score = score.max(token_f1(body, &format!("{summary}\n{want}")));
            }
            self.push("token_f1", score);
            self.shingles.push(shingles(body, want));
        }
        if let Some(with) = gold["with"].as_array() {
            let body = one_line(body);
            let count = |chunks: &[Value]| chunks.iter().filter(|chunk| has_chunk(&body, text(chunk))).count() as f64;
            let without = gold["without"].as_array().map(Vec::as_slice).unwrap_or_default();
            let right = count(with);
            self.chunks[0] += right;
            self.chunks[1] += count(without);
            self.chunks[2] += with.len() as f64 - right;
        }
    }

    fn authors(&mut self, line: &Value, gold: &Value, found: &Value) {
        let list = |value: &Value| match value {
            Value::String(text) => names(text.split(';')),
            Value::Array(items) => names(items.iter().filter_map(Value::as_str)),
            _ => names([]),
        };
        let has_gold = match &gold["authors"] {
            Value::Array(items) => !items.is_empty(),
            Value::String(text) => !text.is_empty(),
            _ => false,
        };
        if has_gold {
            let (want, got) = (list(&gold["authors"]), list(&found["authors"]));
            self.judge("author", want == got, line, &gold["authors"], &found["authors"]);
            self.push("author_f1", same_name_score(&got, &want));
        }
    }

    fn dates(&mut self, line: &Value, gold: &Value, found: &Value) {
        let Some(want) = stated(&gold["date"]) else { return };
        let (want, got) = (When::parse(want), When::parse(text(&found["date"])));
        let both = want.zip(got);
        self.judge("day", both.is_some_and(|(want, got)| want.same_day(&got)), line, &gold["date"], &found["date"]);
        if want.is_some_and(|want| want.instant.is_some()) {
            let same = both.is_some_and(|(want, got)| want.same_instant(&got));
            self.judge("instant", same, line, &gold["date"], &found["date"]);
        }
    }

    /// What only gold lines of our own state: that a page is a front (`front`) or names no author (`no_author`), a clock
    /// time without a zone, the address of a copy's original (`url`), and texts of the margin (`without` and no `with`).
    fn own(&mut self, line: &Value, gold: &Value, found: &Value) {
        if gold["front"] == true {
            let refused = text(&found["err"]).starts_with("not-an-article");
            self.judge("front", refused, line, &gold["front"], &found["title"]);
        }
        if gold["no_author"] == true {
            let none = found["authors"].as_array().is_some_and(Vec::is_empty);
            self.judge("no_author", none, line, &gold["no_author"], &found["authors"]);
        }
        if let Some(clock) = stated(&gold["date"]).filter(|date| date.contains('T') && is_local(date)) {
            let same = text(&found["date"]).starts_with(clock);
            self.judge("clock", same, line, &gold["date"], &found["date"]);
        }
        if let Some(url) = stated(&gold["url"]) {
            self.judge("address", text(&found["url"]) == url, line, &gold["url"], &found["url"]);
        }
        if let (true, Some(chunks)) = (gold["with"].is_null(), gold["without"].as_array()) {
            let body = one_line(text(&found["body"]));
            for chunk in chunks {
                self.judge("margin", !has_chunk(&body, text(chunk)), line, &Value::Null, chunk);
            }
        }
    }

    /// The figures of the set.
    pub fn figures(&self) -> Figures {
        let mean = |shares: &[f64]| shares.iter().sum::<f64>() / shares.len() as f64;
        let mut figures: BTreeMap<&str, f64> = self.shares.iter().map(|(name, shares)| (*name, mean(shares))).collect();
        figures.insert("pages", self.pages as f64);
        figures.insert("errors", self.errors as f64);
        figures.extend((!self.shingles.is_empty()).then(|| ("shingle_f1", shingle_f1(&self.shingles))));
        let [right, wrong, missing] = self.chunks;
        figures.extend((right + missing > 0.0).then(|| ("chunk_f1", f1(right, wrong, missing))));
        let one = |names: &&Vec<String>| names.iter().collect::<HashSet<_>>().len() == 1 && !names[0].is_empty();
        let several: Vec<_> = self.outlets.values().filter(|names| names.len() > 1).collect();
        let consistent = several.iter().copied().filter(one).count() as f64;
        figures.extend((!several.is_empty()).then(|| ("one_name", consistent / several.len() as f64)));
        figures.into_iter().map(|(name, figure)| (name.to_owned(), figure)).collect()
    }
}

/// Mean precision and mean recall of the pages that have any.
fn shingle_f1(pages: &[[f64; 3]]) -> f64 {
    let mean = |other: usize| {
        let counted: Vec<f64> = pages
            .iter()
            .filter(|page| page[0] + page[other] > 0.0)
            .map(|page| page[0] / (page[0] + page[other]))
            .collect();
        if counted.is_empty() { 0.0 } else { counted.iter().sum::<f64>() / counted.len() as f64 }
    };
    let (precision, recall) = (mean(1), mean(2));
    if precision + recall > 0.0 { 2.0 * precision * recall / (precision + recall) } else { 0.0 }
}

fn text(value: &Value) -> &str {
    value.as_str().unwrap_or_default()
}

/// Whether a date has a clock time without a zone.
fn is_local(date: &str) -> bool {
    When::parse(date).is_some_and(|when| when.instant.is_none())
}

/// A gold value that is not empty.
fn stated(value: &Value) -> Option<&str> {
    value.as_str().filter(|text| !text.is_empty())
}
