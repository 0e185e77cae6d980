//! Query text to tokens. Quotation marks of every language open phrases, apostrophes never do; operators are written in
//! capitals; a minus at the start of a word means NOT. Everything else is a word as typed. A mistake is recorded, and
//! reading continues, so that all mistakes can be reported at once.

use super::ast::{Hint, Span};
use super::error::QueryError;
use super::library::{is_name_letter, is_saved_name};
use super::marks::{is_blank, is_close, is_open, is_quote};
use super::operators::{self, Chunk, MAX_NEAR};
use super::token::{Token, TokenKind};
use super::{names, pasted, weights};
use crate::schema::{Field, FieldKind, Schema};

/// A query split into tokens.
pub struct Lexed<'a> {
    pub tokens: Vec<Token<'a>>,
    /// What was read in a way that may surprise.
    pub hints: Vec<Hint>,
    pub errors: Vec<QueryError>,
}

struct Lexer<'a> {
    text: &'a str,
    at: usize,
    /// The text is a headline in capitals.
    is_headline: bool,
    out: Lexed<'a>,
}

/// Splits a query into tokens.
pub fn lex(text: &str) -> Lexed<'_> {
    let is_headline = pasted::is_headline(text);
    let mut lexer =
        Lexer { text, at: 0, is_headline, out: Lexed { tokens: Vec::new(), hints: Vec::new(), errors: Vec::new() } };
    lexer.out.errors.extend(control_character(text));
    while lexer.skip_space() {
        lexer.next();
    }
    lexer.out
}

/// The error for a control character: in the index, they mark the start of zones.
pub fn control_character(text: &str) -> Option<QueryError> {
    let (at, c) = text.char_indices().find(|(_, c)| c.is_control() && !c.is_whitespace())?;
    let error = QueryError::new(at..at + c.len_utf8(), format!("unexpected control character (U+{:04X})", c as u32));
    Some(error.with_hint("remove it"))
}

/// The marks that close what a mark opens.
fn closing_marks(open: char) -> &'static [char] {
    match open {
        '“' | '‟' => &['”'],
        '„' => &['“', '”'],
        '«' => &['»'],
        '»' => &['«', '»'],
        '「' => &['」'],
        '『' => &['』'],
        '〝' => &['〞', '〟'],
        '”' => &['”'],
        '＂' => &['＂'],
        '″' => &['″'],
        _ => &['"'],
    }
}

/// Where a mark that `wanted` accepts occurs. The mark inside a Hebrew abbreviation (צה"ל) does not count.
fn find_quote(text: &str, wanted: impl Fn(char) -> bool) -> Option<usize> {
    let hebrew = |c: char| matches!(c, '\u{5d0}'..='\u{5ea}');
    let mut before = ' ';
    for (at, c) in text.char_indices() {
        let inside_word = c == '"' && hebrew(before) && text[at + 1..].chars().next().is_some_and(hebrew);
        if !inside_word && wanted(c) {
            return Some(at);
        }
        before = c;
    }
    None
}

