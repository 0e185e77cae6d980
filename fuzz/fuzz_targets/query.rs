//! A query of arbitrary characters: read or rejected with a position in it; a query that is read prints as one that is
//! read the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::query::{ParseOptions, parse, print};

fuzz_target!(|text: &str| {
    let reading = ParseOptions { any: text.len() % 2 == 0, today: &|| jiff::civil::date(2024, 10, 25) };
    match parse(text, reading) {
        Ok(query) => {
            let printed = print(&query.root);
            assert!(parse(&printed, ParseOptions { any: false, ..reading }).is_ok(), "{printed}");
        }
        Err(error) => {
            assert!(error.span.start <= text.len());
            let _ = (error.column(text), error.pointer(text));
        }
    }
});
