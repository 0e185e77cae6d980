//! Further numbers of a line, which compare it with the whole text: how the line is written, whether it occurs again, where
//! it is from the longest run of sentences, which words it shares with that run and with the first line, and the numbers
//! of the two lines before and after it.

use super::line_features::{Features, ends_sentence, hash_of, is_stop_word, line_features};
use super::script::is_run_together;
use crate::article::opens_as_byline;
use crate::format::{Block, BlockRole};
use crate::text::fold;
use std::collections::{HashMap, HashSet};

/// Numbers of a line that its neighbours see too, 1 and 2 lines away.
const NEAR: [usize; 19] = [0, 2, 5, 6, 7, 8, 9, 12, 18, 21, 23, 27, 34, 35, 36, 37, 38, 39, 40];
const FAR: [usize; 8] = [0, 5, 7, 8, 18, 35, 36, 40];

/// Numbers of one line beside those of [`line_features`], without its neighbours'.
const OWN: usize = 41;

/// Numbers per line.
pub const COUNT: usize = super::line_features::COUNT + OWN + 2 * NEAR.len() + 2 * FAR.len();

/// For a neighbour that is not there.
const NONE: f32 = -1.0;

/// The numbers of every line of a text, `COUNT` each.
pub fn line_rows(blocks: &[Block]) -> Vec<Vec<f32>> {
    let mut rows = Vec::with_capacity(blocks.len());
    each_row(blocks, |row| rows.push(row.to_vec()));
    rows
}

/// Calls back with the numbers of each line: those of all lines of a long text together take a lot of memory.
pub(super) fn each_row(blocks: &[Block], mut seen: impl FnMut(&[f32])) {
    let features = line_features(blocks);
    let lines: Vec<Line> = blocks.iter().map(Line::of).collect();
    let text = Text::of(&lines);
    let own: Vec<[f32; OWN]> = (0..lines.len()).map(|at| text.own(&lines, at, &features[at])).collect();
    let mut row = Vec::with_capacity(COUNT);
    for at in 0..lines.len() {
        row.clear();
        row.extend(features[at]);
        row.extend(own[at]);
        for (offset, numbers) in [(-1, &NEAR[..]), (1, &NEAR[..]), (-2, &FAR[..]), (2, &FAR[..])] {
            let near = at.checked_add_signed(offset).and_then(|near| own.get(near));
            row.extend(numbers.iter().map(|&number| near.map_or(NONE, |own| own[number])));
        }
        seen(&row);
    }
}

/// One line and its words.
struct Line<'a> {
    block: &'a Block,
    folded: String,
    /// In scripts without spaces two letters count as one.
    words: f32,
    /// Its words of four letters and more that are no stop words, each once.
    content: Vec<u64>,
    ends: bool,
    stop: f32,
}

impl<'a> Line<'a> {
    fn of(block: &'a Block) -> Self {
        let folded = fold(&block.text);
        let spaced: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let unspaced: Vec<char> = folded.chars().filter(|&c| is_run_together(c)).collect();
        let pairs = unspaced.windows(2).map(|pair| u64::from(u32::from(pair[0])) << 32 | u64::from(u32::from(pair[1])));
        let stop = spaced.iter().filter(|word| is_stop_word(word)).count();
        let long =
            spaced.iter().filter(|word| word.chars().count() >= 4 && !is_stop_word(word)).map(|word| hash_of(word));
        let mut content: Vec<u64> = long.chain(pairs).collect();
        content.sort_unstable();
        content.dedup();
        let words = (spaced.len() as f32).max(unspaced.len() as f32 / 2.0);
        let stop = stop as f32 / words.max(1.0);
        Self { block, words, content, ends: ends_sentence(&block.text), stop, folded }
    }

    fn is_sentence(&self) -> bool {
        self.words >= 14.0 && self.ends
    }
}

/// Sums over a text.
struct Text {
    /// The longest run of running text: its first line and the one after its last.
    core: (usize, usize),
    core_words: f32,
    /// The first and the last sentence.
    sentences: Option<(usize, usize)>,
    words_before: Vec<f32>,
    lines: HashMap<String, (usize, f32)>,
    /// Words of the longest run, and those that occur most.
    story: HashSet<u64>,
    often: HashSet<u64>,
    head: HashSet<u64>,
    /// The starts of lines near the head, for titles that are repeated with an outlet's name.
    head_lines: Vec<String>,
}

/// Lines at the head that may repeat a title.
const HEAD_LINES: usize = 60;

/// Words of the story that count as frequent.
const OFTEN: usize = 25;

