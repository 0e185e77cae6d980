//! A file to the documents in it: itself, or the members of a container, and of the containers in that. Containers are an
//! ordered table, one file each, told by content; they are read as streams and never unpacked to disk.
//! A member that cannot be read is handed on with its error; those after it follow where the container allows it.

use super::bytes::{Caps, Reader, open};
use super::walk::{Skip, is_no_article};
use super::{mbox, sidecar, tar, warc, zip};
use crate::text::counted;
use std::cell::Cell;
use std::io::{self, Read};
use std::path::Path;
use std::rc::Rc;

/// One document: a file, or a member of a container.
pub struct Item<'a> {
    /// What follows the file's locator: `!folder/page.html`, `#12`; empty for a file that is no container.
    pub member: String,
    pub facts: ItemFacts,
    pub content: Content<'a>,
}

/// The bytes of an item, or why there are none.
pub enum Content<'a> {
    Document(Reader<'a>),
    Skipped(Skip),
    Unreadable(io::Error),
}

/// What stands beside a document about it: in its container, or in its sidecar.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ItemFacts {
    /// The address it was fetched from.
    pub url: Option<String>,
    /// When it was fetched, ISO 8601; never a publication date.
    pub captured: Option<String>,
    /// The charset that was declared beside the bytes.
    pub charset: Option<String>,
    /// What was noticed about the bytes, in plain words.
    pub notes: Vec<String>,
    /// What the sidecar of a file that is no container holds, or why it cannot be read.
    pub sidecar: Option<Result<Vec<u8>, String>>,
}

/// One kind of container.
pub struct Container {
    pub name: &'static str,
    /// Raised when the members it gives change, so that rebuilds know what is stale.
    pub version: u32,
    /// Whether bytes that start so, under this name, are of this kind.
    sniff: fn(&[u8], &str) -> bool,
    /// Hands every member to `Unfolding::give`, `skip` or `spike`; an error ends the container, and is handed on behind
    /// what was given.
    unfold: fn(Reader<'_>, &mut Unfolding<'_>) -> io::Result<()>,
}

/// All containers, in the order they are tried.
pub const CONTAINERS: &[Container] = &[
    Container { name: "tar", version: 2, sniff: tar::is_tar, unfold: tar::unfold },
    Container { name: "zip", version: 1, sniff: zip::is_zip, unfold: zip::unfold },
    Container { name: "warc", version: 1, sniff: warc::is_warc, unfold: warc::unfold },
    Container { name: "mbox", version: 1, sniff: mbox::is_mbox, unfold: mbox::unfold },
];

/// Containers inside containers: one more holds a bomb, not an archive.
const MAX_NESTING: usize = 2;

/// Hands every document of a file to `sink` until it gives `false`.
pub fn unfold(path: &Path, caps: &Caps, sink: &mut dyn FnMut(Item<'_>) -> bool) {
    let reader = match open(path, caps) {
        Ok(reader) => reader,
        Err(error) => {
            sink(Item { member: String::new(), facts: ItemFacts::default(), content: Content::Unreadable(error) });
            return;
        }
    };
    let left = Rc::new(Cell::new(caps.most_from(reader.packed)));
    let mut unfolding = Unfolding {
        caps: *caps,
        depth: 0,
        members: 0,
        stopped: false,
        member: String::new(),
        facts: ItemFacts::default(),
        left,
        sink,
    };
    unfolding.give("", ItemFacts { sidecar: sidecar::read(path), ..ItemFacts::default() }, reader);
}

/// The state of one file's unfolding.
pub struct Unfolding<'a> {
    pub(super) caps: Caps,
    depth: usize,
    members: u64,
    stopped: bool,
    /// Locator of the container that is being read, behind the file's.
    member: String,
    /// What was stated about that container.
    facts: ItemFacts,
    /// Bytes that all members together may still give.
    left: Rc<Cell<u64>>,
    sink: &'a mut dyn FnMut(Item<'_>) -> bool,
}

