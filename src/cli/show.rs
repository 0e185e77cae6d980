//! `show`: one article in full, with the origin of each of its values.

use super::args::{Cli, ShowArgs};
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::named::{found, key_of, version_named};
use super::output::Output;
use super::place::{self, caller};
use morgue::archive::Hit;
use morgue::article::ArticleKey;
use morgue::desk::article;
use morgue::desk::place::Files;
use morgue::index::{Archive, Generation};
use morgue::render::{FieldName, Format, Options, Sheet, article as write_article, field_names, render};
use std::io::Write;

pub fn run(args: &ShowArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let generation = place::open_for(&archive, cli)?;
    if args.record {
        let keys = args.keys.iter().map(|named| key_of(named, &archive, &generation));
        return record(&keys.collect::<Result<Vec<ArticleKey>, _>>()?, &archive, &generation, output);
    }
    let names = args.keys.iter().map(|named| Named::of(named, &archive, &generation));
    let articles: Vec<Named> = names.collect::<Result<_, _>>()?;
    let files = Files::of(&archive, &caller())?;
    let names: Vec<FieldName> =
        field_names().filter(|name| !matches!(*name, "score" | "marks" | "rank" | "zones" | "hits")).collect();
    let mut out = output.stdout();
    let mut missing = 0;
    for (nth, named) in articles.into_iter().enumerate() {
        let hit = match named {
            Named::Version(hit) => *hit,
            Named::Article(key) => {
                let Some(hit) = article(&generation, key.as_str())? else {
                    output.error(&format!("morgue: no article \"{key}\" in this index"));
                    missing += 1;
                    continue;
                };
                hit
            }
        };
        let sheet = Sheet {
            query: "",
            total: 1,
            offset: 0,
            fields: &names,
            file_of: &|hit| files.path_of(hit),
            style: output.style(),
            options: Options::default(),
        };
        if args.json {
            render(Format::Jsonl, &sheet, &mut std::iter::once(Ok(hit.into())), &mut out)?;
        } else {
            if nth > 0 {
                writeln!(out, "\n")?;
            }
            write_article(&hit, &files.path_of(&hit), args.why, output.style(), &mut out)?;
        }
    }
    out.flush()?;
    Ok(if missing > 0 { NOTHING_FOUND } else { 0 })
}

/// What is shown: an article that may not exist, or a version that does.
enum Named {
    Article(ArticleKey),
    Version(Box<Hit>),
}

impl Named {
    fn of(named: &str, archive: &Archive, generation: &Generation) -> Result<Self, Failure> {
        match version_named(named, archive) {
            Some(_) => Ok(Self::Version(Box::new(found(named, archive, generation)?))),
            None => Ok(Self::Article(key_of(named, archive, generation)?)),
        }
    }
}

/// Writes the bytes of an article's own record.
fn record(keys: &[ArticleKey], archive: &Archive, generation: &Generation, output: &Output) -> Result<u8, Failure> {
    let [key] = keys else {
        return Err(Failure::new(USAGE, "--record writes one record: expected one article"));
    };
    let Some((_, bytes)) = morgue::desk::record(archive, generation, key.as_str())? else {
        output.error(&format!("morgue: no article \"{key}\" in this index"));
        return Ok(NOTHING_FOUND);
    };
    if output.style().terminal {
        return Err(Failure::new(USAGE, "a record is not written to a terminal").with_hint("name a file: `> FILE`"));
    }
    let mut out = output.stdout();
    out.write_all(&bytes)?;
    out.flush()?;
    Ok(0)
}
