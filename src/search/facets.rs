//! Facets: how many of the articles found have each value of a field. Read from columns alone, so that no article is
//! opened. An article with several values counts once under each; values that a query takes for one, because case, accents
//! and a leading `The` do not matter to it, are one here too, under their most frequent spelling.

use super::matching::{each_match, unscored};
use super::{Request, SearchError, planned};
use crate::article::{NameKind, Names};
use crate::index::Generation;
use crate::schema::{Field, FieldKind, Matching, Schema, keyword_term};
use std::collections::{BTreeMap, HashMap};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, SegmentReader};

/// A field whose values can be counted.
#[derive(Debug, Clone)]
pub struct FacetField {
    name: &'static str,
    values: Values,
}

/// Where the values of a facet come from.
#[derive(Debug, Clone)]
enum Values {
    Columns(Vec<&'static Field>),
    Years,
    Months,
}

/// A name whose values cannot be counted.
#[derive(Debug, thiserror::Error)]
#[error("no values of \"{name}\" can be counted; there are {}", FACETS.join(", "))]
pub struct UnknownFacet {
    pub name: String,
}

/// The names that are offered.
pub const FACETS: [&str; 13] = [
    "outlet", "domain", "author", "section", "language", "person", "org", "place", "nation", "entity", "source",
    "year", "month",
];

impl FacetField {
    /// The field of a name; `source` is the source folder, as in the fields of a list.
    pub fn named(name: &str) -> Result<Self, UnknownFacet> {
        let values = match name.to_ascii_lowercase().as_str() {
            "year" => Some(("year", Values::Years)),
            "month" => Some(("month", Values::Months)),
            "source" => Schema::news().field("root").map(|root| ("source", Values::Columns(vec![root]))),
            name => Schema::news().resolve(name).and_then(counted),
        };
        let (name, values) = values.ok_or_else(|| UnknownFacet { name: name.to_owned() })?;
        Ok(Self { name, values })
    }

    pub fn name(&self) -> &'static str {
        self.name
    }
}

fn counted(field: &'static Field) -> Option<(&'static str, Values)> {
    let schema = Schema::news();
    let columns: Vec<&Field> = match field.kind {
        FieldKind::Keyword => vec![field],
        FieldKind::Any => field.of.iter().filter_map(|name| schema.field(name)).collect(),
        _ => return None,
    };
    columns.iter().all(|column| column.fast).then_some((field.name.as_str(), Values::Columns(columns)))
}

/// The values of several fields among the articles found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Facets {
    /// Articles found.
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

/// Counts the values of fields among the articles that a request finds.
pub fn facets(generation: &Generation, request: &Request, fields: &[FacetField]) -> Result<Facets, SearchError> {
    generation.guarded(|| {
        let plan = planned(generation, request)?;
        let names = generation.names()?;
        let count = || {
            let searcher = &generation.searcher;
            let weight = unscored(searcher, plan.query.as_ref())?;
            let mut tallies: Vec<Tally> = fields.iter().map(|field| Tally::of(field, names)).collect();
            let mut total = 0;
            for segment in searcher.segment_readers() {
                let mut found = Vec::new();
                each_match(weight.as_ref(), segment, |article| found.push(article))?;
                total += found.len() as u64;
                tallies.iter_mut().try_for_each(|tally| tally.add(segment, &found))?;
            }
            Ok(Facets { total, facets: tallies.into_iter().map(Tally::facet).collect() })
        };
        count().map_err(SearchError::engine(generation))
    })
}

/// The counts of one field while segments are gone through.
struct Tally<'f> {
    field: &'f FacetField,
    /// Names that are taken for one count as one.
    names: &'f Names,
    /// Number of a value, by what a query looks it up by.
    numbers: HashMap<String, usize>,
    values: Vec<Counted>,
    none: u64,
    year_only: u64,
}

#[derive(Default)]
struct Counted {
    articles: u64,
    /// The name of a class.
    name: Option<String>,
    spellings: BTreeMap<String, u64>,
}

impl<'f> Tally<'f> {
    fn of(field: &'f FacetField, names: &'f Names) -> Self {
        Self { field, names, numbers: HashMap::new(), values: Vec::new(), none: 0, year_only: 0 }
    }

    fn add(&mut self, segment: &SegmentReader, found: &[DocId]) -> tantivy::Result<()> {
        match &self.field.values {
            Values::Columns(columns) => self.add_values(segment, columns, found),
            Values::Years => self.add_days(segment, found, |day| Some(format!("{:04}", day / 10_000))),
            Values::Months => self.add_days(segment, found, |day| {
                let month = day / 100 % 100;
                (month > 0).then(|| format!("{:04}-{month:02}", day / 10_000))
            }),
        }
    }

