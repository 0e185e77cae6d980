//! Prints the articles of files, including those in containers: `cargo run -p morgue-read --example articles --
//! page.html feed.xml`.

use morgue_read::enrich::{Ner, enrich};
use morgue_read::extract::{DraftLocation, Rules, extract};
use morgue_read::format::{Input, Record, sniff};
use morgue_read::source::{Caps, Content, Reader, unfold};
use std::error::Error;
use std::io::{self, Write};
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    for path in std::env::args_os().skip(1) {
        let mut outcome = Ok(());
        // A plain file has one member, itself; a container has many.
        unfold(Path::new(&path), &Caps::default(), &mut |item| {
            outcome = match item.content {
                Content::Document(reader) => print_articles(reader),
                Content::Skipped(skip) => writeln!(io::stdout(), "skipped: {}", skip.reason()).map_err(Into::into),
                Content::Unreadable(error) => Err(error.into()),
            };
            outcome.is_ok()
        });
        outcome?;
    }
    Ok(())
}

/// Prints the articles of one document, which may have many records.
fn print_articles(mut reader: Reader) -> Result<(), Box<dyn Error>> {
    let name = reader.name.clone();
    let format = sniff(reader.head()?, &name)?;
    let mut outcome = Ok(());
    format.each_record(&mut reader, Caps::default().document_bytes, None, &mut |record: Record| {
        outcome = record.bytes.map_err(Into::into).and_then(|bytes| {
            let input = Input { bytes: &bytes, charset: None, name: &name, fields: None, isolated_reader: None };
            let rules = Rules { now: jiff::Timestamp::now().as_second(), ..Rules::default() };
            for draft in format.read(&input)?.found {
                let mut article = extract(draft, &DraftLocation::default(), &rules)?;
                enrich(&mut article, Ner::Crf, None);
                writeln!(io::stdout(), "{}\n\n{}\n", article.zones.title, article.zones.story)?;
            }
            Ok(())
        });
        outcome.is_ok()
    });
    outcome
}
