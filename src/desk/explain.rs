//! How a query was parsed and what each part of it finds: the parts that must all match, one after the other, the forms
//! of its words, and, for a word that finds nothing, words of the archive with a similar spelling.

use super::error::SearchError;
use super::explained::{Explained, ExplainedClause, ExplainedPart, Forms, MatchedPattern};
use super::parts::required;
use super::question::Question;
use crate::archive::{List, TakenName, TakenNames};
use crate::article::{NameKind, name_key};
use crate::passages::Excerpts;
use crate::query::{
    AskedName, Cancel, Dictionary, Family, Kind, Node, ParseOptions, Role, Value, matching_words, nearest_values,
    nearest_words, parse, print, word_alone,
};
use crate::terms::{CASED, joined_word};
use crate::text::fold_letters;

/// Number of archive names shown under each requested name, the most common first.
pub(super) fn taken_names(dictionary: &dyn Dictionary, asked: &[AskedName]) -> Result<Vec<TakenNames>, SearchError> {
    let names = dictionary.names()?;
    let mut all = Vec::new();
    for AskedName { kind, asked, names: known } in asked.iter().filter(|asked| !asked.names.is_empty()) {
        let class = names.class(if *kind == NameKind::Nation { NameKind::Place } else { *kind }, asked);
        let mut taken = Vec::new();
        for name in known {
            let articles = dictionary.articles_with(kind.field(), name)?;
            let member = class.and_then(|class| class.members.get(&name_key(name)));
            let reason = member.filter(|_| name_key(name) != name_key(asked)).map(|(_, reason)| *reason);
            let name = member.map_or(name, |(name, _)| name).clone();
            taken.push(TakenName { name, articles, reason });
        }
        taken.sort_by_key(|taken| (u64::MAX - taken.articles, taken.name.clone()));
        all.push(TakenNames { field: kind.field(), name: asked.clone(), taken });
    }
    Ok(all)
}

/// Number of words suggested for one that finds nothing.
const NEAREST: usize = 3;

/// Explains a query.
pub fn explain(question: &Question) -> Result<Explained, SearchError> {
    let dictionary = question.archive.dictionary()?;
    let (words, mut inner) = (question.plan.words(), question.plan.inner_words());
    inner.retain(|family| !words.iter().any(|known| known.word == family.word));
    Ok(Explained {
        read_as: print(&question.query.root),
        clauses: clauses(question, dictionary.as_ref())?,
        words: forms(dictionary.as_ref(), &words),
        inner_words: forms(dictionary.as_ref(), &inner),
        patterns: patterns(dictionary.as_ref(), &question.query.root)?,
        names: taken_names(dictionary.as_ref(), &question.plan.names())?,
        plan: question.plan.clone(),
        total: question.count()?,
    })
}

/// Words that have other forms in the archive, with these.
fn forms(dictionary: &dyn Dictionary, families: &[Family]) -> Vec<Forms> {
    let with_forms = families
        .iter()
        .filter(|family| family.members().any(|(_, role)| matches!(role, Role::Written | Role::Inflected(_))));
    let explained = with_forms.map(|family| {
        let shown = |form: &String| match joined_word(form) {
            Some((words, word)) => format!("{word} printed as {words} words"),
            None => form.trim_start_matches(CASED).to_owned(),
        };
        let counted = |form: &String| (shown(form), dictionary.frequency(form));
        let mut forms: Vec<(String, u64)> = family.written.iter().chain(&family.inflected).map(counted).collect();
        let foreign = family.foreign.iter().flat_map(|own| own.forms.iter().map(|form| (form, own.language)));
        forms.extend(foreign.map(|(form, language)| (form.clone(), dictionary.frequency_in(language, form))));
        forms.sort();
        forms.dedup_by(|(form, articles), (kept, sum)| {
            form == kept && {
                *sum = (*sum).max(*articles);
                true
            }
        });
        forms.sort_by_key(|(form, articles)| (u64::MAX - articles, form.clone()));
        Forms { word: family.word.clone(), articles: dictionary.frequency(&family.word), forms }
    });
    explained.collect()
}

/// Most words that are listed for a pattern.
const MOST_WORDS: usize = 12;

