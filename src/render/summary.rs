//! The abstract of a reference: the deck or the first paragraph of the story that is prose, or the best passage. Never a byline
//! or a line with the time, which some pages print above the story.

use super::sheet::Summary;
use crate::archive::Hit;
use crate::article::{Byline, opens_as_byline};
use crate::text::{one_line, words_of};

/// Paragraphs that are looked at: what comes before a story is shorter.
const LOOKED_AT: usize = 12;

/// The abstract of a hit; empty if there is none.
pub fn summary(hit: &Hit, wanted: Summary) -> String {
    match wanted {
        Summary::None => String::new(),
        Summary::Passage => hit.passage.text.clone(),
        Summary::Lead => lead(&hit.zones.deck, &hit.zones.story).to_owned(),
    }
}

fn lead<'t>(deck: &'t str, story: &'t str) -> &'t str {
    let paragraphs = || story.split("\n\n").map(str::trim).filter(|text| is_prose(text)).take(LOOKED_AT);
    // A deck often has no full stop; a first paragraph without one may be a heading.
    let deck = Some(deck.trim()).filter(|deck| is_prose(deck));
    deck.or_else(|| paragraphs().find(|text| is_sentence(text))).or_else(|| paragraphs().next()).unwrap_or_default()
}

/// Most words of a byline or of a line with the time.
const MOST_WORDS: usize = 16;

/// Words that make a paragraph without a full stop at its end.
const ENOUGH_WORDS: usize = 12;

/// Fewest letters of prose.
const FEWEST_LETTERS: usize = 15;

fn is_sentence(text: &str) -> bool {
    let text = text.trim_end_matches(['"', '\'', '”', '’', '»', '“', ')', ']', '」', '』']);
    text.ends_with(['.', '!', '?', '…', '。', '！', '？', '؟', '।']) || words_of(text) >= ENOUGH_WORDS
}

fn is_prose(text: &str) -> bool {
    let text = one_line(text);
    // A character of Chinese, Japanese or Korean says as much as three letters.
    let letters: usize =
        text.chars().filter(|c| c.is_alphabetic()).map(|c| if c >= '\u{2e80}' { 3 } else { 1 }).take(200).sum();
    if letters < FEWEST_LETTERS {
        return false;
    }
    words_of(&text) > MOST_WORDS || !(is_byline(&text) || is_time(&text))
}

fn is_byline(text: &str) -> bool {
    let (read, words) = (Byline::parse(text), text.split_whitespace());
    let (all, small) =
        words.fold((0, 0), |(all, small), word| (all + 1, small + usize::from(word.starts_with(char::is_lowercase))));
    let names_people = read.people && !read.authors.is_empty() && !is_sentence(text);
    // Prose has more words in lower case than names have: `By Monday the ferries ran again.`
    small * 2 < all && (opens_as_byline(text) || names_people)
}

/// `Updated 3:14 p.m. EDT, Friday, October 25, 2024`: hardly more words than numbers.
fn is_time(text: &str) -> bool {
    let words = || text.split_whitespace().filter(|word| word.contains(char::is_alphanumeric));
    let numbers = words().filter(|word| word.contains(|c: char| c.is_ascii_digit())).count();
    let long = words().filter(|word| word.chars().filter(|c| c.is_alphabetic()).count() > 3).count();
    let clock = text
        .as_bytes()
        .windows(3)
        .any(|three| three[0].is_ascii_digit() && matches!(three[1], b':' | b'.' | b'h') && three[2].is_ascii_digit());
    numbers >= 2 && long <= numbers + usize::from(clock)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_abstract_is_prose() {
        let story = "The harbour was closed on Monday after a storm.";
        for above in [
            "By Jane Doe",
            "By Jane Doe and John Roe, Staff Writers.",
            "Jane Doe, Courier Correspondent",
            "Von Anna Muster, Berlin",
            "Updated 3:14 p.m. EDT, Friday, October 25, 2024",
            "25 October 2024, 10:15 GMT",
            "Published: 2024-10-25 10:15",
            "Publié le 25 octobre 2024 à 10h15",
            "WASHINGTON",
            "Oct 25, 2024 7:00 AM ET",
            "***",
        ] {
            assert_eq!(lead("", &format!("{above}\n\n{story}")), story, "{above}");
            assert_eq!(lead(above, story), story, "{above}");
        }
        assert_eq!(lead("A storm closes the harbour", story), "A storm closes the harbour");
        assert_eq!(lead("", &format!("What comes next for the town\n\n{story}")), story);
        assert_eq!(lead("", "What comes next for the town"), "What comes next for the town");
        assert_eq!(lead("", "By Jane Doe"), "");
        for prose in [
            "Police held 3 men and 2 women on Monday after a break-in at the harbour.",
            "警察は昨日、港で三人の男を逮捕した。",
            "By Monday the harbour was open again.",
            "Turnout rose to 61.2 percent.",
        ] {
            assert_eq!(lead("", prose), prose);
        }
    }
}
