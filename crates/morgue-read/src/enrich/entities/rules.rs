//! People, organisations and places by rule: runs of capitalised words, judged by name lists, titles and company
//! endings.
//! Finds only names it has a reason for; reads the story zones only, never the margin.

use super::gazetteer::unmistakable;
use super::labels::Kind;
use super::linking::{Mention, link};
use super::recogniser::Recogniser;
use crate::article::{Article, Entities, NameKind, NamedAt, Origin, name_key, usual_name};
use crate::text::{fold, paragraphs, sentence_starts};
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;
use unicode_segmentation::UnicodeSegmentation;

pub(super) static RULES: LazyLock<Rules> = LazyLock::new(Rules::shipped);

/// The name lists, folded.
pub(super) struct Rules {
    places: HashSet<String>,
    first_names: HashSet<&'static str>,
    orgs: HashSet<&'static str>,
    words: HashMap<&'static str, HashSet<&'static str>>,
}

/// A run of capitalised words, without titles, unchanged.
struct Run<'a> {
    words: Vec<&'a str>,
    titled: bool,
}

impl Recogniser for Rules {
    fn entities(&self, article: &Article) -> Entities {
        let zones = &article.zones;
        let texts = [&zones.deck, &zones.story].into_iter().chain(&zones.captions);
        let mentions: Vec<Mention> = (1..).zip(texts).flat_map(|(nth, text)| self.mentions(nth, text)).collect();
        Entities { origin: Some(Origin::fixed("heuristic")), ..link(&mentions) }
    }
}

impl Rules {
    fn shipped() -> Self {
        let kinds = ["CO", "RG", "CI"].into_iter().flat_map(unmistakable);
        let listed = include_str!("../data/places.tsv").lines();
        let places = kinds.chain(listed).map(fold).collect();
        let words = include_str!("../data/words.tsv")
            .lines()
            .filter_map(|line| line.split_once(['\t', ' ']))
            .map(|(kind, words)| (kind, words.split_whitespace().collect()))
            .collect();
        Self { places, first_names: unmistakable("FN").collect(), orgs: unmistakable("OR").collect(), words }
    }

    /// Mentions in one text of an article. A single word that is not in the lists has another kind: it may be a surname
    /// of the article.
    fn mentions(&self, nth: u32, text: &str) -> Vec<Mention> {
        let offset = |part: &str| part.as_ptr() as usize - text.as_ptr() as usize;
        let runs = paragraphs(text).flat_map(|paragraph| self.runs(paragraph));
        let judged = runs.flat_map(|run| match self.judge(&run) {
            Some(kind) => vec![(run.words, kind)],
            None if run.words.len() == 1 => vec![(run.words, Kind::Other)],
            None => self.pieces(run),
        });
        let mention = |(words, kind): (Vec<&str>, Kind)| {
            let (first, last) = (words.first()?, words.last()?);
            let (start, mut end) = (offset(first), offset(last) + last.len());
            // `U.S.` keeps its last full stop.
            end += usize::from(text[start..end].contains('.') && text[end..].starts_with('.'));
            let name = text[start..end].split_whitespace().collect::<Vec<_>>().join(" ");
            Some(Mention { kind, text: name, at: NamedAt(nth, start as u32, end as u32) })
        };
        judged.filter_map(mention).collect()
    }

    /// A run that is not a name as a whole, split at its small words: `Hafen von Tallinn`.
    fn pieces<'a>(&self, run: Run<'a>) -> Vec<(Vec<&'a str>, Kind)> {
        let is_small = |word: &&str| word.starts_with(char::is_lowercase);
        let pieces = run.words.split(is_small).filter(|piece| !piece.is_empty() && piece.len() < run.words.len());
        let judged = pieces.filter_map(|piece| {
            let kind = self.judge(&Run { words: piece.to_vec(), titled: false })?;
            Some((piece.to_vec(), kind))
        });
        judged.collect()
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

    /// Kind of a run, if the lists give a reason.
    fn judge(&self, run: &Run) -> Option<Kind> {
        let folded: Vec<String> =
            run.words.iter().map(|word| fold(word.trim_end_matches("'s").trim_end_matches("’s"))).collect();
        let whole = folded.join(" ");
        let (first, last) = (folded.first()?.as_str(), folded.last()?.as_str());
        if run.titled && folded.len() >= 2 {
            return Some(Kind::Person);
        }
        if self.orgs.contains(whole.as_str())
            || (folded.len() >= 2 && (self.is("org_last", last) || (self.is("org_first", first) && folded.len() >= 3)))
        {
            return Some(Kind::Org);
        }
        if self.places.contains(&whole) || usual_name(NameKind::Place, &name_key(&whole)).is_some() {
            // `US` is a country, `Us` at the start of a sentence a word.
            let acronym = run.words[0].len() > 3 || run.words[0].chars().all(|c| !c.is_lowercase());
            return acronym.then_some(Kind::Place);
        }
        let person = (2..=4).contains(&folded.len()) && self.first_names.contains(first) && !self.is("stop", first);
        person.then_some(Kind::Person)
    }
}

/// Collects words into runs.
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

    /// A capitalised word, except a common one at the start of a run; inside a run also a particle.
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

#[cfg(test)]
mod tests {
    use super::*;

    fn named(story: &str) -> [Vec<String>; 3] {
        let entities = link(&RULES.mentions(2, story));
        for (_, entity) in entities.each() {
            let texts: HashSet<&str> =
                entity.at.iter().map(|NamedAt(_, start, end)| &story[*start as usize..*end as usize]).collect();
            assert_eq!(texts.len(), entity.forms.len(), "{entity:?}");
        }
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
        assert_eq!(place, ["Taiwan 2", "U.S. 1"]);
    }

    #[test]
    fn words_at_the_start_of_a_sentence_are_not_names() {
        let [person, org, place] = named("However, the deal fell. Meanwhile Nothing happened. Let us go.");
        assert!(person.is_empty() && org.is_empty() && place.is_empty(), "{person:?} {org:?} {place:?}");
    }
}
