//! Plans to the engine's queries.

use super::all_of::AllOfQuery;
use super::any_of::AnyOfQuery;
use super::copies::{CopiesByDoc, CopiesQuery, CopiesTest};
use super::days::articles_of;
use super::family::FamilyQuery;
use super::fields::Fields;
use super::parts::{any_of, basic, filter, without, word};
use super::patterns::PatternQuery;
use super::positional::PositionalQuery;
use super::salience::SalienceQuery;
use crate::article::NameKind;
use crate::query::{Cancel, Clause, Expr, Family, Leaf, Located, Plan, Scope, ZoneChoice};
use crate::terms::{Zone, name_term};
use std::ops::Bound;
use std::sync::Arc;
use tantivy::Term;
use tantivy::query::{
    AllQuery, BooleanQuery, BoostQuery, ConstScoreQuery, EmptyQuery, ExistsQuery, Occur, PhraseQuery,
    Query as EngineQuery, RangeQuery, TermSetQuery,
};
use tantivy::schema::Field;

type Lowered = Box<dyn EngineQuery>;

/// Most names of a request whose mentions are counted.
const MOST_SALIENT: usize = 64;

/// The engine's query of a plan. The fields that a plan names are those of the schema, which all have a handle; one
/// without a handle finds nothing.
pub fn lower(plan: &Plan, fields: Fields, copies: Option<&Arc<CopiesByDoc>>, cancel: &Cancel) -> Lowered {
    Lowering { fields, zones: &plan.zones, copies, cancel, excluded: false }.clause(&plan.root)
}

/// The engine's query of a plan whose matches are excluded from those of others.
pub fn lower_excluded(plan: &Plan, fields: Fields, copies: Option<&Arc<CopiesByDoc>>, cancel: &Cancel) -> Lowered {
    Lowering { fields, zones: &plan.zones, copies, cancel, excluded: true }.clause(&plan.root)
}

#[derive(Clone, Copy)]
struct Lowering<'a> {
    fields: Fields,
    zones: &'a ZoneChoice,
    /// Only if the plan needs them.
    copies: Option<&'a Arc<CopiesByDoc>>,
    cancel: &'a Cancel,
    /// Under a NOT.
    excluded: bool,
}

