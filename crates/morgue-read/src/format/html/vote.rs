//! The body crate's vote: a block is story if its text occurs in the text the crate extracts. If the crate finds
//! nothing, no block has a vote and the rules decide alone.

use super::blocks::{INLINE, Span, ends_sentence};
use super::dom::{Document, NodeId};
use super::form;
use crate::format::{Block, BlockRole};
use crate::text::{nfc, squeeze};
use std::collections::HashSet;
use trafilatura::options::HtmlDateMode;
use trafilatura::{Options, TrafilaturaError, extract_document};

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
pub(super) fn vote(mut page: Document, blocks: &mut Vec<Block>, spans: &[Span], notes: &mut Vec<String>) {
    name_paragraphs(&mut page);
    state_facts(&mut page);
    let text = match extracted(page, blocks, spans) {
        Ok(text) => text,
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

/// The story that the crate finds. To compare it with what other methods find, the crate writes the page out, parses it
/// again and looks for two more stories, which takes half of its time. So it does that only if its own story is not about
/// as long as the one by the form of the page.
fn extracted(page: Document, blocks: &[Block], spans: &[Span]) -> Result<String, TrafilaturaError> {
    let options =
        Options::default().with_fallback(true).with_exclude_comments(true).with_html_date_mode(HtmlDateMode::Disabled);
    let alone = extract_document(page.clone_document(), &options.clone().with_fallback(false));
    if let Ok(story) = alone
        && is_certain(&story.content_text, blocks, spans)
    {
        return Ok(story.content_text);
    }
    extract_document(page, &options).map(|result| result.content_text)
}

/// Fewest letters of a story that is certain, and the least share of the letters of the page that are not in links.
const CERTAIN_LETTERS: usize = 250;
const CERTAIN_SHARE: f32 = 0.4;

/// Length of a story that is certain, divided by that of the story by form. With these numbers 8 of 736 development pages
/// have another story than with all methods; a fifth of them need all.
const CERTAIN_RATIO: std::ops::RangeInclusive<f32> = 0.7..=1.4;

fn is_certain(story: &str, blocks: &[Block], spans: &[Span]) -> bool {
    let letters = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).count();
    let mut by_form = blocks.to_vec();
    form::vote(&mut by_form, spans);
    let (mut form, mut prose) = (0, 0);
    for block in by_form {
        let length = letters(&block.text);
        form += if block.vote == Some(true) { length } else { 0 };
        prose += if block.link_share < 0.5 { length } else { 0 };
    }
    let story = letters(story);
    story >= CERTAIN_LETTERS
        && story as f32 >= CERTAIN_SHARE * prose as f32
        && CERTAIN_RATIO.contains(&(story as f32 / form as f32))
}

/// Facts of no meaning, in place of what the page states. The crate looks for them in the whole page if its head has none,
/// and morgue has its own.
const STAND_INS: [(&str, &str, &str); 5] = [
    ("property", "og:title", "Untitled"),
    ("property", "og:site_name", "Unnamed"),
    ("property", "og:url", "https://page.example/"),
    ("property", "og:author", "Not Stated"),
    ("property", "og:article:tag", "untagged"),
];

fn state_facts(page: &mut Document) {
    for node in page.iter(page.root(), &["meta", "link"]) {
        page.remove(node, true);
    }
    let Some(&head) = page.iter(page.root(), &["head"]).first() else { return };
    for (kind, name, value) in STAND_INS {
        let meta = page.create_element("meta");
        page.set_attribute(meta, kind, name);
        page.set_attribute(meta, "content", value);
        page.append_child(head, meta);
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
