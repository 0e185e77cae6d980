//! One article that was found: its metadata, its texts and the passage that shows why. The contract of every output
//! format; `index_schema/hit.schema.json` describes it.

use super::SearchError;
use super::context::KwicLine;
use super::passage::{Excerpted, Excerpts, excerpt};
use super::rank::Ranked;
use crate::article::{Aside, Published, Zones};
use crate::index::{Generation, IndexError, Record, stored_zones};
use crate::query::Plan;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::ops::Range;
use tantivy::columnar::StrColumn;
use tantivy::schema::document::Value;
use tantivy::{DocId, TantivyDocument};

/// One article.
#[derive(Debug, Clone, PartialEq)]
pub struct Hit {
    /// Place in the list, from 1.
    pub rank: u64,
    pub key: String,
    /// BM25; only of a search by relevance.
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
    /// Place of the article inside its source.
    pub path: String,
    pub words: u64,
    pub person: Vec<String>,
    pub org: Vec<String>,
    pub place: Vec<String>,
    pub nation: Vec<String>,
    pub record: Record,
    /// Zones that hold a match, in the order in which they stand in an article.
    pub matched_zones: Vec<&'static str>,
    /// Matches in all zones that were read; words that stand together are one.
    pub matches: u64,
    /// The best passage.
    pub passage: Passage,
    /// Passages in reading order, the best among them, as many as were asked for.
    pub passages: Vec<Passage>,
    /// Where a concordance was asked for: every match in its context.
    pub lines: Vec<KwicLine>,
    /// Bytes of the title that matched.
    pub title_marks: Vec<Range<usize>>,
}

/// A piece of an article around what matched.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Passage {
    pub text: String,
    /// Bytes of `text` that matched.
    #[serde(skip)]
    pub marks: Vec<Range<usize>>,
}

impl Hit {
    pub fn margin(&self) -> &[Aside] {
        &self.record.margin
    }

    /// SHA-256 of the article's text, in hexadecimal: title, deck, story and captions, each with a NUL behind it. Two
    /// articles with the same text have the same digest, whatever their metadata say.
    pub fn text_digest(&self) -> String {
        let mut digest = Sha256::new();
        let texts = [&self.zones.title, &self.zones.deck, &self.zones.story];
        for text in texts.into_iter().chain(&self.zones.captions) {
            digest.update(text);
            digest.update([0]);
        }
        digest.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }
}

/// Reads articles of one generation.
pub struct HitReader<'g> {
    generation: &'g Generation,
    /// By segment.
    columns: Vec<Columns>,
}

/// Columns of one segment, opened when they are first read.
struct Columns {
    outlet: Option<StrColumn>,
    domain: Option<StrColumn>,
    author: Option<StrColumn>,
    section: Option<StrColumn>,
    language: Option<StrColumn>,
    path: Option<StrColumn>,
    root: Option<StrColumn>,
    words: tantivy::columnar::Column<u64>,
}

impl<'g> HitReader<'g> {
    pub fn new(generation: &'g Generation) -> Self {
        Self { generation, columns: Vec::new() }
    }

    pub fn generation(&self) -> &'g Generation {
        self.generation
    }

    /// Reads one match; with a plan, also where it matches.
    pub fn read(&mut self, ranked: &Ranked, plan: Option<(&Plan, Excerpts)>) -> Result<Hit, SearchError> {
        let generation = self.generation;
        let wrong = SearchError::engine(generation);
        if self.columns.is_empty() {
            self.columns = open_columns(generation).map_err(&wrong)?;
        }
        let columns = &self.columns[ranked.address.segment_ord as usize];
        let document: TantivyDocument = generation.searcher.doc(ranked.address).map_err(&wrong)?;
        let fields = generation.fields;
        let text = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
        let record: Record = serde_json::from_str(text(fields.record)).map_err(|error| IndexError::Damaged {
            path: generation.folder.clone(),
            detail: format!("the record of an article: {error}"),
        })?;
        let zones = stored_zones(&document, fields);
        let doc = ranked.address.doc_id;
        let language = first(columns.language.as_ref(), doc);
        let shown =
            plan.map(|(plan, wanted)| excerpt(&zones, &record, language.as_deref(), plan, wanted)).unwrap_or_default();
        let Excerpted { passage, passages, lines, title_marks, matched_zones, matches } = shown;
        let names = |found: &[crate::article::Entity]| found.iter().map(|entity| entity.name.clone()).collect();
        Ok(Hit {
            rank: 0,
            key: text(fields.key).to_owned(),
            score: ranked.score,
            outlet: first(columns.outlet.as_ref(), doc),
            domain: first(columns.domain.as_ref(), doc),
            authors: values(columns.author.as_ref(), doc),
            published: record.published,
            section: first(columns.section.as_ref(), doc),
            language,
            source: first(columns.root.as_ref(), doc).unwrap_or_default(),
            path: first(columns.path.as_ref(), doc).unwrap_or_default(),
            words: columns.words.first(doc).unwrap_or(0),
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
        })
    }
}

fn open_columns(generation: &Generation) -> tantivy::Result<Vec<Columns>> {
    let open = |reader: &tantivy::SegmentReader| {
        let fast = reader.fast_fields();
        Ok(Columns {
            outlet: fast.str("outlet")?,
            domain: fast.str("domain")?,
            author: fast.str("author")?,
            section: fast.str("section")?,
            language: fast.str("language")?,
            path: fast.str("path")?,
            root: fast.str("root")?,
            words: fast.u64("words")?,
        })
    };
    generation.searcher.segment_readers().iter().map(open).collect()
}

fn values(column: Option<&StrColumn>, doc: DocId) -> Vec<String> {
    let Some(column) = column else { return Vec::new() };
    let text = |number| {
        let mut text = String::new();
        column.ord_to_str(number, &mut text).ok()?.then_some(text)
    };
    column.term_ords(doc).filter_map(text).collect()
}

fn first(column: Option<&StrColumn>, doc: DocId) -> Option<String> {
    values(column, doc).into_iter().next()
}
