//! `search`: a query to a list of articles.

use super::args::{Cli, GroupChoice, SearchArgs, VersionsChoice};
use super::deadline::Deadline;
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::facets::whole_archive_without_a_query;
use super::last_list::LastList;
use super::like;
use super::output::Output;
use super::place::caller;
use super::query::{ask, ask_in};
use super::query_args::SortChoice;
use super::remarks::beside;
use super::sample::{said, wanted};
use morgue::archive::{Hit, List, Sort};
use morgue::desk::place::Files;
use morgue::desk::{Asked, Question, earlier_versions};
use morgue::index::Archive;
use morgue::ingest::VersionSettings;
use morgue::passages::Excerpts;
use morgue::render::{
    FieldName, Format, Options, Sheet, concordance, default_fields, parse_fields, render, shows_matches,
};
use morgue::text::counted;
use std::io::Write;
use std::num::NonZeroUsize;
use std::sync::Arc;

/// Most articles in a list for a person.
const SHOWN: usize = 10;

pub fn run(args: &SearchArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let Some(file) = &args.like else { return list(args, ask(&args.query, cli, output)?, output) };
    let (mut asked, deadline) = ask(&whole_archive_without_a_query(&args.query), cli, output)?;
    like::narrow(&mut asked, file, output)?;
    list(args, (asked, deadline), output)
}

/// Searches an archive that was already chosen.
pub fn run_on(args: &SearchArgs, archive: Archive, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    list(args, ask_in(archive, &args.query, cli, output)?, output)
}

fn list(args: &SearchArgs, (asked, deadline): (Asked, Deadline), output: &Output) -> Result<u8, Failure> {
    let format = args.format.0;
    // No list is longer.
    let offset = args.offset.min(u32::MAX as usize);
    let excerpts = excerpts(args, format)?;
    let fields = match &args.fields {
        Some(names) => parse_fields(names)?,
        None => default_fields(format),
    };
    let shown = (format == Format::Text && args.sample.sample.is_none()).then_some(SHOWN);
    let limit = args.limit.or(shown).filter(|&limit| limit > 0);
    let excerpts = (args.kwic() || shows_passages(format, &fields)).then_some(excerpts);
    let question = asked.question()?;
    let sort = sort(args.sort, args.sample.seed);
    let sample = wanted(&args.sample, args.sort)?;
    if sample.is_some() && args.versions == VersionsChoice::All {
        return Err(Failure::new(USAGE, "--sample draws articles: it cannot be used with --versions all"));
    }
    if args.expand && sort != Sort::Relevance {
        return Err(Failure::new(USAGE, "--expand changes a list by relevance only: it cannot be used with --sort"));
    }
    let further = if args.expand { question.expansion()? } else { None };
    let drawn = sample.as_ref().map(|sample| question.draw(sample)).transpose()?;
    let only = drawn.as_ref().map(|drawn| drawn.keys.clone());
    let list = List { sort, offset, limit, excerpts, only, further };
    let default =
        if format == Format::Text && !args.kwic() && sample.is_none() { GroupChoice::Story } else { GroupChoice::None };
    let by_story = args.group.unwrap_or(default) == GroupChoice::Story;
    if by_story && sample.is_some() {
        return Err(Failure::new(USAGE, "--sample draws articles: it cannot be used with --group story"));
    }
    let (stories, found) = question.entries(&list, by_story)?;
    let beside = beside(&asked, &deadline, &question, found.total, output)?;
    let earlier = match args.versions {
        VersionsChoice::Last => Vec::new(),
        VersionsChoice::All => earlier(&asked, &question, &list)?,
    };
    deadline.met();
    let files = Files::of(&asked.archive, &caller())?;
    let sample_text = sample.as_ref().map(ToString::to_string);
    let sheet = Sheet {
        query: &asked.text,
        total: found.total + earlier.len() as u64,
        offset,
        fields: &fields,
        file_of: &|hit| files.path_of(hit),
        style: output.style(),
        options: Options { stories: by_story, sample: sample_text.as_deref(), ..Options::default() },
    };
    let total = found.total;
    // One list: the articles, and then the versions.
    let room = limit.map(|limit| (limit as u64).saturating_sub(stories.saturating_sub(offset as u64)) as usize);
    let skipped = (offset as u64).saturating_sub(stories) as usize;
    let versions = earlier.iter().skip(skipped).take(room.unwrap_or(usize::MAX));
    let versions: Vec<Arc<Hit>> = versions.cloned().collect();
    let shown_versions = versions.len();
    let mut last = LastList { query: asked.text.clone(), hits: Vec::new() };
    let mut hits = (offset as u64 + 1..)
        .zip(found.chain(versions.into_iter().map(Ok)))
        .map(|(number, hit)| hit.map(|hit| with_rank(hit, number)))
        .map(|hit| hit.inspect(|hit| last.add(hit.rank, hit, &files.path_of(hit))));
    let mut out = output.stdout();
    let written = if args.kwic() {
        let (lines, articles) = concordance(format, &sheet, &mut hits, &mut out)?;
        format!("{} from {articles}", counted(lines, "line"))
    } else {
        let written = render(format, &sheet, &mut hits, &mut out)?;
        written.saturating_sub(shown_versions as u64).to_string()
    };
    out.flush()?;
    drop((hits, out));
    if format == Format::Text && sheet.style.terminal {
        remember(&last, &asked, output);
    }
    let versions = match earlier.len() {
        all if all > shown_versions => format!("{shown_versions} of {}", counted(all as u64, "earlier version")),
        all => counted(all as u64, "earlier version"),
    };
    let beside = match total {
        _ if earlier.is_empty() => beside,
        0 => format!("{versions} and no current one"),
        _ => format!(" and {versions}{beside}"),
    };
    let drawn = sample.as_ref().zip(drawn.as_ref()).map(|(sample, drawn)| said(sample, drawn));
    // For a person who reads on, not for a program that counts lines.
    let next = match limit {
        Some(limit) if output.style().terminal && drawn.is_none() => {
            let end = offset.saturating_add(limit) as u64;
            if end < stories { format!("\nnext: --offset {end}") } else { String::new() }
        }
        _ => String::new(),
    };
    let beside = format!("{beside}{next}");
    output.note(&match total {
        0 => beside,
        _ if let Some(drawn) = drawn => format!("{written} of {drawn}{beside}"),
        total if args.kwic() => format!("{written} of {}{beside}", counted(total, "article")),
        total if stories < total => {
            format!(
                "{} of {stories} ({}){beside}",
                if written == "1" { "1 story".to_owned() } else { format!("{written} stories") },
                counted(total, "article")
            )
        }
        total => format!("{written} of {total}{beside}"),
    });
    Ok(if total == 0 && earlier.is_empty() { NOTHING_FOUND } else { 0 })
}

