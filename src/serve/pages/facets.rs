//! The values of fields in the articles found, each to narrow the search with, or to exclude. How many articles state the field
//! at all is shown with them.

use super::text::{line, plain};
use crate::archive::{Facet, Facets};
use crate::query::{Kind, Node, ParseOptions, Value, parse, print};
use crate::serve::address::View;
use maud::{Markup, html};

/// Fields that are counted next to a list.
pub const FIELDS: [&str; 8] = ["outlet", "author", "section", "person", "org", "place", "language", "year"];

/// Values of a field that are always shown, and those that are shown on demand.
const SHOWN: usize = 6;
const MORE: usize = 40;

/// Longest condition that fits an address.
const LONGEST: usize = 400;

/// A value as a condition of the query language; none if the language cannot say it.
pub fn condition(field: &'static str, value: &str) -> Option<String> {
    let node = match field {
        "year" | "month" => return Some(format!("date:{value}")),
        field => Node::new(0..0, Kind::Keyword { field, value: Value::Is(value.to_owned()) }),
    };
    let text = print(&node);
    let options = ParseOptions { any: false, today: &jiff::civil::Date::default };
    let again = parse(&text, options).is_ok_and(|query| query.root.kind == node.kind);
    (again && text.len() <= LONGEST).then_some(text)
}

/// All fields with values.
pub fn facets(view: &View, facets: &Facets) -> Markup {
    html! {
        @for facet in facets.facets.iter().filter(|facet| !facet.values.is_empty()) {
            section.facet {
                h3 { (facet.field) }
                @let stated = facets.total - facet.none.min(facets.total);
                @if stated < facets.total { p.coverage { "known for " (stated) " of " (facets.total) } }
                ul { @for value in facet.values.iter().take(SHOWN) { (item(view, facet, value)) } }
                @if facet.values.len() > SHOWN {
                    details {
                        summary { (facet.values.len() - SHOWN) " more" }
                        ul { @for value in facet.values.iter().skip(SHOWN).take(MORE) { (item(view, facet, value)) } }
                        @if facet.values.len() > SHOWN + MORE { p { "and " (facet.values.len() - SHOWN - MORE) " others" } }
                    }
                }
            }
        }
    }
}

fn item(view: &View, facet: &Facet, (value, articles): &(String, u64)) -> Markup {
    let condition = condition(facet.field, value);
    html! {
        li {
            @match &condition {
                Some(condition) => {
                    a href=(view.narrowed(condition).link()) { (line(value)) }
                    span.count { (articles) }
                    a.exclude href=(view.narrowed(&format!("-{condition}")).link())
                        aria-label=(format!("Exclude {}", plain(value))) title="exclude" { "−" }
                }
                None => { span { (line(value)) } span.count { (articles) } }
            }
        }
    }
}

/// The conditions of a search, each to be removed.
pub fn chips(view: &View) -> Markup {
    let without_dates = View { since: None, until: None, ..view.first() };
    let dates = match (&view.since, &view.until) {
        (None, None) => None,
        (Some(since), Some(until)) if since == until => Some(since.clone()),
        (since, until) => Some(format!("{} to {}", since.as_deref().unwrap_or("…"), until.as_deref().unwrap_or("…"))),
    };
    html! {
        @if !view.narrow.is_empty() || dates.is_some() {
            ul.chips aria-label="Conditions" {
                @for one in &view.narrow { (chip(one, &view.widened(one))) }
                @if let Some(dates) = dates { (chip(&dates, &without_dates)) }
            }
        }
    }
}

fn chip(name: &str, without: &View) -> Markup {
    html! { li { a href=(without.link()) { span.hidden { "Remove " } (line(name)) span aria-hidden="true" { " ×" } } } }
}
