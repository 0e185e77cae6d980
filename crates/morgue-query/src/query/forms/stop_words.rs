//! The 106 function words of English, and the remains of contracted ones. They are never expanded, and a long any-word
//! search ignores them. Ranking was measured with this list.

/// In alphabetical order, for binary search.
const STOP_WORDS: &[&str] = &[
    "a", "about", "after", "all", "also", "am", "an", "and", "any", "are", "as", "at", "be", "been", "between", "but",
    "by", "can", "could", "d", "did", "do", "does", "for", "from", "get", "give", "given", "had", "has", "have", "he",
    "her", "here", "him", "his", "how", "i", "if", "in", "into", "is", "it", "its", "just", "ll", "m", "may", "me",
    "more", "most", "my", "no", "not", "now", "of", "on", "only", "or", "other", "our", "over", "own", "please", "re",
    "s", "same", "she", "should", "so", "some", "such", "t", "than", "that", "the", "their", "them", "then", "there",
    "these", "they", "this", "those", "to", "too", "us", "ve", "very", "via", "was", "we", "were", "what", "when",
    "where", "which", "who", "whom", "whose", "why", "will", "with", "would", "you", "your",
];

pub fn is_stop_word(word: &str) -> bool {
    STOP_WORDS.binary_search(&word).is_ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_list_is_in_order() {
        assert!(STOP_WORDS.is_sorted());
        assert_eq!(STOP_WORDS.len(), 106);
        assert!(is_stop_word("whose") && !is_stop_word("president"));
    }
}
