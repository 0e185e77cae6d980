//! Stated facts of arbitrary characters: dates, bylines, datelines, addresses, keys.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::article::{ArticleKey, Byline, DateReading, Dateline, canonical_url, host_of};

fuzz_target!(|text: &str| {
    let _ = DateReading { now: 1_800_000_000, language: Some("en-GB") }.parse(text);
    let _ = Byline::parse(text);
    let _ = Dateline::parse(text);
    let _ = host_of(text);
    let _ = ArticleKey::parse(text);
    if let Some(canonical) = canonical_url(text) {
        assert_eq!(canonical_url(&canonical).as_deref(), Some(canonical.as_str()), "a canonical address is its own");
    }
});
