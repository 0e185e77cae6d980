//! Compares an export with the list that its query gives today, using its certificate.

use super::certificate::{Certificate, Checksum, Expansion, IndexState, certificate_of, is_certificate, keys_of};
use super::certified::{Certified, read_certified};
use super::certify::{is_of, state_of};
use super::compare::{Replayed, compare};
use super::error::DeskError;
use super::explain::explain;
use super::library::{LAST_NAME, Library};
use super::question::Question;
use super::reading::{Read, read};
use super::request::Request;
use super::typed::Typed;
use crate::archive::{List, Sort};
use crate::article::ArticleKey;
use crate::index::{Archive, Generation, SavedSearch, SavedSearches, contents};
use crate::query::{ParseOptions, SYNTAX, parse, present_form, print};
use crate::terms::ANALYZER_VERSION;
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::path::{Path, PathBuf};

/// What became of the exported file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FileState {
    Same,
    Changed,
    /// Not beside its certificate.
    Missing,
    /// It went to standard output.
    Unchecked,
}

/// The complete result.
#[derive(Debug)]
pub struct Finding {
    pub file: FileState,
    /// What is different about the query.
    pub query: Vec<String>,
    /// Notes that are not differences.
    pub notes: Vec<String>,
    pub list: Replayed,
    pub by_relevance: bool,
    /// Whether the archive is the one that was exported from; `None` if unknown.
    pub same_archive: Option<bool>,
}

impl Finding {
    pub fn is_same(&self) -> bool {
        self.file != FileState::Changed
            && self.query.is_empty()
            && self.list.differences.is_empty()
            // By relevance, the order depends on articles that are not in the list.
            && (!self.list.reordered || self.by_relevance)
    }
}

/// An export, or its certificate, as read.
pub struct Exported {
    pub certificate: Certificate,
    /// The articles of the list.
    pub then: Vec<Certified>,
    pub file: FileState,
}

/// Reads the certificate of an export and its list. `is_certificate`: the file is the certificate, whatever its name.
pub fn exported(file: &Path, named_certificate: bool) -> Result<Exported, DeskError> {
    let place = if is_certificate(file) || named_certificate { file.to_owned() } else { certificate_of(file) };
    let certificate = certificate_at(&place, file)?;
    // The list is beside the certificate itself, not beside a link to it.
    let keys = keys_of(&place.canonicalize().unwrap_or_else(|_| place.clone()));
    let then = read_certified(&keys, &certificate.keys)
        .map_err(|wrong| DeskError::usage(format!("{} {wrong}", keys.display())))?;
    let file = file_state(&certificate, &place, file)?;
    Ok(Exported { certificate, then, file })
}

/// Searches an archive again, as of the same day, and compares.
pub fn replay(exported: &Exported, archive: &Archive, generation: &Generation) -> Result<Finding, DeskError> {
    look(exported.file, &exported.certificate, &exported.then, archive, generation)
}

/// The certificate of a file.
fn certificate_at(place: &Path, named: &Path) -> Result<Certificate, DeskError> {
    let text = std::fs::read_to_string(place).map_err(|error| {
        let message = format!("{}: {error}", place.display());
        let hint = match error.kind() {
            io::ErrorKind::NotFound if place != named => {
                format!(
                    "{} has no certificate next to it; if it is elsewhere, give the certificate itself",
                    named.display()
                )
            }
            _ => "give a file written by `morgue export`, or its certificate".to_owned(),
        };
        DeskError::usage(message).with_hint(hint)
    })?;
    Certificate::parse(&text).map_err(|wrong| {
        DeskError::usage(format!("{} {wrong}", place.display()))
            .with_hint("restore the certificate from a copy, or export again")
    })
}

/// Whether the export itself is unchanged.
fn file_state(certificate: &Certificate, place: &Path, named: &Path) -> Result<FileState, DeskError> {
    let stated = &certificate.file;
    let path: PathBuf = match place == named {
        false => named.to_owned(),
        true if stated.name == "-" => return Ok(FileState::Unchecked),
        // An export never writes a name that contains a folder.
        true => match Path::new(&stated.name).file_name() {
            Some(name) => place.with_file_name(name),
            None => return Ok(FileState::Missing),
        },
    };
    match Checksum::of(&path) {
        Ok(sum) if sum.sha256 == stated.sha256 => Ok(FileState::Same),
        Ok(_) => Ok(FileState::Changed),
        Err(error) if error.kind() == io::ErrorKind::NotFound && place == named => Ok(FileState::Missing),
        Err(error) => Err(DeskError::usage(format!("{}: {error}", path.display()))),
    }
}

