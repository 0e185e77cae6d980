//! Factiva queries. Distances and `same` bind first, then fields (`hd=`) and `atleast5`, NOT, AND, OR. Words next to
//! each other are a phrase; `w/5` and `adj5` are in order, `near5` is not; `*` matches any ending, `$3` up to three
//! letters, `?` one letter; `wc>500` and `date after 20240115` are conditions of their own.

use super::connectors::{self, Levels, Link, Token, TokenKind};
use super::dates::{self, Compared, Days, Order};
use super::factiva_fields;
use super::fragment::{Form, Fragment};
use super::notes::{ADDRESS, Difference, INFLECTIONS, LENGTH};
use super::pieces::{Piece, PieceKind, cut};
use super::read::Read;
use super::write::{self, Word};
use crate::query::language::MAX_NEAR;
use crate::query::language::QueryError;
use crate::query::language::{Span, Unit};
use jiff::civil::Date;

const DISTANCE: u16 = 1;
const NOT: u16 = 3;
const AND: u16 = 4;
const OR: u16 = 5;

/// Reads a Factiva query.
pub fn read(text: &str, today: &dyn Fn() -> Date) -> Result<Read, QueryError> {
    let pieces = cut(text, true)?;
    let mut lexer = Lexer { pieces: &pieces, at: 0, tokens: Vec::new(), notes: Vec::new(), today };
    while lexer.at < pieces.len() {
        lexer.next()?;
    }
    let levels = Levels { not: DISTANCE + 1, prefix: Some(DISTANCE), word: INFLECTIONS, phrase: &[] };
    connectors::read(text, lexer.tokens, lexer.notes, levels)
}

struct Lexer<'a> {
    pieces: &'a [Piece<'a>],
    at: usize,
    tokens: Vec<Token>,
    notes: Vec<(Difference, Span)>,
    today: &'a dyn Fn() -> Date,
}