impl Text {
    fn of(lines: &[Line]) -> Self {
        // The densest stretch: words of long lines count for it, short lines against.
        let (mut core, mut best, mut sum, mut start) = ((0, 0), 0.0f32, 0.0f32, 0);
        for (at, line) in lines.iter().enumerate() {
            if sum <= 0.0 {
                (sum, start) = (0.0, at);
            }
            sum += match line.words >= 12.0 {
                true => {
                    line.words
                        * if line.ends { 1.0 } else { 0.4 }
                        * if line.stop > 0.12 || line.words * 8.0 > line.folded.len() as f32 { 1.0 } else { 0.4 }
                }
                false => -8.0,
            };
            if sum > best {
                (best, core) = (sum, (start, at + 1));
            }
        }
        let mut words_before = vec![0.0];
        let mut seen: HashMap<String, (usize, f32)> = HashMap::new();
        let mut counts: HashMap<u64, usize> = HashMap::new();
        for (at, line) in lines.iter().enumerate() {
            words_before.push(words_before[at] + line.words);
            seen.entry(line.folded.clone()).or_insert((at, 0.0)).1 += 1.0;
            if line.is_sentence() && at + 2 >= core.0 && at < core.1 + 2 {
                line.content.iter().for_each(|&word| *counts.entry(word).or_default() += 1);
            }
        }
        let mut most: Vec<(usize, u64)> =
            counts.iter().filter(|(_, times)| **times >= 2).map(|(&word, &times)| (times, word)).collect();
        most.sort_unstable_by(|one, other| other.cmp(one));
        let mut sentences = lines.iter().enumerate().filter(|(_, line)| line.is_sentence()).map(|(at, _)| at);
        let first = sentences.next();
        Self {
            core,
            core_words: best,
            sentences: first.map(|first| (first, sentences.next_back().unwrap_or(first))),
            words_before,
            lines: seen,
            often: most.into_iter().take(OFTEN).map(|(_, word)| word).collect(),
            story: counts.into_keys().collect(),
            head: lines.first().map(|line| line.content.iter().copied().collect()).unwrap_or_default(),
            head_lines: lines.iter().take(HEAD_LINES).map(|line| line.folded.clone()).collect(),
        }
    }

    fn own(&self, lines: &[Line], at: usize, features: &Features) -> [f32; OWN] {
        let line = &lines[at];
        let text = line.block.text.as_str();
        let flag = |set: bool| f32::from(u8::from(set));
        let all = self.words_before.last().copied().unwrap_or(0.0).max(1.0);
        let chars = text.chars().count() as f32;
        let (first, times) = self.lines.get(&line.folded).copied().unwrap_or((at, 1.0));
        let share = |known: &HashSet<u64>| {
            let shared = line.content.iter().filter(|word| known.contains(word)).count();
            shared as f32 / line.content.len().max(1) as f32
        };
        let shared_head = line.content.iter().filter(|word| self.head.contains(word)).count() as f32;
        let before = |from: usize| from.saturating_sub(at) as f32;
        let behind = |to: usize| (at + 1).saturating_sub(to) as f32;
        let (first_sentence, last_sentence) = self.sentences.unwrap_or((lines.len(), 0));
        let opening = text.chars().next().unwrap_or(' ');
        let (longer, shorter) = self.variants(line, at);
        [
            line.words,
            chars,
            chars / line.words.max(1.0),
            flag(opening.is_uppercase()),
            flag(opening.is_ascii_digit()),
            flag(line.ends),
            flag(names_day(&line.folded)),
            flag(opens_as_byline(text) || matches!(line.folded.as_str(), "by" | "von" | "par" | "por" | "di")),
            flag(is_name(text)),
            flag(names_time(&line.folded)),
            breaks(text),
            flag(text.contains('(')),
            flag(line.block.layout.after_blank),
            flag(lines.get(at + 1).is_none_or(|next| next.block.layout.after_blank)),
            at as f32,
            (lines.len() - 1 - at) as f32,
            at as f32 / lines.len() as f32,
            self.words_before[at] / all,
            times - 1.0,
            (at - first) as f32,
            flag(first == at && times > 1.0),
            before(self.core.0),
            behind(self.core.1),
            flag((self.core.0..self.core.1).contains(&at)),
            before(first_sentence),
            behind(last_sentence + 1),
            share(&self.often),
            share(&self.story),
            shared_head / line.content.len().max(1) as f32,
            shared_head / self.head.len().max(1) as f32,
            lines.len() as f32,
            self.core_words,
            line.content.len() as f32,
            (self.words_before[(at + 3).min(lines.len())] - self.words_before[at.saturating_sub(2)]) / 5.0,
            flag(text.ends_with('?')),
            line.stop,
            features[10],
            // Words of the site, credits, links.
            features[28],
            features[30],
            features[22],
            longer
                + 2.0 * shorter
                + 4.0 * flag(line.block.role == BlockRole::ListItem)
                + 8.0 * flag(matches!(line.block.role, BlockRole::Heading(_))),
        ]
    }

