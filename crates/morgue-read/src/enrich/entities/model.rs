//! A trained model: integer weights per feature bucket and label, weights of label pairs, and the lexicon.
//! Bytes to a table that is looked up for every feature of every token; and back to bytes, for the trainer.

use super::features::{BITS, Lexicon};
use super::labels::LABELS;
use flate2::read::GzDecoder;
use std::io::Read;
use std::sync::OnceLock;

/// Start of a model file; the last byte is the version of the format and of the features.
const MAGIC: &[u8; 5] = b"MNER\x01";

/// Start of a compressed file.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// Most bytes of a model file.
const LARGEST: u64 = 64 << 20;

/// Weights of one bucket, padded to the width of a vector.
pub(super) type Row = [i8; 16];

/// Weights of label pairs: a row for the start of a sentence, then one for each previous label.
pub(super) type Pairs = [[i32; LABELS]; LABELS + 1];

/// What the trainer has learnt, before rounding: rows by ascending bucket.
pub struct TrainedWeights {
    pub rows: Vec<(u32, [f32; LABELS])>,
    pub pairs: [[f32; LABELS]; LABELS + 1],
    pub lexicon: Vec<(u32, u8)>,
    /// Size of one integer step.
    pub step: f32,
}

/// A model ready for use. `blocks` say which of 64 buckets have a row and where the first of those rows is.
pub struct Model {
    blocks: Vec<(u64, u32)>,
    rows: Vec<Row>,
    pub(super) pairs: Pairs,
    pub(super) lexicon: Lexicon,
}

impl Model {
    /// The embedded model.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Model> = OnceLock::new();
        SHIPPED
            .get_or_init(|| Self::read(include_bytes!("../data/ner.model")).expect("a test reads the embedded model"))
    }

    /// The embedded model of the second pass.
    pub fn second() -> &'static Self {
        static SECOND: OnceLock<Model> = OnceLock::new();
        SECOND.get_or_init(|| {
            Self::read(include_bytes!("../data/second.model.gz")).expect("a test reads the embedded model")
        })
    }

    /// Reads a model file, gzipped or not; `None` if it is not a model or is truncated.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        if bytes.starts_with(GZIP) {
            let mut whole = Vec::new();
            GzDecoder::new(bytes).take(LARGEST).read_to_end(&mut whole).ok()?;
            return Self::of(&whole);
        }
        Self::of(bytes)
    }

    fn of(bytes: &[u8]) -> Option<Self> {
        let mut bytes = Bytes(bytes.strip_prefix(MAGIC)?);
        let mut pairs = [[0; LABELS]; LABELS + 1];
        for weight in pairs.iter_mut().flatten() {
            *weight = i32::from(i16::from_le_bytes(bytes.take()?));
        }
        let lexicon = bytes.lexicon()?;
        let mut model = Self { blocks: vec![(0, 0); 1 << (BITS - 6)], rows: Vec::new(), pairs, lexicon };
        let mut bucket = 0;
        for _ in 0..bytes.varint()? {
            bucket += bytes.varint()?;
            let block = model.blocks.get_mut(bucket as usize >> 6)?;
            block.0 |= 1 << (bucket & 63);
            model.rows.push(bytes.row()?);
        }
        let mut first = 0;
        for block in &mut model.blocks {
            block.1 = first;
            first += block.0.count_ones();
        }
        bytes.0.is_empty().then_some(model)
    }

    /// Weights of a bucket, if it has any.
    #[inline]
    pub(super) fn row(&self, bucket: u32) -> Option<&Row> {
        let (present, first) = self.blocks[bucket as usize >> 6];
        let bit = 1u64 << (bucket & 63);
        if present & bit == 0 {
            return None;
        }
        self.rows.get((first + (present & (bit - 1)).count_ones()) as usize)
    }
}

impl TrainedWeights {
    /// The model file: pairs, lexicon, then for each row the gap to the previous bucket, a mask of labels, and weights.
    pub fn write(&self) -> Vec<u8> {
        let mut out = MAGIC.to_vec();
        for weight in self.pairs.iter().flatten() {
            let whole = (weight / self.step).round().clamp(-32000.0, 32000.0) as i16;
            out.extend(whole.to_le_bytes());
        }
        let mut lexicon = self.lexicon.clone();
        lexicon.sort_unstable();
        lexicon.dedup_by_key(|(hash, _)| *hash);
        put_varint(&mut out, lexicon.len() as u32);
        let mut last = 0;
        for (hash, class) in lexicon {
            put_varint(&mut out, hash - last);
            out.push(class);
            last = hash;
        }
        self.write_rows(&mut out);
        out
    }

