//! The same questions as tantivy's own queries.

use super::Outcome;
use super::questions::{Question, Shape};
use morgue::archive::Sort;
use morgue::query::Family;
use std::path::Path;
use tantivy::collector::TopDocs;
use tantivy::query::{BooleanQuery, PhraseQuery, Query, RegexQuery, TermQuery};
use tantivy::schema::{Field, IndexRecordOption};
use tantivy::{Index, Order, Searcher, Term};

/// The files of a generation, opened by tantivy alone.
pub struct Stock {
    searcher: Searcher,
    text: Field,
}

impl Stock {
    pub fn open(folder: &Path) -> Outcome<Self> {
        let index = Index::open_in_dir(folder)?;
        Ok(Self { text: index.schema().get_field("text")?, searcher: index.reader()?.searcher() })
    }

    /// The number of matches, if they are counted, and the number of hits returned.
    pub fn ask(&self, question: &Question, forms: &[Family], wanted: usize) -> Outcome<(usize, usize)> {
        let query = query(self.text, question, forms)?;
        let searcher = &self.searcher;
        let found = match question.sort {
            Sort::Newest => {
                let newest = TopDocs::with_limit(wanted).order_by_fast_field::<i64>("published", Order::Desc);
                searcher.search(query.as_ref(), &newest)?.len()
            }
            _ => searcher.search(query.as_ref(), &TopDocs::with_limit(wanted).order_by_score())?.len(),
        };
        Ok((if question.counts { query.count(searcher)? } else { 0 }, found))
    }
}

fn query(field: Field, question: &Question, forms: &[Family]) -> Outcome<Box<dyn Query>> {
    let words = &question.words;
    Ok(match question.shape {
        Shape::Phrase => Box::new(PhraseQuery::new(words.iter().map(|word| term(field, word)).collect())),
        Shape::NearToPhrase => Box::new(PhraseQuery::new(words.iter().map(|word| term(field, word)).collect())),
        Shape::NearToSlop => Box::new(near(field, words)),
        Shape::Prefix => Box::new(RegexQuery::from_pattern(&format!("{}.*", words[0]), field)?),
        Shape::All | Shape::Any => {
            let mut parts: Vec<Box<dyn Query>> = forms.iter().map(|family| any_form(field, family)).collect();
            match (parts.len(), question.shape) {
                (1, _) => parts.remove(0),
                (_, Shape::Any) => Box::new(BooleanQuery::union(parts)),
                _ => Box::new(BooleanQuery::intersection(parts)),
            }
        }
    })
}

fn any_form(field: Field, family: &Family) -> Box<dyn Query> {
    if family.is_alone() {
        return word(field, &family.word);
    }
    let members = std::iter::once(&family.word).chain(&family.written).chain(&family.inflected);
    Box::new(BooleanQuery::union(members.map(|form| word(field, form)).collect()))
}

/// NEAR/10 of two words, as phrases with slop: nine words between them, in either order.
fn near(field: Field, words: &[String]) -> BooleanQuery {
    let one_way = |first: &str, second: &str| -> Box<dyn Query> {
        let mut phrase = PhraseQuery::new(vec![term(field, first), term(field, second)]);
        phrase.set_slop(9);
        Box::new(phrase)
    };
    BooleanQuery::union(vec![one_way(&words[0], &words[1]), one_way(&words[1], &words[0])])
}

fn word(field: Field, word: &str) -> Box<dyn Query> {
    Box::new(TermQuery::new(term(field, word), IndexRecordOption::WithFreqs))
}

fn term(field: Field, word: &str) -> Term {
    Term::from_field_text(field, word)
}
