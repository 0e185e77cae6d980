//! The blocks of a draft with their zones, in reading order: what `read --zones` shows.
//! Decides nothing: the zones are the same as for an article.

use super::losers::Losers;
use super::page::Verdict;
use super::place::DraftLocation;
use super::rules::Rules;
use super::{line_rules, outlet, title, url, zones};
use crate::article::AsideKind;
use crate::format::{Block, BlockRole, Draft};

/// One block and its zone.
#[derive(Debug, Clone, PartialEq)]
pub struct Label {
    /// `title`, `deck`, `story`, `caption` or `margin`.
    pub zone: &'static str,
    /// Why it is in the margin.
    pub aside: Option<AsideKind>,
    pub role: BlockRole,
    /// The vote on whether the block is story; `None` if there was none.
    pub vote: Option<bool>,
    /// Share of the letters that are in links, 0 to 1.
    pub link_share: f32,
    pub text: String,
}

/// Labels the blocks of a draft.
pub fn labels(draft: &Draft, place: &DraftLocation, rules: &Rules) -> Vec<Label> {
    let mut losers = Losers::default();
    let url = url::settle(draft, place, &mut losers);
    let outlet = outlet::settle(draft, url.as_ref(), rules, &mut losers);
    let title = title::settle(draft, &outlet, &mut losers);
    let mut verdicts = zones::verdicts(draft, title.as_ref(), rules.line_model());
    // The title usually comes from elsewhere; its heading still counts as the title.
    let is_title = |block: &Block| title.as_ref().is_some_and(|title| line_rules::is_title(&block.text, &title.value));
    let heading = draft.blocks.iter().position(|block| matches!(block.role, BlockRole::Heading(1)) && is_title(block));
    if let Some(verdict) = heading.map(|at| &mut verdicts[at]).filter(|verdict| **verdict != Verdict::Story) {
        *verdict = Verdict::Title;
    }
    let label = |(block, verdict): (&Block, &Verdict)| {
        let (zone, aside) = match verdict {
            Verdict::Story => ("story", None),
            Verdict::Caption => ("caption", None),
            Verdict::Deck => ("deck", None),
            Verdict::Title => ("title", None),
            Verdict::Aside(kind) => ("margin", Some(*kind)),
        };
        let (role, vote, link_share) = (block.role, block.vote, block.link_share);
        Label { zone, aside, role, vote, link_share, text: block.text.clone() }
    };
    draft.blocks.iter().zip(&verdicts).map(label).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read_html;

    #[test]
    fn every_block_has_its_zone_in_reading_order() {
        let lead = "The ferry came in two hours late on Tuesday, and nobody on the quay could say why it had been held at the island for so long.";
        let html = format!(
            "<nav><a href='/'>Home</a></nav><h1>Ferry is late</h1><p>By Jane Doe</p><article><p>{lead}</p><p>{lead} Again.</p></article>\
             <div class='newsletter'><p>Sign up for our newsletter today and never miss a tide.</p></div>"
        );
        let draft = read_html(&html).expect("a page");
        let labels = labels(&draft, &DraftLocation::default(), &Rules::default());
        let got: Vec<(&str, Option<AsideKind>, &str)> = labels
            .iter()
            .map(|label| (label.zone, label.aside, label.text.split(' ').next().unwrap_or_default()))
            .collect();
        let want = [
            ("margin", Some(AsideKind::Navigation), "Home"),
            ("title", None, "Ferry"),
            ("margin", Some(AsideKind::Furniture), "By"),
            ("story", None, "The"),
            ("story", None, "The"),
            ("margin", Some(AsideKind::Newsletter), "Sign"),
        ];
        assert_eq!(got, want);
    }
}
