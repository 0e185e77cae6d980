//! Finds the other forms of a word that an archive has, by the rules of its language: `закона` and `законы` for Russian `закон`,
//! `chevaux` for French `cheval`, `macht` and `gemacht` for German `machen`. Words and forms are folded: lower case, no accents.
//! Derived words are not forms.
//!
//! A class in a rule file is a set of endings; a stem with a class is a paradigm. Only the articles of its forms decide whether
//! the archive supports a paradigm, never the word of the query: if `b` is a form of `a`, `a` is a form of `b`.

mod rules;

use rules::{Class, Ending};
use std::cell::RefCell;
use std::collections::HashMap;

pub use rules::Rules;

/// A form of a paradigm that the archive has.
struct Attested {
    form: String,
    articles: u64,
    weak: bool,
}

/// A class with a stem and the changed stem.
struct Paradigm<'a> {
    class: &'a Class,
    stem: String,
    changed: String,
}

/// The other forms of a word that the archive has, never the word itself. `articles` returns the articles of the language
/// with a form. The word itself counts as one of the archive.
pub fn inflections(rules: &Rules, word: &str, articles: &dyn Fn(&str) -> u64) -> Vec<String> {
    if !rules.can_inflect(word) {
        return Vec::new();
    }
    let seen: RefCell<HashMap<String, u64>> = RefCell::default();
    let known = |form: &str| {
        if let Some(count) = seen.borrow().get(form) {
            return *count;
        }
        let count = articles(form).max(u64::from(form == word));
        seen.borrow_mut().insert(form.to_owned(), count);
        count
    };
    let mut forms: Vec<String> = Vec::new();
    let mut add = |form: String| {
        let fits = form != word && !forms.contains(&form) && !rules.are_apart(word, &form);
        if fits && rules.can_inflect(&form) && known(&form) > 0 {
            forms.push(form);
        }
    };
    for (line, prefix) in rules.irregular_lines(word) {
        rules.irregular[line].forms.iter().filter_map(|form| rules.prefixed(prefix, form)).for_each(&mut add);
    }
    if rules.is_regular(word) {
        for paradigm in paradigms(rules, word) {
            let accepted = paradigm.accepted(rules, &known);
            if accepted.iter().any(|form| form == word) {
                accepted.into_iter().for_each(&mut add);
            }
        }
    }
    forms
}

/// The paradigms a word may be in.
fn paradigms<'a>(rules: &'a Rules, word: &str) -> Vec<Paradigm<'a>> {
    let mut found: Vec<Paradigm> = Vec::new();
    for class in &rules.classes {
        let first = found.len();
        for ending in &class.endings {
            for before in rules.stems(word, &ending.form) {
                for (stem, changed) in rules.both_stems(class, ending, &before) {
                    if !found[first..].iter().any(|known| known.stem == stem && known.changed == changed) {
                        found.push(Paradigm { class, stem, changed });
                    }
                }
            }
        }
    }
    found
}

