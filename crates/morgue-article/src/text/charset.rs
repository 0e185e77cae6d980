//! Bytes to UTF-8: byte-order mark, then valid UTF-8, then the declared charset, then detection.
//! Never fails: invalid bytes become U+FFFD and are counted.

use super::steps::count_steps;
use super::twice::encoded_once;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8};
use std::borrow::Cow;

/// Decoded text, and how it was decoded.
#[derive(Debug)]
pub struct Decoded<'a> {
    pub text: Cow<'a, str>,
    /// The encoding's standard name.
    pub charset: &'static str,
    /// Characters that could not be read.
    pub replaced: usize,
    /// Whether it had been encoded as UTF-8 more than once.
    pub repaired: bool,
}

impl Decoded<'_> {
    /// The same text as it was before it was encoded as UTF-8 again.
    pub fn repaired(self) -> Self {
        match encoded_once(&self.text) {
            Some(text) => Self { text: Cow::Owned(text), repaired: true, ..self },
            None => self,
        }
    }
}

/// Decodes `bytes`; `declared` is the charset a header or a meta tag states.
pub fn decode<'a>(bytes: &'a [u8], declared: Option<&str>) -> Decoded<'a> {
    count_steps(bytes.len());
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        return with(encoding, &bytes[mark..]);
    }
    if let Ok(text) = std::str::from_utf8(bytes) {
        return Decoded { text: Cow::Borrowed(text), charset: UTF_8.name(), replaced: 0, repaired: false };
    }
    if let Some(encoding) = declared.and_then(|label| Encoding::for_label(label.trim().as_bytes()))
        && encoding != UTF_8
    {
        return with(encoding, bytes);
    }
    with(detect(bytes), bytes)
}

fn with<'a>(encoding: &'static Encoding, bytes: &'a [u8]) -> Decoded<'a> {
    let (text, bad) = encoding.decode_without_bom_handling(bytes);
    let replaced = if bad { text.matches('\u{fffd}').count() } else { 0 };
    Decoded { text, charset: encoding.name(), replaced, repaired: false }
}

/// UTF-16 without a mark has zero bytes at every second position; otherwise `chardetng` guesses. Text that is UTF-8
/// except for a few damaged characters stays UTF-8: a wrong legacy guess would spoil every accent in it.
fn detect(bytes: &[u8]) -> &'static Encoding {
    let head = &bytes[..bytes.len().min(4096)];
    let zeros = |odd: usize| head.iter().skip(odd).step_by(2).filter(|&&byte| byte == 0).count() * 10 > head.len() * 4;
    if zeros(1) {
        return encoding_rs::UTF_16LE;
    }
    if zeros(0) {
        return encoding_rs::UTF_16BE;
    }
    if is_mostly_utf8(bytes) {
        return UTF_8;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    detector.guess(None, Utf8Detection::Allow)
}

/// At least twenty well-formed multi-byte characters for every malformed byte run.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut good, mut bad) = (0usize, 0usize);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    good >= bad * 20
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_every_usual_charset() {
        let mut utf16 = vec![0xff, 0xfe];
        utf16.extend("Zürich".encode_utf16().flat_map(u16::to_le_bytes));
        let cases: [(&[u8], Option<&str>, &str); 6] = [
            ("Zürich".as_bytes(), None, "Zürich"),
            (b"\xef\xbb\xbfZ\xc3\xbcrich", Some("latin1"), "Zürich"),
            (b"Z\xfcrich", Some("iso-8859-1"), "Zürich"),
            ("Zürich".as_bytes(), Some("iso-8859-1"), "Zürich"),
            (&utf16, None, "Zürich"),
            (
                b"\xcc\xee\xf1\xea\xe2\xe0 \xe8 \xf0\xee\xf1\xf1\xe8\xff \xe7\xe8\xec\xee\xe9",
                None,
                "Москва и россия зимой",
            ),
        ];
        for (bytes, declared, want) in cases {
            assert_eq!(decode(bytes, declared).text, want);
        }
    }

    #[test]
    fn a_damaged_byte_does_not_spoil_utf8() {
        let mut bytes = "Žluťoučký kůň úpěl ďábelské ódy, řekl mluvčí vlády. ".repeat(3).into_bytes();
        bytes.push(0xff);
        let decoded = decode(&bytes, None);
        assert!(decoded.text.starts_with("Žluťoučký kůň"));
        assert_eq!((decoded.charset, decoded.replaced), ("UTF-8", 1));
    }
}
