//! The log of requests: a line of JSON each, on standard error. Searches of reporters are confidential: what was searched is
//! logged only if that was chosen.

use super::settings::LogChoice;
use axum::http::{Method, Uri};
use serde_json::json;
use std::io::Write;
use std::time::Duration;

/// Writes the line of a request.
pub fn log(choice: LogChoice, method: &Method, uri: &Uri, status: u16, took: Duration) {
    if choice == LogChoice::Nothing {
        return;
    }
    let mut line = json!({
        "time": jiff::Timestamp::now().to_string(),
        "method": method.as_str(),
        "path": shown(choice, uri),
        "status": status,
        "ms": (took.as_secs_f64() * 1e4).round() / 10.0,
    });
    if let (LogChoice::Queries, Some(query), Some(line)) = (choice, uri.query(), line.as_object_mut()) {
        line.insert("query".to_owned(), without_secrets(query).into());
    }
    // A log that cannot be written is no reason to refuse an answer.
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// The parameters; tokens of feeds are secrets.
fn without_secrets(query: &str) -> String {
    let pairs = query.split('&').map(|pair| match pair.split_once('=') {
        Some((name @ ("token" | "next"), _)) => format!("{name}=…"),
        _ => pair.to_owned(),
    });
    pairs.collect::<Vec<_>>().join("&")
}

/// The path; names of people in it are searches too.
fn shown(choice: LogChoice, uri: &Uri) -> String {
    let path = uri.path();
    let private = [
        "/entity/",
        "/article/",
        "/copies/",
        "/diff/",
        "/similar/",
        "/versions/",
        "/saved/",
        "/api/article/",
        "/api/entity/",
        "/api/copies/",
    ];
    match private.iter().find(|start| path.starts_with(**start)) {
        Some(start) if choice != LogChoice::Queries => format!("{start}…"),
        _ => path.to_owned(),
    }
}
