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

/// Bytes of text that an article has on average.
const STORY_BYTES: usize = 6_400;

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

/// Writes `articles` articles of paragraphs by chance as JSON Lines.
pub fn generate(folder: &Path, articles: usize, lines: &Path) -> Outcome<Made> {
    let found = read(folder)?;
    let titles: Vec<&str> = found.iter().map(|(title, _)| title.as_str()).collect();
    let paragraphs: Vec<&str> = found.iter().flat_map(|(_, story)| story.split("\n\n")).collect();
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut out = BufWriter::new(File::create(lines)?);
    let mut bytes = 0;
    for number in 0..articles {
        let mut text = String::new();
        let length = STORY_BYTES / 4 + dice.below(STORY_BYTES * 3 / 2);
        while text.len() < length {
            text.push_str(paragraphs[dice.below(paragraphs.len())]);
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
