//! Which of several marked elements belong to the story: those that share the smallest box with its heading, and are not in
//! a box of other stories. Readers' comments never do.

use super::asides::aside_of;
use super::dom::{Document, NodeId};
use crate::article::AsideKind;
use crate::text::{fold, squeeze};

/// The elements around the heading of the story, innermost first; empty if no heading is known.
#[derive(Debug, Default)]
pub(super) struct Nearness {
    around: Vec<NodeId>,
}

/// Elements that are compared; a page of more marks is a list.
const LOOKED_AT: usize = 60;

/// Headings that are compared with the title, and the fewest letters of one that is not of the first rank.
const HEADINGS: usize = 40;
const LEAST_LETTERS: usize = 12;

impl Nearness {
    /// `first` are the headings of the first rank, `others` those below it.
    pub fn of(page: &Document, first: &[NodeId], others: &[NodeId], title: &str) -> Self {
        let title = fold(title);
        let text = |node: NodeId| fold(&squeeze(&page.text_content(node)));
        let length_in_title = |node: NodeId| {
            let text = text(node);
            if !text.is_empty() && title.contains(&text) { text.chars().count() } else { 0 }
        };
        let best = |nodes: &[NodeId], least: usize| {
            let scored = nodes.iter().take(HEADINGS).map(|&node| (length_in_title(node), node));
            scored.filter(|(length, _)| *length >= least).reduce(|best, next| if next.0 > best.0 { next } else { best })
        };
        let only = if let [only] = first { Some(*only) } else { None };
        let heading = best(first, 1).map(|(_, node)| node).or(only);
        let heading = heading.or_else(|| best(others, LEAST_LETTERS).map(|(_, node)| node));
        let around = std::iter::successors(heading, |&node| page.parent(node)).collect();
        Self { around }
    }

    /// The elements in the order of their nearness; those equally near in page order.
    pub fn sorted(&self, page: &Document, nodes: &[NodeId]) -> Vec<NodeId> {
        let mut ranked: Vec<((bool, usize), NodeId)> =
            nodes.iter().take(LOOKED_AT).filter_map(|&node| Some((self.rank(page, node)?, node))).collect();
        ranked.sort_by_key(|(rank, _)| *rank);
        ranked.into_iter().map(|(_, node)| node).collect()
    }

    /// Whether an element is in a box beside the story, and how far out the box is that it shares with the heading.
    fn rank(&self, page: &Document, node: NodeId) -> Option<(bool, usize)> {
        let mut apart = false;
        for outer in std::iter::successors(Some(node), |&node| page.parent(node)) {
            if let Some(distance) = self.around.iter().position(|&around| around == outer) {
                return Some((apart, distance));
            }
            match aside_of(page, outer, page.tag_name(outer)) {
                Some(AsideKind::Comment) => return None,
                Some(AsideKind::Teaser | AsideKind::Navigation | AsideKind::Advert | AsideKind::Newsletter) => {
                    apart = true
                }
                _ => {}
            }
        }
        Some((apart, self.around.len()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The texts of the links of a page, nearest first.
    fn order(body: &str) -> Vec<String> {
        let page = Document::parse(&format!("<html><body>{body}</body></html>"));
        let tagged = |tag: &str| page.get_elements_by_tag_name(page.root(), tag);
        let near = Nearness::of(&page, &tagged("h1"), &tagged("h2"), "The dam held - Courier");
        near.sorted(&page, &tagged("a")).into_iter().map(|node| page.text_content(node)).collect()
    }

    #[test]
    fn names_beside_the_heading_come_before_those_of_other_stories() {
        let story = "<article><h1>The dam held</h1><p><a>Ann</a></p></article>";
        for (page, want) in [
            (format!("<ul><li><a>Ben</a></li></ul>{story}<ul><li><a>Cid</a></li></ul>"), &["Ann", "Ben", "Cid"][..]),
            (format!("<h1>Courier</h1><p><a>Ben</a></p>{story}"), &["Ann", "Ben"]),
            ("<div><h2>The dam held</h2><a>Ann</a></div><a>Ben</a>".to_owned(), &["Ann", "Ben"]),
            (
                "<main><div class=related><a>Ben</a></div><h1>The dam held</h1><a>Ann</a></main>".to_owned(),
                &["Ann", "Ben"],
            ),
            ("<h1>The dam held</h1><ol><li class=comment><a>Ben</a></li></ol>".to_owned(), &[]),
            ("<a>Ben</a><a>Ann</a>".to_owned(), &["Ben", "Ann"]),
        ] {
            assert_eq!(order(&page), want, "{page}");
        }
    }
}
