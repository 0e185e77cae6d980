//! The entities of XML and HTML to characters: the numeric ones and those with fixed names. Nothing that a document
//! declares is ever expanded; unknown entities stay unchanged.

use quick_xml::escape::resolve_html5_entity;
use std::borrow::Cow;

/// The characters of an entity; the entity itself if it is not one of the fixed ones.
pub(crate) fn resolve<'a>(name: &str) -> Cow<'a, str> {
    known(name).unwrap_or_else(|| Cow::Owned(format!("&{name};")))
}

/// The characters of a numeric entity, or of one with a fixed name.
pub(crate) fn known<'a>(name: &str) -> Option<Cow<'a, str>> {
    let numeric = name.strip_prefix('#').map(|digits| match digits.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => digits.parse(),
    });
    match numeric {
        Some(code) => character(code.ok()?).map(|c| Cow::Owned(c.to_string())),
        None => resolve_html5_entity(name).map(Cow::Borrowed),
    }
}

/// Numbers from 128 to 159 mean the characters of windows-1252, as browsers read them.
fn character(code: u32) -> Option<char> {
    match u8::try_from(code) {
        Ok(byte @ 128..=159) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(&[byte]).0.chars().next(),
        _ => char::from_u32(code).filter(|c| *c != '\0'),
    }
}

/// Longest name of an entity.
const LONGEST_ENTITY: usize = 32;

/// Text with its entities resolved.
pub(crate) fn unescape(text: Cow<'_, str>) -> Cow<'_, str> {
    if !text.contains('&') {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = &*text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        let after = &rest[at + 1..];
        match after.bytes().take(LONGEST_ENTITY + 1).position(|byte| byte == b';').filter(|&end| end > 0) {
            Some(end) => {
                out.push_str(&resolve(&after[..end]));
                rest = &after[end + 1..];
            }
            None => {
                out.push('&');
                rest = after;
            }
        }
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fixed_entities_are_resolved_and_others_stay() {
        let cases = [
            ("no entity", "no entity"),
            ("R&amp;D &lt;b&gt; &quot;x&quot;", "R&D <b> \"x\""),
            ("caf&eacute;&nbsp;&#8211;&#x2014;", "café\u{a0}–—"),
            ("&#146;tis &#128;5", "’tis €5"),
            ("&#0; &#xD800; &#99999999;", "&#0; &#xD800; &#99999999;"),
            ("&#99999999999; &lol9; &; & ;", "&#99999999999; &lol9; &; & ;"),
            ("&amp;amp;", "&amp;"),
            ("&é;", "&é;"),
        ];
        for (text, want) in cases {
            assert_eq!(unescape(Cow::Borrowed(text)), want, "{text}");
        }
        let long = format!("&{};", "a".repeat(100_000));
        assert_eq!(unescape(Cow::Borrowed(&long)), long);
    }
}
