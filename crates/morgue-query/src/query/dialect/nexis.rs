//! Nexis queries. OR binds before distances, the smallest of them first, then sentences, paragraphs, AND and AND NOT.
//! Words next to each other are a phrase; `!` matches any ending, `*` one letter; segments and commands have brackets:
//! `HEADLINE(…)`, `ATLEAST5(…)`, `ALLCAPS(…)`; `DATE AFT 1/15/2024` and `LENGTH > 500` are conditions of their own.

use super::connectors::{self, Levels, Link, Token, TokenKind};
use super::dates::{self, Compared, Order};
use super::fragment::{Form, Fragment};
use super::nexis_segments;
use super::notes::{ADDRESS, DISTANCE, Difference, FORMS, LENGTH, NOISE, PHRASE_FORMS};
use super::pieces::{Piece, PieceKind, cut};
use super::read::Read;
use super::write::{self, Word};
use crate::query::language::MAX_NEAR;
use crate::query::language::QueryError;
use crate::query::language::{Span, Unit};
use jiff::civil::Date;

const OR: u16 = 1;
/// The levels after this one are distances, by their number.
const SENTENCE: u16 = 300;
const PARAGRAPH: u16 = 301;
const AND: u16 = 400;
const AND_NOT: u16 = 401;

/// Reads a Nexis query.
pub fn read(text: &str, today: &dyn Fn() -> Date) -> Result<Read, QueryError> {
    let pieces = cut(text, false)?;
    let mut lexer = Lexer { pieces: &pieces, at: 0, tokens: Vec::new(), notes: Vec::new(), today };
    while lexer.at < pieces.len() {
        lexer.next()?;
    }
    let levels = Levels { not: PARAGRAPH, prefix: None, word: FORMS, phrase: &[PHRASE_FORMS, NOISE] };
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

    fn push(&mut self, pieces: usize, kind: TokenKind) {
        let span = self.pieces[self.at].span.start..self.pieces[self.at + pieces - 1].span.end;
        self.tokens.push(Token { span, kind });
        self.at += pieces;
    }

    /// A bracket follows without a space.
    fn opens_directly(&self) -> bool {
        let next = self.pieces.get(self.at + 1);
        next.is_some_and(|next| next.kind == PieceKind::Open && next.span.start == self.pieces[self.at].span.end)
    }

    /// A bracket follows, with a space in between.
    fn opens_after_a_space(&self) -> bool {
        !self.opens_directly() && self.pieces.get(self.at + 1).is_some_and(|next| next.kind == PieceKind::Open)
    }

    fn next(&mut self) -> Result<(), QueryError> {
        let piece = self.pieces[self.at].clone();
        match piece.kind {
            PieceKind::Open => self.push(1, TokenKind::Open),
            PieceKind::Close => self.push(1, TokenKind::Close),
            PieceKind::Quoted(inside) => {
                let words = inside.split_whitespace().map(|word| self.word(word, &piece.span)).collect();
                self.push(1, TokenKind::Quoted(words));
            }
            PieceKind::Url(address) => {
                self.notes.push((ADDRESS, piece.span.clone()));
                self.push(1, TokenKind::Ready(write::address(address, piece.span)));
            }
            PieceKind::Chunk(text) => self.run(text, piece.span)?,
        }
        Ok(())
    }

    fn run(&mut self, text: &str, span: Span) -> Result<(), QueryError> {
        let lower = text.to_ascii_lowercase();
        if let Some((pieces, kind)) = self.connector(&lower, &span)? {
            self.push(pieces, kind);
            return Ok(());
        }
        let named = |name: &str| {
            lower.strip_prefix(name).is_some_and(|rest| rest.is_empty() || rest.starts_with(['>', '<', '=']))
        };
        if named("date") && self.date()? || named("length") && self.length()? {
            return Ok(());
        }
        if self.opens_after_a_space()
            && let Some((target, difference)) = nexis_segments::known(text)
        {
            self.notes.extend(difference.map(|difference| (difference, span)));
            self.push(1, TokenKind::Field(target));
            return Ok(());
        }
        if self.opens_directly() {
            if let Some(number) = lower.strip_prefix("atleast").or_else(|| lower.strip_prefix("atl")) {
                return self.at_least(number, span);
            }
            if let "caps" | "allcaps" | "nocaps" | "singular" | "plural" = lower.as_str() {
                return self.command(&lower, span);
            }
            if let Some((target, difference)) = nexis_segments::target(text, &span)? {
                self.notes.extend(difference.map(|difference| (difference, span)));
                self.push(1, TokenKind::Field(target));
                return Ok(());
            }
        }
        let word = self.word(text, &span);
        self.push(1, TokenKind::Word(word));
        Ok(())
    }

    /// A connector: how many pieces it covers, and what it is.
    fn connector(&mut self, lower: &str, span: &Span) -> Result<Option<(usize, TokenKind)>, QueryError> {
        let next = self.chunk(1).to_ascii_lowercase();
        let follows =
            !self.tokens.is_empty() && !matches!(self.tokens.last().map(|it| &it.kind), Some(TokenKind::Open));
        Ok(Some(match (lower, next.as_str()) {
            ("and" | "but" | "or", "not") if lower != "or" => (2, TokenKind::Link(AND_NOT, Link::AndNot)),
            ("and" | "&", _) => (1, TokenKind::Link(AND, Link::And)),
            ("or", _) => (1, TokenKind::Link(OR, Link::Or)),
            ("%", _) => (1, TokenKind::Link(AND_NOT, Link::AndNot)),
            ("not", near) if measure(near).is_some() => {
                return Err(not_near(span.start..self.pieces[self.at + 1].span.end));
            }
            (near, _) if near.strip_prefix("not").and_then(measure).is_some() => return Err(not_near(span.clone())),
            ("not", _) if follows && !matches!(self.tokens.last().map(|it| &it.kind), Some(TokenKind::Link(..))) => {
                (1, TokenKind::Link(AND_NOT, Link::AndNot))
            }
            ("not", _) => (1, TokenKind::Not),
            (name, _) => match measure(name) {
                None => return Ok(None),
                Some(measured) => (1, self.distance(measured, span)?),
            },
        }))
    }

    fn distance(&mut self, measured: Measure, span: &Span) -> Result<TokenKind, QueryError> {
        let link = match measured {
            Measure::Words(within @ 1..=MAX_NEAR, ordered) => {
                self.notes.push((DISTANCE, span.clone()));
                return Ok(TokenKind::Link(OR + within as u16, Link::Near { within, ordered }));
            }
            Measure::Words(..) => {
                return Err(QueryError::new(span.clone(), format!("invalid distance: expected 1 to {MAX_NEAR}"))
                    .with_hint("use AND for any distance"));
            }
            Measure::Segment => {
                return Err(QueryError::new(
                    span.clone(),
                    "a search for two words in the same segment is not supported",
                )
                .with_hint("name the segment, `HEADLINE(a AND b)`, or write AND"));
            }
            Measure::Ordered => {
                return Err(QueryError::new(
                    span.clone(),
                    "a fixed order in sentences and paragraphs is not supported",
                )
                .with_hint("use /s or /p for any order, or pre/25"));
            }
            Measure::Sentence => TokenKind::Link(SENTENCE, Link::Same(Unit::Sentence)),
            Measure::Paragraph => TokenKind::Link(PARAGRAPH, Link::Same(Unit::Paragraph)),
        };
        Ok(link)
    }

    /// A word with the dialect's own wildcards: `!` is any ending, `*` one letter.
    fn word(&self, text: &str, span: &Span) -> Word {
        let bare = text.trim_end_matches([',', '.', ';', ':', '?']);
        let wild = bare.ends_with('!') || bare.starts_with('!') || bare.contains('*');
        if !wild {
            return Word { span: span.clone(), text: text.to_owned(), wild: false };
        }
        let stem = bare.trim_end_matches(['!', '*']);
        // Each `*` at the end is one letter or none.
        let letters = bare.len() - stem.len();
        let ending = match &bare[stem.len()..] {
            "" => String::new(),
            marks if marks.contains('!') => "*".to_owned(),
            _ => format!("{{0,{letters}}}"),
        };
        let start = if stem.starts_with('!') { "*" } else { "" };
        let inside = stem.trim_start_matches('!').replace('?', " ").replace('*', "?").replace('!', " ");
        let text = format!("{start}{inside}{ending}");
        Word { span: span.clone(), text, wild: true }
    }

    fn at_least(&mut self, number: &str, span: Span) -> Result<(), QueryError> {
        match number.parse() {
            Ok(times @ 1..=1000) => {
                self.push(1, TokenKind::AtLeast(times));
                Ok(())
            }
            _ => {
                Err(QueryError::new(span, "invalid number after ATLEAST: expected 1 to 1000")
                    .with_hint("ATLEAST5(taiwan)"))
            }
        }
    }

    /// `ALLCAPS(us)` and similar: one word in brackets.
    fn command(&mut self, name: &str, span: Span) -> Result<(), QueryError> {
        let closed = self.pieces.get(self.at + 3).is_some_and(|piece| piece.kind == PieceKind::Close);
        let word = self.chunk(2);
        let plain = !word.is_empty() && word.chars().all(char::is_alphanumeric) && closed;
        let shown = if plain { word } else { "word" };
        let text = match name {
            "allcaps" if plain => format!("=\"{}\"", word.to_uppercase()),
            "nocaps" if plain => format!("=\"{}\"", word.to_lowercase()),
            "singular" if plain => format!("\"{word}\""),
            "caps" | "plural" => {
                let error = QueryError::new(span, format!("{} is not supported", name.to_uppercase()));
                return Err(error.with_hint(match name {
                    "caps" => format!("use ALLCAPS({shown}), or `=\"Word\"` in the query language of morgue"),
                    _ => "write the plural in quotation marks".to_owned(),
                }));
            }
            _ => {
                let error = QueryError::new(span, format!("{} applies to one word only", name.to_uppercase()));
                return Err(error.with_hint("join several with OR, each with its own command"));
            }
        };
        let whole = span.start..self.pieces[self.at + 3].span.end;
        self.push(4, TokenKind::Ready(Fragment::new(whole, Form::Text(text))));
        Ok(())
    }

    /// `LENGTH > 500`, `LENGTH(>500)`.
    fn length(&mut self) -> Result<bool, QueryError> {
        let taken = self.condition_pieces("length");
        let words = self.bare(taken, "length");
        let Some((compared, number)) = compared(&words) else { return Ok(false) };
        let span = self.pieces[self.at].span.start..self.pieces[self.at + taken - 1].span.end;
        let count: u64 = number.parse().map_err(|_| {
            QueryError::new(span.clone(), format!("invalid number of words \"{number}\""))
                .with_hint("write LENGTH > 500")
        })?;
        let value = match compared {
            Compared::Is => format!("{count}"),
            Compared::After => format!(">{count}"),
            Compared::Before => format!("<{}", count.max(1)),
            Compared::From => format!(">={count}"),
            Compared::To => format!("<={count}"),
        };
        self.notes.push((LENGTH, span.clone()));
        self.push(taken, TokenKind::Ready(Fragment::new(span, Form::Value(format!("words:{value}")))));
        Ok(true)
    }

    /// `DATE AFT 1/15/2024 AND BEF 2025`, `DATE(GEQ (1/1/2024) AND LEQ (12/31/2024))`, `DATE IS 2024`.
    fn date(&mut self) -> Result<bool, QueryError> {
        let mut taken = self.condition_pieces("date");
        if compared(&self.bare(taken, "date")).is_none() {
            return Ok(false);
        }
        let mut conditions = self.conditions(taken, "date")?;
        // The second end of a range does not repeat DATE.
        while self.chunk(taken).eq_ignore_ascii_case("and") && Compared::named(self.chunk(taken + 1)).is_some() {
            let start = taken + 1;
            let more = self.value_pieces(start + 1);
            let words: Vec<&str> = (start..start + 1 + more).map(|ahead| self.chunk(ahead)).collect();
            conditions.push(self.one_date(&words)?);
            taken = start + 1 + more;
        }
        let span = self.pieces[self.at].span.start..self.pieces[self.at + taken - 1].span.end;
        let parts = conditions.into_iter().map(|text| Fragment::new(span.clone(), Form::Value(text))).collect();
        let Some(part) = Fragment::joined(parts, Form::And) else { return Ok(false) };
        self.push(taken, TokenKind::Ready(part));
        Ok(true)
    }

    fn conditions(&self, taken: usize, name: &str) -> Result<Vec<String>, QueryError> {
        let words = self.bare(taken, name);
        words.split(|word| word.eq_ignore_ascii_case("and")).map(|words| self.one_date(words)).collect()
    }

    fn one_date(&self, words: &[&str]) -> Result<String, QueryError> {
        let span = self.pieces[self.at].span.clone();
        let Some((compared, value)) = compared(words) else {
            let error = QueryError::new(span, format!("invalid date condition \"{}\"", words.join(" ")));
            return Err(error.with_hint("write DATE AFT 1/15/2024, DATE BEF 2024 or DATE IS 3/2024"));
        };
        Ok(dates::condition(compared, dates::days(&value, Order::MonthFirst, &span, self.today)?))
    }

    /// Pieces of a condition: up to the end of its bracket, or the comparison and its value.
    fn condition_pieces(&self, name: &str) -> usize {
        if self.opens_directly() {
            let mut depth = 0;
            for (nth, piece) in self.pieces[self.at + 1..].iter().enumerate() {
                depth += i32::from(piece.kind == PieceKind::Open) - i32::from(piece.kind == PieceKind::Close);
                if depth == 0 {
                    return nth + 2;
                }
            }
            return self.pieces.len() - self.at;
        }
        let glued = self.chunk(0).len() - name.len();
        let sign = self.chunk(0)[name.len()..].trim_start_matches(['>', '<', '=']).len();
        match (glued, sign) {
            (0, _) if Compared::named(self.chunk(1)).is_some() => 2 + self.value_pieces(2),
            (0, _) if Compared::sign_of(self.chunk(1)).is_some() => 2,
            (0, _) => 1,
            (_, 0) => 1 + self.value_pieces(1),
            _ => 1,
        }
    }

    /// Chunks of the value that starts here: `March 15, 2024` has three, `1/15/2024` one.
    fn value_pieces(&self, ahead: usize) -> usize {
        let is_date = |count: usize| {
            let words: Vec<&str> = (ahead..ahead + count).map(|ahead| self.chunk(ahead)).collect();
            !words.contains(&"") && dates::days(&words.join(" "), Order::MonthFirst, &(0..0), self.today).is_ok()
        };
        (2..=3).rev().find(|&count| is_date(count)).unwrap_or(usize::from(!self.chunk(ahead).is_empty()))
    }

    /// The chunks of a condition without its brackets and name.
    fn bare(&self, taken: usize, name: &str) -> Vec<&'a str> {
        let pieces = &self.pieces[self.at..self.at + taken];
        let mut words: Vec<&str> = pieces.iter().map(Piece::chunk).filter(|chunk| !chunk.is_empty()).collect();
        words[0] = &words[0][name.len()..];
        words.retain(|word| !word.is_empty());
        words
    }
}

