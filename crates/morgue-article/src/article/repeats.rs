//! Lines that an outlet prints under many stories: sign-up prompts, disclaimers, notices. They are learned from the whole
//! archive, kept as a table, and moved to the margin. A line is identified by a hash of the outlet and of the line with all
//! digits alike; without an outlet the source is used.
//!
//! On naive dumps of pages, lines on three or more stories of an outlet are side matter at a precision of .999 and cover
//! 40 % of its tokens (measured; the evaluation's extraction notes).

use super::news::Article;
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

    /// Separates the repeated lines of an article's story from the others; `None` if nothing is to be moved. If more than
    /// half of the words are in repeated lines, all stay: a story that is a form is still a story.
    pub fn separate<'a>(&self, article: &'a Article) -> Option<SeparatedLines<'a>> {
        if self.is_empty() {
            return None;
        }
        let (mut repeated, mut others) = (Vec::new(), Vec::new());
        for (line, hash) in hashed_lines(article) {
            if hash.is_some_and(|hash| self.has(hash)) { repeated.push(line) } else { others.push(line) }
        }
        let words = |lines: &[&str]| lines.iter().map(|line| count_words(line)).sum::<usize>();
        let repeated_words = words(&repeated);
        may_move(repeated_words, words(&others)).then_some(SeparatedLines { repeated, repeated_words, others })
    }
}

/// The lines of a story, those that its outlet repeats apart from the others.
#[derive(Debug)]
pub struct SeparatedLines<'a> {
    pub repeated: Vec<&'a str>,
    pub repeated_words: usize,
    pub others: Vec<&'a str>,
}

/// Never more than half of a story is moved.
fn may_move(moved_words: usize, kept_words: usize) -> bool {
    moved_words > 0 && moved_words <= kept_words
}

/// What an article's lines are counted under.
fn group_of(article: &Article) -> &str {
    article.outlet.as_ref().map_or(&article.source, |outlet| &outlet.value)
}

/// The lines of one story.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct StoryLines {
    pub story: StoryMark,
    /// Hash of every line that counts, in order.
    pub lines: Vec<u64>,
}

/// What tells a story from another: hashes of its title and of its longest paragraph. Captures of one story share one of
/// them at least.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct StoryMark {
    title: u32,
    longest: u32,
}

impl StoryMark {
    /// The mark of a story by its title and its longest paragraph.
    pub fn of(title: &str, longest: &str) -> Self {
        let short = |text: &str| if text.is_empty() { 0 } else { (mixed(text.as_bytes()) >> 32) as u32 | 1 };
        Self { title: short(title), longest: short(longest) }
    }

    pub fn is_same(&self, other: &Self) -> bool {
        (self.title != 0 && self.title == other.title) || self.longest == other.longest
    }
}

/// The lines of an article's story, to be counted.
pub fn story_lines(article: &Article) -> StoryLines {
    let story = &article.zones.story;
    let lines = hashed_lines(article).into_iter().filter_map(|(_, hash)| hash).collect();
    let longest = paragraphs(story).max_by_key(|line| line.len()).unwrap_or_default();
    StoryLines { story: StoryMark::of(&article.zones.title, longest), lines }
}

/// The lines of a story, those that count with their hash. A line of a running paragraph does not count: it ends inside a
/// sentence and the next one goes on. Nor does any line of a story of which most do, as in text that was wrapped at a width.
fn hashed_lines(article: &Article) -> Vec<(&str, Option<u64>)> {
    let group = group_of(article);
    let lines: Vec<&str> = paragraphs(&article.zones.story).collect();
    let open = lines.iter().filter(|line| ends_inside(line)).count();
    let is_wrapped = lines.len() >= FEWEST_WRAPPED && open * 2 > lines.len();
    let goes_on = |at: usize| {
        let next = lines.get(at + 1);
        ends_inside(lines[at]) && next.is_some_and(|next| next.starts_with(char::is_lowercase))
    };
    let is_running = |at: usize| goes_on(at) || at.checked_sub(1).is_some_and(goes_on);
    let mut buffer = Vec::new();
    let mut hash =
        |at: usize| if is_wrapped || is_running(at) { None } else { line_hash(group, lines[at], &mut buffer) };
    (0..lines.len()).map(|at| (lines[at], hash(at))).collect()
}

/// Fewest lines of a story that is taken for wrapped text.
const FEWEST_WRAPPED: usize = 4;

/// Whether a line ends inside a sentence: with a letter of a script that has capitals, a digit or a comma. Other scripts may
/// end sentences without a mark.
fn ends_inside(line: &str) -> bool {
    line.chars().next_back().is_some_and(|c| c.is_lowercase() || c.is_uppercase() || c.is_ascii_digit() || c == ',')
}

/// The hash of group and line, with numbers alike and capitals lowered.
fn line_hash(group: &str, line: &str, buffer: &mut Vec<u8>) -> Option<u64> {
    if count_words(line) < FEWEST_WORDS {
        return None;
    }
    buffer.clear();
    buffer.extend_from_slice(group.as_bytes());
    buffer.push(0);
    buffer.extend_from_slice(line.as_bytes());
    buffer.make_ascii_lowercase();
    if buffer.iter().any(u8::is_ascii_digit) {
        buffer.iter_mut().filter(|byte| byte.is_ascii_digit()).for_each(|byte| *byte = b'0');
        buffer.dedup_by(|one, before| (*one, *before) == (b'0', b'0'));
    }
    Some(mixed(buffer))
}

/// FNV-1a over eight bytes at a time instead of one, with its bits mixed at the end.
fn mixed(bytes: &[u8]) -> u64 {
    let step = |hash: u64, next: u64| {
        let hash = (hash ^ next).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        hash ^ (hash >> 32)
    };
    let (whole, rest) = bytes.as_chunks::<8>();
    let hash = whole.iter().fold(0xcbf2_9ce4_8422_2325u64, |hash, eight| step(hash, u64::from_le_bytes(*eight)));
    let rest = rest.iter().rev().fold(bytes.len() as u64, |bits, byte| bits << 8 | u64::from(*byte));
    step(step(hash, rest), 0)
}

#[cfg(test)]
mod tests {
    use super::super::key::ArticleKey;
    use super::*;

    fn counted(story: &[&str]) -> usize {
        let mut article = Article::empty(ArticleKey::of_place("s", "l"), "s", "l");
        article.zones.story = story.join("\n\n");
        story_lines(&article).lines.len()
    }

    #[test]
    fn lines_of_running_paragraphs_do_not_count() {
        let wrapped = [
            "NEW YORK, April 1 -",
            "Moody's Investors Service Inc said it",
            "downgraded the debt of the harbour, and West German President Richard von",
            "Weizsaecker, who was there, said that",
            "nobody had expected it.",
        ];
        assert_eq!(counted(&wrapped), 0);
        assert_eq!(
            counted(&["The storm came on Monday.", "The mayor said that the bridge", "was safe.", "Sign up now"]),
            2
        );
        assert_eq!(counted(&["The storm came.", "Sign up for our letter", "The bridge was safe."]), 3);
        assert_eq!(counted(&["พายุมาแล้ว ในวันจันทร์", "สมัคร ที่นี่", "ประตู ปิด", "นายก พูด", "จบ แล้ว"]), 5);
    }
}
