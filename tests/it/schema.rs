//! `index_schema/news.json` is the only definition: the engine's schema and the manual's table are derived from it.

use super::support::{cases, golden, root};
use morgue::engine::{Fields, engine_schema};
use morgue::schema::{NEWS_JSON, Schema, field_table};

#[test]
fn the_engine_schema_is_derived() {
    let schema = engine_schema(Schema::news());
    let mut text = serde_json::to_string_pretty(&schema).expect("serialised");
    text.push('\n');
    golden(&cases("schema/tantivy.json"), &text);
    assert!(Fields::of(&schema).is_ok());
}

#[test]
fn names_and_aliases_mean_one_field() {
    let mut names: Vec<&str> = Schema::news().query_names().collect();
    let all = names.len();
    names.sort_unstable();
    names.dedup();
    assert_eq!(names.len(), all, "a name stands twice");
}

#[test]
fn the_manual_has_the_table() {
    let readme = std::fs::read_to_string(root().join("README.md")).expect("read");
    let table = field_table(Schema::news());
    assert!(readme.contains(&table), "README.md lacks the table that `morgue schema --table` prints:\n{table}");
}

#[test]
fn the_hit_contract_names_every_field() {
    let contract = std::fs::read_to_string(root().join("index_schema/hit.schema.json")).expect("read");
    let contract: serde_json::Value = serde_json::from_str(&contract).expect("JSON");
    let described: Vec<&String> = contract["properties"].as_object().expect("properties").keys().collect();
    let written: Vec<&str> = morgue::render::field_names().collect();
    assert_eq!(described, written);
    assert_eq!(contract["version"].as_u64(), Some(u64::from(morgue::render::HIT_VERSION)));
}

#[test]
fn the_file_is_what_the_program_prints() {
    let shipped = std::fs::read_to_string(root().join("index_schema/news.json")).expect("read");
    assert_eq!(shipped, NEWS_JSON);
}
