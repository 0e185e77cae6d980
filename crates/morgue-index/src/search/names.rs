//! The names in each of the articles found, read from columns alone. Names that are treated as one count as one.

use super::facets::each_name;
use super::matching::{each_match, unscored};
use crate::archive::{NamedArticle, NamedArticles};
use crate::article::{NameKind, Names, name_key};
use crate::query::Cancel;
use std::collections::{HashMap, HashSet};
use tantivy::query::Query;
use tantivy::{Searcher, SegmentReader};

/// Collects the names of some kinds; with a companion, whether each article matches that too.
pub fn named_articles(
    searcher: &Searcher,
    query: &dyn Query,
    companion: Option<&dyn Query>,
    kinds: &[NameKind],
    names: &Names,
    cancel: &Cancel,
) -> tantivy::Result<NamedArticles> {
    let weight = unscored(searcher, query)?;
    let companion = companion.map(|query| unscored(searcher, query)).transpose()?;
    let mut collector = Collector { names, numbers: HashMap::new(), collected: NamedArticles::default() };
    for segment in searcher.segment_readers() {
        let mut found = Vec::new();
        each_match(weight.as_ref(), segment, cancel, |article| found.push(article))?;
        let mut having = HashSet::new();
        if let Some(companion) = &companion {
            each_match(companion.as_ref(), segment, cancel, |article| {
                having.insert(article);
            })?;
        }
        let days = segment.fast_fields().i64("day")?;
        let articles = found.iter().map(|article| NamedArticle {
            day: days.first(*article),
            names: Vec::new(),
            has: companion.is_none() || having.contains(article),
        });
        let first = collector.collected.articles.len();
        collector.collected.articles.extend(articles);
        kinds.iter().try_for_each(|kind| collector.add(segment, *kind, &found, first))?;
    }
    Ok(collector.collected)
}

struct Collector<'a> {
    names: &'a Names,
    numbers: HashMap<(NameKind, String), u32>,
    collected: NamedArticles,
}

impl Collector<'_> {
    /// Adds the names of one kind to the articles from `first` on, which are those found in a segment.
    fn add(
        &mut self,
        segment: &SegmentReader,
        kind: NameKind,
        found: &[tantivy::DocId],
        first: usize,
    ) -> tantivy::Result<()> {
        let Self { names, numbers, collected } = self;
        let NamedArticles { names: known, articles } = collected;
        let articles = &mut articles[first..];
        let mut number = |name: &str| {
            *numbers.entry((kind, name_key(name))).or_insert_with(|| {
                known.push((kind, name.to_owned()));
                known.len() as u32 - 1
            })
        };
        let mut take = |nth: usize, number| {
            if !articles[nth].names.contains(&number) {
                articles[nth].names.push(number);
            }
        };
        each_name(segment, kind, names, found, &mut number, &mut take)
    }
}
