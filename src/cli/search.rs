//! `search`: a query to a list of articles.

use super::args::{Cli, FormatChoice, SearchArgs, SortChoice};
use super::error::{Failure, NOTHING_FOUND};
use super::output::Output;
use super::place::Files;
use super::query::{Asked, ask, pointed};
use morgue::query::ZoneChoice;
use morgue::render::{FieldName, Format, Sheet, default_fields, parse_fields, render};
use morgue::search::{Request, Sort, count_only_in_margins, search};
use std::io::Write;

/// Articles that a list shows a person.
const SHOWN: usize = 10;

pub fn run(args: &SearchArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let format = format(args.format);
    let fields = match &args.fields {
        Some(names) => parse_fields(names)?,
        None => default_fields(format),
    };
    let asked = ask(&args.query, cli, output)?;
    let limit = args.limit.or((format == Format::Text).then_some(SHOWN)).filter(|&limit| limit > 0);
    let passages = shows_passages(format, &fields);
    let request = Request { sort: sort(args.sort), offset: args.offset, limit, passages, ..asked.request.clone() };
    let mut found = search(&asked.generation, &request).map_err(|error| pointed(error, &asked.text))?;
    let files = Files::of(&asked.archive)?;
    let sheet = Sheet {
        query: &asked.text,
        total: found.total,
        offset: args.offset,
        fields: &fields,
        file_of: &|hit| files.path_of(hit),
        style: output.style(),
    };
    let mut out = output.stdout();
    let total = found.total;
    let written = render(format, &sheet, &mut found, &mut out)?;
    out.flush()?;
    drop(out);
    close(&asked, &request, written, total, output)?;
    Ok(if total == 0 { NOTHING_FOUND } else { 0 })
}

/// Says on stderr how much of the list was shown, and what only margins hold.
fn close(asked: &Asked, request: &Request, written: u64, total: u64, output: &Output) -> Result<(), Failure> {
    if output.quiet {
        return Ok(());
    }
    let margins = match request.zones {
        ZoneChoice::Story => {
            count_only_in_margins(&asked.generation, request).map_err(|error| pointed(error, &asked.text))?
        }
        _ => 0,
    };
    let more = if margins > 0 { format!(" (+{margins} more only in margins: --zones all)") } else { String::new() };
    let articles = asked.generation.manifest.articles;
    match total {
        0 => output.note(&format!("no match among {articles} articles{more}")),
        _ => output.note(&format!("{written} of {total}{more}")),
    }
    Ok(())
}

fn shows_passages(format: Format, fields: &[FieldName]) -> bool {
    match format {
        Format::Text => true,
        Format::Ids | Format::Paths => false,
        Format::Json | Format::Jsonl | Format::Csv => fields.iter().any(|field| matches!(*field, "passage" | "marks")),
    }
}

fn format(choice: FormatChoice) -> Format {
    match choice {
        FormatChoice::Text => Format::Text,
        FormatChoice::Json => Format::Json,
        FormatChoice::Jsonl => Format::Jsonl,
        FormatChoice::Csv => Format::Csv,
        FormatChoice::Ids => Format::Ids,
        FormatChoice::Paths => Format::Paths,
    }
}

fn sort(choice: SortChoice) -> Sort {
    match choice {
        SortChoice::Relevance => Sort::Relevance,
        SortChoice::Newest => Sort::Newest,
        SortChoice::Oldest => Sort::Oldest,
        SortChoice::Outlet => Sort::Outlet,
    }
}