/// Where the mark that closes a quotation is, and its length: the next one of its kind, otherwise any.
pub fn closing_mark_at(open: char, inside: &str) -> Option<(usize, usize)> {
    let own = find_quote(inside, |c| closing_marks(open).contains(&c)).filter(|&end| {
        // Marks of other kinds inside must be pairs themselves: “he said "no" to it”.
        let others = inside[..end].chars().filter(|&c| is_quote(c)).count();
        others % 2 == 0 && !inside[..end].contains(open)
    });
    let end = own.or_else(|| find_quote(inside, is_quote))?;
    Some((end, inside[end..].chars().next().map_or(0, char::len_utf8)))
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Moves to the next character that is not a space; `false` at the end.
    fn skip_space(&mut self) -> bool {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start_matches(is_blank).len();
        self.at < self.text.len()
    }

    fn push(&mut self, length: usize, kind: TokenKind<'a>) {
        self.out.tokens.push(Token { span: self.at..self.at + length, kind });
        self.at += length;
    }

    fn hint(&mut self, span: Span, text: impl Into<String>) {
        self.out.hints.push(Hint { span, text: text.into() });
    }

    fn next(&mut self) {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return };
        let length = first.len_utf8();
        let second = rest[length..].chars().next();
        let attached = second.is_some_and(|c| !is_blank(c) && !is_close(c));
        if let Some(length) = pasted::emoticon_length(rest).filter(|_| self.follows_a_space()) {
            let span = self.at..self.at + length;
            self.hint(span, format!("\"{}\" has no letters or digits and is ignored", &rest[..length]));
            self.at += length;
            return;
        }
        match first {
            c if is_open(c) => self.push(length, TokenKind::Open),
            c if is_close(c) => self.push(length, TokenKind::Close),
            c if is_quote(c) => self.phrase(c),
            '-' | '−' | '–' if attached && second != Some('-') => self.minus(first, second),
            '!' if attached && second != Some('=') => {
                self.hint(self.at..self.at + 1, "\"!\" is read as NOT");
                self.push(1, TokenKind::Not);
            }
            '+' if attached => self.at += 1,
            '=' if attached => self.push(1, TokenKind::Exact),
            '^' if self.follows_directly() => self.weight(),
            _ => self.chunk(),
        }
    }

    /// A minus in front of a word is NOT. If it may be a dash or the sign of a number, a remark says so.
    fn minus(&mut self, sign: char, second: Option<char>) {
        let word: String = self.rest()[sign.len_utf8()..].chars().take_while(|c| !is_blank(*c)).take(24).collect();
        if sign != '-' || second.is_some_and(|c| c.is_ascii_digit()) {
            let place = self.at..self.at + sign.len_utf8();
            self.hint(
                place,
                format!("\"{sign}{word}\" is read as NOT {word}; a space after the sign makes it punctuation"),
            );
        }
        self.push(sign.len_utf8(), TokenKind::Not);
    }

    /// A quotation or a bracket ends exactly here.
    fn follows_directly(&self) -> bool {
        let ends = |token: &Token| {
            matches!(token.kind, TokenKind::Close | TokenKind::Phrase(..) | TokenKind::Word(_) | TokenKind::Saved(_))
        };
        self.out.tokens.last().is_some_and(|token| token.span.end == self.at && ends(token))
    }

    fn follows_a_space(&self) -> bool {
        self.text[..self.at].chars().next_back().is_none_or(is_blank)
    }

    fn weight(&mut self) {
        let number = &self.rest()[1..];
        let length = number.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(number.len());
        self.push_weight(&number[..length]);
    }

    /// The weight at this position, `number` without its `^`.
    fn push_weight(&mut self, number: &str) {
        let span = self.at..self.at + 1 + number.len();
        let by = weights::parse(number).unwrap_or_else(|| {
            let error = QueryError::new(span.clone(), format!("invalid weight after `^`: expected {}", weights::RANGE));
            self.out.errors.push(error.with_hint("write `title:Starlink^2` to count it twice"));
            weights::ONE
        });
        self.push(1 + number.len(), TokenKind::Boost(by));
    }

    /// A quotation: from a mark to the next one of its kind, otherwise to any mark.
    fn phrase(&mut self, open: char) {
        let inside = &self.rest()[open.len_utf8()..];
        let Some((end, close)) = closing_mark_at(open, inside) else {
            let place = self.at..self.at + open.len_utf8();
            let error = QueryError::new(place, "this quotation mark is never closed");
            self.out.errors.push(error.with_hint("close the quotation, or remove the mark to search for the words"));
            self.at += open.len_utf8();
            return;
        };
        let after = &inside[end + close..];
        let (slack, tail) = self.slack(after);
        let length = open.len_utf8() + end + close + tail;
        self.push(length, TokenKind::Phrase(&inside[..end], slack));
    }

    /// `~4` after a quotation: the number and its length in bytes.
    fn slack(&mut self, after: &str) -> (Option<u32>, usize) {
        let Some(digits) = after.strip_prefix('~') else { return (None, 0) };
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        let start = self.text.len() - after.len();
        match digits[..length].parse() {
            Ok(slack) if slack <= MAX_NEAR => (Some(slack), length + 1),
            _ => {
                let message = "invalid number after `~`: expected a number from 0 to 255";
                self.out.errors.push(QueryError::new(start..start + length + 1, message));
                (Some(0), length + 1)
            }
        }
    }

    /// A run of characters up to whitespace, a bracket or a quotation mark.
    fn chunk(&mut self) {
        let rest = self.rest();
        if let Some(length) = url_length(rest) {
            self.push(length, TokenKind::Url(&rest[..length]));
            return;
        }
        let ends = |c: char| is_blank(c) || is_open(c) || is_close(c) || is_quote(c);
        let mut length = find_quote(rest, ends).unwrap_or(rest.len());
        let inches = pasted::inch_mark(rest, length).unwrap_or(0);
        if inches > 0 {
            self.hint(self.at..self.at + length + inches, "the quotation mark after a number is read as inches");
            length += inches;
        }
        let chunk = &rest[..length];
        let span = self.at..self.at + length;
        let (before, after) = (!self.out.tokens.is_empty(), !rest[length..].trim().is_empty());
        if let Some(reason) = self.pasted_operator(chunk, &rest[length..]) {
            self.hint(span, format!("\"{chunk}\" is searched as a word: {reason}"));
            return self.word(chunk);
        }
        match operators::read(chunk, span.clone(), before, after) {
            Chunk::Operator(operator) => return self.push(length, operator),
            Chunk::Wrong(operator, error) => {
                self.out.errors.push(error);
                return self.push(length, operator);
            }
            Chunk::Lookalike(hint) => self.hint(span, hint),
            Chunk::Word => {}
        }
        let unmarked = &chunk[..length - inches];
        if !self.field(unmarked) {
            self.word(unmarked);
        }
        // A field may leave its value, and the mark with it, to be read next.
        if inches > 0 && self.rest().starts_with(is_quote) {
            self.at += inches;
        }
    }

    /// Why a chunk that is written like an operator is a word of a pasted text.
    fn pasted_operator(&self, chunk: &str, after: &str) -> Option<&'static str> {
        if self.is_headline && pasted::OPERATORS.contains(&chunk) {
            return Some("the text is a headline in capitals; for an operator, write the other words in lower case");
        }
        let before = self.text[..self.at].trim_end_matches(is_blank);
        let is_state = chunk == "OR" && pasted::ends_a_place(before, after);
        is_state.then_some("it follows a comma, as a state does; for the operator, remove the comma")
    }

    /// A word, with or without a weight after it.
    fn word(&mut self, chunk: &'a str) {
        self.hint_at_single_quotes(chunk);
        match weights::split(chunk) {
            Some((word, number)) => {
                let at = self.at;
                if weights::split(word).is_some() {
                    self.out.errors.push(QueryError::new(at..at + chunk.len(), "more than one weight"));
                }
                self.push(word.len(), TokenKind::Word(word));
                self.push_weight(number);
            }
            None => self.push(chunk.len(), TokenKind::Word(chunk)),
        }
    }

    /// 'low orbit' in single marks looks like a phrase but is not: apostrophes start words, too.
    fn hint_at_single_quotes(&mut self, chunk: &str) {
        let Some(inside) = chunk.strip_prefix(['\'', '‘', '‚', '‹']) else { return };
        let rest = &self.rest()[chunk.len()..];
        let closes =
            |word: &str| word.trim_end_matches([',', '.', ';', ':', '!', '?']).ends_with(['\'', '’', '‘', '›']);
        let ends = rest.split_whitespace().take(12).any(closes);
        if inside.starts_with(char::is_alphanumeric) && !closes(inside) && ends {
            let span = self.at..self.at + chunk.len();
            self.hint(span, "single quotation marks do not make a phrase; use \"double\" ones");
        }
    }

    /// `field:` at the start of a chunk. A word followed by a colon that names no field is text.
    fn field(&mut self, chunk: &'a str) -> bool {
        let Some((name, value)) = chunk.split_once(':') else { return false };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') {
            return false;
        }
        let span = self.at..self.at + name.len();
        if name.eq_ignore_ascii_case("query") && self.saved(name.len() + 1, value) {
            return true;
        }
        let Some(field) = Schema::news().resolve(name) else {
            self.no_field(name, value, span);
            return false;
        };
        let blank_follows = self.rest()[name.len() + 1..].starts_with(is_blank);
        if blank_follows && pasted::is_label(name, field, &self.rest()[name.len() + 1..]) {
            let text = format!("\"{name}:\" is searched as a word: no {} follows it", field.name);
            self.hint(span, text);
            return false;
        }
        if blank_follows && name.starts_with(|c: char| c.is_ascii_uppercase()) {
            let text = format!(
                "\"{name}:\" is read as the field {}; put it in quotation marks to search for the word",
                field.name
            );
            self.hint(span, text);
        }
        self.push(name.len() + 1, TokenKind::Field(field));
        self.raw_value(field);
        true
    }

    /// The name of a saved search after `query:`; with a space after the colon, that is a word.
    fn saved(&mut self, start: usize, value: &'a str) -> bool {
        let after = &self.rest()[start..];
        let quoted = value.is_empty().then(|| after.strip_prefix('"').and_then(|inside| inside.split_once('"')));
        let (name, length) = match quoted.flatten() {
            Some((name, _)) => (name, start + name.len() + 2),
            None => {
                let end = value.find(|c| !is_name_letter(c)).unwrap_or(value.len());
                (&value[..end], start + end)
            }
        };
        if name.is_empty() && (value.is_empty() || value.starts_with("//")) {
            return false;
        }
        let behind = value.get(length - start..).unwrap_or_default();
        if !is_saved_name(name)
            || behind.starts_with('*')
            || behind.contains(char::is_alphanumeric) && !behind.starts_with('^')
        {
            let error = QueryError::new(
                self.at..self.at + start - 1,
                "invalid name after `query:`: expected that of a saved search",
            );
            let hint = "use letters, digits, - and _; list the names with `morgue saved list`";
            self.out.errors.push(error.with_hint(hint));
            self.push(length.max(start + value.len()), TokenKind::Saved(name));
            return true;
        }
        self.push(length, TokenKind::Saved(name));
        true
    }

    /// Values that are not made of words: ranges and addresses.
    fn raw_value(&mut self, field: &Field) {
        let raw = matches!(field.kind, FieldKind::Date | FieldKind::U64) || matches!(&*field.name, "url" | "path");
        if !raw || !self.skip_space() || self.rest().starts_with(|c| is_quote(c) || is_open(c) || is_close(c)) {
            return;
        }
        let rest = self.rest();
        if field.kind != FieldKind::Keyword {
            if rest.starts_with("=\"") || rest.starts_with("-") || rest.starts_with("NOT ") {
                return;
            }
            let length = range_length(rest);
            self.push(length, TokenKind::Range(&rest[..length]));
        } else if !rest.starts_with('=') && !is_operator(rest) {
            let length = address_length(rest);
            self.push(length, TokenKind::Word(&rest[..length]));
        }
    }

    fn no_field(&mut self, name: &str, value: &str, span: Span) {
        let quoted_follows = value.is_empty() && self.rest()[name.len() + 1..].starts_with(is_quote);
        // Addresses of other kinds (`ftp://…`) are words.
        if value.starts_with("//") {
            return;
        }
        if pasted::is_slug(name) && !quoted_follows {
            if !value.is_empty() {
                let text = format!("\"{name}:\" is searched as a word: fields are written in lower case");
                self.hint(span, text);
            }
        } else if !value.is_empty() || quoted_follows {
            self.out.errors.push(names::unknown(name, value, span));
        } else if let Some(nearest) = names::nearest(name) {
            self.hint(span, format!("\"{name}:\" is read as a word; did you mean `{nearest}:`?"));
        }
    }
}

