//! The query language: the page that `morgue help query` prints.

use super::layout::{Frame, layout};
use crate::desk::HelpPart;
use crate::serve::address::View;
use maud::html;

/// The page.
pub fn help(frame: &Frame, parts: &[HelpPart]) -> String {
    let main = html! {
        h1 { "The query language" }
        div.help {
            @for part in parts {
                @match part {
                    HelpPart::Heading(text) => h2 { (text) },
                    HelpPart::Paragraph(text) => p { (text) },
                    HelpPart::Example(field, what) if field.ends_with(':') => p { code { (field) } " " (what) },
                    HelpPart::Example(query, what) => p.example { a href=(View::of(query).link()) { code { (query) } } " " (what) },
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
