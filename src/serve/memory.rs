//! The memory of the process: what it has for itself, without the files that it maps.

/// Bytes of a page where the system does not say: Linux on x86 and most others.
const PAGE: u64 = 4096;

/// Bytes that the process has for itself. Known on Linux only.
pub fn own() -> Option<u64> {
    if cfg!(target_os = "linux") { in_pages(&std::fs::read_to_string("/proc/self/statm").ok()?) } else { None }
}

/// Resident pages that are not of files, of `size resident shared …` (proc(5)).
fn in_pages(statm: &str) -> Option<u64> {
    let mut numbers = statm.split_ascii_whitespace().skip(1).map(str::parse::<u64>);
    let (resident, shared) = (numbers.next()?.ok()?, numbers.next()?.ok()?);
    resident.saturating_sub(shared).checked_mul(PAGE)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_memory_is_what_is_not_of_files() {
        assert_eq!(in_pages("9000 700 200 1 0 300 0\n"), Some(500 * 4096));
        assert_eq!(in_pages("9000 100 200 1 0 300 0\n"), Some(0));
        for broken in ["", "9000", "9000 x 2", "1 18446744073709551615 0"] {
            assert_eq!(in_pages(broken), None, "{broken}");
        }
    }
}
