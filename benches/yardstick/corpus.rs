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

/// Writes `articles` articles as JSON Lines.
pub fn generate(folder: &Path, articles: usize, lines: &Path) -> Outcome<Made> {
    let (mut titles, mut paragraphs) = (Vec::new(), Vec::new());
    let settings =
        ReadSettings { ner: Ner::Off, now: i64::MAX, url: None, effort: Effort::Full, isolated_reader: None };
    read_path(folder, &settings, &mut |read| {
        if let Drafted::Article(article) = read {
            titles.push(article.zones.title);
            paragraphs.extend(article.zones.story.split("\n\n").map(str::to_owned));
        }
        true
    })?;
    if titles.is_empty() || paragraphs.is_empty() {
        return Err("no articles in this folder".into());
    }
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let mut out = BufWriter::new(File::create(lines)?);
    let mut bytes = 0;
    for number in 0..articles {
        let mut text = String::new();
        let length = STORY_BYTES / 4 + dice.below(STORY_BYTES * 3 / 2);
        while text.len() < length {
            text.push_str(&paragraphs[dice.below(paragraphs.len())]);
            text.push_str("\n\n");
        }
        let outlet = dice.below(40);
        let article = serde_json::json!({
            "title": format!("{} {number}", titles[dice.below(titles.len())]),
            "text": text.trim_end(),
            "authors": [format!("Author {}", dice.below(900)), format!("Writer {}", dice.below(900))],
            "source": format!("Outlet {outlet}"),
            "url": format!("https://www.outlet{outlet}.example/2020/article-{number}"),
            "date": format!("20{:02}-{:02}-{:02}T{:02}:{:02}:00Z", 10 + dice.below(15), 1 + dice.below(12), 1 + dice.below(28), dice.below(24), dice.below(60)),
            "section": format!("Section {}", dice.below(12)),
            "language": "en",
        });
        writeln!(out, "{article}")?;
        bytes += text.len() as u64;
    }
    out.flush()?;
    Ok(Made { bytes, paragraphs: paragraphs.len() })
}
