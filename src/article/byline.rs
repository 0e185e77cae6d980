//! Bylines and author lists to the people and desks they name.
//! Keeps names as they stand; cuts roles, places, outlets and dates around them, and invents no name.

use super::wire::{agency, agency_inside};
use crate::text::squeeze;

/// What a byline says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Byline {
    pub authors: Vec<String>,
    /// Whether the authors are people, not desks or agencies.
    pub people: bool,
    /// The wire service credited, by its usual name.
    pub wire: Option<String>,
}

/// Longest byline; what is longer is a paragraph.
const LONGEST: usize = 400;

/// Words that open a byline.
const OPENINGS: [&str; 41] = [
    "view all posts by",
    "all posts by",
    "posts by",
    "zeige alle beiträge von",
    "alle beiträge von",
    "eingestellt von",
    "story and photos by",
    "story by",
    "written by",
    "reported by",
    "report by",
    "reporting by",
    "words by",
    "posted by",
    "published by",
    "text by",
    "compiled by",
    "analysis by",
    "opinion by",
    "review by",
    "interview by",
    "essay by",
    "commentary by",
    "guest post by",
    "by",
    "von",
    "por",
    "par",
    "di",
    "door",
    "av",
    "af",
    "od",
    "text:",
    "autor:",
    "autorin:",
    "author:",
    "authors:",
    "autore:",
    "by:",
    "von:",
];

/// Words in front of a name that say what the text is or where it came from, not who wrote it.
const KINDS: [&str; 14] = [
    "analysis",
    "from",
    "opinion",
    "commentary",
    "review",
    "perspective",
    "column",
    "exclusive",
    "interview",
    "ein kommentar von",
    "eine analyse von",
    "analyse",
    "kommentar",
    "a commentary by",
];

impl Byline {
    /// Reads a byline or a list of authors.
    ///
    /// ```
    /// use morgue::article::Byline;
    /// let byline = Byline::parse("By Jane Doe and John Roe | AP");
    /// assert_eq!((byline.authors, byline.wire.as_deref()), (vec!["Jane Doe".to_owned(), "John Roe".to_owned()], Some("AP")));
    /// ```
    pub fn parse(text: &str) -> Self {
        let text = squeeze(text);
        if text.chars().count() > LONGEST || is_address(&text) {
            return Self::default();
        }
        let mut byline = Self { wire: agency_inside(&text), ..Self::default() };
        let pieces: Vec<Piece> = split(strip_opening(&text)).into_iter().filter_map(Piece::read).collect();
        let people = pieces.iter().any(|piece| piece.kind == PieceKind::Person);
        byline.people = people;
        for piece in pieces {
            let wanted = match piece.kind {
                PieceKind::Person => true,
                // A byline of desks or agencies alone names those.
                PieceKind::Desk => !people,
                PieceKind::Agency => !people,
                PieceKind::Role => false,
            };
            if wanted && !byline.authors.iter().any(|known| known.eq_ignore_ascii_case(&piece.name)) {
                byline.authors.push(piece.name);
            }
        }
        byline
    }
}

/// The text after `By`, `Von`, `Written by` and their like; the text itself where there is none of them.
pub(crate) fn strip_opening(text: &str) -> &str {
    let mut rest = text.trim();
    for _ in 0..2 {
        rest = after_words(rest, &OPENINGS).or_else(|| after_words(rest, &KINDS)).unwrap_or(rest);
    }
    rest
}

/// Whether a line opens as a byline does: `By Jane Doe`.
pub(crate) fn opens_as_byline(line: &str) -> bool {
    after_words(line.trim(), &OPENINGS).is_some_and(|rest| rest.starts_with(char::is_uppercase))
}

/// What follows one of `words` and a blank, whatever the case; the name after it must start with a capital or a handle.
fn after_words<'a>(text: &'a str, words: &[&str]) -> Option<&'a str> {
    words.iter().find_map(|word| {
        let head = text.get(..word.len())?;
        let rest = &text[word.len()..];
        let parted = rest.starts_with([' ', ':']) || word.ends_with(':');
        (head.eq_ignore_ascii_case(word) && parted)
            .then(|| rest.trim_start_matches([' ', ':']))
            .filter(|rest| !rest.is_empty())
    })
}

