//! `show`: one article in full, with the origin of each of its values.

use super::args::{Cli, ShowArgs};
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::output::Output;
use super::place::{self, caller};
use morgue::article::ArticleKey;
use morgue::desk::article;
use morgue::desk::place::Files;
use morgue::render::{FieldName, Format, Options, Sheet, article as write_article, field_names, render};
use std::io::Write;

pub fn run(args: &ShowArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let keys = args.keys.iter().map(|key| {
        ArticleKey::parse(key).ok_or_else(|| {
            Failure::new(USAGE, format!("invalid key \"{key}\": expected a_ and 16 letters and digits"))
                .with_hint("find keys with `morgue search`; they look like a_7kq2m4x5n6p3r2st")
        })
    });
    let keys: Vec<ArticleKey> = keys.collect::<Result<_, _>>()?;
    let generation = place::open_for(&archive, cli)?;
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
