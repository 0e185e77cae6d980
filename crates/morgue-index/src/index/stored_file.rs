//! The file of stored articles, read at offsets instead of mapped: an export reads all of it once, and mapped pages
//! count as memory of the process until the system takes them back.

use std::fs::File;
use std::io;
use std::ops::Range;
use std::os::unix::fs::FileExt;
use std::path::Path;
use tantivy::HasLen;
use tantivy::directory::{FileHandle, OwnedBytes};

/// A file of stored articles.
#[derive(Debug)]
pub struct StoredFile {
    file: File,
    length: usize,
}

impl StoredFile {
    /// Whether a file of an index is one of these, by its name.
    pub fn is_one(path: &Path) -> bool {
        path.extension().is_some_and(|ending| ending == "store")
    }

    pub fn open(path: &Path) -> io::Result<Self> {
        let file = File::open(path)?;
        let length = usize::try_from(file.metadata()?.len()).map_err(io::Error::other)?;
        Ok(Self { file, length })
    }
}

impl HasLen for StoredFile {
    fn len(&self) -> usize {
        self.length
    }
}

impl FileHandle for StoredFile {
    fn read_bytes(&self, range: Range<usize>) -> io::Result<OwnedBytes> {
        let mut bytes = vec![0; range.len()];
        self.file.read_exact_at(&mut bytes, range.start as u64)?;
        Ok(OwnedBytes::new(bytes))
    }
}
