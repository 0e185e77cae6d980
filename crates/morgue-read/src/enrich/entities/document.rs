//! What is known about the tokens of one article before any is labelled: the form of each distinct word, listed names,
//! runs of capitalised words, the case of each sentence, and how each word is used elsewhere in the article.

use super::gazetteer::{Gazetteer, HashedMap, hash_lower, join, kind, list};
use std::cell::RefCell;
use std::ops::Range;

/// Properties of the form of a word, as bits.
pub(super) mod form {
    pub const CAPITAL: u8 = 1;
    pub const ALL_CAPITALS: u8 = 2;
    pub const DIGIT: u8 = 4;
    pub const DOT: u8 = 8;
    pub const LETTER: u8 = 16;
    pub const LOWER: u8 = 32;
}

/// How a word is used in the article, as bits.
pub(super) mod usage {
    pub const LOWER: u16 = 1;
    pub const AFTER_TITLE: u16 = 2;
    pub const AFTER_FIRST_NAME: u16 = 4;
    pub const IN_ORG_RUN: u16 = 8;
    pub const IN_PLACE_RUN: u16 = 16;
    pub const AFTER_PREPOSITION: u16 = 32;
    pub const BEFORE_ACRONYM: u16 = 64;
    /// Two bits: how often it is capitalised inside a sentence: never, once, twice, three times or more.
    pub const CAPITAL_COUNT: u16 = 128;
}

/// One distinct word.
#[derive(Debug, Clone, Copy)]
pub(super) struct Word {
    pub lower: u64,
    pub shape: u64,
    pub last: u64,
    pub form: u8,
    pub lists: u8,
    /// The index of its lower-case form in `Document::usages`.
    pub lemma: u32,
}

/// A listed name that covers a token: its kinds, whether the token is its first, and whether it has several words.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Listed {
    pub kinds: u8,
    pub inside: bool,
    pub several: bool,
}

/// Case of a sentence.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Case {
    #[default]
    Usual,
    Capitals,
    Title,
}

thread_local! {
    /// Numbers of distinct words and of their lower-case forms, by hash: kept from article to article, so that they do not grow again.
    static WORD_MAPS: RefCell<(HashedMap<u32>, HashedMap<u32>)> = RefCell::default();
}

/// One article, ready for its features.
pub struct Document<'a> {
    pub(super) texts: Vec<&'a str>,
    pub(super) words: Vec<Word>,
    pub(super) tokens: Vec<u32>,
    pub(super) sentences: Vec<Range<usize>>,
    pub(super) cases: Vec<Case>,
    pub(super) listed: Vec<Listed>,
    /// The capitalised run of each token, as a range of tokens; empty for a token without one.
    pub(super) runs: Vec<(u32, u32)>,
    pub(super) usages: Vec<u16>,
}

