//! The language of an article that states none, from its title and the start of its story: groups of letters, and the
//! function words where these say otherwise.

use super::function_words::Opinion;
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

/// Smallest share of function words that can overrule the letters: running text of any of the languages has more.
const SURE_SHARE: f32 = 0.2;

/// How much greater than the share of the letters' language it must be; related languages share words.
const OVERRULES: f32 = 1.5;

/// Text of so many words without function words of its language is a list or a table: its language is not determined.
const LISTED_WORDS: usize = 20;
const LEAST_SHARE: f32 = 0.04;

/// The language of a text and how sure it is, in percent; `None` if the text is too short or has no running text.
pub fn detect(zones: &Zones) -> Option<(FoundValue<String>, u8)> {
    let short = sample(zones, READ_CHARS);
    let info = DETECTOR.detect(&short)?;
    let opinion = Opinion::of(&short);
    if let Some(found) = agreed(&info, &opinion).filter(|_| info.is_reliable()) {
        return Some(found);
    }
    let longer = sample(zones, MORE_CHARS);
    let info = DETECTOR.detect(&longer)?;
    let opinion = Opinion::of(&longer);
    if !info.is_reliable()
        && longer.chars().count() < SURE_CHARS
        && opinion.best().is_none_or(|best| best.1 < SURE_SHARE)
    {
        return None;
    }
    let code = code_of(info.lang())?;
    let own = opinion.share(code);
    match opinion.best() {
        Some((best, share))
            if best != code && share >= SURE_SHARE && own.is_none_or(|own| share >= own * OVERRULES) =>
        {
            Some(found(best, share.min(0.5) * 2.0))
        }
        _ if own.is_some_and(|own| own < LEAST_SHARE) && opinion.words >= LISTED_WORDS => None,
        _ => Some(found(code, info.confidence() as f32)),
    }
}

fn code_of(lang: Lang) -> Option<&'static str> {
    LANGUAGES.iter().find(|(own, _)| *own == lang).map(|(_, code)| *code)
}

fn found(code: &str, sure: f32) -> (FoundValue<String>, u8) {
    (FoundValue::new(code.to_owned(), Origin::fixed("text:detected")), (sure * 100.0).clamp(0.0, 100.0) as u8)
}

/// The language of the letters, if the function words do not speak against it.
fn agreed(info: &whatlang::Info, opinion: &Opinion) -> Option<(FoundValue<String>, u8)> {
    let code = code_of(info.lang())?;
    let agrees = match (opinion.share(code), opinion.best()) {
        (None, best) => best.is_none_or(|best| best.1 < SURE_SHARE),
        (Some(own), Some((_, share))) => own >= LEAST_SHARE && share < own.max(SURE_SHARE / 2.0) * OVERRULES,
        (Some(own), None) => own >= LEAST_SHARE,
    };
    agrees.then(|| found(code, info.confidence() as f32))
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
