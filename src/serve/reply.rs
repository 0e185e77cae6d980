//! Answers as HTTP: pages, files to be saved, and problems.

use super::pages;
use super::problem::Problem;
use super::site::Site;
use axum::body::Body;
use axum::extract::State as Shared;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// The site, as handlers get it.
pub type SharedSite = Shared<Arc<Site>>;

/// A page.
pub fn html(page: String) -> Response {
    ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], page).into_response()
}

/// A problem as a page, or as JSON.
pub fn answer(problem: &Problem, is_api: bool) -> Response {
    let mut response = if is_api {
        let body = Body::from(problem.json().to_string());
        ([(header::CONTENT_TYPE, "application/problem+json")], body).into_response()
    } else {
        let body = Body::from(pages::problem(problem));
        ([(header::CONTENT_TYPE, "text/html; charset=utf-8")], body).into_response()
    };
    *response.status_mut() = problem.status;
    if let Some(seconds) = problem.retry_after {
        response.headers_mut().insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    }
    response
}

/// A file to be saved.
pub fn attachment(media_type: &'static str, name: &str, body: Body) -> Response {
    let plain: String =
        name.chars().map(|c| if c.is_ascii_graphic() && c != '"' && c != '\\' { c } else { '-' }).collect();
    let disposition = format!("attachment; filename=\"{plain}\"; filename*=UTF-8''{}", super::address::path_part(name));
    let mut response = ([(header::CONTENT_TYPE, media_type)], body).into_response();
    if let Ok(value) = HeaderValue::from_str(&disposition) {
        response.headers_mut().insert(header::CONTENT_DISPOSITION, value);
    }
    response
}
