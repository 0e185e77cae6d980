//! The head of an HTTP response: its status and its fields, wherever it was saved together with the body.

use super::budget;

/// The head of an HTTP response.
pub struct HttpHead {
    pub status: u16,
    /// In the original order, names in lower case.
    pub fields: Vec<(String, String)>,
    /// Where the body starts.
    pub length: usize,
    /// Whether a blank line ends the head; otherwise it fills all the bytes that were searched.
    pub is_whole: bool,
}

impl HttpHead {
    /// Reads the head at the start of `bytes`; `None` if there is none.
    pub fn parse(bytes: &[u8]) -> Option<Self> {
        let bytes = &bytes[..bytes.len().min(budget::HTTP_HEAD_BYTES)];
        if !bytes.starts_with(b"HTTP/") {
            return None;
        }
        let end = head_length(bytes);
        let length = end.unwrap_or(bytes.len());
        let text = String::from_utf8_lossy(&bytes[..length]);
        let mut lines = text.lines();
        let status = lines.next()?.split_whitespace().nth(1)?.parse().ok()?;
        Some(Self { status, fields: fields(lines), length, is_whole: end.is_some() })
    }

    /// The first field with this name, which is in lower case.
    pub fn field(&self, name: &str) -> Option<&str> {
        field(&self.fields, name)
    }
}

/// Length of a head with the blank line after it.
pub(super) fn head_length(bytes: &[u8]) -> Option<usize> {
    let ends = bytes.iter().enumerate().filter(|(_, byte)| **byte == b'\n').map(|(at, _)| at + 1);
    ends.filter_map(|at| match bytes[at..] {
        [b'\n', ..] => Some(at + 1),
        [b'\r', b'\n', ..] => Some(at + 2),
        _ => None,
    })
    .next()
}

/// `Name: value` lines to fields: names in lower case, continued lines joined.
pub(super) fn fields<'a>(lines: impl Iterator<Item = &'a str>) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = Vec::new();
    for line in lines {
        match (line.starts_with([' ', '\t']), fields.last_mut(), line.split_once(':')) {
            (true, Some((_, value)), _) => {
                value.push(' ');
                value.push_str(line.trim());
            }
            (_, _, Some((name, value))) => fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned())),
            _ => {}
        }
    }
    fields
}

pub(super) fn field<'a>(fields: &'a [(String, String)], name: &str) -> Option<&'a str> {
    fields.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}

/// The type of a `Content-Type`, in lower case, and its charset.
pub fn media_type(stated: &str) -> (String, Option<String>) {
    let mut parts = stated.split(';');
    let kind = parts.next().unwrap_or_default().trim().to_ascii_lowercase();
    let charset = parts.find_map(|part| {
        let (name, value) = part.split_once('=')?;
        let value = value.trim().trim_matches(['"', '\'']);
        (name.trim().eq_ignore_ascii_case("charset") && !value.is_empty()).then(|| value.to_owned())
    });
    (kind, charset)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn media_types_are_separated_from_their_charset() {
        assert_eq!(media_type("Text/HTML; charset=\"UTF-8\""), ("text/html".to_owned(), Some("UTF-8".to_owned())));
        assert_eq!(media_type("text/html"), ("text/html".to_owned(), None));
    }
}
