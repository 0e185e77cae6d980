//! The longest time that an answer may take: a query over common words and wide patterns can take minutes, and nobody
//! waits.

use super::error::{DEADLINE, deadline_passed, pass_deadline};
use super::output::Output;
use morgue::query::Cancel;
use std::cell::Cell;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Time that a cancelled search has to end by itself.
const GRACE: Duration = Duration::from_millis(500);

/// Cancels the search when the time is over, unless it was met or dropped before, and ends the program if the search
/// does not end. Nothing is being written at that point: the search verbs only read.
pub struct Deadline {
    met: Cell<Option<Sender<()>>>,
}

impl Deadline {
    /// Ends after `seconds`; never if it is 0.
    pub fn start(seconds: f64, output: Output, cancel: &Cancel) -> Self {
        let Some(limit) = Duration::try_from_secs_f64(seconds).ok().filter(|limit| !limit.is_zero()) else {
            return Self { met: Cell::new(None) };
        };
        let (met, waiting) = channel::<()>();
        let cancel = cancel.clone();
        std::thread::spawn(move || {
            if waiting.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                pass_deadline(seconds);
                cancel.cancel();
                if waiting.recv_timeout(GRACE) == Err(RecvTimeoutError::Timeout) {
                    let code = deadline_passed().map_or(DEADLINE, |failure| failure.report(&output));
                    std::process::exit(i32::from(code));
                }
            }
        });
        Self { met: Cell::new(Some(met)) }
    }

    /// Marks the answer as complete; writing it may take as long as its reader needs.
    pub fn met(&self) {
        self.met.take();
    }
}
