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
    tally.strays = names_in(&room.archive().runs()).iter().filter(|name| name.contains("tmp-")).count();
    say(&format!(
        "kill_loop: {rounds} rounds of about {usual:?}: {tally:?}; 0 mixed; {looks} looks of readers, 0 errors"
    ));
}
