//! `export`: all articles that a query finds to a file, in a format for a program or a reader elsewhere.

use super::args::Cli;
use super::certify::{Asking, Certifier};
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::export_args::{EolChoice, ExportArgs, ExportFormat, SummaryChoice};
use super::export_batch;
use super::output::Output;
use super::place::Files;
use super::progress::Progress;
use super::query::{Asked, ask};
use super::remarks::beside;
use super::search::{shows_matches, sort};
use super::target::{Target, failed};
use super::witness::Witness;
use flate2::write::GzEncoder;
use flate2::{Compression, GzBuilder};
use morgue::archive::{FacetField, Hit};
use morgue::desk::{Checksum, Found, Hashed, Request, certificate_of, prefetch};
use morgue::ingest::Watch;
use morgue::passages::Excerpts;
use morgue::query::ArchiveError;
use morgue::render::{
    FieldName, Format, Options, Page, RenderError, Sheet, Style, Summary, export_fields, parse_fields, render, texts,
};
use std::cell::RefCell;
use std::io::{self, BufWriter, IsTerminal, Write};
use std::num::NonZeroUsize;
use std::path::Path;
use std::sync::Arc;

pub fn run(args: &ExportArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    match export_batch::list(args) {
        Some(list) => export_batch::run(list, args, cli, output),
        None => one(args, cli, output),
    }
}

/// One query to one file.
pub fn one(args: &ExportArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let settings = Settings::of(args)?;
    let asked = ask(&args.query, cli, output)?;
    let excerpts = Excerpts::Passages { most: args.passages.map_or(1, NonZeroUsize::get), words: args.context };
    let excerpts = settings.passages.then_some(excerpts);
    let request = Request { sort: sort(args.sort), excerpts, ..asked.request.clone() };
    let question = asked.question()?;
    let found = question.search(&request)?;
    let total = found.total;
    let beside = beside(&asked, &question, total, output)?;
    // From here on a signal leaves nothing behind.
    let progress = Progress::start(output.is_watched());
    let job = Job { args, settings: &settings, asked: &asked, output, progress };
    let written = match &settings.file {
        None => job.to_stdout(found)?,
        Some(path) => job.to_file(path, found)?,
    };
    let place = settings.file.map(|path| format!(" in {}", path.display())).unwrap_or_default();
    output.note(&match total {
        0 => format!("{beside}{}", if place.is_empty() { String::new() } else { format!("\nnothing{place}") }),
        _ => format!("{written} of {total}{place}{beside}"),
    });
    Ok(if total == 0 && args.fail_empty { NOTHING_FOUND } else { 0 })
}

/// What the flags say.
struct Settings<'a> {
    format: ExportFormat,
    file: Option<&'a Path>,
    gzip: bool,
    fields: Vec<FieldName>,
    /// Whether anything of where an article matches is written, which costs reading its text.
    passages: bool,
    options: Options<'static>,
}

impl<'a> Settings<'a> {
    fn of(args: &'a ExportArgs) -> Result<Self, Failure> {
        let file = args.output.as_deref().filter(|path| *path != Path::new("-"));
        let named = args.format.or_else(|| file.and_then(ExportFormat::of_name));
        let format = match (named, file.and_then(Path::extension)) {
            (Some(format), _) => format,
            (None, None) if file.is_none() => ExportFormat::Jsonl,
            _ => {
                return Err(Failure::new(USAGE, "the file's ending is not that of a known format")
                    .with_hint("choose a format: `--format csv`"));
            }
        };
        let gzip = args.gzip || file.and_then(Path::extension).is_some_and(|ending| ending == "gz");
        refuse_mismatch(format, file, gzip)?;
        let body = args.with.is_some();
        let fields = match &args.fields {
            Some(names) => parse_fields(names)?,
            None => export_fields(layout(format), body),
        };
        let options = Options {
            formula_guard: !args.no_formula_guard,
            bom: args.bom,
            unix_lines: args.eol == EolChoice::Lf,
            summary: summary(args.summary),
            body,
            ..Options::default()
        };
        let passages = match format {
            ExportFormat::Html | ExportFormat::Markdown => true,
            ExportFormat::Ris | ExportFormat::Bibtex | ExportFormat::Biblatex | ExportFormat::CslJson => {
                args.summary == SummaryChoice::Passage
            }
            ExportFormat::Ids | ExportFormat::Paths | ExportFormat::Urls | ExportFormat::Texts => false,
            _ => fields.iter().any(|field| shows_matches(field)),
        };
        Ok(Self { format, file, gzip, fields, passages, options })
    }
}

