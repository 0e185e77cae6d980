//! Documents of word processors and spreadsheets to drafts: Word, OpenDocument, RTF, and the tables of workbooks.

mod docx;
mod docx_styles;
mod docx_text;
mod manuscript;
mod ods;
mod odt;
pub(super) mod package;
mod rtf;
mod rtf_words;
mod sheet;
mod xlsx;

pub(super) use xlsx::read_workbook;

use super::kind::Format;
use super::record::stream::Records;

pub(super) const DOCX: Format =
    Format { name: "docx", version: 4, sniff: package::is_word, records: Records::Whole, read: docx::read };
pub(super) const ODS: Format =
    Format { name: "ods", version: 1, sniff: package::is_open_sheet, records: Records::Whole, read: ods::read };
pub(super) const ODT: Format =
    Format { name: "odt", version: 1, sniff: package::is_open_document, records: Records::Whole, read: odt::read };
pub(super) const RTF: Format =
    Format { name: "rtf", version: 3, sniff: rtf::is_rtf, records: Records::Whole, read: rtf::read };
