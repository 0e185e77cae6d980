//! The lines of printed pages to paragraphs: running heads and feet are removed, lines joined, words that were split at
//! line ends repaired. Decides nothing about story and side matter.

use crate::text::fold;
use std::collections::{HashMap, HashSet};

/// The text of printed pages.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Flow {
    pub paragraphs: Vec<String>,
    /// Running heads and feet, each listed once.
    pub running: Vec<String>,
}

/// Lines at either end of a page that may be running heads and feet.
const EDGE_LINES: usize = 2;

/// Fewest pages that such a line must be on.
const LEAST_PAGES: usize = 3;

/// Lines around a line that show how wide its column is.
const NEIGHBOURS: usize = 6;

/// Joins the lines of pages into paragraphs.
pub(super) fn flow(pages: &[String]) -> Flow {
    let pages: Vec<Vec<&str>> = pages.iter().map(|page| lines_of(page)).collect();
    let repeated = repeated(&pages);
    let mut flow = Flow::default();
    let mut seen = HashSet::new();
    let hyphenated = HyphenatedWords::of(&pages);
    let mut open = OpenParagraph::default();
    for lines in &pages {
        let edges: HashSet<usize> = edges(lines).collect();
        let is_running = |at: usize| edges.contains(&at) && repeated.contains(&key(lines[at]));
        let kept: Vec<&str> = (0..lines.len()).filter(|&at| !is_running(at)).map(|at| lines[at]).collect();
        let running = (0..lines.len()).filter(|&at| is_running(at) && seen.insert(key(lines[at])));
        flow.running.extend(running.map(|at| lines[at].trim().to_owned()));
        let widths: Vec<usize> = kept.iter().map(|line| line.chars().count()).collect();
        for (at, line) in kept.iter().enumerate() {
            match () {
                () if line.is_empty() => open.after_blank = true,
                () if open.continues(line) => open.join(line, &hyphenated),
                () => flow.paragraphs.extend(open.begin(line)),
            }
            if !line.is_empty() {
                open.fullness = Fullness::of(widths[at], full_width(&widths, at));
            }
        }
        open.after_blank = true;
    }
    flow.paragraphs.extend(open.begin(""));
    flow
}

/// Trimmed lines; blank lines at the ends of a page are dropped.
fn lines_of(page: &str) -> Vec<&str> {
    page.trim_matches(['\n', '\r', '\u{c}', ' ']).lines().map(str::trim).collect()
}

/// Indices of the first and last lines that are not blank.
fn edges(lines: &[&str]) -> impl Iterator<Item = usize> {
    let full: Vec<usize> = (0..lines.len()).filter(|&at| !lines[at].is_empty()).collect();
    let last = full.len().saturating_sub(EDGE_LINES);
    full.into_iter().enumerate().filter(move |(nth, _)| *nth < EDGE_LINES || *nth >= last).map(|(_, at)| at)
}

/// The form of a running line that is compared: page numbers differ.
fn key(line: &str) -> String {
    fold(line)
        .chars()
        .filter(|c| !c.is_whitespace())
        .map(|c| if c.is_numeric() { '#' } else { c })
        .collect::<String>()
        .replace("##", "#")
        .replace("##", "#")
}

fn repeated(pages: &[Vec<&str>]) -> HashSet<String> {
    let mut counts: HashMap<String, usize> = HashMap::new();
    for lines in pages {
        let keys: HashSet<String> = edges(lines).map(|at| key(lines[at])).collect();
        keys.into_iter().for_each(|key| *counts.entry(key).or_default() += 1);
    }
    counts.into_iter().filter(|(_, pages)| *pages >= LEAST_PAGES).map(|(key, _)| key).collect()
}

/// The width of a line's column: one in five of the lines around it is wider.
fn full_width(widths: &[usize], at: usize) -> usize {
    let around = at.saturating_sub(NEIGHBOURS)..(at + NEIGHBOURS + 1).min(widths.len());
    let mut around: Vec<usize> = widths[around].iter().copied().filter(|&width| width > 0).collect();
    around.sort_unstable();
    around.get(around.len() * 4 / 5).or(around.last()).copied().unwrap_or(0)
}

/// The paragraph that is being joined.
#[derive(Debug, Default)]
struct OpenParagraph {
    text: String,
    last_line: String,
    fullness: Fullness,
    after_blank: bool,
}

