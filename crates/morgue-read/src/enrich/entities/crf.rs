//! The trained recogniser: splits title, deck and story of an article into tokens, labels them and links them to names.

use super::appositions;
use super::document::Document;
use super::gazetteer::is_title;
use super::headlines::KnownNames;
use super::labels::{Kind, spans};
use super::linking::{Mention, link};
use super::model::Model;
use super::recogniser::Recogniser;
use super::rules::RULES;
use super::tokens::tokenise;
use super::viterbi::{FirstPass, decode_again, first_pass};
use super::votes::Votes;
use crate::article::{
    Article, Entities, NameKind, NamedAt, Origin, is_addressed, is_country, name_key, nation_of, office_words,
    usual_name,
};
use std::collections::HashSet;
use std::ops::Range;
use std::sync::LazyLock;

/// Labels English text with the embedded models, in one pass or two, and text in other languages by rule.
pub(super) struct Crf {
    pub models: fn() -> Models<'static>,
}

/// The models for one pass, or for two.
#[derive(Clone, Copy)]
pub struct Models<'m> {
    pub first: &'m Model,
    pub second: Option<&'m Model>,
}

impl Models<'static> {
    /// The embedded model, for one pass.
    pub fn one_pass() -> Self {
        Self { first: Model::shipped(), second: None }
    }

    /// Both embedded models.
    pub fn thorough() -> Self {
        Self { first: Model::shipped(), second: Some(Model::second()) }
    }
}

impl Recogniser for Crf {
    fn entities(&self, article: &Article) -> Entities {
        let language = article.language.as_ref().map(|found| found.value.as_str());
        if language.is_some_and(|tag| tag.split('-').next() != Some("en")) {
            return RULES.entities(article);
        }
        let zones = &article.zones;
        let head = [zones.title.as_str(), &zones.deck, &zones.story];
        let texts: Vec<&str> = head.into_iter().chain(zones.captions.iter().map(String::as_str)).collect();
        let models = (self.models)();
        let origin = if models.second.is_some() { "model:crf-thorough" } else { "model:crf" };
        Entities { origin: Some(Origin::fixed(origin)), ..link(&mentions(models, &texts)) }
    }
}

/// Mentions in texts that belong together: the use of a word in one helps to label it in another.
pub fn mentions(models: Models, texts: &[&str]) -> Vec<Mention> {
    let (mut words, mut sentences, mut places) = (Vec::new(), Vec::new(), Vec::new());
    for (at, text) in texts.iter().enumerate() {
        let cut = tokenise(text);
        let before = words.len();
        words.extend(cut.tokens.iter().map(|token| &text[token.start..token.end]));
        places.extend(cut.tokens.iter().map(|token| (at, token.start, token.end)));
        sentences.extend(cut.sentences.iter().map(|range| range.start + before..range.end + before));
    }
    let document = Document::new(&words, sentences);
    let FirstPass { mut labels, unsure } = first_pass(models.first, &document);
    if let Some(second) = models.second {
        labels = decode_again(second, &document, &Votes::of(&document, labels), &unsure);
    }
    document.complete(&mut labels);
    let mut named: Vec<(Range<usize>, Kind)> = (spans(&labels).into_iter())
        .map(|(range, kind)| (range.clone(), addressed_kind(&words[range], kind)))
        .map(|(range, kind)| (without_small_words(&words, range, kind), kind))
        .filter(|(range, _)| words.get(range.end) != Some(&"$") || range.len() > 1)
        .collect();
    appositions::settle(&words, &mut named);
    let text_of = |token: usize| places[token].0;
    let bytes = |range: &Range<usize>| places[range.start].1..places[range.end - 1].2;
    let below = named.iter().filter(|(range, _)| text_of(range.start) > 0);
    let known = KnownNames::of(below.map(|(range, kind)| (&texts[text_of(range.start)][bytes(range)], *kind)));
    let mut found = Vec::new();
    let mut take = |text: usize, bytes: Range<usize>, kind: Kind| {
        let name = as_name(&texts[text][bytes.clone()]);
        let kind = settled_kind(&name, kind);
        if kind == Kind::Other || is_name(&name) {
            found.push(Mention { kind, text: name, at: NamedAt(text as u32, bytes.start as u32, bytes.end as u32) });
        }
    };
    let mut next = 0;
    for (range, kind) in &named {
        compounds(&known, texts, &places[next..range.start], &mut take);
        next = range.end;
        let text = text_of(range.start);
        let tokens: Vec<Range<usize>> = places[range.clone()].iter().map(|place| place.1..place.2).collect();
        let cut = if text == 0 || tokens.len() == 1 { known.inside(texts[text], &tokens) } else { None };
        match cut {
            Some(parts) => parts.into_iter().for_each(|(bytes, kind)| take(text, bytes, kind)),
            None => take(text, bytes(range), *kind),
        }
    }
    compounds(&known, texts, &places[next..], &mut take);
    found
}

/// Names joined with a hyphen among words without a label.
fn compounds(
    known: &KnownNames,
    texts: &[&str],
    places: &[(usize, usize, usize)],
    take: &mut impl FnMut(usize, Range<usize>, Kind),
) {
    for &(text, start, end) in places {
        let word = &texts[text][start..end];
        // The first bytes of a hyphen and of a dash: most words have neither.
        if word.bytes().any(|byte| byte == b'-' || byte == 0xe2)
            && let Some(both) = known.compound(texts[text], start..end)
        {
            both.into_iter().for_each(|(bytes, kind)| take(text, bytes, kind));
        }
    }
}

/// Removes a small word that is not part of the name: a title of a person, an article of a place.
fn without_small_words(words: &[&str], mut range: Range<usize>, kind: Kind) -> Range<usize> {
    let behind = |range: &Range<usize>| name_key(&words[range.start + 1..range.end].join(" "));
    if range.len() > 1 && words[range.start].eq_ignore_ascii_case("the") {
        range.start += usize::from(kind == Kind::Place || is_country(&behind(&range)));
    }
    if kind == Kind::Person {
        range.start += office_words(&words[range.clone()]);
    }
    while kind == Kind::Person && range.len() > 1 && is_title(words[range.start]) {
        range.start += 1;
    }
    range
}

/// `Mrs. Doe` is a person, whatever the model takes her for.
fn addressed_kind(words: &[&str], kind: Kind) -> Kind {
    if kind == Kind::Org && is_addressed(words) { Kind::Person } else { kind }
}

/// The kind of a name that needs no model: a country is a place, a word for its people is not.
fn settled_kind(name: &str, kind: Kind) -> Kind {
    let key = name_key(name);
    if is_country(&key) && (kind != Kind::Person || usual_name(NameKind::Place, &key).is_some()) {
        Kind::Place
    } else if kind == Kind::Place && nation_of(name).is_some() {
        Kind::Other
    } else {
        kind
    }
}

/// Whether a text is a name: it has a letter, is longer than one, and is not a pronoun, a title, a legislator's party,
/// or listed as nobody's name.
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

/// Replaces whitespace with single spaces.
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
        let Entities { person, org, place, .. } = link(&mentions(Models::one_pass(), &[title, story]));
        let names =
            |list: Vec<crate::article::Entity>| -> Vec<String> { list.into_iter().map(|entity| entity.name).collect() };
        assert_eq!(names(person), ["Gregory Harwood", "Ilse van der Maas"]);
        assert_eq!(names(org), ["Hanse Shipping Company", "University of Tartu"]);
        assert_eq!(names(place), ["Copenhagen", "Taiwan"]);
    }
}
