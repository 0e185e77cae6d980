//! Terms that are more frequent in some articles than in the others of the archive.

/// A word or two-word term, with the articles that have it.
#[derive(Debug, Clone, PartialEq)]
pub struct KeyTerm {
    /// In its most frequent spelling.
    pub term: String,
    /// Articles of the query that have it.
    pub articles: u64,
    /// All articles of the archive that have it.
    pub archive: u64,
    /// How surely it is more frequent: Dunning's log-likelihood ratio ("Accurate methods for the statistics of surprise and
    /// coincidence", Computational Linguistics 19, 1993), over articles. 10.83 is exceeded by chance once in a thousand terms.
    pub likelihood: f64,
    /// How many times as frequent it is, as a power of two: the log ratio (Hardie 2014), with half an article added to both sides.
    pub ratio: f64,
}

/// The terms of a query, the surest first.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct KeyTerms {
    /// Articles that the query finds, and articles of the archive.
    pub found: u64,
    pub archive: u64,
    /// Articles whose texts were read for terms.
    pub read: u64,
    pub terms: Vec<KeyTerm>,
}

/// How surely and how much more frequent something is: `with` of `found` articles have it, `all_with` of `all`. The first is negative where
/// it is less frequent.
pub fn keyness(with: u64, found: u64, all_with: u64, all: u64) -> (f64, f64) {
    let (rest_with, rest) = (all_with.saturating_sub(with) as f64, all.saturating_sub(found) as f64);
    let (with, found) = (with as f64, found as f64);
    let cells = [
        (with, found, with + rest_with),
        (rest_with, rest, with + rest_with),
        (found - with, found, found + rest - with - rest_with),
        (rest - rest_with, rest, found + rest - with - rest_with),
    ];
    let part = |(seen, row, column): (f64, f64, f64)| match seen > 0.0 {
        true => seen * (seen * (found + rest) / (row * column)).ln(),
        false => 0.0,
    };
    let likelihood = 2.0 * cells.into_iter().map(part).sum::<f64>();
    let ratio = (((with + 0.5) / (found + 1.0)) / ((rest_with + 0.5) / (rest + 1.0))).log2();
    (if ratio < 0.0 { -likelihood } else { likelihood }, ratio)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keyness_is_what_tables_say() {
        // Computed by another program, from the four cells of each table.
        let cases = [
            ((30, 50, 40, 1000), 157.6152),
            ((5, 100, 50, 1000), 0.0),
            ((1, 100, 50, 1000), -5.3114),
            ((10, 10, 10, 100), 65.0166),
        ];
        for ((with, found, all_with, all), want) in cases {
            let (likelihood, _) = keyness(with, found, all_with, all);
            assert!((likelihood - want).abs() < 0.001, "{with} of {found}: {likelihood}");
        }
        // 3/5 of the articles against 10 of the 950 others: (30.5/51) / (10.5/951) = 54.2.
        assert!((keyness(30, 50, 40, 1000).1 - 5.759).abs() < 0.001);
        // No articles, no terms, and all of them.
        for (with, found, all_with, all) in [(0, 0, 0, 0), (0, 5, 0, 5), (5, 5, 5, 5), (0, 0, 5, 5)] {
            let (likelihood, ratio) = keyness(with, found, all_with, all);
            assert!(likelihood.abs() < 1e-9 && ratio.is_finite(), "{likelihood} {ratio}");
        }
    }
}
