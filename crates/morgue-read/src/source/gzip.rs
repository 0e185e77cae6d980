//! Gzip to bytes, member by member. Damage ends a member, not the file: reading returns the error, then goes on with
//! the next whole member. A file of many members (web archives compress each record separately) loses only the damaged
//! ones.

use super::budget;
use crate::text::count_steps;
use flate2::bufread::GzDecoder;
use std::io::{self, BufRead, Read};

/// Compressed bytes that are kept, to search for the next member from the start of a damaged one.
const KEPT_BYTES: usize = 1 << 20;

/// How a gzip member starts.
const MARK: [u8; 3] = [0x1f, 0x8b, 8];

/// The error of a damaged member; reading can go on with the next one.
#[derive(Debug, thiserror::Error)]
#[error("{detail}")]
pub(super) struct DamagedMember {
    /// Whether bytes of the member were returned before.
    pub(super) given: bool,
    detail: String,
}

impl DamagedMember {
    pub(super) fn of(error: &io::Error) -> Option<&Self> {
        error.get_ref().and_then(|inner| inner.downcast_ref())
    }

    fn error(given: bool, detail: String) -> io::Error {
        io::Error::new(io::ErrorKind::InvalidData, Self { given, detail })
    }
}

/// All members of a gzip file, one after another.
pub(super) struct Members<'a> {
    member: Option<GzDecoder<Packed<'a>>>,
    /// Set between members, and at the end.
    between: Option<Packed<'a>>,
    given: bool,
    damaged: usize,
    /// Returned by the next read, since the bytes before a cut are good.
    cut: Option<io::Error>,
}

impl<'a> Members<'a> {
    pub(super) fn new(inner: Box<dyn BufRead + 'a>) -> Self {
        let packed = Packed { inner, buffer: Vec::new(), at: 0, start: Some(0) };
        Self { member: Some(GzDecoder::new(packed)), between: None, given: false, damaged: 0, cut: None }
    }

    /// Opens the next member; returns `false` at the end.
    fn open_next(&mut self) -> io::Result<bool> {
        let Some(mut packed) = self.between.take() else { return Ok(false) };
        let opened = packed.starts_member();
        if let Ok(NextBytes::Member) = opened {
            packed.mark_start();
            self.member = Some(GzDecoder::new(packed));
            self.given = false;
            return Ok(true);
        }
        match opened {
            Ok(NextBytes::Other) if self.damaged < budget::DAMAGED_MEMBERS => {
                self.damaged += 1;
                packed.seek_member()?;
                self.between = Some(packed);
                Err(DamagedMember::error(false, "followed by bytes that are not gzip".to_owned()))
            }
            Err(error) => Err(error),
            _ => Ok(false),
        }
    }

    /// Fills the buffer from one member only: its checksum is verified before its last bytes are returned.
    fn read_member(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let Some(member) = &mut self.member else { return Ok(0) };
        let mut filled = 0;
        while filled < buffer.len() {
            match member.read(&mut buffer[filled..]) {
                Ok(0) => {
                    self.between = self.member.take().map(GzDecoder::into_inner);
                    break;
                }
                Ok(read) => filled += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                    self.member = None;
                    self.cut = Some(error);
                    break;
                }
                Err(error) => return Err(self.damage(error)),
            }
        }
        self.given |= filled > 0;
        Ok(filled)
    }

    fn damage(&mut self, error: io::Error) -> io::Error {
        let Some(mut packed) = self.member.take().map(GzDecoder::into_inner) else { return error };
        self.damaged += 1;
        if !matches!(error.kind(), io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput) {
            return error;
        }
        packed.back_to_start();
        if self.damaged < budget::DAMAGED_MEMBERS && packed.seek_member().is_ok() {
            self.between = Some(packed);
        }
        DamagedMember::error(self.given, error.to_string())
    }
}

impl Read for Members<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        if buffer.is_empty() {
            return Ok(0);
        }
        loop {
            if let Some(error) = self.cut.take() {
                return Err(error);
            }
            if self.member.is_none() && !self.open_next()? {
                return Ok(0);
            }
            let read = self.read_member(buffer)?;
            if read > 0 {
                return Ok(read);
            }
        }
    }
}

/// What follows a member.
enum NextBytes {
    Member,
    Other,
    End,
}

/// The compressed bytes; those of the current member are kept.
struct Packed<'a> {
    inner: Box<dyn BufRead + 'a>,
    buffer: Vec<u8>,
    at: usize,
    /// Where the current member starts in the buffer; `None` if its start is no longer kept.
    start: Option<usize>,
}

