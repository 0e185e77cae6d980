//! The state of the archive, for its keeper.

use super::facets::condition;
use super::layout::{Frame, layout};
use super::text::line;
use crate::archive::{Facet, Facets};
use crate::desk::{State, age_text, limits, outcomes};
use crate::ingest::{Report, Spike};
use crate::serve::address::View;
use crate::text::counted;
use maud::{Markup, html};

/// Documents that are listed.
pub const MOST_SPIKES: u64 = 200;

/// The page; `coverage` has the outlets and the years of all articles, `spikes` the first documents that could not be read.
pub fn status(frame: &Frame, state: &State, coverage: Option<&Facets>, spikes: &[Spike]) -> String {
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
                    dd {
                        (opened.stories.stories) " of " (counted(opened.stories.articles, "article"))
                        @for limit in limits(&opened.stories) { br; (limit) }
                    }
                    @for source in &opened.sources { dt { "source" } dd { (line(&source.name)) } }
                }
                @if opened.is_learned_stale() { p { "The table of repeated lines is out of date: run " code { "morgue rebuild" } "." } }
                h2 { "Not indexed" }
                @if opened.spiked.is_empty() { p { "Every document could be read." } } @else {
                    table {
                        thead { tr { th scope="col" { "reason" } th scope="col" { "documents" } } }
                        tbody { @for (reason, number) in &opened.spiked { tr { th scope="row" { (reason) } td { (number) } } } }
                    }
                    details {
                        summary { "Which ones" }
                        ul { @for spike in spikes { li { code { (line(&spike.locator)) } ": " (line(&spike.detail)) } } }
                        @if spikes.len() as u64 == MOST_SPIKES { p { "These are the first; " code { "morgue spiked" } " lists all." } }
                    }
                }
            }
        }
        (last_run(state))
        (runs(&state.runs()))
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
                dt { "result" } dd { (report.outcome.name()) }
                dt { "files" } dd { (report.counts.files) }
                dt { "seconds" } dd { (format!("{:.1}", report.seconds)) }
                @if let Some(error) = state.last_error() { dt { "error" } dd { (line(&error)) } }
            }
        }
    }
}

/// The runs whose reports are kept.
fn runs(runs: &[Report]) -> Markup {
    html! {
        @if runs.len() > 1 {
            details {
                summary { (outcomes(runs)) " of the last " (runs.len()) " runs" }
                table {
                    thead {
                        tr {
                            th scope="col" { "started" }
                            th scope="col" { "result" }
                            th scope="col" { "articles" }
                            th scope="col" { "files read" }
                            th scope="col" { "seconds" }
                        }
                    }
                    tbody {
                        @for run in runs {
                            tr {
                                th scope="row" { (run.start) }
                                td {
                                    (run.outcome.name())
                                    @if let Some(error) = &run.error { ": " (line(error)) }
                                }
                                td { @if let Some(articles) = run.articles { (articles) } }
                                td { (run.counts.read_files) " of " (run.counts.files) }
                                td { (format!("{:.1}", run.seconds)) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Most values of a table.
const MOST: usize = 80;

/// Years by time, the newest first; other values as counted.
fn in_order(facet: &Facet) -> Vec<(String, u64)> {
    let mut values = facet.values.clone();
    if facet.field == "year" {
        values.sort_by(|one, other| other.0.cmp(&one.0));
    }
    values
}

fn covered(coverage: &Facets) -> Markup {
    html! {
        h2 { "Coverage" }
        div.tables {
            @for facet in &coverage.facets {
                @let values = in_order(facet);
                table {
                    caption { "By " (facet.field) }
                    thead { tr { th scope="col" { (facet.field) } th scope="col" { "articles" } } }
                    tbody {
                        @for (value, articles) in values.iter().take(MOST) {
                            tr {
                                th scope="row" {
                                    @match condition(facet.field, value) {
                                        Some(own) => a href=(View::of(own).link()) { (line(value)) },
                                        None => (line(value)),
                                    }
                                }
                                td { (articles) }
                            }
                        }
                        @if facet.none > 0 { tr { th scope="row" { "not stated" } td { (facet.none) } } }
                        @if facet.values.len() > MOST { tr { th scope="row" { "and others" } td { (facet.values.len() - MOST) } } }
                    }
                }
            }
        }
    }
}
