//! Documents to index files: one writer over a fresh folder, merged into one segment in date order.

use super::build_directory::{BuildDirectory, Trouble};
use super::checked_file::Damage;
use super::document::NewsDocument;
use super::error::IndexError;
use super::generation::NewGeneration;
use crate::engine::{Fields, engine_schema, register};
use crate::schema::Schema;
use tantivy::index::SegmentMeta;
use tantivy::indexer::{IndexWriterOptions, NoMergePolicy};
use tantivy::store::{Compressor, ZstdCompressor};
use tantivy::tokenizer::TokenizerManager;
use tantivy::{Index, IndexSettings, IndexSortByField, IndexWriter, Order, TantivyError, Term};

/// How much of the machine the writer may use.
#[derive(Debug, Clone, Copy)]
pub struct WriterBudget {
    pub threads: usize,
    /// Memory for terms and postings per thread, in bytes; at least 15 MB.
    pub bytes_per_thread: usize,
}

/// Writes documents into a new index.
pub struct Writer {
    writer: IndexWriter<NewsDocument>,
    index: Index,
    fields: Fields,
    damage: Damage,
    trouble: Trouble,
}

/// zstd at its default level halves the store at the cost of lz4 (measured: 127.9 MB against 86.6 MB).
pub fn settings() -> IndexSettings {
    IndexSettings {
        sort_by_field: Some(IndexSortByField { field: "published".to_owned(), order: Order::Desc }),
        docstore_compression: Compressor::Zstd(ZstdCompressor { compression_level: Some(3) }),
        docstore_compress_dedicated_thread: false,
        ..IndexSettings::default()
    }
}

impl Writer {
    /// Opens the index of a generation that is being built, or creates one there.
    pub fn open(generation: &NewGeneration, budget: WriterBudget) -> Result<Self, IndexError> {
        let (folder, damage, trouble) = (generation.folder(), Damage::default(), Trouble::default());
        let tokenizers = TokenizerManager::default();
        register(&tokenizers);
        let schema = engine_schema(Schema::news());
        let fields = Fields::of(&schema).map_err(|name| IndexError::damaged(folder, format!("no field {name}")))?;
        let inherited = generation.inherited().clone();
        let directory = BuildDirectory::open(folder, inherited, damage.clone(), trouble.clone())
            .map_err(|error| IndexError::damaged(folder, error))?;
        let told = |error: TantivyError| trouble.error().unwrap_or_else(|| error.into());
        let builder = Index::builder().schema(schema).settings(settings()).tokenizers(tokenizers);
        let index = builder.open_or_create(directory).map_err(told)?;
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(budget.bytes_per_thread)
            .num_worker_threads(budget.threads)
            .num_merge_threads(1)
            .build();
        let writer = index.writer_with_options(options).map_err(told)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        Ok(Self { writer, index, fields, damage, trouble })
    }

    pub fn fields(&self) -> Fields {
        self.fields
    }

    pub fn add(&mut self, document: NewsDocument) -> Result<(), IndexError> {
        let added = self.writer.add_document(document);
        added.map(drop).map_err(|error| self.trouble.error().unwrap_or_else(|| error.into()))
    }

    /// Removes what was added under a key so far.
    pub fn remove(&mut self, key: &str) {
        self.writer.delete_term(Term::from_field_text(self.fields.key, key));
    }

    /// Commits, merges and ends all threads; returns the number of documents.
    pub fn finish(self, merging: Merging) -> Result<u64, IndexError> {
        let (damage, trouble) = (self.damage.clone(), self.trouble.clone());
        let finished = self.commit_and_merge(merging);
        let finished = finished.map_err(|error| trouble.error().unwrap_or(error));
        damage.error().map_or(finished, Err)
    }

    fn commit_and_merge(mut self, merging: Merging) -> Result<u64, IndexError> {
        self.writer.commit()?;
        self.merge(merging)?;
        self.writer.garbage_collect_files().wait()?;
        self.writer.wait_merging_threads()?;
        let segments = self.index.searchable_segment_metas()?;
        Ok(segments.iter().map(|segment| u64::from(segment.num_docs())).sum())
    }

    /// The engine does not remove files of a segment while somebody holds its description: none outlives this function.
    fn merge(&mut self, merging: Merging) -> Result<(), IndexError> {
        let segments = self.index.searchable_segment_metas()?;
        let chosen: Vec<_> = segments.iter().filter(|segment| merging.takes(segment)).collect();
        if chosen.len() > 1 || chosen.iter().any(|segment| segment.has_deletes()) {
            let ids: Vec<_> = chosen.iter().map(|segment| segment.id()).collect();
            self.writer.merge(&ids).wait()?;
        }
        Ok(())
    }
}

/// Which segments a run merges.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Merging {
    /// All, into one.
    Everything,
    /// Small ones, and those that are mostly deleted: a nightly run does not rewrite the whole archive.
    Small,
    /// Those with any deleted documents, so that nothing of them is left on disk.
    Purge,
}

/// Number of articles below which a segment is small.
const SMALL_SEGMENT: u32 = 50_000;

impl Merging {
    fn takes(self, segment: &SegmentMeta) -> bool {
        let alive = segment.num_docs();
        match self {
            Self::Everything => true,
            Self::Small => alive < SMALL_SEGMENT || segment.num_deleted_docs() > alive,
            Self::Purge => segment.has_deletes(),
        }
    }
}
