//! The record that an article was read from.

use super::error::{DeskError, ErrorKind};
use super::search::article;
use crate::index::{Archive, Generation};
use crate::ingest::{OwnRecord, own_record};

/// The bytes of an article's own record as its source has them, with a name for a file of them; `None` without such an article.
pub fn record(archive: &Archive, generation: &Generation, key: &str) -> Result<Option<(String, Vec<u8>)>, DeskError> {
    let Some(hit) = article(generation, key)? else { return Ok(None) };
    let refused = |why: &str| Err(DeskError::new(ErrorKind::Refused, why));
    match own_record(archive, &generation.folder, key, &hit.zones.title)? {
        OwnRecord::Found { name, bytes } => Ok(Some((name, bytes))),
        OwnRecord::NoArticle => Ok(None),
        OwnRecord::Shared => refused("the record of this article holds other articles too, and is not given out"),
        OwnRecord::Changed => refused("the record of this article has changed or is gone since the last run"),
    }
}
