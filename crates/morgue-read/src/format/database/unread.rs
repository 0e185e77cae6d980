//! Texts of known databases in a form that is not read: several articles would be read as one, so they are rejected.

use super::factiva::is_accession;
use crate::format::reason::Reason;
use crate::format::{Drafts, FormatError};

/// Fewest articles: a single one can be read as a text.
const SEVERAL: usize = 2;

pub(super) fn is_unread(text: &str) -> bool {
    provider(text).is_some()
}

pub(super) fn refuse(text: &str, drafts: &mut Drafts) {
    if let Some((provider, advice)) = provider(text) {
        let detail = format!("several articles of {provider} in a form that is not read; {advice}");
        drafts.unreadable.push((1, FormatError::new(Reason::UnsupportedFormat, detail)));
    }
}

/// The database, and the form of its downloads that is read.
fn provider(text: &str) -> Option<(&'static str, &'static str)> {
    let several =
        |is_mark: fn(&str) -> bool| text.lines().filter(|line| is_mark(line)).take(SEVERAL).count() == SEVERAL;
    if text.contains('·') && several(|line| line.split_whitespace().any(is_europresse_number)) {
        return Some(("Europresse", "save them as HTML"));
    }
    if several(is_factiva_number) {
        return Some(("Factiva", "save them as HTML"));
    }
    if text.contains("proquest.com/docview") && several(is_bar) {
        return Some(("ProQuest", "save them as text with the interface in English"));
    }
    None
}

/// `news·20131005·CO·0012`.
fn is_europresse_number(word: &str) -> bool {
    let mut parts = word.split('·');
    let (kind, day, paper) = (parts.next(), parts.next(), parts.next());
    let is_day = |day: &str| day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit());
    kind.is_some_and(|kind| !kind.is_empty()) && day.is_some_and(is_day) && paper.is_some_and(|paper| !paper.is_empty())
}

/// `Document HARB000020241024eaao00001`.
fn is_factiva_number(line: &str) -> bool {
    line.trim().strip_prefix("Document ").is_some_and(is_accession)
}

fn is_bar(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 50 && line.bytes().all(|byte| byte == b'_')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn several_articles_are_rejected_and_one_is_a_text() {
        let article = "Le barrage a tenu\n\nIl a tenu.\n\nNuméro de document : news·20131005·CO·0012\n\n";
        let said = |text: &str| {
            let mut drafts = Drafts::default();
            refuse(text, &mut drafts);
            drafts.unreadable.into_iter().next().map(|(_, error)| error.detail)
        };
        let want = "several articles of Europresse in a form that is not read; save them as HTML";
        assert_eq!(said(&article.repeat(2)).as_deref(), Some(want));
        assert!(!is_unread(article) && !is_unread("The dam · the weir · the gate\nA · B · C\n"));
        assert!(is_unread(&"Dam holds\n\nDocument HARB000020241024eaao00001\n".repeat(2)));
    }
}
