//! Why a query found little: what each of its parts finds, what is found without it, and the articles that come nearest.

use super::error::DeskError;
use super::parts::required;
use super::question::Question;
use crate::archive::{Hit, List};
use crate::query::{Kind, Node, ZoneChoice, print};
use std::sync::Arc;

/// Fewer matches are few.
pub const FEW: u64 = 10;

/// Most parts that are counted.
const PARTS: usize = 8;

/// Articles that come nearest, at most.
const NEAREST: usize = 3;

/// What a query with few matches finds in parts.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct FewFound {
    /// The parts that must all match, in the order typed; empty if there is only one.
    pub parts: Vec<FoundPart>,
    /// Articles that match in any zone of a story, if the query names zones.
    pub in_story: Option<u64>,
    /// If nothing was found: the articles with most of the words and phrases, within the other parts.
    pub nearest: Vec<Arc<Hit>>,
}

impl FewFound {
    /// The part without which by far the most articles match, of a query that finds `found`.
    pub fn narrowest(&self, found: u64) -> Option<&FoundPart> {
        let parts = self.parts.iter().filter(|part| part.without >= NARROWS * found);
        parts.max_by_key(|part| part.without).filter(|_| found > 0 && self.adds_up(found))
    }

    /// All parts, if nothing was found and that explains it.
    pub fn table(&self, found: u64) -> &[FoundPart] {
        let explains = self.parts.iter().any(|part| part.alone > 0 && part.without > 0);
        if found == 0 && explains { &self.parts } else { &[] }
    }

    /// Matches in any zone of the story, if they are more.
    pub fn more_in_story(&self, found: u64) -> Option<u64> {
        self.in_story.filter(|more| *more > found)
    }

    /// Words that are also one find more together.
    fn adds_up(&self, found: u64) -> bool {
        self.parts.iter().all(|part| part.alone >= found)
    }
}

/// A part of a query with few matches is shown if so many times as many articles match without it.
const NARROWS: u64 = 10;

/// One part of a query.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundPart {
    pub text: String,
    /// Articles that match it alone.
    pub alone: u64,
    /// Articles that match all other parts.
    pub without: u64,
}

/// What the parts of a query with `found` matches find; nothing if these are not few.
pub fn few(question: &Question, found: u64) -> Result<FewFound, DeskError> {
    if found >= FEW {
        return Ok(FewFound::default());
    }
    let in_story = match question.plan.zones {
        ZoneChoice::Only(_) if question.plan.depends_on_zones() => Some(in_story(question)?),
        _ => None,
    };
    let parts = required(&question.query.root);
    if !(2..=PARTS).contains(&parts.len()) {
        return Ok(FewFound { in_story, ..FewFound::default() });
    }
    let count = |root: Node| question.count_of(&question.plan_of(root)?);
    let mut counted = Vec::with_capacity(parts.len());
    for (nth, part) in parts.iter().enumerate() {
        let mut others = parts.clone();
        others.remove(nth);
        let (text, alone, without) = (print(part), count(part.clone())?, count(all_of(question, others))?);
        counted.push(FoundPart { text, alone, without });
    }
    let nearest = if found == 0 { nearest(question, &parts)? } else { Vec::new() };
    Ok(FewFound { parts: counted, in_story, nearest })
}

fn in_story(question: &Question) -> Result<u64, DeskError> {
    Ok(question.count_of(&question.plan_in(&ZoneChoice::Story)?)?)
}

fn all_of(question: &Question, mut parts: Vec<Node>) -> Node {
    let kind = if parts.len() == 1 { parts.remove(0).kind } else { Kind::And(parts) };
    Node::new(question.query.root.span.clone(), kind)
}

/// The articles with most of the words and phrases.
fn nearest(question: &Question, parts: &[Node]) -> Result<Vec<Arc<Hit>>, DeskError> {
    let is_text = |part: &&Node| matches!(part.kind, Kind::Text(_) | Kind::Near { .. } | Kind::Same { .. });
    let (texts, mut others): (Vec<Node>, Vec<Node>) = parts.iter().cloned().partition(|part| is_text(&part));
    if texts.len() < 2 {
        return Ok(Vec::new());
    }
    others.push(Node::new(question.query.root.span.clone(), Kind::Or(texts)));
    let plan = question.plan_of(all_of(question, others))?;
    let list = List { limit: Some(NEAREST), ..List::default() };
    Ok(question.list_of(&plan, &list)?.collect::<Result<_, _>>()?)
}
