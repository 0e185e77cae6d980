//! The numbers by which the line model judges a line of raw text: its form, its words, its neighbours and its position.
//! Has no weights, knows no publisher, and learns nothing from the archive: the same text gives the same numbers.

use super::script::is_run_together;
use super::{line_rules, phrases};
use crate::format::{Block, BlockRole};
use crate::text::fold;
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::LazyLock;

/// Numbers per line.
pub const COUNT: usize = 86;

/// The features of one line, each about 0 to 1 or a small logarithm.
pub type Features = [f32; COUNT];

/// Fewest words of a paragraph.
const PARAGRAPH_WORDS: f32 = 20.0;

/// A line with fewer words is short.
const SHORT_WORDS: f32 = 8.0;

/// The features of every line of a text.
pub fn line_features(blocks: &[Block]) -> Vec<Features> {
    let mut seen = LineCounts::default();
    let lines: Vec<Line> = blocks.iter().map(|block| Line::of(block, &mut seen)).collect();
    let text = TextCounts::of(&lines);
    let row = |at: usize| {
        let mut row = Row { values: [0.0; COUNT], len: 0 };
        lines[at].form(&mut row);
        lines[at].words(&seen, &mut row);
        neighbours(&lines, at, &mut row);
        text.place(&lines, at, &mut row);
        debug_assert_eq!(row.len, COUNT);
        row.values
    };
    (0..lines.len()).map(row).collect()
}

/// The features of one line under construction.
struct Row {
    values: Features,
    len: usize,
}

impl Row {
    fn push(&mut self, value: f32) {
        self.values[self.len] = value;
        self.len += 1;
    }

    fn flag(&mut self, set: bool) {
        self.push(f32::from(u8::from(set)));
    }
}

/// Word lists by what their words are a sign of.
#[derive(Default)]
struct WordLists {
    stop: HashSet<&'static str>,
    site: HashSet<&'static str>,
    credit: HashSet<&'static str>,
    /// Words that address the reader: stories use them less than prompts.
    address: HashSet<&'static str>,
    /// Words around readers' comments.
    reply: HashSet<&'static str>,
}

static WORDS: LazyLock<WordLists> = LazyLock::new(|| {
    let mut lists = WordLists::default();
    let mut section = "";
    for line in include_str!("data/line_words.txt").lines().filter(|line| !line.starts_with('#')) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = name;
            continue;
        }
        match section {
            "stop" => lists.stop.extend(line.split(' ')),
            "site" => lists.site.extend(line.split(' ')),
            "credit" => lists.credit.extend(line.split(' ')),
            "address" => lists.address.extend(line.split(' ')),
            _ => lists.reply.extend(line.split(' ')),
        }
    }
    lists
});

/// Whether a folded word is one of those that every text has.
pub(super) fn is_stop_word(word: &str) -> bool {
    WORDS.stop.contains(word)
}

/// How many lines of the text contain a word, and how often each whole line occurs.
#[derive(Default)]
struct LineCounts {
    /// Number of paragraphs that contain a long word.
    in_paragraphs: HashMap<u64, u32>,
    lines: HashMap<u64, u32>,
}

pub(super) fn hash_of(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// One line and its counts.
struct Line<'a> {
    block: &'a Block,
    /// Words; in scripts without spaces two letters count as one.
    length: f32,
    chars: f32,
    stop: f32,
    site: f32,
    credit: f32,
    address: f32,
    reply: f32,
    capitals: f32,
    digits: f32,
    commas: f32,
    long_words: Vec<u64>,
    whole: u64,
    sentence: bool,
    aside: bool,
    opens_list: bool,
    head: Option<line_rules::HeadLine>,
}

/// Punctuation that ends a sentence, possibly followed by quotes and brackets.
pub(super) fn ends_sentence(text: &str) -> bool {
    let bare = text.trim_end_matches(['"', '”', '“', '»', '’', '\'', ')', ']', '」', '』', ' ']);
    bare.ends_with(['.', '!', '?', '。', '！', '？', '…']) && !bare.ends_with("...")
}