impl<'a> Lexer<'a> {
    fn chunk(&self, ahead: usize) -> &'a str {
        self.pieces.get(self.at + ahead).map_or("", Piece::chunk)
    }

    fn push(&mut self, span: Span, kind: TokenKind) {
        self.tokens.push(Token { span, kind });
    }

    fn next(&mut self) -> Result<(), QueryError> {
        let piece = self.pieces[self.at].clone();
        let span = piece.span.clone();
        match piece.kind {
            PieceKind::Open => self.push(span, TokenKind::Open),
            PieceKind::Close => self.push(span, TokenKind::Close),
            PieceKind::Quoted(inside) => {
                let words = inside.split_whitespace().map(|word| self.word(word, &span)).collect();
                self.push(span, TokenKind::Quoted(words));
            }
            PieceKind::Url(address) => {
                self.notes.push((ADDRESS, span.clone()));
                self.push(span.clone(), TokenKind::Ready(write::address(address, span)));
            }
            PieceKind::Chunk(text) => {
                if let Some(taken) = self.condition(text, &span)? {
                    self.at += taken;
                    return Ok(());
                }
                self.run(text, span)?;
            }
        }
        self.at += 1;
        Ok(())
    }

    /// A run of characters: it may contain fields and connectors without spaces (`hd=747/N30/british`).
    fn run(&mut self, mut text: &str, span: Span) -> Result<(), QueryError> {
        let mut at = span.start;
        while !text.is_empty() {
            let whole = at..span.end;
            let lower = text.to_ascii_lowercase();
            if let Some(kind) = connector(&lower, &whole)? {
                let kind = if matches!(kind, TokenKind::Not) { self.exclusion() } else { kind };
                self.push(whole, kind);
                return Ok(());
            }
            let slash = slashed(&lower);
            let name = text.find('=').filter(|equals| slash.is_none_or(|(slash, _)| *equals < slash));
            if let Some(equals) = name
                && let Some((target, difference)) = factiva_fields::target(&text[..equals], &(at..at + equals))?
            {
                self.notes.extend(difference.map(|difference| (difference, whole.clone())));
                self.push(at..at + equals + 1, TokenKind::Field(target));
                (text, at) = (&text[equals + 1..], at + equals + 1);
                continue;
            }
            let (head, length) = slash.unwrap_or((text.len(), 0));
            self.push_word(&text[..head], at..at + head);
            let link = at + head..at + head + length;
            if let Some(kind) = connector(&lower[head..head + length], &link)? {
                self.push(link, kind);
            }
            (text, at) = (&text[head + length..], at + head + length);
        }
        Ok(())
    }

    /// `not` after an operand excludes from it; elsewhere it excludes what follows.
    fn exclusion(&self) -> TokenKind {
        let ends = |kind: &TokenKind| {
            matches!(kind, TokenKind::Word(_) | TokenKind::Quoted(_) | TokenKind::Ready(_) | TokenKind::Close)
        };
        match self.tokens.last().is_some_and(|token| ends(&token.kind)) {
            true => TokenKind::Link(NOT, Link::AndNot),
            false => TokenKind::Not,
        }
    }

    fn push_word(&mut self, text: &str, span: Span) {
        if text.is_empty() {
            return;
        }
        let word = self.word(text, &span);
        self.push(span, TokenKind::Word(word));
    }

    /// A word with the dialect's own wildcards.
    fn word(&self, text: &str, span: &Span) -> Word {
        let bare = text.trim_end_matches([',', '.', ';', ':', '!']).trim_matches('\'');
        let (stem, digits) = bare.rsplit_once('$').unwrap_or((bare, "x"));
        let dollar = !stem.is_empty() && digits.len() <= 1 && digits.bytes().all(|byte| byte.is_ascii_digit());
        let (stem, most) = if dollar { (stem, digits) } else { (bare, "") };
        let inside = stem.trim_end_matches('?');
        let letters = inside.len() < stem.len() && inside.ends_with(char::is_alphanumeric);
        let ending = match (letters, dollar, most) {
            (true, ..) => format!("{{{}}}", stem.len() - inside.len()),
            (false, true, "") => "*".to_owned(),
            (false, true, most) => format!("{{0,{most}}}"),
            (false, false, _) => String::new(),
        };
        let wild = dollar || letters || stem.contains(['*', '?']) && stem.contains(char::is_alphanumeric);
        Word { span: span.clone(), text: if wild { format!("{inside}{ending}") } else { text.to_owned() }, wild }
    }

    /// `wc>500`, `pd=20240115`, `date from … to …`: how many pieces it takes.
    fn condition(&mut self, text: &str, span: &Span) -> Result<Option<usize>, QueryError> {
        let lower = text.to_ascii_lowercase();
        let name = ["wc", "pd", "date"].into_iter().find(|name| {
            lower.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['>', '<', '=']))
        });
        let Some(name) = name else { return Ok(None) };
        let glued = &text[name.len()..];
        let (value, taken) = if name == "wc" {
            match self.count(glued, span)? {
                Some(read) => read,
                None => return Ok(None),
            }
        } else {
            self.days(glued, span)?
        };
        let whole = span.start..self.pieces[self.at + taken - 1].span.end;
        if name == "wc" {
            self.notes.push((LENGTH, whole.clone()));
        }
        self.push(whole.clone(), TokenKind::Ready(Fragment::new(whole, Form::Value(value))));
        Ok(Some(taken))
    }

    fn count(&self, glued: &str, span: &Span) -> Result<Option<(String, usize)>, QueryError> {
        let (sign, number, taken) = match (glued, Compared::sign_of(glued), Compared::sign_of(self.chunk(1))) {
            (_, Some((sign, "")), _) => (sign, self.chunk(1), 2),
            (_, Some((sign, number)), _) => (sign, number, 1),
            ("", _, Some((sign, ""))) => (sign, self.chunk(2), 3),
            ("", _, Some((sign, number))) => (sign, number, 2),
            _ => return Ok(None),
        };
        let count: u64 = number.parse().map_err(|_| {
            QueryError::new(span.clone(), format!("invalid number of words \"{number}\"")).with_hint("write wc>500")
        })?;
        let text = match sign {
            Compared::Is => format!("words:{count}"),
            Compared::After => format!("words:>{count}"),
            Compared::Before => format!("words:<{}", count.max(1)),
            Compared::From => format!("words:>={count}"),
            Compared::To => format!("words:<={count}"),
        };
        Ok(Some((text, taken)))
    }

    fn days(&mut self, glued: &str, span: &Span) -> Result<(String, usize), QueryError> {
        let next = self.chunk(1).to_ascii_lowercase();
        if glued.is_empty() && next == "from" {
            let (first, taken) = self.day_at(2, span)?;
            if !self.chunk(2 + taken).eq_ignore_ascii_case("to") {
                return Err(no_range(span));
            }
            let (last, more) = self.day_at(3 + taken, span)?;
            return Ok((dates::between(first, last, span)?, 3 + taken + more));
        }
        if glued.is_empty() && next == "last" {
            let text = format!("last-{}-{}", self.chunk(2), self.chunk(3).to_ascii_lowercase());
            let (from, _) = dates::days(&text, Order::Unknown, span, self.today)?;
            return Ok((dates::condition(Compared::From, (from, from)), 4));
        }
        if let Some(number) = next.strip_prefix('-').filter(|number| glued.is_empty() && is_number(number)) {
            let from = dates::days_ago(number, span, self.today)?;
            return Ok((dates::condition(Compared::From, (from, from)), 2));
        }
        let named = Compared::named(&next).filter(|_| glued.is_empty());
        let (compared, start) = match (Compared::sign_of(glued), named) {
            (Some((compared, "")), _) => (compared, 1),
            (Some((compared, value)), _) => {
                return Ok((dates::condition(compared, dates::days(value, Order::Unknown, span, self.today)?), 1));
            }
            (None, Some(compared)) => (compared, 2),
            (None, None) if next.starts_with(|c: char| c.is_ascii_digit()) => (Compared::Is, 1),
            (None, None) => return Err(no_range(span)),
        };
        let (days, taken) = self.day_at(start, span)?;
        Ok((dates::condition(compared, days), start + taken))
    }

    /// The date of one to three chunks that starts here.
    fn day_at(&self, ahead: usize, span: &Span) -> Result<(Days, usize), QueryError> {
        let text = |count: usize| (ahead..ahead + count).map(|ahead| self.chunk(ahead)).collect::<Vec<_>>().join(" ");
        if self.chunk(ahead).is_empty() {
            return Err(no_range(span));
        }
        for count in [3, 2] {
            let whole = (ahead..ahead + count).all(|ahead| !self.chunk(ahead).is_empty());
            if let Some(days) =
                whole.then(|| dates::days(&text(count), Order::Unknown, span, self.today).ok()).flatten()
            {
                return Ok((days, count));
            }
        }
        Ok((dates::days(&text(1), Order::Unknown, span, self.today)?, 1))
    }
}

