//! The `news` analyzer: zoned text to terms with positions. Words are UAX#29 words, lower-cased and folded; markers
//! show where sentences, paragraphs and zones start; words with distinctive capitals or accents also give a cased term.
//! Indexing and queries use the same code, so that what was typed is what is looked up.

use super::joined::{JOINED, JoinedWords};
use super::token::Token;
use super::words::Words;
use super::zone::{Marker, ZONE_GAP, ZONE_SIGN, Zone};
use crate::text::{is_apostrophe, push_letters, sentence_starts};

/// Raised when the same text would give other terms or positions.
pub const ANALYZER_VERSION: u32 = 4;

/// First character of a cased term; the word follows as written.
pub const CASED: char = '\u{2}';

/// Longest term in bytes; a longer word is cut here, in the index and in queries.
const MAX_TERM_BYTES: usize = 255;

/// What may follow a cased term in the index: a possessive ending is part of it.
pub const CASED_ENDINGS: [&str; 3] = ["", "'s", "'S"];

/// The cased term of a word, if it has one: capitals after the first letter, all capitals, or letters outside ASCII.
pub fn cased_term(word: &str) -> Option<String> {
    has_cased_term(word).then(|| {
        let mut term = String::new();
        push_cased(word, &mut term);
        term
    })
}

/// A word as written, but with one form of apostrophe: which one is printed says nothing.
fn push_cased(word: &str, out: &mut String) {
    out.push(CASED);
    match word.is_ascii() {
        true => out.push_str(word),
        false => out.extend(word.chars().map(|c| if is_apostrophe(c) { '\'' } else { c })),
    }
}

fn has_cased_term(word: &str) -> bool {
    if word.is_ascii() {
        return word.bytes().skip(1).any(|byte| byte.is_ascii_uppercase());
    }
    let mut letters = word.chars();
    let Some(_) = letters.next() else { return false };
    letters.any(char::is_uppercase) || word.chars().any(|c| !c.is_ascii() && c.is_alphabetic() && !is_apostrophe(c))
}

/// The `news` analyzer.
#[derive(Clone, Copy, Debug, Default)]
pub struct NewsTokenizer;

impl NewsTokenizer {
    /// Plain words of a text as (start, end, position, folded word): no markers, no cased and joined terms. Text without zone
    /// markers counts as one zone.
    pub fn words(text: &str) -> Vec<(usize, usize, usize, String)> {
        let mut terms = Self::terms(text);
        terms.retain(|(.., term)| !term.starts_with([ZONE_SIGN, CASED, JOINED]));
        terms
    }

    /// All terms of a text as (start, end, position, term): markers, words, cased and joined terms, as the index gets them.
    pub fn terms(text: &str) -> Vec<(usize, usize, usize, String)> {
        let mut terms = Vec::new();
        Self::each(text, |token| terms.push((token.offset_from, token.offset_to, token.position, token.text.clone())));
        terms
    }

    /// Passes on the position and the bytes of every word, without allocating terms.
    pub fn each_place(text: &str, mut take: impl FnMut(usize, std::ops::Range<usize>)) {
        let mut stream = NewsStream { with_sentences: false, ..NewsStream::new(text) };
        while stream.next_word() {
            take(stream.position, stream.word_start..stream.word_start + stream.word.len());
            stream.marker = None;
            stream.position += 1;
        }
    }

    /// Passes on every term of a text, without keeping any.
    pub fn each(text: &str, take: impl FnMut(&Token)) {
        Self::each_of(text, WantedTerms { sentences: true, cased: true, joined: true, starts: None }, take);
    }

    /// Passes on those terms of a text that are wanted.
    pub fn each_of(text: &str, wanted: WantedTerms<'_>, mut take: impl FnMut(&Token)) {
        let WantedTerms { sentences, cased, joined, starts } = wanted;
        let mut stream = NewsStream {
            with_sentences: sentences,
            with_cased: cased,
            with_joined: joined,
            starts,
            ..NewsStream::new(text)
        };
        while stream.advance() {
            take(stream.token());
        }
    }
}

/// The terms besides words and the markers of paragraphs and zones; finding them takes as long as finding words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WantedTerms<'a> {
    /// Markers of sentences.
    pub sentences: bool,
    /// Words as they are printed.
    pub cased: bool,
    /// Words that are printed as several.
    pub joined: bool,
    /// Which bytes the terms of words may begin with; all if `None`.
    pub starts: Option<&'a [bool; 256]>,
}

/// What is emitted next at the current word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    NextWord,
    Word,
    Cased,
    Joined,
}

/// Terms of one zoned text.
pub struct NewsStream<'a> {
    text: &'a str,
    token: Token,
    stage: Stage,
    /// Next byte of `text` that no paragraph has covered yet.
    next_paragraph: usize,
    paragraph_start: usize,
    words: Option<Words<'a>>,
    word: &'a str,
    word_start: usize,
    with_sentences: bool,
    with_cased: bool,
    with_joined: bool,
    starts: Option<&'a [bool; 256]>,
    sentence_starts: Vec<usize>,
    sentence: usize,
    /// The marker the next word carries.
    marker: Option<Marker>,
    /// Position of the next word.
    position: usize,
}

