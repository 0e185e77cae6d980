//! The outlet: a canonical name by registrable domain (the user's, then the embedded table), else the name as stated,
//! else the domain itself.

use super::losers::Losers;
use super::raw_head::outlet_after;
use super::rules::Rules;
use crate::article::{FoundValue, Origin, host_of, registrable_domain};
use crate::format::{Draft, MetaField};
use crate::text::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Names of an outlet and its domain.
#[derive(Debug, Default)]
pub struct Outlet {
    pub name: Option<FoundValue<String>>,
    /// As stated, if that differs from the name.
    pub stated: Option<FoundValue<String>>,
    pub domain: Option<FoundValue<String>>,
    /// Other names that the page uses for itself.
    pub others: Vec<String>,
}

/// Domain and canonical name of well-known outlets, sorted by domain.
static KNOWN: LazyLock<Vec<(&'static str, &'static str)>> = LazyLock::new(|| {
    let table = include_str!("data/outlets.tsv");
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
});

fn known(domain: &str) -> Option<&'static str> {
    let at = KNOWN.binary_search_by_key(&domain, |(known, _)| known).ok()?;
    KNOWN.get(at).map(|(_, name)| *name)
}

/// The known outlets by their folded names: two spellings of one name become one. A name that several outlets spell
/// differently belongs to none of them.
static KNOWN_NAMES: LazyLock<HashMap<String, &'static str>> = LazyLock::new(|| {
    let mut names: HashMap<String, Option<&'static str>> = HashMap::with_capacity(KNOWN.len());
    for (_, name) in KNOWN.iter() {
        let known = names.entry(plain(name)).or_insert(Some(name));
        *known = known.filter(|known| known == name);
    }
    names.into_iter().filter_map(|(plain, name)| Some((plain, name?))).collect()
});

/// Chooses the outlet.
pub fn settle(draft: &Draft, url: Option<&FoundValue<String>>, rules: &Rules, losers: &mut Losers) -> Outlet {
    let stated: Vec<_> = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Outlet).collect();
    let host = url.and_then(|url| host_of(&url.value));
    let of_url = url
        .zip(host.as_deref())
        .and_then(|(url, host)| Some(FoundValue::new(registrable_domain(host)?, url.origin.clone())));
    let domain = of_url.or_else(|| {
        stated
            .iter()
            .find_map(|candidate| Some(FoundValue::new(as_domain(&candidate.value)?, candidate.origin.clone())))
    });
    // A clipping was printed elsewhere than on the site that keeps it.
    if let Some(printed) = stated.iter().find(|candidate| candidate.origin.as_str() == "html:clipping") {
        let name = Some(FoundValue::new(printed.value.clone(), printed.origin.clone()));
        return Outlet { name, ..Outlet::default() };
    }
    let own = |name: &str| domain.as_ref().is_some_and(|domain| domain.value.eq_ignore_ascii_case(name));
    let names = stated.iter().filter(|candidate| own(&candidate.value) || as_domain(&candidate.value).is_none());
    let named = names.filter_map(|candidate| {
        let name = clean(&candidate.value)?;
        // A page that names its domain means the outlet without the ending; a record's field was chosen by somebody.
        let chosen = ["json:", "csv:"].iter().any(|kind| candidate.origin.as_str().starts_with(kind));
        let name = if own(&name) && !chosen { name.split('.').next().unwrap_or(&name).to_owned() } else { name };
        Some(FoundValue::new(name, candidate.origin.clone()))
    });
    let mut named: Vec<FoundValue<String>> = named.collect();
    let best = best_named(&named, domain.as_ref());
    let first = best.map(|at| named.remove(at)).or_else(|| beside_title(draft, domain.as_ref()));
    named.iter().for_each(|other| losers.add("outlet", &other.value, &other.origin));
    let by_table = domain.as_ref().and_then(|domain| of_table(host.as_deref(), &domain.value, rules));
    let by_name = || {
        let first = first.as_ref()?;
        Some(FoundValue::new((*KNOWN_NAMES.get(&plain(&first.value))?).to_owned(), first.origin.clone()))
    };
    let by_domain = first.as_ref().zip(domain.as_ref()).and_then(|(first, domain)| {
        let name = within(&first.value, &domain.value)?;
        Some(FoundValue::new(name.to_owned(), first.origin.clone())).filter(|_| is_page(first))
    });
    let beside = first.as_ref().is_some_and(|first| first.origin.is_sidecar());
    let by_name_or_table =
        if beside { by_name().or_else(|| first.clone()).or(by_table) } else { by_table.or_else(by_name) };
    let name = by_name_or_table
        .or(by_domain)
        .or_else(|| first.clone())
        .or_else(|| domain.as_ref().map(|domain| FoundValue::new(domain.value.clone(), Origin::fixed("domain"))));
    let differs = first.filter(|first| name.as_ref().is_none_or(|name| name.value != first.value));
    Outlet { name, stated: differs, domain, others: named.into_iter().map(|found| found.value).collect() }
}

