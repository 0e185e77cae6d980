//! Lines that an outlet prints under many stories: sign-up prompts, disclaimers, notices. They are learned from the
//! whole archive, stored as a table, and moved to the margin. A line is identified by a hash of its text, with all
//! digits alike, and of the outlet; without an outlet the source is used.
//!
//! On naive dumps of pages, lines that occur in three or more stories of an outlet are side matter at a precision of
//! .999 and cover 40 % of its tokens (measured; the evaluation's extraction notes).

use crate::article::{Article, Aside, AsideKind};
use crate::text::{count_words, paragraphs};

/// Fewest words of a line that counts: shorter ones are answers in interviews.
const FEWEST_WORDS: usize = 2;

/// Hashes of repeated lines, sorted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Repeats {
    lines: Vec<u64>,
}

impl Repeats {
    pub fn of(mut lines: Vec<u64>) -> Self {
        lines.sort_unstable();
        lines.dedup();
        Self { lines }
    }

    pub fn is_empty(&self) -> bool {
        self.lines.is_empty()
    }

    pub fn lines(&self) -> &[u64] {
        &self.lines
    }

    pub fn has(&self, line: u64) -> bool {
        self.lines.binary_search(&line).is_ok()
    }

    /// Moves the repeated lines of an article's story to its margin; returns whether there were any. If they are more
    /// than half of the story they stay: a story that consists of a form is still a story.
    pub fn apply(&self, article: &mut Article) -> bool {
        if self.is_empty() {
            return false;
        }
        let group = group_of(article).to_owned();
        let is_repeat = |line: &str| line_hash(&group, line).is_some_and(|line| self.has(line));
        let story = std::mem::take(&mut article.zones.story);
        let (moved, kept): (Vec<&str>, Vec<&str>) = paragraphs(&story).partition(|line| is_repeat(line));
        let words = |lines: &[&str]| lines.iter().map(|line| count_words(line)).sum::<usize>();
        let moved_words = words(&moved);
        if !may_move(moved_words, words(&kept)) {
            article.zones.story = story;
            return false;
        }
        let asides = moved.iter().map(|line| Aside { kind: kind_of(line), text: (*line).to_owned() });
        article.zones.margin.extend(asides);
        article.zones.story = kept.join("\n\n");
        article.words = article.words.saturating_sub(u32::try_from(moved_words).unwrap_or(u32::MAX));
        true
    }
}

/// At most half of a story is moved.
fn may_move(moved_words: usize, kept_words: usize) -> bool {
    moved_words > 0 && moved_words <= kept_words
}

fn kind_of(line: &str) -> AsideKind {
    super::line_rules::aside(line).unwrap_or(AsideKind::Repeat)
}

/// The group that an article's lines are counted in.
fn group_of(article: &Article) -> &str {
    article.outlet.as_ref().map_or(&article.source, |outlet| &outlet.value)
}

/// The lines of one story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryLines {
    pub story: StoryMark,
    /// Hash and words of every line that counts, in order.
    pub lines: Vec<(u64, u32)>,
    /// Words of the other lines.
    pub other_words: u32,
}

impl StoryLines {
    /// Whether a table would move any of these lines.
    pub fn are_moved_by(&self, repeats: &Repeats) -> bool {
        let words = |repeated: bool| {
            let lines = self.lines.iter().filter(|(line, _)| repeats.has(*line) == repeated);
            lines.map(|(_, words)| *words as usize).sum::<usize>()
        };
        may_move(words(true), words(false) + self.other_words as usize)
    }
}

/// What distinguishes stories: hashes of the title and of the longest paragraph. Captures of one story share at least
/// one of them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StoryMark {
    title: u32,
    longest: u32,
}

impl StoryMark {
    /// The mark of a story by its title and its longest paragraph.
    pub fn of(title: &str, longest: &str) -> Self {
        let short = |text: &str| if text.is_empty() { 0 } else { (mixed(text.bytes()) >> 32) as u32 | 1 };
        Self { title: short(title), longest: short(longest) }
    }

    pub fn is_same(&self, other: &Self) -> bool {
        (self.title != 0 && self.title == other.title) || self.longest == other.longest
    }
}

