//! `export`: all articles that a query finds to a file, in a format for a program or a reader elsewhere.

use super::args::Cli;
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::export_args::{EolChoice, ExportArgs, SummaryChoice};
use super::output::Output;
use super::place::caller;
use super::progress::Progress;
use super::query::ask;
use super::remarks::beside;
use super::sample::{said, wanted};
use super::search::sort;
use morgue::desk::{DeskError, ErrorKind, Export};
use morgue::ingest::Watch;
use morgue::passages::Excerpts;
use morgue::render::{FieldName, Format, Options, Style, Summary, export_fields, parse_fields};
use std::io::{self, IsTerminal};
use std::num::NonZeroUsize;
use std::path::Path;

/// One query to one file.
pub fn run(args: &ExportArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let settings = Settings::of(args)?;
    let (asked, deadline) = ask(&args.query, cli, output)?;
    let excerpts = Excerpts::Passages { most: args.passages.map_or(1, NonZeroUsize::get), words: args.context };
    let export = Export {
        format: settings.format,
        gzip: settings.gzip,
        fields: settings.fields,
        options: settings.options,
        excerpts: settings.passages.then_some(excerpts),
        sort: sort(args.sort, args.sample.seed),
        sample: wanted(&args.sample, args.sort)?,
        force: args.force,
        certificate: args.certificate.clone(),
        certifies: !args.no_certificate,
    };
    let (found, drawn) = export.find(&asked)?;
    let total = drawn.as_ref().map_or(found.total, |drawn| drawn.of);
    let drawn = export.sample.as_ref().zip(drawn.as_ref()).map(|(sample, drawn)| format!(" ({})", said(sample, drawn)));
    let drawn = drawn.unwrap_or_default();
    let beside = beside(&asked, &deadline, &asked.question()?, total, output)?;
    // From here on a signal leaves no partial files.
    let progress = Watched { progress: Progress::start(output.is_watched()), output };
    let style = output.style();
    let written = match &settings.file {
        None => {
            let style = Style { colour: false, terminal: style.terminal && !settings.gzip, ..style };
            export.to_writer(&asked, found, style, output.stdout(), &caller(), &progress)
        }
        Some(path) => {
            let style = Style { colour: false, terminal: false, ..style };
            export.to_path(&asked, found, style, path, &caller(), &progress)
        }
    };
    progress.progress.finish();
    let written = written.map_err(|error| progress.failure(error))?;
    let place = settings.file.map(|path| format!(" in {}", path.display())).unwrap_or_default();
    output.note(&match total {
        0 => format!("{beside}{}", if place.is_empty() { String::new() } else { format!("\nnothing{place}") }),
        _ => format!("{written} of {total}{place}{drawn}{beside}"),
    });
    Ok(if total == 0 && args.fail_empty { NOTHING_FOUND } else { 0 })
}

/// The progress bar, the signals and the notes of an export.
struct Watched<'a> {
    progress: Progress,
    output: &'a Output,
}

impl Watched<'_> {
    /// The failure of an export: a signal has its own exit code.
    fn failure(&self, error: DeskError) -> Failure {
        let stopped = error.kind == ErrorKind::Stopped && self.progress.stopped();
        let failure = Failure::from(error);
        if stopped { Failure { code: self.progress.code(), ..failure } } else { failure }
    }
}

impl morgue::desk::Progress for Watched<'_> {
    fn exported(&self, done: u64, total: u64) {
        self.progress.exported(done, total);
    }

    fn stopped(&self) -> bool {
        self.progress.stopped()
    }

    fn note(&self, text: &str) {
        self.output.note(&format!("note: {text}"));
    }
}

/// The settings from the flags.
struct Settings<'a> {
    format: Format,
    file: Option<&'a Path>,
    gzip: bool,
    fields: Vec<FieldName>,
    /// Whether matching passages are written, which requires reading the text of the articles.
    passages: bool,
    options: Options<'static>,
}

impl<'a> Settings<'a> {
    fn of(args: &'a ExportArgs) -> Result<Self, Failure> {
        let file = args.output.as_deref().filter(|path| *path != Path::new("-"));
        let named = args.format.map(|format| format.0).or_else(|| file.and_then(Format::of_file));
        let format = match (named, file.and_then(Path::extension)) {
            (Some(format), _) => format,
            (None, None) if file.is_none() => Format::Jsonl,
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
            None => export_fields(format, body),
        };
        let options = Options {
            formula_guard: !args.no_formula_guard,
            bom: args.bom,
            unix_lines: args.eol == EolChoice::Lf,
            summary: summary(args.summary),
            body,
            ..Options::default()
        };
        let passages = Export::shows_passages(format, &fields, options.summary);
        Ok(Self { format, file, gzip, fields, passages, options })
    }
}

fn refuse_mismatch(format: Format, file: Option<&Path>, gzip: bool) -> Result<(), Failure> {
    if !format.is_built_in() {
        return Err(Failure::new(USAGE, "this program was built without Parquet")
            .with_hint("install it with `cargo install --path . --features parquet`, or write jsonl"));
    }
    let folder = format == Format::Texts;
    if folder && file.is_none() {
        return Err(Failure::new(USAGE, "texts cannot be written to standard output: expected a folder")
            .with_hint("name a new folder: `-o FOLDER`"));
    }
    if gzip && (folder || format.facts().binary) {
        return Err(Failure::new(
            USAGE,
            "--gzip cannot be used with this format: it is compressed already, or a folder",
        ));
    }
    if file.is_none() && (gzip || format.facts().binary) && io::stdout().is_terminal() {
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
