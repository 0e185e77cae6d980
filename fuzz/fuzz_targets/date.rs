//! A date of arbitrary characters in any language: read or not, never in the future, and read back the same when
//! written.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::article::{DateReading, Precision, Published, before_capture};

const NOW: i64 = 1_800_000_000;

const LANGUAGES: [Option<&str>; 10] = [
    None,
    Some("en"),
    Some("en-US"),
    Some("de"),
    Some("fr-CA"),
    Some("pl"),
    Some("cs"),
    Some("ja"),
    Some("ar"),
    Some("zz_ZZ"),
];

fuzz_target!(|text: &str| {
    let captured = DateReading { now: NOW, language: None }.parse("2024-10-25T14:03:00+02:00").expect("a date");
    if let Some(before) = before_capture(text, &captured) {
        assert!(before.seconds <= captured.seconds + 86_400, "{text:?} {before}");
    }
    for language in LANGUAGES {
        let reading = DateReading { now: NOW, language };
        let Some(published) = reading.parse(text) else { continue };
        assert!(published.seconds <= NOW + 2 * 86_400 && published.year() >= 1600, "{text:?} {published}");
        assert!(published.offset_minutes.is_none_or(|offset| offset.abs() <= 24 * 60), "{text:?} {published}");
        if published.precision >= Precision::Day {
            let written = Published { precision: published.precision.written(), ..published };
            assert_eq!(reading.parse(&published.to_string()), Some(written), "{text:?} {published}");
        }
    }
});
