//! Texts as letters and words alone: lower case, without accents, spaces and punctuation, which OCR and house style change.

use crate::text::{fold_letter, push_letters};

/// The letters and digits of one paragraph.
pub(super) fn letters(paragraph: &str) -> Vec<char> {
    let mut found = Vec::with_capacity(paragraph.len());
    let mut folded = String::new();
    for c in paragraph.chars() {
        if c.is_ascii_alphanumeric() {
            found.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() && !is_common_sign(c) {
            folded.clear();
            fold_letter(c, &mut folded);
            found.extend(folded.chars().filter(|c| c.is_alphanumeric()));
        }
    }
    found
}

/// Signs that most texts have, of which nothing is left; of others, folding decides.
fn is_common_sign(c: char) -> bool {
    matches!(c, '“' | '”' | '‘' | '’' | '–' | '—' | '…')
}

/// Hashes of the words of one paragraph. A character of a script without spaces is a word.
pub(super) fn words(paragraph: &str) -> Vec<u64> {
    let (mut found, mut word) = (Vec::with_capacity(paragraph.len() / 5), START);
    let mut take = |c: char| {
        if c.is_alphanumeric() && is_word_alone(c) {
            found.extend((word != START).then_some(word));
            found.push(with(START, c));
            word = START;
        } else if c.is_alphanumeric() {
            word = with(word, c);
        } else if c != '\'' && c != '’' {
            found.extend((word != START).then_some(word));
            word = START;
        }
    };
    if paragraph.is_ascii() {
        paragraph.bytes().for_each(|byte| take(char::from(byte.to_ascii_lowercase())));
    } else {
        let mut folded = String::with_capacity(paragraph.len());
        push_letters(paragraph, &mut folded);
        folded.chars().for_each(take);
    }
    found.extend((word != START).then_some(word));
    found
}

/// Scripts that are written without spaces: Thai to Khmer, kana, ideographs.
fn is_word_alone(c: char) -> bool {
    matches!(c, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}' | '\u{3040}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// FNV-1a over 64 bits.
const START: u64 = 0xcbf2_9ce4_8422_2325;

fn with(hash: u64, c: char) -> u64 {
    (hash ^ u64::from(c)).wrapping_mul(0x0000_0100_0000_01b3)
}

/// Spreads the bits of a number (the finalizer of SplitMix64).
pub(super) fn mixed(number: u64) -> u64 {
    let number = (number ^ (number >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let number = (number ^ (number >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    number ^ (number >> 31)
}

const BASE: u64 = 0x9e37_79b9_7f4a_7c15;

/// Passes on the place and the hash of every run of `length` letters.
pub(super) fn each_gram(letters: &[char], length: usize, mut take: impl FnMut(usize, u64)) {
    let last = (1..length).fold(1u64, |power, _| power.wrapping_mul(BASE));
    let mut hash = 0u64;
    for (at, &letter) in letters.iter().enumerate() {
        if at >= length {
            hash = hash.wrapping_sub(u64::from(letters[at - length]).wrapping_mul(last));
        }
        hash = hash.wrapping_mul(BASE).wrapping_add(u64::from(letter));
        if at + 1 >= length {
            take(at + 1 - length, mixed(hash));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_and_words_ignore_what_house_style_changes() {
        let one = "The “Café” won't close — 1,000 say.";
        assert_eq!(letters(one).iter().collect::<String>(), "thecafewontclose1000say");
        assert_eq!(words(one), words("the cafe wont close; 1.000 SAY"));
        assert_eq!(words("東京で会議").len(), 5);
        assert_eq!(words("").len(), 0);
    }

    #[test]
    fn letters_are_those_of_the_folded_paragraph() {
        let whole = |paragraph: &str| {
            let mut folded = String::new();
            push_letters(paragraph, &mut folded);
            folded.chars().filter(|c| c.is_alphanumeric()).collect::<Vec<_>>()
        };
        for text in [
            "The “Café” won’t close — 1,000 say…",
            "‘quoted’ – “twice” \"plain\" it's",
            "ŒUVRE ﬁre ½ x² ＡＢＣ İstanbul Straße ΣΊΣΥΦΟΣ",
            "צה\"ל ג'ירף ד׳ הַ",
            "الْعَرَبِيَّة ـ ک ی",
            "東京で会議 서울 กรุงเทพ हिन्दी क़",
            "e\u{301}a\u{308} \u{1f600} \u{200b}zero\u{ad}width",
        ] {
            assert_eq!(letters(text), whole(text), "{text}");
        }
        // Every character alone and between letters.
        for c in (0..0x3_0000).filter_map(char::from_u32) {
            let text = format!("a{c}b");
            assert_eq!(letters(&text), whole(&text), "{:x}", c as u32);
        }
    }

    #[test]
    fn a_run_of_letters_has_one_hash_wherever_it_is() {
        let hashes = |text: &str| {
            let mut all = Vec::new();
            each_gram(&letters(text), 5, |_, hash| all.push(hash));
            all
        };
        let (one, other) = (hashes("abcdefgh"), hashes("zzabcdefgh"));
        assert_eq!((one.len(), other.len()), (4, 6));
        assert_eq!(one, other[2..]);
        assert!(hashes("abc").is_empty());
    }
}
