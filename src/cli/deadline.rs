//! The longest that an answer may take: a query over common words and wide patterns can cost minutes, and nobody waits.

use super::error::{DEADLINE, deadline_passed, pass_deadline};
use super::output::Output;
use morgue::query::Cancel;
use std::cell::Cell;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How long a search that was cancelled has to end by itself.
const GRACE: Duration = Duration::from_millis(500);

/// Cancels the search when the time is over, unless it was met or dropped before, and ends the program if it does not end
/// then. Nothing is being written meanwhile: the searching verbs only read.
pub struct Deadline {
    met: Cell<Option<Sender<()>>>,
}

impl Deadline {
    /// `seconds` from now; none for 0.
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

    /// The answer is there, and may be written for as long as its reader takes.
    pub fn met(&self) {
        self.met.take();
    }
}
