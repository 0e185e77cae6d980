//! Zip archives to their members, in the order of the list at the end. Office documents, e-books and programs are also
//! zips and are handed over whole; of a web archive package (WACZ) only the web archives are unfolded.
//! Members with names that lead out of the archive, encrypted members and damaged ones are handed over with the reason.

use super::budget;
use super::bytes::{ReadSeek, Reader};
use super::item::ItemFacts;
use super::name_charset::NameCharset;
use super::names::MemberLocators;
use super::skip::Skip;
use super::unfolding::Unfolding;
use std::collections::BTreeMap;
use std::io;
use zip::ZipReadOptions;
use zip::read::{Config, ZipFileEntry};
use zip::unstable::read::ZipIterable;

/// How the first member of a zip starts.
const MARK: &[u8] = b"PK\x03\x04";

/// Length of a member's header up to its name, and the position of the name's length in it.
const NAME_AT: usize = 30;
const NAME_LENGTH_AT: std::ops::Range<usize> = 26..28;

/// Endings of documents that are zips.
const DOCUMENTS: [&str; 15] = [
    ".docx", ".docm", ".dotx", ".xlsx", ".xlsm", ".pptx", ".odt", ".ods", ".odp", ".epub", ".jar", ".war", ".apk",
    ".xpi", ".idml",
];

/// Members at the root of an archive that make it one document. (`_rels/`: any Microsoft Office document.)
const DOCUMENT_MEMBERS: [&str; 4] = ["[Content_Types].xml", "_rels/.rels", "mimetype", "META-INF/MANIFEST.MF"];

/// Whether this is a zip of files, as far as its start and its name show.
pub(super) fn is_zip(head: &[u8], name: &str) -> bool {
    head.starts_with(MARK)
        && !DOCUMENTS.iter().any(|ending| name.ends_with(ending))
        && !first_name(head).is_some_and(|first| is_document_member(&first))
}

fn first_name(head: &[u8]) -> Option<String> {
    let length =
        head.get(NAME_LENGTH_AT).and_then(|two| Some(usize::from(u16::from_le_bytes(two.try_into().ok()?))))?;
    head.get(NAME_AT..NAME_AT + length).map(|name| String::from_utf8_lossy(name).into_owned())
}

fn is_document_member(name: &str) -> bool {
    DOCUMENT_MEMBERS.contains(&name)
}

/// What a zip is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Files,
    Document,
    WebArchive,
}

/// Hands over every member, or the whole.
pub(super) fn unfold(reader: Reader<'_>, unfolding: &mut Unfolding<'_>) -> io::Result<()> {
    let store = reader.store(&unfolding.caps)?;
    let mut archive = ZipIterable::try_new(store.open()?, Config::default())?;
    let (kind, charset) = kind_of(&mut archive, &store.name)?;
    if kind == Kind::Document {
        unfolding.whole(store.reader()?);
        return Ok(());
    }
    let before = unfolding.members();
    let mut members = Members {
        bytes: store.open()?,
        packed: store.packed,
        kind,
        charset,
        names: MemberLocators::default(),
        taken: BTreeMap::new(),
    };
    for entry in archive.files()? {
        if !members.hand_on(entry?, unfolding) {
            return Ok(());
        }
    }
    if kind == Kind::WebArchive && unfolding.members() == before {
        return Err(io::Error::new(io::ErrorKind::InvalidData, "the package has no web archive"));
    }
    Ok(())
}

/// Looks at all names first, which also show their charset. A list that is damaged further down shows its first members.
fn kind_of<R: io::Read + io::Seek>(
    archive: &mut ZipIterable<R>,
    name: &str,
) -> io::Result<(Kind, Option<NameCharset>)> {
    let packaged = name.to_ascii_lowercase().ends_with(".wacz");
    let mut kind = if packaged { Kind::WebArchive } else { Kind::Files };
    let mut foreign = Vec::new();
    for entry in archive.files()?.map_while(Result::ok) {
        let Ok(name) = entry.name() else { continue };
        if !packaged && is_document_member(&name) {
            return Ok((Kind::Document, None));
        }
        if std::str::from_utf8(entry.name_raw()).is_err() && foreign.len() < budget::ARCHIVE_NAME_BYTES {
            foreign.extend_from_slice(entry.name_raw());
            foreign.push(b'\n');
        }
        if is_web_archive(&name) {
            kind = Kind::WebArchive;
        }
    }
    Ok((kind, (!foreign.is_empty()).then(|| NameCharset::guess(&foreign))))
}

