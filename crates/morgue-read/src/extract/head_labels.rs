//! Facts after labels near the title of a page: `来源：… 作者：…`, `Autor: …`, `Quelle: …`, `Автор Иван Петров`. Reads single
//! lines; a value without a label is none of its business.

use super::date_words::is_date_word;
use crate::article::{Byline, date_notation};
use crate::text::fold;

/// What the labels of a line state.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Labelled {
    pub author: Option<String>,
    pub outlet: Option<String>,
}

/// Labels of authors, folded.
const AUTHORS: &str = "作者|记者|記者|本报记者|撰文|撰稿|執筆|文|글|글쓴이|author|authors|autor|autora|autores|autorin|autori|autorka|autoren|auteur|auteurs|\
    autore|autorin/autor|autor/autorin|autor/in|yazar|yazan|muhabir|haber|roportaj|soylesi|yazi|hazirlayan|derleyen|kaleme alan|автор|автори|авторы|текст|كتب|كتبت|الكاتب|بقلم|نويسنده|نویسنده|\
    מאת|כתבה|लेखक|লেখক|ผู้เขียน|tac gia|penulis|oleh|by|written by|text|tekst|texte|texto|testo|szerzo|συντακτης|συνταξη|skribent|\
    kirjoittaja|teksti|reporter|journalist|verfasser|words";

/// Labels of the outlet that a text was taken from, folded.
const SOURCES: &str = "来源|來源|稿源|出处|出處|出典|출처|source|quelle|fuente|fonte|bron|kaynak|kalla|kilde|lahde|zrodlo|zdroj|izvor|источник|джерело|πηγη|\
    المصدر|منبع|מקור|स्रोत|সূত্র|ที่มา|nguon|sumber|forras";

/// Labels that also introduce an author without a colon.
const BARE: [&str; 17] = [
    "author",
    "autor",
    "autora",
    "autorin",
    "autorin/autor",
    "autor/autorin",
    "auteur",
    "autore",
    "yazar",
    "автор",
    "penulis",
    "kirjoittaja",
    "συντακτης",
    "szerzo",
    "skribent",
    "記者",
    "记者",
];

/// Longest line that is read, in characters.
const LONGEST: usize = 160;

/// Longest name of an outlet, in characters.
const LONGEST_OUTLET: usize = 40;

/// Signs that end a value or come before a label.
const SEPARATORS: [char; 16] =
    [' ', '\u{3000}', '|', '｜', '•', '·', ',', '，', ';', '；', '(', '（', ')', '）', '[', '【'];
const ENDS: [char; 11] = ['|', '｜', '•', ';', '；', ')', '）', ']', '】', '\u{3000}', '\n'];

/// Reads the labels of a line. `next` is the line below it, for a label that is alone.
pub(super) fn labelled(line: &str, next: Option<&str>) -> Labelled {
    let mut found = Labelled::default();
    if line.chars().count() > LONGEST {
        return found;
    }
    let marks = marks(line);
    for (nth, mark) in marks.iter().enumerate() {
        let end = marks.get(nth + 1).map_or(line.len(), |next| next.from.max(mark.to));
        let value = &line[mark.to..end];
        let value = value.find(ENDS).map_or(value, |at| &value[..at]).trim();
        match mark.kind {
            Some(Kind::Author) => found.author = found.author.or_else(|| author_of(value)),
            Some(Kind::Outlet) => {
                let (outlet, author) = split_at_bare_label(value);
                found.author = found.author.or_else(|| author_of(author));
                found.outlet = found.outlet.or_else(|| outlet_of(outlet));
            }
            None => {}
        }
    }
    let bare = || bare_author(line).or_else(|| is_label(line).then(|| author_of(next?)).flatten());
    found.author = found.author.or_else(bare);
    found
}

#[derive(Debug, Clone, Copy, PartialEq)]
enum Kind {
    Author,
    Outlet,
}

/// A word with a colon: where it starts, where its value starts, and what it labels.
struct Mark {
    from: usize,
    to: usize,
    kind: Option<Kind>,
}

