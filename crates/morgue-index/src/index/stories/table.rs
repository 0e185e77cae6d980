//! The groups of a generation: one line of JSON each, after a head. Members are in the order of their stated time, then of their keys;
//! those without a date come last.

use crate::article::ArticleKey;
use crate::index::error::IndexError;
use crate::stories::{STORIES_VERSION, Story};
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Lines, Write};
use std::path::Path;
use std::sync::Arc;

pub const STORIES_FILE: &str = "stories.jsonl";

/// What is known of the groups as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoriesHead {
    /// Version of the rule by which they were made.
    pub version: u32,
    pub stories: u64,
    /// Articles that are in one of them.
    pub articles: u64,
    /// Pairs of articles that were compared.
    pub compared: u64,
    /// Runs of letters that more articles have than are looked at.
    pub frequent: u64,
    /// Articles that are compared with no other: their texts have less than 150 letters or more than 2 MB.
    #[serde(default)]
    pub apart: u64,
    /// Articles that are like more others than they are compared with.
    #[serde(default)]
    pub unfinished: u64,
}

/// The stories of a generation.
#[derive(Debug, Default)]
pub struct Stories {
    pub head: StoriesHead,
    pub all: Vec<Arc<Story>>,
    /// The segments of the index, by their numbers in `places`.
    pub segments: Vec<String>,
    /// Where the articles of each story are: segment and document.
    pub places: Vec<Vec<(u32, u32)>>,
    /// The story of each article that has copies.
    of_article: HashMap<u128, u32>,
}

impl Stories {
    /// The stories of a generation; none if it was built before there were any, or by another version of the rule.
    pub fn read(folder: &Path) -> Result<Self, IndexError> {
        let path = folder.join(STORIES_FILE);
        let Some((Head { head, segments }, lines)) = open(&path)? else { return Ok(Self::default()) };
        let mut stories = Self { head, segments, ..Self::default() };
        for line in lines {
            let line = line.map_err(IndexError::io(&path))?;
            let Line { story, at } = serde_json::from_str(&line).map_err(|error| IndexError::damaged(&path, error))?;
            stories.add(story, at);
        }
        if stories.all.len() as u64 != stories.head.stories {
            return Err(IndexError::damaged(&path, "not as many stories as its head states"));
        }
        Ok(stories)
    }

    /// What a generation states of its stories as a whole.
    pub fn read_head(folder: &Path) -> Result<StoriesHead, IndexError> {
        Ok(open(&folder.join(STORIES_FILE))?.map(|(Head { head, .. }, _)| head).unwrap_or_default())
    }

    /// Adds a story, and where its articles are.
    pub fn add(&mut self, story: Story, at: Vec<(u32, u32)>) {
        let number = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        let keys = story.articles.iter().filter_map(|key| ArticleKey::parse(key));
        self.of_article.extend(keys.map(|key| (key.bits(), number)));
        self.all.push(Arc::new(story));
        self.places.push(at);
    }

    pub fn write(&self, folder: &Path) -> Result<(), IndexError> {
        let path = folder.join(STORIES_FILE);
        let write = || {
            let mut file = BufWriter::new(File::create(&path)?);
            serde_json::to_writer(&mut file, &Head { head: self.head.clone(), segments: self.segments.clone() })?;
            file.write_all(b"\n")?;
            for (story, at) in self.all.iter().zip(&self.places) {
                serde_json::to_writer(&mut file, &Line { story: story.as_ref().clone(), at: at.clone() })?;
                file.write_all(b"\n")?;
            }
            file.flush()
        };
        write().map_err(IndexError::io(&path))
    }

    /// The number of an article's story; `None` if it has no copies.
    pub fn number_of(&self, key: &str) -> Option<u32> {
        self.of_article.get(&ArticleKey::parse(key)?.bits()).copied()
    }

    /// The story of an article.
    pub fn of(&self, key: &str) -> Option<&Arc<Story>> {
        self.all.get(self.number_of(key)? as usize)
    }
}

/// The first line of the file.
#[derive(Serialize, Deserialize)]
struct Head {
    #[serde(flatten)]
    head: StoriesHead,
    segments: Vec<String>,
}

/// Every other line.
#[derive(Serialize, Deserialize)]
struct Line {
    #[serde(flatten)]
    story: Story,
    at: Vec<(u32, u32)>,
}

/// The head of a file of stories, and its other lines.
type Opened = (Head, Lines<BufReader<File>>);

/// Opens a file of stories; `None` if there is none, or one of another version, which the next run replaces.
fn open(path: &Path) -> Result<Option<Opened>, IndexError> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        Err(error) => return Err(IndexError::io(path)(error)),
    };
    let mut lines = BufReader::new(file).lines();
    let head = lines.next().transpose().map_err(IndexError::io(path))?.unwrap_or_default();
    let wrong = |error| IndexError::damaged(path, error);
    let known: StoriesHead = serde_json::from_str(&head).map_err(wrong)?;
    if known.version != STORIES_VERSION {
        return Ok(None);
    }
    let head: Head = serde_json::from_str(&head).map_err(wrong)?;
    Ok(Some((head, lines)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stories_are_read_as_they_were_written_and_those_of_another_version_are_not() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(Stories::read(folder.path()).expect("no file").all.is_empty());
        let head =
            StoriesHead { version: STORIES_VERSION, stories: 1, articles: 2, compared: 3, ..StoriesHead::default() };
        let mut stories = Stories { head: head.clone(), segments: vec!["one".to_owned()], ..Stories::default() };
        let keys = ["a_aaaaaaaaaaaaaaaa", "a_bbbbbbbbbbbbbbbb"];
        let story = Story { articles: keys.map(str::to_owned).to_vec(), ..Story::default() };
        stories.add(story.clone(), vec![(0, 7), (0, 3)]);
        stories.write(folder.path()).expect("written");
        let read = Stories::read(folder.path()).expect("read");
        assert_eq!((&read.head, &read.places), (&head, &stories.places));
        assert_eq!(read.of(keys[1]).map(AsRef::as_ref), Some(&story));
        assert_eq!(read.of("a_cccccccccccccccc"), None);
        let path = folder.path().join(STORIES_FILE);
        let whole = std::fs::read_to_string(&path).expect("read");
        std::fs::write(&path, whole.lines().next().expect("a head")).expect("written");
        assert!(Stories::read(folder.path()).is_err(), "a story is missing");
        std::fs::write(&path, r#"{"version":1,"stories":1,"articles":2,"compared":0,"frequent":0}"#).expect("written");
        assert!(Stories::read(folder.path()).expect("another version").all.is_empty());
        assert_eq!(Stories::read_head(folder.path()).expect("another version"), StoriesHead::default());
        std::fs::write(&path, "none").expect("written");
        assert!(Stories::read(folder.path()).is_err());
    }
}
