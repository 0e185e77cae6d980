//! What renderers have in common: formats, what they know beside the hits, and what may go wrong.

use super::page::Page;
use super::style::Style;
use crate::archive::Hit;
use crate::query::ArchiveError;
use std::io;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// A field of a hit.
pub type FieldName = &'static str;

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
    /// Hits before the first one that is shown.
    pub offset: usize,
    pub fields: &'a [FieldName],
    /// The file that holds an article, as a user can open it.
    pub file_of: &'a dyn Fn(&Hit) -> String,
    pub style: Style,
    pub options: Options<'a>,
}

/// Options of single formats.
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
    /// How the hits were drawn, if they are a sample of what the query finds.
    pub sample: Option<&'a str>,
    /// The generation of the index that answered.
    pub generation: u64,
    /// When the query was asked, ISO 8601.
    pub asked: Option<&'a str>,
    /// Whether a list for a person says where else each story was published.
    pub stories: bool,
    /// Counts the texts that had to be cut.
    pub cut: Option<&'a AtomicU64>,
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
            sample: None,
            generation: 0,
            asked: None,
            stories: false,
            cut: None,
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

pub(super) type Hits<'h> = dyn Iterator<Item = Result<Arc<Hit>, ArchiveError>> + 'h;
