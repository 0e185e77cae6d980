//! What was compared: pairs of articles with what they share, so that an article is compared with another once. Key of the longer one
//! (16 bytes), of the shorter one (16), part of the shorter text (4), of the longer (4), shared blocks (8).

use crate::index::error::IndexError;
use crate::stories::Shared;
use foldhash::fast::RandomState;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{BufReader, BufWriter, Read, Write};
use std::path::Path;

pub const COMPARED_FILE: &str = "compared.bin";

const BYTES: usize = 48;

pub type Pairs = HashMap<(u128, u128), Shared, RandomState>;

/// The pairs of a generation both of which stay as they are.
pub fn read_compared(folder: &Path, stays: impl Fn(u128) -> bool) -> Result<Pairs, IndexError> {
    let path = folder.join(COMPARED_FILE);
    let file = match File::open(&path) {
        Ok(file) => file,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(Pairs::default()),
        Err(error) => return Err(IndexError::io(&path)(error)),
    };
    let count = file.metadata().map_err(IndexError::io(&path))?.len() / BYTES as u64;
    let (mut reader, mut pairs, mut bytes) = (BufReader::with_capacity(1 << 18, file), Pairs::default(), [0; BYTES]);
    for _ in 0..count {
        reader.read_exact(&mut bytes).map_err(IndexError::io(&path))?;
        let number = |from: usize, to: usize| {
            bytes[from..to].iter().rev().fold(0u128, |number, byte| number << 8 | u128::from(*byte))
        };
        let pair = (number(0, 16), number(16, 32));
        if stays(pair.0) && stays(pair.1) {
            let part = |from: usize| f32::from_bits(number(from, from + 4) as u32);
            pairs.insert(pair, Shared { of_shorter: part(32), of_longer: part(36), region: number(40, 48) as u64 });
        }
    }
    Ok(pairs)
}

/// Writes those pairs that were asked for, in order, so that the same articles give the same bytes.
pub fn write_compared(
    folder: &Path,
    pairs: &Pairs,
    used: &HashSet<(u128, u128), RandomState>,
) -> Result<(), IndexError> {
    let path = folder.join(COMPARED_FILE);
    let mut order: Vec<&(u128, u128)> = used.iter().collect();
    order.sort_unstable();
    let write = || {
        let mut file = BufWriter::new(File::create(&path)?);
        for pair in order {
            let Some(shared) = pairs.get(pair) else { continue };
            file.write_all(&pair.0.to_le_bytes())?;
            file.write_all(&pair.1.to_le_bytes())?;
            file.write_all(&shared.of_shorter.to_le_bytes())?;
            file.write_all(&shared.of_longer.to_le_bytes())?;
            file.write_all(&shared.region.to_le_bytes())?;
        }
        file.flush()
    };
    write().map_err(IndexError::io(&path))
}
