//! A list of files to locators in the sources: a run reads those, and all others stay as they are. A listed path is
//! first looked up in each source, in their order, and then relative to the user's folder. A path outside all sources
//! is rejected, since no later run would know it.

use super::error::IngestError;
use crate::source::{SourceFile, plain_path, walk_order};
use crate::text::counted;
use std::collections::HashSet;
use std::path::{Path, PathBuf};

/// Files and folders, as the user lists them.
#[derive(Debug, Clone, Default)]
pub struct FileList {
    pub paths: Vec<PathBuf>,
    /// The folder that paths which are in no source are relative to.
    pub here: PathBuf,
}

/// What a list names in one source.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    /// Locators of files and of folders; the empty one is the whole source.
    names: HashSet<String>,
    /// Those of them that do not exist, last first.
    missing: Vec<String>,
}

/// Most paths outside all sources that an error lists.
const NAMED: usize = 3;

impl FileList {
    /// What the list names in each source.
    pub(super) fn by_source(&self, roots: &[PathBuf], is_looked_at: &[bool]) -> Result<Vec<Listed>, IngestError> {
        let mut listed = vec![Listed::default(); roots.len()];
        let mut outside = Vec::new();
        for path in &self.paths {
            match self.place(path, roots, is_looked_at) {
                Some((source, inside)) => listed[source].add(&roots[source], &inside),
                None => outside.push(path.display().to_string()),
            }
        }
        if !outside.is_empty() {
            let named = outside[..outside.len().min(NAMED)].join(", ");
            let more = if outside.len() > NAMED { ", …" } else { "" };
            let files = counted(outside.len() as u64, "listed file");
            let reason = format!("{files} outside all sources: {named}{more}");
            return Err(IngestError::Refused(reason));
        }
        for listed in &mut listed {
            listed.missing.sort_by(|one, other| walk_order(other, one));
            listed.missing.dedup();
        }
        Ok(listed)
    }

    /// The source of a path and the path in it: where it exists, else where it would.
    fn place(&self, path: &Path, roots: &[PathBuf], is_looked_at: &[bool]) -> Option<(usize, PathBuf)> {
        let looked_at = || roots.iter().enumerate().filter(|(nth, _)| is_looked_at[*nth]);
        let within = |full: PathBuf| {
            let inside =
                |path: &Path| looked_at().find_map(|(nth, root)| Some((nth, path.strip_prefix(root).ok()?.to_owned())));
            // The path may lead over a symlink to the same place.
            inside(&full).or_else(|| inside(&canonical(&full)?))
        };
        if path.is_absolute() {
            return within(plain_path(path)?);
        }
        let from_here = self.here.join(path);
        let plain = plain_path(path);
        let exists = |full: &Path| full.symlink_metadata().is_ok();
        let source = plain.as_ref().and_then(|plain| looked_at().find(|(_, root)| exists(&root.join(plain))));
        if let (Some((nth, _)), Some(plain)) = (source, &plain) {
            return Some((nth, plain.clone()));
        }
        let seen_from_here = plain_path(&from_here).and_then(within);
        if seen_from_here.is_some() || exists(&from_here) {
            return seen_from_here;
        }
        // What does not exist belongs to the only source.
        match looked_at().collect::<Vec<_>>()[..] {
            [(nth, root)] if !root.is_file() => Some((nth, plain?)),
            _ => None,
        }
    }
}

/// The canonical path of a file that may not exist, from its folder.
fn canonical(path: &Path) -> Option<PathBuf> {
    let folder = path.ancestors().skip(1).find(|folder| folder.exists())?;
    Some(folder.canonicalize().ok()?.join(path.strip_prefix(folder).ok()?))
}

impl Listed {
    /// Everything in the source.
    fn add(&mut self, root: &Path, inside: &Path) {
        let parts: Vec<_> = inside.components().map(|part| part.as_os_str().to_string_lossy()).collect();
        let name = parts.join("/");
        if root.join(inside).symlink_metadata().is_err() && !name.is_empty() {
            self.missing.push(name.clone());
        }
        self.names.insert(name);
    }

    pub(super) fn is_empty(&self) -> bool {
        self.names.is_empty()
    }

    /// Whether the file, or a folder that it is in, is listed.
    pub(super) fn has(&self, locator: &str) -> bool {
        let folders = locator.match_indices('/').map(|(at, _)| &locator[..at]);
        ["", locator].into_iter().chain(folders).any(|name| self.names.contains(name))
    }

    /// The next listed file that does not exist and comes before a locator in the order of the walk, or any.
    pub(super) fn next_missing(&mut self, root: &Path, before: Option<&str>) -> Option<SourceFile> {
        let name = self.missing.last()?;
        if before.is_some_and(|place| walk_order(name, place).is_ge()) {
            return None;
        }
        let locator = self.missing.pop()?;
        // No file has this size and this time, so that it is read when it comes.
        Some(SourceFile { path: root.join(&locator), locator, size: 0, mtime_ns: i64::MIN, stamp: 0 })
    }
}
