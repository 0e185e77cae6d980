//! A file of arbitrary bytes under one name, read as an ingest reads it, with a limit on all memory of the process: a
//! reader that allocates what a file states dies here.

use cap::Cap;
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Input, serve_as_reader, sniff};
use morgue::source::{Caps, Content, unfold};
use std::alloc::System;
use std::io::Write;

pub type Memory = Cap<System>;

/// Far more than any file of 64 KiB may take, and far less than a reader allocates that trusts the sizes in a file.
pub const MEMORY: Memory = Cap::new(System, 400 << 20);

/// Makes this program the reader of workbooks too.
#[allow(dead_code)]
pub fn serve() {
    let words: Vec<_> = std::env::args_os().collect();
    if let Some(code) = serve_as_reader(&words) {
        std::process::exit(i32::from(code != std::process::ExitCode::SUCCESS));
    }
}

/// Reads bytes as a file with this name.
pub fn read(name: &str, bytes: &[u8]) {
    let Ok(mut file) = tempfile::Builder::new().suffix(name).tempfile() else { return };
    if file.write_all(bytes).is_err() {
        return;
    }
    let program = std::env::current_exe().ok();
    let caps = Caps { members: 2000, ..Caps::default() };
    unfold(file.path(), &caps, &mut |item| {
        let Content::Document(mut reader) = item.content else { return true };
        let name = reader.name.clone();
        let Ok(format) = reader.head().map(|head| sniff(head, &name)) else { return true };
        let Ok(format) = format else { return true };
        format.each_record(&mut reader, caps.document_bytes, None, &mut |record| {
            let Ok(bytes) = record.bytes else { return true };
            let input = Input { bytes: &bytes, name: &name, isolated_reader: program.as_deref(), ..Input::default() };
            let drafts = format.read(&input).map(|drafts| drafts.found).unwrap_or_default();
            for draft in drafts.into_iter().take(100) {
                let place = DraftLocation { source: "fuzz".into(), locator: "x".into(), ..DraftLocation::default() };
                let _ = extract(draft, &place, &Rules { now: 1_800_000_000, ..Rules::default() });
            }
            true
        });
        true
    });
}
