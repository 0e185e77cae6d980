//! What the archive's users say about names that are treated as one, in `user/aliases.toml`. It is read on demand, so that
//! a change needs no new index.

use super::archive::Archive;
use super::error::IndexError;
use super::learned::read_names;
use crate::article::{NameKind, Names, OwnName, name_key};
use serde::{Deserialize, Serialize};
use std::collections::HashSet;
use std::path::{Path, PathBuf};

const OWN: &str = "aliases.toml";

/// What users say about names, by kind.
#[derive(Debug, Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
struct OwnFile {
    person: Vec<OwnName>,
    org: Vec<OwnName>,
    place: Vec<OwnName>,
    nation: Vec<OwnName>,
}

/// The file in which users say which names mean the same.
pub fn own_names_file(archive: &Archive) -> PathBuf {
    archive.user().join(OWN)
}

/// What users say about names.
pub fn own_names(archive: &Archive) -> Result<Vec<(NameKind, OwnName)>, IndexError> {
    let path = own_names_file(archive);
    let text = match std::fs::read_to_string(&path) {
        Ok(text) => text,
        Err(error) if matches!(error.kind(), std::io::ErrorKind::NotFound | std::io::ErrorKind::NotADirectory) => {
            return Ok(Vec::new());
        }
        Err(error) => return Err(IndexError::io(&path)(error)),
    };
    let wrong = |detail: String| IndexError::Config { path: path.clone(), detail };
    let file: OwnFile = toml::from_str(&text).map_err(|error| wrong(error.to_string()))?;
    let of = |kind: NameKind, names: Vec<OwnName>| names.into_iter().map(move |name| (kind, name));
    let all: Vec<(NameKind, OwnName)> = of(NameKind::Person, file.person)
        .chain(of(NameKind::Org, file.org))
        .chain(of(NameKind::Place, file.place))
        .chain(of(NameKind::Nation, file.nation))
        .collect();
    let mut known = HashSet::new();
    for (kind, own) in &all {
        for name in own.also.iter().chain([&own.name]) {
            if name_key(name).is_empty() {
                return Err(wrong(format!("invalid name \"{name}\"")));
            }
            if !known.insert((*kind, name_key(name))) {
                return Err(wrong(format!("the name \"{name}\" is used twice for a {}", kind.field())));
            }
        }
    }
    Ok(all)
}

/// All names of a generation that are treated as one.
pub fn names(folder: &Path) -> Result<Names, IndexError> {
    let archive = folder.parent().and_then(Path::parent).map(Archive::at);
    let own = archive.map(|archive| own_names(&archive)).transpose()?.unwrap_or_default();
    Ok(Names::of(&read_names(folder)?, &own))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_names_are_read_or_refused_with_the_place() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(folder.path());
        assert!(own_names(&archive).expect("none").is_empty());
        std::fs::create_dir_all(archive.user()).expect("made");
        let read = |text: &str| {
            std::fs::write(own_names_file(&archive), text).expect("written");
            own_names(&archive).map_err(|error| error.to_string())
        };
        let names = read("[[person]]\nname = \"Ann Holt\"\nalso = [\"Holt\"]\n").expect("read");
        assert_eq!((names[0].0, names[0].1.also.as_slice()), (NameKind::Person, &["Holt".to_owned()][..]));
        for (text, want) in [
            ("[[person]]\nname = \"Ann Holt\"\nallso = [\"Holt\"]\n", "line 3"),
            ("[[persons]]\nname = \"Ann Holt\"\n", "persons"),
            ("[[person]]\nname = \"A\"\nalso = [\"a\"]\n", "the name \"A\" is used twice for a person"),
            ("[[person]]\nname = \"\"\n", "invalid name \"\""),
        ] {
            let error = read(text).expect_err(text);
            assert!(error.contains(want), "{error}");
        }
    }
}
