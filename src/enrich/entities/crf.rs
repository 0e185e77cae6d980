//! The trained recogniser: title, deck and story of an article are cut, labelled and linked to names.

use super::document::Document;
use super::labels::{Kind, spans};
use super::linking::{Mention, link};
use super::model::Model;
use super::rules::RULES;
use super::tokens::tokenise;
use super::viterbi::decode;
use super::{Article, Entities, Recogniser};

/// Labels English text by the model in the binary, and text of other languages by rule.
pub(super) struct Crf;

impl Recogniser for Crf {
    fn entities(&self, article: &Article) -> Entities {
        let language = article.language.as_ref().map(|found| found.value.as_str());
        if language.is_some_and(|tag| tag.split('-').next() != Some("en")) {
            return RULES.entities(article);
        }
        let zones = &article.zones;
        link(&mentions(Model::shipped(), &[&zones.title, &zones.deck, &zones.story]))
    }
}

/// Mentions in texts that belong together: a word's use in one tells of the word in another.
pub(super) fn mentions(model: &Model, texts: &[&str]) -> Vec<Mention> {
    let (mut words, mut sentences, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (at, text) in texts.iter().enumerate() {
        let cut = tokenise(text);
        let before = words.len();
        words.extend(cut.tokens.iter().map(|token| &text[token.start..token.end]));
        places.extend(cut.tokens.iter().map(|token| (at, token.start, token.end)));
        sentences.extend(cut.sentences.iter().map(|range| range.start + before..range.end + before));
    }
    let labels = decode(model, &Document::new(&words, sentences));
    let found = spans(&labels).into_iter().map(|(range, kind)| {
        let ((text, start, _), (_, _, end)) = (places[range.start], places[range.end - 1]);
        Mention { kind, text: as_name(&texts[text][start..end]) }
    });
    found.filter(|mention| mention.kind == Kind::Other || is_name(&mention.text)).collect()
}

/// A name has a letter, and is more than one of them.
fn is_name(text: &str) -> bool {
    text.contains(char::is_alphabetic) && text.chars().nth(1).is_some()
}

/// White space made single.
fn as_name(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_organisations_and_places_are_told_apart() {
        let title = "Harwood Quits as Harbour Chief";
        let story = "Gregory Harwood met President Ilse van der Maas in Taiwan on Monday. Harwood said the University of \
                     Tartu would pay.\n\nHe works for the Hanse Shipping Company in Copenhagen.";
        let Entities { person, org, place } = link(&mentions(Model::shipped(), &[title, story]));
        let names =
            |list: Vec<crate::article::Entity>| -> Vec<String> { list.into_iter().map(|entity| entity.name).collect() };
        assert_eq!(names(person), ["Gregory Harwood", "Ilse van der Maas"]);
        assert_eq!(names(org), ["Hanse Shipping Company", "University of Tartu"]);
        assert_eq!(names(place), ["Copenhagen", "Taiwan"]);
    }
}
