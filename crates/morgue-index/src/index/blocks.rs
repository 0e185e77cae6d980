//! Files to checksums: one for the whole file, and one for every 64 KiB, so that a reader checks only what it reads.
//! The whole file is hashed with blake3, which is collision-resistant. Blocks have a CRC-32: it finds every single
//! flipped bit and every burst of up to 32, misses one in four billion other changes, and is several times as fast,
//! which decides whether a search can afford it.

use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::{self, Read};
use std::path::Path;

/// Bytes covered by one checksum. Smaller blocks mean more checksums to load, larger ones more bytes to check for a
/// short read.
pub const BLOCK_BYTES: usize = 64 << 10;

/// Size and checksums of one file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    pub bytes: u64,
    pub blake3: String,
    /// CRC-32 of each block, eight hexadecimal digits each. Kept as text: most are never used.
    pub blocks: String,
}

/// Hexadecimal digits of one block's checksum.
const DIGITS: usize = 8;

impl FileDigest {
    /// Reads a file from start to end.
    pub fn of(path: &Path) -> io::Result<Self> {
        let (mut bytes, mut blocks) = (0, String::new());
        let mut whole = blake3::Hasher::new();
        for_each_block(&mut File::open(path)?, &mut |block| {
            bytes += block.len() as u64;
            blocks.push_str(&format!("{:0DIGITS$x}", crc32fast::hash(block)));
            whole.update(block);
            true
        })?;
        Ok(Self { bytes, blake3: whole.finalize().to_hex().to_string(), blocks })
    }

    pub fn block_count(&self) -> u64 {
        self.bytes.div_ceil(BLOCK_BYTES as u64)
    }

    /// Whether bytes are the content of the block with this number.
    pub fn has_block(&self, number: usize, bytes: &[u8]) -> bool {
        let digits = self.blocks.get(number * DIGITS..(number + 1) * DIGITS);
        digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) == Some(crc32fast::hash(bytes))
    }
}

/// Reads blocks to the end of a file, or until `take` has enough.
pub fn for_each_block(file: &mut File, take: &mut dyn FnMut(&[u8]) -> bool) -> io::Result<()> {
    let mut block = vec![0; BLOCK_BYTES];
    loop {
        let mut filled = 0;
        while filled < BLOCK_BYTES {
            match file.read(&mut block[filled..]) {
                Ok(0) => break,
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
        if filled == 0 || !take(&block[..filled]) || filled < BLOCK_BYTES {
            return Ok(());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_block_is_known_by_its_bytes_and_its_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("x");
        let bytes: Vec<u8> = (0..BLOCK_BYTES * 2 + 5).map(|number| (number / 7 % 251) as u8).collect();
        std::fs::write(&path, &bytes).expect("written");
        let digest = FileDigest::of(&path).expect("read");
        assert_eq!((digest.bytes, digest.block_count()), (bytes.len() as u64, 3));
        for (number, block) in bytes.chunks(BLOCK_BYTES).enumerate() {
            assert!(digest.has_block(number, block));
            assert!(!digest.has_block(number + 1, block));
            let mut flipped = block.to_vec();
            flipped[block.len() / 2] ^= 8;
            assert!(!digest.has_block(number, &flipped));
        }
    }

    #[test]
    fn an_empty_file_has_no_blocks() {
        let file = tempfile::NamedTempFile::new().expect("a file");
        let digest = FileDigest::of(file.path()).expect("read");
        assert_eq!((digest.bytes, digest.block_count(), digest.blocks.as_str()), (0, 0, ""));
    }
}
