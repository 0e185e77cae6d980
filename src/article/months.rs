//! Month names of fifteen languages to numbers. A word that only starts like a month is none.

/// The number of the month that a word names.
pub(super) fn month_number(word: &str) -> Option<i32> {
    if word.len() < 3 || word.len() > 24 {
        return None;
    }
    let folded = crate::text::fold(word);
    MONTH_NAMES.iter().chain(&MONTHS).find(|(_, names)| names.contains(&folded.as_str())).map(|(number, _)| *number)
}

/// Short month names, folded: English, German, Spanish, French, Italian, Portuguese, Dutch and the Nordic languages.
const MONTHS: [(i32, &[&str]); 12] = [
    (1, &["jan", "ene", "gen"]),
    (2, &["feb", "fev"]),
    (3, &["mar", "mrz", "maerz", "maa", "mrt"]),
    (4, &["apr", "avr", "abr"]),
    (5, &["may", "mai", "mei", "mag", "maj"]),
    (6, &["jun", "giu"]),
    (7, &["jul", "juil", "lug"]),
    (8, &["aug", "ago", "aou"]),
    (9, &["sep", "sept", "set"]),
    (10, &["oct", "okt", "ott", "out"]),
    (11, &["nov"]),
    (12, &["dec", "dez", "dic", "des"]),
];

/// Full names, folded: those of the languages above, Polish, Czech, Russian, Ukrainian, Turkish and Catalan. A word that only starts like a month (`Marching`, `Mainz`) is none.
const MONTH_NAMES: [(i32, &[&str]); 12] = [
    (
        1,
        &[
            "january",
            "januar",
            "janner",
            "enero",
            "janvier",
            "gennaio",
            "janeiro",
            "januari",
            "января",
            "stycznia",
            "ledna",
            "leden",
            "ocak",
            "січня",
            "gener",
        ],
    ),
    (
        2,
        &[
            "february",
            "februar",
            "febrero",
            "fevrier",
            "febbraio",
            "fevereiro",
            "februari",
            "февраля",
            "lutego",
            "unora",
            "unor",
            "subat",
            "лютого",
            "febrer",
        ],
    ),
    (
        3,
        &[
            "march",
            "marz",
            "marzo",
            "mars",
            "marco",
            "maart",
            "marts",
            "марта",
            "marca",
            "brezna",
            "mart",
            "березня",
            "marc",
        ],
    ),
    (4, &["april", "abril", "avril", "aprile", "апреля", "kwietnia", "dubna", "nisan", "квітня"]),
    (5, &["may", "mai", "mayo", "maggio", "maio", "mei", "maj", "мая", "maja", "kvetna", "mayis", "травня", "maig"]),
    (
        6,
        &["june", "juni", "junio", "juin", "giugno", "junho", "июня", "czerwca", "cervna", "haziran", "червня", "juny"],
    ),
    (
        7,
        &[
            "july",
            "juli",
            "julio",
            "juillet",
            "luglio",
            "julho",
            "июля",
            "lipca",
            "cervence",
            "temmuz",
            "липня",
            "juliol",
        ],
    ),
    (
        8,
        &[
            "august",
            "agosto",
            "aout",
            "augustus",
            "augusti",
            "августа",
            "sierpnia",
            "srpna",
            "agustos",
            "серпня",
            "agost",
        ],
    ),
    (
        9,
        &[
            "september",
            "septiembre",
            "setiembre",
            "septembre",
            "settembre",
            "setembro",
            "сентября",
            "wrzesnia",
            "zari",
            "eylul",
            "вересня",
            "setembre",
        ],
    ),
    (
        10,
        &[
            "october",
            "oktober",
            "octubre",
            "octobre",
            "ottobre",
            "outubro",
            "октября",
            "pazdziernika",
            "rijna",
            "ekim",
            "жовтня",
        ],
    ),
    (11, &["november", "noviembre", "novembre", "novembro", "ноября", "listopada", "listopadu", "kasim", "листопада"]),
    (
        12,
        &[
            "december",
            "dezember",
            "diciembre",
            "decembre",
            "dicembre",
            "dezembro",
            "desember",
            "декабря",
            "grudnia",
            "prosince",
            "aralik",
            "грудня",
            "desembre",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn whole_names_and_usual_short_ones_are_months() {
        for (word, want) in [
            ("Oct", Some(10)),
            ("März", Some(3)),
            ("août", Some(8)),
            ("сентября", Some(9)),
            ("Ağustos", Some(8)),
            ("października", Some(10)),
            ("října", Some(10)),
            ("maj", Some(5)),
            ("Marching", None),
            ("Mainz", None),
            ("ma", None),
        ] {
            assert_eq!(month_number(word), want, "{word}");
        }
    }
}
