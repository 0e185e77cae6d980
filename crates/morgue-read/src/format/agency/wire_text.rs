//! Wire text to drafts: the two line protocols of news agencies, IPTC 7901 (dpa, AFP and others) and ANPA 1312 (AP), as
//! they are transmitted, with their control characters. A file may hold several messages, one draft each.

use super::copy::WireCopy;
use super::wire_lines::{Line, body_lines, is_indented, plain};
use crate::article::{AsideKind, Byline};
use crate::format::input::charset_note;
use crate::format::reason::Reason;
use crate::format::{Block, BlockRole, DocumentHead, Drafts, FormatError, Input, MetaField};
use crate::text::{decode, nfc};

const START_OF_HEADING: char = '\u{1}';
const START_OF_TEXT: char = '\u{2}';
const END_OF_TEXT: char = '\u{3}';
const END_OF_TRANSMISSION: char = '\u{4}';
const SYNCHRONOUS: char = '\u{16}';

/// The text of a message starts within this many bytes.
const HEAD_BYTES: usize = 600;

pub(super) fn is_wire_text(head: &DocumentHead) -> bool {
    let start = &head.bytes[..head.bytes.len().min(HEAD_BYTES)];
    let opens = head.text.starts_with([START_OF_HEADING, SYNCHRONOUS, START_OF_TEXT]);
    opens && start.contains(&(START_OF_TEXT as u8))
}

pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = decode(input.bytes, input.charset);
    let text = decoded.text.replace("\r\n", "\n").replace('\r', "\n");
    let text = nfc(&text);
    for message in text.split(END_OF_TRANSMISSION) {
        let Some((head, rest)) = message.split_once(START_OF_TEXT) else { continue };
        let (body, trailer) = rest.split_once(END_OF_TEXT).unwrap_or((rest, ""));
        let is_anpa = head.contains(SYNCHRONOUS) || body.starts_with('^');
        let mut copy = WireCopy::new(if is_anpa { "anpa" } else { "iptc7901" });
        if is_anpa {
            read_anpa(head, body, trailer, &mut copy);
        } else {
            read_7901(head, body, trailer, &mut copy);
        }
        copy.notes.extend(charset_note(&decoded));
        match copy.into_draft() {
            Ok(draft) => drafts.push(draft),
            Err(error) => drafts.unreadable.push((drafts.found.len() + drafts.unreadable.len() + 1, error)),
        }
    }
    if drafts.found.is_empty() && drafts.unreadable.is_empty() {
        return Err(FormatError::new(Reason::NotAnArticle, "no message found"));
    }
    Ok(())
}

/// `^B` slug, headlines and notes, each line closed by `<` or `=`, then paragraphs; the trailer has agency and date.
fn read_anpa(head: &str, body: &str, trailer: &str, copy: &mut WireCopy) {
    let body = body.replace("``", "“").replace("''", "”").replace(" _ ", " — ");
    let lines = body_lines(&body);
    let story = lines.iter().position(|line| line.is_story()).unwrap_or(lines.len());
    let (above, below) = lines.split_at(story);
    let service = head.lines().nth(1).map(plain).unwrap_or_default();
    let category = service.split(' ').nth(1).unwrap_or_default();
    let named = above.iter().take_while(|line| is_slug(&line.text)).count().max(1).min(above.len());
    above.iter().skip(named).for_each(|line| anpa_head_line(line, copy));
    above.iter().take(named).for_each(|line| copy.note_to_editors(&line.text));
    for line in below {
        push_line(line, copy);
    }
    offer_category(category, copy);
    let trailer = plain(trailer);
    let trailer = trailer.trim_end_matches('<');
    let mut parts = trailer.split(['-', ' ']);
    copy.offer(MetaField::Outlet, "trailer", parts.next().unwrap_or_default());
    copy.offer(MetaField::Published, "trailer", &anpa_date(trailer).unwrap_or_default());
}

