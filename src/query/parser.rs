//! Tokens to a tree. Brackets bind first, then fields, then NEAR and its like, NOT, AND and OR; words that stand beside
//! each other must all match, or any of them where the search says so. What cannot be read is an error with its place.

use super::ast::{Hint, Kind, Node, Pattern, Query, Scope, Span, Text, Value};
use super::error::QueryError;
use super::lexer::{Token, TokenKind, lex};
use super::stop_words::is_stop_word;
use super::{dates, words};
use crate::article::{canonical_url, host_of, registrable_domain};
use crate::schema::{Field, FieldKind, Schema, Zone};
use jiff::civil::Date;

/// How a query is read.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    /// Words that stand beside each other are alternatives.
    pub any: bool,
    /// The day that relative dates count from; asked for only where a query has one.
    pub today: &'a dyn Fn() -> Date,
}

/// Longest query, in bytes.
pub const MAX_BYTES: usize = 64 << 10;

/// Deepest nesting of brackets, fields and operators.
pub const MAX_DEPTH: usize = 64;

/// An any-word search of so many words keeps every one of them (measured: dropping function words from short ones costs).
const SHORT: usize = 6;

/// Most words, phrases and values of one query.
pub const MAX_CLAUSES: usize = 1024;

/// Reads a query.
///
/// ```
/// # use morgue::query::{Reading, parse};
/// let reading = Reading { any: false, today: &|| jiff::civil::date(2024, 10, 25) };
/// assert!(parse("Musk's “low orbit” -title:review date:2024", reading).is_ok());
/// assert_eq!(parse("(Starlink", reading).unwrap_err().to_string(), "this bracket is never closed");
/// ```
pub fn parse<'a>(text: &'a str, reading: Reading<'a>) -> Result<Query, QueryError> {
    if text.len() > MAX_BYTES {
        return Err(QueryError::new(0..0, format!("a query of {} bytes; {MAX_BYTES} are read", text.len())));
    }
    let (tokens, hints) = lex(text)?;
    let mut parser = Parser {
        tokens,
        at: 0,
        end: text.len(),
        reading,
        hints,
        depth: 0,
        clauses: 0,
        within: Within::Text(Scope::Default),
    };
    let root = parser.or()?;
    if let Some(token) = parser.peek() {
        return Err(QueryError::new(token.span.clone(), "this bracket closes nothing")
            .with_hint("take it out, or open one before it"));
    }
    let root = root.ok_or_else(|| QueryError::new(0..text.len(), "there is nothing to search for in this query"))?;
    Ok(Query { root, hints: parser.hints })
}

/// What words mean at this place.
#[derive(Debug, Clone)]
enum Within {
    Text(Scope),
    /// Values of a field.
    Field(&'static Field),
}

struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    at: usize,
    end: usize,
    reading: Reading<'a>,
    hints: Vec<Hint>,
    depth: usize,
    clauses: usize,
    within: Within,
}

/// A node, or nothing where there was only punctuation.
type Parsed = Result<Option<Node>, QueryError>;

