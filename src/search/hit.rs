//! One article that was found: its metadata, its texts and the passage that shows why. The contract of every output
//! format; `index_schema/hit.schema.json` describes it.

use super::SearchError;
use super::certificate::hex;
use super::context::KwicLine;
use super::passage::{Excerpted, Excerpts, excerpt};
use super::rank::Ranked;
use crate::article::{Aside, Published, Zones};
use crate::index::{Generation, IndexError, Record, StoredArticle};
use crate::query::Plan;
use serde::Serialize;
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

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
    /// The digest of the text, when it was asked for.
    pub(super) digest: OnceLock<String>,
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
        hex(digest)
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
    outlet: Texts,
    domain: Texts,
    author: Texts,
    section: Texts,
    language: Texts,
    root: Texts,
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
        let columns = &mut self.columns[ranked.address.segment_ord as usize];
        let mut stored: StoredArticle = generation.searcher.doc(ranked.address).map_err(&wrong)?;
        let fields = generation.fields;
        let record: Record =
            serde_json::from_str(&stored.take(fields.record)).map_err(|error| IndexError::Damaged {
                path: generation.folder.clone(),
                detail: format!("the record of an article: {error}"),
            })?;
        let zones = stored.take_zones(fields);
        let doc = ranked.address.doc_id;
        let language = columns.language.first(doc);
        let shown =
            plan.map(|(plan, wanted)| excerpt(&zones, &record, language.as_deref(), plan, wanted)).unwrap_or_default();
        let Excerpted { passage, passages, lines, title_marks, matched_zones, matches } = shown;
        let names = |found: &[crate::article::Entity]| found.iter().map(|entity| entity.name.clone()).collect();
        Ok(Hit {
            rank: 0,
            key: stored.take(fields.key),
            score: ranked.score,
            outlet: columns.outlet.first(doc),
            domain: columns.domain.first(doc),
            authors: columns.author.values(doc),
            published: record.published,
            section: columns.section.first(doc),
            language,
            source: columns.root.first(doc).unwrap_or_default(),
            path: stored.take(fields.path),
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
            digest: OnceLock::new(),
        })
    }
}

/// A column of texts, of which the last ones met are kept: most articles share outlets and authors with others.
struct Texts {
    column: Option<StrColumn>,
    known: HashMap<u64, String>,
}

/// Texts of a column that are kept.
const MOST_KEPT: usize = 1_000;

impl Texts {
    fn values(&mut self, doc: DocId) -> Vec<String> {
        let Some(column) = &self.column else { return Vec::new() };
        let known = &mut self.known;
        let text = |number| {
            if let Some(text) = known.get(&number) {
                return Some(text.clone());
            }
            let mut text = String::new();
            column.ord_to_str(number, &mut text).ok()?.then_some(())?;
            if known.len() >= MOST_KEPT {
                known.clear();
            }
            known.insert(number, text.clone());
            Some(text)
        };
        column.term_ords(doc).filter_map(text).collect()
    }

    fn first(&mut self, doc: DocId) -> Option<String> {
        self.values(doc).into_iter().next()
    }
}

fn open_columns(generation: &Generation) -> tantivy::Result<Vec<Columns>> {
    let open = |reader: &tantivy::SegmentReader| {
        let fast = reader.fast_fields();
        let texts =
            |name: &str| Ok::<_, tantivy::TantivyError>(Texts { column: fast.str(name)?, known: HashMap::new() });
        Ok(Columns {
            outlet: texts("outlet")?,
            domain: texts("domain")?,
            author: texts("author")?,
            section: texts("section")?,
            language: texts("language")?,
            root: texts("root")?,
            words: fast.u64("words")?,
        })
    };
    generation.searcher.segment_readers().iter().map(open).collect()
}
