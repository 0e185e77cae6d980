//! The plan of a run: which files are read. All of them in a rebuild; otherwise those that are new or changed since the
//! last generation, found by walking the sources and the ledger side by side, in the memory of one file.

use super::error::IngestError;
use super::file_bytes::{FileDigest, SameBytes};
use super::listed::Listed;
use super::settings::Settings;
use super::source_rules::{self, SourceRules};
use super::spikes::each as each_spike;
use crate::format::{FormatError, Mapping, Reason};
use crate::index::{Archive, FileEntry, Generation, IndexError, LedgerReader, RecordOutcome, SourceConfig};
use crate::source::{Skip, SourceError, SourceFile, WalkEntry, walk_filtered, walk_order};
use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::iter::Peekable;
use std::path::{Path, PathBuf};

/// One file to read. There may be millions: nothing is stored that can be derived.
#[derive(Debug, Clone)]
pub struct PlannedFile {
    /// Index into `Plan::sources`.
    pub source: usize,
    pub locator: Box<str>,
    pub size: u64,
    pub mtime_ns: i64,
    pub stamp: u64,
    pub digest: FileDigest,
    /// Its path, if the locator does not give it: names that are not UTF-8.
    path: Option<Box<Path>>,
}

/// What a run will read, in order, and what stays unchanged.
#[derive(Debug, Default)]
pub struct Plan {
    pub sources: Vec<String>,
    /// The path of each source.
    roots: Vec<PathBuf>,
    /// What the user says about each source.
    rules: Vec<SourceRules>,
    pub files: Vec<PlannedFile>,
    /// Entries of the last ledger whose files changed or no longer exist. In a rebuild only those that no
    /// longer exist.
    pub gone: Vec<FileEntry>,
    /// Files and records of the last ledger that do not stay as they are.
    pub lost_files: u64,
    pub lost_records: u64,
    /// Files, bytes and articles that stay unchanged.
    pub kept_files: u64,
    pub kept_bytes: u64,
    pub changed_files: u64,
    /// Unchanged files that are read again.
    pub reread_files: u64,
    /// Articles of every source in the last generation.
    pub before: BTreeMap<String, u64>,
    /// Skipped files, by reason.
    pub skipped: BTreeMap<Skip, u64>,
    /// What could not be looked into: its articles stay.
    pub unreadable: Vec<UnreadPlace>,
    /// Files that were compared with the ledger byte by byte.
    pub same_bytes: SameBytes,
    /// Whether files with spikes are read again.
    retry: bool,
    /// What is read in each source, if files are listed.
    listed: Option<Vec<Listed>>,
}

impl Plan {
    /// Plans a run over all sources. A source that gave articles before and is now missing or empty is refused: an
    /// unmounted disk deletes nothing. In a rebuild, every file is read; otherwise only in the named sources.
    pub fn make(
        archive: &Archive,
        previous: Option<&Generation>,
        rebuild: bool,
        settings: &Settings,
    ) -> Result<Self, IngestError> {
        let only = settings.only.as_deref();
        let sources = archive.sources()?;
        // The articles of a last source that was taken out leave like all others.
        if sources.is_empty() && archive.removed_sources()?.is_empty() {
            return Err(IngestError::NoSources);
        }
        let same_bytes = SameBytes::read(archive);
        let mut plan = Plan { retry: settings.retry, same_bytes, ..Plan::of(archive, &sources)? };
        let is_looked_at = |source: &SourceConfig| only.is_none_or(|only| only.contains(&source.name));
        let looked_at: Vec<bool> = sources.iter().map(is_looked_at).collect();
        plan.listed = settings.files.as_ref().map(|list| list.by_source(&plan.roots, &looked_at)).transpose()?;
        let mut ledger = Entries::of(previous)?;
        for (nth, source) in sources.iter().enumerate() {
            // Ledger entries before this source belong to sources that were removed.
            while let Some(entry) = ledger.next_if(|entry| !plan.sources[nth..].contains(&entry.source))? {
                plan.lose(entry);
            }
            let unlisted = plan.listed.as_ref().is_some_and(|listed| listed[nth].is_empty());
            if !rebuild && (!looked_at[nth] || unlisted) {
                while let Some(entry) = ledger.next_if(|entry| entry.source == source.name)? {
                    plan.keep(&entry);
                }
                continue;
            }
            plan.source(nth, source, &archive.source_path(source), &mut ledger, rebuild)?;
        }
        while let Some(entry) = ledger.next_if(|_| true)? {
            plan.lose(entry);
        }
        Ok(plan)
    }

    /// A plan that reads nothing and leaves everything.
    pub fn unread(archive: &Archive) -> Result<Self, IngestError> {
        Ok(Self::of(archive, &archive.sources()?)?)
    }

