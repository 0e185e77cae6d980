//! Floors: figures that must be reached, by set, in one TOML file. This is its only reader.

use crate::figures::{Figures, Sets};
use crate::input::{Outcome, repository, text};
use std::collections::BTreeMap;
use std::path::Path;

/// Floors by set (`pages.aeb`, `ranking.topics`, `speed`) and figure, and the figures of each set that are known to be 0.
pub struct Floors {
    floors: Sets,
    gaps: BTreeMap<String, Vec<String>>,
}

impl Floors {
    pub fn read(path: &Path) -> Outcome<Self> {
        let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let table: toml::Table = toml::from_str(&text(path)?).map_err(|error| named(&error))?;
        let mut floors = Self { floors: Sets::new(), gaps: BTreeMap::new() };
        floors.collect("", &table).map_err(|error| named(&error))?;
        Ok(floors)
    }

    /// The floors of the repository, `tests/floors.toml`.
    pub fn own() -> Outcome<Self> {
        Self::read(&repository().join("tests/floors.toml"))
    }

    pub fn has(&self, set: &str) -> bool {
        self.floors.contains_key(set)
    }

    /// What is wrong with the figures of a set, in words: a figure below its floor, a floor without a figure, a gap that was
    /// closed and has no floor yet, or a set without floors.
    pub fn undercut(&self, set: &str, figures: &Figures) -> Vec<String> {
        let Some(floors) = self.floors.get(set) else { return vec![format!("{set}: no floors for this set")] };
        let under = floors.iter().filter_map(|(name, floor)| match figures.get(name) {
            Some(figure) if figure >= floor => None,
            Some(figure) => Some(format!("{set}: {name} is {figure:.4}, below its floor {floor}")),
            None => Some(format!("{set}: {name} was not measured; its floor is {floor}")),
        });
        let gaps = self.gaps.get(set).into_iter().flatten().filter_map(|name| match figures.get(name) {
            Some(0.0) => None,
            Some(figure) => Some(format!("{set}: {name} is {figure:.4}, no longer 0; replace the gap with a floor")),
            None => Some(format!("{set}: {name} was not measured; it is a known gap")),
        });
        under.chain(gaps).collect()
    }

    /// Tables of numbers by their names, joined with points; in each, `gaps` lists the figures that are 0.
    fn collect(&mut self, name: &str, table: &toml::Table) -> Result<(), String> {
        for (key, value) in table {
            let number = value.as_float().or_else(|| value.as_integer().map(|number| number as f64));
            match (value.as_table(), number, value.as_array()) {
                (Some(inner), ..) => {
                    let joined = if name.is_empty() { key.clone() } else { format!("{name}.{key}") };
                    self.collect(&joined, inner)?;
                }
                (_, Some(number), _) => {
                    self.floors.entry(name.to_owned()).or_default().insert(key.clone(), number);
                }
                (.., Some(names)) if key == "gaps" => {
                    let names: Option<Vec<String>> = names.iter().map(|it| it.as_str().map(str::to_owned)).collect();
                    let names = names.ok_or_else(|| format!("{name}.gaps must be a list of names"))?;
                    self.gaps.insert(name.to_owned(), names);
                }
                _ => return Err(format!("floor {name}.{key} must be a number")),
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn floors_and_gaps_fail_on_the_side_that_is_wrong() {
        let mut floors = Floors { floors: Sets::new(), gaps: BTreeMap::new() };
        let table: toml::Table = "[own.pages]\ntitle = 0.9\ngaps = [\"front\"]".parse().expect("a table");
        floors.collect("", &table).expect("read");
        let of = |title: f64, front: f64| {
            let figures: Figures = [("title".to_owned(), title), ("front".to_owned(), front)].into_iter().collect();
            floors.undercut("own.pages", &figures).join("; ")
        };
        assert_eq!(of(0.95, 0.0), "");
        assert_eq!(of(0.8, 0.0), "own.pages: title is 0.8000, below its floor 0.9");
        assert_eq!(of(0.95, 0.5), "own.pages: front is 0.5000, no longer 0; replace the gap with a floor");
        assert_eq!(floors.undercut("own.pages", &Figures::new()).len(), 2);
    }
}
