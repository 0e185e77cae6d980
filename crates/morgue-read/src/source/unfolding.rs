//! The unfolding of one file: members of containers, and of containers inside them, counted against the limits of the
//! whole file.

use super::budget::CONTAINER_NESTING;
use super::bytes::{Caps, Reader, too_large};
use super::item::{Content, Item, ItemFacts};
use super::skip::{Skip, is_no_article};
use crate::text::counted;
use std::cell::Cell;
use std::io::{self, Read};
use std::rc::Rc;

/// One kind of container.
pub struct Container {
    pub name: &'static str,
    /// Raised when the members it gives change, so that rebuilds know what is stale.
    pub version: u32,
    /// Whether a file with these first bytes and this name is of this kind.
    pub(super) sniff: fn(&[u8], &str) -> bool,
    /// Hands every member to `Unfolding::give`, `skip` or `spike`; an error ends the container, and is handed over
    /// after the members so far.
    pub(super) unfold: fn(Reader<'_>, &mut Unfolding<'_>) -> io::Result<()>,
}

/// The state of one file's unfolding.
pub struct Unfolding<'a> {
    pub(super) caps: Caps,
    /// All kinds of container, in the order they are tried.
    containers: &'static [Container],
    depth: usize,
    members: u64,
    stopped: bool,
    /// Locator of the container that is being read, after the file's.
    member: String,
    /// Facts stated about that container.
    facts: ItemFacts,
    /// Bytes that all members together may still return.
    left: Rc<Cell<u64>>,
    sink: &'a mut dyn FnMut(Item<'_>) -> bool,
}

impl<'a> Unfolding<'a> {
    /// `packed` is the size of the file on disk.
    pub(super) fn new(
        containers: &'static [Container],
        caps: &Caps,
        packed: u64,
        sink: &'a mut dyn FnMut(Item<'_>) -> bool,
    ) -> Self {
        Self {
            caps: *caps,
            containers,
            depth: 0,
            members: 0,
            stopped: false,
            member: String::new(),
            facts: ItemFacts::default(),
            left: Rc::new(Cell::new(caps.most_from(packed))),
            sink,
        }
    }
}

impl Unfolding<'_> {
    /// Hands over one member, or the members in it. `part` is its own locator: `!name` or `#number`. Returns `false`
    /// when no more members are needed.
    pub(super) fn give(&mut self, part: &str, facts: ItemFacts, mut reader: Reader<'_>) -> bool {
        let name = reader.name.to_ascii_lowercase();
        let container = match reader.head() {
            Ok(head) => self.containers.iter().find(|container| (container.sniff)(head, &name)),
            Err(error) => return self.spike(part, error),
        };
        let Some(container) = container else { return self.hand_on(part, facts, Content::Document(reader)) };
        if self.depth == CONTAINER_NESTING {
            let detail = format!("a {} inside {CONTAINER_NESTING} other containers", container.name);
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

    /// Hands over the container itself as one document: it looked like a container but is not one.
    pub(super) fn whole(&mut self, reader: Reader<'_>) -> bool {
        let facts = self.facts.clone();
        self.hand_on("", facts, Content::Document(reader))
    }

    /// Members that were handed over so far, including skipped and unreadable ones.
    pub(super) fn members(&self) -> u64 {
        self.members
    }

    /// Records a member that is skipped.
    pub(super) fn skip(&mut self, part: &str, skip: Skip) -> bool {
        self.hand_on(part, ItemFacts::default(), Content::Skipped(skip))
    }

    /// Records a member that cannot be read.
    pub(super) fn spike(&mut self, part: &str, error: io::Error) -> bool {
        self.hand_on(part, ItemFacts::default(), Content::Unreadable(error))
    }

    /// Why a member with this name is skipped without a look at its bytes.
    pub(super) fn skip_reason(name: &str) -> Option<Skip> {
        let hidden = name.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
        (hidden || is_no_article(name)).then_some(Skip::NoArticleType)
    }

    /// The bytes of a member, counted against the limit of the whole file. `packed` is its size in the container; if
    /// the container states the `size` of the member, fewer bytes than that are an error.
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

/// Counts the bytes read against a shared allowance, and against the stated size.
struct Counted<R> {
    inner: R,
    /// Bytes of the stated size that are still to come.
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
            None => return Err(too_large("the file unpacks to more than is plausible for text".to_owned())),
        }
        Ok(read)
    }
}
