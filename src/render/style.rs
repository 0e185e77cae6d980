//! How text is written for a terminal, or for a file.

/// How text is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Style {
    /// With colours; without them matches stand between asterisks.
    pub colour: bool,
    /// The output is a terminal: nothing may reach it that could drive it, in any format.
    pub terminal: bool,
    /// Columns to wrap passages at.
    pub width: usize,
}

impl Style {
    /// The same for a file.
    pub fn plain(self) -> Self {
        Self { colour: false, terminal: false, ..self }
    }
}
