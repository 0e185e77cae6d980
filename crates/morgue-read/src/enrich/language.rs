//! The language of an article that states none, from its title and the start of its story.

use crate::article::{FoundValue, Origin, Zones};
use std::sync::LazyLock;
use whatlang::{Detector, Lang};

/// The language of text below this length counts only if the detector is sure (measured: 63 of 64 right).
const SURE_CHARS: usize = 120;

/// Characters that the detector reads: enough to be right on every measured article, at half the time of 400.
const READ_CHARS: usize = 240;

/// Languages that can be detected, with their ISO 639-1 codes. Fewer choices make fewer mistakes (measured on 107
/// articles).
const LANGUAGES: [(Lang, &str); 30] = [
    (Lang::Eng, "en"),
    (Lang::Deu, "de"),
    (Lang::Spa, "es"),
    (Lang::Fra, "fr"),
    (Lang::Ita, "it"),
    (Lang::Por, "pt"),
    (Lang::Nld, "nl"),
    (Lang::Dan, "da"),
    (Lang::Swe, "sv"),
    (Lang::Nob, "no"),
    (Lang::Fin, "fi"),
    (Lang::Pol, "pl"),
    (Lang::Ces, "cs"),
    (Lang::Hun, "hu"),
    (Lang::Ron, "ro"),
    (Lang::Tur, "tr"),
    (Lang::Rus, "ru"),
    (Lang::Ukr, "uk"),
    (Lang::Ell, "el"),
    (Lang::Ara, "ar"),
    (Lang::Heb, "he"),
    (Lang::Pes, "fa"),
    (Lang::Hin, "hi"),
    (Lang::Ben, "bn"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Vie, "vi"),
    (Lang::Ind, "id"),
    (Lang::Cat, "ca"),
];

static DETECTOR: LazyLock<Detector> =
    LazyLock::new(|| Detector::with_allowlist(LANGUAGES.iter().map(|(lang, _)| *lang).collect()));

/// Characters read if that is not enough: names and quotations from one place mislead the detector.
const MORE_CHARS: usize = 2000;

/// The language of a text and how sure the detector is of it, in percent, if there is enough text.
pub fn detect(zones: &Zones) -> Option<(FoundValue<String>, u8)> {
    let sample = sample(zones, READ_CHARS);
    let mut info = DETECTOR.detect(&sample)?;
    if !info.is_reliable() {
        let longer = self::sample(zones, MORE_CHARS);
        info = DETECTOR.detect(&longer)?;
        if !info.is_reliable() && longer.chars().count() < SURE_CHARS {
            return None;
        }
    }
    let code = LANGUAGES.iter().find(|(lang, _)| *lang == info.lang()).map(|(_, code)| *code)?;
    let percent = (info.confidence() * 100.0).clamp(0.0, 100.0) as u8;
    Some((FoundValue::new(code.to_owned(), Origin::fixed("text:detected")), percent))
}

fn sample(zones: &Zones, length: usize) -> String {
    let mut sample: String = zones.title.chars().take(length).collect();
    sample.push(' ');
    sample.extend(zones.story.chars().take(length.saturating_sub(sample.len() / 2)));
    sample
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_language_is_detected_from_title_and_lead() {
        let cases = [
            (
                "The ferry came in two hours late and nobody on the quay could say why it had been held at the island.",
                Some("en"),
            ),
            (
                "Die Fähre kam zwei Stunden zu spät, und niemand am Kai konnte sagen, warum sie auf der Insel festgehalten worden war.",
                Some("de"),
            ),
            (
                "El transbordador llegó con dos horas de retraso y nadie en el muelle sabía por qué lo habían retenido en la isla.",
                Some("es"),
            ),
            ("", None),
            ("12 34", None),
        ];
        for (story, want) in cases {
            let zones = Zones { story: story.to_owned(), ..Zones::default() };
            let detected = detect(&zones);
            assert_eq!(detected.as_ref().map(|(found, _)| found.value.as_str()), want, "{story}");
            assert!(detected.is_none_or(|(_, percent)| percent > 50), "{story}");
        }
    }
}
