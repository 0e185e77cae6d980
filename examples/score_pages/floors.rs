//! Floors: figures that must not be undercut, by list and set of pages, in a TOML file.

use super::figures::Figures;
use std::collections::BTreeMap;
use std::path::Path;

/// Floors by `pages.aeb`, `texts.fundus`, `speed`, and their figures.
pub struct Floors(BTreeMap<String, BTreeMap<String, f64>>);

impl Floors {
    pub fn read(path: &Path) -> Result<Self, String> {
        let named = |error: &dyn std::fmt::Display| format!("{}: {error}", path.display());
        let text = std::fs::read_to_string(path).map_err(|error| named(&error))?;
        let table: toml::Table = toml::from_str(&text).map_err(|error| named(&error))?;
        let mut floors = BTreeMap::new();
        collect("", &table, &mut floors).map_err(|error| named(&error))?;
        Ok(Self(floors))
    }

    /// The floors that figures of a set undercut, or for which there is no figure, in words.
    pub fn undercut(&self, set: &str, figures: &Figures) -> Vec<String> {
        let floors = self.0.get(set).into_iter().flatten();
        let under = floors.filter_map(|(name, floor)| match figures.get(name.as_str()) {
            Some(figure) if figure >= floor => None,
            Some(figure) => Some(format!("{set}: {name} is {figure:.4}, below its floor {floor}")),
            None => Some(format!("{set}: {name} was not measured; its floor is {floor}")),
        });
        under.collect()
    }
}

/// Tables of numbers under their joined names.
fn collect(
    name: &str,
    table: &toml::Table,
    floors: &mut BTreeMap<String, BTreeMap<String, f64>>,
) -> Result<(), String> {
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
            (None, None) => return Err(format!("{key} is no number")),
        }
    }
    Ok(())
}
