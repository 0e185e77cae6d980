//! The queries that were searched for in a terminal: a private file of the user, which can be switched off, and `query:last`.

use super::args::Cli;
use super::as_typed::as_typed;
use super::error::{Failure, IO};
use super::output::Output;
use super::place::{self, caller};
use super::saved_args::HistoryArgs;
use morgue::desk::{Asked, LAST_NAME};
use morgue::index::{Archive, SavedSearch};
use morgue::query::{SYNTAX, print};
use morgue::text::terminal_safe;
use serde::{Deserialize, Serialize};
use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, ErrorKind, Write};
use std::path::{Path, PathBuf};

/// Queries that are kept; when there are twice as many, the older half goes.
const KEPT: usize = 1_000;

/// A query that was searched for.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Entry {
    /// ISO 8601 in UTC.
    time: String,
    /// The folder of the index.
    index: PathBuf,
    search: SavedSearch,
}

/// Keeps a query whose answer goes to a terminal. What cannot be kept is only said.
pub fn keep(asked: &Asked, output: &Output) {
    // A verb that needs no query has searched for everything.
    let is_query = !matches!(asked.text.trim(), "" | "*");
    if !output.style().terminal || !is_query || is_off() {
        return;
    }
    let Some(path) = file() else { return };
    // What the last query was is no longer known later: it is written out.
    let search = match asked.saved.contains_key(LAST_NAME) {
        false => asked.typed.as_search(&asked.text, None),
        true => SavedSearch {
            query: print(&asked.request.query.root),
            zones: asked.typed.zones.clone(),
            syntax: SYNTAX,
            ..SavedSearch::default()
        },
    };
    let entry = Entry {
        time: jiff::Timestamp::now().strftime("%Y-%m-%dT%H:%M:%SZ").to_string(),
        index: root(&asked.archive),
        search,
    };
    if let Err(error) = add(&path, &entry) {
        output.note(&format!("note: this query is not kept in the history: {}: {error}", path.display()));
    }
}

/// The last query of an archive.
pub fn last_of(archive: &Archive) -> Option<SavedSearch> {
    let root = root(archive);
    let entries = read(&file()?).ok()?;
    entries.into_iter().rev().find(|entry| entry.index == root).map(|entry| entry.search)
}

pub fn run(args: &HistoryArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let (Some(path), Some(switch)) = (file(), switch()) else {
        return Err(Failure::new(IO, "there is no home folder to keep a history in"));
    };
    let failed = |path: &Path| {
        let path = path.to_owned();
        move |error: std::io::Error| Failure::new(IO, format!("{}: {error}", path.display()))
    };
    let remove = |path: &Path| match std::fs::remove_file(path) {
        Err(error) if error.kind() != ErrorKind::NotFound => Err(failed(path)(error)),
        _ => Ok(()),
    };
    if args.clear || args.off {
        remove(&path)?;
    }
    if args.off {
        private(&switch).map_err(failed(&switch))?;
        output.note("no queries are kept from now on; `morgue history --on` changes that");
        return Ok(0);
    }
    if args.on {
        remove(&switch)?;
        output.note("queries that are searched for in a terminal are kept from now on");
        return Ok(0);
    }
    if args.clear {
        output.note("the history is empty");
        return Ok(0);
    }
    let of = (!args.all).then(|| place::archive(cli).map(|archive| root(&archive))).transpose()?;
    let entries = read(&path).map_err(failed(&path))?;
    let own: Vec<Entry> = entries.into_iter().filter(|entry| of.as_ref().is_none_or(|of| *of == entry.index)).collect();
    let most = if args.limit == 0 { usize::MAX } else { args.limit };
    let shown = &own[own.len().saturating_sub(most)..];
    let mut out = output.stdout();
    for entry in shown {
        if args.json {
            writeln!(out, "{}", serde_json::to_string(entry).unwrap_or_default())?;
        } else {
            let time = entry.time.get(..16).unwrap_or_default().replace('T', " ");
            writeln!(out, "{time}  {}", terminal_safe(&as_typed(&entry.search)))?;
        }
    }
    out.flush()?;
    let off = if is_off() { "; the history is switched off" } else { "" };
    output.note(&format!(
        "{} of {}{off}",
        shown.len(),
        if own.len() == 1 { "1 query".to_owned() } else { format!("{} queries", own.len()) }
    ));
    Ok(u8::from(own.is_empty()))
}

fn root(archive: &Archive) -> PathBuf {
    archive.root().canonicalize().or_else(|_| std::path::absolute(archive.root())).unwrap_or_default()
}

fn file() -> Option<PathBuf> {
    Some(caller().homes.state?.join("history.jsonl"))
}

/// The file whose presence switches the history off.
fn switch() -> Option<PathBuf> {
    Some(caller().homes.state?.join("history.off"))
}

fn is_off() -> bool {
    switch().is_some_and(|path| path.exists())
}

/// Opens a file for appending that only the user may read.
fn private(path: &Path) -> std::io::Result<File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    if path.symlink_metadata().is_ok_and(|found| !found.is_file()) {
        return Err(std::io::Error::other("not a plain file"));
    }
    let mut options = OpenOptions::new();
    options.append(true).create(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // It may be older than this rule.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

fn add(path: &Path, entry: &Entry) -> std::io::Result<()> {
    let line = serde_json::to_string(entry)? + "\n";
    // One write, so that two programs do not mix their lines.
    private(path)?.write_all(line.as_bytes())?;
    let entries = read(path)?;
    if entries.len() < 2 * KEPT {
        return Ok(());
    }
    let fresh = path.with_extension("jsonl.tmp");
    let _ = std::fs::remove_file(&fresh);
    let mut file = private(&fresh)?;
    for entry in &entries[entries.len() - KEPT..] {
        file.write_all((serde_json::to_string(entry)? + "\n").as_bytes())?;
    }
    std::fs::rename(fresh, path)
}

/// The entries of the file. Lines that are not entries are skipped.
fn read(path: &Path) -> std::io::Result<Vec<Entry>> {
    let file = match File::open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => return Err(error),
    };
    let mut entries = Vec::new();
    for line in BufReader::new(file).split(b'\n') {
        entries.extend(serde_json::from_slice(&line?));
    }
    Ok(entries)
}
