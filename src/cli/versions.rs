//! `versions`: the captures of one address whose texts differ.

use super::answers_args::VersionsArgs;
use super::args::Cli;
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::generations::moment;
use super::output::Output;
use super::place;
use super::show::key_of;
use morgue::desk::{ArticleVersion, versions};
use morgue::index::{Archive, Generation};
use morgue::text::{counted, terminal_safe};
use serde_json::json;
use std::io::Write;

pub fn run(args: &VersionsArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let generation = place::open_for(&archive, cli)?;
    let key = key_of(&args.article, &archive, &generation)?;
    let all = all(key.as_str(), &archive, &generation)?;
    if all.is_empty() {
        return Err(Failure::new(USAGE, format!("no article \"{key}\" that can be read from its source")));
    }
    let mut out = output.stdout();
    for version in &all {
        let line = if args.json { object(version).to_string() } else { line(version) };
        writeln!(out, "{line}")?;
    }
    out.flush()?;
    drop(out);
    output.note(&match all.len() as u64 {
        1 => "1 version".to_owned(),
        more => format!("{}; compare two with `morgue diff {key}@1 {key}@{more}`", counted(more, "version")),
    });
    Ok(if all.len() > 1 { 0 } else { NOTHING_FOUND })
}

/// The versions of an article.
pub(super) fn all(key: &str, archive: &Archive, generation: &Generation) -> Result<Vec<ArticleVersion>, Failure> {
    let reader = std::env::current_exe().ok();
    Ok(versions(archive, generation, key, jiff::Timestamp::now().as_second(), reader.as_deref())?)
}

fn line(version: &ArticleVersion) -> String {
    let hit = &version.hit;
    let stated = hit.record.modified.as_ref().map(|found| found.value).or(hit.published);
    let mut parts = vec![
        format!("@{}", version.number),
        stated.map_or_else(|| "undated".to_owned(), |stated| stated.to_string()),
        counted(hit.words, "word"),
    ];
    parts.extend(version.captured.map(|captured| format!("captured {}", moment(captured))));
    if let Some(differs) = version.differs {
        parts.push(format!("added {:.0} %, dropped {:.0} %", differs.added * 100.0, differs.dropped * 100.0));
    }
    parts.extend(version.new_title.then(|| "new title".to_owned()));
    parts.extend(version.is_current.then(|| "searched".to_owned()));
    let title = if hit.zones.title.trim().is_empty() { "untitled" } else { hit.zones.title.trim() };
    let head = format!("{} · {title}\n     {}/{}", parts.join(" · "), hit.source, hit.path);
    terminal_safe(&head).into_owned()
}

fn object(version: &ArticleVersion) -> serde_json::Value {
    let hit = &version.hit;
    let round = |part: f32| (f64::from(part) * 1000.0).round() / 1000.0;
    json!({
        "version": version.number,
        "key": hit.key,
        "title": hit.zones.title,
        "date": hit.published.map(|published| published.to_string()),
        "modified": hit.record.modified.as_ref().map(|found| found.value.to_string()),
        "captured": version.captured.map(moment),
        "words": hit.words,
        "added": version.differs.map(|differs| round(differs.added)),
        "dropped": version.differs.map(|differs| round(differs.dropped)),
        "new_title": version.new_title,
        "searched": version.is_current,
        "source": hit.source,
        "path": hit.path,
    })
}
