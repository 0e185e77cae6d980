//! `replay`: an export beside the list that its query gives today, from its certificate.

use super::args::Cli;
use super::certify::{is_of, state_of};
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::library::{self, Library};
use super::output::Output;
use super::place;
use super::query::{self, pointed};
use super::replay_args::ReplayArgs;
use super::saved::{query_args, sort_of};
use super::search::sort;
use morgue::archive::Sort;
use morgue::article::ArticleKey;
use morgue::desk::{
    Certificate, Certified, Change, Checksum, Difference, Expansion, IndexState, Question, Replayed, Request,
    certificate_of, compare as compare_lists, explain, is_certificate, keys_of, read_certified,
};
use morgue::index::{Archive, Generation, SavedSearch, SavedSearches, contents};
use morgue::query::print;
use morgue::text::{counted, terminal_safe};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// All that was found out.
struct Finding {
    /// `same`, `changed`, `missing`, or `none` for what went to standard output.
    file: &'static str,
    /// What is different about the query.
    query: Vec<String>,
    /// What is worth knowing and no difference.
    notes: Vec<String>,
    list: Replayed,
    by_relevance: bool,
}

pub fn run(args: &ReplayArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let place =
        if is_certificate(&args.file) || args.certificate { args.file.clone() } else { certificate_of(&args.file) };
    let certificate = read(&place, &args.file)?;
    let then = read_certified(&keys_of(&place), &certificate.keys)
        .map_err(|wrong| Failure::new(USAGE, format!("{} {wrong}", keys_of(&place).display())))?;
    let file = file_state(&certificate, &place, &args.file)?;
    let archive = library::archive(args.folder.as_deref(), cli)?;
    let generation = place::open_for(&archive, cli)?;
    let finding = compare(file, &certificate, &then, &archive, &generation, output)?;
    if finding.list.known == 0 && !then.is_empty() {
        output.note(&format!(
            "note: none of the {} in the list is in this index, which is probably that of another archive\nhint: give the right index with `--index DIR`",
            counted(then.len() as u64, "article")
        ));
    }
    let mut out = output.stdout();
    if args.json {
        writeln!(out, "{:#}", finding.json(&certificate, &generation, is_of(&certificate, &archive)))?;
    } else {
        finding.write(&certificate, &mut out)?;
    }
    out.flush()?;
    finding.notes.iter().for_each(|note| output.note(&format!("note: {note}")));
    Ok(if finding.is_same() { 0 } else { NOTHING_FOUND })
}

/// The certificate of a file.
fn read(place: &Path, named: &Path) -> Result<Certificate, Failure> {
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
        Failure::new(USAGE, message).with_hint(hint)
    })?;
    Certificate::parse(&text).map_err(|wrong| {
        Failure::new(USAGE, format!("{} {wrong}", place.display()))
            .with_hint("restore the certificate from a copy, or export again")
    })
}

/// Whether the export itself is as it was written.
fn file_state(certificate: &Certificate, place: &Path, named: &Path) -> Result<&'static str, Failure> {
    let stated = &certificate.file;
    let path: PathBuf = match place == named {
        false => named.to_owned(),
        true if stated.name == "-" => return Ok("none"),
        // A name with a folder in it is not one that an export wrote.
        true => match Path::new(&stated.name).file_name() {
            Some(name) => place.with_file_name(name),
            None => return Ok("missing"),
        },
    };
    match Checksum::of(&path) {
        Ok(sum) if sum.sha256 == stated.sha256 => Ok("same"),
        Ok(_) => Ok("changed"),
        Err(error) if error.kind() == io::ErrorKind::NotFound && place == named => Ok("missing"),
        Err(error) => Err(Failure::new(USAGE, format!("{}: {error}", path.display()))),
    }
}

fn compare(
    file: &'static str,
    certificate: &Certificate,
    then: &[Certified],
    archive: &Archive,
    generation: &Generation,
    output: &Output,
) -> Result<Finding, Failure> {
    let mut searches = SavedSearches::default();
    certificate.saved.iter().for_each(|(name, search)| searches.put(name, search));
    let typed = query_args(&certificate.search, Some(certificate.now.clone()));
    let (query, _) = query::read(&typed, &certificate.query_raw, &Library::of(searches), &output.quietly())?;
    let mut about_query = Vec::new();
    let reads = print(&query.root);
    if reads != certificate.query_normal {
        about_query.push(format!("it was read as {} then, and is read as {reads} now", certificate.query_normal));
    }
    about_query.extend(redefined(&certificate.saved, &SavedSearches::read(archive)?));
    let zones = query::zones(certificate.search.zones.as_deref())?;
    let sort = sort_of(&certificate.search).map_or(Sort::Newest, sort);
    let wrong = |error| pointed(error, &certificate.query_raw);
    let request = Request { zones, sort, ..Request::of(query) };
    let question = Question::of(generation, &request).map_err(wrong)?;
    let expansions = explain(&question)?.expansions();
    let mut notes = other_forms(&certificate.expansions, &expansions);
    notes.extend(other_state(&certificate.index, &state_of(archive, generation)?));
    if is_of(certificate, archive) == Some(false) {
        notes.push("the export comes from another archive".to_owned());
    }
    let known: BTreeMap<u128, ()> =
        then.iter().filter_map(|one| Some((ArticleKey::parse(&one.key)?.bits(), ()))).collect();
    let contents = contents(&generation.folder, &|key| known.contains_key(&key))?;
    let content_of = |key: &str| ArticleKey::parse(key).and_then(|key| contents.get(&key.bits()).copied()).unwrap_or(0);
    let list = compare_lists(&question, &request.list(), then, &certificate.result_digest, &content_of)?;
    Ok(Finding { file, query: about_query, notes, list, by_relevance: sort == Sort::Relevance })
}

