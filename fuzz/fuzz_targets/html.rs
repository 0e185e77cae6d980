//! A page of arbitrary characters: read with full and with fast effort, and extracted. Nothing panics, and a stack as
//! large as the readers' does not overflow.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::extract::{DraftLocation, Rules, extract, labels};
use morgue::format::{Effort, read_html_with};
use morgue::format::{declared_charset, read_html};

/// The stack of reader threads, enlarged: unoptimised frames with checks are several times as large.
const STACK_BYTES: usize = 256 << 20;

fuzz_target!(|html: &str| {
    let _ = declared_charset(html.as_bytes());
    std::thread::scope(|scope| {
        let reader = std::thread::Builder::new().stack_size(STACK_BYTES);
        let read = reader.spawn_scoped(scope, || {
            let drafts = [read_html(html), read_html_with(html, Effort::Fast)];
            for draft in drafts.into_iter().flatten() {
                let place =
                    DraftLocation { source: "fuzz".into(), locator: "a.html".into(), ..DraftLocation::default() };
                let rules = Rules { now: 1_800_000_000, ..Rules::default() };
                assert_eq!(labels(&draft, &place, &rules).len(), draft.blocks.len());
                let _ = extract(draft, &place, &rules);
            }
        });
        read.expect("a thread").join().expect("no panic");
    });
});
