//! `open`: opens an article of the last list with the desktop's program for it.

use super::answers_args::OpenArgs;
use super::args::Cli;
use super::error::{Failure, IO, NOTHING_FOUND, USAGE};
use super::last_list::{LastList, Listed};
use super::opener::{Target, open};
use super::output::Output;
use super::place;
use morgue::text::terminal_safe;
use std::io::Write;
use std::path::{Path, PathBuf};

pub fn run(args: &OpenArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let list = LastList::last(&archive).ok_or_else(|| {
        Failure::new(USAGE, "no result list of this index is recorded")
            .with_hint("run `morgue search` in a terminal first: only such lists are recorded")
    })?;
    let listed = list.hits.iter().find(|listed| listed.number == args.number).ok_or_else(|| no_such(&list, args))?;
    if args.print {
        let mut out = output.stdout();
        let place = printed(listed, args)?;
        writeln!(out, "{}", if output.style().terminal { terminal_safe(&place) } else { place.as_str().into() })?;
        out.flush()?;
        return Ok(0);
    }
    let target = target(listed, args)?;
    output.note(&format!("{}. {}: {}", listed.number, listed.title, target.shown()));
    open(&target)
        .map_err(|message| Failure::new(IO, message).with_hint("print the address or file instead: `--print`"))?;
    Ok(0)
}

fn no_such(list: &LastList, args: &OpenArgs) -> Failure {
    let message = match (list.hits.first(), list.hits.last()) {
        (Some(first), Some(last)) => {
            format!(
                "no article {} in the last list: expected a number from {} to {}",
                args.number, first.number, last.number
            )
        }
        _ => "the last list was empty".to_owned(),
    };
    Failure::new(USAGE, message).with_hint(format!("the list is that of: {}", list.query))
}

/// The address or the path of the file, also inside a container.
fn printed(listed: &Listed, args: &OpenArgs) -> Result<String, Failure> {
    match address(listed, args)? {
        Some(address) => Ok(address.shown()),
        None => Ok(listed.file.display().to_string()),
    }
}

/// What to open: the address if there is one, unless the file is requested.
fn target(listed: &Listed, args: &OpenArgs) -> Result<Target, Failure> {
    match address(listed, args)? {
        Some(address) => Ok(address),
        None => file(listed),
    }
}

/// The address, if it is a web address and the file is not requested.
fn address(listed: &Listed, args: &OpenArgs) -> Result<Option<Target>, Failure> {
    let url = listed.url.as_ref().filter(|_| !args.file);
    match (url, url.and_then(|url| Target::address(url))) {
        (_, Some(address)) => Ok(Some(address)),
        (Some(url), None) if args.url => {
            Err(Failure::new(NOTHING_FOUND, format!("invalid web address \"{url}\": expected http or https")))
        }
        (None, None) if args.url => Err(no_address(listed)),
        _ => Ok(None),
    }
}

fn no_address(listed: &Listed) -> Failure {
    Failure::new(NOTHING_FOUND, format!("article {} has no address", listed.number))
        .with_hint("open its file: `morgue open N --file`")
}

fn file(listed: &Listed) -> Result<Target, Failure> {
    let show = format!("print the article: `morgue show {}`", listed.key);
    let path = match locate_file(&listed.file) {
        FileLocation::Whole(path) => path,
        FileLocation::Member(container) => {
            let message = format!("article {} is inside the container {}", listed.number, container.display());
            return Err(Failure::new(NOTHING_FOUND, message).with_hint(show));
        }
        FileLocation::Gone => {
            let message = format!("the file {} no longer exists", listed.file.display());
            return Err(Failure::new(NOTHING_FOUND, message).with_hint(show));
        }
    };
    Target::file(&path).ok_or_else(|| {
        Failure::new(
            NOTHING_FOUND,
            format!("{}: files of this type are not opened, because they might be run", path.display()),
        )
        .with_hint(show)
    })
}

/// The file of an article.
#[derive(Debug, PartialEq, Eq)]
enum FileLocation {
    /// A file of its own, or one record of a file.
    Whole(PathBuf),
    /// A container with the article in it.
    Member(PathBuf),
    Gone,
}

/// Removes the record and the members from a path until a file is left.
fn locate_file(place: &Path) -> FileLocation {
    if place.is_file() {
        return FileLocation::Whole(place.to_owned());
    }
    let text = place.to_string_lossy();
    let mut inside = false;
    for (at, sign) in text.char_indices().rev().filter(|(_, c)| matches!(c, '!' | '#')) {
        inside |= sign == '!';
        let file = PathBuf::from(&text[..at]);
        if file.is_file() {
            return if inside { FileLocation::Member(file) } else { FileLocation::Whole(file) };
        }
    }
    FileLocation::Gone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_is_a_file_a_record_of_it_or_inside_a_container() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = |name: &str| folder.path().join(name);
        for name in ["a.zip", "b!c.html", "d#1", "e.jsonl"] {
            std::fs::write(path(name), "x").expect("written");
        }
        for (place, want) in [
            ("e.jsonl#12", FileLocation::Whole(path("e.jsonl"))),
            ("b!c.html", FileLocation::Whole(path("b!c.html"))),
            ("d#1", FileLocation::Whole(path("d#1"))),
            ("d#1#2", FileLocation::Whole(path("d#1"))),
            ("a.zip!x/y.html", FileLocation::Member(path("a.zip"))),
            ("a.zip!x.mbox!2#3", FileLocation::Member(path("a.zip"))),
            ("gone.html", FileLocation::Gone),
        ] {
            assert_eq!(locate_file(&path(place)), want, "{place}");
        }
    }
}
