//! The words and values of a list of articles.

use super::hit::Hit;
use super::judge::values_of;
use crate::article::Names;
use crate::query::{ArchiveError, Dictionary, Language, Take, TextField};
use crate::stories::Story;
use crate::terms::{CASED, JOINED, NewsTokenizer, keyword_term, margin_text, story_text};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use strsim::osa_distance;

/// Words of a list, each with the articles that have it.
#[derive(Debug, Default)]
pub struct WordList {
    story: BTreeMap<String, u64>,
    /// Words of stories by the language whose inflections count there.
    spoken: BTreeMap<Language, BTreeMap<String, u64>>,
    margin: BTreeMap<String, u64>,
    /// Cased and joined terms of stories.
    marked: BTreeMap<String, u64>,
}

impl WordList {
    pub fn of(hits: &[Hit]) -> Self {
        let mut list = Self::default();
        for hit in hits {
            for (words, text) in
                [(&mut list.story, story_text(&hit.zones)), (&mut list.margin, margin_text(&hit.record.margin))]
            {
                own_words(&text).into_iter().for_each(|word| *words.entry(word).or_default() += 1);
            }
            let marked: BTreeSet<String> = NewsTokenizer::terms(&story_text(&hit.zones))
                .into_iter()
                .map(|(.., term)| term)
                .filter(|term| term.starts_with([CASED, JOINED]))
                .collect();
            marked.into_iter().for_each(|term| *list.marked.entry(term).or_default() += 1);
            if let Some(language) = Language::of_article(hit.language.as_deref()) {
                let words = list.spoken.entry(language).or_default();
                let own = own_words(&story_text(&hit.zones));
                own.into_iter().for_each(|word| *words.entry(word).or_default() += 1);
            }
        }
        list
    }

    fn part(&self, part: TextField) -> &BTreeMap<String, u64> {
        match part {
            TextField::Story => &self.story,
            TextField::Margin => &self.margin,
        }
    }
}

/// The words of a text, each once.
fn own_words(text: &str) -> BTreeSet<String> {
    NewsTokenizer::words(text).into_iter().map(|(.., word)| word).collect()
}

/// The dictionary of a list of articles.
pub struct ListDictionary<'a> {
    pub words: &'a WordList,
    pub hits: &'a [Hit],
    pub names: &'a Names,
    /// The stories of articles with copies, by key.
    pub stories: &'a HashMap<String, Arc<Story>>,
}

impl ListDictionary<'_> {
    /// The articles of each value of a field, as `spelled` writes it.
    fn values(&self, field: &str, spelled: impl Fn(&str) -> String) -> BTreeMap<String, u64> {
        let mut values = BTreeMap::new();
        for hit in self.hits {
            let own: BTreeSet<String> = values_of(hit, field).iter().map(|value| spelled(value)).collect();
            own.into_iter().for_each(|value| *values.entry(value).or_default() += 1);
        }
        values
    }
}

impl Dictionary for ListDictionary<'_> {
    fn frequency(&self, word: &str) -> u64 {
        let words = if word.starts_with([CASED, JOINED]) { &self.words.marked } else { &self.words.story };
        words.get(word).copied().unwrap_or(0)
    }

    fn languages(&self) -> Vec<Language> {
        self.words.spoken.keys().copied().collect()
    }

    fn frequency_in(&self, language: Language, word: &str) -> u64 {
        self.words.spoken.get(&language).and_then(|words| words.get(word)).copied().unwrap_or(0)
    }

    fn each_word(&self, part: TextField, start: &str, take: Take<'_>) -> Result<(), ArchiveError> {
        let marked = part == TextField::Story && start.starts_with([CASED, JOINED]);
        let known = if marked { &self.words.marked } else { self.words.part(part) };
        let mut words = known.range(start.to_owned()..).map(|(word, _)| word);
        let _ = words.find(|word| !word.starts_with(start) || !take(word));
        Ok(())
    }

    fn each_near_word(&self, part: TextField, word: &str, edits: u8, take: Take<'_>) -> Result<(), ArchiveError> {
        let near = |known: &&String| osa_distance(known, word) <= usize::from(edits);
        let _ = self.words.part(part).keys().filter(near).find(|known| !take(known));
        Ok(())
    }

    fn each_value(&self, field: &str, from: &str, take: Take<'_>) -> Result<(), ArchiveError> {
        let values = self.values(field, keyword_term);
        let _ = values.range(from.to_owned()..).find(|(value, _)| !take(value));
        Ok(())
    }

    fn counted_values(
        &self,
        field: &str,
        wanted: &mut dyn FnMut(&str) -> bool,
    ) -> Result<Vec<(String, u64)>, ArchiveError> {
        Ok(self.values(field, str::to_owned).into_iter().filter(|(value, _)| wanted(value)).collect())
    }

    fn story(&self, key: &str) -> Result<Vec<String>, ArchiveError> {
        Ok(self.stories.get(key).map(|story| story.articles.clone()).unwrap_or_default())
    }

    /// Articles in memory have no other captures.
    fn changed(&self, _: u64, _: u64) -> Result<Vec<String>, ArchiveError> {
        Ok(Vec::new())
    }

    fn articles_with(&self, field: &str, value: &str) -> Result<u64, ArchiveError> {
        Ok(self.values(field, keyword_term).get(value).copied().unwrap_or(0))
    }

    fn names(&self) -> Result<&Names, ArchiveError> {
        Ok(self.names)
    }
}