impl Packed<'_> {
    /// Reads more into the buffer; returns `false` at the end.
    fn more(&mut self) -> io::Result<bool> {
        let keep_from = self.start.filter(|start| self.buffer.len() - start < KEPT_BYTES).unwrap_or(self.at);
        if self.start.is_some_and(|start| start < keep_from) {
            self.start = None;
        }
        if keep_from > KEPT_BYTES || keep_from == self.buffer.len() {
            count_steps(self.buffer.len());
            self.buffer.drain(..keep_from);
            self.at -= keep_from;
            self.start = self.start.map(|start| start - keep_from);
        }
        let read = self.inner.fill_buf()?;
        let length = read.len();
        self.buffer.extend_from_slice(read);
        self.inner.consume(length);
        Ok(length > 0)
    }

    fn has(&mut self, least: usize) -> io::Result<bool> {
        while self.buffer.len() - self.at < least {
            if !self.more()? {
                return Ok(false);
            }
        }
        Ok(true)
    }

    /// Looks at what follows, after the zeros that tapes are padded with.
    fn starts_member(&mut self) -> io::Result<NextBytes> {
        self.start = None;
        while self.has(1)? && self.buffer[self.at] == 0 {
            self.at += 1;
        }
        if !self.has(1)? {
            return Ok(NextBytes::End);
        }
        let marked = self.has(MARK.len())? && self.buffer[self.at..].starts_with(&MARK);
        Ok(if marked { NextBytes::Member } else { NextBytes::Other })
    }

    fn mark_start(&mut self) {
        self.start = Some(self.at);
    }

    /// Moves to just after the mark of the damaged member, if that is still kept.
    fn back_to_start(&mut self) {
        if let Some(start) = self.start.take() {
            self.at = (start + MARK.len()).min(self.buffer.len());
        }
    }

    /// Moves to the next mark, or to the end. Flags that no program sets show that a mark is there by chance.
    fn seek_member(&mut self) -> io::Result<()> {
        self.start = None;
        loop {
            let rest = &self.buffer[self.at..];
            let found = rest.windows(MARK.len() + 1).position(|four| four.starts_with(&MARK) && four[3] < 0x20);
            match found {
                Some(place) => {
                    count_steps(place);
                    self.at += place;
                    return Ok(());
                }
                None => {
                    count_steps(rest.len());
                    self.at += rest.len().saturating_sub(MARK.len());
                }
            }
            if !self.more()? {
                self.at = self.buffer.len();
                return Ok(());
            }
        }
    }
}

impl Read for Packed<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let available = self.fill_buf()?;
        let read = available.len().min(buffer.len());
        buffer[..read].copy_from_slice(&available[..read]);
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Packed<'_> {
    fn fill_buf(&mut self) -> io::Result<&[u8]> {
        if self.at == self.buffer.len() {
            self.more()?;
        }
        Ok(&self.buffer[self.at..])
    }

    fn consume(&mut self, amount: usize) {
        self.at = (self.at + amount).min(self.buffer.len());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufReader, Write};

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    }

    /// The bytes that are read, with `!` for every error.
    fn read(packed: &[u8], capacity: usize) -> String {
        let mut members = Members::new(Box::new(BufReader::with_capacity(capacity, packed)));
        let (mut text, mut buffer) = (String::new(), [0; 7]);
        for _ in 0..10_000 {
            match members.read(&mut buffer) {
                Ok(0) => return text,
                Ok(read) => text.push_str(&String::from_utf8_lossy(&buffer[..read])),
                Err(_) => text.push('!'),
            }
        }
        panic!("it does not end: {text}")
    }

    /// A member whose bytes are damaged at `place` from its end.
    fn damaged(bytes: &[u8], place: usize) -> Vec<u8> {
        let mut packed = gzip(bytes);
        let at = packed.len() - place;
        packed[at] ^= 0x55;
        packed
    }

    #[test]
    fn damage_costs_one_member() {
        let [one, two, three] = [gzip(b"one "), gzip(b"two "), gzip(b"three")];
        let cases: [(Vec<u8>, &str); 7] = [
            ([one.clone(), two.clone(), three.clone()].concat(), "one two three"),
            ([one.clone(), damaged(b"two ", 6), three.clone()].concat(), "one !three"),
            ([one.clone(), two[..9].to_vec(), three.clone()].concat(), "one !three"),
            ([one.clone(), b"noise".to_vec(), three.clone()].concat(), "one !three"),
            ([one.clone(), vec![0; 40], three.clone()].concat(), "one three"),
            ([one.clone(), vec![0; 40]].concat(), "one "),
            ([one.clone(), three[..three.len() - 3].to_vec()].concat(), "one three!"),
        ];
        for (packed, want) in cases {
            for capacity in [1, 5, 8192] {
                assert_eq!(read(&packed, capacity), want, "{capacity}");
            }
        }
    }

    #[test]
    fn large_members_pass_through_a_small_buffer() {
        let noise: Vec<u8> = (0..3_000_000u32).map(|n| (n.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
        let packed = [gzip(&noise), gzip(b"end")].concat();
        let mut members = Members::new(Box::new(BufReader::with_capacity(4096, packed.as_slice())));
        let mut got = Vec::new();
        members.read_to_end(&mut got).expect("whole");
        assert!(got == [noise.as_slice(), b"end"].concat());
    }
}
