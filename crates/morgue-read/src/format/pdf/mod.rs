//! PDF files with a text layer to drafts: running heads and feet go to the margin, lines are joined to paragraphs. No
//! PDF library is safe on hostile files, so each file is read in a separate process, with limits.
//! Rejects scans (no text layer), files that need a password, and every file if the program was built without a reader.

mod columns;
mod lines;
#[cfg(feature = "pdf")]
mod pages;
mod reading;

#[cfg(feature = "pdf")]
pub use pages::read_pdf;
pub use reading::{PdfPage, PdfPiece, PdfResult, PdfText};

use super::isolated::{self, Isolated, Limits};
use super::kind::Format;
use super::record::stream::Records;
use super::{Block, Candidate, DocumentHead, Draft, Drafts, FormatError, Input, MetaField, read_text};
use crate::article::{AsideKind, Origin};
use crate::format::reason::Reason;
use crate::text::{counted, fold, squeeze};
use lines::Flow;

pub(super) const PDF: Format = Format { name: "pdf", version: VERSION, sniff: is_pdf, records: Records::Whole, read };

/// Raised when drafts change; zero in programs built without the reader, which give none.
pub(super) const VERSION: u32 = if cfg!(feature = "pdf") { 2 } else { 0 };

/// Fewest letters a page must have on average; with fewer, the file is a scan.
const LEAST_LETTERS: usize = 50;

/// The mark may follow some stray bytes if the name has the right extension.
pub(super) fn is_pdf(head: &DocumentHead) -> bool {
    let start = &head.bytes[..head.bytes.len().min(1024)];
    head.text.starts_with(MARK)
        || (head.has_extension(&["pdf"]) && start.windows(MARK.len()).any(|at| at == MARK.as_bytes()))
}

const MARK: &str = "%PDF-";

/// Reads a file.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    if !cfg!(feature = "pdf") {
        let detail = "this program was built without PDF support (cargo build --release --features pdf)";
        return Err(FormatError::new(Reason::UnsupportedFormat, detail));
    }
    let text = isolated::ask(input.isolated_reader, Isolated::Pdf, input.bytes, &Limits::default())?;
    drafts.push(draft(text)?);
    Ok(())
}

fn draft(reading: PdfResult) -> Result<Draft, FormatError> {
    let text = match reading {
        PdfResult::Text(text) => text,
        PdfResult::Locked => return Err(FormatError::new(Reason::Encrypted, "the PDF needs a password")),
        PdfResult::Damaged(detail) => return Err(FormatError::new(Reason::Damaged, detail)),
    };
    let pages: Vec<String> = text.pages.iter().map(in_order).collect();
    let letters: usize = pages.iter().map(|page| letters(page)).sum();
    if letters < LEAST_LETTERS * text.pages.len().max(1) {
        let detail =
            format!("{} on {} of the PDF", counted(letters as u64, "letter"), counted(text.pages.len() as u64, "page"));
        return Err(FormatError::new(Reason::NoTextLayer, detail));
    }
    if !has_a_map_of_letters(&pages) {
        let detail = "the fonts of the PDF do not state which letters they show";
        return Err(FormatError::new(Reason::NoTextLayer, detail));
    }
    let Flow { paragraphs, running } = lines::flow(&pages);
    let mut draft = read_text(&paragraphs.join("\n\n"));
    let furniture = |line: String| Block { aside: Some(AsideKind::Furniture), ..Block::paragraph(line) };
    draft.blocks.extend(running.into_iter().map(furniture));
    draft.story_origin = Origin::fixed("pdf");
    draft.candidates = confirmed(&text, &pages);
    draft.notes.extend(
        (text.failed > 0).then(|| format!("{} of the PDF could not be read", counted(text.failed as u64, "page"))),
    );
    Ok(draft)
}

/// Fonts may show letters without stating which they are; what is read then are numbers of glyphs: no letters at all, or
/// ones that no language has in this mixture. In Latin text 30 to 50 % of the letters are vowels, and words are short.
fn has_a_map_of_letters(pages: &[String]) -> bool {
    let chars = || pages.iter().flat_map(|page| page.chars());
    let is_unmapped =
        |c: &char| matches!(c, '\u{fffd}' | '\u{e000}'..='\u{f8ff}') || (c.is_control() && !c.is_whitespace());
    let letters = chars().filter(|c| c.is_alphabetic()).count();
    let latin = chars().filter(char::is_ascii_alphabetic).count();
    let vowels = chars().filter(|c| "aeiouyAEIOUY".contains(*c)).count();
    let words = pages.iter().map(|page| page.split_whitespace().count()).sum::<usize>();
    let is_latin = latin * 10 >= letters * 9;
    chars().filter(is_unmapped).count() <= letters && (!is_latin || (vowels * 5 >= latin && letters <= 20 * words))
}

fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphabetic()).count()
}

