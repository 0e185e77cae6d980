//! Sources: a folder or a file to a sorted list of files, and a file to its bytes, decompressed and limited in size.
//! Reads no format: what the bytes mean is up to `format`. Never follows a symlink, and opens only regular files.

pub(crate) mod budget;
mod bytes;
mod error;
mod filter;
mod gzip;
mod http;
mod http_head;
mod item;
mod list;
mod mbox;
mod name_charset;
mod names;
mod sidecar;
mod skip;
mod tar;
mod unfold;
mod unfolding;
mod walk;
mod warc;
mod warc_head;
mod warc_names;
mod window;
mod zip;

pub use bytes::{Caps, Reader, each_chunk, open};
pub use error::SourceError;
pub use filter::Filter;
pub use http_head::{HttpHead, media_type};
pub use item::{Content, Item, ItemFacts};
pub use list::{listed_paths, plain_path};
pub use skip::Skip;
pub use unfold::{CONTAINERS, unfold};
pub use unfolding::{Container, Unfolding};
pub use walk::{SourceFile, WalkEntry, WalkResult, walk, walk_each, walk_filtered, walk_order};
