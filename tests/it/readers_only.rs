//! Searching needs no permission to write: on a read-only file system, and for users other than the one who built the
//! index.

use super::mounts::{Mounted, tool};
use super::support::{copy, program, root, run, skipped, stderr, stdout};
use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output};

/// A user without permissions, on every system with these tools.
const NOBODY: u32 = 65_534;

/// A small file system with the sample corpus, its index and the program, readable by all; `None` if nothing can be
/// mounted.
fn shared_desk() -> Option<Mounted> {
    let mounted = match Mounted::new(&["-t", "tmpfs", "-o", "size=400m,mode=755", "tmpfs"]) {
        Ok(mounted) => mounted,
        Err(reason) => {
            skipped(&format!("readers_only: nothing can be mounted here: {reason}"));
            return None;
        }
    };
    let desk = mounted.path();
    copy(&root().join("sample_corpus"), &desk.join("sample_corpus"));
    fs::copy(env!("CARGO_BIN_EXE_morgue"), desk.join("morgue")).expect("copied");
    fs::set_permissions(desk.join("morgue"), Permissions::from_mode(0o755)).expect("set");
    let made = run(desk, &["--index", "ix", "ingest", "sample_corpus"]);
    assert_eq!(made.status.code(), Some(3), "{}", stderr(&made));
    Some(mounted)
}

fn as_nobody(desk: &Path, words: &[&str]) -> Output {
    let mut command = Command::new(desk.join("morgue"));
    command.args(["--index", "ix"]).args(words).current_dir(desk).env_clear().uid(NOBODY).gid(NOBODY);
    command.output().expect("started")
}

const READING: [&[&str]; 5] =
    [&["count", "Starlink"], &["search", "Starlink"], &["status"], &["verify"], &["generations"]];

#[test]
fn a_read_only_disk_and_another_user_are_enough_to_search() {
    let Some(mounted) = shared_desk() else { return };
    let desk = mounted.path();
    for words in READING {
        let read = as_nobody(desk, words);
        assert_eq!(read.status.code(), Some(0), "another user, {words:?}: {}", stderr(&read));
    }
    let refused = as_nobody(desk, &["ingest"]);
    assert_eq!(refused.status.code(), Some(7), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("Permission denied"), "{}", stderr(&refused));
    let saved = run(desk, &["--index", "ix", "saved", "add", "space", "Starlink"]);
    assert_eq!(saved.status.code(), Some(0), "{}", stderr(&saved));
    tool("mount", &["-o", "remount,ro", &desk.to_string_lossy()]).expect("remounted");
    for words in READING {
        let read = run(desk, &[&["--index", "ix"], words].concat());
        assert_eq!(read.status.code(), Some(0), "read-only, {words:?}: {}", stderr(&read));
    }
    assert!(stdout(&run(desk, &["--index", "ix", "count", "Starlink"])).trim().parse::<u32>().is_ok_and(|n| n > 0));
    let refused = run(desk, &["--index", "ix", "ingest"]);
    assert_eq!(refused.status.code(), Some(7), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("Read-only file system"), "{}", stderr(&refused));
    // What a watch has shown is stored in the user's own folder, if there is one.
    let state = tempfile::tempdir().expect("a folder");
    let watch = |home: &Path| {
        let watched = program(desk).args(["--index", "ix", "watch"]).env("XDG_STATE_HOME", home).output();
        let watched = watched.expect("started");
        (watched.status.code(), stdout(&watched).lines().next().map(str::to_owned))
    };
    assert_eq!(watch(state.path()), (Some(0), Some("space: 10 new".to_owned())));
    assert_eq!(watch(state.path()), (Some(1), None));
    assert_eq!(watch(desk), (Some(7), None));
}
