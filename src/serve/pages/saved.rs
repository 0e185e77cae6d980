//! Saved searches with what is new in each, and the feeds that have a token.

use super::layout::{Frame, layout};
use super::text::line;
use crate::serve::feeds::Subscription;
use maud::html;

/// A saved search.
pub struct SavedRow {
    pub name: String,
    /// As typed.
    pub query: String,
    /// The parameters of its address.
    pub state: String,
    /// Articles that it finds, and those that `morgue watch` has not shown; or why it cannot be read.
    pub found: Result<(u64, u64), String>,
}

/// What the page shows.
pub struct SavedPage {
    pub rows: Vec<SavedRow>,
    pub feeds: Vec<Subscription>,
    /// Whether feeds need a token.
    pub tokens: bool,
    /// The address of a feed that was just made, which is shown once.
    pub made: Option<String>,
    pub told: Option<String>,
}

/// The page.
pub fn saved(frame: &Frame, page: &SavedPage) -> String {
    let main = html! {
        h1 { "Saved searches" }
        @if let Some(told) = &page.told { p role="status" { (line(told)) } }
        @if let Some(made) = &page.made {
            p role="status" { "The address of the feed, which is shown only now: " }
            pre.copy tabindex="0" aria-label="Address of the feed" { (made) }
        }
        @if page.rows.is_empty() { p { "None yet. Search, then save the search with a name." } } @else {
            div.wide tabindex="0" role="region" aria-label="Saved searches" {
                table {
                    thead { tr { th scope="col" { "name" } th scope="col" { "query" } th scope="col" { "found" } th scope="col" { "new" } th scope="col" { "" span.hidden { "actions" } } } }
                    tbody {
                        @for row in &page.rows {
                            tr {
                                th scope="row" { a href=(format!("/search?{}", row.state)) { (line(&row.name)) } }
                                td { (line(&row.query)) }
                                @match &row.found {
                                    Ok((total, new)) => { td { (total) } td { (new) } }
                                    Err(why) => td colspan="2" { (line(why)) },
                                }
                                td.actions {
                                    a href=(format!("/feed?{}", row.state)) { "Feed" }
                                    @if page.tokens {
                                        form method="post" action="/feeds" {
                                            input type="hidden" name="search" value=(row.state);
                                            button.quiet type="submit" { "Make a feed address" }
                                        }
                                    }
                                    form method="post" action="/saved/remove" {
                                        input type="hidden" name="name" value=(row.name);
                                        button.quiet type="submit" aria-label=(format!("Remove {}", row.name)) { "Remove" }
                                    }
                                }
                            }
                        }
                    }
                }
            }
        }
        @if !page.feeds.is_empty() {
            h2 { "Feeds with a token" }
            ul {
                @for feed in &page.feeds {
                    li {
                        a href=(format!("/search?{}", feed.search)) { (line(&feed.search)) } ", made " (feed.made)
                        form method="post" action="/feeds/revoke" {
                            input type="hidden" name="id" value=(feed.id());
                            button.quiet type="submit" { "Revoke" }
                        }
                    }
                }
            }
        }
        p { "What is new is what " code { "morgue watch" } " has not shown yet; looking at it here changes nothing." }
    };
    layout(frame, "/saved", "Saved searches", &main)
}
