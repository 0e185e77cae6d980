//! Trees to plans: replaces what was typed with the words, names and values of an archive.

use super::clause::Clause;
use super::exact::Needle;
use super::expr::{Expr, Leaf};
use super::named::Named;
use super::scopes::{is_name, scope_of, word_of};
use super::value::Plan;
use crate::article::{NameKind, without_office};
use crate::query::failure::PlanError;
use crate::query::forms::{self, Dictionary, Family, MAX_FORMS, OneWord, TextField};
use crate::query::language::{Kind, Node, Pattern, Query, QueryError, Scope, Span, Text, Value, ZoneChoice};
use crate::schema::Schema;
use crate::terms::{MOST_JOINED, Zone, form_term, keyword_term, name_term, positions_of};
use crate::text::fold_letters;
use std::borrow::Cow;
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
            Kind::And(parts) => self.all(parts)?,
            Kind::Or(parts) if self.are_words(parts) => Clause::AnyWord(self.families(parts, true)?),
            Kind::Or(parts) => Clause::Or(self.clauses(parts)?),
            Kind::Not(inner) => Clause::Not(Box::new(Self { excluded: true, ..self }.clause(inner)?)),
            Kind::Text(text) => self.text(text, &node.span)?,
            Kind::Near { .. } | Kind::Same { .. } => self.positional(node, None)?,
            Kind::AtLeast { times, part } => self.positional(part, Some(*times))?,
            Kind::Keyword { field, value } => self.keyword(field, value)?,
            Kind::Date(days) => Clause::Days(*days),
            Kind::Number { field, from, to } if matches!(*field, "copies" | "original") => {
                // Stories that cannot be read are an error here, and not an answer.
                self.dictionary.story("")?;
                Clause::Number { field: (*field).to_owned(), from: *from, to: *to }
            }
            Kind::Number { field: "changed", from, to } => {
                let keys = |from, to| {
                    let values = self.dictionary.changed(from, to)?;
                    Ok::<_, PlanError>(Clause::Values { field: "key".to_owned(), values, asked: None })
                };
                // Most articles did not change, and are not listed.
                match from {
                    0 => Clause::Not(Box::new(keys(to.saturating_add(1), u64::MAX)?)),
                    _ => keys(*from, *to)?,
                }
            }
            Kind::Number { field, from, to } => Clause::Number { field: (*field).to_owned(), from: *from, to: *to },
            Kind::Zone(zone) => Clause::HasZone(*zone),
            Kind::Boost { part, by } => Clause::Boost { part: Box::new(self.clause(part)?), by: *by },
        })
    }

    fn clauses(self, parts: &[Node]) -> Result<Vec<Clause>, PlanError> {
        parts.iter().map(|part| self.clause(part)).collect()
    }

    /// All parts. Adjacent words that the archive also prints as one word match that word too.
    fn all(self, parts: &[Node]) -> Resolved {
        let (mut found, mut at) = (Vec::new(), 0);
        while at < parts.len() {
            let Some((one, leaf)) = self.one_word(&patterns_from(&parts[at..])) else {
                at += 1;
                continue;
            };
            found.push((at, one, leaf));
            at += one;
        }
        if found.is_empty() {
            return self.all_of(parts);
        }
        let (mut clauses, mut at) = (Vec::new(), 0);
        for (start, length, leaf) in found {
            clauses.extend(self.clauses(&parts[at..start])?);
            at = start + length;
            let one = Clause::Text { scope: Scope::Default, expr: Expr::Leaf(leaf), times: None };
            clauses.push(Clause::Or(vec![self.all_of(&parts[start..at])?, one]));
        }
        clauses.extend(self.clauses(&parts[at..])?);
        Ok(if clauses.len() == 1 { clauses.remove(0) } else { Clause::And(clauses) })
    }

    fn all_of(self, parts: &[Node]) -> Resolved {
        Ok(match self.are_words(parts) {
            true => Clause::AllWords(self.families(parts, false)?),
            false => Clause::And(self.clauses(parts)?),
        })
    }

    /// Whether all parts are words, searched in the whole story, none of which is also printed as two.
    fn are_words(self, parts: &[Node]) -> bool {
        let is_word = |part: &Node| word_of(part).is_some_and(|(_, pattern)| self.two_words(pattern).is_none());
        *self.zones == ZoneChoice::Story && parts.len() > 1 && parts.iter().all(is_word)
    }

    /// Single words with their forms; with derived words if these may add to a score.
    fn families(self, parts: &[Node], derives: bool) -> Result<Vec<Family>, PlanError> {
        let mut families = Vec::with_capacity(parts.len());
        for (_, pattern) in parts.iter().filter_map(word_of) {
            let mut family = self.family(pattern);
            if derives && matches!(pattern, Pattern::Family(_)) && !self.excluded {
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
        let clause = |expr| Clause::Text { scope: text.scope.clone(), expr, times: None };
        Ok(match expr {
            // A word that is also printed as two.
            Expr::Any(ways) => Clause::Or(ways.into_iter().map(clause).collect()),
            expr => clause(expr),
        })
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
        let Some(slack) = text.slack else { return self.phrase(&text.words, span) };
        let mut parts = Vec::with_capacity(text.words.len());
        for pattern in &text.words {
            let mut leaf = self.leaf(pattern, span)?;
            // A window counts single words.
            leaf.written.retain(|term| positions_of(term) == 1);
            leaf.terms.retain(|term| positions_of(term) == 1);
            parts.push(Expr::Leaf(leaf));
        }
        Ok(if parts.len() == 1 { parts.remove(0) } else { Expr::Window(parts, slack) })
    }

    /// Words that follow each other; some of them may be printed as one, and one as two.
    fn phrase(self, words: &[Pattern], span: &Span) -> Result<Expr, PlanError> {
        let (mut parts, mut at) = (Vec::with_capacity(words.len()), 0);
        while at < words.len() {
            let pattern = &words[at];
            if let Some((length, leaf)) = self.one_word(&words[at..]) {
                let apart = words[at..at + length].iter().map(|word| Ok(Expr::Leaf(self.leaf(word, span)?)));
                let apart = Expr::Sequence(apart.collect::<Result<_, PlanError>>()?);
                parts.push(Expr::Any(vec![apart, Expr::Leaf(leaf)]));
                at += length;
                continue;
            }
            let leaf = Expr::Leaf(self.leaf(pattern, span)?);
            parts.push(match self.two_words(pattern) {
                Some((first, second)) => {
                    let apart = [first, second].map(|word| Expr::Leaf(Leaf::of(&Family::of(&word))));
                    Expr::Any(vec![leaf, Expr::Sequence(apart.into())])
                }
                None => leaf,
            });
            at += 1;
        }
        let phrase = |mut parts: Vec<Expr>| if parts.len() == 1 { parts.remove(0) } else { Expr::Sequence(parts) };
        // `S & P` is also printed as S&P, where the sign is no word.
        let is_sign = |part: &Expr| matches!(part, Expr::Leaf(leaf) if leaf.terms == ["&"]);
        if parts.len() > 2 && parts.iter().any(is_sign) {
            let without: Vec<Expr> = parts.iter().filter(|part| !is_sign(part)).cloned().collect();
            if !without.is_empty() {
                return Ok(Expr::Any(vec![phrase(parts), phrase(without)]));
            }
        }
        Ok(phrase(parts))
    }

    /// The one word that the first of these words are also printed as, and how many they are.
    fn one_word(self, words: &[Pattern]) -> Option<(usize, Leaf)> {
        let plain = words.iter().map_while(|pattern| match pattern {
            Pattern::Word(word) | Pattern::Family(word) => Some(without_accents(word)),
            _ => None,
        });
        let plain: Vec<Cow<str>> = plain.take(MOST_JOINED).collect();
        if plain.len() < 2 {
            return None;
        }
        let OneWord { words: length, word, terms } =
            forms::one_word(self.dictionary, &plain.iter().map(AsRef::as_ref).collect::<Vec<_>>())?;
        let inflects = words[..length].iter().all(|word| matches!(word, Pattern::Family(_)));
        Some(match word {
            Some(word) if inflects => (length, Leaf::of(&forms::family(self.dictionary, &word))),
            Some(word) => (length, Leaf::of(&forms::as_written(self.dictionary, &word))),
            None => {
                let (first, rest) = terms.split_first()?;
                (length, Leaf { terms: vec![first.clone()], written: rest.to_vec(), ..Leaf::default() })
            }
        })
    }

    /// The two words that a word is also printed as in this archive.
    fn two_words(self, pattern: &Pattern) -> Option<(String, String)> {
        let (Pattern::Word(word) | Pattern::Family(word)) = pattern else { return None };
        forms::two_words(self.dictionary, &without_accents(word))
    }

    /// A word and the forms of it that count.
    fn family(self, pattern: &Pattern) -> Family {
        match pattern {
            Pattern::Family(word) => forms::family(self.dictionary, word),
            Pattern::Word(word) => forms::as_written(self.dictionary, word),
            _ => Family::of(pattern.literal_start()),
        }
    }

    /// The terms of the archive that a word means.
    fn leaf(self, pattern: &Pattern, span: &Span) -> Result<Leaf, PlanError> {
        if let Pattern::Literal(_) | Pattern::Word(_) | Pattern::Family(_) = pattern {
            return Ok(Leaf::of(&self.family(pattern)));
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
        if name == "story" {
            return self.story(value);
        }
        // Addresses have no column; an article with one has a domain.
        let has_any = || Clause::HasValue { field: if name == "url" { "domain" } else { name }.to_owned() };
        Ok(match value {
            Value::Any => has_any(),
            Value::None => Clause::Not(Box::new(has_any())),
            Value::Form(form) => Clause::Mention { term: form_term(name, form) },
            Value::Is(_) | Value::StartsWith(_) | Value::Like(_) => {
                let asked = match value {
                    Value::Is(asked) if name == "outlet" || NameKind::of_field(name).is_some() => Some(asked.clone()),
                    _ => None,
                };
                let named = Clause::Values { field: name.to_owned(), values: self.values_of(name, value)?, asked };
                match (name, value) {
                    // Outlets are also known by their addresses.
                    ("outlet", Value::Is(site)) if self.is_only_address(site, &named)? => {
                        Clause::Or(vec![named, self.keyword("domain", value)?])
                    }
                    _ => named,
                }
            }
        })
    }

    /// The articles of the story that an article belongs to.
    fn story(self, value: &Value) -> Resolved {
        let copies = |from, to| Clause::Number { field: "copies".to_owned(), from, to };
        self.dictionary.story("")?;
        Ok(match value {
            Value::Any => copies(2, u64::MAX),
            Value::None => copies(1, 1),
            Value::Is(key) | Value::Form(key) | Value::StartsWith(key) | Value::Like(key) => {
                let key = keyword_term(key);
                let articles = self.dictionary.story(&key)?;
                let values = if articles.is_empty() { vec![key] } else { articles };
                Clause::Values { field: "key".to_owned(), values, asked: None }
            }
        })
    }

    /// Whether an outlet is requested by its address, and none has that as its name.
    fn is_only_address(self, site: &str, named: &Clause) -> Result<bool, PlanError> {
        let Clause::Values { field, values, .. } = named else { return Ok(false) };
        let looks = site.contains('.') && !site.contains(' ');
        let known = |value: &String| Ok::<_, PlanError>(self.dictionary.articles_with(field, value)? > 0);
        Ok(looks && !values.iter().map(known).collect::<Result<Vec<_>, _>>()?.contains(&true))
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

/// A word as the index has it; initials typed in capitals stay.
fn without_accents(word: &str) -> Cow<'_, str> {
    if word.is_ascii() { Cow::Borrowed(word) } else { Cow::Owned(fold_letters(word)) }
}

/// The patterns of the words with which some parts begin.
fn patterns_from(parts: &[Node]) -> Vec<Pattern> {
    let patterns = parts.iter().map_while(|part| match word_of(part) {
        // A word in quotation marks is one by itself.
        Some((_, pattern @ Pattern::Family(_))) => Some(pattern.clone()),
        _ => None,
    });
    patterns.take(MOST_JOINED).collect()
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
