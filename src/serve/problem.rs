//! What went wrong, as a page or as JSON (RFC 9457): a status, a message, a hint, and the place in the query.

use crate::desk::{DeskError, ErrorKind, SearchError, WrongQuery};
use crate::index::IndexError;
use crate::query::ArchiveError;
use crate::render::RenderError;
use axum::http::StatusCode;
use serde_json::{Value, json};

/// A failed request.
#[derive(Debug, Clone)]
pub struct Problem {
    pub status: StatusCode,
    pub message: String,
    pub hint: Option<String>,
    /// Each mistake of a query, with the lines that show its place.
    pub mistakes: Vec<Mistake>,
    /// Seconds after which another try makes sense.
    pub retry_after: Option<u64>,
}

/// A mistake in a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub message: String,
    pub hint: Option<String>,
    /// Its first character in the query, from 1.
    pub column: usize,
    /// The query, and below it a caret.
    pub pointer: String,
}

impl Problem {
    pub fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into(), hint: None, mistakes: Vec::new(), retry_after: None }
    }

    pub fn with_hint(self, hint: impl Into<String>) -> Self {
        Self { hint: Some(hint.into()), ..self }
    }

    pub fn not_found(what: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, what)
    }

    pub fn usage(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub fn internal() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal error in morgue; please report it")
    }

    /// Too many requests wait already.
    pub fn busy() -> Self {
        let busy = Self::new(StatusCode::SERVICE_UNAVAILABLE, "too many searches are running");
        Self { retry_after: Some(2), ..busy }.with_hint("try again in a moment")
    }

    /// No answer before the deadline.
    pub fn late(seconds: f64) -> Self {
        let late = Self::new(StatusCode::SERVICE_UNAVAILABLE, format!("no answer within {seconds} s"));
        Self { retry_after: Some(5), ..late }.with_hint("use rarer words, or narrow the dates")
    }

    /// No answer within the memory that a search may take.
    pub fn large(bytes: u64) -> Self {
        let large = format!("the search was ended: it needed more than {} MB of memory", bytes >> 20);
        Self { retry_after: Some(5), ..Self::new(StatusCode::SERVICE_UNAVAILABLE, large) }
            .with_hint("use rarer words, or narrow the dates")
    }

    /// As `application/problem+json`.
    pub fn json(&self) -> Value {
        let mistake = |mistake: &Mistake| {
            json!({
                "message": mistake.message,
                "hint": mistake.hint,
                "column": mistake.column,
                "pointer": mistake.pointer,
            })
        };
        json!({
            "type": "about:blank",
            "title": self.status.canonical_reason(),
            "status": self.status.as_u16(),
            "detail": self.message,
            "hint": self.hint,
            "mistakes": self.mistakes.iter().map(mistake).collect::<Vec<_>>(),
        })
    }

    fn of_query(wrong: &WrongQuery) -> Vec<Mistake> {
        let all = std::iter::once(&wrong.error).chain(&wrong.error.others);
        let mistakes = all.map(|error| Mistake {
            message: error.to_string(),
            hint: error.hint.clone(),
            column: error.column(&wrong.text),
            pointer: error.pointer(&wrong.text),
        });
        mistakes.collect()
    }
}

impl From<DeskError> for Problem {
    fn from(error: DeskError) -> Self {
        let status = match error.kind {
            ErrorKind::Usage => StatusCode::BAD_REQUEST,
            ErrorKind::Refused | ErrorKind::Target => StatusCode::CONFLICT,
            ErrorKind::Locked => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::NoIndex | ErrorKind::Damaged => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::Stopped => StatusCode::SERVICE_UNAVAILABLE,
            ErrorKind::Io | ErrorKind::ClosedPipe | ErrorKind::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let mistakes = error.query.as_deref().map(Self::of_query).unwrap_or_default();
        let retry_after = (status == StatusCode::SERVICE_UNAVAILABLE).then_some(5);
        let hint = if mistakes.is_empty() { error.hint.clone() } else { None };
        Self { status, message: error.to_string(), hint, mistakes, retry_after }
    }
}

/// Converts an error through the desk's own, which gives its kind.
macro_rules! by_the_desk {
    ($($error:ty),*) => {$(
        impl From<$error> for Problem {
            fn from(error: $error) -> Self {
                DeskError::from(error).into()
            }
        }
    )*};
}

by_the_desk!(IndexError, SearchError, ArchiveError, RenderError);

impl From<std::io::Error> for Problem {
    fn from(error: std::io::Error) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, error.to_string())
    }
}
