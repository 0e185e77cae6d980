//! What went wrong, with its place in the query if it is a mistake there, and what to do.

use super::form::form;
use super::layout::{Frame, layout};
use super::text::line;
use crate::serve::address::View;
use crate::serve::problem::Problem;
use maud::{Markup, html};

/// A page for a problem without a search.
pub fn problem(problem: &Problem) -> String {
    layout(&Frame::default(), "", "Problem", &html! { (told(problem)) p { a href="/" { "Search" } } })
}

/// A page for a problem of a search, which can be changed there.
pub fn problem_in(frame: &Frame, view: &View, problem: &Problem) -> String {
    let main = html! {
        (form(view, !problem.mistakes.is_empty()))
        (told(problem))
    };
    layout(frame, "/", "Problem", &main)
}

/// A hint, unless it is about the terminal.
fn hint_of(hint: &Option<String>) -> Option<&String> {
    hint.as_ref().filter(|hint| !hint.contains("`morgue ") && !hint.contains("`--"))
}

/// A text in which every character takes its place, also one that cannot be seen.
fn visible(text: &str) -> String {
    text.chars().map(|c| if c.is_control() && c != '\n' { '\u{fffd}' } else { c }).collect()
}

fn told(problem: &Problem) -> Markup {
    html! {
        section.problem role="alert" {
            @if problem.mistakes.is_empty() {
                h1 { (line(&problem.message)) }
                @if let Some(hint) = hint_of(&problem.hint) { p { (line(hint)) } }
            } @else {
                h1 { "The query cannot be read" }
                @for mistake in &problem.mistakes {
                    p { (line(&mistake.message)) " (column " (mistake.column) ")" }
                    pre { (visible(&mistake.pointer)) }
                    @if let Some(hint) = hint_of(&mistake.hint) { p { (line(hint)) } }
                }
            }
        }
    }
}
