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
#[derive(Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct PdfText {
    pub title: String,
    pub author: String,
    pub pages: Vec<PdfPage>,
    /// Pages that could not be read; they are empty.
    pub failed: usize,
}

/// One page.
#[derive(Debug, Default, Clone, PartialEq, Serialize, Deserialize)]
pub struct PdfPage {
    /// In the order of the library, which reads one and two columns.
    pub text: String,
    /// In no order.
    pub pieces: Vec<PdfPiece>,
}

/// A run of letters on a line, with its place in points from the lower left corner of the page.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PdfPiece {
    pub text: String,
    pub left: f32,
    pub right: f32,
    /// Of the lower edge.
    pub y: f32,
    /// Of the type.
    pub size: f32,
    /// Not set from left to right, as letters along the edge of a picture.
    pub turned: bool,
}
