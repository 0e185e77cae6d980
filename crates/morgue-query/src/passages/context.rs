//! Words around a match: windows of a number of words instead of whole sentences, and the lines of a concordance. A
//! context never crosses from one zone into another, except from the lead into the rest of the story.

use super::excerpt::{KwicLine, Passage};
use crate::query::Matches;
use crate::terms::{ZONE_SIGN, Zone};
use std::collections::HashSet;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A zoned text in which the story is one piece. Byte offsets do not change.
pub struct Context<'m> {
    text: String,
    matches: &'m Matches,
}

impl<'m> Context<'m> {
    pub fn of(zoned: &str, matches: &'m Matches) -> Self {
        // The prefix of the body, which follows the lead, is as long as the break between its paragraphs.
        Self { text: zoned.replace(&Zone::Body.sign(), "\n\n"), matches }
    }

    /// A line for each of the first `most` matches, with a number of words on each side.
    pub fn lines(&self, words: usize, most: usize) -> Vec<KwicLine> {
        let line = |found: &Range<usize>| {
            let window = self.window(found, words);
            KwicLine {
                left: squeezed(&self.text[window.start..found.start], "", true),
                matched: squeezed(&self.text[found.clone()], "", false),
                right: squeezed(&self.text[found.end..window.end], " ", false),
            }
        };
        self.matches.ranges.iter().take(most).map(line).collect()
    }

    /// The `most` windows that show the largest part of the query, with the offset of each; matches before `from` are
    /// not shown. The best comes first.
    pub fn windows(&self, from: usize, words: usize, most: usize) -> Vec<(usize, Passage)> {
        let mut open: Vec<Window> = self.joined(from, words);
        let mut shown = HashSet::new();
        let mut chosen = Vec::new();
        while chosen.len() < most && !open.is_empty() {
            let worth = |window: &Window| {
                let parts: HashSet<usize> = window.matches.iter().map(|&nth| self.matches.parts[nth]).collect();
                (parts.difference(&shown).count(), parts.len(), window.matches.len())
            };
            // The first of equals: `max_by_key` would take the last.
            let best = (0..open.len()).rev().max_by_key(|&at| worth(&open[at])).unwrap_or(0);
            let window = open.remove(best);
            shown.extend(window.matches.iter().map(|&nth| self.matches.parts[nth]));
            chosen.push((window.range.start, self.passage(&window)));
        }
        chosen
    }

    /// Windows in order; overlapping ones are merged, unless the result would be longer than two.
    fn joined(&self, from: usize, words: usize) -> Vec<Window> {
        let mut windows: Vec<Window> = Vec::new();
        for (nth, found) in self.matches.ranges.iter().enumerate().filter(|(_, found)| found.start >= from) {
            let mut range = self.window(found, words);
            let own = range.len();
            if let Some(last) = windows.last_mut().filter(|last| last.range.end >= range.start) {
                if found.end <= last.range.end || range.end - last.range.start <= own.max(last.longest) * 2 {
                    last.range.end = last.range.end.max(range.end);
                    last.longest = last.longest.max(own);
                    last.matches.push(nth);
                    continue;
                }
                range.start = last.range.end.min(found.start);
            }
            windows.push(Window { range, longest: own, matches: vec![nth] });
        }
        windows
    }

    fn passage(&self, window: &Window) -> Passage {
        let zone = self.zone(window.range.start);
        let mut passage = Passage::default();
        if window.range.start > zone.start {
            passage.text.push_str("… ");
        }
        let mut at = window.range.start;
        for found in window.matches.iter().map(|&nth| &self.matches.ranges[nth]) {
            if found.start < at || found.end > window.range.end {
                continue;
            }
            push_squeezed(&mut passage.text, &self.text[at..found.start]);
            let start = passage.text.len();
            push_squeezed(&mut passage.text, &self.text[found.clone()]);
            passage.marks.push(start..passage.text.len());
            at = found.end;
        }
        push_squeezed(&mut passage.text, &self.text[at..window.range.end]);
        passage.text.truncate(passage.text.trim_end().len());
        if window.range.end < self.text[..zone.end].trim_end().len() {
            passage.text.push_str(" …");
        }
        passage
    }

