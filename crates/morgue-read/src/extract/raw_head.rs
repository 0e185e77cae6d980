//! The head of a raw text: which line before the first paragraph is the title, and the outlet's name after a copy of
//! it.
//! Judges no line after the first paragraph. A text that starts with its story has no title.

use super::line_rules::{self, HeadLine};
use super::phrases;
use super::script::{is_unspaced, word_count};
use crate::format::{Block, BlockRole};
use crate::text::fold;
use crate::text::words_of;
use std::collections::HashSet;

/// The title of a raw text and the lines near it.
#[derive(Debug, PartialEq)]
pub struct RawHead {
    /// Index of the title's block.
    pub title: usize,
    /// Index of the first paragraph of the story.
    pub first: usize,
    /// The outlet, if the title is repeated with a name after it.
    pub outlet: Option<String>,
}

/// Lines before the first paragraph that are examined: menus end far above the title, share bars are below it.
const REACH: usize = 60;

/// Fewest words of the first paragraph.
const PARAGRAPH_WORDS: usize = 20;

/// A line with a lower score is not a title.
const LEAST_SCORE: f32 = 2.0;

/// The first line wins over a line below it whose score is higher by no more than this: exact titles on text dumps rise
/// from .45 to .52; between .5 and 1.5 little changes.
const FIRST_WINS: f32 = 1.0;

/// Share of its words that such a line must have in common with the story; menus have few.
const LEAST_SHARE: f32 = 0.3;

/// Finds the title before the first of the paragraphs that are likely to be story.
pub fn find(blocks: &[Block], story: &[bool]) -> Option<RawHead> {
    let first = first_paragraph(blocks, story)?;
    let from = first.saturating_sub(REACH);
    let words = words_of_story(&blocks[first..], &story[first..]);
    let outlet = blocks.iter().rev().find_map(|block| outlet_of_copyright(&block.text));
    let scored: Vec<(usize, f32)> = (from..first)
        .filter(|&at| can_be_title(&blocks[at]) && outlet.as_deref() != Some(blocks[at].text.as_str()))
        .map(|at| (at, score(blocks, at, from..first, &words) + if story[at] { 1.0 } else { 0.0 }))
        .collect();
    let most = scored.iter().map(|&(_, score)| score).fold(f32::MIN, f32::max);
    if most < LEAST_SCORE {
        return None;
    }
    // Decks and captions share more words with the story than its title does, and come after it.
    let wins = |&&(at, score): &&(usize, f32)| {
        let rivals =
            score >= LEAST_SCORE && score >= most - FIRST_WINS && share(&blocks[at].text, &words) >= LEAST_SHARE;
        rivals || score == most
    };
    let best = scored.iter().find(wins)?.0;
    let title = copies(blocks, best, from..first).min_by_key(|&at| blocks[at].text.len()).unwrap_or(best);
    let title = if blocks[title].text.len() < blocks[best].text.len() { title } else { best };
    let outlet = (from..first).find_map(|at| outlet_after(&blocks[at].text, &blocks[title].text));
    Some(RawHead { title, first, outlet })
}

fn first_paragraph(blocks: &[Block], story: &[bool]) -> Option<usize> {
    let is_long = |at: &usize| story[*at] && word_count(&blocks[*at].text) >= PARAGRAPH_WORDS;
    let is_sentence = |at: &usize| story[*at] && blocks[*at].text.ends_with(['.', '。', '”', '"']);
    (0..blocks.len()).find(is_long).or_else(|| (0..blocks.len()).find(is_sentence))
}

fn can_be_title(block: &Block) -> bool {
    let text = block.text.as_str();
    let sentence = text.ends_with('.') && text.rsplit(' ').next().is_none_or(|last| last.matches('.').count() <= 1);
    (3..=30).contains(&word_count(text))
        && text.len() <= 220
        && !sentence
        && !text.ends_with([',', ':', ';'])
        && line_rules::head_line(text).is_none()
        && line_rules::aside(text).is_none()
        && !phrases::opens_list(text)
}

/// Paragraphs whose words are compared with a title.
const COMPARED: usize = 12;

fn words_of_story(blocks: &[Block], story: &[bool]) -> HashSet<String> {
    let paragraphs = blocks.iter().zip(story).filter(|(_, story)| **story).map(|(block, _)| block).take(COMPARED);
    paragraphs.flat_map(|block| long_words(&block.text)).collect()
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

/// The share of a line's words that occur in the story.
fn share(text: &str, story: &HashSet<String>) -> f32 {
    let words = long_words(text);
    words.iter().filter(|word| story.contains(*word)).count() as f32 / words.len().max(3) as f32
}

/// The score of a line: its markup, copies of it, words shared with the story, facts below it, and the distance to the
/// story.
fn score(blocks: &[Block], at: usize, head: std::ops::Range<usize>, story: &HashSet<String>) -> f32 {
    let text = blocks[at].text.as_str();
    let shared = share(text, story);
    let by_role = match blocks[at].role {
        BlockRole::Heading(1) => 3.0,
        BlockRole::Heading(_) => 1.0,
        BlockRole::ListItem => -1.5,
        _ => 0.0,
    };
    let below = blocks[at + 1..head.end].iter().take(5);
    let has_fact = below.filter_map(|block| line_rules::head_line(&block.text)).any(|fact| fact != HeadLine::ReadTime);
    let path = text.contains(" > ") || text.contains(" › ") || text.contains(" | ") || text.contains(" » ");
    3.0 * shared
        + by_role
        + if copies(blocks, at, head.clone()).count() > 0 { 1.5 } else { 0.0 }
        + if has_fact { 1.0 } else { 0.0 }
        + (word_count(text).min(8) as f32) / 8.0
        - if path { 1.0 } else { 0.0 }
        - 0.03 * (head.end - at) as f32
}

/// Other lines of the head with the same text, or the same text and an outlet.
fn copies<'a>(blocks: &'a [Block], at: usize, head: std::ops::Range<usize>) -> impl Iterator<Item = usize> + 'a {
    let own = &blocks[at].text;
    head.filter(move |&other| {
        let text = &blocks[other].text;
        other != at
            && can_be_title(&blocks[other])
            && (line_rules::is_title(text, own) || line_rules::is_title(own, text))
    })
}

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

    fn head(lines: &[&str]) -> Option<RawHead> {
        let blocks: Vec<Block> = lines.iter().map(|line| Block::paragraph(*line)).collect();
        let story: Vec<bool> = lines.iter().map(|line| line.len() > 60).collect();
        find(&blocks, &story)
    }

    const LEAD: &str = "The river rose through the night and by morning it had covered the market square of the town, \
                        where the ferry was to have called on Monday.";

    #[test]
    fn the_title_is_found_below_menus_and_above_facts() {
        let found = head(&[
            "Home",
            "World",
            "River rises and covers the market - The Courier",
            "World",
            "River rises and covers the market",
            "By Jane Doe",
            "25 October 2024",
            "Share",
            LEAD,
        ]);
        assert_eq!(found, Some(RawHead { title: 4, first: 8, outlet: Some("The Courier".to_owned()) }));
        assert_eq!(head(&["Home > World", "River covers the market square", LEAD]).map(|head| head.title), Some(1));
        assert_eq!(head(&["It rained. Nobody in town could say why it did.", LEAD]), None);
        assert_eq!(head(&[LEAD, LEAD]), None);
    }

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
