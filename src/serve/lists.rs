//! What readers keep: saved searches, feeds with a token, and their own session. The only requests that change anything.

use super::address::{View, parameters, value};
use super::answers::frame;
use super::guard::{client, is_proxied, session, too_many};
use super::login::COOKIE;
use super::pages::{self, SavedPage, SavedRow};
use super::problem::Problem;
use super::reply::{SharedSite, answer, html};
use super::site::Site;
use super::work::work;
use crate::archive::Sort;
use crate::desk::{self, WatchState, look};
use crate::index::{SavedSearch, SavedSearches};
use crate::query::SYNTAX;
use axum::body::{Body, to_bytes};
use axum::extract::{RawQuery, Request, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::time::{Duration, Instant};

/// Longest time that a client may take to send a form.
const FORM: Duration = Duration::from_secs(10);

/// Time for counting what is new in all saved searches.
const COUNTING: Duration = Duration::from_secs(2);

/// Most saved searches.
const MOST_SAVED: usize = 500;

/// Bytes of a form.
const BYTES: usize = 64 << 10;

/// The values of a form.
async fn form(body: Body) -> Result<Vec<(String, String)>, Problem> {
    let too_large = || Problem::new(StatusCode::PAYLOAD_TOO_LARGE, "the form is too large");
    let bytes = tokio::time::timeout(FORM, to_bytes(body, BYTES)).await;
    let bytes = bytes.map_err(|_| Problem::new(StatusCode::REQUEST_TIMEOUT, "the form did not arrive"))?;
    let bytes = bytes.map_err(|_| too_large())?;
    Ok(form_urlencoded::parse(&bytes).into_owned().collect())
}

fn required<'p>(given: &'p [(String, String)], name: &str) -> Result<&'p str, Problem> {
    value(given, name).ok_or_else(|| Problem::usage(format!("missing {name}")))
}

fn to(place: &str) -> Response {
    (StatusCode::SEE_OTHER, [(header::LOCATION, place.to_owned())]).into_response()
}

pub async fn saved(Shared(site): SharedSite, RawQuery(query): RawQuery) -> Response {
    let told = value(&parameters(query.as_deref()), "saved").map(|name| format!("Saved as {name}."));
    shown(site, told, None).await
}

async fn shown(site: std::sync::Arc<Site>, told: Option<String>, made: Option<String>) -> Response {
    let page = work(&site, move |site, _| {
        let generation = site.generation()?;
        let searches = SavedSearches::read(&site.archive)?;
        // Looking at it here does not count as shown.
        let state = WatchState::peek(&site.archive, &site.caller);
        let begun = Instant::now();
        let row = |name: &str| {
            let search = searches.find(name).unwrap_or_else(|| Err("it was removed".to_owned()));
            let news = || {
                // The others are listed all the same.
                if begun.elapsed() > COUNTING {
                    return Err("not counted: too many searches".to_owned());
                }
                look(name, None, &searches, &generation, &state, &site.caller)
                    .map(|news| (news.total, news.new))
                    .map_err(|error| error.message)
            };
            match search {
                Ok(search) => SavedRow {
                    name: name.to_owned(),
                    query: as_typed(&search),
                    state: view_of(&search).parameters(),
                    found: news(),
                },
                Err(why) => SavedRow {
                    name: name.to_owned(),
                    query: String::new(),
                    state: View::of(format!("query:{name}")).parameters(),
                    found: Err(why),
                },
            }
        };
        let rows = searches.names().map(row).collect();
        let page = SavedPage { rows, feeds: site.feeds.all(), tokens: site.settings.token.is_some(), made, told };
        Ok(pages::saved(&frame(site, Some(&generation)), &page))
    });
    page.await.map_or_else(|problem| answer(&problem, false), html)
}

/// The query with its dates and zones, for a list.
fn as_typed(search: &SavedSearch) -> String {
    let mut text = search.query.clone();
    for (name, value) in [("from", &search.since), ("to", &search.until), ("in", &search.zones)] {
        value.iter().for_each(|value| text.push_str(&format!(", {name} {value}")));
    }
    text
}

/// A saved search as an address.
fn view_of(search: &SavedSearch) -> View {
    View {
        q: search.query.clone(),
        any: search.any,
        exact: search.exact,
        loose_dates: search.loose_dates,
        since: search.since.clone(),
        until: search.until.clone(),
        zones: search.zones.clone(),
        sort: search.sort.as_deref().and_then(Sort::of_name).unwrap_or_default(),
        ..View::default()
    }
}

