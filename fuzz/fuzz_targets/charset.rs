//! Arbitrary bytes with any declared charset: always decoded completely, and UTF-8 stays unchanged.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::format::declared_charset;
use morgue::text::decode;

const DECLARED: [Option<&str>; 12] = [
    None,
    Some("utf-8"),
    Some("windows-1251"),
    Some("iso-8859-1"),
    Some("shift_jis"),
    Some("gb18030"),
    Some("iso-2022-jp"),
    Some("utf-16le"),
    Some("euc-kr"),
    Some("x-user-defined"),
    Some("replacement"),
    Some(" no such \0 charset "),
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let stated = declared_charset(bytes);
    for declared in [DECLARED[usize::from(*first) % DECLARED.len()], stated.as_deref()] {
        let decoded = decode(bytes, declared);
        assert!(decoded.replaced <= decoded.text.matches('\u{fffd}').count());
        let has_mark =
            bytes.starts_with(b"\xef\xbb\xbf") || bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff");
        if let (Ok(text), false) = (std::str::from_utf8(bytes), has_mark) {
            assert_eq!((decoded.text.as_ref(), decoded.replaced), (text, 0));
        }
    }
});
