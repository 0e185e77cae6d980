//! How well copies are gathered. Copies are made from texts (JSON lines with `id`, `publisher` and `text`), a kind at a time: cut,
//! with paragraphs added, with another lead, with wrong letters. Pairs that share a group are compared with those that were
//! made. A count of all pairs by exact sets of words, which shares no code with the program, says which copies are
//! missed and which members are wrong.

use crate::figures::{Figures, Sets};
use crate::input::{Outcome, json_lines, string};
use morgue::stories::{Compared, Shared, Sketch, Texts, gather};
use std::collections::{HashMap, HashSet};
use std::convert::Infallible;
use std::path::Path;

/// A text that is gathered.
#[derive(Clone)]
struct Text {
    paragraphs: Vec<String>,
    /// The text that it was made from; its own number, if it was not made.
    base: usize,
}

/// Kinds of copies: name, and how one is made from a text, another text and a number.
type Kind = (&'static str, fn(&[String], &[String], u64) -> Vec<String>);

const KINDS: [Kind; 9] = [
    ("same", |text, _, _| text.to_vec()),
    ("cut70", |text, _, _| cut(text, 70)),
    ("cut50", |text, _, _| cut(text, 50)),
    ("cut30", |text, _, _| cut(text, 30)),
    ("added", |text, other, _| with_added(text, other)),
    ("lead", |text, other, _| with_lead(text, other)),
    ("noise5", |text, _, seed| with_noise(text, 5, seed)),
    ("noise15", |text, _, seed| with_noise(text, 15, seed)),
    ("cut50noise15", |text, _, seed| with_noise(&cut(text, 50), 15, seed)),
];

/// Scores the texts of one half of the publishers; `other` is the half that nothing was tuned on.
pub fn run(texts: &Path, other: bool) -> Outcome<Sets> {
    let mut bases: Vec<Vec<String>> = Vec::new();
    for line in json_lines(texts)? {
        let publisher = string(&line, "publisher")?;
        if (blake3::hash(publisher.as_bytes()).as_bytes()[0] & 1 == 1) != other {
            continue;
        }
        let text = string(&line, "text")?;
        let paragraphs: Vec<String> =
            text.split('\n').map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect();
        if letters(&paragraphs) >= 600 && paragraphs.len() > 4 {
            bases.push(paragraphs);
        }
    }
    let mut sets = Sets::new();
    let plain: Vec<Text> = (0usize..).zip(&bases).map(|(base, text)| Text { paragraphs: text.clone(), base }).collect();
    // What the texts hold already is no fault of the rule.
    let already = grouped(&plain);
    sets.insert(
        "stories.plain".to_owned(),
        Figures::from([("articles".to_owned(), plain.len() as f64), ("pairs".to_owned(), already.len() as f64)]),
    );
    let mut all = plain.clone();
    for (name, make) in KINDS {
        let mut texts = plain.clone();
        for (base, text) in bases.iter().enumerate() {
            let other = &bases[(base * 7 + 3) % bases.len()];
            let made = Text { paragraphs: make(text, other, base as u64), base };
            if base % KINDS.len() == texts.len() % KINDS.len() || base % 3 == 0 {
                all.push(made.clone());
            }
            texts.push(made);
        }
        sets.insert(format!("stories.{name}"), compared(&texts, &already));
    }
    sets.insert("stories.all-pairs".to_owned(), by_all_pairs(&all));
    Ok(sets)
}

fn letters(paragraphs: &[String]) -> usize {
    paragraphs.iter().map(|paragraph| paragraph.chars().filter(|c| c.is_alphanumeric()).count()).sum()
}

/// The first paragraphs, with that part of the letters.
fn cut(text: &[String], percent: usize) -> Vec<String> {
    let wanted = letters(text) * percent / 100;
    let mut kept: Vec<String> = Vec::new();
    for paragraph in text {
        let room = wanted.saturating_sub(letters(&kept));
        if room == 0 {
            break;
        }
        let mut end = 0;
        let mut count = 0;
        for (at, c) in paragraph.char_indices() {
            if count >= room {
                break;
            }
            count += usize::from(c.is_alphanumeric());
            end = at + c.len_utf8();
        }
        kept.push(paragraph[..end].to_owned());
    }
    kept
}

/// With up to the last three tenths of another text, which are not as much of this one.
fn with_added(text: &[String], other: &[String]) -> Vec<String> {
    let backwards: Vec<String> = other.iter().rev().cloned().collect();
    let added = cut(&backwards, (30 * letters(text) / letters(other).max(1)).min(30));
    let half = text.len() / 2;
    [&text[..half], &added, &text[half..]].concat()
}

fn with_lead(text: &[String], other: &[String]) -> Vec<String> {
    let first = cut(&other[..1], (100 * 300 / letters(&other[..1]).max(1)).min(100));
    let mut lead = first.clone();
    lead.extend(text.iter().skip(1).cloned());
    if text.len() == 1 { [first, text.to_vec()].concat() } else { lead }
}

/// With that part of the letters replaced, dropped or doubled.
fn with_noise(text: &[String], percent: u64, seed: u64) -> Vec<String> {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = move || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state >> 11
    };
    let mut alphabet: Vec<char> = text.concat().chars().filter(|c| c.is_alphanumeric()).collect();
    alphabet.truncate(2_000);
    let noisy = |paragraph: &String| {
        let mut out = String::new();
        for c in paragraph.chars() {
            if !c.is_alphanumeric() || next() % 100 >= percent {
                out.push(c);
                continue;
            }
            match next() % 6 {
                0 => {}
                1 => out.extend([c, c]),
                _ => out.push(alphabet[next() as usize % alphabet.len()]),
            }
        }
        out
    };
    text.iter().map(noisy).collect()
}

