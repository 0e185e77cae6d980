//! Every operator against brute force: random articles whose words are known, random queries, and an evaluator that
//! shares no code with the program. What is counted must be what is listed, and both what the evaluator finds.

use super::support::Indexed;
use morgue::query::{Reading, ZoneChoice, parse};
use morgue::search::{Request, Sort, count, search};
use std::collections::BTreeSet;

/// A small generator of numbers (xorshift), the same on every machine.
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

const VOCABULARY: [&str; 8] = ["harbour", "harvest", "island", "ferry", "ferrymen", "mayor", "storm", "bridge"];

/// One word of an article with where it stands.
#[derive(Clone)]
struct Placed {
    word: &'static str,
    zone: u8,
    /// Place inside its zone.
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
    word[..1].to_uppercase() + &word[1..]
}

fn make(dice: &mut Dice, number: usize) -> Made {
    let mut words = Vec::new();
    let title: Vec<&'static str> = (0..1 + dice.below(4)).map(|_| dice.pick(&VOCABULARY)).collect();
    for (at, word) in title.iter().enumerate() {
        words.push(Placed { word, zone: TITLE, at, sentence: 0, paragraph: 0 });
    }
    let mut paragraphs = Vec::new();
    let (mut sentence, mut places, mut story_words) = (0, [0usize; 3], 0);
    let mut lead_is_over = false;
    for paragraph in 1..=1 + dice.below(4) {
        let zone = if lead_is_over { BODY } else { LEAD };
        let mut sentences = Vec::new();
        for _ in 0..1 + dice.below(3) {
            sentence += 1;
            let picked: Vec<&'static str> = (0..2 + dice.below(7)).map(|_| dice.pick(&VOCABULARY)).collect();
            for word in &picked {
                words.push(Placed { word, zone, at: places[zone as usize], sentence, paragraph });
                places[zone as usize] += 1;
            }
            story_words += picked.len();
            sentences.push(format!("{}.", capitalised(&picked.join(" "))));
        }
        // The lead is the first paragraph, or up to three until it has twenty words.
        lead_is_over |= story_words >= 20 || paragraph == 3;
        paragraphs.push(sentences.join(" "));
    }
    let line = serde_json::json!({"title": capitalised(&title.join(" ")), "text": paragraphs.join("\n\n"), "url": format!("https://example.com/{number}")});
    Made { line: line.to_string(), words }
}

/// A query, as the evaluator sees it.
enum Asked {
    Word(&'static str),
    Prefix(&'static str),
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
            Asked::Word(word) => (*word).to_owned(),
            Asked::Prefix(stem) => format!("{stem}*"),
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

    /// Where it stands: first and last word, as places in the list of words.
    fn spans(&self, words: &[Placed]) -> Vec<(usize, usize)> {
        let mut found = BTreeSet::new();
        let follows =
            |one: usize, other: usize| words[one].zone == words[other].zone && words[one].at + 1 == words[other].at;
        match self {
            Asked::Word(word) => {
                found.extend((0..words.len()).filter(|&at| words[at].word == *word).map(|at| (at, at)))
            }
            Asked::Prefix(stem) => {
                found.extend((0..words.len()).filter(|&at| words[at].word.starts_with(stem)).map(|at| (at, at)));
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
                for start in 0..words.len() {
                    let inside: Vec<usize> = (start..words.len())
                        .filter(|&at| {
                            words[at].zone == words[start].zone && words[at].at < words[start].at + wanted.len() + slack
                        })
                        .collect();
                    let mut left: Vec<&str> = inside.iter().map(|&at| words[at].word).collect();
                    let all = wanted.iter().all(|word| match left.iter().position(|other| other == word) {
                        Some(at) => {
                            left.remove(at);
                            true
                        }
                        None => false,
                    });
                    if all {
                        found.insert((start, *inside.last().expect("one")));
                    }
                }
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

fn words(dice: &mut Dice, most: usize) -> Vec<&'static str> {
    (0..2 + dice.below(most - 1)).map(|_| dice.pick(&VOCABULARY)).collect()
}

/// What NEAR and its like take.
fn operand(dice: &mut Dice, depth: usize) -> Box<Asked> {
    Box::new(match dice.below(if depth > 0 { 6 } else { 4 }) {
        0 | 1 => Asked::Word(dice.pick(&VOCABULARY)),
        2 => Asked::Prefix("fer"),
        3 => Asked::Phrase(words(dice, 2)),
        4 => Asked::Any((0..2).map(|_| Asked::Word(dice.pick(&VOCABULARY))).collect()),
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
    match dice.below(if depth > 0 { 14 } else { 10 }) {
        0 | 1 => Asked::Word(dice.pick(&VOCABULARY)),
        2 => Asked::Prefix(dice.pick(&["har", "fer", "ferrym", "xy"])),
        3 => Asked::Phrase(words(dice, 3)),
        4 => Asked::Window(words(dice, 4), dice.below(4)),
        5 | 6 => positional(dice, 1),
        7 => Asked::AtLeast(1 + dice.below(3), operand(dice, 1)),
        8 | 9 => Asked::In(dice.pick(&["title", "lead", "body", "hlead"]), operand(dice, 1)),
        10 | 11 => Asked::All((0..2 + dice.below(2)).map(|_| query(dice, depth - 1)).collect()),
        12 => Asked::Any((0..2 + dice.below(2)).map(|_| query(dice, depth - 1)).collect()),
        _ => Asked::Not(Box::new(query(dice, depth - 1))),
    }
}

#[test]
fn every_operator_agrees_with_brute_force() {
    let mut dice = Dice(0x5eed_cafe_f00d_d1ce);
    for _ in 0..4 {
        let made: Vec<Made> = (0..60).map(|number| make(&mut dice, number)).collect();
        let indexed = Indexed::of_lines(&made.iter().map(|made| made.line.clone()).collect::<Vec<_>>());
        assert_eq!(indexed.generation.manifest.articles, 60);
        for _ in 0..400 {
            let asked = query(&mut dice, 3);
            let text = asked.text();
            let read = parse(&text, Reading { any: false, today: &|| jiff::civil::date(2024, 10, 25) })
                .unwrap_or_else(|error| panic!("{text}: {error}"));
            let want: BTreeSet<String> = made
                .iter()
                .enumerate()
                .filter(|(_, made)| asked.holds(&made.words))
                .map(|(at, _)| format!("https://example.com/{at}"))
                .collect();
            for sort in [Sort::Relevance, Sort::Newest] {
                let request = Request {
                    query: read.clone(),
                    zones: ZoneChoice::Story,
                    sort,
                    offset: 0,
                    limit: None,
                    passages: true,
                };
                let found = search(&indexed.generation, &request).expect("searched");
                let total = found.total;
                let got: BTreeSet<String> = found.map(|hit| hit.expect("read").record.url.expect("a url")).collect();
                assert_eq!(got, want, "{text}");
                assert_eq!(total, want.len() as u64, "{text}: the count is not the list");
                assert_eq!(count(&indexed.generation, &request).expect("counted"), total, "{text}");
            }
        }
    }
}
