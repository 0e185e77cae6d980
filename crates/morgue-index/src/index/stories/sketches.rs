//! The sketches of a generation's articles: key (16 bytes), letters (4), number of samples (2), and the samples as differences, 7 bits
//! a byte.

use crate::index::error::IndexError;
use crate::index::pack::read_at;
use crate::stories::Sketch;
use std::fs::File;
use std::io::{BufReader, Read, Write};
use std::path::{Path, PathBuf};

pub const SKETCHES_FILE: &str = "sketches.bin";

/// The sketches of the articles that a run added, until their stories are made.
pub const MADE_SKETCHES: &str = "sketches.made";

/// Where the sketch of an article is, and what decides its place in the order.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Entry {
    pub key: u128,
    pub letters: u32,
    /// Byte of the samples in the file, and their length in bytes.
    pub at: u64,
    pub bytes: u32,
}

const HEAD: usize = 22;

/// Writes sketches one after the other.
pub struct SketchWriter {
    path: PathBuf,
    file: std::io::BufWriter<File>,
    at: u64,
}

impl SketchWriter {
    pub fn create(path: &Path) -> Result<Self, IndexError> {
        let file = File::create(path).map_err(IndexError::io(path))?;
        Ok(Self { path: path.to_owned(), file: std::io::BufWriter::with_capacity(1 << 18, file), at: 0 })
    }

    /// Writes packed samples under a key.
    pub fn add(&mut self, key: u128, letters: u32, samples: &[u8]) -> Result<Entry, IndexError> {
        let mut head = [0; HEAD];
        head[..16].copy_from_slice(&key.to_le_bytes());
        head[16..20].copy_from_slice(&letters.to_le_bytes());
        head[20..].copy_from_slice(&u16::try_from(samples.len()).unwrap_or(u16::MAX).to_le_bytes());
        let written = self.file.write_all(&head).and_then(|()| self.file.write_all(samples));
        written.map_err(IndexError::io(&self.path))?;
        let at = self.at + HEAD as u64;
        self.at = at + samples.len() as u64;
        Ok(Entry { key, letters, at, bytes: samples.len() as u32 })
    }

    pub fn finish(mut self) -> Result<(), IndexError> {
        self.file.flush().map_err(IndexError::io(&self.path))
    }
}

/// The sketches of a generation, open for reading at random.
pub struct SketchFile {
    path: PathBuf,
    file: File,
}

impl SketchFile {
    /// `None` if there is no such file.
    pub fn open(path: &Path) -> Result<Option<Self>, IndexError> {
        match File::open(path) {
            Ok(file) => Ok(Some(Self { path: path.to_owned(), file })),
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => Ok(None),
            Err(error) => Err(IndexError::io(path)(error)),
        }
    }

    /// The entries of all sketches.
    pub fn entries(&self) -> Result<Vec<Entry>, IndexError> {
        let wrong = |error| IndexError::io(&self.path)(error);
        let file = File::open(&self.path).map_err(wrong)?;
        let size = file.metadata().map_err(wrong)?.len();
        let mut reader = BufReader::with_capacity(1 << 18, file);
        let (mut entries, mut at) = (Vec::new(), 0u64);
        while at < size {
            let mut head = [0; HEAD];
            reader.read_exact(&mut head).map_err(wrong)?;
            let number = |bytes: &[u8]| bytes.iter().rev().fold(0u128, |number, byte| number << 8 | u128::from(*byte));
            let (key, letters, bytes) = (number(&head[..16]), number(&head[16..20]) as u32, number(&head[20..]) as u32);
            at += HEAD as u64;
            entries.push(Entry { key, letters, at, bytes });
            reader.seek_relative(i64::from(bytes)).map_err(wrong)?;
            at += u64::from(bytes);
        }
        Ok(entries)
    }

    /// The packed samples of an entry.
    pub fn packed(&self, entry: &Entry) -> Result<Vec<u8>, IndexError> {
        let mut bytes = vec![0; entry.bytes as usize];
        read_at(&self.file, &mut bytes, entry.at).map_err(IndexError::io(&self.path))?;
        Ok(bytes)
    }

    pub fn sketch(&self, entry: &Entry) -> Result<Sketch, IndexError> {
        let samples = unpacked(&self.packed(entry)?)
            .ok_or_else(|| IndexError::damaged(&self.path, "a sketch ends inside a number"))?;
        Ok(Sketch { letters: entry.letters, samples })
    }
}

/// Ordered numbers as their differences.
pub fn packed(samples: &[u32]) -> Vec<u8> {
    let (mut bytes, mut before) = (Vec::with_capacity(samples.len() * 4), 0);
    for &sample in samples {
        let mut rest = sample - before;
        before = sample;
        while rest >= 0x80 {
            bytes.push(rest as u8 | 0x80);
            rest >>= 7;
        }
        bytes.push(rest as u8);
    }
    bytes
}

fn unpacked(bytes: &[u8]) -> Option<Vec<u32>> {
    let (mut samples, mut sample, mut shift, mut rest) = (Vec::new(), 0u32, 0, 0u32);
    for &byte in bytes {
        rest |= u32::from(byte & 0x7f).checked_shl(shift)?;
        if byte & 0x80 != 0 {
            shift += 7;
            continue;
        }
        sample = sample.checked_add(rest)?;
        samples.push(sample);
        (shift, rest) = (0, 0);
    }
    (shift == 0).then_some(samples)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sketches_are_read_as_they_were_written() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(SKETCHES_FILE);
        assert!(SketchFile::open(&path).expect("no file").is_none());
        let mut writer = SketchWriter::create(&path).expect("created");
        let given = [(7u128, 900, vec![1, 5, 300, u32::MAX]), (1 << 79, 0, vec![]), (9, 151, vec![0, 128, 16_384])];
        let entries: Vec<Entry> = given
            .iter()
            .map(|(key, letters, samples)| writer.add(*key, *letters, &packed(samples)).expect("written"))
            .collect();
        writer.finish().expect("finished");
        let file = SketchFile::open(&path).expect("opened").expect("there");
        assert_eq!(file.entries().expect("read"), entries);
        for (entry, (_, letters, samples)) in entries.iter().zip(given) {
            assert_eq!(file.sketch(entry).expect("read"), Sketch { letters, samples });
        }
    }

    proptest::proptest! {
        #[test]
        fn no_bytes_make_it_panic(bytes in proptest::collection::vec(0u8.., 0..40)) {
            if let Some(samples) = unpacked(&bytes) {
                proptest::prop_assert_eq!(unpacked(&packed(&samples)), Some(samples));
            }
        }
    }
}
