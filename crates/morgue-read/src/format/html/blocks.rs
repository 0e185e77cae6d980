//! The blocks of a page, in page order: text between the edges of block elements, with its role, link share and the
//! aside that the markup names. Does not judge text.

use super::asides::aside_of;
use super::dom::{Document, NodeId};
use crate::article::{AsideKind, Byline, DateReading, Precision, opens_as_byline};
use crate::format::{Block, BlockRole, Layout};
use crate::text::nfc;

/// The blocks of one element, as a range of their indices.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    pub start: usize,
    pub end: usize,
}

/// All blocks of a page, and the span of every block element that holds several.
pub(crate) fn blocks(page: &Document) -> (Vec<Block>, Vec<Span>) {
    let mut walk = Walk {
        page,
        blocks: Vec::new(),
        spans: Vec::new(),
        text: String::new(),
        linked: 0,
        letters: 0,
        breaks: 0,
        context: Context::default(),
    };
    walk.children(page.body().unwrap_or_else(|| page.root()));
    walk.flush();
    (walk.blocks, walk.spans)
}

/// What the open elements say about the text inside them.
#[derive(Clone, Copy)]
struct Context {
    role: BlockRole,
    aside: Option<AsideKind>,
    in_link: bool,
}

impl Default for Context {
    fn default() -> Self {
        Self { role: BlockRole::Paragraph, aside: None, in_link: false }
    }
}

struct Walk<'a> {
    page: &'a Document,
    blocks: Vec<Block>,
    spans: Vec<Span>,
    text: String,
    /// Letters of the current block that are in links, and all its letters.
    linked: usize,
    letters: usize,
    /// Line breaks since the last text.
    breaks: usize,
    context: Context,
}

/// Elements that hold no readable text, or only that of controls.
const SILENT: [&str; 23] = [
    "script", "style", "noscript", "template", "svg", "iframe", "button", "select", "option", "input", "textarea",
    "video", "audio", "canvas", "object", "head", "title", "datalist", "math", "map", "rt", "rp", "rtc",
];

/// Elements inside a line.
pub(super) const INLINE: [&str; 42] = [
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "cite", "code", "data", "del", "dfn", "em", "font", "i", "ins",
    "kbd", "label", "mark", "nobr", "q", "rb", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup",
    "time", "tt", "u", "var", "wbr", "img", "picture", "source", "amp-img", "bsp-link", "link",
];

impl Walk<'_> {
    fn children(&mut self, node: NodeId) {
        let is_row = self.is_row(node);
        for child in self.page.child_nodes(node) {
            if self.page.is_text(child) {
                self.push(&self.page.text_content(child));
            } else if self.page.is_element(child) {
                self.element(child);
                if is_row {
                    self.text.push(' ');
                }
            }
        }
    }

    /// Whether a box has nothing but several labels side by side, which only their style separates: `<div><span>Jane
    /// Doe</span><span>25 October</span></div>`. A single letter is the initial of a paragraph.
    fn is_row(&self, node: NodeId) -> bool {
        if self.page.tag_name(node) != "div" {
            return false;
        }
        let mut labels = 0;
        for child in self.page.child_nodes(node) {
            if self.page.is_element(child) {
                let is_label = INLINE.contains(&self.page.tag_name(child))
                    && self.page.text_content(child).trim().chars().nth(1).is_some();
                if !is_label {
                    return false;
                }
                labels += 1;
            } else if self.page.is_text(child) && !self.page.text_content(child).trim().is_empty() {
                return false;
            }
        }
        labels > 1
    }

    fn element(&mut self, node: NodeId) {
        let tag = self.page.tag_name(node);
        if SILENT.contains(&tag) {
            return;
        }
        match tag {
            "br" => return self.line_break(),
            "hr" => return self.flush(),
            _ => {}
        }
        let outer = self.context;
        if INLINE.contains(&tag) {
            self.context.in_link |= tag == "a";
            self.children(node);
            self.context = outer;
            return;
        }
        self.flush();
        self.context.role = role_of(tag, outer.role);
        self.context.aside = aside_of(self.page, node, tag).or(outer.aside);
        if matches!(self.context.role, BlockRole::Paragraph | BlockRole::Heading(2..)) && is_deck(self.page, node) {
            self.context.role = BlockRole::Deck;
        }
        let start = self.blocks.len();
        self.children(node);
        self.flush();
        let end = self.blocks.len();
        if end > start + 1 {
            self.spans.push(Span { start, end });
        }
        self.context = outer;
    }

    /// One break ends a line that is a sentence; two end any block.
    fn line_break(&mut self) {
        self.breaks += 1;
        let sentence = ends_sentence(&self.text);
        if self.breaks > 1 || sentence {
            self.flush();
        } else {
            self.text.push(LINE_BREAK);
        }
    }

    fn push(&mut self, text: &str) {
        if text.trim().is_empty() {
            if !self.text.is_empty() {
                self.text.push(' ');
            }
            return;
        }
        self.breaks = 0;
        let letters = text.chars().filter(|c| c.is_alphanumeric()).count();
        self.letters += letters;
        self.linked += if self.context.in_link { letters } else { 0 };
        self.text.push_str(text);
    }

    fn flush(&mut self) {
        self.breaks = 0;
        let text = std::mem::take(&mut self.text);
        let (linked, letters) = (std::mem::take(&mut self.linked), std::mem::take(&mut self.letters));
        let link_share = linked as f32 / letters.max(1) as f32;
        for text in separated(&text) {
            self.blocks.push(Block {
                text: nfc(&text).into_owned(),
                role: self.context.role,
                vote: None,
                link_share,
                aside: self.context.aside,
                layout: Layout::default(),
            });
        }
    }
}

