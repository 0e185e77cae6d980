//! One entry of a pack of the cache, and how packs are read and written.
//!
//! An entry is its length (4 bytes), the CRC-32 of what follows (4), its key (16), the number of articles in it (2),
//! the content hash of each (8), and the articles as the caller packs them. An entry cut short by a kill, or damaged
//! since, does not match its checksum and is skipped. No error here ends a run: what cannot be cached is read again.

use std::fs::File;
use std::io::{Read, Write};

/// Hash of a record's bytes, its locator, and the versions and settings of everything that reads it.
pub type CacheKey = [u8; 16];

/// Longest entry that is accepted.
const MAX_ENTRY: u32 = 256 << 20;

/// Bytes of length and checksum.
pub(super) const FRAME: usize = 8;

/// An entry as it is written, unless it is too large.
pub(super) fn frame_of(key: &CacheKey, contents: &[u64], packed: &[u8]) -> Option<Vec<u8>> {
    let count = u16::try_from(contents.len()).ok()?;
    let mut body = Vec::with_capacity(18 + contents.len() * 8 + packed.len());
    body.extend_from_slice(key);
    body.extend_from_slice(&count.to_le_bytes());
    contents.iter().for_each(|content| body.extend_from_slice(&content.to_le_bytes()));
    body.extend_from_slice(packed);
    let length = u32::try_from(body.len()).ok().filter(|&length| length <= MAX_ENTRY)?;
    Some([&length.to_le_bytes()[..], &crc32fast::hash(&body).to_le_bytes(), &body].concat())
}

/// One entry of a pack.
pub(super) struct Entry<'a> {
    pub key: CacheKey,
    pub body: &'a [u8],
    contents: &'a [u8],
    pub packed: &'a [u8],
}

impl<'a> Entry<'a> {
    /// Reads an entry with its frame; `None` if its checksum is wrong.
    pub(super) fn parse(frame: &'a [u8]) -> Option<Self> {
        let (head, body) = frame.split_at_checked(FRAME)?;
        let sum = u32::from_le_bytes(head[4..].try_into().ok()?);
        if crc32fast::hash(body) != sum {
            return None;
        }
        let (key, rest) = body.split_first_chunk::<16>()?;
        let (count, rest) = rest.split_first_chunk::<2>()?;
        let (contents, packed) = rest.split_at_checked(usize::from(u16::from_le_bytes(*count)) * 8)?;
        Some(Self { key: *key, body, contents, packed })
    }

    pub(super) fn contents(&self) -> impl Iterator<Item = u64> {
        self.contents.chunks_exact(8).map(|bytes| bytes.iter().rev().fold(0, |hash, &byte| hash << 8 | u64::from(byte)))
    }
}

/// Passes on every whole entry of a pack, with its position; stops at the first that is cut or damaged, since nothing
/// after it can be trusted.
pub(super) fn each_entry(file: &mut File, take: &mut dyn FnMut(u64, &Entry)) {
    let mut reader = std::io::BufReader::with_capacity(1 << 20, file);
    let (mut offset, mut frame) = (0u64, Vec::new());
    loop {
        frame.resize(FRAME, 0);
        if reader.read_exact(&mut frame).is_err() {
            return;
        }
        let length = u32::from_le_bytes([frame[0], frame[1], frame[2], frame[3]]);
        if length > MAX_ENTRY {
            return;
        }
        // A damaged length may be too large: memory is allocated as bytes arrive.
        let body = reader.by_ref().take(u64::from(length)).read_to_end(&mut frame);
        match Entry::parse(&frame) {
            Some(entry) if body.is_ok_and(|read| read == length as usize) => take(offset, &entry),
            _ => return,
        }
        offset += frame.len() as u64;
    }
}

pub(super) fn write_frame(file: &mut impl Write, body: &[u8]) -> std::io::Result<()> {
    file.write_all(&(body.len() as u32).to_le_bytes())?;
    file.write_all(&crc32fast::hash(body).to_le_bytes())?;
    file.write_all(body)
}

/// Reads bytes at a place of a file.
#[cfg(unix)]
pub fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> std::io::Result<()> {
    std::os::unix::fs::FileExt::read_exact_at(file, bytes, offset)
}

#[cfg(not(unix))]
pub fn read_at(file: &File, bytes: &mut [u8], offset: u64) -> std::io::Result<()> {
    use std::io::{Seek, SeekFrom};
    let mut file = file.try_clone()?;
    file.seek(SeekFrom::Start(offset))?;
    file.read_exact(bytes)
}
