//! Expressions with positions as an engine query: documents are found by their posting lists and kept only if the
//! positions match, so that the count equals the list.

use super::cursor::{Cursor, Opener};
use super::documents;
use super::fields::Fields;
use super::language::LanguageTest;
use super::positional_zones::ZoneTest;
use super::stored::{StoredPart, stored_text};
use crate::query::{Cancel, Located, Outline, TextWords};
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::{
    Bm25StatisticsProvider, Bm25Weight, EmptyScorer, EnableScoring, Explanation, Query, Scorer, Weight,
};
use tantivy::schema::Field;
use tantivy::store::StoreReader;
use tantivy::{DocId, DocSet, Score, SegmentReader, TERMINATED, Term};

/// Documents in which an expression occurs at least `times` times in some fields together.
#[derive(Debug, Clone)]
pub struct PositionalQuery {
    /// The fields, each with the expression and its zones there.
    pub parts: Vec<(Field, Arc<Located>)>,
    pub times: u32,
    pub fields: Fields,
    pub cancel: Cancel,
}

/// Documents between two checks whether the search was cancelled.
const CHECKED: u32 = 1_000;

/// Blocks of the store kept in memory while texts are compared.
const STORE_BLOCKS: usize = 4;

/// Places that are looked for in a document beyond those it needs: more hardly change a score.
const ENOUGH: usize = 256;

impl Query for PositionalQuery {
    fn weight(&self, scoring: EnableScoring<'_>) -> tantivy::Result<Box<dyn Weight>> {
        let bm25 = match scoring {
            EnableScoring::Enabled { statistics_provider, .. } => {
                let weights = self.parts.iter().map(|(field, located)| weight_of(*field, located, statistics_provider));
                weights.collect::<tantivy::Result<_>>()?
            }
            EnableScoring::Disabled { .. } => vec![None; self.parts.len()],
        };
        Ok(Box::new(PositionalWeight { query: self.clone(), bm25 }))
    }
}

/// The weight of the commonest forms of an expression's words in a field.
fn weight_of(
    field: Field,
    located: &Located,
    statistics: &dyn Bm25StatisticsProvider,
) -> tantivy::Result<Option<Bm25Weight>> {
    let mut terms = Vec::new();
    for leaf in located.expr.leaves() {
        let mut commonest: Option<(u64, Term)> = None;
        for term in leaf.each_term().map(|(term, _)| Term::from_field_text(field, term)) {
            let frequency = statistics.doc_freq(&term)?;
            if commonest.as_ref().is_none_or(|(most, _)| frequency > *most) {
                commonest = Some((frequency, term));
            }
        }
        terms.extend(commonest.map(|(_, term)| term));
    }
    if terms.is_empty() { Ok(None) } else { Bm25Weight::for_terms(statistics, &terms).map(Some) }
}

struct PositionalWeight {
    query: PositionalQuery,
    /// One for each field.
    bm25: Vec<Option<Bm25Weight>>,
}

impl Weight for PositionalWeight {
    fn scorer(&self, reader: &SegmentReader, boost: Score) -> tantivy::Result<Box<dyn Scorer>> {
        let languages = Arc::new(LanguageTest::of(reader)?);
        let mut parts = Vec::new();
        for ((field, located), bm25) in self.query.parts.iter().zip(&self.bm25) {
            let bm25 = bm25.as_ref().map(|bm25| bm25.boost_by(boost));
            parts.extend(FieldPlaces::open(&self.query, *field, located, reader, &languages, bm25)?);
        }
        if parts.is_empty() {
            return Ok(Box::new(EmptyScorer));
        }
        let (times, cancel) = (self.query.times.max(1), self.query.cancel.clone());
        let mut scorer = PositionalScorer { parts, times, cancel, seen: 0 };
        scorer.settle();
        Ok(Box::new(scorer))
    }

    fn explain(&self, reader: &SegmentReader, doc: DocId) -> tantivy::Result<Explanation> {
        documents::explained(self, reader, doc, "places of the expression")
    }
}

/// Where an expression occurs in one field.
struct FieldPlaces {
    root: Cursor,
    zones: ZoneTest,
    bm25: Option<Bm25Weight>,
    norms: FieldNormReader,
    /// Ranges in the current document.
    places: Vec<Outline>,
    /// If the index alone cannot decide.
    texts: Option<Texts>,
}

