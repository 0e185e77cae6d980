//! Names of months, folded to letters without accents, in the languages that news is read in.
//! A word that only starts like a month (`Marching`, `Mainz`) is not one.

use super::month_words::more_months;
use std::collections::HashMap;
use std::sync::LazyLock;

/// The number of a month by its name, case-insensitive.
pub(super) fn month_number(word: &str) -> Option<i32> {
    if word.len() < 3 || word.len() > LONGEST {
        return None;
    }
    let folded = crate::text::fold(word);
    BY_NAME.get(folded.as_str()).copied()
}

static BY_NAME: LazyLock<HashMap<&'static str, i32>> = LazyLock::new(|| {
    let mut months = HashMap::new();
    let named = MONTH_NAMES.iter().chain(&MONTHS).flat_map(|(number, names)| names.iter().map(|name| (*number, *name)));
    for (number, name) in named.chain(more_months()) {
        months.entry(name).or_insert(number);
    }
    months
});

/// Longest name of a month, in bytes.
const LONGEST: usize = 40;

/// Whether a word is the name of a month in any language, or a usual short form of it.
///
/// ```
/// use morgue_article::article::is_month;
/// assert!(is_month("octobre") && is_month("سبتمبر") && !is_month("Marching"));
/// ```
pub fn is_month(word: &str) -> bool {
    month_number(word).is_some()
}

/// `listopad` is November in Polish, Czech and Ukrainian, and October in Croatian: it is read only if the language is
/// known.
pub(super) fn means_two_months(text: &str) -> bool {
    crate::text::fold(text).contains("listopad")
}

/// Short names: English, German, Spanish, French, Italian, Portuguese, Dutch, the Nordic languages, Polish, Turkish and
/// Russian.
const MONTHS: [(i32, &[&str]); 12] = [
    (1, &["jan", "ene", "gen", "janv", "sty", "oca", "янв"]),
    (2, &["feb", "fev", "febr", "fevr", "lut", "фев"]),
    (3, &["mar", "mrz", "maerz", "maa", "mrt", "мар"]),
    (4, &["apr", "avr", "abr", "kwi", "nis", "апр"]),
    (5, &["may", "mai", "mei", "mag", "maj", "мая"]),
    (6, &["jun", "giu", "cze", "haz", "июн"]),
    (7, &["jul", "juil", "lug", "июл"]),
    (8, &["aug", "ago", "aou", "agu", "авг"]),
    (9, &["sep", "sept", "set", "wrz", "eyl", "сен"]),
    (10, &["oct", "okt", "ott", "out", "paz", "eki", "окт"]),
    (11, &["nov", "ноя"]),
    (12, &["dec", "dez", "dic", "des", "gru", "дек"]),
];

