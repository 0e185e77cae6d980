//! How morgue ranks, compared with plain BM25 over the one text field of the same index, in the same run: topics with
//! judgements, or known items made from a folder of articles.

mod judgements;
mod known_items;
mod runs;
mod task;
mod topics;

pub use judgements::{Judgements, Run};
pub use known_items::make as known_items;
pub use runs::{Index, Words};
pub use task::{Article, Task};
pub use topics::read as topics;

use crate::figures::{Figures, Sets};
use crate::input::Outcome;
use std::path::Path;

/// Figures of some tasks as sets `ranking.TASK`, each over an index of its own articles.
pub fn run(tasks: &[Task], run_files: Option<&Path>) -> Outcome<Sets> {
    let mut sets = Sets::new();
    for task in tasks {
        let index = Index::of_articles(&task.articles)?;
        sets.insert(format!("ranking.{}", task.name), measure(&index, task, run_files)?);
    }
    Ok(sets)
}

/// The figures of both ways, what morgue gains in nDCG@10, and its share of the distance from plain BM25 to 1: `ndcg`,
/// `plain_ndcg`, `expanded_ndcg` (with `--expand`), `gain`, `closed` and others. Lists are written to a folder as TREC run files if one is given.
pub fn measure(index: &Index, task: &Task, run_files: Option<&Path>) -> Outcome<Figures> {
    let runs = [
        ("plain", runs::plain(index, task)?),
        ("morgue", runs::morgue(index, task)?),
        ("expanded", runs::expanded(index, task)?),
    ];
    if let Some(folder) = run_files {
        std::fs::create_dir_all(folder)?;
        for (name, run) in &runs {
            std::fs::write(folder.join(format!("{}-{name}.run", task.name)), run.to_trec(name))?;
        }
    }
    let [plain, mut figures, expanded] = runs.map(|(_, run)| task.judgements.figures(&run));
    let gain = figures["ndcg"] - plain["ndcg"];
    figures.insert("gain".to_owned(), gain);
    figures.insert("closed".to_owned(), gain / (1.0 - plain["ndcg"]));
    let plain = plain.into_iter().filter(|(name, _)| name != "queries");
    figures.extend(plain.map(|(name, figure)| (format!("plain_{name}"), figure)));
    figures.insert("expanded_ndcg".to_owned(), expanded["ndcg"]);
    figures.insert("expanded_map".to_owned(), expanded["map"]);
    Ok(figures)
}
