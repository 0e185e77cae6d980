//! Names, or outlets, that occur together as a graph for other programs: GraphML (Brandes et al. 2002), or a table of edges as Gephi
//! reads it.

use super::csv;
use crate::archive::Graph;
use crate::text::xml_characters;
use std::borrow::Cow;
use std::io::{self, Write};

/// The formats of a graph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GraphFormat {
    GraphMl,
    /// Edges, one per line.
    Csv,
}

/// Writes a graph.
pub fn graph(format: GraphFormat, graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    match format {
        GraphFormat::GraphMl => graphml(graph, out),
        GraphFormat::Csv => edges(graph, out),
    }
}

fn edges(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    let columns = [
        "Source",
        "Target",
        "Type",
        "Weight",
        "Expected",
        "Likelihood",
        "SourceKind",
        "TargetKind",
        "SourceArticles",
        "TargetArticles",
    ];
    let mut table = csv::Rows::new(&columns, false, out)?;
    for edge in &graph.edges {
        let (Some(one), Some(other)) = (graph.nodes.get(edge.ends.0), graph.nodes.get(edge.ends.1)) else { continue };
        table.write([
            one.name.clone(),
            other.name.clone(),
            "Undirected".to_owned(),
            edge.together.articles.to_string(),
            format!("{:.2}", edge.together.expected),
            format!("{:.2}", edge.together.likelihood),
            one.kind.to_owned(),
            other.kind.to_owned(),
            one.articles.to_string(),
            other.articles.to_string(),
        ])?;
    }
    table.finish()
}

fn graphml(graph: &Graph, out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>")?;
    writeln!(out, "<graphml xmlns=\"http://graphml.graphdrawing.org/xmlns\">")?;
    for (id, of, name, kind) in [
        ("label", "node", "label", "string"),
        ("kind", "node", "kind", "string"),
        ("articles", "node", "articles", "long"),
        ("weight", "edge", "weight", "double"),
        ("expected", "edge", "expected", "double"),
        ("likelihood", "edge", "likelihood", "double"),
    ] {
        writeln!(out, "  <key id=\"{id}\" for=\"{of}\" attr.name=\"{name}\" attr.type=\"{kind}\"/>")?;
    }
    writeln!(out, "  <graph edgedefault=\"undirected\">")?;
    for (nth, node) in graph.nodes.iter().enumerate() {
        writeln!(
            out,
            "    <node id=\"n{nth}\"><data key=\"label\">{}</data><data key=\"kind\">{}</data><data key=\"articles\">{}</data></node>",
            escaped_xml(&node.name),
            node.kind,
            node.articles
        )?;
    }
    for edge in &graph.edges {
        let together = edge.together;
        writeln!(
            out,
            "    <edge source=\"n{}\" target=\"n{}\"><data key=\"weight\">{}</data><data key=\"expected\">{:.2}</data><data \
             key=\"likelihood\">{:.2}</data></edge>",
            edge.ends.0, edge.ends.1, together.articles, together.expected, together.likelihood
        )?;
    }
    writeln!(out, "  </graph>\n</graphml>")
}

/// Text for XML: special characters escaped, characters that XML cannot hold replaced.
pub fn escaped_xml(text: &str) -> Cow<'_, str> {
    let text = xml_characters(text);
    if !text.contains(['&', '<', '>', '"']) {
        return text;
    }
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            c => safe.push(c),
        }
    }
    Cow::Owned(safe)
}
