//! `read`: what would be indexed from files, without an index.

use super::args::ReadArgs;
use super::error::{Failure, SPIKED, USAGE};
use super::file_list;
use super::output::Output;
use super::refresh::ner;
use morgue::article::{Article, FoundValue, Record, host_of};
use morgue::desk::as_hit;
use morgue::extract::Label;
use morgue::format::{Effort, FormatError};
use morgue::ingest::{Drafted, ReadSettings, read_path, read_zones};
use morgue::render::{Format, Style, article as write_text, article_markdown};
use morgue::text::terminal_safe;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::PathBuf;

pub fn run(args: &ReadArgs, output: &Output) -> Result<u8, Failure> {
    let url = args.url.as_deref().map(web_address).transpose()?;
    let effort = if args.fast { Effort::Fast } else { Effort::Full };
    let now = jiff::Timestamp::now().as_second();
    let isolated_reader = std::env::current_exe().ok();
    let settings = ReadSettings { ner: ner(args.ner), now, url, effort, isolated_reader };
    let mut spiked = false;
    let paths = paths(args, &mut spiked, output)?;
    if args.zones {
        return zones(&paths, &settings, spiked, output);
    }
    let mut out = output.stdout();
    let mut broken: Option<std::io::Error> = None;
    let mut page = Page { format: args.format.0, why: args.why, style: output.style(), written: 0 };
    for path in &paths {
        let mut skipped = SkippedFiles::default();
        read_path(path, &settings, &mut |read| {
            skipped.count(&read);
            let written = match read {
                Drafted::Article(article) => page.write(&article, &mut out),
                Drafted::Spiked(locator, error) => {
                    spiked = true;
                    output.error(&format!("morgue: {locator}: {error}"));
                    Ok(())
                }
                Drafted::Noted(locator, note) => {
                    output.note(&format!("note: {locator}: {note}"));
                    Ok(())
                }
                Drafted::Skipped(..) => Ok(()),
            };
            broken = written.err();
            broken.is_none()
        })?;
        if let Some(error) = broken.take() {
            return Err(error.into());
        }
        if let Some(note) = skipped.note() {
            output.note(&format!("note: {}: {note}", path.display()));
        }
    }
    out.flush()?;
    Ok(if spiked { SPIKED } else { 0 })
}

/// How articles are written, and how many were.
struct Page {
    format: Format,
    why: bool,
    style: Style,
    written: u64,
}

impl Page {
    fn write(&mut self, article: &Article, out: &mut impl Write) -> std::io::Result<()> {
        if self.format == Format::Json {
            return writeln!(out, "{}", object(article));
        }
        if self.written > 0 {
            writeln!(out, "\n")?;
        }
        self.written += 1;
        let hit = as_hit(article, "");
        match self.format {
            Format::Markdown => article_markdown(&hit, self.why, self.style, out),
            _ => write_text(&hit, &article.locator, self.why, self.style, out),
        }
    }
}

/// The skipped files of a path, reported if there was nothing else: a web archive of pictures should not give empty
/// output.
#[derive(Default)]
struct SkippedFiles {
    anything: bool,
    skipped: BTreeMap<&'static str, u64>,
}

impl SkippedFiles {
    fn count(&mut self, read: &Drafted) {
        match read {
            Drafted::Skipped(_, skip) => *self.skipped.entry(skip.reason()).or_default() += 1,
            Drafted::Article(_) | Drafted::Spiked(..) => self.anything = true,
            Drafted::Noted(..) => {}
        }
    }

    fn note(&self) -> Option<String> {
        let parts: Vec<String> = self.skipped.iter().map(|(reason, number)| format!("{number} {reason}")).collect();
        let passed = if parts.is_empty() { String::new() } else { format!(", skipped: {}", parts.join(", ")) };
        (!self.anything).then(|| format!("no article found{passed}"))
    }
}