impl Paradigm<'_> {
    fn form(&self, rules: &Rules, ending: &Ending) -> Option<String> {
        rules.build(if ending.changed { &self.changed } else { &self.stem }, &ending.form)
    }

    /// The forms that belong together; none if the archive does not have enough of them.
    fn accepted(&self, rules: &Rules, articles: &dyn Fn(&str) -> u64) -> Vec<String> {
        let class = self.class;
        let attested = |ending: &Ending| {
            let form = self.form(rules, ending).filter(|form| rules.can_inflect(form))?;
            let articles = articles(&form);
            (articles > 0 && rules.is_regular(&form)).then_some(Attested { form, articles, weak: ending.weak })
        };
        let is_attested = |ending: &&Ending| attested(ending).is_some();
        let mut keys = class.endings.iter().filter(|ending| ending.key).peekable();
        if keys.peek().is_some() && !keys.any(|key| is_attested(&key)) {
            return Vec::new();
        }
        if class.endings.iter().take(class.probe).filter(is_attested).count() < class.probe.min(2) {
            return Vec::new();
        }
        let others = self.others(rules, articles);
        let mut forms: Vec<Attested> = Vec::new();
        for found in class.endings.iter().filter_map(attested) {
            if !others.contains(&found.form) && !forms.iter().any(|known| known.form == found.form) {
                forms.push(found);
            }
        }
        let sure = || forms.iter().filter(|form| !form.weak);
        let most = sure().map(|form| form.articles).sum::<u64>().saturating_mul(class.weak);
        if sure().count() < class.need {
            return Vec::new();
        }
        forms.into_iter().filter(|form| !form.weak || form.articles <= most).map(|form| form.form).collect()
    }

    /// Forms that have an ending of the class but, by the number of their articles, belong to another word.
    fn others(&self, rules: &Rules, articles: &dyn Fn(&str) -> u64) -> Vec<String> {
        let class = self.class;
        let count = |ending: &Ending| self.form(rules, ending).map_or(0, |form| articles(&form));
        let are_noun = |one: &Ending, many: &Ending| {
            let plurals = count(many);
            plurals > 0 && plurals.saturating_mul(class.share) >= count(one)
        };
        let nouns = class.nouns.iter().filter(|(one, many)| are_noun(one, many)).flat_map(|(one, many)| [one, many]);
        let over = class.under.iter().filter(|(a, b)| count(a) / 2 > count(b)).map(|(a, _)| a);
        nouns.chain(over).filter_map(|ending| self.form(rules, ending)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LANGUAGES: [(&str, &str); 14] = [
        ("da", include_str!("data/da.txt")),
        ("de", include_str!("data/de.txt")),
        ("el", include_str!("data/el.txt")),
        ("es", include_str!("data/es.txt")),
        ("fr", include_str!("data/fr.txt")),
        ("it", include_str!("data/it.txt")),
        ("nb", include_str!("data/nb.txt")),
        ("nl", include_str!("data/nl.txt")),
        ("pl", include_str!("data/pl.txt")),
        ("pt", include_str!("data/pt.txt")),
        ("ru", include_str!("data/ru.txt")),
        ("sv", include_str!("data/sv.txt")),
        ("tr", include_str!("data/tr.txt")),
        ("uk", include_str!("data/uk.txt")),
    ];

    fn rules(lang: &str) -> Rules {
        LANGUAGES.iter().find(|(known, _)| *known == lang).map(|(_, text)| Rules::parse(text)).unwrap_or_default()
    }

    /// The forms of a word in an archive of the words of a line, each in 100 articles.
    fn forms(rules: &Rules, word: &str, archive: &str) -> String {
        let articles = |form: &str| archive.split(' ').filter(|known| *known == form).count() as u64 * 100;
        let mut forms = inflections(rules, word, &articles);
        forms.sort_unstable();
        forms.join(" ")
    }

    #[test]
    fn forms_of_one_word_belong_together() {
        for (lang, archive) in [
            ("da", "avis avisen aviser aviserne"),
            ("de", "machen macht machte gemacht"),
            ("de", "haus hauser hauses hausern"),
            ("de", "annehmen annimmt angenommen anzunehmen"),
            ("el", "νομοσ νομου νομο νομοι νομων νομουσ"),
            ("es", "hablar habla habla hablaron hablando"),
            ("fr", "cheval chevaux"),
            ("it", "legge leggi"),
            ("nb", "avis avisen aviser avisene"),
            ("nl", "brief brieven"),
            ("pl", "ustawa ustawy ustawie ustawa"),
            ("pt", "eleicao eleicoes"),
            ("ru", "закон закона закону законы"),
            ("sv", "tidning tidningen tidningar"),
            ("tr", "kitap kitabi kitaplar kitapta"),
            ("uk", "закон закону закони законів"),
        ] {
            let rules = rules(lang);
            for word in archive.split(' ') {
                let mut others: Vec<&str> = archive.split(' ').filter(|other| *other != word).collect();
                others.sort_unstable();
                others.dedup();
                assert_eq!(forms(&rules, word, archive), others.join(" "), "{lang} {word}");
            }
        }
    }

    #[test]
    fn words_that_only_look_alike_do_not() {
        for (lang, word, archive) in [
            ("de", "botschaft", "botschaft botschafter"),
            ("de", "angesicht", "angesicht angesichts"),
            ("es", "volvo", "volver volvo volvio volveran volviendo"),
            ("it", "volo", "volere voleva volevano volo"),
            ("ru", "для", "для длю"),
        ] {
            assert_eq!(forms(&rules(lang), word, archive), "", "{lang} {word}");
        }
    }

    #[test]
    fn any_text_is_a_word_without_forms() {
        for (lang, text) in LANGUAGES {
            let rules = Rules::parse(text);
            for word in ["", "a", "я", "中文", "u.s", "covid19", "\u{1f600}", "ge", "\u{301}", "ß", "mü\u{308}ller"]
            {
                assert_eq!(inflections(&rules, word, &|_| 0), Vec::<String>::new(), "{lang} {word}");
            }
        }
        assert_eq!(inflections(&Rules::parse("class x stem=0 need=1 change=a : ~ ! ? _ -"), "a", &|_| 1), [""; 0]);
    }
}
