//! An address to a question of the desk, with the remarks on how it was read.

use super::address::{View, value};
use super::problem::Problem;
use super::site::Site;
use crate::archive::List;
use crate::article::NameKind;
use crate::desk::{Asked, Library, Remark, Typed, read};
use crate::index::{Generation, SavedSearches};
use crate::passages::Excerpts;
use crate::query::Cancel;
use std::sync::Arc;

/// Words on each side of a line of a concordance.
const LINE_WORDS: usize = 14;

/// A question that was read, and the remarks on it.
pub struct Question {
    pub asked: Asked,
    pub remarks: Vec<String>,
}

/// Reads what an address asks for.
pub fn ask(site: &Site, generation: &Arc<Generation>, view: &View, cancel: &Cancel) -> Result<Question, Problem> {
    let library = Library::of(SavedSearches::read(&site.archive)?);
    let mut remarks = Vec::new();
    if !view.narrow.is_empty() && !view.q.trim().is_empty() {
        // Mistakes are shown in the query as typed, without the conditions.
        let alone = Typed { text: view.q.clone(), ..view.typed() };
        read(&alone, &library, &site.caller.today, &mut |remark| remarks.push(told(remark)))?;
    }
    let typed = view.typed();
    let mut own = Vec::new();
    let read = read(&typed, &library, &site.caller.today, &mut |remark| own.push(told(remark)))?;
    if remarks.is_empty() {
        remarks = own;
    }
    let mut asked = Asked::of(site.archive.clone(), Arc::clone(generation), typed, read, library.used());
    asked.cancel = cancel.clone();
    Ok(Question { asked, remarks })
}

fn told(remark: Remark) -> String {
    match remark {
        Remark::Translated { from, text } => format!("translated from {}: {text}", from.name()),
        Remark::Note(text) => text,
    }
}

/// The kind of a name that an address states.
pub fn kind_of(given: &[(String, String)]) -> Result<Option<NameKind>, Problem> {
    let Some(kind) = value(given, "kind") else { return Ok(None) };
    let known = NameKind::of_field(kind).map(Some);
    known.ok_or_else(|| {
        Problem::usage(format!("kind: unknown \"{kind}\"")).with_hint("use person, org, place or nation")
    })
}

/// The part of the list that an address shows.
pub fn list(view: &View) -> List {
    let excerpts = match view.kwic {
        true => Excerpts::Lines { most: usize::MAX, words: LINE_WORDS },
        false => Excerpts::Passages { most: 2, words: None },
    };
    List {
        sort: view.sort,
        offset: view.offset,
        limit: Some(view.shown()),
        excerpts: Some(excerpts),
        only: None,
        further: None,
    }
}
