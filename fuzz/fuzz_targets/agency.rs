//! Agency and OCR files of arbitrary bytes: detected, read, extracted, or rejected with a reason. Nothing panics.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{FORMATS, Input};

/// The formats that the first byte chooses from.
const NAMES: [&str; 8] = ["newsml-g2", "newsml1", "nitf", "factiva-xml", "alto", "mets", "wire-text", "hocr"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let Some(format) = FORMATS.iter().find(|format| format.name == name) else { return };
    let Ok(drafts) = format.read(&Input { bytes, name: "a.xml", ..Input::default() }) else { return };
    for draft in drafts.found {
        let place = DraftLocation { source: "fuzz".into(), locator: name.into(), ..DraftLocation::default() };
        let _ = extract(draft, &place, &Rules { now: 1_800_000_000, ..Rules::default() });
    }
});
