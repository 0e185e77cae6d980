//! Sources: a folder or a file to a sorted list of files, and a file to its bytes, decompressed and capped.
//! Reads no format: what the bytes mean is `format`'s work. Never follows a symlink, never opens what is no regular file.

mod bytes;
mod filter;
mod gzip;
mod http;
mod list;
mod mbox;
mod names;
mod sidecar;
mod tar;
mod unfold;
mod walk;
mod warc;
mod warc_head;
mod warc_names;
mod window;
mod zip;

pub use bytes::{Caps, Reader, open};
pub use filter::Filter;
pub use list::{listed_paths, plain_path};
pub use unfold::{CONTAINERS, Container, Content, Item, ItemFacts, Unfolding, unfold};
pub use walk::{Skip, SourceFile, Step, Walked, walk, walk_each, walk_filtered, walk_order};

use std::io;
use std::path::PathBuf;

/// Why a source, or one file of it, cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum SourceError {
    #[error("{}: {source}", path.display())]
    Io { path: PathBuf, source: io::Error },
    #[error("{} does not exist", .0.display())]
    Missing(PathBuf),
    #[error("{} is empty", .0.display())]
    Empty(PathBuf),
}