impl<'a> Line<'a> {
    fn of(block: &'a Block, seen: &mut LineCounts) -> Self {
        let text = block.text.as_str();
        let folded = fold(text);
        let unspaced = text.chars().filter(|&c| is_run_together(c)).count() as f32;
        let spaced: Vec<&str> =
            folded.split(|c: char| !c.is_alphanumeric() && c != '\'').filter(|word| !word.is_empty()).collect();
        let count = |list: &HashSet<&str>| spaced.iter().filter(|word| list.contains(*word)).count() as f32;
        let starts = text.split(' ').filter_map(|word| word.chars().find(|c| c.is_alphanumeric()));
        let mut long_words: Vec<u64> =
            spaced.iter().filter(|word| word.chars().count() >= 5).map(|word| hash_of(word)).collect();
        long_words.sort_unstable();
        long_words.dedup();
        let length = (spaced.len() as f32).max(unspaced / 2.0);
        let line = Self {
            block,
            length,
            chars: text.chars().count().max(1) as f32,
            stop: count(&WORDS.stop),
            site: count(&WORDS.site),
            credit: count(&WORDS.credit),
            address: count(&WORDS.address),
            reply: count(&WORDS.reply),
            capitals: starts.filter(|c| c.is_uppercase()).count() as f32,
            digits: text.chars().filter(char::is_ascii_digit).count() as f32,
            commas: text.chars().filter(|c| matches!(c, ',' | ';' | '、' | '，')).count() as f32,
            long_words,
            whole: hash_of(&folded),
            sentence: ends_sentence(text),
            aside: line_rules::aside(text).is_some(),
            opens_list: phrases::opens_list(text),
            head: line_rules::head_line(text),
        };
        *seen.lines.entry(line.whole).or_default() += 1;
        if line.is_paragraph() {
            line.long_words.iter().for_each(|&word| *seen.in_paragraphs.entry(word).or_default() += 1);
        }
        line
    }

    fn is_paragraph(&self) -> bool {
        self.length >= PARAGRAPH_WORDS && self.sentence
    }

    fn is_item(&self) -> bool {
        self.block.role == BlockRole::ListItem
    }

    fn share(&self, count: f32) -> f32 {
        (count / self.length.max(1.0)).min(1.0)
    }

    /// Length, punctuation and case.
    fn form(&self, row: &mut Row) {
        let text = self.block.text.as_str();
        row.push(self.length.ln_1p());
        row.flag(self.length <= 3.0);
        row.flag((4.0..SHORT_WORDS).contains(&self.length));
        row.flag((SHORT_WORDS..PARAGRAPH_WORDS).contains(&self.length));
        row.flag(self.length >= PARAGRAPH_WORDS);
        row.flag(self.length >= 40.0);
        row.flag(self.sentence);
        row.flag(self.sentence && self.length >= 10.0);
        row.flag(self.is_paragraph());
        row.push((self.commas / self.length.max(1.0) * 5.0).min(1.0));
        row.push(self.share(self.capitals));
        row.flag(self.share(self.capitals) > 0.7 && self.length > 3.0);
        row.flag(text.chars().filter(|c| c.is_uppercase()).count() as f32 > self.chars * 0.5);
        row.push(self.digits / self.chars);
        row.flag(text.starts_with(char::is_lowercase));
        row.flag(text.contains(['"', '“', '„', '«', '”', '»', '「']));
        row.flag(text.ends_with(':'));
        row.flag(text.ends_with("...") || text.ends_with('…'));
        row.flag(text.ends_with('?'));
        row.flag(self.is_item());
        row.flag(matches!(self.block.role, BlockRole::Heading(_)));
        row.flag(text.contains(" | ") || text.contains(['›', '•', '·', '→', '▶', '>']));
        row.flag(text.contains("://") || text.contains("www.") || text.contains('@'));
        row.flag(text.contains('©'));
        row.flag(text.contains(['[', '{', '=']));
        row.flag(text.starts_with(['(', '[', '*']));
    }

