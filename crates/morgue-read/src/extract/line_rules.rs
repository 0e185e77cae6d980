//! Facts that one line states: byline, date, read time, author bio, a copy of the title.
//! Rules for lines that need more than a phrase; none looks at neighbouring lines.

use super::date_words::is_date_word;
use super::phrases;
use super::script::weight;
use crate::article::{AsideKind, DateReading, Precision, date_notation, is_east_asian_byline, opens_as_byline};
use crate::text::words_of;

/// Facts that a line near the head of a text may state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum HeadLine {
    Byline,
    Date,
    ReadTime,
}

/// Most words of a head line; anything longer is a paragraph.
const HEAD_WORDS: usize = 16;

/// The fact about an article that a line near the head states, if any.
pub fn head_line(line: &str) -> Option<HeadLine> {
    if line.chars().count() > 140 || words_of(line) > HEAD_WORDS {
        return None;
    }
    if is_read_time(line) {
        return Some(HeadLine::ReadTime);
    }
    if line.len() <= 140 && opens_as_byline(line) && !line.ends_with(['.', '。']) && words_of(line) <= 12 {
        return Some(HeadLine::Byline);
    }
    if is_east_asian_byline(line) {
        return Some(HeadLine::Byline);
    }
    // A date with a colon after it is the heading for the events of that day.
    (is_date_line(line) && !line.ends_with(':')).then_some(HeadLine::Date)
}

/// `4 min read`, `Reading time: 3 minutes`.
fn is_read_time(line: &str) -> bool {
    let lower = line.to_lowercase();
    let counted = lower.bytes().any(|byte| byte.is_ascii_digit()) && words_of(line) <= 6;
    counted
        && [
            "min read",
            "minute read",
            "min. read",
            "mins read",
            "minutes read",
            "reading time",
            "minuten lesezeit",
            "min. lesezeit",
            "lesezeit",
            "min de lectura",
            "min de lecture",
        ]
        .iter()
        .any(|mark| lower.contains(mark))
}

/// A line with a date, a time and little else: `Oct. 25, 2024, 2:03 p.m. ET`, `Updated 25 October 2024 14:03`.
fn is_date_line(line: &str) -> bool {
    let plain = date_notation(line, None);
    let has_year = plain
        .as_bytes()
        .windows(4)
        .any(|four| (four.starts_with(b"19") || four.starts_with(b"20")) && four.iter().all(u8::is_ascii_digit));
    has_year && plain.bytes().filter(u8::is_ascii_digit).count() >= 5 && words_beside_day(&plain).take(2).count() <= 1
}

/// The longer words of a line that are neither parts of a date nor labels of one.
fn words_beside_day(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2 && !is_date_word(word))
}

/// Longest line that states a day beside other facts, in characters, and most of its other words.
const LONGEST_FACTS: usize = 160;
const MOST_BESIDE: usize = 8;

/// Most words in lower case beside a day: with more the line is a sentence.
const MOST_LOWER: usize = 2;

/// Whether a short line states a day beside names, places or labels: `Jane Doe | Lyon | 25 October 2024, 14:03`.
pub fn states_day(line: &str) -> bool {
    let few = line.chars().count() <= LONGEST_FACTS && words_of(line) <= 2 * HEAD_WORDS;
    if !few || !line.contains(char::is_numeric) || ends_sentence(line) {
        return false;
    }
    if !has_day(line) {
        return false;
    }
    let plain = date_notation(line, None);
    let lower = words_beside_day(&plain).filter(|word| word.starts_with(char::is_lowercase)).count();
    lower <= MOST_LOWER && words_beside_day(&plain).count() <= MOST_BESIDE
}

/// Whether a day can be read in a line.
pub fn has_day(line: &str) -> bool {
    // The order of day and month does not matter here.
    let reading = DateReading { now: i64::MAX, language: Some("de") };
    reading.parse(line).is_some_and(|date| date.precision >= Precision::Day)
}

/// Whether a line ends with a full stop after a whole word; `14:05 Uhr.`, `2010 г.` and `p. m.` end with short ones.
fn ends_sentence(line: &str) -> bool {
    let last = line.trim_end_matches('.').rsplit(' ').next().unwrap_or_default();
    let is_word = last.chars().filter(|c| c.is_alphabetic()).count() > 3;
    line.ends_with(['!', '?', '。', '！', '？', '…', '।']) || (line.ends_with('.') && is_word)
}

