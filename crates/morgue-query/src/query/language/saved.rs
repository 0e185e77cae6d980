//! `query:NAME`, the name of a saved search, to its tree. A saved search keeps its own flags: days, zones, any-word,
//! exact words. It replaces its name, as if in brackets; a circular reference is rejected, and the error shows the
//! path.

use super::ast::{Kind, Node, Scope, Span, Text};
use super::cursor::{MAX_DEPTH, ParseOptions, Parsed, Parser};
use super::dates;
use super::error::QueryError;
use super::library::Stored;
use super::zones::ZoneChoice;
use crate::terms::Zone;

impl Parser<'_> {
    /// What a name means.
    pub(super) fn saved(&mut self, name: &str, span: Span) -> Parsed {
        if let Some(outer) = self.outer_field() {
            let error = QueryError::new(span, format!("`query:` is inside the value of {outer}"));
            return self.fail(error.with_hint("join the two with AND: a saved search cannot be a value"));
        }
        let name = name.to_lowercase();
        if self.path.contains(&name) {
            let way = self.path.iter().chain([&name]).map(String::as_str).collect::<Vec<_>>().join(" → ");
            let error = QueryError::new(span, format!("saved searches refer to each other in a circle: {way}"));
            return self.fail(error.with_hint("save one of them without the other, with `morgue saved add --replace`"));
        }
        if self.depth + 1 >= MAX_DEPTH {
            return self.too_deep(&span);
        }
        let stored = (self.searches)(&name);
        match stored.and_then(|stored| self.expand(&name, &stored, &span)) {
            Ok(node) => Some(node),
            Err(error) => self.fail(QueryError { span, others: Vec::new(), ..error }),
        }
    }

    /// Reads a saved search with its own parser, which continues the counts of this one.
    fn expand(&mut self, name: &str, stored: &Stored, span: &Span) -> Result<Node, QueryError> {
        let told = |error: QueryError| {
            let hint = error.hint.unwrap_or_else(|| format!("look at it with `morgue saved show {name}`"));
            QueryError::new(0..0, format!("saved search \"{name}\": {}", error.message)).with_hint(hint)
        };
        let mut parts = Vec::new();
        if !stored.text.trim().is_empty() {
            let options = ParseOptions { any: stored.any, ..self.options };
            let mut inner = Parser::of(&stored.text, options, self.searches);
            inner.path.clone_from(&self.path);
            inner.path.push(name.to_owned());
            (inner.depth, inner.clauses) = (self.depth + 1, self.clauses);
            let root = inner.finish().map_err(told)?;
            self.clauses = inner.clauses;
            parts.push(root);
        }
        for (value, sign) in [(&stored.since, ">="), (&stored.until, "<=")] {
            if let Some(value) = value {
                let days = dates::parse(&format!("{sign}{}", value.trim()), span.clone(), self.options.today);
                parts.push(Node::new(0..0, Kind::Date(days.map_err(told)?)));
            }
        }
        let mut node = match parts.len() {
            0 => return Err(told(QueryError::new(0..0, "it has no words"))),
            1 => parts.remove(0),
            _ => Node::new(0..0, Kind::And(parts)),
        };
        fit(&mut node, stored, span);
        Ok(node)
    }
}

/// Gives a tree the meaning of the flags it was saved with, and the position of its name.
fn fit(node: &mut Node, stored: &Stored, span: &Span) {
    if stored.exact {
        node.take_words_literally();
    }
    if stored.loose_dates {
        node.loosen_dates();
    }
    let zones = match &stored.zones {
        ZoneChoice::Story => None,
        ZoneChoice::All => Some(Zone::TEXT.into_iter().chain([Zone::Margin]).collect()),
        ZoneChoice::Only(zones) => Some(zones.clone()),
    };
    node.each(&mut |node| {
        node.span = span.clone();
        if let (Some(zones), Kind::Text(Text { scope: scope @ Scope::Default, .. })) = (&zones, &mut node.kind) {
            *scope = Scope::Zones(zones.clone());
        }
    });
}
