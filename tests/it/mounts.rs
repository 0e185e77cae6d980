//! Small file systems for one test: mounted if the system allows it, and always removed afterwards.

use super::support::stderr;
use std::path::Path;
use std::process::Command;

/// A file system on a folder of its own, until dropped.
pub struct Mounted {
    point: tempfile::TempDir,
}

impl Mounted {
    /// Mounts a file system, or returns why that is impossible here.
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
            // Still in use: it is removed when the last user leaves.
            let _ = tool("umount", &["-l", &point]);
        }
    }
}

/// Runs a system tool, also searched for in the folders for administrators.
pub fn tool(name: &str, words: &[&str]) -> Result<(), String> {
    let mut command = Command::new(name);
    command.args(words).env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
    let output = command.output().map_err(|error| format!("{name}: {error}"))?;
    if output.status.success() { Ok(()) } else { Err(format!("{name}: {}", stderr(&output).trim())) }
}
