//! Which words of Chinese, Japanese and Korean bylines are names: by their scripts, lengths and surnames.

use super::east_asian_words::{
    AUTHOR_ROLES, KOREAN_ROLES, KOREAN_SURNAMES, LINK_WORDS, NAMES_LIKE_DESKS, NO_NAME_ENDS, NO_NAMES, ORGANISATIONS,
    OTHER_ROLES, SURNAMES, TWO_SURNAMES,
};

/// Han, kana and Hangul letters.
pub(super) fn is_east_asian(c: char) -> bool {
    is_han(c) || is_kana(c) || is_hangul(c)
}

pub(super) fn is_han(c: char) -> bool {
    matches!(c, '\u{3005}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3134f}')
}

pub(super) fn is_kana(c: char) -> bool {
    matches!(c, '\u{3041}'..='\u{30ff}') && c != '・'
}

pub(super) fn is_hangul(c: char) -> bool {
    ('\u{ac00}'..='\u{d7a3}').contains(&c)
}

/// Whether a text has words that people's names do not have: those of links to other stories and to accounts.
pub(super) fn is_no_name(text: &str) -> bool {
    text.contains(is_east_asian) && LINK_WORDS.iter().any(|word| text.contains(word))
}

/// Whether a name is that of a paper, a broadcaster or a desk.
pub(super) fn is_organisation(name: &str) -> bool {
    name.contains(is_east_asian)
        && !NAMES_LIKE_DESKS.contains(&name)
        && ORGANISATIONS.iter().any(|end| name.ends_with(end))
}

/// The name in front of a place and a day: `王小明台北25日電`.
pub(super) fn name_before_place(text: &str) -> &str {
    let letters: Vec<(usize, char)> = text.char_indices().collect();
    let length = if TWO_SURNAMES.iter().any(|surname| text.starts_with(surname)) { 4 } else { 3 };
    letters.get(length).map_or(text, |(at, _)| &text[..*at])
}

/// Two to four Han characters that start with a surname.
pub(super) fn is_chinese_name(word: &str) -> bool {
    let letters = word.chars().count();
    let surname = word.chars().next().is_some_and(|c| SURNAMES.contains(c));
    let two = TWO_SURNAMES.iter().any(|surname| word.starts_with(surname));
    let fits = (surname && (2..=3).contains(&letters)) || (two && (3..=4).contains(&letters));
    fits && word.chars().all(is_han) && !NO_NAMES.iter().any(|no| word.contains(no))
}

/// Two to four syllables that start with a surname.
pub(super) fn is_korean_name(word: &str) -> bool {
    let letters = word.chars().count();
    (2..=4).contains(&letters)
        && word.chars().all(is_hangul)
        && word.chars().next().is_some_and(|c| KOREAN_SURNAMES.contains(c))
        && !NO_NAMES.iter().any(|no| word.contains(no))
}

/// One to six letters that may be a name or a half of one.
pub(super) fn is_japanese_part(word: &str) -> bool {
    let letters = word.chars().count();
    (1..=6).contains(&letters)
        && word.chars().all(|c| is_han(c) || is_kana(c))
        && word.starts_with(is_han)
        // A phrase ends with a particle: `霞が関で`.
        && !word.ends_with(['で', 'に', 'は', 'が', 'を', 'の', 'へ', 'も', 'た', 'る'])
        && !NO_NAMES.iter().any(|no| word.contains(no))
        && !is_organisation(word)
}

/// Whether two words are the halves of a Japanese name: `阿部 一郎`, `城戸 みなみ`. Two Chinese names are two people.
pub(super) fn are_halves(one: &str, two: &str) -> bool {
    let has_trade = |word: &str| {
        let roles = [AUTHOR_ROLES, OTHER_ROLES, KOREAN_ROLES].into_iter().flatten();
        roles.into_iter().any(|role| word == *role || (role.chars().count() > 1 && word.contains(role)))
    };
    let letters = |word: &str| word.chars().count();
    let is_given = is_japanese_part(two) || two.chars().all(is_kana);
    is_japanese_part(one)
        && is_given
        && letters(one) <= 3
        && letters(two) <= 4
        && letters(one) + letters(two) >= 3
        && ![one, two].into_iter().any(|word| has_trade(word) || is_day(word))
        && !(is_chinese_name(one) && is_chinese_name(two))
}

/// A Japanese name without a space: most have four letters, three and five are usual too. Kana at its end are a given name
/// of two letters and more.
pub(super) fn is_whole_japanese(word: &str) -> bool {
    let kana = word.chars().rev().take_while(|&c| is_kana(c)).count();
    (3..=6).contains(&word.chars().count()) && kana != 1 && is_japanese_part(word) && !word.ends_with(NO_NAME_ENDS)
}

/// `10月25日`, `令和6年10月25日付`, `오전`, `입력`.
pub(super) fn is_day(word: &str) -> bool {
    let word = DAY_WORDS.iter().find_map(|era| word.strip_prefix(era)).unwrap_or(word);
    let word = word.strip_suffix('付').unwrap_or(word);
    let is_sign = |c: char| {
        c.is_ascii_digit()
            || matches!(
                c,
                '年' | '月' | '日' | '時' | '时' | '分' | '秒' | '년' | '월' | '일' | '시' | '분' | '.' | '-'
            )
    };
    word.chars().all(is_sign) || ["오전", "오후", "上午", "下午", "午前", "午後"].contains(&word)
}

/// Eras, and words beside days.
pub(super) const DAY_WORDS: [&str; 17] = [
    "令和",
    "平成",
    "昭和",
    "民國",
    "中華民國",
    "입력",
    "수정",
    "등록",
    "승인",
    "업데이트",
    "기사입력",
    "更新",
    "発表",
    "公開",
    "配信",
    "发布时间",
    "发布",
];