impl FieldPlaces {
    /// `None` if no document of the segment can match.
    fn open(
        query: &PositionalQuery,
        field: Field,
        located: &Arc<Located>,
        reader: &SegmentReader,
        languages: &Arc<LanguageTest>,
        bm25: Option<Bm25Weight>,
    ) -> tantivy::Result<Option<Self>> {
        let fields = query.fields;
        let inverted = reader.inverted_index(field)?;
        let mentions = if field == fields.text { Some(reader.inverted_index(fields.mention)?) } else { None };
        let opener = Opener { field, inverted, languages: languages.clone(), mention: fields.mention, mentions };
        let Some(root) = opener.cursor(&located.expr)? else { return Ok(None) };
        Ok(Some(Self {
            root,
            zones: opener.zones(located.zones.as_deref(), reader)?,
            bm25,
            norms: reader.get_fieldnorms_reader(field)?,
            places: Vec::new(),
            texts: Texts::of(field, located, fields, reader, languages)?,
        }))
    }

    /// Finds the places in a document; returns how many there are, or at least `most`.
    fn find(&mut self, doc: DocId, most: usize) -> usize {
        let most = if matches!(self.zones, ZoneTest::Everywhere) { most } else { usize::MAX };
        self.places = self.root.places(doc, most);
        if !self.places.is_empty() {
            self.zones.keep(doc, &mut self.places);
        }
        match &self.texts {
            Some(texts) if !self.places.is_empty() => texts.count(doc),
            _ => self.places.len(),
        }
    }

    fn score(&self, doc: DocId) -> Score {
        let times = u32::try_from(self.places.len()).unwrap_or(u32::MAX);
        match &self.bm25 {
            _ if times == 0 => 0.0,
            Some(bm25) => bm25.score(self.norms.fieldnorm_id(doc), times),
            None => 1.0,
        }
    }
}

struct PositionalScorer {
    parts: Vec<FieldPlaces>,
    times: u32,
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
    languages: Arc<LanguageTest>,
}

impl Texts {
    fn count(&self, doc: DocId) -> usize {
        // What cannot be read is damage, which is recorded and becomes the outcome of the search.
        let Ok(zoned) = stored_text(&self.store, doc, self.fields, self.part) else { return 0 };
        TextWords::of(&zoned, self.languages.language_of(doc), std::slice::from_ref(self.located.as_ref())).count()
    }
}

impl Texts {
    fn of(
        field: Field,
        located: &Arc<Located>,
        fields: Fields,
        reader: &SegmentReader,
        languages: &Arc<LanguageTest>,
    ) -> tantivy::Result<Option<Self>> {
        if !located.expr.needs_text() {
            return Ok(None);
        }
        let part = match field == fields.margin {
            true => StoredPart::Margin,
            false if located.expr.names().is_empty() => StoredPart::Story,
            false => StoredPart::NamedStory,
        };
        let store = reader.get_store_reader(STORE_BLOCKS)?;
        Ok(Some(Self { store, fields, part, located: located.clone(), languages: languages.clone() }))
    }
}

impl PositionalScorer {
    /// Moves all fields to the first document at or after `target`.
    fn seek_parts(&mut self, target: DocId) {
        for part in self.parts.iter_mut().filter(|part| part.root.doc() < target) {
            part.root.seek(target);
        }
    }

    /// Moves on to a document in which the expression occurs often enough.
    fn settle(&mut self) -> DocId {
        let most = ENOUGH.max(self.times as usize);
        loop {
            let doc = self.doc();
            if doc == TERMINATED {
                return doc;
            }
            self.seen += 1;
            if self.seen.is_multiple_of(CHECKED) && self.cancel.is_cancelled() {
                self.seek_parts(TERMINATED);
                return TERMINATED;
            }
            let found: u64 = self.parts.iter_mut().map(|part| part.find(doc, most) as u64).sum();
            if found >= u64::from(self.times) {
                return doc;
            }
            self.seek_parts(doc + 1);
        }
    }
}

impl DocSet for PositionalScorer {
    fn advance(&mut self) -> DocId {
        let doc = self.doc();
        if doc == TERMINATED {
            return doc;
        }
        self.seek_parts(doc + 1);
        self.settle()
    }

    fn seek(&mut self, target: DocId) -> DocId {
        if self.doc() >= target {
            return self.doc();
        }
        self.seek_parts(target);
        self.settle()
    }

    fn doc(&self) -> DocId {
        self.parts.iter().map(|part| part.root.doc()).min().unwrap_or(TERMINATED)
    }

    fn size_hint(&self) -> u32 {
        self.parts.iter().fold(0, |sum, part| sum.saturating_add(part.root.most()))
    }

    /// Reading positions costs about ten times as much as a term's documents.
    fn cost(&self) -> u64 {
        u64::from(self.size_hint()) * 10
    }
}

impl Scorer for PositionalScorer {
    fn score(&mut self) -> Score {
        let doc = self.doc();
        self.parts.iter().map(|part| part.score(doc)).sum()
    }
}
