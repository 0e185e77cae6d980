//! Words with particles and prefixes that are written as part of them: the particles of Korean; the article and one-letter
//! conjunctions and prepositions of Hebrew and Arabic. Only proposes; the archive decides which of them occur.

/// Shortest word in letters: shorter ones are mostly the beginning of other words.
const SHORTEST: usize = 3;

/// Shortest Korean word in syllables.
const SHORTEST_KOREAN: usize = 2;

/// A form that is this many times as common as the word is another word: `מדינה` is not from `דינה`.
const MUCH_COMMONER: u64 = 5;

/// The same for the Hebrew article, with which most nouns are commoner than without.
const WITH_ARTICLE: u64 = 20;

/// Prefixes of Hebrew: and, the, in, to, from, that, as, and their pairs.
const HEBREW: [&str; 18] =
    ["ו", "ה", "ב", "ל", "מ", "ש", "כ", "וה", "וב", "ול", "ומ", "וש", "וכ", "שה", "מה", "שב", "שמ", "כש"];

/// Prefixes of Arabic: the, and, in, to, as, so, and what they are written as together.
const ARABIC: [&str; 14] = ["ال", "و", "ب", "ل", "ف", "ك", "وال", "بال", "فال", "كال", "لل", "ولل", "وب", "ول"];

/// Particles of Korean after a consonant and after a vowel.
const KOREAN: [(&str, &str); 9] = [
    ("은", "는"),
    ("이", "가"),
    ("을", "를"),
    ("과", "와"),
    ("으로", "로"),
    ("이나", "나"),
    ("이라고", "라고"),
    ("이라는", "라는"),
    ("으로부터", "로부터"),
];

/// Particles of Korean after any sound.
const KOREAN_ANY: [&str; 17] = [
    "의",
    "에",
    "도",
    "만",
    "에서",
    "에게",
    "까지",
    "부터",
    "보다",
    "처럼",
    "에는",
    "에도",
    "에서는",
    "에서도",
    "께서",
    "마다",
    "뿐",
];

/// The forms of a word with and without particles and prefixes.
pub fn with_particles(word: &str, articles: &dyn Fn(&str) -> u64) -> Vec<String> {
    let Some(first) = word.chars().next() else { return Vec::new() };
    let subject =
        word.strip_suffix(['이', '가']).filter(|base| base.chars().count() >= SHORTEST_KOREAN && articles(base) > 0);
    let mut forms = match first {
        '\u{5d0}'..='\u{5ea}' => prefixed(word, &HEBREW),
        '\u{621}'..='\u{64a}' => prefixed(word, &ARABIC),
        '\u{ac00}'..='\u{d7a3}' => korean(subject.unwrap_or(word)),
        _ => return Vec::new(),
    };
    let own = articles(word);
    forms.retain(|form| {
        let (base, longer) = if form.len() < word.len() { (articles(form), own) } else { (own, articles(form)) };
        let has_article = first == 'ה' || form.starts_with('ה');
        let most = if has_article { WITH_ARTICLE } else { MUCH_COMMONER };
        form != word && articles(form) > 0 && (own == 0 || longer <= base.saturating_mul(most))
    });
    forms
}

/// A word without its article, if it has one, and with each prefix.
fn prefixed(word: &str, prefixes: &[&str]) -> Vec<String> {
    let is_long = |word: &str| word.chars().count() >= SHORTEST;
    if !is_long(word) || !word.chars().all(char::is_alphabetic) {
        return Vec::new();
    }
    // The article is the one prefix that a reader types with the word.
    let bare = match prefixes[0] {
        "ال" => word.strip_prefix("ال").filter(|bare| is_long(bare)),
        _ => word.strip_prefix('ה').filter(|bare| is_long(bare)),
    };
    let base = bare.unwrap_or(word);
    bare.map(str::to_owned).into_iter().chain(prefixes.iter().map(|prefix| format!("{prefix}{base}"))).collect()
}

