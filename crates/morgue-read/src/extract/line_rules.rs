//! Facts that one line states: byline, date, read time, author bio, a copy of the title.
//! Rules for lines that need more than a phrase; none looks at neighbouring lines.

use super::phrases;
use crate::article::{AsideKind, opens_as_byline};
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
    if line.len() > 140 || words_of(line) > HEAD_WORDS {
        return None;
    }
    if is_read_time(line) {
        return Some(HeadLine::ReadTime);
    }
    if opens_as_byline(line) && !line.ends_with('.') && words_of(line) <= 12 {
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
    let year = line
        .as_bytes()
        .windows(4)
        .any(|four| (four.starts_with(b"19") || four.starts_with(b"20")) && four.iter().all(u8::is_ascii_digit));
    let long_words =
        line.split(|c: char| !c.is_alphabetic()).filter(|word| word.chars().count() > 2 && !is_date_word(word)).count();
    year && long_words <= 1 && line.bytes().filter(u8::is_ascii_digit).count() >= 5
}

/// Months, weekdays and the words before a date, by their beginnings.
fn is_date_word(word: &str) -> bool {
    const BEGINNINGS: [&str; 50] = [
        "jan", "feb", "fev", "mar", "apr", "avr", "abr", "may", "mai", "mei", "jun", "jui", "jul", "aug", "ago", "aou",
        "sep", "set", "oct", "okt", "ott", "out", "nov", "dec", "dez", "dic", "ene", "gen", "mag", "giu", "lug", "mon",
        "tue", "wed", "thu", "fri", "sat", "sun", "upd", "pub", "post", "last", "stand", "uhr", "mod", "first", "cest",
        "gmt", "utc", "pst",
    ];
    let folded = crate::text::fold(word);
    BEGINNINGS.iter().any(|beginning| folded.starts_with(beginning))
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
    let (whole, line, title) = (line, letters(line), letters(title));
    let long = |text: &str| text.chars().count() >= 20;
    line == title
        || (long(&title) && line.starts_with(&title) && is_set_off(whole, title.chars().count()))
        || (long(&line) && title.starts_with(&line) && line.len() * 10 >= title.len() * 7)
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
const LETTERS: [&str; 8] = [
    "newsletter",
    "boletin",
    "nieuwsbrief",
    "nyhetsbrev",
    "infolettre",
    "your inbox",
    "mailing list",
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
