//! `versions`: the captures of one address whose texts differ.

use super::answers_args::VersionsArgs;
use super::args::Cli;
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::named::{key_of, versions_of};
use super::output::Output;
use super::place;
use morgue::desk::{ArticleVersion, article, at_same_address, moment};
use morgue::text::{counted, terminal_safe};
use serde_json::json;
use std::io::Write;

pub fn run(args: &VersionsArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let generation = place::open_for(&archive, cli)?;
    let key = key_of(&args.article, &archive, &generation)?;
    let all = versions_of(key.as_str(), &archive, &generation)?;
    if all.is_empty() {
        return Err(Failure::new(USAGE, format!("no article \"{key}\" that can be read from its source")));
    }
    let current = article(&generation, key.as_str())?;
    let others = current.as_ref().map(|hit| at_same_address(&generation, hit)).transpose()?.unwrap_or_default();
    let mut out = output.stdout();
    for version in &all {
        if args.json {
            let mut object = object(version);
            if version.is_current {
                object["same_address"] = others.iter().map(|other| other.key.as_str()).collect();
            }
            writeln!(out, "{object}")?;
            continue;
        }
        writeln!(out, "{}", line(version))?;
        for note in version.hit.corrections() {
            writeln!(out, "     {}", terminal_safe(&note))?;
        }
    }
    out.flush()?;
    drop(out);
    for other in &others {
        output.note(&format!("another article has the same address: {}  {}", other.zones.title.trim(), other.key));
    }
    output.note(&match all.len() as u64 {
        1 => "1 version".to_owned(),
        more => format!("{}; compare two with `morgue diff {key}@1 {key}@{more}`", counted(more, "version")),
    });
    Ok(if all.len() > 1 { 0 } else { NOTHING_FOUND })
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
        "corrections": hit.corrections(),
        "source": hit.source,
        "path": hit.path,
    })
}
