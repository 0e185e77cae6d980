//! Operands to leaves of the tree: words, quotations, values of fields, addresses, ranges. A value that is invalid for
//! a field is an error; nothing typed is ignored silently.

use super::ast::{Hint, Kind, Node, Pattern, Scope, Span, Text, Value};
use super::cursor::{Parsed, Parser, Within};
use super::error::QueryError;
use super::token::TokenKind;
use super::{dates, numbers, words};
use crate::article::{NameKind, canonical_url, host_of, language_tag, registrable_domain};
use crate::schema::{Field, FieldKind, Schema};
use crate::terms::{ZONE_GAP, Zone};

impl Parser<'_> {
    /// What follows `=`: exact characters.
    pub(super) fn exact(&mut self, span: Span) -> Parsed {
        let token = self.take();
        let (text, end) = match token {
            Some(token) => match token.kind {
                TokenKind::Word(text) | TokenKind::Phrase(text, None) => (text, token.span.end),
                _ => return self.fail(exact_of_nothing(span)),
            },
            None => return self.fail(exact_of_nothing(span)),
        };
        let whole = span.start..end;
        match self.within.clone() {
            Within::Field(field) if is_surface(field) => {
                if words::plain(text).is_empty() {
                    return self.fail(exact_of_nothing(span));
                }
                self.value(Value::Form(text.trim().to_owned()), whole)
            }
            Within::Field(field) if field.kind == FieldKind::Keyword => self.value(Value::Is(text.to_owned()), whole),
            Within::Field(_) => self.plain_value(text, whole),
            Within::Text(scope) => {
                let words = words::plain(text);
                if words.is_empty() {
                    return self.fail(exact_of_nothing(span));
                }
                self.clause(&whole);
                let exact = Some(text.trim().to_owned());
                Some(Node::new(whole, Kind::Text(Text { scope, words, slack: None, exact })))
            }
        }
    }

    pub(super) fn word(&mut self, chunk: &str, span: Span) -> Parsed {
        let scope = match self.within.clone() {
            Within::Field(field) if field.kind == FieldKind::Keyword || field.kind == FieldKind::Any => {
                return self.keyword(field, chunk, span);
            }
            Within::Field(_) => return self.plain_value(chunk, span),
            Within::Text(scope) => scope,
        };
        if chunk == "*" {
            self.clause(&span);
            return Some(everything(&scope, span));
        }
        self.surprises(chunk, &span);
        match words::patterns(chunk, &span) {
            Ok(words) => self.text(scope, words::inflected(words, chunk), None, chunk, span),
            Err(error) => self.fail(error),
        }
    }

    /// What a word contains that other search languages read differently, or that the index does not store.
    fn surprises(&mut self, chunk: &str, span: &Span) {
        let word = chunk.trim_end_matches([',', '.', ';', ':', '!', '?']);
        let before = |end: &str| word.strip_suffix(end).is_some_and(|word| word.ends_with(char::is_alphanumeric));
        let is_money = |c: char| matches!(c, '$' | '£' | '€' | '¥' | '₹' | '₽');
        let digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let signs = |c: char| matches!(c, '+' | '#' | '%') || is_money(c);
        let (first, last) = (word.trim_start_matches(is_money), word.trim_end_matches(|c| c == '%' || is_money(c)));
        let counts = first != word && digit(first.chars().next()) || last != word && digit(last.chars().next_back());
        let text = if chunk.strip_suffix('?').is_some_and(|word| word.ends_with(char::is_alphanumeric)) {
            "\"?\" at the end of a word is read as punctuation; inside a word it matches any letter".to_owned()
        } else if before("+") || before("++") || before("#") || counts {
            let bare = word.trim_matches(signs);
            format!("signs are not searched: \"{word}\" finds every {bare}; `=\"{word}\"` finds it as written")
        } else if chunk.contains('<') && chunk.contains('>') && chunk.contains('/') || chunk.contains("&nbsp;") {
            format!("\"{chunk}\" looks like markup; its names are searched as words")
        } else {
            return;
        };
        self.hints.push(Hint { span: span.clone(), text });
    }

    pub(super) fn phrase(&mut self, text: &str, slack: Option<u32>, span: Span) -> Parsed {
        let scope = match self.within.clone() {
            Within::Text(scope) => scope,
            Within::Field(field) if slack.is_some() => {
                let error = QueryError::new(
                    span,
                    format!("`~` cannot be used with {}: it applies to words of the text", field.name),
                );
                return self.fail(error.with_hint("remove the `~` and the number"));
            }
            Within::Field(field) if field.kind == FieldKind::Keyword || field.kind == FieldKind::Any => {
                let value = value_of(field, text);
                return self.value(value, span);
            }
            Within::Field(_) => return self.plain_value(text, span),
        };
        match words::phrase(text, &span) {
            Ok(words) if slack.is_some_and(|slack| words.len() + slack as usize > ZONE_GAP) => {
                let error = QueryError::new(span, format!("the window is larger than {ZONE_GAP} words"));
                self.fail(error.with_hint("use a smaller number after `~`: it is added to the number of words"))
            }
            Ok(words) => self.text(scope, words, slack, text, span),
            Err(error) => self.fail(error),
        }
    }

    fn text(&mut self, scope: Scope, words: Vec<Pattern>, slack: Option<u32>, typed: &str, span: Span) -> Parsed {
        if words.is_empty() {
            if typed.chars().any(|c| !matches!(c, '-' | '–' | '—' | '&' | '/' | ',' | '.' | ' ')) {
                self.hints.push(Hint { span, text: format!("\"{typed}\" has no letters or digits and is ignored") });
            }
            return None;
        }
        self.clause(&span);
        Some(Node::new(span, Kind::Text(Text { scope, words, slack, exact: None })))
    }

    /// An unquoted value of a keyword field.
    fn keyword(&mut self, field: &'static Field, chunk: &str, span: Span) -> Parsed {
        let fuzzy = chunk.rsplit_once('~').is_some_and(|(_, edits)| matches!(edits, "" | "1" | "2"));
        if fuzzy && !is_address(field) {
            let error = QueryError::new(
                span,
                format!("`~` cannot be used with {}: it applies to words of the text", field.name),
            );
            return self.fail(error.with_hint("use a `*` in the value for any letters"));
        }
        let value = if chunk == "none" { Value::None } else { value_of(field, chunk) };
        self.value(value, span)
    }

    /// A value of the current field; for a field of several kinds, of any of them.
    fn value(&mut self, value: Value, span: Span) -> Parsed {
        let Within::Field(field) = self.within.clone() else { return None };
        self.clause(&span);
        let one = |name: &'static str| Node::new(span.clone(), Kind::Keyword { field: name, value: value.clone() });
        if field.kind != FieldKind::Any {
            return Some(one(&field.name));
        }
        let every: Vec<Node> = field.of.iter().map(|name| one(name)).collect();
        let kind = if value == Value::None { Kind::And(every) } else { Kind::Or(every) };
        Some(Node::new(span, kind))
    }

    /// An address of its own is looked up; as a value of a field it belongs to that field.
    pub(super) fn url(&mut self, address: &str, span: Span) -> Parsed {
        match self.within.clone() {
            Within::Text(Scope::Default) => {}
            Within::Text(scope) => return self.text(scope, words::plain(address), None, address, span),
            Within::Field(field) if is_address(field) => return self.keyword(field, address, span),
            Within::Field(field) if field.name == "domain" => {
                let domain = host_of(address).and_then(|host| registrable_domain(&host));
                return self.value(Value::Is(domain.unwrap_or_else(|| address.to_owned())), span);
            }
            Within::Field(field) if field.name == "outlet" => {
                let host = host_of(address).and_then(|host| registrable_domain(&host));
                return self.value(Value::Is(host.unwrap_or_else(|| address.to_owned())), span);
            }
            Within::Field(field) => {
                let error = QueryError::new(span, format!("invalid value of {}: a web address", field.name));
                return self.fail(error.with_hint("search for addresses with `url:` and `domain:`"));
            }
        }
        self.clause(&span);
        let (field, value) = match (canonical_url(address), host_of(address).and_then(|host| registrable_domain(&host)))
        {
            (None, Some(domain)) => ("domain", domain),
            _ => ("url", address.to_owned()),
        };
        let words = words::plain(address.strip_prefix("www.").unwrap_or(address));
        let alone = field == "url" || words.len() < 2 || address.contains('/');
        let text = if alone { "" } else { ", and in the text" };
        let text = format!("the address is searched as {field}:{value}{text}");
        self.hints.push(Hint { span: span.clone(), text });
        let site = Node::new(span.clone(), Kind::Keyword { field, value: Value::Is(value) });
        if alone {
            return Some(site);
        }
        // A site may also be written in a text.
        let text = Text { scope: Scope::Default, words, slack: None, exact: None };
        Some(Node::new(span.clone(), Kind::Or(vec![site, Node::new(span, Kind::Text(text))])))
    }

    /// The value of a date or number, or the name of a zone.
    pub(super) fn range(&mut self, value: &str, span: Span) -> Parsed {
        self.plain_value(value, span)
    }

    fn plain_value(&mut self, value: &str, span: Span) -> Parsed {
        self.clause(&span);
        let Within::Field(field) = &self.within else { return None };
        let field: &'static Field = field;
        let kind = match field.kind {
            FieldKind::Date => dates::parse(value, span.clone(), self.options.today).map(Kind::Date),
            FieldKind::Has => zone_named(value, &span).map(Kind::Zone),
            _ => numbers::parse(field, value, &span).map(|(from, to)| Kind::Number { field: &field.name, from, to }),
        };
        match kind {
            Ok(kind) => Some(Node::new(span, kind)),
            Err(error) => self.fail(error),
        }
    }
}