impl<'a> Parser<'a> {
    fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    fn take(&mut self) -> Option<Token<'a>> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    fn takes(&mut self, wanted: impl Fn(&TokenKind) -> bool) -> Option<Span> {
        let span = self.peek().filter(|token| wanted(&token.kind))?.span.clone();
        self.at += 1;
        Some(span)
    }

    /// One level deeper, within limits.
    fn deeper(&mut self, span: &Span, read: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        self.depth += 1;
        if self.depth > MAX_DEPTH {
            return Err(QueryError::new(span.clone(), format!("nested deeper than {MAX_DEPTH} levels")));
        }
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn or(&mut self) -> Parsed {
        let mut parts = Vec::new();
        let mut operator = None;
        loop {
            let part = self.and()?;
            let missing = part.is_none();
            if let (true, Some(span)) = (missing, operator.clone()) {
                return Err(self.lacks(&span, "OR"));
            }
            parts.extend(part);
            operator = self.takes(|kind| matches!(kind, TokenKind::Or));
            match &operator {
                Some(span) if missing => return Err(lacks_before(span, "OR")),
                Some(_) => {}
                None => break,
            }
        }
        let mixed = parts.len() > 1 && parts.iter().any(|part| matches!(part.kind, Kind::And(_)));
        let node = joined(parts, Kind::Or);
        if mixed && let Some(node) = &node {
            let reading = super::print::print(node);
            self.hints.push(Hint { span: node.span.clone(), text: format!("AND binds before OR; read as {reading}") });
        }
        Ok(node)
    }

    fn and(&mut self) -> Parsed {
        let mut parts: Vec<Node> = Vec::new();
        let mut stated = false;
        loop {
            if let Some(span) = self.takes(|kind| matches!(kind, TokenKind::And)) {
                if parts.is_empty() {
                    return Err(lacks_before(&span, "AND"));
                }
                stated = true;
                match self.not()? {
                    Some(part) => parts.push(part),
                    None => return Err(self.lacks(&span, "AND")),
                }
            } else if self.peek().is_none_or(|token| matches!(token.kind, TokenKind::Or | TokenKind::Close)) {
                break;
            } else {
                parts.extend(self.not()?);
            }
        }
        if self.reading.any && !stated {
            return Ok(any_of(self.without_stop_words(parts)));
        }
        Ok(joined(parts, Kind::And))
    }

    /// A long search for any of its words leaves function words out: nearly every article holds them. Says so.
    fn without_stop_words(&mut self, parts: Vec<Node>) -> Vec<Node> {
        let word = |node: &Node| match &node.kind {
            Kind::Text(Text { words, exact: None, .. }) => match &words[..] {
                [Pattern::Family(word)] => Some(word.clone()),
                _ => None,
            },
            _ => None,
        };
        let stops = |node: &Node| word(node).is_some_and(|word| is_stop_word(&word));
        let dropped: Vec<String> = parts.iter().filter(|part| stops(part)).filter_map(word).collect();
        if parts.len() <= SHORT || dropped.is_empty() || dropped.len() == parts.len() {
            return parts;
        }
        let text = format!("function words are left out of a long any-word search: {}", dropped.join(", "));
        let span = parts[0].span.start..parts[parts.len() - 1].span.end;
        self.hints.push(Hint { span, text });
        parts.into_iter().filter(|part| !stops(part)).collect()
    }

    fn not(&mut self) -> Parsed {
        let Some(span) = self.takes(|kind| matches!(kind, TokenKind::Not)) else { return self.proximity() };
        let inner = self.deeper(&span, Self::not)?;
        let Some(inner) = inner else { return Err(self.lacks(&span, "NOT")) };
        let whole = span.start..inner.span.end;
        Ok(Some(match inner.kind {
            Kind::Not(double) => *double,
            _ => Node::new(whole, Kind::Not(Box::new(inner))),
        }))
    }

    fn proximity(&mut self) -> Parsed {
        let mut left = self.primary()?;
        loop {
            let Some(token) = self.peek().cloned() else { return Ok(left) };
            let name = match token.kind {
                TokenKind::Near { ordered: false, .. } => "NEAR",
                TokenKind::Near { .. } => "PRE",
                TokenKind::Same(_) => "SAME",
                _ => return Ok(left),
            };
            self.at += 1;
            let before = left.ok_or_else(|| lacks_before(&token.span, name))?;
            let after = self.primary()?.ok_or_else(|| self.lacks(&token.span, name))?;
            let span = before.span.start..after.span.end;
            let (left_part, right) = (Box::new(before), Box::new(after));
            let kind = match token.kind {
                TokenKind::Near { within, ordered } => Kind::Near { left: left_part, right, within, ordered },
                TokenKind::Same(unit) => Kind::Same { left: left_part, right, unit },
                _ => return Ok(None),
            };
            left = Some(Node::new(span, kind));
        }
    }

    fn primary(&mut self) -> Parsed {
        let Some(token) = self.peek().cloned() else { return Ok(None) };
        if matches!(
            token.kind,
            TokenKind::And | TokenKind::Or | TokenKind::Close | TokenKind::Near { .. } | TokenKind::Same(_)
        ) {
            return Ok(None);
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
                let part = self.deeper(&span, Self::primary)?.ok_or_else(|| self.lacks(&span, "ATLEAST"))?;
                let whole = span.start..part.span.end;
                Ok(Some(Node::new(whole, Kind::AtLeast { times, part: Box::new(part) })))
            }
            TokenKind::Field(field) => self.field(field, span),
            TokenKind::Exact => self.exact(span),
            TokenKind::Word("*") if matches!(self.within, Within::Text(Scope::Default)) => {
                Ok(Some(Node::new(span, Kind::All)))
            }
            TokenKind::Word(chunk) => self.word(chunk, span),
            TokenKind::Phrase(text, slack) => self.phrase(text, slack, span),
            TokenKind::Url(address) => self.url(address, span),
            TokenKind::Range(value) => self.range(value, span),
            _ => Ok(None),
        }
    }

    fn group(&mut self, open: Span) -> Parsed {
        let inner = self.deeper(&open, Self::or)?;
        match self.takes(|kind| matches!(kind, TokenKind::Close)) {
            Some(close) => Ok(inner.map(|node| Node { span: open.start..close.end, ..node })),
            None => Err(QueryError::new(open, "this bracket is never closed").with_hint("close it, or take it out")),
        }
    }

    /// What stands behind `field:`: one value, or a group of them.
    fn field(&mut self, field: &'static Field, span: Span) -> Parsed {
        let within = match zones(field) {
            Some(zones) => Within::Text(Scope::Zones(zones)),
            None => Within::Field(field),
        };
        let outer = std::mem::replace(&mut self.within, within);
        let value = self.deeper(&span, Self::primary);
        self.within = outer;
        match value? {
            Some(node) => Ok(Some(Node { span: span.start..node.span.end, ..node })),
            None => Err(QueryError::new(span, format!("`{}:` has no value", field.name))
                .with_hint(format!("write `{}:value` or `{}:\"several words\"`", field.name, field.name))),
        }
    }

    fn exact(&mut self, span: Span) -> Parsed {
        let Some(token) = self.take() else { return Ok(None) };
        let text = match token.kind {
            TokenKind::Word(text) | TokenKind::Phrase(text, None) => text,
            _ => return Err(QueryError::new(span, "`=` stands before a word or a quotation: `=\"US\"`")),
        };
        let whole = span.start..token.span.end;
        let Within::Text(scope) = self.within.clone() else {
            return self.value(Value::Is(text.to_owned()), whole);
        };
        self.clause(&whole)?;
        let words = words::plain(text);
        if words.is_empty() {
            return Err(QueryError::new(whole, "`=` stands before words, and this holds none"));
        }
        let kind = Kind::Text(Text { scope, words, slack: None, exact: Some(text.trim().to_owned()) });
        Ok(Some(Node::new(whole, kind)))
    }

    fn word(&mut self, chunk: &str, span: Span) -> Parsed {
        match self.within.clone() {
            Within::Text(scope) => {
                self.surprises(chunk, &span)?;
                let words = words::inflected(words::patterns(chunk, &span)?);
                self.text(scope, words, None, chunk, span)
            }
            Within::Field(field) if matches!(field.kind, FieldKind::Date | FieldKind::U64) => self.range(chunk, span),
            Within::Field(_) => {
                let value = match chunk.strip_suffix('*') {
                    Some("") => Value::Any,
                    Some(start) => Value::StartsWith(start.to_owned()),
                    None => Value::Is(chunk.to_owned()),
                };
                self.value(value, span)
            }
        }
    }

    /// What a word holds that other search languages read otherwise.
    fn surprises(&mut self, chunk: &str, span: &Span) -> Result<(), QueryError> {
        let boost =
            chunk.rsplit_once('^').is_some_and(|(word, number)| !word.is_empty() && number.parse::<f32>().is_ok());
        if boost {
            let error = QueryError::new(span.clone(), "a word cannot be given a weight (`^`) yet");
            return Err(error.with_hint("leave the `^` and the number out"));
        }
        let asks = chunk.strip_suffix('?').is_some_and(|word| word.ends_with(char::is_alphanumeric));
        if asks {
            let text = "`?` at the end of a word is read as punctuation; inside a word it stands for any letter";
            self.hints.push(Hint { span: span.clone(), text: text.to_owned() });
        }
        Ok(())
    }

    fn phrase(&mut self, text: &str, slack: Option<u32>, span: Span) -> Parsed {
        match self.within.clone() {
            Within::Text(scope) => {
                let words = words::phrase(text, &span)?;
                self.text(scope, words, slack, text, span)
            }
            Within::Field(field) if matches!(field.kind, FieldKind::Date | FieldKind::U64) => self.range(text, span),
            Within::Field(_) => self.value(Value::Is(text.to_owned()), span),
        }
    }

    fn text(
        &mut self,
        scope: Scope,
        words: Vec<super::ast::Pattern>,
        slack: Option<u32>,
        typed: &str,
        span: Span,
    ) -> Parsed {
        if words.is_empty() {
            if typed.chars().any(|c| !matches!(c, '-' | '–' | '—' | '&' | '/' | ',' | '.' | ' ')) {
                self.hints.push(Hint { span, text: format!("`{typed}` holds no word and is passed over") });
            }
            return Ok(None);
        }
        self.clause(&span)?;
        Ok(Some(Node::new(span, Kind::Text(Text { scope, words, slack, exact: None }))))
    }

    /// A value of the field at this place; for a field of several kinds, of any of them.
    fn value(&mut self, value: Value, span: Span) -> Parsed {
        let Within::Field(field) = self.within.clone() else { return Ok(None) };
        self.clause(&span)?;
        let one = |name: &'static str| Node::new(span.clone(), Kind::Keyword { field: name, value: value.clone() });
        if field.kind == FieldKind::Any {
            return Ok(joined(field.of.iter().map(|name| one(name)).collect(), Kind::Or));
        }
        Ok(Some(one(&field.name)))
    }

    fn url(&mut self, address: &str, span: Span) -> Parsed {
        self.clause(&span)?;
        let (field, value) = match (canonical_url(address), host_of(address).and_then(|host| registrable_domain(&host)))
        {
            (None, Some(domain)) => ("domain", domain),
            _ => ("url", address.to_owned()),
        };
        self.hints.push(Hint { span: span.clone(), text: format!("the address is read as {field}:{value}") });
        Ok(Some(Node::new(span, Kind::Keyword { field, value: Value::Is(value) })))
    }

    fn range(&mut self, value: &str, span: Span) -> Parsed {
        self.clause(&span)?;
        let Within::Field(field) = &self.within else { return Ok(None) };
        let kind = match field.kind {
            FieldKind::Date => Kind::Date(dates::parse(value, span.clone(), self.reading.today)?),
            _ => {
                let (from, to) = numbers(value).ok_or_else(|| {
                    QueryError::new(span.clone(), format!("`{value}` is no number"))
                        .with_hint(format!("write `{0}:>800`, `{0}:100..200` or `{0}:350`", field.name))
                })?;
                Kind::Number { field: &field.name, from, to }
            }
        };
        Ok(Some(Node::new(span, kind)))
    }

    fn clause(&mut self, span: &Span) -> Result<(), QueryError> {
        self.clauses += 1;
        if self.clauses > MAX_CLAUSES {
            return Err(QueryError::new(
                span.clone(),
                format!("more than {MAX_CLAUSES} words and values in one query"),
            ));
        }
        Ok(())
    }

    fn lacks(&self, operator: &Span, name: &str) -> QueryError {
        let place = self.peek().map_or(self.end..self.end, |token| token.span.clone());
        let hint = format!("to search for the word, write \"{}\" in quotation marks", name.to_lowercase());
        let span = if place.start == self.end { operator.clone() } else { place };
        QueryError::new(span, format!("{name} needs something after it")).with_hint(hint)
    }
}