/// A noun without its particle, and with each particle that may follow its last sound.
fn korean(word: &str) -> Vec<String> {
    let is_hangul = |c: char| ('\u{ac00}'..='\u{d7a3}').contains(&c);
    if word.chars().count() < SHORTEST_KOREAN || !word.chars().all(is_hangul) {
        return Vec::new();
    }
    let base = without_particle(word).unwrap_or(word);
    let mut forms: Vec<String> = KOREAN_ANY.iter().map(|particle| format!("{base}{particle}")).collect();
    forms.extend(KOREAN.iter().map(|pair| format!("{base}{}", fitting(base, pair))));
    forms.push(base.to_owned());
    forms
}

/// The particle of a pair that follows a word. Of `으로` and `로` the second follows an L, too.
fn fitting(word: &str, pair: &(&'static str, &'static str)) -> &'static str {
    const FINALS: u32 = 28;
    const L: u32 = 8;
    let last = word.chars().next_back().map_or(0, |c| (c as u32).wrapping_sub(0xac00) % FINALS);
    if last == 0 || last == L && pair.0.starts_with('으') { pair.1 } else { pair.0 }
}

/// A word without a particle that is never the end of a noun.
fn without_particle(word: &str) -> Option<&str> {
    let is_noun = |base: &&str| base.chars().count() >= SHORTEST_KOREAN;
    let long = KOREAN_ANY.iter().filter(|particle| particle.chars().count() > 1);
    if let Some(base) =
        long.filter_map(|particle| word.strip_suffix(particle)).filter(is_noun).min_by_key(|base| base.len())
    {
        return Some(base);
    }
    let sure = KOREAN.iter().filter(|pair| matches!(pair.0, "은" | "을" | "으로" | "으로부터"));
    let bases = sure.flat_map(|pair| [pair.0, pair.1].map(|particle| (word.strip_suffix(particle), particle, pair)));
    bases
        .filter_map(|(base, particle, pair)| base.filter(|base| is_noun(base) && fitting(base, pair) == particle))
        .min_by_key(|base| base.len())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn particles_and_prefixes_belong_to_the_word() {
        let known = [
            ("대통령", 9),
            ("대통령은", 5),
            ("대통령이", 4),
            ("대통령가", 2),
            ("서울", 5),
            ("서울에서", 3),
            ("서울로", 1),
            ("ממשלה", 9),
            ("הממשלה", 20),
            ("בממשלה", 3),
            ("דינה", 1),
            ("מדינה", 90),
            ("رئيس", 9),
            ("الرئيس", 30),
            ("والرئيس", 2),
            ("للرئيس", 1),
        ];
        let articles = |word: &str| known.iter().find(|(form, _)| *form == word).map_or(0, |(_, articles)| *articles);
        for (word, want) in [
            ("대통령", &["대통령은", "대통령이"][..]),
            ("대통령은", &["대통령이", "대통령"]),
            ("대통령이", &["대통령은", "대통령"]),
            ("הממשלה", &["ממשלה", "בממשלה"]),
            ("서울", &["서울에서", "서울로"]),
            ("ממשלה", &["הממשלה", "בממשלה"]),
            ("דינה", &[]),
            ("رئيس", &["الرئيس", "والرئيس", "للرئيس"]),
            ("الرئيس", &["رئيس", "والرئيس", "للرئيس"]),
            ("word", &[]),
        ] {
            let mut forms = with_particles(word, &articles);
            let mut want: Vec<&str> = want.to_vec();
            forms.sort();
            want.sort_unstable();
            assert_eq!(forms, want, "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_too_strange(word in "\\PC{0,12}|[가-힣]{0,6}|[א-ת]{0,6}|[ء-ي]{0,6}") {
            let forms = with_particles(&word, &|_| 1);
            proptest::prop_assert!(!forms.contains(&word));
        }
    }
}
