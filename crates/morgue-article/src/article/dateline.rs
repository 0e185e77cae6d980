//! Datelines: `WASHINGTON, Oct 24 (Reuters) -` to the place and the wire service it credits.
//! Reads only the first line of a story, up to a closing dash.

use super::wire::agency;

/// A dateline and its length in bytes of the paragraph.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dateline {
    pub place: Option<String>,
    pub wire: Option<String>,
    pub length: usize,
}

/// A dateline ends within this many bytes.
const LONGEST: usize = 100;

/// Dashes that close a dateline.
const DASHES: [&str; 8] = [" - ", " – ", " — ", " -- ", ") -", "— ", "—", "– "];

impl Dateline {
    /// Reads the dateline of a story's first paragraph.
    ///
    /// ```
    /// use morgue_article::article::Dateline;
    /// let dateline = Dateline::parse("WASHINGTON, Oct 24 (Reuters) - The Senate voted.").unwrap();
    /// assert_eq!((dateline.place.as_deref(), dateline.wire.as_deref()), (Some("WASHINGTON"), Some("Reuters")));
    /// ```
    pub fn parse(paragraph: &str) -> Option<Self> {
        let head = &paragraph[..paragraph.floor_char_boundary(LONGEST)];
        let (at, dash) = DASHES
            .iter()
            .filter_map(|dash| Some((head.find(dash)?, *dash)))
            .min_by_key(|(at, dash)| (*at, usize::MAX - dash.len()))?;
        let dateline = &head[..at + usize::from(dash == ") -")];
        let (before, credit) = match dateline.split_once('(') {
            Some((before, inside)) => (before, Some(inside.split(')').next().unwrap_or_default())),
            None => (dateline, None),
        };
        let wire = credit.and_then(|credit| credit.split('/').find_map(agency)).map(str::to_owned);
        let place = place(before, wire.is_some());
        let is_dateline =
            wire.is_some() && (place.is_some() || before.trim().is_empty()) || (credit.is_none() && place.is_some());
        is_dateline.then(|| Self { place, wire, length: at + dash.len() })
    }
}

impl Dateline {
    /// Reads a dateline in a separate field: `Berlin (dpa) -`, `SYDNEY March 22 AAP -`, `Newport News`. A field that
    /// holds only a date names no place.
    pub fn of_field(stated: &str) -> Option<Self> {
        let stated = stated.trim();
        let bare = stated.trim_end_matches(['-', '–', '—', ' ']);
        if let Some(dateline) = Self::parse(&format!("{bare} - ")) {
            return Some(Self { length: stated.len(), ..dateline });
        }
        let words: Vec<&str> = bare.split_whitespace().take_while(|word| !word.contains('(')).collect();
        let capitals = words.iter().take_while(|word| !word.contains(char::is_lowercase) && !names_day(word)).count();
        let named = match capitals {
            0 => words.len(),
            count => count,
        };
        let place = words[..named].join(" ");
        let wire = bare.rsplit(' ').next().and_then(agency).map(str::to_owned);
        let is_place = place.starts_with(char::is_alphabetic) && place.len() <= 60 && !names_day(&place);
        is_place.then(|| Self { place: Some(place.trim_end_matches(',').to_owned()), wire, length: stated.len() })
    }
}

/// The place before a date: in capitals, or in any case if an agency is credited.
fn place(text: &str, credited: bool) -> Option<String> {
    let name = text
        .split(',')
        .take(2)
        .map(str::trim)
        .filter(|part| !part.is_empty() && !names_day(part))
        .collect::<Vec<_>>()
        .join(", ");
    let first = name.split(',').next().unwrap_or_default();
    let words = first.split_whitespace().count();
    let letters = first.chars().filter(|c| c.is_alphabetic()).count();
    let capitals = letters >= 3 && !first.chars().any(|c| c.is_lowercase() || c.is_ascii_digit());
    let cased =
        credited && letters >= 3 && first.split_whitespace().all(|word| word.starts_with(|c: char| c.is_uppercase()));
    ((capitals || cased) && words <= 4 && name.len() <= 60).then_some(name)
}

/// `Oct 24`, `25. Oktober`: a part with a digit.
fn names_day(part: &str) -> bool {
    part.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn datelines_in_a_field_need_no_dash() {
        for (text, want) in [
            ("Berlin (dpa) - ", Some(("Berlin", Some("dpa")))),
            ("SYDNEY March 22 AAP -", Some(("SYDNEY", Some("AAP")))),
            ("Newport News, VA", Some(("Newport News, VA", None))),
            ("SAN JOSE, Calif. (AP)", Some(("SAN JOSE, Calif.", Some("AP")))),
            ("helsinki", Some(("helsinki", None))),
            ("2014-07-17 00:24:11 GMT+00:00", None),
            ("4/4/2018", None),
            ("", None),
        ] {
            let got = Dateline::of_field(text);
            let got = got.as_ref().map(|line| (line.place.as_deref().unwrap_or_default(), line.wire.as_deref()));
            assert_eq!(got, want, "{text}");
        }
    }

    #[test]
    fn datelines_give_place_and_wire() {
        let cases = [
            ("WASHINGTON, Oct 24 (Reuters) - The Senate", Some((Some("WASHINGTON"), Some("Reuters")))),
            ("LONDON (AP) — Police said", Some((Some("LONDON"), Some("AP")))),
            ("Berlin (dpa) - Der Bundestag", Some((Some("Berlin"), Some("dpa")))),
            ("BERLIN (dpa/AFP) - Der Bundestag", Some((Some("BERLIN"), Some("dpa")))),
            ("ST. LOUIS — The mayor", Some((Some("ST. LOUIS"), None))),
            ("SALEM, Ore. (AP) -- A judge", Some((Some("SALEM, Ore."), Some("AP")))),
            ("NEW YORK, Oct. 24, 2019 - Shares", Some((Some("NEW YORK"), None))),
            ("(Reuters) - Shares fell", Some((None, Some("Reuters")))),
            ("The plan — long delayed — passed", None),
            ("Berlin - Der Bundestag hat", None),
            ("He said (AP) that - well", None),
            ("A story without any dash.", None),
            ("", None),
        ];
        for (text, want) in cases {
            let got = Dateline::parse(text);
            assert_eq!(
                got.as_ref().map(|dateline| (dateline.place.as_deref(), dateline.wire.as_deref())),
                want,
                "{text}"
            );
        }
    }
}
