//! The description of the interface (OpenAPI 3.1). A test compares it with what the handlers answer.

use axum::http::header;
use axum::response::{IntoResponse, Response};

/// The document.
pub const OPENAPI: &str = include_str!("openapi.json");

pub async fn openapi() -> Response {
    ([(header::CONTENT_TYPE, "application/json")], OPENAPI).into_response()
}
