//! `kill -9` at any moment: the index is complete in the old or in the new state; readers notice nothing; the next run
//! needs no help.

use super::faults::{Dice, Newsroom, kill, names_in, rounds};
use super::readers::{Readers, counts, lists};
use super::support::{say, stderr};
use std::os::unix::process::ExitStatusExt;

/// The outcome of the runs.
#[derive(Debug, Default)]
struct Tally {
    /// Killed before anything was published.
    before: u64,
    /// Killed after everything was published.
    after: u64,
    /// Ended before they were killed.
    too_late: u64,
    /// Next runs that had to work at once; the others were left to the next kill.
    next: u64,
    /// Unfinished reports of killed runs, left in `runs/`.
    strays: usize,
}

#[test]
fn a_killed_run_leaves_the_old_state_or_the_new_one() {
    let mut dice = Dice::of("kill_loop");
    let room = Newsroom::new();
    let usual = room.open();
    let readers = Readers::start(vec![counts(&room), lists(&room)]);
    let (mut published, mut tally) = (1, Tally::default());
    let rounds = rounds(20);
    for round in 1..=rounds {
        let state = round + 1;
        room.write(state);
        let verb = ["ingest", "rebuild"][dice.below(2) as usize];
        let run = room.start(verb);
        // With readers, runs are slower than the one that was measured alone.
        let moment = dice.moment(usual * 2);
        std::thread::sleep(moment);
        let output = kill(run);
        let when = format!("round {round}: {verb} killed after {moment:?}");
        let found = room.state(&when);
        assert!(found == published || found == state, "{when}: state {found}, neither {published} nor {state}");
        if output.status.signal() != Some(9) {
            assert_eq!((output.status.code(), found), (Some(0), state), "{when}: {}", stderr(&output));
            tally.too_late += 1;
        } else if found == state {
            tally.after += 1;
        } else {
            tally.before += 1;
        }
        published = found;
        if dice.below(3) > 0 || round == rounds {
            room.works("ingest", &when);
            assert_eq!(room.state(&when), state, "{when}: the next run");
            room.is_tidy(&when);
            (published, tally.next) = (state, tally.next + 1);
        }
    }
    let looks = readers.finish();
    tally.strays = names_in(&room.archive().runs()).iter().filter(|name| name.ends_with(".part")).count();
    say(&format!(
        "kill_loop: {rounds} rounds of about {usual:?}: {tally:?}; 0 mixed; {looks} looks of readers, 0 errors"
    ));
}

/// Verbs that do not read sources: a killed takedown is finished by the next run, and a killed export or watch leaves the
/// index as it was, no file under its final name, and nothing counted as shown that was not.
#[test]
fn a_killed_takedown_export_or_watch_loses_nothing() {
    let mut dice = Dice::of("kill_verbs");
    let room = Newsroom::new();
    room.open();
    let listed = |path: &std::path::Path| std::fs::read_to_string(path).map(|text| text.lines().count());
    let whole = room.folder.join("whole.ids");
    let export = |path: &std::path::Path| format!("export zeppelin --format ids --force -o {}", path.display());
    let usual = room.works(&export(&whole), "export");
    let (rounds, mut killed) = (rounds(9), 0);
    for round in 1..=rounds {
        let verb = ["export", "watch", "forget"][(round % 3) as usize];
        let when = format!("round {round}: {verb}");
        let before = count_of(&room);
        let target = room.folder.join("list.ids");
        let key = room.morgue("search zeppelin --format ids -n 1").output().expect("started").stdout;
        let key = String::from_utf8(key).expect("a key").trim().to_owned();
        let line = match verb {
            "export" => export(&target),
            "watch" => {
                room.works(&format!("saved add w{round} zeppelin"), &when);
                format!("watch w{round} --format ids -o {}", target.display())
            }
            _ => format!("forget {key} --yes"),
        };
        let run = room.start(&line);
        std::thread::sleep(dice.moment(usual * 2));
        killed += u64::from(kill(run).status.signal() == Some(9));
        room.works("verify", &when);
        match verb {
            "export" => {
                assert!(listed(&target).is_err() || listed(&target).ok() == Some(before), "{when}");
                let _ = std::fs::remove_file(&target);
                assert_eq!(count_of(&room), before, "{when}");
            }
            // What was delivered may be shown again; what was not is.
            "watch" => {
                let output = room.morgue(&format!("watch w{round} --format ids")).output().expect("started");
                let shown = String::from_utf8_lossy(&output.stdout).lines().count();
                let delivered = listed(&target).unwrap_or(0);
                // 1: nothing is new.
                assert!(matches!(output.status.code(), Some(0 | 1)), "{when}: {}", stderr(&output));
                assert!([0, before].contains(&delivered), "{when}: {delivered} of {before}");
                assert!(shown == before || shown == 0 && delivered == before, "{when}: {shown} of {before}");
                let _ = std::fs::remove_file(&target);
                assert_eq!(count_of(&room), before, "{when}");
            }
            _ => {
                room.works("ingest", &when);
                let after = count_of(&room);
                assert!(after == before || after + 1 == before, "{when}: {after} after {before}");
                // Once its key is recorded, no rebuild brings it back.
                room.works("rebuild", &when);
                assert_eq!(count_of(&room), after, "{when}");
                room.is_tidy(&when);
            }
        }
    }
    say(&format!("kill_verbs: {rounds} rounds, {killed} killed; 0 lost"));
}

fn count_of(room: &Newsroom) -> usize {
    let output = room.morgue("count zeppelin").output().expect("started");
    String::from_utf8_lossy(&output.stdout).trim().parse().expect("a number")
}
