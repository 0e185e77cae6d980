//! The cache of extracted articles: `cache/NNNNNN.pack`, entries appended one after another, found again by a hash of
//! all their inputs. It may be deleted at any time: a rebuild reads the files again instead.
//! A run writes `NNNNNN.part`, which becomes a pack when the run succeeds; a leftover one means that a run failed. A first
//! run also writes `NNNNNN.resume`, with articles that are as fast to read again from their files; only a repeated first run
//! uses it, and it is removed when the run succeeds.

use super::archive::Archive;
use super::error::IndexError;
use super::pack::{CacheKey, Entry, FRAME, each_entry, frame_of, read_at, write_frame};
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};

/// More packs than this are merged by the next run.
const MAX_PACKS: usize = 16;

/// The packs of an archive, open for a run.
pub struct Cache {
    folder: PathBuf,
    packs: Vec<Pack>,
    slots: HashMap<CacheKey, Slot>,
    writer: Mutex<PackWriter>,
    /// Entries that only an interruption makes useful; `None` in all runs but a first one.
    resume: Option<Mutex<PackWriter>>,
    /// What this run does not use is removed at its end.
    renewing: bool,
    old: Vec<PathBuf>,
    hits: AtomicU64,
}

/// A pack that entries are found in.
struct Pack {
    file: File,
    /// Whether it is only for the next attempt at a first run.
    resumes: bool,
}

/// Where an entry is.
#[derive(Clone, Copy)]
struct Slot {
    pack: u32,
    length: u32,
    offset: u64,
}

struct PackWriter {
    path: PathBuf,
    /// Created with the first entry; `None` after an error.
    file: Option<BufWriter<File>>,
    started: bool,
    /// Keys in the new pack; `None` where an entry that is there twice does no harm.
    written: Option<HashSet<CacheKey>>,
}

/// How a run uses the cache.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Looking {
    /// A run that rebuilds everything: what it does not request is removed at its end.
    Renewing,
    /// Like `Renewing`, where nothing was published yet: everything is kept until this run succeeds.
    First,
    /// Like `Renewing`, but finds nothing.
    Blind,
    /// A run that reads this many bytes of files: reads all packs if they are not much larger than that, otherwise only
    /// what unfinished runs left.
    Adding { bytes: u64 },
}

/// Packs are read completely for a run that reads at least this share of them.
const WORTH_READING: u64 = 10;

impl Cache {
    pub fn open(archive: &Archive, looking: Looking) -> Self {
        let folder = archive.cache();
        let old = packs_in(&folder);
        let (mut packs, mut slots) = (Vec::new(), HashMap::new());
        let held: u64 = old.iter().filter_map(|path| fs::metadata(path).ok()).map(|meta| meta.len()).sum();
        let is_wanted = |path: &Path| match looking {
            Looking::Renewing | Looking::First => true,
            Looking::Blind => false,
            Looking::Adding { bytes } => is_left(path) || bytes.saturating_mul(WORTH_READING) >= held,
        };
        let left = if looking == Looking::First { resumes_in(&folder) } else { Vec::new() };
        let wanted = old.iter().filter(|path| is_wanted(path)).map(|path| (path, false));
        for (path, resumes) in left.iter().map(|path| (path, true)).chain(wanted) {
            let Ok(mut file) = File::open(path) else { continue };
            let pack = packs.len() as u32;
            each_entry(&mut file, &mut |offset, entry| {
                slots.insert(entry.key, Slot { pack, length: entry.body.len() as u32, offset });
            });
            packs.push(Pack { file, resumes });
        }
        let last = old.iter().chain(&left).filter_map(|path| number_of(path)).max().unwrap_or(0);
        let path = |ending: &str| folder.join(format!("{:06}.{ending}", last + 1));
        let renewing = !matches!(looking, Looking::Adding { .. });
        let writer = Mutex::new(PackWriter { written: Some(HashSet::new()), ..PackWriter::at(path("part")) });
        let fresh = || PackWriter { written: Some(HashSet::new()), ..PackWriter::at(path("resume")) };
        let resume = (looking == Looking::First).then(|| Mutex::new(fresh()));
        Self { packs, slots, writer, resume, renewing, old, hits: AtomicU64::new(0), folder }
    }

