//! More names of months, folded: of languages with few pages, short forms, and Roman numbers. A short form that is also a
//! usual word counts only after a day.

/// Names that mean a month wherever they are; Arabic, Persian and Urdu in the spelling of `notation`.
const NAMES: [(i32, &str); 12] = [
    (
        1,
        "januari januar janar janvaris janvari jaanuar yanvar ianuarie xaneiro enero januara јануар јануара януари студзеня кантар \
         қаңтар იანვარი հունվարի ιανουαριος ιαν ינואר בינואר يناير جانفي جنوري ژانويه січень",
    ),
    (
        2,
        "fevral februaris februari veebruar shkurt pebrero febreiro фебруар фебруара февруари лютага ақпан თებერვალი փետրվարի \
         φεβρουαριος φεβ פברואר בפברואר فبراير شباط فيفري فروري فوريه",
    ),
    (
        3,
        "marts mars machi marso marec mart март марта сакавіка наурыз მარტი մարտի μαρτιος μαρ מרץ מרס במרץ במרס مارس اذار مارچ",
    ),
    (
        4,
        "aprilis aprill prill apreli aprel avril април априла красавіка сәуір აპრილი ապրիլի απριλιος απρ אפריל באפריל ابريل نيسان افريل \
         اپريل اوريل",
    ),
    (
        5,
        "maijs maija majs maio may маи маја мај трауня траунія трауня мамыр მაისი մայիսի μαιος במאי מאי مايو ماي ايار ميي",
    ),
    (
        6,
        "junijs junija juuni iyun qershor xuno hunyo junij јун јуна юни чэрвеня маусым ივნისი հունիսի ιουνιος ιουν יוני ביוני يونيو يونيه \
         جوان حزيران جون ژوين",
    ),
    (
        7,
        "julijs julija juuli iyul korrik xullo hulyo julij julai јул јула юли ліпеня шілде ივლისი հուլիսի ιουλιος ιουλ יולי ביולי يوليو \
         يوليه يوليوز جويليه تموز جولايي ژوييه جولاي",
    ),
    (
        8,
        "augusts avgust avqust gusht agosti ogos agust август августа жніуня тамыз აგვისტო օգոստոսի αυγουστος αυγ אוגוסט באוגוסט اغسطس اب \
         اوت غشت اگست",
    ),
    (
        9,
        "septembris septembri sentyabr shtator septemba setyembre septembar септембар септембра септември верасня қыркүиек სექტემბერი \
         սեպտեմբերի σεπτεμβριος σεπ ספטמבר בספטמבר سبتمبر ايلول شتنبر ستمبر سپتامبر",
    ),
    (
        10,
        "oktobris oktobri oktoober oktyabr tetor oktoba oktubre oktobar октобар октобра октомври кастрычніка қазан ოქტომბერი \
         հոկտեմբերի οκτωβριος οκτ אוקטובר באוקטובר اكتوبر",
    ),
    (
        11,
        "novembris novembri noyabr nentor novemba nobyembre novembar studenog новембар новембра ноември лістапада қараша ნოემბერი \
         նոյեմբերի νοεμβριος νοε נובמבר בנובמבר نوفمبر نونبر نومبر نوامبر",
    ),
    (
        12,
        "decembris decembri detsember dekabr dhjetor desemba disyembre disember decembar децембар децембра декември снежня желтоқсан \
         დეკემბერი դեկտեմբերի δεκεμβριος δεκ דצמבר בדצמבר ديسمبر دجنبر دسمبر دسامبر",
    ),
];

/// Short forms, some of which are words of other languages.
const AFTER_A_DAY: [(i32, &str); 12] = [
    (1, "led sau ian i січ"),
    (2, "sub uno vas ii лют"),
    (3, "brez kov mac iii бер"),
    (4, "dub bal iv кві"),
    (5, "kve svi v тра مه"),
    (6, "cer iun vi июнь чер"),
    (7, "tem iul vii лип"),
    (8, "agt sie srpn viii сер"),
    (9, "zar ruj szept ix сент вер"),
    (10, "rij x жов"),
    (11, "kas nob nop xi нояб лис"),
    (12, "ara pro dis xii гру"),
];

/// Short forms that mean different months in related languages.
const TWO_MONTHS: [(&[&str], &str, i32); 6] = [
    (&["pl"], "lip", 7),
    (&["hr", "bs"], "lip", 6),
    (&["cs"], "srp", 8),
    (&["hr", "bs"], "srp", 7),
    (&["pl", "cs"], "lis", 11),
    (&["hr", "bs"], "lis", 10),
];

fn among(table: &[(i32, &str)], folded: &str) -> Option<i32> {
    table.iter().find(|(_, names)| names.split_whitespace().any(|name| name == folded)).map(|(number, _)| *number)
}

/// More names of months, folded.
pub(super) fn more_months() -> impl Iterator<Item = (i32, &'static str)> {
    NAMES.iter().flat_map(|(number, names)| names.split_whitespace().map(|name| (*number, name)))
}

/// The month of a word after a day: `sty`, `XI`.
pub(super) fn month_after_day(word: &str, language: Option<&str>) -> Option<i32> {
    let is_number = word.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'));
    if word.len() > 12 || is_number {
        return None;
    }
    let folded = crate::text::fold(word);
    let language = language.and_then(|tag| tag.split(['-', '_']).next()).unwrap_or_default();
    let of_language = TWO_MONTHS.iter().find(|(languages, name, _)| *name == folded && languages.contains(&language));
    of_language.map(|(.., month)| *month).or_else(|| among(&AFTER_A_DAY, &folded))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_names_are_folded() {
        for name in NAMES.iter().chain(&AFTER_A_DAY).flat_map(|(_, names)| names.split_whitespace()) {
            assert_eq!(crate::text::fold(name), name);
        }
        let more = |name| more_months().find(|(_, known)| *known == name).map(|(number, _)| number);
        assert_eq!((more("غشت"), more("sie"), month_after_day("sie", None)), (Some(8), None, Some(8)));
        assert_eq!((month_after_day("XI", None), month_after_day("xi", None)), (Some(11), None));
        let lip = |language| month_after_day("lip", language);
        assert_eq!((lip(Some("pl")), lip(Some("hr")), lip(None)), (Some(7), Some(6), None));
    }
}
