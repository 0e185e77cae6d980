//! `show`: one article in full, with the origin of each of its values.

use super::args::{Cli, ShowArgs};
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::last_list::LastList;
use super::output::Output;
use super::place::{self, caller};
use morgue::article::{ArticleKey, canonical_url};
use morgue::desk::article;
use morgue::desk::place::{Files, key_at};
use morgue::index::{Archive, Generation};
use morgue::render::{FieldName, Format, Options, Sheet, article as write_article, field_names, render};
use std::io::Write;

/// The key of an article that is named by its key, its number in the last list, its address or its path.
pub(super) fn key_of(named: &str, archive: &Archive, generation: &Generation) -> Result<ArticleKey, Failure> {
    if let Some(key) = ArticleKey::parse(named) {
        return Ok(key);
    }
    if let Ok(number) = named.parse::<u64>() {
        let listed = LastList::last(archive).and_then(|list| list.hits.into_iter().find(|hit| hit.number == number));
        return listed.and_then(|listed| ArticleKey::parse(&listed.key)).ok_or_else(|| {
            Failure::new(USAGE, format!("no article {number} in the last list"))
                .with_hint("run `morgue search` in a terminal first: only such lists are recorded")
        });
    }
    if let Some(address) = canonical_url(named).filter(|_| named.contains("://") || named.starts_with("www.")) {
        return Ok(ArticleKey::of_url(&address));
    }
    let path = std::path::absolute(named).unwrap_or_else(|_| named.into());
    let found = key_at(archive, generation, &path)?;
    found.and_then(|key| ArticleKey::parse(&key)).ok_or_else(|| {
        Failure::new(
            USAGE,
            format!("invalid article \"{named}\": expected a key, a number of the last list, an address or a path"),
        )
        .with_hint("find keys with `morgue search`; they look like a_7kq2m4x5n6p3r2st")
    })
}

pub fn run(args: &ShowArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let generation = place::open_for(&archive, cli)?;
    let keys = args.keys.iter().map(|named| key_of(named, &archive, &generation));
    let keys: Vec<ArticleKey> = keys.collect::<Result<_, _>>()?;
    if args.record {
        return record(&keys, &archive, &generation, output);
    }
    let files = Files::of(&archive, &caller())?;
    let names: Vec<FieldName> =
        field_names().filter(|name| !matches!(*name, "score" | "marks" | "rank" | "zones" | "hits")).collect();
    let mut out = output.stdout();
    let mut missing = 0;
    for (nth, key) in keys.iter().enumerate() {
        let Some(hit) = article(&generation, key.as_str())? else {
            output.error(&format!("morgue: no article \"{key}\" in this index"));
            missing += 1;
            continue;
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