    /// Makes the entries added by this run so far available.
    pub fn reopen(&mut self) {
        let Ok(writer) = self.writer.get_mut() else { return };
        if writer.file.as_mut().is_none_or(|file| file.flush().is_err()) {
            return;
        }
        let pack = self.packs.len() as u32;
        let Ok(mut file) = File::open(&writer.path) else { return };
        let slots = &mut self.slots;
        each_entry(&mut file, &mut |offset, entry| {
            slots.insert(entry.key, Slot { pack, length: entry.body.len() as u32, offset });
        });
        self.packs.push(Pack { file, resumes: false });
    }

    /// Whether nothing will be found.
    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    /// Number of successful lookups.
    pub fn hits(&self) -> u64 {
        self.hits.load(Ordering::Relaxed)
    }

    /// The articles of a key, as they were packed.
    pub fn find(&self, key: &CacheKey) -> Option<Vec<u8>> {
        let slot = self.slots.get(key)?;
        let mut frame = vec![0; FRAME + slot.length as usize];
        let pack = &self.packs[slot.pack as usize];
        read_at(&pack.file, &mut frame, slot.offset).ok()?;
        let entry = Entry::parse(&frame).filter(|entry| entry.key == *key)?;
        let packed = entry.packed.to_vec();
        self.hits.fetch_add(1, Ordering::Relaxed);
        match &self.resume {
            Some(resume) if pack.resumes => write(resume, *key, &frame),
            _ if self.renewing => write(&self.writer, *key, &frame),
            _ => {}
        }
        Some(packed)
    }

    /// Whether articles that are read again as fast as from here are worth adding too.
    pub fn takes_all(&self) -> bool {
        self.resume.is_some()
    }

    /// Adds articles, with the content hash of each.
    pub fn add(&self, key: CacheKey, contents: &[u64], packed: &[u8]) {
        frame_of(&key, contents, packed).iter().for_each(|frame| write(&self.writer, key, frame));
    }

    /// Adds articles that are removed when this run succeeds.
    pub fn add_for_resuming(&self, key: CacheKey, contents: &[u64], packed: &[u8]) {
        let Some(resume) = &self.resume else { return };
        frame_of(&key, contents, packed).iter().for_each(|frame| write(resume, key, frame));
    }

    /// Ends a run that published: drops what it did not use if everything was rebuilt, and merges small packs. Returns how
    /// many entries there are if every one was used by this run.
    pub fn settle(self) -> Result<Option<u64>, IndexError> {
        let writer = self.writer.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
        let PackWriter { path, file, started, written } = writer;
        let whole = match file {
            Some(mut file) => file.flush().is_ok(),
            None => !started,
        };
        remove_all(&resumes_in(&self.folder))?;
        if self.renewing && whole {
            remove_all(&self.old)?;
        }
        for part in packs_in(&self.folder).iter().filter(|path| is_left(path)) {
            let pack = part.with_extension("pack");
            fs::rename(part, &pack).map_err(IndexError::io(&pack))?;
        }
        if packs_in(&self.folder).len() > MAX_PACKS {
            keep_only(&self.folder, &path.with_extension("pack"), &mut |_| true)?;
        }
        let entries = written.map_or(0, |written| written.len() as u64);
        Ok((self.renewing && whole).then_some(entries))
    }

    /// Rewrites the cache of an archive: keeps the entries whose articles all have contents accepted by `keeps`.
    pub fn purge(archive: &Archive, keeps: &dyn Fn(u64) -> bool) -> Result<(), IndexError> {
        let folder = archive.cache();
        remove_all(&resumes_in(&folder))?;
        keep_contents(&folder, keeps).map(drop)
    }
}

/// Keeps the entries whose articles all have contents accepted by `keeps`; returns how many.
pub(super) fn keep_contents(folder: &Path, keeps: &dyn Fn(u64) -> bool) -> Result<u64, IndexError> {
    let Some(last) = packs_in(folder).pop() else { return Ok(0) };
    let number = number_of(&last).unwrap_or(0) + 1;
    let mut kept = 0;
    keep_only(folder, &folder.join(format!("{number:06}.pack")), &mut |entry| {
        let keeps = entry.contents().all(keeps);
        kept += u64::from(keeps);
        keeps
    })?;
    Ok(kept)
}