fn marks(line: &str) -> Vec<Mark> {
    let mut marks = Vec::new();
    for (at, sign) in line.match_indices([':', '：']) {
        let before = line[..at].trim_end();
        let from =
            before.char_indices().rev().find(|(_, c)| SEPARATORS.contains(c)).map_or(0, |(at, c)| at + c.len_utf8());
        let word = &before[from..];
        if !word.is_empty() && !word.ends_with(char::is_numeric) {
            marks.push(Mark { from, to: at + sign.len(), kind: kind_of(before, word) });
        }
    }
    marks
}

fn kind_of(before: &str, word: &str) -> Option<Kind> {
    let (before, word) = (fold(before), fold(word));
    let is = |label: &str| match label.contains(' ') {
        true => before.ends_with(label),
        false => word == label || (is_unspaced(label) && word.ends_with(label)),
    };
    let author = AUTHORS.split('|').any(is).then_some(Kind::Author);
    author.or_else(|| SOURCES.split('|').any(is).then_some(Kind::Outlet))
}

/// Whether a label is of a script without spaces, where a longer word may end with it: `本文作者`.
fn is_unspaced(label: &str) -> bool {
    label.chars().count() > 1 && label.chars().all(|c| ('\u{3040}'..='\u{9fff}').contains(&c))
}

/// `云麓晚报 记者 顾南溪`: the outlet, and the author after a label without a colon.
fn split_at_bare_label(value: &str) -> (&str, &str) {
    let is_label = |word: &str| AUTHORS.split('|').any(|label| is_unspaced(label) && word == label);
    let word = value.split_whitespace().find(|word| is_label(word));
    word.and_then(|word| value.split_once(word)).unwrap_or((value, ""))
}

/// A value that names somebody; a sentence does not.
fn author_of(value: &str) -> Option<String> {
    let value = value.trim();
    let names = value.len() >= 4 && value.chars().count() <= LONGEST / 2 && !Byline::parse(value).authors.is_empty();
    (names && !value.ends_with(['.', '。', '!', '?'])).then(|| value.to_owned())
}

/// A value that names an outlet; agencies only delivered the text.
fn outlet_of(value: &str) -> Option<String> {
    let value = value.trim();
    let name = if is_unspaced(value.split(' ').next()?) { value.split(' ').next()? } else { value };
    let named =
        name.chars().any(char::is_alphabetic) && name.chars().count() <= LONGEST_OUTLET && !name.contains("://");
    (named && Byline::parse(name).wire.is_none()).then(|| name.to_owned())
}

/// `Autorin/Autor Ada Kern`: a label, then nothing but a name.
fn bare_author(line: &str) -> Option<String> {
    let (label, name) = line.split_once(' ')?;
    let folded = fold(label);
    let words = name.split_whitespace().count();
    let is_name = |word: &str| word.starts_with(|c: char| c.is_alphabetic() && !c.is_lowercase());
    let is_bare = BARE.contains(&folded.as_str()) && words <= 4 && name.split_whitespace().all(is_name);
    (is_bare && (words >= 2 || is_unspaced(&folded))).then(|| author_of(name)).flatten()
}

/// A line that is only the label of an author.
fn is_label(line: &str) -> bool {
    let folded = fold(line.trim_end_matches([':', '：', ' ']));
    BARE.contains(&folded.as_str())
}

/// Whether a line names people whose names start and end with a capital, or are of a script without capitals. `Write to
/// us at` before an address names nobody.
pub(super) fn names_people(line: &str) -> bool {
    let is_lower = |word: Option<&str>| word.is_none_or(|word| word.starts_with(char::is_lowercase));
    let is_name = |name: &String| {
        let is_whole = name.contains(' ') || !name.is_ascii();
        is_whole && !is_lower(name.split(' ').next()) && !is_lower(name.rsplit(' ').next())
    };
    let read = Byline::parse(line);
    read.people && read.authors.iter().all(is_name)
}

