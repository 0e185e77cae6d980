//! The command line: one file per verb. Flags become plain settings here and go no further; only here errors become
//! messages, hints and exit codes.

mod analysis;
mod analysis_args;
mod answers_args;
mod args;
mod argv;
mod as_typed;
mod bar_terminal;
mod cite;
mod completions;
mod copies;
mod count;
mod deadline;
mod entities;
mod entities_args;
mod error;
mod explain;
mod export;
mod export_args;
mod export_batch;
mod facets;
mod file_list;
mod forget;
mod format_args;
mod generations;
mod graph_file;
mod help_query;
mod history;
mod ingest;
mod keeping_args;
mod last_list;
mod like;
mod manual;
mod monitor;
mod named;
mod open;
mod opener;
mod output;
mod place;
mod progress;
mod query;
mod query_args;
mod read;
mod refresh;
mod remarks;
mod replay;
mod replay_args;
mod rollback;
mod sample;
mod sample_args;
mod saved;
mod saved_args;
mod schedule;
mod schedule_show;
mod schedule_units;
mod schema;
mod search;
#[cfg(feature = "serve")]
mod serve;
#[cfg(feature = "serve")]
mod serve_args;
mod show;
mod similar;
mod sources;
mod spiked;
mod status;
mod timeline;
mod verify;
mod versions;
mod watch;

use args::{Cli, Verb, command as grouped};
use clap::error::ErrorKind;
use clap::{CommandFactory, FromArgMatches};
use error::Failure;
use output::Output;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;

/// Runs the program.
pub fn run() -> ExitCode {
    let words: Vec<_> = std::env::args_os().collect();
    if let Some(code) = morgue::format::serve_as_reader(&words) {
        return code;
    }
    output::quiet_worker_panics();
    let command = Cli::command();
    if help_query::is_asked(&words, &command) {
        let output = Output::new(args::ColourChoice::Auto, false);
        return ExitCode::from(help_query::run(&output).unwrap_or_else(|failure| failure.report(&output)));
    }
    let words = argv::split(words, &command);
    let matches = match command.try_get_matches_from(words.clone()) {
        Ok(matches) => matches,
        // Only help shows flags in groups; every other start saves the time for that.
        Err(error) if is_help(&error) => return usage(&grouped().try_get_matches_from(words).err().unwrap_or(error)),
        Err(error) => return usage(&error),
    };
    let cli = match Cli::from_arg_matches(&matches) {
        Ok(cli) => cli,
        Err(error) => return usage(&error),
    };
    let output = Output::new(cli.colour, cli.quiet);
    let outcome = catch_unwind(AssertUnwindSafe(|| verb(&cli, &output)));
    let outcome = outcome.unwrap_or_else(|_| Err(Failure::internal()));
    ExitCode::from(match outcome {
        Ok(code) => code,
        Err(failure) => {
            let code = failure.report(&output);
            // A run that was stopped while it waited for another one.
            if code == error::LOCKED { progress::signalled().unwrap_or(code) } else { code }
        }
    })
}

fn verb(cli: &Cli, output: &Output) -> Result<u8, Failure> {
    match &cli.verb {
        Verb::Ingest(args) => ingest::run(args, cli, output),
        Verb::Rebuild(args) => ingest::rebuild(args, cli, output),
        Verb::Search(args) => search::run(args, cli, output),
        Verb::Count(args) => count::run(args, cli, output),
        Verb::Explain(args) => explain::run(args, cli, output),
        Verb::Facets(args) => facets::run(args, cli, output),
        Verb::Timeline(args) => timeline::run(args, cli, output),
        Verb::Keywords(args) => analysis::keywords(args, cli, output),
        Verb::Compare(args) => analysis::compare(args, cli, output),
        Verb::Entities(args) => entities::run(args, cli, output),
        Verb::Entity(args) => entities::about_one(args, cli, output),
        Verb::Export(args) => export_batch::run(args, cli, output),
        Verb::Open(args) => open::run(args, cli, output),
        Verb::Replay(args) => replay::run(args, cli, output),
        Verb::Saved(args) => saved::run(args, cli, output),
        Verb::History(args) => history::run(args, cli, output),
        Verb::Watch(args) => watch::run(args, cli, output),
        Verb::Show(args) => show::run(args, cli, output),
        Verb::Cite(args) => cite::run(args, cli, output),
        Verb::Copies(args) => copies::run(args, cli, output),
        Verb::Diff(args) => copies::diff(args, cli, output),
        #[cfg(feature = "serve")]
        Verb::Serve(args) => serve::run(args, cli, output),
        Verb::Versions(args) => versions::run(args, cli, output),
        Verb::Similar(args) => similar::run(args, cli, output),
        Verb::Read(args) => read::run(args, output),
        Verb::Forget(args) => forget::run(args, cli, output),
        Verb::Status(args) => status::run(args, cli, output),
        Verb::Spiked(args) => spiked::run(args, cli, output),
        Verb::Generations(args) => generations::run(args, cli, output),
        Verb::Rollback(args) => rollback::run(args, cli, output),
        Verb::Sources(args) => sources::run(args, cli, output),
        Verb::Schedule(args) => schedule::run(args, cli, output),
        Verb::Verify(args) => verify::run(args, cli, output),
        Verb::Completions(args) => completions::completions(args, output),
        Verb::Man(args) => completions::man(args, output),
        Verb::Schema(args) => schema::run(args, output),
    }
}

/// Whether the result is a help text.
fn is_help(error: &clap::Error) -> bool {
    matches!(error.kind(), ErrorKind::DisplayHelp | ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand)
}

/// Prints help to stdout and usage errors to stderr. A closed pipe ends it quietly.
fn usage(error: &clap::Error) -> ExitCode {
    let _ = error.print();
    ExitCode::from(if error.use_stderr() { error::USAGE } else { 0 })
}
