//! Other ways in which one word is written: `l'Ukraine`, `N.F.L.`, `10,000`, `O'Brien`, `e-mail`, `&`. Each counts as the word, in
//! articles of every language.

use super::particles::with_particles;
use crate::terms::{CASED, CASED_ENDINGS, MOST_JOINED, joined_term};

/// Articles, prepositions and pronouns of French, Italian and Catalan that lose their vowel before the next word.
const ELIDED: [&str; 22] = [
    "l", "d", "qu", "s", "n", "dell", "j", "m", "t", "c", "jusqu", "lorsqu", "puisqu", "quoiqu", "all", "nell", "sull",
    "dall", "un", "quest", "quell", "sant",
];

/// How many of them are common; these come first.
const COMMON_ELIDED: usize = 6;

/// Words that are also initials: the U.S. is not the pronoun.
const INITIALS_AND_WORDS: &str = " ad ah ai am an as at au be by de do eh el en et ex go ha he hi ho id if il in is it la le lo ma me mi \
    my no of oh ok on or os ox pa ta to un up us we who are was one may all its art act aid air arm ";

/// Fewest letters of a word after an elided article: `l'on` is a pronoun of its own.
const AFTER_ELISION: usize = 3;

/// Most letters of initials: `u.s.s.r`.
const MOST_INITIALS: usize = 5;

/// Most words that a word without many digits is printed as.
const MOST_PARTS: usize = 4;

/// Most words that a short one is printed as.
const SHORT_PARTS: usize = 3;

/// Shortest word that may be printed as more than two: an ISBN, a number of a telephone, a compound.
const LONG_NUMBER: usize = 7;

/// Beginnings of words with `re-` that mean something else with a hyphen: to re-sign is not to resign.
const NOT_WITH_HYPHEN: [&str; 14] = [
    "recover",
    "recreat",
    "reform",
    "relay",
    "release",
    "remark",
    "repress",
    "represent",
    "resent",
    "reserv",
    "resign",
    "resort",
    "restrain",
    "retreat",
];

/// The other written forms of a folded word that occur in an archive, without the word itself.
pub fn written(word: &str, articles: &dyn Fn(&str) -> u64) -> Vec<String> {
    let mut forms: Vec<String> = Vec::new();
    let mut add = |form: String| {
        if form != word && !forms.contains(&form) && articles(&form) > 0 {
            forms.push(form);
        }
    };
    elided(word, articles).into_iter().for_each(&mut add);
    if let Some(rest) = word.strip_prefix("o'") {
        add(format!("o{rest}"));
    } else if let Some(rest) = word.strip_prefix('o').filter(|rest| rest.len() > 2) {
        add(format!("o'{rest}"));
    }
    if let Some(letters) = initials(word) {
        let are_single = word.len() + 1 == 2 * letters.len();
        if are_single {
            add(joined_term(letters.len(), &letters));
        }
        if are_single && is_word_too(&letters, articles) {
            CASED_ENDINGS.iter().for_each(|ending| add(format!("{CASED}{}{ending}", letters.to_uppercase())));
        } else {
            add(letters);
        }
    } else if is_short(word) {
        let each: Vec<String> = word.chars().map(String::from).collect();
        let dotted = each.join(".");
        // Few words occur as initials: only these are compared.
        if articles(&dotted) > 0 && !is_word_too(word, articles) {
            add(dotted);
        }
        // `Ph.D.`
        if let Some((two, last)) = word.split_at_checked(2).filter(|(_, last)| last.len() == 1) {
            add(format!("{two}.{last}"));
        }
    }
    match word {
        "and" => add("&".to_owned()),
        "&" => add("and".to_owned()),
        _ => {}
    }
    number(word).into_iter().for_each(&mut add);
    with_umlauts(word).into_iter().for_each(&mut add);
    with_particles(word, articles).into_iter().for_each(&mut add);
    for parts in joined(word) {
        add(joined_term(parts, word));
    }
    forms
}

/// Whether a word means something else than the one with a hyphen after its `re`.
pub(super) fn has_other_meaning(word: &str) -> bool {
    NOT_WITH_HYPHEN.iter().any(|start| word.starts_with(start))
}

