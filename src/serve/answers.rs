//! The pages: an address to the desk's answer, and that to HTML.

use super::address::{View, parameters};
use super::asked::{Question, ask, kind_of, list};
use super::pages::{self, ArticlePage, Frame, SearchPage, StartPage};
use super::problem::Problem;
use super::reply::{SharedSite, answer, attachment, html};
use super::site::Site;
use super::work::work;
use crate::archive::{FacetField, Hit, Searchable};
use crate::desk::{self, ArticleVersion, State, about, age_text, article as article_of, beside, coverage, help_parts};
use crate::index::{Generation, SavedSearches};
use crate::ingest::{each_spike, last_success};
use crate::passages::marked;
use crate::query::{Cancel, Marks};
use crate::render::{
    Format, Options, ReferenceStyle, Sheet, Style, Summary, plain_reference, render, zone_differences,
};
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use std::sync::Arc;

/// How references are written for a page.
const PLAIN: Style = Style { colour: false, terminal: false, width: 100 };

/// What every page shows of the archive.
pub fn frame(site: &Site, generation: Option<&Generation>) -> Frame {
    let now = (site.caller.clock)().as_second();
    Frame {
        generation: generation.map(|own| (own.manifest.generation, own.manifest.articles)),
        age: last_success(&site.archive).map(|report| age_text((now - report.ended()).max(0))),
        login: site.settings.token.is_some(),
        feed: None,
    }
}

/// Answers with a page, or with a page of the problem.
async fn page(
    site: Arc<Site>,
    make: impl FnOnce(&Site, &Arc<Generation>, &Cancel) -> Result<String, Problem> + Send + 'static,
) -> Response {
    let made = work(&site, move |site, cancel| make(site, &site.generation()?, cancel)).await;
    made.map_or_else(|problem| answer(&problem, false), html)
}

pub async fn start(Shared(site): SharedSite) -> Response {
    page(site, |site, generation, cancel| {
        let everything = View::of("*");
        let Question { asked, .. } = ask(site, generation, &everything, cancel)?;
        let question = asked.question()?;
        let searches = SavedSearches::read(&site.archive)?;
        let saved = searches.names().map(|name| (name.to_owned(), View::of(format!("query:{name}")).link())).collect();
        let coverage = coverage(generation.as_ref())?;
        let timeline = question.timeline(None)?;
        Ok(pages::start(&frame(site, Some(generation)), &StartPage { coverage, timeline, saved }))
    })
    .await
}

pub async fn search(Shared(site): SharedSite, RawQuery(query): RawQuery) -> Response {
    let view = match View::parse(&parameters(query.as_deref())) {
        Ok(view) => view,
        Err(problem) => return answer(&problem, false),
    };
    if view.is_empty() {
        return (StatusCode::SEE_OTHER, [(header::LOCATION, "/")]).into_response();
    }
    let own = view.clone();
    let made = work(&site, move |site, cancel| found(site, &site.generation()?, &own, cancel)).await;
    match made {
        Ok(page) => html(page),
        Err(problem) => {
            let generation = site.generation().ok();
            let page = pages::problem_in(&frame(&site, generation.as_deref()), &view, &problem);
            let mut response = answer(&problem, false);
            *response.body_mut() = page.into();
            response
        }
    }
}

fn found(site: &Site, generation: &Arc<Generation>, view: &View, cancel: &Cancel) -> Result<String, Problem> {
    let Question { asked, remarks } = ask(site, generation, view, cancel)?;
    let question = asked.question()?;
    let list = list(view);
    let by_story = !view.every_article && !view.kwic;
    let (stories, found) = question.entries(&list, by_story)?;
    let total = found.total;
    let hits: Vec<Arc<Hit>> = found.collect::<Result<_, _>>()?;
    let fields: Vec<FacetField> = pages::FACET_FIELDS.iter().filter_map(|name| FacetField::named(name).ok()).collect();
    let page = SearchPage {
        view,
        question: &question,
        read: &remarks,
        stories,
        total,
        hits,
        by_story,
        facets: question.facets(&fields)?,
        timeline: question.timeline(None)?,
        beside: beside(&asked, &question, total)?,
    };
    let feed = format!("/feed?{}", View { kwic: false, limit: None, ..view.first() }.parameters());
    Ok(pages::search(&Frame { feed: Some(feed), ..frame(site, Some(generation)) }, &page))
}

