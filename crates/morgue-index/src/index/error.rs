//! What can go wrong with an index on disk.

use super::lock::Holder;
use std::io;
use std::path::{Path, PathBuf};

/// What can go wrong with an index on disk.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    #[error("no index found in {}", .0.display())]
    Missing(PathBuf),
    #[error("the index is damaged: {}: {detail}", path.display())]
    Damaged { path: PathBuf, detail: String },
    #[error("the index was made by another version: {0}")]
    Incompatible(String),
    #[error("locked by another run: {0}")]
    Locked(Holder),
    #[error("{}", not_kept(*wanted, kept))]
    NotKept { wanted: Option<u64>, kept: Vec<u64> },
    #[error("generation {0} contains articles that were removed since")]
    HoldsForgotten(u64),
    #[error("unknown source \"{name}\"; {}", known_sources(known))]
    UnknownSource { name: String, known: Vec<String> },
    #[error("\"{}\" already belongs to source \"{name}\"", path.display())]
    SourceTaken { path: PathBuf, name: String },
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("index engine: {0}")]
    Engine(#[source] EngineError),
    #[error("{}: {detail}", path.display())]
    Config { path: PathBuf, detail: String },
}

/// What the engine says went wrong.
#[derive(Debug, thiserror::Error)]
#[error(transparent)]
pub struct EngineError(tantivy::TantivyError);

impl From<tantivy::TantivyError> for IndexError {
    fn from(error: tantivy::TantivyError) -> Self {
        Self::Engine(EngineError(error))
    }
}

impl IndexError {
    /// Turns an I/O error into one that names the path.
    pub fn io(path: &Path) -> impl FnOnce(io::Error) -> Self {
        move |source| Self::Io { path: path.to_owned(), source }
    }

    pub fn damaged(path: &Path, detail: impl ToString) -> Self {
        Self::Damaged { path: path.to_owned(), detail: detail.to_string() }
    }
}

fn not_kept(wanted: Option<u64>, kept: &[u64]) -> String {
    let list = kept.iter().map(u64::to_string).collect::<Vec<_>>().join(", ");
    match wanted {
        Some(number) => format!("generation {number} is not kept; the kept ones are {list}"),
        None => format!("there is no generation before the current one; the kept ones are {list}"),
    }
}

fn known_sources(known: &[String]) -> String {
    match known {
        [] => "there are no sources".to_owned(),
        known => format!("the sources are {}", known.join(", ")),
    }
}
