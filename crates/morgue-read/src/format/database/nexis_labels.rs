//! The labels of Nexis documents in the languages of its interface: `BYLINE:`, `AUTOR:`, `LÄNGE:`, `Load-Date:`.

use crate::text::fold;

/// The kind of value under a label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Label {
    Byline,
    Section,
    Length,
    Title,
    Deck,
    Dateline,
    Graphic,
    Language,
    Address,
    /// Above the story, not used.
    Other,
    /// After the story, not used.
    Fact,
}

impl Label {
    /// Whether it comes after the story.
    pub(super) fn is_tail(self) -> bool {
        matches!(self, Label::Language | Label::Address | Label::Fact)
    }
}

/// Labels, folded.
const LABELS: &[(Label, &[&str])] = &[
    (Label::Byline, &["byline", "autor", "auteur", "autore", "author"]),
    (Label::Section, &["section", "rubrik", "rubrique", "seccion", "sezione", "rubriek", "secao"]),
    (Label::Length, &["length", "lange", "longueur", "longitud", "lunghezza", "lengte", "comprimento"]),
    (Label::Title, &["headline", "titre", "titel", "titulo", "titolo"]),
    (Label::Deck, &["highlight", "encart"]),
    (Label::Dateline, &["dateline"]),
    (Label::Graphic, &["graphic", "grafik", "graphique", "grafico", "grafiek"]),
    (Label::Language, &["language", "sprache", "langue", "idioma", "lingua", "taal"]),
    (Label::Address, &["url"]),
    (Label::Other, &["series", "serie", "type", "category", "column", "notes"]),
    (
        Label::Fact,
        &[
            "load-date",
            "update",
            "date-chargement",
            "fecha-de-carga",
            "publication-type",
            "type-publication",
            "subject",
            "sujet",
            "thema",
            "asunto",
            "tema",
            "oggetto",
            "onderwerp",
            "geographic",
            "localisation-geo",
            "person",
            "personne",
            "organization",
            "organisation",
            "company",
            "societe",
            "ticker",
            "symbole-boursier",
            "industry",
            "secteur-activite",
            "journal-code",
            "zeitungs-code",
            "distribution",
            "acc-no",
            "document-type",
            "correction-date",
        ],
    ),
];

/// Longest label, in bytes.
const LONGEST: usize = 32;

/// A paragraph under a known label: its kind, the label as it is written, the value.
pub(super) fn label(text: &str) -> Option<(Label, &str, &str)> {
    let (name, value) = named(text)?;
    if name.chars().any(char::is_lowercase) {
        return None;
    }
    Some((known(name)?, name, value))
}

/// The same with labels written `Load-Date`, as Nexis Uni has them.
pub(super) fn uni_label(text: &str) -> Option<(Label, &str, &str)> {
    let (name, value) = named(text)?;
    Some((known(name)?, name, value))
}

fn named(text: &str) -> Option<(&str, &str)> {
    let (name, value) = text.split_once(':')?;
    (name.len() <= LONGEST && name.starts_with(char::is_uppercase)).then(|| (name.trim(), value.trim()))
}

fn known(name: &str) -> Option<Label> {
    let folded = fold(name);
    LABELS.iter().find(|(_, names)| names.contains(&folded.as_str())).map(|(label, _)| *label)
}

/// Whether a paragraph starts like one with a label, known or not.
pub(super) fn label_like(text: &str) -> bool {
    named(text).is_some_and(|(name, _)| {
        let capitals = name.chars().filter(|c| c.is_uppercase()).count();
        capitals >= 3 && name.chars().all(|c| c.is_uppercase() || matches!(c, '-' | ' '))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_are_known_in_the_languages_of_the_interface() {
        for (text, want) in [
            ("BYLINE: By Jane Doe", Some((Label::Byline, "By Jane Doe"))),
            ("LÄNGE: 439 Wörter", Some((Label::Length, "439 Wörter"))),
            ("DATE-CHARGEMENT: 13 March 2013", Some((Label::Fact, "13 March 2013"))),
            ("UPDATE: 1. Februar 2012", Some((Label::Fact, "1. Februar 2012"))),
            ("Update: the club said", None),
            ("SPIEGEL: Herr Minister, wann?", None),
            ("no label", None),
        ] {
            assert_eq!(label(text).map(|(label, _, value)| (label, value)), want, "{text}");
        }
        assert_eq!(uni_label("Load-Date:\u{a0}May 30, 2014").map(|found| found.2), Some("May 30, 2014"));
        assert!(label_like("SPIEGEL: Herr Minister") && !label_like("Update: the club"));
    }
}