fn is_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://") || text.starts_with("www.")
}

/// Words between two names. Those that are also parts of names or prepositions need two words on each side.
const AND: [&str; 4] = ["and", "und", "with", "&"];
const AND_BETWEEN_FULL_NAMES: [&str; 9] = ["y", "e", "et", "en", "og", "och", "i", "mit", "ja"];

fn split(text: &str) -> Vec<&str> {
    let mut pieces = Vec::new();
    for part in text
        .split([';', '|', '•', '·', '\n', '/'])
        .flat_map(|part| part.split(", "))
        .flat_map(|part| part.split(" – "))
        .flat_map(|part| part.split(" - "))
    {
        split_at_and(part.trim_matches([' ', ',']), &mut pieces);
    }
    pieces
}

fn split_at_and<'a>(part: &'a str, pieces: &mut Vec<&'a str>) {
    let part = ["and ", "und "].iter().find_map(|and| part.strip_prefix(and)).unwrap_or(part);
    for (at, _) in part.match_indices(' ') {
        let rest = &part[at + 1..];
        let Some(end) = rest.find(' ') else { break };
        let (before, word, after) = (&part[..at], &rest[..end], &rest[end + 1..]);
        let lower = word.to_ascii_lowercase();
        let full_names = before.contains(' ') && after.contains(' ');
        if AND.contains(&lower.as_str()) || (full_names && AND_BETWEEN_FULL_NAMES.contains(&word)) {
            pieces.push(before);
            return split_at_and(after, pieces);
        }
    }
    pieces.push(part);
}

