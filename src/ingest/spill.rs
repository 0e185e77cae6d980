//! Articles made by the first pass of a run that learns, in a temporary file, until the second pass indexes those that stay.

use super::budget::BytesPermit;
use crate::article::Article;
use crate::index::{IndexError, free_bytes};
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Bytes before the hashes of an article.
const HEAD: usize = 13;

/// An article as it is kept: JSON, and whether its names were found.
pub struct Packed {
    json: Vec<u8>,
    named: bool,
    /// Until it is written.
    _permit: Arc<BytesPermit>,
}

impl Packed {
    /// `None` for a value that JSON cannot hold; no article has one.
    pub fn of(article: &Article, named: bool, permit: Arc<BytesPermit>) -> Option<Self> {
        Some(Self { json: serde_json::to_vec(article).ok()?, named, _permit: permit })
    }

    pub fn json(&self) -> &[u8] {
        &self.json
    }
}

/// The file: for each article the number of its record (4 bytes), its length (4), the number of its lines (4), whether it is
/// named (1), the hash of each line (8), and its JSON.
///
/// When it is full, only the numbers of further records are kept.
pub struct Spill {
    path: PathBuf,
    file: BufWriter<File>,
    articles: u64,
    /// Bytes that may still be written.
    room: u64,
    beyond: Vec<u32>,
}

/// A new file whose name is removed at once: it ends with the process.
pub(super) fn unnamed(path: &Path) -> io::Result<File> {
    let file = File::options().create_new(true).read(true).write(true).open(path)?;
    std::fs::remove_file(path)?;
    Ok(file)
}

impl Spill {
    /// An unnamed file next to the index, of some bytes at most; by default of a quarter of what is free there, because the index
    /// needs room too.
    pub fn new(folder: &Path, most: Option<u64>) -> Result<Self, IndexError> {
        let quarter = || free_bytes(folder).map(|free| free / 4);
        let room = most.or_else(quarter).unwrap_or(u64::MAX);
        let path = folder.join("articles.tmp");
        let file = unnamed(&path).map_err(IndexError::io(&path))?;
        Ok(Self { path, file: BufWriter::with_capacity(1 << 18, file), articles: 0, room, beyond: Vec::new() })
    }

    /// Adds an article with the hashes of the lines of its story that count.
    pub fn add(&mut self, record: u32, packed: &Packed, lines: &[u64]) -> Result<(), IndexError> {
        let size = |length: usize| u32::try_from(length);
        let sizes = size(packed.json.len()).and_then(|json| Ok((json, size(lines.len())?)));
        let (length, count) = sizes.map_err(|_| IndexError::damaged(&self.path, "an article of 4 GB"))?;
        let bytes = HEAD as u64 + u64::from(length) + 8 * u64::from(count);
        // After the first that has no room, all are beyond: their files are read again once.
        if bytes > self.room || !self.beyond.is_empty() {
            self.beyond.push(record);
            return Ok(());
        }
        self.room -= bytes;
        let mut write = || {
            self.file.write_all(&record.to_le_bytes())?;
            self.file.write_all(&length.to_le_bytes())?;
            self.file.write_all(&count.to_le_bytes())?;
            self.file.write_all(&[u8::from(packed.named)])?;
            lines.iter().try_for_each(|line| self.file.write_all(&line.to_le_bytes()))?;
            self.file.write_all(&packed.json)
        };
        write().map_err(IndexError::io(&self.path))?;
        self.articles += 1;
        Ok(())
    }

    /// What was kept, from the start.
    pub fn reopen(self) -> Result<SpillReader, IndexError> {
        let Self { path, file, articles, beyond, .. } = self;
        let rewound = file.into_inner().map_err(io::IntoInnerError::into_error).and_then(|mut file| {
            file.seek(SeekFrom::Start(0))?;
            Ok(file)
        });
        let file = BufReader::with_capacity(1 << 18, rewound.map_err(IndexError::io(&path))?);
        Ok(SpillReader { path, file, articles, beyond })
    }
}

/// The articles of a file in the order in which they were added.
pub struct SpillReader {
    pub path: PathBuf,
    file: BufReader<File>,
    pub articles: u64,
    /// Records whose articles had no room, in order.
    pub beyond: Vec<u32>,
}

impl SpillReader {
    pub fn next(&mut self) -> io::Result<Kept> {
        let mut head = [0; HEAD];
        self.file.read_exact(&mut head)?;
        let number = |at: usize| u32::from_le_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let mut lines = vec![0; number(8) as usize * 8];
        self.file.read_exact(&mut lines)?;
        let lines = lines.as_chunks::<8>().0.iter().map(|line| u64::from_le_bytes(*line)).collect();
        let mut json = vec![0; number(4) as usize];
        self.file.read_exact(&mut json)?;
        Ok(Kept { record: number(0), named: head[12] != 0, lines, json })
    }
}

/// An article of the file.
pub struct Kept {
    pub record: u32,
    pub named: bool,
    /// Hashes of the lines of its story that count.
    pub lines: Vec<u64>,
    json: Vec<u8>,
}

impl Kept {
    pub fn bytes(&self) -> usize {
        self.json.len()
    }

    pub fn article(&self) -> io::Result<Article> {
        Ok(serde_json::from_slice(&self.json)?)
    }
}

#[cfg(test)]
mod tests {
    use super::super::budget::Budget;
    use super::*;

    #[test]
    fn articles_are_read_as_they_were_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut spill = Spill::new(folder.path(), None).expect("made");
        assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 0, "nothing is left behind");
        let text = |number: u32| {
            format!("{} \u{1f4f0} \u{2028}\n\n{number}", "The ferry waits. ".repeat(number as usize * 999))
        };
        let permit = || Budget::new(1).take(1);
        for number in 0..40 {
            let mut article =
                Article::empty(crate::article::ArticleKey::from_bits(u128::from(number)), "papers", "a.txt");
            article.zones.story = text(number);
            let packed = Packed::of(&article, number % 2 == 0, permit()).expect("packed");
            spill.add(number * 3, &packed, &[u64::from(number), 7][..number as usize % 3]).expect("kept");
        }
        let mut reader = spill.reopen().expect("rewound");
        assert_eq!(reader.articles, 40);
        for number in 0..40 {
            let kept = reader.next().expect("read");
            assert_eq!((kept.record, kept.named), (number * 3, number % 2 == 0));
            assert_eq!(kept.lines, [u64::from(number), 7][..number as usize % 3]);
            assert_eq!(kept.article().expect("an article").zones.story, text(number));
        }
        assert!(reader.next().is_err());
    }
}
