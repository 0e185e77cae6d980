//! The outlet: a canonical name by registrable domain (the user's, then the shipped table), else the name as stated, else
//! the domain itself.

use super::raw_head::outlet_behind;
use super::{Losers, Rules};
use crate::article::{Found, Origin, host_of, registrable_domain};
use crate::format::{Draft, MetaField};
use crate::text::fold;
use std::collections::HashMap;
use std::sync::LazyLock;

/// Names of an outlet and its domain.
#[derive(Debug, Default)]
pub struct Outlet {
    pub name: Option<Found<String>>,
    /// As stated, where that differs from the name.
    pub stated: Option<Found<String>>,
    pub domain: Option<Found<String>>,
}

/// Domain and canonical name of well-known outlets.
static KNOWN: LazyLock<HashMap<&'static str, &'static str>> = LazyLock::new(|| {
    let table = include_str!("data/outlets.tsv");
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| line.split_once('\t')).collect()
});

/// The known outlets by their folded names: two spellings of one name become one.
static KNOWN_NAMES: LazyLock<HashMap<String, &'static str>> =
    LazyLock::new(|| KNOWN.values().map(|name| (plain(name), *name)).collect());

/// Settles the outlet.
pub fn settle(draft: &Draft, url: Option<&Found<String>>, rules: &Rules, losers: &mut Losers) -> Outlet {
    let stated: Vec<_> = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Outlet).collect();
    let of_url = url.and_then(|url| Some(Found::new(registrable_domain(&host_of(&url.value)?)?, url.origin.clone())));
    let domain = of_url.or_else(|| {
        stated.iter().find_map(|candidate| Some(Found::new(as_domain(&candidate.value)?, candidate.origin.clone())))
    });
    let own = |name: &str| domain.as_ref().is_some_and(|domain| domain.value.eq_ignore_ascii_case(name));
    let names = stated.iter().filter(|candidate| own(&candidate.value) || as_domain(&candidate.value).is_none());
    let mut named = names.filter_map(|candidate| {
        let name = clean(&candidate.value)?;
        // A page that is signed with its domain means the outlet without the ending; a record's field is somebody's choice.
        let chosen = candidate.origin.as_str().starts_with("json:");
        let name = if own(&name) && !chosen { name.split('.').next().unwrap_or(&name).to_owned() } else { name };
        Some(Found::new(name, candidate.origin.clone()))
    });
    let first = named.next().or_else(|| behind_title(draft));
    named.for_each(|other| losers.add("outlet", &other.value, &other.origin));
    let by_table = domain.as_ref().and_then(|domain| of_table(&domain.value, rules));
    let by_name = first
        .as_ref()
        .and_then(|first| Some(Found::new((*KNOWN_NAMES.get(&plain(&first.value))?).to_owned(), first.origin.clone())));
    let beside = first.as_ref().is_some_and(|first| first.origin.is_sidecar());
    let (by_table, by_name) = if beside { (by_name.or_else(|| first.clone()), by_table) } else { (by_table, by_name) };
    let name = by_table
        .or(by_name)
        .or_else(|| first.clone())
        .or_else(|| domain.as_ref().map(|domain| Found::new(domain.value.clone(), Origin::fixed("domain"))));
    let differs = first.filter(|first| name.as_ref().is_none_or(|name| name.value != first.value));
    Outlet { name, stated: differs, domain }
}

/// The name behind the title in `<title>`, where the page states the title alone as well.
fn behind_title(draft: &Draft) -> Option<Found<String>> {
    let titles = || draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Title);
    let page_title = titles().find(|candidate| candidate.origin.as_str() == "html:title")?;
    let name = titles().find_map(|title| outlet_behind(&page_title.value, &title.value))?;
    Some(Found::new(name, page_title.origin.clone()))
}

fn of_table(domain: &str, rules: &Rules) -> Option<Found<String>> {
    if let Some(name) = rules.outlets.get(domain) {
        return Some(Found::new(name.clone(), Origin::fixed("morgue.toml")));
    }
    KNOWN.get(domain).map(|name| Found::new((*name).to_owned(), Origin::fixed("outlet-table")))
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
    let folded: String = fold(name).chars().filter(|c| c.is_alphanumeric()).collect();
    folded.strip_prefix("the").map_or(folded.clone(), str::to_owned)
}
