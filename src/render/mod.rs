//! Hits to bytes: one file per output format, over one contract. Writes as it reads, so that a list of any length takes
//! the memory of one article. Text from articles reaches a terminal only made safe.

mod biblatex;
mod bibtex;
mod chart;
mod citation;
mod columns;
mod concordance;
mod content;
mod csl;
mod csv;
mod entities;
mod facets;
mod fields;
mod graph;
mod html;
mod json;
mod lists;
mod markdown;
#[cfg(feature = "parquet")]
mod parquet;
mod ris;
mod text;
mod texts;
mod timeline;
mod watched;
mod xlsx;

pub use concordance::concordance;
pub use entities::{entities, one_entity};
pub use facets::facets;
pub use fields::{FieldName, HIT_VERSION, UnknownField, default_fields, export_fields, field_names, parse_fields};
pub use graph::{GraphFormat, graph};
pub use html::Page;
pub use text::{Style, article};
pub use texts::texts;
pub use timeline::timeline;
pub use watched::{Watched, watched};

use crate::archive::Hit;
use crate::query::ArchiveError;
use std::io::{self, Write};
use std::sync::Arc;

/// The output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
    Tsv,
    Xlsx,
    /// Only where the program was built with it.
    Parquet,
    Ris,
    Bibtex,
    Biblatex,
    CslJson,
    Markdown,
    Html,
    /// Keys, one a line.
    Ids,
    /// Files, one a line, each once in a row.
    Paths,
    /// Addresses, one a line; articles without one are left out.
    Urls,
}

impl Format {
    /// Whether this program can write it.
    pub fn is_built_in(self) -> bool {
        self != Format::Parquet || cfg!(feature = "parquet")
    }
}

/// The output formats of counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableFormat {
    Text,
    Json,
    Csv,
    /// A picture.
    Svg,
}

/// What a renderer knows beside the hits.
pub struct Sheet<'a> {
    /// The query as typed.
    pub query: &'a str,
    /// All matches, shown or not.
    pub total: u64,
    /// Hits passed over before the first.
    pub offset: usize,
    pub fields: &'a [FieldName],
    /// The file that holds an article, as a user can open it.
    pub file_of: &'a dyn Fn(&Hit) -> String,
    pub style: Style,
    pub options: Options<'a>,
}

/// What some formats can be told.
#[derive(Debug, Clone, Copy)]
pub struct Options<'a> {
    /// Cells of CSV and TSV that a spreadsheet would run are made text.
    pub formula_guard: bool,
    /// A byte order mark before CSV and TSV, by which old spreadsheets know UTF-8.
    pub bom: bool,
    /// Lines of CSV and TSV end with a line feed alone.
    pub unix_lines: bool,
    /// What citations give as the abstract.
    pub summary: Summary,
    /// Whether formats that do not name fields write the whole text.
    pub body: bool,
    /// What a page shows around its hits.
    pub page: Option<&'a Page>,
    /// The index that answered, by number.
    pub generation: u64,
}

impl Default for Options<'_> {
    fn default() -> Self {
        Self {
            formula_guard: true,
            bom: false,
            unix_lines: false,
            summary: Summary::Lead,
            body: false,
            page: None,
            generation: 0,
        }
    }
}

/// What stands for an abstract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Summary {
    /// The deck, or else the first paragraph.
    Lead,
    /// The best passage.
    Passage,
    None,
}

/// Why a list could not be written.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    #[error(transparent)]
    Archive(#[from] ArchiveError),
    #[error(transparent)]
    Io(#[from] io::Error),
}

type Hits<'h> = dyn Iterator<Item = Result<Arc<Hit>, ArchiveError>> + 'h;

/// Writes a list; gives how many hits were written.
pub fn render(
    format: Format,
    sheet: &Sheet,
    hits: &mut Hits,
    out: &mut (dyn Write + Send),
) -> Result<u64, RenderError> {
    match format {
        Format::Text => text::list(sheet, hits, out),
        Format::Json => json::document(sheet, hits, out),
        Format::Jsonl => json::lines(sheet, hits, out),
        Format::Csv => csv::table(sheet, b',', hits, out),
        Format::Tsv => csv::table(sheet, b'\t', hits, out),
        Format::Ids => lists::ids(hits, out),
        Format::Paths => lists::paths(sheet, hits, out),
        Format::Urls => lists::urls(sheet, hits, out),
        Format::Ris => ris::records(sheet, hits, out),
        Format::Bibtex => bibtex::entries(sheet, hits, out),
        Format::Biblatex => biblatex::entries(sheet, hits, out),
        Format::CslJson => csl::items(sheet, hits, out),
        Format::Markdown => markdown::list(sheet, hits, out),
        Format::Html => html::page(sheet, hits, out),
        Format::Xlsx => xlsx::workbook(sheet, hits, out),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::table(sheet, hits, out),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(io::Error::new(io::ErrorKind::Unsupported, "built without Parquet").into()),
    }
}
