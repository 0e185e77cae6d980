//! Lines that an outlet repeats under three stories or more, learned as the articles of a run are settled; those
//! articles are built again that contain one.

use super::LearnedTable;
use crate::article::{Repeats, StoryLines, StoryMark};
use crate::index::error::IndexError;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;

/// Hashes of lines that outlets repeat.
pub const LEARNED_REPEATS: LearnedTable = LearnedTable { name: "repeats", file: "repeats.bin", version: 3 };

/// Stories that make a line a repeated one.
const STORIES: usize = 3;

/// Most lines that are counted at one time; above it, those seen in one story so far are dropped (Manku and Motwani's
/// lossy counting): what an outlet prints under many stories returns.
const MOST_LINES: usize = 1_000_000;

/// The head of a table's file, one line of JSON before the hashes, eight bytes each.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnedFrom {
    /// Seconds since 1970.
    pub time: i64,
    /// Articles it was learned from.
    pub articles: u64,
    pub lines: u64,
}

impl LearnedFrom {
    /// Whether the archive has outgrown what the table was learned from.
    pub fn is_stale(&self, articles: u64) -> bool {
        articles >= self.articles.saturating_mul(2).max(FEW)
    }
}

/// Fewest articles from which a table is stale.
const FEW: u64 = 100;

/// Writes the table of a generation.
pub fn write_repeats(folder: &Path, head: &LearnedFrom, repeats: &Repeats) -> Result<(), IndexError> {
    let path = LEARNED_REPEATS.path(folder);
    let write = || {
        let mut file = BufWriter::new(File::create(&path)?);
        serde_json::to_writer(&mut file, head)?;
        file.write_all(b"\n")?;
        for line in repeats.lines() {
            file.write_all(&line.to_le_bytes())?;
        }
        file.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
    };
    write().map_err(IndexError::io(&path))
}

/// Copies the table of one generation to the next.
pub fn carry_repeats(from: &Path, to: &Path) -> Result<(), IndexError> {
    read_repeats(from)?.map_or(Ok(()), |(learned, repeats)| write_repeats(to, &learned, &repeats))
}

/// The table of a generation, and what it was learned from; none if it was built before there was one.
pub fn read_repeats(folder: &Path) -> Result<Option<(LearnedFrom, Repeats)>, IndexError> {
    let Some(bytes) = LEARNED_REPEATS.read(folder)? else { return Ok(None) };
    let damaged = || LEARNED_REPEATS.damaged(folder, "not a table of repeated lines");
    let end = bytes.iter().position(|&byte| byte == b'\n').ok_or_else(damaged)?;
    let head: LearnedFrom = serde_json::from_slice(&bytes[..end]).map_err(|_| damaged())?;
    let hashes = bytes[end + 1..].chunks_exact(8);
    if hashes.len() as u64 != head.lines || !hashes.remainder().is_empty() {
        return Err(damaged());
    }
    let lines = hashes.map(|bytes| bytes.iter().rev().fold(0, |hash, &byte| hash << 8 | u64::from(byte)));
    Ok(Some((head, Repeats::of(lines.collect()))))
}

/// Counts the lines of articles as they are settled.
pub struct LineCounter {
    counted: HashMap<u64, Stories>,
    /// Lines above which some are dropped.
    most: usize,
    articles: u64,
}

/// The stories with a line, as many as are needed.
#[derive(Debug, Clone, Copy, Default)]
struct Stories {
    known: [StoryMark; STORIES],
    count: usize,
}

impl Stories {
    /// Captures of one story count once.
    fn add(&mut self, story: StoryMark) {
        if self.count < STORIES && !self.known[..self.count].iter().any(|known| known.is_same(&story)) {
            self.known[self.count] = story;
            self.count += 1;
        }
    }
}

impl Default for LineCounter {
    fn default() -> Self {
        Self { counted: HashMap::new(), most: MOST_LINES, articles: 0 }
    }
}

