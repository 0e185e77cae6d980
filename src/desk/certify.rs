//! The certificate of an export: the query and the index, written beside the file, with every article of the list.

use super::ask::Asked;
use super::caller::Caller;
use super::certificate::{CERTIFICATE_VERSION, Certificate, Checksum, IndexState, keys_of};
use super::certified::{Certified, CertifiedWriter};
use super::coverage::coverage;
use super::error::DeskError;
use super::explain::explain;
use super::sample::Sample;
use crate::archive::{Hit, List, Sort};
use crate::article::ArticleKey;
use crate::index::{
    Archive, Generation, LEARNED_NAMES, LEARNED_REPEATS, LearnedTable, PlacedFile, contents, engine_version, identity,
    settle_identity,
};
use crate::ingest::spikes_by_reason;
use crate::query::print;
use std::collections::{HashMap, HashSet};
use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

/// How an export was requested.
pub struct Written {
    pub sort: Sort,
    pub sample: Option<Sample>,
    pub format: String,
    pub formula_guard: bool,
}

/// A certificate that is being written.
pub struct Certifier {
    /// As the user named it, for messages.
    place: PathBuf,
    placed: PlacedFile,
    /// The file of the list of articles, beside the certificate; `None` if that is no plain file.
    list_file: Option<(PlacedFile, File)>,
    list: CertifiedWriter,
    contents: HashMap<u128, u64>,
    certificate: Certificate,
    clock: fn() -> jiff::Timestamp,
    /// The first write that failed; the export continues, and its end reports the error.
    failed: Option<io::Error>,
}

impl Certifier {
    pub fn start(place: &Path, asked: &Asked, written: &Written, caller: &Caller) -> Result<Self, DeskError> {
        let wrong = |error: io::Error| failed(place, &error);
        let placed = PlacedFile::at(place);
        let list_place = placed.name().map(|real| PlacedFile::at(&keys_of(real)));
        let create = |place: PlacedFile| place.create().map(|file| (place, file));
        let list_file = list_place.map(create).transpose().map_err(wrong)?;
        let out: Box<dyn Write> = match &list_file {
            Some((_, file)) => Box::new(file.try_clone().map_err(wrong)?),
            None => Box::new(io::sink()),
        };
        let list = CertifiedWriter::new(out).map_err(wrong)?;
        let certificate = certificate(asked, written, caller)?;
        let contents = contents_of_matches(asked, certificate.total, certificate.index.articles_total)?;
        let (place, clock) = (place.to_owned(), caller.clock);
        Ok(Self { place, placed, list_file, list, contents, certificate, clock, failed: None })
    }

    /// Records an article on its way into the file.
    pub fn saw(&mut self, hit: &Hit) {
        let content = ArticleKey::parse(&hit.key).and_then(|key| self.contents.get(&key.bits()).copied());
        let article = Certified::of(hit, content.unwrap_or(0));
        if self.failed.is_none() {
            self.failed = self.list.push(&article).err();
        }
    }

    /// Whether the archive could store its number, so that the certificate contains it.
    pub fn names_archive(&self) -> bool {
        self.certificate.index.id.is_some()
    }

    /// Whether the list of articles is kept beside the certificate.
    pub fn keeps_list(&self) -> bool {
        self.list_file.is_some()
    }

    /// Writes the list and the certificate, once the file is complete.
    pub fn finish(mut self, file: Checksum) -> Result<(), DeskError> {
        let wrong = |error: io::Error| failed(&self.place, &error);
        if let Some(error) = self.failed.take() {
            return Err(wrong(error));
        }
        let keys = self.list_file.as_ref().and_then(|(place, _)| place.name()?.file_name());
        let name = keys.unwrap_or_default().to_string_lossy().into_owned();
        let exported = self.list.articles;
        let (keys_sum, result_digest) = self.list.finish(&name).map_err(wrong)?;
        if let Some((place, file)) = self.list_file {
            place.finish(Some(&file)).map_err(wrong)?;
        }
        let certificate = Certificate {
            exported,
            truncated: exported != self.certificate.total,
            file,
            keys: keys_sum,
            result_digest,
            created_at: second((self.clock)()),
            ..self.certificate
        };
        let write = || {
            let mut file = self.placed.create()?;
            file.write_all(certificate.sealed().as_bytes())?;
            self.placed.finish(Some(&file))
        };
        write().map(drop).map_err(wrong)
    }
}

