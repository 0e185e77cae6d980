//! The flags that draw a sample.

use super::query_args::SHOW;
use clap::Args;
use std::num::NonZeroUsize;

/// A random part of what is found.
#[derive(Debug, Clone, Default, Args)]
pub struct SampleArgs {
    /// Draw N articles at random; with --strata, N of each stratum.
    #[arg(long, value_name = "N", help_heading = SHOW)]
    pub sample: Option<NonZeroUsize>,
    /// Draw a sample, or sort at random, with this seed: the same seed and articles give the same list [default: 0].
    #[arg(long, value_name = "NUMBER", help_heading = SHOW)]
    pub seed: Option<u64>,
    /// Draw from each combination of values of these fields, such as outlet,year.
    #[arg(long, value_name = "FIELDS", requires = "sample", help_heading = SHOW)]
    pub strata: Option<String>,
}