/// Fewest characters of a column's lines.
const NARROWEST: usize = 20;

/// How far a line fills its column.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Fullness {
    #[default]
    Short,
    /// From eight tenths: the next word did not fit.
    Full,
    /// Nothing more would fit.
    Whole,
}

impl Fullness {
    fn of(length: usize, width: usize) -> Self {
        match () {
            () if width < NARROWEST || length * 10 < width * 8 => Self::Short,
            () if length * 20 < width * 19 => Self::Full,
            () => Self::Whole,
        }
    }
}

impl OpenParagraph {
    /// Whether a line continues the paragraph. Space lines may also separate pages, columns and widely spaced lines:
    /// after one, only a line that cannot start a sentence continues.
    fn continues(&self, line: &str) -> bool {
        let lower = line.starts_with(char::is_lowercase);
        let unspaced = is_unspaced(line.chars().next()) && is_unspaced(self.last_line.chars().next_back());
        let ended = ends_sentence(&self.last_line);
        match () {
            () if self.text.is_empty() || opens_item(line) => false,
            () if ends_with_hyphen(&self.last_line) && (lower || !self.after_blank) => true,
            () if self.after_blank => !ended && (lower || unspaced) && self.fullness > Fullness::Short,
            () if lower && !ended => true,
            // A short last line ends a paragraph; a sentence may end where the line does.
            () if ended => self.fullness == Fullness::Whole,
            () => self.fullness > Fullness::Short,
        }
    }

    fn join(&mut self, line: &str, hyphenated: &HyphenatedWords) {
        self.after_blank = false;
        match hyphenated.join_of(&self.last_line, line) {
            LineJoin::Space => self.text.push(' '),
            LineJoin::Nothing => {}
            LineJoin::DropHyphen => drop(self.text.pop()),
        }
        self.text.push_str(line);
        line.clone_into(&mut self.last_line);
    }

    /// Starts the next paragraph and returns the previous one.
    fn begin(&mut self, line: &str) -> Option<String> {
        self.after_blank = false;
        line.clone_into(&mut self.last_line);
        Some(close_up(std::mem::replace(&mut self.text, line.to_owned()))).filter(|text| !text.is_empty())
    }
}

/// Some files shift a comma or a full stop so far that there seems to be a space before it.
fn close_up(text: String) -> String {
    let text = if text.contains(" , ") { text.replace(" , ", ", ") } else { text };
    match text.strip_suffix(" .").or(text.strip_suffix(" ,")) {
        Some(rest) => format!("{rest}{}", &text[text.len() - 1..]),
        None => text,
    }
}

fn ends_sentence(line: &str) -> bool {
    line.trim_end_matches(['"', '”', '’', '»', ')', '“']).ends_with(['.', '!', '?', '…', ':', '。', '！', '？'])
}

/// Kana, Chinese characters and their punctuation.
fn is_unspaced(c: Option<char>) -> bool {
    c.is_some_and(|c| matches!(c, '\u{3000}'..='\u{9fff}' | '\u{ff00}'..='\u{ffef}'))
}

/// Whether a line starts a list item.
fn opens_item(line: &str) -> bool {
    line.starts_with(['•', '▪', '◦', '–', '*']) && line.chars().nth(1) == Some(' ')
}

/// Hyphens at line ends; the soft one is shown there too.
const HYPHENS: [char; 3] = ['-', '\u{2010}', '\u{ad}'];

fn ends_with_hyphen(line: &str) -> bool {
    let mut back = line.chars().rev();
    back.next().is_some_and(|c| HYPHENS.contains(&c)) && back.next().is_some_and(char::is_alphabetic)
}

/// How two lines are joined.
enum LineJoin {
    Space,
    Nothing,
    DropHyphen,
}

/// Words with a hyphen in the middle of lines: they keep it at line ends.
struct HyphenatedWords<'a>(HashSet<&'a str>);

/// Words after a hyphen that replaces a part: `Vor- und Nachteile`.
const CONJUNCTIONS: [&str; 7] = ["und", "oder", "bzw", "and", "or", "en", "of"];

