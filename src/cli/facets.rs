//! `facets`: the values of fields in the articles found, with the number of articles for each.

use super::answers_args::{FacetsArgs, TableChoice};
use super::args::Cli;
use super::deadline::Deadline;
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::graph_file::{graph_format, most_nodes, write_graph_file};
use super::output::Output;
use super::query::ask;
use super::query_args::QueryArgs;
use super::remarks::beside;
use morgue::archive::{FacetField, Facets};
use morgue::desk::{Asked, Question, Target, outlet_graph};
use morgue::render::{TableFormat, cross_table, facets as write_facets};
use morgue::text::counted;
use std::io::Write;

/// Most values of a field in a list for a person.
const SHOWN: usize = 10;

pub fn run(args: &FacetsArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let fields = fields(&args.fields)?;
    if let Some(path) = &args.graph {
        graph_format(path)?;
        if !matches!(&fields[..], [field] if field.name() == "outlet") {
            return Err(Failure::new(USAGE, "--graph links outlets: expected the field outlet alone").with_hint(
                "write `morgue facets outlet --graph outlets.graphml`; names are drawn by `morgue entities --graph`",
            ));
        }
    }
    hint_at_second_field(&args.query, output);
    let (asked, deadline) = ask(&whole_archive_without_a_query(&args.query), cli, output)?;
    let question = asked.question()?;
    if let Some(path) = &args.graph {
        let target = Target::file(path, &asked.archive, false)?;
        let drawn = outlet_graph(&question, most_nodes(args.limit))?;
        deadline.met();
        let found = format!(
            "{} and {} of outlets",
            counted(drawn.nodes.len() as u64, "outlet"),
            counted(drawn.edges.len() as u64, "pair")
        );
        write_graph_file(path, target, &drawn, &found, "story", output)?;
        return Ok(if drawn.total == 0 { NOTHING_FOUND } else { 0 });
    }
    if let Some(across) = &args.across {
        return cross(args, (&fields, across), &asked, &deadline, &question, output);
    }
    let found = question.facets_per(args.per.into(), &fields)?;
    let beside = beside(&asked, &deadline, &question, found.total, output)?;
    let format = table_format(args.format);
    let most = most_shown(args.limit, matches!(format, TableFormat::Text | TableFormat::Svg));
    if found.total > 0 || format != TableFormat::Text {
        let mut out = output.stdout();
        write_facets(format, &asked.text, &found, most, output.style(), &mut out)?;
        out.flush()?;
    }
    output.note(&match found.total {
        0 => beside,
        total => format!("{}{}{beside}", counted(total, found.per.noun()), left_out(&found, most)),
    });
    Ok(if found.total == 0 { NOTHING_FOUND } else { 0 })
}

/// A search verb that needs no query counts the whole archive without one.
pub fn whole_archive_without_a_query(args: &QueryArgs) -> QueryArgs {
    let mut args = args.clone();
    if args.query_file.is_none() && args.words.iter().all(|word| word.trim().is_empty()) {
        args.words = vec!["*".to_owned()];
    }
    args
}

pub fn table_format(choice: TableChoice) -> TableFormat {
    match choice {
        TableChoice::Text => TableFormat::Text,
        TableChoice::Json => TableFormat::Json,
        TableChoice::Csv => TableFormat::Csv,
        TableChoice::Svg => TableFormat::Svg,
    }
}

/// The values of a field that are shown: as many as the flag says, where 0 means all; without it a few to a person, and all to a program.
pub fn most_shown(limit: Option<usize>, to_a_person: bool) -> usize {
    match limit {
        Some(0) => usize::MAX,
        Some(limit) => limit,
        None if to_a_person => SHOWN,
        None => usize::MAX,
    }
}

/// One field by the values of another.
fn cross(
    args: &FacetsArgs,
    (rows, across): (&[FacetField], &str),
    asked: &Asked,
    deadline: &Deadline,
    question: &Question,
    output: &Output,
) -> Result<u8, Failure> {
    let columns = fields(across)?;
    let ([row], [column]) = (rows, &columns[..]) else {
        return Err(Failure::new(USAGE, "--across takes one field for the rows and one for the columns")
            .with_hint("write `morgue facets outlet --across year QUERY`"));
    };
    if row.name() == column.name() {
        return Err(Failure::new(USAGE, format!("--across: the rows are {} already", row.name())));
    }
    let format = table_format(args.format);
    if format == TableFormat::Svg {
        return Err(Failure::new(USAGE, "--across cannot be drawn: expected text, json or csv"));
    }
    let table = question.cross(row, column)?;
    let beside = beside(asked, deadline, question, table.total, output)?;
    let most = most_shown(args.limit, format == TableFormat::Text);
    let mut out = output.stdout();
    cross_table(format, &asked.text, &table, most, output.style(), &mut out)?;
    out.flush()?;
    let cut = match table.rows.len() {
        all if all > most => format!("; {most} of {all} {} values (-n 0 for all)", row.name()),
        _ => String::new(),
    };
    output.note(&match table.total {
        0 => beside,
        total => format!("{}{cut}{beside}", counted(total, "article")),
    });
    Ok(if table.total == 0 { NOTHING_FOUND } else { 0 })
}

pub fn fields(names: &str) -> Result<Vec<FacetField>, Failure> {
    let named = names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(FacetField::named);
    let fields: Vec<FacetField> = named.collect::<Result<_, _>>().map_err(|error| {
        Failure::new(USAGE, error.to_string())
            .with_hint("write the fields, then the query: `morgue facets outlet,author Starlink Taiwan`")
    })?;
    if fields.is_empty() { Err(Failure::new(USAGE, "missing field")) } else { Ok(fields) }
}

/// A second field that is not separated from the first by a comma is read as a word of the query.
fn hint_at_second_field(query: &QueryArgs, output: &Output) {
    let first = query.words.first().filter(|word| FacetField::named(word).is_ok());
    if let Some(word) = first {
        output.note(&format!("note: \"{word}\" is read as a word of the query; separate fields with commas"));
    }
}

/// `; outlet: 10 of 17 values (-n 0 for all)`, for every field with values that are not shown.
fn left_out(counted: &Facets, most: usize) -> String {
    let cut: Vec<String> = counted
        .facets
        .iter()
        .filter(|facet| facet.values.len() > most)
        .map(|facet| format!("{most} of {} {} values", facet.values.len(), facet.field))
        .collect();
    if cut.is_empty() { String::new() } else { format!("; {} (-n 0 for all)", cut.join(", ")) }
}
