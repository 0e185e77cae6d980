//! Generations: a published one, opened for reading; a new one, built separately and published by rename.

use super::archive::Archive;
use super::blocks::FileDigest;
use super::changes::{CHANGES_FILE, Changes};
use super::checked_file::Damage;
use super::error::IndexError;
use super::forgotten::Forgotten;
use super::kept::{current_target, name_of, remove_old, repoint};
use super::learned::LEARNED_TABLES;
use super::ledger::Ledger;
use super::manifest::Manifest;
use super::names::names;
use super::placed_file::{is_leftover, sync_folder};
use super::read_only::ReadOnlyDirectory;
use super::searcher::searcher;
use super::stories::{COMPARED_FILE, SKETCHES_FILE, STORIES_FILE, Stories};
use super::verify::{compare, first_damage, read_back};
use crate::article::Names;
use crate::engine::{CopiesByDoc, CopyAt, Fields};
use std::collections::BTreeMap;
use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};
use std::time::Duration;
use tantivy::columnar::{Column, StrColumn};
use tantivy::{Searcher, SegmentReader, Term};

/// A published generation, open for reading. Later runs do not change its answers. What it answers as a `Searchable` is in
/// `search/searchable.rs`.
pub struct Generation {
    pub folder: PathBuf,
    pub manifest: Arc<Manifest>,
    pub(crate) fields: Fields,
    pub(crate) searcher: Searcher,
    /// Opened on first use, by segment.
    dates: OnceLock<Vec<Column<i64>>>,
    keys: OnceLock<Vec<Option<StrColumn>>>,
    names: OnceLock<Names>,
    stories: OnceLock<Stories>,
    changes: OnceLock<Changes>,
    copies: OnceLock<Arc<CopiesByDoc>>,
    title_average: OnceLock<f32>,
    damage: Damage,
}

impl std::fmt::Debug for Generation {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Generation({})", self.folder.display())
    }
}

impl Generation {
    /// Opens the current generation of an archive. Every block that is read is checked on first access.
    pub fn open(archive: &Archive) -> Result<Self, IndexError> {
        Self::open_current(archive, Self::at)
    }

    /// Opens the generation in a folder.
    pub fn at(folder: PathBuf) -> Result<Self, IndexError> {
        Self::open_folder(folder, |manifest| Some(Arc::clone(manifest)))
    }

    /// Opens the current generation and trusts the files; only their sizes are checked.
    pub fn open_unchecked(archive: &Archive) -> Result<Self, IndexError> {
        Self::open_current(archive, |folder| Self::open_folder(folder, |_| None))
    }

    /// A generation may be replaced and removed while it is opened: then the new current one is opened.
    fn open_current(archive: &Archive, open: impl Fn(PathBuf) -> Result<Self, IndexError>) -> Result<Self, IndexError> {
        loop {
            let target = current_target(archive)?;
            let opened = published_folder(archive, None).and_then(&open);
            if opened.is_ok() || current_target(archive)? == target {
                return opened;
            }
        }
    }

    fn open_folder(
        folder: PathBuf,
        checked_with: impl FnOnce(&Arc<Manifest>) -> Option<Arc<Manifest>>,
    ) -> Result<Self, IndexError> {
        let manifest = Arc::new(Manifest::read(&folder)?);
        manifest.check_sizes(&folder)?;
        let damage = Damage::default();
        let directory = ReadOnlyDirectory::open(&folder, checked_with(&manifest), damage.clone())
            .map_err(|error| IndexError::damaged(&folder, error))?;
        let (searcher, fields) = guarded(&folder, &damage, || searcher(directory, &folder))?;
        Ok(Self {
            manifest,
            fields,
            searcher,
            folder,
            dates: OnceLock::new(),
            keys: OnceLock::new(),
            names: OnceLock::new(),
            stories: OnceLock::new(),
            changes: OnceLock::new(),
            copies: OnceLock::new(),
            title_average: OnceLock::new(),
            damage,
        })
    }

    /// Runs a reader of the index. Damage found on the way becomes the outcome, whatever else it returns, even a panic.
    pub(crate) fn guarded<T, E: From<IndexError>>(&self, read: impl FnOnce() -> Result<T, E>) -> Result<T, E> {
        guarded(&self.folder, &self.damage, read)
    }

    /// When the articles of each segment were published, in seconds; segments are in this order, the newest first.
    pub(crate) fn dates(&self) -> tantivy::Result<&[Column<i64>]> {
        by_segment(&self.searcher, &self.dates, |reader| reader.fast_fields().i64("published"))
    }