/// Full names, in the grammatical case that dates use.
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
            "stycznia",
            "styczen",
            "ledna",
            "leden",
            "января",
            "январь",
            "січня",
            "ocak",
            "ianuarie",
            "gener",
            "tammikuuta",
            "tammikuu",
            "ιανουαριου",
            "sausio",
            "januara",
            "sijecnja",
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
            "feber",
            "lutego",
            "luty",
            "unora",
            "unor",
            "februara",
            "февраля",
            "февраль",
            "лютого",
            "subat",
            "februarie",
            "febrer",
            "helmikuuta",
            "helmikuu",
            "φεβρουαριου",
            "vasario",
            "veljace",
            "pebruari",
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
            "marca",
            "marzec",
            "brezna",
            "brezen",
            "марта",
            "март",
            "березня",
            "mart",
            "martie",
            "marc",
            "maaliskuuta",
            "maaliskuu",
            "μαρτιου",
            "kovo",
            "ozujka",
            "maret",
            "marcius",
            "marts",
        ],
    ),
    (
        4,
        &[
            "april",
            "abril",
            "avril",
            "aprile",
            "kwietnia",
            "kwiecien",
            "dubna",
            "duben",
            "aprila",
            "апреля",
            "апрель",
            "квітня",
            "nisan",
            "aprilie",
            "huhtikuuta",
            "huhtikuu",
            "απριλιου",
            "balandzio",
            "travnja",
            "aprilis",
        ],
    ),
    (
        5,
        &[
            "may",
            "mai",
            "mayo",
            "maggio",
            "maio",
            "mei",
            "maja",
            "maj",
            "kvetna",
            "kveten",
            "мая",
            "маи",
            "травня",
            "mayis",
            "maig",
            "toukokuuta",
            "toukokuu",
            "μαιου",
            "geguzes",
            "svibnja",
            "majus",
        ],
    ),
    (
        6,
        &[
            "june",
            "juni",
            "junio",
            "juin",
            "giugno",
            "junho",
            "czerwca",
            "czerwiec",
            "cervna",
            "cerven",
            "juna",
            "июня",
            "июнь",
            "червня",
            "haziran",
            "iunie",
            "juny",
            "kesakuuta",
            "kesakuu",
            "ιουνιου",
            "birzelio",
            "lipnja",
            "junius",
        ],
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
            "lipca",
            "lipiec",
            "cervence",
            "cervenec",
            "jula",
            "июля",
            "июль",
            "липня",
            "temmuz",
            "iulie",
            "juliol",
            "heinakuuta",
            "heinakuu",
            "ιουλιου",
            "liepos",
            "srpnja",
            "julius",
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
            "sierpnia",
            "sierpien",
            "srpna",
            "srpen",
            "augusta",
            "августа",
            "август",
            "серпня",
            "agustos",
            "agost",
            "elokuuta",
            "elokuu",
            "αυγουστου",
            "rugpjucio",
            "kolovoza",
            "agustus",
            "augusztus",
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
            "wrzesnia",
            "wrzesien",
            "zari",
            "septembra",
            "сентября",
            "сентябрь",
            "вересня",
            "eylul",
            "septembrie",
            "setembre",
            "syyskuuta",
            "syyskuu",
            "σεπτεμβριου",
            "rugsejo",
            "rujna",
            "szeptember",
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
            "pazdziernika",
            "pazdziernik",
            "rijna",
            "rijen",
            "oktobra",
            "октября",
            "октябрь",
            "жовтня",
            "ekim",
            "octombrie",
            "lokakuuta",
            "lokakuu",
            "οκτωβριου",
            "spalio",
        ],
    ),
    (
        11,
        &[
            "november",
            "noviembre",
            "novembre",
            "novembro",
            "listopada",
            "listopad",
            "listopadu",
            "novembra",
            "ноября",
            "ноябрь",
            "листопада",
            "kasim",
            "noiembrie",
            "marraskuuta",
            "marraskuu",
            "νοεμβριου",
            "lapkricio",
            "studenoga",
            "nopember",
        ],
    ),
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
            "grudnia",
            "grudzien",
            "prosince",
            "prosinec",
            "decembra",
            "декабря",
            "декабрь",
            "грудня",
            "aralik",
            "decembrie",
            "desembre",
            "joulukuuta",
            "joulukuu",
            "δεκεμβριου",
            "gruodzio",
            "prosinca",
        ],
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_name_means_two_months_and_all_are_folded() {
        let mut seen = std::collections::HashMap::new();
        for (number, names) in MONTH_NAMES.iter().chain(&MONTHS) {
            for name in *names {
                assert_eq!(*seen.entry(*name).or_insert(*number), *number, "{name}");
                assert_eq!(crate::text::fold(name), *name);
            }
        }
        for name in ["Marching", "Mainz", "ma", "in"] {
            assert_eq!(month_number(name), None, "{name}");
        }
        for (name, want) in [("siječnja", 1), ("Mayıs", 5), ("Şubat", 2), ("май", 5), ("ΜΑΐου", 5)] {
            assert_eq!(month_number(name), Some(want), "{name}");
        }
    }
}
