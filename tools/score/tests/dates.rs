//! Dates as news pages and feeds print them, by language: the share read right must reach the floors of `[own.dates]` in
//! `tests/floors.toml`. A wrong date is worse than none or one without its hour, so what is not wrong has a floor too.

use morgue::article::DateReading;
use morgue_score::figures::Figures;
use morgue_score::floors::Floors;
use morgue_score::input::{repository, text};
use std::collections::{BTreeMap, BTreeSet};

/// 2030-03-17: no date is later.
const NOW: i64 = 1_900_000_000;

/// A line of the table: the text, and the time as it is written out; none where the text states no day.
struct Case {
    group: String,
    language: Option<String>,
    text: String,
    want: Option<String>,
}

fn cases() -> Vec<Case> {
    let table = text(&repository().join("tests/fixtures/dates.tsv")).expect("the dates are there");
    let stated = |cell: &str| (cell != "-").then(|| cell.to_owned());
    let case = |line: &str| match line.split('\t').collect::<Vec<_>>()[..] {
        [group, language, text, want] => {
            Case { group: group.to_owned(), language: stated(language), text: text.to_owned(), want: stated(want) }
        }
        _ => panic!("four columns in {line:?}"),
    };
    table.lines().filter(|line| !line.starts_with('#')).map(case).collect()
}

fn read(case: &Case) -> Option<String> {
    let reading = DateReading { now: NOW, language: case.language.as_deref() };
    reading.parse(&case.text).map(|date| date.to_string())
}

/// The share right of each group and of all (`all`), and of those that are right, less exact or missing (`none_wrong`).
fn figures(cases: &[Case], read: impl Fn(&Case) -> Option<String>) -> (Figures, Vec<String>) {
    let mut shares: BTreeMap<String, Vec<bool>> = BTreeMap::new();
    let mut misses = Vec::new();
    for case in cases {
        let found = read(case);
        let right = found == case.want;
        let mut count = |name: &str, held: bool| shares.entry(name.to_owned()).or_default().push(held);
        count(&case.group, right);
        count("all", right);
        let less = |found: &String| case.want.as_ref().is_some_and(|want| want.starts_with(found.as_str()));
        count("none_wrong", right || found.as_ref().is_none_or(less));
        if !right {
            misses.push(format!("{} {:?}: {found:?} not {:?}", case.group, case.text, case.want));
        }
    }
    let share = |held: &Vec<bool>| held.iter().filter(|held| **held).count() as f64 / held.len() as f64;
    (shares.iter().map(|(name, held)| (name.clone(), share(held))).collect(), misses)
}

#[test]
fn dates_of_the_news_are_read_as_well_as_their_floors_say() {
    let cases = cases();
    let (figures, misses) = figures(&cases, read);
    let undercut = Floors::own().expect("the floors are there").undercut("own.dates", &figures);
    assert!(undercut.is_empty(), "{undercut:#?}\n{figures:#?}\n{misses:#?}");
}

/// The language decides between day and month, and what `listopad` means.
#[test]
fn dates_read_without_their_language_fall_below_a_floor() {
    let (figures, _) = figures(&cases(), |case| {
        DateReading { now: NOW, language: None }.parse(&case.text).map(|date| date.to_string())
    });
    let undercut = Floors::own().expect("the floors are there").undercut("own.dates", &figures);
    assert!(!undercut.is_empty(), "{figures:#?}");
}

#[test]
fn every_group_of_dates_has_a_floor_and_no_text_is_twice_in_a_group() {
    let cases = cases();
    assert!(cases.len() >= 200, "{} dates", cases.len());
    let keys: BTreeSet<_> = cases.iter().map(|case| (&case.group, &case.language, &case.text)).collect();
    assert_eq!(keys.len(), cases.len());
    let floors = Floors::own().expect("the floors are there");
    let groups: BTreeSet<&str> = cases.iter().map(|case| case.group.as_str()).collect();
    // A figure below every floor names all floors there are.
    let none: Figures = groups.iter().map(|group| ((*group).to_owned(), -1.0)).collect();
    let named = floors.undercut("own.dates", &none);
    for group in groups {
        assert!(named.iter().any(|line| line.contains(&format!(" {group} is "))), "{group} has no floor");
    }
}
