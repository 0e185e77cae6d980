//! The head of a raw text: its title, its authors, and the outlets that its lines name.
//! The line model says which line is which; what is cut off a line here is what else it states.

use super::line_model::LineOdds;
use super::line_rules::{self, HeadLine};
use super::page::{Page, Verdict};
use super::phrases;
use super::script::{is_unspaced, word_count};
use crate::article::{Aside, AsideKind, Byline, FoundValue, Origin, opens_as_byline};
use crate::format::Block;
use crate::text::fold;
use crate::text::words_of;
use Verdict::Story;
use std::collections::HashSet;

/// The title is a line at least this likely.
const TITLE: f32 = 0.2;

/// A line of a title repeated with an outlet's name must be at least this likely.
const COPY: f32 = 0.05;

/// Lines at least this likely are the byline.
const BYLINE: f32 = 0.6;

/// Added for a line that opens with a word such as `By`.
const OPENING: f32 = 0.3;

/// The likeliest line may be less likely.
const BEST_BYLINE: f32 = 0.5;

/// Lines of one byline are no further apart.
const APART: usize = 2;

/// A lead is at least this likely to be story, and within so many lines below the title.
const LEAD: f32 = 0.1;
const LEAD_LINES: usize = 12;

/// A subhead is at least this likely to be story.
const SUBHEAD: f32 = 0.15;

/// Most words of a subhead.
const SUBHEAD_WORDS: usize = 10;

/// Fewest words of the first paragraph.
const PARAGRAPH_WORDS: usize = 20;

/// Fewest and most words of a deck.
const DECK_WORDS: std::ops::RangeInclusive<usize> = 6..=45;

