//! Query text to tokens. Quotation marks of every language open phrases, apostrophes never do; operators are written in
//! capitals; a minus at the start of a word means NOT. What is neither is a word as it was typed.

use super::ast::{Hint, Span, Unit};
use super::error::QueryError;
use crate::schema::{Field, FieldKind, Schema};

/// One token and its place.
#[derive(Debug, Clone)]
pub struct Token<'a> {
    pub span: Span,
    pub kind: TokenKind<'a>,
}

/// What a token is.
#[derive(Debug, Clone)]
pub enum TokenKind<'a> {
    Open,
    Close,
    And,
    Or,
    Not,
    Near {
        within: u32,
        ordered: bool,
    },
    Same(Unit),
    AtLeast(u32),
    /// `field:`.
    Field(&'static Field),
    /// `=` before a word or phrase.
    Exact,
    /// A word as typed, with its punctuation.
    Word(&'a str),
    /// The inside of a quotation, and the number after `~`.
    Phrase(&'a str, Option<u32>),
    /// A web address.
    Url(&'a str),
    /// The value of a date or number field, as typed.
    Range(&'a str),
}

/// Widest span of NEAR: below the gap between two zones, so that no match crosses one.
pub const MAX_NEAR: u32 = 255;

/// Words that NEAR allows where no number is given.
const DEFAULT_NEAR: u32 = 10;

/// Field names of the language that this version cannot answer yet.
const LATER: [&str; 6] = ["story", "dup", "query", "zone", "dateprec", "indexed"];

pub struct Lexer<'a> {
    text: &'a str,
    at: usize,
    tokens: Vec<Token<'a>>,
    pub hints: Vec<Hint>,
}

/// Cuts a query into tokens, and says what was read in a way that may surprise.
pub fn lex(text: &str) -> Result<(Vec<Token<'_>>, Vec<Hint>), QueryError> {
    let mut lexer = Lexer { text, at: 0, tokens: Vec::new(), hints: Vec::new() };
    while lexer.skip_space() {
        lexer.next()?;
    }
    Ok((lexer.tokens, lexer.hints))
}

/// Marks that open or close a quotation. Typographic single quotes are apostrophes more often than not.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '“' | '”' | '„' | '‟' | '«' | '»' | '″' | '＂' | '〝' | '〞' | '「' | '」' | '『' | '』')
}

impl<'a> Lexer<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    /// Moves to the next character that is no white space; false at the end.
    fn skip_space(&mut self) -> bool {
        let rest = self.rest();
        self.at += rest.len() - rest.trim_start().len();
        self.at < self.text.len()
    }

    fn push(&mut self, length: usize, kind: TokenKind<'a>) {
        self.tokens.push(Token { span: self.at..self.at + length, kind });
        self.at += length;
    }

    fn hint(&mut self, span: Span, text: impl Into<String>) {
        self.hints.push(Hint { span, text: text.into() });
    }

    fn next(&mut self) -> Result<(), QueryError> {
        let rest = self.rest();
        let Some(first) = rest.chars().next() else { return Ok(()) };
        let second = rest[first.len_utf8()..].chars().next();
        let attached = second.is_some_and(|c| !c.is_whitespace() && c != ')');
        match first {
            '(' => self.push(1, TokenKind::Open),
            ')' => self.push(1, TokenKind::Close),
            c if is_quote(c) => return self.phrase(c),
            '-' | '−' | '–' if attached && second != Some('-') => self.push(first.len_utf8(), TokenKind::Not),
            '!' if attached && second != Some('=') => {
                self.hint(self.at..self.at + 1, "`!` is read as NOT");
                self.push(1, TokenKind::Not);
            }
            '+' if attached => self.at += 1,
            '=' if attached => self.push(1, TokenKind::Exact),
            _ => return self.chunk(),
        }
        Ok(())
    }

    /// A quotation: from a mark to the next one of its kind, else to any mark.
    fn phrase(&mut self, open: char) -> Result<(), QueryError> {
        let inside = &self.rest()[open.len_utf8()..];
        let end = match open {
            '"' => inside.find('"').or_else(|| inside.find(is_quote)),
            _ => inside.find(is_quote),
        };
        let Some(end) = end else {
            let place = self.at..self.at + open.len_utf8();
            return Err(QueryError::new(place, "this quotation mark is never closed")
                .with_hint("close the quotation, or leave the mark out to search for the words"));
        };
        let close = inside[end..].chars().next().map_or(0, char::len_utf8);
        let after = &inside[end + close..];
        let (slack, tail) = self.slack(after)?;
        let length = open.len_utf8() + end + close + tail;
        self.push(length, TokenKind::Phrase(&inside[..end], slack));
        Ok(())
    }

    /// `~4` behind a quotation: the number and the bytes it takes.
    fn slack(&self, after: &str) -> Result<(Option<u32>, usize), QueryError> {
        let Some(digits) = after.strip_prefix('~') else { return Ok((None, 0)) };
        let length = digits.bytes().take_while(u8::is_ascii_digit).count();
        let start = self.text.len() - after.len();
        match digits[..length].parse() {
            Ok(slack) if slack <= MAX_NEAR => Ok((Some(slack), length + 1)),
            _ => Err(QueryError::new(start..start + length + 1, "`~` after a phrase takes a number from 0 to 255")),
        }
    }

    /// A run of characters up to white space, a bracket or a quotation mark.
    fn chunk(&mut self) -> Result<(), QueryError> {
        let rest = self.rest();
        if let Some(length) = url_length(rest) {
            self.push(length, TokenKind::Url(&rest[..length]));
            return Ok(());
        }
        let length =
            rest.find(|c: char| c.is_whitespace() || c == '(' || c == ')' || is_quote(c)).unwrap_or(rest.len());
        let chunk = &rest[..length];
        if let Some(operator) = self.operator(chunk)? {
            self.push(length, operator);
            return Ok(());
        }
        if self.field(chunk)? {
            return Ok(());
        }
        self.push(length, TokenKind::Word(chunk));
        Ok(())
    }

    fn operator(&mut self, chunk: &str) -> Result<Option<TokenKind<'a>>, QueryError> {
        let span = self.at..self.at + chunk.len();
        let (name, number) = chunk.split_once('/').unwrap_or((chunk, ""));
        Ok(Some(match name {
            "AND" | "OR" | "NOT" if number.is_empty() && !chunk.contains('/') => match name {
                "AND" => TokenKind::And,
                "OR" => TokenKind::Or,
                _ => TokenKind::Not,
            },
            "&&" => TokenKind::And,
            "||" => TokenKind::Or,
            "NEAR" | "PRE" | "ADJ" => TokenKind::Near { within: near_number(chunk, span)?, ordered: name != "NEAR" },
            "ATLEAST" => match number.parse() {
                Ok(times @ 1..=1000) => TokenKind::AtLeast(times),
                _ => return Err(QueryError::new(span, "ATLEAST takes a number from 1 to 1000: `ATLEAST/3 Starlink`")),
            },
            "SAME" => match number {
                "S" => TokenKind::Same(Unit::Sentence),
                "P" => TokenKind::Same(Unit::Paragraph),
                _ => return Err(QueryError::new(span, "SAME takes /S for one sentence or /P for one paragraph")),
            },
            "W" | "w" if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) => {
                let hint = format!("write NEAR/{number} for either order, PRE/{number} for the first word first");
                return Err(
                    QueryError::new(span, format!("`{chunk}` means different things elsewhere")).with_hint(hint)
                );
            }
            "and" | "or" | "not" | "near" if self.stands_between(chunk.len()) => {
                let upper = chunk.to_uppercase();
                self.hint(span, format!("`{chunk}` is searched as a word; write {upper} in capitals for the operator"));
                return Ok(None);
            }
            _ => return Ok(None),
        }))
    }

    /// Something stands before and after the chunk.
    fn stands_between(&self, length: usize) -> bool {
        !self.tokens.is_empty() && !self.text[self.at + length..].trim().is_empty()
    }

    /// `field:` at the start of a chunk. A word with a colon behind it that names no field is text.
    fn field(&mut self, chunk: &'a str) -> Result<bool, QueryError> {
        let Some((name, value)) = chunk.split_once(':') else { return Ok(false) };
        if name.is_empty() || !name.bytes().all(|byte| byte.is_ascii_alphabetic() || byte == b'_') {
            return Ok(false);
        }
        let span = self.at..self.at + name.len();
        let Some(field) = Schema::news().resolve(name) else {
            self.no_field(name, value, span)?;
            return Ok(false);
        };
        self.push(name.len() + 1, TokenKind::Field(field));
        if matches!(field.kind, FieldKind::Date | FieldKind::U64) && self.skip_space() && !self.rest().starts_with('(')
        {
            let length = range_length(self.rest());
            let text = &self.rest()[..length];
            self.push(length, TokenKind::Range(text));
        } else if field.name == "url" && self.skip_space() && !self.rest().starts_with(|c| is_quote(c) || c == '(') {
            let length = self.rest().find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(self.rest().len());
            let text = &self.rest()[..length];
            self.push(length, TokenKind::Word(text));
        }
        Ok(true)
    }

    fn no_field(&mut self, name: &str, value: &str, span: Span) -> Result<(), QueryError> {
        let nearest = nearest(name);
        let quoted_follows = value.is_empty() && self.rest()[name.len() + 1..].starts_with(is_quote);
        if value.is_empty() && !quoted_follows {
            if let Some(nearest) = nearest {
                self.hint(span, format!("`{name}:` is read as a word; did you mean `{nearest}:`?"));
            }
            return Ok(());
        }
        let error = if LATER.contains(&name.to_ascii_lowercase().as_str()) {
            QueryError::new(span, format!("the field \"{name}\" cannot be searched yet"))
        } else {
            QueryError::new(span, format!("unknown field \"{name}\""))
        };
        let hint = match nearest {
            Some(nearest) => {
                format!("did you mean \"{nearest}\"? To search for the words, put them in quotation marks")
            }
            None => format!("to search for the words, put a blank after the colon: `{name}: {value}`"),
        };
        Err(error.with_hint(hint))
    }
}

