//! `read`: what would be indexed from files, without an index.

use super::args::ReadArgs;
use super::error::{Failure, SPIKED};
use super::output::Output;
use super::refresh::ner;
use morgue::article::Article;
use morgue::ingest::{Drafted, ReadSettings, read_path};
use serde_json::{Value, json};
use std::io::Write;

pub fn run(args: &ReadArgs, output: &Output) -> Result<u8, Failure> {
    let settings = ReadSettings {
        ner: ner(args.ner),
        now: jiff::Timestamp::now().as_second(),
        url: args.url.clone(),
        pdf_reader: std::env::current_exe().ok(),
    };
    let mut out = output.stdout();
    let mut spiked = false;
    let mut broken: Option<std::io::Error> = None;
    for path in &args.paths {
        read_path(path, &settings, &mut |read| {
            let written = match read {
                Drafted::Article(article) => writeln!(out, "{}", object(&article)),
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
    }
    out.flush()?;
    Ok(if spiked { SPIKED } else { 0 })
}

/// One article as an object, with the names that search results use.
fn object(article: &Article) -> Value {
    let value = |found: &Option<morgue::article::Found<String>>| json!(found.as_ref().map(|found| &found.value));
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
        "origins": morgue::index::Record::of(article).origins,
        "notes": article.notes,
    })
}
