//! A folder of cases for every format: `tests/cases/formats/FORMAT/CASE/input.*` is read as a user would read it, and
//! gives the articles that its `want.json` states, with exactly their story; unreadable input is rejected with its
//! reason.

use super::support::{cases, root, run, stderr, stdout};
use serde_json::{Value, json};
use std::fs;
use std::path::{Path, PathBuf};

/// Cases with tests of their own: downloads of databases, and PDF, which only some builds read.
const ELSEWHERE: [&str; 2] = ["export", "pdf"];

fn folders(of: &Path) -> Vec<PathBuf> {
    let mut found: Vec<_> = fs::read_dir(of).expect("a folder").map(|entry| entry.expect("an entry").path()).collect();
    found.retain(|path| path.is_dir());
    found.sort();
    found
}

fn name(path: &Path) -> String {
    path.file_name().expect("a name").to_string_lossy().into_owned()
}

/// The value of an article's field, in the form of the cases.
fn found(article: &Value, field: &str) -> Value {
    match field {
        "story" => {
            let paragraphs = article["body"].as_str().expect("a text").split("\n\n");
            json!(paragraphs.filter(|paragraph| !paragraph.is_empty()).collect::<Vec<_>>())
        }
        field => article[field].clone(),
    }
}

/// What is wrong with a case.
fn differences(case: &Path) -> Vec<String> {
    let want: Value = serde_json::from_slice(&fs::read(case.join("want.json")).expect("a want")).expect("JSON");
    let files = fs::read_dir(case).expect("a case").map(|entry| name(&entry.expect("a file").path()));
    let input = files.filter(|name| name.starts_with("input.") && !name.ends_with(".meta.json")).min();
    let output = run(case, &["read", "--ner", "off", "--color", "never", &input.expect("an input")]);
    let articles: Vec<Value> =
        stdout(&output).lines().map(|line| serde_json::from_str(line).expect("JSON Lines")).collect();
    let wanted = want["articles"].as_array().expect("articles");
    let mut wrong = Vec::new();
    if articles.len() != wanted.len() {
        wrong.push(format!("{} articles, not {}", articles.len(), wanted.len()));
    }
    for (article, want) in articles.iter().zip(wanted) {
        for (field, want) in want.as_object().expect("fields") {
            let found = found(article, field);
            if found != *want {
                wrong.push(format!("{field} is {found}, not {want}"));
            }
        }
    }
    let said = stderr(&output);
    let refused: Vec<&str> = want["refused"].as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    if refused.is_empty() != said.is_empty() || !refused.iter().all(|reason| said.contains(reason)) {
        wrong.push(format!("it refused {refused:?} with: {said}"));
    }
    wrong
}

#[test]
fn every_format_reads_its_cases() {
    let formats = folders(&cases("formats"));
    let formats: Vec<_> = formats.iter().filter(|format| !ELSEWHERE.contains(&name(format).as_str())).collect();
    let named: Vec<String> = formats.iter().map(|format| name(format)).collect();
    assert_eq!(named, ["agency", "container", "feed", "html", "json", "mail", "office", "table", "text", "warc"]);
    let mut wrong = Vec::new();
    for case in formats.iter().flat_map(|format| folders(format)).filter(|case| case.join("want.json").exists()) {
        let at = case.strip_prefix(root()).expect("inside").display().to_string();
        wrong.extend(differences(&case).into_iter().map(|difference| format!("{at}: {difference}")));
    }
    assert!(wrong.is_empty(), "{} differences:\n{}", wrong.len(), wrong.join("\n"));
}
