//! Newspapers recognised from images of their pages (OCR): ALTO with METS, hOCR, and the texts of Delpher.

mod alto;
mod delpher;
mod hocr;
mod paragraph;

use super::kind::Format;
use super::record::stream::Records;

pub(super) const ALTO: Format =
    Format { name: "alto", version: 1, sniff: alto::is_alto, records: Records::Whole, read: alto::read };
pub(super) const METS: Format =
    Format { name: "mets", version: 1, sniff: alto::is_mets, records: Records::Whole, read: alto::read_mets };
pub(super) const DELPHER: Format =
    Format { name: "delpher", version: 1, sniff: delpher::is_delpher, records: Records::Whole, read: delpher::read };
pub(super) const HOCR: Format =
    Format { name: "hocr", version: 1, sniff: hocr::is_hocr, records: Records::Whole, read: hocr::read };
