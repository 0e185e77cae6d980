//! The body crate's vote: a block is story if its text occurs in the text the crate extracts. If the crate finds
//! nothing, no block has a vote and the rules decide alone.

use super::blocks::{INLINE, ends_sentence};
use super::dom::{Document, NodeId};
use crate::format::{Block, BlockRole};
use crate::text::{nfc, squeeze};
use std::collections::HashSet;
use trafilatura::{Options, extract_document};

/// Fewest letters and digits of the crate's text: with fewer, its result counts as empty.
const FEWEST_LETTERS: usize = 60;

/// Blocks with fewer letters count as found only right after the previous one: "Read more" occurs anywhere.
const LONG_ENOUGH: usize = 20;

/// Letters after the cursor in which a heading is searched for, and the fewest letters of such a heading.
const AHEAD: usize = 200;
const FEWEST_OF_HEADING: usize = 8;

/// Share of the crate's text that blocks must cover. Below it the crate took its text from elsewhere (linked data), and
/// that text is added as blocks.
const LEAST_COVERED: f32 = 0.5;

/// Sets the vote of every block. The crate consumes the page.
pub(super) fn vote(mut page: Document, blocks: &mut Vec<Block>, notes: &mut Vec<String>) {
    name_paragraphs(&mut page);
    let options = Options::default().with_fallback(true).with_exclude_comments(true);
    let text = match extract_document(page, &options) {
        Ok(result) => result.content_text,
        Err(error) => {
            notes.push(format!("the extractor found no body: {error}"));
            return;
        }
    };
    let stream = Stream::of(&text);
    if stream.letters.len() < FEWEST_LETTERS {
        return;
    }
    let covered = stream.vote(blocks);
    if (covered as f32) < LEAST_COVERED * stream.letters.len() as f32 {
        append(&text, blocks);
        notes.push("the story was taken from linked data".to_owned());
    }
}

/// Fewest characters of a paragraph in a box.
const PARAGRAPH: usize = 60;

/// Names boxes that are paragraphs so: next to paragraphs the crate keeps only the text of a box before its first bold
/// word or link.
fn name_paragraphs(page: &mut Document) {
    let mut seen = HashSet::new();
    for node in page.iter(page.root(), &["div"]) {
        let Some(around) = page.parent(node).filter(|&around| seen.insert(around)) else { continue };
        for node in boxes_of_prose(page, around) {
            page.set_tag_name(node, "p");
        }
    }
}

/// The boxes among an element's children that are paragraphs: those between paragraphs, and those of the same class as
/// one before them. Another box at the end may be a notice.
fn boxes_of_prose(page: &Document, around: NodeId) -> Vec<NodeId> {
    let children: Vec<NodeId> = page.child_nodes(around).into_iter().filter(|&child| page.is_element(child)).collect();
    let is_prose =
        |node: NodeId| is_one_line(page, node) && page.text_content(node).trim().chars().count() >= PARAGRAPH;
    let is_paragraph_element = |child: &NodeId| page.tag_name(*child) == "p" && is_prose(*child);
    let first = children.iter().position(is_paragraph_element).unwrap_or(children.len());
    let last = children.iter().rposition(is_paragraph_element).unwrap_or(0);
    let mut classes: HashSet<String> = HashSet::new();
    let mut found = Vec::new();
    for (at, &child) in children.iter().enumerate().filter(|(_, child)| page.tag_name(**child) == "div") {
        let inner = innermost(page, child);
        if !is_prose(inner) {
            continue;
        }
        let class = page.get_attribute(child, "class").unwrap_or_default();
        let is_alike = !classes.insert(class.to_string()) && first < children.len();
        if (is_alike || (first..last).contains(&at)) && is_paragraph(page, inner) {
            found.push(inner);
        }
    }
    found
}

/// The box inside boxes that have nothing else.
fn innermost(page: &Document, node: NodeId) -> NodeId {
    const MOST_AROUND: usize = 3;
    let mut node = node;
    for _ in 0..MOST_AROUND {
        let mut inside = page.child_nodes(node).into_iter().filter(|&child| page.is_element(child));
        match (inside.next(), inside.next()) {
            (Some(only), None) if page.tag_name(only) == "div" => node = only,
            _ => break,
        }
    }
    node
}

