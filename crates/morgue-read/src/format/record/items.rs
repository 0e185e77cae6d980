//! Splits a feed with very many items into shorter feeds, each with the text around the items, so that it is read with the
//! memory of one part. Works on bytes, in every encoding whose ASCII characters are bytes; other feeds stay whole.

use super::stream::{Record, read_whole};
use crate::source::budget;
use std::io::BufRead;
use std::ops::Range;

/// Passes a feed to `sink`, whole or in parts numbered from 1, until that returns `false`.
pub(super) fn read_feed(reader: &mut dyn BufRead, max_bytes: u64, sink: &mut dyn FnMut(Record) -> bool) {
    let bytes = match read_whole(reader, max_bytes) {
        Ok(bytes) => bytes,
        Err(error) => {
            sink(Record { number: None, bytes: Err(error) });
            return;
        }
    };
    let is_json = bytes.trim_ascii_start().starts_with(b"{");
    let parts =
        if is_json { json_parts(&bytes, budget::FEED_PART_ITEMS) } else { xml_parts(&bytes, budget::FEED_PART_ITEMS) };
    let (Some(first), Some(last)) = (parts.first(), parts.last()) else {
        sink(Record { number: None, bytes: Ok(bytes) });
        return;
    };
    let (head, tail) = (&bytes[..first.start], &bytes[last.end..]);
    for (number, part) in (1..).zip(&parts) {
        let part = [head, &bytes[part.clone()], tail].concat();
        if !sink(Record { number: Some(number), bytes: Ok(part) }) {
            return;
        }
    }
}

/// Where the parts of a feed are, if it has more items than one part. A part starts at an item that directly follows the
/// end of another: other places may be inside an item.
fn xml_parts(bytes: &[u8], items_per_part: usize) -> Vec<Range<usize>> {
    let mut starts = Vec::new();
    let (mut items, mut last_end) = (0usize, 0usize);
    for Tag { at, end, kind } in (Tags { bytes, at: 0 }) {
        match kind {
            TagKind::Close => last_end = end,
            TagKind::Open | TagKind::Empty => {
                let follows = last_end > 0 && bytes[last_end..at].iter().all(u8::is_ascii_whitespace);
                if items == 0 || items.is_multiple_of(items_per_part) && follows {
                    starts.push(at);
                }
                items += 1;
                if matches!(kind, TagKind::Empty) {
                    last_end = end;
                }
            }
        }
    }
    between(&starts, &starts, last_end, bytes.len())
}

/// The parts between starts and the ends of those before them; none if there is one, or if too much is around them.
fn between(starts: &[usize], ends: &[usize], last_end: usize, length: usize) -> Vec<Range<usize>> {
    let around = starts.first().map_or(0, |first| first + length.saturating_sub(last_end));
    if starts.len() < 2 || around > budget::FEED_AROUND_BYTES || starts.last().is_none_or(|&start| start >= last_end) {
        return Vec::new();
    }
    let ends = ends[1..].iter().copied().chain([last_end]);
    starts.iter().copied().zip(ends).map(|(start, end)| start..end).collect()
}

/// The same for a feed in JSON: its items are the elements of the list named `items` in the outermost object.
fn json_parts(bytes: &[u8], items_per_part: usize) -> Vec<Range<usize>> {
    let (mut starts, mut ends) = (Vec::new(), Vec::new());
    let (mut depth, mut items, mut list) = (0usize, 0usize, false);
    let (mut last, mut name) = (None, 0..0);
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        match byte {
            b'"' => {
                let start = at + 1;
                at = start;
                while let Some(&inner) = bytes.get(at).filter(|&&inner| inner != b'"') {
                    at += if inner == b'\\' { 2 } else { 1 };
                }
                name = start..at.min(bytes.len());
            }
            b'[' if depth == 1 && last == Some(b':') && &bytes[name.clone()] == b"items" => {
                (depth, list) = (2, true);
                starts.push(at + 1);
                ends.push(at + 1);
            }
            b'{' | b'[' => depth += 1,
            b',' if list && depth == 2 => {
                items += 1;
                if items.is_multiple_of(items_per_part) {
                    starts.push(at + 1);
                    ends.push(at);
                }
            }
            b']' if list && depth == 2 => return between(&starts, &ends, at, bytes.len()),
            b'}' | b']' => depth = depth.saturating_sub(1),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            last = Some(byte);
        }
        at += 1;
    }
    Vec::new()
}

/// A tag of an item: `<item …>`, `<item/>`, `</item>`, and the same of entries.
struct Tag {
    at: usize,
    end: usize,
    kind: TagKind,
}

enum TagKind {
    Open,
    Empty,
    Close,
}

/// The tags of items in markup; what is in CDATA and comments is text.
struct Tags<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Tags<'_> {
    /// Goes on after the next of these bytes.
    fn skip_to(&mut self, from: usize, end: &[u8]) {
        let found = self.bytes[from..].windows(end.len()).position(|window| window == end);
        self.at = found.map_or(self.bytes.len(), |found| from + found + end.len());
    }
}

