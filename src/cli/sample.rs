//! A sample of what a query finds: how flags draw it, and what is said of it.

use super::error::{Failure, USAGE};
use super::query_args::SortChoice;
use super::sample_args::SampleArgs;
use morgue::desk::{Drawn, Sample};
use morgue::text::counted;

/// The sample to draw, if one is wanted.
pub fn wanted(args: &SampleArgs, sort: SortChoice) -> Result<Option<Sample>, Failure> {
    if args.seed.is_some() && args.sample.is_none() && sort != SortChoice::Random {
        return Err(
            Failure::new(USAGE, "--seed has no effect here").with_hint("use it with `--sample N` or `--sort random`")
        );
    }
    let names = args.strata.iter().flat_map(|names| names.split(','));
    let strata: Vec<String> =
        names.map(|name| name.trim().to_ascii_lowercase()).filter(|name| !name.is_empty()).collect();
    Ok(args.sample.map(|size| Sample { size: size.get(), seed: args.seed.unwrap_or(0), strata }))
}

/// What the summary below a list says of a sample: how it was drawn, and from what.
pub fn said(sample: &Sample, drawn: &Drawn) -> String {
    let of = match sample.strata.is_empty() {
        true => String::new(),
        false if drawn.strata == 1 => format!(", {} of 1 stratum", sample.size),
        false => format!(", {} of each of {} strata", sample.size, drawn.strata),
    };
    let short = match (sample.strata.is_empty(), drawn.short) {
        (true, _) | (_, 0) => String::new(),
        (false, 1) => " (1 has fewer)".to_owned(),
        (false, short) => format!(" ({short} have fewer)"),
    };
    format!("{} drawn from {}{of}{short}, seed {}", counted(drawn.keys.len() as u64, "article"), drawn.of, sample.seed)
}
