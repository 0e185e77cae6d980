//! When each record was stated and what its text is like, in a temporary file: only two captures of one article are compared,
//! and there may be millions of records.

use super::sketch::Sketch;
use super::spill::unnamed;
use crate::index::{IndexError, read_at};
use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// What is compared of two captures.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Capture {
    /// The latest wins: stated time, then time of capture.
    pub time: (i64, u32),
    pub sketch: Sketch,
}

/// Captures by the number of their record, which are added in order: time (8 bytes and 4), sketch (48).
pub struct Captures {
    path: PathBuf,
    /// Created with the first capture.
    file: Option<File>,
    /// Captures in the file.
    written: u64,
    /// Those that follow.
    ahead: Vec<u8>,
}

const BYTES: usize = 12 + Sketch::BYTES;

/// Captures that are written together.
const TOGETHER: usize = 4096;

impl Captures {
    /// None yet; the file will be in a folder.
    pub fn new(folder: &Path) -> Self {
        Self { path: folder.join("captures.tmp"), file: None, written: 0, ahead: Vec::new() }
    }

    /// Adds the capture of the next record.
    pub fn push(&mut self, capture: &Capture) -> Result<(), IndexError> {
        self.ahead.extend_from_slice(&capture.time.0.to_le_bytes());
        self.ahead.extend_from_slice(&capture.time.1.to_le_bytes());
        self.ahead.extend_from_slice(&capture.sketch.to_bytes());
        if self.ahead.len() < TOGETHER * BYTES {
            return Ok(());
        }
        let write = |file: &mut Option<File>| {
            if file.is_none() {
                *file = Some(unnamed(&self.path)?);
            }
            // Reading may have moved the place, on systems where it does not state one.
            let end = SeekFrom::Start(self.written * BYTES as u64);
            file.as_mut().map_or(Ok(()), |file| file.seek(end).and_then(|_| file.write_all(&self.ahead)))
        };
        write(&mut self.file).map_err(IndexError::io(&self.path))?;
        self.written += (self.ahead.len() / BYTES) as u64;
        self.ahead.clear();
        Ok(())
    }

    /// The capture of a record.
    pub fn get(&self, record: u32) -> Result<Capture, IndexError> {
        let record = u64::from(record);
        let mut bytes = [0; BYTES];
        match record.checked_sub(self.written) {
            Some(at) => {
                let from = at as usize * BYTES;
                let there = self.ahead.get(from..from + BYTES);
                bytes.copy_from_slice(there.ok_or_else(|| IndexError::damaged(&self.path, "a record is missing"))?);
            }
            None => {
                let read = self.file.as_ref().map(|file| read_at(file, &mut bytes, record * BYTES as u64));
                read.transpose().map_err(IndexError::io(&self.path))?;
            }
        }
        let (seconds, rest) = bytes.split_at(8);
        let (captured, sketch) = rest.split_at(4);
        let number = |bytes: &[u8]| bytes.iter().rev().fold(0u64, |bits, byte| bits << 8 | u64::from(*byte));
        Ok(Capture { time: (number(seconds) as i64, number(captured) as u32), sketch: Sketch::of_bytes(sketch) })
    }
}

#[cfg(test)]
mod tests {
    use super::super::sketch::TextMarks;
    use super::*;

    #[test]
    fn captures_are_read_as_they_were_added() {
        let folder = tempfile::tempdir().expect("a folder");
        let mut captures = Captures::new(folder.path());
        let capture = |number: u32| {
            let time = (i64::from(number) - 5_000, number);
            Capture { time, sketch: TextMarks::of(&format!("a story of {number} words and some more")).sketch }
        };
        let count = TOGETHER as u32 * 2 + 7;
        for number in 0..count {
            captures.push(&capture(number)).expect("added");
            let earlier = number / 3;
            assert_eq!(captures.get(earlier).expect("read"), capture(earlier));
        }
        for number in [0, 1, TOGETHER as u32 - 1, TOGETHER as u32, count - 1] {
            assert_eq!(captures.get(number).expect("read"), capture(number));
        }
        assert!(captures.get(count).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).expect("read").count(), 0, "nothing is left behind");
    }
}
