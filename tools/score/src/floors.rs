//! Floors: figures that must be reached, by set, in one TOML file. This is its only reader.

use crate::figures::{Figures, Sets};
use crate::input::{Outcome, repository, text};
use std::path::Path;

/// Floors by set (`pages.aeb`, `ranking.topics`, `speed`) and figure.
pub struct Floors(Sets);

impl Floors {
    pub fn read(path: &Path) -> Outcome<Self> {
        let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let table: toml::Table = toml::from_str(&text(path)?).map_err(|error| named(&error))?;
        let mut floors = Sets::new();
        collect("", &table, &mut floors).map_err(|error| named(&error))?;
        Ok(Self(floors))
    }

    /// The floors of the repository, `tests/floors.toml`.
    pub fn own() -> Outcome<Self> {
        Self::read(&repository().join("tests/floors.toml"))
    }

    pub fn has(&self, set: &str) -> bool {
        self.0.contains_key(set)
    }

    /// What is wrong with the figures of a set, in words: a figure below its floor, a floor without a figure, or a set
    /// without floors.
    pub fn undercut(&self, set: &str, figures: &Figures) -> Vec<String> {
        let Some(floors) = self.0.get(set) else { return vec![format!("{set}: no floors for this set")] };
        let under = floors.iter().filter_map(|(name, floor)| match figures.get(name) {
            Some(figure) if figure >= floor => None,
            Some(figure) => Some(format!("{set}: {name} is {figure:.4}, below its floor {floor}")),
            None => Some(format!("{set}: {name} was not measured; its floor is {floor}")),
        });
        under.collect()
    }
}

/// Tables of numbers under their names, joined with points.
fn collect(name: &str, table: &toml::Table, floors: &mut Sets) -> Result<(), String> {
    for (key, value) in table {
        let number = value.as_float().or_else(|| value.as_integer().map(|number| number as f64));
        match (value.as_table(), number) {
            (Some(inner), _) => {
                let joined = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                collect(&joined, inner, floors)?;
            }
            (None, Some(number)) => {
                floors.entry(name.to_owned()).or_default().insert(key.clone(), number);
            }
            (None, None) => return Err(format!("floor {name}.{key} must be a number")),
        }
    }
    Ok(())
}
