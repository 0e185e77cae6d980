//! `keywords` and `compare`: what is special about the articles of a query, and what two queries share.

use super::analysis_args::{CompareArgs, KeywordsArgs, RowsChoice};
use super::args::Cli;
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::facets::{fields, most_shown};
use super::output::Output;
use super::place;
use super::query::{ask, ask_in};
use super::query_args::{NerChoice, QueryArgs};
use super::remarks::beside;
use morgue::render::{TableFormat, key_terms, overlap};
use morgue::text::counted;
use std::io::Write;

pub fn keywords(args: &KeywordsArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let (asked, deadline) = ask(&args.query, cli, output)?;
    let question = asked.question()?;
    let found = question.key_terms(args.limit.into())?;
    let beside = beside(&asked, &deadline, &question, found.found, output)?;
    let mut out = output.stdout();
    key_terms(table_format(args.format), &asked.text, &found, output.style(), &mut out)?;
    out.flush()?;
    let terms = counted(found.terms.len() as u64, "term");
    output.note(&match found.found {
        0 => beside,
        all if all == found.archive => "the query finds every article: there are none to compare with".to_owned(),
        all if all > found.read => {
            format!("{terms} of {}, looked for in {} of them{beside}", counted(all, "article"), found.read)
        }
        all => format!("{terms} of {}{beside}", counted(all, "article")),
    });
    Ok(if found.terms.is_empty() { NOTHING_FOUND } else { 0 })
}

pub fn compare(args: &CompareArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let by = fields(&args.by)?;
    if let Some(empty) = [("A", &args.first), ("B", &args.second)].iter().find(|(_, query)| query.trim().is_empty()) {
        return Err(Failure::new(USAGE, format!("query {} is empty", empty.0)).with_hint("`*` finds every article"));
    }
    let archive = place::existing(args.folder.as_deref(), cli)?;
    let query = |text: &String| QueryArgs {
        words: vec![text.clone()],
        query_file: None,
        folder: None,
        matching: args.matching.clone(),
        zones: args.zones.clone(),
        now: None,
        dialect: None,
        strict: false,
        deadline: args.deadline,
        ner: NerChoice::Rules,
    };
    let (first, deadline) = ask_in(archive.clone(), &query(&args.first), cli, output)?;
    // Each query has a deadline of its own.
    let (second, other) = ask_in(archive, &query(&args.second), cli, output)?;
    let found = first.question()?.overlap(&second.question()?, &by)?;
    deadline.met();
    other.met();
    let most = most_shown(args.limit, args.format == RowsChoice::Text);
    let mut out = output.stdout();
    overlap(table_format(args.format), [&first.text, &second.text], &found, most, output.style(), &mut out)?;
    out.flush()?;
    let all = found.all.either();
    output.note(&match all {
        0 => "neither query finds anything".to_owned(),
        _ => {
            let cut = found.fields.iter().filter(|(_, values)| values.len() > most);
            let cut: Vec<String> =
                cut.map(|(field, values)| format!("{most} of {} {field} values", values.len())).collect();
            let cut = if cut.is_empty() { String::new() } else { format!("; {} (-n 0 for all)", cut.join(", ")) };
            format!("{}: {} in both{cut}", counted(all, "article"), found.all.both)
        }
    });
    Ok(if all == 0 { NOTHING_FOUND } else { 0 })
}

fn table_format(choice: RowsChoice) -> TableFormat {
    match choice {
        RowsChoice::Text => TableFormat::Text,
        RowsChoice::Json => TableFormat::Json,
        RowsChoice::Csv => TableFormat::Csv,
    }
}
