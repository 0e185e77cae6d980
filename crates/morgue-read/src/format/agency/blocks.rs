//! The blocks of a body in NITF, XHTML or HTML as agencies send them: paragraphs, headings, lists, rows of tables,
//! captions, and text that the markup says is not story. Does not judge text.

use crate::article::AsideKind;
use crate::format::xml::element::{Element, Node};
use crate::format::{Block, BlockRole};
use crate::text::{nfc, squeeze, unwrap_lines};

/// Appends the blocks inside an element.
pub(super) fn push_blocks(element: &Element, blocks: &mut Vec<Block>) {
    let mut walk = Walk { blocks, text: String::new(), breaks: 0, role: BlockRole::Paragraph, aside: None };
    walk.children(element);
    walk.flush();
}

/// Appends the paragraphs of plain text.
pub(super) fn push_paragraphs(text: &str, blocks: &mut Vec<Block>) {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = nfc(&text);
    let unwrapped = unwrap_lines(&text);
    let lines = unwrapped.lines().map(squeeze).filter(|line| line.chars().any(char::is_alphanumeric));
    blocks.extend(lines.map(Block::paragraph));
}

/// Whether a text is markup: agencies put HTML into fields as text.
pub(super) fn is_markup(text: &str) -> bool {
    let head = text[..text.floor_char_boundary(2048)].to_ascii_lowercase();
    ["<p>", "<p ", "<br", "<div", "<h1", "<h2", "<ul", "<table", "<html", "<body", "<b>", "<pre"]
        .iter()
        .any(|tag| head.contains(tag))
}

/// Elements that end the line before them.
const BLOCKS: [&str; 47] = [
    "p",
    "div",
    "section",
    "article",
    "main",
    "header",
    "footer",
    "aside",
    "nav",
    "body",
    "html",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hl1",
    "hl2",
    "hedline",
    "ul",
    "ol",
    "li",
    "dl",
    "dt",
    "dd",
    "blockquote",
    "bq",
    "pre",
    "table",
    "nitf-table",
    "thead",
    "tbody",
    "tr",
    "caption",
    "figure",
    "figcaption",
    "hr",
    "block",
    "media",
    "media-caption",
    "fn",
    "note",
    "byline",
    "dateline",
    "tagline",
    "credit",
];

/// Elements whose text is not read.
const SILENT: [&str; 15] = [
    "head",
    "title",
    "script",
    "style",
    "media-reference",
    "media-metadata",
    "media-producer",
    "media-object",
    "nitf-table-metadata",
    "colgroup",
    "ed-msg",
    "object",
    "iframe",
    "svg",
    "docdata",
];

struct Walk<'a> {
    blocks: &'a mut Vec<Block>,
    text: String,
    /// Line breaks since the last text.
    breaks: usize,
    role: BlockRole,
    aside: Option<AsideKind>,
}

impl Walk<'_> {
    fn children(&mut self, element: &Element) {
        for child in &element.children {
            match child {
                Node::Text(text) => self.push(text),
                Node::Element(element) => self.element(element),
            }
        }
    }

    fn element(&mut self, element: &Element) {
        let name = element.name.to_ascii_lowercase();
        match name.as_str() {
            name if SILENT.contains(&name) => return,
            "br" => return self.line_break(),
            "hr" => return self.flush(),
            "td" | "th" => {
                self.text.push(' ');
                self.inline(element);
                self.text.push(' ');
                return;
            }
            _ => {}
        }
        self.caption_in_attribute(element);
        if !BLOCKS.contains(&name.as_str()) {
            return self.children(element);
        }
        self.flush();
        let outer = (self.role, self.aside);
        self.role = role_of(&name, element, self.role);
        self.aside = aside_of(&name, element).or(self.aside);
        match name.as_str() {
            // A row is one line, whatever its cells contain.
            "tr" => self.inline(element),
            "pre" => self.lines(element),
            _ => self.children(element),
        }
        self.flush();
        (self.role, self.aside) = outer;
    }

    /// Text without its block structure.
    fn inline(&mut self, element: &Element) {
        let text = element.text_without(&SILENT);
        self.push(&text);
    }

    /// Text whose line breaks are kept.
    fn lines(&mut self, element: &Element) {
        let (role, aside, from) = (self.role, self.aside, self.blocks.len());
        push_paragraphs(&element.raw_text(), self.blocks);
        self.blocks[from..].iter_mut().for_each(|block| (block.role, block.aside) = (role, aside));
    }

    /// Pictures that are one element with the caption as an attribute: `<dnl-image caption="…"/>`.
    fn caption_in_attribute(&mut self, element: &Element) {
        if let Some(caption) = element.attribute("caption") {
            self.flush();
            self.blocks.push(Block { role: BlockRole::Caption, ..Block::paragraph(nfc(&squeeze(caption))) });
        }
    }

    /// One break ends a line that is a sentence; two end any block.
    fn line_break(&mut self) {
        self.breaks += 1;
        let sentence = crate::format::html::blocks::ends_sentence(&self.text);
        if self.breaks > 1 || sentence {
            self.flush();
        } else {
            self.text.push(' ');
        }
    }

    fn push(&mut self, text: &str) {
        if !text.trim().is_empty() {
            self.breaks = 0;
        }
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        let text = squeeze(&self.text);
        self.text.clear();
        self.breaks = 0;
        if text.chars().any(char::is_alphanumeric) {
            let block = Block::paragraph(nfc(&text));
            self.blocks.push(Block { role: self.role, aside: self.aside, ..block });
        }
    }
}

fn role_of(name: &str, element: &Element, outer: BlockRole) -> BlockRole {
    match name {
        "h1" | "hl1" => BlockRole::Heading(1),
        "h2" | "hl2" => BlockRole::Heading(2),
        "h3" => BlockRole::Heading(3),
        "h4" => BlockRole::Heading(4),
        "h5" | "h6" => BlockRole::Heading(5),
        "li" | "dt" | "dd" => BlockRole::ListItem,
        "blockquote" | "bq" => BlockRole::Quote,
        "caption" | "figcaption" | "media-caption" => BlockRole::Caption,
        "tr" => BlockRole::TableRow,
        "p" if has_class(element, &["teaser", "standfirst", "intro"]) => BlockRole::Deck,
        _ => outer,
    }
}

fn has_class(element: &Element, classes: &[&str]) -> bool {
    let stated = element.attribute("class").unwrap_or_default();
    stated.split_whitespace().any(|class| classes.iter().any(|wanted| class.eq_ignore_ascii_case(wanted)))
}

/// Text that the markup says is not story: the head that repeats the item's own fields, notes, credits.
fn aside_of(name: &str, element: &Element) -> Option<AsideKind> {
    match name {
        "header" | "footer" | "note" | "fn" | "byline" | "dateline" | "tagline" | "credit" => {
            Some(AsideKind::Furniture)
        }
        "nav" => Some(AsideKind::Navigation),
        _ if has_class(element, &["notepad", "closingline", "np-nonpublic", "byline"]) => Some(AsideKind::Furniture),
        _ => None,
    }
}