/// The article with a key, or a problem.
fn existing(generation: &Generation, key: &str) -> Result<Hit, Problem> {
    article_of(generation, key)?.ok_or_else(|| Problem::not_found(format!("no article \"{key}\" in this archive")))
}

/// Formats of references, each with its name for people.
const CITATIONS: [(&str, Format); 3] =
    [("RIS", Format::Ris), ("BibTeX", Format::Bibtex), ("CSL JSON", Format::CslJson)];

fn citations(generation: &Generation, hit: &Hit) -> Result<Vec<(&'static str, String)>, Problem> {
    let path = |hit: &Hit| hit.path.clone();
    let options = Options { summary: Summary::Lead, generation: generation.manifest.generation, ..Options::default() };
    let query = format!("key:{}", hit.key);
    let sheet = Sheet { query: &query, total: 1, offset: 0, fields: &[], file_of: &path, style: PLAIN, options };
    let mut all = vec![("Plain text", plain_reference(hit, &sheet, ReferenceStyle::Chicago))];
    for (name, format) in CITATIONS {
        let mut out = Vec::new();
        render(format, &sheet, &mut std::iter::once(Ok(Arc::new(hit.clone()))), &mut out)?;
        all.push((name, String::from_utf8_lossy(&out).trim_end().to_owned()));
    }
    Ok(all)
}

pub async fn article(Shared(site): SharedSite, Path(key): Path<String>, RawQuery(query): RawQuery) -> Response {
    page(site, move |site, generation, cancel| {
        let view = View::parse(&parameters(query.as_deref()))?;
        let hit = existing(generation, &key)?;
        let marks = if view.is_empty() {
            Marks::default()
        } else {
            // A query that cannot be read marks nothing; the article is shown all the same.
            let asked = ask(site, generation, &view, cancel).ok();
            let plan = asked.as_ref().and_then(|asked| asked.asked.question().ok()).map(|question| question.plan);
            plan.map(|plan| Marks::of(&plan)).unwrap_or_default()
        };
        let marks = marked(&hit.zones, &hit.record, hit.language.as_deref(), &marks);
        let citations = citations(generation, &hit)?;
        let story = generation.story(&hit.key)?;
        let page = ArticlePage { view: &view, hit: &hit, marks, story, citations };
        Ok(pages::article(&frame(site, Some(generation)), &page))
    })
    .await
}

/// The record that an article was read from, as a file: never shown as a page, whatever it is.
pub async fn record(Shared(site): SharedSite, Path(key): Path<String>) -> Response {
    let read = work(&site, move |site, _| {
        let generation = site.generation()?;
        let found = desk::record(&site.archive, &generation, &key)?;
        found.ok_or_else(|| Problem::not_found(format!("no article \"{key}\" in this archive")))
    });
    match read.await {
        Ok((name, bytes)) => attachment("application/octet-stream", &name, bytes.into()),
        Err(problem) => answer(&problem, false),
    }
}

pub async fn copies(Shared(site): SharedSite, Path(key): Path<String>) -> Response {
    page(site, move |site, generation, _| {
        existing(generation, &key)?;
        let found = desk::copies(generation.as_ref(), &key)?;
        let found = found.ok_or_else(|| Problem::not_found("no article shares most of its text with this one"))?;
        Ok(pages::copies(&frame(site, Some(generation)), &found))
    })
    .await
}

pub async fn diff(Shared(site): SharedSite, Path((old, new)): Path<(String, String)>) -> Response {
    page(site, move |site, generation, _| {
        let (old, new) = (existing(generation, &old)?, existing(generation, &new)?);
        let zones = zone_differences(&old.zones, &new.zones);
        Ok(pages::diff(&frame(site, Some(generation)), &old, &new, &zones))
    })
    .await
}

