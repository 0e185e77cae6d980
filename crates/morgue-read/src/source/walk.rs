//! A folder to its files, in the same order on every machine, without files that certainly hold no article.

use super::error::SourceError;
use super::filter::Filter;
use super::sidecar;
use super::skip::{Skip, is_no_article};
use std::cmp::Ordering;
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::Metadata;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;
use walkdir::{DirEntry, WalkDir};

/// One regular file of a source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceFile {
    /// Where it is on this machine.
    pub path: PathBuf,
    /// Where it is inside the source, with `/` between its parts; the file's name if the source is a single file.
    pub locator: String,
    /// Bytes, with those of its sidecar.
    pub size: u64,
    /// Nanoseconds since 1970, combined with those of its sidecar; shows that a file changed, never used as a date.
    pub mtime_ns: i64,
    /// The file's number on its disk and the time of the last change to anything about it, combined with those of its
    /// sidecar: differs after a replacement or a change that set its time back. 0 where the system has neither.
    pub stamp: u64,
}

/// What a walk found.
#[derive(Debug, Default)]
pub struct WalkResult {
    pub files: Vec<SourceFile>,
    /// Skipped files, with the reason.
    pub skipped: Vec<(String, Skip)>,
    /// Locators that could not be read, with the system's message.
    pub unreadable: Vec<(String, String)>,
}

/// What a walk finds, one at a time.
#[derive(Debug)]
pub enum WalkEntry {
    File(SourceFile),
    /// Skipped, with the reason.
    Skipped(String, Skip),
    /// Could not be read, with the system's message.
    Unreadable(String, String),
}

/// Walks a source and collects what it finds.
pub fn walk(root: &Path) -> Result<WalkResult, SourceError> {
    let mut walked = WalkResult::default();
    walk_each(root, &mut |step| match step {
        WalkEntry::File(file) => walked.files.push(file),
        WalkEntry::Skipped(place, skip) => walked.skipped.push((place, skip)),
        WalkEntry::Unreadable(place, words) => walked.unreadable.push((place, words)),
    })?;
    Ok(walked)
}

/// Walks a source. Folders whose name starts with a dot are skipped, including `.morgue`; a source that is named
/// explicitly is walked whatever its name.
pub fn walk_each(root: &Path, take: &mut dyn FnMut(WalkEntry)) -> Result<(), SourceError> {
    walk_filtered(root, &Filter::default(), take)
}

/// Walks a source and skips what the user's patterns exclude; a source that is one file is always taken.
pub fn walk_filtered(root: &Path, filter: &Filter, take: &mut dyn FnMut(WalkEntry)) -> Result<(), SourceError> {
    let meta = std::fs::metadata(root).map_err(|source| match source.kind() {
        std::io::ErrorKind::NotFound => SourceError::Missing(root.to_owned()),
        _ => SourceError::Io { path: root.to_owned(), source },
    })?;
    if meta.is_file() {
        let name = root.file_name().unwrap_or_default().to_string_lossy().into_owned();
        take(WalkEntry::File(source_file(root, name, &meta, sidecar::beside(root).as_deref())));
        return Ok(());
    }
    let mut entries = WalkDir::new(root).follow_links(false).sort_by_file_name().into_iter();
    let mut page_parts = PageParts::default();
    let mut folders = Folders::default();
    while let Some(entry) = entries.next() {
        match entry {
            Ok(entry) if is_left_out(&entry) => entries.skip_current_dir(),
            Ok(entry) if entry.file_type().is_dir() && page_parts.has(&entry) => {
                take(WalkEntry::Skipped(locator(root, entry.path()), Skip::PartOfPage));
                entries.skip_current_dir();
            }
            Ok(entry) if entry.file_type().is_dir() => {}
            Ok(entry) => take(match step_of(root, &entry, &mut folders) {
                WalkEntry::File(file) if !filter.takes(&file.locator) => {
                    WalkEntry::Skipped(file.locator, Skip::Excluded)
                }
                step => step,
            }),
            Err(error) => {
                let place = error.path().map_or_else(String::new, |path| locator(root, path));
                take(WalkEntry::Unreadable(
                    place,
                    error.io_error().map_or_else(|| error.to_string(), ToString::to_string),
                ));
            }
        }
    }
    Ok(())
}

/// A folder below the root whose name starts with a dot.
fn is_left_out(entry: &DirEntry) -> bool {
    entry.depth() > 0 && entry.file_type().is_dir() && entry.file_name().as_encoded_bytes().starts_with(b".")
}

/// What one file is.
fn step_of(root: &Path, entry: &DirEntry, folders: &mut Folders) -> WalkEntry {
    let place = locator(root, entry.path());
    if let Some(skip) = skip_reason(entry, folders) {
        return WalkEntry::Skipped(place, skip);
    }
    match entry.metadata() {
        Ok(meta) => WalkEntry::File(source_file(entry.path(), place, &meta, folders.sidecar(entry).as_deref())),
        Err(error) => WalkEntry::Unreadable(place, error.to_string()),
    }
}