    /// Whether a line near the head starts with this one and goes on, and whether this one starts with another.
    fn variants(&self, line: &Line, at: usize) -> (f32, f32) {
        const LEAST: usize = 15;
        if at >= HEAD_LINES || line.folded.len() < LEAST || line.words > 40.0 {
            return (0.0, 0.0);
        }
        let others = || self.head_lines.iter().filter(|other| **other != line.folded);
        let longer = others().any(|other| other.starts_with(line.folded.as_str()));
        let shorter = others().any(|other| other.len() >= LEAST && line.folded.starts_with(other.as_str()));
        (f32::from(u8::from(longer)), f32::from(u8::from(shorter)))
    }
}

/// A year of four digits and a day beside it, or numbers with two points, strokes or hyphens between them.
fn names_day(folded: &str) -> bool {
    let numbers: Vec<&str> = folded.split(|c: char| !c.is_ascii_digit()).filter(|number| !number.is_empty()).collect();
    let is_year = |number: &&&str| number.len() == 4 && (number.starts_with("19") || number.starts_with("20"));
    let is_day = |number: &&&str| number.len() <= 2;
    let year = numbers.iter().any(|number| is_year(&number)) || folded.contains('年');
    (year || numbers.len() >= 3) && numbers.iter().any(|number| is_day(&number)) && numbers.len() <= 8
}

/// `14:03`, `5 min`, `2 hours ago`.
fn names_time(folded: &str) -> bool {
    let bytes = folded.as_bytes();
    let clock = bytes.windows(4).any(|four| {
        four[0].is_ascii_digit()
            && matches!(four[1], b':' | b'.' | b'h')
            && four[2].is_ascii_digit()
            && four[3].is_ascii_digit()
    });
    let units = ["min", "hour", "hr", "day", "week", "std", "stunde", "heure", "hora", "sec", "ora", "uur"];
    let mut words = folded.split(' ');
    let mut number = false;
    let counted = words.any(|word| {
        let is_unit = number && units.iter().any(|unit| word.starts_with(unit));
        number = word.bytes().all(|byte| byte.is_ascii_digit());
        is_unit
    });
    clock || counted
}

/// Two to four words with capitals, and nothing else.
fn is_name(text: &str) -> bool {
    let words: Vec<&str> = text.split(' ').collect();
    let is_part = |word: &&str| {
        word.starts_with(char::is_uppercase)
            && word.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '.' | '-'))
    };
    (2..=4).contains(&words.len()) && words.iter().all(is_part) && !text.ends_with('.')
}

/// Ends of sentences inside the line.
fn breaks(text: &str) -> f32 {
    let marks = text.match_indices(['.', '!', '?', '。', '！', '？']);
    let inside = marks.filter(|(at, mark)| {
        let rest = &text[at + mark.len()..];
        let rest = rest.trim_start_matches(['”', '"', '»', ')']);
        mark.len() > 1 && !rest.is_empty()
            || rest
                .strip_prefix(' ')
                .is_some_and(|rest| rest.starts_with(|c: char| c.is_uppercase() || matches!(c, '"' | '“' | '„')))
    });
    inside.count() as f32
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_line_has_all_numbers_and_they_are_finite() {
        let lines =
            ["Home", "The river rose on Monday, and the town went to bed late.", "By Jane Doe", "東京で雨。", "x"];
        let blocks: Vec<Block> = lines.map(Block::paragraph).to_vec();
        let rows = line_rows(&blocks);
        assert!(rows.iter().all(|row| row.len() == COUNT && row.iter().all(|value| value.is_finite())));
        assert!(line_rows(&[]).is_empty());
        const { assert!(COUNT < 255, "a feature's number is one byte, and 255 a leaf") };
    }

    #[test]
    fn days_times_and_names_are_known_by_their_form() {
        for (line, want) in [("25 october 2024", true), ("25.10.24", true), ("2024", false), ("2024年10月", true)] {
            assert_eq!(names_day(line), want, "{line}");
        }
        for (line, want) in [("14:03", true), ("5 min read", true), ("two hours", false), ("3 goals", false)] {
            assert_eq!(names_time(line), want, "{line}");
        }
        for (line, want) in [("Jane Doe", true), ("Jane", false), ("Jane Doe, London", false), ("jane doe", false)] {
            assert_eq!(is_name(line), want, "{line}");
        }
        assert_eq!(breaks("It rained. “So what?” It stopped."), 2.0);
    }
}
