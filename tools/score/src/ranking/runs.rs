//! The two searches that are compared: morgue's own for any of the words, and the engine's BM25 over the same field.

use super::judgements::Run;
use super::task::{Article, Task};
use crate::input::Outcome;
use morgue::archive::{Hit, List, Sort};
use morgue::desk::{Question, Request};
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::index::{Archive, Generation, Holder, WriterBudget, published_folder};
use morgue::ingest::{Settings, Unwatched, ingest};
use morgue::query::{ArchiveError, ParseOptions, ZoneChoice, parse};
use morgue::source::Caps;
use morgue::terms::NewsTokenizer;
use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{Searcher, TantivyDocument, Term};

/// Articles in a list.
const DEEP: usize = 100;

/// Every address of an indexed article starts with this.
const HOST: &str = "https://articles.example/item/";

/// An index in a folder that is removed when this is dropped.
pub struct Index {
    generation: Generation,
    /// The engine itself on the same files.
    engine: Searcher,
    _folder: tempfile::TempDir,
}

impl Index {
    /// An index of folders or files as `ingest` reads them. An article's id is its path in its source.
    pub fn of_sources(sources: &[&Path]) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let archive = Archive::at(folder.path().join(".morgue"));
        archive.create()?;
        sources.iter().try_for_each(|source| archive.add_source(source).map(drop))?;
        ingest(&archive, &settings(), &Unwatched)?;
        let generation = Generation::open(&archive)?;
        let engine = tantivy::Index::open_in_dir(published_folder(&archive, None)?)?.reader()?.searcher();
        Ok(Self { generation, engine, _folder: folder })
    }

    /// An index of articles, by their own ids.
    pub fn of_articles(articles: &[Article]) -> Outcome<Self> {
        let folder = tempfile::tempdir()?;
        let line = |article: &Article| {
            let (title, text, url) = (&article.title, &article.body, format!("{HOST}{}", article.id));
            serde_json::json!({"title": title, "text": text, "url": url, "language": "en"}).to_string()
        };
        let source = folder.path().join("articles.jsonl");
        std::fs::write(&source, articles.iter().map(line).collect::<Vec<_>>().join("\n"))?;
        let index = Self::of_sources(&[&source])?;
        let read = index.generation.manifest.articles;
        if read != articles.len() as u64 {
            return Err(format!("{read} of {} articles were read", articles.len()).into());
        }
        Ok(index)
    }
}

fn settings() -> Settings {
    Settings {
        ner: Ner::Off,
        effort: Effort::Full,
        outlets: BTreeMap::new(),
        threads: 2,
        writer: WriterBudget { threads: 1, bytes_per_thread: 200 << 20 },
        caps: Caps::default(),
        bytes_in_flight: 64 << 20,
        spill_bytes: None,
        now: 1_795_608_000,
        force: false,
        reread: false,
        retry: false,
        keep_learned: false,
        only: None,
        allow_shrink: false,
        strict: false,
        holder: Holder {
            pid: 1,
            host: "here".into(),
            start: "2026-11-25T12:00:00Z".into(),
            command: "morgue-score".into(),
        },
        files: None,
        isolated_reader: None,
    }
}

/// The words of a query without its signs, so that none is an operator.
fn words_of(query: &str) -> Vec<String> {
    NewsTokenizer::words(query).into_iter().map(|(.., word)| word).collect()
}

/// Whether any of the words of a query is enough.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Words {
    Any,
    All,
}

impl Index {
    /// Ids of the best articles in the order of morgue's own search, with the words that the best of them share or without.
    pub fn found(&self, query: &str, words: Words, expand: bool) -> Outcome<Vec<String>> {
        let today = &|| jiff::civil::date(2026, 11, 25);
        let request = Request {
            query: parse(query, ParseOptions { any: words == Words::Any, today })?,
            zones: ZoneChoice::Story,
            sort: Sort::Relevance,
            offset: 0,
            limit: Some(DEEP),
            excerpts: None,
        };
        let id = |hit: Result<Arc<Hit>, ArchiveError>| hit.map(|hit| id_of(hit.record.url.as_deref(), &hit.path));
        let question = Question::of(&self.generation, &request)?;
        let further = if expand { question.expansion()? } else { None };
        Ok(question.search(&List { further, ..request.list() })?.map(id).collect::<Result<_, _>>()?)
    }

    /// Ids of the best articles in the order of plain BM25, where each word is a term.
    pub fn plain(&self, query: &str, words: Words) -> Outcome<Vec<String>> {
        let schema = self.engine.schema();
        let (text, path, record) = (schema.get_field("text")?, schema.get_field("path")?, schema.get_field("record")?);
        let term = |word: String| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(text, &word), IndexRecordOption::WithFreqs))
        };
        let terms = words_of(query).into_iter().map(term).collect();
        let query = match words {
            Words::Any => BooleanQuery::union(terms),
            Words::All => BooleanQuery::intersection(terms),
        };
        let mut ids = Vec::new();
        for (_, address) in self.engine.search(&query, &TopDocs::with_limit(DEEP).order_by_score())? {
            let document: TantivyDocument = self.engine.doc(address)?;
            let stored = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
            let record: serde_json::Value = serde_json::from_str(stored(record))?;
            ids.push(id_of(record["url"].as_str(), stored(path)));
        }
        Ok(ids)
    }
}

pub fn morgue(index: &Index, task: &Task) -> Outcome<Run> {
    lists(task, |query| index.found(&words_of(query).join(" "), Words::Any, false))
}

/// With the words that the best articles share.
pub fn expanded(index: &Index, task: &Task) -> Outcome<Run> {
    lists(task, |query| index.found(&words_of(query).join(" "), Words::Any, true))
}

pub fn plain(index: &Index, task: &Task) -> Outcome<Run> {
    lists(task, |query| index.plain(query, Words::Any))
}

fn lists(task: &Task, list: impl Fn(&str) -> Outcome<Vec<String>>) -> Outcome<Run> {
    let mut run = Run::default();
    for (number, query) in &task.queries {
        run.0.push((number.clone(), list(query)?));
    }
    Ok(run)
}

fn id_of(url: Option<&str>, path: &str) -> String {
    url.and_then(|url| url.strip_prefix(HOST)).unwrap_or(path).to_owned()
}
