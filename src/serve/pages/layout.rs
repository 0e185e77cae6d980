//! What all pages have around them: the head, the way to the other pages, and the state of the archive at the foot.

use crate::text::{counted, one_line, without_hidden};
use maud::{DOCTYPE, Markup, html};

/// What is known when a page is made.
#[derive(Debug, Clone, Default)]
pub struct Frame {
    /// Number of the generation and its articles.
    pub generation: Option<(u64, u64)>,
    /// How old the view of the sources is.
    pub age: Option<String>,
    /// Whether a reader is logged in, and can log out.
    pub login: bool,
    /// The address of the feed of what is shown.
    pub feed: Option<String>,
}

/// A title on one line, without characters that change the direction of what follows.
fn plain(title: &str) -> String {
    without_hidden(&one_line(title)).into_owned()
}

/// Pages that every page links to.
const PAGES: [(&str, &str); 4] = [("/", "Search"), ("/saved", "Saved"), ("/status", "Status"), ("/help", "Help")];

/// A whole page. `here` is the address of the page that it belongs to.
pub fn layout(frame: &Frame, here: &str, title: &str, main: &Markup) -> String {
    let page = html! {
        (DOCTYPE)
        html lang="en" {
            head {
                meta charset="utf-8";
                title { (plain(title)) " – morgue" }
                meta name="viewport" content="width=device-width, initial-scale=1";
                meta name="color-scheme" content="light dark";
                link rel="stylesheet" href="/style.css";
                link rel="icon" href="/icon.svg" type="image/svg+xml";
                @if let Some(feed) = &frame.feed {
                    link rel="alternate" type="application/atom+xml" title="New articles of this search" href=(feed);
                }
                script src="/script.js" defer {}
            }
            body {
                a.skip href="#main" { "Skip to the content" }
                header.site {
                    p.name { a href="/" { "morgue" } }
                    nav aria-label="Pages" {
                        ul {
                            @for (address, name) in PAGES {
                                li { a href=(address) aria-current=[(address == here).then_some("page")] { (name) } }
                            }
                        }
                    }
                    @if here != "/" && here != "/login" {
                        form.mini method="get" action="/search" role="search" {
                            input #q name="q" type="search" aria-label="Search the archive" autocomplete="off" maxlength="4000";
                            button.quiet type="submit" { "Search" }
                        }
                    }
                    @if frame.login {
                        form method="post" action="/logout" { button.quiet type="submit" { "Log out" } }
                    }
                }
                main #main tabindex="-1" { (main) }
                p #told.told role="status" {}
                footer {
                    @if let Some((number, articles)) = frame.generation {
                        p {
                            (counted(articles, "article")) ", generation " (number)
                            @if let Some(age) = &frame.age { ", up to date " (age) " ago" }
                        }
                    }
                }
            }
        }
    };
    page.into_string()
}
