//! The phrases that identify lines of side matter, from `data/phrases.txt`.
//! A line is looked up by its first word; lines that start with no listed word cost one lookup.

use super::script::is_unspaced;
use crate::article::AsideKind;
use crate::text::fold;
use crate::text::words_of;
use std::collections::HashMap;
use std::sync::LazyLock;

/// How a phrase must occur in its line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mode {
    Start,
    /// As `Start`, also where no word ends after it in a sentence without spaces.
    Notice,
    Whole,
    List,
}

struct Phrase {
    text: &'static str,
    kind: AsideKind,
    mode: Mode,
}

/// Phrases by their first word.
static PHRASES: LazyLock<HashMap<&'static str, Vec<Phrase>>> = LazyLock::new(|| {
    let mut table: HashMap<_, Vec<Phrase>> = HashMap::new();
    let mut section = (AsideKind::Other, Mode::Whole);
    for line in include_str!("data/phrases.txt").lines().filter(|line| !line.is_empty() && !line.starts_with("# ")) {
        if let Some(name) = line.strip_prefix('[').and_then(|line| line.strip_suffix(']')) {
            section = parse_section(name);
        } else {
            let (kind, mode) = section;
            table.entry(first_word(line)).or_default().push(Phrase { text: line, kind, mode });
        }
    }
    table
});

fn parse_section(name: &str) -> (AsideKind, Mode) {
    let (kind, mode) = name.split_once(' ').unwrap_or((name, "whole"));
    let kind = match kind {
        "newsletter" => AsideKind::Newsletter,
        "teaser" => AsideKind::Teaser,
        "share" => AsideKind::Share,
        "advert" => AsideKind::Advert,
        "paywall" => AsideKind::Paywall,
        "copyright" => AsideKind::Copyright,
        "furniture" => AsideKind::Furniture,
        _ => AsideKind::Other,
    };
    let mode = match mode {
        "start" => Mode::Start,
        "notice" => Mode::Notice,
        "list" => Mode::List,
        _ => Mode::Whole,
    };
    (kind, mode)
}

/// The first word of a line; in scripts without spaces its first character.
fn first_word(line: &str) -> &str {
    if let Some(first) = line.chars().next().filter(|&c| is_unspaced(c)) {
        return &line[..first.len_utf8()];
    }
    let end = line.find(|c: char| !c.is_alphanumeric() && c != '\'').unwrap_or(line.len());
    &line[..end.max(line.chars().next().map_or(0, char::len_utf8))]
}

/// Longest line, in bytes, that is judged by its beginning: prompts are short, paragraphs are not.
const LONGEST: usize = 260;

/// Bytes of a line that are folded and compared.
const COMPARED: usize = 64;

/// The kind of side matter that a line's words alone show.
pub fn kind_of(line: &str) -> Option<AsideKind> {
    if line.len() > LONGEST {
        return None;
    }
    let matches = |phrase: &Phrase, folded: &str, whole: bool| match phrase.mode {
        Mode::Start => folded.strip_prefix(phrase.text).is_some_and(|rest| {
            let is_cut = !phrase.text.starts_with(is_unspaced) || !rest.starts_with(char::is_alphanumeric);
            is_cut || !is_sentence(line)
        }),
        Mode::Notice => folded.starts_with(phrase.text),
        Mode::Whole => whole && folded == phrase.text,
        Mode::List => false,
    };
    // `(Read more: The mayor's long week)`
    let bracketed = || line.strip_prefix('(')?.strip_suffix(')');
    find(line, matches).or_else(|| find(bracketed()?, matches)).or_else(|| find(without_marks(line)?, matches))
}

fn is_sentence(line: &str) -> bool {
    line.trim_end().ends_with(['。', '！', '？']) || line.trim_end().ends_with("다.")
}

/// Signs in front of headings in Chinese, Japanese and Korean.
const MARKS: [char; 22] =
    ['■', '□', '●', '○', '◆', '◇', '▶', '▷', '◀', '◁', '▲', '△', '▼', '▽', '★', '☆', '※', '【', '〔', '［', '[', '（'];

/// `■関連記事`, `【责任编辑：王小明】` without the marks, in scripts without spaces.
fn without_marks(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches(|c: char| MARKS.contains(&c) || matches!(c, '<' | '(' | ' '));
    (bare.len() < line.len() && bare.starts_with(is_unspaced))
        .then(|| bare.trim_end_matches(['】', '〕', '］', ']', '）', ')', '>']))
}

