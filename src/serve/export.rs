//! A list as a file for another program, written while it is read; on request with its certificate, as a ZIP of both.

use super::address::{View, parameters, value};
use super::asked::{Question, ask};
use super::problem::Problem;
use super::reply::{SharedSite, answer, attachment};
use super::site::Site;
use super::stream::{PieceWriter, body};
use super::work::work;
use crate::desk::{Asked, DeskError, Export, Progress};
use crate::index::Generation;
use crate::ingest::own_memory;
use crate::passages::Excerpts;
use crate::query::Cancel;
use crate::render::{FORMATS, Format, Options, Style, export_fields};
use axum::extract::{RawQuery, State as Shared};
use axum::response::Response;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use zip::write::SimpleFileOptions;

/// Articles between two looks whether the export should go on.
const LOOKED: u64 = 16;

/// How text is written to a file.
const PLAIN: Style = Style { colour: false, terminal: false, width: 100 };

/// What was asked for.
#[derive(Clone)]
struct Wanted {
    view: View,
    format: Format,
    certificate: bool,
}

pub async fn export(Shared(site): SharedSite, RawQuery(query): RawQuery) -> Response {
    let wanted = match Wanted::parse(&parameters(query.as_deref())) {
        Ok(wanted) => wanted,
        Err(problem) => return answer(&problem, false),
    };
    let Ok(place) = Arc::clone(&site.exporting).try_acquire_owned() else { return answer(&Problem::busy(), false) };
    let own = wanted.clone();
    let begun = work(&site, move |site, cancel| begin(site, &own, cancel)).await;
    let (generation, asked) = match begun {
        Ok(begun) => begun,
        Err(problem) => return answer(&problem, false),
    };
    let (writer, body) = body();
    let job = wanted.clone();
    site.counters.exports.fetch_add(1, Ordering::Relaxed);
    tokio::task::spawn_blocking(move || {
        let _place = place;
        write(&site, &generation, &asked, &job, writer);
    });
    attachment(wanted.media_type(), &wanted.file_name(), body)
}

impl Wanted {
    fn parse(given: &[(String, String)]) -> Result<Self, Problem> {
        let name = value(given, "format").unwrap_or("csv");
        let offered =
            |format: Format| format.is_built_in() && !matches!(format, Format::Text | Format::Texts | Format::Paths);
        let known = FORMATS.iter().filter(|facts| offered(facts.format));
        let format = known.clone().find(|facts| facts.name == name || facts.alias == Some(name));
        let format = format.map(|facts| facts.format).ok_or_else(|| {
            let names: Vec<&str> = known.map(|facts| facts.name).collect();
            Problem::usage(format!("format: unknown \"{name}\"")).with_hint(format!("use one of {}", names.join(", ")))
        })?;
        let view = View::parse(given)?;
        Ok(Self { view, format, certificate: value(given, "certificate").is_some() })
    }

    fn media_type(&self) -> &'static str {
        if self.certificate {
            return "application/zip";
        }
        match self.format {
            Format::Json | Format::CslJson => "application/json",
            Format::Jsonl => "application/x-ndjson",
            Format::Csv => "text/csv; charset=utf-8",
            Format::Tsv => "text/tab-separated-values; charset=utf-8",
            Format::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Format::Ris => "application/x-research-info-systems",
            Format::Bibtex | Format::Biblatex => "application/x-bibtex",
            Format::Markdown => "text/markdown; charset=utf-8",
            Format::Parquet => "application/vnd.apache.parquet",
            // A page of articles is a file to be saved, and never a page of this site.
            _ => "application/octet-stream",
        }
    }

    fn file_name(&self) -> String {
        if self.certificate { format!("{}.zip", self.stem()) } else { self.own_name() }
    }

    fn own_name(&self) -> String {
        // Programs take a file of styles for what ends with `csl` alone.
        let ending = if self.format == Format::CslJson { "csl.json" } else { self.format.ending() };
        format!("{}.{ending}", self.stem())
    }

    /// Letters and digits of the query.
    fn stem(&self) -> String {
        let words: Vec<String> =
            self.view.text().split(|c: char| !c.is_alphanumeric()).map(str::to_lowercase).collect();
        let stem: String = words.iter().filter(|word| !word.is_empty()).cloned().collect::<Vec<_>>().join("-");
        let stem: String = stem.chars().take(60).collect();
        if stem.is_empty() { "morgue".to_owned() } else { format!("morgue-{stem}") }
    }

    fn export(&self) -> Export {
        let (format, options) = (self.format, Options::default());
        let fields = export_fields(format, false);
        let excerpts = Export::shows_passages(format, &fields, options.summary).then(Excerpts::default);
        Export {
            format,
            gzip: false,
            fields,
            options,
            excerpts,
            sort: self.view.sort,
            sample: None,
            force: false,
            certificate: None,
            certifies: self.certificate,
        }
    }
}

