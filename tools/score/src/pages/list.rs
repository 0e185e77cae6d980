//! A folder of pages: its list, its bytes, and what morgue makes of each page.

use crate::input::{Outcome, json_lines, string};
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Effort, Input, sniff};
use serde_json::{Value, json};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

/// 2030-03-17: no page is younger.
const NOW: i64 = 1_900_000_000;

/// One line of a list: `{"id", "url"?, "path"}`.
pub struct Page {
    pub id: String,
    pub url: Option<String>,
    /// Relative to the list.
    path: String,
    file: PathBuf,
}

/// The pages of a list.
pub fn read_list(list: &Path) -> Outcome<Vec<Page>> {
    let folder = list.parent().unwrap_or(Path::new("."));
    let page = |line: Value| {
        let (id, path) = (string(&line, "id")?.to_owned(), string(&line, "path")?.to_owned());
        Ok(Page { id, url: line["url"].as_str().map(str::to_owned), file: folder.join(&path), path })
    };
    json_lines(list)?.into_iter().map(page).collect()
}

impl Page {
    /// The bytes of the page, unpacked.
    pub fn bytes(&self) -> io::Result<Vec<u8>> {
        let bytes = std::fs::read(&self.file)?;
        if !bytes.starts_with(&[0x1f, 0x8b]) {
            return Ok(bytes);
        }
        let mut unpacked = Vec::new();
        flate2::read::MultiGzDecoder::new(bytes.as_slice()).read_to_end(&mut unpacked)?;
        Ok(unpacked)
    }

    /// What was found in the page, with the names that the scorers know.
    pub fn prediction(&self, bytes: &[u8], effort: Effort) -> Value {
        let name = self.path.trim_end_matches(".gz");
        let place = DraftLocation {
            source: "pages".to_owned(),
            locator: name.to_owned(),
            url: self.url.clone(),
            ..DraftLocation::default()
        };
        let rules = Rules { now: NOW, ..Rules::default() };
        let read = sniff(&bytes[..bytes.len().min(8192)], name)
            .and_then(|format| format.read_with(&Input { bytes, name, ..Input::default() }, effort));
        let article = read.map_err(|error| error.to_string()).and_then(|mut drafts| match drafts.found.is_empty() {
            true => Err("no article".to_owned()),
            false => extract(drafts.found.swap_remove(0), &place, &rules).map_err(|error| error.to_string()),
        });
        let article = match article {
            Err(error) => return json!({"id": self.id, "err": error}),
            Ok(article) => article,
        };
        let origins = [
            article.title_origin.clone(),
            article.authors.first().map(|found| found.origin.clone()),
            article.published.as_ref().map(|found| found.origin.clone()),
            article.outlet.as_ref().map(|found| found.origin.clone()),
        ];
        json!({
            "id": self.id,
            "title": article.zones.title,
            "authors": article.authors.iter().map(|found| found.value.as_str()).collect::<Vec<_>>(),
            "date": article.published.as_ref().map(|found| found.value.to_string()),
            "outlet": article.outlet.as_ref().map(|found| found.value.as_str()),
            "url": article.url.as_ref().map(|found| found.value.as_str()),
            "body": article.zones.story,
            "deck": article.zones.deck,
            "origins": origins,
            "losers": article.losers,
            "margin": article.zones.margin,
            "notes": article.notes,
        })
    }
}
