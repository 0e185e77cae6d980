//! Tar archives to their members, read as a stream. Links, devices and sparse files in them are skipped. Long names and
//! pax headers are read here, within a limit: they may state any size.

use super::budget::TAR_HEADER_BYTES;
use super::bytes::Reader;
use super::item::ItemFacts;
use super::name_charset::NameCharset;
use super::names::MemberLocators;
use super::skip::Skip;
use super::unfolding::Unfolding;
use std::io::{self, Read};
use tar::{Archive, EntryType};

/// Position of the mark in a tar header.
const MARK: std::ops::Range<usize> = 257..262;

/// A tar archive has its mark in the first header.
pub(super) fn is_tar(head: &[u8], _name: &str) -> bool {
    head.get(MARK).is_some_and(|mark| mark == b"ustar")
}

/// What precedes a member and states more about it than its own header can.
#[derive(Default)]
struct Stated {
    name: Option<Vec<u8>>,
    size: Option<u64>,
}

/// Hands over every member.
pub(super) fn unfold(reader: Reader<'_>, unfolding: &mut Unfolding<'_>) -> io::Result<()> {
    let mut archive = Archive::new(reader);
    let mut names = MemberLocators::default();
    let mut stated = Stated::default();
    for entry in archive.entries()?.raw(true) {
        let mut entry = entry?;
        let (kind, size) = (entry.header().entry_type(), entry.size());
        if matches!(kind, EntryType::GNULongName | EntryType::XHeader) {
            if size > TAR_HEADER_BYTES {
                let detail = format!("a name or header of {size} bytes, more than {TAR_HEADER_BYTES}");
                return Err(io::Error::new(io::ErrorKind::InvalidData, detail));
            }
            let mut bytes = Vec::new();
            entry.read_to_end(&mut bytes)?;
            match kind {
                EntryType::GNULongName => stated.name = Some(until_nul(&bytes).to_vec()),
                _ => stated.read_pax(&bytes),
            }
            continue;
        }
        if matches!(kind, EntryType::GNULongLink | EntryType::XGlobalHeader) {
            continue;
        }
        let Stated { name, size: stated_size } = std::mem::take(&mut stated);
        if stated_size.is_some_and(|stated| stated != size) {
            return Err(io::Error::new(io::ErrorKind::FileTooLarge, "a member is larger than 8 GiB"));
        }
        let path = name.unwrap_or_else(|| entry.path_bytes().into_owned());
        let name = match std::str::from_utf8(&path) {
            Ok(name) => name.to_owned(),
            Err(_) => NameCharset::guess(&path).decode(&path),
        };
        let name = name.trim_start_matches("./").to_owned();
        let skip = match kind {
            EntryType::Directory => continue,
            EntryType::Regular | EntryType::Continuous => Unfolding::skip_reason(&name),
            _ => Some(Skip::NoRegularFile),
        };
        let part = names.place(&name);
        let goes_on = match skip {
            Some(skip) => unfolding.skip(&part, skip),
            None => match unfolding.reader(entry, &name, size, Some(size)) {
                Ok(reader) => unfolding.give(&part, ItemFacts::default(), reader),
                Err(error) => unfolding.spike(&part, error),
            },
        };
        if !goes_on {
            break;
        }
    }
    Ok(())
}

impl Stated {
    /// Records `LENGTH KEY=VALUE` and a line end, the length including itself.
    fn read_pax(&mut self, mut bytes: &[u8]) {
        while let Some(blank) = bytes.iter().position(|&byte| byte == b' ') {
            let length = std::str::from_utf8(&bytes[..blank]).ok().and_then(|digits| digits.parse::<usize>().ok());
            let Some(record) = length.and_then(|length| bytes.get(blank + 1..length)) else { return };
            let record = record.strip_suffix(b"\n").unwrap_or(record);
            if let Some(path) = record.strip_prefix(b"path=") {
                self.name = Some(path.to_vec());
            } else if let Some(size) = record.strip_prefix(b"size=") {
                self.size = std::str::from_utf8(size).ok().and_then(|digits| digits.parse().ok());
            }
            bytes = &bytes[blank + 1 + record.len()..];
            bytes = bytes.strip_prefix(b"\n").unwrap_or(bytes);
        }
    }
}

fn until_nul(bytes: &[u8]) -> &[u8] {
    &bytes[..bytes.iter().position(|&byte| byte == 0).unwrap_or(bytes.len())]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pax_records_state_path_and_size() {
        let mut stated = Stated::default();
        stated.read_pax("30 mtime=1714629000.123456789\n22 path=a/é and b.txt\n15 size=1234567\n".as_bytes());
        assert_eq!(stated.name.as_deref(), Some("a/é and b.txt".as_bytes()));
        assert_eq!(stated.size, Some(1_234_567));
        for broken in ["", "9", "x path=a\n", "99 path=a\n", "3 p"] {
            let mut stated = Stated::default();
            stated.read_pax(broken.as_bytes());
            assert_eq!(stated.name, None, "{broken}");
        }
    }
}
