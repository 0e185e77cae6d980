//! Hits to bytes: one file per output format, over one contract. Writes while it reads, so that a list of any length
//! takes the memory of one article. Text from articles reaches a terminal only after it was made safe.

mod biblatex;
mod bibtex;
mod chart;
mod citation;
mod columns;
mod compared_page;
mod concordance;
mod content;
mod copies;
mod csl;
mod csv;
mod difference;
mod entities;
mod facets;
mod fields;
mod format;
mod graph;
mod html;
mod json;
mod lists;
mod markdown;
mod page;
#[cfg(feature = "parquet")]
mod parquet;
mod reference;
mod ris;
mod screen;
mod sheet;
mod style;
mod summary;
mod tables;
mod text;
mod texts;
mod timeline;
mod watched;
mod xlsx;

pub use compared_page::compared_page;
pub use concordance::concordance;
pub use copies::{compared, copies_as_json, copies_as_text};
pub use difference::{Part, difference, differs, paragraphs as parts_by_paragraph, zone_differences};
pub use entities::{entities, one_entity};
pub use facets::facets;
pub use fields::{
    HIT_VERSION, UnknownField, default_fields, export_fields, field_names, parse_fields, shows_matches, web_address,
};
pub use format::{FORMATS, Format, FormatFacts};
pub use graph::{GraphFormat, escaped_xml, graph};
pub use markdown::article as article_markdown;
pub use page::Page;
pub use reference::{ReferenceStyle, plain_reference};
pub use screen::Screen;
pub use sheet::{FieldName, Options, RenderError, Sheet, Summary, TableFormat};
pub use style::Style;
pub use tables::{cross_table, key_terms, overlap};
pub use text::article;
pub use texts::texts;
pub use timeline::timeline;
pub use watched::{Watched, watched};

use sheet::Hits;
use std::io::{self, Write};

/// Writes a list; returns how many hits were written.
pub fn render(
    format: Format,
    sheet: &Sheet,
    hits: &mut Hits,
    out: &mut (dyn Write + Send),
) -> Result<u64, RenderError> {
    match format {
        Format::Text => text::list(sheet, hits, out),
        Format::Json => json::document(sheet, hits, &mut Screen::new(out, sheet.style.terminal)),
        Format::Jsonl => json::lines(sheet, hits, &mut Screen::new(out, sheet.style.terminal)),
        Format::Csv => csv::table(sheet, b',', hits, out),
        Format::Tsv => csv::table(sheet, b'\t', hits, out),
        Format::Ids => lists::ids(hits, out),
        Format::Paths => lists::paths(sheet, hits, out),
        Format::Urls => lists::urls(sheet, hits, out),
        Format::Ris => ris::records(sheet, hits, out),
        Format::Bibtex => bibtex::entries(sheet, hits, out),
        Format::Biblatex => biblatex::entries(sheet, hits, out),
        Format::CslJson => csl::items(sheet, hits, &mut Screen::new(out, sheet.style.terminal)),
        Format::Markdown => markdown::list(sheet, hits, out),
        Format::Html => html::page(sheet, hits, out),
        Format::Xlsx => xlsx::workbook(sheet, hits, out),
        #[cfg(feature = "parquet")]
        Format::Parquet => parquet::table(sheet, hits, out),
        #[cfg(not(feature = "parquet"))]
        Format::Parquet => Err(io::Error::new(io::ErrorKind::Unsupported, "built without Parquet").into()),
        // `texts` writes a folder.
        Format::Texts => Err(io::Error::new(io::ErrorKind::Unsupported, "not one file").into()),
    }
}