fn look(
    file: FileState,
    certificate: &Certificate,
    then: &[Certified],
    archive: &Archive,
    generation: &Generation,
) -> Result<Finding, DeskError> {
    let mut searches = SavedSearches::default();
    certificate.saved.iter().for_each(|(name, search)| searches.put(name, search));
    let mut typed = Typed::saved(&certificate.search, Some(certificate.now.clone()));
    typed.text = present_form(&certificate.query_raw, certificate.search.syntax).into_owned();
    // The day is stated by the certificate.
    let Read { query, zones, .. } = read(&typed, &Library::of(searches), &Date::default, &mut |_| {})?;
    let mut about_query = Vec::new();
    let reads = print(&query.root);
    if reads != certificate.query_normal && !differs_only_in_folding(certificate, &reads) {
        about_query.push(format!("it was read as {} then, and is read as {reads} now", certificate.query_normal));
    }
    about_query.extend(redefined(&certificate.saved, &SavedSearches::read(archive)?));
    let sort = certificate.search.sort.as_deref().and_then(Sort::of_name).unwrap_or(Sort::Newest);
    let request = Request { zones, sort, ..Request::of(query) };
    let question =
        Question::of(generation, &request).map_err(|error| DeskError::search(error, &certificate.query_raw))?;
    let expansions = explain(&question)?.expansions();
    let mut notes = other_forms(&certificate.expansions, &expansions);
    notes.extend(other_state(&certificate.index, &state_of(archive, generation)?));
    let same_archive = is_of(certificate, archive);
    if same_archive == Some(false) {
        notes.push("the export comes from another archive".to_owned());
    }
    let known: BTreeSet<u128> = then.iter().filter_map(|one| Some(ArticleKey::parse(&one.key)?.bits())).collect();
    let contents = contents(&generation.folder, &|key| known.contains(&key))?;
    let content_of = |key: &str| ArticleKey::parse(key).and_then(|key| contents.get(&key.bits()).copied()).unwrap_or(0);
    if let Some(sample) = &certificate.sample {
        notes.push(format!("the list is {sample}"));
    }
    let drawn = certificate.sample.as_ref().map(|sample| question.draw(sample)).transpose()?;
    let wanted = List { only: drawn.map(|drawn| drawn.keys), ..request.list() };
    let list = compare(&question, &wanted, then, &certificate.result_digest, &content_of)?;
    Ok(Finding { file, query: about_query, notes, list, by_relevance: sort == Sort::Relevance, same_archive })
}

/// Whether a query is read as it was, but for the form in which another analyzer wrote its words.
fn differs_only_in_folding(certificate: &Certificate, reads: &str) -> bool {
    let options = ParseOptions { any: false, today: &Date::default };
    certificate.index.analyzer_version != ANALYZER_VERSION
        && parse(&certificate.query_normal, options).is_ok_and(|then| print(&then.root) == reads)
}

/// Saved searches whose meaning has changed.
fn redefined(then: &BTreeMap<String, SavedSearch>, now: &SavedSearches) -> Vec<String> {
    let undated = |search: &SavedSearch| SavedSearch {
        query: present_form(&search.query, search.syntax).into_owned(),
        syntax: SYNTAX,
        saved: String::new(),
        ..search.clone()
    };
    let told = |(name, then): (&String, &SavedSearch)| match now.find(name) {
        Some(Ok(now)) if undated(&now) == undated(then) => None,
        Some(Ok(now)) => Some(format!("the saved search \"{name}\" was {} then, and is {} now", then.query, now.query)),
        Some(Err(_)) => Some(format!("the saved search \"{name}\" was {} then, and cannot be read now", then.query)),
        None => Some(format!("the saved search \"{name}\" was {} then, and no longer exists", then.query)),
    };
    // The last search of a terminal is defined by the certificate alone.
    then.iter().filter(|(name, _)| *name != LAST_NAME).filter_map(told).collect()
}

/// Words and names whose meaning has changed: a growing archive knows more of them, and users change theirs.
fn other_forms(then: &[Expansion], now: &[Expansion]) -> Vec<String> {
    let told = |then: &Expansion| {
        let now: Vec<&String> = now.iter().filter(|now| now.word == then.word).flat_map(|now| &now.forms).collect();
        let more: Vec<&str> = now.iter().filter(|form| !then.forms.contains(form)).map(|form| form.as_str()).collect();
        let less: Vec<&str> = then.forms.iter().filter(|form| !now.contains(form)).map(String::as_str).collect();
        let mut parts = Vec::new();
        parts.extend((!more.is_empty()).then(|| format!("also finds {} now", more.join(", "))));
        parts.extend((!less.is_empty()).then(|| format!("no longer finds {}", less.join(", "))));
        (!parts.is_empty()).then(|| format!("\"{}\" {}", then.word, parts.join(" and ")))
    };
    then.iter().filter_map(told).collect()
}

/// Changed inputs of the list. None of them makes a list differ by itself; they explain why it may.
fn other_state(then: &IndexState, now: &IndexState) -> Vec<String> {
    let number = |then: u32, now: u32| (then != now).then(|| format!("{then} then, {now} now"));
    let table = |then: &Option<String>, now: &Option<String>| (then != now).then(|| "different now".to_owned());
    let changes = [
        ("version of the schema", number(then.schema_version, now.schema_version)),
        ("version of the analyzer", number(then.analyzer_version, now.analyzer_version)),
        ("reading of articles", (then.made_with != now.made_with).then(|| "different rules now".to_owned())),
        ("table of repeated lines", table(&then.learned_table, &now.learned_table)),
        (
            "names learned from the archive",
            then.learned_names.as_ref().and(table(&then.learned_names, &now.learned_names)),
        ),
        ("aliases of names by users", table(&then.alias_file_sha256, &now.alias_file_sha256)),
    ];
    changes.into_iter().filter_map(|(what, how)| Some(format!("{what}: {}", how?))).collect()
}
