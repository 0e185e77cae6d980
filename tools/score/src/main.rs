//! The commands of development: what they measure or train, their flags, and their exit codes (0 done and all floors held,
//! 1 a floor or a limit not held, 2 wrong usage or unreadable input).

use clap::{Args, Parser, Subcommand, ValueEnum};
use morgue::format::Effort;
use morgue_score::entities::Trained;
use morgue_score::figures::{Sets, print};
use morgue_score::floors::Floors;
use morgue_score::input::Outcome;
use morgue_score::stack::on_deep_stack;
use morgue_score::{entities, formats, hostile_queries, inflections, lines, pages, ranking, stories, training};
use std::io::{self, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// Measure morgue, and train its models
#[derive(Parser)]
#[command(version)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Score a folder of pages or plain texts (pages.jsonl or texts.jsonl, and gold.jsonl)
    Pages {
        folder: PathBuf,
        #[command(flatten)]
        effort: EffortFlag,
        /// List the values of a field that are wrong: title, author, day, instant or outlet
        #[arg(long, value_name = "FIELD")]
        misses: Option<String>,
        /// Do not measure speed
        #[arg(long)]
        no_speed: bool,
        #[command(flatten)]
        floors: FloorsFlag,
    },
    /// Print what is found in each page of a list, as JSON lines
    Extract {
        list: PathBuf,
        #[command(flatten)]
        effort: EffortFlag,
    },
    /// Read folders of sample files, and compare them with what is known of them (NAME/expect.jsonl)
    Formats {
        folder: PathBuf,
        /// List the values that are wrong, and the files that were refused
        #[arg(long)]
        misses: bool,
        /// A morgue built with the feature `pdf`
        #[arg(long, value_name = "PROGRAM")]
        pdf: Option<PathBuf>,
    },
    /// Score the finding of names (worldwide-dev.jsonl) and the joining of mentions (links-msnbc-updated.jsonl)
    Entities {
        folder: PathBuf,
        /// The model of the first pass, in place of the shipped one
        #[arg(long, value_name = "FILE")]
        model: Option<PathBuf>,
        /// The model of the second pass, in place of the shipped one
        #[arg(long, value_name = "FILE")]
        second: Option<PathBuf>,
        #[command(flatten)]
        floors: FloorsFlag,
    },
    /// Score ranking, compared with plain BM25 over the same index
    Ranking {
        task: RankingTask,
        folder: PathBuf,
        /// Write what was found to DIR, as TREC run files
        #[arg(long, value_name = "DIR")]
        runs: Option<PathBuf>,
        #[command(flatten)]
        floors: FloorsFlag,
    },
    /// Score the rules of inflection against lists of lemmas (made by tools/score/inflections.py)
    Inflections {
        folder: PathBuf,
        #[command(flatten)]
        floors: FloorsFlag,
    },
    /// Score the gathering of copies, which are made from texts (JSON lines with id, publisher and text)
    Stories {
        texts: PathBuf,
        /// The half of the publishers that nothing was tuned on
        #[arg(long)]
        other_half: bool,
        #[command(flatten)]
        floors: FloorsFlag,
    },
    /// Measure time and memory of hostile queries on an index
    HostileQueries {
        index: PathBuf,
        #[arg(default_value = "target/release/morgue")]
        program: PathBuf,
    },
    /// Score the reading of raw texts (plaintext/dumps.jsonl.gz, extraction/), each by a line model of other publishers
    Lines {
        folder: PathBuf,
        /// Use the model of the program, which has seen them all
        #[arg(long)]
        shipped: bool,
        /// Score only the first parts of the publishers
        #[arg(long, default_value_t = 5)]
        folds: u8,
        /// Keep the model of each part in DIR, and use those that are there
        #[arg(long, value_name = "DIR")]
        models: Option<PathBuf>,
    },
    /// Grow the line model (crates/morgue-read/src/extract/data/line_model.bin)
    TrainLines { folder: PathBuf, out: PathBuf },
    /// Train the models that find names
    Train(Train),
}

#[derive(Args)]
struct EffortFlag {
    /// Read pages by their form alone, as `morgue ingest --fast` does
    #[arg(long)]
    fast: bool,
}

impl EffortFlag {
    fn effort(&self) -> Effort {
        if self.fast { Effort::Fast } else { Effort::Full }
    }
}

