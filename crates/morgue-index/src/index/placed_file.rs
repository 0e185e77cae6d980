//! A file at a path that a user names. A plain file, new or existing, is written beside its place, made durable and renamed
//! when it is complete, so that readers see the old content or the new, and a power cut leaves one of them. A link stays
//! a link: its target is replaced. Anything else, such as a pipe or a device, is written directly and never replaced.

use std::ffi::OsString;
use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{SystemTime, UNIX_EPOCH};

/// A file that does not have its final name yet.
#[derive(Debug)]
pub struct PlacedFile {
    path: PathBuf,
    /// Where it is written until it is complete; `None` for anything but a plain file.
    aside: Option<PathBuf>,
    done: bool,
}

/// Most links that are followed, as in Linux.
const MOST_LINKS: usize = 40;

/// Distinguishes files that one process writes at the same time.
static NEXT: AtomicU64 = AtomicU64::new(0);

impl PlacedFile {
    /// Touches nothing on disk.
    pub fn at(path: &Path) -> Self {
        if fs::metadata(path).is_ok_and(|meta| !meta.is_file()) || is_open_file(path) {
            return Self { path: path.to_owned(), aside: None, done: false };
        }
        let path = followed(path);
        Self { aside: Some(aside(&path)), path, done: false }
    }

    /// A new folder, created under its temporary name; an empty one may be in its place.
    pub fn folder(path: &Path) -> io::Result<Self> {
        let placed = Self { aside: Some(aside(path)), path: path.to_owned(), done: false };
        fs::create_dir(placed.written()).map(|()| placed)
    }

    /// The final file, links followed; `None` for anything but a plain file.
    pub fn name(&self) -> Option<&Path> {
        self.aside.is_some().then_some(&*self.path)
    }

    /// Where it is written.
    pub fn written(&self) -> &Path {
        self.aside.as_deref().unwrap_or(&self.path)
    }

    pub fn create(&self) -> io::Result<File> {
        let mut open = OpenOptions::new();
        if self.aside.is_some() {
            return open.write(true).create_new(true).open(self.written());
        }
        // An open file may be a plain one that others append to.
        if fs::metadata(&self.path)?.is_file() { open.append(true) } else { open.write(true) }.open(&self.path)
    }

    /// Gives the written file its final name; folders have no `file`.
    pub fn finish(mut self, file: Option<&File>) -> io::Result<PathBuf> {
        if let Some(aside) = &self.aside {
            file.map_or(Ok(()), File::sync_all)?;
            fs::rename(aside, &self.path)?;
            sync_folder(self.path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")))?;
        }
        self.done = true;
        Ok(std::mem::take(&mut self.path))
    }
}

impl Drop for PlacedFile {
    /// Removes what was not completed.
    fn drop(&mut self) {
        if let Some(aside) = self.aside.as_ref().filter(|_| !self.done) {
            let _ = if aside.is_dir() { fs::remove_dir_all(aside) } else { fs::remove_file(aside) };
        }
    }
}

/// Makes names in a folder durable. Does nothing where folders cannot be opened (outside Unix).
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    if cfg!(unix) { fs::File::open(folder)?.sync_all() } else { Ok(()) }
}

/// Whether a path is that of a file that this process has open: `/dev/stdout`. Its name is not to be taken from it.
fn is_open_file(path: &Path) -> bool {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        if path.starts_with("/dev/fd")
            || path.starts_with("/proc") && path.parent().is_some_and(|parent| parent.ends_with("fd"))
        {
            return true;
        }
        let Ok(target) = fs::read_link(&path) else { return false };
        path = path.parent().map_or(target.clone(), |folder| folder.join(target));
    }
    false
}

/// The path that a link leads to, also if nothing is there yet.
fn followed(path: &Path) -> PathBuf {
    let mut path = std::path::absolute(path).unwrap_or_else(|_| path.to_owned());
    for _ in 0..MOST_LINKS {
        let Ok(target) = fs::read_link(&path) else { break };
        path = path.parent().map_or(target.clone(), |folder| folder.join(target));
    }
    path.canonicalize().unwrap_or(path)
}

/// Whether a name is that of a file that was not completed.
pub(crate) fn is_leftover(name: &str) -> bool {
    name.starts_with('.') && name.ends_with(".part")
}

/// The temporary name `.name.PID-TIME-N.part`, beside it. The time tells it from what a killed process with the same number
/// left.
fn aside(path: &Path) -> PathBuf {
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    let time = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |time| time.as_nanos() as u64);
    name.push(format!(".{}-{time:x}-{}.part", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed)));
    path.with_file_name(name)
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use std::os::unix::fs::symlink;

    fn write(path: &Path, bytes: &[u8]) {
        let placed = PlacedFile::at(path);
        let mut file = placed.create().expect("created");
        std::io::Write::write_all(&mut file, bytes).expect("written");
        placed.finish(Some(&file)).expect("finished");
    }

    #[test]
    fn links_stay_links_and_pipes_stay_pipes() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        fs::create_dir(at("there")).expect("made");
        fs::write(at("there/old"), "old").expect("written");
        symlink("there/old", at("link")).expect("linked");
        symlink(at("link"), at("twice")).expect("linked");
        symlink("there/new", at("dangling")).expect("linked");
        for (link, real) in [("link", "there/old"), ("twice", "there/old"), ("dangling", "there/new")] {
            write(&at(link), link.as_bytes());
            assert!(at(link).is_symlink(), "{link}");
            assert_eq!(fs::read_to_string(at(real)).expect("read"), link);
            assert!(fs::symlink_metadata(at(real)).expect("there").is_file());
        }
        let pipe = at("pipe");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("started").success());
        let reader = std::thread::spawn({
            let pipe = pipe.clone();
            move || fs::read_to_string(pipe).expect("read")
        });
        write(&pipe, b"through");
        assert_eq!(reader.join().expect("ended"), "through");
        symlink("/dev/null", at("null")).expect("linked");
        write(&at("null"), b"nowhere");
        assert!(!fs::metadata(&pipe).expect("there").is_file() && !fs::metadata(at("null")).expect("there").is_file());
        let mut left: Vec<_> = fs::read_dir(folder.path()).expect("read").filter_map(Result::ok).collect();
        left.retain(|entry| entry.file_name().to_string_lossy().ends_with(".part"));
        assert!(left.is_empty(), "{left:?}");
    }
}
