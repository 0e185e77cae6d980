//! Scores how morgue ranks, beside plain BM25 over the one text field of the same index, in the same run.
//!
//! `score_ranking topics FOLDER [--runs DIR]` reads `docs.jsonl`, `queries.tsv` and `qrels.txt` and asks for any word of each
//! topic. `score_ranking known-items FOLDER [--runs DIR]` makes 300 known titles and 300 known snippets from a folder of
//! articles (one JSON file each, with `title` and `content_original`). `--runs` writes what was found as TREC run files,
//! `--floors FILE` ends with 1 where a figure is below its floor.

mod known_items;
mod measures;
mod runs;
mod topics;

use measures::Judgements;
use std::error::Error;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

const USAGE: &str = "usage: score_ranking topics|known-items FOLDER [--runs DIR] [--floors FILE]";

/// Queries and the articles that answer them.
pub struct Task {
    pub name: &'static str,
    /// Name and body of every article, with its title.
    pub articles: Vec<Article>,
    /// By number; words alone.
    pub queries: Vec<(String, String)>,
    pub judgements: Judgements,
}

pub struct Article {
    pub id: String,
    pub title: String,
    pub body: String,
}

fn main() -> Result<ExitCode, Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (Some(what), Some(folder)) = (words.next(), words.next()) else { return Err(USAGE.into()) };
    let (mut runs, mut floors) = (None, None);
    while let Some(word) = words.next() {
        match word.as_str() {
            "--runs" => runs = Some(PathBuf::from(words.next().ok_or(USAGE)?)),
            "--floors" => floors = Some(PathBuf::from(words.next().ok_or(USAGE)?)),
            _ => return Err(USAGE.into()),
        }
    }
    let folder = Path::new(&folder);
    let tasks = match what.as_str() {
        "topics" => vec![topics::read(folder)?],
        "known-items" => known_items::make(folder)?,
        _ => return Err(USAGE.into()),
    };
    let mut undercut = false;
    for task in &tasks {
        undercut |= !score(task, runs.as_deref(), floors.as_deref())?;
    }
    Ok(if undercut { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// Asks both ways, prints the figures, and tells whether the floors hold.
fn score(task: &Task, folder: Option<&Path>, floors: Option<&Path>) -> Result<bool, Box<dyn Error>> {
    let index = runs::index(&task.articles)?;
    let mut out = std::io::stdout().lock();
    let mut scores = Vec::new();
    for (name, run) in [("plain", runs::plain(&index, task)?), ("morgue", runs::morgue(&index, task)?)] {
        if let Some(folder) = folder {
            std::fs::create_dir_all(folder)?;
            std::fs::write(folder.join(format!("{}-{name}.run", task.name)), run.to_trec(name))?;
        }
        let figures = task.judgements.figures(&run);
        writeln!(
            out,
            "{:<14} {name:<7} {:>4} queries  nDCG@10 {:.4}  MAP {:.4}  first {:.4}",
            task.name, figures.queries, figures.ndcg, figures.map, figures.first
        )?;
        scores.push(figures.ndcg);
    }
    let (gain, closed) = (scores[1] - scores[0], (scores[1] - scores[0]) / (1.0 - scores[0]));
    writeln!(out, "{:<14} nDCG@10 {gain:+.4}; closes {:.1} % of the distance to 1", task.name, 100.0 * closed)?;
    let Some(path) = floors else { return Ok(true) };
    let table: toml::Table = std::fs::read_to_string(path)?.parse()?;
    let floor = |figure: &str| table.get("ranking")?.get(task.name)?.get(figure)?.as_float();
    let holds =
        [("gain", gain), ("closed", closed)].iter().all(|(name, got)| floor(name).is_none_or(|floor| *got >= floor));
    if !holds {
        writeln!(std::io::stderr(), "{}: below its floor in {}", task.name, path.display())?;
    }
    Ok(holds)
}
