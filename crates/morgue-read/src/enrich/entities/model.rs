//! A trained model: integer weights per feature bucket and label, weights of label pairs, and the lexicon.
//! Bytes to a table that is looked up for every feature of every token; and back to bytes, for the trainer. The
//! rows of a block are unpacked when one of them is first looked up, since a single article needs few; all are unpacked
//! once several articles were read.

use super::features::{BITS, Lexicon};
use super::labels::LABELS;
use flate2::read::GzDecoder;
use std::borrow::Cow;
use std::io::Read;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};

/// Start of a model file; the last byte is the version of the format and of the features.
const MAGIC: &[u8; 5] = b"MNER\x02";

/// Start of a compressed file.
const GZIP: &[u8] = &[0x1f, 0x8b];

/// Most bytes of a model file.
const LARGEST: u64 = 64 << 20;

/// Weights of one bucket, padded to the width of a vector.
pub(super) type Row = [i8; 16];

/// Sums of weights of one token, one per label, padded to the width of a vector.
pub(super) type Scores = [i16; 16];

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

/// A model ready for use.
pub struct Model {
    blocks: Vec<Block>,
    /// The rows of all blocks, packed.
    packed: Cow<'static, [u8]>,
    /// The rows of blocks that were looked up.
    looked_up: Vec<OnceLock<Box<[Row]>>>,
    /// A row of zeros and the rows of all blocks, once so many articles were read.
    all: OnceLock<Box<[Row]>>,
    articles: AtomicU32,
    pub(super) pairs: Pairs,
    pub(super) lexicon: Lexicon,
}

/// Buckets of a block.
const BLOCK: usize = 64;

/// Articles after which all rows are unpacked.
const FEW_ARTICLES: u32 = 4;

/// Which buckets of a block have a row, the number of rows before it, and where its packed rows are.
struct Block {
    present: u64,
    first: u32,
    from: u32,
}

impl Model {
    /// The embedded model.
    pub fn shipped() -> &'static Self {
        static SHIPPED: OnceLock<Model> = OnceLock::new();
        SHIPPED.get_or_init(|| {
            let bytes = include_bytes!("../data/ner.model");
            Self::of(Cow::Borrowed(bytes)).expect("a test reads the embedded model")
        })
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
            return Self::of(Cow::Owned(whole));
        }
        Self::of(Cow::Owned(bytes.to_vec()))
    }

    fn of(packed: Cow<'static, [u8]>) -> Option<Self> {
        let mut bytes = Bytes(packed.strip_prefix(MAGIC)?);
        let mut pairs = [[0; LABELS]; LABELS + 1];
        for weight in pairs.iter_mut().flatten() {
            *weight = i32::from(i16::from_le_bytes(bytes.take()?));
        }
        let lexicon = bytes.lexicon()?;
        let mut blocks = Vec::with_capacity(BLOCKS);
        let mut from = packed.len() - bytes.0.len() + BLOCKS * BLOCK_BYTES;
        let mut first = 0;
        for _ in 0..BLOCKS {
            let present = u64::from_le_bytes(bytes.take()?);
            blocks.push(Block { present, first, from: u32::try_from(from).ok()? });
            first += present.count_ones();
            from += usize::from(u16::from_le_bytes(bytes.take()?));
        }
        let looked_up = std::iter::repeat_with(OnceLock::new).take(BLOCKS).collect();
        let (all, articles) = (OnceLock::new(), AtomicU32::new(0));
        (from == packed.len()).then_some(Self { blocks, packed, looked_up, all, articles, pairs, lexicon })
    }

    /// Counts an article that is read.
    pub(super) fn count_article(&self) {
        if self.all.get().is_none() && self.articles.fetch_add(1, Ordering::Relaxed) >= FEW_ARTICLES {
            let rows = self.blocks.iter().flat_map(|block| self.unpacked(block));
            self.all.get_or_init(|| std::iter::once(Row::default()).chain(rows).collect());
        }
    }

    /// Scores with the weights of some buckets added.
    pub(super) fn add_rows(&self, mut scores: Scores, buckets: &[u32]) -> Scores {
        let mut add = |row: &Row| scores.iter_mut().zip(row).for_each(|(score, weight)| *score += i16::from(*weight));
        match self.all.get() {
            // Half of the buckets have no row, which no processor can predict: they get one of zeros, without a branch.
            Some(rows) => buckets.iter().for_each(|&bucket| {
                let (block, has, rank) = self.place(bucket);
                add(&rows[((block.first + rank + 1) * has) as usize]);
            }),
            None => buckets.iter().filter_map(|&bucket| self.row(bucket)).for_each(add),
        }
        scores
    }

    /// The block of a bucket, 1 if it has a row and 0 if not, and the number of rows before it in the block.
    #[inline]
    fn place(&self, bucket: u32) -> (&Block, u32, u32) {
        let block = &self.blocks[bucket as usize / BLOCK];
        let bit = bucket as usize % BLOCK;
        let before = block.present & ((1u64 << bit) - 1);
        (block, (block.present >> bit & 1) as u32, before.count_ones())
    }

    /// Weights of a bucket, if it has any; its block is unpacked.
    fn row(&self, bucket: u32) -> Option<&Row> {
        let (block, has, rank) = self.place(bucket);
        let rows = || self.looked_up[bucket as usize / BLOCK].get_or_init(|| self.unpacked(block).collect());
        if has == 0 { None } else { rows().get(rank as usize) }
    }

    /// The rows of a block; zeros for those that a damaged file does not have.
    fn unpacked(&self, block: &Block) -> impl Iterator<Item = Row> {
        let mut bytes = Bytes(self.packed.get(block.from as usize..).unwrap_or_default());
        (0..block.present.count_ones()).map(move |_| bytes.row().unwrap_or_default())
    }

    /// Number of rows.
    #[cfg(test)]
    fn len(&self) -> usize {
        self.blocks.iter().map(|block| block.present.count_ones() as usize).sum()
    }
}