/// One part of a byline and what it is.
struct Piece {
    name: String,
    kind: PieceKind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum PieceKind {
    Person,
    /// "Staff", "Editorial Board", "Newsroom": named where no person is.
    Desk,
    Agency,
    /// "Senior Correspondent", "Special to the Courier": about a person named beside it.
    Role,
}

/// Words of which one makes a piece a role.
const ROLES: [&str; 50] = [
    "correspondent",
    "reporter",
    "editor",
    "writer",
    "columnist",
    "contributor",
    "producer",
    "analyst",
    "author",
    "photographer",
    "journalist",
    "anchor",
    "host",
    "director",
    "professor",
    "critic",
    "chief",
    "intern",
    "fellow",
    "freelance",
    "korrespondent",
    "korrespondentin",
    "redakteur",
    "redakteurin",
    "reporterin",
    "autor",
    "autorin",
    "redactor",
    "redactora",
    "corresponsal",
    "periodista",
    "journaliste",
    "correspondant",
    "correspondante",
    "giornalista",
    "inviato",
    "jornalista",
    "repórter",
    "verslaggever",
    "special",
    "updated",
    "published",
    "illustration",
    "photos",
    "photo",
    "photography",
    "video",
    "graphics",
    "senior",
    "ceo",
];

/// Words of which one makes a piece a desk.
const DESKS: [&str; 40] = [
    "staff",
    "team",
    "desk",
    "newsroom",
    "editors",
    "board",
    "redaktion",
    "redacción",
    "redaccion",
    "rédaction",
    "redaction",
    "redazione",
    "redação",
    "redactie",
    "news",
    "service",
    "agencies",
    "agency",
    "wire",
    "wires",
    "reports",
    "bureau",
    "media",
    "press",
    "network",
    "editorial",
    "admin",
    "administrator",
    "magazine",
    "times",
    "post",
    "journal",
    "herald",
    "tribune",
    "online",
    "digital",
    "tv",
    "radio",
    "newspaper",
    "com",
];

/// Words at no end of a name: labels and links beside bylines.
const NO_NAMES: [&str; 23] = [
    "by",
    "von",
    "por",
    "par",
    "and",
    "und",
    "uncategorized",
    "comment",
    "comments",
    "kommentar",
    "kommentare",
    "comentarios",
    "articles",
    "artikel",
    "inhalte",
    "posts",
    "beiträge",
    "subscribe",
    "abonnieren",
    "minutes",
    "http",
    "https",
    "uhr",
];

/// Days are surnames too, but nobody is called by one alone.
const DAYS: [&str; 14] = [
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "montag",
    "dienstag",
    "mittwoch",
    "donnerstag",
    "freitag",
    "samstag",
    "sonntag",
];

/// Titles behind a name that belong to it, and degrees that do not.
const SUFFIXES: [&str; 5] = ["jr", "sr", "ii", "iii", "iv"];
const DEGREES: [&str; 12] = ["phd", "ph.d", "md", "m.d", "esq", "mba", "rn", "jd", "dr", "ma", "msc", "cfa"];

/// More words than this make no name.
const LONGEST_NAME: usize = 6;

impl Piece {
    fn read(text: &str) -> Option<Self> {
        let text = clean(text)?;
        let kind = classify(text)?;
        Some(Self { name: text.to_owned(), kind })
    }
}

/// The name alone: without opening words, address, handle, place or outlet around it.
fn clean(text: &str) -> Option<&str> {
    let mut text = strip_opening(text.trim());
    text = text.find(['(', '[', '<']).map_or(text, |at| &text[..at]);
    // An address or a handle goes with the letters before its sign.
    text = text.find('@').map_or(text, |at| text[..at].rfind(' ').map_or("", |blank| &text[..blank]));
    for tail in
        [" in ", " for ", " at ", " of ", " on ", " from ", " special to ", " aus ", " für ", " para ", " pour "]
    {
        // "Staff of the Courier" keeps its tail: it is a desk's name.
        let at = find_ignoring_case(text, tail)
            .filter(|&at| text[..at].contains(' ') && classify(&text[..at]) == Some(PieceKind::Person));
        text = at.map_or(text, |at| &text[..at]);
    }
    let text = text.trim_matches(|c: char| c.is_whitespace() || matches!(c, ',' | ':' | '-' | '–' | '—' | '*' | '"'));
    let text = if text.ends_with('.')
        && !text[..text.len() - 1].ends_with(|c: char| c.is_uppercase())
        && !ends_with_suffix(text)
    {
        text.trim_end_matches('.')
    } else {
        text
    };
    (!text.is_empty()).then_some(text)
}

fn ends_with_suffix(text: &str) -> bool {
    let last = text.trim_end_matches('.').rsplit(' ').next().unwrap_or_default().to_ascii_lowercase();
    SUFFIXES.contains(&last.as_str())
}

fn find_ignoring_case(text: &str, wanted: &str) -> Option<usize> {
    (0..text.len()).find(|&at| text.get(at..at + wanted.len()).is_some_and(|part| part.eq_ignore_ascii_case(wanted)))
}

/// What a piece is; `None` for what names nobody: dates, numbers, single letters, sentences, degrees.
fn classify(text: &str) -> Option<PieceKind> {
    let words: Vec<&str> = text.split(' ').collect();
    let bare = |word: &str| word.trim_matches(|c: char| !c.is_alphanumeric()).to_lowercase();
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    if digits > 0 || letters < 2 || DEGREES.contains(&text.trim_end_matches('.').to_ascii_lowercase().as_str()) {
        return None;
    }
    if agency(text).is_some() {
        return Some(PieceKind::Agency);
    }
    let lower: Vec<String> = words.iter().map(|word| bare(word)).collect();
    let has = |table: &[&str]| lower.iter().any(|word| table.contains(&word.as_str()));
    // `Jane von Doe` has a `von` inside; alone or at an end it is no part of a name.
    let ends = [lower.first(), lower.last()];
    let is_day = lower.len() == 1 && has(&DAYS);
    if is_day || ends.into_iter().flatten().any(|word| NO_NAMES.contains(&word.as_str())) {
        return None;
    }
    if has(&DESKS) || text.contains(".com") || text.contains(".org") {
        return Some(if has(&ROLES) && !lower.iter().any(|word| word == "staff") {
            PieceKind::Role
        } else {
            desk_or_role(&lower)
        });
    }
    if has(&ROLES) {
        return Some(PieceKind::Role);
    }
    // `jane-doe` is the name of an account.
    let is_account = words.len() == 1 && text.starts_with(char::is_lowercase) && text.contains(['-', '_', '.']);
    if is_account {
        return None;
    }
    if words.len() > LONGEST_NAME || !text.starts_with(|c: char| c.is_alphabetic()) {
        return None;
    }
    Some(PieceKind::Person)
}

/// "Staff Writer" is a role, "Courier Staff" a desk.
fn desk_or_role(lower: &[String]) -> PieceKind {
    let role = lower.iter().any(|word| ROLES.contains(&word.as_str()));
    if role { PieceKind::Role } else { PieceKind::Desk }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bylines_are_split_into_people() {
        let cases: [(&str, &[&str], Option<&str>); 36] = [
            ("By Jane Doe and John Roe", &["Jane Doe", "John Roe"], None),
            ("BY JANE DOE", &["JANE DOE"], None),
            ("Von Anna Muster und Ben Beispiel", &["Anna Muster", "Ben Beispiel"], None),
            ("Por Ana Ruiz Peña y Luis Mora Gil", &["Ana Ruiz Peña", "Luis Mora Gil"], None),
            ("José Ortega y Gasset", &["José Ortega y Gasset"], None),
            ("Ann Bee, Cee Dee and Eff Gee", &["Ann Bee", "Cee Dee", "Eff Gee"], None),
            ("Ann Bee, Cee Dee, and Eff Gee", &["Ann Bee", "Cee Dee", "Eff Gee"], None),
            ("Ann Bee; Cee Dee", &["Ann Bee", "Cee Dee"], None),
            ("By Jane Doe | AP", &["Jane Doe"], Some("AP")),
            ("Associated Press", &["Associated Press"], Some("AP")),
            ("By The Associated Press", &["The Associated Press"], Some("AP")),
            ("Reuters", &["Reuters"], Some("Reuters")),
            ("By Jane Doe, Reuters", &["Jane Doe"], Some("Reuters")),
            ("Analysis Jane Doe", &["Jane Doe"], None),
            ("Analysis by Jane Doe", &["Jane Doe"], None),
            ("Jane Doe, Special To Cnn", &["Jane Doe"], None),
            ("By Jane Doe, Senior Staff Writer", &["Jane Doe"], None),
            ("By Jane Doe in London", &["Jane Doe"], None),
            ("By Jane Doe for the Daily Courier", &["Jane Doe"], None),
            ("Jane Doe, Chief Political Correspondent, Courier News", &["Jane Doe"], None),
            ("Courier Staff", &["Courier Staff"], None),
            ("Editorial Board", &["Editorial Board"], None),
            ("By Jane Doe (@janedoe)", &["Jane Doe"], None),
            ("By Jane Doe jane@example.org", &["Jane Doe"], None),
            ("By Jane Doe, Oct 25, 2024", &["Jane Doe"], None),
            ("John Roe Jr.", &["John Roe Jr."], None),
            ("Jane Doe, Jane Doe", &["Jane Doe"], None),
            ("https://example.org/people/jane", &[], None),
            ("j.doe@example.org", &[], None),
            ("jane-doe", &[], None),
            ("Jane von Doe, Leave a comment", &["Jane von Doe"], None),
            ("View all posts by Jane Doe", &["Jane Doe"], None),
            ("von", &[], None),
            ("", &[], None),
            ("Written by Jane Doe", &["Jane Doe"], None),
            ("From JANE DOE", &["JANE DOE"], None),
        ];
        for (text, authors, wire) in cases {
            let byline = Byline::parse(text);
            assert_eq!(
                (byline.authors.as_slice(), byline.wire.as_deref()),
                (authors.iter().map(|&name| name.to_owned()).collect::<Vec<_>>().as_slice(), wire),
                "{text}"
            );
        }
    }
}