impl<'a> NewsStream<'a> {
    pub fn new(text: &'a str) -> Self {
        Self {
            text,
            token: Token::default(),
            stage: Stage::NextWord,
            next_paragraph: 0,
            paragraph_start: 0,
            words: None,
            word: "",
            word_start: 0,
            with_sentences: true,
            with_cased: true,
            with_joined: true,
            starts: None,
            sentence_starts: Vec::new(),
            sentence: 0,
            marker: None,
            position: 0,
        }
    }

    /// Whether the term of a word may be wanted, by its first byte.
    fn may_be_wanted(&self, word: &str) -> bool {
        let may_start = |starts: &[bool; 256]| {
            word.as_bytes()
                .first()
                .is_none_or(|first| !first.is_ascii() || starts[usize::from(first.to_ascii_lowercase())])
        };
        self.starts.is_none_or(may_start)
    }

    /// Moves to the next word; `false` at the end of the text.
    fn next_word(&mut self) -> bool {
        loop {
            if let Some((start, word)) = self.words.as_mut().and_then(Iterator::next) {
                self.word = word;
                self.word_start = self.paragraph_start + start;
                self.mark_sentence(start);
                return true;
            }
            if !self.open_paragraph() {
                return false;
            }
        }
    }

    fn mark_sentence(&mut self, start: usize) {
        let mut entered = false;
        while self.sentence_starts.get(self.sentence).is_some_and(|&at| at <= start) {
            self.sentence += 1;
            entered = true;
        }
        if entered && self.marker.is_none() {
            self.marker = Some(Marker::Sentence);
        }
    }

    /// Opens the next paragraph, and the next zone if its marker is there.
    fn open_paragraph(&mut self) -> bool {
        let mut rest = &self.text[self.next_paragraph..];
        if rest.is_empty() {
            return false;
        }
        if let Some(after) = rest.strip_prefix(ZONE_SIGN) {
            let letter = after.chars().next();
            self.open_zone(letter.and_then(Zone::of_letter));
            rest = &after[letter.map_or(0, char::len_utf8)..];
        } else if self.marker.is_none() {
            self.marker = Some(Marker::Paragraph);
        }
        self.paragraph_start = self.text.len() - rest.len();
        let bytes = rest.as_bytes();
        let end = memchr::memchr2(b'\n', ZONE_SIGN as u8, bytes).unwrap_or(bytes.len());
        let breaks = bytes[end..].iter().take_while(|&&byte| byte == b'\n').count();
        self.next_paragraph = self.paragraph_start + end + breaks;
        let paragraph = &rest[..end];
        if self.with_sentences {
            self.sentence_starts = sentence_starts(paragraph);
        }
        // The first sentence of a paragraph is marked by the paragraph.
        self.sentence = 1;
        self.words = Some(Words::of(paragraph));
        true
    }

    fn open_zone(&mut self, zone: Option<Zone>) {
        if self.position > 0 {
            self.position += ZONE_GAP;
        }
        self.marker = Some(zone.map_or(Marker::Paragraph, Marker::Zone));
    }

    fn emit(&mut self, write: impl FnOnce(&mut String)) {
        self.token.text.clear();
        write(&mut self.token.text);
        if self.token.text.len() > MAX_TERM_BYTES {
            let cut = self.token.text.floor_char_boundary(MAX_TERM_BYTES);
            self.token.text.truncate(cut);
        }
        self.token.offset_from = self.word_start;
        self.token.offset_to = self.word_start + self.word.len();
        self.token.position = self.position;
    }
}

impl NewsStream<'_> {
    /// Moves to the next term; `false` at the end of the text.
    pub fn advance(&mut self) -> bool {
        loop {
            match self.stage {
                Stage::NextWord => {
                    if !self.next_word() {
                        return false;
                    }
                    self.stage = Stage::Word;
                    if let Some(marker) = self.marker.take() {
                        self.emit(|text| text.push_str(marker.term()));
                        return true;
                    }
                }
                Stage::Word => {
                    let word = self.word;
                    if !self.may_be_wanted(word) {
                        self.stage = Stage::NextWord;
                        self.position += 1;
                        continue;
                    }
                    self.stage = Stage::Cased;
                    self.emit(|text| fold_word(word, text));
                    return true;
                }
                Stage::Cased => {
                    self.stage = Stage::Joined;
                    let word = self.word;
                    if self.with_cased && has_cased_term(word) {
                        self.emit(|text| push_cased(word, text));
                        return true;
                    }
                }
                Stage::Joined => {
                    self.stage = Stage::NextWord;
                    let (start, end) = (self.word_start, self.word_start + self.word.len());
                    if self.with_joined
                        && let Some(joined) = JoinedWords::at(self.text, start, end)
                    {
                        let text = self.text;
                        self.emit(|term| joined.push(&text[start..joined.end], term));
                        self.token.offset_to = joined.end;
                        self.position += 1;
                        return true;
                    }
                    self.position += 1;
                }
            }
        }
    }

    /// The current term.
    pub fn token(&self) -> &Token {
        &self.token
    }

    /// Takes the text of the current term, and leaves a buffer for the next one.
    pub fn swap_text(&mut self, buffer: &mut String) {
        std::mem::swap(&mut self.token.text, buffer);
    }
}

