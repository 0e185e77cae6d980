//! Which words of the archive are inflections of one another: `sanction` and `sanctions`, `try` and `tried`, `stop` and
//! `stopping`. Only forms of the same word, never words derived from it: `import` is not `important`. English only. Of pairs
//! drawn by their frequency in headlines and judged by hand, 4 % did not belong together (`trump`, `trumped`).

use super::stop_words::is_stop_word;

/// Shortest word whose ending is looked at.
const SHORTEST: usize = 4;

/// A base is accepted if it has at least this share of the inflected word's articles: rejects `texa` and `jame`.
const SHARE: u64 = 100;

/// Words that look inflected and are not, or mean something different from their base.
const NEVER: [&str; 22] = [
    "news",
    "goods",
    "arms",
    "customs",
    "means",
    "united",
    "series",
    "species",
    "during",
    "morning",
    "evening",
    "thing",
    "things",
    "something",
    "anything",
    "everything",
    "nothing",
    "times",
    "being",
    "wedding",
    "according",
    "including",
];

/// Irregular bases.
const IRREGULAR: [(&str, &str); 28] = [
    ("used", "use"),
    ("using", "use"),
    ("died", "die"),
    ("dying", "die"),
    ("dies", "die"),
    ("lied", "lie"),
    ("lying", "lie"),
    ("lies", "lie"),
    ("tied", "tie"),
    ("tying", "tie"),
    ("ties", "tie"),
    ("women", "woman"),
    ("men", "man"),
    ("children", "child"),
    ("feet", "foot"),
    ("teeth", "tooth"),
    ("mice", "mouse"),
    ("wives", "wife"),
    ("knives", "knife"),
    ("midwives", "midwife"),
    ("housewives", "housewife"),
    ("movies", "movie"),
    ("cookies", "cookie"),
    ("rookies", "rookie"),
    ("zombies", "zombie"),
    ("buses", "bus"),
    ("crises", "crisis"),
    ("analyses", "analysis"),
];

/// Verbs in `-ee` whose past form is regular (`freed`, not `indeed`).
const EED: [&str; 6] = ["agreed", "disagreed", "freed", "guaranteed", "refereed", "decreed"];

/// The other forms of a word that the archive has, ordered by rule; never the word itself. Empty for stop words,
/// numbers and words with characters outside `a` to `z`. `articles` returns the English articles with a word.
///
/// The word itself counts as one of the archive, and a base that no article has is accepted between two of its forms: an
/// archive of one article has the same rule as one of a million, where every base occurs.
pub fn inflections(word: &str, articles: &dyn Fn(&str) -> u64) -> Vec<String> {
    if !can_inflect(word) {
        return Vec::new();
    }
    let known = |other: &str| articles(other).max(u64::from(other == word));
    let root = root(word, &known);
    let mut forms: Vec<String> = Vec::new();
    let mut add = |base: &str, belongs: &dyn Fn(&str) -> bool| {
        for form in candidates(base) {
            let fits = form != word && can_inflect(&form) && !forms.contains(&form) && articles(&form) > 0;
            if fits && belongs(&form) {
                forms.push(form);
            }
        }
    };
    add(&root, &|form| self::root(form, &known) == root);
    if let Some(base) = unseen_base(word, &known).filter(|_| root == word) {
        add(&base, &|form| self::root(form, &known) == form && unseen_base(form, &known).as_ref() == Some(&base));
    }
    forms
}

/// The most likely base of a word of which the archive has none.
fn unseen_base(word: &str, articles: &dyn Fn(&str) -> u64) -> Option<String> {
    let bases = bases(word);
    let unseen = bases.iter().all(|base| articles(base) == 0);
    bases.into_iter().next().filter(|_| unseen)
}

fn can_inflect(word: &str) -> bool {
    word.len() >= 3 && word.bytes().all(|byte| byte.is_ascii_lowercase()) && !is_stop_word(word)
}

/// The base of a form: removes up to three endings, as long as the archive has the remaining word.
fn root(word: &str, articles: &dyn Fn(&str) -> u64) -> String {
    let mut root = word.to_owned();
    for _ in 0..3 {
        let frequency = articles(&root);
        let known = |base: &String| {
            let own = articles(base);
            !is_stop_word(base) && own >= 1 && own >= frequency / SHARE
        };
        match bases(&root).into_iter().find(known) {
            Some(base) => root = base,
            None => break,
        }
    }
    root
}

