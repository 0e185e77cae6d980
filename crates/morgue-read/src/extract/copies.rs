//! Addresses of copies to those of the originals: archives of the web, caches and proxies write the original's address at
//! the end of their own.

use crate::article::{host_of, registrable_domain};

/// Archives whose short addresses say nothing about the original. They are never the outlet of what they keep.
const COPIERS: [&str; 12] = [
    "archive.today",
    "archive.is",
    "archive.ph",
    "archive.li",
    "archive.md",
    "archive.vn",
    "archive.fo",
    "webcitation.org",
    "perma.cc",
    "ghostarchive.org",
    "megalodon.jp",
    "12ft.io",
];

/// The original's address, if the address is that of a copy and contains it.
///
/// `https://web.archive.org/web/20210909014928/https://example.org/a` gives `https://example.org/a`.
pub(super) fn original(address: &str) -> Option<String> {
    let (before, original) = inner(address)?;
    let host = host_of(original).filter(|host| registrable_domain(host).is_some());
    (host.is_some() && is_copy(before)).then(|| original.to_owned())
}

/// Whether an address is on the site of an archive with short addresses.
pub(super) fn is_of_copier(address: &str) -> bool {
    host_of(address).and_then(|host| registrable_domain(&host)).is_some_and(|domain| COPIERS.contains(&domain.as_str()))
}

/// What is before the last address in an address, and that address with two slashes after its scheme.
fn inner(address: &str) -> Option<(&str, &str)> {
    let schemes = ["https://", "http://"];
    let at = schemes.iter().filter_map(|scheme| address.rfind(*scheme)).max().filter(|&at| at > 0)?;
    Some((&address[..at], &address[at..]))
}

/// Fewest digits of a time of capture on a site that is not known as an archive.
const TIME_DIGITS: usize = 8;

/// Whether the start of an address is that of a copy: an archive's, or one with a time in its last part, as in
/// `/web/20210909014928/` and `/2021.03.02-101500/`.
fn is_copy(before: &str) -> bool {
    let part = before.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    // Flags such as `id_` and `if_` follow the time.
    let time = part.trim_end_matches(|c: char| c.is_ascii_lowercase() || matches!(c, '_' | '*'));
    let is_time = time.bytes().filter(u8::is_ascii_digit).count() >= TIME_DIGITS
        && time.starts_with(['1', '2'])
        && time.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b'-'));
    let is_archive = || host_of(before).is_some_and(|host| host.contains("archive"));
    before.ends_with('/') && (is_time || is_archive() || is_of_copier(before))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn copies_name_their_originals() {
        let own = Some("https://www.example.org/a/b?c=d");
        for (address, want) in [
            ("https://web.archive.org/web/20210909014928/https://www.example.org/a/b?c=d", own),
            ("https://web.archive.org/web/20210909014928id_/https://www.example.org/a/b?c=d", own),
            ("/web/20210909014928/https://www.example.org/a/b?c=d", own),
            ("https://archive.ph/2021.03.02-101500/https://www.example.org/a/b?c=d", own),
            ("https://archive.ph/o/AbCdE/https://www.example.org/a/b?c=d", own),
            ("https://webarchive.example.gov/wayback/20200101000000/https://www.example.org/a/b?c=d", own),
            ("https://www.example.org/a/b?c=d", None),
            ("https://other.example/share?to=https://www.example.org/a/b", None),
            ("https://archive.ph/AbCdE", None),
        ] {
            assert_eq!(original(address).as_deref(), want, "{address}");
        }
        assert!(is_of_copier("https://archive.ph/AbCdE") && !is_of_copier("https://example.org/archive.ph"));
    }
}
