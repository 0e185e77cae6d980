//! `--files-from`: a list of files, from a file or from standard input.

use super::error::{Failure, USAGE};
use morgue::source::listed_paths;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The name that means standard input.
const STDIN: &str = "-";

/// The paths in a list. An empty list is most often a mistake, but not in this program: it simply names no file.
pub fn read(list: &Path) -> Result<Vec<PathBuf>, Failure> {
    let mut bytes = Vec::new();
    let read = match list {
        list if list == Path::new(STDIN) => std::io::stdin().lock().read_to_end(&mut bytes).map(drop),
        list => std::fs::read(list).map(|read| bytes = read),
    };
    read.map_err(|error| Failure::new(USAGE, format!("{}: {error}", list.display())))?;
    Ok(listed_paths(&bytes))
}