    /// A match with a number of words on each side, inside its zone.
    fn window(&self, found: &Range<usize>, words: usize) -> Range<usize> {
        let zone = self.zone(found.start);
        let before = &self.text[zone.start..found.start];
        let start = match words {
            0 => before.len(),
            words => before.unicode_word_indices().rev().nth(words - 1).map_or(0, |(at, _)| at),
        };
        let opening = before[..start].trim_end_matches(|c: char| !c.is_whitespace() && !c.is_alphanumeric());
        let start = zone.start + if words > 0 { opening.len() } else { start };
        let after = &self.text[found.end..zone.end];
        let end = match words {
            0 => 0,
            words => after.unicode_word_indices().nth(words - 1).map_or(after.len(), |(at, word)| at + word.len()),
        };
        let closing: usize = after[end..]
            .chars()
            .take_while(|c| words > 0 && !c.is_whitespace() && !c.is_alphanumeric())
            .map(char::len_utf8)
            .sum();
        start..found.end + end + closing
    }

    /// The zone around a byte, without its prefix.
    fn zone(&self, at: usize) -> Range<usize> {
        let start = self.text[..at].rfind(ZONE_SIGN).map_or(0, |sign| sign + 2);
        let end = self.text[at..].find(ZONE_SIGN).map_or(self.text.len(), |sign| at + sign);
        start.min(at)..end
    }
}

/// A stretch of text and the matches in it.
struct Window {
    range: Range<usize>,
    /// Bytes of the longest window of a single match in it.
    longest: usize,
    matches: Vec<usize>,
}

/// A text on one line; `end`: whitespace at its end is kept, as one space.
fn squeezed(text: &str, start: &str, end: bool) -> String {
    let mut out = String::new();
    if text.starts_with(char::is_whitespace) {
        out.push_str(start);
    }
    push_squeezed(&mut out, text.trim_start());
    if !end {
        out.truncate(out.trim_end().len());
    }
    out
}

/// Adds a text with every run of whitespace as one space.
fn push_squeezed(out: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            c if !c.is_whitespace() => out.push(c),
            _ if out.ends_with(' ') => {}
            _ => out.push(' '),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "\u{1}tA ferry sinks\u{1}lThe ferry “Anna” sank\noff the island.\u{1}b\n\nNobody knew why; a second ferry came too late.\u{1}cThe ferry";

    fn matches(words: &[&str]) -> Matches {
        let mut found: Vec<(Range<usize>, usize)> = Vec::new();
        for (part, word) in words.iter().enumerate() {
            found.extend(TEXT.match_indices(word).map(|(at, word)| (at..at + word.len(), part)));
        }
        found.sort_by_key(|(range, _)| range.start);
        let (ranges, parts) = found.into_iter().unzip();
        Matches { ranges, parts }
    }

    #[test]
    fn a_line_has_its_words_and_stays_in_its_zone() {
        let matches = matches(&["ferry"]);
        let lines = Context::of(TEXT, &matches).lines(4, 10);
        let shown: Vec<(&str, &str)> = lines.iter().map(|line| (line.left.as_str(), line.right.as_str())).collect();
        let want = [
            ("A ", " sinks"),
            ("The ", " “Anna” sank off the"),
            ("knew why; a second ", " came too late."),
            ("The ", ""),
        ];
        assert_eq!(shown, want);
        assert_eq!(Context::of(TEXT, &matches).lines(4, 2).len(), 2);
    }

    #[test]
    fn the_lead_goes_on_in_the_body() {
        let matches = matches(&["island"]);
        let lines = Context::of(TEXT, &matches).lines(3, 10);
        assert_eq!((lines[0].left.as_str(), lines[0].right.as_str()), ("sank off the ", ". Nobody knew why;"));
        assert_eq!(
            Context::of(TEXT, &matches).lines(0, 1)[0],
            KwicLine { matched: "island".into(), ..KwicLine::default() }
        );
    }

    #[test]
    fn windows_that_meet_are_one_and_marks_are_exact() {
        let matches = matches(&["sank", "island"]);
        let found = Context::of(TEXT, &matches).windows(16, 3, 5);
        let (_, passage) = &found[0];
        assert_eq!(
            (found.len(), passage.text.as_str()),
            (1, "The ferry “Anna” sank off the island. Nobody knew why; …")
        );
        let marked: Vec<&str> = passage.marks.iter().map(|mark| &passage.text[mark.clone()]).collect();
        assert_eq!(marked, ["sank", "island"]);
    }
}