impl Unfolding<'_> {
    /// Hands on one member, or the members in it. `part` is its own place: `!name` or `#number`. Gives `false` when no
    /// more are wanted.
    pub(super) fn give(&mut self, part: &str, facts: ItemFacts, mut reader: Reader<'_>) -> bool {
        let name = reader.name.to_ascii_lowercase();
        let container = match reader.head() {
            Ok(head) => CONTAINERS.iter().find(|container| (container.sniff)(head, &name)),
            Err(error) => return self.spike(part, error),
        };
        let Some(container) = container else { return self.hand_on(part, facts, Content::Document(reader)) };
        if self.depth == MAX_NESTING {
            let detail = format!("a {} inside {MAX_NESTING} other containers", container.name);
            return self.spike(part, io::Error::new(io::ErrorKind::FileTooLarge, detail));
        }
        let outer = self.member.len();
        self.member.push_str(part);
        let outer_facts = std::mem::replace(&mut self.facts, facts);
        self.depth += 1;
        let unfolded = (container.unfold)(reader, self);
        self.depth -= 1;
        self.facts = outer_facts;
        if let Err(error) = unfolded {
            self.spike("", error);
        }
        self.member.truncate(outer);
        !self.stopped
    }

    /// Hands on the container itself as one document: it looked like one, and is none.
    pub(super) fn whole(&mut self, reader: Reader<'_>) -> bool {
        let facts = self.facts.clone();
        self.hand_on("", facts, Content::Document(reader))
    }

    /// Members that were handed on so far, passed over and unreadable ones included.
    pub(super) fn members(&self) -> u64 {
        self.members
    }

    /// Notes a member that is passed over.
    pub(super) fn skip(&mut self, part: &str, skip: Skip) -> bool {
        self.hand_on(part, ItemFacts::default(), Content::Skipped(skip))
    }

    /// Notes a member that cannot be read.
    pub(super) fn spike(&mut self, part: &str, error: io::Error) -> bool {
        self.hand_on(part, ItemFacts::default(), Content::Unreadable(error))
    }

    /// Why a member of this name is passed over without a look at its bytes.
    pub(super) fn skip_reason(name: &str) -> Option<Skip> {
        let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        (hidden || is_no_article(name)).then_some(Skip::NoArticleType)
    }

    /// The bytes of a member, counted against what the whole file may unfold to. `packed` is what it takes in the
    /// container; where the container states the `size` of the member, fewer bytes than that are an error.
    pub(super) fn reader<'r>(
        &self,
        bytes: impl Read + 'r,
        name: &str,
        packed: u64,
        size: Option<u64>,
    ) -> io::Result<Reader<'r>> {
        let counted = Counted { inner: bytes, owed: size.unwrap_or(0), left: Rc::clone(&self.left) };
        let name = name.rsplit('/').next().unwrap_or(name).to_owned();
        Reader::unpack(counted, name, packed, &self.caps)
    }

    fn hand_on(&mut self, part: &str, facts: ItemFacts, content: Content<'_>) -> bool {
        self.members += 1;
        let over = self.members > self.caps.members;
        let content = if over { Content::Unreadable(self.too_many()) } else { content };
        let member = format!("{}{part}", self.member);
        self.stopped |= !(self.sink)(Item { member, facts, content }) || over;
        !self.stopped
    }

    fn too_many(&self) -> io::Error {
        let detail = format!("the file has more than {} members", self.caps.members);
        io::Error::new(io::ErrorKind::FileTooLarge, detail)
    }
}

/// Counts what is read against a shared allowance, and against what was stated.
struct Counted<R> {
    inner: R,
    /// Bytes that are still to come.
    owed: u64,
    left: Rc<Cell<u64>>,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.inner.read(buffer)?;
        self.owed = self.owed.saturating_sub(read as u64);
        if read == 0 && !buffer.is_empty() && self.owed > 0 {
            let detail = format!("it ends {} early", counted(self.owed, "byte"));
            return Err(io::Error::new(io::ErrorKind::UnexpectedEof, detail));
        }
        match self.left.get().checked_sub(read as u64) {
            Some(left) => self.left.set(left),
            None => {
                return Err(super::bytes::too_large("the file unpacks to more than is plausible for text".to_owned()));
            }
        }
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// Places of a file's members, each with the bytes or the reason.
    fn members(path: &Path, caps: &Caps) -> Vec<(String, String)> {
        let mut found = Vec::new();
        unfold(path, caps, &mut |item| {
            let text = match item.content {
                Content::Document(mut reader) => match reader.read_document(caps) {
                    Ok(bytes) => String::from_utf8_lossy(&bytes).into_owned(),
                    Err(error) => format!("unreadable: {error}"),
                },
                Content::Skipped(skip) => format!("skipped: {}", skip.reason()),
                Content::Unreadable(error) => format!("unreadable: {error}"),
            };
            found.push((item.member, text));
            true
        });
        found
    }

