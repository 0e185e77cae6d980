//! The outlet of a raw text from the lines beside its story: the bio of a reporter, a prompt that names the outlet of a line
//! of its own, a copyright line.

use super::page::{Page, Verdict};
use super::raw_head::outlet_of_copyright;
use crate::article::{AsideKind, FoundValue, Origin};
use crate::text::words_of;

/// What people at a newsroom are called; a professor's university is no outlet.
const TRADES: [&str; 13] = [
    "reporter",
    "correspondent",
    "editor",
    "columnist",
    "journalist",
    "staff writer",
    "news writer",
    "producer",
    "redakteur",
    "korrespondent",
    "journaliste",
    "periodista",
    "giornalista",
];

/// Words between a trade and the outlet.
const BEFORE: [&str; 10] = [" at ", " for ", " with ", " of ", " bei ", " beim ", " der ", " à ", " en ", " de "];

/// Most words of an outlet's name.
const NAME_WORDS: usize = 5;

/// Most words of a slogan between an outlet's name and its prompt.
const SLOGAN_WORDS: usize = 12;

/// Finds the outlet, if nothing above the story names it, and moves its name and its slogan out of the story.
pub(super) fn settle(page: &mut Page) {
    if page.cut.outlet.is_none() {
        page.cut.outlet = in_copyright(page).or_else(|| in_prompt(page)).or_else(|| in_bio(page));
    }
    let Some(name) = page.cut.outlet.as_ref().map(|outlet| outlet.value.clone()) else { return };
    slogan(page, &name);
}

fn found(name: String, origin: &'static str) -> FoundValue<String> {
    FoundValue::new(name, Origin::fixed(origin))
}

fn in_copyright(page: &Page) -> Option<FoundValue<String>> {
    let name = page.blocks.iter().rev().find_map(|block| outlet_of_copyright(&block.text))?;
    Some(found(name, "text:copyright"))
}

/// A name on a line of its own that a prompt for a newsletter repeats.
fn in_prompt(page: &Page) -> Option<FoundValue<String>> {
    let of = |kind: &dyn Fn(Verdict) -> bool| {
        page.blocks
            .iter()
            .zip(&page.verdicts)
            .filter(|(_, verdict)| kind(**verdict))
            .map(|(block, _)| bare(&block.text))
            .collect::<Vec<_>>()
    };
    let prompts = of(&|verdict| verdict == Verdict::Aside(AsideKind::Newsletter));
    let lone = of(&|verdict| matches!(verdict, Verdict::Aside(_)));
    let name = lone.into_iter().find(|line| {
        words_of(line) <= NAME_WORDS
            && named(line) == Some(line)
            && prompts.iter().any(|prompt| prompt != line && prompt.contains(line))
    })?;
    Some(found(name.to_owned(), "text:prompt"))
}

/// `Jane Doe has worked as a reporter at Meridian Post since 2016.`
fn in_bio(page: &Page) -> Option<FoundValue<String>> {
    let bios =
        page.blocks.iter().zip(&page.verdicts).filter(|(_, verdict)| **verdict == Verdict::Aside(AsideKind::Bio));
    let name = bios.filter_map(|(block, _)| outlet_of_bio(&block.text)).next()?;
    Some(found(name.to_owned(), "text:bio"))
}

fn outlet_of_bio(line: &str) -> Option<&str> {
    let trade = TRADES.iter().filter_map(|trade| Some(line.find(trade)? + trade.len())).min()?;
    let rest = &line[trade..];
    let at = BEFORE.iter().filter_map(|word| Some(rest.find(word)? + word.len())).min()?;
    let sentence = rest.find(". ").unwrap_or(rest.len());
    (at < sentence).then(|| named(bare(&rest[at..])))?
}

/// A line without the marks around emphasis.
fn bare(text: &str) -> &str {
    text.trim().trim_matches(['*', '_', '"', '“', '”'])
}

/// The words with capitals at the start of a text, with the small words between them.
fn named(text: &str) -> Option<&str> {
    const SMALL: [&str; 9] = ["of", "the", "and", "&", "de", "la", "del", "für", "der"];
    let (mut end, mut at, mut words) = (0, 0, 0);
    for word in text.split_inclusive(' ') {
        let plain = word.trim_end_matches(|c: char| !c.is_alphanumeric());
        let closes = plain.len() < word.trim_end().len();
        if plain.starts_with(char::is_uppercase) || plain.starts_with(|c: char| c.is_ascii_digit()) && end > 0 {
            end = at + plain.len();
            words += 1;
        } else if !SMALL.contains(&word.trim_end()) {
            break;
        }
        at += word.len();
        if closes {
            break;
        }
    }
    (end > 0 && words <= NAME_WORDS).then(|| &text[..end])
}

/// The outlet's name alone on a line is no part of a story, and neither is a short line between it and a prompt.
fn slogan(page: &mut Page, name: &str) {
    let is_aside = |verdict: Option<&Verdict>| matches!(verdict, Some(Verdict::Aside(_)));
    for at in 0..page.blocks.len() {
        if page.verdicts[at] != Verdict::Story {
            continue;
        }
        let text = bare(&page.blocks[at].text);
        let is_beside = at > 0
            && bare(&page.blocks[at - 1].text) == name
            && is_aside(page.verdicts.get(at - 1))
            && is_aside(page.verdicts.get(at + 1))
            && words_of(text) <= SLOGAN_WORDS;
        if text == name || is_beside {
            page.verdicts[at] = Verdict::Aside(AsideKind::Furniture);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bios_of_newsrooms_name_the_outlet_and_others_do_not() {
        for (line, want) in [
            ("Jane Doe has worked as an energy correspondent at *Meridian Post* since 2016.", Some("Meridian Post")),
            (
                "Jane Doe is a senior reporter for The Harbour Courier, where she covers courts.",
                Some("The Harbour Courier"),
            ),
            ("Jane Doe is a professor at Alder University.", None),
            ("Jane Doe is a reporter. She lives at Mill House.", None),
            ("Jane Doe is a reporter at large.", None),
        ] {
            assert_eq!(outlet_of_bio(line), want, "{line}");
        }
    }

    #[test]
    fn names_end_at_the_first_word_that_has_no_capital() {
        assert_eq!(named("Journal of the North since 1990"), Some("Journal of the North"));
        assert_eq!(named("Courier, and Post"), Some("Courier"));
        assert_eq!(named("the best"), None);
    }
}
