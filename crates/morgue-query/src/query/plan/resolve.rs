//! Trees to plans: replaces what was typed with the words, names and values of an archive.

use super::clause::Clause;
use super::exact::Needle;
use super::expr::{Expr, Leaf};
use super::named::Named;
use super::scopes::{is_name, scope_of, word_of};
use super::value::Plan;
use crate::article::{NameKind, without_office};
use crate::query::failure::PlanError;
use crate::query::forms::{self, Dictionary, Family, MAX_FORMS, TextField};
use crate::query::language::{Kind, Node, Pattern, Query, QueryError, Scope, Span, Text, Value, ZoneChoice};
use crate::schema::Schema;
use crate::terms::{Zone, form_term, name_term};
use std::collections::BTreeSet;

/// Resolves a query: `zones` are those of words without a zone of their own.
pub fn resolve(query: &Query, zones: &ZoneChoice, dictionary: &dyn Dictionary) -> Result<Plan, PlanError> {
    let resolver = Resolver { zones, dictionary, excluded: false };
    Ok(Plan { zones: zones.clone(), root: resolver.clause(&query.root)? })
}

#[derive(Clone, Copy)]
struct Resolver<'a> {
    zones: &'a ZoneChoice,
    dictionary: &'a dyn Dictionary,
    /// Under a NOT.
    excluded: bool,
}

type Resolved = Result<Clause, PlanError>;