impl<'a> Document<'a> {
    /// An article from its tokens and the ranges of its sentences.
    pub fn new(tokens: &[&'a str], sentences: Vec<Range<usize>>) -> Self {
        let mut document = Self {
            texts: Vec::new(),
            words: Vec::new(),
            tokens: Vec::with_capacity(tokens.len()),
            cases: Vec::with_capacity(sentences.len()),
            listed: vec![Listed::default(); tokens.len()],
            runs: vec![(0, 0); tokens.len()],
            usages: Vec::new(),
            sentences,
        };
        document.intern(tokens);
        for sentence in document.sentences.clone() {
            let case = document.case(sentence.clone());
            document.cases.push(case);
            document.look_up(sentence.clone());
            if case == Case::Usual {
                document.find_runs(sentence.clone());
            }
            document.note_usage(sentence, case);
        }
        document
    }

    /// Number of tokens.
    pub fn len(&self) -> usize {
        self.tokens.len()
    }

    /// Whether there is no token.
    pub fn is_empty(&self) -> bool {
        self.tokens.is_empty()
    }

    /// Number of the distinct word a token is.
    pub fn word_of(&self, token: usize) -> usize {
        self.tokens[token] as usize
    }

    #[inline]
    pub(super) fn word(&self, token: usize) -> &Word {
        &self.words[self.tokens[token] as usize]
    }

    /// Whether a token may be part of a name: one with a capital letter, or one with such tokens close on both sides
    /// (`Ministry of the Interior`).
    pub(super) fn may_be_named(&self, sentence: &Range<usize>, token: usize) -> bool {
        /// Most words without a capital inside a name.
        const INSIDE: usize = 3;
        /// Bytes of the longest of them, `upon`.
        const LONGEST: usize = 4;
        let capital = |at: usize| {
            let form = self.word(at).form;
            form & form::LETTER != 0 && form & form::LOWER == 0
        };
        let small = || {
            let text = self.text(token);
            text.len() <= LONGEST
                && (self.word(token).form & form::LETTER != 0 || matches!(text, "&" | "-" | "'" | "’" | "." | "/"))
        };
        capital(token)
            || small()
                && (token.saturating_sub(INSIDE).max(sentence.start)..token).any(capital)
                && (token + 1..(token + 1 + INSIDE).min(sentence.end)).any(capital)
    }

    /// Whether the word of a token is also written in lower case.
    pub(super) fn is_used_small(&self, token: usize) -> bool {
        self.usages[self.word(token).lemma as usize] & usage::LOWER != 0
    }

    fn intern(&mut self, tokens: &[&'a str]) {
        WORD_MAPS.with_borrow_mut(|(known, lemmas)| {
            known.clear();
            lemmas.clear();
            self.intern_with(tokens, known, lemmas);
        });
    }

    /// Numbers the distinct words; the maps are empty.
    fn intern_with(&mut self, tokens: &[&'a str], known: &mut HashedMap<u32>, lemmas: &mut HashedMap<u32>) {
        let gazetteer = Gazetteer::shipped();
        for text in tokens {
            let exact = hash_exact(text);
            let next = self.words.len() as u32;
            let id = *known.entry(exact).or_insert(next);
            if id == next {
                let lower = hash_lower(text);
                let fresh = self.usages.len() as u32;
                let lemma = *lemmas.entry(lower).or_insert(fresh);
                if lemma == fresh {
                    self.usages.push(0);
                }
                self.words.push(Word::of(text, lower, lemma, gazetteer.lists(lower)));
                self.texts.push(text);
            }
            self.tokens.push(id);
        }
    }

    /// Title case: at least four words in five start with a capital; capitals: at least seven in ten are all capitals.
    fn case(&self, sentence: Range<usize>) -> Case {
        let (mut words, mut long, mut capitals, mut initial) = (0, 0, 0, 0);
        for token in sentence {
            let word = self.word(token);
            if word.form & form::LETTER != 0 {
                words += 1;
                capitals += usize::from(word.form & form::ALL_CAPITALS != 0);
                if self.texts[self.tokens[token] as usize].len() > 3 {
                    long += 1;
                    initial += usize::from(word.form & form::CAPITAL != 0);
                }
            }
        }
        if words >= 3 && capitals * 10 >= words * 7 {
            Case::Capitals
        } else if long >= 4 && initial * 10 >= long * 8 {
            Case::Title
        } else {
            Case::Usual
        }
    }

    fn look_up(&mut self, sentence: Range<usize>) {
        let gazetteer = Gazetteer::shipped();
        let mut token = sentence.start;
        while token < sentence.end {
            let capital = self.word(token).form & form::CAPITAL != 0;
            let words = (token..sentence.end).map(|token| self.word(token).lower);
            let Some((count, kinds)) = capital.then(|| gazetteer.longest(words)).flatten() else {
                token += 1;
                continue;
            };
            for at in token..token + count {
                self.listed[at] = Listed { kinds, inside: at > token, several: count > 1 };
            }
            token += count;
        }
    }

    /// Runs of capitalised words.
    fn find_runs(&mut self, sentence: Range<usize>) {
        let mut token = sentence.start;
        while token < sentence.end {
            let start = token;
            while token < sentence.end && self.word(token).form & form::CAPITAL != 0 {
                token += 1;
            }
            self.runs[start..token].fill((start as u32, token as u32));
            token += 1;
        }
    }

    fn note_usage(&mut self, sentence: Range<usize>, case: Case) {
        if case != Case::Usual {
            return;
        }
        for token in sentence.clone() {
            let word = *self.word(token);
            let bits = if word.form & form::CAPITAL == 0 {
                if word.form & form::LOWER == 0 { 0 } else { usage::LOWER }
            } else {
                self.capital_usage(&sentence, token)
            };
            let usages = &mut self.usages[word.lemma as usize];
            *usages |= bits;
            if word.form & form::CAPITAL != 0 && token > sentence.start && *usages >> 7 < 3 {
                *usages += usage::CAPITAL_COUNT;
            }
        }
    }

    /// The context of a capitalised word.
    fn capital_usage(&self, sentence: &Range<usize>, token: usize) -> u16 {
        let mut bits = 0;
        let (start, end) = self.runs[token];
        let last = self.word(end as usize - 1);
        if end as usize > token + 1 {
            bits |= if last.lists & list::ORG_ENDING != 0 { usage::IN_ORG_RUN } else { 0 };
            bits |= if last.lists & list::PLACE_ENDING != 0 { usage::IN_PLACE_RUN } else { 0 };
        }
        if token > sentence.start {
            let before = self.word(token - 1);
            let named = self.listed[token - 1].kinds & kind::FIRST_NAME != 0 && before.form & form::CAPITAL != 0;
            bits |= if before.lists & list::TITLE != 0 { usage::AFTER_TITLE } else { 0 };
            bits |= if named { usage::AFTER_FIRST_NAME } else { 0 };
            let whole = start as usize == token && end as usize == token + 1;
            if whole && before.lists & list::PREPOSITION != 0 && self.mark_follows(sentence, token) {
                bits |= usage::AFTER_PREPOSITION;
            }
        }
        if token + 2 < sentence.end && self.text(token + 1) == "(" {
            let acronym = self.word(token + 2).form & form::ALL_CAPITALS != 0;
            bits |= if acronym { usage::BEFORE_ACRONYM } else { 0 };
        }
        bits
    }

    fn mark_follows(&self, sentence: &Range<usize>, token: usize) -> bool {
        token + 1 >= sentence.end || self.word(token + 1).form & (form::LETTER | form::DIGIT) == 0
    }

    pub(super) fn text(&self, token: usize) -> &'a str {
        self.texts[self.tokens[token] as usize]
    }
}

/// Hash of a word, case included.
fn hash_exact(text: &str) -> u64 {
    let (whole, rest) = text.as_bytes().as_chunks::<8>();
    let hash = whole.iter().fold(text.len() as u64, |hash, bytes| join(hash, u64::from_le_bytes(*bytes)));
    join(hash, rest.iter().rev().fold(0, |bits, byte| bits << 8 | u64::from(*byte)))
}

impl Word {
    fn of(text: &str, lower: u64, lemma: u32, lists: u8) -> Self {
        let (mut bits, mut letters, mut capitals) = (0, 0, 0);
        let (mut shape, mut previous) = (0, ' ');
        let mut chars = 0;
        for (at, c) in text.chars().enumerate() {
            let kind = shape_of(c);
            match kind {
                'X' => capitals += 1,
                'd' => bits |= form::DIGIT,
                '.' if at > 0 => bits |= form::DOT,
                _ => {}
            }
            letters += usize::from(kind == 'X' || kind == 'x');
            if kind != previous {
                shape = join(shape, u64::from(kind));
            }
            previous = kind;
            chars += 1;
        }
        let first = text.trim_start_matches(['#', '@']).chars().next();
        bits |= if letters > 0 { form::LETTER } else { 0 };
        bits |= if first.is_some_and(char::is_uppercase) { form::CAPITAL } else { 0 };
        bits |= if letters > 0 && capitals == 0 { form::LOWER } else { 0 };
        bits |= if capitals >= 2 && capitals == letters { form::ALL_CAPITALS } else { 0 };
        let tail = text.char_indices().nth_back(2).map_or(text, |(at, _)| &text[at..]);
        let last = join(hash_lower(tail), u64::from(chars > 3));
        Self { lower, shape, last, form: bits, lists, lemma }
    }
}

/// `X` for a capital, `x` for another letter, `d` for a digit; punctuation is kept.
pub(super) fn shape_of(c: char) -> char {
    match c {
        'a'..='z' => 'x',
        'A'..='Z' => 'X',
        '0'..='9' => 'd',
        '’' => '\'',
        _ if c.is_ascii() => c,
        _ if c.is_uppercase() => 'X',
        _ if c.is_alphabetic() => 'x',
        _ if c.is_numeric() => 'd',
        _ => c,
    }
}
