//! Exports a list with its certificate, as a nightly job would:
//! `cargo run --example export -- FOLDER/.morgue starlink.csv Starlink Taiwan`.

use morgue::archive::Sort;
use morgue::desk::{Asked, Caller, Export, Homes, Library, Typed, Unwatched, certificate_of, read};
use morgue::index::{Archive, Generation};
use morgue::render::{Format, Options, Style, export_fields};
use std::error::Error;
use std::io::{self, Write};
use std::path::PathBuf;

/// What the desk needs to know of this process.
fn caller() -> Caller {
    Caller {
        argv: std::env::args().collect(),
        pid: std::process::id(),
        host: "this host".to_owned(),
        clock: jiff::Timestamp::now,
        today: || jiff::ZonedDateTime::now().date(),
        time_zone: || None,
        here: std::env::current_dir().unwrap_or_default(),
        homes: Homes::default(),
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut words = std::env::args().skip(1);
    let (index, file) = words.next().zip(words.next()).ok_or("usage: export INDEX FILE.csv QUERY…")?;
    let (caller, file) = (caller(), PathBuf::from(file));
    let typed = Typed { text: words.collect::<Vec<_>>().join(" "), ..Typed::default() };

    let archive = Archive::at(index);
    let place = || Ok(archive.clone());
    let saved = Library::new(&place);
    let read = read(&typed, &saved, &caller.today, &mut |_| {})?;
    let generation = Generation::open(&archive)?;
    let asked = Asked::of(archive.clone(), generation, typed, read, saved.used());

    let export = Export {
        format: Format::Csv,
        gzip: false,
        fields: export_fields(Format::Csv, false),
        options: Options { formula_guard: true, ..Options::default() },
        excerpts: None,
        sort: Sort::Newest,
        sample: None,
        force: false,
        certificate: None,
        certifies: true,
    };
    let style = Style { colour: false, terminal: false, width: 100 };
    let (found, _) = export.find(&asked)?;
    let written = export.to_path(&asked, found, style, &file, &caller, &Unwatched)?;
    writeln!(
        io::stdout(),
        "{written} articles in {}, certified by {}",
        file.display(),
        certificate_of(&file).display()
    )?;
    Ok(())
}
