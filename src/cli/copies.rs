//! `copies` and `diff`: the articles that share most of their text with one, and two texts word by word.

use super::args::{Cli, CopiesArgs, DiffArgs, DiffFormat};
use super::error::{Failure, NOTHING_FOUND};
use super::named::found;
use super::output::Output;
use super::place;
use morgue::desk::{Copies, copies};
use morgue::render::{Part, compared, compared_page, copies_as_json, copies_as_text, zone_differences};
use morgue::text::counted;
use std::io::Write;

pub fn run(args: &CopiesArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let generation = place::open_for(&archive, cli)?;
    let hit = found(&args.article, &archive, &generation)?;
    let Some(Copies { story, articles }) = copies(&generation, &hit.key)? else {
        output.note("no article shares most of its text with this one");
        return Ok(NOTHING_FOUND);
    };
    let mut out = output.stdout();
    if args.json {
        copies_as_json(&articles, &mut out)?;
    } else {
        copies_as_text(&articles, output.style(), &mut out)?;
    }
    out.flush()?;
    drop(out);
    let outlets = match story.outlets.len() as u64 {
        0 => String::new(),
        outlets => format!(" in {}", counted(outlets, "outlet")),
    };
    let agency = story.agency.as_ref().map_or_else(String::new, |agency| format!(", agency {agency}"));
    output.note(&format!("{}{outlets}{agency}", counted(articles.len() as u64, "article")));
    Ok(0)
}

pub fn diff(args: &DiffArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let generation = place::open_for(&archive, cli)?;
    let (old, new) = (found(&args.old, &archive, &generation)?, found(&args.new, &archive, &generation)?);
    let mut out = output.stdout();
    let parts = zone_differences(&old.zones, &new.zones);
    match args.format {
        DiffFormat::Text => compared(&old, &new, &parts, output.style(), &mut out)?,
        DiffFormat::Html => compared_page(&old, &new, &parts, output.style(), &mut out)?,
    }
    let differ = parts.iter().flatten().any(|(part, _)| *part != Part::Both);
    out.flush()?;
    drop(out);
    if !differ {
        output.note("the two texts are the same");
    }
    Ok(u8::from(differ))
}