    fn tarred(members: &[(&str, &[u8])]) -> Vec<u8> {
        let mut builder = ::tar::Builder::new(Vec::new());
        for (name, bytes) in members {
            let mut header = ::tar::Header::new_gnu();
            header.set_size(bytes.len() as u64);
            header.set_cksum();
            builder.append_data(&mut header, name, *bytes).expect("added");
        }
        builder.into_inner().expect("finished")
    }

    fn gzip(bytes: &[u8]) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(bytes).expect("packed");
        encoder.finish().expect("packed")
    }

    fn written(bytes: &[u8]) -> tempfile::NamedTempFile {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(bytes).expect("written");
        file
    }

    #[test]
    fn containers_are_unfolded_two_deep_and_their_members_unpacked() {
        let inner = tarred(&[("deep.txt", b"deep")]);
        let bomb = tarred(&[("in.tar", &tarred(&[("in.tar", &inner)]))]);
        let outer = tarred(&[
            ("a/one.txt", b"one"),
            ("two.txt.gz", &gzip(b"two")),
            ("three.tar.gz", &gzip(&inner)),
            ("logo.png", b"\x89PNG"),
            ("__MACOSX/x.txt", b"x"),
            ("bomb.tar", &bomb),
        ]);
        let file = written(&gzip(&outer));
        let got = members(file.path(), &Caps::default());
        let want = [
            ("!a/one.txt", "one"),
            ("!two.txt.gz", "two"),
            ("!three.tar.gz!deep.txt", "deep"),
            ("!logo.png", "skipped: no-article-type"),
            ("!__MACOSX/x.txt", "skipped: no-article-type"),
            ("!bomb.tar!in.tar", "unreadable: a tar inside 2 other containers"),
        ];
        assert_eq!(got, want.map(|(place, text)| (place.to_owned(), text.to_owned())));
    }

    #[test]
    fn a_file_that_is_no_container_is_its_own_member() {
        let file = written(&gzip(b"plain"));
        assert_eq!(members(file.path(), &Caps::default()), [(String::new(), "plain".to_owned())]);
    }

    #[test]
    fn a_cut_archive_gives_its_whole_members_and_an_error() {
        let whole = tarred(&[("one.txt", b"one"), ("two.txt", &[b'2'; 5000])]);
        let got = members(written(&whole[..2000]).path(), &Caps::default());
        assert_eq!(got[0], ("!one.txt".to_owned(), "one".to_owned()));
        let rest =
            [("!two.txt", "unreadable: it ends 4536 bytes early"), ("", "unreadable: unexpected EOF during skip")];
        assert_eq!(got[1..], rest.map(|(place, text)| (place.to_owned(), text.to_owned())));
    }

    #[test]
    fn members_and_their_bytes_are_counted_over_the_whole_file() {
        let megabyte = vec![b'a'; 1 << 20];
        let members_of_it: Vec<(String, &[u8])> = (0..6).map(|n| (format!("{n}.txt"), megabyte.as_slice())).collect();
        let borrowed: Vec<(&str, &[u8])> = members_of_it.iter().map(|(name, bytes)| (name.as_str(), *bytes)).collect();
        let file = written(&gzip(&tarred(&borrowed)));
        let caps = Caps { ratio: 1, ratio_free_bytes: 3 << 20, ..Caps::default() };
        let got = members(file.path(), &caps);
        assert_eq!(got.iter().filter(|(_, text)| text.len() == 1 << 20).count(), 2, "two and a part of the third");
        let few = Caps { members: 2, ..Caps::default() };
        let got = members(file.path(), &few);
        assert_eq!((got.len(), got[2].1.as_str()), (3, "unreadable: the file has more than 2 members"));
    }
}
