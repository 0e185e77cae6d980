//! An article as a reference in plain text, for a footnote or a list of sources.

use super::citation::{Author, Citation};
use super::sheet::Sheet;
use crate::archive::Hit;

/// How a reference is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ReferenceStyle {
    /// As the Chicago manual lists a newspaper article: authors, title, outlet, date, address.
    #[default]
    Chicago,
    /// As the American Psychological Association does: authors with initials, date, title, outlet, address.
    Apa,
}

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// A reference on one line. What the article does not state is omitted; APA says `n.d.` where the date is unknown.
pub fn plain_reference(hit: &Hit, sheet: &Sheet, style: ReferenceStyle) -> String {
    let own = Citation::of(hit, sheet);
    match style {
        ReferenceStyle::Chicago => chicago(own),
        ReferenceStyle::Apa => apa(own),
    }
}

fn chicago(own: Citation) -> String {
    let name = |nth: usize, author: &Author| match author {
        Author::Named(name) => name.clone(),
        Author::Person { family, given, suffix } => {
            let suffix = if suffix.is_empty() { String::new() } else { format!(", {suffix}") };
            if nth == 0 { format!("{family}, {given}{suffix}") } else { format!("{given} {family}{suffix}") }
        }
    };
    let names: Vec<String> = own.authors.iter().enumerate().map(|(nth, author)| name(nth, author)).collect();
    let authors = match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}, and {last}", first.join(", ")),
    };
    let date = match (own.date.as_slice(), month(&own.date)) {
        ([year, _, day], Some(month)) => format!("{day} {month} {year}"),
        ([year, ..], Some(month)) => format!("{month} {year}"),
        ([year, ..], None) => year.to_string(),
        _ => String::new(),
    };
    let place = [own.outlet, date].into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ");
    let title = if own.title.is_empty() { String::new() } else { format!("“{}”", own.title) };
    sentences([authors, title, place, own.url])
}

fn apa(own: Citation) -> String {
    let names: Vec<String> = own.authors.iter().map(apa_name).collect();
    let authors = match names.as_slice() {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{}, & {last}", first.join(", ")),
    };
    let date = match (own.date.as_slice(), month(&own.date)) {
        ([year, _, day], Some(month)) => format!("({year}, {month} {day})"),
        ([year, ..], Some(month)) => format!("({year}, {month})"),
        ([year, ..], None) => format!("({year})"),
        _ => "(n.d.)".to_owned(),
    };
    // Without authors the title comes first.
    let (first, second) = if authors.is_empty() { (own.title, String::new()) } else { (authors, own.title) };
    let first = if first.is_empty() { date } else { format!("{first} {date}") };
    let address = own.url;
    let text = sentences([first, second, own.outlet, String::new()]);
    if address.is_empty() { text } else { format!("{text} {address}") }
}

/// `Roe, J. B., Jr.`
fn apa_name(author: &Author) -> String {
    let Author::Person { family, given, suffix } = author else {
        return match author {
            Author::Named(name) => name.clone(),
            Author::Person { family, .. } => family.clone(),
        };
    };
    let initial = |part: &str| part.chars().next().map(|first| format!("{}.", first.to_uppercase()));
    let initials = |word: &str| word.split('-').filter_map(initial).collect::<Vec<_>>().join("-");
    let given: Vec<String> = given.split_whitespace().map(initials).collect();
    let suffix = if suffix.is_empty() { String::new() } else { format!(", {suffix}") };
    format!("{family}, {}{suffix}", given.join(" "))
}

fn month(date: &[u32]) -> Option<&'static str> {
    MONTHS.get((*date.get(1)? as usize).checked_sub(1)?).copied()
}

/// The parts that there are, each with a full stop unless it ends with a sign of its own.
fn sentences(parts: [String; 4]) -> String {
    let ends_itself = |text: &str| text.ends_with(['.', '?', '!']);
    let sentence = |text: &String| if ends_itself(text) { text.clone() } else { format!("{text}.") };
    parts.iter().filter(|part| !part.is_empty()).map(sentence).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn person(family: &str, given: &str, suffix: &str) -> Author {
        Author::Person { family: family.into(), given: given.into(), suffix: suffix.into() }
    }

    fn citation(authors: Vec<Author>, title: &str, date: &[u32]) -> Citation {
        Citation {
            key: String::new(),
            id: String::new(),
            title: title.into(),
            authors,
            outlet: "The Harbour Courier".into(),
            date: date.to_vec(),
            url: "https://courier.example/1".into(),
            other_address: String::new(),
            section: String::new(),
            language: String::new(),
            summary: String::new(),
            keywords: Vec::new(),
            archive: String::new(),
            location: String::new(),
            digest: String::new(),
        }
    }

    #[test]
    fn references_are_those_of_the_two_manuals() {
        let three = || {
            vec![person("Dunnock", "Rafe", ""), person("Roe", "John B.", "Jr."), Author::Named("The Week Staff".into())]
        };
        let cases = [
            (
                citation(three(), "Who pays?", &[2024, 10, 5]),
                "Dunnock, Rafe, John B. Roe, Jr., and The Week Staff. “Who pays?”. The Harbour Courier, 5 October 2024. https://courier.example/1.",
                "Dunnock, R., Roe, J. B., Jr., & The Week Staff (2024, October 5). Who pays? The Harbour Courier. https://courier.example/1",
            ),
            (
                citation(vec![person("Roe", "Jean-Luc", "")], "A title", &[2024, 10]),
                "Roe, Jean-Luc. “A title”. The Harbour Courier, October 2024. https://courier.example/1.",
                "Roe, J.-L. (2024, October). A title. The Harbour Courier. https://courier.example/1",
            ),
            (
                citation(Vec::new(), "A title", &[]),
                "“A title”. The Harbour Courier. https://courier.example/1.",
                "A title (n.d.). The Harbour Courier. https://courier.example/1",
            ),
        ];
        for (article, in_chicago, in_apa) in cases {
            let again = Citation { authors: Vec::new(), ..citation(Vec::new(), &article.title, &article.date) };
            let authors = |own: &Citation| -> Vec<Author> {
                let copy = |author: &Author| match author {
                    Author::Person { family, given, suffix } => person(family, given, suffix),
                    Author::Named(name) => Author::Named(name.clone()),
                };
                own.authors.iter().map(copy).collect()
            };
            let second = Citation { authors: authors(&article), ..again };
            assert_eq!(chicago(article), in_chicago);
            assert_eq!(apa(second), in_apa);
        }
    }
}
