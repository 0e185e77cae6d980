//! hOCR pages to drafts: each paragraph of the recogniser gives a paragraph, and words broken at line ends are joined.
//! Text of the page without the recogniser's classes is not read.

use super::paragraph::{Paragraph, draft, short_language};
use crate::article::Origin;
use crate::format::html::dom::{Document, NodeId};
use crate::format::html::scan::scan;
use crate::format::input::charset_note;
use crate::format::reason::Reason;
use crate::format::{
    Block, BlockRole, Candidate, DocumentHead, Drafts, FormatError, Input, MetaField, declared_charset,
};
use crate::text::decode;

pub(super) fn is_hocr(head: &DocumentHead) -> bool {
    let lower = head.text.to_ascii_lowercase();
    let is_page = lower.contains("<html") || lower.contains("<body") || lower.contains("<div");
    is_page && ["ocr_page", "ocr-capabilities", "ocrx_word"].iter().any(|mark| lower.contains(mark))
}

pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let declared = declared_charset(&input.bytes[..input.bytes.len().min(4096)]);
    let decoded = decode(input.bytes, input.charset.or(declared.as_deref()));
    let scanned = scan(&decoded.text);
    let page = Document::parse(&scanned.html);
    let mut reader = PageReader { page: &page, blocks: Vec::new(), language: None };
    reader.node(page.body().unwrap_or_else(|| page.root()));
    if reader.blocks.is_empty() {
        return Err(FormatError::new(Reason::NoText, "no text was recognised on its pages"));
    }
    let language = reader.language;
    let mut draft = draft("hocr", reader.blocks);
    draft.candidates.extend(language.map(|value| Candidate {
        field: MetaField::Language,
        value,
        origin: Origin::fixed("hocr:lang"),
    }));
    draft.notes.extend(scanned.notes);
    draft.notes.extend(charset_note(&decoded));
    drafts.push(draft);
    Ok(())
}

struct PageReader<'a> {
    page: &'a Document,
    blocks: Vec<Block>,
    language: Option<String>,
}

/// Lines of every kind.
const LINES: [&str; 5] = ["ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat", "ocrx_line"];

impl PageReader<'_> {
    fn has_class(&self, node: NodeId, classes: &[&str]) -> bool {
        self.page.class_name(node).split_whitespace().any(|class| classes.contains(&class))
    }

    /// Reads paragraphs; an area without paragraphs, and a line outside of all, is one by itself.
    fn node(&mut self, node: NodeId) {
        if !self.page.is_element(node) {
            return;
        }
        let is_block = self.has_class(node, &["ocr_par", "ocrx_block", "ocr_carea"]);
        if (is_block && !self.holds(node, &["ocr_par", "ocrx_block", "ocr_carea"])) || self.has_class(node, &LINES[..1])
        {
            return self.paragraph(node);
        }
        self.page.child_nodes(node).into_iter().for_each(|child| self.node(child));
    }

    fn holds(&self, node: NodeId, classes: &[&str]) -> bool {
        let children = self.page.child_nodes(node);
        children
            .into_iter()
            .any(|child| self.page.is_element(child) && (self.has_class(child, classes) || self.holds(child, classes)))
    }

    fn paragraph(&mut self, node: NodeId) {
        if self.language.is_none() {
            self.language = self.page.get_attribute(node, "lang").map(|tag| short_language(&tag).to_owned());
        }
        let mut paragraph = Paragraph::default();
        self.lines(node, &mut paragraph);
        paragraph.finish(BlockRole::Paragraph, &mut self.blocks);
    }

    fn lines(&self, node: NodeId, paragraph: &mut Paragraph) {
        if self.has_class(node, &LINES) || !self.holds(node, &LINES) {
            paragraph.push_line(&self.page.text_content(node));
            return;
        }
        for child in self.page.child_nodes(node) {
            if self.page.is_element(child) {
                self.lines(child, paragraph);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::agency::copy::testing::lines;

    #[test]
    fn paragraphs_lines_and_words_are_read() {
        let page = "<html><body><div class='ocr_page'><div class='ocr_header'>3</div><div class='ocr_carea'>\
            <p class='ocr_par' lang='eng'><span class='ocr_line'><span class='ocrx_word'>The</span>\n\
            <span class='ocrx_word'>har-</span></span>\n<span class='ocr_line'><span class='ocrx_word'>bour</span></span></p>\
            </div><div class='ocr_carea'><span class='ocr_line'>A line.</span></div></div></body></html>";
        let want = ["draft", "Language hocr:lang = en", "Paragraph: The harbour", "Paragraph: A line."];
        assert_eq!(lines(read, page.as_bytes()), want);
        let empty = lines(read, b"<html><body><div class='ocr_page'></div></body></html>");
        assert_eq!(empty, ["refused no-text: no text was recognised on its pages"]);
    }
}