/// The patterns of a query, each once, and what they match in stories.
fn patterns(dictionary: &dyn Dictionary, root: &Node) -> Result<Vec<MatchedPattern>, SearchError> {
    let mut matched: Vec<MatchedPattern> = Vec::new();
    for pattern in root.patterns() {
        let shown = pattern.to_string();
        if matched.iter().any(|known| known.pattern == shown) {
            continue;
        }
        let words = matching_words(dictionary, pattern)?;
        let mut commonest: Vec<(String, u64)> =
            words.iter().map(|word| (word.clone(), dictionary.frequency(word))).collect();
        commonest.sort_by_key(|(word, articles)| (u64::MAX - articles, word.clone()));
        commonest.truncate(MOST_WORDS);
        matched.push(MatchedPattern { pattern: shown, words: words.len() as u64, commonest });
    }
    Ok(matched)
}

/// Most parts that are counted inside a clause.
const MOST_PARTS: usize = 40;

/// The parts inside a part, in reading order.
fn parts_inside<'n>(part: &'n Node, depth: usize, found: &mut Vec<(usize, &'n Node)>) {
    for inner in part.parts() {
        if found.len() < MOST_PARTS {
            found.push((depth, inner));
            parts_inside(inner, depth + 1, found);
        }
    }
}

/// Similar words or values of the archive for one that finds nothing.
fn nearest(question: &Question, dictionary: &dyn Dictionary, part: &Node) -> Result<Vec<String>, SearchError> {
    if let Some(word) = word_alone(part) {
        let near = nearest_words(dictionary, &fold_letters(word), NEAREST)?;
        return near.into_iter().map(|word| Ok(printed(question, &word)?.unwrap_or(word))).collect();
    }
    let values = match &part.kind {
        // A name of any kind.
        Kind::Or(parts) if parts.iter().all(|part| value_of(part).is_some()) => {
            parts.iter().filter_map(value_of).collect()
        }
        _ => value_of(part).into_iter().collect::<Vec<_>>(),
    };
    let mut near: Vec<String> = Vec::new();
    for (field, value) in values {
        near.extend(nearest_values(dictionary, field, value, NEAREST)?);
    }
    near.truncate(NEAREST);
    Ok(near)
}

/// A word of the index with the accents that it has where it is printed.
fn printed(question: &Question, word: &str) -> Result<Option<String>, SearchError> {
    let options = ParseOptions { any: false, today: &jiff::civil::Date::default };
    let Ok(query) = parse(&format!("\"{word}\""), options) else { return Ok(None) };
    let list = List { limit: Some(1), excerpts: Some(Excerpts::Lines { most: 1, words: 1 }), ..List::default() };
    let plan = question.plan_of(query.root)?;
    let hit = question.archive.list(&plan, &list, &Cancel::default())?.next().transpose()?;
    let matched = hit.and_then(|hit| Some(hit.lines.first()?.matched.to_lowercase()));
    Ok(matched.filter(|matched| fold_letters(matched) == word))
}

fn value_of(part: &Node) -> Option<(&'static str, &str)> {
    match &part.kind {
        Kind::Keyword { field, value: Value::Is(value) | Value::Form(value) } => Some((field, value)),
        _ => None,
    }
}

fn clauses(question: &Question, dictionary: &dyn Dictionary) -> Result<Vec<ExplainedClause>, SearchError> {
    let root = &question.query.root;
    let parts = required(root);
    let found = |root: Node| question.count_of(&question.plan_of(root)?);
    let mut clauses = Vec::with_capacity(parts.len());
    for (nth, part) in parts.iter().enumerate() {
        let articles = found(part.clone())?;
        let before = Node::new(root.span.clone(), Kind::And(parts[..=nth].to_vec()));
        let nearest = if articles == 0 { nearest(question, dictionary, part)? } else { Vec::new() };
        let mut inside = Vec::new();
        parts_inside(part, 1, &mut inside);
        let mut explained = Vec::with_capacity(inside.len());
        for (depth, inner) in inside {
            explained.push(ExplainedPart { depth, text: print(inner), articles: found(inner.clone())? });
        }
        clauses.push(ExplainedClause {
            text: print(part),
            articles,
            so_far: found(before)?,
            nearest,
            parts: explained,
        });
    }
    Ok(clauses)
}
