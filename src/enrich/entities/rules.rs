//! People, organisations and places by rule: runs of capitalised words, judged by name lists, titles and company endings.
//! Gives no name it has no reason for; reads the story zones only, never the margin.

use super::Recogniser;
use super::gazetteer::unmistakable;
use crate::article::{Article, Entities, Entity};
use crate::text::{fold, paragraphs, sentence_starts};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

pub(super) static RULES: LazyLock<Rules> = LazyLock::new(Rules::shipped);

/// The name lists, folded.
pub(super) struct Rules {
    places: HashMap<String, String>,
    first_names: HashSet<&'static str>,
    orgs: HashSet<&'static str>,
    words: HashMap<&'static str, HashSet<&'static str>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    Person,
    Org,
    Place,
}

/// A run of capitalised words, without titles, as it stood.
struct Run<'a> {
    words: Vec<&'a str>,
    titled: bool,
}

impl Recogniser for Rules {
    fn entities(&self, article: &Article) -> Entities {
        let mut tally = Tally::default();
        let mut singles: Vec<String> = Vec::new();
        for text in [article.zones.deck.as_str(), article.zones.story.as_str()] {
            for run in paragraphs(text).flat_map(|paragraph| self.runs(paragraph)) {
                match self.judge(&run) {
                    Some((kind, name)) => tally.add(kind, name, run.words.join(" ")),
                    None if run.words.len() == 1 => singles.push(run.words[0].to_owned()),
                    None => {}
                }
            }
        }
        tally.link_surnames(&singles);
        tally.into_entities()
    }
}

impl Rules {
    fn shipped() -> Self {
        let mut places: HashMap<String, String> = HashMap::new();
        // Where spellings differ in accents alone, that of the larger place stands, else the plainest.
        for kind in ["CO", "RG", "CI"] {
            let mut names: Vec<&str> = unmistakable(kind).collect();
            names.sort_unstable();
            for name in names {
                places.entry(fold(name)).or_insert_with(|| capitalised(name));
            }
        }
        for (form, name) in include_str!("../data/places.tsv").lines().filter_map(|line| line.split_once('\t')) {
            places.insert(fold(form), name.to_owned());
        }
        let words = include_str!("../data/words.tsv")
            .lines()
            .filter_map(|line| line.split_once(['\t', ' ']))
            .map(|(kind, words)| (kind, words.split_whitespace().collect()))
            .collect();
        Self { places, first_names: unmistakable("FN").collect(), orgs: unmistakable("OR").collect(), words }
    }

    /// The usual name of a place that is listed under another one (`U.S.`).
    pub(super) fn place(&self, text: &str) -> Option<&str> {
        let key = fold(text.trim_end_matches('.'));
        self.places.get(&key).filter(|name| fold(name) != key).map(String::as_str)
    }

    /// Whether a name is that of a listed place or organisation.
    pub(super) fn is_listed(&self, text: &str) -> bool {
        let key = fold(text.trim_end_matches('.'));
        self.places.contains_key(&key) || self.orgs.contains(key.as_str())
    }

    fn is(&self, kind: &str, word: &str) -> bool {
        self.words.get(kind).is_some_and(|words| words.contains(word))
    }

    /// Runs of capitalised words in one paragraph.
    fn runs<'a>(&self, paragraph: &'a str) -> Vec<Run<'a>> {
        let mut builder = RunBuilder { rules: self, runs: Vec::new(), words: Vec::new(), titled: false, end: 0 };
        let starts: HashSet<usize> = sentence_starts(paragraph).into_iter().collect();
        let mut fresh = true;
        let mut last = 0;
        for (at, word) in paragraph.unicode_word_indices() {
            fresh |= (last..=at).any(|place| starts.contains(&place));
            builder.word(paragraph, at, word, fresh);
            fresh = false;
            last = at + 1;
        }
        builder.close();
        builder.runs
    }

    /// Kind and canonical name of a run, if the lists give a reason.
    fn judge(&self, run: &Run) -> Option<(Kind, String)> {
        let folded: Vec<String> =
            run.words.iter().map(|word| fold(word.trim_end_matches("'s").trim_end_matches("’s"))).collect();
        let whole = folded.join(" ");
        let name = || {
            run.words
                .iter()
                .map(|word| word.trim_end_matches("'s").trim_end_matches("’s"))
                .collect::<Vec<_>>()
                .join(" ")
        };
        let (first, last) = (folded.first()?.as_str(), folded.last()?.as_str());
        if run.titled && folded.len() >= 2 {
            return Some((Kind::Person, name()));
        }
        if self.orgs.contains(whole.as_str())
            || (folded.len() >= 2 && (self.is("org_last", last) || (self.is("org_first", first) && folded.len() >= 3)))
        {
            return Some((Kind::Org, name()));
        }
        if let Some(place) = self.places.get(&whole) {
            // `US` is a country, `Us` at the start of a sentence a word.
            let acronym = run.words[0].len() > 3 || run.words[0].chars().all(|c| !c.is_lowercase());
            return acronym.then(|| (Kind::Place, place.clone()));
        }
        let person = (2..=4).contains(&folded.len()) && self.first_names.contains(first) && !self.is("stop", first);
        person.then(|| (Kind::Person, name()))
    }
}