fn write(writer: &Mutex<PackWriter>, key: CacheKey, frame: &[u8]) {
    if let Ok(mut writer) = writer.lock() {
        writer.write(key, frame);
    }
}

impl PackWriter {
    fn at(path: PathBuf) -> Self {
        Self { path, file: None, started: false, written: None }
    }

    fn write(&mut self, key: CacheKey, frame: &[u8]) {
        if self.written.as_mut().is_some_and(|written| !written.insert(key)) {
            return;
        }
        if !self.started {
            self.started = true;
            let folder = self.path.parent().unwrap_or(&self.path);
            let made = fs::create_dir_all(folder).and_then(|()| File::create(&self.path));
            self.file = made.ok().map(|file| BufWriter::with_capacity(1 << 20, file));
        }
        // A full disk also fails the writing of the index, which reports it.
        if self.file.as_mut().is_some_and(|file| file.write_all(frame).is_err()) {
            self.file = None;
        }
    }
}

fn remove_all(paths: &[PathBuf]) -> Result<(), IndexError> {
    paths.iter().try_for_each(|path| fs::remove_file(path).map_err(IndexError::io(path)))
}

/// Writes the entries to keep into one pack and removes all others.
fn keep_only(folder: &Path, joined: &Path, keeps: &mut dyn FnMut(&Entry) -> bool) -> Result<(), IndexError> {
    let old: Vec<PathBuf> = packs_in(folder).into_iter().filter(|path| path != joined).collect();
    let temporary = joined.with_extension("tmp");
    let mut join = |temporary: &Path| {
        let mut file = BufWriter::new(File::create(temporary)?);
        let mut seen = HashSet::new();
        let mut failed = Ok(());
        // What the run itself wrote already has the name of the merged pack.
        let all = old.iter().map(PathBuf::as_path).chain(std::iter::once(joined));
        for path in all.filter(|path| path.is_file()) {
            each_entry(&mut File::open(path)?, &mut |_, entry| {
                if failed.is_ok() && keeps(entry) && seen.insert(entry.key) {
                    failed = write_frame(&mut file, entry.body);
                }
            });
        }
        failed?;
        file.into_inner().map_err(std::io::IntoInnerError::into_error)?.sync_all()?;
        fs::rename(temporary, joined)
    };
    join(&temporary).map_err(|error| {
        let _ = fs::remove_file(&temporary);
        IndexError::io(joined)(error)
    })?;
    for path in &old {
        fs::remove_file(path).map_err(IndexError::io(path))?;
    }
    super::placed_file::sync_folder(folder).map_err(IndexError::io(folder))
}

/// The packs in a folder, oldest first.
pub(super) fn packs_in(folder: &Path) -> Vec<PathBuf> {
    numbered(folder, &["pack", "part"])
}

/// What first runs that did not succeed left, oldest first.
fn resumes_in(folder: &Path) -> Vec<PathBuf> {
    numbered(folder, &["resume"])
}

fn numbered(folder: &Path, endings: &[&str]) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.path());
    let is_one = |path: &PathBuf| {
        let ending = path.extension().and_then(|ending| ending.to_str());
        ending.is_some_and(|ending| endings.contains(&ending)) && number_of(path).is_some()
    };
    let mut packs: Vec<PathBuf> = entries.filter(is_one).collect();
    packs.sort_by_key(|path| number_of(path));
    packs
}

fn number_of(path: &Path) -> Option<u64> {
    path.file_stem()?.to_str()?.parse().ok()
}

