//! Enrichment: what an article does not state but its text shows: its language, and who and what it names.
//! Adds values with an origin that says they were inferred; changes no stated value.

pub mod entities;
mod function_words;
mod language;

pub use entities::{Ner, Recogniser, VERSION};
pub use language::is_language;

use crate::article::Article;

/// Adds language and entities. `usual_language` (ISO 639-1) counts where the text leaves its language open.
pub fn enrich(article: &mut Article, ner: Ner, usual_language: Option<&str>) {
    if article.language.is_none() {
        let detected = language::detect(
            &article.zones,
            usual_language,
            article.domain.as_ref().map(|domain| domain.value.as_str()),
        );
        article.language_confidence = detected.as_ref().map(|(_, confidence)| *confidence);
        article.language = detected.map(|(language, _)| language);
    }
    name(article, ner);
}

/// Finds again who and what an article names.
pub fn name(article: &mut Article, ner: Ner) {
    if let Some(recogniser) = ner.recogniser() {
        article.entities = recogniser.entities(article);
    }
}