impl Page<'_> {
    /// The zones of a text without markup, after the first decision about each line.
    pub(super) fn raw_text(&mut self) {
        let first = self.first_paragraph();
        let mut found = title(self.blocks, &self.odds, &self.verdicts);
        if let Some(at) = found.filter(|&at| self.is_whole_story(at)) {
            (self.verdicts[at], found) = (Story, None);
        }
        if let Some(at) = found {
            let (whole, outlet) = without_outlet(self.blocks, at);
            let title = self.without_facts(&whole);
            self.cut.outlet = outlet.map(|name| FoundValue::new(name, Origin::fixed("text:title")));
            for other in 0..self.blocks.len().min(at.max(first) + 1) {
                let text = &self.blocks[other].text;
                if line_rules::is_title(text, &title) || line_rules::is_title(&title, text) {
                    self.verdicts[other] = Verdict::Aside(AsideKind::Repeat);
                }
            }
            self.verdicts[at] = Verdict::Title;
            let rest = self.blocks[at].text.get(title.len()..).unwrap_or_default();
            if rest.contains(char::is_alphanumeric) {
                let text = rest.trim_start_matches(|c: char| !c.is_alphanumeric()).to_owned();
                self.cut.zones.margin.push(Aside::of(AsideKind::Furniture, text));
            }
            self.cut.title = Some(FoundValue::new(title, Origin::fixed("text:title")));
        }
        // Facts below the title take precedence over those above it.
        let from = found.map_or(0, |at| at + 1);
        for at in (from..first).chain((0..from.saturating_sub(1)).rev()) {
            match line_rules::head_line(&self.blocks[at].text) {
                Some(_) => self.cut.facts.push(self.blocks[at].text.clone()),
                None => continue,
            }
            if self.verdicts[at] != Verdict::Title {
                self.verdicts[at] = Verdict::Aside(AsideKind::Furniture);
            }
        }
        self.raw_byline();
        self.subheads(first);
        if let Some(at) = found {
            self.raw_deck(at, first);
            self.lead(at, first);
        }
    }

    /// A sentence that nothing follows is no title, it is all that there is.
    fn is_whole_story(&self, at: usize) -> bool {
        let mut others = (0..self.blocks.len()).filter(|&other| other != at);
        let is_sentence = self.blocks[at].text.ends_with(['.', '。']);
        is_sentence && others.all(|other| self.verdicts[other] != Story)
    }

    /// The title in a line that also has the byline or the day: `Title - By Jane Doe - 24 October 2024`.
    fn without_facts(&mut self, line: &str) -> String {
        let mut title = line;
        while let Some((rest, fact)) =
            SEPARATORS.iter().filter_map(|mark| title.rsplit_once(mark)).max_by_key(|(rest, _)| rest.len())
        {
            match line_rules::head_line(fact) {
                Some(HeadLine::Byline) if Byline::parse(fact).people => self.cut.byline = Some(fact.to_owned()),
                Some(HeadLine::Date) => self.cut.facts.push(fact.to_owned()),
                Some(HeadLine::ReadTime) => {}
                _ => break,
            }
            title = rest.trim_end();
        }
        title.to_owned()
    }

    /// The first line of the story that is a paragraph, else its first line, else the end.
    fn first_paragraph(&self) -> usize {
        let story = || (0..self.blocks.len()).filter(|&at| self.verdicts[at] == Story);
        let first = story().find(|&at| word_count(&self.blocks[at].text) >= PARAGRAPH_WORDS);
        first.or_else(|| story().next()).unwrap_or(self.blocks.len())
    }

    /// A paragraph directly below the title is story, unless the model is nearly sure that it is not: some outlets file
    /// their lead as a summary, and then models learn to leave it out.
    fn lead(&mut self, title: usize, first: usize) {
        for at in (title + 1..first).take(LEAD_LINES) {
            let text = &self.blocks[at].text;
            let is_paragraph =
                word_count(text) >= PARAGRAPH_WORDS && text.ends_with(['.', '!', '?', '”', '"', '»', '。']);
            let is_open = self.verdicts[at] == Verdict::Aside(AsideKind::Other) && line_rules::aside(text).is_none();
            if is_open && is_paragraph && self.odds[at].body >= LEAD {
                self.verdicts[at] = Story;
            }
        }
    }

    /// A short line above a paragraph inside the story is its subhead, unless the model is nearly sure that it is not.
    fn subheads(&mut self, first: usize) {
        for at in first + 1..self.blocks.len() {
            let is_open = self.verdicts[at - 1] == Verdict::Aside(AsideKind::Other);
            let above_paragraph = self.verdicts[at] == Story && word_count(&self.blocks[at].text) >= PARAGRAPH_WORDS;
            let text = &self.blocks[at - 1].text;
            let is_short = word_count(text) <= SUBHEAD_WORDS && !text.ends_with(['.', ':', ',']);
            let is_named = line_rules::aside(text).is_some() || phrases::opens_list(text);
            if is_open
                && above_paragraph
                && is_short
                && !is_named
                && at - 1 > first
                && self.odds[at - 1].body >= SUBHEAD
            {
                self.verdicts[at - 1] = Story;
            }
        }
    }

    /// The first run of likely lines that names somebody; if there is none, the likeliest line that does.
    fn raw_byline(&mut self) {
        if self.cut.byline.is_some() {
            return;
        }
        let opens = |at: usize| line_rules::head_line(&self.blocks[at].text) == Some(HeadLine::Byline);
        let odds: Vec<f32> = self
            .odds
            .iter()
            .enumerate()
            .map(|(at, odds)| odds.byline + if opens(at) { OPENING } else { 0.0 })
            .collect();
        let likely: Vec<usize> = (0..odds.len()).filter(|&at| odds[at] >= BYLINE).collect();
        let runs = likely.chunk_by(|one, other| other - one <= APART).map(<[usize]>::to_vec);
        let best = (0..odds.len()).max_by(|&one, &other| odds[one].total_cmp(&odds[other]).then(other.cmp(&one)));
        let best = best.filter(|&at| odds[at] >= BEST_BYLINE).map(|at| vec![at]);
        for run in runs.chain(best) {
            let lines: Vec<&str> = run.iter().map(|&at| self.blocks[at].text.as_str()).collect();
            let Some(byline) = names_of(&lines) else { continue };
            for at in run {
                let is_short = word_count(&self.blocks[at].text) < PARAGRAPH_WORDS;
                match self.verdicts[at] {
                    Verdict::Title => continue,
                    Story if !is_short => {}
                    _ => self.verdicts[at] = Verdict::Aside(AsideKind::Furniture),
                }
                self.cut.facts.push(self.blocks[at].text.clone());
            }
            self.cut.byline = Some(byline);
            return;
        }
    }

    /// A line directly below the title and above the byline is the deck.
    fn raw_deck(&mut self, title: usize, first: usize) {
        let below = title + 1..first;
        let Some(at) = below.clone().find(|&at| self.verdicts[at] != Verdict::Aside(AsideKind::Repeat)) else { return };
        let text = &self.blocks[at].text;
        let facts_below = (at + 1..first.min(at + 5)).any(|at| line_rules::head_line(&self.blocks[at].text).is_some());
        if facts_below && DECK_WORDS.contains(&words_of(text)) && line_rules::aside(text).is_none() {
            self.verdicts[at] = Verdict::Deck;
        }
    }
}