    fn of(archive: &Archive, sources: &[SourceConfig]) -> Result<Self, IndexError> {
        let rules = source_rules::read(archive, sources)?;
        let names = sources.iter().map(|source| source.name.clone()).collect();
        let roots = sources.iter().map(|source| archive.source_path(source)).collect();
        Ok(Self { sources: names, roots, rules, ..Self::default() })
    }

    /// A plan that reads some files of this one's sources again, in the order of the walk.
    pub fn again(&self, entries: Vec<FileEntry>) -> Self {
        let (sources, roots, rules) = (self.sources.clone(), self.roots.clone(), self.rules.clone());
        let mut again = Self { sources, roots, rules, ..Self::default() };
        let place = |entry: &FileEntry| self.sources.iter().position(|name| *name == entry.source);
        for entry in entries {
            let Some(source) = place(&entry) else { continue };
            let path = entry.raw_path.map(|raw| self.roots[source].join(path_of_bytes(raw)).into_boxed_path());
            let locator = entry.path.into_boxed_str();
            let FileEntry { size, mtime_ns, stamp, digest, .. } = entry;
            let digest = FileDigest::from(digest);
            again.files.push(PlannedFile { source, locator, size, mtime_ns, stamp, digest, path });
        }
        again
            .files
            .sort_by(|one, other| one.source.cmp(&other.source).then_with(|| walk_order(&one.locator, &other.locator)));
        again
    }

    /// A plan that reads some of this one's files again, which are in order.
    pub fn some(&self, files: &[usize]) -> Self {
        let files = files.iter().map(|&file| self.files[file].clone()).collect();
        Self {
            sources: self.sources.clone(),
            roots: self.roots.clone(),
            rules: self.rules.clone(),
            files,
            ..Self::default()
        }
    }

    fn push(&mut self, source: usize, file: SourceFile) {
        let plain = self.place_of(source, &file.locator) == file.path;
        let path = (!plain).then(|| file.path.into_boxed_path());
        let locator = file.locator.into_boxed_str();
        let SourceFile { size, mtime_ns, stamp, .. } = file;
        let digest = FileDigest::default();
        self.files.push(PlannedFile { source, locator, size, mtime_ns, stamp, digest, path });
    }

    /// A source that is one file is its own place.
    fn place_of(&self, source: usize, locator: &str) -> PathBuf {
        let root = &self.roots[source];
        let itself = root.file_name().is_some_and(|name| name == locator) && root.is_file();
        if itself { root.clone() } else { root.join(locator) }
    }

    /// The path of a file on this machine.
    pub fn path_of(&self, file: &PlannedFile) -> PathBuf {
        file.path.as_ref().map_or_else(|| self.place_of(file.source, &file.locator), |path| path.to_path_buf())
    }

    /// The bytes of a file's path in its source, if its locator does not give them.
    pub fn raw_path(&self, file: &PlannedFile) -> Option<Vec<u8>> {
        let inside = file.path.as_ref()?.strip_prefix(&self.roots[file.source]).ok()?;
        Some(inside.as_os_str().as_encoded_bytes().to_owned())
    }

    /// What the user says that the fields of a file's records mean.
    pub fn fields_of(&self, file: &PlannedFile) -> Option<&Mapping> {
        self.rules.get(file.source)?.fields.as_ref()
    }

    /// What the user says is the usual language of a file's source.
    pub fn language_of(&self, file: &PlannedFile) -> Option<&str> {
        self.rules.get(file.source)?.language.as_deref()
    }

    fn source(
        &mut self,
        nth: usize,
        source: &SourceConfig,
        path: &Path,
        ledger: &mut Entries,
        rebuild: bool,
    ) -> Result<(), IngestError> {
        let had_files = ledger.peek(|entry| entry.source == source.name)?;
        let refused = |reason: &str| {
            IngestError::Refused(format!(
                "source \"{}\" ({}) {reason}; nothing was changed",
                source.name,
                path.display()
            ))
        };
        let mut found = 0u64;
        let mut broken = None;
        let filter = self.rules[nth].filter.clone();
        let walked = walk_filtered(path, &filter, &mut |step| match step {
            WalkEntry::File(file) if broken.is_none() => {
                found += 1;
                let missing = self.missing(nth, Some(&file.locator), ledger, rebuild);
                broken = missing.and_then(|()| self.file(nth, file, ledger, rebuild)).err();
            }
            WalkEntry::File(_) => {}
            WalkEntry::Skipped(_, skip) => *self.skipped.entry(skip).or_insert(0) += 1,
            WalkEntry::Unreadable(place, words) => {
                let error = FormatError::new(Reason::UnreadableFolder, words);
                self.unreadable.push(UnreadPlace { source: source.name.clone(), place, error });
            }
        });
        match walked {
            Err(SourceError::Missing(_)) if had_files => {
                return Err(IngestError::SourceGone { name: source.name.clone(), path: path.to_owned() });
            }
            walked => walked?,
        }
        let root = self.unreadable.iter().find(|unread| unread.source == source.name && unread.place.is_empty());
        if let Some(unread) = root {
            let source = std::io::Error::other(unread.error.detail.clone());
            return Err(SourceError::Io { path: path.to_owned(), source }.into());
        }
        if let Some(error) = broken {
            return Err(error.into());
        }
        if found == 0 && had_files {
            return Err(refused("is empty, but had files before"));
        }
        self.missing(nth, None, ledger, rebuild)?;
        while let Some(entry) = ledger.next_if(|entry| entry.source == source.name)? {
            self.leave(nth, entry, rebuild);
        }
        Ok(())
    }

