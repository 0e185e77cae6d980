//! The two searches that are compared: morgue's own for any of the words, and the engine's BM25 over the same field.

use super::judgements::Run;
use super::task::{Article, Task};
use crate::input::Outcome;
use morgue::archive::Sort;
use morgue::desk::{Request, search};
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::index::{Archive, Generation, Holder, WriterBudget, published_folder};
use morgue::ingest::{Settings, Unwatched, ingest};
use morgue::query::{Reading, ZoneChoice, parse};
use morgue::source::Caps;
use morgue::terms::NewsTokenizer;
use std::collections::BTreeMap;
use std::path::Path;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{TantivyDocument, Term};

/// Articles in a list.
const DEEP: usize = 100;

/// Every address of an indexed article starts with this.
const HOST: &str = "https://articles.example/item/";

/// An index in a folder that is removed when this is dropped.
pub struct Index {
    archive: Archive,
    generation: Generation,
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
        Ok(Self { archive, generation, _folder: folder })
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
        pdf_reader: None,
    }
}

/// The words of a query without its signs, so that none is an operator.
fn words(query: &str) -> Vec<String> {
    NewsTokenizer::words(query).into_iter().map(|(.., word)| word).collect()
}

pub fn morgue(index: &Index, task: &Task) -> Outcome<Run> {
    let mut run = Run::default();
    for (number, text) in &task.queries {
        let today = &|| jiff::civil::date(2026, 11, 25);
        let query = parse(&words(text).join(" "), Reading { any: true, today })?;
        let request = Request {
            query,
            zones: ZoneChoice::Story,
            sort: Sort::Relevance,
            offset: 0,
            limit: Some(DEEP),
            excerpts: None,
        };
        let mut ids = Vec::new();
        for hit in search(&index.generation, &request)? {
            let hit = hit?;
            ids.push(id_of(hit.record.url.as_deref(), &hit.path));
        }
        run.0.push((number.clone(), ids));
    }
    Ok(run)
}

/// Plain BM25: any of the words, each a term. The engine opens the files of the index itself.
pub fn plain(index: &Index, task: &Task) -> Outcome<Run> {
    let index = tantivy::Index::open_in_dir(published_folder(&index.archive, None)?)?;
    let schema = index.schema();
    let (text, path, record) = (schema.get_field("text")?, schema.get_field("path")?, schema.get_field("record")?);
    let searcher = index.reader()?.searcher();
    let mut run = Run::default();
    for (number, query) in &task.queries {
        let term = |word: String| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(text, &word), IndexRecordOption::WithFreqs))
        };
        let query = BooleanQuery::union(words(query).into_iter().map(term).collect());
        let mut ids = Vec::new();
        for (_, address) in searcher.search(&query, &TopDocs::with_limit(DEEP).order_by_score())? {
            let document: TantivyDocument = searcher.doc(address)?;
            let stored = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default();
            let record: serde_json::Value = serde_json::from_str(stored(record))?;
            ids.push(id_of(record["url"].as_str(), stored(path)));
        }
        run.0.push((number.clone(), ids));
    }
    Ok(run)
}

fn id_of(url: Option<&str>, path: &str) -> String {
    url.and_then(|url| url.strip_prefix(HOST)).unwrap_or(path).to_owned()
}