/// The most likely title, where words that it shares with the story count too; of its copies with and without an outlet's
/// name, the shortest.
fn title(blocks: &[Block], odds: &[LineOdds], verdicts: &[Verdict]) -> Option<usize> {
    let paragraphs = blocks
        .iter()
        .zip(verdicts)
        .filter(|(block, verdict)| **verdict == Story && word_count(&block.text) >= PARAGRAPH_WORDS);
    let story: HashSet<String> = paragraphs.take(COMPARED).flat_map(|(block, _)| long_words(&block.text)).collect();
    let likely = |at: &usize| match odds[*at].title {
        title if title >= COPY => title + SHARED * share(&blocks[*at].text, &story),
        title => title,
    };
    let best = (0..odds.len()).max_by(|one, other| likely(one).total_cmp(&likely(other)).then(other.cmp(one)))?;
    if likely(&best) < TITLE {
        return None;
    }
    let own = fold(&blocks[best].text);
    let is_shorter = |at: &usize| {
        let other = fold(&blocks[*at].text);
        other.len() > SHORTEST_COPY && other.len() < own.len() && own.starts_with(&other)
    };
    let shorter = (0..odds.len()).filter(|at| *at != best && odds[*at].title >= COPY && is_shorter(at));
    Some(shorter.min_by_key(|&at| blocks[at].text.len()).unwrap_or(best))
}

/// Added to a title's odds if all of its words are in the story.
const SHARED: f32 = 0.3;

/// Paragraphs whose words are compared with a title.
const COMPARED: usize = 12;

/// The share of a line's words that occur in the story.
fn share(text: &str, story: &HashSet<String>) -> f32 {
    let words = long_words(text);
    words.iter().filter(|word| story.contains(*word)).count() as f32 / words.len().max(3) as f32
}

/// Words of four letters and more; in scripts without spaces every two characters.
fn long_words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut words = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        let letters: Vec<char> = word.chars().collect();
        if letters.iter().any(|&c| is_unspaced(c)) {
            words.extend(letters.windows(2).map(|pair| pair.iter().collect::<String>()));
        } else if letters.len() >= 4 {
            words.push(word.to_owned());
        }
    }
    words
}

/// Bytes of a title that may be repeated in a longer line.
const SHORTEST_COPY: usize = 15;

/// Fewest words of a title in front of a stroke.
const LEAST_TITLE: usize = 3;

/// The title in a line, and the outlet after it, if another line repeats the title without it.
fn without_outlet(blocks: &[Block], at: usize) -> (String, Option<String>) {
    let text = &blocks[at].text;
    let outlet = blocks.iter().find_map(|block| outlet_after(&block.text, text));
    let named = SEPARATORS.iter().filter_map(|mark| text.rsplit_once(mark)).max_by_key(|(title, _)| title.len());
    if let Some((title, site)) = named.filter(|(title, _)| outlet.is_none() && word_count(title) >= LEAST_TITLE) {
        // Another line is this name, or a copyright line that opens with it.
        let is_named = |block: &Block| {
            block.text == site || outlet_of_copyright(&block.text).is_some_and(|name| name.starts_with(site))
        };
        if site.starts_with(char::is_alphabetic) && words_of(site) <= 4 && blocks.iter().any(is_named) {
            return (title.trim_end().to_owned(), Some(site.to_owned()));
        }
    }
    match text.split_once(" | ").or_else(|| text.split_once(" » ")) {
        // What is after a stroke is the site or a part of it.
        Some((title, site)) if outlet.is_none() && words_of(title) >= LEAST_TITLE && !site.contains(" | ") => {
            let is_name = site.starts_with(char::is_uppercase) && words_of(site) <= 4;
            (title.trim_end().to_owned(), is_name.then(|| site.trim().to_owned()))
        }
        _ => (text.clone(), outlet),
    }
}

/// The byline of one or more lines; `None` if they name nobody. A line without a word such as `By` must have full names
/// alone; a word such as `By` on a line of its own opens the next one.
fn names_of(lines: &[&str]) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    let mut opened = false;
    for line in lines {
        let opens = opens_as_byline(line) || opened;
        opened = words_of(line) == 1 && opens_as_byline(&format!("{line} Jane Doe"));
        let byline = Byline::parse(line);
        if opened || !byline.people {
            continue;
        }
        let trusted = opens && names.is_empty();
        names.extend(byline.authors.into_iter().filter(|name| trusted || is_full_name(name)));
    }
    names.dedup();
    (!names.is_empty()).then(|| names.join("; "))
}

