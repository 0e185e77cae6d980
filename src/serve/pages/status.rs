//! The state of the archive, for its keeper.

use super::facets::condition;
use super::layout::{Frame, layout};
use super::text::line;
use crate::archive::Facets;
use crate::desk::{State, age_text};
use crate::serve::address::View;
use crate::text::counted;
use maud::{Markup, html};

/// The page; `coverage` has the outlets and the years of all articles.
pub fn status(frame: &Frame, state: &State, coverage: Option<&Facets>) -> String {
    let main = html! {
        h1 { "Status" }
        @match &state.opened {
            Err(error) => {
                section.problem role="alert" {
                    h2 { "The index cannot be read" }
                    p { (line(&error.to_string())) }
                    @if let Some(hint) = &error.hint { p { (line(hint)) } }
                }
            }
            Ok(opened) => {
                dl.state {
                    dt { "articles" } dd { (opened.generation.manifest.articles) }
                    dt { "generation" }
                    dd {
                        (opened.generation.manifest.generation) ", made "
                        (age_text(state.now - opened.generation.manifest.created)) " ago"
                    }
                    @if let Some(age) = state.age() { dt { "up to date" } dd { (age_text(age)) " ago" } }
                    dt { "stories with copies" }
                    dd { (opened.stories.stories) " of " (counted(opened.stories.articles, "article")) }
                    @for source in &opened.sources { dt { "source" } dd { (line(&source.name)) } }
                }
                @if opened.is_learned_stale() { p { "The table of repeated lines is out of date: run " code { "morgue rebuild" } "." } }
                h2 { "Not indexed" }
                @if opened.spiked.is_empty() { p { "Every document could be read." } } @else {
                    table {
                        thead { tr { th scope="col" { "reason" } th scope="col" { "documents" } } }
                        tbody { @for (reason, number) in &opened.spiked { tr { th scope="row" { (reason) } td { (number) } } } }
                    }
                    p { "List them with " code { "morgue spiked" } "." }
                }
            }
        }
        (last_run(state))
        @if let Some(coverage) = coverage { (covered(coverage)) }
    };
    layout(frame, "/status", "Status", &main)
}

fn last_run(state: &State) -> Markup {
    html! {
        @if let Some(report) = &state.last {
            h2 { "Last run" }
            dl.state {
                dt { "started" } dd { (report.start) }
                dt { "result" } dd { (format!("{:?}", report.outcome).to_lowercase()) }
                dt { "files" } dd { (report.counts.files) }
                dt { "seconds" } dd { (format!("{:.1}", report.seconds)) }
                @if let Some(error) = state.last_error() { dt { "error" } dd { (line(&error)) } }
            }
        }
    }
}

fn covered(coverage: &Facets) -> Markup {
    html! {
        h2 { "Coverage" }
        div.tables {
            @for facet in &coverage.facets {
                table {
                    caption { "By " (facet.field) }
                    thead { tr { th scope="col" { (facet.field) } th scope="col" { "articles" } } }
                    tbody {
                        @for (value, articles) in facet.values.iter().take(50) {
                            tr {
                                th scope="row" { a href=(View::of(condition(facet.field, value)).link()) { (line(value)) } }
                                td { (articles) }
                            }
                        }
                        @if facet.none > 0 { tr { th scope="row" { "not stated" } td { (facet.none) } } }
                        @if facet.values.len() > 50 { tr { th scope="row" { "and others" } td { (facet.values.len() - 50) } } }
                    }
                }
            }
        }
    }
}
