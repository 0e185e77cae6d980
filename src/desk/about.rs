//! Everything that an archive holds on one name: which names mean the same, how it is written, when, with whom, and
//! where.

use super::entities::{named_list, naming_as};
use super::error::SearchError;
use super::explain::taken_names;
use super::question::Question;
use super::request::Request;
use crate::archive::{About, FacetField, Interval, List, Searchable, Sort};
use crate::article::{NameKind, name_key};
use crate::query::{Kind, Node};
use std::collections::BTreeMap;

/// Number of articles whose forms are counted, the newest.
const READ: usize = 2_000;

/// Number of companions, outlets and forms that are shown.
const TOLD: usize = 12;

/// Number of months that are shown one by one by default.
const MONTHS: usize = 36;

/// Everything on a name in the articles that a request finds; `None` if no article has it. Without a kind, the kind
/// with which most articles have it; without an interval, by months, or by years if those are many.
pub fn about(
    archive: &dyn Searchable,
    request: &Request,
    name: &str,
    kind: Option<NameKind>,
    by: Option<Interval>,
) -> Result<Option<About>, SearchError> {
    let narrowed = |kind: NameKind| {
        request.about(Node::new(0..0, Kind::And(vec![request.query.root.clone(), naming_as(kind, name)])))
    };
    let mut best: Option<(u64, NameKind)> = None;
    for kind in kind.map_or(NameKind::ALL.to_vec(), |kind| vec![kind]) {
        let articles = Question::of(archive, &narrowed(kind))?.count()?;
        if articles > best.map_or(0, |(most, _)| most) {
            best = Some((articles, kind));
        }
    }
    let Some((_, kind)) = best else { return Ok(None) };
    let narrowed = narrowed(kind);
    let question = Question::of(archive, &narrowed)?;
    let months = question.timeline(Some(Interval::Month))?;
    let by = by.unwrap_or(if months.buckets().count() > MONTHS { Interval::Year } else { Interval::Month });
    let timeline = if by == Interval::Month { months } else { question.timeline(Some(by))? };
    let kinds = [NameKind::Person, NameKind::Org, NameKind::Place];
    let mut companions = named_list(&Question::of(archive, request)?, &kinds, Some(name))?.values;
    companions.retain(|value| value.together.is_some_and(|together| together.articles as f64 > together.expected));
    companions.truncate(TOLD);
    let outlet = FacetField::named("outlet").ok();
    let counted = question.facets(outlet.as_slice())?;
    let mut outlets = counted.facets.into_iter().next().map(|facet| facet.values).unwrap_or_default();
    outlets.truncate(TOLD);
    let dictionary = archive.dictionary()?;
    let taken = taken_names(dictionary.as_ref(), &question.plan.names())?
        .into_iter()
        .find(|names| names.name == name && names.field == kind.field());
    let taken = taken.map(|names| names.taken).unwrap_or_default();
    let keys: Vec<String> = taken.iter().map(|taken| name_key(&taken.name)).chain([name_key(name)]).collect();
    let (forms, ambiguous) = forms(&question, kind, &keys)?;
    let shown = dictionary.names()?.shown(kind, name).to_owned();
    let spelt = || taken.iter().find(|taken| name_key(&taken.name) == name_key(name)).map(|taken| taken.name.clone());
    let usual = forms.iter().map(|(form, _)| form).find(|form| name_key(form) == name_key(&shown)).cloned();
    let name = usual.or_else(spelt).unwrap_or(shown);
    let taken = taken.into_iter().filter(|taken| name_key(&taken.name) != name_key(&name)).take(TOLD).collect();
    Ok(Some(About { kind, name, taken, forms, ambiguous, timeline, companions, outlets }))
}

/// How the names are written in the newest articles, and how many mentions are ambiguous.
fn forms(question: &Question, kind: NameKind, keys: &[String]) -> Result<(Vec<(String, u64)>, u64), SearchError> {
    let newest = List { sort: Sort::Newest, limit: Some(READ), ..List::default() };
    let (mut forms, mut ambiguous) = (BTreeMap::<String, u64>::new(), 0);
    for hit in question.list(&newest)? {
        let hit = hit?;
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
