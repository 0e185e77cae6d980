//! The flags of the verbs about names.

use super::answers_args::{IntervalChoice, TableChoice};
use super::args::QueryArgs;
use clap::{Args, ValueEnum};
use std::path::PathBuf;

/// Rank the people, organisations and places that the articles of a search name.
#[derive(Debug, Args)]
#[command(
    after_help = "Names that are taken for one count as one: by the shipped table (`U.S.`), by what the archive taught (`Musk`), and by\n\
    your own `user/aliases.toml` beside the index, which goes before both:\n\n  \
    [[person]]\n  name  = \"Ann Holt\"\n  also  = [\"A. M. Holt\", \"Holt\"]   # taken for her\n  apart = [\"Annie Holt\"]            # not taken for her\n\n\
    The bars show the articles over time. With --with, only articles that have that name are counted, and those named beside\n\
    it come in the order of Dunning's log likelihood ratio: 10.8 is one in a thousand by chance. --graph writes who is named\n\
    with whom, for Gephi and its like.\n\n\
    Examples:\n  morgue entities Starlink Taiwan\n  morgue entities --kind person,org --since 2024\n  \
    morgue entities --with \"Vladimir Putin\"\n  morgue entities --graph names.graphml -n 200 Starlink\n\n\
    Exit codes: 0 found, 1 nothing found, 2 a query that cannot be read, 10 no index."
)]
pub struct EntitiesArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// Which names: some of person, org, place and nation, parted by commas [default: person,org,place].
    #[arg(long, value_name = "KINDS", value_delimiter = ',')]
    pub kind: Vec<KindChoice>,
    /// Only articles that have this name, and who is named beside it.
    #[arg(long, value_name = "NAME")]
    pub with: Option<String>,
    /// Write who is named with whom to this file, `.graphml` or `.csv`.
    #[arg(long, value_name = "FILE", conflicts_with = "with")]
    pub graph: Option<PathBuf>,
    /// How the names are written.
    #[arg(long, short = 'f', value_name = "FORMAT", default_value = "text")]
    pub format: TableChoice,
    /// Most names, 0 for all [default: 20 as text, 100 as a graph, all as json and csv].
    #[arg(short = 'n', long = "limit", value_name = "N")]
    pub limit: Option<usize>,
}

/// Tell what the archive knows of one person, organisation or place.
#[derive(Debug, Args)]
#[command(
    after_help = "Its other names and why they are taken for it, its forms in the texts, its articles over time, who is named beside\n\
    it, and the outlets that name it. The kind is that with most articles; --kind says another. Forms are counted in the\n\
    newest 2,000 articles at most.\n\n\
    Examples:\n  morgue entity Vladimir Putin\n  morgue entity --kind org Starlink\n  morgue entity --json Taiwan\n\n\
    Exit codes: 0 found, 1 nothing found, 10 no index."
)]
pub struct EntityArgs {
    #[command(flatten)]
    pub query: QueryArgs,
    /// What it is [default: the kind under which most articles have it].
    #[arg(long, value_name = "KIND")]
    pub kind: Option<KindChoice>,
    /// How long each bucket of time is [default: a month, or a year where those are many].
    #[arg(long, value_name = "INTERVAL")]
    pub by: Option<IntervalChoice>,
    /// For programs.
    #[arg(long)]
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
