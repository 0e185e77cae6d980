//! Posting lists of an expression in one segment: the documents that have all of its words, and where it occurs in one.

use super::language::LanguageTest;
use super::positional_zones::{Markers, ZoneTest, seek_to};
use crate::query::{self, Expr, Language, Outline, Unit};
use crate::terms::{CONTINUED, Marker, Zone, positions_of};
use std::sync::Arc;
use tantivy::postings::{Postings, SegmentPostings};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{DocId, DocSet, InvertedIndexReader, SegmentReader, TERMINATED, Term};

/// Opens posting lists of one field in one segment.
pub struct Opener {
    pub field: Field,
    pub inverted: Arc<InvertedIndexReader>,
    pub languages: Arc<LanguageTest>,
    pub mention: Field,
    /// Names occur only in the story.
    pub mentions: Option<Arc<InvertedIndexReader>>,
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
    pub fn cursor(&self, expr: &Expr) -> tantivy::Result<Option<Cursor>> {
        let how = match expr {
            Expr::Leaf(leaf) => {
                let mut lists = Vec::new();
                for (term, only) in leaf.each_term() {
                    let list = self.postings(term)?;
                    lists.extend(list.map(|list| TermList { list, positions: positions_of(term), only }));
                }
                let leaf = Cursor::Leaf { lists, languages: self.languages.clone() };
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

    pub fn zones(&self, zones: Option<&[Zone]>, reader: &SegmentReader) -> tantivy::Result<ZoneTest> {
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

pub enum How {
    Sequence,
    Window(u32),
    Near { within: u32, ordered: bool },
    Same(Markers),
}

/// The list of one term.
pub struct TermList {
    list: SegmentPostings,
    /// Positions that the term covers.
    positions: u32,
    /// The language in which it counts, if it counts only there.
    only: Option<Language>,
}

/// A cursor over the documents in which an expression may occur.
pub enum Cursor {
    /// Lists of the terms of one word.
    Leaf {
        lists: Vec<TermList>,
        languages: Arc<LanguageTest>,
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
    pub fn doc(&self) -> DocId {
        match self {
            Cursor::Leaf { lists, .. } => lists.iter().map(|one| one.list.doc()).min().unwrap_or(TERMINATED),
            Cursor::Named { lists, .. } => lists.iter().map(DocSet::doc).min().unwrap_or(TERMINATED),
            Cursor::Any(parts) => parts.iter().map(Cursor::doc).min().unwrap_or(TERMINATED),
            Cursor::All { doc, .. } => *doc,
        }
    }

    /// Moves to the first document at or after `target`.
    pub fn seek(&mut self, target: DocId) -> DocId {
        match self {
            Cursor::Leaf { lists, .. } => {
                for one in lists.iter_mut().filter(|one| one.list.doc() < target) {
                    one.list.seek(target);
                }
            }
            Cursor::Named { lists, .. } => {
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
    pub fn most(&self) -> u32 {
        match self {
            Cursor::Leaf { lists, .. } => lists.iter().fold(0, |sum: u32, one| sum.saturating_add(one.list.doc_freq())),
            Cursor::Named { lists, .. } => lists.iter().fold(0, |sum: u32, list| sum.saturating_add(list.doc_freq())),
            Cursor::Any(parts) => parts.iter().fold(0, |sum: u32, part| sum.saturating_add(part.most())),
            Cursor::All { parts, .. } => parts.iter().map(Cursor::most).min().unwrap_or(0),
        }
    }

    /// Ranges in the document `doc`, of pairs in a unit the first `most`; empty if the cursor is elsewhere.
    pub fn places(&mut self, doc: DocId, most: usize) -> Vec<Outline> {
        if self.doc() != doc {
            return Vec::new();
        }
        match self {
            Cursor::Leaf { lists, languages } => {
                let (mut positions, mut places) = (Vec::new(), Vec::new());
                for TermList { list, positions: length, only } in lists.iter_mut() {
                    if list.doc() == doc && only.is_none_or(|language| languages.holds(doc, language)) {
                        list.positions_with_offset(0, &mut positions);
                        places.extend(positions.iter().map(|&at| Outline::spanning(at, at + *length - 1)));
                    }
                }
                if lists.len() > 1 {
                    places.sort_unstable();
                    places.dedup();
                }
                places
            }
            Cursor::Named { lists, further } => named_places(lists, further.as_deref_mut(), doc),
            Cursor::Any(parts) => query::any(parts.iter_mut().map(|part| part.places(doc, most)).collect()),
            Cursor::All { parts, how, .. } => {
                let mut lists = Vec::with_capacity(parts.len());
                for part in parts.iter_mut() {
                    let places = part.places(doc, usize::MAX);
                    if places.is_empty() {
                        return Vec::new();
                    }
                    lists.push(places);
                }
                match how {
                    How::Sequence => query::sequence(&lists),
                    How::Window(slack) => query::window(&lists, *slack),
                    How::Near { within, ordered } => query::near(&lists[0], &lists[1], *within, *ordered),
                    How::Same(markers) => query::same(&lists[0], &lists[1], &markers.boundaries(doc), most),
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
