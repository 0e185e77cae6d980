//! HTTP responses in web archives to the body as a reader saw it: chunks joined and decompressed.
//! Captures often declare an encoding that was already removed: such bytes stay as they are.

use super::budget;
use super::bytes::too_large;
use super::http_head::HttpHead;
use std::borrow::Cow;
use std::io::{self, Read};

impl HttpHead {
    /// The body without chunks and compression, and notes on what was unusual. At most `most` bytes of it.
    pub(super) fn body<'a>(&self, raw: &'a [u8], most: u64, notes: &mut Vec<String>) -> io::Result<Cow<'a, [u8]>> {
        let mut body = Cow::Borrowed(raw);
        if self.field("transfer-encoding").is_some_and(|coding| coding.to_ascii_lowercase().contains("chunked")) {
            body = unchunked(raw, notes).map_or(body, Cow::Owned);
        }
        let codings = self.field("content-encoding").unwrap_or_default().to_ascii_lowercase();
        for coding in codings.split(',').rev().take(budget::HTTP_CODINGS) {
            if let Some(plain) = decoded(&body, coding.trim(), most, notes)? {
                body = Cow::Owned(plain);
            }
        }
        Ok(body)
    }
}

/// The chunks joined; `None` if the body is not chunked. After a wrong length, the rest is kept as it is.
fn unchunked(raw: &[u8], notes: &mut Vec<String>) -> Option<Vec<u8>> {
    let mut rest = raw;
    let mut joined = Vec::with_capacity(raw.len());
    let mut chunks = 0;
    loop {
        let Some((size, header)) = chunk_size(rest) else {
            if chunks == 0 {
                return None;
            }
            if !rest.is_empty() {
                notes.push("a chunk of the response states a wrong length".to_owned());
                joined.extend_from_slice(rest);
            }
            return Some(joined);
        };
        rest = &rest[header..];
        if size == 0 {
            return Some(joined);
        }
        let (chunk, after) = rest.split_at(size.min(rest.len()));
        joined.extend_from_slice(chunk);
        if chunk.len() < size {
            notes.push("the response ends in the middle of a chunk".to_owned());
            return Some(joined);
        }
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        chunks += 1;
    }
}

/// Longest line that states the size of a chunk.
const MAX_SIZE_LINE: usize = 200;

/// The size that a chunk states, and the length of the line that states it.
fn chunk_size(bytes: &[u8]) -> Option<(usize, usize)> {
    let end = bytes.iter().take(MAX_SIZE_LINE).position(|&byte| byte == b'\n')?;
    let line = std::str::from_utf8(&bytes[..end]).ok()?;
    let digits = line.split(';').next()?.trim();
    let valid = (1..=15).contains(&digits.len()) && digits.bytes().all(|byte| byte.is_ascii_hexdigit());
    Some((usize::from_str_radix(digits, 16).ok().filter(|_| valid)?, end + 1))
}

/// The decompressed bytes; `None` if they are not in this encoding.
fn decoded(bytes: &[u8], coding: &str, most: u64, notes: &mut Vec<String>) -> io::Result<Option<Vec<u8>>> {
    let readers: Vec<Box<dyn Read + '_>> = match coding {
        "gzip" | "x-gzip" if bytes.starts_with(&[0x1f, 0x8b]) => {
            vec![Box::new(flate2::read::MultiGzDecoder::new(bytes))]
        }
        "deflate" => {
            vec![Box::new(flate2::read::ZlibDecoder::new(bytes)), Box::new(flate2::read::DeflateDecoder::new(bytes))]
        }
        "br" => vec![Box::new(brotli_decompressor::Decompressor::new(bytes, BROTLI_BUFFER))],
        "zstd" => vec![Box::new(zstd::Decoder::new(bytes)?)],
        _ => Vec::new(),
    };
    for reader in readers {
        let mut plain = Vec::new();
        let read = reader.take(most + 1).read_to_end(&mut plain);
        if plain.len() as u64 > most {
            return Err(too_large(format!("the document is larger than {} MiB", most >> 20)));
        }
        match read {
            Ok(_) if !plain.is_empty() => return Ok(Some(plain)),
            // A truncated capture gives its first part; a body that was never compressed gives a few wrong bytes at
            // most.
            Err(_) if plain.len() > bytes.len() => {
                notes.push(format!("the {coding} stream of the response is truncated or damaged"));
                return Ok(Some(plain));
            }
            _ => {}
        }
    }
    Ok(None)
}