fn near_number(chunk: &str, span: Span) -> Result<u32, QueryError> {
    let Some((name, number)) = chunk.split_once('/') else { return Ok(DEFAULT_NEAR) };
    match number.parse() {
        Ok(within @ 1..=MAX_NEAR) => Ok(within),
        _ => Err(QueryError::new(span, format!("{name} takes a number from 1 to {MAX_NEAR}: `{name}/5`"))),
    }
}

/// Bytes of a web address at the start of the text, without the punctuation of the sentence around it.
fn url_length(text: &str) -> Option<usize> {
    let head = text.get(..8.min(text.len())).unwrap_or_default().to_ascii_lowercase();
    if !(head.starts_with("http://") || head.starts_with("https://") || head.starts_with("www.")) {
        return None;
    }
    let end = text.find(|c: char| c.is_whitespace() || is_quote(c)).unwrap_or(text.len());
    let address = text[..end].trim_end_matches([',', '.', ';', '!', '?']);
    // A bracket that closes one outside the address is not its own.
    let unopened = address.ends_with(')') && address.matches(')').count() > address.matches('(').count();
    let address = if unopened { &address[..address.len() - 1] } else { address };
    (address.len() > 8).then_some(address.len())
}

/// Bytes of a range: to the bracket that closes it, or to white space. `>= 2024` may have blanks after its sign.
fn range_length(text: &str) -> usize {
    if text.starts_with(['[', '{']) {
        return text.find([']', '}']).map_or(text.len(), |end| end + 1);
    }
    let sign = text.len() - text.trim_start_matches(['>', '<', '=']).len();
    let blanks = if sign > 0 { text[sign..].len() - text[sign..].trim_start().len() } else { 0 };
    let value = &text[sign + blanks..];
    sign + blanks + value.find(|c: char| c.is_whitespace() || c == ')' || is_quote(c)).unwrap_or(value.len())
}

