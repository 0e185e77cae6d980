//! Text that was encoded as UTF-8 twice, or more often: UTF-8 bytes that a program took for Windows-1252 (`â€™` for `’`).

use std::borrow::Cow;

/// Most rounds: each makes a character two to three times as long.
const MOST_ROUNDS: usize = 3;

/// Fewest damaged characters that are repaired in a text with intact ones: fewer may be intended, as in a text about this
/// damage.
const FEWEST: usize = 3;

/// Fewest damaged characters of a text without others.
const FEWEST_ALONE: usize = 2;

/// The text as it was before it was encoded again; `None` if it was not, or if damage would remain.
///
/// ```
/// use morgue_article::text::encoded_once;
/// assert_eq!(encoded_once("The mayorâ€™s cafÃ©").as_deref(), Some("The mayor’s café"));
/// assert_eq!(encoded_once("The mayor’s café"), None);
/// ```
pub fn encoded_once(text: &str) -> Option<String> {
    let mut repaired = Cow::Borrowed(text);
    for _ in 0..MOST_ROUNDS {
        match once(&repaired) {
            Some(better) => repaired = Cow::Owned(better),
            None => break,
        }
    }
    match repaired {
        Cow::Owned(text) if !has_pair(&text) => Some(text),
        _ => None,
    }
}

/// One round, if most characters beyond ASCII are damaged ones.
fn once(text: &str) -> Option<String> {
    if !has_pair(text) {
        return None;
    }
    let mut better = String::with_capacity(text.len());
    let (mut damaged, mut others) = (0usize, 0usize);
    let mut rest = text;
    while let Some(at) = rest.find(|c: char| !c.is_ascii()) {
        better.push_str(&rest[..at]);
        rest = &rest[at..];
        let used = match sequence(rest) {
            Some((c, used)) => {
                damaged += 1;
                better.push(c);
                used
            }
            None => {
                others += 1;
                let length = rest.chars().next().map_or(1, char::len_utf8);
                better.push_str(&rest[..length]);
                length
            }
        };
        rest = &rest[used..];
    }
    better.push_str(rest);
    let fewest = if others == 0 { FEWEST_ALONE } else { FEWEST };
    (damaged >= fewest && damaged > others).then_some(better)
}

fn has_pair(text: &str) -> bool {
    // The first characters of damaged ones start with this byte.
    text.as_bytes().contains(&0xc3) && text.char_indices().any(|(at, c)| is_lead(c) && sequence(&text[at..]).is_some())
}

fn is_lead(c: char) -> bool {
    matches!(c, '\u{c2}'..='\u{f0}')
}

/// The character whose bytes are at the start of a text, one character for each byte, and the length of these. Only
/// letters and signs that news have: `ß“` at the end of a German quotation is no damage.
fn sequence(text: &str) -> Option<(char, usize)> {
    let mut characters = text.chars();
    let first = characters.next()?;
    let length = match u32::from(first) {
        0xc2..=0xc6 | 0xcb | 0xce..=0xd1 => 2,
        0xe2..=0xe9 => 3,
        0xf0 => 4,
        _ => return None,
    };
    let (mut bytes, mut used) = ([0u8; 4], 0);
    for (place, c) in text.chars().take(length).enumerate() {
        bytes[place] = byte_of(c)?;
        used += c.len_utf8();
    }
    let decoded = std::str::from_utf8(&bytes[..length]).ok()?;
    Some((decoded.chars().next()?, used))
}

/// The byte that Windows-1252 shows as a character; bytes without one are controls, as in browsers.
fn byte_of(c: char) -> Option<u8> {
    const HIGH: &str = "€\u{81}‚ƒ„…†‡ˆ‰Š‹Œ\u{8d}Ž\u{8f}\u{90}‘’“”•–—˜™š›œ\u{9d}žŸ";
    match u8::try_from(c) {
        Ok(byte) => Some(byte),
        Err(_) => HIGH.chars().position(|high| high == c).and_then(|place| u8::try_from(0x80 + place).ok()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a program does that takes UTF-8 for Windows-1252.
    fn damaged(text: &str) -> String {
        let (decoded, _, _) = encoding_rs::WINDOWS_1252.decode(text.as_bytes());
        decoded.into_owned()
    }

    #[test]
    fn every_round_is_undone() {
        for text in [
            "The mayor’s café said “no” — naïve résumé for Zürich.",
            "Владимир Путин сказал",
            "Ο δήμαρχος",
            "東京で三人を逮捕",
            "Žluťoučký kůň",
            "50 € for 5 £ or ¥",
        ] {
            let (one, two) = (damaged(text), damaged(&damaged(text)));
            assert_eq!(encoded_once(&one).as_deref(), Some(text), "{one}");
            assert_eq!(encoded_once(&two).as_deref(), Some(text), "{two}");
        }
        // Beside other characters that are right, if most are damaged.
        let mixed = format!("© {}", damaged("“Ça va?” — “Très bien.”"));
        assert_eq!(encoded_once(&mixed).as_deref(), Some("© “Ça va?” — “Très bien.”"));
    }

    #[test]
    fn other_texts_are_left_alone() {
        for text in [
            "",
            "plain",
            "Der Gruß“, „viel Spaß“ und „Ruß“",
            "NÃO É «VERDADE»",
            "café… Ü“ Ö” É» à”",
            "東京で。",
            "Programs that show â€™ for an apostrophe – and “Ã©” for é – are wrong.",
            "São Paulo",
            "AMANHÃ\u{a0}e hoje",
            "It shows â€™ for an apostrophe.",
        ] {
            assert_eq!(encoded_once(text), None, "{text}");
        }
    }
}