struct Given<'t> {
    texts: &'t [Text],
    known: HashMap<u32, Compared>,
}

impl Texts for Given<'_> {
    type Error = Infallible;

    fn sketch(&mut self, text: u32) -> Result<Sketch, Infallible> {
        Ok(sketch(&self.texts[text as usize]))
    }

    fn shared(&mut self, longer: u32, shorter: u32) -> Result<Shared, Infallible> {
        let made = |text: u32| Compared::of(self.texts[text as usize].paragraphs.iter().map(String::as_str));
        let own = made(shorter);
        let longer = self.known.entry(longer).or_insert_with_key(|longer| made(*longer));
        Ok(own.shared(longer))
    }
}

fn sketch(text: &Text) -> Sketch {
    Sketch::of(text.paragraphs.iter().map(String::as_str))
}

fn groups_of(texts: &[Text]) -> (Vec<Vec<u32>>, u64) {
    let mut order: Vec<u32> = (0..texts.len() as u32).collect();
    order.sort_by_key(|&text| (u32::MAX - sketch(&texts[text as usize]).letters, text));
    let Ok(gathered) = gather(&order, &mut Given { texts, known: HashMap::new() });
    (gathered.groups, gathered.compared)
}

type Pair = (usize, usize);

fn grouped(texts: &[Text]) -> HashSet<Pair> {
    pairs(&groups_of(texts).0)
}

fn pairs(groups: &[Vec<u32>]) -> HashSet<Pair> {
    let mut pairs = HashSet::new();
    for group in groups {
        for (at, &one) in group.iter().enumerate() {
            pairs.extend(group[at + 1..].iter().map(|&other| ((one.min(other)) as usize, (one.max(other)) as usize)));
        }
    }
    pairs
}

/// Pairs of one text are right; those that join texts which were copies already are left aside.
fn compared(texts: &[Text], already: &HashSet<Pair>) -> Figures {
    let (groups, compared) = groups_of(texts);
    let base = |at: usize| texts[at].base;
    let (mut right, mut wrong) = (0.0f64, 0.0f64);
    for (one, other) in pairs(&groups) {
        let (a, b) = (base(one).min(base(other)), base(one).max(base(other)));
        if a == b {
            right += 1.0;
        } else if !already.contains(&(a, b)) {
            wrong += 1.0;
        }
    }
    let wanted = (texts.len() - texts.len() / 2) as f64;
    let (precision, recall) = (right / (right + wrong).max(1.0), right / wanted);
    Figures::from([
        ("precision".to_owned(), precision),
        ("recall".to_owned(), recall),
        ("f1".to_owned(), 2.0 * precision * recall / (precision + recall).max(1e-9)),
        ("compared_per_article".to_owned(), compared as f64 / texts.len() as f64),
    ])
}

/// All pairs by the sets of four words: half of the shorter text and a fifth of the longer.
fn by_all_pairs(texts: &[Text]) -> Figures {
    let sets: Vec<HashSet<String>> = texts.iter().map(|text| shingles(&text.paragraphs)).collect();
    let mut having: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, set) in sets.iter().enumerate() {
        set.iter().for_each(|shingle| having.entry(shingle).or_default().push(at));
    }
    let mut common: HashMap<Pair, usize> = HashMap::new();
    for list in having.values() {
        for (nth, &one) in list.iter().enumerate() {
            list[nth + 1..].iter().for_each(|&other| *common.entry((one, other)).or_default() += 1);
        }
    }
    let is_copy = |(pair, common): (&Pair, &usize)| {
        let (one, other) = (sets[pair.0].len(), sets[pair.1].len());
        let (shorter, longer) = (one.min(other), one.max(other));
        (2 * common >= shorter && 5 * common >= longer).then_some(*pair)
    };
    let true_pairs: HashSet<Pair> = common.iter().filter_map(is_copy).collect();
    let (groups, _) = groups_of(texts);
    let found = pairs(&groups);
    let reached = true_pairs.iter().filter(|pair| found.contains(pair)).count() as f64;
    // A member is wrong if it is no copy of any other by these sets, and was not made from the same text.
    let mut wrong = 0.0;
    for group in &groups {
        for &member in group {
            let others = group.iter().filter(|&&other| other != member);
            let is_right = |&other: &u32| {
                let pair = (member.min(other) as usize, member.max(other) as usize);
                true_pairs.contains(&pair) || texts[pair.0].base == texts[pair.1].base
            };
            wrong += f64::from(u8::from(!others.clone().any(is_right)));
        }
    }
    Figures::from([
        ("articles".to_owned(), texts.len() as f64),
        ("true_pairs".to_owned(), true_pairs.len() as f64),
        ("recall".to_owned(), reached / (true_pairs.len() as f64).max(1.0)),
        ("wrong_members".to_owned(), wrong),
    ])
}

fn shingles(paragraphs: &[String]) -> HashSet<String> {
    let mut found = HashSet::new();
    for paragraph in paragraphs {
        let plain: String = paragraph.to_lowercase().chars().filter(|c| !matches!(c, '\'' | '’')).collect();
        let words: Vec<&str> = plain.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        found.extend(words.windows(4).map(|run| run.join(" ")));
    }
    found
}
