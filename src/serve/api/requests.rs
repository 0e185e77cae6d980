//! The requests of the interface. A parameter that is not known is an error: a program's mistake should not pass unnoticed.

use super::super::address::{FARTHEST, View, parameters, value};
use super::super::asked::{Question, ask, kind_of};
use super::super::problem::Problem;
use super::super::reply::{SharedSite, answer};
use super::super::site::Site;
use super::super::work::work;
use crate::archive::{FACETS, FacetField, Hit, Interval, List, Per};
use crate::desk::{self, State, beside};
use crate::index::Generation;
use crate::passages::Excerpts;
use crate::query::Cancel;
use crate::render::{
    FieldName, Format, Options, Sheet, Style, TableFormat, copies_as_json, default_fields, facets as write_facets,
    field_names, one_entity, parse_fields, render, timeline as write_timeline,
};
use axum::extract::{Path, RawQuery, State as Shared};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde_json::value::RawValue;
use serde_json::{Value, json};
use std::sync::Arc;

/// Parameters of every search.
const SEARCH: [&str; 8] = ["q", "f", "any", "exact", "loose-dates", "since", "until", "zones"];

/// Hits of a page.
const HITS: usize = 20;

const PLAIN: Style = Style { colour: false, terminal: false, width: 100 };

type Given = Vec<(String, String)>;

/// Answers with JSON that was already written.
fn document(text: String) -> Response {
    ([(header::CONTENT_TYPE, "application/json")], text).into_response()
}

/// The parameters of a search and some others, all of them known.
fn given(query: Option<&str>, also: &[&str]) -> Result<Given, Problem> {
    known(query, &[&SEARCH, also].concat())
}

fn known(query: Option<&str>, names: &[&str]) -> Result<Given, Problem> {
    let given = parameters(query);
    match given.iter().find(|(name, _)| !names.contains(&name.as_str())) {
        None => Ok(given),
        Some((name, _)) => {
            let problem = Problem::usage(format!("unknown parameter \"{name}\""));
            Err(problem.with_hint(format!("use {}", names.join(", "))))
        }
    }
}

async fn json_of(
    site: Arc<Site>,
    make: impl FnOnce(&Site, &Arc<Generation>, &Cancel) -> Result<String, Problem> + Send + 'static,
) -> Response {
    let made = work(&site, move |site, cancel| make(site, &site.generation()?, cancel)).await;
    made.map_or_else(|problem| answer(&problem, true), document)
}

/// What a request searches: everything, if it names nothing.
fn view_of(given: &Given) -> Result<View, Problem> {
    let view = View::parse(given)?;
    Ok(if view.is_empty() { View { q: "*".to_owned(), ..view } } else { view })
}

pub async fn search(Shared(site): SharedSite, RawQuery(query): RawQuery) -> Response {
    let also = ["sort", "group", "offset", "limit", "fields", "cursor"];
    let given = match given(query.as_deref(), &also) {
        Ok(given) => given,
        Err(problem) => return answer(&problem, true),
    };
    let made = work(&site, move |site, cancel| hits(site, &given, cancel)).await;
    made.map_or_else(|problem| answer(&problem, true), document)
}

/// A place in a list: the generation that it is of, and the hits before it.
fn cursor(given: &Given) -> Result<Option<(u64, usize)>, Problem> {
    let Some(text) = value(given, "cursor") else { return Ok(None) };
    let parts = text.split_once('.').and_then(|(number, at)| Some((number.parse().ok()?, at.parse().ok()?)));
    parts
        .filter(|(_, at)| *at <= FARTHEST)
        .map(Some)
        .ok_or_else(|| Problem::usage(format!("invalid cursor \"{text}\"")).with_hint("take it from `next`"))
}