/// Whether a line is the heading of a list of other stories: `You may also like`, `More from the Courier`.
pub fn opens_list(line: &str) -> bool {
    let few_words = line.len() <= COMPARED && words_of(line) <= 7;
    few_words
        && find(without_marks(line).unwrap_or(line), |phrase, folded, _| {
            phrase.mode == Mode::List && (folded == phrase.text || opens(phrase.text, folded))
        })
        .is_some()
}

/// `more from` and `read next` start a list with more words after them; `comments` must be alone.
fn opens(phrase: &str, folded: &str) -> bool {
    phrase.contains(' ') && folded.strip_prefix(phrase).is_some_and(|rest| rest.starts_with(' '))
}

fn find(line: &str, matches: impl Fn(&Phrase, &str, bool) -> bool) -> Option<AsideKind> {
    let head = &line[..line.floor_char_boundary(COMPARED)];
    let folded = fold(first_word(head));
    let phrases = PHRASES.get(folded.as_str())?;
    let folded = fold(head);
    let folded = folded.trim_end_matches([':', '.', '…', '»', '›', '→', ' ', '!']);
    let folded = if line.trim_end().ends_with(':') && line.len() <= COMPARED {
        &fold(head).trim_end().to_owned()
    } else {
        folded
    };
    let bare = folded.trim_end_matches(':');
    phrases
        .iter()
        .find(|phrase| {
            matches(phrase, folded, line.len() <= COMPARED)
                || (bare != folded && matches(phrase, bare, line.len() <= COMPARED))
        })
        .map(|phrase| phrase.kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_known_by_their_words() {
        let cases = [
            ("Sign up for our morning briefing", Some(AsideKind::Newsletter)),
            ("Read more: The mayor's long week", Some(AsideKind::Teaser)),
            ("(Read more: The mayor's long week)", Some(AsideKind::Teaser)),
            ("(Read aloud by the clerk.)", None),
            ("READ MORE", Some(AsideKind::Teaser)),
            ("Share", Some(AsideKind::Share)),
            ("Share prices fell on Monday as traders left.", None),
            ("Advertisement", Some(AsideKind::Advert)),
            ("© 2024 The Courier", Some(AsideKind::Copyright)),
            ("Suscríbete a nuestro boletín", Some(AsideKind::Newsletter)),
            ("The council voted on Tuesday.", None),
            ("【责任编辑：王小明】", Some(AsideKind::Furniture)),
            ("<저작권자 © 한빛신문, 무단 전재 및 재배포 금지>", Some(AsideKind::Copyright)),
            ("責任を取ると市長は述べた。", None),
            ("著作権法の改正案が国会で可決された。", None),
            ("未经授权的无人机在机场附近飞行将被处以罚款。", None),
            ("未经授权，不得转载。", Some(AsideKind::Copyright)),
            ("記事の無断転載を禁じます。", Some(AsideKind::Copyright)),
        ];
        for (line, want) in cases {
            assert_eq!(kind_of(line), want, "{line}");
        }
    }

    #[test]
    fn the_word_for_an_advertisement_alone_on_a_line_is_known_in_many_languages() {
        let words = "Advertisement,ADVERTISEMENT,Anzeige,Werbung,Publicité,PUBLICITÉ,Publicidad,Pubblicità,Publicidade,Advertentie,\
                     Annons,Annonse,Reklame,Reklam,Mainos,Reklama,Реклама,Διαφήμιση,विज्ञापन,広告,广告,廣告,광고,Iklan,Quảng cáo,\
                     โฆษณา,פרסומת,إعلان,Oglas,Hirdetés,Reclamă,Publicitate,Skip Ad";
        for word in words.split(',') {
            assert_eq!(kind_of(word), Some(AsideKind::Advert), "{word}");
            assert_eq!(kind_of(&format!("{word} in the harbour cost the town a million.")), None, "{word}");
        }
    }

    #[test]
    fn headings_of_lists_are_distinguished_from_sentences() {
        for (line, want) in [
            ("You may also like", true),
            ("More from The Courier:", true),
            ("Most Read", true),
            ("Trending", true),
            ("Trending shares were sold", false),
            ("Read next:", true),
            ("■関連キーワード", false),
            ("【あわせて読みたい】", true),
            ("▶ 관련기사", true),
        ] {
            assert_eq!(opens_list(line), want, "{line}");
        }
    }
}
