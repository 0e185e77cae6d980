//! Tokens to a tree. Brackets bind first, then fields, then NEAR and similar operators, NOT, AND and OR; words next to
//! each other must all match, or any of them if the search says so. What cannot be read is an error with its position;
//! reading continues after it, so that all mistakes are reported at once.

use super::ast::{Hint, Kind, Node, Pattern, Query, Scope, Span, Text};
use super::cursor::{MAX_DEPTH, ParseOptions, Parsed, Parser, Within, nothing_in};
use super::error::QueryError;
use super::library::{Library, no_library};
use super::token::TokenKind;
use super::zones::zones;
use crate::query::forms::is_stop_word;
use crate::schema::Field;
use crate::text::fold_letters;

/// An any-word search of up to this many words keeps all of them (measured: dropping function words from short ones
/// costs).
const SHORT: usize = 6;

/// Reads a query. The error is the first mistake in it, and holds the others.
///
/// ```
/// # use morgue_query::query::{ParseOptions, parse};
/// let options = ParseOptions { any: false, today: &|| jiff::civil::date(2024, 10, 25) };
/// assert!(parse("Musk's “low orbit” -title:review date:2024", options).is_ok());
/// assert_eq!(parse("(Starlink", options).unwrap_err().to_string(), "this bracket is never closed");
/// ```
pub fn parse<'a>(text: &'a str, options: ParseOptions<'a>) -> Result<Query, QueryError> {
    parse_with(text, options, &no_library)
}

/// Reads a query that may name saved searches.
pub fn parse_with<'a>(text: &'a str, options: ParseOptions<'a>, library: Library<'a>) -> Result<Query, QueryError> {
    let mut parser = Parser::of(text, options, library);
    let root = parser.finish()?;
    Ok(Query { root, hints: once_each(parser.hints) })
}

/// Adds a remark once, at its first position.
fn once_each(mut hints: Vec<Hint>) -> Vec<Hint> {
    hints.sort_by_key(|hint| hint.span.start);
    let mut told = std::collections::HashSet::new();
    hints.retain(|hint| told.insert(hint.text.clone()));
    hints
}