fn hits(site: &Site, given: &Given, cancel: &Cancel) -> Result<String, Problem> {
    let mut view = View::parse(given)?;
    if view.is_empty() {
        return Err(
            Problem::usage("missing query").with_hint("name one: /api/search?q=Starlink; * finds every article")
        );
    }
    let mut generation = site.generation()?;
    if let Some((number, at)) = cursor(given)? {
        let gone = || Problem::new(StatusCode::GONE, "the index has changed since this list began");
        let kept = site.live.numbered(&site.archive, number)?;
        generation = kept.ok_or_else(|| gone().with_hint("start the list again"))?;
        view.offset = at;
    }
    let fields: Vec<FieldName> = match value(given, "fields") {
        Some(names) => parse_fields(names).map_err(|error| Problem::usage(error.to_string()))?,
        None => default_fields(Format::Json),
    };
    let limit = view.limit.unwrap_or(HITS);
    let by_story = value(given, "group") == Some("story");
    let Question { asked, remarks } = ask(site, &generation, &view, cancel)?;
    let question = asked.question()?;
    let list = List {
        sort: view.sort,
        offset: view.offset,
        limit: Some(limit),
        excerpts: Some(Excerpts::default()),
        only: None,
        further: None,
    };
    let (entries, found) = question.entries(&list, by_story)?;
    let total = found.total;
    let path = |hit: &Hit| hit.path.clone();
    let number = generation.manifest.generation;
    let options = Options { generation: number, ..Options::default() };
    let sheet = Sheet {
        query: &asked.text,
        total,
        offset: view.offset,
        fields: &fields,
        file_of: &path,
        style: PLAIN,
        options,
    };
    let mut lines = Vec::new();
    let mut found = found;
    let written = render(Format::Jsonl, &sheet, &mut found, &mut lines)?;
    let lines = String::from_utf8(lines).map_err(|_| Problem::internal())?;
    let hits: Vec<Box<RawValue>> = lines
        .lines()
        .map(|line| RawValue::from_string(line.to_owned()))
        .collect::<Result<_, _>>()
        .map_err(|_| Problem::internal())?;
    let last = view.offset as u64 + written;
    let next = (written > 0 && last < entries).then(|| format!("{number}.{last}"));
    let head = json!({
        "query": asked.text,
        "generation": number,
        "articles": total,
        "stories": if by_story { Value::from(entries) } else { Value::Null },
        "offset": view.offset,
        "next": next,
        "notes": remarks,
    });
    // Hits are written as they are, in the order of their fields.
    let head = head.to_string();
    let list = serde_json::to_string(&hits).map_err(|_| Problem::internal())?;
    Ok(format!("{},\"hits\":{list}}}\n", head.trim_end_matches('}')))
}

pub async fn count(Shared(site): SharedSite, RawQuery(query): RawQuery) -> Response {
    // The page counts while a query is typed, with all that its form has.
    let also = ["sort", "group", "view", "offset", "limit"];
    let given = match given(query.as_deref(), &also) {
        Ok(given) => given,
        Err(problem) => return answer(&problem, true),
    };
    json_of(site, move |site, generation, cancel| {
        let view = view_of(&given)?;
        let Question { asked, remarks } = ask(site, generation, &view, cancel)?;
        let question = asked.question()?;
        let (articles, stories) = (question.count()?, question.count_per(Per::Story)?);
        let beside = beside(&asked, &question, articles)?;
        let found = json!({
            "query": asked.text,
            "generation": generation.manifest.generation,
            "articles": articles,
            "stories": stories,
            "only_in_margins": beside.only_in_margins,
            "undated": beside.undated,
            "notes": remarks,
        });
        Ok(format!("{found}\n"))
    })
    .await
}

fn per(given: &Given) -> Result<Per, Problem> {
    match value(given, "per") {
        None | Some("article") => Ok(Per::Article),
        Some("story") => Ok(Per::Story),
        Some(other) => Err(Problem::usage(format!("per: unknown \"{other}\"")).with_hint("use article or story")),
    }
}

pub async fn facets(Shared(site): SharedSite, RawQuery(query): RawQuery) -> Response {
    let given = match given(query.as_deref(), &["fields", "limit", "per"]) {
        Ok(given) => given,
        Err(problem) => return answer(&problem, true),
    };
    json_of(site, move |site, generation, cancel| {
        let names = value(&given, "fields").unwrap_or("outlet");
        let named = names.split(',').map(str::trim).filter(|name| !name.is_empty()).map(FacetField::named);
        let fields: Vec<FacetField> = named
            .collect::<Result<_, _>>()
            .map_err(|error| Problem::usage(error.to_string()).with_hint(format!("use {}", FACETS.join(", "))))?;
        let most = match value(&given, "limit").map(str::parse::<usize>) {
            None => usize::MAX,
            Some(Ok(most)) => most,
            Some(Err(_)) => return Err(Problem::usage("limit: invalid number")),
        };
        // The number of values is not that of hits.
        let view = view_of(&given.iter().filter(|(name, _)| name != "limit").cloned().collect())?;
        let Question { asked, .. } = ask(site, generation, &view, cancel)?;
        let counted = asked.question()?.facets_per(per(&given)?, &fields)?;
        let mut out = Vec::new();
        write_facets(TableFormat::Json, &asked.text, &counted, most, PLAIN, &mut out)?;
        String::from_utf8(out).map_err(|_| Problem::internal())
    })
    .await
}

pub async fn timeline(Shared(site): SharedSite, RawQuery(query): RawQuery) -> Response {
    let given = match given(query.as_deref(), &["by", "per"]) {
        Ok(given) => given,
        Err(problem) => return answer(&problem, true),
    };
    json_of(site, move |site, generation, cancel| {
        let by = match value(&given, "by") {
            None => None,
            Some("day") => Some(Interval::Day),
            Some("week") => Some(Interval::Week),
            Some("month") => Some(Interval::Month),
            Some("year") => Some(Interval::Year),
            Some(other) => {
                let problem = Problem::usage(format!("by: unknown \"{other}\""));
                return Err(problem.with_hint("use day, week, month or year"));
            }
        };
        let Question { asked, .. } = ask(site, generation, &view_of(&given)?, cancel)?;
        let counted = asked.question()?.timeline_per(per(&given)?, by)?;
        let mut out = Vec::new();
        write_timeline(TableFormat::Json, &asked.text, &counted, PLAIN, &mut out)?;
        String::from_utf8(out).map_err(|_| Problem::internal())
    })
    .await
}

