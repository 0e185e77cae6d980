//! The same work in plain tantivy: lines parsed with serde_json, documents of the same schema, one merged segment in
//! date order; ten hits with a count and tantivy's own snippets.

use super::Outcome;
use jiff::Timestamp;
use morgue::engine::{Fields, engine_schema, register};
use morgue::schema::Schema;
use morgue::terms::{Zone, zoned_text};
use serde::Deserialize;
use std::fs::File;
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;
use std::time::Instant;
use tantivy::collector::{Count, TopDocs};
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::query::{BooleanQuery, Query, TermQuery};
use tantivy::schema::{IndexRecordOption, Value};
use tantivy::snippet::SnippetGenerator;
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexSettings, IndexSortByField, Order, ReloadPolicy, TantivyDocument, Term};

#[derive(Deserialize)]
struct Line<'a> {
    title: String,
    text: String,
    authors: Vec<String>,
    source: String,
    #[serde(borrow)]
    url: std::borrow::Cow<'a, str>,
    date: String,
    section: String,
    language: String,
}

/// The same as for `morgue ingest`.
const WRITER_BYTES: usize = 160 << 20;

fn tokenizers() -> TokenizerManager {
    let tokenizers = TokenizerManager::default();
    register(&tokenizers);
    tokenizers
}

/// Indexes a file of lines.
pub fn ingest(lines: &Path, folder: &Path) -> Outcome<()> {
    std::fs::create_dir_all(folder)?;
    let schema = engine_schema(Schema::news());
    let fields = Fields::of(&schema)?;
    let settings = IndexSettings {
        sort_by_field: Some(IndexSortByField { field: "published".to_owned(), order: Order::Desc }),
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(3) }),
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    };
    let index = Index::builder().schema(schema).settings(settings).tokenizers(tokenizers()).create_in_dir(folder)?;
    let options = IndexWriterOptions::builder()
        .memory_budget_per_thread(WRITER_BYTES)
        .num_worker_threads(1)
        .num_merge_threads(1)
        .build();
    let mut writer = index.writer_with_options::<TantivyDocument>(options)?;
    writer.set_merge_policy(Box::new(NoMergePolicy));
    let mut parsing = std::time::Duration::ZERO;
    let mut reader = BufReader::with_capacity(1 << 20, File::open(lines)?);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let start = Instant::now();
        let parsed: Line = serde_json::from_str(&line)?;
        parsing += start.elapsed();
        writer.add_document(document(&parsed, &fields)?)?;
        line.clear();
    }
    writer.commit()?;
    let ids = index.searchable_segment_ids()?;
    if ids.len() > 1 {
        writer.merge(&ids).wait()?;
    }
    writer.garbage_collect_files().wait()?;
    writer.wait_merging_threads()?;
    println!("serde_json took {:.2} s", parsing.as_secs_f64());
    Ok(())
}

/// Indexes a file of lines as tantivy's own examples do: one field of words with positions, the default tokenizer and
/// settings, and everything stored.
pub fn ingest_raw(lines: &Path, folder: &Path) -> Outcome<()> {
    std::fs::create_dir_all(folder)?;
    let mut schema = tantivy::schema::Schema::builder();
    let words = schema.add_text_field("words", tantivy::schema::TEXT);
    let names = ["title", "text", "authors", "source", "url", "date", "section", "language"];
    let stored = names.map(|name| schema.add_text_field(name, tantivy::schema::STORED));
    let index = Index::create_in_dir(folder, schema.build())?;
    let mut writer = index.writer_with_num_threads::<TantivyDocument>(1, WRITER_BYTES)?;
    let mut reader = BufReader::with_capacity(1 << 20, File::open(lines)?);
    let mut line = String::new();
    while reader.read_line(&mut line)? > 0 {
        let parsed: Line = serde_json::from_str(&line)?;
        let mut document = TantivyDocument::default();
        document.add_text(words, format!("{}\n{}", parsed.title, parsed.text));
        let authors = parsed.authors.join("; ");
        let values = [
            parsed.title.as_str(),
            &parsed.text,
            &authors,
            &parsed.source,
            &parsed.url,
            &parsed.date,
            &parsed.section,
            &parsed.language,
        ];
        stored.iter().zip(values).for_each(|(&field, value)| document.add_text(field, value));
        writer.add_document(document)?;
        line.clear();
    }
    writer.commit()?;
    writer.wait_merging_threads()?;
    Ok(())
}

fn document(line: &Line, fields: &Fields) -> Outcome<TantivyDocument> {
    let mut document = TantivyDocument::default();
    let (lead, body) = line.text.split_once("\n\n").unwrap_or((&line.text, ""));
    document.add_text(
        fields.text,
        zoned_text([(Zone::Title, line.title.as_str()), (Zone::Lead, lead), (Zone::Body, body)]),
    );
    for (field, text) in [
        (fields.title, line.title.as_str()),
        (fields.body, &line.text),
        (fields.key, &line.url),
        (fields.path, &line.url),
        (fields.root, "lines"),
        (fields.url, &line.url),
        (fields.domain, "outlet.example"),
        (fields.outlet, &line.source),
        (fields.section, &line.section),
        (fields.language, &line.language),
        (fields.record, "{}"),
    ] {
        document.add_text(field, text);
    }
    line.authors.iter().for_each(|author| document.add_text(fields.author, author));
    document.add_i64(fields.published, line.date.parse::<Timestamp>()?.as_second());
    document.add_i64(fields.day, line.date[..10].replace('-', "").parse()?);
    document.add_u64(fields.precision, 5);
    document.add_u64(fields.words, line.text.split(' ').count() as u64);
    document.add_u64(fields.title_words, line.title.split(' ').count() as u64);
    Ok(document)
}

/// Reads every stored document of an index of the program, in index order, which is by date.
pub fn read(folder: &Path) -> Outcome<()> {
    let index = Index::open_in_dir(folder)?;
    let searcher = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?.searcher();
    let mut values = 0;
    for (segment, reader) in (0u32..).zip(searcher.segment_readers()) {
        for doc in reader.doc_ids_alive() {
            let document: TantivyDocument = searcher.doc(tantivy::DocAddress::new(segment, doc))?;
            values += document.len();
        }
    }
    writeln!(std::io::stdout(), "{values}")?;
    Ok(())
}

/// Ten hits of an index of the program.
pub fn search(folder: &Path, words: &[&str]) -> Outcome<()> {
    let mut index = Index::open_in_dir(folder)?;
    index.set_tokenizers(tokenizers());
    let fields = Fields::of(&index.schema())?;
    let searcher = index.reader_builder().reload_policy(ReloadPolicy::Manual).try_into()?.searcher();
    let term = |word: &&str| -> Box<dyn Query> {
        Box::new(TermQuery::new(Term::from_field_text(fields.text, word), IndexRecordOption::WithFreqs))
    };
    let query = BooleanQuery::intersection(words.iter().map(term).collect());
    let total = searcher.search(&query, &Count)?;
    let top = searcher.search(&query, &TopDocs::with_limit(10).order_by_score())?;
    let snippets = SnippetGenerator::create(&searcher, &query, fields.text)?;
    let mut out = BufWriter::new(std::io::stdout());
    for (score, address) in top {
        let document: TantivyDocument = searcher.doc(address)?;
        let text = |field| document.get_first(field).and_then(|value| value.as_str()).unwrap_or_default().to_owned();
        writeln!(out, "{score} {}\n  {}", text(fields.title), snippets.snippet(&text(fields.body)).to_html())?;
    }
    writeln!(out, "{total}")?;
    out.flush()?;
    Ok(())
}
