//! The namespaces of feeds, by address or by the usual prefix, and relative addresses resolved against a base.

use crate::text::count_steps;
use std::borrow::Cow;

/// The namespaces that feeds use; all versions of one count as one.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Space {
    /// None, or one of RSS.
    #[default]
    Plain,
    Atom,
    Content,
    DublinCore,
    Terms,
    Feedburner,
    Html,
    Media,
    Rdf,
    Other,
}

/// Beginnings of addresses, in lower case and without scheme, with their namespace.
const SPACES: [(&str, Space); 20] = [
    ("www.w3.org/2005/atom", Space::Atom),
    ("purl.org/atom/", Space::Atom),
    ("purl.org/rss/1.0/modules/content", Space::Content),
    ("purl.org/rss/1.0/modules", Space::Other),
    ("purl.org/rss/", Space::Plain),
    ("purl.org/net/rss1.1", Space::Plain),
    ("my.netscape.com/", Space::Plain),
    ("channel.netscape.com/rdf/simple/", Space::Plain),
    ("backend.userland.com/", Space::Plain),
    ("blogs.law.harvard.edu/tech/rss", Space::Plain),
    ("cyber.law.harvard.edu/rss", Space::Plain),
    ("www.rssboard.org/rss-specification", Space::Plain),
    ("purl.org/dc/elements/", Space::DublinCore),
    ("purl.org/dc/terms", Space::Terms),
    ("rssnamespace.org/feedburner", Space::Feedburner),
    ("www.w3.org/1999/xhtml", Space::Html),
    ("search.yahoo.com/mrss", Space::Media),
    ("www.w3.org/1999/02/22-rdf", Space::Rdf),
    ("www.w3.org/tr/rec-rdf", Space::Rdf),
    ("www.rssboard.org/media-rss", Space::Media),
];

/// Prefixes that many feeds use without declaring them.
const PREFIXES: [(&str, Space); 10] = [
    ("atom", Space::Atom),
    ("content", Space::Content),
    ("dc", Space::DublinCore),
    ("dcterms", Space::Terms),
    ("feedburner", Space::Feedburner),
    ("media", Space::Media),
    ("rdf", Space::Rdf),
    ("rss", Space::Plain),
    ("xhtml", Space::Html),
    ("a10", Space::Atom),
];

/// Which prefix means which namespace at the current position.
#[derive(Debug, Default)]
pub(super) struct Bindings {
    /// Depth, prefix and meaning; the last entry of a prefix applies.
    bound: Vec<(usize, String, Space)>,
}

/// Declarations that are kept at one time; looking up a name takes as many steps.
const MAX_BOUND: usize = 64;

impl Bindings {
    /// Records the declarations of an element that opens at this depth.
    pub fn declare(&mut self, depth: usize, attributes: &[(&str, Cow<str>)]) {
        for (key, value) in attributes {
            let declared = key.split_at_checked(5).filter(|(start, _)| start.eq_ignore_ascii_case("xmlns"));
            let prefix = match declared {
                Some((_, "")) => "",
                Some((_, rest)) if rest.starts_with(':') => &rest[1..],
                _ => continue,
            };
            let space = match space_of(value) {
                // The root's own name already identifies a feed.
                Space::Other if depth == 0 && prefix.is_empty() => Space::Plain,
                space => space,
            };
            if self.bound.len() < MAX_BOUND {
                self.bound.push((depth, prefix.to_owned(), space));
            }
        }
    }

    /// Drops the declarations of elements at this depth or below.
    pub fn leave(&mut self, depth: usize) {
        while self.bound.last().is_some_and(|(at, ..)| *at >= depth) {
            self.bound.pop();
        }
    }

    /// The namespace and the local part of a name.
    pub fn resolve<'n>(&self, name: &'n str) -> (Space, &'n str) {
        count_steps(self.bound.len());
        let (prefix, local) = name.split_once(':').unwrap_or(("", name));
        let bound = self.bound.iter().rev().find(|(_, bound, _)| bound.eq_ignore_ascii_case(prefix));
        let space = match bound {
            Some((.., space)) => *space,
            None if prefix.is_empty() => Space::Plain,
            None => by_prefix(prefix),
        };
        (space, local)
    }
}