#[derive(Args)]
struct FloorsFlag {
    /// Exit with 1 if a figure is below its floor in FILE (tests/floors.toml)
    #[arg(long, value_name = "FILE")]
    floors: Option<PathBuf>,
}

#[derive(Clone, Copy, ValueEnum)]
enum RankingTask {
    /// docs.jsonl, queries.tsv and qrels.txt
    Topics,
    /// 300 known titles and 300 known snippets of a folder of articles
    KnownItems,
}

#[derive(Args)]
struct Train {
    /// The folder of training files
    data: PathBuf,
    /// Where the model is written
    out: PathBuf,
    /// Train the model of the second pass too, into FILE
    #[arg(long, value_name = "FILE")]
    second: Option<PathBuf>,
    /// Do not read files whose names start with PREFIX
    #[arg(long, value_name = "PREFIX")]
    skip: Vec<String>,
    #[arg(long, default_value_t = 1)]
    seed: u64,
    /// The size of a step
    #[arg(long, default_value_t = 0.08)]
    rate: f32,
    /// Passes over the training text
    #[arg(long, default_value_t = 8)]
    epochs: usize,
    /// The share of features dropped at each use
    #[arg(long, default_value_t = 0.4)]
    dropout: f32,
    /// Ignore features seen less often
    #[arg(long, default_value_t = 2)]
    least: u32,
    /// Drop smaller weights
    #[arg(long, default_value_t = 0.05)]
    prune: f32,
    /// Drop smaller weights of the second model; both files together have less than six megabytes
    #[arg(long, default_value_t = 0.07)]
    prune_second: f32,
}

fn main() -> ExitCode {
    let command = Cli::parse().command;
    match on_deep_stack(|| run(command).map_err(|error| error.to_string())) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            let _ = writeln!(io::stderr(), "error: {error}");
            ExitCode::from(2)
        }
    }
}

/// Whether all floors and limits were held.
fn run(command: Command) -> Outcome<bool> {
    let out = &mut io::stdout().lock();
    match command {
        Command::Pages { folder, effort, misses, no_speed, floors } => {
            held(&pages::run(&folder, effort.effort(), !no_speed, misses.as_deref(), out)?, &floors)
        }
        Command::Extract { list, effort } => pages::extract(&list, effort.effort(), out).map(|()| true),
        Command::Formats { folder, misses, pdf } => formats::run(&folder, misses, pdf, out),
        Command::Entities { folder, model, second, floors } => {
            let trained = Trained { first: model.as_deref(), second: second.as_deref() };
            held(&entities::run(&folder, &trained)?, &floors)
        }
        Command::Ranking { task, folder, runs, floors } => {
            let tasks = match task {
                RankingTask::Topics => vec![ranking::topics(&folder)?],
                RankingTask::KnownItems => ranking::known_items(&folder)?,
            };
            held(&ranking::run(&tasks, runs.as_deref())?, &floors)
        }
        Command::Inflections { folder, floors } => held(&inflections::run(&folder)?, &floors),
        Command::Stories { texts, other_half, floors } => held(&stories::run(&texts, other_half)?, &floors),
        Command::HostileQueries { index, program } => hostile_queries::run(&index, &program, out),
        Command::Lines { folder, shipped, folds, models } => {
            { lines::run(&folder, shipped, folds, models.as_deref(), out) }.map(|()| true)
        }
        Command::TrainLines { folder, out: file } => lines::train(&folder, &file, out).map(|()| true),
        Command::Train(Train { data, out, second, skip, seed, rate, epochs, dropout, least, prune, prune_second }) => {
            let learning = training::Learning { rate, epochs, dropout };
            let settings = training::Settings { seed, learning, least, prune, prune_second, skip };
            training::run(&data, &out, second.as_deref(), &settings, &mut io::stderr()).map(|()| true)
        }
    }
}

/// Prints figures. Whether they reach their floors, if these are given.
fn held(sets: &Sets, flag: &FloorsFlag) -> Outcome<bool> {
    print(sets, &mut io::stdout().lock())?;
    let Some(path) = &flag.floors else { return Ok(true) };
    let floors = Floors::read(path)?;
    let undercut: Vec<String> = sets
        .iter()
        .filter(|(set, _)| floors.has(set))
        .flat_map(|(set, figures)| floors.undercut(set, figures))
        .collect();
    undercut.iter().try_for_each(|line| writeln!(io::stderr(), "{line}"))?;
    Ok(undercut.is_empty())
}