/// What a word may be a form of, the most likely first.
fn bases(word: &str) -> Vec<String> {
    if let Some((_, base)) = IRREGULAR.iter().find(|(form, _)| *form == word) {
        return vec![(*base).to_owned()];
    }
    if word.len() < SHORTEST || NEVER.contains(&word) || !word.bytes().all(|byte| byte.is_ascii_lowercase()) {
        return Vec::new();
    }
    let with = |stem: &str, endings: &[&str]| endings.iter().map(|ending| format!("{stem}{ending}")).collect();
    if let Some(stem) = word.strip_suffix("ies") {
        return with(stem, &["y"]);
    }
    if let Some(stem) = word.strip_suffix("ves") {
        return with(stem, &["ve", "f", "fe"]);
    }
    if let Some(stem) = word.strip_suffix("es") {
        let hisses = stem.ends_with(['s', 'x', 'z', 'o']) || stem.ends_with("ch") || stem.ends_with("sh");
        return with(stem, if hisses { &["", "e"] } else { &["e"] });
    }
    if let Some(stem) = word.strip_suffix('s') {
        return if stem.ends_with(['s', 'u', 'i']) { Vec::new() } else { with(stem, &[""]) };
    }
    if let Some(stem) = word.strip_suffix("ied") {
        return with(stem, &["y"]);
    }
    if word.ends_with("eed") {
        return if EED.contains(&word) { with(&word[..word.len() - 1], &[""]) } else { Vec::new() };
    }
    match word.strip_suffix("ed").or_else(|| word.strip_suffix("ing")) {
        Some(stem) if stem.len() >= 3 && stem.contains(is_vowel) => verb_bases(stem),
        _ => Vec::new(),
    }
}

/// What precedes `-ed` and `-ing` to the verb: `stopp` is stop, `call` is call, `rat` is rate, `visit` is visit.
fn verb_bases(stem: &str) -> Vec<String> {
    let bytes = stem.as_bytes();
    let last = bytes[bytes.len() - 1];
    let doubled = bytes[bytes.len() - 2] == last && !is_vowel(char::from(last));
    let whole = stem.to_owned();
    if doubled {
        let single = stem[..stem.len() - 1].to_owned();
        return if matches!(last, b'l' | b's' | b'z' | b'f') { vec![whole, single] } else { vec![single, whole] };
    }
    let with_e = format!("{stem}e");
    let short = vowel_groups(stem) == 1
        && !is_vowel(char::from(last))
        && !matches!(last, b'w' | b'x' | b'y')
        && is_vowel(char::from(bytes[bytes.len() - 2]));
    if short { vec![with_e, whole] } else { vec![whole, with_e] }
}

fn vowel_groups(text: &str) -> usize {
    let mut groups = 0;
    let mut inside = false;
    for c in text.chars() {
        groups += usize::from(is_vowel(c) && !inside);
        inside = is_vowel(c);
    }
    groups
}

