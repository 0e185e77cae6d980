//! Folding: the form in which two spellings count as the same word.

use super::steps::count_steps;
use std::borrow::Cow;
use unicode_normalization::char::{decompose_canonical, decompose_compatible};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// NFC, without a copy if the text already is NFC.
pub fn nfc(text: &str) -> Cow<'_, str> {
    count_steps(text.len());
    // Characters below the first combining one are normal and start a new sequence: only the others need a check.
    if text.is_ascii() || is_nfc_quick(text.chars().filter(|&c| c >= '\u{300}')) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.nfc().collect())
}

/// NFD, the form in which some systems keep names of files.
pub fn nfd(text: &str) -> String {
    count_steps(text.len());
    text.nfd().collect()
}

/// Lower case without accents, for field values, aliases and comparisons.
///
/// ```
/// assert_eq!(morgue_article::text::fold("Søren Müller-Straße"), "soren muller-strasse");
/// ```
pub fn fold(text: &str) -> String {
    count_steps(text.len());
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        fold_char(c, &mut folded);
    }
    folded
}

/// Appends the folded form of one character: lower case, accents dropped, ligatures expanded, curly quotes
/// straightened. Combining marks of the Latin, Greek and Cyrillic blocks and invisible format characters give nothing.
pub fn fold_char(c: char, out: &mut String) {
    if c.is_ascii() {
        out.push(c.to_ascii_lowercase());
        return;
    }
    if let Some(open) = ligature(c) {
        out.push_str(open);
        return;
    }
    if is_dropped(c) {
        return;
    }
    // Hangul syllables decompose into letters, not accents: they stay whole.
    if ('\u{ac00}'..='\u{d7a3}').contains(&c) {
        out.push(c);
        return;
    }
    for lower in c.to_lowercase() {
        decompose_canonical(lower, |part| {
            if !is_dropped(part) {
                out.push(part);
            }
        });
    }
}

/// Appends the folded form of one character of a word that is searched: as `fold_char`, and letters of full width and of mathematics
/// as usual ones, digits of all scripts as those of ASCII, one form of sigma and of Arabic letters that are written for each other.
/// Points and marks of Hebrew, Arabic and Hindi give nothing.
pub fn fold_letter(c: char, out: &mut String) {
    if is_point(c) {
        return;
    }
    if let Some(digit) = digit(c) {
        out.push(digit);
    } else if is_styled(c) {
        decompose_compatible(c, |part| out.extend(part.to_lowercase()));
    } else if c == '\u{958}' || ('\u{959}'..='\u{95f}').contains(&c) {
        // Letters with a nukta.
        decompose_canonical(c, |part| {
            if !is_point(part) {
                out.push(part)
            }
        });
    } else {
        match one_letter(c) {
            Some(letter) => out.push(letter),
            None => fold_char(c, out),
        }
    }
}

/// The folded form of a word that is searched. An apostrophe after a Hebrew letter is a geresh, which gives nothing.
pub fn fold_letters(word: &str) -> String {
    let mut folded = String::with_capacity(word.len());
    push_letters(word, &mut folded);
    folded
}

/// Appends the folded form of a word that is searched.
pub fn push_letters(word: &str, out: &mut String) {
    if word.is_ascii() {
        let from = out.len();
        out.push_str(word);
        out[from..].make_ascii_lowercase();
        return;
    }
    let mut before = ' ';
    for c in word.chars() {
        let is_geresh = (c == '\'' || is_apostrophe(c)) && matches!(before, '\u{5d0}'..='\u{5ea}');
        if !is_geresh {
            fold_letter(c, out);
        }
        before = c;
    }
}

/// Letters that are written for each other: sigma at the end of a word and elsewhere, and those of Arabic and Persian that
/// Lucene's ArabicNormalizer and PersianNormalizer join. A hamza on another carrier stays.
fn one_letter(c: char) -> Option<char> {
    Some(match c {
        'ς' | 'Σ' => 'σ',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' => 'ي',
        'ک' => 'ك',
        'ة' => 'ه',
        'ؤ' | 'ئ' => c,
        _ => return None,
    })
}