pub async fn save(Shared(site): SharedSite, request: Request) -> Response {
    let given = match form(request.into_body()).await {
        Ok(given) => given,
        Err(problem) => return answer(&problem, false),
    };
    let saved = work(&site, move |site, _| {
        let name = required(&given, "name")?.to_owned();
        let view = View::parse(&parameters(Some(required(&given, "search")?)))?;
        desk::checked_name(&name)?;
        if SavedSearches::read(&site.archive)?.names().count() >= MOST_SAVED {
            return Err(Problem::usage(format!("{MOST_SAVED} searches are saved already")));
        }
        let search = SavedSearch {
            query: view.text(),
            any: view.any,
            exact: view.exact,
            loose_dates: view.loose_dates,
            since: view.since.clone(),
            until: view.until.clone(),
            zones: view.zones.clone(),
            sort: (view.sort != Sort::Relevance).then(|| view.sort.name().into_owned()),
            syntax: SYNTAX,
            saved: site.caller.second(),
        };
        desk::add(&site.archive, &name, &search, false, &site.caller, &mut |_| {})?;
        Ok(name)
    });
    match saved.await {
        Ok(name) => to(&format!("/saved?saved={}", super::address::path_part(&name))),
        Err(problem) => answer(&problem, false),
    }
}

pub async fn remove(Shared(site): SharedSite, request: Request) -> Response {
    let given = match form(request.into_body()).await {
        Ok(given) => given,
        Err(problem) => return answer(&problem, false),
    };
    let removed = work(&site, move |site, _| {
        desk::remove(&site.archive, required(&given, "name")?, &site.caller)?;
        Ok(())
    });
    removed.await.map_or_else(|problem| answer(&problem, false), |()| to("/saved"))
}

pub async fn make_feed(Shared(site): SharedSite, request: Request) -> Response {
    let base = super::feed::base(&site, &request);
    let given = match form(request.into_body()).await {
        Ok(given) => given,
        Err(problem) => return answer(&problem, false),
    };
    let own = std::sync::Arc::clone(&site);
    let made = work(&site, move |site, _| {
        let search = super::address::feed_search(&parameters(Some(required(&given, "search")?)))?;
        let secret = site.feeds.add(&search, site.caller.second())?;
        Ok(format!("{base}/feed?{search}&token={secret}"))
    });
    match made.await {
        Ok(made) => shown(own, None, Some(made)).await,
        Err(problem) => answer(&problem, false),
    }
}

pub async fn revoke_feed(Shared(site): SharedSite, request: Request) -> Response {
    let given = match form(request.into_body()).await {
        Ok(given) => given,
        Err(problem) => return answer(&problem, false),
    };
    let revoked = work(&site, move |site, _| site.feeds.revoke(required(&given, "id")?));
    match revoked.await {
        Ok(true) => to("/saved"),
        Ok(false) => answer(&Problem::not_found("there is no such feed"), false),
        Err(problem) => answer(&problem, false),
    }
}

/// An address of this site alone.
fn own_place(place: &str) -> &str {
    let is_plain = place.bytes().all(|byte| byte.is_ascii_graphic() && byte != b'\\');
    let is_own = place.starts_with('/') && !place.starts_with("//") && is_plain;
    if is_own { place } else { "/" }
}

pub async fn login_form(RawQuery(query): RawQuery) -> Response {
    let given = parameters(query.as_deref());
    html(pages::login(own_place(value(&given, "next").unwrap_or("/")), None))
}

pub async fn login(Shared(site): SharedSite, request: Request) -> Response {
    let secure = if is_proxied(&site, &request) { "; Secure" } else { "" };
    let client = client(&site, &request);
    let given = match form(request.into_body()).await {
        Ok(given) => given,
        Err(problem) => return answer(&problem, false),
    };
    let next = own_place(value(&given, "next").unwrap_or("/")).to_owned();
    let Some(token) = &site.settings.token else { return to("/") };
    let wait = site.sessions.wait(client);
    if !wait.is_zero() {
        return answer(&too_many(wait), false);
    }
    if !value(&given, "token").is_some_and(|given| token.is(given)) {
        site.sessions.failed(client);
        let mut response = html(pages::login(&next, Some("Wrong token.")));
        *response.status_mut() = StatusCode::FORBIDDEN;
        return response;
    }
    site.sessions.succeeded(client);
    let Some(secret) = site.sessions.open() else { return answer(&Problem::busy(), false) };
    let cookie = format!("{COOKIE}={secret}; Path=/; HttpOnly; SameSite=Strict{secure}");
    (StatusCode::SEE_OTHER, [(header::LOCATION, next), (header::SET_COOKIE, cookie)]).into_response()
}

pub async fn logout(Shared(site): SharedSite, request: Request) -> Response {
    if let Some(secret) = session(request.headers()) {
        site.sessions.close(secret);
    }
    let gone = format!("{COOKIE}=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0");
    (StatusCode::SEE_OTHER, [(header::LOCATION, "/login".to_owned()), (header::SET_COOKIE, gone)]).into_response()
}

#[cfg(test)]
mod tests {
    use super::own_place;

    #[test]
    fn a_login_leads_to_an_address_of_this_site() {
        for (place, want) in [
            ("/search?q=a", "/search?q=a"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("/\u{1}x", "/"),
            ("https://evil.example", "/"),
            ("", "/"),
        ] {
            assert_eq!(own_place(place), want, "{place}");
        }
    }
}
