//! Sidecars: `NAME.EXT.meta.json`, or `NAME.meta.json`, in the folder of a file states facts about the article in it. A
//! file and its sidecar count as one: a change of either is a change of the file. Members of containers have none.

use super::budget;
use crate::text::{nfc, nfd};
use std::collections::HashSet;
use std::ffi::{OsStr, OsString};
use std::fs::{File, Metadata};
use std::io::Read;
use std::path::{Path, PathBuf};

const ENDING: &str = ".meta.json";

/// The name, or the stem of the name, of the file that this sidecar describes.
pub(super) fn subject(name: &str) -> Option<&str> {
    name.strip_suffix(ENDING).filter(|subject| !subject.is_empty())
}

/// A name in the form in which names of files and of sidecars are compared: systems keep accents in different forms.
pub(super) fn compared(name: &OsStr) -> OsString {
    name.to_str().map_or_else(|| name.to_owned(), |name| OsString::from(nfc(name).into_owned()))
}

/// The sidecar of a file; one for the whole name takes precedence over one for its stem.
pub(super) fn beside(path: &Path) -> Option<PathBuf> {
    let name = path.file_name()?;
    if name.to_str().is_some_and(|name| name.ends_with(ENDING)) {
        return None;
    }
    let with_ending = |name: &OsStr| {
        let mut sidecar = name.to_owned();
        sidecar.push(ENDING);
        path.with_file_name(sidecar)
    };
    let names = || [Some(name), path.file_stem()].into_iter().flatten();
    let own = names().map(with_ending).find(|sidecar| sidecar.is_file());
    // A sidecar whose name has its accents in another form belongs to the file, unless there is one with just its name.
    let in_other_form = || {
        let forms = names().filter_map(OsStr::to_str).filter(|name| !name.is_ascii());
        let forms = forms.flat_map(|name| [nfc(name).into_owned(), nfd(name)]).map(OsString::from);
        let is_taken = |form: &OsString| {
            let mut whole = form.clone();
            whole.push(".");
            whole.push(path.extension().unwrap_or_default());
            path.with_file_name(form).is_file() || path.with_file_name(whole).is_file()
        };
        forms.filter(|form| !is_taken(form)).map(|form| with_ending(&form)).find(|sidecar| sidecar.is_file())
    };
    own.or_else(in_other_form)
}

/// The bytes of a file's sidecar, or why it cannot be read.
pub(super) fn read(path: &Path) -> Option<Result<Vec<u8>, String>> {
    let sidecar = beside(path)?;
    let mut bytes = Vec::new();
    let read = File::open(sidecar).and_then(|file| file.take(budget::SIDECAR_BYTES + 1).read_to_end(&mut bytes));
    Some(match read {
        Ok(_) if bytes.len() as u64 > budget::SIDECAR_BYTES => {
            Err(format!("larger than {} MiB", budget::SIDECAR_BYTES >> 20))
        }
        Ok(_) => Ok(bytes),
        Err(error) => Err(error.to_string()),
    })
}

/// Which of the compared names that sidecars may describe are files of this folder, by whole name or stem.
pub(super) fn owned(folder: &Path, subjects: HashSet<OsString>) -> HashSet<OsString> {
    let mut owned = HashSet::new();
    let names = std::fs::read_dir(folder).into_iter().flatten().filter_map(Result::ok).map(|entry| entry.file_name());
    for name in names.filter(|name| name.to_str().and_then(subject).is_none()) {
        let names = [Some(name.as_os_str()), Path::new(&name).file_stem()];
        owned.extend(names.into_iter().flatten().map(compared).filter(|name| subjects.contains(name)));
    }
    owned
}

/// Size and time of a file combined with those of its sidecar: another sidecar, or none, gives another pair.
pub(super) fn fold(size: u64, mtime_ns: i64, sidecar: &Metadata, sidecar_mtime_ns: i64) -> (u64, i64) {
    // An empty sidecar also adds a byte; the rotation keeps two equal times from cancelling each other out.
    let size = size.saturating_add(sidecar.len()).saturating_add(1);
    (size, mtime_ns.wrapping_add(sidecar_mtime_ns.rotate_left(7)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sidecars_are_found_by_name_or_stem() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["a.html", "a.html.meta.json", "a.meta.json", "b.txt", "b.meta.json", "c.txt", "d.meta.json"] {
            std::fs::write(at(name), name).expect("written");
        }
        for (name, want) in [
            ("a.html", Some("a.html.meta.json")),
            ("b.txt", Some("b.meta.json")),
            ("c.txt", None),
            ("d.meta.json", None),
            ("a.html.meta.json", None),
        ] {
            assert_eq!(beside(&at(name)), want.map(at), "{name}");
        }
        assert_eq!(read(&at("b.txt")), Some(Ok(b"b.meta.json".to_vec())));
        let subjects = ["a.html", "a", "b", "d"].map(OsString::from).into_iter().collect();
        let mut owned: Vec<_> = owned(folder.path(), subjects).into_iter().collect();
        owned.sort();
        assert_eq!(owned, ["a", "a.html", "b"]);
    }

    #[test]
    fn a_sidecar_with_another_form_of_the_accents_belongs_to_its_file() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |name: &str| folder.path().join(name);
        for name in ["e\u{301}te\u{301}.txt", "\u{e9}t\u{e9}.txt.meta.json", "\u{fc}ber.txt", "u\u{308}ber.meta.json"] {
            std::fs::write(at(name), name).expect("written");
        }
        for (name, sidecar) in
            [("e\u{301}te\u{301}.txt", "\u{e9}t\u{e9}.txt.meta.json"), ("\u{fc}ber.txt", "u\u{308}ber.meta.json")]
        {
            assert_eq!(read(&at(name)), Some(Ok(sidecar.as_bytes().to_vec())), "{name}");
        }
        let walked = crate::source::walk(folder.path()).expect("walked");
        assert_eq!((walked.files.len(), walked.skipped.len()), (2, 2));
    }
}
