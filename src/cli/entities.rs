//! `entities`: who and what the articles found name; `entity`: what the archive knows about one name.

use super::answers_args::TableChoice;
use super::args::Cli;
use super::entities_args::{EntitiesArgs, EntityArgs, KindChoice};
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::facets::{table_format, whole_archive_without_a_query};
use super::graph_file::{graph_format, most_nodes, write_graph_file};
use super::output::Output;
use super::query::ask;
use super::query_args::QueryArgs;
use super::remarks::beside;
use super::timeline::interval;
use morgue::article::NameKind;
use morgue::desk::{DeskError, Target, about, graph, named_list};
use morgue::render::{TableFormat, entities as write_entities, one_entity};
use morgue::text::counted;
use std::io::Write;

/// Most names in a list for a person.
const SHOWN: usize = 20;

pub fn run(args: &EntitiesArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    if args.format == TableChoice::Svg {
        return Err(Failure::new(USAGE, "names cannot be written as svg: expected text, json or csv")
            .with_hint("draw them with `morgue facets person --format svg`"));
    }
    args.graph.as_deref().map(graph_format).transpose()?;
    let kinds = kinds(&args.kind);
    let (asked, deadline) = ask(&whole_archive_without_a_query(&args.query), cli, output)?;
    if let Some(path) = &args.graph {
        let target = Target::file(path, &asked.archive, false)?;
        let drawn = graph(&asked.question()?, &kinds, most_nodes(args.limit))?;
        deadline.met();
        let shown =
            format!("{} and {}", counted(drawn.nodes.len() as u64, "name"), counted(drawn.edges.len() as u64, "pair"));
        write_graph_file(path, target, &drawn, &shown, "article", output)?;
        return Ok(if drawn.total == 0 { NOTHING_FOUND } else { 0 });
    }
    let with = args.with.as_deref();
    let question = asked.question()?;
    let list = named_list(&question, &kinds, with)?;
    let beside = beside(&asked, &deadline, &question, list.total, output)?;
    let format = table_format(args.format);
    let most = most(args.limit, if format == TableFormat::Text { SHOWN } else { usize::MAX });
    if list.total > 0 || format != TableFormat::Text {
        let mut out = output.stdout();
        write_entities(format, &asked.text, &list, most, output.style(), &mut out)?;
        out.flush()?;
    }
    let names = list.values.len();
    let cut = if names > most { format!("; {most} of {names} names (-n 0 for all)") } else { String::new() };
    output.note(&match (list.total, with) {
        (0, Some(name)) => format!("no article found names \"{name}\""),
        (0, None) => beside,
        (total, Some(name)) => {
            format!("{} {} {name}{cut}{beside}", counted(total, "article"), if total == 1 { "names" } else { "name" })
        }
        (total, None) => format!("{}{cut}{beside}", counted(total, "article")),
    });
    Ok(if list.total == 0 { NOTHING_FOUND } else { 0 })
}

pub fn about_one(args: &EntityArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    if args.query.query_file.is_some() {
        return Err(Failure::new(USAGE, "--query-file: a name is wanted, not a query")
            .with_hint("give the name: `morgue entity Vladimir Putin`"));
    }
    let name = args.query.words.join(" ");
    let name = name.trim().trim_matches('"');
    if name.is_empty() {
        return Err(Failure::new(USAGE, "missing name").with_hint("give a name: `morgue entity Vladimir Putin`"));
    }
    let whole = QueryArgs { words: vec!["*".to_owned()], query_file: None, ..args.query.clone() };
    let (asked, deadline) = ask(&whole, cli, output)?;
    let kind = args.kind.map(kind);
    let by = args.by.map(interval);
    let found = about(asked.generation.as_ref(), &asked.request, name, kind, by)
        .map_err(|error| DeskError::search(error, &asked.text))?;
    deadline.met();
    let Some(found) = found else {
        output.note(&format!("no article names \"{name}\"\nhint: search for the words: `morgue search {name}`"));
        return Ok(NOTHING_FOUND);
    };
    let mut out = output.stdout();
    one_entity(&found, args.json, &mut out)?;
    if !args.json && found.timeline.total.found > found.timeline.undated.found {
        writeln!(out)?;
        morgue::render::timeline(TableFormat::Text, name, &found.timeline, output.style(), &mut out)?;
    }
    out.flush()?;
    Ok(0)
}

fn most(limit: Option<usize>, usual: usize) -> usize {
    match limit {
        Some(0) => usize::MAX,
        Some(limit) => limit,
        None => usual,
    }
}

fn kinds(choices: &[KindChoice]) -> Vec<NameKind> {
    if choices.is_empty() {
        return vec![NameKind::Person, NameKind::Org, NameKind::Place];
    }
    NameKind::ALL.into_iter().filter(|known| choices.iter().any(|choice| kind(*choice) == *known)).collect()
}

fn kind(choice: KindChoice) -> NameKind {
    match choice {
        KindChoice::Person => NameKind::Person,
        KindChoice::Org => NameKind::Org,
        KindChoice::Place => NameKind::Place,
        KindChoice::Nation => NameKind::Nation,
    }
}
