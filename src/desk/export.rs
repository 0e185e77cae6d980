//! All articles that a query finds to a file, in a format for another program or reader, with a certificate beside it.

use super::ask::Asked;
use super::caller::Caller;
use super::certificate::{Checksum, Hashed, certificate_of};
use super::certify::{Certifier, Written};
use super::error::{DeskError, ErrorKind};
use super::place::Files;
use super::prefetch::prefetch;
use super::sample::{Drawn, Sample};
use super::search::Found;
use super::target::{Target, failed};
use super::witness::Witness;
use crate::archive::{FacetField, Hit, List, Sort};
use crate::passages::Excerpts;
use crate::query::ArchiveError;
use crate::render::{
    FieldName, Format, Options, Page, RenderError, Sheet, Style, Summary, render, shows_matches, texts,
};
use crate::text::counted;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use std::cell::RefCell;
use std::io::{self, BufWriter, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

/// How a list is exported.
pub struct Export {
    pub format: Format,
    pub gzip: bool,
    pub fields: Vec<FieldName>,
    pub options: Options<'static>,
    /// What is written of where an article matches; it requires reading its text.
    pub excerpts: Option<Excerpts>,
    pub sort: Sort,
    /// Write a sample only.
    pub sample: Option<Sample>,
    /// A file in a source folder may be replaced.
    pub force: bool,
    /// Where the certificate is written, if not beside the file.
    pub certificate: Option<PathBuf>,
    /// Whether to write one beside the file.
    pub certifies: bool,
}

/// Observer of an export.
pub trait Progress: Sync {
    /// Progress: articles written, and their total.
    fn exported(&self, _done: u64, _total: u64) {}

    /// Whether the export must end now, leaving nothing.
    fn stopped(&self) -> bool {
        false
    }

    /// Something that the caller should know.
    fn note(&self, _text: &str) {}
}

/// An observer that does nothing.
pub struct Unwatched;

impl Progress for Unwatched {}

/// The fields that are counted on a page.
const PAGE_FACETS: [&str; 3] = ["outlet", "author", "person"];

impl Export {
    /// Whether a format with these fields writes passages, which requires reading the texts of the articles.
    pub fn shows_passages(format: Format, fields: &[FieldName], summary: Summary) -> bool {
        match format {
            Format::Html | Format::Markdown => true,
            Format::Ris | Format::Bibtex | Format::Biblatex | Format::CslJson => summary == Summary::Passage,
            Format::Ids | Format::Paths | Format::Urls | Format::Texts => false,
            _ => fields.iter().any(|field| shows_matches(field)),
        }
    }

    /// What the query finds, as needed by the export, and the sample that was drawn of it.
    pub fn find<'a>(&self, asked: &'a Asked) -> Result<(Found<'a>, Option<Drawn>), DeskError> {
        let question = asked.question()?;
        let drawn = self.sample.as_ref().map(|sample| question.draw(sample)).transpose()?;
        let only = drawn.as_ref().map(|drawn| drawn.keys.clone());
        let list = List { sort: self.sort, excerpts: self.excerpts, only, ..List::default() };
        let found = question.search(&list)?;
        let total = drawn.as_ref().map_or(found.total, |drawn| drawn.keys.len() as u64);
        Ok((found.of_total(total), drawn))
    }

    /// Writes to an open output, such as standard output; returns how many articles were written.
    pub fn to_writer(
        &self,
        asked: &Asked,
        found: Found,
        style: Style,
        out: impl Write + Send,
        caller: &Caller,
        progress: &dyn Progress,
    ) -> Result<u64, DeskError> {
        let job = Job { export: self, asked, style, caller, progress };
        let mut witness = job.witness(None)?;
        let mut out = Hashed::new(out);
        let written = job.write(found, &mut witness, &mut out)?;
        witness.finished(out.checksum("-"))?;
        Ok(written)
    }

    /// Writes a file, or a new folder of texts; returns how many articles were written. The file gets its name when it
    /// is complete.
    pub fn to_path(
        &self,
        asked: &Asked,
        found: Found,
        style: Style,
        path: &Path,
        caller: &Caller,
        progress: &dyn Progress,
    ) -> Result<u64, DeskError> {
        let job = Job { export: self, asked, style, caller, progress };
        match self.format {
            Format::Texts => job.to_folder(path, found),
            _ => job.to_file(path, found),
        }
    }
}

/// One export.
struct Job<'a> {
    export: &'a Export,
    asked: &'a Asked,
    style: Style,
    caller: &'a Caller,
    progress: &'a dyn Progress,
}

