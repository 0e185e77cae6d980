//! Errors to messages, hints and exit codes: the one place that knows them all.

use super::output::Output;
use morgue::desk::SearchError;
use morgue::index::IndexError;
use morgue::ingest::IngestError;
use morgue::query::{ArchiveError, QueryError};
use morgue::render::{RenderError, UnknownField};
use morgue::source::SourceError;
use std::io;

pub const NOTHING_FOUND: u8 = 1;
pub const USAGE: u8 = 2;
pub const SPIKED: u8 = 3;
pub const REFUSED: u8 = 4;
/// The place of an export does not do.
pub const TARGET: u8 = 5;
pub const DAMAGED: u8 = 6;
pub const IO: u8 = 7;
pub const NO_INDEX: u8 = 10;
pub const LOCKED: u8 = 11;
pub const STALE: u8 = 12;
pub const DEADLINE: u8 = 124;
pub const INTERRUPTED: u8 = 130;
pub const TERMINATED: u8 = 143;
/// A mistake of the program itself.
pub const INTERNAL: u8 = 70;

/// The way out of a damaged index.
pub const REBUILD: &str = "build it anew from its sources: `morgue rebuild`";

/// What ends a run: a message, the way out, and a code.
#[derive(Debug, Clone)]
pub struct Failure {
    pub message: String,
    pub hint: Option<String>,
    pub code: u8,
    /// Nothing to say: the reader of a pipe has gone.
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
        Self::new(INTERNAL, "a mistake in morgue itself; nothing was published")
    }

    /// A query error with the place in the query.
    pub fn query(error: &QueryError, query: &str) -> Self {
        let told = |error: &QueryError| {
            let pointer = error.pointer(query).replace('\n', "\n  ");
            format!("{error} (column {})\n  {pointer}", error.column(query))
        };
        let mut message = String::new();
        let mut last = error;
        // Each mistake with its hint; the hint of the last one is printed by `report`.
        for next in &error.others {
            message.push_str(&told(last));
            last.hint.iter().for_each(|hint| message.push_str(&format!("\nhint: {hint}")));
            message.push_str("\nmorgue: ");
            last = next;
        }
        message.push_str(&told(last));
        Self { message, hint: last.hint.clone(), code: USAGE, silent: false }
    }

    /// Prints it and gives the exit code.
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

impl From<IndexError> for Failure {
    fn from(error: IndexError) -> Self {
        let message = error.to_string();
        match error {
            IndexError::Missing(_) => {
                Self::new(NO_INDEX, message).with_hint("make one: `morgue ingest FOLDER`, or search with `--in FOLDER`")
            }
            IndexError::Damaged { .. } | IndexError::Incompatible(_) => Self::new(DAMAGED, message).with_hint(REBUILD),
            IndexError::Locked(_) => Self::new(LOCKED, message)
                .with_hint("wait for that run, or let this one wait: `--wait SECS`; searches go on meanwhile"),
            IndexError::NotKept { .. } => Self::new(REFUSED, message).with_hint("`morgue generations` lists them"),
            IndexError::HoldsForgotten(_) => Self::new(REFUSED, message)
                .with_hint("the next `morgue ingest` finishes the takedown and removes that generation"),
            IndexError::UnknownSource { .. } => Self::new(USAGE, message),
            IndexError::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => Self::new(IO, message)
                .with_hint("make room there and run it again; what was published before is untouched"),
            IndexError::Io { .. } | IndexError::Engine(_) => Self::new(IO, message),
            IndexError::Config { .. } => Self::new(USAGE, message),
        }
    }
}

impl From<SourceError> for Failure {
    fn from(error: SourceError) -> Self {
        Self::new(IO, error.to_string())
    }
}

impl From<IngestError> for Failure {
    fn from(error: IngestError) -> Self {
        let message = error.to_string();
        match error {
            IngestError::Index(error) => error.into(),
            IngestError::Source(error) => error.into(),
            IngestError::NoSources => Self::new(NO_INDEX, message).with_hint("name a folder: `morgue ingest FOLDER`"),
            IngestError::Refused(_) => Self::new(REFUSED, message),
            IngestError::Stopped => Self::new(INTERRUPTED, message),
        }
    }
}

impl From<SearchError> for Failure {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query(error) => Self { hint: error.hint.clone(), ..Self::new(USAGE, error.to_string()) },
            SearchError::Index(error) => error.into(),
            SearchError::Archive(error) => Self::new(IO, error.to_string()),
        }
    }
}

impl From<ArchiveError> for Failure {
    fn from(error: ArchiveError) -> Self {
        SearchError::from(error).into()
    }
}

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
