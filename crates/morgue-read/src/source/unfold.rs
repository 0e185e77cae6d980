//! A file to the documents in it: itself, or the members of a container, and of the containers in that. Containers are
//! an ordered table, one file each, detected from the content; they are read as streams and never unpacked to disk.
//! A member that cannot be read is handed over with its error; the next ones follow if the container allows it.

use super::bytes::{Caps, open};
use super::item::{Content, Item, ItemFacts};
use super::unfolding::{Container, Unfolding};
use super::{mbox, sidecar, tar, warc, zip};
use std::path::Path;

/// All containers, in the order they are tried.
pub const CONTAINERS: &[Container] = &[
    Container { name: "tar", version: 3, sniff: tar::is_tar, unfold: tar::unfold },
    Container { name: "zip", version: 1, sniff: zip::is_zip, unfold: zip::unfold },
    Container { name: "warc", version: 1, sniff: warc::is_warc, unfold: warc::unfold },
    Container { name: "mbox", version: 1, sniff: mbox::is_mbox, unfold: mbox::unfold },
];

/// Hands every document of a file to `sink` until that returns `false`.
pub fn unfold(path: &Path, caps: &Caps, sink: &mut dyn FnMut(Item<'_>) -> bool) {
    let reader = match open(path, caps) {
        Ok(reader) => reader,
        Err(error) => {
            sink(Item { member: String::new(), facts: ItemFacts::default(), content: Content::Unreadable(error) });
            return;
        }
    };
    let mut unfolding = Unfolding::new(CONTAINERS, caps, reader.packed, sink);
    unfolding.give("", ItemFacts { sidecar: sidecar::read(path), ..ItemFacts::default() }, reader);
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    /// Locators of a file's members, each with the bytes or the reason.
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
