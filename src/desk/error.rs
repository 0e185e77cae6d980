//! Why a request failed: a kind, which a client reacts to, and a message and a hint, which it shows.

use crate::index::{Archive, Forgotten, Generation, IndexError, kept, verify};
use crate::ingest::IngestError;
use crate::query::{ArchiveError, PlanError, QueryError};
use crate::render::RenderError;
use crate::source::SourceError;
use crate::text::shell_word;
use std::io;
use std::path::Path;

/// Why a search failed.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    #[error(transparent)]
    Query(#[from] QueryError),
    #[error(transparent)]
    Index(#[from] IndexError),
    /// The search was cancelled, or an archive of another kind failed.
    #[error(transparent)]
    Archive(ArchiveError),
}

impl From<ArchiveError> for SearchError {
    fn from(error: ArchiveError) -> Self {
        match error {
            ArchiveError::Engine(error) => match error.downcast::<IndexError>() {
                Ok(error) => Self::Index(*error),
                Err(error) => Self::Archive(ArchiveError::Engine(error)),
            },
            stopped => Self::Archive(stopped),
        }
    }
}

impl From<PlanError> for SearchError {
    fn from(error: PlanError) -> Self {
        match error {
            PlanError::Query(error) => error.into(),
            PlanError::Archive(error) => error.into(),
        }
    }
}

/// What kind of failure it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ErrorKind {
    /// The request cannot be read, or names something that does not exist.
    Usage,
    /// The archive does not allow it.
    Refused,
    /// A file cannot be created where it was requested.
    Target,
    /// The index is damaged, or was made by an incompatible version.
    Damaged,
    /// Input or output failed.
    Io,
    NoIndex,
    Locked,
    /// Cancelled before the answer was complete.
    Stopped,
    /// The reader of the output has gone.
    ClosedPipe,
    /// A mistake of the program itself.
    Internal,
}

/// A query that cannot be read, with all mistakes in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrongQuery {
    /// The text that the positions of the mistakes refer to.
    pub text: String,
    pub error: QueryError,
}

/// Why a use case failed.
#[derive(Debug, Clone)]
pub struct DeskError {
    pub kind: ErrorKind,
    pub message: String,
    /// What to do about it: an imperative.
    pub hint: Option<String>,
    /// The query, if it is the cause.
    pub query: Option<Box<WrongQuery>>,
    /// What was being read: `saved search "space"`.
    pub about: Option<String>,
}

/// What to do about an index that cannot be read.
const REBUILD: &str = "rebuild it from its sources: `morgue rebuild`";

/// What to do about damage at a path in an index: an older generation that is intact answers at once. Reads older generations completely.
pub fn remedy(damaged: &Path) -> String {
    match whole_before(damaged) {
        Some(number) => format!(
            "return to generation {number}, which is intact: `morgue rollback {number}`; or rebuild the index from its sources: \
             `morgue rebuild`"
        ),
        None => REBUILD.to_owned(),
    }
}

/// The newest generation before the one that a path is in, if that is the current one, that has no damage.
fn whole_before(damaged: &Path) -> Option<u64> {
    let generations = damaged.ancestors().find(|folder| folder.ends_with("generations"))?;
    let archive = Archive::at(generations.parent()?);
    let kept = kept(&archive).ok()?;
    let current = kept.iter().find(|kept| kept.is_current && damaged.starts_with(&kept.folder))?.number;
    let forgotten = Forgotten::read(&archive).ok()?;
    let may_return = |folder: &Path| Generation::at(folder.to_owned()).and_then(|opened| opened.holds_any(&forgotten));
    let is_whole = |folder: &Path| match may_return(folder) {
        Ok(false) => verify(folder, None, &mut |_, _| true),
        _ => Ok(None),
    };
    let mut older = kept.iter().rev().filter(|kept| kept.number < current && kept.manifest.is_ok());
    older
        .find(|kept| matches!(is_whole(&kept.folder), Ok(Some(found)) if found.damage.is_empty()))
        .map(|kept| kept.number)
}

