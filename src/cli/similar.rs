//! `similar`, and `search --like`: articles on the subject of another one, or of a file.

use super::answers_args::{ExcerptArgs, SimilarArgs};
use super::args::{Cli, SearchArgs};
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::output::Output;
use super::place;
use super::query_args::{MatchArgs, NerChoice, QueryArgs, SortChoice};
use super::search;
use super::show::key_of;
use morgue::desk::{Asked, similar, subject_of};
use morgue::enrich::Ner;
use morgue::format::Effort;
use morgue::ingest::{Drafted, ReadSettings, read_path};
use morgue::query::{Kind, Node, ParseOptions, parse};
use std::path::Path;

pub fn run(args: &SimilarArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive_in(args.folder.as_deref(), cli)?;
    let generation = place::open_for(&archive, cli)?;
    let key = key_of(&args.article, &archive, &generation)?;
    if morgue::desk::article(&generation, key.as_str())?.is_none() {
        return Err(Failure::new(USAGE, format!("no article \"{key}\" in this index")));
    }
    let Some(query) = similar(&generation, key.as_str())? else {
        output.note("the article has no words by which others could be found");
        return Ok(NOTHING_FOUND);
    };
    if args.print_query {
        let mut out = output.stdout();
        std::io::Write::write_all(&mut out, format!("{query}\n").as_bytes())?;
        std::io::Write::flush(&mut out)?;
        return Ok(0);
    }
    let query = QueryArgs {
        words: vec![query],
        folder: None,
        matching: MatchArgs {
            since: args.since.clone(),
            until: args.until.clone(),
            any: false,
            exact: false,
            loose_dates: false,
        },
        zones: None,
        now: None,
        dialect: None,
        strict: false,
        deadline: args.deadline,
        ner: NerChoice::Rules,
    };
    let search = SearchArgs {
        group: None,
        query,
        like: None,
        format: args.format,
        sort: SortChoice::Relevance,
        limit: args.limit,
        offset: args.offset,
        fields: args.fields.clone(),
        excerpts: ExcerptArgs { passages: None, context: None, kwic: false },
    };
    search::run_on(&search, archive, cli, output)
}

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
