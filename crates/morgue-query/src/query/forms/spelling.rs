//! British and American spellings of one English word: `labour` and `labor`, `organise` and `organize`. Only proposes; the archive
//! decides which of them occur.

/// Stems in `-our` that Americans write with `-or`.
const OUR: &str = " arb arbo arm behavi cand clam col demean endeav fav ferv flav glam harb hon hum lab misdemean neighb od parl ranc rig \
    rum sav savi splend tum val vap vig ";

/// What may follow `-our`.
const AFTER_OUR: &str = "  s ed ing able ably ful fully less ite ites er ers hood hoods ly al er ation ";

/// Stems in `-re` that Americans write with `-er`.
const RE: &str = " calib cent epicent fib lit lust meag met kilomet centimet millimet milliliter sab salpet scept somb spect theat \
    amphitheat millilit ";

/// Pairs of beginnings of words, British and American; the rest of the word is the same.
const STARTS: &[(&str, &str)] = &[
    ("aluminium", "aluminum"),
    ("anaem", "anem"),
    ("anaesth", "anesth"),
    ("analogue", "analog"),
    ("artefact", "artifact"),
    ("catalogue", "catalog"),
    ("cosy", "cozy"),
    ("cosie", "cozie"),
    ("defence", "defense"),
    ("dialogue", "dialog"),
    ("diarrhoea", "diarrhea"),
    ("encyclopaed", "encycloped"),
    ("enquir", "inquir"),
    ("foetus", "fetus"),
    ("foetal", "fetal"),
    ("fulfilment", "fulfillment"),
    ("gynaecolog", "gynecolog"),
    ("haemo", "hemo"),
    ("instalment", "installment"),
    ("jewellery", "jewelry"),
    ("judgement", "judgment"),
    ("leukaemia", "leukemia"),
    ("licence", "license"),
    ("manoeuvr", "maneuver"),
    ("mould", "mold"),
    ("moustache", "mustache"),
    ("oestrogen", "estrogen"),
    ("offence", "offense"),
    ("orthopaed", "orthoped"),
    ("paediatr", "pediatr"),
    ("plough", "plow"),
    ("practise", "practice"),
    ("pretence", "pretense"),
    ("programme", "program"),
    ("pyjama", "pajama"),
    ("sceptic", "skeptic"),
    ("skilful", "skillful"),
    ("sulph", "sulf"),
    ("whisky", "whiskey"),
    ("wilful", "willful"),
    ("ageing", "aging"),
];

/// Endings of verbs and what is derived from them.
const ISE: [(&str, &str); 8] = [
    ("ise", "ize"),
    ("ised", "ized"),
    ("ises", "izes"),
    ("ising", "izing"),
    ("iser", "izer"),
    ("isers", "izers"),
    ("isation", "ization"),
    ("isations", "izations"),
];

/// Words whose other spelling is a different word.
const NEVER: &str = " prise prize prises prizes prised prized sise size sises sizes sised sized molding molder ";

/// Shortest stem in front of `-ise`: `organ`, not `r`, `w` and the `Den` of a name.
const SHORTEST_STEM: usize = 4;

/// The British or American spelling of a word; several where the rule is not certain.
pub fn spellings(word: &str) -> Vec<String> {
    let mut found = Vec::new();
    if word.len() < 4 || !word.bytes().all(|byte| byte.is_ascii_lowercase()) || is_in(NEVER, word) {
        return found;
    }
    for (british, american) in STARTS {
        for (own, other) in [(british, american), (american, british)] {
            // The shorter spelling is a part of the longer one in `catalogue`.
            let is_own = own.len() > other.len() || !word.starts_with(other);
            if let Some(rest) = word.strip_prefix(own).filter(|rest| is_own && rest.len() <= 6) {
                found.push(format!("{other}{rest}"));
            }
        }
    }
    our(word, &mut found);
    centre(word, &mut found);
    for (british, american) in ISE {
        for (own, other) in [(british, american), (american, british)] {
            if let Some(stem) = word.strip_suffix(own).filter(|stem| stem.len() >= SHORTEST_STEM) {
                found.push(format!("{stem}{other}"));
            }
        }
    }
    if let Some((stem, rest)) = word.split_once("lys").filter(|(stem, rest)| stem.len() > 2 && rest.starts_with('e')) {
        found.push(format!("{stem}lyz{rest}"));
    } else if let Some((stem, rest)) = word.split_once("lyz").filter(|(stem, _)| stem.len() > 2) {
        found.push(format!("{stem}lys{rest}"));
    }
    doubled(word, &mut found);
    found.retain(|other| other != word);
    found.dedup();
    found
}

