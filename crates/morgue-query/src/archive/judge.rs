//! Decides whether one article matches a plan, word by word: slow, but with the same result as an index. Shares the positions
//! of words with the code that marks hits, and nothing with the index.

use super::hit::Hit;
use crate::article::{NameKind, canonical_url};
use crate::query::{
    Clause, DayRange, Expr, Family, Language, Leaf, Located, Plan, Scope, TextWords, ZoneChoice, partly_inside,
};
use crate::stories::StoryPlace;
use crate::terms::{Marker, NewsTokenizer, Zone, ZonedText, keyword_term, margin_text, named_story};

/// Whether an article matches a plan.
pub fn matches(plan: &Plan, hit: &Hit, place: StoryPlace) -> bool {
    let story = named_story(&hit.zones, &hit.record.entities);
    let margin = margin_text(&hit.record.margin).into();
    Judge { zones: &plan.zones, hit, place, story, margin }.holds(&plan.root)
}

/// The values of a keyword field in an article, as written.
pub fn values_of(hit: &Hit, field: &str) -> Vec<String> {
    let one = |value: &Option<String>| value.iter().cloned().collect();
    match field {
        "key" => vec![hit.key.clone()],
        "outlet" => one(&hit.outlet),
        "domain" => one(&hit.domain),
        "author" => hit.authors.clone(),
        "section" => one(&hit.section),
        "language" => one(&hit.language),
        "person" => hit.person.clone(),
        "org" => hit.org.clone(),
        "place" => hit.place.clone(),
        "nation" => hit.nation.clone(),
        "url" => hit.record.url.iter().map(|url| canonical_url(url).unwrap_or_else(|| url.clone())).collect(),
        "path" => vec![hit.path.clone()],
        "source" => vec![hit.source.clone()],
        "wire" => hit.record.wire.iter().map(|wire| wire.value.clone()).collect(),
        _ => Vec::new(),
    }
}

struct Judge<'a> {
    zones: &'a ZoneChoice,
    hit: &'a Hit,
    place: StoryPlace,
    story: ZonedText,
    margin: ZonedText,
}

impl Judge<'_> {
    fn holds(&self, clause: &Clause) -> bool {
        match clause {
            Clause::All => true,
            Clause::And(parts) => parts.iter().all(|part| self.holds(part)),
            Clause::Or(parts) => parts.iter().any(|part| self.holds(part)),
            Clause::Not(part) => !self.holds(part),
            Clause::AnyWord(families) => families.iter().any(|family| self.has_word(family)),
            Clause::AllWords(families) => families.iter().all(|family| self.has_word(family)),
            Clause::Text { scope, expr, times } => self.has(scope, expr, times.unwrap_or(1)),
            Clause::Values { field, values, .. } => {
                values_of(self.hit, field).iter().any(|value| values.contains(&keyword_term(value)))
            }
            Clause::HasValue { field } => !values_of(self.hit, field).is_empty(),
            Clause::Mention { term } => self.story.mention_terms().iter().any(|(_, known)| known == term),
            Clause::Days(days) => self.is_of(*days),
            Clause::Number { field, from, to } => {
                self.number(field).is_some_and(|number| (*from..=*to).contains(&number))
            }
            Clause::HasZone(zone) => self.has_zone(*zone),
            Clause::Boost { part, .. } => self.holds(part),
        }
    }

    fn has_word(&self, family: &Family) -> bool {
        self.has(&Scope::Default, &Expr::Leaf(Leaf::of(family)), 1)
    }

    /// Whether an expression occurs often enough in the story and in the margin together, as far as its scope reads them.
    fn has(&self, scope: &Scope, expr: &Expr, times: u32) -> bool {
        let (story, margin) = match (scope, self.zones) {
            (Scope::Default, ZoneChoice::Story) => (Zone::TEXT.to_vec(), false),
            (Scope::Default, ZoneChoice::All) => (Zone::TEXT.to_vec(), true),
            (Scope::Zones(zones), _) | (Scope::Default, ZoneChoice::Only(zones)) => {
                (zones.iter().copied().filter(|zone| *zone != Zone::Margin).collect(), zones.contains(&Zone::Margin))
            }
        };
        let count = |text: &ZonedText, zones: Vec<Zone>| {
            let located = [Located { expr: expr.clone(), zones: Some(zones) }];
            let language = Language::of_article(self.hit.language.as_deref());
            TextWords::of(text, language, &located).count() as u64
        };
        let in_story = if story.is_empty() { 0 } else { count(&self.story, story) };
        let in_margin = if margin { count(&self.margin, vec![Zone::Margin]) } else { 0 };
        in_story + in_margin >= u64::from(times.max(1))
    }

    fn is_of(&self, days: DayRange) -> bool {
        let Some(published) = &self.hit.published else { return days.undated || days.loose };
        if days.undated {
            return false;
        }
        let day = published.day;
        // A month comes before its first day, a year before its first month.
        let (month, year) = (|day: i32| day / 100 * 100, |day: i32| day / 10_000 * 10_000);
        let from = days.from.map(|from| match from {
            from if from % 10_000 == 101 => year(from),
            from if from % 100 == 1 => month(from),
            from => from,
        });
        let inside = from.is_none_or(|from| day >= from) && days.to.is_none_or(|to| day <= to);
        if days.loose {
            return inside || days.from.is_some_and(|from| day == month(from) || day == year(from));
        }
        inside && !days.to.is_some_and(|to| partly_inside(to).contains(&day))
    }

    fn number(&self, field: &str) -> Option<u64> {
        match field {
            "words" => Some(self.hit.words),
            "copies" => Some(self.place.copies),
            "original" => Some(u64::from(self.place.original)),
            "precision" => self.hit.published.map(|published| published.precision as u64),
            _ => None,
        }
    }

    /// Anything in a zone; the body includes the lead.
    fn has_zone(&self, zone: Zone) -> bool {
        let text = if zone == Zone::Margin { &self.margin } else { &self.story };
        let zones = if zone == Zone::Body { vec![Zone::Lead, Zone::Body] } else { vec![zone] };
        let mut found = false;
        NewsTokenizer::each(&text.text, |token| {
            found |= matches!(Marker::of_term(&token.text), Some(Marker::Zone(zone)) if zones.contains(&zone));
        });
        found
    }
}

/// The names of one kind in an article.
pub fn names_of(hit: &Hit, kind: NameKind) -> &[String] {
    match kind {
        NameKind::Person => &hit.person,
        NameKind::Org => &hit.org,
        NameKind::Place => &hit.place,
        NameKind::Nation => &hit.nation,
    }
}
