//! The parts of a MIME message: headers and body, multiparts to their texts, with transfer encodings and charsets
//! decoded.
//! Attachments are named, not read; nesting and the number of parts are limited. Never enters a forwarded message.

use crate::format::declared_charset;
use crate::format::input::charset_note;
use crate::source::budget::{MAIL_DEPTH, MAIL_PARTS};
use crate::text::{count_steps, counted, decode};
use encoding_rs::Encoding;
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::charsets::map::charset_decoder;
use mail_parser::{Message, MessageParser, MimeHeaders};
use std::borrow::Cow;

/// Attachments that a note names.
const NAMED_ATTACHMENTS: usize = 5;

/// One text of a message, in one form or both.
#[derive(Debug, Default)]
pub(super) struct Body {
    pub(super) plain: Option<String>,
    pub(super) html: Option<String>,
    /// The address that the HTML part states.
    pub(super) location: Option<String>,
}

/// The parts of a message.
pub(super) struct Parts<'x> {
    pub(super) headers: Option<Message<'x>>,
    pub(super) bodies: Vec<Body>,
    pub(super) notes: Vec<String>,
}

/// Bytes of a message without the blank lines before it.
pub(super) fn without_blank_lines(bytes: &[u8]) -> &[u8] {
    let start = bytes.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(bytes.len());
    &bytes[start..]
}

/// The header lines as UTF-8, whatever their charset. Lines with encoded words state their own and stay unchanged.
pub(super) fn header_text(message: &[u8]) -> Cow<'_, [u8]> {
    let head = &message[..header_length(message)];
    if std::str::from_utf8(head).is_ok() {
        return Cow::Borrowed(head);
    }
    let mut text = Vec::with_capacity(head.len());
    for line in head.split_inclusive(|&byte| byte == b'\n') {
        match line.windows(2).any(|two| two == b"=?") {
            true => text.extend_from_slice(line),
            false => text.extend_from_slice(decode(line, None).text.as_bytes()),
        }
    }
    Cow::Owned(text)
}

impl<'x> Parts<'x> {
    /// Splits a message; `head` is its `header_text`.
    pub(super) fn of(message: &[u8], head: &'x [u8]) -> Self {
        let headers = MessageParser::default().parse_headers(head);
        let mut walk = Walk { left: MAIL_PARTS, attachments: Vec::new(), notes: Vec::new() };
        let mut bodies = Vec::new();
        walk.part(headers.as_ref(), &message[header_length(message)..], 0, &mut bodies);
        let Walk { attachments, mut notes, .. } = walk;
        if !attachments.is_empty() {
            let named = attachments[..attachments.len().min(NAMED_ATTACHMENTS)].join(", ");
            let more = if attachments.len() > NAMED_ATTACHMENTS { ", …" } else { "" };
            notes.push(format!("{} not read: {named}{more}", counted(attachments.len() as u64, "attachment")));
        }
        Self { headers, bodies, notes }
    }
}

/// Length of the header lines with the blank line after them.
fn header_length(part: &[u8]) -> usize {
    let mut at = 0;
    while at < part.len() {
        let end = part[at..].iter().position(|&byte| byte == b'\n').map_or(part.len(), |length| at + length + 1);
        count_steps(end - at);
        if part[at..end].iter().all(u8::is_ascii_whitespace) {
            return end;
        }
        at = end;
    }
    part.len()
}

struct Walk {
    /// Parts that may still be read.
    left: usize,
    attachments: Vec<String>,
    notes: Vec<String>,
}

impl Walk {
    fn part(&mut self, headers: Option<&Message>, body: &[u8], depth: usize, into: &mut Vec<Body>) {
        let stated = headers.and_then(|headers| headers.content_type());
        let kind = stated.map_or_else(|| "text".to_owned(), |stated| stated.ctype().to_ascii_lowercase());
        let subtype = stated.and_then(|stated| stated.subtype()).unwrap_or("plain").to_ascii_lowercase();
        let boundary = stated.and_then(|stated| stated.attribute("boundary")).filter(|_| kind == "multipart");
        let inner = boundary.map(|boundary| cut_parts(body, boundary.trim_end().as_bytes())).unwrap_or_default();
        if !inner.is_empty() {
            return self.multipart(&subtype, &inner, depth, into);
        }
        let attached = headers.and_then(|headers| headers.content_disposition()).is_some_and(|it| it.is_attachment());
        match (kind.as_str(), subtype.as_str()) {
            ("text" | "multipart", "plain" | "enriched" | "mixed" | "alternative" | "related") if !attached => {
                let plain = text_of(headers, body, false, &mut self.notes);
                into.push(Body { plain: Some(plain), ..Body::default() });
            }
            ("text", "html") if !attached => {
                let html = text_of(headers, body, true, &mut self.notes);
                let location = headers.and_then(|headers| headers.content_location()).map(str::to_owned);
                into.push(Body { html: Some(html), location, ..Body::default() });
            }
            ("image" | "audio" | "video" | "font", _) | ("text", "css" | "javascript") => {}
            _ => {
                let name = headers.and_then(|headers| headers.attachment_name()).unwrap_or_default();
                let named =
                    if name.is_empty() { format!("{kind}/{subtype}") } else { format!("{name} ({kind}/{subtype})") };
                self.attachments.push(named);
            }
        }
    }

