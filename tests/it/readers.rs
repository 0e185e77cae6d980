//! Readers that search without pause while an archive is changed, and never get an error.

use super::faults::{Newsroom, items_of, numbers_after};
use super::support::{stderr, stdout};
use std::collections::BTreeSet;
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread::JoinHandle;

/// One action of a reader; returns what was wrong.
pub type Look = Box<dyn FnMut() -> Result<(), String> + Send>;

/// Threads that repeat an action until they are stopped, or dropped.
pub struct Readers {
    end: Arc<AtomicBool>,
    threads: Vec<JoinHandle<(u64, Vec<String>)>>,
}

impl Readers {
    pub fn start(looks: Vec<Look>) -> Self {
        let end = Arc::new(AtomicBool::new(false));
        let thread = |look: Look| {
            let end = Arc::clone(&end);
            std::thread::spawn(move || again_and_again(look, &end))
        };
        let threads = looks.into_iter().map(thread).collect();
        Self { end, threads }
    }

    /// Stops them all, and returns the number of actions; there must be some, and none with an error.
    pub fn finish(mut self) -> u64 {
        self.end.store(true, Ordering::Relaxed);
        let mut looks = 0;
        for thread in std::mem::take(&mut self.threads) {
            let (number, errors) = thread.join().expect("no panic");
            let first = &errors[..errors.len().min(3)];
            assert!(errors.is_empty(), "{} of {number} looks met errors, the first: {first:#?}", errors.len());
            assert!(number > 0);
            looks += number;
        }
        looks
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.end.store(true, Ordering::Relaxed);
    }
}

fn again_and_again(mut look: Look, end: &AtomicBool) -> (u64, Vec<String>) {
    let (mut number, mut errors) = (0, Vec::new());
    while !end.load(Ordering::Relaxed) {
        number += 1;
        errors.extend(look().err());
    }
    (number, errors)
}

/// Runs the program once: it must find something and report no error.
pub fn found(command: &mut Command) -> Result<String, String> {
    let output = command.output().map_err(|error| error.to_string())?;
    match output.status.code() {
        Some(0) => Ok(stdout(&output)),
        code => Err(format!("exit {code:?}: {}", stderr(&output))),
    }
}

/// A process that counts: the number must match one of the states.
pub fn counts(room: &Newsroom) -> Look {
    let mut command = room.morgue("count zeppelin");
    Box::new(move || {
        let said = found(&mut command)?;
        let number: u64 = said.trim().parse().map_err(|_| format!("{said:?} is no number"))?;
        let known = (0..13).any(|state| number == items_of(state).count() as u64);
        if known { Ok(()) } else { Err(format!("{number} articles are no state's")) }
    })
}

/// A process that lists all articles: they must be exactly those of one state.
pub fn lists(room: &Newsroom) -> Look {
    let mut command = room.morgue("search -q -n 0 -f jsonl --fields title zeppelin");
    Box::new(move || {
        let said = found(&mut command)?;
        let states = numbers_after(&said, "state");
        let items = numbers_after(&said, "item");
        let whole = states.len() == 1 && states.iter().all(|&state| items == items_of(state).collect::<BTreeSet<_>>());
        if whole { Ok(()) } else { Err(format!("{} articles of states {states:?}", items.len())) }
    })
}
