//! What a run was made with and what it used: the versions of all parts, and the memory of the process.

use crate::format::FORMATS;
use crate::schema::Schema;
use crate::terms::ANALYZER_VERSION;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Versions of everything that affects articles.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    pub morgue: String,
    pub schema: u32,
    pub analyzer: u32,
    pub extract: u32,
    /// Each format's reader.
    pub readers: BTreeMap<String, u32>,
}

impl Versions {
    pub fn of_this_program() -> Self {
        Self {
            morgue: env!("CARGO_PKG_VERSION").to_owned(),
            schema: Schema::news().version,
            analyzer: ANALYZER_VERSION,
            extract: crate::extract::VERSION,
            readers: FORMATS.iter().map(|format| (format.name.to_owned(), format.version)).collect(),
        }
    }
}

/// Peak memory of the process, in bytes. Available on Linux only.
pub fn peak_memory() -> Option<u64> {
    stated("VmHWM:")
}

/// Memory that the process has for itself, without the files that it maps, in bytes. Available on Linux only.
pub fn own_memory() -> Option<u64> {
    stated("RssAnon:")
}

fn stated(name: &str) -> Option<u64> {
    if cfg!(target_os = "linux") { value_of(name, &std::fs::read_to_string("/proc/self/status").ok()?) } else { None }
}

/// The value of a line such as `VmHWM:    12345 kB` (proc(5)), in bytes.
fn value_of(name: &str, status: &str) -> Option<u64> {
    let value = status.lines().find_map(|line| line.strip_prefix(name))?;
    let kilobytes: u64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_read_from_the_kernels_words() {
        let status = "Name:\tmorgue\nVmPeak:\t  9 kB\nVmHWM:\t    1200 kB\nVmRSS:\t  900 kB\nRssAnon:\t     500 kB\n";
        assert_eq!(value_of("VmHWM:", status), Some(1_228_800));
        assert_eq!(value_of("RssAnon:", status), Some(512_000));
        for other in ["Name:\tmorgue\n", "VmHWM: many kB", "VmHWM: 5", "RssAnon: 5 kB"] {
            assert_eq!(value_of("VmHWM:", other), None, "{other}");
        }
    }
}
