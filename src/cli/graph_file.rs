//! The file of a graph: names that articles share, or outlets that share stories.

use super::error::{Failure, USAGE};
use super::output::Output;
use morgue::archive::Graph;
use morgue::desk::{Target, failed};
use morgue::render::{GraphFormat, graph as write_graph};
use morgue::text::counted;
use std::io::BufWriter;
use std::path::Path;

/// Most names or outlets, unless another number is wanted.
const NODES: usize = 100;

/// Writes a graph to a file, and says what of how many it shows.
pub fn write_graph_file(
    path: &Path,
    target: Target,
    drawn: &Graph,
    shown: &str,
    of: &str,
    output: &Output,
) -> Result<(), Failure> {
    let format = graph_format(path)?;
    let mut file = BufWriter::new(target.create()?);
    write_graph(format, drawn, &mut file).map_err(|error| failed(path, &error))?;
    let file = file.into_inner().map_err(|error| failed(path, &error.into_error()))?;
    target.finish(Some(&file))?;
    output.note(&format!("{shown} from {} written to {}", counted(drawn.total, of), path.display()));
    Ok(())
}

/// Names or outlets of a graph.
pub fn most_nodes(limit: Option<usize>) -> usize {
    match limit {
        Some(0) => usize::MAX,
        limit => limit.unwrap_or(NODES),
    }
}

/// The format of a graph by the name of its file.
pub fn graph_format(path: &Path) -> Result<GraphFormat, Failure> {
    match path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase).as_deref() {
        Some("graphml") => Ok(GraphFormat::GraphMl),
        Some("csv") => Ok(GraphFormat::Csv),
        _ => {
            Err(Failure::new(USAGE, format!("unknown graph format \"{}\": expected .graphml or .csv", path.display()))
                .with_hint("name the file `names.graphml` or `names.csv`"))
        }
    }
}