    /// Listed files that do not exist, up to a locator: reading them gives the reason.
    fn missing(
        &mut self,
        nth: usize,
        before: Option<&str>,
        ledger: &mut Entries,
        rebuild: bool,
    ) -> Result<(), IndexError> {
        let root = self.roots[nth].clone();
        while let Some(file) = self.listed.as_mut().and_then(|listed| listed[nth].next_missing(&root, before)) {
            self.file(nth, file, ledger, rebuild)?;
        }
        Ok(())
    }

    /// A file that the walk did not find is gone, unless other files are listed.
    fn leave(&mut self, nth: usize, entry: FileEntry, rebuild: bool) {
        if !rebuild && !self.is_listed(nth, &entry.path) { self.keep(&entry) } else { self.lose(entry) }
    }

    /// If no files are listed, all are read.
    fn is_listed(&self, nth: usize, locator: &str) -> bool {
        self.listed.as_ref().is_none_or(|listed| listed[nth].has(locator))
    }

    /// Compares one file with the ledger; entries before it are of files that are gone.
    fn file(&mut self, nth: usize, file: SourceFile, ledger: &mut Entries, rebuild: bool) -> Result<(), IndexError> {
        let name = self.sources[nth].clone();
        let before =
            |entry: &FileEntry| entry.source == name && walk_order(&entry.path, &file.locator) == Ordering::Less;
        while let Some(entry) = ledger.next_if(before)? {
            self.leave(nth, entry, rebuild);
        }
        let same = |entry: &FileEntry| entry.source == name && entry.path == file.locator;
        let is_listed = self.is_listed(nth, &file.locator);
        match ledger.next_if(same)? {
            Some(entry) if !is_listed && !rebuild => return self.keep_parts(entry, ledger),
            Some(entry) if !rebuild && self.is_same(&entry, &file) && !(self.retry && entry.spiked > 0) => {
                return self.keep_parts(entry, ledger);
            }
            // A changed file that may not be read any longer: what was indexed from it stays.
            Some(entry) if !rebuild && let Some(error) = refused_to(&file) => {
                self.unreadable.push(UnreadPlace { source: name, place: file.locator, error });
                return self.keep_parts(entry, ledger);
            }
            Some(entry) if (entry.size, entry.mtime_ns) == (file.size, file.mtime_ns) && (rebuild || self.retry) => {
                self.reread_files += 1;
                self.lose_parts(entry, ledger, rebuild)?;
            }
            Some(entry) => {
                self.changed_files += 1;
                self.lose_parts(entry, ledger, rebuild)?;
            }
            None if !is_listed => return Ok(()),
            None => {}
        }
        self.push(nth, file);
        Ok(())
    }

    /// Whether a file is what it was. If only its stamp differs, its bytes are compared.
    fn is_same(&mut self, entry: &FileEntry, file: &SourceFile) -> bool {
        let stated = entry.size == file.size && entry.mtime_ns == file.mtime_ns;
        stated && (entry.stamp == file.stamp || self.same_bytes.has(entry, file))
    }

    fn keep(&mut self, entry: &FileEntry) {
        self.tally(entry);
        if entry.part == 0 {
            self.kept_files += 1;
            self.kept_bytes += entry.size;
        }
    }

    /// Keeps a file with its further parts.
    fn keep_parts(&mut self, first: FileEntry, ledger: &mut Entries) -> Result<(), IndexError> {
        self.keep(&first);
        while let Some(part) = ledger.next_if(|entry| entry.continues(&first))? {
            self.keep(&part);
        }
        Ok(())
    }