/// The paths to read. A listed file that is missing is reported, and the others are still read.
fn paths(args: &ReadArgs, spiked: &mut bool, output: &Output) -> Result<Vec<PathBuf>, Failure> {
    let mut paths = args.paths.clone();
    let listed = args.files_from.as_deref().map(file_list::read).transpose()?.unwrap_or_default();
    for path in listed {
        if let Err(error) = path.symlink_metadata() {
            *spiked = true;
            output.error(&format!("morgue: {}: {}", path.display(), FormatError::of_io(&error)));
        } else {
            paths.push(path);
        }
    }
    Ok(paths)
}

/// An address that a page can have been saved from.
fn web_address(text: &str) -> Result<String, Failure> {
    let text = text.trim();
    let lower = text.get(..8.min(text.len())).unwrap_or_default().to_ascii_lowercase();
    let is_web = lower.starts_with("http://") || lower.starts_with("https://");
    match host_of(text) {
        Some(_) if is_web => Ok(text.to_owned()),
        _ => Err(Failure::new(USAGE, format!("invalid web address \"{text}\": expected http or https"))
            .with_hint("write the whole address: https://example.com/news/a-story")),
    }
}

/// Shows the blocks of every document with their zones.
fn zones(paths: &[PathBuf], settings: &ReadSettings, mut spiked: bool, output: &Output) -> Result<u8, Failure> {
    let mut out = output.stdout();
    let mut broken: Option<std::io::Error> = None;
    for path in paths {
        read_zones(path, settings, &mut |locator, labelled| {
            let written = match labelled {
                Ok(labels) => write_zones(&mut out, &locator, &labels),
                Err(error) => {
                    spiked = true;
                    output.error(&format!("morgue: {locator}: {error}"));
                    Ok(())
                }
            };
            broken = written.err();
            broken.is_none()
        })?;
        if let Some(error) = broken.take() {
            return Err(error.into());
        }
    }
    out.flush()?;
    Ok(if spiked { SPIKED } else { 0 })
}

/// Columns of a zone's name.
const ZONE_COLUMNS: usize = 20;

/// One line per block: `+` or `-` for the vote, the zone, and the text, made safe for a terminal.
fn write_zones(out: &mut impl Write, locator: &str, labels: &[Label]) -> std::io::Result<()> {
    writeln!(out, "# {}", one_line(locator))?;
    for label in labels {
        let vote = match label.vote {
            Some(true) => '+',
            Some(false) => '-',
            None => ' ',
        };
        let aside = label.aside.map(|kind| json!(kind).as_str().unwrap_or_default().to_owned());
        let zone = aside.map_or_else(|| label.zone.to_owned(), |kind| format!("{}: {kind}", label.zone));
        let links = if label.link_share > 0.5 { " [links]" } else { "" };
        writeln!(out, "{vote} {zone:<ZONE_COLUMNS$} {}{links}", one_line(&label.text))?;
    }
    writeln!(out)
}

/// A text on one line that cannot control a terminal.
fn one_line(text: &str) -> String {
    terminal_safe(text).replace(['\n', '\t'], " ")
}

/// One article as an object, with the names that search results use.
fn object(article: &Article) -> Value {
    let value = |found: &Option<FoundValue<String>>| json!(found.as_ref().map(|found| &found.value));
    let zones = &article.zones;
    json!({
        "key": article.key,
        "title": zones.title,
        "authors": article.authors.iter().map(|found| &found.value).collect::<Vec<_>>(),
        "date": article.published.as_ref().map(|found| found.value.to_string()),
        "outlet": value(&article.outlet),
        "url": value(&article.url),
        "section": value(&article.section),
        "language": value(&article.language),
        "language_confidence": article.language_confidence,
        "deck": zones.deck,
        "body": zones.story,
        "captions": zones.captions,
        "margin": zones.margin,
        "entities": article.entities,
        "words": article.words,
        "domain": value(&article.domain),
        "outlet_stated": value(&article.outlet_stated),
        "byline": value(&article.byline),
        "dateline": value(&article.dateline),
        "wire": value(&article.wire),
        "path": article.locator,
        "origins": Record::of(article).origins,
        "notes": article.notes,
    })
}
