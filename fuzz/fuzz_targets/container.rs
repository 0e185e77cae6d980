//! A file of arbitrary bytes with any name: unfolded, and every document in it detected, read and extracted, or
//! rejected with a reason. Nothing panics, and the number of items stays within the limit.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Input, sniff};
use morgue::source::{Caps, Content, unfold};
use std::io::Write;

const NAMES: [&str; 6] = ["a.warc", "a.warc.gz", "a.arc", "a.mbox", "a.zip", "a.eml"];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, bytes)) = bytes.split_first() else { return };
    let name = NAMES[usize::from(*first) % NAMES.len()];
    let caps = Caps { document_bytes: 1 << 20, members: 200, ..Caps::default() };
    let Ok(mut file) = tempfile::Builder::new().suffix(name).tempfile() else { return };
    if file.write_all(bytes).is_err() {
        return;
    }
    let mut items = 0;
    unfold(file.path(), &caps, &mut |item| {
        items += 1;
        assert!(items <= caps.members + 1);
        if let Content::Document(mut reader) = item.content {
            let name = reader.name.clone();
            let Ok(bytes) = reader.read_document(&caps) else { return true };
            let Ok(format) = sniff(&bytes, &name) else { return true };
            let input =
                Input { bytes: &bytes, name: &name, charset: item.facts.charset.as_deref(), ..Input::default() };
            let Ok(drafts) = format.read(&input) else { return true };
            for draft in drafts.found {
                let place =
                    DraftLocation { source: "fuzz".into(), locator: item.member.clone(), ..DraftLocation::default() };
                let _ = extract(draft, &place, &Rules { now: 1_800_000_000, ..Rules::default() });
            }
        }
        true
    });
});