fn skip_reason(entry: &DirEntry, folders: &mut Folders) -> Option<Skip> {
    if !entry.file_type().is_file() {
        return Some(Skip::NoRegularFile);
    }
    let name = entry.file_name().to_string_lossy();
    if is_no_article(&name) {
        return Some(Skip::NoArticleType);
    }
    let folder = folders.of(entry);
    if sidecar::subject(&name).is_some_and(|subject| folder.sidecars.contains(&sidecar::compared(OsStr::new(subject))))
    {
        return Some(Skip::Sidecar);
    }
    (name.ends_with(CERTIFICATE) || folder.certified.contains(entry.file_name())).then_some(Skip::OwnExport)
}

/// Ending of the certificate of an export.
const CERTIFICATE: &str = ".prov.json";

/// The certificates and sidecars of files, by folder: a folder is listed once instead of looking for each file.
#[derive(Default)]
struct Folders {
    /// The folders above the current file.
    open: Vec<(PathBuf, Folder)>,
    none: Folder,
}

/// The files of a folder that describe others.
#[derive(Default)]
struct Folder {
    /// Names of files that have a certificate.
    certified: HashSet<OsString>,
    /// Names or stems of files that have a sidecar, compared.
    sidecars: HashSet<OsString>,
}

impl Folders {
    fn of(&mut self, entry: &DirEntry) -> &Folder {
        let Some(folder) = entry.path().parent() else { return &self.none };
        while self.open.last().is_some_and(|(open, _)| !folder.starts_with(open)) {
            self.open.pop();
        }
        if self.open.last().is_none_or(|(open, _)| open != folder) {
            self.open.push((folder.to_owned(), Folder::list(folder)));
        }
        self.open.last().map_or(&self.none, |(_, folder)| folder)
    }

    fn sidecar(&mut self, entry: &DirEntry) -> Option<PathBuf> {
        let known = &self.of(entry).sidecars;
        let stem = Path::new(entry.file_name()).file_stem()?;
        let has_one = |name| !known.is_empty() && known.contains(&sidecar::compared(name));
        (has_one(entry.file_name()) || has_one(stem)).then(|| sidecar::beside(entry.path()))?
    }
}

impl Folder {
    /// A folder that cannot be listed has none.
    fn list(folder: &Path) -> Self {
        let (mut certified, mut subjects) = (HashSet::new(), HashSet::new());
        let names =
            std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.file_name());
        for name in names {
            let Some(name) = name.to_str() else { continue };
            certified.extend(name.strip_suffix(CERTIFICATE).map(OsString::from));
            subjects.extend(sidecar::subject(name).map(|subject| sidecar::compared(OsStr::new(subject))));
        }
        let sidecars = if subjects.is_empty() { subjects } else { sidecar::owned(folder, subjects) };
        Self { certified, sidecars }
    }
}

/// Pages seen in the current folder, by stem: `X.html` comes before `X_files` in name order.
#[derive(Default)]
struct PageParts {
    known: HashSet<PathBuf>,
}

impl PageParts {
    /// Whether a folder holds the parts of a saved page next to it.
    fn has(&mut self, entry: &DirEntry) -> bool {
        let Some(name) = entry.file_name().to_str() else { return false };
        let Some(stem) = name.strip_suffix("_files").or_else(|| name.strip_suffix("_Dateien")) else { return false };
        let page = |extension: &str| entry.path().with_file_name(format!("{stem}.{extension}"));
        let is_page = ["html", "htm", "xhtml"].iter().any(|extension| page(extension).is_file());
        is_page && self.known.insert(entry.path().to_owned())
    }
}

fn source_file(path: &Path, locator: String, meta: &Metadata, sidecar: Option<&Path>) -> SourceFile {
    let (mut size, mut mtime_ns, mut stamp) = (meta.len(), nanoseconds(meta), stamp_of(meta));
    if let Some(sidecar) = sidecar.and_then(|sidecar| std::fs::metadata(sidecar).ok()) {
        (size, mtime_ns) = sidecar::fold(size, mtime_ns, &sidecar, nanoseconds(&sidecar));
        stamp = stamp.rotate_left(7) ^ stamp_of(&sidecar);
    }
    SourceFile { path: path.to_owned(), locator, size, mtime_ns, stamp }
}

