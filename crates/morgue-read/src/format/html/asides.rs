//! How markup names a part of a page: `<nav>`, `<footer>`, `class="newsletter-signup"`. Uses only the words of tag,
//! class, id and role; the text is not read.

use super::dom::{Document, NodeId};
use crate::article::AsideKind;

/// Words of class and id, by the aside they name. A word counts only between separators.
const WORDS: [(&str, AsideKind); 60] = [
    ("newsletter", AsideKind::Newsletter),
    ("newsletters", AsideKind::Newsletter),
    ("signup", AsideKind::Newsletter),
    ("subscribe", AsideKind::Newsletter),
    ("subscription", AsideKind::Newsletter),
    ("related", AsideKind::Teaser),
    ("recommended", AsideKind::Teaser),
    ("recommendation", AsideKind::Teaser),
    ("recommendations", AsideKind::Teaser),
    ("recirc", AsideKind::Teaser),
    ("recirculation", AsideKind::Teaser),
    ("trending", AsideKind::Teaser),
    ("promo", AsideKind::Teaser),
    ("teaser", AsideKind::Teaser),
    ("teasers", AsideKind::Teaser),
    ("outbrain", AsideKind::Advert),
    ("taboola", AsideKind::Advert),
    ("readmore", AsideKind::Teaser),
    ("mostread", AsideKind::Teaser),
    ("sidebar", AsideKind::Teaser),
    ("upnext", AsideKind::Teaser),
    ("share", AsideKind::Share),
    ("sharing", AsideKind::Share),
    ("social", AsideKind::Share),
    ("sharebar", AsideKind::Share),
    ("follow", AsideKind::Share),
    ("bio", AsideKind::Bio),
    ("authorbio", AsideKind::Bio),
    ("authorbox", AsideKind::Bio),
    ("byline", AsideKind::Furniture),
    ("bylines", AsideKind::Furniture),
    ("dateline", AsideKind::Furniture),
    ("timestamp", AsideKind::Furniture),
    ("breadcrumb", AsideKind::Navigation),
    ("breadcrumbs", AsideKind::Navigation),
    ("navbar", AsideKind::Navigation),
    ("navigation", AsideKind::Navigation),
    ("nav", AsideKind::Navigation),
    ("menu", AsideKind::Navigation),
    ("pagination", AsideKind::Navigation),
    ("masthead", AsideKind::Navigation),
    ("skip", AsideKind::Navigation),
    ("comment", AsideKind::Comment),
    ("comments", AsideKind::Comment),
    ("disqus", AsideKind::Comment),
    ("respond", AsideKind::Comment),
    ("cookie", AsideKind::Furniture),
    ("cookies", AsideKind::Furniture),
    ("consent", AsideKind::Furniture),
    ("gdpr", AsideKind::Furniture),
    ("tags", AsideKind::Furniture),
    ("topics", AsideKind::Furniture),
    ("ad", AsideKind::Advert),
    ("ads", AsideKind::Advert),
    ("advert", AsideKind::Advert),
    ("advertisement", AsideKind::Advert),
    ("sponsored", AsideKind::Advert),
    ("paywall", AsideKind::Paywall),
    ("regwall", AsideKind::Paywall),
    ("copyright", AsideKind::Copyright),
];

/// The aside that an element's own tag and attributes name.
pub(super) fn aside_of(page: &Document, node: NodeId, tag: &str) -> Option<AsideKind> {
    match tag {
        "nav" | "menu" | "footer" => return Some(AsideKind::Navigation),
        // Page-wide wrappers have words such as `has-sidebar` that say nothing about the text.
        "body" | "html" | "main" | "article" => return None,
        _ => {}
    }
    let by_word = [page.class_name(node), page.id_attr(node)].iter().find_map(|value| word_kind(value));
    by_word.or_else(|| (tag == "aside").then_some(AsideKind::Teaser))
}

/// Long class lists describe layout; only this many words are checked.
const LOOKED_AT: usize = 24;

fn word_kind(value: &str) -> Option<AsideKind> {
    if value.is_empty() {
        return None;
    }
    let parts = value.split(|c: char| !c.is_ascii_alphanumeric()).filter(|part| !part.is_empty()).take(LOOKED_AT);
    // `has-sidebar` and `no-ads` are about something else.
    let mut before = "";
    for part in parts {
        let negated = ["has", "with", "no", "without", "is"].contains(&before);
        before = part;
        if negated {
            continue;
        }
        if let Some((_, kind)) = WORDS.iter().find(|(word, _)| part.eq_ignore_ascii_case(word)) {
            return Some(*kind);
        }
    }
    None
}