/// Earlier versions of articles that match.
fn earlier(asked: &Asked, question: &Question, list: &List) -> Result<Vec<Arc<Hit>>, Failure> {
    let reader = std::env::current_exe().ok();
    let settings = VersionSettings { now: jiff::Timestamp::now().as_second(), isolated_reader: reader.as_deref() };
    Ok(earlier_versions(&asked.archive, &asked.generation, question, list, &settings)?)
}

/// A hit with its number in the list.
fn with_rank(hit: Arc<Hit>, rank: u64) -> Arc<Hit> {
    if hit.rank == rank {
        return hit;
    }
    let mut hit = Arc::unwrap_or_clone(hit);
    hit.rank = rank;
    Arc::new(hit)
}

/// Stores a list that was shown to a person, for `open`.
fn remember(last: &LastList, asked: &Asked, output: &Output) {
    if let Err(failure) = last.keep(&asked.archive) {
        output.note(&format!("note: `morgue open` cannot open articles of this list: {}", failure.message));
    }
}

/// Words on each side of a line if no number was given: more than any terminal has room for.
const LINE_WORDS: usize = 40;

fn excerpts(args: &SearchArgs, format: Format) -> Result<Excerpts, Failure> {
    let most = args.excerpts.passages.map(NonZeroUsize::get);
    if !args.kwic() {
        return Ok(Excerpts::Passages { most: most.unwrap_or(1), words: args.excerpts.context });
    }
    if !matches!(format, Format::Text | Format::Csv) {
        return Err(Failure::new(USAGE, "--kwic cannot be used with this format: expected text or csv")
            .with_hint("show passages instead: `--passages 5 --context 8`"));
    }
    Ok(Excerpts::Lines { most: most.unwrap_or(usize::MAX), words: args.excerpts.context.unwrap_or(LINE_WORDS) })
}

impl SearchArgs {
    fn kwic(&self) -> bool {
        self.excerpts.kwic
    }
}

fn shows_passages(format: Format, fields: &[FieldName]) -> bool {
    match format {
        Format::Text => true,
        Format::Ids | Format::Paths => false,
        _ => fields.iter().any(|field| shows_matches(field)),
    }
}

/// The order of a flag, with a seed for a random one.
pub fn sort(choice: SortChoice, seed: Option<u64>) -> Sort {
    match choice {
        SortChoice::Relevance => Sort::Relevance,
        SortChoice::Newest => Sort::Newest,
        SortChoice::Oldest => Sort::Oldest,
        SortChoice::Outlet => Sort::Outlet,
        SortChoice::Random => Sort::Random(seed.unwrap_or(0)),
    }
}
