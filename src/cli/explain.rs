//! `explain`: how a query was read, what each part of it finds, and which part excludes everything.

use super::args::{Cli, ExplainArgs, ExplainChoice};
use super::error::{Failure, NOTHING_FOUND};
use super::output::Output;
use super::query::ask;
use morgue::archive::TakenName;
use morgue::desk::{Explained, MatchedPattern, explain};
use morgue::text::{counted, terminal_safe};
use std::io::{self, Write};

pub fn run(args: &ExplainArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let (asked, _deadline) = ask(&args.query, cli, output)?;
    let explained = explain(&asked.question()?)?;
    let mut out = output.stdout();
    if args.json || args.format == ExplainChoice::Json {
        serde_json::to_writer_pretty(&mut out, &explained).map_err(io::Error::from)?;
        writeln!(out)?;
    } else {
        write(&explained, &mut out)?;
    }
    out.flush()?;
    Ok(if explained.total == 0 { NOTHING_FOUND } else { 0 })
}

/// Most names that are listed under a requested one.
const MOST_NAMES: usize = 12;

/// `satel* finds 2 words: satellite (21), satellites (9)`.
fn pattern(matched: &MatchedPattern) -> String {
    let MatchedPattern { pattern, words, commonest } = matched;
    if *words == 0 {
        return format!("{pattern} finds no word");
    }
    let listed: Vec<String> = commonest.iter().map(|(word, articles)| format!("{word} ({articles})")).collect();
    let more = if *words > commonest.len() as u64 { ", …" } else { "" };
    format!("{pattern} finds {}: {}{more}", counted(*words, "word"), listed.join(", "))
}

fn write(explained: &Explained, out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "read as   {}", terminal_safe(&explained.read_as))?;
    for word in explained.words.iter().chain(&explained.inner_words) {
        let forms: Vec<String> = word.forms.iter().map(|(form, articles)| format!("{form} ({articles})")).collect();
        let forms = terminal_safe(&forms.join(", ")).into_owned();
        writeln!(out, "{} ({}) also finds {forms}", terminal_safe(&word.word), word.articles)?;
    }
    for matched in &explained.patterns {
        writeln!(out, "{}", terminal_safe(&pattern(matched)))?;
    }
    for name in explained.names.iter().filter(|name| name.taken.len() > 1 || name.taken[0].reason.is_some()) {
        let taken: Vec<String> = name.taken.iter().take(MOST_NAMES).map(TakenName::described).collect();
        let more = name.taken.len().saturating_sub(MOST_NAMES);
        let more = if more > 0 { format!(", and {more} more") } else { String::new() };
        writeln!(out, "{}:{} finds {}{more}", name.field, terminal_safe(&name.name), terminal_safe(&taken.join(", ")))?;
    }
    writeln!(out, "\n{:>10} {:>10}  part", "alone", "so far")?;
    for clause in &explained.clauses {
        writeln!(out, "{:>10} {:>10}  {}", clause.articles, clause.so_far, terminal_safe(&clause.text))?;
        for part in &clause.parts {
            let indent = "  ".repeat(part.depth);
            writeln!(out, "{:>10} {:>10}  {indent}{}", part.articles, "", terminal_safe(&part.text))?;
        }
    }
    writeln!(out, "\n{} in all", counted(explained.total, "article"))?;
    match explained.emptied() {
        Some(clause) if clause.nearest.is_empty() && clause.articles > 0 => {
            writeln!(out, "no article matches both `{}` and the parts before it", terminal_safe(&clause.text))
        }
        Some(clause) if clause.nearest.is_empty() => {
            writeln!(out, "`{}` finds nothing in this archive", terminal_safe(&clause.text))
        }
        Some(clause) => {
            let near = terminal_safe(&clause.nearest.join(", ")).into_owned();
            writeln!(out, "`{}` finds nothing in this archive; similar: {near}", terminal_safe(&clause.text))
        }
        None => Ok(()),
    }
}