/// Words of an author bio: what an author is or does, after a name.
const BIO_MARKS: [&str; 37] = [
    " is a reporter",
    " is a senior",
    " is a staff",
    " is a freelance",
    " is a journalist",
    " is a writer",
    " is a correspondent",
    " is a columnist",
    " is an editor",
    " is an associate editor",
    " is the editor",
    " is a contributing",
    " is a contributor",
    " is a producer",
    " is a news",
    " is an award-winning",
    " is an author",
    " is the author of",
    " is a fellow",
    " is a professor",
    " is an associate professor",
    " is an assistant professor",
    " is a political",
    " is a business",
    " covers ",
    " has covered ",
    " has written about ",
    " has reported ",
    " has worked as",
    " has written for",
    " writes about",
    " joined the",
    " reports on",
    " is based in",
    " previously worked",
    " can be reached at",
    " contributed to this report",
];

/// Longest author bio, in bytes.
const LONGEST_BIO: usize = 600;

/// Whether a line says who the author is; for lines near the end.
pub fn is_bio(line: &str) -> bool {
    if line.len() > LONGEST_BIO || !line.starts_with(char::is_uppercase) {
        return false;
    }
    let head = &line[..line.floor_char_boundary(90)];
    let named = head.split(' ').take(2).all(|word| word.starts_with(char::is_uppercase));
    (named && BIO_MARKS.iter().any(|mark| head.contains(mark)))
        || line.starts_with("About the author")
        || line.ends_with("contributed to this report.")
        || line.ends_with("contributed reporting.")
}

/// Whether a line repeats the title: the same letters, or the same followed by an outlet's name.
pub fn is_title(line: &str, title: &str) -> bool {
    if line.len() > title.len() + 40 || title.is_empty() {
        return false;
    }
    let letters = |text: &str| crate::text::fold(text).chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let (whole, whole_title, line, title) = (line, title, letters(line), letters(title));
    let long = |text: &str| weight(text) >= 20;
    line == title
        || (long(&title) && line.starts_with(&title) && is_set_off(whole, title.chars().count()))
        || (long(&line)
            && title.starts_with(&line)
            && (line.len() * 10 >= title.len() * 7 || is_set_off(whole_title, line.chars().count())))
}

/// Whether the rest of a line is separated from its first letters (`Title | The Courier`); a sentence that starts with
/// the words of the title is part of the story.
fn is_set_off(line: &str, letters: usize) -> bool {
    let mut seen = 0;
    let mut rest = line.chars().skip_while(|c| {
        let open = seen < letters;
        seen += crate::text::fold(&c.to_string()).chars().filter(|c| c.is_alphanumeric()).count();
        open
    });
    rest.find(|c| !c.is_whitespace()).is_none_or(|c| !c.is_alphanumeric())
}

/// A line that is side matter wherever it occurs.
pub fn aside(line: &str) -> Option<AsideKind> {
    phrases::kind_of(line)
        .or_else(|| is_shout(line).then_some(AsideKind::Teaser))
        .or_else(|| is_newsletter(line).then_some(AsideKind::Newsletter))
}

/// Names of newsletters, and phrases that ask readers to subscribe.
const LETTERS: [&str; 11] = [
    "newsletter",
    "boletin",
    "nieuwsbrief",
    "nyhetsbrev",
    "infolettre",
    "your inbox",
    "mailing list",
    "our daily",
    "our weekly",
    "our monthly",
    "morning briefing",
];
const ORDERS: [&str; 22] = [
    "Sign up",
    "Sign Up",
    "Subscribe",
    "Get ",
    "Join ",
    "Receive ",
    "Register ",
    "Abonnieren",
    "Melden Sie",
    "Holen Sie",
    "Apúntate",
    "Suscríbete",
    "Suscríbase",
    "Recibe",
    "Abonnez",
    "Inscrivez",
    "Recevez",
    "Iscriviti",
    "Assine",
    "Meld je",
    "Schrijf je",
    "Ontvang",
];

/// Most words of a prompt; anything longer is a paragraph.
const PROMPT_WORDS: usize = 30;

/// `Like this story? Sign up for our newsletter.`
fn is_newsletter(line: &str) -> bool {
    line.len() <= 240 && words_of(line) <= PROMPT_WORDS && asks_for_orders(line) && {
        let folded = crate::text::fold(line);
        LETTERS.iter().any(|letter| folded.contains(letter))
    }
}

/// Whether a sentence of the line starts with a phrase that asks readers to subscribe.
fn asks_for_orders(line: &str) -> bool {
    let openings = line.char_indices().filter(|&(at, c)| c.is_uppercase() && opens_sentence(&line[..at]));
    openings.map(|(at, _)| &line[at..]).any(|sentence| ORDERS.iter().any(|order| sentence.starts_with(order)))
}

fn opens_sentence(before: &str) -> bool {
    let before = before.trim_end();
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '|', '»', '”', '"'])
}

