//! The two ways of asking: morgue's own search for any of the words, and the engine's BM25 over the same field.

use super::measures::Run;
use super::{Article, Task};
use morgue::archive::Sort;
use morgue::desk::{Request, search};
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::index::{Archive, Generation, Holder, WriterBudget};
use morgue::ingest::{Settings, Unwatched, ingest};
use morgue::query::{Reading, ZoneChoice, parse};
use morgue::source::Caps;
use morgue::terms::NewsTokenizer;
use std::collections::BTreeMap;
use std::error::Error;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::{TantivyDocument, Term};

/// Articles in a list.
const DEEP: usize = 100;

/// What every address of an indexed article starts with.
const HOST: &str = "https://articles.example/item/";

/// An index in a folder that is removed when this is dropped.
pub struct Index {
    _folder: tempfile::TempDir,
    generation: Generation,
}

pub fn index(articles: &[Article]) -> Result<Index, Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let lines: Vec<String> = articles
        .iter()
        .map(|article| {
            let (title, text, url) = (&article.title, &article.body, format!("{HOST}{}", article.id));
            serde_json::json!({"title": title, "text": text, "url": url, "language": "en"}).to_string()
        })
        .collect();
    let source = folder.path().join("articles.jsonl");
    std::fs::write(&source, lines.join("\n"))?;
    let archive = Archive::at(folder.path().join(".morgue"));
    archive.create()?;
    archive.add_source(&source)?;
    ingest(&archive, &settings(), &Unwatched)?;
    let generation = Generation::open(&archive)?;
    if generation.manifest.articles != articles.len() as u64 {
        return Err(format!("{} of {} articles were read", generation.manifest.articles, articles.len()).into());
    }
    Ok(Index { _folder: folder, generation })
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
            command: "score_ranking".into(),
        },
        files: None,
        pdf_reader: None,
    }
}

/// The words of a query alone, so that none of its signs is an operator.
fn words(query: &str) -> Vec<String> {
    NewsTokenizer::words(query).into_iter().map(|(.., word)| word).collect()
}

pub fn morgue(index: &Index, task: &Task) -> Result<Run, Box<dyn Error>> {
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
            ids.push(id_of(hit?.record.url.as_deref()));
        }
        run.0.push((number.clone(), ids));
    }
    Ok(run)
}

/// Plain BM25: any of the words, each a term.
pub fn plain(index: &Index, task: &Task) -> Result<Run, Box<dyn Error>> {
    let fields = index.generation.fields;
    let searcher = &index.generation.searcher;
    let mut run = Run::default();
    for (number, text) in &task.queries {
        let term = |word: String| -> Box<dyn Query> {
            Box::new(TermQuery::new(Term::from_field_text(fields.text, &word), IndexRecordOption::WithFreqs))
        };
        let query = BooleanQuery::union(words(text).into_iter().map(term).collect());
        let mut ids = Vec::new();
        for (_, address) in searcher.search(&query, &TopDocs::with_limit(DEEP).order_by_score())? {
            let document: TantivyDocument = searcher.doc(address)?;
            let record = document.get_first(fields.record).and_then(|value| value.as_str().map(str::to_owned));
            let record: serde_json::Value = serde_json::from_str(&record.unwrap_or_default())?;
            ids.push(id_of(record["url"].as_str()));
        }
        run.0.push((number.clone(), ids));
    }
    Ok(run)
}

fn id_of(url: Option<&str>) -> String {
    url.and_then(|url| url.strip_prefix(HOST)).unwrap_or_default().to_owned()
}
