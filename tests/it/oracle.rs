//! Every operator compared with brute force: random articles with known words, random queries, and an evaluator that
//! shares no code with the program. The count must match the list, and both must match the evaluator: with the index,
//! and with a list of the same articles in memory.

use super::support::{Indexed, article_list};
use morgue::archive::{Searchable, Sort};
use morgue::desk::{Request, count, search};
use morgue::passages::Excerpts;
use morgue::query::{ParseOptions, ZoneChoice, parse};
use std::collections::BTreeSet;

/// A small random number generator (xorshift), the same on every machine.
struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }

    fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.below(choices.len())]
    }
}

const VOCABULARY: [&str; 15] = [
    "harbour", "harvest", "island", "ferry", "ferries", "ferrymen", "mayor", "mayoral", "storm", "storms", "stormed",
    "bridge", "o'brien", "中", "国",
];

/// Which of them are forms of one word, listed by hand.
const FORMS: [&[&str]; 2] = [&["ferry", "ferries"], &["storm", "storms", "stormed"]];

fn is_form(one: &str, other: &str) -> bool {
    one == other || FORMS.iter().any(|forms| forms.contains(&one) && forms.contains(&other))
}

/// One word of an article with its position.
#[derive(Clone)]
struct Placed {
    word: &'static str,
    /// As it is written there: some in capitals, the first of a sentence with one.
    shown: String,
    /// Whether inflections count in its article.
    english: bool,
    zone: u8,
    /// Position inside its zone.
    at: usize,
    sentence: usize,
    paragraph: usize,
}

struct Made {
    line: String,
    words: Vec<Placed>,
}

const TITLE: u8 = 0;
const LEAD: u8 = 1;
const BODY: u8 = 2;

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Whether a text has a word as it was typed: which apostrophe is printed does not count, nor does a possessive ending of
/// the last word.
fn reads(typed: &str, shown: &str, is_last: bool) -> bool {
    let plain = |word: &str| word.replace('’', "'");
    let (typed, shown) = (plain(typed), plain(shown));
    shown == typed || is_last && ["'s", "'S"].iter().any(|ending| shown == format!("{typed}{ending}"))
}