fn refuse_mismatch(format: ExportFormat, file: Option<&Path>, gzip: bool) -> Result<(), Failure> {
    if !layout(format).is_built_in() {
        return Err(Failure::new(USAGE, "this program was built without Parquet")
            .with_hint("install it with `cargo install --path . --features parquet`, or write jsonl"));
    }
    let folder = format == ExportFormat::Texts;
    if folder && file.is_none() {
        return Err(Failure::new(USAGE, "texts cannot be written to standard output: expected a folder")
            .with_hint("name a new folder: `-o FOLDER`"));
    }
    if gzip && (folder || format.is_binary()) {
        return Err(Failure::new(
            USAGE,
            "--gzip cannot be used with this format: it is compressed already, or a folder",
        ));
    }
    if file.is_none() && (gzip || format.is_binary()) && io::stdout().is_terminal() {
        return Err(
            Failure::new(USAGE, "binary output is not written to a terminal").with_hint("name a file: `-o FILE`")
        );
    }
    Ok(())
}

fn summary(choice: SummaryChoice) -> Summary {
    match choice {
        SummaryChoice::Lead => Summary::Lead,
        SummaryChoice::Passage => Summary::Passage,
        SummaryChoice::None => Summary::None,
    }
}

/// The renderer of a format.
fn layout(format: ExportFormat) -> Format {
    match format {
        ExportFormat::Csv => Format::Csv,
        ExportFormat::Tsv => Format::Tsv,
        ExportFormat::Json => Format::Json,
        ExportFormat::Jsonl => Format::Jsonl,
        ExportFormat::Ids => Format::Ids,
        ExportFormat::Paths => Format::Paths,
        ExportFormat::Urls => Format::Urls,
        ExportFormat::Xlsx => Format::Xlsx,
        ExportFormat::Parquet => Format::Parquet,
        ExportFormat::Ris => Format::Ris,
        ExportFormat::Bibtex => Format::Bibtex,
        ExportFormat::Biblatex => Format::Biblatex,
        ExportFormat::CslJson => Format::CslJson,
        ExportFormat::Markdown => Format::Markdown,
        ExportFormat::Html => Format::Html,
        ExportFormat::Texts => Format::Jsonl,
    }
}

/// The fields that are counted on a page.
const PAGE_FACETS: [&str; 3] = ["outlet", "author", "person"];

/// One export.
struct Job<'a> {
    args: &'a ExportArgs,
    settings: &'a Settings<'a>,
    asked: &'a Asked,
    output: &'a Output,
    progress: Progress,
}

