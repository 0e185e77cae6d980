//! `search --like`: articles on the subject of a file.

use super::error::{Failure, USAGE};
use super::output::Output;
use morgue::desk::{Asked, subject_of};
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::ingest::{Drafted, ReadSettings, read_path};
use morgue::query::{Kind, Node, ParseOptions, parse};
use std::path::Path;

/// Narrows a search to articles on the subject of a file.
pub fn narrow(asked: &mut Asked, file: &Path, output: &Output) -> Result<(), Failure> {
    let settings = ReadSettings {
        ner: Ner::Off,
        now: jiff::Timestamp::now().as_second(),
        url: None,
        effort: Effort::Full,
        isolated_reader: std::env::current_exe().ok(),
    };
    let (mut first, mut more, mut error) = (None, 0u64, None);
    read_path(file, &settings, &mut |read| {
        match read {
            Drafted::Article(article) if first.is_none() => first = Some(article.zones.clone()),
            Drafted::Article(_) => more += 1,
            Drafted::Spiked(_, reason) => error = error.take().or(Some(reason.to_string())),
            Drafted::Noted(..) | Drafted::Skipped(..) => {}
        }
        true
    })?;
    let unreadable = || {
        let reason = error.unwrap_or_else(|| "no article found".to_owned());
        Failure::new(USAGE, format!("--like: {}: {reason}", file.display()))
            .with_hint("give a file with one article, as `morgue read` reads it")
    };
    let zones = first.ok_or_else(unreadable)?;
    if more > 0 {
        output.note(&format!("note: {} has {} articles; only the first is used", file.display(), more + 1));
    }
    let subject = subject_of(asked.generation.as_ref(), &zones)?.ok_or_else(|| {
        Failure::new(USAGE, format!("--like: {} shares no salient word with the archive", file.display()))
    })?;
    let options = ParseOptions { any: false, today: &jiff::civil::Date::default };
    // Words and weights that the desk has written itself.
    let parsed = parse(&subject, options).map_err(|error| Failure::new(USAGE, error.to_string()))?;
    let root = &mut asked.request.query.root;
    if root.kind == Kind::All {
        *root = parsed.root;
        asked.text = subject;
    } else {
        let typed = std::mem::replace(root, Node::new(0..0, Kind::All));
        *root = Node::new(typed.span.clone(), Kind::And(vec![typed, parsed.root]));
        asked.text = format!("({}) AND ({subject})", asked.text);
    }
    Ok(())
}
