//! Reads one page, or any other file, into articles, without an index: `cargo run --example read_page -- page.html`.

use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::ingest::{Drafted, ReadSettings, read_path};
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let path = std::env::args_os().nth(1).ok_or("usage: read_page FILE")?;
    let settings = ReadSettings {
        ner: Ner::Crf,
        // A page whose date lies after this second is not believed.
        now: jiff::Timestamp::now().as_second(),
        url: None,
        effort: Effort::Full,
        isolated_reader: None,
    };
    let mut out = io::stdout();
    let mut broken = None;
    read_path(Path::new(&path), &settings, &mut |read| {
        let written = match read {
            Drafted::Article(article) => {
                let (outlet, date) = (article.outlet.as_ref(), article.published.as_ref());
                let facts = [outlet.map(|found| found.value.clone()), date.map(|found| found.value.to_string())];
                let facts: Vec<String> = facts.into_iter().flatten().collect();
                writeln!(out, "{}\n{}\n\n{}\n", article.zones.title, facts.join(", "), article.zones.story)
            }
            Drafted::Spiked(locator, reason) => writeln!(out, "{locator}: {reason}"),
            Drafted::Noted(locator, note) => writeln!(out, "{locator}: {note}"),
            Drafted::Skipped(locator, skip) => writeln!(out, "{locator}: skipped ({})", skip.reason()),
        };
        broken = written.err();
        broken.is_none()
    })?;
    broken.map_or(Ok(()), |error| Err(error.into()))
}