    /// The keys of the articles of each segment.
    pub(crate) fn keys(&self) -> tantivy::Result<&[Option<StrColumn>]> {
        by_segment(&self.searcher, &self.keys, |reader| reader.fast_fields().str("key"))
    }

    /// The average length of a title, which is computed on first use.
    pub(crate) fn title_average(&self, of: impl Fn(&Searcher) -> tantivy::Result<f32>) -> tantivy::Result<f32> {
        if let Some(known) = self.title_average.get() {
            return Ok(*known);
        }
        let average = of(&self.searcher)?;
        Ok(*self.title_average.get_or_init(|| average))
    }

    /// Which articles are copies of each other.
    pub fn stories(&self) -> Result<&Stories, IndexError> {
        if let Some(stories) = self.stories.get() {
            return Ok(stories);
        }
        // Whatever is wrong in it would change what is listed.
        compare(&self.folder, &self.manifest, &|name| name == STORIES_FILE)?;
        let read = Stories::read(&self.folder)?;
        Ok(self.stories.get_or_init(|| read))
    }

    /// The articles that have copies; none if the stories cannot be read, which resolving a query finds first.
    pub(crate) fn copies(&self) -> Arc<CopiesByDoc> {
        Arc::clone(self.copies.get_or_init(|| Arc::new(self.copies_by_doc().unwrap_or_default())))
    }

    fn copies_by_doc(&self) -> Result<CopiesByDoc, IndexError> {
        let stories = self.stories()?;
        let mut by_segment: Vec<Vec<CopyAt>> = stories.segments.iter().map(|_| Vec::new()).collect();
        for (number, (story, places)) in (0u32..).zip(stories.all.iter().zip(&stories.places)) {
            let copies = u32::try_from(story.articles.len()).unwrap_or(u32::MAX);
            for (place, &(segment, doc)) in (0u32..).zip(places) {
                if let Some(copies_of) = by_segment.get_mut(segment as usize) {
                    copies_of.push(CopyAt { doc, story: number, copies, place });
                }
            }
        }
        by_segment.iter_mut().for_each(|copies| copies.sort_unstable_by_key(|copy| copy.doc));
        Ok(CopiesByDoc { segments: stories.segments.iter().cloned().zip(by_segment).collect() })
    }

    /// Which articles changed after they were published.
    pub fn changes(&self) -> Result<&Changes, IndexError> {
        if let Some(changes) = self.changes.get() {
            return Ok(changes);
        }
        compare(&self.folder, &self.manifest, &|name| name == CHANGES_FILE)?;
        let read = Changes::read(&self.folder)?;
        Ok(self.changes.get_or_init(|| read))
    }

    /// Names that are treated as one.
    pub fn names(&self) -> Result<&Names, IndexError> {
        if let Some(names) = self.names.get() {
            return Ok(names);
        }
        let read = names(&self.folder)?;
        Ok(self.names.get_or_init(|| read))
    }

    /// Checks what a run reads of the generation without the engine, the ledger and the spikes, against the manifest.
    pub fn check_own_files(&self) -> Result<(), IndexError> {
        compare(&self.folder, &self.manifest, &|name| is_own_file(name))
    }

    /// Whether any forgotten article is in this generation: an interrupted takedown leaves one.
    pub fn holds_any(&self, forgotten: &Forgotten) -> Result<bool, IndexError> {
        self.guarded(|| {
            for (key, _) in forgotten.iter() {
                if self.searcher.doc_freq(&Term::from_field_text(self.fields.key, key))? > 0 {
                    return Ok(true);
                }
            }
            Ok(false)
        })
    }

    /// Segments of the index, newest first.
    pub fn segments(&self) -> usize {
        self.searcher.segment_readers().len()
    }

    /// Articles that were deleted, but still take space in a segment.
    pub fn deleted(&self) -> u64 {
        self.searcher.segment_readers().iter().map(|reader| u64::from(reader.num_deleted_docs())).sum()
    }

    pub fn ledger(&self) -> Result<Ledger, IndexError> {
        Ledger::read(&self.folder)
    }
}

/// The engine expects intact files: on others it may panic instead of returning an error. A panic over intact files is
/// a bug of the program and continues.
fn guarded<T, E: From<IndexError>>(
    folder: &Path,
    damage: &Damage,
    read: impl FnOnce() -> Result<T, E>,
) -> Result<T, E> {
    let outcome = catch_unwind(AssertUnwindSafe(read));
    match (damage.error(), outcome) {
        (Some(damage), _) => Err(damage.into()),
        (None, Ok(outcome)) => outcome,
        (None, Err(panic)) => match first_damage(folder) {
            Some(damage) => Err(damage.into()),
            None => resume_unwind(panic),
        },
    }
}

