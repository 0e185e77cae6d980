//! The longest that an answer may take: a query over common words and wide patterns can cost minutes, and nobody waits.

use super::error::DEADLINE;
use super::output::Output;
use std::cell::Cell;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// Ends the program when the time is over, unless it was met or dropped before. Nothing is being written meanwhile: the
/// searching verbs only read.
pub struct Deadline {
    met: Cell<Option<Sender<()>>>,
}

impl Deadline {
    /// `seconds` from now; none for 0.
    pub fn start(seconds: f64, output: Output) -> Self {
        let Some(limit) = Duration::try_from_secs_f64(seconds).ok().filter(|limit| !limit.is_zero()) else {
            return Self { met: Cell::new(None) };
        };
        let (met, waiting) = channel::<()>();
        std::thread::spawn(move || {
            if waiting.recv_timeout(limit) == Err(RecvTimeoutError::Timeout) {
                output.error(&format!("morgue: no answer within {seconds} s"));
                output.error("hint: use rarer words, or allow more time with `--deadline 60` (0 means no limit)");
                std::process::exit(i32::from(DEADLINE));
            }
        });
        Self { met: Cell::new(Some(met)) }
    }

    /// The answer is there, and may be written for as long as its reader takes.
    pub fn met(&self) {
        self.met.take();
    }
}
