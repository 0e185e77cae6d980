//! Notes of the newsroom that an article was corrected or changed after it was published: a paragraph under a heading such as
//! `Correction:`, or one that says so in its first words (`This article was amended on …`, `An earlier version of …`).

use super::zones::{Aside, Zones};

/// Headings of such notes. They are followed by a colon or a dash, or are a paragraph of their own.
const HEADINGS: [&str; 44] = [
    "correction",
    "corrections",
    "correction and clarification",
    "corrections and clarifications",
    "clarification",
    "erratum",
    "correction appended",
    "korrektur",
    "berichtigung",
    "richtigstellung",
    "rectificatif",
    "rectification",
    "correctif",
    "corrección",
    "rectificación",
    "fe de erratas",
    "fe de errores",
    "correzione",
    "errata corrige",
    "rettifica",
    "correção",
    "errata",
    "erramos",
    "correctie",
    "rectificatie",
    "rättelse",
    "rettelse",
    "oikaisu",
    "sprostowanie",
    "errata i sprostowanie",
    "oprava",
    "helyreigazítás",
    "rectificare",
    "исправление",
    "поправка",
    "виправлення",
    "спростування",
    "διόρθωση",
    "düzeltme",
    "ralat",
    "訂正",
    "更正",
    "정정",
    "تصحيح",
];

/// What is said to have changed, and what happened to it: the first words of a note.
struct Opening {
    subjects: &'static [&'static str],
    verbs: &'static [&'static str],
}

const OPENINGS: [Opening; 7] = [
    Opening {
        subjects: &[
            "this article",
            "this story",
            "this report",
            "this post",
            "this piece",
            "this column",
            "this page",
            "this headline",
            "this item",
            "the headline of this article",
            "the headline of this story",
            "the headline on this article",
        ],
        verbs: &[
            "was amended",
            "was corrected",
            "was updated",
            "was changed",
            "was revised",
            "was edited",
            "has been amended",
            "has been corrected",
            "has been updated",
            "has been changed",
            "has been revised",
            "has been edited",
            "originally said",
            "originally stated",
            "originally reported",
            "originally misstated",
            "originally misidentified",
            "incorrectly",
            "misstated",
            "initially said",
            "initially stated",
            "initially reported",
        ],
    },
    Opening {
        subjects: &["dieser artikel", "dieser text", "dieser beitrag", "diese meldung"],
        verbs: &[
            "wurde aktualisiert",
            "wurde korrigiert",
            "wurde geändert",
            "wurde nachträglich",
            "wurde am",
            "wurde berichtigt",
        ],
    },
    Opening {
        subjects: &["cet article", "ce texte", "cette dépêche"],
        verbs: &["a été modifié", "a été corrigé", "a été mis à jour", "a été rectifié", "a été amendé"],
    },
    Opening {
        subjects: &["este artículo", "esta noticia", "esta información", "este texto"],
        verbs: &[
            "ha sido corregid",
            "ha sido modificad",
            "ha sido actualizad",
            "fue corregid",
            "fue modificad",
            "fue actualizad",
        ],
    },
    Opening {
        subjects: &["questo articolo", "questa notizia", "questo testo"],
        verbs: &[
            "è stato corretto",
            "è stato modificato",
            "è stato aggiornato",
            "è stata corretta",
            "è stata aggiornata",
        ],
    },
    Opening {
        subjects: &["este artigo", "esta reportagem", "esta notícia", "este texto", "esta matéria"],
        verbs: &["foi corrigid", "foi alterad", "foi atualizad", "foi modificad"],
    },
    Opening {
        subjects: &["dit artikel", "dit bericht", "dit stuk"],
        verbs: &["is aangepast", "is gecorrigeerd", "is bijgewerkt", "werd aangepast", "is gewijzigd"],
    },
];

/// Other first words of a note.
const EARLIER: [&str; 32] = [
    "an earlier version of",
    "a previous version of",
    "in an earlier version of",
    "in a previous version of",
    "earlier versions of",
    "the original version of this",
    "an earlier headline",
    "a previous headline",
    "due to an editing error",
    "because of an editing error",
    "in einer früheren version",
    "in einer früheren fassung",
    "in einer ersten version",
    "in einer ersten fassung",
    "in einer vorherigen version",
    "in der ursprünglichen fassung",
    "in der ursprünglichen version",
    "eine frühere version",
    "eine frühere fassung",
    "une version antérieure de",
    "une version précédente de",
    "une première version de",
    "dans une version précédente",
    "dans une première version",
    "una versión anterior de",
    "en una versión anterior",
    "una versione precedente d",
    "in una versione precedente",
    "uma versão anterior d",
    "in een eerdere versie",
    "een eerdere versie van",
    "en tidigare version av",
];

/// Letters above which a paragraph is no note.
const LONGEST: usize = 1_500;

/// Most notes of one article.
const MOST: usize = 20;

/// The notes in an article's story and beside it, in order, each once. After a heading on a line of its own, the next paragraph is
/// the note.
pub fn correction_notes(zones: &Zones, margin: &[Aside]) -> Vec<String> {
    let story = zones.story.split("\n\n");
    let beside = margin.iter().flat_map(|aside| aside.text.split('\n'));
    let mut notes: Vec<String> = Vec::new();
    let mut headed = false;
    for paragraph in story.chain(beside).map(str::trim).filter(|paragraph| !paragraph.is_empty()) {
        let is_heading = is_heading_alone(paragraph);
        if (is_correction_note(paragraph) || (headed && !is_heading)) && !notes.iter().any(|known| known == paragraph) {
            notes.push(paragraph.to_owned());
            if notes.len() == MOST {
                break;
            }
        }
        headed = is_heading;
    }
    notes
}