/// Saved searches that mean something else by now.
fn redefined(then: &BTreeMap<String, SavedSearch>, now: &SavedSearches) -> Vec<String> {
    let undated = |search: &SavedSearch| SavedSearch { saved: String::new(), ..search.clone() };
    let told = |(name, then): (&String, &SavedSearch)| match now.find(name) {
        Some(Ok(now)) if undated(&now) == undated(then) => None,
        Some(Ok(now)) => Some(format!("the saved search \"{name}\" was {} then, and is {} now", then.query, now.query)),
        Some(Err(_)) => Some(format!("the saved search \"{name}\" was {} then, and cannot be read now", then.query)),
        None => Some(format!("the saved search \"{name}\" was {} then, and no longer exists", then.query)),
    };
    then.iter().filter_map(told).collect()
}

/// Words and names that stand for others than they did: an archive that grows knows more of them, and users say others.
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

/// What the list was made with that is another by now. None of it makes a list differ by itself; it says why one may.
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

impl Finding {
    fn is_same(&self) -> bool {
        self.file != "changed"
            && self.query.is_empty()
            && self.list.differences.is_empty()
            // By relevance, the order depends on articles that are not in the list.
            && (!self.list.reordered || self.by_relevance)
    }

    fn write(&self, certificate: &Certificate, out: &mut impl Write) -> io::Result<()> {
        let Certificate { exported, created_at, index, .. } = certificate;
        writeln!(out, "{} on {created_at}, generation {}", counted(*exported, "article"), index.generation)?;
        match self.file {
            "same" => writeln!(out, "file      unchanged")?,
            "changed" => writeln!(out, "file      CHANGED: {} has another checksum", safe(&certificate.file.name))?,
            "missing" => writeln!(out, "file      not found next to its certificate")?,
            _ => writeln!(out, "file      not checked: it was written to standard output")?,
        }
        if self.query.is_empty() {
            writeln!(out, "query     unchanged")?;
        }
        for line in &self.query {
            writeln!(out, "query     changed: {}", safe(line))?;
        }
        let now = counted(self.list.total, "article");
        match (self.list.differences.len(), self.list.reordered) {
            (0, false) => writeln!(out, "list      unchanged: {now}")?,
            (0, true) => writeln!(out, "list      unchanged, in another order: {now}")?,
            (number, _) => writeln!(out, "list      {}, {now} now", counted(number as u64, "difference"))?,
        }
        for one in &self.list.differences {
            let title = one.title.as_deref().filter(|title| !title.is_empty());
            let named = title.map_or_else(|| format!("{} in {}", one.path, one.source), str::to_owned);
            writeln!(out, "  {:<18} {}  {}", said(one), safe(&one.key), safe(&named))?;
        }
        Ok(())
    }

    fn json(&self, certificate: &Certificate, generation: &Generation, same_archive: Option<bool>) -> Value {
        json!({
            "same": self.is_same(),
            "file": self.file,
            "same_archive": same_archive,
            "generation": {"then": certificate.index.generation, "now": generation.manifest.generation},
            "total": {"then": certificate.total, "now": self.list.total},
            "query": self.query,
            "notes": self.notes,
            "reordered": self.list.reordered,
            "unchanged": self.list.same,
            "differences": self.list.differences,
        })
    }
}

fn safe(text: &str) -> std::borrow::Cow<'_, str> {
    terminal_safe(text)
}

fn said(one: &Difference) -> &'static str {
    match (one.change, one.because) {
        (Change::Gone, _) => "gone",
        (Change::New, _) => "new",
        (Change::TextChanged, _) => "text changed",
        (Change::FactsChanged, _) => "facts changed",
        (Change::ReadDifferently, _) => "read differently",
        (Change::NoLongerMatches, Some(Change::TextChanged)) => "no match (text)",
        (Change::NoLongerMatches, Some(Change::ReadDifferently)) => "no match (reading)",
        (Change::NoLongerMatches, Some(_)) => "no match (facts)",
        (Change::NoLongerMatches, None) => "no match",
    }
}