/// Number of blocks, and the bytes that say of each which buckets have a row and how long its packed rows are.
const BLOCKS: usize = (1 << BITS) / BLOCK;
const BLOCK_BYTES: usize = 10;

impl TrainedWeights {
    /// The model file: pairs, lexicon, for each block of buckets which of them have a row and how many bytes its rows take,
    /// then the rows: a mask of labels, and the weights of those.
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
        let (mut blocks, mut packed) = (vec![(0u64, 0u16); BLOCKS], Vec::new());
        for (bucket, weights) in rows {
            let before = packed.len();
            let mask = (0..LABELS).filter(|label| weights[*label] != 0).fold(0u16, |mask, label| mask | 1 << label);
            packed.extend(mask.to_le_bytes());
            packed.extend(weights.iter().filter(|weight| **weight != 0).map(|weight| weight.to_le_bytes()[0]));
            let block = &mut blocks[bucket as usize / BLOCK];
            block.0 |= 1 << (bucket as usize % BLOCK);
            block.1 += (packed.len() - before) as u16;
        }
        for (present, length) in blocks {
            out.extend(present.to_le_bytes());
            out.extend(length.to_le_bytes());
        }
        out.extend(packed);
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
        let words = self.varint()?;
        // Each takes two bytes and more, so that nothing is reserved that the file does not have.
        lexicon.0.reserve((words as usize).min(self.0.len() / 2));
        for _ in 0..words {
            hash = hash.checked_add(self.varint()?)?;
            let [class] = self.take()?;
            lexicon.0.insert(u64::from(hash), class);
        }
        Some(lexicon)
    }

    fn row(&mut self) -> Option<Row> {
        let mut mask = u16::from_le_bytes(self.take()?);
        let (weights, rest) = self.0.split_at_checked(mask.count_ones() as usize)?;
        self.0 = rest;
        let mut row = [0; 16];
        for weight in weights {
            row[mask.trailing_zeros() as usize] = i8::from_le_bytes([*weight]);
            mask &= mask - 1;
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
        (0..=FEW_ARTICLES).for_each(|_| model.count_article());
        assert!(model.all.get().is_some_and(|rows| rows.len() == 4));
        let sums = model.add_rows([1; 16], &[3, 0, 700, 4, 900_000, 701, 699]);
        assert_eq!((sums[0], sums[1], sums[4], sums[8]), (21, 1, 11, -126));
        assert_eq!(model.pairs[9][8], -50);
        assert_eq!(model.lexicon.0.get(&9), Some(&2));
        for cut in (0..bytes.len()).filter(|cut| *cut < 300 || cut + 300 > bytes.len()) {
            assert!(Model::read(&bytes[..cut]).is_none(), "cut to {cut} bytes");
        }
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        std::io::Write::write_all(&mut packed, &bytes).expect("packed");
        let packed = packed.finish().expect("packed");
        assert_eq!(Model::read(&packed).expect("whole").len(), 3);
        assert!(Model::read(&packed[..packed.len() / 2]).is_none());
    }

    #[test]
    fn the_embedded_models_are_whole_and_small() {
        let (first, second) =
            (include_bytes!("../data/ner.model").len(), include_bytes!("../data/second.model.gz").len());
        assert!(first + second <= 6_000_000, "{first} + {second}");
        assert!(Model::shipped().len() > 100_000 && Model::second().len() > 100_000);
    }
}
