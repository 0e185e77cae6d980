//! Expressions with positions as an engine query: documents are found by their posting lists and kept only if the
//! positions match, so that the count equals the list.

use super::documents;
use super::english::EnglishTest;
use super::fields::Fields;
use super::positional_zones::{Markers, ZoneTest, seek_to};
use super::stored::{StoredPart, stored_text};
use crate::query::{self, Cancel, Expr, Located, Outline, PositionRange, TextWords, Unit};
use crate::terms::{CONTINUED, Marker, Zone};
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::query::{Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::store::StoreReader;
use tantivy::{DocId, DocSet, InvertedIndexReader, Score, SegmentReader, TERMINATED, Term};

/// Documents in which an expression occurs at least `times` times in one field.
#[derive(Debug, Clone)]
pub struct PositionalQuery {
    pub field: Field,
    pub located: Arc<Located>,
    pub times: u32,
    pub fields: Fields,
    pub cancel: Cancel,
}

/// Documents between two checks whether the search was cancelled.
const CHECKED: u32 = 1_000;

/// Blocks of the store kept in memory while texts are compared.
const STORE_BLOCKS: usize = 4;

impl Query for PositionalQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let mut terms = Vec::new();
                for leaf in self.located.expr.leaves() {
                    let mut commonest: Option<(u64, Term)> = None;
                    for term in
                        leaf.terms.iter().chain(&leaf.inflected).map(|term| Term::from_field_text(self.field, term))
                    {
                        let frequency = statistics_provider.doc_freq(&term)?;
                        if commonest.as_ref().is_none_or(|(most, _)| frequency > *most) {
                            commonest = Some((frequency, term));
                        }
                    }
                    terms.extend(commonest.map(|(_, term)| term));
                }
                if terms.is_empty() { None } else { Some(Bm25Weight::for_terms(statistics_provider, &terms)?) }
            }
            EnableScoring::Disabled { .. } => None,
        };
        Ok(Box::new(PositionalWeight { query: self.clone(), bm25 }))
    }
}

struct PositionalWeight {
    query: PositionalQuery,
    bm25: Option<Bm25Weight>,
}

impl Weight for PositionalWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let field = self.query.field;
        let inverted = reader.inverted_index(field)?;
        let english = Arc::new(EnglishTest::of(reader)?);
        let fields = self.query.fields;
        let mentions = if field == fields.text { Some(reader.inverted_index(fields.mention)?) } else { None };
        let opener = Opener { field, inverted, english: english.clone(), mention: fields.mention, mentions };
        let Some(root) = opener.cursor(&self.query.located.expr)? else { return Ok(Box::new(EmptyScorer)) };
        let mut scorer = PositionalScorer {
            root,
            zones: opener.zones(self.query.located.zones.as_deref(), reader)?,
            times: self.query.times.max(1),
            bm25: self.bm25.as_ref().map(|bm25| bm25.boost_by(boost)),
            norms: reader.get_fieldnorms_reader(field)?,
            places: Vec::new(),
            texts: self.query.texts(reader, english)?,
            cancel: self.query.cancel.clone(),
            seen: 0,
        };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        documents::explained(self, reader, doc, "places of the expression")
    }
}

/// Opens posting lists of one field in one segment.
struct Opener {
    field: Field,
    inverted: Arc<InvertedIndexReader>,
    english: Arc<EnglishTest>,
    mention: Field,
    /// Names occur only in the story.
    mentions: Option<Arc<InvertedIndexReader>>,
}

impl Opener {
    fn mentions(&self, term: &str) -> tantivy::Result<Option<SegmentPostings>> {
        let Some(mentions) = &self.mentions else { return Ok(None) };
        let term = Term::from_field_text(self.mention, term);
        Ok(mentions.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?)
    }

    fn postings(&self, term: &str) -> tantivy::Result<Option<SegmentPostings>> {
        let term = Term::from_field_text(self.field, term);
        Ok(self.inverted.read_postings(&term, IndexRecordOption::WithFreqsAndPositions)?)
    }