impl LineCounter {
    /// Counts the lines of one indexed record.
    pub fn count(&mut self, lines: &StoryLines) {
        self.articles += 1;
        if self.counted.len() > self.most {
            self.prune();
        }
        for &line in &lines.lines {
            self.counted.entry(line).or_default().add(lines.story);
        }
    }

    /// Drops lines that were seen in few stories. An archive with more repeated lines than that gets more room.
    fn prune(&mut self) {
        for stories in 1..STORIES {
            if self.counted.len() > self.most / 2 {
                self.counted.retain(|_, met| met.count > stories);
            }
        }
        self.most = self.most.max(self.counted.len() * 2);
    }

    /// The table.
    pub fn finish(self) -> Repeats {
        let repeated = self.counted.into_iter().filter(|(_, stories)| stories.count >= STORIES).map(|(line, _)| line);
        Repeats::of(repeated.collect())
    }

    pub fn articles(&self) -> u64 {
        self.articles
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A story of the first, second … kind, with these lines.
    fn story(kind: &str, lines: &[u64]) -> StoryLines {
        StoryLines { story: StoryMark::of(&format!("Title of {kind}"), kind), lines: lines.to_vec() }
    }

    #[test]
    fn three_stories_make_a_line_a_repeated_one_and_captures_do_not() {
        let mut learner = LineCounter::default();
        let kinds = ["the first story", "the second one", "the second one", "the second one", "a third"];
        for kind in kinds {
            let lines: &[u64] = if kind == "a third" { &[7, 9] } else { &[7, 8] };
            learner.count(&story(kind, lines));
        }
        assert_eq!(learner.finish().lines(), [7]);
    }

    #[test]
    fn lines_of_one_story_are_let_go_and_repeated_ones_kept() {
        let mut learner = LineCounter { most: 20, ..LineCounter::default() };
        for record in 0..400u32 {
            let own = 1_000 + u64::from(record);
            let kind = format!(
                "story {}",
                (0..5).map(|bit| if record >> bit & 1 == 1 { 'a' } else { 'b' }).collect::<String>()
            );
            learner.count(&story(&format!("{kind} {record}"), &[7, own, own + 100_000]));
            assert!(learner.counted.len() <= 23, "{}", learner.counted.len());
        }
        assert_eq!(learner.finish().lines(), [7]);
    }

    #[test]
    fn more_repeated_lines_than_there_is_room_for_get_room() {
        let mut learner = LineCounter { most: 100, ..LineCounter::default() };
        let lines: Vec<u64> = (1..=100).collect();
        for kind in ["the first story", "the second one", "a third"] {
            learner.count(&story(kind, &lines));
        }
        for record in 3..20 {
            learner.count(&story(&format!("story {record}"), &[1_000 + record]));
        }
        assert_eq!(learner.most, 200);
        assert_eq!(learner.finish().lines(), lines);
    }

    #[test]
    fn tables_are_read_as_they_were_written_or_refused() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(read_repeats(folder.path()).expect("none").is_none());
        let repeats = Repeats::of(vec![u64::MAX, 3, 3, 1 << 40]);
        let learned = LearnedFrom { time: 12, articles: 34, lines: 3 };
        write_repeats(folder.path(), &learned, &repeats).expect("written");
        assert_eq!(read_repeats(folder.path()).expect("read").expect("there"), (learned, repeats));
        let path = LEARNED_REPEATS.path(folder.path());
        let whole = std::fs::read(&path).expect("read");
        for cut in 0..whole.len() {
            std::fs::write(&path, &whole[..cut]).expect("written");
            assert!(matches!(read_repeats(folder.path()), Err(IndexError::Damaged { .. })), "cut at {cut}");
        }
    }

    #[test]
    fn a_table_is_stale_when_the_archive_has_doubled() {
        let learned = LearnedFrom { time: 0, articles: 1000, lines: 5 };
        assert!(!learned.is_stale(1999) && learned.is_stale(2000));
        assert!(!LearnedFrom { articles: 3, ..learned }.is_stale(99));
    }
}
