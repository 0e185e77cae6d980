//! Languages of words and connectors (Nexis, Factiva): tokens to a tree. Each connector has its own level; lower levels
//! bind first, equal ones from left to right. Words next to each other without a connector are a phrase.

use super::fragment::{Form, Fragment};
use super::notes::{Difference, SIGNS};
use super::read::Read;
use super::translation::too_deep;
use super::write::{self, Word};
use crate::query::language::QueryError;
use crate::query::language::{MAX_CLAUSES, MAX_DEPTH};
use crate::query::language::{Span, Unit};

/// What connects two operands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    And,
    Or,
    AndNot,
    Near { within: u32, ordered: bool },
    Same(Unit),
}

#[derive(Debug, Clone)]
pub enum TokenKind {
    Open,
    Close,
    Word(Word),
    /// The words of a quotation.
    Quoted(Vec<Word>),
    /// An operand that is already translated.
    Ready(Fragment),
    /// A connector and its level.
    Link(u16, Link),
    Not,
    Field(Target),
    AtLeast(u32),
}

#[derive(Debug, Clone)]
pub struct Token {
    pub span: Span,
    pub kind: TokenKind,
}

/// A field of morgue's query language that replaces one of another system.
#[derive(Debug, Clone, Copy)]
pub struct Target {
    pub field: &'static str,
    /// Part of a value is enough.
    pub part: bool,
}

/// How the operators of a dialect that have no left operand bind.
#[derive(Debug, Clone, Copy)]
pub struct Levels {
    /// The loosest connector that is still inside what a NOT excludes.
    pub not: u16,
    /// The loosest one that is still inside the value of a field or the operand of an occurrence count; `None` if that
    /// is a bracket.
    pub prefix: Option<u16>,
    /// How the forms of a single word, and of the words of a phrase, differ.
    pub word: Difference,
    pub phrase: &'static [Difference],
}

pub struct Reader<'a> {
    text: &'a str,
    tokens: Vec<Token>,
    at: usize,
    levels: Levels,
    within: Option<Target>,
    depth: usize,
    clauses: usize,
    notes: Vec<(Difference, Span)>,
}

type Parsed = Result<Option<Fragment>, QueryError>;

/// Reads the tokens of a text.
pub fn read(
    text: &str,
    tokens: Vec<Token>,
    notes: Vec<(Difference, Span)>,
    levels: Levels,
) -> Result<Read, QueryError> {
    let mut reader = Reader { text, tokens, at: 0, levels, within: None, depth: 0, clauses: 0, notes };
    let part = reader.expression(u16::MAX)?;
    match reader.tokens.get(reader.at) {
        Some(Token { span, .. }) => {
            let error = QueryError::new(span.clone(), "this bracket was never opened");
            Err(error.with_hint("remove it, or add an opening bracket"))
        }
        None => Ok(Read { part, notes: reader.notes }),
    }
}

