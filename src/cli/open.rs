//! `open`: an article of the last list, in the program that the desktop has for it.

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

/// The address or the place of the file, also inside a container.
fn printed(listed: &Listed, args: &OpenArgs) -> Result<String, Failure> {
    match address(listed, args)? {
        Some(address) => Ok(address.shown()),
        None => Ok(listed.file.display().to_string()),
    }
}

/// What is opened: the address if there is one, unless the file is asked for.
fn target(listed: &Listed, args: &OpenArgs) -> Result<Target, Failure> {
    match address(listed, args)? {
        Some(address) => Ok(address),
        None => file(listed),
    }
}

/// The address, if it is one of the web and wanted.
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
    let path = match standing(&listed.file) {
        Standing::Whole(path) => path,
        Standing::Member(container) => {
            let message = format!("article {} is inside the container {}", listed.number, container.display());
            return Err(Failure::new(NOTHING_FOUND, message).with_hint(show));
        }
        Standing::Gone => {
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

/// Where an article stands on disk.
#[derive(Debug, PartialEq, Eq)]
enum Standing {
    /// In a file of its own, or as one record of it.
    Whole(PathBuf),
    /// In a container, this one.
    Member(PathBuf),
    Gone,
}

/// Takes the record and the members off a place until a file is left.
fn standing(place: &Path) -> Standing {
    if place.is_file() {
        return Standing::Whole(place.to_owned());
    }
    let text = place.to_string_lossy();
    let mut inside = false;
    for (at, sign) in text.char_indices().rev().filter(|(_, c)| matches!(c, '!' | '#')) {
        inside |= sign == '!';
        let file = PathBuf::from(&text[..at]);
        if file.is_file() {
            return if inside { Standing::Member(file) } else { Standing::Whole(file) };
        }
    }
    Standing::Gone
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
            ("e.jsonl#12", Standing::Whole(path("e.jsonl"))),
            ("b!c.html", Standing::Whole(path("b!c.html"))),
            ("d#1", Standing::Whole(path("d#1"))),
            ("d#1#2", Standing::Whole(path("d#1"))),
            ("a.zip!x/y.html", Standing::Member(path("a.zip"))),
            ("a.zip!x.mbox!2#3", Standing::Member(path("a.zip"))),
            ("gone.html", Standing::Gone),
        ] {
            assert_eq!(standing(&path(place)), want, "{place}");
        }
    }
}
