//! Matches to hits: their columns, their stored texts, and where they match.

use super::newest::Newest;
use super::rank::RankedDocument;
use crate::archive::{Facts, Hit};
use crate::article::Record;
use crate::engine::StoredArticle;
use crate::index::{Generation, IndexError};
use crate::passages::{Excerpts, excerpt};
use crate::query::{ArchiveError, Cancel, Marks};
use std::collections::HashMap;
use std::sync::Arc;
use tantivy::DocId;
use tantivy::columnar::StrColumn;

/// Where the matches come from.
pub enum Matches<'g> {
    Ranked(std::vec::IntoIter<RankedDocument>),
    /// Found while they are read.
    Newest(Box<Newest<'g>>),
}

/// Hits, read on demand.
pub struct HitList<'g> {
    matches: Matches<'g>,
    reader: HitReader<'g>,
    marks: Option<(Marks, Excerpts)>,
    cancel: Cancel,
    rank: u64,
    ended: bool,
}

impl<'g> HitList<'g> {
    /// The hits of matches, starting after a number of skipped ones.
    pub fn of(
        generation: &'g Generation,
        matches: Matches<'g>,
        marks: Option<(Marks, Excerpts)>,
        cancel: &Cancel,
        offset: usize,
    ) -> Self {
        let reader = HitReader::new(generation);
        Self { matches, reader, marks, cancel: cancel.clone(), rank: offset as u64, ended: false }
    }

    fn read(&mut self) -> Result<Option<Hit>, IndexError> {
        let generation = self.reader.generation;
        let marks = self.marks.as_ref().map(|(marks, excerpts)| (marks, *excerpts));
        let ranked = match &mut self.matches {
            Matches::Ranked(ranked) => ranked.next(),
            Matches::Newest(newest) => newest.next().map_err(|error| generation.damaged(error))?,
        };
        ranked.map(|ranked| self.reader.read(&ranked, marks)).transpose()
    }
}

impl Iterator for HitList<'_> {
    type Item = Result<Arc<Hit>, ArchiveError>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.ended {
            return None;
        }
        let generation = self.reader.generation;
        let next = self.cancel.check().and_then(|()| Ok(generation.guarded(|| self.read())?)).transpose();
        // Damage persists: a list that meets it ends there.
        self.ended = !matches!(next, Some(Ok(_)));
        self.rank = self.rank.saturating_add(1);
        let rank = self.rank;
        let placed = |mut hit: Hit| {
            hit.rank = rank;
            Arc::new(hit)
        };
        next.map(|hit| hit.map(placed))
    }
}

/// Reads articles of one generation.
pub struct HitReader<'g> {
    generation: &'g Generation,
    /// By segment.
    columns: Vec<Columns>,
}

/// Columns of one segment, opened on first use.
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

    /// Reads one match; with marks, also where it matches.
    pub fn read(&mut self, ranked: &RankedDocument, marks: Option<(&Marks, Excerpts)>) -> Result<Hit, IndexError> {
        let generation = self.generation;
        let wrong = |error| generation.damaged(error);
        if self.columns.is_empty() {
            self.columns = open_columns(generation).map_err(wrong)?;
        }
        let columns = &mut self.columns[ranked.address.segment_ord as usize];
        let mut stored: StoredArticle = generation.searcher.doc(ranked.address).map_err(wrong)?;
        let fields = generation.fields;
        let record: Record =
            serde_json::from_str(&stored.take(fields.record)).map_err(|error| IndexError::Damaged {
                path: generation.folder.clone(),
                detail: format!("the record of an article: {error}"),
            })?;
        let zones = stored.take_zones(fields);
        let doc = ranked.address.doc_id;
        let language = columns.language.first(doc);
        let shown = marks
            .map(|(marks, wanted)| excerpt(&zones, &record, language.as_deref(), marks, wanted))
            .unwrap_or_default();
        let facts = Facts {
            key: stored.take(fields.key),
            score: ranked.score,
            outlet: columns.outlet.first(doc),
            domain: columns.domain.first(doc),
            authors: columns.author.values(doc),
            section: columns.section.first(doc),
            language,
            source: columns.root.first(doc).unwrap_or_default(),
            path: stored.take(fields.path),
            words: columns.words.first(doc).unwrap_or(0),
        };
        let mut hit = Hit::of(facts, zones, record, shown);
        hit.story = generation.stories()?.of(&hit.key).cloned();
        Ok(hit)
    }
}

/// A text column with its most recent texts: most articles share outlets and authors with others.
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
            root: texts("source")?,
            words: fast.u64("words")?,
        })
    };
    generation.searcher.segment_readers().iter().map(open).collect()
}