    /// What its words are a sign of.
    fn words(&self, seen: &LineCounts, row: &mut Row) {
        row.push(self.share(self.stop));
        row.flag(self.stop < 1.0);
        row.push(self.share(self.site));
        row.flag(self.site > 0.0 && self.length < PARAGRAPH_WORDS);
        row.push(self.share(self.credit));
        row.flag(self.credit > 0.0 && self.length < PARAGRAPH_WORDS);
        row.flag(self.credit > 0.0 && self.length >= PARAGRAPH_WORDS);
        row.flag(self.site > 1.0 && self.length >= PARAGRAPH_WORDS);
        row.push((self.share(self.address) * 5.0).min(1.0));
        row.flag(self.address > 0.0 && self.site > 0.0);
        row.flag(self.aside);
        row.flag(self.opens_list);
        row.flag(self.head.is_some());
        row.flag(seen.lines.get(&self.whole).is_some_and(|&times| times > 1));
        // How many of its words other paragraphs use.
        let own = u32::from(self.is_paragraph());
        let known =
            self.long_words.iter().filter(|word| seen.in_paragraphs.get(word).is_some_and(|&times| times > own));
        row.push(known.count() as f32 / self.long_words.len().max(4) as f32);
    }
}

/// The lines before and after one.
fn neighbours(lines: &[Line], at: usize, row: &mut Row) {
    let near = |offset: isize| at.checked_add_signed(offset).and_then(|other| lines.get(other));
    for offset in [-1, 1, -2, 2] {
        row.push(near(offset).map_or(0.0, |line| line.length.ln_1p()));
        row.flag(near(offset).is_some_and(Line::is_paragraph));
    }
    for offset in [-1, 1] {
        row.flag(near(offset).is_some_and(Line::is_item));
        row.flag(near(offset).is_some_and(|line| line.aside || line.opens_list));
        row.flag(near(offset).is_some_and(|line| line.sentence));
    }
    for reach in [3, 8] {
        let window = &lines[at.saturating_sub(reach)..(at + reach + 1).min(lines.len())];
        let size = window.len() as f32;
        row.push(window.iter().map(|line| line.length.ln_1p()).sum::<f32>() / size);
        row.push(window.iter().filter(|line| line.is_item()).count() as f32 / size);
        row.push(window.iter().filter(|line| line.is_paragraph()).count() as f32 / size);
    }
    let around = &lines[at.saturating_sub(6)..(at + 7).min(lines.len())];
    let replies = around.iter().filter(|line| line.reply > 0.0 && line.length < SHORT_WORDS).count();
    row.push((replies as f32).ln_1p());
    row.push(around.iter().filter(|line| line.head.is_some()).count() as f32 / 4.0);
}

/// Counts over the whole text.
struct TextCounts {
    /// Words of paragraphs up to each line, and their sum at the end.
    paragraph_words: Vec<f32>,
    /// Words of paragraphs around each line, divided by the most of any line.
    density: Vec<f32>,
    /// Share of the text's words that are in paragraphs: near 1 in text without a page around it.
    clean: f32,
    /// Number of consecutive short lines before and after each line.
    short_before: Vec<f32>,
    short_behind: Vec<f32>,
    /// Share of the lines that are short: near 1 in dumps of pages.
    short: f32,
    /// Whether indentation shows the nesting of a page.
    laid_out: bool,
    /// Share of the paragraphs' words at an indentation.
    indents: HashMap<u16, f32>,
    /// Share of the paragraphs that follow a blank line.
    blanks: f32,
    /// The last paragraph.
    last: usize,
    /// Where a list of other stories starts, if a heading after part of the text says so.
    list: usize,
}