/// The numbers of words that a word may be printed as.
fn joined(word: &str) -> std::ops::Range<usize> {
    let is_short = word.chars().nth(1).is_none() || INITIALS_AND_WORDS.contains(&format!(" {word} "));
    if is_short || !word.chars().all(char::is_alphanumeric) || has_other_meaning(word) {
        return 0..0;
    }
    let is_number = word.len() >= LONG_NUMBER && word.bytes().all(|byte| byte.is_ascii_digit());
    let most = if word.len() < LONG_NUMBER { SHORT_PARTS } else { MOST_PARTS };
    2..1 + if is_number { MOST_JOINED } else { most }
}

/// The cased terms with umlauts for a word without: `Löwe` for `loewe`.
fn with_umlauts(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (pair, umlaut) in [("ae", "ä"), ("oe", "ö"), ("ue", "ü")] {
        if word.len() > 3 && word.contains(pair) && word.chars().all(char::is_alphabetic) {
            let own = word.replacen(pair, umlaut, 1);
            let mut letters = own.chars();
            let capital: String = letters.next().into_iter().flat_map(char::to_uppercase).chain(letters).collect();
            found.extend([format!("{CASED}{own}"), format!("{CASED}{capital}")]);
        }
    }
    found
}

/// The word of a pattern for initials typed in capitals that are also a common word: `US` may mean the U.S.
pub fn typed_initials(chunk: &str) -> Option<String> {
    // An operator that was read as a word stays one.
    let is_initials =
        (2..=3).contains(&chunk.len()) && chunk != "OR" && chunk.bytes().all(|byte| byte.is_ascii_uppercase());
    (is_initials && INITIALS_AND_WORDS.contains(&format!(" {} ", chunk.to_lowercase()))).then(|| chunk.to_owned())
}

/// A word with each elided article, and without. Most words have none: then only the commonest articles are looked up.
fn elided(word: &str, articles: &dyn Fn(&str) -> u64) -> Vec<String> {
    let bare = without_article(word);
    if bare.is_none() && !may_follow_elision(word) {
        return Vec::new();
    }
    let base = bare.unwrap_or(word);
    let with = |article: &&str| format!("{article}'{base}");
    let (common, rare) = ELIDED.split_at(COMMON_ELIDED);
    let mut forms: Vec<String> = bare.map(str::to_owned).into_iter().chain(common.iter().map(with)).collect();
    if forms.iter().any(|form| articles(form) > 0) {
        forms.extend(rare.iter().map(with));
    }
    forms
}

/// `ukraine` for `l'ukraine`.
fn without_article(word: &str) -> Option<&str> {
    let (article, rest) = word.split_once('\'')?;
    (ELIDED.contains(&article) && may_follow_elision(rest)).then_some(rest)
}

/// Vowels, and an `h` that is not spoken.
fn may_follow_elision(word: &str) -> bool {
    word.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h'])
        && word.chars().count() >= AFTER_ELISION
        && word.chars().all(char::is_alphabetic)
}

/// The letters of initials with full stops: `us` for `u.s`, `phd` for `ph.d`. The analyzer cuts the last one.
fn initials(word: &str) -> Option<String> {
    let parts: Vec<&str> = word.split('.').collect();
    let are_initials = parts.len() > 1
        && parts.iter().all(|part| matches!(part.len(), 1 | 2) && part.bytes().all(|byte| byte.is_ascii_lowercase()))
        && parts.last().is_some_and(|last| last.len() == 1);
    are_initials.then(|| parts.concat())
}

