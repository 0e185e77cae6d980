//! Passages: of all sentences of an article, those that show best why it was found, marked where it matched. A sentence
//! is never cut unless it is longer than a passage.

use super::hit::Passage;
use crate::article::{Aside, Zones};
use crate::index::{margin_text, story_text};
use crate::query::{Matches, Plan};
use crate::text::sentence_starts;
use std::collections::HashSet;
use std::ops::Range;

/// Longest passage, in bytes: three lines of a terminal.
const LONGEST: usize = 280;

/// Bytes of context kept before the first match of a cut sentence.
const CONTEXT: usize = 80;

/// The passage of an article, and the bytes of its title that matched.
pub fn passage(zones: &Zones, margin: &[Aside], language: Option<&str>, plan: &Plan) -> (Passage, Vec<Range<usize>>) {
    let story = Marked::of(story_text(zones), language, plan);
    // The title stands behind its zone's sign.
    let title = sign_length(&story.text);
    let within = |range: &Range<usize>| {
        !zones.title.is_empty() && range.start >= title && range.end <= title + zones.title.len()
    };
    let title_marks = story
        .matches
        .ranges
        .iter()
        .filter(|range| within(range))
        .map(|range| range.start - title..range.end - title)
        .collect();
    let after_title = if zones.title.is_empty() { 0 } else { title + zones.title.len() };
    if let Some(passage) = story.best(after_title) {
        return (passage, title_marks);
    }
    let margin = Marked::of(margin_text(margin), language, plan);
    let passage = margin.best(0).unwrap_or_else(|| opening(zones));
    (passage, title_marks)
}

/// Without a match: how the article begins.
fn opening(zones: &Zones) -> Passage {
    let text = if zones.deck.is_empty() { zones.story.as_str() } else { zones.deck.as_str() };
    let paragraph = text.split("\n\n").next().unwrap_or_default();
    let starts = sentence_starts(paragraph);
    let end = starts.iter().copied().skip(1).take_while(|&start| start <= LONGEST).last();
    let end = if paragraph.len() <= LONGEST { paragraph.len() } else { end.unwrap_or(paragraph.len()) };
    cut(paragraph[..end].trim_end(), &[], 0)
}

fn sign_length(zoned: &str) -> usize {
    zoned.chars().take(2).map(char::len_utf8).sum()
}

/// A zoned text and its matches.
struct Marked {
    text: String,
    matches: Matches,
}

impl Marked {
    fn of(text: String, language: Option<&str>, plan: &Plan) -> Self {
        let matches = plan.matches(&text, language);
        Self { text, matches }
    }

    /// The best run of sentences that starts at `from` or later and holds a match.
    fn best(&self, from: usize) -> Option<Passage> {
        let first = self.matches.ranges.partition_point(|range| range.start < from);
        if first == self.matches.ranges.len() {
            return None;
        }
        let mut best: Option<((usize, usize), Range<usize>)> = None;
        for paragraph in paragraphs(&self.text, from) {
            let text = &self.text[paragraph.clone()];
            let inside = self.inside(&paragraph);
            if inside.is_empty() {
                continue;
            }
            let mut edges: Vec<usize> =
                sentence_starts(text).into_iter().map(|start| paragraph.start + start).collect();
            edges.push(paragraph.end);
            for start in 0..edges.len() - 1 {
                let fits = |end: &usize| edges[*end] - edges[start] <= LONGEST;
                let end = (start + 2..edges.len()).take_while(fits).last().unwrap_or(start + 1);
                let run = edges[start]..edges[end];
                let worth = self.worth(&run);
                // A run that starts with a sentence without a match wastes room.
                let opens = !self.inside(&(edges[start]..edges[start + 1])).is_empty();
                if opens && best.as_ref().is_none_or(|(most, _)| worth > *most) {
                    best = Some((worth, run));
                }
            }
        }
        let (_, run) = best?;
        let marks: Vec<Range<usize>> = self.inside(&run).into_iter().map(|nth| self.shifted(nth, run.start)).collect();
        let text = self.text[run].trim_end();
        let first = marks.first().map_or(0, |mark| mark.start);
        Some(cut(text, &marks, first))
    }

    /// Indexes of the matches inside a range.
    fn inside(&self, range: &Range<usize>) -> Vec<usize> {
        let from = self.matches.ranges.partition_point(|found| found.start < range.start);
        (from..self.matches.ranges.len()).take_while(|&nth| self.matches.ranges[nth].end <= range.end).collect()
    }

    /// Different parts of the query, then matches.
    fn worth(&self, range: &Range<usize>) -> (usize, usize) {
        let inside = self.inside(range);
        let parts: HashSet<usize> = inside.iter().map(|&nth| self.matches.parts[nth]).collect();
        (parts.len(), inside.len())
    }

    fn shifted(&self, nth: usize, by: usize) -> Range<usize> {
        let range = &self.matches.ranges[nth];
        range.start - by..range.end - by
    }
}

/// Paragraphs of a zoned text from a byte on, without the signs of zones.
fn paragraphs(zoned: &str, from: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = from;
    let bytes = zoned.as_bytes();
    while start < bytes.len() {
        if bytes[start] == b'\n' {
            start += 1;
        } else if bytes[start] == 1 {
            start += sign_length(&zoned[start..]);
        } else {
            let end =
                bytes[start..].iter().position(|&byte| byte == b'\n' || byte == 1).map_or(bytes.len(), |at| start + at);
            found.push(start..end);
            start = end;
        }
    }
    found
}

/// A text of at most a passage's length around `centre`, cut at blanks, with its marks.
fn cut(text: &str, marks: &[Range<usize>], centre: usize) -> Passage {
    if text.len() <= LONGEST {
        return Passage { text: text.to_owned(), marks: marks.to_vec() };
    }
    let mut from = text.floor_char_boundary(centre.saturating_sub(CONTEXT));
    if from > 0 {
        from = text[from..centre].find(' ').map_or(from, |blank| from + blank + 1);
    }
    let mut to = text.floor_char_boundary((from + LONGEST).min(text.len()));
    if to < text.len() {
        let last_mark = marks.iter().filter(|mark| mark.end <= to).map(|mark| mark.end).max().unwrap_or(from);
        to = text[last_mark..to].rfind(' ').map_or(to, |blank| last_mark + blank);
    }
    let lead = if from > 0 { "… " } else { "" };
    let tail = if to < text.len() { " …" } else { "" };
    let shift = |place: usize| place - from + lead.len();
    let marks = marks
        .iter()
        .filter(|mark| mark.start >= from && mark.end <= to)
        .map(|mark| shift(mark.start)..shift(mark.end))
        .collect();
    Passage { text: format!("{lead}{}{tail}", &text[from..to]), marks }
}
