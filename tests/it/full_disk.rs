//! A disk that fills up at any moment of a run: the run succeeds or ends with code 7, the old generation stays, and
//! nothing of the run takes up space. Needs root, who may mount a small tmpfs; skipped otherwise.

use super::faults::{Dice, Newsroom, names_in, rounds};
use super::mounts::Mounted;
use super::support::{say, skipped, stderr};
use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::Output;

/// Fills a disk except for some bytes.
fn fill(filler: &Path, room: u64) {
    let mut file = fs::File::create(filler).expect("made");
    let chunk = [7u8; 4096];
    let mut size = 0;
    while file.write_all(&chunk).is_ok() {
        size += chunk.len() as u64;
    }
    file.set_len(size.saturating_sub(room)).expect("cut");
}

/// Bytes of all files below a folder.
fn bytes_in(folder: &Path) -> u64 {
    let bytes = |name: String| {
        let path = folder.join(name);
        let meta = fs::symlink_metadata(&path).expect("known");
        if meta.is_dir() { bytes_in(&path) } else { meta.len() }
    };
    names_in(folder).into_iter().map(bytes).sum()
}

/// Checks a run that the full disk ended. Returns whether it reported that the disk is full.
fn ended_well(room: &Newsroom, output: &Output, before: &[String], when: &str) -> bool {
    let said = stderr(output);
    assert_eq!(output.status.code(), Some(7), "{when}: {said}");
    assert!(said.starts_with("morgue: "), "{when}: {said}");
    assert_eq!(room.generations(), before, "{when}: {said}");
    room.is_tidy(when);
    assert!(said.contains("No space left on device"), "{when}: {said}");
    true
}

#[test]
fn a_full_disk_leaves_the_old_generation_and_nothing_else() {
    let mut dice = Dice::of("full_disk");
    let disk = match Mounted::new(&["-t", "tmpfs", "-o", "size=64m", "tmpfs"]) {
        Ok(disk) => disk,
        Err(why) => return skipped(&format!("full_disk: no tmpfs can be mounted here: {why}")),
    };
    let mut room = Newsroom::new();
    room.index = disk.path().join("ix");
    let filler = disk.path().join("filler");
    room.open();
    // A run needs space for its segments and for the merged one.
    let need = bytes_in(&room.index) / 2 * 3;
    let (rounds, mut full, mut said_so, mut published) = (rounds(8), 0, 0, 1);
    for round in 1..=rounds {
        let state = round + 1;
        room.write(state);
        let verb = ["ingest", "rebuild"][dice.below(2) as usize];
        let free = dice.below(need);
        let before = room.generations();
        fill(&filler, free);
        let output = room.morgue(verb).output().expect("started");
        let when = format!("round {round}: {verb} with {free} bytes free");
        let found = room.state(&when);
        if output.status.success() {
            assert_eq!(found, state, "{when}");
        } else {
            said_so += u64::from(ended_well(&room, &output, &before, &when));
            assert_eq!(found, published, "{when}");
            full += 1;
        }
        fs::remove_file(&filler).expect("removed");
        room.works("ingest", &when);
        assert_eq!(room.state(&when), state, "{when}: the next run");
        room.is_tidy(&when);
        published = state;
    }
    assert!(full > 0, "the disk was never full");
    say(&format!(
        "full_disk: {rounds} rounds: {full} runs met a full disk and ended with 7, {said_so} of them named it; 0 \
         published in part"
    ));
}
