//! The flags of `export`, and its formats with the endings by which a file asks for them.

use super::args::{QueryArgs, SortChoice};
use clap::{Args, ValueEnum};
use std::num::NonZeroUsize;
use std::path::{Path, PathBuf};

/// Write all articles that a query finds into a file.
#[derive(Debug, Clone, Args)]
#[command(
    after_help = "All articles found are written, however many. The file is written aside and takes its name when it is whole: an older\n\
    file of that name is replaced then, and stays as it was if anything fails. A file that stands in a source folder is not\n\
    replaced without --force. The format is that of the file's ending, or --format.\n\n\
    `@FILE` is a list of queries, one a line, each written to a file of its own with its certificate in the folder of -o. A name\n\
    and a tab may stand before a query; else its file is named for the number of its line. Lines that begin with # are left out.\n\
    A query that cannot be read is reported with its line, the others are written, and the exit code is not 0.\n\n\
    For a reference manager take ris (Zotero, EndNote, Mendeley) or csl-json; bibtex and biblatex are for LaTeX: Zotero takes\n\
    their articles for those of a journal. For a spreadsheet take xlsx; in csv and tsv, cells that it could run as a formula\n\
    get an apostrophe before them, which --no-formula-guard leaves out. jsonl leaves nothing out.\n\n\
    Examples:\n  morgue export Starlink Taiwan -o starlink.xlsx\n  \
    morgue export 'outlet:\"The Harbour Courier\"' --since 2024 -o courier.ris\n  \
    morgue export Starlink -o starlink.html --passages 3\n  \
    morgue export '*' --with body -o all.jsonl.gz\n  \
    morgue export Starlink --format texts -o starlink-texts\n  \
    morgue export @queries.txt --format csv -o lists\n  \
    morgue export Starlink --format urls | sort -u\n\n\
    Exit codes: 0 written, also where nothing was found (1 with --fail-empty), 2 a query or flag that cannot be read,\n\
    5 the file cannot stand where it should, 7 writing failed, 10 no index, 130 interrupted."
)]
pub struct ExportArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// The file to write; `-` is standard output [default].
    #[arg(long, short = 'o', value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How it is written [default: by the file's ending, else jsonl].
    #[arg(long, short = 'f', value_name = "FORMAT")]
    pub format: Option<ExportFormat>,
    /// Compress it [default: if the name ends in .gz].
    #[arg(long)]
    pub gzip: bool,
    /// The order of the articles.
    #[arg(long, short = 's', value_name = "ORDER", default_value = "newest")]
    pub sort: SortChoice,
    /// Fields to write, parted by commas (json, jsonl, csv, tsv, xlsx).
    #[arg(long, value_name = "FIELDS")]
    pub fields: Option<String>,
    /// Write the whole text too (all but ris, bibtex, biblatex, csl-json and lists; texts always has it).
    #[arg(long, value_name = "PART")]
    pub with: Option<WithChoice>,
    /// Most passages of each article, in formats that hold several [default: 1].
    #[arg(long, value_name = "N")]
    pub passages: Option<NonZeroUsize>,
    /// So many words at each side of a match, in place of whole sentences.
    #[arg(long, value_name = "WORDS")]
    pub context: Option<usize>,
    /// What citations give as the abstract.
    #[arg(long = "abstract", value_name = "WHAT", default_value = "lead")]
    pub summary: SummaryChoice,
    /// Leave cells of csv and tsv as they are although a spreadsheet could run them.
    #[arg(long)]
    pub no_formula_guard: bool,
    /// Begin csv and tsv with a byte order mark, for old spreadsheets.
    #[arg(long)]
    pub bom: bool,
    /// How lines of csv and tsv end.
    #[arg(long, value_name = "HOW", default_value = "crlf")]
    pub eol: EolChoice,
    /// Write no certificate beside the file.
    #[arg(long, conflicts_with = "certificate")]
    pub no_certificate: bool,
    /// Write the certificate here [default: FILE.prov.json; none for standard output].
    #[arg(long, value_name = "FILE")]
    pub certificate: Option<PathBuf>,
    /// Replace a file that stands in a source folder.
    #[arg(long)]
    pub force: bool,
    /// Exit with 1 where nothing was found; the file is written all the same.
    #[arg(long)]
    pub fail_empty: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    Csv,
    Tsv,
    Json,
    Jsonl,
    Xlsx,
    /// Typed columns for analysts' tools; where the program was built with `--features parquet`.
    Parquet,
    Ris,
    Bibtex,
    Biblatex,
    CslJson,
    #[value(alias = "md")]
    Markdown,
    Html,
    Ids,
    Paths,
    Urls,
    /// A folder with a file for each article.
    Texts,
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

impl ExportFormat {
    /// The format that a file's ending asks for.
    pub fn of_name(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let ending = name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.')?.1.to_owned();
        Some(match ending.as_str() {
            "csv" => Self::Csv,
            "tsv" | "tab" => Self::Tsv,
            "json" => Self::Json,
            "jsonl" | "ndjson" => Self::Jsonl,
            "xlsx" => Self::Xlsx,
            "parquet" => Self::Parquet,
            "ris" => Self::Ris,
            "bib" => Self::Biblatex,
            "csl" => Self::CslJson,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" => Self::Html,
            _ => return None,
        })
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Tsv => "tsv",
            Self::Json => "json",
            Self::Jsonl => "jsonl",
            Self::Xlsx => "xlsx",
            Self::Parquet => "parquet",
            Self::Ris => "ris",
            Self::Bibtex | Self::Biblatex => "bib",
            Self::CslJson => "csl",
            Self::Markdown => "md",
            Self::Html => "html",
            Self::Ids | Self::Paths | Self::Urls | Self::Texts => "txt",
        }
    }

    /// As it is typed.
    pub fn name(self) -> String {
        self.to_possible_value().map(|value| value.get_name().to_owned()).unwrap_or_default()
    }

    /// Files that are no text, and are compressed already.
    pub fn is_binary(self) -> bool {
        matches!(self, Self::Xlsx | Self::Parquet)
    }
}
