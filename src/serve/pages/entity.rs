//! A name: how it is written, which names mean the same, when, with whom, and where.

use super::article::entity_link;
use super::facets::condition;
use super::layout::{Frame, layout};
use super::text::line;
use super::timeline::timeline;
use crate::archive::About;
use crate::serve::address::View;
use crate::text::counted;
use maud::html;

/// The page of a name.
pub fn entity(frame: &Frame, about: &About) -> String {
    let view = View::of(condition(about.kind.field(), &about.name).unwrap_or_else(|| about.name.clone()));
    let main = html! {
        h1 { (line(&about.name)) }
        p {
            (about.kind.field()) ", "
            a href=(view.link()) { (counted(about.timeline.total.found, "article")) }
        }
        (timeline(&view, &about.timeline))
        @if !about.forms.is_empty() {
            h2 { "As written" }
            ul.inline { @for (form, mentions) in &about.forms { li { (line(form)) " (" (mentions) ")" } } }
        }
        @if about.ambiguous > 0 { p { (counted(about.ambiguous, "mention")) " may mean another person" } }
        @if !about.taken.is_empty() {
            h2 { "Also counted" }
            ul { @for taken in &about.taken { li { (line(&taken.described())) } } }
        }
        @if !about.companions.is_empty() {
            h2 { "Named together with" }
            ul.inline {
                @for value in &about.companions {
                    li {
                        a href=(entity_link(value.kind, &value.name)) { (line(&value.name)) }
                        @if let Some(together) = value.together { " (" (together.articles) ")" }
                    }
                }
            }
        }
        @if !about.outlets.is_empty() {
            h2 { "Outlets" }
            ul.inline {
                @for (outlet, articles) in &about.outlets {
                    li {
                        @match condition("outlet", outlet) {
                            Some(own) => a href=(view.narrowed(&own).link()) { (line(outlet)) },
                            None => (line(outlet)),
                        }
                        " (" (articles) ")"
                    }
                }
            }
        }
    };
    layout(frame, "", &about.name, &main)
}
