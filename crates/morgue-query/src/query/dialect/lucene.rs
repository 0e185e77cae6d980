//! Queries of Lucene and of systems built on it: `+must -mustnot maybe`, `field:(a b)`, `"low orbit"~3`, `wom?n`,
//! `word~2`, `word^2`, `[a TO b]`, a backslash to escape a character. Rejects regular expressions.

use super::fragment::{Form, Fragment};
use super::lucene_clauses::{Clause, Joined, Sign, combined};
use super::lucene_values::Values;
use super::notes::{ANY, Difference, INFLECTIONS};
use super::read::Read;
use super::translation::too_deep;
use super::write::{self, Word};
use crate::query::language::MAX_NEAR;
use crate::query::language::Pattern;
use crate::query::language::QueryError;
use crate::query::language::Span;
use crate::query::language::{MAX_CLAUSES, MAX_DEPTH};
use crate::query::language::{closing_mark_at, is_blank, is_close, is_open, is_quote};
use crate::query::language::{weights, words};
use crate::schema::Schema;
use crate::terms::ZONE_GAP;
use jiff::civil::Date;

/// What differs between the systems that use it.
pub struct Flavour {
    pub name: &'static str,
    pub blank_is_and: bool,
    /// The note on words next to each other.
    pub blank: Difference,
    pub words: Difference,
    pub field: fn(&str) -> Use,
}

/// What a name before a colon means.
pub enum Use {
    Field(&'static str),
    /// Not supported, with a suggestion.
    Unlike(&'static str),
    Unknown,
}

pub const FLAVOUR: Flavour = Flavour { name: "Lucene", blank_is_and: false, blank: ANY, words: INFLECTIONS, field };

const FIELDS: [(&str, &str); 10] = [
    // In other systems the source of an article is its paper.
    ("source", "outlet"),
    ("content", "body"),
    ("article", "body"),
    ("published", "date"),
    ("published_at", "date"),
    ("publish_date", "date"),
    ("pub_date", "date"),
    ("@timestamp", "date"),
    ("timestamp", "date"),
    ("word_count", "words"),
];

fn field(name: &str) -> Use {
    let name = name.strip_suffix(".keyword").unwrap_or(name);
    if let Some((_, field)) = FIELDS.iter().find(|(known, _)| *known == name) {
        return Use::Field(field);
    }
    Schema::news().resolve(name).map_or(Use::Unknown, |field| Use::Field(&field.name))
}

/// Reads a Lucene query in one of its flavours.
pub fn read(text: &str, flavour: &Flavour, today: &dyn Fn() -> Date) -> Result<Read, QueryError> {
    let mut scanner = Scanner { text, at: 0, flavour, today, notes: Vec::new(), depth: 0, clauses: 0, within: None };
    let part = scanner.clauses()?;
    if scanner.at < text.len() {
        let error = QueryError::new(scanner.at..scanner.at + 1, "this bracket was never opened");
        return Err(error.with_hint("remove it, or add an opening bracket"));
    }
    Ok(Read { part, notes: scanner.notes })
}

pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) flavour: &'a Flavour,
    today: &'a dyn Fn() -> Date,
    pub(super) notes: Vec<(Difference, Span)>,
    depth: usize,
    clauses: usize,
    pub(super) within: Option<&'static str>,
}

pub(super) type Parsed = Result<Option<Fragment>, QueryError>;

impl<'a> Scanner<'a> {
    pub(super) fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn skip_blanks(&mut self) -> Option<char> {
        self.at += self.rest().len() - self.rest().trim_start_matches(is_blank).len();
        self.rest().chars().next()
    }

    /// An operator that is a token of its own.
    fn operator(&self, names: &[&str]) -> Option<usize> {
        names.iter().find_map(|name| {
            let after = self.rest().strip_prefix(name)?.chars().next();
            let signs = !name.starts_with(char::is_alphanumeric);
            (signs || after.is_none_or(|c| is_blank(c) || is_open(c) || is_quote(c) || is_close(c)))
                .then_some(name.len())
        })
    }

    /// The clauses of a group, to its end.
    fn clauses(&mut self) -> Parsed {
        let mut clauses: Vec<Clause> = Vec::new();
        loop {
            let start = self.at;
            let joined = self.joined();
            if joined != Joined::Blank && clauses.is_empty() {
                return Err(self.lacks(start, "before"));
            }
            let sign = self.sign()?;
            let next = self.skip_blanks().filter(|c| !is_close(*c));
            let bound = joined != Joined::Blank || sign != Sign::None;
            let operator = self.operator(&["AND", "OR", "&&", "||"]).is_some();
            if bound && (operator || next.is_none()) {
                return Err(self.lacks(start, "after"));
            }
            if next.is_none() {
                break;
            }
            match self.primary()? {
                Some(part) => {
                    let blank = joined == Joined::Blank && sign == Sign::None && !clauses.is_empty();
                    if blank {
                        self.notes.push((self.flavour.blank, part.span.clone()));
                    }
                    clauses.push(Clause { joined, sign, part });
                }
                None if bound => return Err(self.lacks(start, "after")),
                None => {}
            }
        }
        combined(clauses, self.flavour.blank_is_and, &mut self.notes)
    }