impl Parser<'_> {
    /// Reads everything: the tree, or all mistakes.
    pub(super) fn finish(&mut self) -> Result<Node, QueryError> {
        let root = self.whole();
        match QueryError::all(std::mem::take(&mut self.errors)) {
            Some(error) => Err(error),
            None => root.ok_or_else(|| nothing_in(self.end)),
        }
    }

    fn whole(&mut self) -> Parsed {
        let root = self.or();
        while let Some(close) = self.takes(|kind| matches!(kind, TokenKind::Close)) {
            let error = QueryError::new(close, "this bracket was never opened");
            self.fail(error.with_hint("remove it, or add an opening bracket"));
            self.or();
        }
        let root = root?;
        // Operators also nest if no brackets are written: what is printed must be parsed again.
        if self.errors.is_empty() && nesting(&root) > MAX_DEPTH {
            return self.too_deep(&root.span);
        }
        Some(root)
    }

    fn or(&mut self) -> Parsed {
        let mut parts = Vec::new();
        let mut operator: Option<Span> = None;
        let mut mixed = false;
        loop {
            let (part, several) = self.and();
            mixed |= several;
            let next = self.takes(|kind| matches!(kind, TokenKind::Or));
            match (&part, &operator, &next) {
                (None, Some(span), _) => parts.extend(self.lacks(span, next.as_ref(), "OR")),
                (None, None, Some(span)) => parts.extend(self.fail(lacks_before(span, "OR"))),
                _ => parts.extend(part),
            }
            operator = next;
            if operator.is_none() {
                break;
            }
        }
        mixed &= parts.len() > 1;
        let node = joined(parts, Kind::Or);
        if mixed && let Some(node) = &node {
            let reading = super::print::print(node);
            self.hints.push(Hint { span: node.span.clone(), text: format!("AND binds before OR; read as {reading}") });
        }
        node
    }

    /// Parts that must all match, and whether there are several outside of brackets. In a search for any of its words, parts
    /// next to each other are alternatives, and AND binds before that.
    fn and(&mut self) -> (Parsed, bool) {
        let mut parts: Vec<Node> = Vec::new();
        // Parts joined by AND to the last alternative.
        let mut joins: Vec<usize> = Vec::new();
        loop {
            if let Some(span) = self.takes(|kind| matches!(kind, TokenKind::And)) {
                if parts.is_empty() {
                    parts.extend(self.fail(lacks_before(&span, "AND")));
                }
                joins.push(parts.len());
                let part = self.not();
                parts.extend(part.or_else(|| self.lacks(&span, None, "AND")));
            } else if self.peek().is_none_or(|token| matches!(token.kind, TokenKind::Or | TokenKind::Close)) {
                break;
            } else {
                parts.extend(self.not());
            }
        }
        let several = parts.len() > 1;
        if !self.options.any {
            return (joined(parts, Kind::And), several);
        }
        let mut groups: Vec<Vec<Node>> = Vec::new();
        for (nth, part) in parts.into_iter().enumerate() {
            match groups.last_mut().filter(|_| joins.contains(&nth)) {
                Some(group) => group.push(part),
                None => groups.push(vec![part]),
            }
        }
        let mixed = groups.len() > 1 && groups.iter().any(|group| group.len() > 1);
        let alternatives = groups.into_iter().filter_map(|group| joined(group, Kind::And)).collect();
        let node = any_of(self.without_stop_words(alternatives));
        if mixed && let Some(node) = &node {
            let reading = super::print::print(node);
            let text = format!("AND binds before the choice of any word; read as {reading}");
            self.hints.push(Hint { span: node.span.clone(), text });
        }
        (node, false)
    }

    /// A long search for any of its words ignores function words: nearly every article has them. Adds a remark.
    fn without_stop_words(&mut self, parts: Vec<Node>) -> Vec<Node> {
        let word = |node: &Node| match &node.kind {
            Kind::Text(Text { scope: Scope::Default, words, exact: None, .. }) => match &words[..] {
                [Pattern::Family(word)] => Some(fold_letters(word)),
                _ => None,
            },
            _ => None,
        };
        let stops = |node: &Node| word(node).is_some_and(|word| is_stop_word(&word));
        let dropped: Vec<String> = parts.iter().filter(|part| stops(part)).filter_map(word).collect();
        if parts.len() <= SHORT || dropped.is_empty() || dropped.len() == parts.len() {
            return parts;
        }
        let text = format!("function words are ignored in a long any-word search: {}", dropped.join(", "));
        let span = parts[0].span.start..parts[parts.len() - 1].span.end;
        self.hints.push(Hint { span, text });
        parts.into_iter().filter(|part| !stops(part)).collect()
    }

    fn not(&mut self) -> Parsed {
        let Some(span) = self.takes(|kind| matches!(kind, TokenKind::Not)) else { return self.proximity() };
        let inner = self.deeper(&span, Self::not);
        let inner = inner.or_else(|| self.lacks(&span, None, "NOT"))?;
        let whole = span.start..inner.span.end;
        Some(match inner.kind {
            Kind::Not(double) => *double,
            _ => Node::new(whole, Kind::Not(Box::new(inner))),
        })
    }

    fn proximity(&mut self) -> Parsed {
        let mut left = self.primary();
        loop {
            let Some(token) = self.peek().cloned() else { return left };
            let name = match token.kind {
                TokenKind::Near { ordered: false, .. } => "NEAR",
                TokenKind::Near { .. } => "PRE",
                TokenKind::Same(_) => "SAME",
                _ => return left,
            };
            self.at += 1;
            let before = left.or_else(|| self.fail(lacks_before(&token.span, name)))?;
            let after = self.primary();
            let after = after.or_else(|| self.lacks(&token.span, None, name))?;
            let span = before.span.start..after.span.end;
            let (left_part, right) = (Box::new(before), Box::new(after));
            let kind = match token.kind {
                TokenKind::Near { within, ordered } => Kind::Near { left: left_part, right, within, ordered },
                TokenKind::Same(unit) => Kind::Same { left: left_part, right, unit },
                _ => return None,
            };
            left = Some(Node::new(span, kind));
        }
    }

    /// One operand, with its weight if it has one.
    fn primary(&mut self) -> Parsed {
        let part = self.operand();
        let weight = self.peek().and_then(|token| match token.kind {
            TokenKind::Boost(by) => Some((by, token.span.clone())),
            _ => None,
        });
        let Some((by, span)) = weight else { return part };
        self.at += 1;
        let Some(part) = part else {
            return self.fail(QueryError::new(span, "missing word, quotation or bracket before the weight"));
        };
        if matches!(self.peek().map(|token| &token.kind), Some(TokenKind::Boost(_))) {
            self.at += 1;
            return self.fail(QueryError::new(span, "more than one weight"));
        }
        let whole = part.span.start..span.end;
        Some(Node::new(whole, Kind::Boost { part: Box::new(part), by }))
    }

    fn operand(&mut self) -> Parsed {
        let token = self.peek().cloned()?;
        if matches!(
            token.kind,
            TokenKind::And | TokenKind::Or | TokenKind::Close | TokenKind::Near { .. } | TokenKind::Same(_)
        ) {
            return None;
        }
        self.at += 1;
        let span = token.span.clone();
        match token.kind {
            TokenKind::Open => self.group(span),
            TokenKind::Not => {
                self.at -= 1;
                self.not()
            }
            TokenKind::AtLeast(times) => {
                let part = self.deeper(&span, Self::primary);
                let part = part.or_else(|| self.lacks(&span, None, "ATLEAST"))?;
                let whole = span.start..part.span.end;
                Some(Node::new(whole, Kind::AtLeast { times, part: Box::new(part) }))
            }
            TokenKind::Field(field) => self.field(field, span),
            TokenKind::Exact => self.exact(span),
            TokenKind::Word(chunk) => self.word(chunk, span),
            TokenKind::Phrase(text, slack) => self.phrase(text, slack, span),
            TokenKind::Saved(name) => self.saved(name, span),
            TokenKind::Url(address) => self.url(address, span),
            TokenKind::Range(value) => self.range(value, span),
            TokenKind::Boost(_) => {
                self.at -= 1;
                None
            }
            _ => None,
        }
    }

    fn group(&mut self, open: Span) -> Parsed {
        let inner = self.deeper(&open, Self::or);
        match self.takes(|kind| matches!(kind, TokenKind::Close)) {
            Some(close) => inner.map(|node| Node { span: open.start..close.end, ..node }),
            None => {
                self.fail(QueryError::new(open, "this bracket is never closed").with_hint("close it, or remove it"))
            }
        }
    }

    /// What follows `field:`: one value, or a group of them.
    fn field(&mut self, field: &'static Field, span: Span) -> Parsed {
        let name = &field.name;
        if let Some(outer) = self.outer_field() {
            let error = QueryError::new(span.clone(), format!("`{name}:` is inside the value of {outer}"));
            self.fail(error.with_hint(format!(
                "join the two, `{outer}:… AND {name}:…`, or put it in quotation marks to search for the word"
            )));
        }
        if let Some(not) = self.takes(|kind| matches!(kind, TokenKind::Not)) {
            let error = QueryError::new(not, format!("missing value after `{name}:`: NOT belongs before the field"));
            self.fail(error.with_hint(format!("write `NOT {name}:…`, or `{name}:(… NOT …)`")));
        }
        let within = match zones(field) {
            Some(zones) => Within::Text(Scope::Zones(zones)),
            None => Within::Field(field),
        };
        let outer = std::mem::replace(&mut self.within, within);
        let value = self.deeper(&span, Self::operand);
        self.within = outer;
        match value {
            Some(node) => Some(Node { span: span.start..node.span.end, ..node }),
            None => self.fail(
                QueryError::new(span, format!("missing value after `{name}:`"))
                    .with_hint(format!("write `{name}:value` or `{name}:\"several words\"`")),
            ),
        }
    }

    /// The operand after an operator is missing; the error points at what is there instead.
    fn lacks(&mut self, operator: &Span, instead: Option<&Span>, name: &str) -> Parsed {
        let place = instead.cloned().or_else(|| self.peek().map(|token| token.span.clone()));
        let hint = format!("to search for the word, write \"{}\" in quotation marks", name.to_lowercase());
        let span = place.filter(|place| place.start < self.end).unwrap_or_else(|| operator.clone());
        self.fail(QueryError::new(span, format!("missing word after {name}")).with_hint(hint))
    }
}

