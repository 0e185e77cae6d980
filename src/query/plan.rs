//! Trees to plans: what the index is asked, and what of a text will be marked. A plan answers for one searcher.

use super::ast::{Kind, Node, Pattern, Query, Scope, Span, Text, Value};
use super::bag::BagQuery;
use super::days::articles_of;
use super::english::is_english;
use super::error::QueryError;
use super::every::EveryQuery;
use super::expand::{MAX_FORMS, Terms, too_many_forms};
use super::expr::{Expr, Leaf};
use super::family::{Family, FamilyQuery};
use super::named::{AskedName, Named};
use super::patterns::PatternQuery;
use super::plan_parts::{any_of, basic, exact, family_of, filter, is_name, leaf_of, scope_of, without, word, word_of};
use super::positional::{PositionalQuery, ReadText};
use super::spans::{Located, Matches, TextWords};
use super::values;
use crate::article::{NameKind, Names};
use crate::schema::{Fields, Schema, Zone, ZonedText, form_term, name_term};
use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;
use tantivy::Searcher;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, PhraseQuery,
    Query as EngineQuery, RangeQuery, TermSetQuery,
};
use tantivy::schema::Field;

/// Where words without a zone of their own are looked for.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum ZoneChoice {
    /// Title, deck, lead, body and captions.
    #[default]
    Story,
    /// The story and the margin.
    All,
    Only(Vec<Zone>),
}

/// Why a query cannot be answered.
#[derive(Debug, thiserror::Error)]
pub enum PlanError {
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error("index engine: {0}")]
    Engine(#[from] tantivy::TantivyError),
}

/// A query ready to be run.
#[derive(Debug)]
pub struct Plan {
    pub query: Box<dyn EngineQuery>,
    /// The words that are looked for in the whole story, each once, in the order they were typed: what a text is ranked by.
    pub words: Vec<Family>,
    /// Names that are asked for, and what they stand for.
    pub names: Vec<AskedName>,
    /// What is marked in the texts that were found: everything asked for, nothing excluded.
    marks: Vec<Located>,
}

impl Plan {
    /// A plan that marks nothing.
    pub fn of(query: Box<dyn EngineQuery>) -> Self {
        Self { query, words: Vec::new(), names: Vec::new(), marks: Vec::new() }
    }

    /// Whether anything is marked.
    pub fn marks_anything(&self) -> bool {
        !self.marks.is_empty()
    }

    /// Whether names are marked, so that a text is needed with those in it.
    pub fn marks_names(&self) -> bool {
        self.marks.iter().any(|located| !located.expr.names().is_empty())
    }

    /// Where the query's words stand in a zoned text of a language.
    pub fn matches(&self, zoned: &ZonedText, language: Option<&str>) -> Matches {
        if self.marks.is_empty() {
            return Matches::default();
        }
        TextWords::of(zoned, is_english(language), &self.marks).matches()
    }
}

/// What a query is planned for.
#[derive(Clone, Copy)]
pub struct Ground<'a> {
    pub searcher: &'a Searcher,
    pub fields: Fields,
    pub zones: &'a ZoneChoice,
    /// How a stored text is read, where characters must stand as typed.
    pub stored: ReadText,
    /// Names that are taken for one.
    pub names: &'a Names,
}

/// Plans a query for a searcher.
pub fn plan(query: &Query, ground: Ground<'_>) -> Result<Plan, PlanError> {
    let Ground { searcher, fields, zones, stored, names } = ground;
    let terms = Terms { searcher, field: fields.text };
    let (words, asked, marks) = (Vec::new(), Vec::new(), Vec::new());
    let mut planner = Planner { searcher, fields, zones, stored, names, terms, words, asked, marks, excluded: false };
    let lowered = planner.lower(&query.root)?;
    Ok(Plan { query: lowered, words: planner.words, names: planner.asked, marks: planner.marks })
}

