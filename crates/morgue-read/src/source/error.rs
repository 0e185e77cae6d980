//! Why a source cannot be read.

use std::io;
use std::path::PathBuf;

/// Why a source, or one file of it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{} does not exist", .0.display())]
    Missing(PathBuf),
    #[error("{} is empty", .0.display())]
    Empty(PathBuf),
}