impl Job<'_> {
    fn to_stdout(&self, found: Found) -> Result<u64, Failure> {
        let style = Style { colour: false, ..self.output.style() };
        let style = Style { terminal: style.terminal && !self.settings.gzip, ..style };
        let mut witness = self.witness(None)?;
        let mut out = Hashed::new(self.output.stdout());
        let written = self.write(found, style, &mut witness, &mut out)?;
        witness.finished(out.checksum("-"))?;
        Ok(written)
    }

    fn to_file(&self, path: &Path, found: Found) -> Result<u64, Failure> {
        if self.settings.format == ExportFormat::Texts {
            return self.to_folder(path, found);
        }
        let target = Target::file(path, &self.asked.archive, self.args.force)?;
        let file = target.create()?;
        let style = Style { colour: false, terminal: false, ..self.output.style() };
        let mut witness = self.witness(target.name())?;
        let mut hashed = Hashed::new(&file);
        let written = self.write(found, style, &mut witness, BufWriter::with_capacity(256 << 10, &mut hashed));
        let written = written.map_err(|error| told(path, error))?;
        let name = target.name().and_then(Path::file_name).unwrap_or_default();
        let sum = hashed.checksum(&name.to_string_lossy());
        target.finish(Some(file))?;
        witness.finished(sum)?;
        Ok(written)
    }

    /// What watches the export of a file, or of standard output.
    fn witness(&self, file: Option<&Path>) -> Result<Witness, Failure> {
        let beside = file.map(certificate_of).filter(|_| !self.args.no_certificate);
        let Some(place) = self.args.certificate.clone().or(beside) else { return Ok(Witness::default()) };
        let asking = Asking {
            query: &self.args.query,
            sort: self.args.sort,
            format: self.settings.format.name(),
            formula_guard: self.settings.options.formula_guard,
        };
        Ok(Witness::certifying(Some(Certifier::start(&place, self.asked, &asking, self.output)?)))
    }

    fn to_folder(&self, path: &Path, found: Found) -> Result<u64, Failure> {
        let target = Target::folder(path, &self.asked.archive)?;
        let mut witness = self.witness(target.name())?;
        let written = self.pass(found, &mut witness, |hits| texts(target.written(), hits));
        let written = written.map_err(|error| told(path, error))?;
        let path = target.finish(None)?;
        if witness.certifies() {
            witness.finished(Checksum::of(&path)?)?;
        }
        Ok(written)
    }

    /// Writes the hits, compressed if that is wanted.
    fn write(
        &self,
        found: Found,
        style: Style,
        witness: &mut Witness,
        mut out: impl Write + Send,
    ) -> Result<u64, Stopped> {
        if !self.settings.gzip {
            let written = self.render(found, style, witness, &mut out)?;
            out.flush()?;
            return Ok(written);
        }
        // Without a name and a time, the same hits give the same bytes.
        let mut out: GzEncoder<_> = GzBuilder::new().write(out, Compression::default());
        let written = self.render(found, style, witness, &mut out)?;
        out.finish()?.flush()?;
        Ok(written)
    }

    fn render(
        &self,
        found: Found,
        style: Style,
        witness: &mut Witness,
        out: &mut (dyn Write + Send),
    ) -> Result<u64, Stopped> {
        let files = Files::of(&self.asked.archive)?;
        let total = found.total;
        let page = self.page()?;
        let sheet = Sheet {
            query: &self.asked.text,
            total,
            offset: 0,
            fields: &self.settings.fields,
            file_of: &|hit| files.path_of(hit),
            style,
            options: Options {
                generation: self.asked.generation.manifest.generation,
                page: page.as_ref(),
                ..self.settings.options
            },
        };
        self.pass(found, witness, |hits| render(layout(self.settings.format), &sheet, hits, out))
    }

    /// What stands on a page beside its hits.
    fn page(&self) -> Result<Option<Page>, Failure> {
        if self.settings.format != ExportFormat::Html {
            return Ok(None);
        }
        let question = self.asked.question()?;
        let fields: Vec<FacetField> = PAGE_FACETS.iter().filter_map(|name| FacetField::named(name).ok()).collect();
        Ok(Some(Page { timeline: question.timeline(None)?, facets: question.facets(&fields)? }))
    }

    /// Passes the hits by the witness and the bar; a signal ends them.
    fn pass(
        &self,
        found: Found,
        witness: &mut Witness,
        write: impl FnOnce(&mut dyn Iterator<Item = Result<Arc<Hit>, ArchiveError>>) -> Result<u64, RenderError>,
    ) -> Result<u64, Stopped> {
        let (progress, total) = (&self.progress, found.total);
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
        progress.finish();
        if progress.stopped() {
            return Err(Stopped::Signal(progress.code()));
        }
        Ok(written)
    }
}

/// A failed write, with the place it was meant for.
fn told(path: &Path, error: Stopped) -> Failure {
    match error {
        Stopped::Failed(RenderError::Io(error)) => failed(path, &error),
        other => other.into(),
    }
}

/// Why an export ended early.
enum Stopped {
    Failed(RenderError),
    Other(Failure),
    /// With the exit code.
    Signal(u8),
}

impl From<RenderError> for Stopped {
    fn from(error: RenderError) -> Self {
        Self::Failed(error)
    }
}

impl From<io::Error> for Stopped {
    fn from(error: io::Error) -> Self {
        Self::Failed(error.into())
    }
}

impl From<Failure> for Stopped {
    fn from(failure: Failure) -> Self {
        Self::Other(failure)
    }
}

impl From<Stopped> for Failure {
    fn from(stopped: Stopped) -> Self {
        match stopped {
            Stopped::Failed(error) => error.into(),
            Stopped::Other(failure) => failure,
            Stopped::Signal(code) => Self::new(code, "stopped: nothing was written"),
        }
    }
}