const BROTLI_BUFFER: usize = 8 << 10;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    const TEXT: &str = "The ferry to Sund will sail again from Monday. The ferry to Sund will sail again from Monday.";
    /// `TEXT`, compressed by another program: brotli 1.1.
    const BROTLI: &[u8] = include_bytes!("../../../../tests/cases/formats/warc/ferry.br");

    fn gzip(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).expect("packed");
        encoder.finish().expect("packed")
    }

    fn zlib(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).expect("packed");
        encoder.finish().expect("packed")
    }

    fn deflate(text: &str) -> Vec<u8> {
        let mut encoder = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::default());
        encoder.write_all(text.as_bytes()).expect("packed");
        encoder.finish().expect("packed")
    }

    fn body_of(fields: &str, raw: &[u8]) -> (String, usize) {
        let answer = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), raw].concat();
        let head = HttpHead::parse(&answer).expect("a head");
        let mut notes = Vec::new();
        let body = head.body(&answer[head.length..], 1 << 20, &mut notes).expect("read");
        (String::from_utf8_lossy(&body).into_owned(), notes.len())
    }

    #[test]
    fn chunks_are_joined_and_decompressed() {
        let chunked = |bytes: &[u8]| {
            let (one, two) = bytes.split_at(bytes.len() / 2);
            let head = |part: &[u8]| format!("{:x};name=value\r\n", part.len()).into_bytes();
            [head(one), one.to_vec(), b"\r\n".to_vec(), head(two), two.to_vec(), b"\r\n0\r\n\r\n".to_vec()].concat()
        };
        let cases: [(&str, Vec<u8>); 9] = [
            ("", TEXT.into()),
            ("Transfer-Encoding: chunked\r\n", chunked(TEXT.as_bytes())),
            ("Transfer-Encoding: chunked\r\n", TEXT.into()),
            ("Content-Encoding: gzip\r\n", gzip(TEXT)),
            ("content-encoding:gzip\r\n", TEXT.into()),
            ("Content-Encoding: deflate\r\n", zlib(TEXT)),
            ("Content-Encoding: deflate\r\n", deflate(TEXT)),
            ("Content-Encoding: br\r\n", BROTLI.to_vec()),
            ("Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", chunked(&gzip(TEXT))),
        ];
        for (fields, raw) in cases {
            assert_eq!(body_of(fields, &raw), (TEXT.to_owned(), 0), "{fields}");
        }
        for coding in ["deflate", "br", "zstd", "x-unknown"] {
            assert_eq!(body_of(&format!("Content-Encoding: {coding}\r\n"), TEXT.as_bytes()), (TEXT.to_owned(), 0));
        }
    }

    #[test]
    fn what_is_cut_gives_its_first_part_and_a_note() {
        let long: String = (0..4000).map(|n| format!("line {n} of the report. ")).collect();
        let packed = gzip(&long);
        let (got, notes) = body_of("Content-Encoding: gzip\r\n", &packed[..packed.len() * 3 / 4]);
        assert!(long.starts_with(&got) && got.len() > long.len() / 2 && notes == 1, "{} {notes}", got.len());
        assert_eq!(
            body_of("Transfer-Encoding: chunked\r\n", b"5\r\nferry\r\n9\r\nsails"),
            ("ferrysails".to_owned(), 1)
        );
        assert_eq!(
            body_of("Transfer-Encoding: chunked\r\n", b"5\r\nferry\r\nsails on"),
            ("ferrysails on".to_owned(), 1)
        );
    }

    #[test]
    fn a_bomb_is_too_large() {
        let head = HttpHead::parse(b"HTTP/1.1 200\r\nContent-Encoding: gzip\r\n\r\n").expect("a head");
        let bomb = gzip(&"a".repeat(5 << 20));
        let error = head.body(&bomb, 1 << 20, &mut Vec::new()).expect_err("refused");
        assert_eq!(error.kind(), io::ErrorKind::FileTooLarge);
    }
}
