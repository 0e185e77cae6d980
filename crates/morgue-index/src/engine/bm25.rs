//! BM25 over a number of occurrences that may be fractional: `k1` 1.2 and `b` 0.75, as the engine scores its own terms,
//! so that a word without other forms gets the same score from both.

use crate::query::Family;
use std::sync::Arc;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::query::EnableScoring;
use tantivy::schema::Field;
use tantivy::{Score, Term};

const K1: Score = 1.2;
const B: Score = 0.75;

/// Allowance for rounding in a bound.
const ROUNDING: Score = 0.9999;

/// Scores of one family in one field.
#[derive(Debug, Clone)]
pub struct Bm25 {
    weight: Score,
    /// By the code of a text's length.
    norms: Arc<[Score; 256]>,
}

impl Bm25 {
    /// `None` if nothing is scored or the index has no member.
    pub fn of_family(field: Field, family: &Family, scoring: EnableScoring<'_>) -> tantivy::Result<Option<Self>> {
        let EnableScoring::Enabled { statistics_provider, .. } = scoring else { return Ok(None) };
        let mut most = 0;
        for (word, role) in family.members() {
            if role.matches() {
                most = most.max(statistics_provider.doc_freq(&Term::from_field_text(field, word))?);
            }
        }
        let documents = statistics_provider.total_num_docs()?;
        if most == 0 || documents == 0 {
            return Ok(Some(Self { weight: 0.0, norms: Arc::new([1.0; 256]) }));
        }
        let average = statistics_provider.total_num_tokens(field)? as Score / documents as Score;
        let weight = (1.0 + K1) * idf(most, documents);
        Ok(Some(Self { weight, norms: Arc::new(std::array::from_fn(|code| norm(length(code), average))) }))
    }

    pub fn boosted(&self, boost: Score) -> Self {
        Self { weight: self.weight * boost, norms: self.norms.clone() }
    }

    /// The highest score of any text.
    pub fn most(&self) -> Score {
        self.weight
    }

    /// Whether a score may be above a threshold; cheaper than the score, and `false` is always right.
    pub fn may_exceed(&self, threshold: Score, norm_code: u8, times: Score) -> bool {
        times * (self.weight - threshold) >= threshold * self.norms[usize::from(norm_code)] * ROUNDING
    }

    pub fn score(&self, norm_code: u8, times: Score) -> Score {
        self.weight * (times / (times + self.norms[usize::from(norm_code)]))
    }
}

/// Inverse document frequency of a word that `frequency` of `documents` have.
pub fn idf(frequency: u64, documents: u64) -> Score {
    let frequency = frequency.min(documents);
    (1.0 + ((documents - frequency) as Score + 0.5) / (frequency as Score + 0.5)).ln()
}

/// The length norm, against which occurrences are measured in a text of this many words.
pub fn norm(words: Score, average: Score) -> Score {
    K1 * (1.0 - B + B * words / average)
}

/// `tf / (tf + norm)`, times `k1 + 1`.
pub fn saturated(times: Score, norm: Score) -> Score {
    (1.0 + K1) * times / (times + norm)
}

fn length(code: usize) -> Score {
    FieldNormReader::id_to_fieldnorm(u8::try_from(code).unwrap_or(u8::MAX)) as Score
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn what_may_not_exceed_a_threshold_does_not(
            weight in 0.01f32..30.0, norm in 0.3f32..40.0, times in 0.2f32..300.0, share in 0.01f32..1.2
        ) {
            let bm25 = Bm25 { weight, norms: Arc::new([norm; 256]) };
            let score = bm25.score(7, times);
            for threshold in [score * share, score, score.next_down(), score.next_up(), Score::MIN] {
                prop_assert!(bm25.may_exceed(threshold, 7, times) || score <= threshold);
            }
        }
    }
}
