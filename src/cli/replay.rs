//! `replay`: compares an export with the list that its query gives today, from its certificate.

use super::args::Cli;
use super::error::{Failure, NOTHING_FOUND};
use super::output::Output;
use super::place;
use super::replay_args::ReplayArgs;
use morgue::desk::{Certificate, Change, Difference, FileState, Finding, exported, replay};
use morgue::index::Generation;
use morgue::text::{counted, terminal_safe};
use serde_json::{Value, json};
use std::io::{self, Write};

pub fn run(args: &ReplayArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let exported = exported(&args.file, args.certificate)?;
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let generation = place::open_for(&archive, cli)?;
    let finding = replay(&exported, &archive, &generation)?;
    if finding.list.known == 0 && !exported.then.is_empty() {
        output.note(&format!(
            "note: none of the {} in the list is in this index, which is probably that of another archive\nhint: give the right index with `--index DIR`",
            counted(exported.then.len() as u64, "article")
        ));
    }
    let mut out = output.stdout();
    if args.json {
        writeln!(out, "{:#}", json(&finding, &exported.certificate, &generation))?;
    } else {
        write(&finding, &exported.certificate, &mut out)?;
    }
    out.flush()?;
    finding.notes.iter().for_each(|note| output.note(&format!("note: {note}")));
    Ok(if finding.is_same() { 0 } else { NOTHING_FOUND })
}

fn write(finding: &Finding, certificate: &Certificate, out: &mut impl Write) -> io::Result<()> {
    let Certificate { exported, created_at, index, .. } = certificate;
    writeln!(out, "{} on {created_at}, generation {}", counted(*exported, "article"), index.generation)?;
    match finding.file {
        FileState::Same => writeln!(out, "file      unchanged")?,
        FileState::Changed => {
            writeln!(out, "file      CHANGED: {} has another checksum", safe(&certificate.file.name))?
        }
        FileState::Missing => writeln!(out, "file      not found next to its certificate")?,
        FileState::Unchecked => writeln!(out, "file      not checked: it was written to standard output")?,
    }
    if finding.query.is_empty() {
        writeln!(out, "query     unchanged")?;
    }
    for line in &finding.query {
        writeln!(out, "query     changed: {}", safe(line))?;
    }
    let now = counted(finding.list.total, "article");
    match (finding.list.differences.len(), finding.list.reordered) {
        (0, false) => writeln!(out, "list      unchanged: {now}")?,
        (0, true) => writeln!(out, "list      unchanged, in another order: {now}")?,
        (number, _) => writeln!(out, "list      {}, {now} now", counted(number as u64, "difference"))?,
    }
    for one in &finding.list.differences {
        let title = one.title.as_deref().filter(|title| !title.is_empty());
        let named = title.map_or_else(|| format!("{} in {}", one.path, one.source), str::to_owned);
        writeln!(out, "  {:<18} {}  {}", said(one), safe(&one.key), safe(&named))?;
    }
    Ok(())
}

fn json(finding: &Finding, certificate: &Certificate, generation: &Generation) -> Value {
    let file = match finding.file {
        FileState::Same => "same",
        FileState::Changed => "changed",
        FileState::Missing => "missing",
        FileState::Unchecked => "none",
    };
    json!({
        "same": finding.is_same(),
        "file": file,
        "same_archive": finding.same_archive,
        "generation": {"then": certificate.index.generation, "now": generation.manifest.generation},
        "total": {"then": if certificate.sample.is_some() { certificate.exported } else { certificate.total }, "now": finding.list.total},
        "query": finding.query,
        "notes": finding.notes,
        "reordered": finding.list.reordered,
        "unchanged": finding.list.same,
        "differences": finding.list.differences,
    })
}

fn safe(text: &str) -> std::borrow::Cow<'_, str> {
    terminal_safe(text)
}

fn said(one: &Difference) -> &'static str {
    match (one.change, one.because) {
        (Change::Gone, _) => "gone",
        (Change::NoLongerDrawn, _) => "not drawn",
        (Change::New, _) => "new",
        (Change::TextChanged, _) => "text changed",
        (Change::FactsChanged, _) => "facts changed",
        (Change::ReadDifferently, _) => "read differently",
        (Change::NoLongerMatches, Some(Change::TextChanged)) => "no match (text)",
        (Change::NoLongerMatches, Some(Change::ReadDifferently)) => "no match (reading)",
        (Change::NoLongerMatches, Some(_)) => "no match (facts)",
        (Change::NoLongerMatches, None) => "no match",
    }
}
