//! Counts the articles of an index that match each query:
//! `cargo run -p morgue-index --example count -- FOLDER/.morgue Starlink 'ferry NEAR/9 Oslo'`.

use morgue_index::index::{Archive, Generation};
use morgue_query::archive::Searchable;
use morgue_query::query::{Cancel, ParseOptions, ZoneChoice, parse, resolve};
use std::error::Error;
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let index = arguments.next().ok_or("usage: count INDEX QUERY…")?;
    let generation = Generation::open(&Archive::at(index))?;
    let today = || jiff::ZonedDateTime::now().date();
    let mut out = io::stdout().lock();
    for text in arguments {
        let query = parse(&text, ParseOptions { any: false, today: &today })?;
        let plan = resolve(&query, &ZoneChoice::default(), &*generation.dictionary()?)?;
        writeln!(out, "{:>8}  {plan}", generation.count(&plan, &Cancel::default())?)?;
    }
    Ok(())
}