/// A single break inside a block: whitespace, unless it separates a fact.
const LINE_BREAK: char = '\u{2028}';

/// The text of a block; lines that state who wrote it and when are blocks of their own.
fn separated(text: &str) -> Vec<String> {
    let lines: Vec<String> = text.split(LINE_BREAK).map(crate::text::squeeze).filter(|line| !line.is_empty()).collect();
    let mut blocks: Vec<String> = Vec::new();
    let mut ends = true;
    for line in &lines {
        let is_fact = lines.len() > 1 && is_fact(line);
        match blocks.last_mut().filter(|_| !ends && !is_fact) {
            Some(block) => {
                block.push(' ');
                block.push_str(line);
            }
            None => blocks.push(line.clone()),
        }
        ends = is_fact;
    }
    blocks
}

/// Longest line that is a byline or a day, in bytes.
const LONGEST_FACT: usize = 60;

/// Most words of a line that states a day, with its month: a line of a paragraph has more.
const MOST_DAY_WORDS: usize = 4;

/// Whether a line is a byline, or a day and little else.
fn is_fact(line: &str) -> bool {
    let reading = DateReading { now: i64::MAX, language: Some("de") };
    let words = || line.split(' ').filter(|word| word.contains(char::is_alphabetic));
    let is_day = || {
        line.contains(char::is_numeric)
            && words().count() <= MOST_DAY_WORDS
            && reading.parse(line).is_some_and(|day| day.precision >= Precision::Day)
    };
    // In a name all words but particles have capitals; `By Friday the river had risen` goes on.
    let is_name = |name: &String| name.split(' ').all(|word| word.len() <= 3 || !word.starts_with(char::is_lowercase));
    let is_byline = || {
        opens_as_byline(line) && {
            let byline = Byline::parse(line);
            byline.people && byline.authors.iter().all(is_name)
        }
    };
    line.len() <= LONGEST_FACT && !ends_sentence(line) && (is_byline() || is_day())
}

fn role_of(tag: &str, outer: BlockRole) -> BlockRole {
    match tag {
        "h1" => BlockRole::Heading(1),
        "h2" => BlockRole::Heading(2),
        "h3" => BlockRole::Heading(3),
        "h4" => BlockRole::Heading(4),
        "h5" => BlockRole::Heading(5),
        "h6" => BlockRole::Heading(6),
        "li" | "dd" | "dt" => BlockRole::ListItem,
        "blockquote" => BlockRole::Quote,
        "figcaption" | "caption" => BlockRole::Caption,
        "td" | "th" | "tr" => BlockRole::TableRow,
        // A box inside a list item or a quotation is part of it, a section is not.
        "article" | "section" | "main" | "aside" => BlockRole::Paragraph,
        _ => outer,
    }
}

/// Class words of a deck.
const DECKS: [&str; 12] = [
    "standfirst",
    "subtitle",
    "dek",
    "deck",
    "subheadline",
    "subhead",
    "subheading",
    "article-summary",
    "sub-title",
    "article-lead",
    "chapo",
    "entradilla",
];

fn is_deck(page: &Document, node: NodeId) -> bool {
    let class = page.class_name(node).to_ascii_lowercase();
    let names =
        |part: &str, word: &str| part.strip_suffix(word).is_some_and(|rest| rest.is_empty() || rest.ends_with('-'));
    class.split([' ', '_']).any(|part| DECKS.iter().any(|word| names(part, word)))
}

/// Whether the text before a break ends with a sentence.
pub(crate) fn ends_sentence(text: &str) -> bool {
    text.trim_end().ends_with(['.', '!', '?', '"', '”', '“', '»', ':', '…', '。', '！', '？', '」', '।'])
}
