//! The certificate of an export: what was asked and of which index, written beside the file, with every article of the list.

use super::args::{QueryArgs, SortChoice};
use super::error::{Failure, IO};
use super::output::Output;
use super::query::{Asked, dialect};
use super::saved::{second, sort_name};
use morgue::archive::{Hit, List, Sort};
use morgue::article::ArticleKey;
use morgue::desk::{
    CERTIFICATE_VERSION, Certificate, Certified, CertifiedWriter, Checksum, IndexState, coverage, explain, keys_of,
};
use morgue::index::{
    Archive, Generation, LEARNED_NAMES, SavedSearch, contents, engine_version, identity, settle_identity,
    write_atomically,
};
use morgue::ingest::read_spikes;
use morgue::query::print;
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

/// How an export was asked for.
pub struct Asking<'a> {
    pub query: &'a QueryArgs,
    pub sort: SortChoice,
    pub format: String,
    pub formula_guard: bool,
}

/// A certificate in the making.
pub struct Certifier {
    place: PathBuf,
    /// Where the list of articles is written until it is whole.
    aside: PathBuf,
    list: Option<CertifiedWriter>,
    contents: HashMap<u128, u64>,
    certificate: Certificate,
    /// The first write that failed; the export goes on, and its end tells.
    failed: Option<io::Error>,
}

impl Certifier {
    pub fn start(place: &Path, asked: &Asked, asking: &Asking, output: &Output) -> Result<Self, Failure> {
        let mut name = keys_of(place).file_name().unwrap_or_default().to_owned();
        name.push(format!(".{}.part", std::process::id()));
        let aside = place.with_file_name(name);
        let certificate = certificate(asked, asking, output)?;
        let contents = contents_of_matches(asked, certificate.total, certificate.index.articles_total)?;
        let started = File::create(&aside).and_then(CertifiedWriter::new);
        let list = Some(started.map_err(|error| failed(place, &error))?);
        Ok(Self { place: place.to_owned(), aside, list, contents, certificate, failed: None })
    }

    /// An article on its way into the file.
    pub fn saw(&mut self, hit: &Hit) {
        let content = ArticleKey::parse(&hit.key).and_then(|key| self.contents.get(&key.bits()).copied());
        let article = Certified::of(hit, content.unwrap_or(0));
        if let Some(list) = self.list.as_mut().filter(|_| self.failed.is_none()) {
            self.failed = list.push(&article).err();
        }
    }

    /// Writes the list and the certificate, once the file is whole.
    pub fn finish(mut self, file: Checksum) -> Result<(), Failure> {
        let wrong = |error: io::Error| failed(&self.place, &error);
        if let Some(error) = self.failed.take() {
            return Err(wrong(error));
        }
        let keys = keys_of(&self.place);
        let name = keys.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let Some(list) = self.list.take() else { return Ok(()) };
        let exported = list.articles;
        let (keys_sum, result_digest) = list.finish(&name).map_err(wrong)?;
        File::open(&self.aside).and_then(|file| file.sync_all()).map_err(wrong)?;
        fs::rename(&self.aside, &keys).map_err(wrong)?;
        let certificate = Certificate {
            exported,
            truncated: exported != self.certificate.total,
            file,
            keys: keys_sum,
            result_digest,
            created_at: second(jiff::Timestamp::now()),
            ..std::mem::take(&mut self.certificate)
        };
        Ok(write_atomically(&self.place, certificate.sealed().as_bytes())?)
    }
}

impl Drop for Certifier {
    /// What did not become whole is removed; after the end there is nothing of that name.
    fn drop(&mut self) {
        let _ = fs::remove_file(&self.aside);
    }
}

fn failed(place: &Path, error: &io::Error) -> Failure {
    Failure::new(IO, format!("{}: {error}", place.display()))
        .with_hint("write the export without a certificate: `--no-certificate`")
}

fn certificate(asked: &Asked, asking: &Asking, output: &Output) -> Result<Certificate, Failure> {
    let typed_in = asking.query.dialect.map(dialect);
    let QueryArgs { since, until, any, exact, loose_dates, zones, now, .. } = asking.query;
    let explained = explain(&asked.question()?)?;
    Ok(Certificate {
        certificate: CERTIFICATE_VERSION,
        tool: "morgue".to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        argv: std::env::args().collect(),
        query_raw: asked.text.clone(),
        query_normal: print(&asked.request.query.root),
        dialect: "morgue".to_owned(),
        typed_dialect: typed_in.map(|dialect| dialect.code().to_owned()),
        typed_query: typed_in.map(|_| asking.query.words.join(" ")),
        search: SavedSearch {
            query: asked.text.clone(),
            any: *any,
            exact: *exact,
            loose_dates: *loose_dates,
            since: since.clone(),
            until: until.clone(),
            zones: zones.clone(),
            sort: Some(sort_name(asking.sort).to_owned()),
            saved: String::new(),
        },
        saved: asked.saved.clone(),
        expansions: explained.expansions(),
        now: now.clone().unwrap_or_else(|| jiff::ZonedDateTime::now().date().to_string()),
        tz: jiff::tz::TimeZone::system().iana_name().map(str::to_owned),
        total: explained.total,
        index: index_state(asked, output)?,
        format: asking.format.clone(),
        formula_guard: asking.formula_guard,
        ..Certificate::default()
    })
}

/// The state of the index that was asked.
fn index_state(asked: &Asked, output: &Output) -> Result<IndexState, Failure> {
    let seed = format!(
        "{:?} {} {}",
        std::time::SystemTime::now(),
        std::process::id(),
        std::path::absolute(asked.archive.root()).unwrap_or_default().display()
    );
    let id = settle_identity(&asked.archive, &seed)?;
    if id.is_none() {
        output.note("note: the archive is read-only: the certificate does not record its number");
    }
    Ok(IndexState { id, ..state_of(&asked.archive, &asked.generation)? })
}

/// The state of a generation and of what users say, without the number of the archive.
pub fn state_of(archive: &Archive, generation: &Generation) -> Result<IndexState, Failure> {
    let Generation { manifest, folder, .. } = generation;
    let covered = coverage(generation)?;
    let learned = manifest.files.iter().find(|(name, _)| name.starts_with("repeats"));
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
        learned_table: learned.map(|(_, digest)| digest.blake3.clone()),
        learned_names: manifest.files.get(LEARNED_NAMES).map(|digest| digest.blake3.clone()),
        alias_file_sha256: aliases?.map(|sum| sum.sha256),
        articles_total: covered.articles,
        undated_total: covered.undated,
        unreadable_total: read_spikes(folder)?.len() as u64,
    })
}

/// Checksums of the bytes that the matches were read from; also of others, where finding out which are asked for would take
/// longer.
fn contents_of_matches(asked: &Asked, total: u64, articles: u64) -> Result<HashMap<u128, u64>, Failure> {
    if total >= articles / 4 {
        return Ok(contents(&asked.generation.folder, &|_| true)?);
    }
    let mut keys = HashSet::new();
    let newest = List { sort: Sort::Newest, ..List::default() };
    asked.question()?.keys(&newest, &mut |key| keys.extend(ArticleKey::parse(key).map(|key| key.bits())))?;
    Ok(contents(&asked.generation.folder, &|key| keys.contains(&key))?)
}

/// Whether a certificate is of this archive; `None` where that is not known.
pub fn is_of(certificate: &Certificate, archive: &Archive) -> Option<bool> {
    Some(certificate.index.id.as_ref()? == &identity(archive)?)
}
