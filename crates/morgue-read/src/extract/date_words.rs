//! Words around dates: months, weekdays and labels such as `Updated` and `Veröffentlicht`, in many languages. Knows words,
//! not their order in a line.

use crate::article::is_month;
use crate::text::fold;

/// Beginnings of months, weekdays and words before a date.
const BEGINNINGS: &str = "jan feb fev mar apr avr abr may mai mei jun jui jul aug ago aou sep set oct okt ott out nov dec dez dic ene gen \
    mag giu lug mon tue wed thu fri sat sun upd pub post last stand uhr mod first cest gmt utc pst zuletzt datum date fecha data \
    tarih дата التاريخ تاريخ 日期 時間 时间 日時 heure hora godz saat jour الساع ساعت เวลา วันที ngay thoi \
    montag dienstag mittwoch donnerstag freitag samstag sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes \
    miercoles jueves viernes sabado domingo lunedi martedi mercoledi giovedi venerdi segunda terca quarta quinta sexta feira \
    maandag dinsdag woensdag donderdag vrijdag zaterdag zondag mandag tirsdag tisdag onsdag torsdag fredag lordag sondag \
    maanantai tiistai keskiviikko torstai perjantai lauantai sunnuntai poniedzialek wtorek sroda czwartek piatek sobot niedziel \
    pondeli utery streda ctvrtek patek nedel понедельник вторник сред четверг пятниц суббот воскресенье понеділ вівтор серед \
    четвер пятниц неділ pazar sali carsamba persembe cuma δευτερα τριτη τεταρτη πεμπτη παρασκευη σαββατο κυριακη الاحد الاثنين \
    الثلاثاء الاربعاء الخميس الجمعه السبت شنبه جمعه יום senin selasa rabu kamis jumat sabtu minggu hetfo kedd szerda csutortok \
    pentek szombat vasarnap luni marti miercuri joi vineri sambata duminica सोमवार मंगलवार बुधवार गुरुवार शुक्रवार शनिवार रविवार 星期 曜日 요일";

/// Labels of the time of a change.
const UPDATED: &str = "updat|modif|mis a jour|mise a jour|maj |aktualis|aktualiz|actualiz|actualis|aggiorn|atualiz|bijgewerk|gewijzig|\
    uppdater|oppdater|opdater|paivite|muokat|guncel|обновл|оновл|изменен|ενημερω|تحديث|עודכן|अपडेट|更新|수정|diperbarui|cap nhat|อัปเดต|อัพเดต|\
    zmien|frissit|endret|zuletzt|last changed|edited";

/// Labels of the time of publication.
const PUBLISHED: &str = "publi|veroffentl|erschien|erstellt|pubblic|gepubl|udgiv|julkais|opublik|zverejn|objav|yayin|giris|опубл|δημοσ|نشر|\
    انتشار|פורסם|प्रकाश|প্রকাশ|发布|發布|发表|發表|公開|掲載|配信|입력|등록|게재|creado|criado|posted|issued|released|diterbit|dang luc|เผยแพร่|\
    kozzet|megjelen|first";

/// Whether a word is part of a date or its label.
pub(super) fn is_date_word(word: &str) -> bool {
    let folded = fold(word);
    let begins = |part: &str| folded.starts_with(part) || (!part.is_ascii() && folded.contains(part));
    BEGINNINGS.split_whitespace().any(begins)
        || is_month(word)
        || UPDATED.split('|').chain(PUBLISHED.split('|')).any(begins)
}

/// The part of a text from the label of its publication, folded, if an update is named before that.
pub(super) fn first_edition(text: &str) -> Option<String> {
    let folded = fold(text);
    let published = position(&folded, PUBLISHED)?;
    let updated = position(&folded, UPDATED)?;
    (updated < published).then(|| folded[published..].to_owned())
}

/// Where the first of the labels is; in scripts with capitals only at the start of a word.
fn position(folded: &str, labels: &str) -> Option<usize> {
    let starts = |label: &str, at: usize| !label.is_ascii() || !folded[..at].ends_with(char::is_alphabetic);
    let first = |label: &str| folded.match_indices(label).map(|(at, _)| at).find(|&at| starts(label, at));
    labels.split('|').filter_map(first).min()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_publication_is_found_after_an_update() {
        for (text, want) in [
            ("Mis à jour le 13 mars 2020, publié le 12 mars 2020", Some("publie le 12 mars 2020")),
            ("Publié le 12 mars 2020, mis à jour le 13 mars 2020", None),
            ("更新：2020-03-13 发布：2020-03-12", Some("发布：2020-03-12")),
            ("12 March 2020", None),
        ] {
            assert_eq!(first_edition(text).as_deref(), want, "{text}");
        }
    }

    #[test]
    fn months_weekdays_and_labels_are_words_of_dates() {
        for word in ["Veröffentlicht", "octubre", "Четверг", "Güncelleme", "سبتمبر", "更新日時"] {
            assert!(is_date_word(word), "{word}");
        }
        assert!(!is_date_word("Harbour"));
    }
}