/// Points and marks of vowels, the stroke that makes Arabic words longer, and the marks of Hebrew abbreviations, also as typed on a
/// keyboard.
fn is_point(c: char) -> bool {
    matches!(c, '\u{591}'..='\u{5bd}' | '\u{5bf}' | '\u{5c1}' | '\u{5c2}' | '\u{5c4}' | '\u{5c5}' | '\u{5c7}')
        || matches!(c, '\u{5f3}' | '\u{5f4}' | '\u{610}'..='\u{61a}' | '\u{640}' | '\u{64b}'..='\u{65f}' | '\u{670}')
        || matches!(c, '\u{6d6}'..='\u{6dc}' | '\u{6df}'..='\u{6e4}' | '\u{6e7}' | '\u{6e8}' | '\u{6ea}'..='\u{6ed}')
        || matches!(c, '\u{93c}' | '"')
}

/// The zeros of scripts; their other digits follow.
const ZEROS: [char; 16] = [
    '\u{660}', '\u{6f0}', '\u{7c0}', '\u{966}', '\u{9e6}', '\u{a66}', '\u{ae6}', '\u{b66}', '\u{be6}', '\u{c66}',
    '\u{ce6}', '\u{d66}', '\u{e50}', '\u{ed0}', '\u{f20}', '\u{1040}',
];

/// The digit of ASCII for one of another script.
fn digit(c: char) -> Option<char> {
    let value = |zero: &char| (c as u32).checked_sub(*zero as u32).filter(|value| *value < 10);
    if !c.is_numeric() { None } else { ZEROS.iter().find_map(value).and_then(|value| char::from_digit(value, 10)) }
}

/// Letters and digits of full width, of mathematics, and above or below the line.
fn is_styled(c: char) -> bool {
    matches!(c, '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' | '\u{1d400}'..='\u{1d7ff}')
        || matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{2079}' | '\u{2080}'..='\u{2089}')
}

/// Apostrophes other than the one of ASCII: which one is printed says nothing.
pub fn is_apostrophe(c: char) -> bool {
    matches!(c, '’' | '‘' | 'ʼ' | '＇')
}

/// Combining accents, and characters that print nothing.
fn is_dropped(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}' | '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
}

fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        'ß' | 'ẞ' => "ss",
        'æ' | 'Æ' => "ae",
        'œ' | 'Œ' => "oe",
        'ø' | 'Ø' => "o",
        'đ' | 'Đ' | 'ð' | 'Ð' => "d",
        'ł' | 'Ł' => "l",
        'þ' | 'Þ' => "th",
        'ı' => "i",
        'ﬁ' => "fi",
        'ﬂ' => "fl",
        'ﬀ' => "ff",
        'ﬃ' => "ffi",
        'ﬄ' => "ffl",
        c if is_apostrophe(c) => "'",
        _ => return None,
    })
}

/// Trims, and replaces every run of whitespace with one space.
pub fn squeeze(text: &str) -> String {
    count_steps(text.len());
    let mut squeezed = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !squeezed.is_empty() {
            squeezed.push(' ');
        }
        squeezed.push_str(word);
    }
    squeezed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folds_accents_case_and_ligatures() {
        let cases = [
            ("É\u{301}cole", "ecole"),
            ("e\u{301}cole", "ecole"),
            ("İstanbul", "istanbul"),
            ("ŁÓDŹ", "lodz"),
            ("Musk’s", "musk's"),
            ("서울", "서울"),
            ("co\u{ad}op", "coop"),
            ("ΑΘΉΝΑ", "αθηνα"),
            ("Ёлка", "елка"),
        ];
        for (given, want) in cases {
            assert_eq!(fold(given), want, "{given}");
        }
    }

    #[test]
    fn searched_words_have_one_form_in_every_script() {
        for (given, want) in [
            ("ΚΎΠΡΟΣ Κύπρος", "κυπροσ κυπροσ"),
            ("مُحَمَّد محـمد", "محمد محمد"),
            ("إسرائيل أحمد مستشفى", "اسرائيل احمد مستشفي"),
            ("בִּנְיָמִין צה״ל צה\"ל", "בנימין צהל צהל"),
            ("२०२४ ۱۲ ٣", "2024 12 3"),
            ("Ｆｕｌｌ ２ 𝐁𝐨𝐥𝐝 m²", "full 2 bold m2"),
            ("ज़मीन ज़मीन", "जमीन जमीन"),
            ("ג׳ורג׳ ג'ורג' ג’ורג’", "גורג גורג גורג"),
            ("O’Brien ÉCOLE", "o'brien ecole"),
            ("Ёлка Müller", "елка muller"),
        ] {
            assert_eq!(fold_letters(given), want, "{given}");
        }
    }
}