impl Iterator for Tags<'_> {
    type Item = Tag;

    fn next(&mut self) -> Option<Tag> {
        loop {
            let at = self.at + self.bytes.get(self.at..)?.iter().position(|&byte| byte == b'<')?;
            let rest = &self.bytes[at + 1..];
            if rest.starts_with(b"![CDATA[") {
                self.skip_to(at, b"]]>");
                continue;
            }
            if rest.starts_with(b"!--") {
                self.skip_to(at, b"-->");
                continue;
            }
            self.at = at + 1;
            let (closes, name) = rest.strip_prefix(b"/").map_or((false, rest), |name| (true, name));
            let named = [&b"item"[..], b"entry"].into_iter().find(|word| name.starts_with(word));
            let ends_name = |byte: &u8| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/');
            if !named.is_some_and(|word| name.get(word.len()).is_some_and(ends_name)) {
                continue;
            }
            let length = rest.iter().position(|&byte| byte == b'>')?;
            let end = at + 1 + length + 1;
            self.at = end;
            let is_empty = rest[..length].ends_with(b"/");
            let kind = match (closes, is_empty) {
                (true, _) => TagKind::Close,
                (false, true) => TagKind::Empty,
                (false, false) => TagKind::Open,
            };
            return Some(Tag { at, end, kind });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(feed: &str, items_per_part: usize) -> Vec<&str> {
        xml_parts(feed.as_bytes(), items_per_part).into_iter().map(|part| &feed[part]).collect()
    }

    #[test]
    fn a_long_feed_is_cut_between_items_alone() {
        let feed = "<rss><channel><title>C</title><item>1</item> <item a='b'>2</item>\n<item/><item>4</item><!-- x --></channel></rss>";
        assert_eq!(parts(feed, 2), ["<item>1</item> <item a='b'>2</item>\n", "<item/><item>4</item>"]);
        assert_eq!(parts(feed, 3), ["<item>1</item> <item a='b'>2</item>\n<item/>", "<item>4</item>"]);
        assert_eq!(parts(feed, 4), [""; 0]);
        // Items in texts are none, and nothing is cut where an item is not closed or something else is between two.
        for whole in [
            "<feed><entry><![CDATA[</entry><entry>]]></entry><!-- <entry/> --></feed>",
            "<rss><item>1<item>2<item>3</rss>",
            "<rss><item>1</item><link/><item>2</item></rss>",
            "<rss><items><item-x/></items><item>1</item></rss>",
            "<rss></rss>",
            "<item",
        ] {
            assert_eq!(parts(whole, 1), [""; 0], "{whole}");
        }
        let cdata = "<feed><entry><![CDATA[</entry><entry>]]></entry><entry>2</entry></feed>";
        assert_eq!(parts(cdata, 1), ["<entry><![CDATA[</entry><entry>]]></entry>", "<entry>2</entry>"]);
    }

    #[test]
    fn a_long_feed_in_json_is_cut_between_items_alone() {
        let parts = |feed: &'static str, items| {
            json_parts(feed.as_bytes(), items).into_iter().map(|part| &feed[part]).collect::<Vec<&str>>()
        };
        let feed = r#"{"a":{"items":[0,0]},"t":"\\"items\\":[","items": [{"x":[1,2]},{"y":"]"} , {}],"z":[3,4]}"#;
        assert_eq!(parts(feed, 1), [r#"{"x":[1,2]}"#, r#"{"y":"]"} "#, " {}"]);
        assert_eq!(parts(feed, 2), [r#"{"x":[1,2]},{"y":"]"} "#, " {}"]);
        for whole in
            [r#"{"items":[{},{}"#, r#"{"items":[{}]}"#, r#"{"other":[{},{}]}"#, r#"[{"items":[1,2]}]"#, "{\"", ""]
        {
            assert_eq!(parts(whole, 1), [""; 0], "{whole}");
        }
    }

    #[test]
    fn every_part_has_what_is_around_the_items() {
        let items = "<item><title>A</title></item>".repeat(25_000);
        let feed = format!("<rss><channel><language>en</language>{items}<ttl>5</ttl></channel></rss>");
        let mut passed = Vec::new();
        read_feed(&mut feed.as_bytes(), 1 << 30, &mut |record| {
            passed.push((record.number, String::from_utf8(record.bytes.expect("read")).expect("text")));
            true
        });
        let items: Vec<usize> = passed.iter().map(|(_, part)| part.matches("<item>").count()).collect();
        assert_eq!(items, [4000, 4000, 4000, 4000, 4000, 4000, 1000]);
        for (nth, (number, part)) in passed.iter().enumerate() {
            assert_eq!(*number, Some(nth as u64 + 1));
            assert!(part.starts_with("<rss><channel><language>en</language><item>"));
            assert!(part.ends_with("</item><ttl>5</ttl></channel></rss>"));
        }
        let mut short = Vec::new();
        read_feed(&mut &b"<rss><item/></rss>"[..], 1 << 30, &mut |record| {
            short.push((record.number, record.bytes.expect("read")));
            true
        });
        assert_eq!(short, [(None, b"<rss><item/></rss>".to_vec())]);
    }
}