    fn joined(&mut self) -> Joined {
        self.skip_blanks();
        for (names, joined) in [(["AND", "&&"], Joined::And), (["OR", "||"], Joined::Or)] {
            if let Some(length) = self.operator(&names) {
                self.at += length;
                return joined;
            }
        }
        Joined::Blank
    }

    fn sign(&mut self) -> Result<Sign, QueryError> {
        let mut sign = Sign::None;
        loop {
            let start = self.at;
            self.skip_blanks();
            let attached = self.rest().chars().nth(1).is_some_and(|c| !is_blank(c) && !is_close(c));
            let (found, length) = match self.rest().chars().next() {
                Some('+') if attached => (Sign::Must, 1),
                Some('-' | '!') if attached => (Sign::Not, 1),
                _ if self.operator(&["NOT"]).is_some() => (Sign::Not, 3),
                _ => {
                    self.at = start;
                    return Ok(sign);
                }
            };
            if sign != Sign::None {
                return Err(QueryError::new(self.at..self.at + length, "more than one sign before this part")
                    .with_hint("remove one of them"));
            }
            sign = found;
            self.at += length;
        }
    }

    fn lacks(&mut self, start: usize, side: &str) -> QueryError {
        let rest = &self.text[start..];
        let start = start + rest.len() - rest.trim_start_matches(is_blank).len();
        let length = self.text[start..].find(is_blank).unwrap_or(self.text.len() - start).min(3);
        let span = start..self.text.ceil_char_boundary(start + length);
        let typed = &self.text[span.clone()];
        QueryError::new(span.clone(), format!("missing word {side} {typed}"))
            .with_hint("to search for the word, put it in quotation marks")
    }

    pub(super) fn clause(&mut self, span: &Span) -> Result<(), QueryError> {
        self.clauses += 1;
        match self.clauses {
            0..=MAX_CLAUSES => Ok(()),
            _ => Err(QueryError::new(span.clone(), format!("the query has more than {MAX_CLAUSES} words and values"))),
        }
    }

    /// A group, a quotation, a term, or a field with one of them.
    pub(super) fn primary(&mut self) -> Parsed {
        let Some(first) = self.skip_blanks() else { return Ok(None) };
        let start = self.at;
        match first {
            c if is_open(c) => {
                let group = self.group(c)?;
                self.weighted(group)
            }
            c if is_quote(c) => {
                let quoted = self.quoted(c)?;
                self.weighted(quoted)
            }
            '/' if self.rest()[1..].contains('/') && self.within.is_none() => {
                let end = self.rest()[1..].find('/').unwrap_or(0) + 2;
                let error = QueryError::new(start..start + end, "regular expressions are not supported");
                Err(error
                    .with_hint("use wildcards, `wom?n` or `satel*`; for the character, put a backslash before `/`"))
            }
            '[' | '{' => self.bracketed(),
            _ => self.term(),
        }
    }

    fn group(&mut self, open: char) -> Parsed {
        let span = self.at..self.at + open.len_utf8();
        if self.depth >= MAX_DEPTH {
            return Err(too_deep(span));
        }
        self.at = span.end;
        self.depth += 1;
        let inner = self.clauses()?;
        self.depth -= 1;
        match self.rest().chars().next() {
            Some(close) => self.at += close.len_utf8(),
            None => {
                return Err(QueryError::new(span, "this bracket is never closed").with_hint("close it, or remove it"));
            }
        }
        Ok(inner)
    }

    /// `^2` after an operand.
    pub(super) fn weighted(&mut self, part: Option<Fragment>) -> Parsed {
        let Some(number) = self.number_behind('^') else { return Ok(part) };
        let span = self.at - number.len() - 1..self.at;
        let by = weights::parse(number).ok_or_else(|| {
            QueryError::new(span.clone(), format!("invalid weight after `^`: expected {}", weights::RANGE))
                .with_hint("remove it, or use a number in this range")
        })?;
        Ok(part.map(|part| Fragment::new(part.span.start..span.end, Form::Boost(Box::new(part), weights::print(by)))))
    }