/// Whether a name was stated by a page's own markup. A record's field was chosen by somebody.
fn is_page(found: &FoundValue<String>) -> bool {
    ["json-ld:", "meta:", "html:"].iter().any(|kind| found.origin.as_str().starts_with(kind))
}

/// Pages name their publishing house as well as themselves: the name that matches the domain wins, else the first.
fn best_named(named: &[FoundValue<String>], domain: Option<&FoundValue<String>>) -> Option<usize> {
    let fits = |fit: fn(&str, &str) -> bool| {
        let domain = domain?;
        named.iter().position(|found| fit(&found.value, &domain.value))
    };
    if named.first().is_some_and(|first| !is_page(first)) {
        return Some(0);
    }
    fits(|name, domain| labels(domain).contains(&plain(name)))
        .or_else(|| fits(|name, domain| within(name, domain).is_some()))
        .or((!named.is_empty()).then_some(0))
}

/// A domain's own label in the form that names are compared in: `tagesanzeiger.ch` gives `tagesanzeiger`; with umlauts
/// as two letters and as one.
fn labels(domain: &str) -> [String; 2] {
    let label = plain(domain.split('.').next().unwrap_or_default());
    let joined = label.replace("ae", "a").replace("oe", "o").replace("ue", "u");
    [label, joined]
}

/// Fewest letters of a domain's label that a longer name is cut to.
const SHORTEST_LABEL: usize = 3;

/// The words at the start of a longer name that match the domain's label: `TimesLIVE Premium` at `timeslive.co.za` is
/// `TimesLIVE`.
fn within<'a>(name: &'a str, domain: &str) -> Option<&'a str> {
    let labels = labels(domain);
    let ends = name.char_indices().filter(|(_, c)| matches!(c, ' ' | ',' | '(' | ':')).map(|(at, _)| at);
    let mut heads = ends.map(|at| name[..at].trim_end_matches([' ', '-', '–', '—', ',']));
    let found = heads.find(|head| labels.contains(&plain(head)))?;
    (labels[0].len() >= SHORTEST_LABEL).then_some(found)
}

/// Blocks at the start of a page among which its title is shown, and the fewest bytes of such a title.
const SHOWN_BLOCKS: usize = 60;
const SHORTEST_TITLE: usize = 15;

/// The name after the title in `<title>`, if the page also states the title alone; or the domain's own name before it.
fn beside_title(draft: &Draft, domain: Option<&FoundValue<String>>) -> Option<FoundValue<String>> {
    let titles = || draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Title);
    let page_title = titles().find(|candidate| candidate.origin.as_str() == "html:title")?;
    let blocks = || draft.blocks.iter().take(SHOWN_BLOCKS).filter(|block| block.text.len() >= SHORTEST_TITLE);
    let stated = titles().find_map(|title| outlet_after(&page_title.value, &title.value));
    let behind = stated.or_else(|| blocks().find_map(|block| outlet_after(&page_title.value, &block.text)));
    let before = || {
        let head = page_title.value.split([':', '|', '–', '—', '-', '»']).next()?.trim();
        labels(&domain?.value).contains(&plain(head)).then(|| head.to_owned())
    };
    Some(FoundValue::new(behind.or_else(before)?, page_title.origin.clone()))
}

/// The name of the host or of a part of it, the longest first: `g1.globo.com` before `globo.com`. The user's names come
/// first.
fn of_table(host: Option<&str>, domain: &str, rules: &Rules) -> Option<FoundValue<String>> {
    let host = host.filter(|host| host.ends_with(domain)).unwrap_or(domain);
    let longer = host.match_indices('.').map(|(at, _)| &host[at + 1..]).take_while(|part| part.len() >= domain.len());
    let parts: Vec<&str> = std::iter::once(host).chain(longer).collect();
    let by_user = parts.iter().find_map(|part| Some((rules.outlets.get(*part)?.clone(), "morgue.toml")));
    let by_us = || parts.iter().find_map(|part| Some((known(part)?.to_owned(), "outlet-table")));
    by_user.or_else(by_us).map(|(name, origin)| FoundValue::new(name, Origin::fixed(origin)))
}