fn by_segment<'a, T>(
    searcher: &Searcher,
    kept: &'a OnceLock<Vec<T>>,
    open: impl Fn(&SegmentReader) -> tantivy::Result<T>,
) -> tantivy::Result<&'a [T]> {
    if let Some(columns) = kept.get() {
        return Ok(columns);
    }
    let opened = searcher.segment_readers().iter().map(open).collect::<tantivy::Result<_>>()?;
    Ok(kept.get_or_init(|| opened))
}

/// The folder of a published generation: the one with a number, otherwise the one `current` points to.
pub fn published_folder(archive: &Archive, number: Option<u64>) -> Result<PathBuf, IndexError> {
    let Some(number) = number else { return current_folder(archive) };
    let folder = archive.generations().join(format!("{number:06}"));
    if folder.is_dir() { Ok(folder) } else { Err(IndexError::Missing(folder)) }
}

fn current_folder(archive: &Archive) -> Result<PathBuf, IndexError> {
    let Some(target) = current_target(archive)? else {
        return Err(IndexError::Missing(archive.root().to_owned()));
    };
    let folder = archive.root().join(target);
    if folder.is_dir() {
        Ok(folder)
    } else {
        Err(IndexError::damaged(&archive.current(), "points to a generation that does not exist"))
    }
}

/// A generation being built. Dropped without `publish`, it is removed.
#[derive(Debug)]
pub struct NewGeneration {
    archive: Archive,
    folder: PathBuf,
    number: u64,
    published: bool,
    /// Index files of the previous generation, as its manifest states them: they are not hashed again, so that later
    /// damage to them is not taken for the intended content.
    inherited: BTreeMap<String, FileDigest>,
}

impl NewGeneration {
    /// Starts a new generation in a folder beside the published ones, and removes what dead runs left. The caller holds
    /// the lock.
    pub fn begin(archive: &Archive) -> Result<Self, IndexError> {
        clear_leftovers(archive)?;
        let generations = archive.generations();
        let last = names_in(&generations)?.iter().filter_map(|name| name.parse::<u64>().ok()).max();
        let number = last.unwrap_or(0) + 1;
        let folder = generations.join(format!("tmp-{number:06}"));
        fs::create_dir(&folder).map_err(IndexError::io(&folder))?;
        Ok(Self { archive: archive.clone(), folder, number, published: false, inherited: BTreeMap::new() })
    }

    /// Starts a new generation with the index files of a published one: hard links where possible, otherwise copies.
    /// Index files are never changed in place, so that the old generation stays as it is.
    pub fn begin_from(archive: &Archive, previous: &Generation) -> Result<Self, IndexError> {
        let mut started = Self::begin(archive)?;
        for (name, stated) in previous.manifest.files.iter().filter(|(name, _)| !is_own_file(name)) {
            let (from, to) = (previous.folder.join(name), started.folder.join(name));
            if fs::hard_link(&from, &to).is_err() {
                fs::copy(&from, &to).map_err(IndexError::io(&to))?;
            }
            // The engine rewrites its lists of files, and never writes another file under a used name.
            if !name.ends_with(".json") {
                started.inherited.insert(name.clone(), stated.clone());
            }
        }
        Ok(started)
    }

    pub fn folder(&self) -> &Path {
        &self.folder
    }

    pub fn number(&self) -> u64 {
        self.number
    }

    pub(super) fn inherited(&self) -> &BTreeMap<String, FileDigest> {
        &self.inherited
    }

    /// Records the files that are in the folder now.
    pub fn manifest(
        &self,
        created: i64,
        articles: u64,
        content_digest: String,
        made_with: String,
    ) -> Result<Manifest, IndexError> {
        // The engine's own locks mean nothing in a folder that is never written again.
        for name in names_in(&self.folder)?.iter().filter(|name| name.ends_with(".lock")) {
            let path = self.folder.join(name);
            fs::remove_file(&path).map_err(IndexError::io(&path))?;
        }
        Manifest::of(&self.folder, &self.inherited, self.number, created, articles, content_digest, made_with)
    }

    /// Makes everything durable, reads the new files back, renames the folder to its final name, updates `current` and
    /// removes all but the newest generations that the archive keeps. The manifest must have been written.
    pub fn publish(mut self) -> Result<(), IndexError> {
        make_readable_and_sync(&self.folder, &self.inherited)?;
        read_back(&self.folder, &self.inherited)?;
        let generations = self.archive.generations();
        let name = name_of(self.number);
        let target = generations.join(&name);
        fs::rename(&self.folder, &target).map_err(IndexError::io(&target))?;
        self.published = true;
        sync_folder(&generations).map_err(IndexError::io(&generations))?;
        repoint(&self.archive, &name)?;
        remove_old(&self.archive)
    }
}