    fn write_rows(&self, out: &mut Vec<u8>) {
        let whole = |weight: &f32| (weight / self.step).round().clamp(-127.0, 127.0) as i8;
        let rows: Vec<(u32, [i8; LABELS])> = (self.rows.iter())
            .map(|(bucket, weights)| (*bucket, std::array::from_fn(|label| whole(&weights[label]))))
            .filter(|(_, weights)| weights.iter().any(|weight| *weight != 0))
            .collect();
        put_varint(out, rows.len() as u32);
        let mut last = 0;
        for (bucket, weights) in rows {
            put_varint(out, bucket - last);
            last = bucket;
            let mask = (0..LABELS).filter(|label| weights[*label] != 0).fold(0u16, |mask, label| mask | 1 << label);
            out.extend(mask.to_le_bytes());
            out.extend(weights.iter().filter(|weight| **weight != 0).map(|weight| weight.to_le_bytes()[0]));
        }
    }
}

fn put_varint(out: &mut Vec<u8>, mut number: u32) {
    while number >= 128 {
        out.push(number as u8 | 128);
        number >>= 7;
    }
    out.push(number as u8);
}

/// The rest of a file.
struct Bytes<'a>(&'a [u8]);

impl Bytes<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    fn varint(&mut self) -> Option<u32> {
        let mut number = 0;
        for shift in (0..32).step_by(7) {
            let [byte] = self.take()?;
            number |= u32::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn lexicon(&mut self) -> Option<Lexicon> {
        let mut lexicon = Lexicon::default();
        let mut hash = 0u32;
        for _ in 0..self.varint()? {
            hash = hash.checked_add(self.varint()?)?;
            let [class] = self.take()?;
            lexicon.0.insert(u64::from(hash), class);
        }
        Some(lexicon)
    }

    fn row(&mut self) -> Option<Row> {
        let mask = u16::from_le_bytes(self.take()?);
        let mut row = [0; 16];
        for (label, weight) in row.iter_mut().enumerate() {
            if mask & (1 << label) != 0 {
                *weight = i8::from_le_bytes(self.take()?);
            }
        }
        Some(row)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_model_is_read_as_it_was_written() {
        let row = |at: usize, weight: f32| std::array::from_fn(|label| if label == at { weight } else { 0.0 });
        let mut pairs = [[0.0; LABELS]; LABELS + 1];
        pairs[9][8] = -2.5;
        let rows = vec![(3, row(0, 1.0)), (700, row(8, -9.0)), (701, row(1, 0.01)), (900_000, row(4, 0.5))];
        let learnt = TrainedWeights { rows, pairs, lexicon: vec![(9, 2), (4, 1)], step: 0.05 };
        let bytes = learnt.write();
        let model = Model::read(&bytes).expect("whole");
        let weights = |bucket| model.row(bucket).map(|row| (row[0], row[4], row[8]));
        assert_eq!([3, 700, 900_000].map(weights), [Some((20, 0, 0)), Some((0, 0, -127)), Some((0, 10, 0))]);
        assert_eq!([0, 4, 701, 699].map(weights), [None; 4]);
        assert_eq!(model.pairs[9][8], -50);
        assert_eq!(model.lexicon.0.get(&9), Some(&2));
        for cut in 0..bytes.len() {
            assert!(Model::read(&bytes[..cut]).is_none(), "cut to {cut} bytes");
        }
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, &bytes).expect("packed");
        let packed = packed.finish().expect("packed");
        assert_eq!(Model::read(&packed).expect("whole").rows.len(), 3);
        assert!(Model::read(&packed[..packed.len() / 2]).is_none());
    }

    #[test]
    fn the_embedded_models_are_whole_and_small() {
        let (first, second) =
            (include_bytes!("../data/ner.model").len(), include_bytes!("../data/second.model.gz").len());
        assert!(first + second <= 6_000_000, "{first} + {second}");
        assert!(Model::shipped().rows.len() > 100_000 && Model::second().rows.len() > 100_000);
    }
}
