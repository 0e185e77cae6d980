//! Articles of records that are costly to read, kept from run to run: a rebuild, and a first ingest that was
//! interrupted, read them from the cache. Other records are read again, which is nearly as fast; only a first ingest keeps
//! them, until it succeeds.

use super::articles::{Drafted, ReadOptions, articles as read_articles};
use super::context::BuildContext;
use super::prepared::ContentHash;
use super::records::FileRecord;
use crate::article::Article;
use crate::enrich::{Ner, VERSION as NAMES_VERSION};
use crate::extract::{DraftLocation, VERSION};
use crate::index::CacheKey;

/// Level of compression: the cache is written in the run's own time.
const LEVEL: i32 = 1;

/// Most unpacked bytes of the articles of one record.
const MAX_UNPACKED: usize = 512 << 20;

/// Articles of a record from the cache, else from its bytes, and whether their names were found; costly ones are kept for
/// the next run.
pub fn articles(
    context: BuildContext,
    record: &FileRecord,
    place: &DraftLocation,
    options: ReadOptions,
) -> (Vec<Drafted>, bool) {
    let cache = context.cache;
    let unnamed = ReadOptions { ner: Ner::Off, ..options };
    let kept = |options: ReadOptions| unpack(&cache.find(&key(record, place, options)?)?);
    if !cache.is_empty() {
        let found = kept(options).map(|articles| (articles, true));
        let found = found.or_else(|| Some((kept(unnamed).filter(|_| options.ner != Ner::Off)?, false)));
        if let Some((articles, named)) = found {
            return (articles.into_iter().map(|article| Drafted::Article(Box::new(article))).collect(), named);
        }
    }
    let (drafted, costly) = read_articles(record, place, options);
    let named = costly || !options.names_later || options.ner == Ner::Off;
    let made = if named { options } else { unnamed };
    if (costly || cache.takes_all())
        && let Some(key) = key(record, place, made)
    {
        keep(context, key, &drafted, record.bytes(), costly);
    }
    (drafted, named)
}

/// A hash of everything that affects the articles of a record, except the time of the run.
fn key(record: &FileRecord, place: &DraftLocation, options: ReadOptions) -> Option<CacheKey> {
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
    hasher.update(record.bytes());
    let mut key = CacheKey::default();
    hasher.finalize_xof().fill(&mut key);
    Some(key)
}

/// Only fully read records are kept: spikes are tried again.
fn keep(context: BuildContext, key: CacheKey, drafted: &[Drafted], bytes: &[u8], costly: bool) {
    let whole: Option<Vec<&Article>> = drafted
        .iter()
        .map(|drafted| if let Drafted::Article(article) = drafted { Some(&**article) } else { None })
        .collect();
    let Some(articles) = whole.filter(|articles| !articles.is_empty()) else { return };
    let hash = ContentHash::of(bytes);
    let contents: Vec<u64> = articles.iter().map(|article| hash.with(article)).collect();
    if articles.iter().zip(&contents).any(|(article, &content)| context.suppressed.has(article, content)) {
        return;
    }
    let packed = serde_json::to_vec(&articles).ok().and_then(|json| zstd::bulk::compress(&json, LEVEL).ok());
    match packed {
        Some(packed) if costly => context.cache.add(key, &contents, &packed),
        Some(packed) => context.cache.add_for_resuming(key, &contents, &packed),
        None => {}
    }
}

fn unpack(packed: &[u8]) -> Option<Vec<Article>> {
    let capacity = zstd::zstd_safe::get_frame_content_size(packed).ok().flatten()?;
    let capacity = usize::try_from(capacity).ok().filter(|&bytes| bytes <= MAX_UNPACKED)?;
    serde_json::from_slice(&zstd::bulk::decompress(packed, capacity).ok()?).ok()
}