/// The time is multiplied by an odd number so that no bit of it is lost, and the inode then differs in other bits.
#[cfg(unix)]
fn stamp_of(meta: &Metadata) -> u64 {
    use std::os::unix::fs::MetadataExt;
    let changed = meta.ctime().wrapping_mul(1_000_000_000).wrapping_add(meta.ctime_nsec()) as u64;
    meta.ino().rotate_left(32) ^ changed.wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

#[cfg(not(unix))]
fn stamp_of(_: &Metadata) -> u64 {
    0
}

fn nanoseconds(meta: &Metadata) -> i64 {
    let since = |time: std::time::SystemTime| match time.duration_since(UNIX_EPOCH) {
        Ok(after) => i64::try_from(after.as_nanos()).unwrap_or(i64::MAX),
        Err(before) => -i64::try_from(before.duration().as_nanos()).unwrap_or(i64::MAX),
    };
    meta.modified().map_or(0, since)
}

/// The order in which a walk finds two locators of one source: names are compared folder by folder.
pub fn walk_order(one: &str, other: &str) -> Ordering {
    one.split('/').map(str::as_bytes).cmp(other.split('/').map(str::as_bytes))
}

fn locator(root: &Path, path: &Path) -> String {
    let inside = path.strip_prefix(root).unwrap_or(path);
    let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
    parts.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn tree(paths: &[&str]) -> tempfile::TempDir {
        let root = tempfile::tempdir().expect("a folder");
        for path in paths {
            let full = root.path().join(path);
            fs::create_dir_all(full.parent().expect("a parent")).expect("made");
            fs::write(full, "x").expect("written");
        }
        root
    }

    #[test]
    fn articles_come_in_order_and_the_rest_is_said_why() {
        let root = tree(&[
            "b/2.txt",
            "b/1.txt",
            "a.html",
            "a_files/style.html",
            "photo.JPG",
            ".morgue/x.json",
            ".git/y.txt",
            "hits.csv",
            "hits.csv.prov.json",
            "c.txt",
            "c.txt.meta.json",
            "d_files/e.txt",
        ]);
        let walked = walk(root.path()).expect("walked");
        let files: Vec<_> = walked.files.iter().map(|file| file.locator.as_str()).collect();
        assert_eq!(files, ["a.html", "b/1.txt", "b/2.txt", "c.txt", "d_files/e.txt"]);
        let skipped: Vec<_> = walked.skipped.iter().map(|(place, skip)| (place.as_str(), *skip)).collect();
        let want = [
            ("a_files", Skip::PartOfPage),
            ("c.txt.meta.json", Skip::Sidecar),
            ("hits.csv", Skip::OwnExport),
            ("hits.csv.prov.json", Skip::OwnExport),
            ("photo.JPG", Skip::NoArticleType),
        ];
        assert_eq!(skipped, want);
    }

    #[test]
    fn a_sidecar_counts_with_its_file_and_is_missed_when_gone() {
        let root = tree(&["a.txt", "b.txt", "b.meta.json", "c.meta.json"]);
        let stated = |name: &str| {
            let walked = walk(root.path()).expect("walked");
            let file = walked.files.into_iter().find(|file| file.locator == name).expect("there");
            (file.size, file.mtime_ns)
        };
        // Without the file it describes, a sidecar is a file like any other.
        assert_eq!((stated("a.txt").0, stated("b.txt").0, stated("c.meta.json").0), (1, 3, 1));
        let before = stated("a.txt");
        fs::write(root.path().join("a.txt.meta.json"), "{}").expect("written");
        let with = stated("a.txt");
        assert_eq!(with.0, before.0 + 3);
        let sidecar = fs::File::options().write(true).open(root.path().join("a.txt.meta.json")).expect("open");
        sidecar.set_modified(UNIX_EPOCH + std::time::Duration::from_secs(5)).expect("set");
        let older = stated("a.txt");
        assert!(older.0 == with.0 && older.1 != with.1);
        fs::remove_file(root.path().join("a.txt.meta.json")).expect("removed");
        assert_eq!(stated("a.txt"), before);
        let alone = walk(&root.path().join("b.txt")).expect("walked");
        assert_eq!((alone.files[0].size, alone.files[0].mtime_ns), stated("b.txt"));
    }

    #[cfg(unix)]
    #[test]
    fn symlinks_are_not_followed() {
        let root = tree(&["a/1.txt"]);
        std::os::unix::fs::symlink(root.path(), root.path().join("a/loop")).expect("linked");
        let walked = walk(root.path()).expect("walked");
        assert_eq!(walked.files.len(), 1);
        assert_eq!(walked.skipped, [("a/loop".to_owned(), Skip::NoRegularFile)]);
    }

    #[test]
    fn a_single_file_is_a_source_and_a_missing_one_is_said() {
        let root = tree(&["one.txt"]);
        let walked = walk(&root.path().join("one.txt")).expect("walked");
        assert_eq!(walked.files[0].locator, "one.txt");
        assert!(matches!(walk(&root.path().join("two.txt")), Err(SourceError::Missing(_))));
    }
}