impl Lowering<'_> {
    fn clause(self, clause: &Clause) -> Lowered {
        match clause {
            Clause::All => Box::new(ConstScoreQuery::new(Box::new(AllQuery), 0.0)),
            Clause::And(parts) => self.all(parts),
            Clause::Or(parts) => Box::new(BooleanQuery::union(parts.iter().map(|part| self.clause(part)).collect())),
            Clause::Not(part) => without(vec![self.exclude(part)]),
            Clause::AnyWord(families) => self.any_word(families),
            Clause::AllWords(families) => self.all_words(families),
            Clause::Text { scope, expr, times } => self.text(scope, expr, *times),
            Clause::Values { field, values, asked } => self.names(field, values, asked.is_some()),
            Clause::HasValue { field } => filter(Box::new(ExistsQuery::new(field.clone(), false))),
            Clause::Mention { term } => filter(basic(Term::from_field_text(self.fields.mention, term))),
            Clause::Days(days) => filter(articles_of(self.fields.day, *days)),
            Clause::Number { field, from, to } if field == "copies" => self.by_copies(CopiesTest::Copies(*from, *to)),
            Clause::Number { field, from, to } if field == "original" => self.original(*from, *to),
            Clause::Number { field, from, to } => {
                let Some(field) = self.fields.named(field) else { return Box::new(EmptyQuery) };
                let end = |value: &u64| Bound::Included(Term::from_field_u64(field, *value));
                filter(Box::new(RangeQuery::new(end(from), end(to))))
            }
            Clause::HasZone(zone) => filter(self.has_zone(*zone)),
            Clause::Boost { part, by } => Box::new(BoostQuery::new(self.clause(part), *by as f32 / 1000.0)),
        }
    }

    /// All parts; exclusions are removed from what the others find.
    fn all(self, parts: &[Clause]) -> Lowered {
        let mut clauses: Vec<(Occur, Lowered)> = Vec::new();
        for part in parts {
            match part {
                Clause::Not(inner) => clauses.push((Occur::MustNot, self.exclude(inner))),
                _ => clauses.push((Occur::Must, self.clause(part))),
            }
        }
        if clauses.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            return without(clauses.into_iter().map(|(_, query)| query).collect());
        }
        Box::new(BooleanQuery::new(clauses))
    }

    fn by_copies(self, test: CopiesTest) -> Lowered {
        let copies = self.copies.cloned().unwrap_or_default();
        filter(Box::new(CopiesQuery { copies, test }))
    }

    /// 1 for the first article of a story, 0 for its copies.
    fn original(self, from: u64, to: u64) -> Lowered {
        match (from == 0, to >= 1) {
            (true, true) => filter(Box::new(AllQuery)),
            (true, false) => self.by_copies(CopiesTest::Original(false)),
            (false, true) if from == 1 => self.by_copies(CopiesTest::Original(true)),
            _ => Box::new(EmptyQuery),
        }
    }

    fn exclude(self, clause: &Clause) -> Lowered {
        Self { excluded: true, ..self }.clause(clause)
    }

    fn any_word(self, families: &[Family]) -> Lowered {
        let field = self.fields.text;
        if *self.zones != ZoneChoice::Story {
            return Box::new(BooleanQuery::union(families.iter().map(|family| self.family_anywhere(family)).collect()));
        }
        if families.iter().all(|family| family.is_alone() && family.derived.is_empty()) {
            return any_of(families.iter().map(|family| word(field, &family.word)).collect());
        }
        Box::new(AnyOfQuery { field, families: families.to_vec(), cancel: self.cancel.clone() })
    }

    fn all_words(self, families: &[Family]) -> Lowered {
        let field = self.fields.text;
        if *self.zones != ZoneChoice::Story {
            let words = families.iter().map(|family| self.family_anywhere(family));
            return Box::new(BooleanQuery::intersection(words.collect()));
        }
        if families.iter().all(Family::is_alone) {
            let words = families.iter().map(|family| word(field, &family.word));
            return Box::new(BooleanQuery::intersection(words.collect()));
        }
        Box::new(AllOfQuery { field, families: families.to_vec(), cancel: self.cancel.clone() })
    }

    fn family_anywhere(self, family: &Family) -> Lowered {
        self.text(&Scope::Default, &Expr::Leaf(Leaf::of(family)), None)
    }

    /// An expression in each of the fields that its scope reads.
    fn text(self, scope: &Scope, expr: &Expr, times: Option<u32>) -> Lowered {
        let places = self.places(scope);
        if let Some(times) = times.filter(|_| places.len() > 1) {
            // Occurrences count together, wherever they are.
            return self.occurrences(places, expr, times);
        }
        let places = places.into_iter().map(|(field, zones)| match (expr, &zones, times) {
            (Expr::Leaf(leaf), None, None) if leaf.is_one_word() => self.word(field, leaf),
            _ => self.positions(field, expr, zones, times.unwrap_or(1)),
        });
        any_of(places.collect())
    }

    /// A word of a text, in any zone.
    fn word(self, field: Field, leaf: &Leaf) -> Lowered {
        if let Some(pattern) = &leaf.pattern {
            return Box::new(PatternQuery { field, pattern: pattern.clone(), cancel: self.cancel.clone() });
        }
        let family = leaf.family();
        if family.is_alone() {
            return word(field, &family.word);
        }
        Box::new(FamilyQuery { field, family, cancel: self.cancel.clone() })
    }

    fn positions(self, field: Field, expr: &Expr, zones: Option<Vec<Zone>>, times: u32) -> Lowered {
        // The engine's own phrase is right if nothing may come between words with one form each; its check of how an
        // exclusion calls it is too strict.
        if let (false, None, 1, Some(words)) = (self.excluded, &zones, times, expr.plain_phrase()) {
            return Box::new(PhraseQuery::new(words.iter().map(|word| Term::from_field_text(field, word)).collect()));
        }
        self.occurrences(vec![(field, zones)], expr, times)
    }

    /// Documents in which an expression occurs at least `times` times in some fields together.
    fn occurrences(self, places: Vec<(Field, Option<Vec<Zone>>)>, expr: &Expr, times: u32) -> Lowered {
        let located = |(field, zones)| (field, Arc::new(Located { expr: expr.clone(), zones }));
        let parts = places.into_iter().map(located).collect();
        Box::new(PositionalQuery { parts, times, fields: self.fields, cancel: self.cancel.clone() })
    }

    /// The fields to search, each with its zones.
    fn places(self, scope: &Scope) -> Vec<(Field, Option<Vec<Zone>>)> {
        match (scope, self.zones) {
            (Scope::Default, ZoneChoice::Story) => vec![(self.fields.text, None)],
            (Scope::Default, ZoneChoice::All) => vec![(self.fields.text, None), (self.fields.margin, None)],
            (Scope::Zones(zones), _) | (Scope::Default, ZoneChoice::Only(zones)) => self.split(zones),
        }
    }

    fn split(self, zones: &[Zone]) -> Vec<(Field, Option<Vec<Zone>>)> {
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

    /// Values of a field; names that were requested are also scored by how much an article is about them.
    fn names(self, field: &str, values: &[String], asked: bool) -> Lowered {
        let found = self.values(field, values);
        if !asked || self.excluded || values.is_empty() || NameKind::of_field(field).is_none() {
            return found;
        }
        let terms = values.iter().take(MOST_SALIENT).map(|value| name_term(field, value)).collect();
        let salience: Lowered = Box::new(SalienceQuery { terms, fields: self.fields });
        Box::new(BooleanQuery::new(vec![(Occur::Must, found), (Occur::Should, salience)]))
    }

    fn values(self, field: &str, values: &[String]) -> Lowered {
        let Some(field) = self.fields.named(field) else { return Box::new(EmptyQuery) };
        let terms = values.iter().map(|value| Term::from_field_text(field, value));
        match values.len() {
            0 => Box::new(EmptyQuery),
            1..=8 => filter(Box::new(BooleanQuery::union(terms.map(basic).collect()))),
            _ => filter(Box::new(TermSetQuery::new(terms))),
        }
    }

    /// Articles with anything in a zone; the body includes the lead.
    fn has_zone(self, zone: Zone) -> Lowered {
        let field = if zone == Zone::Margin { self.fields.margin } else { self.fields.text };
        let zones = if zone == Zone::Body { vec![Zone::Lead, Zone::Body] } else { vec![zone] };
        let starts = zones.into_iter().map(|zone| basic(Term::from_field_text(field, zone.marker().term())));
        any_of(starts.collect())
    }
}
