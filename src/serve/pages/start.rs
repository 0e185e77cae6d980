//! The first page: the box, what the archive covers, and the saved searches.

use super::form::form;
use super::layout::{Frame, layout};
use super::remarks::covered;
use super::text::line;
use super::timeline::timeline;
use crate::archive::Timeline;
use crate::desk::Coverage;
use crate::serve::address::View;
use maud::html;

/// What the first page shows.
pub struct StartPage {
    pub coverage: Coverage,
    pub timeline: Timeline,
    /// Names of saved searches, each with the address of its answer.
    pub saved: Vec<(String, String)>,
}

/// The page.
pub fn start(frame: &Frame, page: &StartPage) -> String {
    let main = html! {
        h1 { "The archive" }
        (form(&View::default(), false))
        p { (covered(&page.coverage)) ". " a href="/search?q=*" { "All articles" } }
        (timeline(&View::of("*"), &page.timeline))
        @if !page.saved.is_empty() {
            h2 { "Saved searches" }
            ul { @for (name, link) in &page.saved { li { a href=(link) { (line(name)) } } } }
        }
    };
    layout(frame, "/", "Search", &main)
}