fn no_range(span: &Span) -> QueryError {
    let error = QueryError::new(span.clone(), "missing condition after `date`");
    error.with_hint("write date from 20240101 to 20240131, date after 20240115, or date last 7 days; write \"date\" in quotation marks for the word")
}

/// A connector or a command, in lower case.
fn connector(lower: &str, span: &Span) -> Result<Option<TokenKind>, QueryError> {
    let simple = match lower {
        "and" => Some(TokenKind::Link(AND, Link::And)),
        "or" => Some(TokenKind::Link(OR, Link::Or)),
        "same" => Some(TokenKind::Link(DISTANCE, Link::Same(Unit::Paragraph))),
        "%" => {
            let error = QueryError::new(span.clone(), "a distance of exactly one word is not supported");
            return Err(error.with_hint("use w/2, which allows one word or none in between"));
        }
        _ => None,
    };
    if simple.is_some() || lower == "not" {
        return Ok(simple.or(Some(TokenKind::Not)));
    }
    if let Some(number) =
        lower.strip_prefix("/f").and_then(|rest| rest.strip_suffix('/')).filter(|text| is_number(text))
    {
        let error = QueryError::new(span.clone(), format!("a search in the first {number} words is not supported"));
        return Err(error.with_hint("search headline and lead with hlp="));
    }
    if let Some(number) = lower.strip_prefix("atleast") {
        let number = number.strip_prefix('/').unwrap_or(number);
        return match number.parse() {
            Ok(times @ 1..=1000) => Ok(Some(TokenKind::AtLeast(times))),
            _ if is_number(number) => {
                Err(QueryError::new(span.clone(), "invalid number after atleast: expected 1 to 1000"))
            }
            _ => Ok(None),
        };
    }
    let Some((number, ordered)) = distance(lower) else { return Ok(None) };
    match number.parse() {
        Ok(within @ 1..=MAX_NEAR) => Ok(Some(TokenKind::Link(DISTANCE, Link::Near { within, ordered }))),
        _ => Err(QueryError::new(span.clone(), format!("invalid distance: expected 1 to {MAX_NEAR}"))
            .with_hint("use `same` for one paragraph, or AND for any distance")),
    }
}

/// The number of `w/5`, `adj5`, `near/5`, `/n5/`, and whether it is in order. Without one, `adj` and `w/` mean 1.
fn distance(lower: &str) -> Option<(&str, bool)> {
    if lower == "adj" {
        return Some(("1", true));
    }
    if let Some(number) = lower.strip_prefix("/n").and_then(|rest| rest.strip_suffix('/')) {
        return is_number(number).then_some((number, false));
    }
    if let Some(number) = lower.strip_prefix('n').filter(|number| is_number(number)) {
        return Some((number, false));
    }
    let (rest, ordered) =
        ["adj", "w/", "near"].into_iter().find_map(|name| Some((lower.strip_prefix(name)?, name != "near")))?;
    let number = rest.strip_prefix('/').unwrap_or(rest);
    is_number(number).then_some((number, ordered))
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// `/n30/` or `/f50/` inside a run of characters: where it is, and its length.
fn slashed(lower: &str) -> Option<(usize, usize)> {
    lower.match_indices('/').find_map(|(at, _)| {
        let inside = lower[at + 1..].strip_prefix(['n', 'f'])?;
        let digits = inside.bytes().take_while(u8::is_ascii_digit).count();
        (digits > 0 && inside[digits..].starts_with('/') && lower.len() > digits + 3).then_some((at, digits + 3))
    })
}