    fn add_values(&mut self, segment: &SegmentReader, fields: &[&Field], found: &[DocId]) -> tantivy::Result<()> {
        let mut columns = Vec::new();
        for field in fields {
            if let Some(column) = segment.fast_fields().str(&field.name)? {
                let numbers = self.numbers_of(field, &column, found)?;
                columns.push((column, numbers));
            }
        }
        // The article that counted last under a value: none counts twice, however often it has the value.
        let mut last = vec![DocId::MAX; self.values.len()];
        for &article in found {
            let mut has_any = false;
            for (column, numbers) in &columns {
                for ordinal in column.term_ords(article) {
                    let Some(&number) = numbers.get(ordinal as usize) else { continue };
                    has_any = true;
                    if last[number] != article {
                        last[number] = article;
                        self.values[number].articles += 1;
                    }
                }
            }
            self.none += u64::from(!has_any);
        }
        Ok(())
    }

    /// For each ordinal of a column, the number of its value. Only the values of articles that were found are looked up.
    fn numbers_of(&mut self, field: &Field, column: &StrColumn, found: &[DocId]) -> tantivy::Result<Vec<usize>> {
        let mut uses = vec![0u64; column.num_terms()];
        for &article in found {
            column.term_ords(article).for_each(|ordinal| uses[ordinal as usize] += 1);
        }
        let used: Vec<u64> = (0u64..).zip(&uses).filter(|(_, uses)| **uses > 0).map(|(ordinal, _)| ordinal).collect();
        let mut texts = Vec::with_capacity(used.len());
        column
            .dictionary()
            .sorted_ords_to_term_cb(&used, |text| texts.push(String::from_utf8_lossy(text).into_owned()))?;
        let mut numbers = vec![0; uses.len()];
        for (ordinal, text) in used.into_iter().zip(texts) {
            let class = NameKind::of_field(&field.name).and_then(|kind| self.names.class(kind, &text));
            let number = self.number_of(looked_up_by(field, class.map_or(&text, |class| &class.name)));
            numbers[ordinal as usize] = number;
            let counted = &mut self.values[number];
            if let Some(class) = class {
                counted.name = Some(class.name.clone());
            }
            *counted.spellings.entry(text).or_default() += uses[ordinal as usize];
        }
        Ok(numbers)
    }

    fn number_of(&mut self, value: String) -> usize {
        let next = self.values.len();
        let number = *self.numbers.entry(value).or_insert(next);
        if number == next {
            self.values.push(Counted::default());
        }
        number
    }

    fn add_days(
        &mut self,
        segment: &SegmentReader,
        found: &[DocId],
        part: impl Fn(i64) -> Option<String>,
    ) -> tantivy::Result<()> {
        let column = segment.fast_fields().i64("day")?;
        let mut days: BTreeMap<i64, u64> = BTreeMap::new();
        for &article in found {
            match column.first(article) {
                Some(day) => *days.entry(day).or_default() += 1,
                None => self.none += 1,
            }
        }
        for (day, articles) in days {
            match part(day) {
                Some(text) => {
                    let number = self.number_of(text.clone());
                    self.values[number].articles += articles;
                    self.values[number].spellings.insert(text, 1);
                }
                None => self.year_only += articles,
            }
        }
        Ok(())
    }

    fn facet(self) -> Facet {
        let mut values: Vec<(String, u64)> =
            self.values.into_iter().map(|counted| (counted.spelling(), counted.articles)).collect();
        values.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
        Facet { field: self.field.name, values, none: self.none, year_only: self.year_only }
    }
}

impl Counted {
    /// The most frequent spelling; of several the first in order.
    fn spelling(&self) -> String {
        if let Some(name) = &self.name {
            return name.clone();
        }
        let most = self.spellings.values().max();
        let found = self.spellings.iter().find(|(_, uses)| Some(*uses) == most);
        found.map(|(text, _)| text.clone()).unwrap_or_default()
    }
}

/// Hands on the names of one kind that articles of a segment have, as they are shown: first asks a number for each name,
/// then tells which article, by its place among those given, has which number.
pub(super) fn each_name(
    segment: &SegmentReader,
    kind: NameKind,
    names: &Names,
    articles: &[DocId],
    number: &mut dyn FnMut(&str) -> u32,
    take: &mut dyn FnMut(usize, u32),
) -> tantivy::Result<()> {
    let Some(column) = segment.fast_fields().str(kind.field())? else { return Ok(()) };
    let mut numbers = vec![None; column.num_terms()];
    for &article in articles {
        column.term_ords(article).for_each(|ordinal| numbers[ordinal as usize] = Some(0));
    }
    let used: Vec<u64> =
        (0u64..).zip(&numbers).filter(|(_, used)| used.is_some()).map(|(ordinal, _)| ordinal).collect();
    let mut own = Vec::with_capacity(used.len());
    column.dictionary().sorted_ords_to_term_cb(&used, |text| {
        own.push(number(names.shown(kind, &String::from_utf8_lossy(text))));
    })?;
    used.into_iter().zip(own).for_each(|(ordinal, number)| numbers[ordinal as usize] = Some(number));
    for (nth, &article) in articles.iter().enumerate() {
        column.term_ords(article).filter_map(|ordinal| numbers[ordinal as usize]).for_each(|number| take(nth, number));
    }
    Ok(())
}

/// What a query finds a value by: without case and accents; a whole name also without its article.
fn looked_up_by(field: &Field, text: &str) -> String {
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