/// Removes what dead runs left: unfinished generations, and files that were not renamed to their final name. The caller
/// holds the lock, without which no such file is created.
pub fn clear_leftovers(archive: &Archive) -> Result<(), IndexError> {
    let generations = archive.generations();
    for name in names_in(&generations)?.iter().filter(|name| name.starts_with("tmp-")) {
        let path = generations.join(name);
        fs::remove_dir_all(&path).map_err(IndexError::io(&path))?;
    }
    let is_left = |name: &&String| name.starts_with("current.tmp-") || name.ends_with(".tmp") || is_leftover(name);
    for folder in [archive.root().to_owned(), archive.runs(), archive.cache()] {
        let names = if folder.is_dir() { names_in(&folder)? } else { Vec::new() };
        for name in names.iter().filter(is_left) {
            let path = folder.join(name);
            fs::remove_file(&path).map_err(IndexError::io(&path))?;
        }
    }
    clear_user_leftovers(archive);
    // A run that was killed right after publishing could not remove the oldest.
    remove_old(archive)
}

/// Age of a leftover among the user's files, which other processes may write at any time.
const OLD_LEFTOVER: Duration = Duration::from_secs(3600);

/// Leftovers that stay for now do no harm.
fn clear_user_leftovers(archive: &Archive) {
    let names = names_in(&archive.user()).unwrap_or_default();
    for path in names.iter().filter(|name| is_leftover(name)).map(|name| archive.user().join(name)) {
        let age = fs::metadata(&path).and_then(|meta| meta.modified()).map(|time| time.elapsed().unwrap_or_default());
        if age.is_ok_and(|age| age > OLD_LEFTOVER) {
            let _ = fs::remove_file(&path);
        }
    }
}

/// Removes all generations except the current one; the caller holds the lock. Readers that have one open keep it.
pub fn remove_others(archive: &Archive) -> Result<(), IndexError> {
    let current = current_folder(archive)?;
    let generations = archive.generations();
    for name in names_in(&generations)? {
        let path = generations.join(&name);
        if path.file_name() != current.file_name() {
            fs::remove_dir_all(&path).map_err(IndexError::io(&path))?;
        }
    }
    sync_folder(&generations).map_err(IndexError::io(&generations))
}

impl Drop for NewGeneration {
    fn drop(&mut self) {
        if !self.published {
            // Under another name, an unfinished merge cannot add files to it during the removal. What cannot be removed
            // now is removed by the next run.
            let gone = self.folder.with_file_name(format!("tmp-{:06}-gone", self.number));
            let named = if fs::rename(&self.folder, &gone).is_ok() { &gone } else { &self.folder };
            let _ = fs::remove_dir_all(named);
        }
    }
}

/// Files of a generation that are rewritten each time, and leftovers of locks.
fn is_own_file(name: &str) -> bool {
    ["ledger", "spiked"].iter().any(|start| name.starts_with(start))
        || [STORIES_FILE, SKETCHES_FILE, COMPARED_FILE, CHANGES_FILE].contains(&name)
        || LEARNED_TABLES.iter().any(|table| table.file == name)
        || name.starts_with("MANIFEST")
        || name.ends_with(".lock")
}

fn names_in(folder: &Path) -> Result<Vec<String>, IndexError> {
    let entries = fs::read_dir(folder).map_err(IndexError::io(folder))?;
    entries.map(|entry| Ok(entry.map_err(IndexError::io(folder))?.file_name().to_string_lossy().into_owned())).collect()
}

/// tantivy makes two of its files readable only for the owner; other users must be able to search too.
fn make_readable_and_sync(folder: &Path, inherited: &BTreeMap<String, FileDigest>) -> Result<(), IndexError> {
    for name in names_in(folder)?.iter().filter(|name| !inherited.contains_key(*name)) {
        let path = folder.join(name);
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).map_err(IndexError::io(&path))?;
        }
        let file = fs::File::open(&path).map_err(IndexError::io(&path))?;
        file.sync_all().map_err(IndexError::io(&path))?;
        // What was written is still in memory; reading that back would say nothing about the disk.
        #[cfg(target_os = "linux")]
        let _ = rustix::fs::fadvise(&file, 0, None, rustix::fs::Advice::DontNeed);
    }
    sync_folder(folder).map_err(IndexError::io(folder))
}