/// A stated outlet that is an address or a bare domain: `https://example.org`, `www.example.org`.
fn as_domain(stated: &str) -> Option<String> {
    let stated = stated.trim();
    let bare =
        !stated.contains(char::is_whitespace) && stated.contains('.') && stated.is_ascii() && !stated.ends_with('.');
    let lower = stated.to_ascii_lowercase() == stated;
    let address = stated.contains("://") || stated.starts_with("www.");
    if !bare || !(lower || address) {
        return None;
    }
    host_of(stated).and_then(|host| registrable_domain(&host))
}

/// A usable name: not a handle, not a whole sentence.
fn clean(stated: &str) -> Option<String> {
    let name = stated.trim().trim_start_matches('@');
    let name = name.split(" | ").next().unwrap_or(name).trim();
    (!name.is_empty() && name.chars().count() <= 60 && name.chars().any(char::is_alphabetic)).then(|| name.to_owned())
}

fn plain(name: &str) -> String {
    let folded: String = if name.is_ascii() {
        name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
    } else {
        fold(name).chars().filter(|c| c.is_alphanumeric()).collect()
    };
    folded.strip_prefix("the").map_or(folded.clone(), str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_names_every_host_once() {
        let rows: Vec<(&str, &str)> = include_str!("data/outlets.tsv")
            .lines()
            .filter(|line| !line.starts_with('#'))
            .map(|line| line.split_once('\t').expect("a host and a name"))
            .collect();
        assert!(rows.len() > 1000);
        for pair in rows.windows(2) {
            assert!(pair[0].0 < pair[1].0, "{} stands before {}", pair[0].0, pair[1].0);
        }
        let usable = |host: &str, name: &str| {
            host_of(&format!("https://{host}/a")).as_deref() == Some(host)
                && registrable_domain(host).is_some_and(|domain| host.ends_with(&domain))
                && !name.is_empty()
                && name.trim() == name
                && name.len() <= 60
                && crate::text::nfc(name) == name
        };
        let unusable: Vec<_> = rows.iter().filter(|(host, name)| !usable(host, name)).collect();
        assert!(unusable.is_empty(), "{unusable:?}");
    }

    #[test]
    fn hosts_find_their_own_name_before_their_domains() {
        let rules = Rules {
            outlets: [("example.org".to_owned(), "The Example".to_owned())].into_iter().collect(),
            ..Rules::default()
        };
        let name = |host, domain| of_table(Some(host), domain, &rules).map(|found| found.value);
        assert_eq!(name("news.bbc.co.uk", "bbc.co.uk").as_deref(), Some("BBC News"));
        assert_eq!(name("g1.globo.com", "globo.com").as_deref(), Some("G1"));
        assert_eq!(name("sport.globo.com", "globo.com").as_deref(), Some("Globo"));
        assert_eq!(name("a.b.example.org", "example.org").as_deref(), Some("The Example"));
        assert_eq!(name("unknown.example", "unknown.example"), None);
    }

    #[test]
    fn longer_names_are_cut_to_the_domains_own() {
        let cases = [
            ("TimesLIVE Premium", "timeslive.co.za", Some("TimesLIVE")),
            ("Der Hafenkurier - Verlag und Druck GmbH & Co. KG", "derhafenkurier.example", Some("Der Hafenkurier")),
            ("Küstenbote Online", "kuestenbote.example", Some("Küstenbote")),
            ("The Harbour Courier", "harbourcourier.example", None),
            ("Tide Holdings", "harbourcourier.example", None),
        ];
        for (name, domain, want) in cases {
            assert_eq!(within(name, domain), want, "{name}");
        }
    }

    #[test]
    fn a_page_that_names_its_publishing_house_too_is_named_by_its_own_name() {
        let found = |name: &str, origin: &str| FoundValue::new(name.to_owned(), Origin::of("json-ld", origin));
        let domain = FoundValue::new("kuestenbote.example".to_owned(), Origin::fixed("container"));
        let named = [found("Tide Holdings", "publisher"), found("Küstenbote", "provider")];
        assert_eq!(best_named(&named, Some(&domain)), Some(1));
        assert_eq!(best_named(&named[..1], Some(&domain)), Some(0));
        assert_eq!(best_named(&[], Some(&domain)), None);
    }
}
