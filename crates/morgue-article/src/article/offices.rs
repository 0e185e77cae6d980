//! Offices and titles in front of the name of a person: `Former Secretary of State`, `Vice President`. They are not part of
//! the name, so that a president and the person are one.

use crate::text::fold;
use std::collections::HashSet;
use std::sync::LazyLock;

/// Words that end an office, folded.
const OFFICES: &str = " admiral ambassador archbishop attorney ayatollah bishop bundeskanzler bundeskanzlerin \
    bundesprasident cancelliere canciller capitan capt captain cardinal chair chairman chairwoman chancelier chanceliere chancellor \
    chief col colonel commissioner congressman congresswoman councillor councilman councilwoman dame director dr envoy frau gen \
    general gov governor herr imam judge justice kanzler kanzlerin king lady leader lieutenant lord lt madame maj mayor \
    minister ministerin ministerprasident ministra ministre ministro miss monsieur mr mrs ms officer pope premier president \
    presidenta presidente prasident prasidentin prince princess prof professor queen rabbi rep representative rev reverend \
    sec secretary sen senator senor senora sergeant sgt sheikh sheriff sir speaker spokesman spokesperson spokeswoman \
    superintendent treasurer vice-president whip ";

/// Words that an office may start with, if one follows.
const BEFORE_OFFICES: &str = " acting assistant associate attorney chief cabinet crown defence defense deputy education energy ex \
    finance first foreign former health home house interim interior justice labor labour lieutenant major majority minority police \
    press prime senate solicitor then trade transport transportation treasury under vice ";

/// What a secretary or minister may be one of.
const DEPARTMENTS: [&str; 26] = [
    "agriculture",
    "commerce",
    "culture",
    "defence",
    "defense",
    "education",
    "energy",
    "finance",
    "foreign affairs",
    "health and human services",
    "health",
    "homeland security",
    "housing and urban development",
    "housing",
    "interior",
    "justice",
    "labor",
    "labour",
    "state",
    "the house",
    "the interior",
    "the treasury",
    "trade",
    "transport",
    "transportation",
    "veterans affairs",
];

/// Longest department, in words.
const MOST_WORDS: usize = 4;

static OFFICE_WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| OFFICES.split_whitespace().collect());
static WORDS_BEFORE: LazyLock<HashSet<&str>> = LazyLock::new(|| BEFORE_OFFICES.split_whitespace().collect());

/// Number of words of an office in front of a name; at least one word follows it.
///
/// ```
/// use morgue_article::article::office_words;
/// assert_eq!(office_words(&["Former", "Secretary", "of", "State", "Jane", "Doe"]), 4);
/// assert_eq!(office_words(&["Prime", "Minister"]), 0);
/// ```
pub fn office_words(words: &[&str]) -> usize {
    let folded = |word: &&str| fold(word.trim_end_matches('.'));
    let (mut at, mut end) = (0, 0);
    while let Some(word) = words.get(at).map(folded) {
        if OFFICE_WORDS.contains(word.as_str()) {
            end = at + 1;
        } else if word == "of" && at == end && at > 0 {
            let department = (1..=MOST_WORDS.min(words.len() - at - 1)).rev().find(|&length| {
                let named: Vec<String> = words[at + 1..=at + length].iter().map(folded).collect();
                DEPARTMENTS.contains(&named.join(" ").as_str())
            });
            let Some(length) = department else { break };
            at += length;
            end = at + 1;
        } else if !WORDS_BEFORE.contains(word.trim_start_matches("ex-")) {
            break;
        }
        at += 1;
    }
    let names_someone = words.get(end).is_some_and(|next| !matches!(*next, "of" | "and" | "for" | "in"));
    if names_someone { end } else { 0 }
}

/// A name without the office in front of it.
///
/// ```
/// assert_eq!(morgue_article::article::without_office("Vice President Jane Doe"), "Jane Doe");
/// ```
pub fn without_office(name: &str) -> &str {
    let words: Vec<&str> = name.split(' ').collect();
    let length: usize = words[..office_words(&words)].iter().map(|word| word.len() + 1).sum();
    &name[length..]
}

/// Words of address that only people have.
const FORMS_OF_ADDRESS: [&str; 8] = ["mr", "mrs", "ms", "sen", "rep", "gov", "frau", "monsieur"];

/// Whether a name is that of a person by the word in front of it: `Mrs. Doe`. Longer names may be of a shop.
pub fn is_addressed(words: &[&str]) -> bool {
    let is_capital = |word: &&str| word.starts_with(char::is_uppercase);
    matches!(words.len(), 2 | 3)
        && FORMS_OF_ADDRESS.contains(&fold(words[0].trim_end_matches('.')).as_str())
        && words.iter().all(is_capital)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offices_are_not_part_of_a_name() {
        for (name, want) in [
            ("President Doe", "Doe"),
            ("Vice President Jane Doe", "Jane Doe"),
            ("Vice-President Jane Doe", "Jane Doe"),
            ("Former Secretary of State Jane Doe", "Jane Doe"),
            ("Secretary of Health and Human Services Jane Doe", "Jane Doe"),
            ("Vice Minister of Commerce Wang Doe", "Wang Doe"),
            ("Prime Minister Doe", "Doe"),
            ("Ex-Prime Minister Jane van Doe", "Jane van Doe"),
            ("House Speaker Doe", "Doe"),
            ("Attorney General Doe", "Doe"),
            ("House Majority Leader Jane Doe", "Jane Doe"),
            ("Präsident Doe", "Doe"),
            ("Sen. Jane Doe", "Jane Doe"),
            ("Queen Elizabeth II", "Elizabeth II"),
            ("Jane Doe", "Jane Doe"),
            ("Martin Luther King", "Martin Luther King"),
            ("Stephen King", "Stephen King"),
            ("Prime Minister", "Prime Minister"),
            ("Secretary of State", "Secretary of State"),
            ("Secretary of Doe", "Secretary of Doe"),
            ("House of Doe", "House of Doe"),
            ("Home Depot", "Home Depot"),
            ("Justice", "Justice"),
            ("", ""),
        ] {
            assert_eq!(without_office(name), want, "{name}");
        }
    }

    #[test]
    fn a_form_of_address_shows_a_person() {
        for (name, want) in [
            ("Mrs May", true),
            ("Mr. Doe", true),
            ("Ms. Jane Doe", true),
            ("Mr. Doe's Shop of Wonders", false),
            ("Dr Pepper", false),
            ("Mr", false),
            ("General Motors", false),
            ("Mr. and", false),
        ] {
            assert_eq!(is_addressed(&name.split(' ').collect::<Vec<_>>()), want, "{name}");
        }
    }
}
