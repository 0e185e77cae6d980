//! A file to its bytes: decompresses gzip and zstd while reading, with limits on the size and on the compression ratio.

use super::budget;
use super::gzip::{DamagedMember, Members};
use super::sidecar;
use std::fs::File;
use std::io::{self, BufRead, BufReader, Cursor, Read, Seek};
use std::path::{Path, PathBuf};

/// Limits on what one file may unfold to.
#[derive(Debug, Clone, Copy)]
pub struct Caps {
    /// Bytes of one document held in memory.
    pub document_bytes: u64,
    /// Decompressed bytes for each compressed byte, counted above `ratio_free_bytes`.
    pub ratio: u64,
    pub ratio_free_bytes: u64,
    /// Members of one container.
    pub members: u64,
}

impl Default for Caps {
    /// 64 MiB for a document; 200 to 1 above 16 MiB: text compresses 3 to 10 to 1, bombs 1,000 to 1; a hundred million
    /// members, more than any archive file has: a container is never refused for its size alone.
    fn default() -> Self {
        Self { document_bytes: 64 << 20, ratio: 200, ratio_free_bytes: 16 << 20, members: 100_000_000 }
    }
}

impl Caps {
    /// Most bytes that this many compressed bytes may decompress to.
    pub(super) fn most_from(&self, packed: u64) -> u64 {
        self.ratio_free_bytes.max(packed.saturating_mul(self.ratio))
    }
}

/// Bytes that can be read from any position: needed for a container with its list at the end.
pub(super) trait ReadSeek: Read + Seek {}

impl<T: Read + Seek> ReadSeek for T {}

/// Decompressed bytes of a document, with the extensions of the compression removed from its name.
pub struct Reader<'a> {
    inner: Box<dyn BufRead + 'a>,
    /// File name without `.gz` or `.zst`.
    pub name: String,
    /// The file, if its bytes need no decompression.
    file: Option<PathBuf>,
    /// Size on disk of these bytes, if it is known.
    pub(super) packed: u64,
    /// Damage at the start that reading can go on after; reported by the first read.
    lost: Option<io::Error>,
}

impl<'a> Reader<'a> {
    /// Decompresses `packed` bytes; the compression is detected from the content.
    pub(super) fn unpack(bytes: impl Read + 'a, name: String, packed: u64, caps: &Caps) -> io::Result<Self> {
        let capacity = usize::try_from(packed).unwrap_or(BUFFER_BYTES).clamp(LEAST_BUFFER_BYTES, BUFFER_BYTES);
        let inner = Box::new(BufReader::with_capacity(capacity, bytes));
        Self { inner, name, file: None, packed: packed.max(1), lost: None }.peeled(caps)
    }

    fn peeled(mut self, caps: &Caps) -> io::Result<Self> {
        for _ in 0..budget::COMPRESSION_LAYERS {
            if let Err(error) = self.inner.fill_buf() {
                if DamagedMember::of(&error).is_none() || self.lost.is_some() {
                    return Err(error);
                }
                self.lost = Some(error);
            }
            let Some(compression) = Compression::of(self.inner.fill_buf()?) else { break };
            let inner = compression.undo(self.inner)?;
            let capped = RatioCap { inner, given: 0, most: caps.most_from(self.packed) };
            self.inner = Box::new(BufReader::with_capacity(BUFFER_BYTES, capped));
            self.file = None;
            let stem =
                compression.endings().iter().find_map(|ending| self.name.strip_suffix(ending)).map(str::to_owned);
            self.name = stem.unwrap_or(self.name);
        }
        Ok(self)
    }

    /// The same bytes, readable from any position and more than once: the file itself, else a copy in memory.
    pub(super) fn store(mut self, caps: &Caps) -> io::Result<Store> {
        let bytes = match self.file.take() {
            Some(path) => StoredBytes::File(path),
            None => StoredBytes::Memory(self.read_document(caps)?),
        };
        Ok(Store { bytes, name: self.name, packed: self.packed })
    }

