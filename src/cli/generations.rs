//! `generations`: the kept generations, and which of them is current.

use super::args::Cli;
use super::error::{Failure, NO_INDEX};
use super::keeping_args::GenerationsArgs;
use super::output::Output;
use super::place;
use morgue::desk::moment;
use morgue::index::{IndexError, Kept, Manifest, kept};
use morgue::text::{plural, terminal_safe};
use serde_json::{Value, json};
use std::io::Write;

pub fn run(args: &GenerationsArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive(cli)?;
    let list = kept(&archive)?;
    if list.is_empty() {
        return Err(Failure { code: NO_INDEX, ..IndexError::Missing(archive.root().to_owned()).into() });
    }
    let mut out = output.stdout();
    if args.json {
        writeln!(out, "{}", Value::Array(list.iter().map(object).collect()))?;
    } else {
        for generation in &list {
            writeln!(out, "{}", terminal_safe(&line(generation)))?;
        }
    }
    out.flush()?;
    Ok(0)
}

fn line(generation: &Kept) -> String {
    let mark = if generation.is_current { '*' } else { ' ' };
    match &generation.manifest {
        Ok(manifest) => format!(
            "{mark} {:>6}  {}  {:>9} {:<8}  {:>9.1} MB",
            generation.number,
            moment(manifest.created),
            manifest.articles,
            plural(manifest.articles, "article"),
            manifest.bytes() as f64 / 1e6
        ),
        Err(error) => format!("{mark} {:>6}  {error}", generation.number),
    }
}

fn object(generation: &Kept) -> Value {
    let manifest = generation.manifest.as_ref().ok();
    json!({
        "generation": generation.number,
        "current": generation.is_current,
        "created": manifest.map(|manifest| manifest.created),
        "made": manifest.map(|manifest| moment(manifest.created)),
        "articles": manifest.map(|manifest| manifest.articles),
        "bytes": manifest.map(Manifest::bytes),
        "morgue": manifest.map(|manifest| &manifest.morgue),
        "content_digest": manifest.map(|manifest| &manifest.content_digest),
        "folder": generation.folder,
        "error": generation.manifest.as_ref().err().map(ToString::to_string),
    })
}
