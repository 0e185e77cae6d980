//! Pages written as raw texts, in the layouts that scraping tools and people leave: what a page shows is known by its
//! markup, so that the line model sees many more publishers than there are texts.

use crate::training::Random;
use morgue::extract::Label;
use morgue::format::BlockRole;

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// One block per line, then an empty line; items start with a hyphen.
    Marked,
    /// One block per line, and nothing else.
    Flat,
    /// From the title to some blocks after the story: a byline is broken into lines, and each teaser follows a line with
    /// only a hyphen, its parts joined without spaces.
    Scraped,
    /// The story and some of what is inside it, as left by a tool that has cleaned the page.
    Cleaned,
}

pub const LAYOUTS: [Layout; 4] = [Layout::Marked, Layout::Flat, Layout::Scraped, Layout::Cleaned];

/// Blocks after the story that a scrape still has.
const BEHIND: u64 = 30;

/// The text of a page in a layout.
pub fn written(page: &[Label], layout: Layout, random: &mut Random) -> String {
    let is_story = |label: &Label| label.zone == "story";
    let (Some(first), Some(last)) = (page.iter().position(is_story), page.iter().rposition(is_story)) else {
        return String::new();
    };
    let title = page[..first].iter().rposition(|label| label.zone == "title").unwrap_or(first);
    let mut out = String::new();
    match layout {
        Layout::Marked | Layout::Flat => {
            for label in page {
                let marked = layout == Layout::Marked;
                let mark = match label.role {
                    BlockRole::ListItem if marked => "- ",
                    BlockRole::Heading(_) if marked && random.unit() < 0.3 => "## ",
                    _ => "",
                };
                out.push_str(mark);
                out.push_str(&label.text);
                out.push_str(if marked { "\n\n" } else { "\n" });
            }
        }
        Layout::Cleaned => {
            let inside = &page[title..=last];
            for label in inside.iter().filter(|label| label.zone != "margin" || random.unit() < 0.15) {
                out.push_str(&label.text);
                out.push('\n');
            }
        }
        Layout::Scraped => {
            let end = (last + 1 + (random.draw() % BEHIND) as usize).min(page.len());
            let mut at = title;
            while at < end {
                let label = &page[at];
                let is_link = label.zone == "margin" && label.link_share > 0.5;
                if is_link && (label.role == BlockRole::ListItem || at > last) {
                    out.push_str("-\n");
                    out.push_str(&label.text);
                    // The kicker, headline and deck of one teaser are one line.
                    let mut parts = 1;
                    while parts < 3 && at + 1 < end && page[at + 1].zone == "margin" && random.unit() < 0.5 {
                        at += 1;
                        parts += 1;
                        out.push_str(&page[at].text);
                    }
                } else if let Some(name) = by(&label.text).filter(|_| at < last && random.unit() < 0.7) {
                    out.push_str(label.text[..label.text.len() - name.len()].trim_end());
                    out.push('\n');
                    out.push_str(name);
                } else {
                    out.push_str(&label.text);
                    if label.zone == "title" && random.unit() < 0.5 {
                        out.push('\n');
                        out.push_str(&label.text);
                    }
                }
                out.push_str(if random.unit() < 0.5 { "\n\n" } else { "\n" });
                at += 1;
            }
        }
    }
    out
}

/// The name in a short line that starts with the word before a name.
fn by(line: &str) -> Option<&str> {
    let name = ["By ", "by ", "Von ", "Par ", "Por ", "Di "].iter().find_map(|word| line.strip_prefix(word))?;
    (name.split(' ').count() <= 5).then_some(name)
}