impl Reader<'_> {
    fn take(&mut self) -> Option<Token> {
        let token = self.tokens.get(self.at).cloned();
        self.at += usize::from(token.is_some());
        token
    }

    fn deeper<T>(
        &mut self,
        span: &Span,
        read: impl FnOnce(&mut Self) -> Result<T, QueryError>,
    ) -> Result<T, QueryError> {
        if self.depth >= MAX_DEPTH {
            return Err(too_deep(span.clone()));
        }
        self.depth += 1;
        let read = read(self);
        self.depth -= 1;
        read
    }

    fn lacks(&self, span: &Span, side: &str) -> QueryError {
        let typed = &self.text[span.clone()];
        let error = QueryError::new(span.clone(), format!("missing word {side} {typed}"));
        error.with_hint(format!("to search for the word, write \"{typed}\" in quotation marks"))
    }

    /// Operands and the connectors between them, up to a level.
    fn expression(&mut self, loosest: u16) -> Parsed {
        let mut left = self.operand()?;
        while let Some(Token { span, kind }) = self.tokens.get(self.at).cloned() {
            let (level, link) = match kind {
                TokenKind::Link(level, link) if level <= loosest => (level, link),
                TokenKind::Link(..) | TokenKind::Close => break,
                _ => return Err(unlinked(span)),
            };
            self.at += 1;
            let before = left.ok_or_else(|| self.lacks(&span, "before"))?;
            let after = self.expression(level - 1)?.ok_or_else(|| self.lacks(&span, "after"))?;
            left = Some(self.linked(before, link, after, &span)?);
        }
        Ok(left)
    }

    fn linked(&self, left: Fragment, link: Link, right: Fragment, span: &Span) -> Result<Fragment, QueryError> {
        let measures = matches!(link, Link::Near { .. } | Link::Same(_));
        if let Some(target) = self.within.filter(|target| measures && write::is_keyword(target.field)) {
            let typed = &self.text[span.clone()];
            let error =
                QueryError::new(span.clone(), format!("{typed} cannot be used with values of {}", target.field));
            return Err(error.with_hint("write the name as a phrase, or join its parts with AND"));
        }
        match link {
            Link::And => Ok(left.and(right)),
            Link::Or => Ok(left.or(right)),
            Link::AndNot => {
                let start = span.start;
                Ok(left.and(right.not(start)))
            }
            Link::Near { within, ordered } => left.near(right, within, ordered),
            Link::Same(unit) => left.same(right, unit),
        }
    }

    /// Words, quotations and brackets next to each other, or one operand with its prefix.
    fn operand(&mut self) -> Parsed {
        let mut parts: Vec<Fragment> = Vec::new();
        let mut words: Vec<Word> = Vec::new();
        let mut quoted = false;
        while let Some(token) = self.tokens.get(self.at).cloned() {
            let empty = parts.is_empty() && words.is_empty();
            let span = token.span.clone();
            match token.kind {
                TokenKind::Link(..) | TokenKind::Close => break,
                TokenKind::Word(word) => self.hold(word, &mut words),
                TokenKind::Quoted(inside) => {
                    quoted = true;
                    inside.into_iter().for_each(|word| self.hold(word, &mut words));
                }
                TokenKind::Open => {
                    parts.extend(self.phrase(&mut words, &mut quoted)?);
                    parts.extend(self.group(&span)?);
                    continue;
                }
                TokenKind::Ready(part) if matches!(part.form, Form::Text(_)) => {
                    parts.extend(self.phrase(&mut words, &mut quoted)?);
                    parts.push(part);
                }
                _ if !empty => return Err(unlinked(span)),
                _ => return self.prefixed(token),
            }
            self.at += 1;
        }
        parts.extend(self.phrase(&mut words, &mut quoted)?);
        if let (Some(target), [_, second, ..]) = (self.within, &parts[..])
            && write::is_keyword(target.field)
        {
            return Err(unlinked(second.span.clone()));
        }
        write::chained(parts)
    }

    /// A complete operand, or a prefix of one.
    fn prefixed(&mut self, token: Token) -> Parsed {
        self.at += 1;
        let span = token.span;
        let after = |reader: &mut Self, loosest: Option<u16>| {
            let part = reader.deeper(&span, |reader| match loosest {
                Some(loosest) => reader.expression(loosest),
                None => reader.group(&span),
            })?;
            part.ok_or_else(|| reader.lacks(&span, "after"))
        };
        Ok(Some(match token.kind {
            TokenKind::Not => after(self, Some(self.levels.not))?.not(span.start),
            TokenKind::AtLeast(_) if self.within.is_some_and(|target| write::is_keyword(target.field)) => {
                return Err(QueryError::new(span, "ATLEAST cannot be used with values of a field")
                    .with_hint("remove the number"));
            }
            TokenKind::AtLeast(times) => after(self, self.levels.prefix)?.at_least(times, span.start)?,
            TokenKind::Field(target) => {
                if let Some(outer) = self.within {
                    let message = format!("a field is inside the value of another one ({})", outer.field);
                    return Err(QueryError::new(span, message).with_hint("join the two with AND"));
                }
                self.within = Some(target);
                let value = after(self, self.levels.prefix);
                self.within = None;
                let value = value?;
                Fragment::new(span.start..value.span.end, Form::In(target.field, Box::new(value)))
            }
            TokenKind::Ready(part) => {
                if let Some(outer) = self.within {
                    let message = format!("a condition is inside the value of a field ({})", outer.field);
                    return Err(QueryError::new(span, message).with_hint("join the two with AND"));
                }
                self.clause(&span)?;
                part
            }
            _ => return Ok(None),
        }))
    }

    fn group(&mut self, open: &Span) -> Parsed {
        self.at += 1;
        let inner = self.deeper(open, |reader| reader.expression(u16::MAX))?;
        match self.take().map(|token| token.kind) {
            Some(TokenKind::Close) => Ok(inner),
            _ => Err(QueryError::new(open.clone(), "this bracket is never closed").with_hint("close it, or remove it")),
        }
    }

    fn clause(&mut self, span: &Span) -> Result<(), QueryError> {
        self.clauses += 1;
        match self.clauses {
            0..=MAX_CLAUSES => Ok(()),
            _ => Err(QueryError::new(span.clone(), format!("the query has more than {MAX_CLAUSES} words and values"))),
        }
    }

    fn hold(&mut self, word: Word, words: &mut Vec<Word>) {
        if word.is_empty() || word.loses_signs() {
            self.notes.push((SIGNS, word.span.clone()));
        }
        if !word.is_empty() {
            words.push(word);
        }
    }

    /// A value of a field of whole values. A name with its parts turned round, `Doe, Jane`, is found by each of them.
    fn values(&self, words: &[Word], target: Target) -> Parsed {
        let turned = target.field == "author" && words.len() > 1 && words.iter().any(|word| word.text.ends_with(','));
        if !turned {
            return write::value(words, target.part);
        }
        let bare = |word: &Word| Word { text: word.text.trim_matches([',', '.', ';']).to_owned(), ..word.clone() };
        let parts: Result<Vec<Option<Fragment>>, QueryError> =
            words.iter().map(|word| write::value(&[bare(word)], false)).collect();
        Ok(Fragment::joined(parts?.into_iter().flatten().collect(), Form::And))
    }

    /// The words collected so far as one operand.
    fn phrase(&mut self, words: &mut Vec<Word>, quoted: &mut bool) -> Parsed {
        let words = std::mem::take(words);
        let quoted = std::mem::take(quoted);
        let [first, ..] = &words[..] else { return Ok(None) };
        self.clause(&first.span.clone())?;
        if let Some(target) = self.within.filter(|target| write::is_keyword(target.field)) {
            return self.values(&words, target);
        }
        if let ([word], false) = (&words[..], quoted) {
            if !word.wild {
                self.notes.push((self.levels.word, word.span.clone()));
            }
            return write::word(word).map(Some);
        }
        let several = self.levels.phrase.iter().filter(|_| words.len() > 1);
        self.notes.extend(several.map(|difference| (*difference, first.span.clone())));
        write::phrase(&words)
    }
}

fn unlinked(span: Span) -> QueryError {
    QueryError::new(span, "missing operator before this").with_hint("write AND or OR between the two")
}
