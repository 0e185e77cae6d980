//! A collection with topics and judgements: `docs.jsonl`, `queries.tsv`, `qrels.txt`. Without `docs.jsonl`, the articles are
//! somewhere else.

use super::judgements::Judgements;
use super::task::{Article, Task};
use crate::input::{Outcome, json_lines, text};
use std::path::Path;

pub fn read(folder: &Path) -> Outcome<Task> {
    let mut articles = Vec::new();
    let list = folder.join("docs.jsonl");
    for line in if list.is_file() { json_lines(&list)? } else { Vec::new() } {
        let text = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
        articles.push(Article { id: text("id"), title: text("title"), body: text("body") });
    }
    let mut queries = Vec::new();
    for line in text(&folder.join("queries.tsv"))?.lines() {
        let (number, text) = line.split_once('\t').ok_or("a topic without a number")?;
        queries.push((number.to_owned(), text.to_owned()));
    }
    let mut judgements = Judgements::default();
    for line in text(&folder.join("qrels.txt"))?.lines() {
        let [query, _, id, grade] = line.split_whitespace().collect::<Vec<_>>()[..] else {
            return Err("a judgement is four words".into());
        };
        judgements.add(query, id, grade.parse()?);
    }
    Ok(Task { name: "topics", articles, queries, judgements })
}
