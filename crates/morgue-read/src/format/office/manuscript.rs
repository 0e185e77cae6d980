//! Paragraphs of an office document (Word, OpenDocument, RTF) to a draft: the title by style, by heading, or by the
//! properties if the text confirms them. Properties alone are never trusted: they name templates, typists and the file,
//! and their dates are those of the file.

use crate::article::Origin;
use crate::format::reason::Reason;
use crate::format::{Block, BlockRole, Candidate, Draft, DraftKind, FormatError, Layout, MetaField};
use crate::source::budget::OFFICE_PARAGRAPHS;
use crate::text::{nfc, squeeze, words_of};

/// One paragraph of the document, unchanged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Paragraph {
    /// Forced line breaks in it are `\n`.
    pub text: String,
    pub role: BlockRole,
    /// Whether its style is the one for the document's title.
    pub is_title: bool,
    /// Names of the bookmarks that start after the end of the previous paragraph and before the end of this one.
    pub bookmarks: Vec<String>,
}

impl Default for Paragraph {
    fn default() -> Self {
        Self { text: String::new(), role: BlockRole::Paragraph, is_title: false, bookmarks: Vec::new() }
    }
}

pub(super) fn too_many() -> FormatError {
    FormatError::new(Reason::TooLarge, format!("the document has more than {OFFICE_PARAGRAPHS} paragraphs"))
}

/// What a document states about itself outside its text.
#[derive(Debug, Default)]
pub(crate) struct Properties {
    pub title: String,
    pub author: String,
}

/// The title or the author's name is within this many paragraphs.
const HEAD: usize = 12;

/// Fewest words of a paragraph that is story and ends the head.
const STORY_WORDS: usize = 20;

/// The draft of a document's paragraphs; `kind` names the format in origins.
pub(super) fn draft(kind: &'static str, paragraphs: &[Paragraph], properties: &Properties) -> Draft {
    let mut blocks = Vec::with_capacity(paragraphs.len());
    let (mut titles, mut headings) = (Vec::new(), Vec::new());
    let mut head_ended = false;
    for paragraph in paragraphs {
        let text = nfc(&paragraph.text);
        let lines = text.lines().map(squeeze).filter(|line| line.chars().any(char::is_alphanumeric));
        for (nth, line) in lines.enumerate() {
            if nth == 0 && paragraph.is_title && blocks.len() < HEAD {
                titles.push(line.clone());
            }
            head_ended |= words_of(&line) >= STORY_WORDS;
            if let (BlockRole::Heading(level), false) = (paragraph.role, head_ended) {
                headings.push((level, line.clone()));
            }
            let layout = Layout { indent: 0, after_blank: nth == 0 };
            blocks.push(Block { role: paragraph.role, layout, ..Block::paragraph(line) });
        }
    }
    let mut candidates: Vec<Candidate> = Vec::new();
    let mut offer = |field, value: String, place| {
        candidates.push(Candidate { field, value, origin: Origin::of(kind, place) });
    };
    let heading = headings.into_iter().min_by_key(|(level, _)| *level).map(|(_, text)| text);
    let stated = confirmed(&blocks, &properties.title, |block, title| block == title);
    match titles.into_iter().next() {
        Some(title) => offer(MetaField::Title, title, "title-style"),
        None => match (stated, heading) {
            (Some(at), _) => offer(MetaField::Title, blocks[at].text.clone(), "properties"),
            (None, Some(heading)) => offer(MetaField::Title, heading, "heading"),
            (None, None) => {}
        },
    }
    let author = properties.author.trim();
    if confirmed(&blocks, author, |block, author| block.contains(author)).is_some() {
        offer(MetaField::Byline, author.to_owned(), "properties");
    }
    Draft {
        kind: DraftKind::RawText,
        blocks,
        candidates,
        story_origin: Origin::fixed(kind),
        partial: false,
        notes: Vec::new(),
    }
}

/// The block of the head that confirms what the properties state; only letters and digits are compared.
fn confirmed(blocks: &[Block], stated: &str, confirms: fn(&str, &str) -> bool) -> Option<usize> {
    let plain = |text: &str| crate::text::fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let stated = plain(stated);
    let head = blocks.iter().take(HEAD).take_while(|block| block.text.len() < 400);
    let mut bearing = head.enumerate().filter(|(_, block)| confirms(&plain(&block.text), &stated));
    (stated.chars().count() > 4).then(|| bearing.next().map(|(at, _)| at)).flatten()
}