/// The name of the story in the agency's system: `BC-US--Ethanol-Losing Grassland,1140`, `*9006`.
fn is_slug(line: &str) -> bool {
    let counted = line
        .rsplit_once(',')
        .is_some_and(|(_, count)| !count.is_empty() && count.bytes().all(|byte| byte.is_ascii_digit()));
    counted || line.starts_with("BC-") || line.starts_with('*')
}

fn anpa_head_line(line: &Line, copy: &mut WireCopy) {
    let text = line.text.as_str();
    let bare = text.trim_start_matches('(');
    let note = ["Eds:", "EDS:", "EDITOR'S NOTE", "EDITORS' NOTE", "AP Photo", "AP Video", "With AP", "Editors:"];
    if note.iter().any(|note| bare.starts_with(note)) {
        copy.note_to_editors(text);
    } else if text.len() > 3 && text.get(..3).is_some_and(|by| by.eq_ignore_ascii_case("by ")) {
        copy.offer(MetaField::Byline, "byline", text);
    } else if copy.first(MetaField::Title).is_none() {
        copy.offer(MetaField::Title, "headline", text);
    } else if line.mark == Some('<') {
        copy.offer(MetaField::Deck, "headline", text);
    } else if Byline::parse(text).wire.is_some() {
        copy.offer(MetaField::Outlet, "byline", text);
    } else {
        push_line(line, copy);
    }
}

/// `AP-WF-11-13-13 0745GMT`: month, day and year, then the time.
fn anpa_date(trailer: &str) -> Option<String> {
    let (date, clock) = trailer.rsplit_once(' ')?;
    let mut numbers = date.rsplit('-');
    let (year, day, month) = (numbers.next()?, numbers.next()?, numbers.next()?);
    iso(year, month, day, clock)
}

/// An ISO date from two-digit parts, a time of four digits and what follows it.
fn iso(year: &str, month: &str, day: &str, clock: &str) -> Option<String> {
    let two = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if ![year, month, day].into_iter().all(two) {
        return None;
    }
    let century = if year >= "70" { "19" } else { "20" };
    let clock = clock.trim();
    let time = match (clock.get(..2), clock.get(2..4)) {
        (Some(hour), Some(minute)) if two(hour) && two(minute) => {
            let zone = if clock[4..].trim().is_empty() { "" } else { "Z" };
            format!("T{hour}:{minute}{zone}")
        }
        _ => String::new(),
    };
    Some(format!("{century}{year}-{month}-{day}{time}"))
}

/// Head lines up to the one that ends with `=`, then paragraphs, then notes that are not for publication.
fn read_7901(head: &str, body: &str, trailer: &str, copy: &mut WireCopy) {
    let header: Vec<&str> = head.lines().next().unwrap_or_default().split_whitespace().collect();
    let keywords = head.lines().skip(1).map(plain).collect::<Vec<_>>().join(" ");
    let (top, text) = split_head(body);
    push_7901_head(top, copy);
    copy.note_to_editors(keywords.trim().trim_end_matches('/'));
    let mut aside = false;
    for line in body_lines(text) {
        aside |= opens_notes(&line.text);
        match aside || is_closing_line(&line.text) {
            true => copy.note_to_editors(line.text.trim_start_matches(['#', '-', '*', ' '])),
            false => push_line(&line, copy),
        }
    }
    let source = header.iter().rev().find(|word| word.chars().all(|c| c.is_alphabetic() || c == '-'));
    let agency = source.and_then(|source| source.split('-').next()).unwrap_or_default();
    copy.offer(MetaField::Outlet, "source", agency);
    offer_category(header.get(2).copied().unwrap_or_default(), copy);
    copy.offer(MetaField::Published, "trailer", &date_of_7901(trailer).unwrap_or_default());
}

/// A head ends within this many lines.
const HEAD_LINES: usize = 8;