impl Job<'_> {
    fn to_file(&self, path: &Path, found: Found) -> Result<u64, DeskError> {
        let target = Target::file(path, &self.asked.archive, self.export.force)?;
        let file = target.create()?;
        let mut witness = self.witness(target.name())?;
        let mut hashed = Hashed::new(&file);
        let written = self.write(found, &mut witness, BufWriter::with_capacity(256 << 10, &mut hashed));
        let written = written.map_err(|error| told(path, error))?;
        let name = target.name().and_then(Path::file_name).unwrap_or_default();
        let sum = hashed.checksum(&name.to_string_lossy());
        target.finish(Some(&file))?;
        witness.finished(sum)?;
        Ok(written)
    }

    /// The witness of an export to a file, or to an open output.
    fn witness(&self, file: Option<&Path>) -> Result<Witness, DeskError> {
        let beside = file.map(certificate_of).filter(|_| self.export.certifies);
        let Some(place) = self.export.certificate.clone().or(beside) else { return Ok(Witness::default()) };
        let written = Written {
            sort: self.export.sort,
            sample: self.export.sample.clone(),
            format: self.export.format.name().to_owned(),
            formula_guard: self.export.options.formula_guard,
        };
        let certifier = Certifier::start(&place, self.asked, &written, self.caller)?;
        if !certifier.names_archive() {
            self.progress.note("the archive is read-only: the certificate does not record its number");
        }
        if !certifier.keeps_list() {
            self.progress.note(
                "the certificate is not written to a plain file: the list of its articles is not kept for `replay`",
            );
        }
        Ok(Witness::certifying(Some(certifier)))
    }

    fn to_folder(&self, path: &Path, found: Found) -> Result<u64, DeskError> {
        let target = Target::folder(path, &self.asked.archive)?;
        let mut witness = self.witness(target.name())?;
        let written = self.pass(found, &mut witness, |hits| texts(target.written(), hits));
        let written = written.map_err(|error| told(path, error))?;
        let path = target.finish(None)?;
        if witness.certifies() {
            let sum = Checksum::of(&path).map_err(|error| DeskError::io(&path, &error))?;
            witness.finished(sum)?;
        }
        Ok(written)
    }

    /// Writes the hits, compressed if requested.
    fn write(&self, found: Found, witness: &mut Witness, mut out: impl Write + Send) -> Result<u64, Stopped> {
        if !self.export.gzip {
            let written = self.render(found, witness, &mut out)?;
            out.flush()?;
            return Ok(written);
        }
        // Without a name and a time, the same hits give the same bytes.
        let mut out: GzEncoder<_> = GzBuilder::new().write(out, Compression::default());
        let written = self.render(found, witness, &mut out)?;
        out.finish()?.flush()?;
        Ok(written)
    }

    fn render(&self, found: Found, witness: &mut Witness, out: &mut (dyn Write + Send)) -> Result<u64, Stopped> {
        let format = self.export.format;
        let files = Files::of(&self.asked.archive, self.caller)?;
        // What a page shows of all articles is not what it shows of a sample.
        let sample = self.export.sample.as_ref().map(Sample::to_string);
        let page = if format == Format::Html && sample.is_none() { Some(self.page()?) } else { None };
        let (asked, cut) = (self.caller.second(), AtomicU64::new(0));
        let sheet = Sheet {
            query: &self.asked.text,
            total: found.total,
            offset: 0,
            fields: &self.export.fields,
            file_of: &|hit| files.path_of(hit),
            style: self.style,
            options: Options {
                generation: self.asked.generation.manifest.generation,
                page: page.as_ref(),
                sample: sample.as_deref(),
                asked: Some(&asked),
                cut: Some(&cut),
                ..self.export.options
            },
        };
        let written = self.pass(found, witness, |hits| render(format, &sheet, hits, out))?;
        if let Some(texts) = Some(cut.into_inner()).filter(|&texts| texts > 0) {
            let were = if texts == 1 { "was" } else { "were" };
            self.progress.note(&format!(
                "{} {were} cut to 32,767 characters, the most that a cell can have; the column \"cut\" names them",
                counted(texts, "text")
            ));
        }
        Ok(written)
    }

    /// What a page shows besides its hits.
    fn page(&self) -> Result<Page, DeskError> {
        let question = self.asked.question()?;
        let fields: Vec<FacetField> = PAGE_FACETS.iter().filter_map(|name| FacetField::named(name).ok()).collect();
        Ok(Page { timeline: question.timeline(None)?, facets: question.facets(&fields)? })
    }

    /// Passes the hits to the witness and to the observer, who may end the export.
    fn pass(
        &self,
        found: Found,
        witness: &mut Witness,
        write: impl FnOnce(&mut dyn Iterator<Item = Result<Arc<Hit>, ArchiveError>>) -> Result<u64, RenderError>,
    ) -> Result<u64, Stopped> {
        let (progress, total) = (self.progress, found.total);
        let witness = RefCell::new(witness);
        let pass = |hit: &Arc<Hit>| {
            let mut witness = witness.borrow_mut();
            witness.saw(hit);
            progress.exported(witness.hits, total);
        };
        let written = prefetch(found, |hits| {
            let hits = hits.take_while(|_| !progress.stopped());
            write(&mut hits.map(|hit: Result<Arc<Hit>, ArchiveError>| hit.inspect(pass)))
        })?;
        if progress.stopped() {
            return Err(DeskError::new(ErrorKind::Stopped, "stopped: nothing was written").into());
        }
        Ok(written)
    }
}

/// Why an export ended early.
enum Stopped {
    Render(RenderError),
    Other(DeskError),
}

/// A failed write, with its intended path.
fn told(path: &Path, error: Stopped) -> DeskError {
    match error {
        Stopped::Render(RenderError::Io(error)) => failed(path, &error),
        other => other.into(),
    }
}

impl From<RenderError> for Stopped {
    fn from(error: RenderError) -> Self {
        Self::Render(error)
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Render(error.into())
    }
}

impl From<DeskError> for Stopped {
    fn from(error: DeskError) -> Self {
        Self::Other(error)
    }
}

impl From<Stopped> for DeskError {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Render(error) => error.into(),
            Stopped::Other(error) => error,
        }
    }
}
