//! A PDF file to the text of its pages, in this process: must be called only in a child process with limits, because
//! the library loops, crashes and takes gigabytes on files made to do so.

use crate::format::{PdfPage, PdfPiece, PdfResult, PdfText};
use pdf_oxide::PdfDocument;
use pdf_oxide::layout::TextSpan;
use pdf_oxide::object::Object;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// Reads all pages; one that fails is empty and counted.
pub fn read_pdf(bytes: Vec<u8>) -> PdfResult {
    let opened = catch_unwind(|| PdfDocument::from_bytes(bytes));
    let Ok(opened) = opened else { return PdfResult::Damaged("the PDF reader failed".to_owned()) };
    let document = match opened {
        Ok(document) => document,
        Err(error) => return PdfResult::Damaged(error.to_string()),
    };
    let pages = match document.page_count() {
        Ok(pages) => pages,
        Err(error) => return PdfResult::Damaged(error.to_string()),
    };
    if document.is_encrypted() && !document.authenticate(b"").unwrap_or(false) {
        return PdfResult::Locked;
    }
    let mut text =
        PdfText { title: stated(&document, "Title"), author: stated(&document, "Author"), ..PdfText::default() };
    let mut last = String::new();
    for page in 0..pages {
        let read = catch_unwind(AssertUnwindSafe(|| read_page(&document, page)));
        let read = read
            .map_err(|_| "the PDF reader failed".to_owned())
            .and_then(|read| read.map_err(|error| error.to_string()));
        text.failed += usize::from(read.is_err());
        text.pages.push(read.unwrap_or_else(|error| {
            last = error;
            PdfPage::default()
        }));
    }
    match text.failed == pages {
        true => PdfResult::Damaged(if pages == 0 { "the PDF has no pages".to_owned() } else { last }),
        false => PdfResult::Text(text),
    }
}

fn read_page(document: &PdfDocument, page: usize) -> pdf_oxide::Result<PdfPage> {
    let text = document.extract_text(page)?;
    let piece = |span: TextSpan| PdfPiece {
        left: span.bbox.left(),
        right: span.bbox.right(),
        y: span.bbox.y,
        size: span.font_size,
        turned: span.rotation_degrees != 0.0 || span.wmode != 0,
        text: span.text,
    };
    // Without pieces a page is read in the order of the library. JSON has no endless numbers.
    let spans = document.extract_spans(page).unwrap_or_default();
    let is_finite = |it: &PdfPiece| [it.left, it.right, it.y, it.size].iter().all(|number| number.is_finite());
    Ok(PdfPage { text, pieces: spans.into_iter().map(piece).filter(is_finite).collect() })
}

/// A line of the information dictionary; empty if there is none.
fn stated(document: &PdfDocument, name: &str) -> String {
    let resolved = |object: &Object| document.resolve_object(object).ok();
    let value = || {
        let information = resolved(document.trailer().as_dict()?.get("Info")?)?;
        match resolved(information.as_dict()?.get(name)?)? {
            Object::String(bytes) => Some(decoded(&bytes)),
            _ => None,
        }
    };
    catch_unwind(AssertUnwindSafe(value)).ok().flatten().unwrap_or_default()
}

/// UTF-16 and UTF-8 have a mark; the rest is nearly Latin-1.
fn decoded(bytes: &[u8]) -> String {
    match encoding_rs::Encoding::for_bom(bytes) {
        Some((encoding, mark)) => encoding.decode_without_bom_handling(&bytes[mark..]).0.into_owned(),
        None => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}
