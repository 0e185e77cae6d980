//! Asks an archive, as a page or a script would: `cargo run --example ask -- FOLDER/.morgue Starlink Taiwan`.

use morgue::archive::{FacetField, List};
use morgue::desk::{Asked, Library, Typed, beside, read};
use morgue::index::{Archive, Generation};
use std::error::Error;
use std::io::{self, Write};

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let index = words.next().ok_or("usage: ask INDEX QUERY…")?;
    let typed = Typed { text: words.collect::<Vec<_>>().join(" "), ..Typed::default() };

    // What may surprise comes as data; a client shows it as it likes.
    let mut remarks = Vec::new();
    let today = || jiff::ZonedDateTime::now().date();
    let archive = Archive::at(index);
    let place = || Ok(archive.clone());
    let saved = Library::new(&place);
    let read = read(&typed, &saved, &today, &mut |remark| remarks.push(remark))?;

    // The query is resolved once; all that follows is asked with its plan.
    let generation = Generation::open(&archive)?;
    let asked = Asked::of(archive.clone(), generation, typed, read, saved.used());
    let question = asked.question()?;
    let total = question.count()?;
    let mut out = io::stdout().lock();
    for hit in question.list(&List { limit: Some(10), ..List::default() })? {
        let hit = hit?;
        writeln!(out, "{:>3}. {}  {}", hit.rank, hit.key, hit.zones.title)?;
    }
    for facet in question.facets(&[FacetField::named("outlet")?])?.facets {
        writeln!(out, "{}: {:?}", facet.field, facet.values)?;
    }
    let beside = beside(&asked, &question, total)?;
    writeln!(out, "{total} articles, {} more only in margins; remarks: {remarks:?}", beside.only_in_margins)?;
    Ok(())
}
