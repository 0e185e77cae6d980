//! Facets from columns alone, without opening any article.

use crate::archive::{Counted, Facet, FacetField, FacetValues, Facets, FieldValues, Per, in_order, looked_up_by};
use crate::article::{NameKind, Names};
use crate::schema::Field;
use std::collections::{BTreeMap, HashMap};
use tantivy::columnar::StrColumn;
use tantivy::{DocId, Searcher, SegmentReader};

/// Counts the values of fields among the articles found, given for each segment.
pub fn facets(
    searcher: &Searcher,
    found: &[Vec<DocId>],
    names: &Names,
    fields: &[FacetField],
    per: Per,
) -> tantivy::Result<Facets> {
    let mut tallies: Vec<Tally> = fields.iter().map(|field| Tally::of(field, names)).collect();
    let mut total = 0;
    for (segment, found) in searcher.segment_readers().iter().zip(found) {
        total += found.len() as u64;
        tallies.iter_mut().try_for_each(|tally| tally.add(segment, found))?;
    }
    Ok(Facets { per, total, facets: tallies.into_iter().map(Tally::facet).collect() })
}

/// The counts of one field while iterating over segments.
pub(super) struct Tally<'f> {
    field: &'f FacetField,
    /// Names that are treated as one count as one.
    names: &'f Names,
    /// Number of a value, by the form in which a query looks it up.
    numbers: HashMap<String, usize>,
    values: Vec<Counted>,
    none: u64,
    year_only: u64,
}

impl<'f> Tally<'f> {
    pub(super) fn of(field: &'f FacetField, names: &'f Names) -> Self {
        Self { field, names, numbers: HashMap::new(), values: Vec::new(), none: 0, year_only: 0 }
    }

    fn add(&mut self, segment: &SegmentReader, found: &[DocId]) -> tantivy::Result<()> {
        match self.field.values() {
            FacetValues::Columns(columns) => self.add_values(segment, columns, found),
            FacetValues::Years => self.add_days(segment, found, year),
            FacetValues::Months => self.add_days(segment, found, month),
        }
    }

    fn add_values(&mut self, segment: &SegmentReader, fields: &[&Field], found: &[DocId]) -> tantivy::Result<()> {
        let columns = self.columns(segment, fields, found)?;
        // The last article counted for each value: no article counts twice, however often it has the value.
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

    /// The columns of a segment, each with the numbers of its values.
    fn columns(
        &mut self,
        segment: &SegmentReader,
        fields: &[&Field],
        found: &[DocId],
    ) -> tantivy::Result<Vec<(StrColumn, Vec<usize>)>> {
        let mut columns = Vec::new();
        for field in fields {
            if let Some(column) = segment.fast_fields().str(&field.name)? {
                let numbers = self.numbers_of(field, &column, found)?;
                columns.push((column, numbers));
            }
        }
        Ok(columns)
    }

    /// For each ordinal of a column, the number of its value. Only the values of articles that were found are looked
    /// up.
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

    /// Adds the values of each article, in order.
    pub(super) fn each(
        &mut self,
        segment: &SegmentReader,
        found: &[DocId],
        values: &mut FieldValues,
    ) -> tantivy::Result<()> {
        let part = match self.field.values() {
            FacetValues::Columns(fields) => {
                let columns = self.columns(segment, fields, found)?;
                for &article in found {
                    let of = |(column, numbers): &(StrColumn, Vec<usize>)| -> Vec<u32> {
                        column.term_ords(article).map(|ordinal| numbers[ordinal as usize] as u32).collect()
                    };
                    values.push(columns.iter().flat_map(of));
                }
                return Ok(());
            }
            FacetValues::Years => year,
            FacetValues::Months => month,
        };
        let column = segment.fast_fields().i64("day")?;
        for &article in found {
            let text = column.first(article).and_then(part);
            values.push(text.map(|text| {
                let number = self.number_of(text.clone());
                self.values[number].spellings.insert(text, 1);
                number as u32
            }));
        }
        Ok(())
    }

    /// Each value as it is shown, by its number.
    pub(super) fn spellings(&self) -> Vec<String> {
        self.values.iter().map(Counted::spelling).collect()
    }

    fn facet(self) -> Facet {
        Facet { field: self.field.name(), values: in_order(self.values), none: self.none, year_only: self.year_only }
    }
}

/// The year of a day, which is the number YYYYMMDD.
fn year(day: i64) -> Option<String> {
    Some(format!("{:04}", day / 10_000))
}

/// Its month, if it is known.
fn month(day: i64) -> Option<String> {
    let month = day / 100 % 100;
    (month > 0).then(|| format!("{:04}-{month:02}", day / 10_000))
}

/// Passes on the names of one kind in the articles of a segment, in their display form: first requests a number for
/// each name, then reports which article, by its index among those given, has which number.
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