fn failed(place: &Path, error: &io::Error) -> DeskError {
    DeskError::io(place, error).with_hint("write the export without a certificate: `--no-certificate`")
}

fn certificate(asked: &Asked, written: &Written, caller: &Caller) -> Result<Certificate, DeskError> {
    let typed = &asked.typed;
    let explained = explain(&asked.question()?)?;
    Ok(Certificate {
        certificate: CERTIFICATE_VERSION,
        tool: "morgue".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        argv: caller.argv.clone(),
        query_raw: asked.text.clone(),
        query_normal: print(&asked.request.query.root),
        dialect: "morgue".to_owned(),
        typed_dialect: asked.translated.map(|dialect| dialect.code().to_owned()),
        typed_query: asked.translated.map(|_| typed.text.clone()),
        search: typed.as_search(&asked.text, Some(written.sort.name().into_owned())),
        saved: asked.saved.clone(),
        expansions: explained.expansions(),
        now: typed.now.clone().unwrap_or_else(|| (caller.today)().to_string()),
        tz: (caller.time_zone)(),
        total: explained.total,
        index: index_state(asked, caller)?,
        sample: written.sample.clone(),
        format: written.format.clone(),
        formula_guard: written.formula_guard,
        ..Certificate::default()
    })
}

/// The state of the index that was searched. It has no number of the archive if that cannot be stored.
fn index_state(asked: &Asked, caller: &Caller) -> Result<IndexState, DeskError> {
    let seed = format!(
        "{:?} {} {}",
        UNIX_EPOCH + (caller.clock)().duration_since(jiff::Timestamp::UNIX_EPOCH).unsigned_abs(),
        caller.pid,
        std::path::absolute(asked.archive.root()).unwrap_or_default().display()
    );
    let id = settle_identity(&asked.archive, &seed)?;
    Ok(IndexState { id, ..state_of(&asked.archive, &asked.generation)? })
}

/// A time to the second, ISO 8601 in UTC.
fn second(time: jiff::Timestamp) -> String {
    jiff::Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}

/// The state of a generation and of the user's files, without the number of the archive.
pub fn state_of(archive: &Archive, generation: &Generation) -> Result<IndexState, DeskError> {
    let Generation { manifest, folder, .. } = generation;
    let covered = coverage(generation)?;
    let learned = |table: LearnedTable| manifest.files.get(table.file).map(|digest| digest.blake3.clone());
    let aliases = ["aliases.toml", "aliases.json"].map(|name| archive.user().join(name));
    let aliases = aliases.iter().find(|path| path.is_file()).map(|path| Checksum::of(path)).transpose();
    Ok(IndexState {
        id: None,
        generation: manifest.generation,
        created: manifest.created,
        schema_version: manifest.schema_version,
        analyzer_version: manifest.analyzer_version,
        tantivy_version: engine_version().to_owned(),
        made_with: manifest.made_with.clone(),
        corpus_digest: manifest.content_digest.clone(),
        learned_table: learned(LEARNED_REPEATS),
        learned_names: learned(LEARNED_NAMES),
        alias_file_sha256: aliases?.map(|sum| sum.sha256),
        articles_total: covered.articles,
        undated_total: covered.undated,
        unreadable_total: spikes_by_reason(folder)?.values().sum(),
    })
}

/// Checksums of the bytes that the matches were read from; may include others, if selecting the requested ones would
/// take longer.
fn contents_of_matches(asked: &Asked, total: u64, articles: u64) -> Result<HashMap<u128, u64>, DeskError> {
    if total >= articles / 4 {
        return Ok(contents(&asked.generation.folder, &|_| true)?);
    }
    let mut keys = HashSet::new();
    let newest = List { sort: Sort::Newest, ..List::default() };
    asked.question()?.keys(&newest, &mut |key| keys.extend(ArticleKey::parse(key).map(|key| key.bits())))?;
    Ok(contents(&asked.generation.folder, &|key| keys.contains(&key))?)
}

/// Whether a certificate is of this archive; `None` if that is unknown.
pub fn is_of(certificate: &Certificate, archive: &Archive) -> Option<bool> {
    Some(certificate.index.id.as_ref()? == &identity(archive)?)
}
