//! `cite`: articles as references.

use super::answers_args::{CiteArgs, StyleChoice};
use super::args::Cli;
use super::error::{Failure, NOTHING_FOUND};
use super::named::key_of;
use super::output::Output;
use super::place::{self, caller};
use morgue::article::ArticleKey;
use morgue::desk::article;
use morgue::desk::place::Files;
use morgue::render::{Format, Options, ReferenceStyle, Sheet, default_fields, plain_reference, render};
use morgue::text::terminal_safe;
use std::io::Write;
use std::sync::Arc;

pub fn run(args: &CiteArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let generation = place::open_for(&archive, cli)?;
    let keys = args.articles.iter().map(|named| key_of(named, &archive, &generation));
    let keys: Vec<ArticleKey> = keys.collect::<Result<_, _>>()?;
    let (mut hits, mut missing) = (Vec::new(), false);
    for key in keys {
        match article(&generation, key.as_str())? {
            Some(hit) => hits.push(hit),
            None => {
                output.error(&format!("morgue: no article \"{key}\" in this index"));
                missing = true;
            }
        }
    }
    let (files, format) = (Files::of(&archive, &caller())?, args.format.0);
    let sheet = Sheet {
        query: "",
        total: hits.len() as u64,
        offset: 0,
        fields: &default_fields(format),
        file_of: &|hit| files.path_of(hit),
        style: output.style(),
        options: Options { generation: generation.manifest.generation, ..Options::default() },
    };
    let mut out = output.stdout();
    if format == Format::Text {
        let style = match args.style {
            StyleChoice::Chicago => ReferenceStyle::Chicago,
            StyleChoice::Apa => ReferenceStyle::Apa,
        };
        for hit in &hits {
            writeln!(out, "{}", terminal_safe(&plain_reference(hit, &sheet, style)))?;
        }
    } else {
        render(format, &sheet, &mut hits.into_iter().map(|hit| Ok(Arc::new(hit))), &mut out)?;
    }
    out.flush()?;
    Ok(if missing { NOTHING_FOUND } else { 0 })
}
