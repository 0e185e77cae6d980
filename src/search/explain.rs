//! How a query was read and what each part of it finds: the parts that must all match, one after the other, the forms of
//! its words, and, where a word finds nothing, words of the archive that are spelt like it.

use super::{Expansion, Request, SearchError, planned, total};
use crate::article::{NameKind, Reason, name_key};
use crate::index::Generation;
use crate::query::{AskedName, Kind, Node, Query, Value, nearest_values, nearest_words, print, word_alone};
use serde::Serialize;
use tantivy::Term;

/// An explanation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explained {
    /// The query with every operator and bracket written out.
    pub read_as: String,
    /// The parts that must all match.
    pub clauses: Vec<Clause>,
    /// Words that stand for several of the archive.
    pub words: Vec<Forms>,
    /// Names that stand for several of the archive.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub names: Vec<TakenNames>,
    /// Articles that match the whole query.
    pub total: u64,
}

impl Explained {
    /// The first part that finds nothing, or that leaves no article over.
    pub fn emptied(&self) -> Option<&Clause> {
        let clauses = || self.clauses.iter();
        clauses().find(|clause| clause.articles == 0).or_else(|| clauses().find(|clause| clause.so_far == 0))
    }
}

impl Explained {
    /// What words and names stood for, as a certificate keeps it.
    pub fn expansions(&self) -> Vec<Expansion> {
        let words = self.words.iter().map(|word| Expansion {
            word: word.word.clone(),
            forms: word.forms.iter().map(|(form, _)| form.clone()).collect(),
        });
        let names = self.names.iter().map(|name| Expansion {
            word: format!("{}:{}", name.field, name.name),
            // By key: how a name is shown may change with what is taken for it.
            forms: name.taken.iter().map(|taken| name_key(&taken.name)).collect(),
        });
        words.chain(names).collect()
    }
}

/// One part of a query.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Clause {
    pub text: String,
    /// Articles that match this part alone.
    pub articles: u64,
    /// Articles that match it and all parts before it.
    pub so_far: u64,
    /// Words or values of the archive that are near one that finds nothing, the nearest first.
    pub nearest: Vec<String>,
}

/// A word and its other forms, each with the articles that hold it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Forms {
    pub word: String,
    pub articles: u64,
    pub forms: Vec<(String, u64)>,
}

/// A name and the names of the archive that are taken for it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenNames {
    pub field: &'static str,
    pub name: String,
    pub taken: Vec<TakenName>,
}

/// A name of the archive, the articles under it, and why it is taken for the one that was asked for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct TakenName {
    pub name: String,
    pub articles: u64,
    /// None where the words that were asked for stand in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reason: Option<Reason>,
}

impl TakenName {
    /// `Musk (12: so in 97 of 98 articles)`.
    pub fn described(&self) -> String {
        let why = match self.reason {
            None => String::new(),
            Some(Reason::Shipped) => ": another name".to_owned(),
            Some(Reason::Learned { agree, articles }) => format!(": so in {agree} of {articles} articles"),
            Some(Reason::Own) => ": aliases.toml".to_owned(),
        };
        format!("{} ({}{why})", self.name, self.articles)
    }
}

/// Names of the archive under each name that was asked for, the commonest first.
pub(super) fn taken_names(generation: &Generation, asked: &[AskedName]) -> Result<Vec<TakenNames>, SearchError> {
    let names = generation.names()?;
    let schema = generation.searcher.schema();
    let mut all = Vec::new();
    for AskedName { kind, asked, names: known } in asked.iter().filter(|asked| !asked.names.is_empty()) {
        let class = names.class(if *kind == NameKind::Nation { NameKind::Place } else { *kind }, asked);
        let mut taken = Vec::new();
        for name in known {
            let field = schema.get_field(kind.field()).map_err(SearchError::engine(generation))?;
            let frequency = generation.searcher.doc_freq(&Term::from_field_text(field, name));
            let member = class.and_then(|class| class.members.get(&name_key(name)));
            let reason = member.filter(|_| name_key(name) != name_key(asked)).map(|(_, reason)| *reason);
            let name = member.map_or(name, |(name, _)| name).clone();
            taken.push(TakenName { name, articles: frequency.map_err(SearchError::engine(generation))?, reason });
        }
        taken.sort_by_key(|taken| (u64::MAX - taken.articles, taken.name.clone()));
        all.push(TakenNames { field: kind.field(), name: asked.clone(), taken });
    }
    Ok(all)
}

/// Words suggested for one that finds nothing.
const NEAREST: usize = 3;

/// Explains a query on a generation.
pub fn explain(generation: &Generation, request: &Request) -> Result<Explained, SearchError> {
    generation.guarded(|| {
        let whole = planned(generation, request)?;
        let searcher = &generation.searcher;
        let frequency = |word: &str| {
            let term = Term::from_field_text(generation.fields.text, word);
            searcher.doc_freq(&term).map_err(SearchError::engine(generation))
        };
        let mut words = Vec::new();
        for family in whole.words.iter().filter(|family| !family.inflected.is_empty()) {
            let mut forms = Vec::new();
            for form in &family.inflected {
                forms.push((form.clone(), frequency(form)?));
            }
            forms.sort_by_key(|(form, articles)| (u64::MAX - articles, form.clone()));
            words.push(Forms { word: family.word.clone(), articles: frequency(&family.word)?, forms });
        }
        Ok(Explained {
            read_as: print(&request.query.root),
            clauses: clauses(generation, request)?,
            words,
            names: taken_names(generation, &whole.names)?,
            total: total(generation, &whole)?,
        })
    })
}

/// What the archive has near a word or a value that finds nothing.
fn nearest(generation: &Generation, part: &Node) -> Result<Vec<String>, SearchError> {
    let searcher = &generation.searcher;
    let wrong = SearchError::engine(generation);
    if let Some(word) = word_alone(part) {
        return nearest_words(searcher, generation.fields.text, word, NEAREST).map_err(wrong);
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
        near.extend(nearest_values(searcher, field, value, NEAREST).map_err(&wrong)?);
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

fn clauses(generation: &Generation, request: &Request) -> Result<Vec<Clause>, SearchError> {
    let root = &request.query.root;
    let parts = match &root.kind {
        Kind::And(parts) => &parts[..],
        _ => std::slice::from_ref(root),
    };
    let found = |root: Node| {
        let query = Query { root, hints: Vec::new() };
        total(generation, &planned(generation, &Request { query, ..request.clone() })?)
    };
    let mut clauses = Vec::with_capacity(parts.len());
    for (nth, part) in parts.iter().enumerate() {
        let articles = found(part.clone())?;
        let before = Node::new(root.span.clone(), Kind::And(parts[..=nth].to_vec()));
        let nearest = if articles == 0 { nearest(generation, part)? } else { Vec::new() };
        clauses.push(Clause { text: print(part), articles, so_far: found(before)?, nearest });
    }
    Ok(clauses)
}