/// The field name or alias within two edits of a name, nearest first; one edit for short names.
fn nearest(name: &str) -> Option<&'static str> {
    let name = name.to_ascii_lowercase();
    let most = if name.len() <= 4 { 1 } else { 2 };
    let names = Schema::news().query_names().filter(|known| known.len() > 2);
    let near = names.map(|known| (edits(&name, known), known)).filter(|(edits, _)| *edits <= most);
    near.min_by_key(|(edits, _)| *edits).map(|(_, known)| known)
}

/// Edits between two words (Damerau: a transposition counts once).
fn edits(one: &str, other: &str) -> usize {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    let mut before = vec![0; other.len() + 1];
    let mut above: Vec<usize> = (0..=other.len()).collect();
    for row in 1..=one.len() {
        let mut line = vec![row; other.len() + 1];
        for column in 1..=other.len() {
            let differs = usize::from(one[row - 1] != other[column - 1]);
            line[column] = (above[column] + 1).min(line[column - 1] + 1).min(above[column - 1] + differs);
            let swapped =
                row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1];
            if swapped {
                line[column] = line[column].min(before[column - 2] + 1);
            }
        }
        before = std::mem::replace(&mut above, line);
    }
    above[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nearest_names_are_those_of_a_slip() {
        for (name, want) in [
            ("autor", Some("author")),
            ("titel", Some("title")),
            ("outlt", Some("outlet")),
            ("Putin", None),
            ("xyz", None),
        ] {
            assert_eq!(nearest(name), want, "{name}");
        }
    }
}
