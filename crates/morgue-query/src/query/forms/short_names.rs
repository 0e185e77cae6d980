//! Which names a short form means: `NYT` and `NY Times` mean The New York Times, `IEA` the International Energy Agency. Names and
//! short forms are folded.

/// Words that acronyms usually skip.
const SMALL: &str = " a an and by de del der des di du e et for in la le los of on the und von y & ";

/// Legal forms of companies.
const SUFFIXES: &str = " ag co corp gmbh inc llc ltd nv plc sa ";

/// Fewest and most letters of an acronym.
const LETTERS: std::ops::RangeInclusive<usize> = 2..=8;

/// Whether a name is what a short form means; `least`: the fewest letters of an acronym.
pub fn is_short_for(short: &str, name: &str, least: usize) -> bool {
    let mut words: Vec<&str> = name.split([' ', '-']).filter(|word| !word.is_empty()).collect();
    words.retain(|word| !SUFFIXES.contains(&format!(" {} ", word.trim_end_matches(['.', ',']))));
    let short = short.strip_prefix("the ").unwrap_or(short);
    let parts: Vec<String> = short.split([' ', '-']).map(|part| part.replace('.', "")).collect();
    if words.len() < 2 || parts.iter().any(String::is_empty) {
        return false;
    }
    match &parts[..] {
        [letters] => letters.chars().count() >= least && is_acronym(letters, &words),
        _ => abbreviates(&parts, &words) && parts.len() < words.len(),
    }
}

/// Whether letters are the initials of a name, with its small words or without.
fn is_acronym(letters: &str, words: &[&str]) -> bool {
    let initials = |with_small: bool| -> String {
        // Los Angeles keeps its article.
        let counted =
            words.iter().enumerate().filter(|(at, word)| with_small || *at == 0 && **word != "the" || !is_small(word));
        counted.filter_map(|(_, word)| word.chars().next()).collect()
    };
    let plain = letters.chars().all(char::is_alphabetic) && LETTERS.contains(&letters.chars().count());
    plain && (initials(false) == letters || initials(true) == letters)
}

/// Whether each part of a short form is the next word of a name, or the initials of the next words; one at least is a word.
fn abbreviates(parts: &[String], words: &[&str]) -> bool {
    let (mut at, mut whole) = (0, 0);
    for part in parts {
        let count = part.chars().count();
        let initials = |at: usize| {
            let run = words.get(at..at + count).filter(|_| count > 1);
            run.is_some_and(|run| run.iter().map(|word| word.chars().next()).eq(part.chars().map(Some)))
        };
        while words.get(at).is_some_and(|word| word != part && is_small(word)) && !initials(at) {
            at += 1;
        }
        if words.get(at) == Some(&part.as_str()) {
            (at, whole) = (at + 1, whole + 1);
        } else if initials(at) {
            at += count;
        } else {
            return false;
        }
    }
    whole > 0 && at == words.len()
}

fn is_small(word: &str) -> bool {
    SMALL.contains(&format!(" {word} "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn initials_and_abbreviations_mean_the_whole_name() {
        for (short, name, want) in [
            ("nyt", "the new york times", true),
            ("ny times", "the new york times", true),
            ("the ny times", "new york times", true),
            ("la times", "los angeles times", true),
            ("iea", "international energy agency", true),
            ("i.e.a.", "international energy agency", true),
            ("ap", "associated press", true),
            ("doj", "department of justice", true),
            ("ft", "financial times", true),
            ("ai", "apple inc.", false),
            ("ai", "los angeles international", false),
            ("nyt", "new york post", false),
            ("times", "the new york times", false),
            ("new york", "the new york times", false),
            ("ny", "nyack", false),
            ("cnn", "cnn", false),
            ("", "a b", false),
        ] {
            assert_eq!(is_short_for(short, name, 2), want, "{short}: {name}");
        }
    }

    proptest::proptest! {
        #[test]
        fn nothing_is_too_strange(short in "\\PC{0,12}", name in "\\PC{0,24}") {
            is_short_for(&short, &name, 2);
        }
    }
}