    /// `None` if no document of the segment can match.
    fn cursor(&self, expr: &Expr) -> tantivy::Result<Option<Cursor>> {
        let how = match expr {
            Expr::Leaf(leaf) => {
                let mut lists = Vec::new();
                for term in &leaf.terms {
                    lists.extend(self.postings(term)?);
                }
                let everywhere = lists.len();
                for term in &leaf.inflected {
                    lists.extend(self.postings(term)?);
                }
                let english = self.english.clone();
                let leaf = Cursor::Leaf { lists, everywhere, english };
                return Ok(Some(leaf).filter(|cursor| cursor.doc() != TERMINATED));
            }
            Expr::Named(named) => {
                let mut lists = Vec::new();
                for term in &named.terms {
                    lists.extend(self.mentions(term)?);
                }
                let named = Cursor::Named { lists, further: self.mentions(CONTINUED)?.map(Box::new) };
                return Ok(Some(named).filter(|cursor| cursor.doc() != TERMINATED));
            }
            Expr::Exact(inner, _) => return self.cursor(inner),
            Expr::Any(parts) => {
                let mut open = Vec::new();
                for part in parts {
                    open.extend(self.cursor(part)?);
                }
                return Ok((!open.is_empty()).then_some(Cursor::Any(open)));
            }
            Expr::Sequence(_) => How::Sequence,
            Expr::Window(_, slack) => How::Window(*slack),
            Expr::Near { within, ordered, .. } => How::Near { within: *within, ordered: *ordered },
            Expr::Same { unit, .. } => How::Same(Markers(self.markers(*unit)?)),
        };
        let parts: Vec<&Expr> = match expr {
            Expr::Sequence(parts) | Expr::Window(parts, _) => parts.iter().collect(),
            Expr::Near { left, right, .. } | Expr::Same { left, right, .. } => vec![left, right],
            Expr::Leaf(_) | Expr::Named(_) | Expr::Any(_) | Expr::Exact(..) => Vec::new(),
        };
        let mut open = Vec::with_capacity(parts.len());
        for part in parts {
            match self.cursor(part)? {
                Some(cursor) => open.push(cursor),
                None => return Ok(None),
            }
        }
        let mut all = Cursor::All { parts: open, how, doc: 0 };
        all.align(0);
        Ok(Some(all))
    }

    /// Lists of the markers at which a unit starts: a stronger marker implies the weaker ones.
    fn markers(&self, unit: Unit) -> tantivy::Result<Vec<SegmentPostings>> {
        let weaker =
            if unit == Unit::Sentence { vec![Marker::Sentence, Marker::Paragraph] } else { vec![Marker::Paragraph] };
        let zones = Zone::TEXT.into_iter().chain([Zone::Margin]).map(Marker::Zone);
        let mut lists = Vec::new();
        for marker in weaker.into_iter().chain(zones) {
            lists.extend(self.postings(marker.term())?);
        }
        Ok(lists)
    }

    fn zones(&self, zones: Option<&[Zone]>, reader: &SegmentReader) -> tantivy::Result<ZoneTest> {
        let Some(wanted) = zones else { return Ok(ZoneTest::Everywhere) };
        if wanted == [Zone::Title] {
            return Ok(ZoneTest::Title(reader.fast_fields().u64("title_words")?));
        }
        let mut starts = Vec::new();
        for zone in Zone::TEXT.into_iter().chain([Zone::Margin]) {
            if let Some(postings) = self.postings(zone.marker().term())? {
                starts.push((zone, postings));
            }
        }
        Ok(ZoneTest::Starts { wanted: wanted.to_vec(), starts })
    }
}

enum How {
    Sequence,
    Window(u32),
    Near { within: u32, ordered: bool },
    Same(Markers),
}

/// A cursor over the documents in which an expression may occur.
enum Cursor {
    /// Lists of the terms of one word; those after the first `everywhere` count only in English texts.
    Leaf {
        lists: Vec<SegmentPostings>,
        everywhere: usize,
        english: Arc<EnglishTest>,
    },
    /// Lists of the first words of mentions, and of their further words.
    Named {
        lists: Vec<SegmentPostings>,
        further: Option<Box<SegmentPostings>>,
    },
    Any(Vec<Cursor>),
    All {
        parts: Vec<Cursor>,
        how: How,
        doc: DocId,
    },
}

