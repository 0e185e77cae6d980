//! The newest articles of a search as an Atom feed (RFC 4287). An article without a date has the time at which its generation was
//! made.

use super::address::{View, feed_search, parameters};
use super::asked::{Question, ask};
use super::guard::is_proxied;
use super::problem::Problem;
use super::reply::{SharedSite, answer};
use super::site::Site;
use super::work::work;
use crate::archive::{Hit, List, Sort};
use crate::passages::Excerpts;
use crate::query::Cancel;
use crate::render::escaped_xml;
use crate::text::one_line;
use axum::extract::{Request, State as Shared};
use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use jiff::Timestamp;
use std::sync::Arc;

/// Entries of a feed.
const ENTRIES: usize = 50;

/// The address of the site as its readers call it.
pub fn base(site: &Site, request: &Request) -> String {
    let text = |name: HeaderName| request.headers().get(name).and_then(|value| value.to_str().ok());
    let proxied = is_proxied(site, request);
    let forwarded = |name| if proxied { text(HeaderName::from_static(name)) } else { None };
    let scheme = forwarded("x-forwarded-proto").filter(|scheme| *scheme == "https").map_or("http", |_| "https");
    let own = site.settings.listen.to_string();
    let host = forwarded("x-forwarded-host").or_else(|| text(header::HOST)).unwrap_or(&own);
    format!("{scheme}://{host}")
}

pub async fn feed(Shared(site): SharedSite, request: Request) -> Response {
    let base = base(&site, &request);
    let search = match feed_search(&parameters(request.uri().query())) {
        Ok(search) => search,
        Err(problem) => return answer(&problem, false),
    };
    let made = work(&site, move |site, cancel| entries(site, &base, &search, cancel));
    match made.await {
        Ok(text) => ([(header::CONTENT_TYPE, "application/atom+xml; charset=utf-8")], text).into_response(),
        Err(problem) => answer(&problem, false),
    }
}

fn entries(site: &Site, base: &str, search: &str, cancel: &Cancel) -> Result<String, Problem> {
    let view = View::parse(&parameters(Some(search)))?;
    if view.is_empty() {
        return Err(Problem::usage("missing query").with_hint("name one: /feed?q=Starlink"));
    }
    let generation = site.generation()?;
    let Question { asked, .. } = ask(site, &generation, &view, cancel)?;
    let list = List {
        sort: Sort::Newest,
        limit: Some(ENTRIES),
        excerpts: Some(Excerpts::Passages { most: 1, words: None }),
        ..List::default()
    };
    let hits: Vec<Arc<Hit>> = asked.question()?.list(&list)?.collect::<Result<_, _>>()?;
    let made = time(generation.manifest.created);
    let newest = hits.iter().map(|hit| updated(hit, &made)).max().unwrap_or_else(|| made.clone());
    let title = view.text();
    let id = blake3::hash(search.as_bytes()).to_hex();
    let mut xml =
        String::from("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<feed xmlns=\"http://www.w3.org/2005/Atom\">\n");
    xml.push_str(&format!("<id>urn:morgue:search:{}</id>\n", &id[..32]));
    xml.push_str(&format!("<title>{}</title>\n<updated>{newest}</updated>\n", escaped(&title)));
    xml.push_str("<author><name>morgue</name></author>\n<generator>morgue</generator>\n");
    xml.push_str(&format!(
        "<link rel=\"self\" type=\"application/atom+xml\" href=\"{}\"/>\n",
        escaped(&format!("{base}/feed?{search}"))
    ));
    xml.push_str(&format!(
        "<link rel=\"alternate\" type=\"text/html\" href=\"{}\"/>\n",
        escaped(&format!("{base}/search?{search}"))
    ));
    hits.iter().for_each(|hit| entry(hit, base, &made, &mut xml));
    xml.push_str("</feed>\n");
    Ok(xml)
}

fn entry(hit: &Hit, base: &str, made: &str, xml: &mut String) {
    let title = if hit.zones.title.trim().is_empty() { "untitled" } else { hit.zones.title.trim() };
    let time = updated(hit, made);
    xml.push_str(&format!("<entry>\n<id>urn:morgue:article:{}</id>\n<title>{}</title>\n", hit.key, escaped(title)));
    xml.push_str(&format!("<updated>{time}</updated>\n"));
    if hit.published.is_some() {
        xml.push_str(&format!("<published>{time}</published>\n"));
    }
    let authors: Vec<&String> = hit.authors.iter().chain(&hit.outlet).collect();
    authors.iter().for_each(|name| xml.push_str(&format!("<author><name>{}</name></author>\n", escaped(name))));
    let address = escaped(&format!("{base}/article/{}", hit.key));
    xml.push_str(&format!("<link rel=\"alternate\" type=\"text/html\" href=\"{address}\"/>\n"));
    if let Some(section) = &hit.section {
        xml.push_str(&format!("<category term=\"{}\"/>\n", escaped(section)));
    }
    xml.push_str(&format!("<summary>{}</summary>\n</entry>\n", escaped(&hit.passage.text)));
}

/// When an article was published, or its generation made.
fn updated(hit: &Hit, made: &str) -> String {
    hit.published.map_or_else(|| made.to_owned(), |published| time(published.seconds))
}

/// RFC 3339 in UTC; a feed cannot state a year that has not four digits.
fn time(seconds: i64) -> String {
    let written = Timestamp::from_second(seconds).map(|time| time.to_string()).ok();
    written
        .filter(|text| text.len() == "2024-01-01T00:00:00Z".len())
        .unwrap_or_else(|| "1970-01-01T00:00:00Z".to_owned())
}

/// A value on one line, escaped.
fn escaped(text: &str) -> String {
    escaped_xml(&one_line(text)).into_owned()
}
