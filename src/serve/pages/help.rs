//! The query language: the page that `morgue help query` prints.

use super::layout::{Frame, layout};
use crate::desk::HelpPart;
use crate::query::{ParseOptions, parse};
use crate::serve::address::View;
use maud::html;

/// Whether an example is a whole query, and not a field or a command.
fn can_be_asked(example: &str) -> bool {
    let options = ParseOptions { any: false, today: &jiff::civil::Date::default };
    !example.starts_with("morgue ") && !example.ends_with(':') && parse(example, options).is_ok()
}

/// The page.
pub fn help(frame: &Frame, parts: &[HelpPart]) -> String {
    let main = html! {
        h1 { "The query language" }
        p { "What begins with two dashes is a flag of the terminal; here it is a choice below the search box." }
        div.help {
            @for part in parts {
                @match part {
                    HelpPart::Heading(text) => h2 { (text) },
                    HelpPart::Paragraph(text) => p { (text) },
                    HelpPart::Example(query, what) => p.example {
                        @for (nth, one) in query.split(" · ").enumerate() {
                            @if nth > 0 { " · " }
                            @if can_be_asked(one) { a href=(View::of(one).link()) { code { (one) } } } @else { code { (one) } }
                        }
                        " " (what)
                    },
                }
            }
        }
        h2 { "Keys" }
        dl.state {
            dt { kbd { "/" } } dd { "to the search box" }
            dt { kbd { "j" } " " kbd { "k" } } dd { "next and previous entry, or match of an article" }
            dt { kbd { "o" } } dd { "open the entry" }
            dt { kbd { "c" } } dd { "copy the reference, or the address of the page" }
            dt { kbd { "?" } } dd { "this page" }
        }
    };
    layout(frame, "/help", "Help", &main)
}
