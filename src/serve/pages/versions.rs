//! The versions of an article, as its sources have them.

use super::article::entry;
use super::layout::{Frame, layout};
use super::text::{line, title};
use crate::archive::Hit;
use crate::desk::{ArticleVersion, moment};
use crate::serve::address::View;
use crate::text::counted;
use maud::html;

/// The page.
pub fn versions(frame: &Frame, key: &str, all: &[ArticleVersion], others: &[Hit]) -> String {
    let main = html! {
        h1 { (counted(all.len() as u64, "version")) " of an article" }
        p { a href=(format!("/article/{key}")) { "The article" } }
        ol.hits {
            @for version in all {
                li {
                    (title(&version.hit, &[]))
                    p.facts {
                        @let stated = version.hit.record.modified.as_ref().map(|found| found.value).or(version.hit.published);
                        @if let Some(stated) = stated { (stated.to_string()) } @else { "undated" }
                        " · " (counted(version.hit.words, "word"))
                        @if version.is_current { " · the one that is searched" }
                        @if let Some(captured) = version.captured { " · captured " (moment(captured)) }
                        " · " (line(&format!("{}/{}", version.hit.source, version.hit.path)))
                    }
                    @for note in version.hit.corrections() { p.correction { (line(&note)) } }
                    @if let Some(differs) = version.differs {
                        p.also {
                            @if version.new_title { "new title, " }
                            (format!("added {:.0} %, dropped {:.0} % · ", differs.added * 100.0, differs.dropped * 100.0))
                            a href=(format!("/versions/{key}/{}/{}", version.number - 1, version.number)) { "what changed" }
                        }
                    }
                }
            }
        }
        @if !others.is_empty() {
            h2 { "Other articles with this address" }
            ol.hits { @for other in others { li { (entry(&View::default(), other)) } } }
        }
        @if all.len() > 2 {
            p { a href=(format!("/versions/{key}/1/{}", all.len())) { "From the first to the last" } }
        }
    };
    layout(frame, "", "Versions", &main)
}