/// The reporter in brackets at the start of a story: `［記者王小明／海岬報導］`, `【本报记者 王小明】`.
pub(super) fn credit_in_brackets(paragraph: &str) -> Option<String> {
    let inside = paragraph.strip_prefix(['［', '[', '【', '（', '(', '〔'])?;
    let end = inside.find(['］', ']', '】', '）', ')', '〕']).filter(|&end| end <= LONGEST)?;
    let parts = inside[..end].split(['／', '/', '=', '·', '，', '、']);
    let trades = ["本报记者", "本報記者", "记者", "記者"];
    let name =
        parts.filter_map(|part| trades.iter().find_map(|trade| part.trim().strip_prefix(*trade))).find(|name| {
            let letters = name.trim().chars().count();
            (2..=5).contains(&letters)
        })?;
    Some(name.trim().to_owned())
}

/// Fewest and most words of a name beside a day.
const NAME_WORDS: std::ops::RangeInclusive<usize> = 2..=4;

/// Most characters of each half of a Japanese name.
const HALF_NAME: usize = 3;

/// The name beside a day, if the line also has its writer's address, or if it is in a script without capitals and has
/// nothing but a name beside the day.
pub(super) fn name_beside_day(line: &str) -> Option<String> {
    let is_of_day = |word: &str| word.contains(char::is_numeric) || is_date_word(date_notation(word, None).trim());
    let words: Vec<&str> = line.split_whitespace().filter(|word| word.chars().any(char::is_alphabetic)).collect();
    let names: Vec<&str> = words.into_iter().filter(|word| !is_of_day(word)).collect();
    let all = |range: std::ops::RangeInclusive<char>| {
        names.iter().all(|name| name.chars().filter(|c| c.is_alphabetic()).all(|c| range.contains(&c)))
    };
    let is_japanese = || {
        all('\u{3005}'..='\u{9fff}') && names.len() == 2 && names.iter().all(|half| half.chars().count() <= HALF_NAME)
    };
    let is_semitic = || all('\u{590}'..='\u{6ff}') && NAME_WORDS.contains(&names.len());
    let name = if line.contains('@') {
        line.to_owned()
    } else if is_semitic() || is_japanese() {
        names.join(" ")
    } else {
        return None;
    };
    names_people(&name).then_some(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_end_at_the_next_label_or_sign() {
        for (line, author, outlet) in [
            ("2012年06月05日 09:41:20 来源：新凯网 作者：王小明", Some("王小明"), Some("新凯网")),
            ("2018-05-21 16:08 来源: 云麓晚报 记者 顾南溪 字号：大 中 小", Some("顾南溪"), Some("云麓晚报")),
            (
                "18 listopada 2023, 11:20 | Autor: Jadwiga Kotlarska | Fot. Leszek Wrona",
                Some("Jadwiga Kotlarska"),
                None,
            ),
            ("Автор: Ульяна Коростель", Some("Ульяна Коростель"), None),
            ("Autorin/Autor Ada Kern", Some("Ada Kern"), None),
            ("Author Ada Kern wins a prize", None, None),
            ("Quelle: Hafenkurier", None, Some("Hafenkurier")),
            ("Quelle: dpa", None, None),
            ("09:41", None, None),
        ] {
            let found = labelled(line, None);
            assert_eq!((found.author.as_deref(), found.outlet.as_deref()), (author, outlet), "{line}");
        }
        for (line, want) in [
            ("2023年5月8日 18時05分 早川 直人", Some("早川 直人")),
            ("ناصر العتيبي - الأربعاء ٢٢ سبتمبر ٢٠٢١ الساعة ١٨:٤٠", Some("ناصر العتيبي")),
            ("วันพุธที่ 22 กันยายน พ.ศ. 2564 เวลา 09:15 น.", None),
            ("World Affairs | 10 July 2015", None),
        ] {
            assert_eq!(name_beside_day(line).as_deref(), want, "{line}");
        }
        assert_eq!(labelled("Autor", Some("Ada Kern")).author.as_deref(), Some("Ada Kern"));
        assert!(names_people("Ada Kern ada@paper.example") && names_people("홍길동 기자 hong@paper.example"));
        assert!(!names_people("Write to us at letters@paper.example"));
        assert_eq!(credit_in_brackets("［記者王小明／海岬報導］港邊").as_deref(), Some("王小明"));
    }
}