struct Planner<'a> {
    searcher: &'a Searcher,
    fields: Fields,
    zones: &'a ZoneChoice,
    stored: ReadText,
    names: &'a Names,
    terms: Terms<'a>,
    words: Vec<Family>,
    asked: Vec<AskedName>,
    marks: Vec<Located>,
    /// Under a NOT.
    excluded: bool,
}

type Lowered = Result<Box<dyn EngineQuery>, PlanError>;

impl Planner<'_> {
    fn lower(&mut self, node: &Node) -> Lowered {
        match &node.kind {
            Kind::All => Ok(Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0))),
            Kind::And(parts) if self.is_bag(parts) => self.every(parts),
            Kind::And(parts) => self.all(parts),
            Kind::Or(parts) if self.is_bag(parts) => self.bag(parts),
            Kind::Or(parts) => {
                let parts = parts.iter().map(|part| self.lower(part)).collect::<Result<Vec<_>, _>>()?;
                Ok(Box::new(BooleanQuery::union(parts)))
            }
            Kind::Not(inner) => Ok(without(vec![self.exclude(inner)?])),
            Kind::Text(text) => self.text(text, &node.span),
            Kind::Near { .. } | Kind::Same { .. } => self.positional(node, 1),
            Kind::AtLeast { times, part } => self.positional(part, *times),
            Kind::Keyword { field, value } => self.keyword(field, value),
            Kind::Date(days) => Ok(filter(articles_of(self.fields.day, *days))),
            Kind::Number { field, from, to } => {
                let field = self.engine_field(field)?;
                let end = |value: u64| Bound::Included(Term::from_field_u64(field, value));
                Ok(filter(Box::new(RangeQuery::new(end(*from), end(*to)))))
            }
            Kind::Zone(zone) => Ok(filter(self.has_zone(*zone))),
            Kind::Boost { part, by } => Ok(Box::new(BoostQuery::new(self.lower(part)?, *by as f32 / 1000.0))),
        }
    }

    /// All parts; exclusions are taken from what the others find.
    fn all(&mut self, parts: &[Node]) -> Lowered {
        let mut clauses: Vec<(Occur, Box<dyn EngineQuery>)> = Vec::new();
        for part in parts {
            match &part.kind {
                Kind::Not(inner) => clauses.push((Occur::MustNot, self.exclude(inner)?)),
                _ => clauses.push((Occur::Must, self.lower(part)?)),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            return Ok(without(clauses.into_iter().map(|(_, query)| query).collect()));
        }
        Ok(Box::new(BooleanQuery::new(clauses)))
    }

    fn exclude(&mut self, node: &Node) -> Lowered {
        let outer = std::mem::replace(&mut self.excluded, true);
        let lowered = self.lower(node);
        self.excluded = outer;
        lowered
    }

    /// Whether parts are words alone, all of them looked for in the whole story.
    fn is_bag(&self, parts: &[Node]) -> bool {
        let stories = *self.zones == ZoneChoice::Story;
        stories && parts.len() > 1 && parts.iter().all(|part| word_of(part).is_some())
    }

    /// Words alone, with their forms; with the words made from them where they may add to a score.
    fn families(&mut self, parts: &[Node], derives: bool) -> Result<Vec<Family>, PlanError> {
        let mut families = Vec::with_capacity(parts.len());
        for (word, inflects) in parts.iter().filter_map(word_of) {
            let mut family = if inflects { self.terms.family(word) } else { Family::of(word) };
            self.mark(Located { expr: Expr::Leaf(leaf_of(&family)), zones: self.zones_of(&Scope::Default) });
            if derives && inflects && !self.excluded {
                family.derived = self.terms.derived(&family)?;
            }
            self.note_word(&family);
            families.push(family);
        }
        Ok(families)
    }

    /// Any of several words, scored together.
    fn bag(&mut self, parts: &[Node]) -> Lowered {
        let (field, families) = (self.fields.text, self.families(parts, true)?);
        if families.iter().all(|family| family.inflected.is_empty() && family.derived.is_empty()) {
            return Ok(any_of(families.iter().map(|family| word(field, &family.word)).collect()));
        }
        Ok(Box::new(BagQuery { field, families }))
    }

    /// All of several words.
    fn every(&mut self, parts: &[Node]) -> Lowered {
        let (field, families) = (self.fields.text, self.families(parts, false)?);
        if families.iter().all(|family| family.inflected.is_empty()) {
            let words = families.iter().map(|family| word(field, &family.word));
            return Ok(Box::new(BooleanQuery::intersection(words.collect())));
        }
        Ok(Box::new(EveryQuery { field, families }))
    }

    /// One word, or words that stand together.
    fn text(&mut self, text: &Text, span: &Span) -> Lowered {
        let in_fields = self.places(&text.scope);
        let whole = in_fields.iter().all(|(_, zones)| zones.is_none());
        let expr = match (&text.words[..], &text.exact) {
            // A lone pattern streams from the dictionary, however many forms it has.
            ([pattern @ (Pattern::Prefix(_) | Pattern::Wildcard(_))], None) if whole => {
                Expr::Leaf(Leaf { pattern: Some(pattern.clone()), ..Leaf::default() })
            }
            ([pattern @ Pattern::Fuzzy(..)], None) if whole => {
                let mut terms = BTreeSet::new();
                self.terms.add_forms(pattern, MAX_FORMS, &mut terms)?;
                Expr::Leaf(Leaf { terms: terms.into_iter().collect(), ..Leaf::default() })
            }
            _ => self.expr_of(text, span)?,
        };
        let whole_story = text.scope == Scope::Default && !matches!(self.zones, ZoneChoice::Only(_));
        if let (true, None, [Pattern::Family(_) | Pattern::Word(_)], Expr::Leaf(leaf)) =
            (whole_story, &text.exact, &text.words[..], &expr)
        {
            self.note_word(&family_of(leaf));
        }
        let located = Located { expr, zones: self.zones_of(&text.scope) };
        let mut places = Vec::new();
        for (field, zones) in in_fields {
            places.push(match (&text.words[..], &located.expr, &zones) {
                ([Pattern::Family(_) | Pattern::Word(_)], Expr::Leaf(leaf), None) => self.word(field, leaf),
                ([pattern @ (Pattern::Prefix(_) | Pattern::Wildcard(_) | Pattern::Fuzzy(..))], Expr::Leaf(_), None) => {
                    Box::new(PatternQuery { field, pattern: pattern.clone() })
                }
                _ => self.positions(field, located.expr.clone(), zones, 1),
            });
        }
        self.mark(located);
        Ok(any_of(places))
    }

    fn word(&self, field: Field, leaf: &Leaf) -> Box<dyn EngineQuery> {
        let family = family_of(leaf);
        if family.inflected.is_empty() {
            return word(field, &family.word);
        }
        Box::new(FamilyQuery { field, family })
    }

    /// A word that texts are ranked by.
    fn note_word(&mut self, family: &Family) {
        let known = self.words.iter().any(|known| known.word == family.word);
        if !self.excluded && !known {
            self.words.push(family.clone());
        }
    }

    fn mark(&mut self, located: Located) {
        if !self.excluded {
            self.marks.push(located);
        }
    }

    /// NEAR and its like: an expression of places in one scope.
    fn positional(&mut self, node: &Node, times: u32) -> Lowered {
        let scope = scope_of(node)?.clone();
        let expr = self.expr(node)?;
        let located = Located { expr: expr.clone(), zones: self.zones_of(&scope) };
        let places = self
            .places(&scope)
            .into_iter()
            .map(|(field, zones)| self.positions(field, expr.clone(), zones, times))
            .collect();
        self.mark(located);
        Ok(any_of(places))
    }

    fn positions(&self, field: Field, expr: Expr, zones: Option<Vec<Zone>>, times: u32) -> Box<dyn EngineQuery> {
        // The engine's own phrase is right where nothing may stand between words of one form each; its check of how an
        // exclusion asks it is too strict.
        if let (false, None, 1, Some(words)) = (self.excluded, &zones, times, expr.plain_phrase()) {
            return Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(field, word)).collect()));
        }
        let stored = (self.fields, self.stored);
        Box::new(PositionalQuery { field, located: Arc::new(Located { expr, zones }), times, stored })
    }

    fn expr(&self, node: &Node) -> Result<Expr, PlanError> {
        let pair =
            |left: &Node, right: &Node| Ok::<_, PlanError>((Box::new(self.expr(left)?), Box::new(self.expr(right)?)));
        Ok(match &node.kind {
            Kind::Text(text) => self.expr_of(text, &node.span)?,
            Kind::Boost { part, .. } => self.expr(part)?,
            Kind::Or(parts) => Expr::Any(parts.iter().map(|part| self.expr(part)).collect::<Result<_, _>>()?),
            Kind::Near { left, right, within, ordered } => {
                let (left, right) = pair(left, right)?;
                Expr::Near { left, right, within: *within, ordered: *ordered }
            }
            Kind::Same { left, right, unit } => {
                let (left, right) = pair(left, right)?;
                Expr::Same { left, right, unit: *unit }
            }
            Kind::Keyword { field, value } if is_name(field, value) => self.named(field, value, &node.span)?,
            _ => {
                let error = QueryError::new(node.span.clone(), "this cannot stand beside NEAR, PRE, SAME or ATLEAST");
                let takes =
                    "they take words, phrases, names (`person:\"Vladimir Putin\"`), and these joined by OR in brackets";
                return Err(error.with_hint(takes).into());
            }
        })
    }

    fn expr_of(&self, text: &Text, span: &Span) -> Result<Expr, PlanError> {
        if let Some(typed) = &text.exact {
            return exact(typed, span);
        }
        let mut parts = Vec::with_capacity(text.words.len());
        for pattern in &text.words {
            parts.push(Expr::Leaf(self.leaf(pattern, span)?));
        }
        Ok(match (parts.len(), text.slack) {
            (1, _) => parts.remove(0),
            (_, Some(slack)) => Expr::Window(parts, slack),
            (_, None) => Expr::Sequence(parts),
        })
    }

    /// The terms of the index that a word stands for.
    fn leaf(&self, pattern: &Pattern, span: &Span) -> Result<Leaf, PlanError> {
        if let Pattern::Family(word) = pattern {
            return Ok(leaf_of(&self.terms.family(word)));
        }
        let mut terms = BTreeSet::new();
        for field in [self.fields.text, self.fields.margin] {
            let within = Terms { field, ..self.terms }.add_forms(pattern, MAX_FORMS, &mut terms)?;
            if !within {
                return Err(too_many_forms(span).into());
            }
        }
        Ok(Leaf { terms: terms.into_iter().collect(), ..Leaf::default() })
    }

    /// The fields to look in, each with the zones that count there.
    fn places(&self, scope: &Scope) -> Vec<(Field, Option<Vec<Zone>>)> {
        let (text, margin) = (self.fields.text, self.fields.margin);
        match scope {
            Scope::Default => match self.zones {
                ZoneChoice::Story => vec![(text, None)],
                ZoneChoice::All => vec![(text, None), (margin, None)],
                ZoneChoice::Only(zones) => self.split(zones),
            },
            Scope::Zones(zones) => self.split(zones),
        }
    }

    fn split(&self, zones: &[Zone]) -> Vec<(Field, Option<Vec<Zone>>)> {
        let inside: Vec<Zone> = zones.iter().copied().filter(|zone| *zone != Zone::Margin).collect();
        let mut places = Vec::new();
        if !inside.is_empty() {
            let whole = Zone::TEXT.iter().all(|zone| inside.contains(zone));
            places.push((self.fields.text, (!whole).then_some(inside)));
        }
        if zones.contains(&Zone::Margin) {
            places.push((self.fields.margin, None));
        }
        places
    }

    fn zones_of(&self, scope: &Scope) -> Option<Vec<Zone>> {
        match (scope, self.zones) {
            (Scope::Zones(zones), _) | (Scope::Default, ZoneChoice::Only(zones)) => Some(zones.clone()),
            (Scope::Default, ZoneChoice::Story) => Some(Zone::TEXT.to_vec()),
            (Scope::Default, ZoneChoice::All) => None,
        }
    }

    fn keyword(&mut self, name: &str, value: &Value) -> Lowered {
        let field = self.engine_field(name)?;
        // Addresses have no column; an article with one has a domain.
        let column = if name == "url" { "domain" } else { name };
        let has_any = || -> Box<dyn EngineQuery> { Box::new(ExistsQuery::new(column.to_owned(), false)) };
        match value {
            Value::Any => return Ok(filter(has_any())),
            Value::None => return Ok(without(vec![has_any()])),
            Value::Form(form) => {
                let named = Named { terms: vec![form_term(name, form)] };
                let term = Term::from_field_text(self.fields.mention, &named.terms[0]);
                self.mark(Located { expr: Expr::Named(named), zones: None });
                return Ok(filter(basic(term)));
            }
            Value::Is(_) | Value::StartsWith(_) | Value::Like(_) => {}
        }
        let names = self.values_of(name, value)?;
        if let Some(kind) = NameKind::of_field(name) {
            let terms: Vec<String> = names.iter().take(MAX_FORMS).map(|known| name_term(name, known)).collect();
            self.mark(Located { expr: Expr::Named(Named { terms }), zones: None });
            if let Value::Is(asked) = value {
                self.asked.push(AskedName { kind, asked: asked.clone(), names: names.clone() });
            }
        }
        let terms = names.iter().map(|known| Term::from_field_text(field, known));
        Ok(match names.len() {
            0 => Box::new(EmptyQuery),
            1..=8 => filter(Box::new(BooleanQuery::union(terms.map(basic).collect()))),
            _ => filter(Box::new(TermSetQuery::new(terms))),
        })
    }

    /// The values of the index that a value of a field of whole values means.
    fn values_of(&self, name: &str, value: &Value) -> Result<Vec<String>, PlanError> {
        let Some(described) = Schema::news().field(name) else { return Ok(Vec::new()) };
        let class = match (NameKind::of_field(name), value) {
            // A nation is a place that is named otherwise.
            (Some(NameKind::Nation), Value::Is(asked)) => self.names.class(NameKind::Place, asked),
            (Some(kind), Value::Is(asked)) => self.names.class(kind, asked),
            _ => None,
        };
        let terms = values::terms(self.searcher, described, self.engine_field(name)?, value, class)?;
        Ok(terms.iter().filter_map(|term| term.value().as_str().map(str::to_owned)).collect())
    }

    /// Mentions of a name, where words are asked for.
    fn named(&self, name: &str, value: &Value, span: &Span) -> Result<Expr, PlanError> {
        let terms = match value {
            Value::Form(form) => vec![form_term(name, form)],
            _ => self.values_of(name, value)?.iter().map(|known| name_term(name, known)).collect(),
        };
        if terms.len() > MAX_FORMS {
            return Err(too_many_forms(span).into());
        }
        Ok(Expr::Named(Named { terms }))
    }

    /// Articles with anything in a zone; the body includes the lead.
    fn has_zone(&self, zone: Zone) -> Box<dyn EngineQuery> {
        let field = if zone == Zone::Margin { self.fields.margin } else { self.fields.text };
        let zones = if zone == Zone::Body { vec![Zone::Lead, Zone::Body] } else { vec![zone] };
        let starts = zones.into_iter().map(|zone| basic(Term::from_field_text(field, zone.marker().term())));
        any_of(starts.collect())
    }

    fn engine_field(&self, name: &str) -> Result<Field, PlanError> {
        Ok(self.searcher.schema().get_field(name)?)
    }
}
