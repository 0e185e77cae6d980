//! A corpus of any size from the paragraphs of a folder: seeded, so that it is the same on every machine.

use super::Outcome;
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::ingest::{Drafted, ReadSettings, read_path};
use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

/// Articles of the usual run: as many as the collection that the project's figures come from.
pub const ARTICLES: usize = 37_000;

/// Bytes of a story: the median, and the deviation of its logarithm.
const MEDIAN_BYTES: f64 = 4_980.0;
const SPREAD: f64 = 0.55;

/// One line in so many is one that an outlet prints again and again.
const REPEATED: usize = 500;

/// Outlets with such a line.
const OUTLETS: usize = 40;

/// Different words among `n` written ones: 50 times `n` to the power of .46.
const HEAPS: (f64, f64) = (50.0, 0.46);

/// One word in so many is rare.
const RARE: usize = 12;

/// The generated corpus.
pub struct Made {
    pub bytes: u64,
    pub paragraphs: usize,
}

struct Dice(u64);

impl Dice {
    fn below(&mut self, sides: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % sides as u64) as usize
    }
}

/// Writes the articles of a folder as JSON Lines, again and again until there are enough; from the second time on one word
/// in twelve is that of another article, so that none is a copy.
pub fn repeat(folder: &Path, articles: usize, lines: &Path) -> Outcome<Made> {
    let found = read(folder)?;
    let words: Vec<&str> = found.iter().take(500).flat_map(|(_, story)| story.split_whitespace()).collect();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut out = BufWriter::new(File::create(lines)?);
    let mut bytes = 0;
    for (number, (title, story)) in found.iter().cycle().take(articles).enumerate() {
        let round = number / found.len();
        let change = |word: &str, dice: &mut Dice| match round > 0 && dice.below(12) == 0 {
            true => words[dice.below(words.len())].to_owned(),
            false => word.to_owned(),
        };
        let line =
            |line: &str, dice: &mut Dice| line.split(' ').map(|word| change(word, dice)).collect::<Vec<_>>().join(" ");
        let text: Vec<String> = story.split("\n\n").map(|paragraph| line(paragraph, &mut dice)).collect();
        let text = text.join("\n\n");
        let title = if round == 0 { title.clone() } else { format!("{title} {round}") };
        writeln!(out, "{}", article(&title, &text, number, &mut dice))?;
        bytes += text.len() as u64;
    }
    out.flush()?;
    Ok(Made { bytes, paragraphs: found.iter().map(|(_, story)| story.split("\n\n").count()).sum() })
}

/// Titles and stories of a folder.
fn read(folder: &Path) -> Outcome<Vec<(String, String)>> {
    let mut found = Vec::new();
    let settings =
        ReadSettings { ner: Ner::Off, now: i64::MAX, url: None, effort: Effort::Full, isolated_reader: None };
    read_path(folder, &settings, &mut |read| {
        if let Drafted::Article(article) = read
            && !article.zones.story.is_empty()
        {
            found.push((article.zones.title, article.zones.story));
        }
        true
    })?;
    if found.is_empty() { Err("no articles in this folder".into()) } else { Ok(found) }
}

/// One line, with facts by chance.
fn article(title: &str, text: &str, number: usize, dice: &mut Dice) -> serde_json::Value {
    let outlet = dice.below(40);
    serde_json::json!({
        "title": title,
        "text": text,
        "authors": [format!("Author {}", dice.below(900)), format!("Writer {}", dice.below(900))],
        "source": format!("Outlet {outlet}"),
        "url": format!("https://www.outlet{outlet}.example/2020/article-{number}"),
        "date": format!("20{:02}-{:02}-{:02}T{:02}:{:02}:00Z", 10 + dice.below(15), 1 + dice.below(12), 1 + dice.below(28), dice.below(24), dice.below(60)),
        "section": format!("Section {}", dice.below(12)),
        "language": "en",
    })
}

/// Writes `articles` articles of paragraphs by chance as JSON Lines, with the lengths, the number of different words, and the
/// repeated lines that 2,295 real articles of 40 outlets have.
pub fn generate(folder: &Path, articles: usize, lines: &Path) -> Outcome<Made> {
    let found = read(folder)?;
    let titles: Vec<&str> = found.iter().map(|(title, _)| title.as_str()).collect();
    let paragraphs: Vec<&str> = found.iter().flat_map(|(_, story)| story.split("\n\n")).collect();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut words = Words::default();
    let mut out = BufWriter::new(File::create(lines)?);
    let mut bytes = 0;
    for number in 0..articles {
        let mut text = String::new();
        let length = dice.length();
        while text.len() < length {
            if dice.below(REPEATED) == 0 {
                text.push_str(paragraphs[dice.below(paragraphs.len().min(OUTLETS))]);
            } else {
                words.varied(paragraphs[dice.below(paragraphs.len())], &mut dice, &mut text);
            }
            text.push_str("\n\n");
        }
        let title = format!("{} {number}", titles[dice.below(titles.len())]);
        let article = article(&title, text.trim_end(), number, &mut dice);
        writeln!(out, "{article}")?;
        bytes += text.len() as u64;
    }
    out.flush()?;
    Ok(Made { bytes, paragraphs: paragraphs.len() })
}

impl Dice {
    /// The bytes of a story: a logarithmic normal distribution, whose normal one is a sum of twelve.
    fn length(&mut self) -> usize {
        let sum: f64 = (0..12).map(|_| self.below(1 << 20) as f64 / f64::from(1 << 20)).sum();
        (MEDIAN_BYTES * ((sum - 6.0) * SPREAD).exp()) as usize
    }
}

/// Words that no paragraph of the folder has, coined as an archive's vocabulary grows.
#[derive(Default)]
struct Words {
    written: u64,
    coined: Vec<String>,
}

impl Words {
    /// Adds a paragraph in which rare words differ from those of others.
    fn varied(&mut self, paragraph: &str, dice: &mut Dice, out: &mut String) {
        for (nth, word) in paragraph.split(' ').enumerate() {
            out.push_str(if nth == 0 { "" } else { " " });
            self.written += 1;
            // Heaps' law: so many different words are expected among those written.
            let wanted = HEAPS.0 * (self.written as f64).powf(HEAPS.1);
            if (self.coined.len() as f64) < wanted {
                self.coined.push(coined(self.coined.len()));
                out.push_str(&self.coined[self.coined.len() - 1]);
            } else if dice.below(RARE) == 0 {
                // Zipf's law: the word of rank n about as often as the n-th part of the first.
                let share = dice.below(1 << 20) as f64 / f64::from(1 << 20);
                let rank = (self.coined.len() as f64).powf(share) as usize;
                out.push_str(&self.coined[rank.min(self.coined.len() - 1)]);
            } else {
                out.push_str(word);
            }
        }
    }
}

/// A word of syllables that no other number has.
fn coined(mut number: usize) -> String {
    const SYLLABLES: [&str; 16] =
        ["ba", "do", "fi", "gu", "ka", "le", "mo", "ni", "po", "ru", "sa", "te", "vo", "wi", "ya", "zu"];
    let mut word = String::from("q");
    while word.len() < 5 || number > 0 {
        word.push_str(SYLLABLES[number % SYLLABLES.len()]);
        number /= SYLLABLES.len();
    }
    word
}
