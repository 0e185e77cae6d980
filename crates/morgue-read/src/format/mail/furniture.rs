//! The text around the body of a newsletter: links to its web page, why it was sent, how to unsubscribe, its own name.
//! Such blocks at both ends of a message are marked as such; the text between them is never touched.

use crate::article::AsideKind;
use crate::format::{Block, Draft, MetaField};
use crate::text::fold;

/// Blocks at the start and at the end of a message that may be furniture.
const FIRST: usize = 6;
const LAST: usize = 12;

/// Longest furniture, in characters; anything longer is text about newsletters.
const LONGEST: usize = 300;

/// Phrases, folded, that only furniture contains at the ends of a message.
const PHRASES: [&str; 34] = [
    "view in browser",
    "view in your browser",
    "view online",
    "view this email in",
    "view this letter in",
    "view this newsletter in",
    "read in browser",
    "read online",
    "open in browser",
    "trouble viewing this",
    "problems viewing this",
    "unsubscribe",
    "manage your preferences",
    "update your preferences",
    "email preferences",
    "you are receiving this",
    "you're receiving this",
    "you receive this",
    "you received this",
    "because you subscribed",
    "because you signed up",
    "forward to a friend",
    "add us to your address book",
    "im browser",
    "newsletter abbestellen",
    "newsletter abmelden",
    "sie erhalten diese",
    "dans votre navigateur",
    "se desabonner",
    "me desabonner",
    "vous recevez ce",
    "en tu navegador",
    "en el navegador",
    "darse de baja",
];

/// Marks the furniture of a draft.
pub(super) fn mark(draft: &mut Draft) {
    let stated = draft.candidates.iter().filter(|candidate| candidate.field == MetaField::Outlet);
    let own: Vec<String> = stated.map(|candidate| fold(&candidate.value)).collect();
    let count = draft.blocks.len();
    for (at, block) in draft.blocks.iter_mut().enumerate() {
        if at >= FIRST && at + LAST < count {
            continue;
        }
        if let Some(kind) = kind_of(block, &own) {
            block.aside = Some(kind);
            block.vote = Some(false);
        }
    }
}

fn kind_of(block: &Block, own: &[String]) -> Option<AsideKind> {
    if block.text.chars().count() > LONGEST {
        return None;
    }
    let text = fold(&block.text);
    if own.contains(&text) {
        return Some(AsideKind::Furniture);
    }
    PHRASES.iter().any(|phrase| text.contains(phrase)).then_some(AsideKind::Newsletter)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::read_text;

    #[test]
    fn furniture_is_marked_at_the_ends_alone() {
        let middle = "The ferry sails again.\n\n".repeat(20);
        let text = format!(
            "View this email in your browser\n\nDer Brief\n\n{middle}Why people unsubscribe, a study.\n\n{middle}\
             Newsletter abbestellen\n\nVous recevez ce message. Se désabonner.\n"
        );
        let mut draft = read_text(&text);
        draft.candidates.push(crate::format::Candidate {
            field: MetaField::Outlet,
            value: "Der Brief".to_owned(),
            origin: crate::article::Origin::fixed("mail:list-id"),
        });
        mark(&mut draft);
        let marked: Vec<&str> =
            draft.blocks.iter().filter(|it| it.aside.is_some()).map(|it| it.text.as_str()).collect();
        let want = [
            "View this email in your browser",
            "Der Brief",
            "Newsletter abbestellen",
            "Vous recevez ce message. Se désabonner.",
        ];
        assert_eq!(marked, want);
    }
}
