//! Factiva articles without codes, as people copy them out of a page, a PDF or a Word file: headline, byline, word count,
//! day, outlet, code, page, language and copyright on lines of their own, the story, and the number of the document. An
//! article whose head is unknown cannot be read.

use super::article::{Article, each_part};
use super::factiva::{head_of, is_accession, is_word_count};
use super::nexis::{is_copyright, is_date};
use crate::article::{Byline, language_tag, opens_as_byline};
use crate::format::body::text_blocks;
use crate::format::reason::Reason;
use crate::format::{Draft, Drafts, FormatError, MetaField};

/// The line under a story: `Document HARB000020241024eaao00001`, in the language of the interface.
fn is_end(line: &str) -> bool {
    let mut words = line.trim().split(' ').rev();
    words.next().is_some_and(is_accession) && (1..=2).contains(&words.count())
}

pub(super) fn is_plain_text(text: &str) -> bool {
    let lines = || text.lines().map(str::trim);
    lines().any(is_end) && lines().any(is_word_count)
}

pub(super) fn read_plain_text(text: &str, drafts: &mut Drafts) {
    let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !is_page_line(line)).collect();
    let parts: Vec<&[&str]> = lines.split(|line| is_end(line)).collect();
    let last = parts.len().saturating_sub(1);
    each_part(parts.into_iter().enumerate(), drafts, |(nth, part)| {
        // What follows the last number is an article only if it has the head of one.
        match word_count(part) {
            None if nth == last || part.iter().all(|line| line.is_empty()) => Ok(None),
            words => read_article(part, words),
        }
    });
}

/// `Page 3 of 14 © 2024 Factiva, Inc. All rights reserved.`: printed on every page.
fn is_page_line(line: &str) -> bool {
    is_copyright(line.trim_start_matches(|c: char| !matches!(c, '©' | '('))) && line.contains("Factiva")
}

/// Most lines from the word count to the day: other numbers with a word are not followed by a day.
const TO_DAY: usize = 3;

/// The line with the number of words, which the day follows.
fn word_count(lines: &[&str]) -> Option<usize> {
    let solid = |line: &&&str| !line.is_empty();
    (0..lines.len())
        .filter(|&at| is_word_count(lines[at]))
        .find(|&at| lines[at + 1..].iter().filter(solid).take(TO_DAY).any(|line| is_date(line)))
}

/// Most lines between the word count and the story; empty lines count too.
const HEAD: usize = 32;

fn read_article(lines: &[&str], words: Option<usize>) -> Result<Option<Draft>, FormatError> {
    let unknown = || {
        FormatError::new(
            Reason::UnsupportedFormat,
            "a text of Factiva in which no word count and day are above the story",
        )
    };
    let words = words.ok_or_else(unknown)?;
    let story = words + story_after(&lines[words..]).ok_or_else(unknown)?;
    let solid = |lines: &[&str]| {
        lines.iter().filter(|line| !line.is_empty()).map(|line| (*line).to_owned()).collect::<Vec<String>>()
    };
    let above = solid(&lines[..words]);
    let byline = above.len().saturating_sub(1);
    let has_byline = above.len() > 1 && is_byline(&above[byline], &above[byline - 1]);
    let title = if has_byline { byline - 1 } else { byline };
    let section = title.checked_sub(1).filter(|&at| is_section(&above[at]));
    let mut article = Article::new("factiva");
    let headline = above.get(title).map_or("", String::as_str);
    article.state(MetaField::Title, "headline", headline);
    let head = above[section.unwrap_or(title).min(above.len())..].iter().cloned().map(|line| (line, false));
    let head: Vec<(String, bool)> =
        head.chain(solid(&lines[words..story]).into_iter().map(|line| (line, false))).collect();
    head_of(&head, headline, &mut article);
    text_blocks(&lines[story..].join("\n")).iter().for_each(|block| article.paragraph(&block.text));
    Ok(article.into_draft())
}

/// `By Jane Doe`, or a name under a headline, which is longer.
fn is_byline(line: &str, above: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let is_name = (2..=3).contains(&words.len())
        && words.iter().all(|word| word.starts_with(char::is_uppercase))
        && line.contains(char::is_lowercase)
        && Byline::parse(line).people;
    opens_as_byline(line) || (is_name && above.split(' ').count() > words.len())
}

/// A few words above the headline that are not a sentence.
fn is_section(line: &str) -> bool {
    line.split(' ').count() <= 3 && !line.ends_with(['.', '!', '?', ':']) && !is_copyright(line)
}

/// Where the story starts: after the copyright line, which may be broken, else after the language.
fn story_after(lines: &[&str]) -> Option<usize> {
    let top = || lines.iter().take(HEAD);
    if let Some(at) = top().position(|line| is_copyright(line)) {
        return Some(at + lines[at..].iter().take_while(|line| is_copyright(line)).count());
    }
    let is_language =
        |line: &&str| line.len() <= 30 && language_tag(line).is_some_and(|tag| tag.len() == 2 && line.len() > 3);
    top().position(is_language).map(|at| at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    const FIRST: &str = "News\nDam holds through the night\nJane Doe\n9 words\n6 May 2024\n07:15\nThe Courier\nHARB\n1\nEnglish\n(c) 2024 Harbour Press. All rights reserved\n\nIt held.\n\nNobody slept.\n\nDocument HARB000020240506ek560000a\n\n";

    fn read(text: &str) -> Drafts {
        let mut drafts = Drafts::default();
        read_plain_text(text, &mut drafts);
        drafts
    }

    #[test]
    fn articles_end_with_their_numbers() {
        let second = "Dam leaks\n1.234 Wörter\n7 May 2024\nThe Post\nDeutsch\n\nIt leaks.\n\nDocument HARB000020240507ek570000b\n";
        let text = format!("{FIRST}{second}\nPage 2 of 2 © 2024 Factiva, Inc. All rights reserved.\n");
        assert!(is_plain_text(&text));
        let drafts = read(&text);
        let facts = |nth: usize| -> Vec<(MetaField, &str)> {
            drafts.found[nth].candidates.iter().map(|it| (it.field, it.value.as_str())).collect()
        };
        let want = [
            (MetaField::Title, "Dam holds through the night"),
            (MetaField::Section, "News"),
            (MetaField::Byline, "Jane Doe"),
            (MetaField::Published, "6 May 2024 07:15"),
            (MetaField::Outlet, "The Courier"),
            (MetaField::Language, "English"),
        ];
        assert_eq!(facts(0), want);
        let texts: Vec<&str> = drafts.found[0].blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(
            (texts, drafts.found.len(), facts(1)[0]),
            (vec!["It held.", "Nobody slept."], 2, (MetaField::Title, "Dam leaks"))
        );
    }

    #[test]
    fn an_article_with_another_head_is_refused_and_a_cut_one_read() {
        let drafts = read(&format!("{FIRST}Dam leaks\n\nIt leaks.\n\nDocument HARB000020240507ek570000b\n"));
        assert_eq!((drafts.found.len(), drafts.unreadable.len()), (1, 1));
        let drafts = read(&format!("{FIRST}Dam leaks\n9 words\n7 May 2024\nThe Post\nEnglish\n\nIt le"));
        assert_eq!((drafts.found.len(), drafts.unreadable.len()), (2, 0));
        assert!(!is_plain_text("It was 9 words long.\n\n9 words\n\nDocument of the day"));
    }
}
