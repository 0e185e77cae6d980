//! The flags of `export`, and its formats with the file name endings that select them.

use super::format_args::ExportFormat;
use super::query_args::{QueryArgs, SHOW, SortChoice};
use super::sample_args::SampleArgs;
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::PathBuf;

/// Write all articles that a query finds to a file.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "All articles found are written, however many. The file appears under its name when it is complete; an older file of \
    that name is replaced then, and stays as it was if anything fails. A file in a source folder is not replaced without \
    --force. The format follows from the file's ending, or from --format.\n\n\
    `@FILE` is a list of queries, one per line, each written with its certificate to a file of its own in the folder of -o. \
    The file is named after the line's number, or after a name and a tab in front of the query. Lines that begin with # are \
    ignored. A query with an error is reported with its line, the others are written, and the exit status is not 0.\n\n\
    For a reference manager use ris (Zotero, EndNote, Mendeley) or csl-json; bibtex and biblatex are for LaTeX: Zotero reads \
    their articles as articles of a journal. For a spreadsheet use xlsx; in csv and tsv, cells that a spreadsheet could run as \
    a formula get an apostrophe in front, unless --no-formula-guard is given. jsonl has every field.\n\n\
    Examples:\n  morgue export Starlink Taiwan -o starlink.xlsx\n  \
    morgue export 'outlet:\"The Harbour Courier\"' --since 2024 -o courier.ris\n  \
    morgue export Starlink -o starlink.html --passages 3\n  \
    morgue export '*' --with body -o all.jsonl.gz\n  \
    morgue export Starlink --format texts -o starlink-texts\n  \
    morgue export @queries.txt --format csv -o lists\n  \
    morgue export Starlink --format urls | sort -u\n\n\
    Exit status: 0 written, even if nothing was found (1 with --fail-empty), 2 invalid query or usage, 5 the file cannot be \
    created where requested, 7 writing failed, 10 no index, 130 interrupted."
)]
pub struct ExportArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Write to this file; `-` is standard output [default].
    #[arg(long, short = 'o', value_name = "FILE", help_heading = SHOW)]
    pub output: Option<PathBuf>,
    /// Write this format [default: from the file's ending, else jsonl].
    #[arg(long, short = 'f', value_name = "FORMAT", help_heading = SHOW)]
    pub format: Option<ExportFormat>,
    /// Compress the file [default if its name ends in .gz].
    #[arg(long, help_heading = SHOW)]
    pub gzip: bool,
    /// Sort the articles in this order.
    #[arg(long, short = 's', value_name = "ORDER", default_value = "newest", help_heading = SHOW)]
    pub sort: SortChoice,
    #[command(flatten)]
    pub sample: SampleArgs,
    /// Write these fields, separated by commas (json, jsonl, csv, tsv, xlsx).
    #[arg(long, value_name = "FIELDS", help_heading = SHOW)]
    pub fields: Option<String>,
    /// Write the full text too (all formats but ris, bibtex, biblatex, csl-json and lists; texts always has it).
    #[arg(long, value_name = "PART", help_heading = SHOW)]
    pub with: Option<WithChoice>,
    /// Write at most N passages of each article, in formats that hold several [default: 1].
    #[arg(long, value_name = "N", help_heading = SHOW)]
    pub passages: Option<NonZeroUsize>,
    /// Write N words on each side of a match instead of whole sentences.
    #[arg(long, value_name = "N", help_heading = SHOW)]
    pub context: Option<usize>,
    /// Write this as the abstract of citations.
    #[arg(long = "abstract", value_name = "WHAT", default_value = "lead", help_heading = SHOW)]
    pub summary: SummaryChoice,
    /// Write cells of csv and tsv unchanged even if a spreadsheet could run them.
    #[arg(long, help_heading = SHOW)]
    pub no_formula_guard: bool,
    /// Begin csv and tsv with a byte order mark, for old spreadsheets.
    #[arg(long, help_heading = SHOW)]
    pub bom: bool,
    /// End lines of csv and tsv this way.
    #[arg(long, value_name = "HOW", default_value = "crlf", help_heading = SHOW)]
    pub eol: EolChoice,
    /// Write no certificate next to the file.
    #[arg(long, conflicts_with = "certificate", help_heading = SHOW)]
    pub no_certificate: bool,
    /// Write the certificate to this file [default: FILE.prov.json; none for standard output].
    #[arg(long, value_name = "FILE", help_heading = SHOW)]
    pub certificate: Option<PathBuf>,
    /// Replace a file in a source folder.
    #[arg(long, help_heading = SHOW)]
    pub force: bool,
    /// Exit with 1 if nothing was found; the file is written all the same.
    #[arg(long, help_heading = SHOW)]
    pub fail_empty: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum WithChoice {
    Body,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum SummaryChoice {
    Lead,
    Passage,
    None,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum EolChoice {
    Crlf,
    Lf,
}
