//! The language of an article that states none, from its title and the start of its story: groups of letters, and the
//! function words where these say otherwise. Where both leave it open, the language that is usual in the source, or at
//! newspapers of the country in the address.

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

/// How sure a language is that is only usual.
const USUAL_SURE: f32 = 0.5;

/// The language that nearly all newspapers at domains of a country use. Countries with several are left out.
const COUNTRIES: [(&str, &str); 37] = [
    ("ar", "es"),
    ("at", "de"),
    ("au", "en"),
    ("bo", "es"),
    ("br", "pt"),
    ("cl", "es"),
    ("cn", "zh"),
    ("co", "es"),
    ("cr", "es"),
    ("cu", "es"),
    ("cz", "cs"),
    ("de", "de"),
    ("dk", "da"),
    ("ec", "es"),
    ("es", "es"),
    ("fr", "fr"),
    ("gr", "el"),
    ("hu", "hu"),
    ("ie", "en"),
    ("il", "he"),
    ("ir", "fa"),
    ("it", "it"),
    ("jp", "ja"),
    ("kr", "ko"),
    ("mx", "es"),
    ("nl", "nl"),
    ("no", "no"),
    ("nz", "en"),
    ("pe", "es"),
    ("pl", "pl"),
    ("pt", "pt"),
    ("ro", "ro"),
    ("ru", "ru"),
    ("se", "sv"),
    ("tr", "tr"),
    ("uk", "en"),
    ("uy", "es"),
];

/// Whether a language can be detected, by its ISO 639-1 code.
pub fn is_language(code: &str) -> bool {
    lang_of(code).is_some()
}

/// The language of a text and how sure it is, in percent; `None` if the text is too short or has no running text.
/// `usual`: the language that is usual in its source; `domain`: where it was published.
pub fn detect(zones: &Zones, usual: Option<&str>, domain: Option<&str>) -> Option<(FoundValue<String>, u8)> {
    let short = sample(zones, READ_CHARS);
    let opinion = Opinion::of(&short);
    if let Some(code) = opinion.plain() {
        return Some(found(code, 1.0));
    }
    let info = DETECTOR.detect(&short)?;
    if let Some(found) = agreed(&info, &opinion).filter(|_| info.is_reliable()) {
        return Some(found);
    }
    let longer = sample(zones, MORE_CHARS);
    let info = DETECTOR.detect(&longer)?;
    let opinion = Opinion::of(&longer);
    let code = code_of(info.lang())?;
    let own = opinion.share(code);
    let (best, share) = opinion.best().unwrap_or((code, 0.0));
    let is_list = || own.is_some_and(|own| own < LEAST_SHARE) && opinion.words >= LISTED_WORDS;
    match () {
        () if share >= SURE_SHARE && best != code && own.is_none_or(|own| share >= own * OVERRULES) => {
            Some(found(best, share.min(0.5) * 2.0))
        }
        () if info.is_reliable() || share >= SURE_SHARE => (!is_list()).then(|| found(code, info.confidence() as f32)),
        () => {
            let is_short = longer.chars().count() < SURE_CHARS;
            let open = || (!is_short && !is_list()).then(|| found(code, info.confidence() as f32));
            usually(&info, usual, domain).or_else(open)
        }
    }
}

/// The usual language, if the text is in its script.
fn usually(info: &whatlang::Info, usual: Option<&str>, domain: Option<&str>) -> Option<(FoundValue<String>, u8)> {
    let country = domain.and_then(|domain| domain.rsplit('.').next());
    let of_country = COUNTRIES.iter().find(|(own, _)| Some(*own) == country).map(|(_, code)| *code);
    let stated = [(usual, Origin::fixed("source:language")), (of_country, Origin::fixed("domain:country"))];
    let (code, origin) = stated.into_iter().find_map(|(code, origin)| Some((code?, origin)))?;
    let is_script = info.script().langs().contains(&lang_of(code)?);
    is_script.then(|| (FoundValue::new(code.to_owned(), origin), (USUAL_SURE * 100.0) as u8))
}

fn lang_of(code: &str) -> Option<Lang> {
    LANGUAGES.iter().find(|(_, own)| *own == code).map(|(lang, _)| *lang)
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
            let detected = detect(&zones, None, None);
            assert_eq!(detected.as_ref().map(|(found, _)| found.value.as_str()), want, "{story}");
            assert!(detected.is_none_or(|(_, percent)| percent > 50), "{story}");
        }
    }

    #[test]
    fn what_a_text_leaves_open_is_told_by_its_source_and_then_by_the_country() {
        let language = |story: &str, usual: Option<&str>, domain: Option<&str>| {
            let zones = Zones { story: story.to_owned(), ..Zones::default() };
            detect(&zones, usual, domain).map(|(found, _)| (found.value, found.origin.as_str().to_owned()))
        };
        let told = |code: &str, origin: &str| Some((code.to_owned(), origin.to_owned()));
        let short = "Golf: Milton Open, resultater";
        assert_eq!(language(short, None, None), None);
        assert_eq!(language(short, Some("no"), Some("tide.example.dk")), told("no", "source:language"));
        assert_eq!(language(short, None, Some("tide.dk")), told("da", "domain:country"));
        assert_eq!(language(short, None, Some("tide.com")), None);
        // Another script, and a text that shows its language.
        assert_eq!(language(short, Some("ru"), None), None);
        let long =
            "The ferry came in two hours late and nobody on the quay could say why it had been held at the island.";
        assert_eq!(language(long, Some("de"), Some("tide.de")), told("en", "text:detected"));
    }

    #[test]
    fn a_text_that_is_plainly_in_a_language_needs_no_look_at_its_letters() {
        let plain = |text: &str| Opinion::of(text).plain();
        let english =
            "The ferry came in two hours late and nobody on the quay could say why it had been held at the island.";
        assert_eq!(plain(english), Some("en"));
        assert_eq!(
            detect(&Zones { story: english.to_owned(), ..Zones::default() }, None, None).map(|it| it.1),
            Some(100)
        );
        // Too short, names, and words that related languages share.
        for text in [
            "The ferry is late.",
            &"Anders Vik Oslo Bergen ".repeat(9),
            "det er en by i det og den er av det som er en by i det",
        ] {
            assert_eq!(plain(text), None, "{text}");
        }
    }
}
