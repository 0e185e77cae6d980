//! The ratios of a run, and the most that each may be.

use super::Outcome;
use std::collections::BTreeMap;

/// Ratios by name.
#[derive(Debug, Default)]
pub struct Ratios(BTreeMap<String, f64>);

impl Ratios {
    pub fn add(&mut self, name: &str, ratio: f64) {
        self.0.insert(name.to_owned(), ratio);
    }

    /// Compares ratios with the most that `benches/ratios.toml` allows; an error lists those that are greater or missing.
    pub fn check(&self) -> Outcome<()> {
        let most: BTreeMap<String, f64> = toml::from_str(include_str!("../ratios.toml"))?;
        println!("\n{:44} {:>9} {:>9}", "ratio", "measured", "most");
        let mut wrong = Vec::new();
        for (name, most) in &most {
            let measured = self.0.get(name);
            println!(
                "{name:44} {:>9} {most:>9.2}",
                measured.map_or("missing".to_owned(), |ratio| format!("{ratio:.2}"))
            );
            if measured.is_none_or(|measured| measured > most) {
                wrong.push(name.as_str());
            }
        }
        if wrong.is_empty() { Ok(()) } else { Err(format!("greater than allowed: {}", wrong.join(", ")).into()) }
    }
}
