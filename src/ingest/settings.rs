//! The settings of a run.

use super::listed::FileList;
use crate::enrich::Ner;
use crate::extract::Outlets;
use crate::format::Effort;
use crate::index::{Holder, WriterBudget};
use crate::source::Caps;
use std::path::PathBuf;

/// What a run is told. Nothing else is read from the surroundings.
#[derive(Debug, Clone)]
pub struct Settings {
    pub ner: Ner,
    /// What is spent on a page.
    pub effort: Effort,
    /// The user's outlet names by host.
    pub outlets: Outlets,
    /// Threads that read and extract.
    pub threads: usize,
    pub writer: WriterBudget,
    pub caps: Caps,
    /// Bytes of documents on their way from file to index.
    pub bytes_in_flight: usize,
    /// Seconds since 1970: dates after it are refused.
    pub now: i64,
    /// Make everything anew, from an empty folder.
    pub force: bool,
    /// Read every file, whatever is cached.
    pub reread: bool,
    /// Use the table of repeated lines that there is, also where everything is made anew.
    pub keep_learned: bool,
    /// Read files again in which something could not be read.
    pub retry: bool,
    /// The sources to look at; all where it is `None`.
    pub only: Option<Vec<String>>,
    /// The files to look at; all where it is `None`.
    pub files: Option<FileList>,
    /// Publish although a source lost more than a fifth of its articles.
    pub allow_shrink: bool,
    /// Publish nothing where anything was spiked.
    pub strict: bool,
    pub holder: Holder,
    /// The program that reads PDF files in a process of its own.
    pub pdf_reader: Option<PathBuf>,
}