/// The lines of an article's story, for counting.
pub fn story_lines(article: &Article) -> StoryLines {
    let group = group_of(article);
    let story = &article.zones.story;
    let (mut lines, mut other_words) = (Vec::new(), 0);
    for line in paragraphs(story) {
        let words = u32::try_from(count_words(line)).unwrap_or(u32::MAX);
        match line_hash(group, line) {
            Some(hash) => lines.push((hash, words)),
            None => other_words += words,
        }
    }
    let longest = paragraphs(story).max_by_key(|line| line.len()).unwrap_or_default();
    StoryLines { story: StoryMark::of(&article.zones.title, longest), lines, other_words }
}

/// The hash of group and line, with all digits alike and in lower case.
fn line_hash(group: &str, line: &str) -> Option<u64> {
    if count_words(line) < FEWEST_WORDS {
        return None;
    }
    let mut last = 0;
    let mask = |byte: u8| {
        let digits_go_on = byte.is_ascii_digit() && last == b'0';
        last = if byte.is_ascii_digit() { b'0' } else { byte.to_ascii_lowercase() };
        (!digits_go_on).then_some(last)
    };
    Some(mixed(group.bytes().chain([0]).chain(line.bytes()).filter_map(mask)))
}

/// FNV-1a, with its bits mixed at the end.
fn mixed(bytes: impl Iterator<Item = u8>) -> u64 {
    let step = |hash: u64, byte: u8| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3);
    let hash = bytes.fold(0xcbf2_9ce4_8422_2325u64, step);
    (hash ^ (hash >> 31)).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::extract::tests::article;

    /// The table of a story's lines.
    fn table_of(story: StoryLines) -> Repeats {
        Repeats::of(story.lines.into_iter().map(|(line, _)| line).collect())
    }

    const PROMPT: &str = "Sign up for our 7 o'clock briefing.";
    const STORY: &str = "The ferry to the island was cancelled on Monday after a storm.";

    #[test]
    fn repeated_lines_go_to_the_margin_and_are_not_counted() {
        let table = table_of(story_lines(&article("Courier", &["Sign up for our 12 o'clock briefing."])));
        let mut found = article("Courier", &[STORY, PROMPT]);
        assert!(table.apply(&mut found));
        assert_eq!((found.zones.story.as_str(), found.words), (STORY, 12));
        assert_eq!(found.zones.margin[0].text, PROMPT);
    }

    #[test]
    fn what_one_outlet_repeats_is_another_ones_story() {
        let table = table_of(story_lines(&article("Courier", &[PROMPT])));
        assert!(!table.apply(&mut article("Herald", &[STORY, PROMPT])));
    }

    #[test]
    fn never_more_than_half_of_a_story_goes() {
        let table = table_of(story_lines(&article("Courier", &[PROMPT, STORY])));
        let mut found = article("Courier", &["Short and new.", STORY, PROMPT]);
        assert!(!table.apply(&mut found));
        assert_eq!(found.zones.story, ["Short and new.", STORY, PROMPT].join("\n\n"));
        let half = table_of(story_lines(&article("Courier", &["One two three four."])));
        assert!(half.apply(&mut article("Courier", &["One two three four.", "Five six seven eight."])));
        assert!(!half.apply(&mut article("Courier", &["One two three four.", "Five six seven."])));
    }

    #[test]
    fn lines_alone_show_what_would_be_moved() {
        let known = table_of(story_lines(&article("Courier", &[PROMPT, "One two three four."])));
        let stories: [&[&str]; 6] = [
            &[STORY, PROMPT],
            &[PROMPT],
            &[STORY],
            &["One two three four.", "Five six seven eight."],
            &["One two three four.", "Five six seven."],
            &["One two three four.", "Five.", "Six.", "Seven.", "Eight."],
        ];
        for story in stories {
            let mut found = article("Courier", story);
            let would_move = story_lines(&found).are_moved_by(&known);
            assert_eq!(known.apply(&mut found), would_move, "{story:?}");
        }
    }

    #[test]
    fn a_single_word_does_not_count_as_a_line() {
        assert_eq!(story_lines(&article("Courier", &["Why?", "No.", "Why not?"])).lines.len(), 1);
    }
}
