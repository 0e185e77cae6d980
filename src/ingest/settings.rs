//! The settings of a run.

use super::listed::FileList;
use crate::enrich::Ner;
use crate::extract::Outlets;
use crate::format::Effort;
use crate::index::{Holder, WriterBudget};
use crate::source::Caps;
use std::path::PathBuf;

/// The settings of a run. Nothing else is read from the environment.
#[derive(Debug, Clone)]
pub struct Settings {
    pub ner: Ner,
    /// The effort spent on a page.
    pub effort: Effort,
    /// The user's outlet names by host.
    pub outlets: Outlets,
    /// Threads that read and extract.
    pub threads: usize,
    pub writer: WriterBudget,
    pub caps: Caps,
    /// Bytes of documents on their way from file to index.
    pub bytes_in_flight: usize,
    /// Bytes of articles in the temporary file of a run that learns; a quarter of what is free on the disk of the index if `None`.
    pub spill_bytes: Option<u64>,
    /// Seconds since 1970: later dates are rejected.
    pub now: i64,
    /// Rebuild everything, starting with an empty folder.
    pub force: bool,
    /// Read every file, whatever is cached.
    pub reread: bool,
    /// Keep the learned tables, even in a rebuild.
    pub keep_learned: bool,
    /// Read files again that have spikes.
    pub retry: bool,
    /// The sources to read; all if `None`.
    pub only: Option<Vec<String>>,
    /// The files to read; all if `None`.
    pub files: Option<FileList>,
    /// Publish although a source lost more than a fifth of its articles.
    pub allow_shrink: bool,
    /// Publish nothing if anything was spiked.
    pub strict: bool,
    pub holder: Holder,
    /// The program that reads PDF files and workbooks in a process of its own.
    pub isolated_reader: Option<PathBuf>,
}
