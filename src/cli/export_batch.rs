//! `export @FILE`: one export for each line of a list of queries. A line that cannot be read is reported with its
//! number, and the others are still written.

use super::args::Cli;
use super::error::{Failure, INTERRUPTED, TERMINATED, USAGE};
use super::export;
use super::export_args::ExportArgs;
use super::format_args::ExportFormat;
use super::output::Output;
use morgue::query::is_saved_name;
use morgue::render::Format;
use std::collections::HashMap;
use std::path::Path;

/// One line of a list.
#[derive(Debug, PartialEq, Eq)]
struct Line<'t> {
    number: usize,
    name: String,
    query: &'t str,
}

/// The list that a query names, if the query is nothing else.
fn list(args: &ExportArgs) -> Option<&Path> {
    let [word] = &args.query.words[..] else { return None };
    word.strip_prefix('@').filter(|path| !path.is_empty()).map(Path::new)
}

/// Exports one query, or a list of queries.
pub fn run(args: &ExportArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    match list(args) {
        Some(list) => each(list, args, cli, output),
        None => export::run(args, cli, output),
    }
}

fn each(list: &Path, args: &ExportArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let Some(folder) = args.output.as_deref().filter(|folder| folder.is_dir()) else {
        return Err(Failure::new(USAGE, "missing folder: each query of a list is written to its own file")
            .with_hint("name an existing folder: `-o FOLDER`"));
    };
    if args.certificate.is_some() {
        return Err(Failure::new(
            USAGE,
            "--certificate cannot be used with a list: each file gets its own certificate",
        ));
    }
    let text =
        std::fs::read_to_string(list).map_err(|error| Failure::new(USAGE, format!("{}: {error}", list.display())))?;
    let lines = lines(&text).map_err(|wrong| Failure::new(USAGE, format!("{}: {wrong}", list.display())))?;
    let mut code = 0;
    for line in lines {
        match export::run(&of_line(&line, folder, args), cli, output) {
            Ok(0) => {}
            Ok(one) => code = code.max(one),
            Err(failure) if matches!(failure.code, INTERRUPTED | TERMINATED) => return Err(failure),
            Err(failure) => {
                let message = format!("{} line {}: {}", list.display(), line.number, failure.message);
                code = code.max(Failure { message, ..failure }.report(output));
            }
        }
    }
    Ok(code)
}

/// The export that a line requests.
fn of_line(line: &Line, folder: &Path, args: &ExportArgs) -> ExportArgs {
    let mut one = args.clone();
    let format = args.format.map_or(Format::Jsonl, |format| format.0);
    let zipped = if args.gzip { ".gz" } else { "" };
    one.query.words = vec![line.query.to_owned()];
    one.format = Some(ExportFormat(format));
    one.output = Some(match format {
        Format::Texts => folder.join(&line.name),
        format => folder.join(format!("{}.{}{zipped}", line.name, format.ending())),
    });
    one
}

/// The queries of a list: one per line, after a name and a tab if it has one; otherwise its name is the line number.
fn lines(text: &str) -> Result<Vec<Line<'_>>, String> {
    let mut found: Vec<Line> = Vec::new();
    let mut names = HashMap::new();
    for (number, line) in (1..).zip(text.trim_start_matches('\u{feff}').lines().map(str::trim)) {
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let (name, query) = match line.split_once('\t') {
            Some((name, query)) => (name.trim().to_owned(), query.trim()),
            None => (format!("{number:04}"), line),
        };
        if !is_saved_name(&name) {
            return Err(format!("line {number}: invalid file name \"{name}\": expected letters, digits, - and _"));
        }
        if let Some(first) = names.insert(name.to_lowercase(), number) {
            return Err(format!("line {number}: the name \"{name}\" is already used in line {first}"));
        }
        found.push(Line { number, name, query });
    }
    Ok(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_a_query_after_its_name() {
        let line = |number, name: &str, query| Line { number, name: name.to_owned(), query };
        let read = lines("# a list\nspace\tStarlink OR title:Kuiper\n\n \"low orbit\" \n");
        assert_eq!(read, Ok(vec![line(2, "space", "Starlink OR title:Kuiper"), line(4, "0004", "\"low orbit\"")]));
        assert!(lines("../x\tStarlink").is_err_and(|wrong| wrong.starts_with("line 1: invalid file name \"../x\"")));
        assert!(lines("a\tx\nA\ty").is_err_and(|wrong| wrong == "line 2: the name \"A\" is already used in line 1"));
    }
}
