//! Passages: the sentences of an article that best show why it was found, with the matches marked. A sentence is never
//! cut unless it is longer than a passage.

use super::context::Context;
use super::excerpt::{Excerpted, Excerpts, Passage};
use crate::article::{Record, Zones};
use crate::query::{Marks, Matches};
use crate::terms::{ZONE_SIGN, Zone, ZonedText, margin_text, named_story, story_text};
use crate::text::sentence_starts;
use std::collections::HashSet;
use std::ops::Range;

/// Longest passage, in bytes: three lines of a terminal.
const LONGEST: usize = 280;

/// Bytes of context kept before the first match of a cut sentence.
const CONTEXT: usize = 80;

/// Shows where an article matches.
pub fn excerpt(zones: &Zones, record: &Record, language: Option<&str>, marks: &Marks, wanted: Excerpts) -> Excerpted {
    if marks.is_empty() {
        // A search only by fields shows how each article opens.
        let passage = opening(zones);
        let passages = if matches!(wanted, Excerpts::Passages { .. }) { vec![passage.clone()] } else { Vec::new() };
        let passage = if passages.is_empty() { Passage::default() } else { passage };
        return Excerpted { passage, passages, ..Excerpted::default() };
    }
    let story = if marks.has_names() { named_story(zones, &record.entities) } else { story_text(zones).into() };
    let story = Marked::of(story, language, marks);
    let beside = Marked::of(margin_text(&record.margin).into(), language, marks);
    let matched_zones = [&story, &beside].into_iter().flat_map(Marked::zones).collect();
    let matches = (story.matches.ranges.len() + beside.matches.ranges.len()) as u64;
    let title_marks = story.title_marks(zones);
    match wanted {
        Excerpts::Lines { most, words } => {
            let mut lines = story.context().lines(words, most);
            if lines.len() < most {
                lines.extend(beside.context().lines(words, most - lines.len()));
            }
            Excerpted { lines, title_marks, matched_zones, matches, ..Excerpted::default() }
        }
        Excerpts::Passages { most, words } => {
            let after_title = if zones.title.is_empty() { 0 } else { sign_length(&story.text) + zones.title.len() };
            let mut found = story.passages(after_title, most, words);
            let best = found.first().map(|(_, passage)| passage.clone());
            found.sort_by_key(|(place, _)| *place);
            let mut passages: Vec<Passage> = found.into_iter().map(|(_, passage)| passage).collect();
            if passages.len() < most {
                let mut beside = beside.passages(0, most - passages.len(), words);
                beside.sort_by_key(|(place, _)| *place);
                passages.extend(beside.into_iter().map(|(_, passage)| passage));
            }
            if passages.is_empty() {
                passages.push(opening(zones));
            }
            let passage = best.or_else(|| passages.first().cloned()).unwrap_or_default();
            Excerpted { passage, passages, lines: Vec::new(), title_marks, matched_zones, matches }
        }
    }
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
    fn of(zoned: ZonedText, language: Option<&str>, marks: &Marks) -> Self {
        let matches = marks.matches(&zoned, language);
        Self { text: zoned.text, matches }
    }

    fn context(&self) -> Context<'_> {
        Context::of(&self.text, &self.matches)
    }

    /// Zones that contain a match, each once.
    fn zones(&self) -> Vec<&'static str> {
        let mut zones = Vec::new();
        let (mut at, mut zone) = (0, None);
        for range in &self.matches.ranges {
            let signs = self.text[at..range.start].rfind(ZONE_SIGN).map(|sign| at + sign + ZONE_SIGN.len_utf8());
            if let Some(letter) = signs.and_then(|sign| self.text[sign..].chars().next()) {
                zone = Zone::of_letter(letter);
            }
            at = range.start;
            zones.extend(zone.map(Zone::name).filter(|name| zones.last() != Some(name)));
        }
        zones.dedup();
        zones
    }

    fn title_marks(&self, zones: &Zones) -> Vec<Range<usize>> {
        // The title follows its zone's prefix.
        let title = sign_length(&self.text);
        let within = |range: &&Range<usize>| {
            !zones.title.is_empty() && range.start >= title && range.end <= title + zones.title.len()
        };
        let own = self.matches.ranges.iter().filter(within);
        own.map(|range| range.start - title..range.end - title).collect()
    }

    /// The best passages that start at `from` or later and contain a match, the very best first, each with its offset.
    fn passages(&self, from: usize, most: usize, words: Option<usize>) -> Vec<(usize, Passage)> {
        if self.matches.ranges.partition_point(|range| range.start < from) == self.matches.ranges.len() {
            return Vec::new();
        }
        if let Some(words) = words {
            return self.context().windows(from, words, most);
        }
        let paragraphs = self.sentences(from);
        let mut runs: Vec<Range<usize>> = Vec::new();
        while runs.len() < most {
            match self.best(&paragraphs, &runs) {
                Some(run) => runs.push(run),
                None => break,
            }
        }
        runs.into_iter().map(|run| (run.start, self.shown(run))).collect()
    }

    /// The edges of the sentences of each paragraph that contains a match.
    fn sentences(&self, from: usize) -> Vec<Vec<usize>> {
        let edges = |paragraph: &Range<usize>| {
            let starts = sentence_starts(&self.text[paragraph.clone()]).into_iter();
            starts.map(|start| paragraph.start + start).chain([paragraph.end]).collect()
        };
        paragraphs(&self.text, from).iter().filter(|paragraph| !self.inside(paragraph).is_empty()).map(edges).collect()
    }

    /// The run of sentences that shows most, among those that do not overlap the chosen ones.
    fn best(&self, paragraphs: &[Vec<usize>], chosen: &[Range<usize>]) -> Option<Range<usize>> {
        let shown: HashSet<usize> =
            chosen.iter().flat_map(|run| self.inside(run)).map(|nth| self.matches.parts[nth]).collect();
        let mut best: Option<((usize, usize, usize), Range<usize>)> = None;
        for edges in paragraphs {
            for start in 0..edges.len() - 1 {
                let free = |end: &usize| chosen.iter().all(|run| edges[*end] <= run.start || edges[start] >= run.end);
                // A run that starts with a sentence without a match wastes room.
                if !free(&(start + 1)) || self.inside(&(edges[start]..edges[start + 1])).is_empty() {
                    continue;
                }
                let fits = |end: &usize| edges[*end] - edges[start] <= LONGEST && free(end);
                let end = (start + 2..edges.len()).take_while(fits).last().unwrap_or(start + 1);
                let run = edges[start]..edges[end];
                let worth = self.worth(&run, &shown);
                if best.as_ref().is_none_or(|(most, _)| worth > *most) {
                    best = Some((worth, run));
                }
            }
        }
        best.map(|(_, run)| run)
    }

    fn shown(&self, run: Range<usize>) -> Passage {
        let marks: Vec<Range<usize>> = self.inside(&run).into_iter().map(|nth| self.shifted(nth, run.start)).collect();
        let text = self.text[run].trim_end();
        let first = marks.first().map_or(0, |mark| mark.start);
        cut(text, &marks, first)
    }

    /// Indexes of the matches inside a range.
    fn inside(&self, range: &Range<usize>) -> Vec<usize> {
        let from = self.matches.ranges.partition_point(|found| found.start < range.start);
        (from..self.matches.ranges.len()).take_while(|&nth| self.matches.ranges[nth].end <= range.end).collect()
    }

    /// Prefers parts of the query that were not shown yet, then different parts, then matches.
    fn worth(&self, range: &Range<usize>, shown: &HashSet<usize>) -> (usize, usize, usize) {
        let inside = self.inside(range);
        let parts: HashSet<usize> = inside.iter().map(|&nth| self.matches.parts[nth]).collect();
        (parts.difference(shown).count(), parts.len(), inside.len())
    }

    fn shifted(&self, nth: usize, by: usize) -> Range<usize> {
        let range = &self.matches.ranges[nth];
        range.start - by..range.end - by
    }
}

/// Paragraphs of a zoned text from a byte on, without the prefixes of zones.
fn paragraphs(zoned: &str, from: usize) -> Vec<Range<usize>> {
    let mut found = Vec::new();
    let mut start = from;
    let bytes = zoned.as_bytes();
    while start < bytes.len() {
        if bytes[start] == b'\n' {
            start += 1;
        } else if bytes[start] == ZONE_SIGN as u8 {
            start += sign_length(&zoned[start..]);
        } else {
            let end = bytes[start..]
                .iter()
                .position(|&byte| byte == b'\n' || byte == ZONE_SIGN as u8)
                .map_or(bytes.len(), |at| start + at);
            found.push(start..end);
            start = end;
        }
    }
    found
}

/// A text of at most a passage's length around `centre`, cut at spaces, with its marks.
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
