//! The style, the script and the icon of all pages.

use axum::http::header;
use axum::response::{IntoResponse, Response};

const STYLE: &str = include_str!("style.css");
const SCRIPT: &str = include_str!("script.js");
const ICON: &str = concat!(
    "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\"><rect width=\"16\" height=\"16\" rx=\"3\" ",
    "fill=\"#7a1f1f\"/><path d=\"M3 12V4l5 5 5-5v8\" fill=\"none\" stroke=\"#fff\" stroke-width=\"1.8\"/></svg>\n"
);

fn file(media_type: &'static str, content: &'static str) -> Response {
    ([(header::CONTENT_TYPE, media_type), (header::CACHE_CONTROL, "max-age=300")], content).into_response()
}

pub async fn style() -> Response {
    file("text/css; charset=utf-8", STYLE)
}

pub async fn script() -> Response {
    file("text/javascript; charset=utf-8", SCRIPT)
}

pub async fn icon() -> Response {
    file("image/svg+xml", ICON)
}

/// An archive is not for search engines.
pub async fn robots() -> Response {
    file("text/plain; charset=utf-8", "User-agent: *\nDisallow: /\n")
}
