//! Lucene terms: characters up to the next space or operator, with their escapes removed, as words, patterns, fuzzy
//! words (`word~2`), addresses, or the name of a field before a colon.

use super::fragment::{Form, Fragment};
use super::lucene::{Parsed, Scanner, Use};
use super::lucene_values::any;
use super::notes::{ADDRESS, FUZZY, SIGNS, SIMILARITY, WHOLE_VALUE};
use super::write::{self, Word};
use crate::query::language::QueryError;
use crate::query::language::{Pattern, Span};
use crate::query::language::{is_blank, is_close, is_open, is_quote, url_length};
use crate::query::language::{names, words};
use crate::schema::{FieldKind, Schema};

/// A term with its escapes removed.
struct Term {
    span: Span,
    text: String,
    wild: bool,
    /// Where `text` has an unescaped colon.
    colon: Option<usize>,
    /// Bytes of the name before the colon, as typed.
    name: usize,
}

impl Scanner<'_> {
    /// A word, or a field and its value.
    pub(super) fn term(&mut self) -> Parsed {
        let start = self.at;
        if let Some(length) = url_length(self.rest()).filter(|_| self.within.is_none()) {
            self.at += length;
            self.notes.push((ADDRESS, start..self.at));
            self.clause(&(start..self.at))?;
            return Ok(Some(write::address(&self.text[start..self.at], start..self.at)));
        }
        let term = self.scan();
        if let Some(colon) = term.colon.filter(|colon| *colon > 0)
            && !matches!(self.within, Some("date" | "words" | "url"))
        {
            return self.field(&term, colon);
        }
        if let Some(field @ ("date" | "words")) = self.within {
            let part = self.single(field, &term.text, term.span)?;
            return self.weighted(Some(part));
        }
        let part = self.word(term)?;
        self.weighted(part)
    }

    /// Characters up to the end of a term; at least one.
    fn scan(&mut self) -> Term {
        let start = self.at;
        let mut term = Term { span: start..start, text: String::new(), wild: false, colon: None, name: 0 };
        let mut chars = self.rest().char_indices().peekable();
        let mut end = 0;
        while let Some((at, c)) = chars.next() {
            let stops = is_blank(c)
                || is_open(c)
                || is_close(c)
                || is_quote(c)
                || matches!(c, '[' | ']' | '{' | '}' | '~' | '^');
            if stops && at > 0 {
                break;
            }
            end = at + c.len_utf8();
            match c {
                '\\' => {
                    if let Some((at, c)) = chars.next() {
                        end = at + c.len_utf8();
                        term.text.push(if matches!(c, '*' | '?') { ' ' } else { c });
                    }
                }
                '[' | ']' | '{' | '}' | '~' | '^' => break,
                ':' if term.colon.is_none() => {
                    term.colon = Some(term.text.len());
                    term.name = at;
                    term.text.push(':');
                }
                c => {
                    term.wild |= matches!(c, '*' | '?');
                    term.text.push(c);
                }
            }
        }
        self.at = start + end;
        term.span.end = self.at;
        term
    }

    /// A field and the value after its colon.
    fn field(&mut self, term: &Term, colon: usize) -> Parsed {
        let span = term.span.start..term.span.start + term.name;
        let name = term.text[..colon].to_owned();
        let value = term.text[colon + 1..].to_owned();
        if name == "*" && value == "*" {
            self.clause(&term.span)?;
            return Ok(Some(Fragment::new(term.span.clone(), Form::Value(value))));
        }
        self.at = span.end + 1;
        if name == "_exists_" {
            let named = self.scan().text;
            let field = self.target(&named, "", &span)?;
            return Ok(Some(Fragment::new(span.start..self.at, Form::Value(any(field)))));
        }
        if let Some(outer) = self.within {
            let error = QueryError::new(span, format!("a field is inside the value of another one ({outer})"));
            return Err(error.with_hint("join the two with AND, or put a backslash before the colon"));
        }
        let field = self.target(&name, &value, &span)?;
        self.within = Some(field);
        let part = self.primary();
        self.within = None;
        let Some(part) = part? else {
            return Err(QueryError::new(span, format!("missing value after `{name}:`"))
                .with_hint("write `field:value` or `field:\"several words\"`"));
        };
        // Weights are outside of fields: values have none.
        Ok(Some(match part.form {
            _ if matches!(field, "date" | "words") => part,
            Form::Boost(inner, by) => {
                let inside = Fragment::new(part.span.clone(), Form::In(field, inner));
                Fragment::new(part.span, Form::Boost(Box::new(inside), by))
            }
            form => {
                let inner = Fragment::new(part.span.clone(), form);
                Fragment::new(span.start..part.span.end, Form::In(field, Box::new(inner)))
            }
        }))
    }

    fn target(&mut self, name: &str, value: &str, span: &Span) -> Result<&'static str, QueryError> {
        let field = match (self.flavour.field)(name) {
            Use::Field(field) => field,
            Use::Unlike(hint) => {
                let message = format!("the field \"{name}\" of {} is not supported", self.flavour.name);
                return Err(QueryError::new(span.clone(), message).with_hint(hint));
            }
            Use::Unknown => {
                let error = names::unknown(name, value, span.clone());
                return Err(match error.hint {
                    Some(hint) if hint.starts_with("to search for the words") => QueryError {
                        hint: Some(format!(
                            "to search for the words, put a backslash before the colon: `{name}\\:{value}`"
                        )),
                        ..error
                    },
                    _ => error,
                });
            }
        };
        if matches!(field, "outlet" | "section") {
            self.notes.push((WHOLE_VALUE, span.clone()));
        }
        let known = Schema::news().field(field).is_some_and(|known| {
            let kinds = [
                FieldKind::Keyword,
                FieldKind::Any,
                FieldKind::Zone,
                FieldKind::Zones,
                FieldKind::Text,
                FieldKind::Date,
            ];
            kinds.contains(&known.kind) || field == "words"
        });
        if !known {
            let error =
                QueryError::new(span.clone(), format!("the field \"{field}\" is not supported in this dialect"));
            return Err(error.with_hint("search without `--dialect`"));
        }
        Ok(field)
    }

    fn word(&mut self, term: Term) -> Parsed {
        let Term { span, mut text, mut wild, .. } = term;
        let number = self.number_behind('~').map(str::to_owned);
        if text == "*" {
            self.clause(&span)?;
            let form = if self.within.is_some() { Form::Text(text) } else { Form::Value(text) };
            return Ok(Some(Fragment::new(span, form)));
        }
        if wild && text.ends_with('?') && text.trim_end_matches('?').ends_with(char::is_alphanumeric) {
            let stem = text.trim_end_matches('?');
            text = format!("{stem}{{{}}}", text.len() - stem.len());
        }
        if self.within.is_some_and(write::is_keyword) {
            if number.is_some() {
                let error = QueryError::new(span, "`~` cannot be used with a field: it applies to words of the text");
                return Err(error.with_hint("use a `*` in the value for any letters"));
            }
            self.clause(&span)?;
            let word = Word { span, text, wild };
            return Ok(if word.is_empty() && !wild { None } else { write::value(&[word], false)? });
        }
        wild &= text.contains(char::is_alphanumeric);
        let word = Word { span: span.clone(), text, wild };
        if word.is_empty() {
            self.notes.push((SIGNS, span));
            return Ok(None);
        }
        self.clause(&span)?;
        if let Some(number) = number {
            return self.fuzzy(word, &number).map(Some);
        }
        if !word.wild {
            self.notes.push((self.flavour.words, span));
        }
        write::word(&word).map(Some)
    }

    /// `word~`, `word~1`, `word~0.8`.
    fn fuzzy(&mut self, word: Word, number: &str) -> Result<Fragment, QueryError> {
        let span = word.span.clone();
        let alone = match &words::plain(&word.text)[..] {
            [Pattern::Word(alone)] if !word.wild => alone.clone(),
            _ => return Err(QueryError::new(span, "`~` applies to one word without wildcards only: `Kirienko~1`")),
        };
        let edits = match number.parse::<f32>() {
            _ if number.is_empty() => 2,
            Ok(similarity) if number.contains('.') && similarity < 1.0 => {
                self.notes.push((SIMILARITY, span.clone()));
                // Rounded up, so that a word that must only be similar is not searched as it is.
                (((1.0 - similarity) * alone.chars().count() as f32).ceil() as u32).clamp(1, 2)
            }
            Ok(edits) => (edits as u32).min(2),
            Err(_) => {
                return Err(QueryError::new(
                    span,
                    "invalid number after `~`: expected 1 or 2, the letters that may be different",
                ));
            }
        };
        if edits == 0 {
            return write::word(&word);
        }
        self.notes.push((FUZZY, span.clone()));
        let written = write::word(&Word { span: span.clone(), text: alone, wild: false })?;
        match written.form {
            Form::Text(text) if !text.starts_with('"') => {
                Ok(Fragment::new(span, Form::Text(format!("{text}~{edits}"))))
            }
            _ => Err(QueryError::new(span, "`~` cannot be used with this word").with_hint("remove the `~`")),
        }
    }
}
