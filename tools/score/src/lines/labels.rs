//! The kind of each line of a text whose story is known: the heaviest chain of lines in the story's order is story, and
//! short lines between them that are in it; title and authors are known by their words.

use crate::measures::tokens;
use morgue::format::Block;
use morgue::text::fold;
use std::collections::{HashMap, HashSet};

/// The kind of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Body,
    Title,
    Byline,
    /// What one gold files as the story's summary and another as its lead: no judgement.
    Open,
    Margin,
}

/// What is known of the article in a text.
#[derive(Debug, Clone, Default)]
pub struct Known {
    pub body: String,
    pub title: Option<String>,
    /// Whether the gold states the title; else it is the page reader's, which is only learned from.
    pub states_title: bool,
    pub authors: Vec<String>,
    pub summary: Option<String>,
}

/// Words of a run that is looked up.
const RUN: usize = 4;

/// A line is story if this share of its runs is.
const SHARE: f32 = 0.5;

/// Lines before that the chain is continued from.
const REACH: usize = 400;

/// A line that is surely part of the story, and where in it.
struct Anchor {
    line: usize,
    start: usize,
    middle: usize,
    weight: usize,
}

/// The kind of each line.
pub fn labels(blocks: &[Block], words: &[Vec<String>], known: &Known) -> Vec<Kind> {
    let story = tokens(&known.body);
    let mut kinds = vec![Kind::Margin; blocks.len()];
    let mut places: HashMap<&[String], Vec<usize>> = HashMap::new();
    story.windows(RUN).enumerate().for_each(|(at, run)| places.entry(run).or_default().push(at));
    let mut share = vec![0.0f32; blocks.len()];
    let mut anchors = Vec::new();
    for (line, words) in words.iter().enumerate() {
        let mut hits: Vec<usize> = words.windows(RUN).filter_map(|run| places.get(run).map(|at| at[0])).collect();
        if words.len() >= RUN {
            share[line] = hits.len() as f32 / (words.len() - RUN + 1) as f32;
        }
        if share[line] >= SHARE {
            hits.sort_unstable();
            anchors.push(Anchor { line, start: hits[0], middle: hits[hits.len() / 2], weight: words.len() });
        }
    }
    let chain = heaviest(&anchors);
    let mut left: HashMap<&str, i64> = HashMap::new();
    story.iter().for_each(|word| *left.entry(word).or_default() += 1);
    let in_chain: HashSet<usize> = chain.iter().copied().collect();
    for &at in &chain {
        kinds[anchors[at].line] = Kind::Body;
        words[anchors[at].line].iter().for_each(|word| *left.entry(word).or_default() -= 1);
    }
    // A line out of order is story if its words have not been used yet; otherwise it repeats.
    for (at, anchor) in anchors.iter().enumerate().filter(|(at, _)| !in_chain.contains(at)) {
        let _ = at;
        let own = &words[anchor.line];
        let new = own.iter().filter(|word| left.get(word.as_str()).is_some_and(|&times| times > 0)).count();
        if new as f32 >= 0.6 * own.len() as f32 {
            kinds[anchor.line] = Kind::Body;
            own.iter().for_each(|word| *left.entry(word).or_default() -= 1);
        }
    }
    short_lines(&mut kinds, blocks, words, &story, known, &chain.iter().map(|&at| &anchors[at]).collect::<Vec<_>>());
    named(&mut kinds, blocks, words, known, &share);
    kinds
}

/// The anchors in the story's order that have the most words.
fn heaviest(anchors: &[Anchor]) -> Vec<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(anchors.len());
    for (at, anchor) in anchors.iter().enumerate() {
        let before = (at.saturating_sub(REACH)..at).filter(|&before| anchors[before].middle < anchor.middle);
        let from = before.max_by_key(|&before| (best[before].0, std::cmp::Reverse(before)));
        best.push((anchor.weight + from.map_or(0, |from| best[from].0), from));
    }
    let mut next = (0..best.len()).max_by_key(|&at| (best[at].0, std::cmp::Reverse(at)));
    let mut chain = Vec::new();
    while let Some(at) = next {
        chain.push(at);
        next = best[at].1;
    }
    chain.reverse();
    chain
}

