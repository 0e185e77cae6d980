//! A learned table as a file of a generation.

use crate::index::error::IndexError;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// A table that a generation learns from its articles.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LearnedTable {
    pub name: &'static str,
    pub file: &'static str,
    pub version: u32,
}

impl LearnedTable {
    pub(super) fn path(&self, folder: &Path) -> PathBuf {
        folder.join(self.file)
    }

    /// The bytes of the table; `None` if the generation was built before there was this table.
    pub(super) fn read(&self, folder: &Path) -> Result<Option<Vec<u8>>, IndexError> {
        let path = self.path(folder);
        match std::fs::read(&path) {
            Ok(bytes) => Ok(Some(bytes)),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(IndexError::io(&path)(error)),
        }
    }

    pub(super) fn damaged(&self, folder: &Path, detail: impl ToString) -> IndexError {
        IndexError::damaged(&self.path(folder), detail)
    }
}