impl TextCounts {
    fn of(lines: &[Line]) -> Self {
        let mut paragraph_words = vec![0.0];
        let mut sum = 0.0;
        for line in lines {
            sum += if line.is_paragraph() { line.length } else { 0.0 };
            paragraph_words.push(sum);
        }
        let around = |at: usize| {
            let (from, to) = (at.saturating_sub(DENSITY_REACH), (at + DENSITY_REACH + 1).min(lines.len()));
            paragraph_words[to] - paragraph_words[from]
        };
        let density: Vec<f32> = (0..lines.len()).map(around).collect();
        let most = density.iter().copied().fold(1.0, f32::max);
        let all: f32 = lines.iter().map(|line| line.length).sum();
        let paragraphs = || lines.iter().filter(|line| line.is_paragraph());
        let mut indents: HashMap<u16, f32> = HashMap::new();
        paragraphs()
            .for_each(|line| *indents.entry(line.block.layout.indent).or_default() += line.length / sum.max(1.0));
        let blank = paragraphs().filter(|line| line.block.layout.after_blank).count() as f32;
        let opens = |at: &usize| lines[*at].opens_list && paragraph_words[*at] > sum * LIST_AFTER;
        Self {
            density: density.into_iter().map(|around| around / most).collect(),
            clean: sum / all.max(1.0),
            short_before: runs(lines.iter()),
            short_behind: runs(lines.iter().rev()).into_iter().rev().collect(),
            short: lines.iter().filter(|line| line.length < SHORT_WORDS).count() as f32 / lines.len().max(1) as f32,
            laid_out: lines.iter().map(|line| line.block.layout.indent).collect::<HashSet<_>>().len() > LAID_OUT,
            indents,
            blanks: blank / paragraphs().count().max(1) as f32,
            last: lines.iter().rposition(Line::is_paragraph).unwrap_or(0),
            list: (0..lines.len()).find(opens).unwrap_or(lines.len()),
            paragraph_words,
        }
    }

    /// Position of the line among the text's paragraphs.
    fn place(&self, lines: &[Line], at: usize, row: &mut Row) {
        let all = self.paragraph_words[lines.len()].max(1.0);
        let before = self.paragraph_words[at] / all;
        let after = (self.paragraph_words[lines.len()] - self.paragraph_words[at + 1]) / all;
        row.push(self.short_before[at].ln_1p());
        row.push(self.short_behind[at].ln_1p());
        row.push(before);
        row.push(after);
        row.flag(before == 0.0);
        row.flag(after == 0.0);
        row.push(self.density[at]);
        row.push(self.clean);
        row.push(self.clean * (1.0 - self.density[at]));
        row.push(if lines[at].length < SHORT_WORDS { self.clean } else { 0.0 });
        row.push(self.short);
        row.flag(self.short < 0.5 && self.clean > 0.7);
        row.push(if lines[at].is_item() { self.short } else { 0.0 });
        row.push(if lines[at].sentence { self.short } else { 0.0 });
        row.push((at.saturating_sub(self.last) as f32).ln_1p());
        row.flag(at > self.list);
        let layout = lines[at].block.layout;
        let indent = self.indents.get(&layout.indent).copied().unwrap_or(0.0);
        row.flag(self.laid_out);
        row.push(if self.laid_out { indent } else { 0.0 });
        row.flag(self.laid_out && indent == 0.0);
        row.flag(self.laid_out && indent >= 0.5);
        row.push(if self.laid_out && lines[at].is_paragraph() { indent } else { 0.0 });
        row.push(if self.laid_out && lines[at].length < SHORT_WORDS { indent } else { 0.0 });
        row.push(if layout.after_blank { self.blanks } else { -self.blanks });
    }
}

/// For every line, the number of consecutive short lines before it.
fn runs<'a, 'b: 'a>(lines: impl Iterator<Item = &'a Line<'b>>) -> Vec<f32> {
    let next = |run: &mut f32, line: &Line| {
        let before = *run;
        *run = if line.length < SHORT_WORDS { before + 1.0 } else { 0.0 };
        Some(before)
    };
    lines.scan(0.0, next).collect()
}

/// Lines before and after that count as around one.
const DENSITY_REACH: usize = 10;

/// A text with more indentations than this shows the nesting of a page.
const LAID_OUT: usize = 3;

/// Share of the paragraphs' words before a heading that opens a list of other stories.
const LIST_AFTER: f32 = 0.3;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_all_features_and_they_are_finite() {
        let blocks: Vec<Block> =
            ["Home", "", "The river rose on Monday, and the town went to bed late.", "東京で雨。", "—"]
                .map(Block::paragraph)
                .to_vec();
        let rows = line_features(&blocks);
        assert_eq!(rows.len(), blocks.len());
        assert!(rows.iter().flatten().all(|value| value.is_finite()));
        assert_eq!(line_features(&[]), Vec::<Features>::new());
    }
}
