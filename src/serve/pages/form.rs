//! The form of a search. It works without a script: its answer is an address.

use crate::archive::Sort;
use crate::serve::address::View;
use maud::{Markup, html};

/// Zones that can be chosen, each with its name for people.
const ZONES: [(&str, &str); 5] = [
    ("", "the story"),
    ("title", "titles only"),
    ("title,deck,lead", "title, deck and lead"),
    ("captions", "captions"),
    ("all", "everything, also margins"),
];

/// The box, and the choices below it.
pub fn form(view: &View, is_wrong: bool) -> Markup {
    let has_choices = view.since.is_some()
        || view.until.is_some()
        || view.zones.is_some()
        || view.any
        || view.exact
        || view.loose_dates
        || view.every_article
        || view.sort != Sort::Relevance;
    html! {
        search {
            form.ask method="get" action="/search" {
                label for="q" { "Search the archive" }
                div.box {
                    input #q name="q" type="search" value=(view.q) autocomplete="off" spellcheck="false" enterkeyhint="search"
                        aria-invalid=[is_wrong.then_some("true")] aria-describedby="hints" maxlength="4000";
                    button type="submit" { "Search" }
                }
                p #hints.hints {
                    "All words must match. " code { "\"low orbit\"" } " a phrase, " code { "Musk OR Bezos" } " either, "
                    code { "-Mars" } " without, " code { "satel*" } " any ending, " code { "author:Doe" } " a field. "
                    a href="/help" { "More" }
                }
                p #live role="status" {}
                @for one in &view.narrow { input type="hidden" name="f" value=(one); }
                @if view.kwic { input type="hidden" name="view" value="kwic"; }
                details.choices open[has_choices] {
                    summary { "Dates, where to search, and order" }
                    div.fields {
                        (date("since", "From", view.since.as_deref()))
                        (date("until", "To", view.until.as_deref()))
                        p {
                            label for="zones" { "Search in" }
                            select #zones name="zones" {
                                @for (value, name) in ZONES {
                                    option value=(value) selected[view.zones.as_deref().unwrap_or_default() == value] { (name) }
                                }
                                @if let Some(other) = view.zones.as_deref().filter(|own| ZONES.iter().all(|(known, _)| known != own)) {
                                    option value=(other) selected { (other) }
                                }
                            }
                        }
                        p {
                            label for="sort" { "Order" }
                            select #sort name="sort" {
                                @for sort in Sort::ALL {
                                    option value=(sort.name()) selected[view.sort == sort] { (sort.name()) }
                                }
                            }
                        }
                    }
                    div.switches {
                        (switch("any", "1", "Any of the words", view.any))
                        (switch("exact", "1", "Exactly as written", view.exact))
                        (switch("loose-dates", "1", "Also undated articles", view.loose_dates))
                        (switch("group", "none", "Every copy of a story", view.every_article))
                    }
                }
            }
        }
    }
}

fn date(name: &str, label: &str, value: Option<&str>) -> Markup {
    html! {
        p {
            label for=(name) { (label) }
            input id=(name) name=(name) type="text" value=[value] placeholder="2024-10" size="12" autocomplete="off" maxlength="40";
        }
    }
}

fn switch(name: &str, value: &str, label: &str, set: bool) -> Markup {
    html! { label { input type="checkbox" name=(name) value=(value) checked[set]; " " (label) } }
}