/// The first words of a paragraph in lower case, without a bullet, a star or a bracket before them.
fn first_words(paragraph: &str) -> String {
    let paragraph = paragraph.trim_start_matches(|c: char| !c.is_alphanumeric());
    let start: String = paragraph.chars().take(120).flat_map(char::to_lowercase).collect();
    start.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_heading_alone(paragraph: &str) -> bool {
    let words = first_words(paragraph);
    HEADINGS.contains(&words.trim_end_matches([':', '：', '.', ' ']))
}

/// Whether a paragraph says that its article was corrected or changed.
pub fn is_correction_note(paragraph: &str) -> bool {
    if paragraph.chars().nth(LONGEST).is_some() {
        return false;
    }
    let words = first_words(paragraph);
    let begins = |words: &str| {
        EARLIER.iter().any(|opening| words.starts_with(opening)) || OPENINGS.iter().any(|opening| opening.begins(words))
    };
    // `Editor's note: This article was amended …`
    let labelled = words.split_once(':').filter(|(label, _)| label.chars().count() < 40);
    HEADINGS.iter().any(|heading| words.strip_prefix(heading).is_some_and(follows_heading))
        || begins(&words)
        || labelled.is_some_and(|(_, rest)| begins(rest.trim_start()))
}

/// Whether this may follow a heading: a colon or a dash, and something; a date may come first (`Correction, 4 May 2024: …`).
fn follows_heading(rest: &str) -> bool {
    let has_more = |text: &str| text.contains(char::is_alphanumeric);
    if let Some(text) = rest.trim_start().strip_prefix([':', '：', '—']) {
        return has_more(text);
    }
    if let Some(text) = rest.strip_prefix(" – ").or_else(|| rest.strip_prefix(" - ")) {
        return has_more(text);
    }
    let Some((date, text)) = rest.split_once([':', '：']) else { return false };
    let date = date.trim_start_matches([' ', ',', '(']);
    // A short word may come before the day: `am 4. Mai`, `du 4 mai`.
    let day = date.split_once(' ').filter(|(word, _)| word.chars().count() < 4).map_or(date, |(_, day)| day);
    let starts_with_digit = |text: &str| text.starts_with(|c: char| c.is_ascii_digit());
    has_more(text) && date.chars().count() < 40 && (starts_with_digit(date) || starts_with_digit(day))
}

impl Opening {
    fn begins(&self, words: &str) -> bool {
        self.subjects.iter().filter_map(|subject| words.strip_prefix(subject)).any(|rest| {
            let rest = rest.trim_start();
            self.verbs.iter().any(|verb| rest.starts_with(verb))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::super::zones::AsideKind;
    use super::*;

    #[test]
    fn notes_are_known_by_their_first_words() {
        for note in [
            "Correction: The ferry has two decks, not three.",
            "CORRECTION: the mayor is 51.",
            "Correction, 4 May 2024: the mayor is 51.",
            "Corrections and clarifications – the ferry has two decks.",
            "• This article was amended on 4 May 2024. The ferry has two decks, not three as we said.",
            "This story has been updated to say that the ferry sailed.",
            "(An earlier version of this report named another mayor.)",
            "Korrektur: In einer früheren Version war von drei Decks die Rede.",
            "In einer früheren Fassung dieses Artikels hieß es, die Fähre habe drei Decks.",
            "Cet article a été modifié le 4 mai : le bac a deux ponts.",
            "Una versión anterior de este artículo decía tres.",
            "Uma versão anterior deste texto dizia três.",
            "Questo articolo è stato corretto il 4 maggio.",
            "Dit artikel is aangepast op 4 mei.",
            "Korrektur am 4. Mai 2024: Die Fähre hat zwei Decks.",
            "Correction 4 May: two decks.",
            "Editor's note: This article was amended on 4 May.",
            "This article originally said that the ferry has three decks.",
            "Исправление: паром имеет две палубы.",
            "訂正：船は二層です。",
        ] {
            assert!(is_correction_note(note), "{note}");
        }
        for other in [
            "",
            "•",
            "The correction of the river took ten years.",
            "Correction facilities are full, the minister said.",
            "Correction officers went on strike on Monday.",
            "This article of faith was never in doubt.",
            "This article is about the ferry.",
            "Correction-department officials said: no.",
            "Errata-laden reports were read.",
            "This article originally appeared in The Herald.",
            "Correction officers in 2024 said: no.",
            "An earlier ferry had sunk.",
            "Errata were found in the report, the court said: twelve of them.",
        ] {
            assert!(!is_correction_note(other), "{other}");
        }
    }

    #[test]
    fn notes_are_found_in_the_story_and_beside_it() {
        let zones = Zones {
            story: "The ferry sailed.\n\nThis article was amended on 4 May 2024.".to_owned(),
            ..Zones::default()
        };
        let text = "Read more\nCorrection\nIt has one funnel.\nAn advert\nCorrection: two decks\nThis article was amended on 4 May 2024.";
        let aside = Aside::of(AsideKind::Teaser, text.to_owned());
        assert_eq!(
            correction_notes(&zones, &[aside]),
            ["This article was amended on 4 May 2024.", "It has one funnel.", "Correction: two decks"]
        );
    }
}