/// The head lines, and the text after them. Without `=` the head ends at the first blank line.
fn split_head(body: &str) -> (&str, &str) {
    let mut at = 0;
    let mut blank = None;
    for line in body.split_inclusive('\n').take(HEAD_LINES) {
        at += line.len();
        if line.trim_end().ends_with('=') {
            return body.split_at(at);
        }
        if line.trim().is_empty() || is_indented(line) {
            blank = blank.or(Some(at - line.len()));
        }
    }
    body.split_at(blank.unwrap_or(0))
}

/// Titles may span several lines; a byline and notes in brackets follow them.
fn push_7901_head(top: &str, copy: &mut WireCopy) {
    let mut title = String::new();
    for line in top.lines().map(plain) {
        let line = line.trim_end_matches('=').trim();
        if crate::article::opens_as_byline(line) && !title.is_empty() {
            copy.offer(MetaField::Byline, "byline", line);
        } else if line.starts_with('(') && line.ends_with(')') {
            copy.note_to_editors(line);
        } else if !line.is_empty() && copy.first(MetaField::Byline).is_none() {
            title = format!("{title} {line}");
        } else {
            copy.note_to_editors(line);
        }
    }
    copy.offer(MetaField::Title, "headline", &title);
}

/// `# dpa-Notizblock` and `* * * *` start text that is not for publication.
fn opens_notes(line: &str) -> bool {
    line.starts_with("# ") || line.starts_with("* * *") || line.starts_with("## ")
}

/// `dpa wsz jln npr`: the agency and the initials of those who wrote, edited and sent.
fn is_closing_line(line: &str) -> bool {
    let words: Vec<&str> = line.split(' ').collect();
    let sign =
        |word: &&str| word.len() <= 4 && word.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (2..=8).contains(&words.len()) && words.iter().all(sign) && line.bytes().any(|byte| byte.is_ascii_lowercase())
}

/// `131137 GMT Nov 13`: day and time, month, year.
fn date_of_7901(trailer: &str) -> Option<String> {
    let trailer = plain(trailer);
    let words: Vec<&str> = trailer.split_whitespace().collect();
    let stamp = words.first().filter(|stamp| stamp.len() == 6 && stamp.bytes().all(|byte| byte.is_ascii_digit()))?;
    let year = words.get(words.len().checked_sub(1)?)?;
    let month = words.get(words.len().checked_sub(2)?)?.get(..3)?.to_ascii_lowercase();
    const MONTHS: [&[&str]; 12] = [
        &["jan"],
        &["feb"],
        &["mar", "mä"],
        &["apr"],
        &["may", "mai"],
        &["jun"],
        &["jul"],
        &["aug"],
        &["sep"],
        &["oct", "okt"],
        &["nov"],
        &["dec", "dez"],
    ];
    let month = MONTHS.iter().position(|names| names.contains(&month.as_str()))? + 1;
    let zone = if words.get(1).is_some_and(|zone| matches!(*zone, "GMT" | "UTC")) { "Z" } else { "" };
    iso(year, &format!("{month:02}"), &stamp[..2], &format!("{}{zone}", &stamp[2..]))
}

/// The letters that have the same meaning in both protocols.
fn offer_category(letter: &str, copy: &mut WireCopy) {
    let name = match letter {
        "e" => "Entertainment",
        "f" => "Finance",
        "i" => "International",
        "o" => "Weather",
        "p" => "Politics",
        "s" => "Sport",
        "t" => "Travel",
        _ => return,
    };
    copy.offer(MetaField::Section, "category", name);
}