/// Bytes of a web address at the start of the text, without the punctuation of the sentence around it.
pub fn url_length(text: &str) -> Option<usize> {
    let head = text.get(..text.floor_char_boundary(8)).unwrap_or_default().to_ascii_lowercase();
    if !(head.starts_with("http://") || head.starts_with("https://") || head.starts_with("www.")) {
        return None;
    }
    let end = address_length(text);
    (end > 8).then_some(end)
}

fn address_length(text: &str) -> usize {
    let end = find_quote(text, |c| is_blank(c) || is_quote(c)).unwrap_or(text.len());
    let address = text[..end].trim_end_matches([',', '.', ';', '!', '?']);
    // A bracket that closes one outside the address is not part of it.
    let count = |mark: char| address.matches(mark).count();
    let unopened = count(')').saturating_sub(count('(')).min(address.len() - address.trim_end_matches(')').len());
    let address = &address[..address.len() - unopened];
    if address.is_empty() { end } else { address.len() }
}

/// Whether a value that may be any text starts with an operator.
fn is_operator(text: &str) -> bool {
    let word = text.split(|c: char| is_blank(c) || is_open(c)).next().unwrap_or_default();
    word.starts_with('-') || matches!(word, "AND" | "OR" | "NOT" | "NEAR" | "PRE" | "ADJ" | "&&" | "||")
}

/// Bytes of a range: up to the bracket that closes it, or to whitespace. There may be spaces after an operator (`>=
/// 2024`) and around the dots (`2019 .. 2020`).
fn range_length(text: &str) -> usize {
    if text.starts_with(['[', '{']) {
        return text.find([']', '}']).map_or(text.len(), |end| end + 1);
    }
    let blanks = |text: &str| text.len() - text.trim_start().len();
    let run = |text: &str| text.find(|c: char| is_blank(c) || is_close(c) || is_quote(c)).unwrap_or(text.len());
    let sign = text.len() - text.trim_start_matches(['>', '<', '=']).len();
    let sign = if sign > 0 { sign + blanks(&text[sign..]) } else { 0 };
    let mut end = sign + run(&text[sign..]);
    let dots = blanks(&text[end..]);
    if !text[..end].contains("..") && text[end + dots..].starts_with("..") && !text[end + dots..].starts_with("...") {
        end += dots + run(&text[end + dots..]);
    }
    let more = blanks(&text[end..]);
    if text[..end].ends_with("..") && text[end + more..].starts_with(|c: char| c.is_ascii_digit()) {
        end += more + run(&text[end + more..]);
    }
    end
}