fn by_prefix(prefix: &str) -> Space {
    let known = PREFIXES.iter().find(|(name, _)| name.eq_ignore_ascii_case(prefix));
    known.map_or(Space::Other, |(_, space)| *space)
}

fn space_of(address: &str) -> Space {
    let address = address.trim().to_ascii_lowercase();
    if address.is_empty() {
        return Space::Plain;
    }
    let address = address.split_once("://").map_or(address.as_str(), |(_, rest)| rest);
    SPACES.iter().find(|(start, _)| address.starts_with(start)).map_or(Space::Other, |(_, space)| *space)
}

/// Longest address that is kept.
const LONGEST: usize = 1000;

/// An address made absolute; unchanged if there is no base, `None` if it is too long to be an address.
pub(super) fn join(base: Option<&str>, address: &str) -> Option<String> {
    let address = address.trim();
    if address.is_empty() || address.len() > LONGEST {
        return None;
    }
    let scheme = address.split(['/', '?', '#']).next().is_some_and(|start| start.contains(':'));
    let Some((scheme_of_base, rest)) = base.filter(|_| !scheme).and_then(|base| base.split_once("://")) else {
        return Some(address.to_owned());
    };
    let path_at = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(path_at);
    let path = path.split(['?', '#']).next().unwrap_or_default();
    let joined = if let Some(other) = address.strip_prefix("//") {
        format!("{scheme_of_base}://{other}")
    } else if address.starts_with(['?', '#']) {
        format!("{scheme_of_base}://{host}{path}{address}")
    } else {
        let folder = if address.starts_with('/') { "" } else { path.rsplit_once('/').map_or("", |(folder, _)| folder) };
        let (path, query) = address.split_at(address.find(['?', '#']).unwrap_or(address.len()));
        format!(
            "{scheme_of_base}://{host}{}{query}",
            without_dots(&format!("{folder}/{}", path.trim_start_matches('/')))
        )
    };
    Some(joined).filter(|joined| joined.len() <= LONGEST)
}

/// A path without `.` and `..`.
fn without_dots(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/').skip(1) {
        match part {
            "." => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    if path.ends_with("/.") || path.ends_with("/..") {
        parts.push("");
    }
    format!("/{}", parts.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn namespaces_are_recognised_by_address_then_by_prefix() {
        let mut bindings = Bindings::default();
        let declared = |pairs: &[(&'static str, &'static str)]| -> Vec<(&'static str, Cow<'static, str>)> {
            pairs.iter().map(|(key, value)| (*key, Cow::Borrowed(*value))).collect()
        };
        bindings.declare(
            0,
            &declared(&[("xmlns", "http://www.w3.org/2005/Atom"), ("xmlns:x", "http://purl.org/dc/terms/")]),
        );
        bindings.declare(1, &declared(&[("xmlns:x", "urn:y"), ("href", "a")]));
        assert_eq!(bindings.resolve("title"), (Space::Atom, "title"));
        assert_eq!(bindings.resolve("x:a"), (Space::Other, "a"));
        assert_eq!(bindings.resolve("dc:creator"), (Space::DublinCore, "creator"));
        bindings.leave(1);
        assert_eq!(bindings.resolve("x:a"), (Space::Terms, "a"));
        bindings.leave(0);
        assert_eq!(bindings.resolve("title"), (Space::Plain, "title"));
    }

    #[test]
    fn addresses_are_joined_to_their_base() {
        let base = Some("http://Example.org/news/2024/index.xml?page=2");
        for (address, want) in [
            ("a.html", "http://Example.org/news/2024/a.html"),
            ("../b?c=../d", "http://Example.org/news/b?c=../d"),
            ("../../../..", "http://Example.org/"),
            ("/a/./b", "http://Example.org/a/b"),
            ("//other.example/c", "http://other.example/c"),
            ("?page=3", "http://Example.org/news/2024/index.xml?page=3"),
            ("https://other.example/x:y", "https://other.example/x:y"),
            ("mailto:a@example.org", "mailto:a@example.org"),
        ] {
            assert_eq!(join(base, address).as_deref(), Some(want), "{address}");
        }
        assert_eq!(join(Some("http://example.org"), "a").as_deref(), Some("http://example.org/a"));
        assert_eq!(join(None, "a/b").as_deref(), Some("a/b"));
        assert_eq!(join(None, ""), None);
    }
}
