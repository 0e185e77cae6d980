//! Documents to index files: one writer over a fresh folder, merged into one segment in date order.

use super::build_directory::{BuildDirectory, Trouble};
use super::checked_file::Damage;
use super::document::NewsDocument;
use super::error::IndexError;
use super::generation::NewGeneration;
use super::stories::{Changed, MADE_SKETCHES, SketchWriter, packed};
use crate::engine::{Fields, engine_schema, register};
use crate::schema::Schema;
use std::collections::HashSet;
use tantivy::index::{SegmentId, SegmentMeta};
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
    /// Segments of the generation before.
    inherited: HashSet<SegmentId>,
    fields: Fields,
    damage: Damage,
    trouble: Trouble,
    /// Keys of what was added, if the generation has articles of the one before.
    added: Option<HashSet<u128>>,
    /// Sketches of what was added.
    sketches: SketchWriter,
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

/// While documents are added: nothing is compressed before the merge, which would unpack it again.
fn settings_of_flush() -> IndexSettings {
    IndexSettings { docstore_compression: Compressor::None, ..settings() }
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
        let mut index = builder.open_or_create(directory).map_err(told)?;
        let inherited: HashSet<SegmentId> = index.searchable_segment_ids().map_err(told)?.into_iter().collect();
        let added = (!inherited.is_empty()).then(HashSet::new);
        *index.settings_mut() = settings_of_flush();
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(budget.bytes_per_thread)
            .num_worker_threads(budget.threads)
            .num_merge_threads(1)
            .build();
        let writer = index.writer_with_options(options).map_err(told)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        let sketches = SketchWriter::create(&folder.join(MADE_SKETCHES))?;
        Ok(Self { writer, index, inherited, fields, damage, trouble, added, sketches })
    }

    pub fn fields(&self) -> Fields {
        self.fields
    }

    pub fn add(&mut self, document: NewsDocument) -> Result<(), IndexError> {
        if let Some(key) = document.key(self.fields).map(|key| key.bits()) {
            let sketch = document.sketch();
            self.sketches.add(key, sketch.letters, &packed(&sketch.samples))?;
            if let Some(added) = &mut self.added {
                added.insert(key);
            }
        }
        let added = self.writer.add_document(document);
        added.map(drop).map_err(|error| self.trouble.error().unwrap_or_else(|| error.into()))
    }

    /// The articles that are not as in the generation before.
    pub fn changed(&mut self) -> Changed {
        self.added.take().map_or(Changed::All, Changed::Only)
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
        self.sketches.finish()?;
        self.writer.commit()?;
        self.writer.wait_merging_threads()?;
        // A writer keeps the settings that its index had: another one compresses.
        *self.index.settings_mut() = settings();
        let options = IndexWriterOptions::builder()
            .memory_budget_per_thread(LEAST_WRITER_BYTES)
            .num_worker_threads(1)
            .num_merge_threads(1)
            .build();
        let mut writer: IndexWriter<NewsDocument> = self.index.writer_with_options(options)?;
        writer.set_merge_policy(Box::new(NoMergePolicy));
        merge(&mut writer, &self.index, &self.inherited, merging)?;
        // Without a merge the settings are recorded by this.
        writer.commit()?;
        writer.garbage_collect_files().wait()?;
        writer.wait_merging_threads()?;
        let segments = self.index.searchable_segment_metas()?;
        Ok(segments.iter().map(|segment| u64::from(segment.num_docs())).sum())
    }
}

/// The engine asks for no less.
const LEAST_WRITER_BYTES: usize = 15_000_000;

/// Merges the chosen segments, and those that this run added, which are not compressed. The engine does not remove files of
/// a segment while somebody holds its description: none outlives this function.
fn merge(
    writer: &mut IndexWriter<NewsDocument>,
    index: &Index,
    inherited: &HashSet<SegmentId>,
    merging: Merging,
) -> Result<(), IndexError> {
    let segments = index.searchable_segment_metas()?;
    let is_new = |segment: &SegmentMeta| !inherited.contains(&segment.id());
    let chosen: Vec<_> = segments.iter().filter(|segment| merging.takes(segment) || is_new(segment)).collect();
    if chosen.len() > 1 || chosen.iter().any(|segment| segment.has_deletes() || is_new(segment)) {
        let ids: Vec<_> = chosen.iter().map(|segment| segment.id()).collect();
        writer.merge(&ids).wait()?;
    }
    Ok(())
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
