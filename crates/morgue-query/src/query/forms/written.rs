//! Other ways in which one word is written: `l'Ukraine`, `N.F.L.`, `10,000`, `O'Brien`. Each counts as the word, in articles of every
//! language.

use crate::terms::{CASED, CASED_ENDINGS};

/// Articles, prepositions and pronouns of French, Italian and Catalan that lose their vowel before the next word.
const ELIDED: [&str; 22] = [
    "l", "d", "qu", "j", "m", "n", "s", "t", "c", "jusqu", "lorsqu", "puisqu", "quoiqu", "dell", "all", "nell", "sull",
    "dall", "un", "quest", "quell", "sant",
];

/// Words that are also initials: the U.S. is not the pronoun.
const INITIALS_AND_WORDS: &str = " ad ah ai am an as at au be by de do eh el en et ex go ha he hi ho id if il in is it la le lo ma me mi \
    my no of oh ok on or os ox pa ta to un up us we who are was one may all its art act aid air arm ";

/// Fewest letters of a word after an elided article: `l'on` is a pronoun of its own.
const AFTER_ELISION: usize = 3;

/// Most letters of initials: `u.s.s.r`.
const MOST_INITIALS: usize = 5;

/// The other written forms of a folded word that occur in an archive, without the word itself.
pub fn written(word: &str, articles: &dyn Fn(&str) -> u64) -> Vec<String> {
    let mut forms = Vec::new();
    let mut add = |form: String| {
        if form != word && !forms.contains(&form) && articles(&form) > 0 {
            forms.push(form);
        }
    };
    if let Some(bare) = without_article(word) {
        add(bare.to_owned());
        ELIDED.iter().for_each(|article| add(format!("{article}'{bare}")));
    } else if may_follow_elision(word) {
        ELIDED.iter().for_each(|article| add(format!("{article}'{word}")));
    }
    if let Some(rest) = word.strip_prefix("o'") {
        add(format!("o{rest}"));
    } else if let Some(rest) = word.strip_prefix('o').filter(|rest| rest.len() > 2) {
        add(format!("o'{rest}"));
    }
    if let Some(letters) = initials(word) {
        let are_single = word.len() + 1 == 2 * letters.len();
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
    if let Some(other) = number(word) {
        add(other);
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
fn is_word_too(letters: &str, articles: &dyn Fn(&str) -> u64) -> bool {
    let in_capitals = || articles(&format!("{CASED}{}", letters.to_uppercase()));
    INITIALS_AND_WORDS.contains(&format!(" {letters} "))
        || letters.len() > 2 && in_capitals().saturating_mul(2) < articles(letters)
}

/// `10,000` for `10000`, and the other way round.
fn number(word: &str) -> Option<String> {
    let digits: String = word.chars().filter(|c| *c != ',').collect();
    if digits.len() < 4 || !digits.bytes().all(|byte| byte.is_ascii_digit()) || digits.starts_with('0') {
        return None;
    }
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    match word.contains(',') {
        true => (word == grouped).then_some(digits),
        false => Some(grouped),
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
            ("u.s", &["\u{2}US", "\u{2}US's"]),
            ("us", &[]),
            ("on", &[]),
            ("l'on", &[]),
            ("all", &[]),
            ("h.e.r", &["\u{2}HER"]),
            ("her", &[]),
            ("phd", &["ph.d"]),
            ("ph.d", &["phd"]),
            ("pm", &["p.m"]),
            ("10000", &["10,000"]),
            ("10,000", &["10000"]),
            ("1000000", &["1,000,000"]),
            ("10,00", &[]),
            ("2024", &[]),
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
