//! A collection with topics and judgements: `docs.jsonl`, `queries.tsv`, `qrels.txt`.

use super::measures::Judgements;
use super::{Article, Task};
use serde_json::Value;
use std::error::Error;
use std::path::Path;

pub fn read(folder: &Path) -> Result<Task, Box<dyn Error>> {
    let mut articles = Vec::new();
    for line in std::fs::read_to_string(folder.join("docs.jsonl"))?.lines() {
        let line: Value = serde_json::from_str(line)?;
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        articles.push(Article { id: text("id"), title: text("title"), body: text("body") });
    }
    let mut queries = Vec::new();
    for line in std::fs::read_to_string(folder.join("queries.tsv"))?.lines() {
        let (number, text) = line.split_once('\t').ok_or("a topic without a number")?;
        queries.push((number.to_owned(), text.to_owned()));
    }
    let mut judgements = Judgements::default();
    for line in std::fs::read_to_string(folder.join("qrels.txt"))?.lines() {
        let [query, _, id, grade] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err("a judgement is four words".into());
        };
        judgements.add(query, id, grade.parse()?);
    }
    Ok(Task { name: "topics", articles, queries, judgements })
}
