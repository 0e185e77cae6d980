//! The words and two-word terms that the articles of a query have more often than the others.

use super::error::{DeskError, SearchError};
use super::question::Question;
use super::salient::{articles_in, is_a_word};
use crate::archive::{KeyTerm, KeyTerms, List, Sort, keyness};
use crate::article::Zones;
use crate::query::{Kind, Node, ParseOptions, parse, print};
use crate::terms::{NewsTokenizer, WantedTerms, story_text};
use std::collections::{HashMap, HashSet};

/// Articles whose texts are read for candidates. Those are counted in all articles.
const READ: usize = 500;

/// Articles of those read that have a term, at least.
const FEWEST: u64 = 2;

/// Candidates that are counted for each term that is wanted, of words and of two-word terms each.
const CANDIDATES: usize = 6;

/// The log-likelihood ratio that chance exceeds once in a thousand terms (chi-squared, one degree of freedom).
const SURE: f64 = 10.83;

impl Question<'_> {
    /// The `most` surest terms. Articles are counted, not occurrences: a word that one article repeats says little about the others. Words
    /// of the query itself are not terms.
    pub fn key_terms(&self, most: usize) -> Result<KeyTerms, DeskError> {
        let (found, archive) = (self.count()?, articles_in(self.archive)?);
        let mut terms = KeyTerms { found, archive, read: found.min(READ as u64), terms: Vec::new() };
        if found == 0 || found == archive {
            return Ok(terms);
        }
        for (candidate, spelling) in self.candidates(most.saturating_mul(CANDIDATES))? {
            let read =
                parse(&format!("\"{candidate}\""), ParseOptions { any: false, today: &jiff::civil::Date::default });
            let Ok(word) = read else { continue };
            let both = Node::new(0..0, Kind::And(vec![self.query.root.clone(), word.root.clone()]));
            let articles = self.count_of(&self.plan_of(both)?)?;
            let all = self.count_of(&self.plan_of(word.root)?)?;
            let (likelihood, ratio) = keyness(articles, found, all, archive);
            if likelihood >= SURE && articles >= FEWEST {
                terms.terms.push(KeyTerm { term: spelling, articles, archive: all, likelihood, ratio });
            }
        }
        terms
            .terms
            .sort_by(|one, other| other.likelihood.total_cmp(&one.likelihood).then_with(|| one.term.cmp(&other.term)));
        // A word that always is part of a longer term says nothing of its own.
        let longer: Vec<(String, u64, u64)> = (terms.terms.iter())
            .filter(|term| term.term.contains(' '))
            .map(|term| (term.term.clone(), term.articles, term.archive))
            .collect();
        terms.terms.retain(|term| {
            let is_part = |(other, articles, archive): &(String, u64, u64)| {
                (*articles, *archive) == (term.articles, term.archive) && other.split(' ').any(|word| word == term.term)
            };
            !longer.iter().any(is_part)
        });
        terms.terms.truncate(most);
        Ok(terms)
    }

    /// The words of the query, with their forms, also those of phrases.
    fn own_words(&self) -> HashSet<String> {
        let forms = self.plan.words().into_iter();
        let mut own: HashSet<String> =
            forms.flat_map(|family| family.members().map(|(word, _)| word.to_owned()).collect::<Vec<_>>()).collect();
        // Names of fields are words for the tokenizer too; a query that names one loses it as a term.
        let wanted = WantedTerms { sentences: false, cased: false, joined: false, starts: None };
        NewsTokenizer::each_of(&print(&self.query.root), wanted, |token| {
            own.insert(token.text.clone());
        });
        own
    }

    /// The most promising words and two-word terms of some articles, drawn at random, each with its most frequent spelling.
    fn candidates(&self, most: usize) -> Result<Vec<(String, String)>, DeskError> {
        let own = self.own_words();
        let list = List { sort: Sort::Random(0), limit: Some(READ), ..List::default() };
        let (mut seen, mut read) = (HashMap::<String, Candidate>::new(), 0u64);
        for hit in self.list(&list)? {
            let hit = hit.map_err(SearchError::from)?;
            read += 1;
            note_terms(&hit.zones, &own, &mut seen);
            if self.is_cancelled() {
                return Err(SearchError::from(crate::query::ArchiveError::Stopped).into());
            }
        }
        let (dictionary, archive) = (self.archive.dictionary().map_err(SearchError::from)?, articles_in(self.archive)?);
        let mut scored: [Vec<(f64, String, String)>; 2] = [Vec::new(), Vec::new()];
        for (term, candidate) in seen.into_iter().filter(|(_, candidate)| candidate.articles >= FEWEST) {
            // A two-word term is at most as frequent as its rarer word.
            let all = term.split(' ').map(|word| dictionary.frequency(word)).min().unwrap_or(0).max(candidate.articles);
            let pairs = usize::from(term.contains(' '));
            let (likelihood, _) = keyness(candidate.articles, read, all, archive);
            scored[pairs].push((likelihood, term, candidate.spelling()));
        }
        let mut chosen = Vec::new();
        for mut terms in scored {
            terms.sort_by(|one, other| other.0.total_cmp(&one.0).then_with(|| one.1.cmp(&other.1)));
            chosen.extend(terms.into_iter().take(most).map(|(_, term, spelling)| (term, spelling)));
        }
        Ok(chosen)
    }
}

#[derive(Default)]
struct Candidate {
    articles: u64,
    spellings: HashMap<String, u64>,
}

impl Candidate {
    fn spelling(&self) -> String {
        let most = self.spellings.iter().max_by(|one, other| one.1.cmp(other.1).then_with(|| other.0.cmp(one.0)));
        most.map(|(spelling, _)| spelling.clone()).unwrap_or_default()
    }
}

/// Adds the words and two-word terms of an article, each once.
fn note_terms(zones: &Zones, own: &HashSet<String>, seen: &mut HashMap<String, Candidate>) {
    let text = story_text(zones);
    let wanted = WantedTerms { sentences: false, cased: false, joined: false, starts: None };
    let mut in_article: HashMap<String, String> = HashMap::new();
    let mut before: Option<(usize, usize, String)> = None;
    NewsTokenizer::each_of(&text, wanted, |token| {
        if !is_a_word(&token.text) {
            before = None;
            return;
        }
        if let Some((start, position, word)) = before.take()
            && position + 1 == token.position
            && let Some(printed) = text.get(start..token.offset_to)
            && printed.split(' ').count() == 2
            && !(own.contains(&word) && own.contains(&token.text))
        {
            in_article.entry(format!("{word} {}", token.text)).or_insert_with(|| printed.to_owned());
        }
        if !own.contains(&token.text)
            && let Some(printed) = text.get(token.offset_from..token.offset_to)
        {
            in_article.entry(token.text.clone()).or_insert_with(|| printed.to_owned());
        }
        before = Some((token.offset_from, token.position, token.text.clone()));
    });
    for (term, printed) in in_article {
        let candidate = seen.entry(term).or_default();
        candidate.articles += 1;
        *candidate.spellings.entry(printed).or_default() += 1;
    }
}
