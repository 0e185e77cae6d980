//! The interface for programs is what its description says.

use super::served::Served;
use super::support::{desk, root, run, stdout};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use tempfile::TempDir;

static SAMPLE: LazyLock<(TempDir, Served)> = LazyLock::new(|| {
    let desk = desk();
    run(desk.path(), &["ingest", "-q", "--index", "ix", "sample_corpus"]);
    let served = Served::shared(desk.path());
    (desk, served)
});

fn description() -> Value {
    SAMPLE.1.get("/api/openapi.json").json()
}

/// What of a value is not as its schema says: types, required and unknown properties, items, and values of lists.
fn faults(value: &Value, schema: &Value, whole: &Value, place: &str, found: &mut Vec<String>) {
    if let Some(reference) = schema["$ref"].as_str() {
        let schema = whole.pointer(reference.trim_start_matches('#')).unwrap_or_else(|| panic!("no {reference}"));
        return faults(value, schema, whole, place, found);
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let is_of = |kind: &&str| match *kind {
        "object" => value.is_object(),
        "array" => value.is_array(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "number" => value.is_number(),
        "null" => value.is_null(),
        other => panic!("unknown type {other}"),
    };
    if !kinds.is_empty() && !kinds.iter().any(is_of) {
        found.push(format!("{place}: {value} is not of {kinds:?}"));
    }
    if let Some(allowed) = schema["enum"].as_array().filter(|allowed| !allowed.contains(value)) {
        found.push(format!("{place}: {value} is not one of {allowed:?}"));
    }
    if let Some(object) = value.as_object() {
        for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
            if !object.contains_key(name) {
                found.push(format!("{place}: no {name}"));
            }
        }
        for (name, value) in object {
            match schema["properties"].get(name) {
                Some(schema) => faults(value, schema, whole, &format!("{place}/{name}"), found),
                None if schema["additionalProperties"] == false => {
                    found.push(format!("{place}: {name} is not described"))
                }
                None => {}
            }
        }
    }
    for (nth, item) in value.as_array().into_iter().flatten().enumerate() {
        faults(item, &schema["items"], whole, &format!("{place}/{nth}"), found);
    }
}

/// A key of the archive.
fn key() -> String {
    stdout(&run(SAMPLE.0.path(), &["--index", "ix", "search", "Starlink", "-n", "1", "-f", "ids"])).trim().to_owned()
}

/// A value that a parameter may have.
fn example(name: &str, schema: &Value) -> String {
    if let Some(first) = schema["enum"].as_array().and_then(|values| values[0].as_str()) {
        return first.to_owned();
    }
    match name {
        "q" | "f" => "Starlink".to_owned(),
        "since" => "2020".to_owned(),
        "until" => "2030".to_owned(),
        "zones" => "title,body".to_owned(),
        "fields" => "outlet".to_owned(),
        "cursor" => "1.0".to_owned(),
        "key" => key(),
        "name" => "Elon%20Musk".to_owned(),
        "sort" => "relevance".to_owned(),
        "group" => "none".to_owned(),
        _ => "1".to_owned(),
    }
}

#[test]
fn every_answer_is_as_described() {
    let whole = description();
    for (path, item) in whole["paths"].as_object().expect("paths") {
        let get = &item["get"];
        let parameters: Vec<&Value> = get["parameters"].as_array().into_iter().flatten().collect();
        let resolved: Vec<&Value> = parameters
            .into_iter()
            .map(|one| match one["$ref"].as_str() {
                Some(reference) => whole.pointer(reference.trim_start_matches('#')).expect("a parameter"),
                None => one,
            })
            .collect();
        let mut own = path.clone();
        let mut all = vec![String::new()];
        let mut query = Vec::new();
        for one in resolved {
            let name = one["name"].as_str().expect("a name");
            let value = example(name, &one["schema"]);
            if one["in"] == "path" {
                own = own.replace(&format!("{{{name}}}"), &value);
            } else {
                query.push(format!("{name}={value}"));
                // Each parameter alone, beside the query.
                all.push(if name == "q" { query[0].clone() } else { format!("q=Starlink&{name}={value}") });
            }
        }
        all.push(query.join("&"));
        for query in all {
            if query.is_empty() && path == "/api/search" {
                continue;
            }
            let query = if own.contains("/entity/") { query.replace("q=Starlink&", "") } else { query };
            let reply = SAMPLE.1.get(format!("{own}?{query}").trim_end_matches('?'));
            assert_eq!(reply.status, 200, "{own}?{query}: {}", reply.text());
            let content = &get["responses"]["200"]["content"];
            let (media, described) = content.as_object().expect("content").iter().next().expect("one");
            let sent = reply.header("content-type").expect("a type").split(';').next().expect("a type");
            assert_eq!(sent, media, "{own}");
            if media == "application/json" {
                let mut found = Vec::new();
                faults(&reply.json(), &described["schema"], &whole, "", &mut found);
                assert!(found.is_empty(), "{own}?{query}: {found:?}");
            }
        }
    }
}

#[test]
fn every_address_of_the_interface_is_described() {
    let routes = std::fs::read_to_string(root().join("src/serve/api/mod.rs")).expect("read");
    let routed: BTreeSet<&str> =
        routes.split(".route(\"").skip(1).map(|rest| rest.split('"').next().expect("an address")).collect();
    let whole = description();
    let described: BTreeSet<&str> = whole["paths"].as_object().expect("paths").keys().map(String::as_str).collect();
    assert_eq!(routed, described);
}

#[test]
fn problems_are_as_described() {
    let whole = description();
    let schema = &whole["components"]["schemas"]["Problem"];
    for (path, status) in [
        ("/api/search", 400),
        ("/api/search?q=a+AND", 400),
        ("/api/search?q=a&colour=red", 400),
        ("/api/search?q=a&cursor=x", 400),
        ("/api/search?q=a&fields=nothing", 400),
        ("/api/search?q=a&cursor=999.0", 410),
        ("/api/facets?fields=text", 400),
        ("/api/timeline?by=hour", 400),
        ("/api/count?since=tomorrowish", 400),
        ("/api/article/a_aaaaaaaaaaaaaaaa", 404),
        ("/api/entity/Nobody%20Here", 404),
        ("/api/entity/Musk?q=a", 400),
        ("/api/nothing", 404),
    ] {
        let reply = SAMPLE.1.get(path);
        assert_eq!((reply.status, reply.header("content-type")), (status, Some("application/problem+json")), "{path}");
        let mut found = Vec::new();
        faults(&reply.json(), schema, &whole, "", &mut found);
        assert!(found.is_empty() && reply.json()["status"] == status, "{path}: {found:?}");
    }
}

#[test]
fn a_list_is_read_to_its_end_by_cursors() {
    for query in ["q=*&limit=13", "q=*&limit=13&sort=newest", "q=*&limit=13&group=story"] {
        let (mut keys, mut next) = (Vec::new(), None);
        loop {
            let cursor = next.as_ref().map_or_else(String::new, |next| format!("&cursor={next}"));
            let answer = SAMPLE.1.get(&format!("/api/search?{query}&fields=key{cursor}")).json();
            keys.extend(answer["hits"].as_array().expect("hits").iter().map(|hit| hit["key"].to_string()));
            match answer["next"].as_str() {
                Some(more) => next = Some(more.to_owned()),
                None => break,
            }
        }
        let once: BTreeSet<&String> = keys.iter().collect();
        assert_eq!((keys.len(), once.len()), (81, 81), "{query}");
    }
}

#[test]
fn hits_have_the_fields_of_every_other_export() {
    let hits = SAMPLE.1.get("/api/search?q=Starlink&limit=3").json()["hits"].clone();
    let told = run(SAMPLE.0.path(), &["--index", "ix", "search", "Starlink", "-n", "3", "-f", "jsonl"]);
    let want: Vec<Value> = stdout(&told).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for (hit, want) in hits.as_array().expect("hits").iter().zip(&want) {
        let (mut hit, mut want) = (hit.clone(), want.clone());
        // Where files are on the server is no matter of its readers.
        for one in [&mut hit, &mut want] {
            one.as_object_mut().expect("an object").remove("file");
        }
        assert_eq!(hit, want);
    }
}