impl<'a> HyphenatedWords<'a> {
    fn of(pages: &[Vec<&'a str>]) -> Self {
        let words = pages.iter().flatten().flat_map(|line| line.split_whitespace()).map(bare);
        Self(words.filter(|word| word.contains('-') && !word.ends_with('-')).collect())
    }

    fn join_of(&self, line: &str, next: &str) -> LineJoin {
        let word = bare(next.split_whitespace().next().unwrap_or_default());
        if ends_with_hyphen(line) {
            let head = bare(line.rsplit(char::is_whitespace).next().unwrap_or_default());
            let keeps = !word.starts_with(char::is_lowercase) || self.0.contains(format!("{head}{word}").as_str());
            return match keeps {
                _ if CONJUNCTIONS.contains(&word) => LineJoin::Space,
                true => LineJoin::Nothing,
                false => LineJoin::DropHyphen,
            };
        }
        let unspaced = is_unspaced(line.chars().next_back()) && is_unspaced(next.chars().next());
        if unspaced { LineJoin::Nothing } else { LineJoin::Space }
    }
}

/// A word without the punctuation around it; a hyphen at its end stays.
fn bare(word: &str) -> &str {
    word.trim_start_matches(|c: char| !c.is_alphanumeric()).trim_end_matches(|c: char| !c.is_alphanumeric() && c != '-')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(pages: &[&str]) -> Vec<String> {
        flow(&pages.iter().map(|page| (*page).to_owned()).collect::<Vec<_>>()).paragraphs
    }

    #[test]
    fn lines_and_split_words_are_joined() {
        let cases: [(&[&str], &[&str]); 8] = [
            (
                &[
                    "Ferry waits\nThe ferry will not sail before Thursday, the har-\nbour office said on Monday, because the \
                   slip-\nway at the northern pier was damaged.\nNo date was given for the southern one, which\nis older.",
                ],
                &[
                    "Ferry waits",
                    "The ferry will not sail before Thursday, the harbour office said on Monday, because the slipway at the \
                     northern pier was damaged.",
                    "No date was given for the southern one, which is older.",
                ],
            ),
            (
                &[
                    "A well-known pilot of the northern port said it, and the well-\nknown harbour master of the Anglo-\nDanish \
                   line, who weighs Vor-\nund Nachteile, agreed.",
                ],
                &[
                    "A well-known pilot of the northern port said it, and the well-known harbour master of the Anglo-Danish line, \
                   who weighs Vor- und Nachteile, agreed.",
                ],
            ),
            (
                &["The ferry and the crew of it waited for", "the wind to turn."],
                &["The ferry and the crew of it waited for the wind to turn."],
            ),
            (&["It was over on Monday.", "then came rain."], &["It was over on Monday.", "then came rain."]),
            (
                &[
                    "人類社会のすべての構成員の固有の尊厳と平等で譲ることのできない権利とを承\n認することは、世界における自由、正義及び平和の基礎である。",
                ],
                &[
                    "人類社会のすべての構成員の固有の尊厳と平等で譲ることのできない権利とを承認することは、世界における自由、正義及び平和の基礎である。",
                ],
            ),
            (
                &[
                    "He reads the names of all the ferries, ha-\n\nbour by harbour, from a list that he does not",
                    " \n\nlike.",
                ],
                &["He reads the names of all the ferries, habour by harbour, from a list that he does not like."],
            ),
            (&["The harbour , the office said , is shut ."], &["The harbour, the office said, is shut."]),
            (
                &["What sails:\n• the northern ferry on Thursday at noon\n• the southern ferry at no known time"],
                &["What sails:", "• the northern ferry on Thursday at noon", "• the southern ferry at no known time"],
            ),
        ];
        for (pages, want) in cases {
            assert_eq!(paragraphs(pages), want);
        }
    }

    #[test]
    fn running_heads_and_page_numbers_are_removed_from_three_pages_but_not_from_two() {
        let page = |number: usize, text: &str| format!("The Harbour Courier   Monday\n\n{text}\n\n{number}");
        let pages = [page(9, "The ferry waits."), page(10, "It rained."), page(11, "Nobody sailed.")];
        let got = flow(&pages);
        assert_eq!(got.paragraphs, ["The ferry waits.", "It rained.", "Nobody sailed."]);
        assert_eq!(got.running, ["The Harbour Courier   Monday", "9"]);
        assert_eq!(flow(&pages[..2]).running, Vec::<String>::new());
    }
}
