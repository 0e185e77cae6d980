//! `similar`: articles on the subject of another one.

use super::answers_args::{ExcerptArgs, SimilarArgs};
use super::args::{Cli, SearchArgs, VersionsChoice};
use super::error::{Failure, NOTHING_FOUND, USAGE};
use super::named::key_of;
use super::output::Output;
use super::place;
use super::query_args::{MatchArgs, NerChoice, QueryArgs, SortChoice};
use super::sample_args::SampleArgs;
use super::search;
use morgue::desk::similar;

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
        query_file: None,
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
        versions: VersionsChoice::Last,
        expand: false,
        group: None,
        query,
        like: None,
        format: args.format,
        sort: SortChoice::Relevance,
        limit: args.limit,
        offset: args.offset,
        fields: args.fields.clone(),
        sample: SampleArgs::default(),
        excerpts: ExcerptArgs { passages: None, context: None, kwic: false },
    };
    search::run_on(&search, archive, cli, output)
}