impl Cursor {
    fn doc(&self) -> DocId {
        match self {
            Cursor::Leaf { lists, .. } | Cursor::Named { lists, .. } => {
                lists.iter().map(DocSet::doc).min().unwrap_or(TERMINATED)
            }
            Cursor::Any(parts) => parts.iter().map(Cursor::doc).min().unwrap_or(TERMINATED),
            Cursor::All { doc, .. } => *doc,
        }
    }

    /// Moves to the first document at or after `target`.
    fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Cursor::Leaf { lists, .. } | Cursor::Named { lists, .. } => {
                for list in lists.iter_mut().filter(|list| list.doc() < target) {
                    list.seek(target);
                }
            }
            Cursor::Any(parts) => {
                for part in parts.iter_mut().filter(|part| part.doc() < target) {
                    part.seek(target);
                }
            }
            Cursor::All { doc, .. } if *doc < target => self.align(target),
            Cursor::All { .. } => {}
        }
        self.doc()
    }

    /// Moves all parts of a conjunction to their first common document at or after `target`.
    fn align(&mut self, mut target: DocId) {
        let Cursor::All { parts, doc, .. } = self else { return };
        'next: loop {
            if target >= TERMINATED {
                *doc = TERMINATED;
                return;
            }
            for part in parts.iter_mut() {
                let at = if part.doc() < target { part.seek(target) } else { part.doc() };
                if at > target {
                    target = at;
                    continue 'next;
                }
            }
            *doc = target;
            return;
        }
    }

    /// Upper bound of the number of documents.
    fn most(&self) -> u32 {
        match self {
            Cursor::Leaf { lists, .. } | Cursor::Named { lists, .. } => {
                lists.iter().fold(0, |sum: u32, list| sum.saturating_add(list.doc_freq()))
            }
            Cursor::Any(parts) => parts.iter().fold(0, |sum: u32, part| sum.saturating_add(part.most())),
            Cursor::All { parts, .. } => parts.iter().map(Cursor::most).min().unwrap_or(0),
        }
    }

    /// Ranges in the document `doc`; empty if the cursor is elsewhere.
    fn places(&mut self, doc: DocId) -> Vec<Outline> {
        if self.doc() != doc {
            return Vec::new();
        }
        match self {
            Cursor::Leaf { lists, everywhere, english } => {
                let mut positions = Vec::new();
                let count = if lists.len() == *everywhere || english.holds(doc) { lists.len() } else { *everywhere };
                for list in lists[..count].iter_mut().filter(|list| list.doc() == doc) {
                    list.append_positions_with_offset(0, &mut positions);
                }
                let mut places: Vec<Outline> = positions.into_iter().map(Outline::at).collect();
                if lists.len() > 1 {
                    places.sort_unstable();
                    places.dedup();
                }
                places
            }
            Cursor::Named { lists, further } => named_places(lists, further.as_deref_mut(), doc),
            Cursor::Any(parts) => query::any(parts.iter_mut().map(|part| part.places(doc)).collect()),
            Cursor::All { parts, how, .. } => {
                let mut lists = Vec::with_capacity(parts.len());
                for part in parts.iter_mut() {
                    let places = part.places(doc);
                    if places.is_empty() {
                        return Vec::new();
                    }
                    lists.push(places);
                }
                match how {
                    How::Sequence => query::sequence(&lists),
                    How::Window(slack) => query::window(&lists, *slack),
                    How::Near { within, ordered } => query::near(&lists[0], &lists[1], *within, *ordered),
                    How::Same(markers) => query::same(&lists[0], &lists[1], &markers.boundaries(doc)),
                }
            }
        }
    }
}