/// Lower case, accents dropped, a possessive `'s` cut. A word that folds to nothing keeps its original form.
fn fold_word(word: &str, out: &mut String) {
    push_letters(word, out);
    if out.is_empty() {
        out.push_str(word);
    }
    if out.len() > 2 && out.ends_with("'s") {
        out.truncate(out.len() - 2);
    }
}

#[cfg(test)]
mod tests {
    use super::super::zone::zoned_text;
    use super::*;

    fn terms(text: &str) -> Vec<(String, usize)> {
        let mut stream = NewsStream::new(text);
        let mut terms = Vec::new();
        while stream.advance() {
            let token = stream.token();
            terms.push((token.text.clone(), token.position));
        }
        terms
    }

    fn words(text: &str) -> Vec<String> {
        NewsTokenizer::words(text).into_iter().map(|(.., word)| word).collect()
    }

    #[test]
    fn words_are_what_a_reporter_would_call_words() {
        let cases = [
            ("Musk’s satellites, O'Brien's", vec!["musk", "satellites", "o'brien"]),
            ("U.S. paid 10,000 at 12:30", vec!["u.s", "paid", "10,000", "at", "12", "30"]),
            ("Al-Qaeda AT&T", vec!["al", "qaeda", "at", "t"]),
            ("São Tomé", vec!["sao", "tome"]),
            ("中国 台湾", vec!["中", "国", "台", "湾"]),
            ("He left office.The vote", vec!["he", "left", "office", "the", "vote"]),
            ("www.example.com", vec!["www", "example", "com"]),
            ("Reuters·London", vec!["reuters", "london"]),
            ("Ｆｕｌｌ ΟΔΟΣ οδός", vec!["full", "οδοσ", "οδοσ"]),
            ("C++ & #metoo @x", vec!["c", "&", "metoo", "x"]),
        ];
        for (text, want) in cases {
            assert_eq!(words(text), want, "{text}");
        }
    }

    #[test]
    fn zones_are_separated_by_a_gap_and_units_are_marked() {
        let zoned = zoned_text([(Zone::Title, "Two words"), (Zone::Deck, " "), (Zone::Lead, "One. Two.\n\nThree")]);
        let at = |term: &str, position: usize| (term.to_owned(), position);
        let gap = 2 + ZONE_GAP;
        assert_eq!(
            terms(&zoned),
            [
                at(Marker::Zone(Zone::Title).term(), 0),
                at("two", 0),
                at("words", 1),
                at(Marker::Zone(Zone::Lead).term(), gap),
                at("one", gap),
                at(Marker::Sentence.term(), gap + 1),
                at("two", gap + 1),
                at(Marker::Paragraph.term(), gap + 2),
                at("three", gap + 2),
            ]
        );
    }

    #[test]
    fn telling_capitals_and_accents_also_give_a_cased_term() {
        let cases = [
            ("US", true),
            ("iPhone", true),
            ("McDonald", true),
            ("Müller", true),
            ("Muskʼs", false),
            ("Taiwan", false),
            ("I", false),
            ("us", false),
        ];
        for (word, want) in cases {
            assert_eq!(cased_term(word).is_some(), want, "{word}");
            assert_eq!(terms(word).iter().any(|(term, _)| term.starts_with(CASED)), want, "{word}");
        }
    }

    #[test]
    fn spaces_of_any_width_end_a_word() {
        for text in
            ["« La Moldavie » jamais ! 10 000", "«\u{202f}La\u{2009}Moldavie\u{202f}» jamais\u{202f}! 10\u{202f}000"]
        {
            assert_eq!(words(text), ["la", "moldavie", "jamais", "10", "000"]);
        }
    }

    #[test]
    fn apostrophes_are_one_character_in_cased_terms() {
        for word in ["O'Brien", "O’Brien", "O‘Brien", "OʼBrien’s"] {
            assert!(cased_term(word).is_some_and(|term| term.starts_with("\u{2}O'")), "{word}");
        }
    }

    #[test]
    fn text_cannot_forge_a_marker() {
        let zoned = zoned_text([(Zone::Body, "a\u{1}zt b")]);
        assert_eq!(zoned.matches(ZONE_SIGN).count(), 1);
    }

    #[test]
    fn a_word_of_any_length_is_cut_not_lost() {
        let long = "é".repeat(500);
        assert!(terms(&long).iter().all(|(term, _)| term.len() <= MAX_TERM_BYTES));
        assert_eq!(words(&long).len(), 1);
    }
}
