//! The trained recogniser: title, deck and story of an article are cut, labelled and linked to names.

use super::document::Document;
use super::gazetteer::is_title;
use super::labels::{Kind, spans};
use super::linking::{Mention, link};
use super::model::Model;
use super::rules::RULES;
use super::tokens::tokenise;
use super::viterbi::decode;
use super::{Article, Entities, Recogniser};
use crate::article::{NamedAt, is_country, name_key};
use std::collections::HashSet;
use std::sync::LazyLock;

/// Labels English text by the model in the binary, and text of other languages by rule.
pub(super) struct Crf;

impl Recogniser for Crf {
    fn entities(&self, article: &Article) -> Entities {
        let language = article.language.as_ref().map(|found| found.value.as_str());
        if language.is_some_and(|tag| tag.split('-').next() != Some("en")) {
            return RULES.entities(article);
        }
        let zones = &article.zones;
        let head = [zones.title.as_str(), &zones.deck, &zones.story];
        let texts: Vec<&str> = head.into_iter().chain(zones.captions.iter().map(String::as_str)).collect();
        link(&mentions(Model::shipped(), &texts))
    }
}

/// Mentions in texts that belong together: a word's use in one tells of the word in another.
pub fn mentions(model: &Model, texts: &[&str]) -> Vec<Mention> {
    let (mut words, mut sentences, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (at, text) in texts.iter().enumerate() {
        let cut = tokenise(text);
        let before = words.len();
        words.extend(cut.tokens.iter().map(|token| &text[token.start..token.end]));
        places.extend(cut.tokens.iter().map(|token| (at, token.start, token.end)));
        sentences.extend(cut.sentences.iter().map(|range| range.start + before..range.end + before));
    }
    let document = Document::new(&words, sentences);
    let mut labels = decode(model, &document);
    document.complete(&mut labels);
    let found = spans(&labels).into_iter().map(|(range, kind)| {
        let ((text, mut start, _), (_, _, end)) = (places[range.start], places[range.end - 1]);
        // A small word before a place is none of its name, even where a sentence starts with it.
        if range.len() > 1 && words[range.start].eq_ignore_ascii_case("the") {
            let behind = places[range.start + 1].1;
            if kind == Kind::Place || is_country(&name_key(&texts[text][behind..end])) {
                start = behind;
            }
        }
        let at = NamedAt(text as u32, start as u32, end as u32);
        Mention { kind, text: as_name(&texts[text][start..end]), at }
    });
    found.filter(|mention| mention.kind == Kind::Other || is_name(&mention.text)).collect()
}

/// A name has a letter and is more than one of them; it is no pronoun, no title, no party of a legislator, and nothing that
/// is listed as no name of anybody.
fn is_name(text: &str) -> bool {
    static NO_NAMES: LazyLock<HashSet<&str>> = LazyLock::new(|| include_str!("../data/no_names.txt").lines().collect());
    const PRONOUNS: &str = " a an and but he her here him his how i if in it its me my no not now of oh on or our she so \
        that the their them then there these they this those to us we what when where who why yes you your ";
    let alone = || {
        let lower = text.to_lowercase();
        // `US` and `IT` are names.
        let pronoun = text.contains(char::is_lowercase) && PRONOUNS.contains(&format!(" {lower} "));
        pronoun || lower == "we" || is_title(text) || NO_NAMES.contains(text)
    };
    let legislator = || matches!(text.get(..2), Some("D-" | "R-" | "I-"));
    text.contains(char::is_alphabetic)
        && text.chars().nth(1).is_some()
        && !legislator()
        && (text.contains(' ') || !alone())
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
        let Entities { person, org, place, .. } = link(&mentions(Model::shipped(), &[title, story]));
        let names =
            |list: Vec<crate::article::Entity>| -> Vec<String> { list.into_iter().map(|entity| entity.name).collect() };
        assert_eq!(names(person), ["Gregory Harwood", "Ilse van der Maas"]);
        assert_eq!(names(org), ["Hanse Shipping Company", "University of Tartu"]);
        assert_eq!(names(place), ["Copenhagen", "Taiwan"]);
    }
}