fn lacks_before(span: &Span, name: &str) -> QueryError {
    let hint = format!("to search for the word, write \"{}\" in quotation marks", name.to_lowercase());
    QueryError::new(span.clone(), format!("{name} needs something before it")).with_hint(hint)
}

/// One part as it is, several under `kind`; parts of the same kind without brackets of their own are taken in.
fn joined(mut parts: Vec<Node>, kind: impl Fn(Vec<Node>) -> Kind) -> Option<Node> {
    if parts.len() <= 1 {
        return parts.pop();
    }
    let span = parts.first()?.span.start..parts.last()?.span.end;
    Some(Node::new(span, kind(parts)))
}

/// Words are alternatives; fields and exclusions still hold.
fn any_of(parts: Vec<Node>) -> Option<Node> {
    let is_text = |node: &Node| {
        !matches!(node.kind, Kind::Not(_) | Kind::Keyword { .. } | Kind::Date(_) | Kind::Number { .. } | Kind::All)
    };
    let (words, mut others): (Vec<Node>, Vec<Node>) = parts.into_iter().partition(is_text);
    let words = joined(words, Kind::Or);
    others.splice(0..0, words);
    joined(others, Kind::And)
}

/// The zones a field stands for; `None` for a field of values.
fn zones(field: &Field) -> Option<Vec<Zone>> {
    let schema = Schema::news();
    match field.kind {
        FieldKind::Zone => Some(zones_of(&field.name)),
        FieldKind::Text => Some(vec![Zone::Margin]),
        FieldKind::Zones => {
            Some(field.of.iter().filter_map(|name| schema.field(name)).filter_map(zones).flatten().collect())
        }
        _ => None,
    }
}