    /// The number after a symbol at this position; it is optional.
    pub(super) fn number_behind(&mut self, sign: char) -> Option<&'a str> {
        let rest = self.rest().strip_prefix(sign)?;
        let length = rest.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(rest.len());
        self.at += 1 + length;
        Some(&rest[..length])
    }

    fn quoted(&mut self, open: char) -> Parsed {
        let start = self.at;
        let inside = &self.rest()[open.len_utf8()..];
        let end = match open {
            '"' => unescaped(inside, '"').map(|end| (end, 1)),
            _ => closing_mark_at(open, inside),
        };
        let Some((end, close)) = end else {
            let error = QueryError::new(start..start + open.len_utf8(), "this quotation mark is never closed");
            return Err(error.with_hint("close the quotation, or remove the mark"));
        };
        self.at += open.len_utf8() + end + close;
        let span = start..self.at;
        let plain = inside[..end].replace('\\', "").replace(['*', '?', '"'], " ");
        let slack = self.number_behind('~').map(str::to_owned);
        if let Some(field @ ("date" | "words")) = self.within {
            return self.single(field, plain.trim(), span).map(Some);
        }
        let list: Vec<Word> = plain
            .split_whitespace()
            .map(|text| Word { span: span.clone(), text: text.to_owned(), wild: false })
            .collect();
        let list: Vec<Word> = list.into_iter().filter(|word| !word.is_empty()).collect();
        if list.is_empty() {
            return Ok(None);
        }
        self.clause(&span)?;
        if self.within.is_some_and(write::is_keyword) {
            return write::value(&list, false);
        }
        let phrase = write::phrase(&list)?;
        match slack.filter(|_| words::plain(&plain).len() > 1) {
            Some(number) => moved(phrase, &number, &words::plain(&plain), span),
            None => Ok(phrase),
        }
    }

    fn bracketed(&mut self) -> Parsed {
        let start = self.at;
        let end = self.rest().find([']', '}']);
        let (Some(field @ ("date" | "words")), Some(end)) = (self.within, end) else {
            let mark = QueryError::new(start..start + 1, "ranges of words are not supported");
            return Err(
                mark.with_hint("use ranges with dates and numbers; to search for the words, remove the bracket")
            );
        };
        let whole = &self.rest()[..=end];
        self.at += end + 1;
        let span = start..self.at;
        self.clause(&span)?;
        let includes = (whole.starts_with('['), whole.ends_with(']'));
        let values = Values { field, span: span.clone(), today: self.today };
        let text = values.range(&whole[1..end], includes)?;
        self.weighted(Some(Fragment::new(span, Form::Value(text))))
    }

    pub(super) fn single(&mut self, field: &'static str, text: &str, span: Span) -> Result<Fragment, QueryError> {
        self.clause(&span)?;
        let values = Values { field, span: span.clone(), today: self.today };
        let text = values.single(text)?;
        Ok(Fragment::new(span, Form::Value(text)))
    }
}

/// A phrase whose words may be moved by `number` places in all. Two words are in their order with up to as many others
/// between them, or swapped, which is two moves; for more words morgue's query language has no such distance.
fn moved(phrase: Option<Fragment>, number: &str, list: &[Pattern], span: Span) -> Parsed {
    let Some(phrase) = phrase else { return Ok(None) };
    let most = (MAX_NEAR as usize - 1).min(ZONE_GAP.saturating_sub(list.len()));
    let Some(moves) = number.parse::<u32>().ok().filter(|moves| *moves as usize <= most) else {
        let error = QueryError::new(span, format!("invalid number after `~`: expected at most {most}"));
        return Err(error.with_hint("use AND for any distance"));
    };
    if moves == 0 {
        return Ok(Some(phrase));
    }
    let [Pattern::Word(first), Pattern::Word(second)] = list else {
        let error = QueryError::new(span, "moves of more than two words cannot be searched as Lucene counts them");
        let near = phrase.print();
        return Err(error.with_hint(format!(
            "join two words each with AND, or search without `--dialect` for {near}~{moves}, which allows {moves} other words \
             between them in any order"
        )));
    };
    let word = |text: &str| Fragment::new(span.clone(), Form::Text(format!("\"{text}\"")));
    let ordered = word(first).near(word(second), moves + 1, true)?;
    if moves < 2 || first == second {
        return Ok(Some(ordered));
    }
    Ok(Some(ordered.or(word(second).near(word(first), moves - 1, true)?)))
}

/// Where a character appears without a backslash in front of it.
fn unescaped(text: &str, mark: char) -> Option<usize> {
    let mut escaped = false;
    text.char_indices().find_map(|(at, c)| {
        let found = c == mark && !escaped;
        escaped = c == '\\' && !escaped;
        found.then_some(at)
    })
}
