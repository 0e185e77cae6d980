//! Articles of records that are costly to read, kept from run to run: a rebuild and an interrupted first ingest read them
//! from the cache. Clean records are read again: that is as fast.

use super::pipeline::{Making, content_hash};
use super::read::{Drafted, Part, Reading};
use crate::article::Article;
use crate::enrich::VERSION as NAMES_VERSION;
use crate::extract::{DraftLocation, VERSION};
use crate::index::{CacheKey, Forgotten, Generation, IndexError, LedgerReader};
use std::collections::HashSet;

/// Level of compression: the cache is written in the run's own time.
const LEVEL: i32 = 1;

/// Most bytes that the articles of one record unpack to.
const MAX_UNPACKED: usize = 512 << 20;

/// Articles of a record from the cache, else from its bytes; what is costly is kept for the next run.
pub fn articles(making: Making, part: &Part, place: &DraftLocation, reading: Reading) -> Vec<Drafted> {
    let cache = making.cache;
    let known = (!cache.is_empty()).then(|| key(part, place, reading)).flatten();
    if let Some(articles) = known.and_then(|key| unpack(&cache.find(&key)?)) {
        return articles.into_iter().map(|article| Drafted::Article(Box::new(article))).collect();
    }
    let (drafted, costly) = super::read::articles(part, place, reading);
    if costly && let Some(key) = known.or_else(|| key(part, place, reading)) {
        keep(making, key, &drafted, part.bytes());
    }
    drafted
}

/// What must not be written to the cache: articles that were taken down, and other captures with the same bytes.
#[derive(Debug, Default)]
pub struct Hushed {
    forgotten: Forgotten,
    contents: HashSet<u64>,
}

impl Hushed {
    pub fn of(forgotten: &Forgotten, previous: Option<&Generation>) -> Result<Self, IndexError> {
        let mut hushed = Self { forgotten: forgotten.clone(), ..Self::default() };
        let Some(previous) = previous.filter(|_| forgotten.iter().next().is_some()) else { return Ok(hushed) };
        for entry in LedgerReader::open(&previous.folder)? {
            let records = entry?.records.into_iter();
            let taken_down = records.filter(|record| record.key.as_deref().is_some_and(|key| forgotten.has(key)));
            hushed.contents.extend(taken_down.map(|record| record.content));
        }
        Ok(hushed)
    }

    fn has(&self, article: &Article, content: u64) -> bool {
        self.contents.contains(&content) || self.forgotten.has(article.key.as_str())
    }
}

/// Over all that decides what the articles of a record say, but for the time of the run.
fn key(part: &Part, place: &DraftLocation, reading: Reading) -> Option<CacheKey> {
    let (reader, version) = part.reader()?;
    let facts = part.facts();
    let Reading { ner, fields, outlets, effort, now: _, pdf_reader: _ } = reading;
    let versions =
        format!("{reader} {version} {VERSION} {ner:?} {NAMES_VERSION} {fields:?} {outlets:?} {effort:?} {facts:?}");
    let mut hasher = blake3::Hasher::new();
    for text in [versions.as_str(), &place.source, &place.locator, part.name()] {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.update(part.bytes());
    let mut key = CacheKey::default();
    hasher.finalize_xof().fill(&mut key);
    Some(key)
}

/// Only what is wholly read is kept: spikes are tried again.
fn keep(making: Making, key: CacheKey, drafted: &[Drafted], bytes: &[u8]) {
    let whole: Option<Vec<&Article>> = drafted
        .iter()
        .map(|drafted| if let Drafted::Article(article) = drafted { Some(&**article) } else { None })
        .collect();
    let Some(articles) = whole.filter(|articles| !articles.is_empty()) else { return };
    let contents: Vec<u64> = articles.iter().map(|article| content_hash(bytes, article)).collect();
    if articles.iter().zip(&contents).any(|(article, &content)| making.hushed.has(article, content)) {
        return;
    }
    let packed = serde_json::to_vec(&articles).ok().and_then(|json| zstd::bulk::compress(&json, LEVEL).ok());
    if let Some(packed) = packed {
        making.cache.add(key, &contents, &packed);
    }
}

fn unpack(packed: &[u8]) -> Option<Vec<Article>> {
    let capacity = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten()?;
    let capacity = usize::try_from(capacity).ok().filter(|&bytes| bytes <= MAX_UNPACKED)?;
    serde_json::from_slice(&zstd::bulk::decompress(packed, capacity).ok()?).ok()
}
