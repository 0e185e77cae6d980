//! Two articles and what only one of them has, as a page of its own that runs and loads nothing.

use super::difference::{Part, paragraphs};
use super::html::{Text, opening};
use super::style::Style;
use super::text::facts;
use crate::archive::Hit;
use std::io::{self, Write};

/// Writes the page; `texts` are the differences of the zones.
pub fn compared_page(
    old: &Hit,
    new: &Hit,
    texts: &[Vec<(Part, String)>],
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    let safe = Text { terminal: style.terminal };
    let title = [&new.zones.title, &old.zones.title].into_iter().find(|title| !title.trim().is_empty());
    let title = safe.of(title.map_or("untitled", String::as_str));
    opening(&title, out)?;
    writeln!(out, "<header>\n<h1><bdi>{title}</bdi></h1>")?;
    for (sign, hit) in [("del", old), ("ins", new)] {
        writeln!(out, "<p class=\"facts\"><{sign}>{}</{sign}> {}</p>", safe.of(&hit.key), safe.of(&facts(hit)))?;
    }
    writeln!(out, "</header>")?;
    for paragraph in texts.iter().flat_map(|parts| paragraphs(parts)) {
        write!(out, "<p dir=\"auto\">")?;
        for (part, text) in paragraph {
            let text = spaced(text, &safe);
            match part {
                Part::Both => write!(out, "{text}")?,
                Part::Dropped => write!(out, "<del>{text}</del>")?,
                Part::Added => write!(out, "<ins>{text}</ins>")?,
            }
        }
        writeln!(out, "</p>")?;
    }
    writeln!(out, "</main>\n</body>\n</html>")
}

/// Text for HTML, with the spaces around it.
fn spaced(text: &str, safe: &Text) -> String {
    let inner = text.trim();
    if inner.is_empty() {
        return " ".to_owned();
    }
    let space = |is: bool| if is { " " } else { "" };
    format!(
        "{}{}{}",
        space(text.starts_with(char::is_whitespace)),
        safe.of(inner),
        space(text.ends_with(char::is_whitespace))
    )
}
