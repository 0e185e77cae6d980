//! How a query was parsed and what each part of it finds: the parts that must all match, one after the other, the forms
//! of its words, and, for a word that finds nothing, words of the archive with a similar spelling.

use super::error::SearchError;
use super::explained::{Explained, ExplainedClause, Forms};
use super::question::Question;
use crate::archive::{TakenName, TakenNames};
use crate::article::{NameKind, name_key};
use crate::query::{AskedName, Dictionary, Kind, Node, Value, nearest_values, nearest_words, print, word_alone};

/// Number of archive names shown under each requested name, the most common first.
pub(super) fn taken_names(dictionary: &dyn Dictionary, asked: &[AskedName]) -> Result<Vec<TakenNames>, SearchError> {
    let names = dictionary.names();
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
    let mut words = Vec::new();
    for family in question.plan.words().iter().filter(|family| !family.inflected.is_empty()) {
        let counted = |form: &String| (form.clone(), dictionary.frequency(form));
        let mut forms: Vec<(String, u64)> = family.inflected.iter().map(counted).collect();
        forms.sort_by_key(|(form, articles)| (u64::MAX - articles, form.clone()));
        words.push(Forms { word: family.word.clone(), articles: dictionary.frequency(&family.word), forms });
    }
    Ok(Explained {
        read_as: print(&question.query.root),
        clauses: clauses(question, dictionary.as_ref())?,
        words,
        names: taken_names(dictionary.as_ref(), &question.plan.names())?,
        plan: question.plan.clone(),
        total: question.count()?,
    })
}

/// Similar words or values of the archive for one that finds nothing.
fn nearest(dictionary: &dyn Dictionary, part: &Node) -> Result<Vec<String>, SearchError> {
    if let Some(word) = word_alone(part) {
        return Ok(nearest_words(dictionary, word, NEAREST)?);
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

fn value_of(part: &Node) -> Option<(&'static str, &str)> {
    match &part.kind {
        Kind::Keyword { field, value: Value::Is(value) | Value::Form(value) } => Some((field, value)),
        _ => None,
    }
}

fn clauses(question: &Question, dictionary: &dyn Dictionary) -> Result<Vec<ExplainedClause>, SearchError> {
    let root = &question.query.root;
    let parts = match &root.kind {
        Kind::And(parts) => &parts[..],
        _ => std::slice::from_ref(root),
    };
    let found = |root: Node| question.count_of(&question.plan_of(root)?);
    let mut clauses = Vec::with_capacity(parts.len());
    for (nth, part) in parts.iter().enumerate() {
        let articles = found(part.clone())?;
        let before = Node::new(root.span.clone(), Kind::And(parts[..=nth].to_vec()));
        let nearest = if articles == 0 { nearest(dictionary, part)? } else { Vec::new() };
        clauses.push(ExplainedClause { text: print(part), articles, so_far: found(before)?, nearest });
    }
    Ok(clauses)
}
