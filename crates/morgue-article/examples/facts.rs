//! What can be read from a line of an article: `cargo run -p morgue-article --example facts -- "By Jane Doe | AP"`.

use morgue_article::article::{Byline, DateReading, Dateline, opens_as_byline};
use morgue_article::terms::NewsTokenizer;
use std::io::{self, Write};

fn main() -> io::Result<()> {
    let mut out = io::stdout().lock();
    // Dates after this second are not trusted.
    let reading = DateReading { now: jiff::Timestamp::now().as_second(), language: None };
    for line in std::env::args().skip(1) {
        writeln!(out, "{line}")?;
        if opens_as_byline(&line) {
            let byline = Byline::parse(&line);
            writeln!(out, "  authors: {}; agency: {}", byline.authors.join(", "), byline.wire.unwrap_or_default())?;
        }
        if let Some(Dateline { place, wire, .. }) = Dateline::parse(&line) {
            writeln!(out, "  place: {}; agency: {}", place.unwrap_or_default(), wire.unwrap_or_default())?;
        }
        if let Some(date) = reading.parse(&line) {
            writeln!(out, "  date: {date}")?;
        }
        let words = NewsTokenizer::words(&line);
        let words: Vec<String> = words.iter().map(|(.., position, word)| format!("{word}@{position}")).collect();
        writeln!(out, "  terms: {}", words.join(" "))?;
    }
    Ok(())
}