pub async fn explain(Shared(site): SharedSite, RawQuery(query): RawQuery) -> Response {
    let given = match given(query.as_deref(), &[]) {
        Ok(given) => given,
        Err(problem) => return answer(&problem, true),
    };
    json_of(site, move |site, generation, cancel| {
        let Question { asked, .. } = ask(site, generation, &view_of(&given)?, cancel)?;
        let explained = desk::explain(&asked.question()?)?;
        serde_json::to_string(&explained).map_err(|_| Problem::internal())
    })
    .await
}

fn no_article(key: &str) -> Problem {
    Problem::not_found(format!("no article \"{key}\" in this archive"))
}

pub async fn article(Shared(site): SharedSite, Path(key): Path<String>) -> Response {
    json_of(site, move |_, generation, _| {
        let hit = desk::article(generation.as_ref(), &key)?.ok_or_else(|| no_article(&key))?;
        let of_a_search = ["score", "passage", "marks", "passages", "rank", "zones", "hits"];
        let fields: Vec<FieldName> = field_names().filter(|name| !of_a_search.contains(name)).collect();
        let path = |hit: &Hit| hit.path.clone();
        let options = Options { generation: generation.manifest.generation, ..Options::default() };
        let sheet = Sheet { query: "", total: 1, offset: 0, fields: &fields, file_of: &path, style: PLAIN, options };
        let mut out = Vec::new();
        render(Format::Jsonl, &sheet, &mut std::iter::once(Ok(Arc::new(hit))), &mut out)?;
        String::from_utf8(out).map_err(|_| Problem::internal())
    })
    .await
}

pub async fn copies(Shared(site): SharedSite, Path(key): Path<String>) -> Response {
    json_of(site, move |_, generation, _| {
        desk::article(generation.as_ref(), &key)?.ok_or_else(|| no_article(&key))?;
        let Some(found) = desk::copies(generation.as_ref(), &key)? else {
            return Ok(json!({"story": null, "agency": null, "articles": []}).to_string());
        };
        let mut out = Vec::new();
        copies_as_json(&found.articles, &mut out)?;
        let lines = String::from_utf8(out).map_err(|_| Problem::internal())?;
        let articles: Vec<&str> = lines.lines().collect();
        let (story, agency) = (json!(found.story.key()), json!(found.story.agency));
        Ok(format!("{{\"story\":{story},\"agency\":{agency},\"articles\":[{}]}}\n", articles.join(",")))
    })
    .await
}

pub async fn entity(Shared(site): SharedSite, Path(name): Path<String>, RawQuery(query): RawQuery) -> Response {
    let given = match known(query.as_deref(), &["kind"]) {
        Ok(given) => given,
        Err(problem) => return answer(&problem, true),
    };
    json_of(site, move |_, generation, _| {
        let kind = kind_of(&given)?;
        let found = desk::about(generation.as_ref(), &desk::Request::everything(), &name, kind, None)?;
        let found = found.ok_or_else(|| Problem::not_found(format!("no article names \"{name}\"")))?;
        let mut out = Vec::new();
        one_entity(&found, true, &mut out)?;
        String::from_utf8(out).map_err(|_| Problem::internal())
    })
    .await
}

/// The state of the archive.
pub async fn status(Shared(site): SharedSite) -> Response {
    let made = work(&site, |site, _| {
        let state = State::of(site.archive.clone(), (site.caller.clock)().as_second());
        let opened = state.opened.as_ref().map_err(|error| error.clone())?;
        let mut object = state.object(opened, None);
        // Where files are on the server is no matter of its readers.
        if let Some(object) = object.as_object_mut() {
            object.remove("index");
            object.remove("last_run");
            if let Some(sources) = object.get_mut("sources").and_then(Value::as_array_mut) {
                sources.iter_mut().filter_map(Value::as_object_mut).for_each(|source| drop(source.remove("path")));
            }
        }
        Ok(object.to_string())
    });
    made.await.map_or_else(|problem| answer(&problem, true), document)
}

/// Whether the index can be searched: 200, or 503.
pub async fn health(Shared(site): SharedSite) -> Response {
    let (status, text) = match site.generation() {
        Ok(_) => (StatusCode::OK, "ok\n"),
        Err(_) => (StatusCode::SERVICE_UNAVAILABLE, "no index\n"),
    };
    (status, [(header::CONTENT_TYPE, "text/plain; charset=utf-8")], text).into_response()
}

/// Metrics of the archive and of the server, for Prometheus.
pub async fn metrics(Shared(site): SharedSite) -> Response {
    let made = work(&site, |site, _| {
        let state = State::of(site.archive.clone(), (site.caller.clock)().as_second());
        Ok(state.metrics() + &site.counters.text())
    });
    let text = |text: String| ([(header::CONTENT_TYPE, "text/plain; version=0.0.4")], text).into_response();
    made.await.map_or_else(|problem| answer(&problem, true), text)
}
