//! A list of articles: its order, and the requested part of it.

use crate::article::ArticleKey;
use crate::passages::Excerpts;
use crate::query::Plan;
use std::borrow::Cow;
use std::collections::HashSet;

/// The order of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    #[default]
    Relevance,
    /// Undated articles come last.
    Newest,
    /// Undated articles come last.
    Oldest,
    /// By outlet name, each newest first; articles without an outlet come last.
    Outlet,
    /// In an order that follows from the seed and the keys of the articles, and from nothing else: an article has its place whatever
    /// else is found.
    Random(u64),
}

impl Sort {
    /// All orders that need no seed.
    pub const ALL: [Self; 4] = [Self::Relevance, Self::Newest, Self::Oldest, Self::Outlet];

    /// The name used by flags, saved searches and certificates.
    pub fn name(self) -> Cow<'static, str> {
        match self {
            Self::Relevance => "relevance".into(),
            Self::Newest => "newest".into(),
            Self::Oldest => "oldest".into(),
            Self::Outlet => "outlet".into(),
            Self::Random(seed) => format!("random:{seed}").into(),
        }
    }

    pub fn of_name(name: &str) -> Option<Self> {
        let seed = name.to_ascii_lowercase().strip_prefix("random").map(|rest| match rest.strip_prefix(':') {
            Some(seed) => seed.parse().ok(),
            None => rest.is_empty().then_some(0),
        });
        match seed {
            Some(seed) => seed.map(Self::Random),
            None => Self::ALL.into_iter().find(|sort| sort.name().eq_ignore_ascii_case(name)),
        }
    }
}

/// Where an article is in the random order of a seed. The mixer of SplitMix64 (Steele, Lea and Flood, "Fast splittable pseudorandom
/// number generators", 2014) over both halves of the key: fixed forever, because lists are repeated years later.
pub fn place_at_random(seed: u64, key: &str) -> u64 {
    let key = ArticleKey::parse(key).map_or(0, |key| key.bits());
    let mix = |bits: u64| {
        let bits = bits.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let bits = (bits ^ bits >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let bits = (bits ^ bits >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        bits ^ bits >> 31
    };
    mix(mix(mix(seed) ^ key as u64) ^ (key >> 64) as u64)
}

/// What a count counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Per {
    #[default]
    Article,
    /// Articles that share most of their text count once, by the earliest of those that match.
    Story,
}

impl Per {
    pub fn noun(self) -> &'static str {
        match self {
            Self::Article => "article",
            Self::Story => "story",
        }
    }

    /// The name of a column of counts.
    pub fn plural(self) -> &'static str {
        match self {
            Self::Article => "articles",
            Self::Story => "stories",
        }
    }
}

/// The requested part of a list.
#[derive(Debug, Clone, Default)]
pub struct List {
    pub sort: Sort,
    /// Hits that are skipped.
    pub offset: usize,
    /// Maximum number of hits; `None` for all.
    pub limit: Option<usize>,
    /// What is shown of where a hit matches; it requires reading its text.
    pub excerpts: Option<Excerpts>,
    /// Only articles with these keys.
    pub only: Option<HashSet<String>>,
    /// What adds to the scores of the articles that match it, and never to what matches; by relevance only.
    pub further: Option<Plan>,
}