fn exact_of_nothing(span: Span) -> QueryError {
    QueryError::new(span, "missing word or quotation after `=`: `=\"US\"`")
}

/// Fields of names.
fn is_surface(field: &Field) -> bool {
    field.name == "entity" || NameKind::of_field(&field.name).is_some()
}

/// Fields whose values may hold any character.
fn is_address(field: &Field) -> bool {
    matches!(&*field.name, "url" | "path" | "key")
}

/// A value as typed: whole, or with a `*` for any characters or a `?` for one letter inside a word.
fn value_of(field: &Field, text: &str) -> Value {
    if field.name == "language"
        && text.chars().count() > 3
        && let Some(tag) = language_tag(text)
    {
        return Value::Is(tag);
    }
    let letters: Vec<char> = text.chars().collect();
    let asks =
        letters.windows(3).any(|three| three[1] == '?' && three[0].is_alphanumeric() && three[2].is_alphanumeric());
    match text.strip_suffix('*') {
        Some("") => Value::Any,
        Some(start) if !start.contains('*') && (is_address(field) || !asks) => Value::StartsWith(start.to_owned()),
        _ if text.contains('*') || asks && !is_address(field) => Value::Like(text.to_owned()),
        _ => Value::Is(text.to_owned()),
    }
}

/// Only `*`: all articles, or those with anything in the zones.
fn everything(scope: &Scope, span: Span) -> Node {
    let Scope::Zones(zones) = scope else { return Node::new(span, Kind::All) };
    let mut zones: Vec<Zone> = zones.clone();
    if zones.contains(&Zone::Body) {
        zones.retain(|zone| *zone != Zone::Lead);
    }
    let mut parts: Vec<Node> = zones.into_iter().map(|zone| Node::new(span.clone(), Kind::Zone(zone))).collect();
    if parts.len() == 1 { parts.remove(0) } else { Node::new(span, Kind::Or(parts)) }
}

fn zone_named(name: &str, span: &Span) -> Result<Zone, QueryError> {
    let lower = name.trim().to_lowercase();
    // Another name of a zone works too.
    let known = Schema::news().resolve(&lower).map_or(lower.as_str(), |field| &field.name);
    let found = Zone::TEXT.into_iter().chain([Zone::Margin]).find(|zone| zone.name() == known);
    found.ok_or_else(|| {
        QueryError::new(span.clone(), format!("unknown zone \"{name}\""))
            .with_hint("use title, deck, lead, body, captions or margin; `zone:margin` finds articles that have one")
    })
}
