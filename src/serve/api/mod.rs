//! The same answers as JSON, for programs; `openapi.json` describes them. Hits have the fields of every other export.

mod openapi;
mod requests;

use super::site::Site;
use axum::Router;
use axum::routing::get;
use std::sync::Arc;

/// The addresses of the interface.
pub fn routes() -> Router<Arc<Site>> {
    Router::new()
        .route("/api/search", get(requests::search))
        .route("/api/count", get(requests::count))
        .route("/api/facets", get(requests::facets))
        .route("/api/timeline", get(requests::timeline))
        .route("/api/explain", get(requests::explain))
        .route("/api/article/{key}", get(requests::article))
        .route("/api/copies/{key}", get(requests::copies))
        .route("/api/entity/{name}", get(requests::entity))
        .route("/api/status", get(requests::status))
        .route("/api/openapi.json", get(openapi::openapi))
        .route("/health", get(requests::health))
        .route("/metrics", get(requests::metrics))
}