/// Where a package stores its web archives.
fn is_web_archive(name: &str) -> bool {
    let stem = name.strip_suffix(".gz").or_else(|| name.strip_suffix(".zst")).unwrap_or(name);
    name.starts_with("archive/") && (stem.ends_with(".warc") || stem.ends_with(".arc"))
}

struct Members<'a> {
    bytes: Box<dyn ReadSeek + 'a>,
    /// Size of the archive: no member can take more of it.
    packed: u64,
    kind: Kind,
    /// The charset of names that are not UTF-8.
    charset: Option<NameCharset>,
    names: MemberLocators,
    /// Where the members so far start and end: a bomb lists the same bytes many times.
    taken: BTreeMap<u64, u64>,
}

impl Members<'_> {
    /// Whether a member is among the bytes of an earlier one; takes its bytes if it is not.
    fn overlaps(&mut self, start: u64, packed: u64) -> bool {
        // A header of a member has 30 bytes at least.
        let end = start.saturating_add(packed).saturating_add(NAME_AT as u64);
        let before = self.taken.range(..=start).next_back().is_some_and(|(_, &taken)| taken > start);
        let after = self.taken.range(start..).next().is_some_and(|(&taken, _)| taken < end);
        if before || after {
            return true;
        }
        self.taken.insert(start, end);
        false
    }

    /// Hands over one member; returns `false` when no more are needed.
    fn hand_on(&mut self, entry: ZipFileEntry<'static>, unfolding: &mut Unfolding<'_>) -> bool {
        if entry.is_dir() {
            return true;
        }
        let Some(name) = safe_name(&entry, self.charset) else {
            let place = self.names.place(&String::from_utf8_lossy(entry.name_raw()));
            return unfolding
                .spike(&place, io::Error::new(io::ErrorKind::InvalidData, "the name points outside the archive"));
        };
        if self.kind == Kind::WebArchive && !is_web_archive(&name) {
            return true;
        }
        let place = self.names.place(&name);
        let skip = if entry.is_symlink() { Some(Skip::NoRegularFile) } else { Unfolding::skip_reason(&name) };
        if let Some(skip) = skip {
            return unfolding.skip(&place, skip);
        }
        if entry.encrypted() {
            return unfolding.spike(&place, io::Error::new(io::ErrorKind::Unsupported, "encrypted"));
        }
        if self.overlaps(entry.header_start(), entry.compressed_size()) {
            let error = io::Error::new(io::ErrorKind::InvalidData, "the member shares its bytes with another one");
            return unfolding.spike(&place, error);
        }
        let (packed, size) = (entry.compressed_size().min(self.packed), entry.size());
        let opened = entry.with_reader(&mut self.bytes, ZipReadOptions::new()).map_err(io::Error::from);
        match opened.and_then(|file| unfolding.reader(file, &name, packed, Some(size))) {
            Ok(reader) => unfolding.give(&place, ItemFacts::default(), reader),
            Err(error) => unfolding.spike(&place, error),
        }
    }
}

/// The name with `/` between its parts, if it stays inside the archive.
fn safe_name(entry: &ZipFileEntry, charset: Option<NameCharset>) -> Option<String> {
    if let (Some(charset), Err(_)) = (charset, std::str::from_utf8(entry.name_raw())) {
        return enclosed(&charset.decode(entry.name_raw()));
    }
    let path = entry.enclosed_name()?;
    let parts: Vec<_> = path.iter().map(|part| part.to_string_lossy()).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// The same for a decoded name: without a root or a drive, and without steps out of the archive.
fn enclosed(name: &str) -> Option<String> {
    let mut parts: Vec<&str> = Vec::new();
    for part in name.split(['/', '\\']) {
        match part {
            "" | "." => {}
            ".." => {
                parts.pop()?;
            }
            part if part.contains('\0') => return None,
            part if parts.is_empty() && part.ends_with(':') => {}
            part => parts.push(part),
        }
    }
    (!parts.is_empty()).then(|| parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn decoded_names_stay_inside_the_archive() {
        for (name, want) in [
            ("港/水門.txt", Some("港/水門.txt")),
            ("C:\\a\\.\\b.txt", Some("a/b.txt")),
            ("/a/../b.txt", Some("b.txt")),
            ("../b.txt", None),
            ("a/../../b.txt", None),
            ("a\0b", None),
            ("/", None),
        ] {
            assert_eq!(enclosed(name).as_deref(), want, "{name}");
        }
    }
}