/// Short lines that the story has between two anchors: subheads, answers, items.
fn short_lines(
    kinds: &mut [Kind],
    blocks: &[Block],
    words: &[Vec<String>],
    story: &[String],
    known: &Known,
    chain: &[&Anchor],
) {
    const SHORT: usize = 8;
    const AROUND: usize = 8;
    let (Some(first), Some(last)) = (chain.first(), chain.last()) else { return };
    let paragraphs: HashSet<String> =
        known.body.lines().filter(|line| !line.trim().is_empty()).map(|line| fold(line.trim())).collect();
    let end = |anchor: &Anchor| anchor.middle + anchor.weight / 2;
    let mut gaps = vec![(first.line.saturating_sub(AROUND)..first.line, 0..end(first), false)];
    for pair in chain.windows(2) {
        let from = pair[0].start.saturating_sub(1) + pair[0].weight / 2;
        gaps.push((pair[0].line + 1..pair[1].line, from..end(pair[1]), true));
    }
    gaps.push((
        last.line + 1..(last.line + 1 + AROUND).min(blocks.len()),
        last.start + last.weight / 2..story.len(),
        false,
    ));
    for (lines, range, inside) in gaps {
        let range = range.start.min(story.len())..range.end.clamp(range.start.min(story.len()), story.len());
        let segment = format!(" {} ", story[range].join(" "));
        let (mut at, close) = (0, lines.len() <= 12);
        for line in lines {
            if kinds[line] == Kind::Body || words[line].is_empty() || words[line].len() > SHORT {
                continue;
            }
            let form = format!(" {} ", words[line].join(" "));
            let whole = paragraphs.contains(&fold(blocks[line].text.trim()));
            let found = segment[at..].find(&form);
            if let Some(found) = found.filter(|_| whole || inside && (close || words[line].len() > 2)) {
                kinds[line] = Kind::Body;
                at = (at + found + form.len() - 1).min(segment.len());
            }
        }
    }
}

/// Lines that are known by the title, the authors and the summary.
fn named(kinds: &mut [Kind], blocks: &[Block], words: &[Vec<String>], known: &Known, share: &[f32]) {
    let story: Vec<usize> = (0..kinds.len()).filter(|&at| kinds[at] == Kind::Body && words[at].len() > 6).collect();
    let (first, last) = match (story.first(), story.last()) {
        (Some(first), Some(last)) => (*first, *last),
        _ => (kinds.len(), kinds.len()),
    };
    let title = known.title.as_deref().map(fold).filter(|title| !title.is_empty());
    let title_words = known.title.as_deref().map_or(0, |title| tokens(title).len());
    let authors: Vec<String> = known.authors.iter().map(|name| fold(name)).filter(|name| name.len() > 3).collect();
    let summary = tokens(known.summary.as_deref().unwrap_or_default());
    let summary: HashSet<&[String]> = summary.windows(3).collect();
    for at in 0..kinds.len() {
        let folded = fold(blocks[at].text.trim());
        let is_title = title.as_ref().is_some_and(|title| folded == *title);
        if kinds[at] == Kind::Body && !is_title || words[at].is_empty() {
            continue;
        }
        let holds =
            |title: &String| title_words > 3 && folded.contains(title.as_str()) && words[at].len() <= title_words + 8;
        if at <= first.saturating_add(12) && (is_title || title.as_ref().is_some_and(holds)) {
            kinds[at] = Kind::Title;
            continue;
        }
        let is_named = authors.iter().any(|name| folded.contains(name.as_str()));
        if is_named && at <= last.saturating_add(8) && words[at].len() <= 40 && share[at] < 0.5 {
            kinds[at] = Kind::Byline;
            continue;
        }
        if !summary.is_empty() && words[at].len() >= 4 && at <= first.saturating_add(6) {
            let known = words[at].windows(3).filter(|run| summary.contains(run)).count();
            if known as f32 >= 0.6 * (words[at].len() - 2) as f32 {
                kinds[at] = Kind::Open;
            }
        }
    }
}