fn is_vowel(c: char) -> bool {
    matches!(c, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

/// Possible forms of a root.
fn candidates(root: &str) -> Vec<String> {
    let mut forms: Vec<String> = vec![root.to_owned()];
    forms.extend(["s", "es", "ed", "d", "ing", "ings"].map(|ending| format!("{root}{ending}")));
    if let Some(stem) = root.strip_suffix('y') {
        forms.extend([format!("{stem}ies"), format!("{stem}ied")]);
    }
    if let Some(stem) = root.strip_suffix('e') {
        forms.extend([format!("{stem}ing"), format!("{stem}ings")]);
    }
    if let Some(last) = root.chars().last().filter(|last| !is_vowel(*last)) {
        forms.extend(["ed", "ing", "ings"].map(|ending| format!("{root}{last}{ending}")));
    }
    if let Some(stem) = root.strip_suffix("fe").or_else(|| root.strip_suffix('f')) {
        forms.push(format!("{stem}ves"));
    }
    forms.extend(IRREGULAR.iter().filter(|(_, base)| *base == root).map(|(form, _)| (*form).to_owned()));
    forms
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Words and the number of articles that contain them.
    struct Words(&'static [(&'static str, u64)]);

    impl Words {
        fn articles(&self, word: &str) -> u64 {
            self.0.iter().find(|(known, _)| *known == word).map_or(0, |(_, frequency)| *frequency)
        }
    }

    const ARCHIVE: Words = Words(&[
        ("sanction", 40),
        ("sanctions", 90),
        ("sanctioned", 9),
        ("sanctioning", 2),
        ("import", 20),
        ("imports", 30),
        ("important", 80),
        ("protest", 30),
        ("protests", 40),
        ("protestant", 8),
        ("stop", 50),
        ("stops", 8),
        ("stopped", 30),
        ("stopping", 7),
        ("rate", 60),
        ("rates", 40),
        ("rated", 9),
        ("rating", 20),
        ("ratings", 12),
        ("rat", 5),
        ("rats", 6),
        ("try", 50),
        ("tries", 9),
        ("tried", 40),
        ("trying", 44),
        ("leaf", 5),
        ("leaves", 20),
        ("leave", 40),
        ("leaving", 21),
        ("texas", 900),
        ("texa", 2),
        ("new", 900),
        ("news", 700),
        ("woman", 60),
        ("women", 80),
        ("agree", 20),
        ("agreed", 30),
        ("indeed", 9),
        ("bus", 20),
        ("buses", 10),
        ("call", 50),
        ("called", 60),
        ("calling", 20),
        ("visit", 30),
        ("visited", 12),
        ("united", 90),
        ("unit", 30),
        ("the", 9000),
        ("police", 90),
        ("time", 500),
        ("times", 300),
        ("king", 30),
        ("need", 90),
        ("needs", 60),
        ("needed", 50),
    ]);

    #[test]
    fn forms_of_one_word_belong_together_and_derived_words_do_not() {
        let cases: [(&str, &[&str]); 22] = [
            ("sanction", &["sanctions", "sanctioned", "sanctioning"]),
            ("sanctioned", &["sanction", "sanctions", "sanctioning"]),
            ("import", &["imports"]),
            ("important", &[]),
            ("protest", &["protests"]),
            ("protestant", &[]),
            ("stopping", &["stop", "stops", "stopped"]),
            ("rating", &["rate", "rates", "rated", "ratings"]),
            ("rat", &["rats"]),
            ("tried", &["try", "trying", "tries"]),
            ("leave", &["leaves", "leaving"]),
            ("texas", &[]),
            ("new", &[]),
            ("news", &[]),
            ("women", &["woman"]),
            ("agreed", &["agree"]),
            ("indeed", &[]),
            ("buses", &["bus"]),
            ("called", &["call", "calling"]),
            ("united", &[]),
            ("the", &[]),
            ("need", &["needs", "needed"]),
        ];
        for (word, want) in cases {
            assert_eq!(inflections(word, &|word| ARCHIVE.articles(word)), want, "{word}");
        }
    }

    #[test]
    fn a_word_the_archive_does_not_hold_has_the_forms_of_its_base() {
        assert_eq!(inflections("visiting", &|word| ARCHIVE.articles(word)), ["visit", "visited"]);
        assert_eq!(inflections("policed", &|word| ARCHIVE.articles(word)), ["police"]);
    }

    #[test]
    fn one_article_is_enough_for_a_form() {
        let pairs =
            [("robot", "robots"), ("robots", "robot"), ("visiting", "visited"), ("tries", "try"), ("rated", "rating")];
        for (word, other) in pairs {
            let articles = |known: &str| u64::from(known == other);
            assert_eq!(inflections(word, &articles), [other], "{word}");
        }
        for (word, other) in [("hundred", "hundreds"), ("texas", "texan"), ("king", "kings")] {
            let both = |known: &str| u64::from(known == word || known == other);
            let want: &[&str] = if other == "texan" { &[] } else { &[other] };
            assert_eq!(inflections(word, &both), want, "{word}");
        }
    }

    #[test]
    fn what_is_no_english_word_has_no_forms() {
        for word in ["", "s", "us", "covid19", "café", "москва", "u.s", "12s", "中"] {
            assert_eq!(inflections(word, &|word| ARCHIVE.articles(word)), Vec::<String>::new(), "{word}");
        }
    }

    #[test]
    fn belonging_together_is_mutual() {
        for (word, _) in ARCHIVE.0 {
            for form in inflections(word, &|word| ARCHIVE.articles(word)) {
                assert!(
                    inflections(&form, &|word| ARCHIVE.articles(word)).contains(&(*word).to_owned()),
                    "{form} does not give {word}"
                );
            }
        }
    }
}
