//! SIGINT and SIGTERM in the middle of a run: it ends with the signal's exit code, publishes nothing and leaves
//! nothing.

use super::faults::{Dice, Newsroom, rounds, signal};
use super::support::{say, stderr};
use std::process::Child;
use std::time::{Duration, Instant};

/// Waits until a run has started to build, or has ended; by then it listens for signals.
fn wait_until_it_builds(room: &Newsroom, run: &mut Child) {
    while run.try_wait().expect("asked").is_none() {
        if room.generations().iter().any(|name| name.starts_with("tmp-")) {
            return;
        }
        std::thread::sleep(Duration::from_millis(1));
    }
}

#[test]
fn a_signal_ends_a_run_with_nothing_published_and_nothing_left() {
    let mut dice = Dice::of("signals");
    let room = Newsroom::new();
    let usual = room.open();
    let (mut stopped, mut too_late, mut slowest, mut published) = (0, 0, Duration::ZERO, 1);
    let rounds = rounds(10);
    for round in 1..=rounds {
        let state = round + 1;
        room.write(state);
        let verb = ["ingest", "rebuild"][dice.below(2) as usize];
        let (name, code) = [("INT", 130), ("TERM", 143)][dice.below(2) as usize];
        let before = room.generations();
        let mut run = room.start(verb);
        wait_until_it_builds(&room, &mut run);
        std::thread::sleep(dice.moment(usual));
        signal(&run, name);
        let sent = Instant::now();
        let output = run.wait_with_output().expect("waited for");
        let took = sent.elapsed();
        let when = format!("round {round}: SIG{name} to {verb}, which ended {took:?} later");
        slowest = slowest.max(took);
        let found = room.state(&when);
        room.is_tidy(&when);
        match output.status.code() {
            // Everything was already read: the run publishes it.
            Some(0) => {
                assert_eq!(found, state, "{when}");
                too_late += 1;
            }
            ended => {
                assert_eq!(ended, Some(code), "{when}: {}", stderr(&output));
                assert!(stderr(&output).contains("nothing was published"), "{when}: {}", stderr(&output));
                assert_eq!((found, room.generations()), (published, before), "{when}");
                stopped += 1;
            }
        }
        published = found;
    }
    assert!(stopped > 0, "no signal came in time");
    say(&format!(
        "signals: {rounds} rounds: {stopped} runs stopped, {too_late} had read everything and published; the slowest ended \
         {slowest:?} after the signal"
    ));
}

#[test]
fn a_signal_ends_a_run_that_waits_for_another_one() {
    let room = Newsroom::new();
    room.open();
    room.write(2);
    let mut working = room.start("rebuild");
    wait_until_it_builds(&room, &mut working);
    signal(&working, "STOP");
    for (name, code) in [("INT", 130), ("TERM", 143)] {
        let mut waiting = room.start("ingest --wait 600");
        std::thread::sleep(Duration::from_millis(500));
        assert_eq!(waiting.try_wait().expect("asked"), None, "it waits for {}", working.id());
        signal(&waiting, name);
        let output = waiting.wait_with_output().expect("waited for");
        assert_eq!(output.status.code(), Some(code), "SIG{name}: {}", stderr(&output));
    }
    signal(&working, "CONT");
    assert_eq!(working.wait_with_output().expect("waited for").status.code(), Some(0));
    assert_eq!(room.state("after two runs that waited"), 2);
}
