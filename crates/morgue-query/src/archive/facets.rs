//! Facets: how many of the articles found have each value of a field. An article with several values counts once under
//! each; values that are equal to a query, because it ignores case, accents and a leading `The`, are counted as one,
//! under their most frequent spelling.

use super::list::Per;
use crate::schema::{Field, FieldKind, Matching, Schema};
use crate::terms::keyword_term;
use std::collections::BTreeMap;

/// A field whose values can be counted.
#[derive(Debug, Clone)]
pub struct FacetField {
    name: &'static str,
    values: FacetValues,
}

/// Where the values of a facet are read from.
#[derive(Debug, Clone)]
pub enum FacetValues {
    Columns(Vec<&'static Field>),
    Years,
    Months,
}

/// A name of a field whose values cannot be counted.
#[derive(Debug, thiserror::Error)]
#[error("cannot count values of \"{name}\": expected one of {}", FACETS.join(", "))]
pub struct UnknownFacet {
    pub name: String,
}

/// The valid names.
pub const FACETS: [&str; 13] = [
    "outlet", "domain", "author", "section", "language", "person", "org", "place", "nation", "entity", "source",
    "year", "month",
];

impl FacetField {
    /// The field of a name; `source` is the source folder, as in the fields of a list.
    pub fn named(name: &str) -> Result<Self, UnknownFacet> {
        let values = match name.to_ascii_lowercase().as_str() {
            "year" => Some(("year", FacetValues::Years)),
            "month" => Some(("month", FacetValues::Months)),
            "source" => Schema::news().field("source").map(|source| ("source", FacetValues::Columns(vec![source]))),
            name => Schema::news().resolve(name).and_then(counted),
        };
        let (name, values) = values.ok_or_else(|| UnknownFacet { name: name.to_owned() })?;
        Ok(Self { name, values })
    }

    pub fn name(&self) -> &'static str {
        self.name
    }

    pub fn values(&self) -> &FacetValues {
        &self.values
    }
}

fn counted(field: &'static Field) -> Option<(&'static str, FacetValues)> {
    let schema = Schema::news();
    let columns: Vec<&Field> = match field.kind {
        FieldKind::Keyword if field.fast => vec![field],
        FieldKind::Any => field.of.iter().filter_map(|name| schema.field(name)).collect(),
        _ => return None,
    };
    columns.iter().all(|column| column.fast).then_some((field.name.as_str(), FacetValues::Columns(columns)))
}

/// The values of several fields among the articles found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets {
    /// What is counted.
    pub per: Per,
    /// Articles found, or stories.
    pub total: u64,
    pub facets: Vec<Facet>,
}

/// The values of one field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facet {
    pub field: &'static str,
    /// Each value with its articles: most first, then by name.
    pub values: Vec<(String, u64)>,
    /// Articles without a value.
    pub none: u64,
    /// Articles that state a year and no month, where months are counted.
    pub year_only: u64,
}

/// The articles of one value during counting.
#[derive(Debug, Default)]
pub struct Counted {
    pub articles: u64,
    /// Its name, if it is a group of names treated as one.
    pub name: Option<String>,
    pub spellings: BTreeMap<String, u64>,
}

impl Counted {
    /// The most frequent spelling; the alphabetically first of several.
    pub fn spelling(&self) -> String {
        if let Some(name) = &self.name {
            return name.clone();
        }
        let most = self.spellings.values().max();
        let found = self.spellings.iter().find(|(_, uses)| Some(*uses) == most);
        found.map(|(text, _)| text.clone()).unwrap_or_default()
    }
}

/// Values in the order of a facet: most articles first, then by name.
pub fn in_order(counted: impl IntoIterator<Item = Counted>) -> Vec<(String, u64)> {
    let mut values: Vec<(String, u64)> =
        counted.into_iter().map(|counted| (counted.spelling(), counted.articles)).collect();
    values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    values
}

/// The form in which a query finds a value: without case and accents; a whole name also without its leading `The`.
pub fn looked_up_by(field: &Field, text: &str) -> String {
    let term = keyword_term(text);
    match term.strip_prefix("the ").filter(|_| field.matching == Some(Matching::Whole)) {
        Some(name) => name.to_owned(),
        None => term,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_aliases_give_facets_and_texts_do_not() {
        for (name, want) in [
            ("outlet", Some("outlet")),
            ("Author", Some("author")),
            ("by", Some("author")),
            ("lang", Some("language")),
            ("entity", Some("entity")),
            ("source", Some("source")),
            ("YEAR", Some("year")),
            ("title", None),
            ("url", None),
            ("words", None),
            ("nonsense", None),
        ] {
            assert_eq!(FacetField::named(name).ok().map(|field| field.name()), want, "{name}");
        }
        for name in FACETS {
            assert_eq!(FacetField::named(name).expect("offered").name(), name);
        }
    }

    #[test]
    fn a_value_is_shown_as_it_is_written_most_often() {
        let spellings = |pairs: &[(&str, u64)]| Counted {
            spellings: pairs.iter().map(|(text, uses)| ((*text).to_owned(), *uses)).collect(),
            ..Counted::default()
        };
        assert_eq!(spellings(&[("REUTERS", 2), ("Reuters", 5)]).spelling(), "Reuters");
        assert_eq!(spellings(&[("Müller", 2), ("Muller", 2)]).spelling(), "Muller");
    }
}