/// All versions of an article.
fn all_versions(site: &Site, generation: &Generation, key: &str) -> Result<Vec<ArticleVersion>, Problem> {
    existing(generation, key)?;
    let now = (site.caller.clock)().as_second();
    let all = desk::versions(&site.archive, generation, key, now, site.settings.isolated_reader.as_deref())?;
    if all.is_empty() { Err(Problem::not_found("the sources no longer have this article")) } else { Ok(all) }
}

pub async fn versions(Shared(site): SharedSite, Path(key): Path<String>) -> Response {
    page(site, move |site, generation, _| {
        let all = all_versions(site, generation, &key)?;
        let others = desk::at_same_address(generation.as_ref(), &existing(generation, &key)?)?;
        Ok(pages::versions(&frame(site, Some(generation)), &key, &all, &others))
    })
    .await
}

pub async fn compare_versions(
    Shared(site): SharedSite,
    Path((key, old, new)): Path<(String, String, String)>,
) -> Response {
    page(site, move |site, generation, _| {
        let all = all_versions(site, generation, &key)?;
        let numbered = |number: &str| {
            let version = all.iter().find(|version| version.number.to_string() == number);
            version.map(|version| &version.hit).ok_or_else(|| Problem::not_found(format!("no version {number}")))
        };
        let (old, new) = (numbered(&old)?, numbered(&new)?);
        Ok(pages::diff(&frame(site, Some(generation)), old, new, &zone_differences(&old.zones, &new.zones)))
    })
    .await
}

pub async fn similar(Shared(site): SharedSite, Path(key): Path<String>) -> Response {
    let made = work(&site, move |site, _| {
        let generation = site.generation()?;
        existing(&generation, &key)?;
        let query = desk::similar(generation.as_ref(), &key)?;
        query.ok_or_else(|| Problem::not_found("the article has no words by which others could be found"))
    });
    match made.await {
        Ok(query) => (StatusCode::SEE_OTHER, [(header::LOCATION, View::of(query).link())]).into_response(),
        Err(problem) => answer(&problem, false),
    }
}

pub async fn entity(Shared(site): SharedSite, Path(name): Path<String>, RawQuery(query): RawQuery) -> Response {
    page(site, move |site, generation, _| {
        let given = parameters(query.as_deref());
        let kind = kind_of(&given)?;
        let found = about(generation.as_ref(), &desk::Request::everything(), &name, kind, None)?;
        let found = found.ok_or_else(|| Problem::not_found(format!("no article names \"{name}\"")))?;
        Ok(pages::entity(&frame(site, Some(generation)), &found))
    })
    .await
}

/// The state of the archive; also shown if the index cannot be read.
pub async fn status(Shared(site): SharedSite) -> Response {
    let made = work(&site, |site, cancel| {
        let state = State::of(site.archive.clone(), (site.caller.clock)().as_second());
        let generation = site.generation().ok();
        let coverage = match &generation {
            None => None,
            Some(generation) => {
                let Question { asked, .. } = ask(site, generation, &View::of("*"), cancel)?;
                let fields: Vec<FacetField> =
                    ["outlet", "year", "language"].iter().filter_map(|name| FacetField::named(name).ok()).collect();
                Some(asked.question()?.facets(&fields)?)
            }
        };
        let spikes = match &state.opened {
            Ok(opened) => {
                each_spike(&opened.generation.folder)?.take(pages::MOST_SPIKES as usize).collect::<Result<_, _>>()?
            }
            Err(_) => Vec::new(),
        };
        Ok(pages::status(&frame(site, generation.as_deref()), &state, coverage.as_ref(), &spikes))
    });
    made.await.map_or_else(|problem| answer(&problem, false), html)
}

pub async fn help(Shared(site): SharedSite) -> Response {
    let generation = site.generation().ok();
    html(pages::help(&frame(&site, generation.as_deref()), &help_parts()))
}

/// An address that there is not.
pub async fn unknown(uri: axum::http::Uri) -> Response {
    answer(&Problem::not_found("there is no such page"), uri.path().starts_with("/api/"))
}

pub async fn not_allowed(uri: axum::http::Uri) -> Response {
    let problem = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "this address does not take that method");
    answer(&problem, uri.path().starts_with("/api/"))
}