fn is_in(list: &str, word: &str) -> bool {
    list.contains(&format!(" {word} "))
}

/// `labours` and `labors`.
fn our(word: &str, found: &mut Vec<String>) {
    for (own, other) in [("our", "or"), ("or", "our")] {
        for (at, _) in word.match_indices(own) {
            let (stem, rest) = (&word[..at], &word[at + own.len()..]);
            let bare = ["dis", "un", "re", "dis"].iter().find_map(|start| stem.strip_prefix(start)).unwrap_or(stem);
            if (is_in(OUR, stem) || is_in(OUR, bare)) && is_in(AFTER_OUR, rest) {
                found.push(format!("{stem}{other}{rest}"));
            }
        }
    }
}

/// `centres` and `centers`.
fn centre(word: &str, found: &mut Vec<String>) {
    for (own, other) in [("re", "er"), ("res", "ers"), ("er", "re"), ("ers", "res"), ("red", "ered"), ("ered", "red")] {
        if let Some(stem) = word.strip_suffix(own).filter(|stem| is_in(RE, stem)) {
            found.push(format!("{stem}{other}"));
        }
    }
}

/// `travelled` and `traveled`: verbs of two syllables and more that end in `-el` and `-al`.
fn doubled(word: &str, found: &mut Vec<String>) {
    for ending in ["ed", "ing", "er", "ers", "or", "ors"] {
        let Some(stem) = word.strip_suffix(ending).filter(|stem| stem.len() > 4) else { continue };
        let (bare, other) = match stem.strip_suffix("ll") {
            Some(bare) => (bare, format!("{bare}l{ending}")),
            None => match stem.strip_suffix('l') {
                Some(bare) => (bare, format!("{bare}ll{ending}")),
                None => continue,
            },
        };
        let vowel = |c: char| matches!(c, 'a' | 'e' | 'i' | 'o' | 'u');
        let ends = bare.ends_with(['a', 'e', 'o']) && !bare[..bare.len() - 1].ends_with(vowel);
        if ends && bare[..bare.len() - 1].contains(vowel) {
            found.push(other);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_word_has_two_spellings() {
        for (word, want) in [
            ("labour", &["labor"][..]),
            ("labor", &["labour"]),
            ("colourful", &["colorful"]),
            ("neighborhoods", &["neighbourhoods"]),
            ("dishonour", &["dishonor"]),
            ("organise", &["organize"]),
            ("organization", &["organisation"]),
            ("analysed", &["analyzed"]),
            ("centres", &["centers"]),
            ("theater", &["theatre"]),
            ("travelled", &["traveled"]),
            ("counselor", &["counsellor"]),
            ("defence", &["defense"]),
            ("programmes", &["programs"]),
            ("paediatrician", &["pediatrician"]),
            ("filled", &[]),
            ("filing", &[]),
            ("prize", &[]),
            ("rise", &[]),
            ("four", &[]),
            ("hour", &[]),
            ("doctor", &[]),
            ("analysis", &[]),
            ("letter", &[]),
            ("called", &[]),
        ] {
            assert_eq!(spellings(word), want, "{word}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_word_is_too_strange(word in "\\PC{0,12}|[a-z]{0,12}") {
            spellings(&word);
        }
    }
}
