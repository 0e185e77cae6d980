//! Words of bylines in languages that need more than a table of English and its neighbours. Only lists, separated by
//! bars.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Words that open a byline, followed by a space, a colon or a slash.
const OPENINGS: &str = "γράφει η|γράφει ο|γράφουν οι|автор|автори|авторы|автор текста|بقلم|מאת|作者|記者|记者|本报记者|本報記者|\
    通讯员|撰文|撰稿|文|執筆|取材・文|โดย|ผู้เขียน|tác giả|autorin/autor|autor/autorin|autor/in|autor:in|écrit par|\
    propos recueillis par|escrito por|scritto da|a cura di|testo di|articolo di|geschrieben von|skrevet av|skriven av|skrevet af|\
    kirjoittanut|napsal|napsala|napisao|napisala|írta";

/// Labels that open a byline only with a colon, since they are also usual words.
const LABELS: &str = "autor|autora|autorin|autori|autorka|autores|auteur|auteurs|autore|autoren|author|authors|writer|reporter|\
    writers|words|text|texte|texto|testo|tekst|teksti|текст|пише|подготовил|подготовила|كتب|كتبت|كتبها|الكاتب|المؤلف|\
    نویسنده|خبرنگار|haber|muhabir|yazan|yazar|müəllif|oleh|penulis|wartawan|লেখক|লিখেছেন|लेखक|लेखिका|द्वारा|\
    szerző|szöveg|skribent|journalist|redaktör|redactie|verfasser|verfasst von|기자|글|글쓴이|כתבה|文字|文・写真|ライター";

/// Signs after an opening word.
const SIGNS: [char; 8] = [' ', ':', '：', '/', '／', '|', '｜', '・'];

/// The text after an opening word of another language.
pub(super) fn after_opening(text: &str) -> Option<&str> {
    let rest = |word: &str| {
        let head = text.get(..word.len()).filter(|head| same(head, word))?;
        Some(&text[head.len()..])
    };
    let known = BY_FIRST.get(&first_lower(text)?)?;
    let opened = known.openings.iter().copied().filter_map(rest).find(|rest| rest.starts_with(SIGNS));
    let labels = known.labels.iter().copied().filter_map(rest).map(str::trim_start);
    let labelled = || labels.into_iter().find(|rest| rest.starts_with([':', '：']));
    let rest = opened.or_else(labelled)?.trim_start_matches(SIGNS);
    (!rest.is_empty()).then_some(rest)
}

/// The words of both lists that start with a letter.
#[derive(Default)]
struct Known {
    openings: Vec<&'static str>,
    labels: Vec<&'static str>,
}

static BY_FIRST: LazyLock<HashMap<char, Known>> = LazyLock::new(|| {
    let mut known: HashMap<char, Known> = HashMap::new();
    for word in OPENINGS.split('|') {
        known.entry(first_lower(word).unwrap_or_default()).or_default().openings.push(word);
    }
    for word in LABELS.split('|') {
        known.entry(first_lower(word).unwrap_or_default()).or_default().labels.push(word);
    }
    known
});

fn first_lower(text: &str) -> Option<char> {
    text.chars().next()?.to_lowercase().next()
}

/// Whether two spellings of the same first letter differ only in case.
fn same(one: &str, other: &str) -> bool {
    one == other || crate::text::fold(one) == crate::text::fold(other)
}

/// Trades that are written in front of a name, and after it.
const TRADES_BEFORE: [&str; 7] = ["本报记者", "本報記者", "特约记者", "记者", "記者", "通讯员", "實習記者"];
const TRADES: [&str; 7] = ["기자", "특파원", "논설위원", "통신원", "記者", "记者", "編集委員"];

/// A name without its trade: `홍길동 선임기자`, `記者王小明`.
pub(super) fn without_trade(text: &str) -> &str {
    let bare = TRADES_BEFORE.iter().find_map(|trade| text.strip_prefix(*trade)).unwrap_or(text);
    let bare = bare.trim_start_matches(SIGNS);
    match bare.rsplit_once(' ') {
        Some((name, trade)) if TRADES.iter().any(|known| trade.ends_with(*known)) => name,
        _ => TRADES.iter().find_map(|trade| bare.strip_suffix(*trade)).unwrap_or(bare),
    }
}

/// Words in front of a place, in lower case: `à Lyon`, `aus Köln`.
pub(super) const BEFORE_PLACES: [&str; 15] =
    ["à", "depuis", "près", "in", "im", "en", "desde", "aus", "from", "w", "we", "ze", "v", "в", "из"];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn openings_and_trades_of_other_languages_are_cut() {
        for (text, want) in [
            ("Γράφει η Δανάη Πέτρου", Some("Δανάη Πέτρου")),
            ("作者：王小明", Some("王小明")),
            ("文/王小明", Some("王小明")),
            ("مأمور", None),
            ("كتبت: سلمى حداد", Some("سلمى حداد")),
            ("كتب الأطفال تعود", None),
            ("Autorin/Autor Ada Kern", Some("Ada Kern")),
            ("Haber: Ayşe Yılmaz", Some("Ayşe Yılmaz")),
            ("Auteur : Luc Petit", Some("Luc Petit")),
            ("Author Ada Kern wins", None),
        ] {
            assert_eq!(after_opening(text), want, "{text}");
        }
        for (text, want) in [("홍길동 선임기자", "홍길동"), ("記者王小明", "王小明"), ("Ada Kern", "Ada Kern")]
        {
            assert_eq!(without_trade(text), want);
        }
    }
}
