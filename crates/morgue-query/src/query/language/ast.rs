//! The syntax tree of a query, with the position of every part in the text. Knows no engine, so that it can be lowered
//! to any.

use crate::terms::Zone;
use crate::text::fold_letters;
use serde::{Deserialize, Serialize};
use std::ops::Range;

/// Bytes of the query text that a node was read from.
pub type Span = Range<usize>;

/// One node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub span: Span,
    pub kind: Kind,
}

impl Node {
    /// Matches every word exactly as written: without other written forms and inflections.
    pub fn take_words_literally(&mut self) {
        self.each(&mut |node| {
            let Kind::Text(text) = &mut node.kind else { return };
            for pattern in &mut text.words {
                if let Pattern::Family(word) | Pattern::Word(word) = pattern {
                    // Initials typed in capitals are a word like any other, and accents are not compared.
                    *pattern = Pattern::Literal(fold_letters(word));
                }
            }
        });
    }

    /// Replaces a word wherever it is searched.
    pub fn replace_word(&mut self, word: &str, other: &str) {
        self.each(&mut |node| {
            let Kind::Text(text) = &mut node.kind else { return };
            for pattern in &mut text.words {
                if let Pattern::Literal(known) | Pattern::Word(known) | Pattern::Family(known) = pattern
                    && (known == word || fold_letters(known) == word)
                {
                    other.clone_into(known);
                }
            }
        });
    }

    /// Lets articles that state only a month or a year count if that lies partly in the range.
    pub fn loosen_dates(&mut self) {
        self.each(&mut |node| {
            if let Kind::Date(days) = &mut node.kind {
                days.loose = true;
            }
        });
    }

    /// Visits this node and all below it.
    pub(super) fn each(&mut self, visit: &mut dyn FnMut(&mut Node)) {
        visit(self);
        match &mut self.kind {
            Kind::And(parts) | Kind::Or(parts) => parts.iter_mut().for_each(|part| part.each(visit)),
            Kind::Not(part) | Kind::AtLeast { part, .. } | Kind::Boost { part, .. } => part.each(visit),
            Kind::Near { left, right, .. } | Kind::Same { left, right, .. } => {
                left.each(visit);
                right.each(visit);
            }
            Kind::All | Kind::Text(_) | Kind::Keyword { .. } | Kind::Date(_) | Kind::Number { .. } | Kind::Zone(_) => {}
        }
    }

    /// The parts directly inside.
    pub fn parts(&self) -> Vec<&Node> {
        match &self.kind {
            Kind::And(parts) | Kind::Or(parts) => parts.iter().collect(),
            Kind::Not(part) | Kind::AtLeast { part, .. } | Kind::Boost { part, .. } => vec![part],
            Kind::Near { left, right, .. } | Kind::Same { left, right, .. } => vec![left, right],
            Kind::All | Kind::Text(_) | Kind::Keyword { .. } | Kind::Date(_) | Kind::Number { .. } | Kind::Zone(_) => {
                Vec::new()
            }
        }
    }

    /// The words that match several words of an archive by a wildcard or a number of edits, in reading order.
    pub fn patterns(&self) -> Vec<&Pattern> {
        let own: &[Pattern] = match &self.kind {
            Kind::Text(text) if text.exact.is_none() => &text.words,
            _ => &[],
        };
        let is_open =
            |pattern: &&Pattern| !matches!(pattern, Pattern::Literal(_) | Pattern::Word(_) | Pattern::Family(_));
        own.iter().filter(is_open).chain(self.parts().into_iter().flat_map(Node::patterns)).collect()
    }

    pub fn new(span: Span, kind: Kind) -> Self {
        Self { span, kind }
    }
}

/// The kind of a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// Every article.
    All,
    /// All of these.
    And(Vec<Node>),
    /// Any of these.
    Or(Vec<Node>),
    /// Every article except these.
    Not(Box<Node>),
    /// Two operands at most `within` positions apart; `ordered`: the left one first.
    Near { left: Box<Node>, right: Box<Node>, within: u32, ordered: bool },
    /// Two operands in one sentence or paragraph.
    Same { left: Box<Node>, right: Box<Node>, unit: Unit },
    /// An operand that occurs at least this many times.
    AtLeast { times: u32, part: Box<Node> },
    /// Words of the text.
    Text(Text),
    /// A value of a field of whole values.
    Keyword { field: &'static str, value: Value },
    /// Calendar days.
    Date(DayRange),
    /// A number field.
    Number { field: &'static str, from: u64, to: u64 },
    /// Articles with text in a zone; the body includes the lead.
    Zone(Zone),
    /// An operand that counts `by` thousandths of its score; what it finds stays the same.
    Boost { part: Box<Node>, by: u32 },
}

/// A unit of text that SAME names.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Unit {
    Sentence,
    Paragraph,
}

/// Words in some zones: one word, or several adjacent ones.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Text {
    pub scope: Scope,
    /// One for a word, several for a phrase; never empty.
    pub words: Vec<Pattern>,
    /// How many other words may be between those of the phrase, in any order (`"a b c"~4`); `None` for an exact phrase.
    pub slack: Option<u32>,
    /// The characters as typed, if they must match exactly (`="US"`).
    pub exact: Option<String>,
}

/// Where words are searched.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// The default of the search: all zones except the margin, unless it says otherwise.
    Default,
    /// These zones.
    Zones(Vec<Zone>),
}

/// One word of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Pattern {
    /// A folded word that matches only itself (`"=word"`, `--exact`).
    Literal(String),
    /// A folded word and its other written forms, without inflections: a word in quotation marks.
    Word(String),
    /// A folded word and its inflections, however they are written; in capitals if it was typed so and is also initials (`US`).
    Family(String),
    /// `star*` (folded, without the star).
    Prefix(String),
    /// `wom?n`, `t*wan`, `bank{0,2}`: `*` matches any letters, `?` one, a number in braces so many more at the end.
    Wildcard(String),
    /// `Kirienko~1`: a word within a number of edits.
    Fuzzy(String, u8),
}

/// A value of a keyword field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// The whole value, or whole words of it, as the field's schema says. As typed, not folded.
    Is(String),
    /// A value, or a word of it, with this prefix.
    StartsWith(String),
    /// A value, or whole words of it, that match a pattern: `*` matches any characters, `?` one.
    Like(String),
    /// A name exactly as written in the text, with its capitals and accents (`person:="Musk"`).
    Form(String),
    /// Any value.
    Any,
    /// No value.
    None,
}

/// Calendar days from one to another, both included; yyyymmdd.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub struct DayRange {
    pub from: Option<i32>,
    pub to: Option<i32>,
    /// Only articles without a date.
    pub undated: bool,
    /// An article without a date counts too, and one of a month or year that lies only partly in the range.
    pub loose: bool,
}

impl DayRange {
    pub const UNDATED: Self = Self { from: None, to: None, undated: true, loose: false };
}

/// A parsed query: its tree, and what the user should know about how it was parsed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Query {
    pub root: Node,
    pub hints: Vec<Hint>,
}

/// Something about the parsing that the user may not expect.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hint {
    pub span: Span,
    pub text: String,
}
