//! What became of a record, on its way to the writer, and what settling duplicates needs to know of an article.

use super::sketch::{Sketch, TextMarks};
use super::spill::Packed;
use crate::article::{Article, ArticleKey, StoryLines, canonical_url};
use crate::format::FormatError;
use crate::index::NewsDocument;
use crate::source::Skip;

/// What became of one record, on its way to the writer.
pub enum Prepared {
    Article {
        facts: Box<Facts>,
        made: Made,
    },
    Spiked {
        locator: String,
        error: FormatError,
    },
    /// A skipped member of a container.
    Skipped(Skip),
    /// Something about a record, for the report.
    Noted(String),
}

impl Prepared {
    pub fn locator(&self) -> Option<&str> {
        match self {
            Prepared::Article { facts, .. } => Some(&facts.locator),
            Prepared::Spiked { locator, .. } => Some(locator),
            Prepared::Skipped(_) | Prepared::Noted(_) => None,
        }
    }
}

/// An article on its way.
pub enum Made {
    /// For the index.
    Document(Box<NewsDocument>),
    /// For the second pass.
    Packed(Packed),
}

/// The time of a summary: before that of any whole story.
pub const SUMMARY: i64 = i64::MIN;

/// What settling duplicates needs to know of an article; its text is in the document.
pub struct Facts {
    pub key: ArticleKey,
    pub locator: String,
    /// Of two captures the later is kept: by the stated time of the last change, else of publication, then by the time
    /// of capture, in seconds since 1970. A summary ranks after all whole stories.
    pub time: (i64, u32),
    /// blake3 of the record's bytes: equal bytes are one article.
    pub content: u64,
    /// Hash of title and story.
    pub text: u64,
    /// Hash of the words of the story, before lines are moved; 0 for a short one.
    pub words: u64,
    /// Hash of the title, never 0; 0 for a summary, which is no version of its article.
    pub title: u32,
    /// The same of its deck, story and captions, before lines are moved.
    pub rest: u32,
    pub sketch: Sketch,
    pub canonical_url: Option<String>,
    /// Hash of the canonical URL; 0 if there is none.
    pub url: u64,
    /// The lines of its story, in a run that learns.
    pub lines: StoryLines,
}

impl Facts {
    pub fn of(article: &Article, bytes: &ContentHash) -> Self {
        let stated = article.modified.as_ref().or(article.published.as_ref()).map(|found| found.value.seconds);
        let stated = if article.partial { SUMMARY } else { stated.unwrap_or(SUMMARY + 1) };
        let captured = article.captured.map_or(0, |captured| u32::try_from(captured.seconds).unwrap_or(0));
        let content = bytes.with(article);
        let text = text_hash(article);
        let canonical_url = article.url.as_ref().and_then(|found| canonical_url(&found.value));
        let url = canonical_url.as_ref().map_or(0, |url| hash64(&[url.as_bytes()]).max(1));
        let [title, rest] = if article.partial { [0, 0] } else { version_hashes(article) };
        let TextMarks { sketch, words } = TextMarks::of(&article.zones.story);
        Self {
            key: article.key.clone(),
            locator: article.locator.clone(),
            time: (stated, captured),
            content,
            text,
            words,
            title,
            rest,
            sketch,
            canonical_url,
            url,
            lines: StoryLines::default(),
        }
    }
}

/// Of the title, and of deck, story and captions: captures with the same two are one version.
fn version_hashes(article: &Article) -> [u32; 2] {
    let zones = &article.zones;
    let texts = [&zones.deck, &zones.story].into_iter().chain(&zones.captions).map(String::as_bytes);
    let rest: Vec<&[u8]> = texts.collect();
    [hash64(&[zones.title.as_bytes()]), hash64(&rest)].map(|hash| (hash as u32).max(1))
}

/// Of what is indexed of an article.
pub fn text_hash(article: &Article) -> u64 {
    hash64(&[article.zones.title.as_bytes(), article.zones.story.as_bytes()])
}

/// The hash of a record's bytes, ready for the titles of its articles: those that share a record are told apart by them.
/// The bytes are read once, however many articles there are.
pub struct ContentHash(blake3::Hasher);

impl ContentHash {
    pub fn of(bytes: &[u8]) -> Self {
        let mut hasher = blake3::Hasher::new();
        add_part(&mut hasher, bytes);
        Self(hasher)
    }

    pub fn of_record(&self) -> [u8; 32] {
        self.0.finalize().into()
    }

    pub fn with(&self, article: &Article) -> u64 {
        self.with_title(&article.zones.title)
    }

    /// The same for its title.
    pub fn with_title(&self, title: &str) -> u64 {
        let mut hasher = self.0.clone();
        add_part(&mut hasher, title.as_bytes());
        short(&hasher)
    }
}

fn add_part(hasher: &mut blake3::Hasher, part: &[u8]) {
    hasher.update(&(part.len() as u64).to_le_bytes());
    hasher.update(part);
}

fn short(hasher: &blake3::Hasher) -> u64 {
    hasher.finalize().as_bytes()[..8].iter().fold(0, |bits, &byte| bits << 8 | u64::from(byte))
}

pub fn hash64(parts: &[&[u8]]) -> u64 {
    let mut hasher = blake3::Hasher::new();
    parts.iter().for_each(|part| add_part(&mut hasher, part));
    short(&hasher)
}
