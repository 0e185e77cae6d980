//! Which archive this is: a number that is drawn once and survives rebuilds and rollbacks, so that an exported list can
//! be assigned to its archive.

use super::archive::Archive;
use super::archive::write_atomically;
use super::error::IndexError;

const NAME: &str = "id";

/// The archive's number, if one was drawn.
pub fn identity(archive: &Archive) -> Option<String> {
    let text = std::fs::read_to_string(archive.user().join(NAME)).ok()?;
    let text = text.trim();
    (text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| text.to_owned())
}

/// The archive's number, drawn from `seed` if there is none. `None` if it cannot be stored.
pub fn settle_identity(archive: &Archive, seed: &str) -> Result<Option<String>, IndexError> {
    if let Some(known) = identity(archive) {
        return Ok(Some(known));
    }
    let folder = archive.user();
    if std::fs::create_dir_all(&folder).is_err() {
        return Ok(None);
    }
    let drawn = blake3::hash(seed.as_bytes()).to_hex()[..32].to_owned();
    // Another process was first and has set it.
    match write_atomically(&folder.join(NAME), format!("{drawn}\n").as_bytes()) {
        Ok(()) => Ok(identity(archive)),
        Err(_) => Ok(None),
    }
}

/// The version of the index engine.
pub fn engine_version() -> &'static str {
    tantivy::version_string()
}
