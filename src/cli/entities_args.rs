//! The flags of the verbs about names.

use super::answers_args::{IntervalChoice, TableChoice};
use super::query_args::{FIND, QueryArgs, SHOW};
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Rank the people, organisations and places named in the articles of a search.
#[derive(Debug, Args)]
#[command(
    after_help = "Names of one person or thing count as one. Which names these are comes from your own `user/aliases.toml` in the \
    index, then from the shipped table (`U.S.`), then from the archive itself (`Musk`):\n\n  \
    [[person]]\n  name  = \"Ann Holt\"\n  also  = [\"A. M. Holt\", \"Holt\"]   # the same person\n  apart = [\"Annie Holt\"]            # another person\n\n\
    The bars show the articles over time. With --with, only articles that name that person or thing are counted, and names \
    are sorted by Dunning's log-likelihood ratio: a value of 10.8 or more occurs by chance once in a thousand. --graph writes \
    who is named together with whom, for Gephi and similar programs.\n\n\
    Examples:\n  morgue entities Starlink Taiwan\n  morgue entities --kind person,org --since 2024\n  \
    morgue entities --with \"Vladimir Putin\"\n  morgue entities --graph names.graphml -n 200 Starlink\n\n\
    Exit status: 0 found, 1 nothing found, 2 invalid query, 10 no index."
)]
pub struct EntitiesArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Show these kinds of names, separated by commas: person, org, place, nation [default: person,org,place].
    #[arg(long, value_name = "KINDS", value_delimiter = ',', hide_possible_values = true, help_heading = FIND)]
    pub kind: Vec<KindChoice>,
    /// Count only articles that have this name, and show who is named with it.
    #[arg(long, value_name = "NAME", help_heading = FIND)]
    pub with: Option<String>,
    /// Write who is named together with whom to this file, `.graphml` or `.csv`.
    #[arg(long, value_name = "FILE", conflicts_with = "with", help_heading = SHOW)]
    pub graph: Option<PathBuf>,
    /// Write the names in this format.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text", help_heading = SHOW)]
    pub format: TableChoice,
    /// Show at most N names; 0 means all [default: 20 as text, 100 as a graph, all as json and csv].
    #[arg(short = 'n', long = "limit", value_name = "N", help_heading = SHOW)]
    pub limit: Option<usize>,
}

/// Show what the archive knows about one person, organisation or place.
#[derive(Debug, Args)]
#[command(
    after_help = "Shown are its other names and why they count as the same, its forms in the texts, its articles over time, who is \
    named with it, and the outlets that name it. Forms are counted in the newest 2,000 articles at most.\n\n\
    Examples:\n  morgue entity Vladimir Putin\n  morgue entity --kind org Starlink\n  morgue entity --json Taiwan\n\n\
    Exit status: 0 found, 1 nothing found, 2 invalid usage, 10 no index."
)]
pub struct EntityArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Look for a name of this kind [default: the kind with most articles].
    #[arg(long, value_name = "KIND", help_heading = FIND)]
    pub kind: Option<KindChoice>,
    /// Count by day, week, month or year [default: month, or year for long times].
    #[arg(long, value_name = "INTERVAL", help_heading = SHOW)]
    pub by: Option<IntervalChoice>,
    /// Write JSON.
    #[arg(long, help_heading = SHOW)]
    pub json: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindChoice {
    #[value(alias = "people")]
    Person,
    #[value(aliases = ["organisation", "organization", "company"])]
    Org,
    #[value(alias = "location")]
    Place,
    #[value(alias = "nationality")]
    Nation,
}
