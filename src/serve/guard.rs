//! Who may ask, and what every answer carries: host names from a list, no requests that other sites make, a login where others
//! can connect, and headers that keep a page from loading or running anything of others.

use super::address::{feed_search, parameters, value};
use super::login::{COOKIE, cookie};
use super::problem::Problem;
use super::reply::answer;
use super::site::Site;
use axum::extract::{Request, State};
use axum::http::header::{self, HeaderMap, HeaderName, HeaderValue};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// The address of the other end of a connection.
#[derive(Debug, Clone, Copy)]
pub struct Peer(pub SocketAddr);

/// Longest line of a header, and longest address.
const LINE: usize = 8 << 10;

/// What a page may load and run: its own style and script, and nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; connect-src 'self'; \
    form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Headers of every answer.
const HEADERS: [(HeaderName, &str); 6] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (HeaderName::from_static("permissions-policy"), "interest-cohort=()"),
];

/// Paths that need no login.
const PUBLIC: [&str; 6] = ["/login", "/style.css", "/script.js", "/icon.svg", "/robots.txt", "/health"];

/// Lets a request pass, or answers it.
pub async fn guard(State(site): State<Arc<Site>>, request: Request, next: Next) -> Response {
    let started = Instant::now();
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let is_api = uri.path().starts_with("/api/");
    let mut response = match admitted(&site, &request) {
        Ok(()) => next.run(request).await,
        Err(Refused::Login) if is_api || uri.path() == "/metrics" || uri.path() == "/feed" => {
            let mut response = answer(&Problem::new(StatusCode::UNAUTHORIZED, "a token is required"), is_api);
            response.headers_mut().insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
            response
        }
        Err(Refused::Login) => {
            let next = uri.path_and_query().map_or("/", |path| path.as_str());
            let to = format!(
                "/login?{}",
                form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish()
            );
            (StatusCode::SEE_OTHER, [(header::LOCATION, to)]).into_response()
        }
        Err(Refused::Problem(problem)) => answer(&problem, is_api),
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    let (status, took) = (response.status().as_u16(), started.elapsed());
    site.counters.served(status, took);
    super::log::log(site.settings.log, &method, &uri, status, took);
    response
}

enum Refused {
    /// Nobody is logged in.
    Login,
    Problem(Problem),
}

impl From<Problem> for Refused {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

fn admitted(site: &Site, request: &Request) -> Result<(), Refused> {
    let (headers, uri) = (request.headers(), request.uri());
    if uri.path_and_query().is_some_and(|path| path.as_str().len() > LINE) {
        return Err(Problem::new(StatusCode::URI_TOO_LONG, "the address is too long").into());
    }
    if headers.iter().any(|(name, value)| name.as_str().len() + value.len() > LINE) {
        return Err(Problem::new(StatusCode::REQUEST_HEADER_FIELDS_TOO_LARGE, "a header line is too long").into());
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD | Method::POST) {
        return Err(Problem::new(StatusCode::METHOD_NOT_ALLOWED, "expected GET, HEAD or POST").into());
    }
    if headers.get_all(header::HOST).iter().count() > 1 {
        return Err(Problem::usage("more than one Host").into());
    }
    if !is_utf8(uri.path()) {
        return Err(Problem::usage("the address is not UTF-8").into());
    }
    let authority = uri.authority().map(|own| own.as_str().to_owned());
    if authority.is_some_and(|own| !site.settings.allows_host(&own)) {
        return Err(Problem::new(StatusCode::MISDIRECTED_REQUEST, "unknown host name").into());
    }
    let host = own_host(site, request);
    if !site.settings.allows_host(&host) {
        let problem = Problem::new(StatusCode::MISDIRECTED_REQUEST, format!("unknown host name \"{host}\""));
        return Err(problem.with_hint("start the server with `--allow-host NAME` to serve it under that name").into());
    }
    from_own_page(request, &host)?;
    logged_in(site, request)
}

/// The name by which the server was called.
fn own_host(site: &Site, request: &Request) -> String {
    let forwarded = HeaderName::from_static("x-forwarded-host");
    let proxied = if is_proxied(site, request) { text(request.headers(), &forwarded) } else { None };
    let host = proxied.or_else(|| text(request.headers(), &header::HOST));
    host.or_else(|| request.uri().authority().map(|own| own.as_str())).unwrap_or_default().to_owned()
}

/// Whether a request came through the proxy.
pub fn is_proxied(site: &Site, request: &Request) -> bool {
    let peer = request.extensions().get::<Peer>().map(|peer| plain(peer.0.ip()));
    site.settings.proxy.is_some_and(|proxy| peer == Some(plain(proxy)))
}

/// An address of IPv4, also if it is written as one of IPv6.
fn plain(address: IpAddr) -> IpAddr {
    match address {
        IpAddr::V6(six) => six.to_ipv4_mapped().map_or(address, IpAddr::V4),
        four => four,
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &HeaderName) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

/// Refuses what another site lets a browser do: only following a link is allowed.
fn from_own_page(request: &Request, host: &str) -> Result<(), Problem> {
    let headers = request.headers();
    let fetch = |name: &'static str| text(headers, &HeaderName::from_static(name));
    let is_foreign = matches!(fetch("sec-fetch-site"), Some("cross-site" | "same-site"));
    let refused = || Problem::new(StatusCode::FORBIDDEN, "requests of other sites are refused");
    if request.method() == Method::POST {
        let origin = text(headers, &header::ORIGIN);
        let is_own = match origin {
            // Pages that send no referrer send no origin either; then the browser says whose page it was.
            Some("null") => fetch("sec-fetch-site") == Some("same-origin"),
            Some(origin) => origin.split_once("://").is_some_and(|(_, own)| own == host),
            None => false,
        };
        return if is_own && !is_foreign { Ok(()) } else { Err(refused()) };
    }
    let follows_link = fetch("sec-fetch-mode") == Some("navigate") && fetch("sec-fetch-dest") == Some("document");
    if is_foreign && !follows_link { Err(refused()) } else { Ok(()) }
}

fn logged_in(site: &Site, request: &Request) -> Result<(), Refused> {
    let Some(token) = &site.settings.token else { return Ok(()) };
    let path = request.uri().path();
    if PUBLIC.contains(&path) {
        return Ok(());
    }
    let headers = request.headers();
    if session(headers).is_some_and(|secret| site.sessions.knows(secret)) {
        return Ok(());
    }
    if path == "/feed" {
        let given = parameters(request.uri().query());
        let search = feed_search(&given).ok();
        let allows = |secret| search.as_ref().is_some_and(|search| site.feeds.allows(search, secret));
        if value(&given, "token").is_some_and(allows) {
            return Ok(());
        }
    }
    // Programs send the token itself.
    let bearer = text(headers, &header::AUTHORIZATION).and_then(|value| value.strip_prefix("Bearer "));
    let Some(given) = bearer else { return Err(Refused::Login) };
    let client = client(site, request);
    let wait = site.sessions.wait(client);
    if !wait.is_zero() {
        return Err(too_many(wait).into());
    }
    if token.is(given) {
        site.sessions.succeeded(client);
        return Ok(());
    }
    site.sessions.failed(client);
    Err(Refused::Login)
}

/// Too many wrong tokens came from an address.
pub fn too_many(wait: Duration) -> Problem {
    let problem = Problem::new(StatusCode::TOO_MANY_REQUESTS, "too many wrong tokens");
    Problem { retry_after: Some(wait.as_secs() + 1), ..problem }.with_hint("wait a moment, then try again")
}

/// The address of the client; for a request through the proxy, the one that the proxy states.
pub fn client(site: &Site, request: &Request) -> IpAddr {
    let peer = request.extensions().get::<Peer>().map_or(IpAddr::from([0, 0, 0, 0]), |peer| plain(peer.0.ip()));
    if !is_proxied(site, request) {
        return peer;
    }
    let forwarded = text(request.headers(), &HeaderName::from_static("x-forwarded-for"));
    forwarded.and_then(|list| list.rsplit(',').next()?.trim().parse().ok()).map_or(peer, plain)
}

/// Whether a path is UTF-8 when its escapes are read.
fn is_utf8(path: &str) -> bool {
    let (mut bytes, mut rest) = (Vec::with_capacity(path.len()), path.as_bytes());
    while let Some((&first, more)) = rest.split_first() {
        let escaped = if first == b'%' { more.get(..2).and_then(|two| std::str::from_utf8(two).ok()) } else { None };
        match escaped.and_then(|two| u8::from_str_radix(two, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &more[2..];
            }
            None => {
                bytes.push(first);
                rest = more;
            }
        }
    }
    std::str::from_utf8(&bytes).is_ok()
}

/// The secret of the session that a request names.
pub fn session(headers: &HeaderMap) -> Option<&str> {
    headers.get_all(header::COOKIE).iter().filter_map(|value| cookie(value.to_str().ok()?, COOKIE)).next()
}
