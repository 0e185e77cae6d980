//! The memory of the process: what it has for itself, without the files that it maps.

/// Bytes that the process has for itself. Known on Linux only.
pub fn own() -> Option<u64> {
    if cfg!(target_os = "linux") { anonymous(&std::fs::read_to_string("/proc/self/status").ok()?) } else { None }
}

/// The value of `RssAnon:    12345 kB` (proc(5)).
fn anonymous(status: &str) -> Option<u64> {
    let value = status.lines().find_map(|line| line.strip_prefix("RssAnon:"))?;
    let kilobytes: u64 = value.trim().strip_suffix("kB")?.trim().parse().ok()?;
    kilobytes.checked_mul(1024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_memory_is_what_is_not_of_files() {
        assert_eq!(anonymous("VmRSS:\t  900 kB\nRssAnon:\t     500 kB\nRssFile:\t 400 kB\n"), Some(500 * 1024));
        for other in ["", "RssAnon: many kB", "RssAnon: 5", "VmRSS: 5 kB"] {
            assert_eq!(anonymous(other), None, "{other}");
        }
    }
}
