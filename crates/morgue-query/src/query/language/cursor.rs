//! The position of a parser in its tokens, the current context, and the limits of a query.

use super::ast::{Hint, Kind, Node, Scope, Span};
use super::error::{MAX_ERRORS, QueryError};
use super::lexer::lex;
use super::library::Library;
use super::token::{Token, TokenKind};
use crate::schema::Field;
use jiff::civil::Date;

/// How a query is parsed.
#[derive(Clone, Copy)]
pub struct ParseOptions<'a> {
    /// Words next to each other are alternatives.
    pub any: bool,
    /// The day that relative dates count from; called only if a query has one.
    pub today: &'a dyn Fn() -> Date,
}

/// Longest query, in bytes.
pub const MAX_BYTES: usize = 64 << 10;

/// Deepest nesting of brackets, fields and operators.
pub const MAX_DEPTH: usize = 64;

/// Most words, phrases and values of one query.
pub const MAX_CLAUSES: usize = 1024;

/// The error for a query of punctuation only.
pub fn nothing_in(length: usize) -> QueryError {
    QueryError::new(0..length, "the query has no words").with_hint("write a word; `*` alone finds every article")
}

/// What words mean at this position.
#[derive(Debug, Clone)]
pub(super) enum Within {
    Text(Scope),
    /// Values of a field.
    Field(&'static Field),
}

pub(super) struct Parser<'a> {
    tokens: Vec<Token<'a>>,
    pub(super) at: usize,
    pub(super) end: usize,
    pub(super) options: ParseOptions<'a>,
    pub(super) searches: Library<'a>,
    /// Names of the saved searches that lead here.
    pub(super) path: Vec<String>,
    pub(super) hints: Vec<Hint>,
    pub(super) errors: Vec<QueryError>,
    /// A limit was reached: nothing more is read.
    stopped: bool,
    pub(super) depth: usize,
    pub(super) clauses: usize,
    pub(super) within: Within,
}

/// A node, or `None` if there was only punctuation.
pub(super) type Parsed = Option<Node>;

impl<'a> Parser<'a> {
    pub(super) fn of(text: &'a str, options: ParseOptions<'a>, library: Library<'a>) -> Self {
        let too_long = text.len() > MAX_BYTES;
        let lexed = lex(if too_long { "" } else { text });
        let mut errors = lexed.errors;
        if too_long {
            errors.push(QueryError::new(
                0..0,
                format!("the query is too long: {} bytes, at most {MAX_BYTES} are allowed", text.len()),
            ));
        }
        Self {
            tokens: lexed.tokens,
            at: 0,
            end: text.len(),
            options,
            searches: library,
            path: Vec::new(),
            hints: lexed.hints,
            errors,
            stopped: false,
            depth: 0,
            clauses: 0,
            within: Within::Text(Scope::Default),
        }
    }

    /// Records a mistake, and returns a node to continue with.
    pub(super) fn fail(&mut self, error: QueryError) -> Parsed {
        let placeholder = Node::new(error.span.clone(), Kind::All);
        if !self.stopped {
            self.errors.push(error);
            if self.errors.len() >= MAX_ERRORS {
                self.stop();
            }
        }
        Some(placeholder)
    }

    pub(super) fn stop(&mut self) {
        self.stopped = true;
        self.at = self.tokens.len();
    }

    pub(super) fn too_deep(&mut self, span: &Span) -> Parsed {
        let failed =
            self.fail(QueryError::new(span.clone(), format!("the query is nested more than {MAX_DEPTH} levels deep")));
        self.stop();
        failed
    }

    pub(super) fn peek(&self) -> Option<&Token<'a>> {
        self.tokens.get(self.at)
    }

    pub(super) fn take(&mut self) -> Option<Token<'a>> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    pub(super) fn takes(&mut self, wanted: impl Fn(&TokenKind) -> bool) -> Option<Span> {
        let span = self.peek().filter(|token| wanted(&token.kind))?.span.clone();
        self.at += 1;
        Some(span)
    }

    /// One level deeper, within limits.
    pub(super) fn deeper(&mut self, span: &Span, read: impl FnOnce(&mut Self) -> Parsed) -> Parsed {
        if self.depth >= MAX_DEPTH {
            return self.too_deep(span);
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    /// Counts a word, phrase or value.
    pub(super) fn clause(&mut self, span: &Span) {
        self.clauses += 1;
        if self.clauses > MAX_CLAUSES {
            let message = format!("the query has more than {MAX_CLAUSES} words and values");
            self.fail(QueryError::new(span.clone(), message));
            self.stop();
        }
    }

    /// The field whose value is being read.
    pub(super) fn outer_field(&self) -> Option<&'static str> {
        match &self.within {
            Within::Text(Scope::Default) => None,
            Within::Text(Scope::Zones(zones)) => zones.last().map(|zone| zone.name()),
            Within::Field(field) => Some(&field.name),
        }
    }
}