/// A heading of readers' comments with their number or a request for one: `12 Comments`, `Comments (12)`, `Leave a
/// reply`.
pub fn opens_comments(line: &str) -> bool {
    if line.len() > 48 {
        return false;
    }
    let folded = crate::text::fold(line);
    let asks = [
        "leave a comment",
        "leave a reply",
        "post a comment",
        "add a comment",
        "write a comment",
        "kommentar schreiben",
        "deja un comentario",
        "laisser un commentaire",
        "lascia un commento",
        "join the discussion",
    ];
    let names = [
        "comments",
        "comment",
        "responses",
        "replies",
        "kommentare",
        "leserkommentare",
        "comentarios",
        "commentaires",
        "commenti",
        "reacties",
        "kommentarer",
    ];
    let words: Vec<&str> = folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let counted = words.len() <= 3 && words.iter().any(|word| word.bytes().all(|byte| byte.is_ascii_digit()));
    asks.iter().any(|ask| folded.starts_with(ask)) || (counted && words.iter().any(|word| names.contains(word)))
}

/// `READ: …`, `MORE: …` in capitals in front of a headline.
fn is_shout(line: &str) -> bool {
    ["READ MORE", "READ ALSO", "ALSO READ", "RELATED:", "RELATED ", "WATCH:", "MORE:", "READ:", "SEE ALSO", "LISTEN:"]
        .iter()
        .any(|mark| line.starts_with(mark))
        && line.len() < 200
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn head_lines_are_distinguished_from_paragraphs() {
        let cases = [
            ("By Jane Doe", Some(HeadLine::Byline)),
            ("By Jane Doe and John Roe, Staff Writers", Some(HeadLine::Byline)),
            ("By Monday the river had risen.", None),
            ("4 min read", Some(HeadLine::ReadTime)),
            ("Oct. 25, 2024, 2:03 p.m. ET", Some(HeadLine::Date)),
            ("Updated: Friday, 25 October 2024", Some(HeadLine::Date)),
            ("25.10.2024, 14:03 Uhr", Some(HeadLine::Date)),
            ("Friday, 25.10.2024:", None),
            ("In 2024 the town elected a new mayor", None),
        ];
        for (line, want) in cases {
            assert_eq!(head_line(line), want, "{line}");
        }
    }

    #[test]
    fn days_beside_names_and_places_are_distinguished_from_sentences() {
        for (line, want) in [
            ("Lara June Tofield July 10, 2015", true),
            ("10 July 2015 | 10:05 | Oldwick", true),
            ("OLDWICK, July 10, 2015 (Kelwire) –", true),
            ("2012年06月05日 09:41:20 来源：新凯网 作者：王小明", true),
            ("ناصر العتيبي - الأربعاء ٢٢ سبتمبر ٢٠٢١ الساعة ١٨:٤٠", true),
            ("Da Redação Publicado em 05/04/2018 às 18h02", true),
            ("The court ruled on July 10, 2015 that the gate was illegal", false),
            ("The gate closed on July 10, 2015, for good.", false),
            ("July 2015 | Oldwick", false),
        ] {
            assert_eq!(states_day(line), want, "{line}");
        }
        assert_eq!(
            head_line("Publié le 12 janvier 2020 à 10h24 - Mis à jour le 13 janvier 2020"),
            Some(HeadLine::Date)
        );
        assert_eq!(head_line("السبت 15 كانون الثاني 2022"), Some(HeadLine::Date));
    }

    #[test]
    fn bios_name_a_person_and_a_trade() {
        assert!(is_bio("Jane Doe is a senior reporter at the Courier, where she covers courts."));
        assert!(!is_bio("The mayor said Jane Doe is a senior reporter."));
        assert!(!is_bio("he covers courts"));
    }

    #[test]
    fn the_title_is_known_with_other_quotes_and_case() {
        assert!(is_title("River “rises” again", "River 'Rises' Again"));
        let long = "River rises again above the old bridge";
        assert!(is_title(&format!("{long} | The Courier"), long) && is_title(&format!("{long} - Courier"), long));
        assert!(!is_title(&format!("{long} on Monday."), long) && !is_title(&format!("{long}s."), long));
        assert!(!is_title("River rises again, and the town is not ready for what is coming", "River rises"));
    }

    #[test]
    fn prompts_for_newsletters_are_distinguished_from_stories_about_them() {
        for line in [
            "Like this story? Sign up for our newsletter.",
            "Jeden Morgen das Wichtigste: Abonnieren Sie unseren Newsletter.",
            "Get The Tide, our free newsletter, every weekday.",
        ] {
            assert_eq!(aside(line), Some(AsideKind::Newsletter), "{line}");
        }
        assert_eq!(aside("The council wants its newsletter back, and people sign up for it again."), None);
    }

    #[test]
    fn headings_of_comments_count_them_or_ask_for_one() {
        for (line, want) in [
            ("12 Comments", true),
            ("Comments (3)", true),
            ("Leave a Reply", true),
            ("Comments", false),
            ("The minister comments on 12 laws", false),
        ] {
            assert_eq!(opens_comments(line), want, "{line}");
        }
    }
}