/// A comparison, and the value after it.
fn compared(words: &[&str]) -> Option<(Compared, String)> {
    let (first, rest) = words.split_first()?;
    let (compared, glued) = match Compared::named(first) {
        Some(compared) => (compared, ""),
        None => Compared::sign_of(first)?,
    };
    let value = [&[glued], rest].concat().join(" ");
    (!value.trim().is_empty()).then(|| (compared, value.trim().to_owned()))
}

enum Measure {
    Words(u32, bool),
    Sentence,
    Paragraph,
    Segment,
    /// In order within a sentence or paragraph.
    Ordered,
}

/// `w/5`, `/5`, `near/5`, `pre/5`, `+5`, `onear/5`, `w/s`, `/p`, `w/seg`.
fn measure(lower: &str) -> Option<Measure> {
    let (ordered, unit) = match lower.strip_prefix('+') {
        Some(unit) => (true, unit),
        None => match lower.split_once('/')? {
            ("w" | "" | "near", unit) => (false, unit),
            ("pre" | "onear", unit) => (true, unit),
            _ => return None,
        },
    };
    Some(match unit {
        "s" | "sent" | "p" | "para" if ordered => Measure::Ordered,
        "s" | "sent" => Measure::Sentence,
        "p" | "para" => Measure::Paragraph,
        "seg" => Measure::Segment,
        number if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
            Measure::Words(number.parse().unwrap_or(u32::MAX), ordered)
        }
        _ => return None,
    })
}

fn not_near(span: Span) -> QueryError {
    let error = QueryError::new(span, "a search for a word that is not near another is not supported");
    error.with_hint("use AND NOT, which excludes every article with the other word: `rico AND NOT (rico W/5 puerto)`")
}