/// Two to five words with capitals, not all of them in capitals only; in scripts without capitals, letters alone.
fn is_full_name(name: &str) -> bool {
    let words: Vec<&str> = name.split(' ').collect();
    let is_unspaced = name.chars().all(|c| c.is_alphabetic() && !c.is_uppercase() && !c.is_lowercase());
    let is_part = |word: &&str| word.starts_with(|c: char| !c.is_lowercase()) || PARTICLES.contains(word);
    let shouts = words.len() > 3 && !name.chars().any(char::is_lowercase);
    is_unspaced && (2..=6).contains(&name.chars().count())
        || (2..=5).contains(&words.len()) && !shouts && words.iter().all(is_part)
}

/// Words inside names that have no capital.
const PARTICLES: [&str; 18] =
    ["de", "van", "von", "der", "la", "del", "di", "da", "den", "al", "bin", "el", "du", "le", "ten", "dos", "y", "af"];

/// Separators between a title and an outlet's name.
const SEPARATORS: [&str; 8] = [" - ", " – ", " — ", " | ", " :: ", " · ", "｜", "："];

/// `Title - Courier`, if the title is known.
pub fn outlet_after(line: &str, title: &str) -> Option<String> {
    let rest = line.strip_prefix(title)?;
    let name = SEPARATORS.iter().find_map(|separator| rest.strip_prefix(separator))?;
    let name = SEPARATORS.iter().fold(name, |name, separator| name.rsplit(separator).next().unwrap_or(name)).trim();
    let named = name.starts_with(|c: char| c.is_alphanumeric()) && name.chars().any(char::is_alphabetic);
    (named && words_of(name) <= 6).then(|| name.to_owned())
}

/// The outlet of a copyright line: `© 2024 The Courier. All rights reserved.`
pub fn outlet_of_copyright(line: &str) -> Option<String> {
    let lower = line.to_lowercase();
    let mark = ["©", "copyright", "(c)"].iter().find(|mark| lower.starts_with(**mark))?;
    if line.len() > 160 || !line.is_char_boundary(mark.len()) {
        return None;
    }
    let is_noise =
        |c: char| c.is_ascii_digit() || c.is_whitespace() || matches!(c, '©' | '-' | '–' | ',' | '(' | ')' | ':');
    let rest = line[mark.len()..].trim_start_matches(is_noise);
    let rest = rest.strip_prefix("by ").or_else(|| rest.strip_prefix("Copyright ")).unwrap_or(rest);
    let rest = rest.trim_start_matches(is_noise);
    let end = rest.find(['.', ',', '|', ';', '(', '–', '—', '©']).unwrap_or(rest.len());
    let mut name = rest[..end].trim();
    for tail in
        [" All rights", " Alle Rechte", " Todos los", " Tous droits", " Tutti i", " Inc", " LLC", " Ltd", " GmbH"]
    {
        name = name.find(tail).map_or(name, |at| name[..at].trim_end());
    }
    let name = name.trim_end_matches(|c: char| c.is_ascii_digit() || c.is_whitespace() || c == '-');
    let named = name.starts_with(|c: char| c.is_uppercase()) && name.chars().filter(|c| c.is_alphabetic()).count() >= 2;
    let generic = ["all rights", "alle rechte", "todos los", "tous droits", "tutti i", "reserved"];
    let folded = fold(name);
    (named && words_of(name) <= 5 && !generic.iter().any(|start| folded.starts_with(start))).then(|| name.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copyright_lines_name_the_outlet() {
        for (line, want) in [
            ("© 2024 The Harbour Courier. All rights reserved.", Some("The Harbour Courier")),
            ("© La Gaceta del Puerto, 2024. Todos los derechos reservados.", Some("La Gaceta del Puerto")),
            ("Copyright 2024 Meridian Post. Reproduction is prohibited.", Some("Meridian Post")),
            ("Copyright © 2019-2024 Orbit Daily Inc", Some("Orbit Daily")),
            ("© 2024 All rights reserved", None),
            ("The copyright of 2024", None),
            ("©", None),
        ] {
            assert_eq!(outlet_of_copyright(line).as_deref(), want, "{line}");
        }
    }
}