fn push_line(line: &Line, copy: &mut WireCopy) {
    if !line.text.chars().any(char::is_alphanumeric) {
        return;
    }
    let role = if line.mark == Some('=') { BlockRole::Heading(3) } else { BlockRole::Paragraph };
    let aside = line.is_continued().then_some(AsideKind::Furniture);
    copy.blocks.push(Block { role, aside, ..Block::paragraph(line.text.as_str()) });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::agency::copy::testing::lines;

    #[test]
    fn iptc_7901_has_its_head_up_to_the_equals_sign_and_its_date_after_the_text() {
        let message = "\u{1}nwa0412 4 s 211 ccccb nw-eur 061\r\n\r\nRowing/\r\n\u{2}Eight wins on the\r\nriver again\r\n\
            By Jane Doe, The Courier =\r\n\n   TOWN (dpa) - The eight won by a\r\nlength on Friday <again>.\r\n\n   It rained.\r\n\
            \n# Notebook\r\n\n## Contacts\r\n- Editing by: Ann Roe\r\n\ndpa ab cde\r\n\u{3}251403 GMT Oct 24\r\n\u{4}";
        let want = [
            "draft",
            "Byline iptc7901:byline = By Jane Doe, The Courier",
            "Title iptc7901:headline = Eight wins on the river again",
            "Outlet iptc7901:source = nw",
            "Section iptc7901:category = Sport",
            "Published iptc7901:trailer = 2024-10-25T14:03Z",
            "Furniture: Rowing",
            "Paragraph: TOWN (dpa) - The eight won by a length on Friday <again>.",
            "Paragraph: It rained.",
            "Furniture: Notebook",
            "Furniture: Contacts",
            "Furniture: Editing by: Ann Roe",
            "Furniture: dpa ab cde",
        ];
        assert_eq!(lines(read, message.as_bytes()), want);
    }

    #[test]
    fn anpa_has_marked_lines_and_its_date_after_the_text() {
        let message = "\u{16}\u{16}\u{1}W2607\u{1f}asian\nr i\u{13}\u{11} BC-River 10-25 0120\n\u{2}^BC-River, 1st Ld,120<\n\
            ^River rises<\n^Eds: Adds a quote.<\n^By JANE DOE=\n^Associated Press=\n\t   TOWN (AP) _ ``It rose,'' she said.\n\
            \n\t   It fell.\n^Later=\n\t   Over.\n\t   ___\n\n\t   \u{3}AP-WF-10-25-24 1403GMT<\n\n\u{c}\n\u{4}";
        let want = [
            "draft",
            "Title anpa:headline = River rises",
            "Byline anpa:byline = By JANE DOE",
            "Outlet anpa:byline = Associated Press",
            "Section anpa:category = International",
            "Outlet anpa:trailer = AP",
            "Published anpa:trailer = 2024-10-25T14:03Z",
            "Furniture: Eds: Adds a quote.",
            "Furniture: BC-River, 1st Ld,120",
            "Paragraph: TOWN (AP) — “It rose,” she said.",
            "Paragraph: It fell.",
            "Heading(3): Later",
            "Paragraph: Over.",
        ];
        assert_eq!(lines(read, message.as_bytes()), want);
    }

    #[test]
    fn a_file_may_hold_several_messages() {
        let two =
            "\u{1}a 4 i\r\n\u{2}One =\r\n   First.\r\n\u{3}\u{4}\u{1}b 4 i\r\n\u{2}Two =\r\n   Second.\r\n\u{3}\u{4}";
        let got = lines(read, two.as_bytes());
        assert_eq!(got.iter().filter(|line| line.starts_with("Title")).count(), 2, "{got:?}");
        assert_eq!(lines(read, b"\x01\x03"), ["refused not-an-article: no message found"]);
    }

    #[test]
    fn dates_without_their_parts_are_none() {
        for (trailer, want) in [
            ("131137 GMT Nov 13", Some("2013-11-13T11:37Z")),
            ("211259 Nov 18\r\n\u{7f}\n\u{7f}", Some("2018-11-21T12:59")),
            ("011200 GMT Mai 99", Some("1999-05-01T12:00Z")),
            ("1311 Nov 13", None),
            ("131137 GMT", None),
            ("", None),
        ] {
            assert_eq!(date_of_7901(trailer).as_deref(), want, "{trailer}");
        }
        assert_eq!(anpa_date("AP-WF-13-40 1403GMT"), None);
    }
}
