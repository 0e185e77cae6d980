//! This process for the desk: its clock, its folders, and the index that its flags and its working folder select.

use super::args::Cli;
use super::error::Failure;
use jiff::tz::TimeZone;
use morgue::desk::{Caller, Homes, place};
use morgue::index::{Archive, Generation};
use std::path::{Path, PathBuf};

/// This process.
pub fn caller() -> Caller {
    Caller {
        argv: std::env::args().collect(),
        pid: std::process::id(),
        host: host(),
        clock: jiff::Timestamp::now,
        today: || jiff::ZonedDateTime::now().date(),
        time_zone: || TimeZone::system().iana_name().map(str::to_owned),
        here: std::env::current_dir().unwrap_or_default(),
        homes: Homes {
            data: home("XDG_DATA_HOME", ".local/share"),
            cache: home("XDG_CACHE_HOME", ".cache"),
            state: home("XDG_STATE_HOME", ".local/state"),
        },
    }
}

fn host() -> String {
    let kernel = std::fs::read_to_string("/proc/sys/kernel/hostname").ok();
    let name = kernel.or_else(|| std::env::var("HOSTNAME").ok()).unwrap_or_default();
    if name.trim().is_empty() { "this host".to_owned() } else { name.trim().to_owned() }
}

/// The program's folder under one of the user's base folders.
fn home(variable: &str, default: &str) -> Option<PathBuf> {
    let base = std::env::var_os(variable).map(PathBuf::from).filter(|base| base.is_absolute());
    let base = base.or_else(|| std::env::var_os("HOME").map(|home| PathBuf::from(home).join(default)));
    base.map(|base| base.join("morgue"))
}

/// The archive that a verb without `--in` works on.
pub fn archive(cli: &Cli) -> Result<Archive, Failure> {
    Ok(place::archive(given_index(cli), &caller())?)
}

/// The archive in a folder.
pub fn archive_of(folder: &Path, cli: &Cli) -> Result<Archive, Failure> {
    Ok(place::archive_of(folder, given_index(cli), &caller())?)
}

/// The archive of a verb that may be given a folder.
pub fn archive_in(folder: Option<&Path>, cli: &Cli) -> Result<Archive, Failure> {
    match folder {
        Some(folder) => archive_of(folder, cli),
        None => archive(cli),
    }
}

/// The archive of a verb that may be given a folder, if it exists.
pub fn existing(folder: Option<&Path>, cli: &Cli) -> Result<Archive, Failure> {
    Ok(place::existing(archive_in(folder, cli)?)?)
}

/// A path as a user here would write it.
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().and_then(|here| here.canonicalize()).unwrap_or_default();
    path.strip_prefix(&here).unwrap_or(path).display().to_string()
}

/// Opens the published generation, for a verb that only reads.
pub fn open(archive: &Archive) -> Result<Generation, Failure> {
    Ok(Generation::open(archive)?)
}

/// Opens the published generation, for a verb that answers from it.
pub fn open_for(archive: &Archive, cli: &Cli) -> Result<Generation, Failure> {
    if cli.no_verify { Ok(Generation::open_unchecked(archive)?) } else { open(archive) }
}

/// The index of the flag or of the environment; an empty variable is one that is not set.
pub fn given_index(cli: &Cli) -> Option<&Path> {
    cli.index.as_deref().filter(|path| !path.as_os_str().is_empty())
}
