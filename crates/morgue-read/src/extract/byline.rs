//! The authors: people before desks, linked data before tags before text, never the outlet itself if a person is named.

use super::losers::Losers;
use super::outlet::Outlet;
use super::page::Cut;
use crate::article::{Byline, Dateline, FoundValue, Origin};
use crate::format::{Candidate, Draft, DraftKind, MetaField};
use crate::text::fold;

/// Who wrote an article.
#[derive(Debug, Default)]
pub struct Authorship {
    pub authors: Vec<FoundValue<String>>,
    pub byline: Option<FoundValue<String>>,
    pub dateline: Option<FoundValue<String>>,
    pub wire: Option<FoundValue<String>>,
}

/// Settles authors, byline, dateline and wire credit.
pub fn settle(draft: &Draft, cut: &Cut, outlet: &Outlet, losers: &mut Losers) -> Authorship {
    let mut stated: Vec<StatedAuthors> =
        groups(&draft.candidates).into_iter().map(|group| StatedAuthors::of(&group, outlet)).collect();
    if let Some(line) = &cut.byline {
        stated.push(StatedAuthors::of(
            &[Candidate { field: MetaField::Byline, value: line.clone(), origin: Origin::fixed("text:byline") }],
            outlet,
        ));
    }
    let best = stated
        .iter()
        .position(|stated| stated.origin.is_sidecar() && !stated.byline.authors.is_empty())
        .or_else(|| best_group(&stated).map(|best| signed(&stated, best, draft)));
    for (at, other) in stated.iter().enumerate().filter(|(at, _)| Some(*at) != best) {
        let _ = at;
        losers.add("author", &other.text, &other.origin);
    }
    let mut names = Authorship::default();
    let wire =
        stated.iter().find_map(|stated| Some(FoundValue::new(stated.byline.wire.clone()?, stated.origin.clone())));
    let in_text = cut.dateline.clone().map(|dateline| FoundValue::new(dateline, Origin::fixed("text:dateline")));
    for FoundValue { value: dateline, origin } in in_text.into_iter().chain(stated_datelines(draft)) {
        let place = dateline.place.map(|place| FoundValue::new(place, origin.clone()));
        names.dateline = names.dateline.or(place);
        names.wire = names.wire.or(dateline.wire.map(|wire| FoundValue::new(wire, origin)));
    }
    names.wire = names.wire.or(wire);
    if let Some(best) = best.map(|at| stated.swap_remove(at)) {
        names.authors =
            best.byline.authors.into_iter().map(|name| FoundValue::new(name, best.origin.clone())).collect();
        names.byline = Some(FoundValue::new(best.text, best.origin));
    }
    names
}

/// Datelines that a record states in a separate field.
fn stated_datelines(draft: &Draft) -> impl Iterator<Item = FoundValue<Dateline>> {
    let stated = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Dateline);
    stated
        .filter_map(|candidate| Some(FoundValue::new(Dateline::of_field(&candidate.value)?, candidate.origin.clone())))
}

/// More names than this are the authors of other stories, if only links and classes name them.
const MOST_BY_CLASS: usize = 3;

/// The best group: people before desks and agencies, those before the outlet itself.
fn best_group(stated: &[StatedAuthors]) -> Option<usize> {
    let names_desk = stated.iter().any(|stated| !stated.byline.authors.is_empty() && !stated.is_weak());
    let crowd = |stated: &StatedAuthors| names_desk && stated.is_weak() && stated.byline.authors.len() > MOST_BY_CLASS;
    let first = |wanted: &dyn Fn(&StatedAuthors) -> bool| {
        stated.iter().position(|stated| !stated.byline.authors.is_empty() && wanted(stated))
    };
    first(&|stated| stated.byline.people && !crowd(stated))
        .or_else(|| first(&|stated| !stated.own && !stated.is_weak()))
        .or_else(|| first(&|_| true))
}

/// Names of metadata that are looked for in a page.
const MOST_COMPARED: usize = 20;

/// The byline that the page shows instead of a name in its metadata that it shows nowhere: that of an account.
fn signed(stated: &[StatedAuthors], best: usize, draft: &Draft) -> usize {
    let is_metadata =
        |of: &StatedAuthors| ["json-ld:", "meta:"].iter().any(|kind| of.origin.as_str().starts_with(kind));
    let Some(of) = stated.get(best).filter(|of| draft.kind == DraftKind::Page && is_metadata(of)) else { return best };
    let is_signature = |of: &StatedAuthors| of.byline.people && !of.own && of.origin.as_str() == "text:byline";
    let Some(signature) = stated.iter().position(is_signature) else { return best };
    let names: Vec<String> = of.byline.authors.iter().take(MOST_COMPARED).map(|name| fold(name)).collect();
    let is_shown = draft.blocks.iter().any(|block| {
        let text = fold(&block.text);
        names.iter().any(|name| text.contains(name.as_str()))
    });
    if is_shown { best } else { signature }
}

/// What one origin states.
struct StatedAuthors {
    text: String,
    origin: Origin,
    byline: Byline,
    /// Whether only the outlet itself is named.
    own: bool,
}

impl StatedAuthors {
    fn of(group: &[Candidate], outlet: &Outlet) -> Self {
        let mut byline = Byline::default();
        let mut own = None;
        let mut seen: Vec<String> = Vec::new();
        for candidate in group {
            let read = Byline::parse(&candidate.value);
            // A domain is not a name, except the outlet's own, which it may sign with.
            if read.authors.is_empty() && is_outlet(&candidate.value, outlet) {
                own.get_or_insert_with(|| candidate.value.clone());
            }
            byline.wire = byline.wire.or(read.wire);
            for name in read.authors {
                let folded = fold(&name);
                if is_outlet(&name, outlet) {
                    own.get_or_insert(name);
                } else if !seen.contains(&folded) {
                    seen.push(folded);
                    byline.authors.push(name);
                    byline.people |= read.people;
                }
            }
        }
        // The outlet is the author only if there is no other.
        let only_own = byline.authors.is_empty() && own.is_some();
        if only_own {
            byline.authors.extend(own);
        }
        let values: Vec<&str> = group.iter().map(|candidate| candidate.value.as_str()).collect();
        let text = crate::text::without_hidden(&values.join(", ")).into_owned();
        Self { text, origin: group[0].origin.clone(), byline, own: only_own }
    }

    /// Links and class names also occur in other parts of the page.
    fn is_weak(&self) -> bool {
        ["html:author-link", "html:author-class"].contains(&self.origin.as_str())
    }
}

/// Author and byline candidates by origin, in order of first occurrence.
fn groups(candidates: &[Candidate]) -> Vec<Vec<Candidate>> {
    let mut groups: Vec<Vec<Candidate>> = Vec::new();
    for candidate in
        candidates.iter().filter(|candidate| matches!(candidate.field, MetaField::Author | MetaField::Byline))
    {
        match groups.iter_mut().find(|group| group[0].origin == candidate.origin) {
            Some(group) => group.push(candidate.clone()),
            None => groups.push(vec![candidate.clone()]),
        }
    }
    groups
}

/// Whether a name is the outlet's, its domain's, or its domain's without the ending.
fn is_outlet(name: &str, outlet: &Outlet) -> bool {
    let plain = |text: &str| fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let own = plain(name);
    let label = outlet.domain.as_ref().and_then(|domain| domain.value.split('.').next());
    let names = [&outlet.name, &outlet.stated, &outlet.domain].into_iter().flatten().map(|found| found.value.as_str());
    let others = outlet.others.iter().map(String::as_str);
    names.chain(label).chain(others).any(|name| plain(name) == own)
}