    /// The first bytes, without consuming them; up to 8 KiB, fewer at the end.
    pub fn head(&mut self) -> io::Result<&[u8]> {
        self.inner.fill_buf()
    }

    /// Consumes NUL bytes at the start, if these are more than a character has.
    pub fn skip_padding(&mut self) -> io::Result<()> {
        let is_nul = |byte: &&u8| **byte == 0;
        let mut nuls = self.inner.fill_buf()?.iter().take_while(is_nul).count();
        if nuls <= 3 {
            return Ok(());
        }
        let mut left = budget::PADDING_BYTES;
        while nuls > 0 {
            left = left.checked_sub(nuls as u64).ok_or_else(|| too_large("the file has only NUL bytes".to_owned()))?;
            self.inner.consume(nuls);
            nuls = self.inner.fill_buf()?.iter().take_while(is_nul).count();
        }
        Ok(())
    }

    /// All bytes, or an error if there are more than `caps.document_bytes`.
    pub fn read_document(&mut self, caps: &Caps) -> io::Result<Vec<u8>> {
        self.lost.take().map_or(Ok(()), Err)?;
        let mut bytes = Vec::new();
        (&mut self.inner).take(caps.document_bytes + 1).read_to_end(&mut bytes)?;
        if bytes.len() as u64 > caps.document_bytes {
            return Err(too_large(format!("the document is larger than {} MiB", caps.document_bytes >> 20)));
        }
        Ok(bytes)
    }
}

impl Read for Reader<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.lost.take().map_or(Ok(()), Err)?;
        self.inner.read(buffer)
    }
}

impl BufRead for Reader<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        self.lost.take().map_or(Ok(()), Err)?;
        self.inner.fill_buf()
    }

    fn consume(&mut self, amount: usize) {
        self.inner.consume(amount);
    }
}

/// Bytes that can be opened several times, and read from any position.
pub(super) struct Store {
    bytes: StoredBytes,
    pub(super) name: String,
    pub(super) packed: u64,
}

enum StoredBytes {
    File(PathBuf),
    Memory(Vec<u8>),
}

impl Store {
    pub(super) fn open(&self) -> io::Result<Box<dyn ReadSeek + '_>> {
        Ok(match &self.bytes {
            StoredBytes::File(path) => Box::new(BufReader::new(File::open(path)?)),
            StoredBytes::Memory(bytes) => Box::new(Cursor::new(bytes.as_slice())),
        })
    }

    /// The bytes as one document.
    pub(super) fn reader(&self) -> io::Result<Reader<'_>> {
        let (inner, file): (Box<dyn BufRead + '_>, _) = match &self.bytes {
            StoredBytes::File(path) => {
                (Box::new(BufReader::with_capacity(BUFFER_BYTES, File::open(path)?)), Some(path.clone()))
            }
            StoredBytes::Memory(bytes) => (Box::new(bytes.as_slice()), None),
        };
        Ok(Reader { inner, name: self.name.clone(), file, packed: self.packed, lost: None })
    }
}

/// An error of the kind that means "too large", never "broken".
pub fn too_large(detail: String) -> io::Error {
    io::Error::new(io::ErrorKind::FileTooLarge, detail)
}

/// Size of the read buffer: enough to detect a format from the first bytes.
const BUFFER_BYTES: usize = 64 << 10;
const LEAST_BUFFER_BYTES: usize = 8 << 10;

/// Opens a file and decompresses it; the compression is detected from the content.
pub fn open(path: &Path, caps: &Caps) -> io::Result<Reader<'static>> {
    let file = File::open(path)?;
    let meta = file.metadata()?;
    if !meta.is_file() {
        return Err(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file"));
    }
    let packed = meta.len().max(1);
    let capacity = BUFFER_BYTES.min(usize::try_from(packed).unwrap_or(BUFFER_BYTES));
    let inner = Box::new(BufReader::with_capacity(capacity, file));
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    Reader { inner, name, file: Some(path.to_owned()), packed, lost: None }.peeled(caps)
}

