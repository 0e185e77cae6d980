//! Reads a folder of sample files, folder by folder, and compares what was read with the values that are known of it.
//!
//! `score_formats FOLDER [--misses] [--pdf MORGUE]` reads every file under `FOLDER/NAME/`, and the lines `{"file", "expect"}`
//! of `FOLDER/NAME/expect.jsonl`. Each file must give an article or a reason: it exits 1 where one gives neither. `--misses`
//! lists the values that were not met and the files that were refused. `--pdf` names a program with the feature `pdf`.

mod known;
#[path = "../score_pages/measure.rs"]
#[allow(dead_code)]
mod measure;

use known::{Check, checks};
use morgue::article::Article;
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::ingest::{Drafted, ReadSettings, read_path};
use serde_json::Value;
use std::collections::BTreeMap;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: score_formats FOLDER [--misses] [--pdf MORGUE]";

/// 2030-03-17: no sample is younger.
const NOW: i64 = 1_900_000_000;

/// Files that describe a folder.
const DESCRIPTIONS: [&str; 3] = ["SOURCES.tsv", "expect.jsonl", "README.md"];

/// What a file gave.
#[derive(Default)]
struct Given {
    articles: Vec<Article>,
    reasons: Vec<String>,
}

/// What a folder of samples gave.
#[derive(Default)]
struct Tally {
    files: usize,
    read: usize,
    refused: Vec<(String, String)>,
    silent: Vec<String>,
    checks: BTreeMap<&'static str, [usize; 2]>,
    misses: Vec<String>,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let (mut folder, mut misses, mut pdf) = (None, false, None);
    let mut words = std::env::args().skip(1);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--misses" => misses = true,
            "--pdf" => pdf = Some(PathBuf::from(words.next().ok_or(USAGE)?)),
            word if !word.starts_with('-') => folder = Some(PathBuf::from(word)),
            _ => return Err(USAGE.into()),
        }
    }
    let settings = ReadSettings { ner: Ner::Off, now: NOW, url: None, effort: Effort::Full, pdf_reader: pdf };
    let mut folders: Vec<_> = std::fs::read_dir(folder.ok_or(USAGE)?)?.collect::<Result<_, _>>()?;
    folders.retain(|entry| entry.path().is_dir());
    folders.sort_by_key(std::fs::DirEntry::file_name);
    let mut out = std::io::stdout().lock();
    let mut silent = 0;
    for folder in folders {
        let tally = Tally::of(&folder.path(), &settings)?;
        tally.print(&folder.file_name().to_string_lossy(), misses, &mut out)?;
        silent += tally.silent.len();
    }
    Ok(if silent == 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn read(file: &Path, settings: &ReadSettings) -> Result<Given, Box<dyn Error>> {
    let mut given = Given::default();
    read_path(file, settings, &mut |drafted| {
        match drafted {
            Drafted::Article(article) => given.articles.push(*article),
            Drafted::Spiked(_, error) => given.reasons.push(error.to_string()),
            Drafted::Skipped(_, skip) => given.reasons.push(skip.reason().to_owned()),
            Drafted::Noted(..) => {}
        }
        true
    })?;
    Ok(given)
}

impl Tally {
    fn of(folder: &Path, settings: &ReadSettings) -> Result<Self, Box<dyn Error>> {
        let mut tally = Self::default();
        let mut given = BTreeMap::new();
        for entry in std::fs::read_dir(folder)? {
            let name = entry?.file_name().to_string_lossy().into_owned();
            if !DESCRIPTIONS.contains(&name.as_str()) {
                given.insert(name.clone(), read(&folder.join(name), settings)?);
            }
        }
        tally.files = given.len();
        for (name, given) in &given {
            match (given.articles.is_empty(), given.reasons.first()) {
                (false, _) => tally.read += 1,
                (true, Some(reason)) => tally.refused.push((name.clone(), reason.clone())),
                (true, None) => tally.silent.push(name.clone()),
            }
        }
        let known = std::fs::read_to_string(folder.join("expect.jsonl")).unwrap_or_default();
        for line in known.lines() {
            let line: Value = serde_json::from_str(line)?;
            let file = line["file"].as_str().unwrap_or_default();
            let Some(given) = given.get(file) else { continue };
            let checks = checks(&line["expect"], &given.articles, given.reasons.len());
            // Of a refused file, a title or a text that somebody else found is missed; its other values are nobody's.
            let read = !given.articles.is_empty();
            checks.iter().filter(|check| read || check.is_words()).for_each(|check| tally.add(file, check));
        }
        Ok(tally)
    }

    fn add(&mut self, file: &str, check: &Check) {
        let [met, asked] = self.checks.entry(check.what).or_default();
        *asked += 1;
        *met += usize::from(check.met);
        if !check.met {
            self.misses.push(format!("{file}: {}\n    known {}\n    read  {}", check.what, check.want, check.found));
        }
    }

    fn print(&self, name: &str, misses: bool, out: &mut impl Write) -> std::io::Result<()> {
        let Self { files, read, refused, silent, .. } = self;
        write!(out, "{name:<14} {files:>4} files, {read:>4} read, {:>3} refused", refused.len())?;
        for (what, [met, asked]) in &self.checks {
            write!(out, " · {what} {met}/{asked}")?;
        }
        writeln!(out)?;
        silent.iter().try_for_each(|file| writeln!(out, "  {file}: neither an article nor a reason"))?;
        if misses {
            refused.iter().try_for_each(|(file, reason)| writeln!(out, "  {file}: refused: {reason}"))?;
            self.misses.iter().try_for_each(|miss| writeln!(out, "  {miss}"))?;
        }
        out.flush()
    }
}