/// Gathers words into runs.
struct RunBuilder<'r, 'a> {
    rules: &'r Rules,
    runs: Vec<Run<'a>>,
    words: Vec<&'a str>,
    titled: bool,
    end: usize,
}

impl<'a> RunBuilder<'_, 'a> {
    fn word(&mut self, paragraph: &'a str, at: usize, word: &'a str, fresh: bool) {
        let gap = &paragraph[self.end..at];
        let joined = !fresh && matches!(gap, " " | "-" | ". " | "’" | "'");
        if !joined {
            self.close();
        }
        self.end = at + word.len();
        let folded = fold(word);
        if self.rules.is("title", &folded) {
            self.close();
            self.titled = true;
        } else if self.continues(word, &folded) {
            self.words.push(word);
        } else {
            self.close();
            self.titled = false;
        }
    }

    /// A capitalised word, but no common one at the start of a run; inside a run a particle too.
    fn continues(&self, word: &str, folded: &str) -> bool {
        if word.starts_with(char::is_uppercase) {
            return !(self.words.is_empty() && self.rules.is("stop", folded));
        }
        !self.words.is_empty() && self.rules.is("particle", folded)
    }

    fn close(&mut self) {
        while self.words.last().is_some_and(|word| word.chars().next().is_some_and(char::is_lowercase)) {
            self.words.pop();
        }
        let words = std::mem::take(&mut self.words);
        if !words.is_empty() {
            self.runs.push(Run { words, titled: self.titled });
            self.titled = false;
        }
    }
}

/// Mentions counted by kind and name.
#[derive(Default)]
struct Tally {
    named: HashMap<(Kind, String), HashMap<String, u32>>,
}

impl Tally {
    fn add(&mut self, kind: Kind, name: String, form: String) {
        *self.named.entry((kind, name)).or_default().entry(form).or_insert(0) += 1;
    }

    /// A single capitalised word that is the surname of exactly one person of the article is a mention of that person.
    fn link_surnames(&mut self, singles: &[String]) {
        let mut owners: HashMap<String, Vec<(Kind, String)>> = HashMap::new();
        for key @ (kind, name) in self.named.keys() {
            if *kind == Kind::Person
                && let Some(surname) = name.rsplit(' ').next()
            {
                owners.entry(fold(surname)).or_default().push(key.clone());
            }
        }
        for single in singles {
            let surname = fold(single.trim_end_matches("'s").trim_end_matches("’s"));
            if let Some([owner]) = owners.get(&surname).map(Vec::as_slice) {
                *self.named.entry(owner.clone()).or_default().entry(single.clone()).or_insert(0) += 1;
            }
        }
    }

    fn into_entities(self) -> Entities {
        let mut entities = Entities::default();
        for ((kind, name), forms) in self.named {
            let mentions = forms.values().sum();
            let mut forms: Vec<_> = forms.into_iter().collect();
            forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            let entity = Entity { name, forms: forms.into_iter().map(|(form, _)| form).collect(), mentions };
            match kind {
                Kind::Person => entities.person.push(entity),
                Kind::Org => entities.org.push(entity),
                Kind::Place => entities.place.push(entity),
            }
        }
        for list in [&mut entities.person, &mut entities.org, &mut entities.place] {
            list.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
        }
        entities
    }
}

/// `new york` to `New York`.
fn capitalised(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    let mut start = true;
    for c in name.chars() {
        if start {
            out.extend(c.to_uppercase())
        } else {
            out.push(c)
        }
        start = matches!(c, ' ' | '-');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(story: &str) -> [Vec<String>; 3] {
        let mut tally = Tally::default();
        let mut singles = Vec::new();
        for run in paragraphs(story).flat_map(|paragraph| RULES.runs(paragraph)) {
            match RULES.judge(&run) {
                Some((kind, name)) => tally.add(kind, name, run.words.join(" ")),
                None => singles.extend(run.words.iter().map(ToString::to_string)),
            }
        }
        tally.link_surnames(&singles);
        let entities = tally.into_entities();
        [entities.person, entities.org, entities.place]
            .map(|list| list.into_iter().map(|entity| format!("{} {}", entity.name, entity.mentions)).collect())
    }

    #[test]
    fn names_are_found_with_a_reason_and_counted() {
        let story = "Gregory Harwood met President Ilse van der Maas in Taiwan. Harwood said the University of Tartu \
                     and the Harbour Trust would pay. In the U.S. nobody knew. Harwood’s aide left Taiwan.";
        let [person, org, place] = named(story);
        assert_eq!(person, ["Gregory Harwood 3", "Ilse van der Maas 1"]);
        assert_eq!(org, ["Harbour Trust 1", "University of Tartu 1"]);
        assert_eq!(place, ["Taiwan 2", "United States 1"]);
    }

    #[test]
    fn words_at_the_start_of_a_sentence_are_no_names() {
        let [person, org, place] = named("However, the deal fell. Meanwhile Nothing happened. Let us go.");
        assert!(person.is_empty() && org.is_empty() && place.is_empty(), "{person:?} {org:?} {place:?}");
    }
}