/// The text of a page, column after column if its pieces show columns and hold what the library reads.
fn in_order(page: &PdfPage) -> String {
    let columns = columns::in_columns(&page.pieces);
    columns.filter(|text| letters(text) * 20 >= letters(&page.text) * 19).unwrap_or_else(|| page.text.clone())
}

/// What the file states about itself is trusted only if its first page says it too: it often names templates and
/// typists.
fn confirmed(text: &PdfText, pages: &[String]) -> Vec<Candidate> {
    let plain = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let page = pages.first().map(|page| plain(page)).unwrap_or_default();
    let stated = [(MetaField::Title, squeeze(&text.title)), (MetaField::Byline, squeeze(&text.author))];
    let is_borne_out = |value: &str| {
        let letters = plain(value);
        let unspaced = !letters.is_ascii() && letters.chars().count() > 4;
        (value.contains(' ') || unspaced) && page.contains(&letters)
    };
    let offered = stated.into_iter().filter(|(_, value)| is_borne_out(value));
    offered.map(|(field, value)| Candidate { field, value, origin: Origin::of("pdf", "properties") }).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(title: &str, author: &str, pages: &[&str]) -> PdfResult {
        let page = |text: &&str| PdfPage { text: (*text).to_owned(), pieces: Vec::new() };
        let pages = pages.iter().map(page).collect();
        PdfResult::Text(PdfText { title: title.to_owned(), author: author.to_owned(), pages, failed: 0 })
    }

    const PAGE: &str = "Ferry waits for Thursday\nBy Mira Holt\nThe ferry to the outer islands will not sail before Thursday, \
                        the harbour office said.\n1";

    #[test]
    fn properties_are_trusted_if_the_first_page_confirms_them() {
        let title = Some((MetaField::Title, "Ferry  Waits for Thursday"));
        let byline = Some((MetaField::Byline, "Mira Holt"));
        for (stated, author, want) in [
            ("Ferry  Waits for Thursday", "Mira Holt", [title, byline]),
            ("Microsoft Word - ferry.doc", "Mira Holt", [None, byline]),
            ("Ferry", "typist", [None, None]),
            ("", "", [None, None]),
        ] {
            let draft = draft(text(stated, author, &[PAGE])).expect("a draft");
            let got: Vec<_> = draft.candidates.iter().map(|it| (it.field, it.value.as_str())).collect();
            let want: Vec<_> = want.into_iter().flatten().map(|(field, value)| (field, squeeze(value))).collect();
            assert_eq!(got, want.iter().map(|(field, value)| (*field, value.as_str())).collect::<Vec<_>>());
        }
    }

    #[test]
    fn running_lines_are_furniture_and_come_last() {
        let page = |body: &str| format!("Harbour Courier\n{body} {}", "and so it went on that day ".repeat(4));
        let pages = [page("One"), page("Two"), page("Three")];
        let pages: Vec<&str> = pages.iter().map(String::as_str).collect();
        let blocks = draft(text("", "", &pages)).expect("a draft").blocks;
        assert_eq!(blocks.len(), 4);
        assert_eq!((blocks[3].text.as_str(), blocks[3].aside), ("Harbour Courier", Some(AsideKind::Furniture)));
        assert!(blocks[..3].iter().all(|block| block.aside.is_none()));
    }

    #[test]
    fn what_has_no_text_is_refused_with_its_reason() {
        for (reading, want) in [
            (text("", "", &[PAGE, "", "", "", ""]), "no-text-layer: 101 letters on 5 pages of the PDF"),
            (text("", "", &[]), "no-text-layer: 0 letters on 0 pages of the PDF"),
            (
                text("", "", &[&"a\u{fffd}\u{e001}\u{1}".repeat(60)]),
                "no-text-layer: the fonts of the PDF do not state which letters they show",
            ),
            (
                // The first line of the page, its glyphs 29 places before their letters.
                text("", "", &[&"7KH KDUERXU JDWH DW .HOPRXWK ZDV VKXW RQ 7XHVGD\\ ".repeat(4)]),
                "no-text-layer: the fonts of the PDF do not state which letters they show",
            ),
            (PdfResult::Locked, "encrypted: the PDF needs a password"),
            (PdfResult::Damaged("why".to_owned()), "damaged: why"),
        ] {
            assert_eq!(draft(reading).expect_err("refused").to_string(), want);
        }
    }

    #[test]
    fn a_pdf_is_known_by_its_mark() {
        for (bytes, name, want) in [
            (&b"%PDF-1.7\n"[..], "a", "pdf"),
            (b"\r\n%PDF-1.7\n", "a", "pdf"),
            (b"rubbish\x00\x01%PDF-1.7\n", "a.PDF", "pdf"),
            (b"How to write %PDF-1.7 files", "a.txt", "text"),
        ] {
            let format = crate::format::sniff(bytes, name).expect("known");
            assert_eq!(format.name, want);
        }
    }
}