/// Words as a sentence.
fn shown(dice: &mut Dice, words: &[&'static str]) -> Vec<String> {
    let show = |(at, word): (usize, &&str)| {
        let mut shown = match dice.below(8) {
            0 => word.to_uppercase(),
            _ if at == 0 => capitalised(word),
            _ => (*word).to_owned(),
        };
        if word.is_ascii() && !word.ends_with('s') && dice.below(12) == 0 {
            shown.push_str(if shown.ends_with(char::is_uppercase) { "'S" } else { "'s" });
        }
        if dice.below(2) == 0 { shown.replace('\'', "’") } else { shown }
    };
    words.iter().enumerate().map(show).collect()
}

fn make(dice: &mut Dice, number: usize) -> Made {
    let mut words = Vec::new();
    let english = dice.below(5) > 0;
    let title: Vec<&'static str> = (0..1 + dice.below(4)).map(|_| dice.pick(&VOCABULARY)).collect();
    let title_shown = shown(dice, &title);
    for (at, (word, shown)) in title.iter().zip(&title_shown).enumerate() {
        words.push(Placed { word, shown: shown.clone(), english, zone: TITLE, at, sentence: 0, paragraph: 0 });
    }
    let mut paragraphs = Vec::new();
    let (mut sentence, mut places, mut story_words) = (0, [0usize; 3], 0);
    let mut lead_is_over = false;
    for paragraph in 1..=1 + dice.below(4) {
        let zone = if lead_is_over { BODY } else { LEAD };
        let mut sentences = Vec::new();
        for nth in 0..1 + dice.below(3) {
            sentence += 1;
            // A short paragraph that three articles share would count as the outlet's furniture.
            let least = if nth == 0 { 7 } else { 2 };
            let mut picked: Vec<&'static str> = (0..least + dice.below(7)).map(|_| dice.pick(&VOCABULARY)).collect();
            // A paragraph that starts like the title would count as the title repeated.
            let (short, long) = if picked.len() < title.len() { (&picked, &title) } else { (&title, &picked) };
            if long.starts_with(short) {
                picked[0] = VOCABULARY.into_iter().find(|word| *word != title[0]).expect("several words");
            }
            let picked_shown = shown(dice, &picked);
            for (word, shown) in picked.iter().zip(&picked_shown) {
                let at = places[zone as usize];
                words.push(Placed { word, shown: shown.clone(), english, zone, at, sentence, paragraph });
                places[zone as usize] += 1;
            }
            story_words += picked.len();
            sentences.push(format!("{}.", picked_shown.join(" ")));
        }
        // The lead is the first paragraph, or up to three until it has twenty words.
        lead_is_over |= story_words >= 20 || paragraph == 3;
        paragraphs.push(sentences.join(" "));
    }
    let line = serde_json::json!({
        "title": title_shown.join(" "),
        "text": paragraphs.join("\n\n"),
        "url": format!("https://example.com/{number}"),
        "language": if english { "en" } else { "tr" },
    });
    Made { line: line.to_string(), words }
}

/// A query, as the evaluator sees it.
enum Asked {
    /// A word with its inflections.
    Word(&'static str),
    /// In quotation marks: the word exactly as written.
    Literal(&'static str),
    /// Words with the capitals they must have.
    Exact(Vec<String>),
    Prefix(&'static str),
    /// A prefix where every character is a word.
    CharacterPrefix,
    Wildcard(&'static str),
    Fuzzy(&'static str, usize),
    Phrase(Vec<&'static str>),
    Window(Vec<&'static str>, usize),
    Near(Box<Asked>, Box<Asked>, usize, bool),
    Same(Box<Asked>, Box<Asked>, bool),
    AtLeast(usize, Box<Asked>),
    In(&'static str, Box<Asked>),
    Any(Vec<Asked>),
    All(Vec<Asked>),
    Not(Box<Asked>),
}

impl Asked {
    fn text(&self) -> String {
        let joined = |parts: &[Asked], by: &str| parts.iter().map(Asked::text).collect::<Vec<_>>().join(by);
        match self {
            Asked::Word(word) | Asked::Wildcard(word) => (*word).to_owned(),
            Asked::Literal(word) => format!("\"{word}\""),
            Asked::Exact(words) => format!("=\"{}\"", words.join(" ")),
            Asked::Prefix(stem) => format!("{stem}*"),
            Asked::CharacterPrefix => "中国*".to_owned(),
            Asked::Fuzzy(word, edits) => format!("{word}~{edits}"),
            Asked::Phrase(words) => format!("\"{}\"", words.join(" ")),
            Asked::Window(words, slack) => format!("\"{}\"~{slack}", words.join(" ")),
            Asked::Near(left, right, within, ordered) => {
                format!("({} {}/{within} {})", left.text(), if *ordered { "PRE" } else { "NEAR" }, right.text())
            }
            Asked::Same(left, right, sentence) => {
                format!("({} SAME/{} {})", left.text(), if *sentence { "S" } else { "P" }, right.text())
            }
            Asked::AtLeast(times, part) => format!("ATLEAST/{times} {}", part.text()),
            Asked::In(zone, part) => format!("{zone}:{}", part.text()),
            Asked::Any(parts) => format!("({})", joined(parts, " OR ")),
            Asked::All(parts) => format!("({})", joined(parts, " AND ")),
            Asked::Not(part) => format!("NOT {}", part.text()),
        }
    }

    /// Its position: first and last word, as indices in the list of words.
    fn spans(&self, words: &[Placed]) -> Vec<(usize, usize)> {
        let mut found = BTreeSet::new();
        let follows =
            |one: usize, other: usize| words[one].zone == words[other].zone && words[one].at + 1 == words[other].at;
        let mut each = |holds: &dyn Fn(&Placed) -> bool| {
            found.extend((0..words.len()).filter(|&at| holds(&words[at])).map(|at| (at, at)));
        };
        match self {
            Asked::Word(word) => {
                each(&|placed| placed.word == *word || placed.english && is_form(placed.word, word));
            }
            Asked::Literal(word) => each(&|placed| placed.word == *word),
            Asked::Prefix(stem) => each(&|placed| placed.word.starts_with(stem)),
            Asked::CharacterPrefix => return Asked::Phrase(vec!["中", "国"]).spans(words),
            Asked::Wildcard(glob) => each(&|placed| globs(glob, placed.word)),
            Asked::Fuzzy(word, edits) => each(&|placed| edits_between(word, placed.word) <= *edits),
            Asked::Exact(wanted) => {
                for start in 0..words.len() {
                    let end = start + wanted.len() - 1;
                    let whole = end < words.len()
                        && (start..=end).all(|at| reads(&wanted[at - start], &words[at].shown, at == end))
                        && (start..end).all(|at| follows(at, at + 1) && words[at].sentence == words[at + 1].sentence);
                    if whole {
                        found.insert((start, end));
                    }
                }
            }
            Asked::Phrase(wanted) => {
                for start in 0..words.len() {
                    let end = start + wanted.len() - 1;
                    let whole = end < words.len()
                        && (start..=end).all(|at| words[at].word == wanted[at - start])
                        && (start..end).all(|at| follows(at, at + 1));
                    if whole {
                        found.insert((start, end));
                    }
                }
            }
            Asked::Window(wanted, slack) => {
                // Every choice of different words, one for each wanted one.
                let mut choices: Vec<Vec<usize>> = vec![Vec::new()];
                for word in wanted {
                    let mut longer = Vec::new();
                    for chosen in &choices {
                        let fits = |at: &usize| {
                            let near = |other: &usize| {
                                let apart = words[*at].at.abs_diff(words[*other].at);
                                words[*at].zone == words[*other].zone && apart < wanted.len() + slack && at != other
                            };
                            words[*at].word == *word && chosen.iter().all(near)
                        };
                        longer.extend((0..words.len()).filter(fits).map(|at| [&chosen[..], &[at]].concat()));
                    }
                    choices = longer;
                }
                let ends = |chosen: &Vec<usize>| Some((*chosen.iter().min()?, *chosen.iter().max()?));
                found.extend(choices.iter().filter_map(ends));
            }
            Asked::Near(left, right, within, ordered) => {
                let (left, right) = (left.spans(words), right.spans(words));
                for one in &left {
                    for other in &right {
                        let zone = words[one.0].zone == words[other.0].zone;
                        let forward = zone && one.1 < other.0 && words[other.0].at - words[one.1].at <= *within;
                        let backward =
                            zone && !ordered && other.1 < one.0 && words[one.0].at - words[other.1].at <= *within;
                        if forward || backward {
                            found.insert((one.0.min(other.0), one.1.max(other.1)));
                        }
                    }
                }
            }
            Asked::Same(left, right, sentence) => {
                let unit =
                    |at: usize| (words[at].zone, words[at].paragraph, if *sentence { words[at].sentence } else { 0 });
                for one in left.spans(words) {
                    for other in right.spans(words) {
                        let apart = one.1 < other.0 || other.1 < one.0;
                        let units = [one.0, one.1, other.0, other.1].map(unit);
                        if apart && units.iter().all(|one| *one == units[0]) {
                            found.insert((one.0.min(other.0), one.1.max(other.1)));
                        }
                    }
                }
            }
            Asked::Any(parts) => parts.iter().for_each(|part| found.extend(part.spans(words))),
            _ => unreachable!("no place"),
        }
        found.into_iter().collect()
    }

    fn holds(&self, words: &[Placed]) -> bool {
        match self {
            Asked::Any(parts) => parts.iter().any(|part| part.holds(words)),
            Asked::All(parts) => parts.iter().all(|part| part.holds(words)),
            Asked::Not(part) => !part.holds(words),
            Asked::AtLeast(times, part) => part.spans(words).len() >= *times,
            Asked::In(zone, part) => part.spans(words).iter().any(|span| match *zone {
                "title" => words[span.0].zone == TITLE,
                "lead" => words[span.0].zone == LEAD,
                "body" => words[span.0].zone != TITLE,
                _ => words[span.0].zone != BODY,
            }),
            _ => !self.spans(words).is_empty(),
        }
    }
}

/// `*` means any letters, `?` one letter.
fn globs(glob: &str, word: &str) -> bool {
    match glob.chars().next() {
        None => word.is_empty(),
        Some('*') => (0..=word.len()).any(|at| globs(&glob[1..], &word[at..])),
        Some(c) => word.chars().next().is_some_and(|first| c == '?' || c == first) && globs(&glob[1..], &word[1..]),
    }
}

/// Letters inserted, deleted, changed or swapped with their neighbour.
fn edits_between(one: &str, other: &str) -> usize {
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let mut table = vec![vec![0; other.len() + 1]; one.len() + 1];
    for row in 0..=one.len() {
        for column in 0..=other.len() {
            if row == 0 || column == 0 {
                table[row][column] = row + column;
                continue;
            }
            let differs = usize::from(one[row - 1] != other[column - 1]);
            let mut least = (table[row - 1][column] + 1).min(table[row][column - 1] + 1);
            least = least.min(table[row - 1][column - 1] + differs);
            let swapped =
                row > 1 && column > 1 && one[row - 1] == other[column - 2] && one[row - 2] == other[column - 1];
            if swapped {
                least = least.min(table[row - 2][column - 2] + 1);
            }
            table[row][column] = least;
        }
    }
    table[one.len()][other.len()]
}

fn words(dice: &mut Dice, most: usize) -> Vec<&'static str> {
    (0..2 + dice.below(most - 1)).map(|_| dice.pick(&VOCABULARY)).collect()
}

fn exact(dice: &mut Dice) -> Asked {
    let picked = words(dice, 2);
    let picked = &picked[..1 + dice.below(2)];
    Asked::Exact(shown(dice, picked))
}

/// What NEAR and similar operators accept.
fn operand(dice: &mut Dice, depth: usize) -> Box<Asked> {
    Box::new(match dice.below(if depth > 0 { 11 } else { 9 }) {
        0 | 1 => Asked::Word(dice.pick(&VOCABULARY)),
        2 => Asked::Prefix("fer"),
        3 => Asked::Phrase(words(dice, 2)),
        4 => Asked::Literal(dice.pick(&VOCABULARY)),
        5 => exact(dice),
        6 => Asked::Fuzzy(dice.pick(&["ferri", "stomr", "brigde"]), 1 + dice.below(2)),
        7 => Asked::Window(words(dice, 3), dice.below(4)),
        8 => Asked::CharacterPrefix,
        9 => Asked::Any((0..2).map(|_| Asked::Word(dice.pick(&VOCABULARY))).collect()),
        _ => positional(dice, depth - 1),
    })
}

fn positional(dice: &mut Dice, depth: usize) -> Asked {
    match dice.below(3) {
        0 => Asked::Near(operand(dice, depth), operand(dice, depth), 1 + dice.below(6), false),
        1 => Asked::Near(operand(dice, depth), operand(dice, depth), 1 + dice.below(6), true),
        _ => Asked::Same(operand(dice, depth), operand(dice, depth), dice.below(2) == 0),
    }
}

fn query(dice: &mut Dice, depth: usize) -> Asked {
    match dice.below(if depth > 0 { 18 } else { 14 }) {
        14 | 0 | 1 => Asked::Word(dice.pick(&VOCABULARY)),
        15 => Asked::Wildcard(dice.pick(&["st?rm", "har*r", "fe*s", "may*", "br??ge"])),
        16 => Asked::Fuzzy(dice.pick(&["ferri", "stomr", "harbor", "brigde", "islnad"]), 1 + dice.below(2)),
        13 => exact(dice),
        17 => Asked::Literal(dice.pick(&VOCABULARY)),
        2 => Asked::Prefix(dice.pick(&["har", "fer", "ferrym", "xy"])),
        3 => Asked::Phrase(words(dice, 3)),
        4 => Asked::Window(words(dice, 4), dice.below(4)),
        5 | 6 => positional(dice, 1),
        7 => Asked::AtLeast(1 + dice.below(3), operand(dice, 1)),
        8 | 9 => Asked::In(dice.pick(&["title", "lead", "body", "hlead"]), operand(dice, 1)),
        10 | 11 if depth > 0 => Asked::All((0..2 + dice.below(2)).map(|_| query(dice, depth - 1)).collect()),
        12 if depth > 0 => Asked::Any((0..2 + dice.below(2)).map(|_| query(dice, depth - 1)).collect()),
        _ if depth > 0 => Asked::Not(Box::new(query(dice, depth - 1))),
        _ => Asked::Word(dice.pick(&VOCABULARY)),
    }
}

/// Generated corpora; `MORGUE_CORPORA=20000 cargo test --release --test it oracle` for a long run.
fn corpora() -> usize {
    std::env::var("MORGUE_CORPORA").ok().and_then(|count| count.parse().ok()).unwrap_or(200)
}

/// Queries for each corpus.
const QUERIES: usize = 50;

#[test]
fn every_operator_agrees_with_brute_force() {
    let mut dice = Dice(0x5eed_cafe_f00d_d1ce);
    for _ in 0..corpora() {
        let made: Vec<Made> = (0..1 + dice.below(24)).map(|number| make(&mut dice, number)).collect();
        let indexed = Indexed::of_lines(&made.iter().map(|made| made.line.clone()).collect::<Vec<_>>());
        assert_eq!(indexed.generation.manifest.articles, made.len() as u64);
        let list = article_list(&indexed.generation);
        for _ in 0..QUERIES {
            let asked = query(&mut dice, 3);
            let text = asked.text();
            let read = parse(&text, ParseOptions { any: false, today: &|| jiff::civil::date(2024, 10, 25) })
                .unwrap_or_else(|error| panic!("{text}: {error}"));
            let want: BTreeSet<String> = made
                .iter()
                .enumerate()
                .filter(|(_, made)| asked.holds(&made.words))
                .map(|(at, _)| format!("https://example.com/{at}"))
                .collect();
            let archives: [&dyn Searchable; 2] = [&indexed.generation, &list];
            for (archive, sort) in
                archives.into_iter().flat_map(|archive| [(archive, Sort::Relevance), (archive, Sort::Newest)])
            {
                let request = Request {
                    query: read.clone(),
                    zones: ZoneChoice::Story,
                    sort,
                    offset: 0,
                    limit: None,
                    excerpts: Some(Excerpts::default()),
                };
                let found = search(archive, &request).expect("searched");
                let total = found.total;
                let got: BTreeSet<String> =
                    found.map(|hit| hit.expect("read").record.url.clone().expect("a url")).collect();
                let of = |url: &String| {
                    made[url.rsplit('/').next().expect("a number").parse::<usize>().expect("one")].line.clone()
                };
                let differ: Vec<String> = got.symmetric_difference(&want).map(of).collect();
                assert_eq!(got, want, "{text}: {differ:?}");
                assert_eq!(total, want.len() as u64, "{text}: the count is not the list");
                assert_eq!(count(archive, &request).expect("counted"), total, "{text}");
            }
        }
    }
}
