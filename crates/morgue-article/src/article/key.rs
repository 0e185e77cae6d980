//! The identity of an article: a key from its canonical URL, or from its location.

use serde::{Deserialize, Serialize};
use std::fmt;

/// `a_` and 16 base32 characters (lower case, no `0 1 8 9`): 80 bits of blake3.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct ArticleKey(String);

const BASE32: &[u8; 32] = b"abcdefghijklmnopqrstuvwxyz234567";

impl ArticleKey {
    /// The key of the article at a canonical URL.
    pub fn of_url(canonical: &str) -> Self {
        Self::digest(&["url", canonical])
    }

    /// The key of an article that states no URL of its own: its location identifies it.
    pub fn of_place(source: &str, locator: &str) -> Self {
        Self::digest(&["place", source, locator])
    }

    /// The key of one of several different articles that state the same URL.
    pub fn of_clash(canonical: &str, source: &str, locator: &str) -> Self {
        Self::digest(&["clash", canonical, source, locator])
    }

    fn digest(parts: &[&str]) -> Self {
        let mut hasher = blake3::Hasher::new();
        for part in parts {
            hasher.update(&(part.len() as u64).to_le_bytes());
            hasher.update(part.as_bytes());
        }
        Self::from_bits(hasher.finalize().as_bytes()[..10].iter().fold(0, |bits, &byte| bits << 8 | u128::from(byte)))
    }

    /// The key as a number of 80 bits, which takes less memory than its text.
    pub fn bits(&self) -> u128 {
        let digit = |byte: u8| BASE32.iter().position(|&known| known == byte).unwrap_or(0) as u128;
        self.0.bytes().skip(2).fold(0, |bits, byte| bits << 5 | digit(byte))
    }

    pub fn from_bits(bits: u128) -> Self {
        let digits = (0..16).rev().map(|place| BASE32[(bits >> (place * 5) & 31) as usize] as char);
        Self("a_".chars().chain(digits).collect())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Reads a key as a user types it.
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix("a_")?;
        (digits.len() == 16 && digits.bytes().all(|byte| BASE32.contains(&byte))).then(|| Self(text.to_owned()))
    }
}

impl fmt::Display for ArticleKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Query parameters that say where a reader came from, not what is read.
const TRACKING: [&str; 22] = [
    "fbclid",
    "gclid",
    "igshid",
    "mc_cid",
    "mc_eid",
    "ref",
    "ref_src",
    "cmpid",
    "cmp",
    "ncid",
    "smid",
    "smtyp",
    "hpt",
    "ocid",
    "xtor",
    "partner",
    "emc",
    "_r",
    "srnd",
    "sref",
    "guccounter",
    "yptr",
];

/// The form of a URL under which two links to one article are equal: `https`, lower-case host without `www.` or `m.`,
/// no port, fragment, tracking parameters, trailing slash or `index.html`; parameters sorted. `None` for anything but
/// an absolute web address, or if it names only a site (no path beyond `/`).
///
/// ```
/// let canonical = morgue_article::article::canonical_url;
/// assert_eq!(canonical("http://www.Example.com/a/?utm_source=x#top").as_deref(), Some("https://example.com/a"));
/// assert_eq!(canonical("https://example.com/"), None);
/// ```
pub fn canonical_url(url: &str) -> Option<String> {
    let (host, rest) = split_url(url.trim())?;
    let rest = rest.split('#').next().unwrap_or_default();
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    let path = without_index(path);
    let mut parameters: Vec<&str> = query.split('&').filter(|part| !part.is_empty() && !is_tracking(part)).collect();
    parameters.sort_unstable();
    if path.is_empty() && parameters.is_empty() {
        return None;
    }
    let mut canonical = format!("https://{host}{}", if path.is_empty() { "/" } else { path });
    for (nth, parameter) in parameters.iter().enumerate() {
        canonical.push(if nth == 0 { '?' } else { '&' });
        canonical.push_str(parameter);
    }
    Some(canonical)
}

/// A path without trailing slashes and index pages, repeated ones included.
fn without_index(path: &str) -> &str {
    let mut path = path;
    loop {
        let shorter = path.trim_end_matches('/');
        let shorter =
            ["/index.html", "/index.htm"].iter().find_map(|index| shorter.strip_suffix(index)).unwrap_or(shorter);
        if shorter == path {
            return path;
        }
        path = shorter;
    }
}

fn is_tracking(parameter: &str) -> bool {
    let name = parameter.split('=').next().unwrap_or_default().to_ascii_lowercase();
    name.starts_with("utm_") || TRACKING.contains(&name.as_str())
}

/// Host and the rest of an `http` or `https` URL (or one that starts with `//` or a bare host and a path).
fn split_url(url: &str) -> Option<(String, &str)> {
    let lower = url.get(..8.min(url.len())).unwrap_or_default().to_ascii_lowercase();
    let rest = if lower.starts_with("https://") {
        &url[8..]
    } else if lower.starts_with("http://") {
        &url[7..]
    } else {
        url.strip_prefix("//").or_else(|| (!url.contains("://")).then_some(url))?
    };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let host = rest[..end].rsplit('@').next().unwrap_or_default();
    let host = host.split(':').next().unwrap_or_default().trim_end_matches('.').to_ascii_lowercase();
    let host = without_prefixes(&host);
    let plausible = host.contains('.')
        && !host.contains(char::is_whitespace)
        && !host.starts_with('.')
        && !rest.contains(char::is_whitespace);
    plausible.then(|| (host.to_owned(), &rest[end..]))
}

/// A host without `www.` and `m.`, as long as a site's name remains.
fn without_prefixes(host: &str) -> &str {
    let mut host = host;
    while let Some(rest) =
        host.strip_prefix("www.").or_else(|| host.strip_prefix("m.")).filter(|rest| rest.contains('.'))
    {
        host = rest;
    }
    host
}

/// The host of a URL, lower case, without `www.`.
pub fn host_of(url: &str) -> Option<String> {
    split_url(url.trim()).map(|(host, _)| host)
}

/// The registrable domain of a host, by the public suffix list: `news.bbc.co.uk` gives `bbc.co.uk`.
pub fn registrable_domain(host: &str) -> Option<String> {
    psl::domain_str(host).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn urls_of_one_article_are_equal() {
        let same = [
            "https://example.com/news/a-story?id=5",
            "HTTP://www.example.com:80/news/a-story/?utm_medium=x&id=5&fbclid=1#comments",
            "//m.example.com/news/a-story?id=5",
            "example.com/news/a-story?id=5",
            "https://www.m.example.com/news/a-story/index.html/?id=5",
        ];
        for url in same {
            assert_eq!(canonical_url(url).as_deref(), Some(same[0]), "{url}");
        }
    }

    #[test]
    fn a_site_or_a_word_is_not_an_article_address() {
        for url in [
            "https://example.com",
            "https://example.com/#x",
            "mailto:a@example.com",
            "/local/path",
            "word",
            "",
            "http://",
            "ftp://a.b/c",
        ] {
            assert_eq!(canonical_url(url), None, "{url}");
        }
    }

    #[test]
    fn keys_are_stable_and_read_back() {
        let key = ArticleKey::of_url("https://example.com/a");
        assert_eq!(key.as_str(), ArticleKey::of_url("https://example.com/a").as_str());
        assert_eq!(ArticleKey::parse(key.as_str()), Some(key.clone()));
        assert_eq!(ArticleKey::from_bits(key.bits()), key);
        assert_eq!(ArticleKey::parse("a_short"), None);
        assert_ne!(ArticleKey::of_place("ab", "c"), ArticleKey::of_place("a", "bc"));
    }
}