fn is_short(word: &str) -> bool {
    (2..=MOST_INITIALS).contains(&word.len()) && word.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// Whether letters are a word besides initials: a listed one, or one of three letters and more that an archive mostly prints
/// without capitals (`her`, `big`).
pub(super) fn is_word_too(letters: &str, articles: &dyn Fn(&str) -> u64) -> bool {
    let in_capitals = || articles(&format!("{CASED}{}", letters.to_uppercase()));
    INITIALS_AND_WORDS.contains(&format!(" {letters} "))
        || letters.len() > 2 && in_capitals().saturating_mul(2) < articles(letters)
}

/// `10,000` and `10.000` for `10000`, and the other way round; not for a fraction such as `10.5`.
pub(super) fn number(word: &str) -> Vec<String> {
    let digits: String = word.chars().filter(|c| !matches!(c, ',' | '.')).collect();
    if digits.len() < 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.starts_with('0') {
        return Vec::new();
    }
    let grouped = |mark: &str| {
        let mut grouped = String::new();
        for (at, digit) in digits.chars().enumerate() {
            if at > 0 && (digits.len() - at).is_multiple_of(3) {
                grouped.push_str(mark);
            }
            grouped.push(digit);
        }
        grouped
    };
    let (english, german) = (grouped(","), grouped("."));
    let spaced = joined_term(digits.len().div_ceil(3).min(MOST_JOINED), &digits);
    if word == digits {
        // That it is one number and a fraction of another is rare.
        vec![english, german]
    } else if word == english {
        vec![digits.clone(), spaced]
    } else if word == german {
        vec![digits.clone(), english, spaced]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_may_be_written_in_several_ways() {
        let known = [
            "ukraine",
            "l'ukraine",
            "d'ukraine",
            "dell'ukraine",
            "obrien",
            "o'brien",
            "n.f.l",
            "nfl",
            "u.s",
            "us",
            "\u{2}US",
            "\u{2}NFL",
            "h.e.r",
            "\u{2}HER",
            "\u{2}US's",
            "ph.d",
            "phd",
            "p.m",
            "pm",
            "10000",
            "10,000",
            "10.000",
            "\u{3}210000",
            "\u{3}2email",
            "\u{3}2f16",
            "\u{3}2jk",
            "\u{3}2us",
            "\u{3}2resign",
            "&",
            "\u{3}2b117",
            "\u{2}Löwe",
            "1000000",
            "1,000,000",
            "all",
            "a.l.l",
            "order",
            "o'rder",
            "l'on",
            "on",
            "hydro",
            "d'hydro",
        ];
        let articles = |form: &str| if form == "her" { 9 } else { u64::from(known.contains(&form)) };
        let forms = |word: &str| written(word, &articles);
        for (word, want) in [
            ("ukraine", &["l'ukraine", "d'ukraine", "dell'ukraine"][..]),
            ("l'ukraine", &["ukraine", "d'ukraine", "dell'ukraine"]),
            ("hydro", &["d'hydro"]),
            ("obrien", &["o'brien"]),
            ("o'brien", &["obrien"]),
            ("nfl", &["n.f.l"]),
            ("n.f.l", &["nfl"]),
            ("u.s", &["\u{3}2us", "\u{2}US", "\u{2}US's"]),
            ("us", &[]),
            ("on", &[]),
            ("l'on", &[]),
            ("all", &[]),
            ("h.e.r", &["\u{2}HER"]),
            ("her", &[]),
            ("phd", &["ph.d"]),
            ("ph.d", &["phd"]),
            ("pm", &["p.m"]),
            ("10000", &["10,000", "10.000", "\u{3}210000"]),
            ("10,000", &["10000", "\u{3}210000"]),
            ("1000000", &["1,000,000"]),
            ("10,00", &[]),
            ("2024", &[]),
            ("10.000", &["10000", "10,000", "\u{3}210000"]),
            ("email", &["\u{3}2email"]),
            ("f16", &["\u{3}2f16"]),
            ("j.k", &["\u{3}2jk"]),
            ("resign", &[]),
            ("and", &["&"]),
            ("b117", &["\u{3}2b117"]),
            ("loewe", &["\u{2}Löwe"]),
            ("d'artagnan", &[]),
        ] {
            assert_eq!(forms(word), want, "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_too_strange(word in "\\PC{0,12}|[a-z0-9.,']{0,9}") {
            let forms = written(&word, &|_| 1);
            proptest::prop_assert!(!forms.contains(&word));
        }
    }
}
