//! The output of the process that reads one PDF file.

use serde::{Deserialize, Serialize};

/// The result that the child process prints.
#[derive(Debug, Serialize, Deserialize)]
pub enum PdfResult {
    Text(PdfText),
    /// A password is needed.
    Locked,
    Damaged(String),
}

/// The text of a PDF file, page by page, and what it states about itself.
#[derive(Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PdfText {
    pub title: String,
    pub author: String,
    pub pages: Vec<String>,
    /// Pages that could not be read; they are empty.
    pub failed: usize,
}
