//! Errors to messages, hints and exit codes: the one place that knows them all.

use super::output::Output;
use morgue::desk::{DeskError, ErrorKind, SearchError};
use morgue::index::IndexError;
use morgue::ingest::IngestError;
use morgue::query::{ArchiveError, QueryError};
use morgue::render::{RenderError, UnknownField};
use morgue::source::SourceError;
use std::io;
use std::sync::OnceLock;

pub const NOTHING_FOUND: u8 = 1;
pub const USAGE: u8 = 2;
pub const SPIKED: u8 = 3;
pub const REFUSED: u8 = 4;
/// The target of an export cannot be used.
pub const TARGET: u8 = 5;
pub const DAMAGED: u8 = 6;
pub const IO: u8 = 7;
pub const NO_INDEX: u8 = 10;
pub const LOCKED: u8 = 11;
pub const STALE: u8 = 12;
pub const DEADLINE: u8 = 124;
pub const INTERRUPTED: u8 = 130;
pub const TERMINATED: u8 = 143;
/// An error in the program itself.
pub const INTERNAL: u8 = 70;

/// The meaning of the exit codes, for the manual. The table in the README is compared with this one.
pub const EXIT_STATUS: [(u8, &str); 15] = [
    (0, "done; search: found"),
    (NOTHING_FOUND, "nothing found"),
    (USAGE, "invalid query or usage"),
    (SPIKED, "done, but some files are newly unreadable"),
    (REFUSED, "refused, nothing published; rollback: the generation is not kept"),
    (TARGET, "the file of an export cannot be created where requested"),
    (DAMAGED, "the index is damaged, or was made by an incompatible version"),
    (IO, "input or output failed (disk full, permission denied)"),
    (NO_INDEX, "no index"),
    (LOCKED, "locked by another run"),
    (STALE, "the last successful run is older than --max-age"),
    (INTERNAL, "internal error; please report it"),
    (DEADLINE, "no answer before the deadline"),
    (INTERRUPTED, "interrupted"),
    (TERMINATED, "terminated"),
];

/// An error that ends a run: a message, a hint, and an exit code.
#[derive(Debug, Clone)]
pub struct Failure {
    pub message: String,
    pub hint: Option<String>,
    pub code: u8,
    /// Nothing is printed: the reader of a pipe has gone.
    pub silent: bool,
}

impl Failure {
    pub fn new(code: u8, message: impl Into<String>) -> Self {
        Self { message: message.into(), hint: None, code, silent: false }
    }

    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub fn internal() -> Self {
        Self::new(INTERNAL, "internal error in morgue; nothing was published")
    }

    /// A query error with its position in the query.
    pub fn query(error: &QueryError, query: &str) -> Self {
        let message_of = |error: &QueryError| {
            let pointer = error.pointer(query).replace('\n', "\n  ");
            format!("{error} (column {})\n  {pointer}", error.column(query))
        };
        let mut message = String::new();
        let mut last = error;
        // Each error with its hint; the hint of the last one is printed by `report`.
        for next in &error.others {
            message.push_str(&message_of(last));
            last.hint.iter().for_each(|hint| message.push_str(&format!("\nhint: {hint}")));
            message.push_str("\nmorgue: ");
            last = next;
        }
        message.push_str(&message_of(last));
        Self { message, hint: last.hint.clone(), code: USAGE, silent: false }
    }

    /// Prints the message and returns the exit code.
    pub fn report(&self, output: &Output) -> u8 {
        if self.silent {
            return 0;
        }
        output.error(&format!("morgue: {}", self.message));
        if let Some(hint) = &self.hint {
            output.error(&format!("hint: {hint}"));
        }
        self.code
    }
}

impl From<io::Error> for Failure {
    fn from(error: io::Error) -> Self {
        let silent = error.kind() == io::ErrorKind::BrokenPipe;
        Self { silent, ..Self::new(IO, format!("output: {error}")) }
    }
}

/// The seconds of the deadline that has passed.
static PASSED: OnceLock<f64> = OnceLock::new();

/// After this call, a search that is stopped counts as failed by its deadline.
pub fn pass_deadline(seconds: f64) {
    let _ = PASSED.set(seconds);
}

/// The failure of a search whose deadline has passed.
pub fn deadline_passed() -> Option<Failure> {
    let seconds = PASSED.get()?;
    let hint = "use rarer words, or allow more time with `--deadline 60` (0 means no limit)";
    Some(Failure::new(DEADLINE, format!("no answer within {seconds} s")).with_hint(hint))
}

/// The exit code of each kind of failure.
fn code_of(kind: ErrorKind) -> u8 {
    match kind {
        ErrorKind::Usage => USAGE,
        ErrorKind::Refused => REFUSED,
        ErrorKind::Target => TARGET,
        ErrorKind::Damaged => DAMAGED,
        ErrorKind::Io => IO,
        ErrorKind::NoIndex => NO_INDEX,
        ErrorKind::Locked => LOCKED,
        ErrorKind::Stopped => INTERRUPTED,
        // Never printed: nobody can read it.
        ErrorKind::ClosedPipe => 0,
        ErrorKind::Internal => INTERNAL,
    }
}

impl From<DeskError> for Failure {
    fn from(error: DeskError) -> Self {
        if error.kind == ErrorKind::Stopped
            && let Some(passed) = deadline_passed()
        {
            return passed;
        }
        let silent = error.kind == ErrorKind::ClosedPipe;
        let failure = match &error.query {
            Some(wrong) => Self::query(&wrong.error, &wrong.text),
            None => Self { hint: error.hint, silent, ..Self::new(code_of(error.kind), error.message) },
        };
        match error.about {
            Some(about) => Self { message: format!("{about}: {}", failure.message), ..failure },
            None => failure,
        }
    }
}

/// Converts an error through the desk's own, which gives its kind and so its exit code.
macro_rules! by_the_desk {
    ($($error:ty),*) => {$(
        impl From<$error> for Failure {
            fn from(error: $error) -> Self {
                DeskError::from(error).into()
            }
        }
    )*};
}

by_the_desk!(IndexError, SourceError, IngestError, SearchError, ArchiveError);

impl From<RenderError> for Failure {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::Archive(error) => error.into(),
            RenderError::Io(error) => error.into(),
        }
    }
}

impl From<UnknownField> for Failure {
    fn from(error: UnknownField) -> Self {
        Self::new(USAGE, error.to_string())
    }
}
