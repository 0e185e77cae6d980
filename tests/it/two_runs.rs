//! Two runs at once: one works, the other is told at once which one does, or runs after it and finds everything done.

use super::faults::{Dice, Newsroom, rounds};
use super::support::{say, stderr};
use std::process::Output;

/// Two runs of verbs, started together, with the ids of their processes.
fn together(room: &Newsroom, verbs: [&str; 2]) -> [(u32, Output); 2] {
    let runs = verbs.map(|verb| room.start(verb));
    runs.map(|run| (run.id(), run.wait_with_output().expect("waited for")))
}

/// The rejected run names the working one: a process, its machine and its command. Returns whether that is the other
/// run: between the lock and the name in it, a reader finds the name of the run before, or none if that takes long.
fn names(refused: &Output, worker: u32, verb: &str, when: &str) -> bool {
    let host = std::fs::read_to_string("/proc/sys/kernel/hostname").unwrap_or_default();
    let said = stderr(refused);
    let parts = ["/ix ", ", pid ", &format!(" on {}, ", host.trim()), "running since 20"];
    let is_named = parts.iter().all(|part| said.contains(part));
    assert!(is_named || said.contains("`?`, pid 0 on ?"), "{when}: {said}");
    is_named && said.contains(&format!("pid {worker} on")) && said.contains(&format!("/ix {verb}`"))
}

#[test]
fn of_two_runs_started_together_one_works_and_the_other_is_rejected() {
    let mut dice = Dice::of("two_runs");
    let room = Newsroom::new();
    room.open();
    let (mut refused, mut named, mut in_turn) = (0, 0, 0);
    let rounds = rounds(10);
    for round in 1..=rounds {
        let state = round + 1;
        room.write(state);
        let verbs = [(); 2].map(|()| ["ingest", "rebuild"][dice.below(2) as usize]);
        let runs = together(&room, verbs);
        let when = format!("round {round}: {verbs:?}");
        match [0, 1].map(|nth| runs[nth].1.status.code()) {
            [Some(0), Some(11)] => named += u64::from(names(&runs[1].1, runs[0].0, verbs[0], &when)),
            [Some(11), Some(0)] => named += u64::from(names(&runs[0].1, runs[1].0, verbs[1], &when)),
            [Some(0), Some(0)] => in_turn += 1,
            codes => panic!("{when}: {codes:?}: {}{}", stderr(&runs[0].1), stderr(&runs[1].1)),
        }
        refused += runs.iter().filter(|(_, output)| output.status.code() == Some(11)).count() as u64;
        assert_eq!(named, refused, "{when}: {}{}", stderr(&runs[0].1), stderr(&runs[1].1));
        assert_eq!(room.state(&when), state, "{when}");
        room.is_tidy(&when);
    }
    say(&format!(
        "two_runs: {rounds} pairs: {refused} second runs refused, {named} of them named the first; {in_turn} in turn; each \
         index whole"
    ));
}
