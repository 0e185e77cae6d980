//! One article that was found: its metadata, its texts and the passage that shows why. The contract of every output
//! format; `index_schema/hit.schema.json` describes it.

use crate::article::{Aside, Entity, Published, Record, Zones, correction_notes};
use crate::passages::{Excerpted, KwicLine, Passage};
use crate::stories::Story;
use crate::text::hex;
use sha2::{Digest, Sha256};
use std::ops::Range;
use std::sync::{Arc, OnceLock};

/// One article.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Position in the list, from 1.
    pub rank: u64,
    pub key: String,
    /// BM25; only in a search by relevance.
    pub score: Option<f32>,
    pub zones: Zones,
    pub outlet: Option<String>,
    pub domain: Option<String>,
    pub authors: Vec<String>,
    pub published: Option<Published>,
    pub section: Option<String>,
    pub language: Option<String>,
    /// Name of the source.
    pub source: String,
    /// Locator of the article inside its source.
    pub path: String,
    pub words: u64,
    pub person: Vec<String>,
    pub org: Vec<String>,
    pub place: Vec<String>,
    pub nation: Vec<String>,
    pub record: Record,
    /// Zones that contain a match, in their order in an article.
    pub matched_zones: Vec<&'static str>,
    /// Matches in all zones that were read; adjacent words are one.
    pub matches: u64,
    /// The best passage.
    pub passage: Passage,
    /// Passages in reading order, including the best one, as many as requested.
    pub passages: Vec<Passage>,
    /// If a concordance was requested: every match in its context.
    pub lines: Vec<KwicLine>,
    /// Bytes of the title that matched.
    pub title_marks: Vec<Range<usize>>,
    /// Its story, if it has copies.
    pub story: Option<Arc<Story>>,
    /// The digest of the text, if requested.
    digest: OnceLock<String>,
}

/// What the columns of an archive hold for a hit.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    pub key: String,
    pub score: Option<f32>,
    pub outlet: Option<String>,
    pub domain: Option<String>,
    pub authors: Vec<String>,
    pub section: Option<String>,
    pub language: Option<String>,
    pub source: String,
    pub path: String,
    pub words: u64,
}

impl Hit {
    /// A hit without a position in a list.
    pub fn of(facts: Facts, zones: Zones, record: Record, shown: Excerpted) -> Self {
        let Facts { key, score, outlet, domain, authors, section, language, source, path, words } = facts;
        let Excerpted { passage, passages, lines, title_marks, matched_zones, matches } = shown;
        let names = |found: &[Entity]| found.iter().map(|entity| entity.name.clone()).collect();
        Self {
            rank: 0,
            key,
            score,
            outlet,
            domain,
            authors,
            published: record.published,
            section,
            language,
            source,
            path,
            words,
            person: names(&record.entities.person),
            org: names(&record.entities.org),
            place: names(&record.entities.place),
            nation: names(&record.entities.nation),
            zones,
            record,
            matched_zones,
            matches,
            passage,
            passages,
            lines,
            title_marks,
            story: None,
            digest: OnceLock::new(),
        }
    }

    /// What the columns of an archive hold for it, without a score.
    pub fn facts(&self) -> Facts {
        Facts {
            key: self.key.clone(),
            score: None,
            outlet: self.outlet.clone(),
            domain: self.domain.clone(),
            authors: self.authors.clone(),
            section: self.section.clone(),
            language: self.language.clone(),
            source: self.source.clone(),
            path: self.path.clone(),
            words: self.words,
        }
    }

    pub fn margin(&self) -> &[Aside] {
        &self.record.margin
    }

    /// What the newsroom says was corrected or changed after the article was published.
    pub fn corrections(&self) -> Vec<String> {
        correction_notes(&self.zones, self.margin())
    }

    /// SHA-256 of the article's text, in hexadecimal: title, deck, story and captions, each followed by a NUL. Two
    /// articles with the same text have the same digest, whatever their metadata say.
    pub fn text_digest(&self) -> &str {
        self.digest.get_or_init(|| self.digest())
    }

    fn digest(&self) -> String {
        let mut digest = Sha256::new();
        let texts = [&self.zones.title, &self.zones.deck, &self.zones.story];
        for text in texts.into_iter().chain(&self.zones.captions) {
            digest.update(text);
            digest.update([0]);
        }
        hex(&digest.finalize())
    }
}