/// Passes on the raw bytes of a file and of its sidecar, part by part: an error if they are more than `most`.
pub fn each_chunk(path: &Path, most: u64, take: &mut dyn FnMut(&[u8])) -> io::Result<()> {
    let mut left = most;
    let mut chunk = Vec::new();
    for path in std::iter::once(path.to_owned()).chain(sidecar::beside(path)) {
        let file = File::open(path)?;
        let meta = file.metadata()?;
        if !meta.is_file() || meta.len() > left {
            return Err(too_large(format!("not a regular file of at most {most} bytes")));
        }
        left -= meta.len();
        // A file that grows while it is read must not be followed.
        let mut file = file.take(meta.len());
        // A power of two: hashing parts of an odd length takes five times as long.
        chunk.resize(BUFFER_BYTES, 0);
        loop {
            match file.read(&mut chunk) {
                Ok(0) => break,
                Ok(read) => take(&chunk[..read]),
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    }
    Ok(())
}

#[derive(Debug, Clone, Copy)]
enum Compression {
    Gzip,
    Zstd,
}

impl Compression {
    fn of(head: &[u8]) -> Option<Self> {
        match head {
            [0x1f, 0x8b, 8, ..] => Some(Self::Gzip),
            [0x28, 0xb5, 0x2f, 0xfd, ..] => Some(Self::Zstd),
            _ => None,
        }
    }

    fn undo<'a>(self, packed: Box<dyn BufRead + 'a>) -> io::Result<Box<dyn Read + 'a>> {
        Ok(match self {
            Self::Gzip => Box::new(Members::new(packed)),
            Self::Zstd => Box::new(zstd::Decoder::with_buffer(packed)?),
        })
    }

    fn endings(self) -> &'static [&'static str] {
        match self {
            Self::Gzip => &[".gz", ".GZ", ".gzip"],
            Self::Zstd => &[".zst", ".zstd"],
        }
    }
}

/// Stops a stream that gives more bytes than its limit.
struct RatioCap<'a> {
    inner: Box<dyn Read + 'a>,
    given: u64,
    most: u64,
}

impl Read for RatioCap<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.given += read as u64;
        if self.given > self.most {
            return Err(too_large(format!(
                "unpacks to more than {} MiB, which is not plausible for text",
                self.most >> 20
            )));
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    fn packed(name: &str, bytes: &[u8]) -> (tempfile::TempDir, std::path::PathBuf) {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(name);
        std::fs::write(&path, bytes).expect("written");
        (folder, path)
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    }

    #[test]
    fn compression_is_detected_from_content_and_all_members_are_read() {
        let two_members = [gzip(b"one "), gzip(b"two")].concat();
        let zst = zstd::encode_all(&b"one two"[..], 1).expect("packed");
        for (name, bytes, stem) in [
            ("a.txt.gz", &two_members, "a.txt"),
            ("b.json.zst", &zst, "b.json"),
            ("c.txt", &gzip(&two_members), "c.txt"),
        ] {
            let (_folder, path) = packed(name, bytes);
            let mut reader = open(&path, &Caps::default()).expect("opened");
            assert_eq!(reader.name, stem);
            assert_eq!(reader.read_document(&Caps::default()).expect("read"), b"one two");
        }
    }

    #[test]
    fn bombs_and_giants_are_refused() {
        let (_folder, path) = packed("bomb.gz", &gzip(&vec![b'a'; 20 << 20]));
        let error =
            open(&path, &Caps::default()).expect("opened").read_document(&Caps::default()).expect_err("refused");
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
        let (_folder, path) = packed("large.txt", &[b'a'; 1000]);
        let small = Caps { document_bytes: 999, ..Caps::default() };
        assert!(open(&path, &small).expect("opened").read_document(&small).is_err());
    }

    #[test]
    fn a_truncated_file_is_an_error_not_a_short_text() {
        let whole = gzip(&b"some text that is long enough to matter ".repeat(50));
        let (_folder, path) = packed("cut.gz", &whole[..whole.len() - 9]);
        assert!(open(&path, &Caps::default()).expect("opened").read_document(&Caps::default()).is_err());
    }
}
