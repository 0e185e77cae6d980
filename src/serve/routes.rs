//! All addresses, and what answers each.

use super::site::Site;
use super::{answers, api, assets, export, feed, guard, lists};
use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};
use std::sync::Arc;

/// Bytes of the body of a request.
const BODY: usize = 64 << 10;

/// The router of a site.
pub fn router(site: &Arc<Site>) -> Router {
    let pages = Router::new()
        .route("/", get(answers::start))
        .route("/search", get(answers::search))
        .route("/article/{key}", get(answers::article))
        .route("/article/{key}/record", get(answers::record))
        .route("/copies/{key}", get(answers::copies))
        .route("/diff/{old}/{new}", get(answers::diff))
        .route("/versions/{key}", get(answers::versions))
        .route("/versions/{key}/{old}/{new}", get(answers::compare_versions))
        .route("/similar/{key}", get(answers::similar))
        .route("/entity/{name}", get(answers::entity))
        .route("/status", get(answers::status))
        .route("/help", get(answers::help))
        .route("/export", get(export::export))
        .route("/feed", get(feed::feed))
        .route("/saved", get(lists::saved).post(lists::save))
        .route("/saved/remove", post(lists::remove))
        .route("/feeds", post(lists::make_feed))
        .route("/feeds/revoke", post(lists::revoke_feed))
        .route("/login", get(lists::login_form).post(lists::login))
        .route("/logout", post(lists::logout));
    let files = Router::new()
        .route("/style.css", get(assets::style))
        .route("/script.js", get(assets::script))
        .route("/icon.svg", get(assets::icon))
        .route("/robots.txt", get(assets::robots));
    Router::new()
        .merge(pages)
        .merge(files)
        .merge(api::routes())
        .fallback(answers::unknown)
        .method_not_allowed_fallback(answers::not_allowed)
        .layer(DefaultBodyLimit::max(BODY))
        .layer(from_fn_with_state(Arc::clone(site), guard::guard))
        .with_state(Arc::clone(site))
}
