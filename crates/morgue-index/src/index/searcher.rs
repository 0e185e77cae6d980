//! The index files of a generation, opened for reading.

use super::error::IndexError;
use super::read_only::ReadOnlyDirectory;
use crate::engine::{Fields, register};
use std::path::Path;
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, ReloadPolicy, Searcher};

/// Blocks of stored articles, 16 KiB each, that are kept unpacked in each segment. Lists are in the order of the index
/// except for the articles of one day, which are in key order: with 16 blocks those of a busy day were unpacked again
/// and again, which made an export a fifth slower; 256 gain nothing over 64.
const KEPT_BLOCKS: usize = 64;

pub(super) fn searcher(directory: ReadOnlyDirectory, folder: &Path) -> Result<(Searcher, Fields), IndexError> {
    let damaged = |error: &dyn std::fmt::Display| IndexError::damaged(folder, error);
    let mut index = Index::open(directory).map_err(|error| damaged(&error))?;
    let tokenizers = TokenizerManager::new();
    register(&tokenizers);
    index.set_tokenizers(tokenizers);
    let fields = Fields::of(&index.schema()).map_err(|name| damaged(&format!("no field {name}")))?;
    let reader =
        index.reader_builder().reload_policy(ReloadPolicy::Manual).doc_store_cache_num_blocks(KEPT_BLOCKS).try_into();
    let reader: tantivy::IndexReader = reader.map_err(|error| damaged(&error))?;
    Ok((reader.searcher(), fields))
}