    /// A file that is read again, with its further parts.
    fn lose_parts(&mut self, first: FileEntry, ledger: &mut Entries, rebuild: bool) -> Result<(), IndexError> {
        let head = first.head();
        let mut next = Some(first);
        while let Some(part) = next {
            // A rebuild needs nothing of its old entry, and there may be millions.
            if rebuild {
                self.count_lost(&part)
            } else {
                self.lose(part)
            }
            next = ledger.next_if(|entry| entry.continues(&head))?;
        }
        Ok(())
    }

    /// A file that is not found is gone, unless it is in a folder that could not be read this time.
    fn lose(&mut self, entry: FileEntry) {
        let is_in = |unread: &UnreadPlace| {
            let rest = entry.path.strip_prefix(&unread.place);
            unread.source == entry.source && rest.is_some_and(|rest| rest.starts_with('/'))
        };
        if self.unreadable.iter().any(is_in) {
            self.keep(&entry);
        } else {
            self.count_lost(&entry);
            self.gone.push(entry);
        }
    }

    fn count_lost(&mut self, entry: &FileEntry) {
        self.tally(entry);
        self.lost_files += u64::from(entry.part == 0);
        self.lost_records += entry.records.len() as u64;
    }

    fn tally(&mut self, entry: &FileEntry) {
        let articles = entry.records.iter().filter(|record| record.outcome == RecordOutcome::Indexed).count();
        *self.before.entry(entry.source.clone()).or_insert(0) += articles as u64;
    }

    pub fn bytes(&self) -> u64 {
        self.files.iter().map(|planned| planned.size).sum()
    }

    pub fn source_of(&self, file: usize) -> &str {
        &self.sources[self.files[file].source]
    }

    /// Whether nothing is to be read or removed, and what cannot be looked into is what it was.
    pub fn is_empty(&self, before: &Generation) -> Result<bool, IndexError> {
        if !self.files.is_empty() || !self.gone.is_empty() {
            return Ok(false);
        }
        let mut known = BTreeSet::new();
        for spike in each_spike(&before.folder)? {
            let spike = spike?;
            if spike.record.is_none() && spike.member.is_none() {
                known.insert((spike.source, spike.locator, spike.reason));
            }
        }
        let now = |unread: &UnreadPlace| (unread.source.clone(), unread.place.clone(), unread.error.reason.to_string());
        let folder = Reason::UnreadableFolder.as_str();
        let now: BTreeSet<_> = self.unreadable.iter().map(now).collect();
        Ok(now.is_subset(&known) && known.iter().filter(|(.., reason)| reason == folder).all(|one| now.contains(one)))
    }
}

/// A folder that cannot be listed, or a known file that may no longer be read.
#[derive(Debug, Clone)]
pub struct UnreadPlace {
    pub source: String,
    /// Its locator in the source.
    pub place: String,
    pub error: FormatError,
}

/// The error of a file that may not be read.
fn refused_to(file: &SourceFile) -> Option<FormatError> {
    let error = std::fs::File::open(&file.path).err()?;
    (error.kind() == std::io::ErrorKind::PermissionDenied).then(|| FormatError::of_io(&error))
}

#[cfg(unix)]
fn path_of_bytes(bytes: Vec<u8>) -> PathBuf {
    use std::os::unix::ffi::OsStringExt;
    std::ffi::OsString::from_vec(bytes).into()
}

/// On other systems names are not bytes; one that is not text cannot be found again.
#[cfg(not(unix))]
fn path_of_bytes(bytes: Vec<u8>) -> PathBuf {
    String::from_utf8_lossy(&bytes).into_owned().into()
}

/// The entries of the last ledger, in order.
struct Entries {
    entries: Peekable<Box<dyn Iterator<Item = Result<FileEntry, IndexError>>>>,
}

impl Entries {
    fn of(previous: Option<&Generation>) -> Result<Self, IndexError> {
        let entries: Box<dyn Iterator<Item = _>> = match previous {
            Some(generation) => Box::new(LedgerReader::open(&generation.folder)?),
            None => Box::new(std::iter::empty()),
        };
        Ok(Self { entries: entries.peekable() })
    }

    fn peek(&mut self, is_wanted: impl Fn(&FileEntry) -> bool) -> Result<bool, IndexError> {
        match self.entries.peek() {
            Some(Ok(entry)) => Ok(is_wanted(entry)),
            Some(Err(_)) => self.entries.next().map_or(Ok(false), |error| error.map(|_| false)),
            None => Ok(false),
        }
    }

    fn next_if(&mut self, is_wanted: impl Fn(&FileEntry) -> bool) -> Result<Option<FileEntry>, IndexError> {
        if !self.peek(is_wanted)? {
            return Ok(None);
        }
        self.entries.next().transpose()
    }
}
