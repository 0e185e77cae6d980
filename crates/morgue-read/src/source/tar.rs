//! Tar archives to their members, read as a stream. Links and devices in them are skipped.

use super::bytes::Reader;
use super::item::ItemFacts;
use super::names::MemberLocators;
use super::skip::Skip;
use super::unfolding::Unfolding;
use std::io;
use tar::{Archive, EntryType};

/// Position of the mark in a tar header.
const MARK: std::ops::Range<usize> = 257..262;

/// A tar archive has its mark in the first header.
pub(super) fn is_tar(head: &[u8], _name: &str) -> bool {
    head.get(MARK).is_some_and(|mark| mark == b"ustar")
}

/// Hands over every member.
pub(super) fn unfold(reader: Reader<'_>, unfolding: &mut Unfolding<'_>) -> io::Result<()> {
    let mut archive = Archive::new(reader);
    let mut names = MemberLocators::default();
    for entry in archive.entries()? {
        let entry = entry?;
        let name = String::from_utf8_lossy(&entry.path_bytes()).trim_start_matches("./").to_owned();
        let skip = match entry.header().entry_type() {
            EntryType::Directory => continue,
            EntryType::Regular | EntryType::Continuous | EntryType::GNUSparse => Unfolding::skip_reason(&name),
            _ => Some(Skip::NoRegularFile),
        };
        let part = names.place(&name);
        let size = entry.size();
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
