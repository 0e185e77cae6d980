//! A document of arbitrary bytes with any name: detected, read, extracted, or rejected with a reason. Nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Input, sniff};

const NAMES: [&str; 5] = ["a.txt", "a.html", "a.json", "a.jsonl", "a"];

fuzz_target!(|bytes: &[u8]| {
    let name = NAMES[bytes.first().map_or(0, |byte| usize::from(*byte) % NAMES.len())];
    let Ok(format) = sniff(bytes, name) else { return };
    let Ok(drafts) = format.read(&Input { bytes, name, ..Input::default() }) else { return };
    for draft in drafts.found {
        let place = DraftLocation { source: "fuzz".into(), locator: name.into(), ..DraftLocation::default() };
        let _ = extract(draft, &place, &Rules { now: 1_800_000_000, ..Rules::default() });
    }
});
