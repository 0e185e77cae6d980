//! Stated languages to tags: `en_US` to `en-US`, and names as databases write them (`English`, `Deutsch`, `anglais`).

use crate::text::fold;

/// Names of languages, folded, by tag: their own names, and those in English, German, French, Spanish and Italian.
const NAMES: [(&str, &[&str]); 34] = [
    ("en", &["english", "englisch", "anglais", "ingles", "inglese", "engels"]),
    ("de", &["german", "deutsch", "allemand", "aleman", "tedesco", "duits"]),
    ("fr", &["french", "franzosisch", "francais", "frances", "francese", "frans"]),
    ("es", &["spanish", "spanisch", "espagnol", "espanol", "spagnolo", "spaans"]),
    ("it", &["italian", "italienisch", "italien", "italiano", "italiaans"]),
    ("pt", &["portuguese", "portugiesisch", "portugais", "portugues", "portoghese"]),
    ("nl", &["dutch", "niederlandisch", "neerlandais", "holandes", "olandese", "nederlands"]),
    ("da", &["danish", "danisch", "danois", "danes", "danese", "dansk"]),
    ("sv", &["swedish", "schwedisch", "suedois", "sueco", "svedese", "svenska"]),
    ("no", &["norwegian", "norwegisch", "norvegien", "noruego", "norvegese", "norsk"]),
    ("fi", &["finnish", "finnisch", "finnois", "fines", "finlandese", "suomi"]),
    ("pl", &["polish", "polnisch", "polonais", "polaco", "polacco", "polski"]),
    ("cs", &["czech", "tschechisch", "tcheque", "checo", "ceco", "cestina"]),
    ("sk", &["slovak", "slowakisch", "slovaque", "eslovaco", "slovacco", "slovencina"]),
    ("hu", &["hungarian", "ungarisch", "hongrois", "hungaro", "ungherese", "magyar"]),
    ("ro", &["romanian", "rumanisch", "roumain", "rumano", "rumeno", "romana"]),
    ("bg", &["bulgarian", "bulgarisch", "bulgare", "bulgaro", "български"]),
    ("el", &["greek", "griechisch", "grec", "griego", "greco", "ελληνικα"]),
    ("tr", &["turkish", "turkisch", "turc", "turco", "turkce"]),
    ("ru", &["russian", "russisch", "russe", "ruso", "russo", "русскии"]),
    ("uk", &["ukrainian", "ukrainisch", "ukrainien", "ucraniano", "ucraino", "украінська"]),
    ("sr", &["serbian", "serbisch", "serbe", "serbio", "serbo", "српски"]),
    ("hr", &["croatian", "kroatisch", "croate", "croata", "croato", "hrvatski"]),
    ("sl", &["slovenian", "slowenisch", "slovene", "esloveno", "sloveno", "slovenscina"]),
    ("ca", &["catalan", "katalanisch", "catala", "catalano"]),
    ("ar", &["arabic", "arabisch", "arabe", "arabo", "العربية"]),
    ("he", &["hebrew", "hebraisch", "hebreu", "hebreo", "ebraico", "עברית"]),
    ("fa", &["persian", "farsi", "persisch", "persan"]),
    ("hi", &["hindi"]),
    ("id", &["indonesian", "indonesisch", "indonesien", "bahasa indonesia"]),
    ("vi", &["vietnamese", "vietnamesisch", "vietnamien"]),
    ("ja", &["japanese", "japanisch", "japonais", "japones", "giapponese", "日本語"]),
    ("ko", &["korean", "koreanisch", "coreen", "coreano", "한국어"]),
    (
        "zh",
        &[
            "chinese",
            "chinesisch",
            "chinois",
            "chino",
            "cinese",
            "中文",
            "chinese - simplified",
            "chinese - traditional",
        ],
    ),
];

/// The tag of a stated language; `None` if it is neither a tag nor a known name.
///
/// ```
/// use morgue_article::article::language_tag;
/// assert_eq!(language_tag("en_US").as_deref(), Some("en-US"));
/// assert_eq!(language_tag("Französisch").as_deref(), Some("fr"));
/// assert_eq!(language_tag("unknown"), None);
/// ```
pub fn language_tag(stated: &str) -> Option<String> {
    let first = stated.split([',', ';']).next()?.trim();
    let folded = fold(first);
    if let Some((tag, _)) = NAMES.iter().find(|(_, names)| names.contains(&folded.as_str())) {
        return Some((*tag).to_owned());
    }
    let tag = first.replace('_', "-");
    let primary = tag.split('-').next()?;
    let valid = (2..=3).contains(&primary.len())
        && tag.len() <= 12
        && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
    valid.then(|| format!("{}{}", primary.to_ascii_lowercase(), &tag[primary.len()..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages_are_tags_or_known_names_or_nothing() {
        for (stated, want) in [
            ("en_US", Some("en-US")),
            ("DE", Some("de")),
            ("pt-br", Some("pt-br")),
            ("english", Some("en")),
            ("ENGLISH; ENGLISHS", Some("en")),
            ("Español", Some("es")),
            ("русский", Some("ru")),
            ("GERMAN; Deutsch", Some("de")),
            ("Klingon", None),
            ("", None),
            ("en, fr", Some("en")),
        ] {
            assert_eq!(language_tag(stated).as_deref(), want, "{stated}");
        }
    }
}