impl Resolver<'_> {
    fn clause(self, node: &Node) -> Resolved {
        Ok(match &node.kind {
            Kind::All => Clause::All,
            Kind::And(parts) if self.are_words(parts) => Clause::AllWords(self.families(parts, false)?),
            Kind::And(parts) => Clause::And(self.clauses(parts)?),
            Kind::Or(parts) if self.are_words(parts) => Clause::AnyWord(self.families(parts, true)?),
            Kind::Or(parts) => Clause::Or(self.clauses(parts)?),
            Kind::Not(inner) => Clause::Not(Box::new(Self { excluded: true, ..self }.clause(inner)?)),
            Kind::Text(text) => self.text(text, &node.span)?,
            Kind::Near { .. } | Kind::Same { .. } => self.positional(node, None)?,
            Kind::AtLeast { times, part } => self.positional(part, Some(*times))?,
            Kind::Keyword { field, value } => self.keyword(field, value)?,
            Kind::Date(days) => Clause::Days(*days),
            Kind::Number { field, from, to } => Clause::Number { field: (*field).to_owned(), from: *from, to: *to },
            Kind::Zone(zone) => Clause::HasZone(*zone),
            Kind::Boost { part, by } => Clause::Boost { part: Box::new(self.clause(part)?), by: *by },
        })
    }

    fn clauses(self, parts: &[Node]) -> Result<Vec<Clause>, PlanError> {
        parts.iter().map(|part| self.clause(part)).collect()
    }

    /// Whether all parts are words, searched in the whole story.
    fn are_words(self, parts: &[Node]) -> bool {
        *self.zones == ZoneChoice::Story && parts.len() > 1 && parts.iter().all(|part| word_of(part).is_some())
    }

    /// Single words with their forms; with derived words if these may add to a score.
    fn families(self, parts: &[Node], derives: bool) -> Result<Vec<Family>, PlanError> {
        let mut families = Vec::with_capacity(parts.len());
        for (word, inflects) in parts.iter().filter_map(word_of) {
            let mut family = if inflects { forms::family(self.dictionary, word) } else { Family::of(word) };
            if derives && inflects && !self.excluded {
                family.derived = forms::derived(self.dictionary, &family)?;
            }
            families.push(family);
        }
        Ok(families)
    }

    /// One word, or words that follow each other.
    fn text(self, text: &Text, span: &Span) -> Resolved {
        let expr = match (&text.words[..], &text.exact) {
            // A single pattern streams from the dictionary, however many forms it has.
            ([pattern @ (Pattern::Prefix(_) | Pattern::Wildcard(_))], None) if self.is_whole(&text.scope) => {
                Expr::Leaf(Leaf { pattern: Some(pattern.clone()), ..Leaf::default() })
            }
            ([pattern @ Pattern::Fuzzy(..)], None) if self.is_whole(&text.scope) => {
                let mut terms = BTreeSet::new();
                forms::add_forms(self.dictionary, TextField::Story, pattern, MAX_FORMS, &mut terms)?;
                let (pattern, terms) = (Some(pattern.clone()), terms.into_iter().collect());
                Expr::Leaf(Leaf { pattern, terms, ..Leaf::default() })
            }
            _ => self.expr_of(text, span)?,
        };
        Ok(Clause::Text { scope: text.scope.clone(), expr, times: None })
    }

    /// Whether a scope includes every zone of the texts it reads.
    fn is_whole(self, scope: &Scope) -> bool {
        match (scope, self.zones) {
            (Scope::Default, ZoneChoice::Story | ZoneChoice::All) => true,
            (Scope::Zones(zones), _) | (Scope::Default, ZoneChoice::Only(zones)) => {
                zones.iter().all(|zone| *zone == Zone::Margin) || Zone::TEXT.iter().all(|zone| zones.contains(zone))
            }
        }
    }

    /// NEAR and similar operators: an expression with positions in one scope.
    fn positional(self, node: &Node, times: Option<u32>) -> Resolved {
        Ok(Clause::Text { scope: scope_of(node)?.clone(), expr: self.expr(node)?, times })
    }

    fn expr(self, node: &Node) -> Result<Expr, PlanError> {
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
                let error = QueryError::new(node.span.clone(), "NEAR, PRE, SAME and ATLEAST cannot be used with this");
                let takes =
                    "use words, phrases, names (`person:\"Vladimir Putin\"`), or these joined with OR in brackets";
                return Err(error.with_hint(takes).into());
            }
        })
    }

    fn expr_of(self, text: &Text, span: &Span) -> Result<Expr, PlanError> {
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

    /// The terms of the archive that a word means.
    fn leaf(self, pattern: &Pattern, span: &Span) -> Result<Leaf, PlanError> {
        match pattern {
            Pattern::Family(word) => return Ok(Leaf::of(&forms::family(self.dictionary, word))),
            Pattern::Word(word) => return Ok(Leaf::of(&Family::of(word))),
            _ => {}
        }
        let mut terms = BTreeSet::new();
        for part in [TextField::Story, TextField::Margin] {
            if !forms::add_forms(self.dictionary, part, pattern, MAX_FORMS, &mut terms)? {
                return Err(too_many_forms(span).into());
            }
        }
        Ok(Leaf { terms: terms.into_iter().collect(), ..Leaf::default() })
    }

    fn keyword(self, name: &str, value: &Value) -> Resolved {
        // Addresses have no column; an article with one has a domain.
        let has_any = || Clause::HasValue { field: if name == "url" { "domain" } else { name }.to_owned() };
        Ok(match value {
            Value::Any => has_any(),
            Value::None => Clause::Not(Box::new(has_any())),
            Value::Form(form) => Clause::Mention { term: form_term(name, form) },
            Value::Is(_) | Value::StartsWith(_) | Value::Like(_) => {
                let asked = match value {
                    Value::Is(asked) => NameKind::of_field(name).map(|_| asked.clone()),
                    _ => None,
                };
                Clause::Values { field: name.to_owned(), values: self.values_of(name, value)?, asked }
            }
        })
    }

    /// The values of the archive that a value of a field of whole values means.
    fn values_of(self, name: &str, value: &Value) -> Result<Vec<String>, PlanError> {
        let Some(described) = Schema::news().field(name) else { return Ok(Vec::new()) };
        let class = match (NameKind::of_field(name), value) {
            // A nation is a place under another name.
            (Some(NameKind::Nation), Value::Is(asked)) => self.dictionary.names()?.class(NameKind::Place, asked),
            (Some(kind), Value::Is(asked)) => self.dictionary.names()?.class(kind, asked),
            _ => None,
        };
        let found = forms::values(self.dictionary, described, value, class)?;
        // `President Doe` is asked for, and the archive knows her by her name.
        if let (true, Some(NameKind::Person), Value::Is(asked)) = (found.is_empty(), NameKind::of_field(name), value)
            && without_office(asked) != asked
        {
            return self.values_of(name, &Value::Is(without_office(asked).to_owned()));
        }
        Ok(found)
    }

    /// Mentions of a name, if words are required.
    fn named(self, name: &str, value: &Value, span: &Span) -> Result<Expr, PlanError> {
        let terms = match value {
            Value::Form(form) => vec![form_term(name, form)],
            _ => self.values_of(name, value)?.iter().map(|known| name_term(name, known)).collect(),
        };
        if terms.len() > MAX_FORMS {
            return Err(too_many_forms(span).into());
        }
        Ok(Expr::Named(Named { terms }))
    }
}

/// Exact characters: the index proposes, the stored text decides if necessary.
fn exact(typed: &str, span: &Span) -> Result<Expr, PlanError> {
    let Some(needle) = Needle::of(typed) else {
        return Err(QueryError::new(span.clone(), "missing word after `=`: this has no letters or digits").into());
    };
    let leaf = |terms: &Vec<String>| Expr::Leaf(Leaf { terms: terms.clone(), ..Leaf::default() });
    let mut words: Vec<Expr> = needle.terms.iter().map(leaf).collect();
    let inner = if words.len() == 1 { words.remove(0) } else { Expr::Sequence(words) };
    Ok(if needle.decisive { inner } else { Expr::Exact(Box::new(inner), needle) })
}

/// The error for a pattern with too many words.
fn too_many_forms(span: &Span) -> QueryError {
    QueryError::new(span.clone(), format!("this pattern matches more than {MAX_FORMS} words of the archive")).with_hint(
        "write more of its letters; only outside phrases, zones and NEAR may a pattern match any number of words",
    )
}
