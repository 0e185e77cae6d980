//! The plan of a query for some texts, and which of them match:
//! `cargo run -p morgue-query --example plan -- 'ferry NEAR/9 passengers' "A ferry sank; all passengers are safe."`.

use morgue_article::article::{Names, Record, Zones};
use morgue_query::archive::{ArticleList, Facts, Hit, List, Searchable};
use morgue_query::passages::Excerpted;
use morgue_query::query::{Cancel, ParseOptions, ZoneChoice, parse, resolve};
use std::error::Error;
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let text = arguments.next().ok_or("usage: plan QUERY TEXT…")?;
    let archive = ArticleList::of(arguments.enumerate().map(article).collect(), Names::default());

    let today = || jiff::ZonedDateTime::now().date();
    let query = parse(&text, ParseOptions { any: false, today: &today })?;
    let plan = resolve(&query, &ZoneChoice::default(), &*archive.dictionary()?)?;

    let mut out = io::stdout().lock();
    writeln!(out, "{plan}")?;
    for hit in archive.list(&plan, &List::default(), &Cancel::default())? {
        let hit = hit?;
        writeln!(out, "text {}: {}", hit.key, hit.zones.story)?;
    }
    Ok(())
}

/// A text as an article without metadata.
fn article((at, story): (usize, String)) -> Hit {
    let facts = Facts { key: (at + 1).to_string(), ..Facts::default() };
    Hit::of(facts, Zones { story, ..Zones::default() }, Record::default(), Excerpted::default())
}
