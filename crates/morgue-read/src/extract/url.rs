//! The address of an article: the canonical link of the page if it is on the page's own site, else where it was found.

use super::copies::{is_of_copier, original};
use super::losers::Losers;
use super::place::DraftLocation;
use crate::article::{FoundValue, Origin, canonical_url, host_of, registrable_domain};
use crate::format::{Candidate, Draft, MetaField};

/// Chooses the URL. An address without a path names a site: a page that states one states no address of its own. A page
/// that was captured at such an address keeps it as the record has it; articles are neither distinguished nor joined by
/// it.
pub fn settle(draft: &Draft, place: &DraftLocation, losers: &mut Losers) -> Option<FoundValue<String>> {
    let unwrapped = place.url.as_deref().and_then(original);
    let given = unwrapped.as_deref().or(place.url.as_deref());
    let stated = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Url);
    let mut settled: Option<FoundValue<String>> = None;
    let mut ordered: Vec<_> = stated.collect();
    ordered.sort_by_key(|candidate| worth(&candidate.origin));
    for candidate in ordered {
        let address = resolve(given, &candidate.value);
        let agrees = address.as_deref().is_some_and(|address| {
            canonical_url(address).is_some()
                && (is_of_item(candidate) || given.is_none_or(|given| same_site(given, address)))
        });
        // The short address of an archive says nothing about the original.
        let is_copy = address.as_deref().is_some_and(is_of_copier) && !candidate.origin.is_sidecar();
        match address.filter(|_| agrees && !is_copy && settled.is_none()) {
            Some(address) => settled = Some(FoundValue::new(address, candidate.origin.clone())),
            None => losers.add("url", &candidate.value, &candidate.origin),
        }
    }
    // The address of a feed is not the address of its items.
    let own = given.filter(|_| !draft.candidates.iter().any(is_of_item));
    settled.or_else(|| {
        own.filter(|given| host_of(given).is_some())
            .map(|given| FoundValue::new(given.to_owned(), Origin::fixed("container")))
    })
}

/// Whether a value belongs to one item of a feed, which may link to any site.
fn is_of_item(candidate: &Candidate) -> bool {
    candidate.origin.as_str().starts_with("feed:")
}

/// What somebody stated comes first, then the canonical link; a saved page's comment comes last.
fn worth(origin: &Origin) -> u8 {
    match origin.as_str() {
        _ if origin.is_sidecar() => 0,
        "html:canonical" => 1,
        "meta:og:url" => 2,
        "saved-page" => 4,
        _ => 3,
    }
}

fn same_site(one: &str, other: &str) -> bool {
    let site = |url: &str| host_of(url).and_then(|host| registrable_domain(&host));
    site(one).is_some() && site(one) == site(other)
}

/// An absolute web address; paths are resolved against the page's own address.
fn resolve(base: Option<&str>, address: &str) -> Option<String> {
    let address = address.trim();
    if let Some(original) = original(address) {
        return Some(original);
    }
    if address.starts_with("http://") || address.starts_with("https://") {
        return Some(address.to_owned());
    }
    if let Some(rest) = address.strip_prefix("//") {
        return Some(format!("https://{rest}"));
    }
    if let Some(path) = address.strip_prefix('/') {
        let base = base?;
        let after_scheme = base.find("://")? + 3;
        let end = base[after_scheme..].find('/').map_or(base.len(), |at| after_scheme + at);
        return Some(format!("{}/{path}", &base[..end]));
    }
    // A bare `example.com/a` in a record is an address, a word is not.
    (address.contains('.') && address.contains('/') && !address.contains(char::is_whitespace) && !address.contains(':'))
        .then(|| format!("https://{address}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn items_of_a_feed_keep_their_own_addresses() {
        let settled = |text: &str| {
            let feed = format!("<rss><channel><item><title>A</title>{text}</item></channel></rss>");
            let format = crate::format::sniff(feed.as_bytes(), "feed.xml").expect("known");
            let input = crate::format::Input { bytes: feed.as_bytes(), ..Default::default() };
            let draft = format.read(&input).expect("read").found.remove(0);
            let place =
                DraftLocation { url: Some("https://feeds.example.org/all.xml".to_owned()), ..DraftLocation::default() };
            settle(&draft, &place, &mut Losers::default()).map(|found| found.value)
        };
        assert_eq!(settled("<link>https://other.example/a</link>").as_deref(), Some("https://other.example/a"));
        assert_eq!(settled("<link>/a</link>").as_deref(), Some("https://feeds.example.org/a"));
        assert_eq!(settled(""), None);
    }

    #[test]
    fn a_page_captured_at_the_root_of_a_site_keeps_that_address() {
        let settled = |stated: &str| {
            let page = format!("<html><head>{stated}</head><body><p>The ferry sails again.</p></body></html>");
            let draft = crate::format::read_html(&page).expect("read");
            let place = DraftLocation { url: Some("https://example.org/".to_owned()), ..DraftLocation::default() };
            settle(&draft, &place, &mut Losers::default()).map(|found| (found.value, found.origin.as_str().to_owned()))
        };
        let container = ("https://example.org/".to_owned(), "container".to_owned());
        assert_eq!(settled("").as_ref(), Some(&container));
        assert_eq!(settled("<link rel=canonical href=https://example.org/>").as_ref(), Some(&container));
        let own = settled("<link rel=canonical href=https://example.org/ferry>").map(|(url, _)| url);
        assert_eq!(own.as_deref(), Some("https://example.org/ferry"));
    }

    #[test]
    fn a_copy_has_the_address_of_its_original() {
        let settled = |given: Option<&str>, stated: &str| {
            let page = format!("<html><head>{stated}</head><body><p>The ferry sails again.</p></body></html>");
            let draft = crate::format::read_html(&page).expect("read");
            let place = DraftLocation { url: given.map(str::to_owned), ..DraftLocation::default() };
            settle(&draft, &place, &mut Losers::default()).map(|found| found.value)
        };
        let want = Some("https://example.org/ferry".to_owned());
        let copy = "https://web.archive.org/web/20210909014928/https://example.org/ferry";
        assert_eq!(settled(Some(copy), ""), want);
        assert_eq!(settled(None, &format!("<link rel=canonical href={copy}>")), want);
        assert_eq!(settled(Some(copy), "<link rel=canonical href=https://example.org/ferry>"), want);
        let short = "<link rel=canonical href=https://archive.ph/AbCdE><meta property=og:url content=https://example.org/ferry>";
        assert_eq!(settled(None, short), want);
    }

    #[test]
    fn addresses_are_made_absolute() {
        let base = Some("https://news.example.org/a/b?c");
        let cases = [
            ("https://example.org/x", Some("https://example.org/x")),
            ("//example.org/x", Some("https://example.org/x")),
            ("/x/y", Some("https://news.example.org/x/y")),
            ("example.org/x", Some("https://example.org/x")),
            ("word", None),
        ];
        for (address, want) in cases {
            assert_eq!(resolve(base, address).as_deref(), want);
        }
    }
}
