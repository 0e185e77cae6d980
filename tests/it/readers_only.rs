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

#[test]
fn what_may_no_longer_be_read_is_named_and_its_articles_stay() {
    let Some(mounted) = shared_desk() else { return };
    let desk = mounted.path();
    let news = desk.join("news");
    let story = |place: &str| {
        let text = format!("A heron waited at the gate of {place} for the third night in a row.");
        serde_json::json!({ "title": format!("Heron at {place}"), "text": text }).to_string()
    };
    let own = |path: &Path, mode: u32| {
        std::os::unix::fs::chown(path, Some(NOBODY), Some(NOBODY)).expect("given");
        fs::set_permissions(path, Permissions::from_mode(mode)).expect("set");
    };
    fs::create_dir_all(news.join("folder")).expect("made");
    fs::create_dir(desk.join("own")).expect("made");
    for place in ["a.json", "folder/b.json"] {
        fs::write(news.join(place), story(place)).expect("written");
        own(&news.join(place), 0o644);
    }
    [desk.join("own"), news.join("folder")].iter().for_each(|folder| own(folder, 0o755));
    let as_owner = |words: &[&str]| {
        let mut command = Command::new(desk.join("morgue"));
        command.args(["--index", "own/ix"]).args(words).current_dir(desk).env_clear().uid(NOBODY).gid(NOBODY);
        command.output().expect("started")
    };
    let code = |words: &[&str]| as_owner(words).status.code();
    assert_eq!(code(&["ingest", "news"]), Some(0));
    own(&news.join("folder"), 0o000);
    fs::write(news.join("a.json"), story("another place")).expect("written");
    own(&news.join("a.json"), 0o000);
    assert_eq!(code(&["ingest"]), Some(3), "two new losses");
    assert_eq!(stdout(&as_owner(&["count", "heron"])).trim(), "2", "both articles stay");
    let spiked = stdout(&as_owner(&["spiked"]));
    assert!(spiked.contains("folder  unreadable-folder") && spiked.contains("a.json  no-permission"), "{spiked}");
    assert!(stdout(&as_owner(&["status"])).contains(" except 2 unreadable"));
    assert_eq!(code(&["ingest"]), Some(0), "known losses are quiet");
    [(news.join("folder"), 0o755), (news.join("a.json"), 0o644)].iter().for_each(|(path, mode)| own(path, *mode));
    assert_eq!(code(&["ingest"]), Some(0));
    assert_eq!(stdout(&as_owner(&["spiked"])), "");
    assert_eq!(stdout(&as_owner(&["count", "\"another place\""])).trim(), "1");
}