    fn multipart(&mut self, subtype: &str, parts: &[&[u8]], depth: usize, into: &mut Vec<Body>) {
        if depth == MAIL_DEPTH {
            self.notes.push(format!("parts nested more than {MAIL_DEPTH} levels deep were not read"));
            return;
        }
        let mut found = Vec::new();
        for part in parts {
            if self.left == 0 {
                self.notes.push(format!("parts after the first {MAIL_PARTS} were not read"));
                break;
            }
            self.left -= 1;
            let head = header_text(part);
            let headers = MessageParser::default().parse_headers(head.as_ref());
            // In a digest, a part is a message unless it states otherwise.
            if subtype == "digest" && headers.as_ref().is_none_or(|headers| headers.content_type().is_none()) {
                self.attachments.push("message/rfc822".to_owned());
                continue;
            }
            self.part(headers.as_ref(), &part[header_length(part)..], depth + 1, &mut found);
        }
        if subtype == "alternative" { into.extend(one_of(found)) } else { into.append(&mut found) }
    }
}

/// Combines the forms of one text.
fn one_of(found: Vec<Body>) -> Option<Body> {
    let mut one = Body::default();
    for body in found {
        let add = |text: &mut Option<String>, more: Option<String>| match (text.as_mut(), more) {
            (Some(text), Some(more)) => {
                text.push('\n');
                text.push_str(&more);
            }
            (None, more) => *text = more,
            _ => {}
        };
        add(&mut one.plain, body.plain);
        add(&mut one.html, body.html);
        one.location = one.location.or(body.location);
    }
    (one.plain.is_some() || one.html.is_some()).then_some(one)
}

/// The parts between lines of `--boundary`; empty if there is no such line.
fn cut_parts<'a>(body: &'a [u8], boundary: &[u8]) -> Vec<&'a [u8]> {
    count_steps(body.len());
    let mut parts = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    while at < body.len() && parts.len() <= MAIL_PARTS {
        let end = body[at..].iter().position(|&byte| byte == b'\n').map_or(body.len(), |length| at + length + 1);
        let rest = body[at..end].strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary));
        let border = rest.filter(|rest| rest.starts_with(b"--") || rest.iter().all(u8::is_ascii_whitespace));
        if let Some(rest) = border {
            parts.extend(start.map(|start| without_line_end(&body[start..at.max(start)])));
            start = (!rest.starts_with(b"--")).then_some(end);
            if start.is_none() {
                return parts;
            }
        }
        at = end;
    }
    parts.extend(start.map(|start| &body[start.min(body.len())..]));
    parts
}

/// The line end before a boundary belongs to the boundary.
fn without_line_end(part: &[u8]) -> &[u8] {
    let part = part.strip_suffix(b"\n").unwrap_or(part);
    part.strip_suffix(b"\r").unwrap_or(part)
}

/// The text of a part.
fn text_of(headers: Option<&Message>, body: &[u8], is_html: bool, notes: &mut Vec<String>) -> String {
    let encoding = headers.and_then(|headers| headers.content_transfer_encoding()).unwrap_or_default();
    let bytes = match encoding.trim().to_ascii_lowercase().as_str() {
        "base64" => Cow::Owned(from_base64(body)),
        "quoted-printable" => Cow::Owned(from_quoted_printable(body)),
        _ => Cow::Borrowed(body),
    };
    let stated = headers.and_then(|headers| headers.content_type()).and_then(|stated| stated.attribute("charset"));
    let stated = stated.map(|charset| charset.trim().to_owned());
    if let Some(charset) = stated.as_deref().filter(|charset| Encoding::for_label(charset.as_bytes()).is_none())
        && let Some(decoder) = charset_decoder(charset.as_bytes())
    {
        return decoder(&bytes);
    }
    let in_head = || is_html.then(|| declared_charset(&bytes[..bytes.len().min(4096)])).flatten();
    let decoded = decode(&bytes, stated.or_else(in_head).as_deref());
    notes.extend(charset_note(&decoded));
    decoded.text.into_owned()
}

/// Ignores characters outside the alphabet: mailing lists add footers after the encoded text.
fn from_base64(body: &[u8]) -> Vec<u8> {
    let letters = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'/');
    let end = body.windows(2).position(|two| two == b"\n-" || two == b"\n_").unwrap_or(body.len());
    let kept: Vec<u8> = body[..end].iter().copied().filter(letters).collect();
    base64_decode(&kept).unwrap_or_else(|| body.to_vec())
}

/// Invalid sequences stay unchanged.
fn from_quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            out.push(byte);
            continue;
        }
        let digit = |at: usize| after.get(at).and_then(|&byte| char::from(byte).to_digit(16));
        let blanks = after.iter().take_while(|byte| matches!(byte, b' ' | b'\t' | b'\r')).count();
        match (digit(0), digit(1)) {
            (Some(high), Some(low)) => {
                out.push((high * 16 + low) as u8);
                rest = &after[2..];
            }
            _ if after.get(blanks) == Some(&b'\n') => rest = &after[blanks + 1..],
            _ => out.push(b'='),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_between_boundaries() {
        let body = b"preamble\r\n--b1\r\none\r\n--b12\r\nstill one\r\n--b1  \r\ntwo\r\n--b1--\r\nepilogue";
        assert_eq!(cut_parts(body, b"b1"), [&b"one\r\n--b12\r\nstill one"[..], b"two"]);
        assert_eq!(cut_parts(b"--b\none", b"b"), [&b"one"[..]]);
        assert!(cut_parts(b"text", b"b").is_empty());
    }

    #[test]
    fn transfer_encodings_are_decoded_and_faults_kept() {
        assert_eq!(from_quoted_printable(b"caf=C3=A9 soft=\r\nbreak 1=1 =zz ="), "café softbreak 1=1 =zz =".as_bytes());
        assert_eq!(from_base64(b"RmVycnkg\r\nc2FpbHM=\r\n-- \r\nA list"), b"Ferry sails");
    }
}
