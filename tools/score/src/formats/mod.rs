//! A folder of sample files, folder by folder: every file under `FOLDER/NAME/` is read and compared with the lines
//! `{"file", "expect"}` of `FOLDER/NAME/expect.jsonl`. Each file must give an article or a reason.

mod known;

use crate::input::{Outcome, json_lines};
use known::{Check, checks};
use morgue::article::Article;
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::ingest::{Drafted, ReadSettings, read_path};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

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

/// Prints what each folder gave, with the values and files that were missed if requested. Whether every file gave an article
/// or a reason. `isolated_reader` is a program with the feature `pdf`.
pub fn run(folder: &Path, misses: bool, isolated_reader: Option<PathBuf>, out: &mut impl Write) -> Outcome<bool> {
    let settings = ReadSettings { ner: Ner::Off, now: NOW, url: None, effort: Effort::Full, isolated_reader };
    let mut folders: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
    folders.retain(|entry| entry.path().is_dir());
    folders.sort_by_key(std::fs::DirEntry::file_name);
    let mut silent = 0;
    for folder in folders {
        let tally = Tally::of(&folder.path(), &settings)?;
        tally.print(&folder.file_name().to_string_lossy(), misses, out)?;
        silent += tally.silent.len();
    }
    Ok(silent == 0)
}

fn read(file: &Path, settings: &ReadSettings) -> Outcome<Given> {
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
    fn of(folder: &Path, settings: &ReadSettings) -> Outcome<Self> {
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
        let known = folder.join("expect.jsonl");
        for line in if known.is_file() { json_lines(&known)? } else { Vec::new() } {
            let file = line["file"].as_str().unwrap_or_default();
            let Some(given) = given.get(file) else { continue };
            let checks = checks(&line["expect"], &given.articles, given.reasons.len());
            // A refused file misses its title and its text; its other values are not counted.
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