/// Reads the query, so that a mistake is a page and not a file.
fn begin(site: &Site, wanted: &Wanted, cancel: &Cancel) -> Result<(Arc<Generation>, Asked), Problem> {
    let generation = site.generation()?;
    let Question { mut asked, .. } = ask(site, &generation, &wanted.view, cancel)?;
    asked.question()?.count()?;
    // From here on only its reader can end it.
    asked.cancel = Cancel::default();
    Ok((generation, asked))
}

fn write(site: &Site, generation: &Generation, asked: &Asked, wanted: &Wanted, mut writer: PieceWriter) {
    let watch = Watching {
        site,
        writer: writer.watcher(),
        generation: &generation.folder,
        begun: Instant::now(),
        memory: own_memory(),
        gone: AtomicBool::new(false),
    };
    let done = match wanted.certificate {
        true => certified(site, asked, wanted, &watch, &mut writer),
        false => plain(site, asked, wanted, &watch, &mut writer),
    };
    match done {
        // A client that has left does not need its end.
        Ok(()) => drop(writer.finish()),
        Err(error) => writer.fail(&error.message),
    }
}

fn plain(
    site: &Site,
    asked: &Asked,
    wanted: &Wanted,
    watch: &Watching,
    out: &mut PieceWriter,
) -> Result<(), DeskError> {
    let export = wanted.export();
    let (found, _) = export.find(asked)?;
    export.to_writer(asked, found, PLAIN, out, &site.caller, watch).map(drop)
}

/// The export, its certificate and the list of its articles, in one ZIP.
fn certified(
    site: &Site,
    asked: &Asked,
    wanted: &Wanted,
    watch: &Watching,
    out: &mut PieceWriter,
) -> Result<(), DeskError> {
    let folder = private_folder().map_err(|error| DeskError::io(&std::env::temp_dir(), &error))?;
    let path = folder.path().join(wanted.own_name());
    let export = wanted.export();
    let (found, _) = export.find(asked)?;
    export.to_path(asked, found, PLAIN, &path, &site.caller, watch)?;
    let failed = |error: std::io::Error| DeskError::io(&path, &error);
    let mut names: Vec<_> =
        std::fs::read_dir(folder.path()).map_err(failed)?.flatten().map(|entry| entry.path()).collect();
    names.sort();
    let mut zip = zip::ZipWriter::new_stream(out);
    for path in names.iter().filter(|path| path.is_file()) {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        zip.start_file(name, SimpleFileOptions::default().large_file(true)).map_err(|error| failed(error.into()))?;
        let mut file = std::fs::File::open(path).map_err(failed)?;
        std::io::copy(&mut file, &mut zip).map_err(failed)?;
    }
    zip.finish().map_err(|error| failed(error.into()))?;
    Ok(())
}

/// A folder that only the server's own user can read.
fn private_folder() -> std::io::Result<tempfile::TempDir> {
    let mut folder = tempfile::Builder::new();
    folder.prefix("morgue-export-");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        folder.permissions(std::fs::Permissions::from_mode(0o700));
    }
    folder.tempdir()
}

/// Longest time of an export: its reader takes a few kilobytes a second at least.
const LONGEST: Duration = Duration::from_secs(3600);

/// Ends an export whose client has left, whose generation was removed because something in it was forgotten, or which needs
/// too much memory.
struct Watching<'a> {
    site: &'a Site,
    begun: Instant,
    /// Bytes of the process when it began.
    memory: Option<u64>,
    writer: super::stream::Watcher,
    generation: &'a Path,
    gone: AtomicBool,
}

impl Progress for Watching<'_> {
    fn exported(&self, done: u64, _total: u64) {
        let has_grown = || {
            let grown = self.memory.zip(own_memory()).map(|(before, now)| now.saturating_sub(before));
            let too_much = grown.is_some_and(|grown| grown > self.site.settings.memory);
            self.site.counters.large.fetch_add(u64::from(too_much), Ordering::Relaxed);
            too_much
        };
        let is_over = || {
            self.writer.has_left()
                || has_grown()
                || !self.generation.is_dir()
                || self.begun.elapsed() > LONGEST
                || self.site.ending.load(Ordering::Relaxed)
        };
        if done.is_multiple_of(LOOKED) && is_over() {
            self.gone.store(true, Ordering::Relaxed);
        }
    }

    fn stopped(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_named_for_the_query_and_never_shown_as_pages() {
        let wanted = |query: &str| Wanted::parse(&parameters(Some(query)));
        let named = |query: &str| wanted(query).map(|wanted| (wanted.file_name(), wanted.media_type()));
        assert_eq!(
            named("q=Starlink+\"low+orbit\"&format=csv").expect("known"),
            ("morgue-starlink-low-orbit.csv".to_owned(), "text/csv; charset=utf-8")
        );
        assert_eq!(named("q=*&format=html").expect("known"), ("morgue.html".to_owned(), "application/octet-stream"));
        assert_eq!(named("q=a&format=xlsx&certificate=1").expect("known").0, "morgue-a.zip");
        for format in ["text", "texts", "paths", "exe"] {
            assert!(wanted(&format!("q=a&format={format}")).is_err(), "{format}");
        }
    }
}
