//! Nexis texts without the lines that count their documents, as programs and people copy them: every article is its
//! outlet, day and title, labels with its length among them, the story, and labels and a copyright line after it.

use super::article::each_part;
use super::nexis::{Paragraph, is_copyright, is_date, paragraphs, read_document};
use super::nexis_labels::{Label, label, uni_label};
use super::nexis_uni::is_load_date;
use crate::format::Drafts;

/// Longest value on the line after its label; more is a story.
const LONGEST_VALUE: usize = 200;

/// A text with a length under its label, and another label in capitals or the one that no other text has.
pub(super) fn is_plain_text(text: &str) -> bool {
    let labels = || text.lines().filter_map(|line| label(line.trim()));
    let in_capitals = labels().any(|(label, _, value)| label == Label::Length && is_length(value))
        && labels().any(|(label, ..)| label.is_tail() || matches!(label, Label::Byline | Label::Section));
    let has_length = |line: &str| matches!(uni_label(line.trim()), Some((Label::Length, _, value)) if is_length(value));
    in_capitals || (text.lines().any(has_length) && text.lines().any(|line| ends_article(line.trim())))
}

/// `Load-Date: May 7, 2024`; `Update: …` may be a sentence.
fn ends_article(line: &str) -> bool {
    is_load_date(line) && line.split(':').next().is_some_and(|name| name.contains('-'))
}

/// A paragraph with its label in capitals, `LENGTH` for `Length`, if no sentence begins like it.
fn in_capitals(mut paragraph: Paragraph) -> Paragraph {
    let sure = |label| matches!(label, Label::Length | Label::Byline | Label::Section | Label::Language);
    let text = match uni_label(&paragraph.text) {
        Some((label, name, value)) if sure(label) || ends_article(&paragraph.text) => {
            Some(format!("{}: {value}", name.to_uppercase()))
        }
        _ => None,
    };
    if let Some(text) = text {
        paragraph.text = text;
    }
    paragraph
}

/// `102 words`, or nothing if it is on the next line.
fn is_length(value: &str) -> bool {
    value.is_empty() || value.starts_with(|c: char| c.is_ascii_digit())
}

pub(super) fn read_plain_text(text: &str, drafts: &mut Drafts) {
    let paragraphs = with_values(paragraphs(text).into_iter().map(in_capitals).collect());
    let has_length = |it: &Paragraph| matches!(label(&it.text), Some((Label::Length, _, value)) if is_length(value));
    let lengths: Vec<usize> = (0..paragraphs.len()).filter(|&at| has_length(&paragraphs[at])).collect();
    let between = lengths.windows(2).map(|pair| start_between(&paragraphs, pair[0], pair[1]));
    let starts: Vec<usize> = [0].into_iter().chain(between).collect();
    let ends = starts.iter().skip(1).copied().chain([paragraphs.len()]);
    let parts: Vec<&[Paragraph]> =
        starts.iter().zip(ends).filter_map(|(&start, end)| paragraphs.get(start..end)).collect();
    each_part(parts, drafts, read_document);
}

/// Labels whose value is in the next paragraph, with that value.
fn with_values(paragraphs: Vec<Paragraph>) -> Vec<Paragraph> {
    let mut joined: Vec<Paragraph> = Vec::new();
    for paragraph in paragraphs {
        let is_value = paragraph.text.len() <= LONGEST_VALUE && label(&paragraph.text).is_none();
        match joined.last_mut() {
            Some(last) if is_value && label(&last.text).is_some_and(|(_, _, value)| value.is_empty()) => {
                last.text.push(' ');
                last.text.push_str(&paragraph.text);
            }
            _ => joined.push(paragraph),
        }
    }
    joined
}

/// Where the article with the second length starts: after what follows the story of the first, else at the outlet above
/// its day.
fn start_between(paragraphs: &[Paragraph], first: usize, second: usize) -> usize {
    let between = paragraphs.get(first + 1..second).unwrap_or_default();
    let is_fact = |it: &Paragraph| label(&it.text).is_some_and(|(label, ..)| label.is_tail()) || is_copyright(&it.text);
    let after_facts = between.iter().rposition(is_fact).map(|at| at + 1);
    let at_outlet = || between.iter().rposition(|it| is_date(&it.text)).map(|at| at.saturating_sub(1));
    first + 1 + after_facts.or_else(at_outlet).unwrap_or(between.len())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::MetaField;

    #[test]
    fn articles_are_separated_by_what_follows_their_stories_or_by_their_days() {
        let article = |outlet: &str, day: &str, title: &str, tail: &str| {
            format!(
                "{outlet}\n\n{day}\n\n{title}\n\nSECTION: \n\nNEWS; Pg. 1\n\nLENGTH: 9 words\n\nThe {title} story.\n\n{tail}"
            )
        };
        for tail in [
            "LOAD-DATE: May 7, 2024\n\nCopyright 2024 Harbour Press\nAll Rights Reserved\n\n",
            "LANGUAGE: ENGLISH\n\n",
            "",
        ] {
            let text = article("The Courier", "May 6, 2024 Monday", "Dam holds", tail)
                + &article("The Post", "May 7, 2024", "Dam leaks", tail);
            assert!(is_plain_text(&text));
            let mut drafts = Drafts::default();
            read_plain_text(&text, &mut drafts);
            let facts: Vec<Vec<&str>> = drafts
                .found
                .iter()
                .map(|draft| {
                    let fields = [MetaField::Outlet, MetaField::Published, MetaField::Title, MetaField::Section];
                    let of =
                        |field| draft.candidates.iter().find(|it| it.field == field).map_or("", |it| it.value.as_str());
                    fields.map(of).into_iter().chain(draft.blocks.iter().map(|block| block.text.as_str())).collect()
                })
                .collect();
            let want = [
                vec!["The Courier", "May 6, 2024 Monday", "Dam holds", "NEWS", "The Dam holds story."],
                vec!["The Post", "May 7, 2024", "Dam leaks", "NEWS", "The Dam leaks story."],
            ];
            assert_eq!(facts, want, "{tail}");
        }
        let mixed = article("The Courier", "May 6, 2024", "Dam holds", "Load-Date: May 7, 2024\n\n");
        let mixed = mixed.replace("SECTION", "Section").replace("LENGTH", "Length");
        let mut drafts = Drafts::default();
        read_plain_text(&mixed.repeat(2), &mut drafts);
        assert_eq!((is_plain_text(&mixed), drafts.found.len(), drafts.found[1].blocks.len()), (true, 2, 1));
        assert!(!is_plain_text("Length: 9 m\n\nSection: 1\n\nUpdate: a story."));
        assert!(!is_plain_text("LENGTH: 9 words\n\nA story.") && !is_plain_text("SECTION: a\nBYLINE: b"));
    }
}
