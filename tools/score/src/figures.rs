//! Figures by name, in sets: what every measure gives.

use std::collections::BTreeMap;
use std::io::{self, Write};

/// Figures by name: `token_f1`, `gain`.
pub type Figures = BTreeMap<String, f64>;

/// Figures by set: `pages.aeb`, `ranking.topics`. A set is named as its table in `tests/floors.toml`.
pub type Sets = BTreeMap<String, Figures>;

/// Figures that count something; all others are shares or rates.
const COUNTS: [&str; 4] = ["pages", "errors", "queries", "articles"];

/// Prints a set after the other.
pub fn print(sets: &Sets, out: &mut impl Write) -> io::Result<()> {
    for (set, figures) in sets {
        writeln!(out, "{set}")?;
        for (name, figure) in figures {
            let digits = if COUNTS.contains(&name.as_str()) { 0 } else { 4 };
            writeln!(out, "  {name:<30} {figure:>12.digits$}")?;
        }
    }
    out.flush()
}