impl DeskError {
    pub fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self { kind, message: message.into(), hint: None, query: None, about: None }
    }

    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Usage, message)
    }

    /// Input or output at a path that failed.
    pub fn io(path: &Path, error: &io::Error) -> Self {
        Self::new(ErrorKind::Io, format!("{}: {error}", path.display()))
    }

    pub fn internal() -> Self {
        Self::new(ErrorKind::Internal, "internal error in morgue; nothing was published")
    }

    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    /// The same about one of several items.
    pub fn about(self, what: String) -> Self {
        Self { about: Some(what), ..self }
    }

    /// A query that cannot be read.
    pub fn query(error: QueryError, text: &str) -> Self {
        let (message, hint) = (error.to_string(), error.hint.clone());
        let query = Some(Box::new(WrongQuery { text: text.to_owned(), error }));
        Self { hint, query, ..Self::usage(message) }
    }

    /// A failed search, with a query error at its position in the text.
    pub fn search(error: SearchError, text: &str) -> Self {
        match error {
            SearchError::Query(error) => Self::query(error, text),
            error => error.into(),
        }
    }
}

impl std::fmt::Display for DeskError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match &self.about {
            Some(about) => write!(f, "{about}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for DeskError {}

impl From<IndexError> for DeskError {
    fn from(error: IndexError) -> Self {
        let message = error.to_string();
        let of = |kind| Self::new(kind, message.clone());
        match error {
            IndexError::Missing(_) => {
                of(ErrorKind::NoIndex).with_hint("create one with `morgue ingest FOLDER`, or search with `--in FOLDER`")
            }
            IndexError::Damaged { ref path, .. } => of(ErrorKind::Damaged).with_hint(remedy(path)),
            IndexError::Incompatible(_) => of(ErrorKind::Damaged).with_hint(REBUILD),
            IndexError::Locked(_) => of(ErrorKind::Locked)
                .with_hint("try again when that run has ended, or wait for it with `--wait SECS`; searches still work"),
            IndexError::NotKept { .. } => {
                of(ErrorKind::Refused).with_hint("list the kept ones with `morgue generations`")
            }
            IndexError::HoldsForgotten(_) => of(ErrorKind::Refused)
                .with_hint("run `morgue ingest`: it completes the removal and deletes that generation"),
            IndexError::UnknownSource { .. } | IndexError::SourceTaken { .. } | IndexError::Config { .. } => {
                of(ErrorKind::Usage)
            }
            IndexError::Io { source, .. } if source.kind() == io::ErrorKind::StorageFull => {
                of(ErrorKind::Io).with_hint("free some space and run it again; the published index is unchanged")
            }
            IndexError::Io { .. } | IndexError::Engine(_) => of(ErrorKind::Io),
        }
    }
}

impl From<SourceError> for DeskError {
    fn from(error: SourceError) -> Self {
        Self::new(ErrorKind::Io, error.to_string())
    }
}

impl From<IngestError> for DeskError {
    fn from(error: IngestError) -> Self {
        let message = error.to_string();
        match error {
            IngestError::Index(error) => error.into(),
            IngestError::Source(error) => error.into(),
            IngestError::NoSources => {
                Self::new(ErrorKind::NoIndex, message).with_hint("add a folder: `morgue ingest FOLDER`")
            }
            IngestError::Refused(_) | IngestError::Changing(_) => Self::new(ErrorKind::Refused, message),
            IngestError::SourceGone { name, .. } => {
                let quoted = shell_word(&name);
                Self::new(ErrorKind::Refused, message).with_hint(format!(
                    "mount or restore the folder; if it was moved, run `morgue sources move {quoted} NEW`; to remove its \
                     articles, run `morgue sources remove {quoted}`"
                ))
            }
            IngestError::Stopped => Self::new(ErrorKind::Stopped, message),
        }
    }
}

impl From<SearchError> for DeskError {
    fn from(error: SearchError) -> Self {
        match error {
            SearchError::Query(error) => Self { hint: error.hint.clone(), ..Self::usage(error.to_string()) },
            SearchError::Index(error) => error.into(),
            SearchError::Archive(error @ ArchiveError::Stopped) => Self::new(ErrorKind::Stopped, error.to_string()),
            SearchError::Archive(error) => Self::new(ErrorKind::Io, error.to_string()),
        }
    }
}

impl From<ArchiveError> for DeskError {
    fn from(error: ArchiveError) -> Self {
        SearchError::from(error).into()
    }
}

/// Rendering a list for a reader failed.
impl From<RenderError> for DeskError {
    fn from(error: RenderError) -> Self {
        match error {
            RenderError::Archive(error) => error.into(),
            RenderError::Io(error) => error.into(),
        }
    }
}

/// Output that could not be written.
impl From<io::Error> for DeskError {
    fn from(error: io::Error) -> Self {
        let closed = error.kind() == io::ErrorKind::BrokenPipe;
        Self::new(if closed { ErrorKind::ClosedPipe } else { ErrorKind::Io }, format!("output: {error}"))
    }
}
