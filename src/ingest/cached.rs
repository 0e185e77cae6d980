//! Articles of records that are costly to read, kept from run to run: a rebuild, and a first ingest that was
//! interrupted, read them from the cache. Other records are read again, which is nearly as fast; only a first ingest keeps
//! them, until it succeeds.

use super::articles::{Drafted, ReadOptions, articles as read_articles};
use super::context::BuildContext;
use super::prepared::{ContentHash, Made, Prepared};
use super::records::FileRecord;
use crate::article::Article;
use crate::enrich::{Ner, VERSION as NAMES_VERSION};
use crate::extract::{DraftLocation, VERSION};
use crate::index::CacheKey;
use std::cell::RefCell;
use zstd::bulk::Compressor;

/// Level of compression: the cache is written in the run's own time.
const LEVEL: i32 = 1;

/// What is removed when the run succeeds is compressed less.
const RESUME_LEVEL: i32 = -7;

/// Most unpacked bytes of the articles of one record.
const MAX_UNPACKED: usize = 512 << 20;

/// The articles of a record.
pub struct Found {
    pub drafted: Vec<Drafted>,
    /// Whether their names were found.
    pub named: bool,
    /// The key under which they may be kept for the next attempt at a first ingest.
    pub resume: Option<CacheKey>,
}

/// Articles of a record from the cache, else from its bytes; costly ones are kept for the next run.
pub fn articles(
    context: BuildContext,
    record: &FileRecord,
    hash: &ContentHash,
    place: &DraftLocation,
    options: ReadOptions,
) -> Found {
    let cache = context.cache;
    let unnamed = ReadOptions { ner: Ner::Off, ..options };
    let key = |options: ReadOptions| key(record, hash, place, options);
    let kept = |options: ReadOptions| unpack(&cache.find(&key(options)?)?);
    if !cache.is_empty() {
        let found = kept(options).map(|articles| (articles, true));
        let found = found.or_else(|| Some((kept(unnamed).filter(|_| options.ner != Ner::Off)?, false)));
        if let Some((articles, named)) = found {
            let drafted = articles.into_iter().map(|article| Drafted::Article(Box::new(article))).collect();
            return Found { drafted, named, resume: None };
        }
    }
    let (drafted, costly) = read_articles(record, place, options);
    let named = costly || !options.names_later || options.ner == Ner::Off;
    let made = if named { options } else { unnamed };
    let key = if costly || cache.takes_all() { key(made) } else { None };
    if costly && let Some(key) = key {
        keep(context, key, &drafted, hash);
    }
    Found { drafted, named, resume: key.filter(|_| !costly) }
}

/// A hash of everything that affects the articles of a record, except the time of the run.
fn key(record: &FileRecord, hash: &ContentHash, place: &DraftLocation, options: ReadOptions) -> Option<CacheKey> {
    let (reader, version) = record.reader()?;
    let facts = record.facts();
    let ReadOptions { ner, fields, outlets, effort, now: _, isolated_reader: _, names_later: _ } = options;
    let versions =
        format!("{reader} {version} {VERSION} {ner:?} {NAMES_VERSION} {fields:?} {outlets:?} {effort:?} {facts:?}");
    let mut hasher = blake3::Hasher::new();
    let language = place.language.as_deref().unwrap_or_default();
    for text in [versions.as_str(), &place.source, &place.locator, record.name(), language] {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.update(&hash.of_record());
    let mut key = CacheKey::default();
    hasher.finalize_xof().fill(&mut key);
    Some(key)
}

/// Only fully read records are kept: spikes are tried again.
fn keep(context: BuildContext, key: CacheKey, drafted: &[Drafted], hash: &ContentHash) {
    let whole: Option<Vec<&Article>> = drafted
        .iter()
        .map(|drafted| if let Drafted::Article(article) = drafted { Some(&**article) } else { None })
        .collect();
    let Some(articles) = whole.filter(|articles| !articles.is_empty()) else { return };
    let contents: Vec<u64> = articles.iter().map(|article| hash.with(article)).collect();
    if articles.iter().zip(&contents).any(|(article, &content)| context.suppressed.has(article, content)) {
        return;
    }
    if let Some(packed) = serde_json::to_vec(&articles).ok().and_then(|json| compressed(&json, LEVEL)) {
        context.cache.add(key, &contents, &packed);
    }
}

/// Keeps the articles of a fully read record for the next attempt at a first ingest, as they are kept for the second pass.
pub fn keep_for_resuming(context: BuildContext, key: CacheKey, prepared: &[Prepared]) {
    let (mut json, mut contents) = (vec![b'['], Vec::new());
    for prepared in prepared {
        let Prepared::Article { facts, made: Made::Packed(packed) } = prepared else { return };
        if context.suppressed.has_facts(facts) {
            return;
        }
        if !contents.is_empty() {
            json.push(b',');
        }
        json.extend_from_slice(packed.json());
        contents.push(facts.content);
    }
    json.push(b']');
    if let Some(packed) = compressed(&json, RESUME_LEVEL).filter(|_| !contents.is_empty()) {
        context.cache.add_for_resuming(key, &contents, &packed);
    }
}

/// One compressor for each thread and level: making one costs as much as compressing an article.
fn compressed(json: &[u8], level: i32) -> Option<Vec<u8>> {
    thread_local! {
        static COMPRESSOR: RefCell<Option<(i32, Compressor<'static>)>> = const { RefCell::new(None) };
    }
    COMPRESSOR.with_borrow_mut(|kept| {
        if kept.as_ref().is_none_or(|(known, _)| *known != level) {
            *kept = Some((level, Compressor::new(level).ok()?));
        }
        kept.as_mut()?.1.compress(json).ok()
    })
}

fn unpack(packed: &[u8]) -> Option<Vec<Article>> {
    let capacity = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten()?;
    let capacity = usize::try_from(capacity).ok().filter(|&bytes| bytes <= MAX_UNPACKED)?;
    serde_json::from_slice(&zstd::bulk::decompress(packed, capacity).ok()?).ok()
}