fn lacks_before(span: &Span, name: &str) -> QueryError {
    let hint = format!("to search for the word, write \"{}\" in quotation marks", name.to_lowercase());
    QueryError::new(span.clone(), format!("missing word before {name}")).with_hint(hint)
}

/// A single part unchanged, several under `kind`; parts of the same kind without their own brackets are merged in.
fn joined(mut parts: Vec<Node>, kind: impl Fn(Vec<Node>) -> Kind) -> Option<Node> {
    if parts.len() <= 1 {
        return parts.pop();
    }
    let span = parts.first()?.span.start..parts.last()?.span.end;
    Some(Node::new(span, kind(parts)))
}

/// Words are alternatives; fields and exclusions still apply.
fn any_of(parts: Vec<Node>) -> Option<Node> {
    let (words, mut others): (Vec<Node>, Vec<Node>) = parts.into_iter().partition(is_text);
    let words = joined(words, Kind::Or);
    others.splice(0..0, words);
    joined(others, Kind::And)
}

fn is_text(node: &Node) -> bool {
    match &node.kind {
        Kind::Boost { part, .. } => is_text(part),
        Kind::Not(_) | Kind::Keyword { .. } | Kind::Date(_) | Kind::Number { .. } | Kind::Zone(_) | Kind::All => false,
        _ => true,
    }
}

/// Levels of a tree, at least as many as its printed form has.
fn nesting(node: &Node) -> usize {
    let deepest = |parts: &[Node]| parts.iter().map(nesting).max().unwrap_or(0);
    1 + match &node.kind {
        Kind::And(parts) | Kind::Or(parts) => deepest(parts),
        Kind::Not(part) | Kind::AtLeast { part, .. } | Kind::Boost { part, .. } => nesting(part),
        Kind::Near { left, right, .. } | Kind::Same { left, right, .. } => nesting(left).max(nesting(right)),
        _ => 0,
    }
}
