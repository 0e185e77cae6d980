//! The heads of records in web archives: named fields in WARC, one line of them in ARC.

use super::budget::HTTP_HEAD_BYTES;
use super::http_head::{field, fields, head_length};
use crate::text::count_steps;

/// The two kinds of web archives.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Layout {
    Warc,
    Arc,
}

/// What a record holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// An HTTP response, with its head.
    Response,
    /// A file, or the text of a page.
    Resource,
    Revisit,
    /// Requests, metadata and similar records that accompany responses.
    Companion,
}

/// The head of one record.
#[derive(Debug)]
pub(super) struct RecordHead {
    pub(super) kind: Kind,
    pub(super) url: String,
    /// ISO 8601.
    pub(super) captured: Option<String>,
    pub(super) length: u64,
    pub(super) content_type: Option<String>,
    pub(super) notes: Vec<String>,
}

impl Layout {
    /// Longest byte sequence needed to recognise the start of a record.
    pub(super) const LONGEST_MARK: usize = 32;

    /// Detected from the first bytes of a file.
    pub(super) fn of(head: &[u8]) -> Option<Self> {
        if head.starts_with(b"filedesc:") {
            return Some(Self::Arc);
        }
        Self::Warc.starts(head).then_some(Self::Warc)
    }

    /// Whether these bytes may start a record.
    pub(super) fn starts(self, bytes: &[u8]) -> bool {
        match self {
            Self::Warc => {
                bytes.strip_prefix(b"WARC/").is_some_and(|rest| matches!(rest, [b'0'..=b'9', b'.', b'0'..=b'9', ..]))
            }
            Self::Arc => {
                let line = bytes.split(|&byte| byte == b'\n').next().unwrap_or_default();
                line.starts_with(b"http") || line.starts_with(b"dns:") || line.starts_with(b"filedesc:")
            }
        }
    }

    /// The next position in a view, after its first byte, where a record may start: at the start of a line.
    pub(super) fn next_start(self, view: &[u8]) -> Option<usize> {
        let line_starts = view.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
        line_starts.filter(|&at| at < view.len()).find(|&at| match self {
            Self::Warc => self.starts(&view[at..]),
            Self::Arc => self.starts(&view[at..]) && arc_head(&view[at..]).is_some(),
        })
    }

    /// Where a record starts inside the bytes of another, after the blank line that ends records.
    pub(super) fn inner_start(self, block: &[u8]) -> Option<usize> {
        let behind_blank = block.windows(4).enumerate().filter(|(_, four)| *four == b"\r\n\r\n").map(|(at, _)| at + 4);
        match self {
            Self::Warc => behind_blank.into_iter().find(|&at| self.starts(&block[at..])),
            // A record of an ARC file cannot be distinguished from a line of a page about one.
            Self::Arc => None,
        }
    }
}

impl RecordHead {
    /// Reads the head at the start of a view, and returns its length.
    pub(super) fn parse(view: &[u8], layout: Layout) -> Option<(Self, usize)> {
        match layout {
            Layout::Warc => warc_head(view),
            Layout::Arc => arc_head(view),
        }
    }
}

fn warc_head(view: &[u8]) -> Option<(RecordHead, usize)> {
    if !Layout::Warc.starts(view) {
        return None;
    }
    let head = &view[..view.len().min(HTTP_HEAD_BYTES)];
    let length = head_length(head);
    count_steps(length.unwrap_or(head.len()));
    let length = length?;
    let text = String::from_utf8_lossy(&view[..length]);
    let fields = fields(text.lines().skip(1));
    let get = |name: &str| field(&fields, name);
    let kind = match get("warc-type")?.to_ascii_lowercase().as_str() {
        "response" => Kind::Response,
        "resource" | "conversion" => Kind::Resource,
        "revisit" => Kind::Revisit,
        _ => Kind::Companion,
    };
    let mut notes = Vec::new();
    if let Some(cause) = get("warc-truncated") {
        notes.push(format!("the capture was truncated ({cause})"));
    }
    if get("warc-segment-number").is_some() {
        notes.push("the capture continues in another record".to_owned());
    }
    let head = RecordHead {
        kind,
        url: address(get("warc-target-uri").unwrap_or_default()),
        captured: get("warc-date").map(str::to_owned),
        length: get("content-length")?.parse().ok()?,
        content_type: get("content-type").map(str::to_owned),
        notes,
    };
    Some((head, length))
}

/// `URL IP date type length`, with more fields before the length in later files. Addresses and types may contain
/// spaces: the date after the IP address shows where they end.
fn arc_head(view: &[u8]) -> Option<(RecordHead, usize)> {
    let end = view.iter().take(HTTP_HEAD_BYTES).position(|&byte| byte == b'\n')?;
    let line = String::from_utf8_lossy(&view[..end]);
    let words: Vec<&str> = line.trim_end().split(' ').collect();
    let is_address =
        |word: &str| word.contains(['.', ':']) && word.bytes().all(|b| b.is_ascii_hexdigit() || b == b'.' || b == b':');
    let date_at = (2..words.len()).find(|&at| capture_time(words[at]).is_some() && is_address(words[at - 1]))?;
    let url = words[..date_at - 1].join(" ");
    if !url.contains(':') || date_at + 1 >= words.len() {
        return None;
    }
    let is_description = url.starts_with("filedesc:");
    let head = RecordHead {
        kind: if is_description { Kind::Companion } else { Kind::Response },
        url: address(&url),
        captured: capture_time(words[date_at]),
        length: words.last()?.parse().ok()?,
        content_type: words.get(date_at + 1).map(|&word| word.to_owned()),
        notes: Vec::new(),
    };
    Some((head, end + 1))
}

/// `20140216050221` as ISO 8601.
fn capture_time(word: &str) -> Option<String> {
    let digits = word.len() == 14 && word.bytes().all(|byte| byte.is_ascii_digit());
    digits.then(|| {
        let part = |from: usize, to: usize| &word[from..to];
        format!("{}-{}-{}T{}:{}:{}Z", part(0, 4), part(4, 6), part(6, 8), part(8, 10), part(10, 12), part(12, 14))
    })
}

/// An address without the angle brackets that some writers add, with spaces encoded.
fn address(stated: &str) -> String {
    let stated = stated.trim();
    let bare = stated.strip_prefix('<').and_then(|inside| inside.strip_suffix('>')).unwrap_or(stated);
    bare.trim().replace(' ', "%20")
}