/// A box of a sentence or more, with words in inline elements, few of them links.
fn is_paragraph(page: &Document, node: NodeId) -> bool {
    if !page.child_nodes(node).into_iter().any(|child| page.is_element(child)) || !is_one_line(page, node) {
        return false;
    }
    let letters = |node: NodeId| page.text_content(node).chars().filter(|c| c.is_alphanumeric()).count();
    let linked: usize = page.iter(node, &["a"]).into_iter().map(letters).sum();
    let text = page.text_content(node);
    let text = text.trim();
    text.chars().count() >= PARAGRAPH && ends_sentence(text) && 2 * linked < letters(node)
}

/// Whether an element holds only text and inline elements.
fn is_one_line(page: &Document, node: NodeId) -> bool {
    let is_inline = |child: NodeId| INLINE.contains(&page.tag_name(child)) && is_one_line(page, child);
    page.child_nodes(node).into_iter().all(|child| !page.is_element(child) || is_inline(child))
}

/// Adds the crate's own paragraphs; blocks with a positive vote are parts of them.
fn append(text: &str, blocks: &mut Vec<Block>) {
    blocks.iter_mut().filter(|block| block.vote == Some(true)).for_each(|block| block.vote = Some(false));
    let lines = text.lines().map(squeeze).filter(|line| !line.is_empty());
    blocks.extend(lines.map(|line| Block { vote: Some(true), ..Block::paragraph(nfc(&line)) }));
}

/// The letters and digits of a text, with an index of its windows: whitespace and punctuation differ between
/// extractors, letters do not.
struct Stream {
    letters: String,
    /// The first eight bytes at every character, and their position, sorted.
    windows: Vec<(u64, u32)>,
}

fn letters_of(text: &str) -> String {
    nfc(text).chars().filter(|c| c.is_alphanumeric()).collect()
}

fn window(bytes: &[u8]) -> u64 {
    bytes.iter().take(8).fold(0, |bits, &byte| bits << 8 | u64::from(byte))
}

/// Positions tried for one block; a text of one repeated word would have thousands.
const TRIED: usize = 32;

impl Stream {
    fn of(text: &str) -> Self {
        let letters = letters_of(text);
        let places = letters
            .char_indices()
            .filter_map(|(at, _)| Some((window(&letters.as_bytes()[at..]), u32::try_from(at).ok()?)));
        let mut windows: Vec<_> = places.collect();
        windows.sort_unstable();
        Self { letters, windows }
    }

    /// Votes, and returns how many letters of the stream the positive blocks cover.
    fn vote(&self, blocks: &mut [Block]) -> usize {
        let (mut cursor, mut covered) = (0, 0);
        for block in blocks {
            let letters = letters_of(&block.text);
            let place = self.place(&letters, cursor).or_else(|| self.heading(block, &letters, cursor));
            block.vote = Some(place.is_some());
            if let Some(at) = place {
                cursor = at + letters.len();
                covered += letters.len();
            }
        }
        covered
    }

    /// A short heading also counts as found a little after the cursor: the crate may keep a line that no block matches.
    fn heading(&self, block: &Block, letters: &str, cursor: usize) -> Option<usize> {
        let is_heading = matches!(block.role, BlockRole::Heading(_)) && block.aside.is_none();
        if !is_heading || letters.len() < FEWEST_OF_HEADING {
            return None;
        }
        let end = self.letters.floor_char_boundary(cursor + AHEAD);
        self.letters[cursor..end].find(letters).map(|at| cursor + at)
    }

    /// Where a block occurs: at the cursor, else after it, else anywhere.
    fn place(&self, letters: &str, cursor: usize) -> Option<usize> {
        if letters.is_empty() {
            return None;
        }
        if self.letters[cursor..].starts_with(letters) {
            return Some(cursor);
        }
        if letters.len() < LONG_ENOUGH {
            return None;
        }
        let key = window(letters.as_bytes());
        let first = self.windows.partition_point(|&(window, _)| window < key);
        let places = self.windows[first..].iter().take_while(|&&(window, _)| window == key).take(TRIED);
        let mut found = places.map(|&(_, at)| at as usize).filter(|&at| self.letters[at..].starts_with(letters));
        let before = found.next()?;
        if before >= cursor { Some(before) } else { found.find(|&at| at >= cursor).or(Some(before)) }
    }
}
