//! Small file systems for one test: mounted where the system allows it, and gone afterwards, whatever happens.

use super::support::stderr;
use std::path::Path;
use std::process::Command;

/// A file system on a folder of its own, until dropped.
pub struct Mounted {
    point: tempfile::TempDir,
}

impl Mounted {
    /// Mounts something, or says why that cannot be done here.
    pub fn new(words: &[&str]) -> Result<Self, String> {
        let point = tempfile::tempdir().map_err(|error| error.to_string())?;
        tool("mount", &[words, &[&point.path().to_string_lossy()]].concat())?;
        Ok(Self { point })
    }

    pub fn path(&self) -> &Path {
        self.point.path()
    }
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let point = self.point.path().to_string_lossy().into_owned();
        if tool("umount", &[&point]).is_err() {
            // Somebody is in there still: it goes when they leave.
            let _ = tool("umount", &["-l", &point]);
        }
    }
}

/// Runs a tool of the system, found where administrators keep theirs too.
pub fn tool(name: &str, words: &[&str]) -> Result<(), String> {
    let mut command = Command::new(name);
    command.args(words).env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{name}: {}", stderr(&output).trim())) }
}