/// Whether a pack is from a run that did not succeed.
fn is_left(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension == "part")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u8) -> CacheKey {
        [number; 16]
    }

    /// A cache with some entries: number n has "n" as its bytes and n as its content.
    fn filled(archive: &Archive, numbers: &[u8]) {
        let cache = Cache::open(archive, Looking::Adding { bytes: 1 << 30 });
        for &number in numbers {
            cache.add(key(number), &[u64::from(number), 1000], format!("{number}").as_bytes());
        }
        cache.settle().expect("settled");
    }

    fn there(archive: &Archive, numbers: std::ops::Range<u8>) -> Vec<u8> {
        let cache = Cache::open(archive, Looking::Adding { bytes: 1 << 30 });
        let is_right = |number: &u8| {
            cache.find(&key(*number)).is_some_and(|packed| {
                assert_eq!(packed, number.to_string().as_bytes());
                true
            })
        };
        numbers.filter(is_right).collect()
    }

    fn archive() -> (tempfile::TempDir, Archive) {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(folder.path().join(".morgue"));
        (folder, archive)
    }

    #[test]
    fn entries_are_found_by_later_runs() {
        let (_folder, archive) = archive();
        assert!(there(&archive, 0..9).is_empty());
        filled(&archive, &[1, 2]);
        filled(&archive, &[3]);
        assert_eq!(there(&archive, 0..9), [1, 2, 3]);
        let blind = Cache::open(&archive, Looking::Blind);
        assert_eq!(blind.find(&key(1)), None);
    }

    #[test]
    fn renewing_drops_what_was_not_asked_for() {
        let (_folder, archive) = archive();
        filled(&archive, &[1, 2, 3]);
        let cache = Cache::open(&archive, Looking::Renewing);
        assert!(cache.find(&key(2)).is_some());
        cache.add(key(4), &[4], b"4");
        cache.settle().expect("settled");
        assert_eq!(there(&archive, 0..9), [2, 4]);
    }

    #[test]
    fn a_renewing_run_that_does_not_end_loses_nothing() {
        let (_folder, archive) = archive();
        filled(&archive, &[1, 2, 3]);
        let cache = Cache::open(&archive, Looking::Renewing);
        cache.add(key(4), &[4], b"4");
        drop(cache);
        assert_eq!(there(&archive, 0..9), [1, 2, 3, 4]);
    }

    #[test]
    fn a_small_run_reads_only_what_was_left_over() {
        let (_folder, archive) = archive();
        filled(&archive, &[1, 2, 3]);
        let killed = Cache::open(&archive, Looking::Adding { bytes: 0 });
        assert_eq!(killed.find(&key(1)), None);
        killed.add(key(4), &[4], b"4");
        drop(killed);
        let next = Cache::open(&archive, Looking::Adding { bytes: 0 });
        assert_eq!((next.find(&key(1)), next.find(&key(4))), (None, Some(b"4".to_vec())));
        next.settle().expect("settled");
        assert!(packs_in(&archive.cache()).iter().all(|path| !is_left(path)));
        assert_eq!(there(&archive, 0..9), [1, 2, 3, 4]);
    }

    #[test]
    fn many_packs_are_joined() {
        let (_folder, archive) = archive();
        (0..20).for_each(|number| filled(&archive, &[number]));
        assert!(packs_in(&archive.cache()).len() < MAX_PACKS, "{:?}", packs_in(&archive.cache()));
        assert_eq!(there(&archive, 0..30), (0..20).collect::<Vec<u8>>());
    }

    #[test]
    fn what_may_not_stay_is_nowhere_on_disk() {
        let (_folder, archive) = archive();
        filled(&archive, &[101, 102]);
        filled(&archive, &[103]);
        Cache::purge(&archive, &|content| content != 102).expect("purged");
        assert_eq!(there(&archive, 0..110), [101, 103]);
        for pack in packs_in(&archive.cache()) {
            let bytes = fs::read(pack).expect("read");
            assert!(!bytes.windows(3).any(|window| window == b"102"));
        }
    }

    #[test]
    fn damage_costs_entries_and_never_gives_wrong_ones() {
        let (_folder, archive) = archive();
        filled(&archive, &[1, 2, 3]);
        let path = packs_in(&archive.cache()).pop().expect("a pack");
        let whole = fs::read(&path).expect("read");
        for at in 0..whole.len() {
            let mut damaged = whole.clone();
            damaged[at] ^= 4;
            fs::write(&path, &damaged).expect("written");
            assert!(there(&archive, 0..9).len() < 3, "byte {at}");
            fs::write(&path, &whole[..at]).expect("written");
            assert!(there(&archive, 0..9).len() < 3, "cut at {at}");
        }
    }
}
