//! The head of a response that was saved with its page (`wget --save-headers`, `curl -i`): cut off, after reading the
//! charset and address it states. Its dates are those of the server and the transfer, never of the publication.

use super::{Candidate, MetaField};
use crate::article::Origin;
use crate::source::{HttpHead, media_type};

/// What a head states, and the bytes after it.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Response<'a> {
    pub(super) body: &'a [u8],
    pub(super) charset: Option<String>,
    pub(super) candidates: Vec<Candidate>,
}

/// Most heads of redirects before the last head.
const HEADS: usize = 10;

/// Whether a file starts with the head of a response that contains a page.
pub(super) fn is_page(text: &str) -> bool {
    starts(text.as_bytes()) && {
        let lower = text.to_ascii_lowercase();
        lower.contains("content-type: text/html") || lower.contains("content-type: application/xhtml")
    }
}

fn starts(bytes: &[u8]) -> bool {
    bytes.starts_with(b"HTTP/1.") || bytes.starts_with(b"HTTP/2") || bytes.starts_with(b"HTTP/3")
}

/// Cuts off the head; bytes without one are returned unchanged.
pub(super) fn cut(bytes: &[u8]) -> Response<'_> {
    let mut response = Response { body: bytes, ..Response::default() };
    for _ in 0..HEADS {
        let whole = HttpHead::parse(response.body).filter(|head| head.is_whole);
        let Some(head) = whole.filter(|_| starts(response.body)) else { break };
        response.body = &response.body[head.length..];
        response.charset = None;
        head.fields.iter().for_each(|(name, value)| response.state(name, value));
    }
    // The last redirect leads to the page, so the last candidate comes first.
    response.candidates.reverse();
    response
}

impl Response<'_> {
    fn state(&mut self, name: &str, value: &str) {
        let field = match name {
            "content-type" => {
                self.charset = media_type(value).1.map(|charset| charset.to_ascii_lowercase());
                return;
            }
            "content-language" => MetaField::Language,
            "location" | "content-location" => MetaField::Url,
            "link" if value.contains("rel=\"canonical\"") || value.contains("rel=canonical") => MetaField::Url,
            "date" => MetaField::Captured,
            _ => return,
        };
        let value = match name {
            // `<https://example.org/a>; rel="canonical"`, possibly after links of other kinds.
            "link" => value.split(',').find(|link| link.contains("canonical")).unwrap_or_default(),
            _ => value,
        };
        let value = value.split(';').next().unwrap_or_default().trim().trim_start_matches('<').trim_end_matches('>');
        if !value.is_empty() {
            let origin = Origin::of("http", name);
            self.candidates.push(Candidate { field, value: value.to_owned(), origin });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_cut_off_and_state_charset_and_address() {
        let page = "HTTP/1.1 301 Moved\r\nLocation: https://example.org/a\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html; charset=\"ISO-8859-2\"\r\n\
                    Last-Modified: Fri, 25 Oct 2024 14:03:00 GMT\r\nLink: </x.css>; rel=preload, <https://example.org/b>; rel=\"canonical\"\r\n\r\n<html>\r\n\r\n";
        let response = cut(page.as_bytes());
        assert_eq!(response.body, b"<html>\r\n\r\n");
        assert_eq!(response.charset.as_deref(), Some("iso-8859-2"));
        let found: Vec<_> =
            response.candidates.iter().map(|it| (it.field, it.value.as_str(), it.origin.as_str())).collect();
        assert_eq!(
            found,
            [
                (MetaField::Url, "https://example.org/b", "http:link"),
                (MetaField::Url, "https://example.org/a", "http:location")
            ]
        );
    }

    #[test]
    fn bytes_without_a_head_stay() {
        for bytes in [&b"<html>\n\nHTTP/1.1 200 OK"[..], b"HTTP/1.1 is a protocol", b"", b"HTTP/1.1"] {
            assert_eq!(cut(bytes), Response { body: bytes, ..Response::default() });
        }
    }
}
