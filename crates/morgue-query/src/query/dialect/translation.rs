//! The other query languages, and the result of a translation from one of them.

use super::notes::Difference;
use crate::query::language::{MAX_DEPTH, QueryError, Span};

/// A language in which a query can be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Dialect {
    Nexis,
    Factiva,
    MediaCloud,
    Lucene,
}

impl Dialect {
    pub const fn name(self) -> &'static str {
        match self {
            Self::Nexis => "Nexis",
            Self::Factiva => "Factiva",
            Self::MediaCloud => "Media Cloud",
            Self::Lucene => "Lucene",
        }
    }

    /// The name as `--dialect` takes it and certificates store it.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Nexis => "nexis",
            Self::Factiva => "factiva",
            Self::MediaCloud => "mediacloud",
            Self::Lucene => "lucene",
        }
    }
}

/// A query in morgue's query language, and where its meaning differs slightly from the original.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Translation {
    pub text: String,
    /// Each difference once, with the first position in the text as typed where it occurs.
    pub notes: Vec<(Difference, Span)>,
}

/// The error for brackets and operators inside each other without end.
pub(super) fn too_deep(span: Span) -> QueryError {
    QueryError::new(span, format!("the query is nested more than {MAX_DEPTH} levels deep"))
}
