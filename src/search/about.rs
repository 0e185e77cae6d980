//! All that an archive tells of one name: what is taken for it, how it is written, when, beside whom, and where.

use super::entities::{NamedValue, named_list, naming_as};
use super::explain::{TakenName, taken_names};
use super::facets::{FacetField, facets};
use super::hit::HitReader;
use super::timeline::{Interval, Timeline, timeline};
use super::{Request, SearchError, Sort, count, planned, top};
use crate::article::{NameKind, name_key};
use crate::index::Generation;
use crate::query::{Kind, Node, Query};
use std::collections::BTreeMap;

/// Articles whose forms are counted, the newest.
const READ: usize = 2_000;

/// Companions, outlets and forms that are told.
const TOLD: usize = 12;

/// Months that are told one by one where nothing else is asked for.
const MONTHS: usize = 36;

/// What is known of a name.
#[derive(Debug, Clone, PartialEq)]
pub struct About {
    pub kind: NameKind,
    pub name: String,
    /// Other names of the archive that are taken for it.
    pub taken: Vec<TakenName>,
    /// Forms in the texts with their mentions, the commonest first.
    pub forms: Vec<(String, u64)>,
    /// Mentions that may mean somebody else.
    pub ambiguous: u64,
    pub timeline: Timeline,
    /// Who is named beside it, the likeliest first.
    pub companions: Vec<NamedValue>,
    /// Outlets with their articles.
    pub outlets: Vec<(String, u64)>,
}

/// Tells of a name among the articles that a request finds; `None` where none has it. Without a kind, of that under which
/// most articles have it; without a length of time, by months, or by years where those are many.
pub fn about(
    generation: &Generation,
    request: &Request,
    name: &str,
    kind: Option<NameKind>,
    by: Option<Interval>,
) -> Result<Option<About>, SearchError> {
    let narrowed = |kind: NameKind| {
        let named = naming_as(kind, name);
        let root = Node::new(0..0, Kind::And(vec![request.query.root.clone(), named]));
        Request { query: Query { root, hints: Vec::new() }, sort: Sort::Newest, ..request.clone() }
    };
    let mut best: Option<(u64, NameKind)> = None;
    for kind in kind.map_or(NameKind::ALL.to_vec(), |kind| vec![kind]) {
        let articles = count(generation, &narrowed(kind))?;
        if articles > best.map_or(0, |(most, _)| most) {
            best = Some((articles, kind));
        }
    }
    let Some((_, kind)) = best else { return Ok(None) };
    let request_of = narrowed(kind);
    let months = timeline(generation, &request_of, Some(Interval::Month))?;
    let by = by.unwrap_or(if months.buckets().count() > MONTHS { Interval::Year } else { Interval::Month });
    let timeline = if by == Interval::Month { months } else { timeline(generation, &request_of, Some(by))? };
    let kinds = [NameKind::Person, NameKind::Org, NameKind::Place];
    let mut companions = named_list(generation, request, &kinds, Some(name))?.values;
    companions.retain(|value| value.together.is_some_and(|together| together.articles as f64 > together.expected));
    companions.truncate(TOLD);
    let outlet = FacetField::named("outlet").ok();
    let counted = facets(generation, &request_of, outlet.as_slice())?;
    let mut outlets = counted.facets.into_iter().next().map(|facet| facet.values).unwrap_or_default();
    outlets.truncate(TOLD);
    let plan = planned(generation, &request_of)?;
    let taken = taken_names(generation, &plan.names)?
        .into_iter()
        .find(|names| names.name == name && names.field == kind.field());
    let taken = taken.map(|names| names.taken).unwrap_or_default();
    let keys: Vec<String> = taken.iter().map(|taken| name_key(&taken.name)).chain([name_key(name)]).collect();
    let (forms, ambiguous) = forms(generation, &request_of, kind, &keys)?;
    let shown = generation.names()?.shown(kind, name).to_owned();
    let spelt = || taken.iter().find(|taken| name_key(&taken.name) == name_key(name)).map(|taken| taken.name.clone());
    let usual = forms.iter().map(|(form, _)| form).find(|form| name_key(form) == name_key(&shown)).cloned();
    let name = usual.or_else(spelt).unwrap_or(shown);
    let taken = taken.into_iter().filter(|taken| name_key(&taken.name) != name_key(&name)).take(TOLD).collect();
    Ok(Some(About { kind, name, taken, forms, ambiguous, timeline, companions, outlets }))
}

/// How the names are written in the newest articles, and how many mentions are ambiguous.
fn forms(
    generation: &Generation,
    request: &Request,
    kind: NameKind,
    keys: &[String],
) -> Result<(Vec<(String, u64)>, u64), SearchError> {
    let plan = planned(generation, request)?;
    let ranked = generation.guarded(|| top(generation, &plan, Sort::Newest, READ))?;
    let mut reader = HitReader::new(generation);
    let (mut forms, mut ambiguous) = (BTreeMap::<String, u64>::new(), 0);
    for one in &ranked {
        let hit = generation.guarded(|| reader.read(one, None))?;
        let own = hit.record.entities.of_kind(kind).iter().filter(|entity| keys.contains(&name_key(&entity.name)));
        for entity in own {
            ambiguous += u64::from(entity.ambiguous);
            for at in &entity.at {
                if let Some(form) = hit.zones.named(*at) {
                    *forms.entry(form.split_whitespace().collect::<Vec<_>>().join(" ")).or_default() += 1;
                }
            }
        }
    }
    let mut forms: Vec<(String, u64)> = forms.into_iter().collect();
    forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    forms.truncate(TOLD);
    Ok((forms, ambiguous))
}