/// The body includes the lead.
pub fn zones_of(name: &str) -> Vec<Zone> {
    match name {
        "body" => vec![Zone::Lead, Zone::Body],
        name => Zone::TEXT.into_iter().chain([Zone::Margin]).filter(|zone| zone.name() == name).collect(),
    }
}

/// `800`, `>800`, `>=800`, `<800`, `100..200`.
fn numbers(text: &str) -> Option<(u64, u64)> {
    let text = text.trim();
    let number = |text: &str| text.trim().parse::<u64>().ok();
    if let Some((from, to)) = text.split_once("..") {
        let from = if from.trim().is_empty() { 0 } else { number(from)? };
        let to = if to.trim().is_empty() { u64::MAX } else { number(to)? };
        return (from <= to).then_some((from, to));
    }
    if let Some(rest) = text.strip_prefix(">=") {
        return Some((number(rest)?, u64::MAX));
    }
    if let Some(rest) = text.strip_prefix("<=") {
        return Some((0, number(rest)?));
    }
    if let Some(rest) = text.strip_prefix('>') {
        return Some((number(rest)?.checked_add(1)?, u64::MAX));
    }
    if let Some(rest) = text.strip_prefix('<') {
        return Some((0, number(rest)?.checked_sub(1)?));
    }
    number(text).map(|number| (number, number))
}