/// Ranges of mentions in a document: each from its first word to the last that continues it.
fn named_places(lists: &mut [SegmentPostings], further: Option<&mut SegmentPostings>, doc: DocId) -> Vec<Outline> {
    let (mut starts, mut more) = (Vec::new(), Vec::new());
    for list in lists.iter_mut().filter(|list| list.doc() == doc) {
        list.append_positions_with_offset(0, &mut starts);
    }
    starts.sort_unstable();
    starts.dedup();
    if let Some(further) = further
        && seek_to(further, doc)
    {
        further.positions(&mut more);
    }
    let spans = starts.into_iter().map(|start| {
        let from = more.partition_point(|&position| position <= start);
        let length = (1u32..).zip(&more[from..]).take_while(|(step, position)| start + step == **position).count();
        Outline::spanning(start, start + length as u32)
    });
    spans.collect()
}

struct PositionalScorer {
    root: Cursor,
    zones: ZoneTest,
    times: u32,
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
    /// Ranges in the current document.
    places: Vec<Outline>,
    /// If the index alone cannot decide.
    texts: Option<Texts>,
    cancel: Cancel,
    /// Documents checked.
    seen: u32,
}

/// The stored texts of a segment, read if a query requires exact characters.
struct Texts {
    store: StoreReader,
    fields: Fields,
    part: StoredPart,
    located: Arc<Located>,
    english: Arc<EnglishTest>,
}

impl Texts {
    fn count(&self, doc: DocId) -> usize {
        // What cannot be read is damage, which is recorded and becomes the outcome of the search.
        let Ok(zoned) = stored_text(&self.store, doc, self.fields, self.part) else { return 0 };
        TextWords::of(&zoned, self.english.holds(doc), std::slice::from_ref(self.located.as_ref())).count()
    }
}

impl PositionalQuery {
    fn texts(&self, reader: &SegmentReader, english: Arc<EnglishTest>) -> tantivy::Result<Option<Texts>> {
        if !self.located.expr.needs_text() {
            return Ok(None);
        }
        let fields = self.fields;
        let part = match self.field == fields.margin {
            true => StoredPart::Margin,
            false if self.located.expr.names().is_empty() => StoredPart::Story,
            false => StoredPart::NamedStory,
        };
        let store = reader.get_store_reader(STORE_BLOCKS)?;
        Ok(Some(Texts { store, fields, part, located: self.located.clone(), english }))
    }
}

impl PositionalScorer {
    /// Whether the stored text agrees, if it must be checked.
    fn reads(&self, doc: DocId) -> bool {
        self.texts.as_ref().is_none_or(|texts| texts.count(doc) as u64 >= u64::from(self.times))
    }

    /// Moves on to a document whose positions match.
    fn settle(&mut self) -> DocId {
        loop {
            let doc = self.root.doc();
            if doc == TERMINATED {
                return doc;
            }
            self.seen += 1;
            if self.seen.is_multiple_of(CHECKED) && self.cancel.is_cancelled() {
                return self.root.seek(TERMINATED);
            }
            self.places = self.root.places(doc);
            if !self.places.is_empty() {
                self.zones.keep(doc, &mut self.places);
            }
            if self.places.len() as u64 >= u64::from(self.times) && self.reads(doc) {
                return doc;
            }
            self.root.seek(doc + 1);
        }
    }
}

impl DocSet for PositionalScorer {
    fn advance(&mut self) -> DocId {
        let doc = self.root.doc();
        if doc == TERMINATED {
            return doc;
        }
        self.root.seek(doc + 1);
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.root.doc() >= target {
            return self.root.doc();
        }
        self.root.seek(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.root.doc()
    }

    fn size_hint(&self) -> u32 {
        self.root.most()
    }

    /// Reading positions costs about ten times as much as a term's documents.
    fn cost(&self) -> u64 {
        u64::from(self.root.most()) * 10
    }
}

impl Scorer for PositionalScorer {
    fn score(&mut self) -> Score {
        let times = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        self.bm25.as_ref().map_or(1.0, |bm25| bm25.score(self.norms.fieldnorm_id(self.root.doc()), times))
    }
}
