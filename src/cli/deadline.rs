//! The longest that an answer may take: a query over common words and wide patterns can cost minutes, and nobody waits.

use super::error::{DEADLINE, Failure};
use super::output::Output;
use morgue::query::Cancel;
use std::cell::Cell;
use std::sync::OnceLock;
use std::sync::mpsc::{RecvTimeoutError, Sender, channel};
use std::time::Duration;

/// How long a search that was cancelled has to end by itself.
const GRACE: Duration = Duration::from_millis(500);

/// The seconds of the deadline that has passed.
static PASSED: OnceLock<f64> = OnceLock::new();

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
                let _ = PASSED.set(seconds);
                cancel.cancel();
                if waiting.recv_timeout(GRACE) == Err(RecvTimeoutError::Timeout) {
                    let code = passed().map_or(DEADLINE, |failure| failure.report(&output));
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

/// The failure of a search whose deadline has passed.
pub fn passed() -> Option<Failure> {
    let seconds = PASSED.get()?;
    let hint = "use rarer words, or allow more time with `--deadline 60` (0 means no limit)";
    Some(Failure::new(DEADLINE, format!("no answer within {seconds} s")).with_hint(hint))
}
