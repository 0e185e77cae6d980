//! The record that an article was read from, as its source has it: a page, a member of a container, a line of a dump; never the
//! container itself, in which other articles are.

use super::prepared::ContentHash;
use super::records::{RecordContent, each_record};
use super::source_rules;
use crate::index::{Archive, Forgotten, IndexError, LedgerReader, RecordOutcome};
use crate::source::Caps;
use std::path::{Component, Path, PathBuf};

/// What is known of an article's record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum OwnRecord {
    /// Its bytes, and a name for a file that holds them.
    Found { name: String, bytes: Vec<u8> },
    /// The article is not in the index, or was forgotten.
    NoArticle,
    /// The record holds other articles too.
    Shared,
    /// The file is gone, or has another record there now.
    Changed,
}

/// Reads the record of the article with a key from its source. Its bytes are those that were indexed, or none.
pub fn own_record(archive: &Archive, generation: &Path, key: &str, title: &str) -> Result<OwnRecord, IndexError> {
    if Forgotten::read(archive)?.has(key) {
        return Ok(OwnRecord::NoArticle);
    }
    let mut found = None;
    for entry in LedgerReader::open(generation)? {
        let entry = entry?;
        let is_own = |record: &&crate::index::RecordEntry| {
            record.key.as_deref() == Some(key) && record.outcome == RecordOutcome::Indexed
        };
        if let Some(record) = entry.records.iter().find(is_own) {
            found = Some((entry.source.clone(), entry.path.clone(), entry.raw_path.is_some(), record.clone()));
            break;
        }
    }
    let Some((source, path, is_odd, record)) = found else { return Ok(OwnRecord::NoArticle) };
    let sources = archive.sources()?;
    let rules = source_rules::read(archive, &sources)?;
    let Some((config, rules)) = sources.iter().zip(&rules).find(|(config, _)| config.name == source) else {
        return Ok(OwnRecord::Changed);
    };
    let Some(file) = inside(&archive.source_path(config), &path).filter(|_| !is_odd) else {
        return Ok(OwnRecord::Changed);
    };
    // A record with several articles numbers them.
    let mut outcome = OwnRecord::Changed;
    each_record(&file, &Caps::default(), rules.fields.as_ref(), &mut |own| {
        let locator = own.locator(&path);
        if locator != record.locator {
            let shares = record.locator.strip_prefix(&locator).and_then(|rest| rest.strip_prefix('#'));
            if shares.is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit())) && !locator.is_empty() {
                outcome = OwnRecord::Shared;
            }
            return true;
        }
        if let RecordContent::Record(_, bytes) = &own.content {
            outcome = if ContentHash::of(bytes).with_title(title) == record.content {
                OwnRecord::Found { name: file_name(&record.locator), bytes: bytes.clone() }
            } else {
                OwnRecord::Changed
            };
        }
        false
    });
    Ok(outcome)
}

/// A file inside a folder, reached through no link; the folder itself if it is the file.
pub(super) fn inside(root: &Path, path: &str) -> Option<PathBuf> {
    let mut at = root.to_owned();
    let parts: Vec<Component> = Path::new(path).components().collect();
    for part in parts {
        let Component::Normal(name) = part else { return None };
        at.push(name);
        if at.symlink_metadata().ok()?.is_symlink() {
            return None;
        }
    }
    at.symlink_metadata().ok().filter(std::fs::Metadata::is_file).map(|_| at)
}

/// The last part of a locator, with letters that every system allows in names.
fn file_name(locator: &str) -> String {
    let last = locator.rsplit(['/', '!', '\\']).next().unwrap_or_default();
    let plain = |c: char| if c.is_alphanumeric() || matches!(c, '.' | '-' | '_') { c } else { '-' };
    let name: String = last.chars().map(plain).take(120).collect();
    let name = name.trim_matches(['.', '-']).to_owned();
    if name.is_empty() { "record".to_owned() } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_files_inside_the_folder_are_reached() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = folder.path().join("news");
        std::fs::create_dir_all(root.join("a")).expect("made");
        std::fs::write(root.join("a/page.html"), "x").expect("written");
        std::fs::write(folder.path().join("secret"), "x").expect("written");
        assert_eq!(inside(&root, "a/page.html"), Some(root.join("a/page.html")));
        assert_eq!(inside(&root.join("a/page.html"), ""), Some(root.join("a/page.html")));
        for path in ["a", "../secret", "/etc/passwd", "a/../../secret", "nothing", ""] {
            assert_eq!(inside(&root, path), None, "{path}");
        }
        #[cfg(unix)]
        {
            std::os::unix::fs::symlink(folder.path().join("secret"), root.join("link")).expect("linked");
            std::os::unix::fs::symlink(folder.path(), root.join("up")).expect("linked");
            assert_eq!((inside(&root, "link"), inside(&root, "up/secret")), (None, None));
        }
    }

    #[test]
    fn names_are_plain() {
        for (locator, want) in [
            ("a/b/page.html", "page.html"),
            ("dump.jsonl#3", "dump.jsonl-3"),
            ("a.zip!x/..\\..\\evil\".exe", "evil-.exe"),
            ("..", "record"),
        ] {
            assert_eq!(file_name(locator), want);
        }
    }
}
