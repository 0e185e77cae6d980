//! Dates of other scripts and calendars in the notation that the reader of dates knows: digits of ASCII, clock times
//! with a colon, months in English, years of the common calendar.
//! Only for reading a date: the rest of such a text is no longer as it was written.

use super::calendars::{buddhist_years, era_years, solar_date};
use crate::text::nfc;
use std::borrow::Cow;

/// The text with its dates in the notation of English; unchanged if it already is.
///
/// ```
/// use morgue_article::article::date_notation;
/// assert_eq!(date_notation("令和3年9月22日 10時05分", None), "2021年9月22日 10:05");
/// assert_eq!(date_notation("٢٢ سبتمبر ٢٠٢١", None), "22 سبتمبر 2021");
/// ```
pub fn date_notation<'a>(text: &'a str, language: Option<&str>) -> Cow<'a, str> {
    let is = |tag: &str| language.is_some_and(|language| language.split(['-', '_']).next() == Some(tag));
    if text.is_ascii() && !is("th") && !is("fa") {
        return Cow::Borrowed(text);
    }
    let persian = is("fa") || text.contains(|c: char| ('\u{6f0}'..='\u{6f9}').contains(&c));
    let thai = is("th") || text.contains(|c: char| ('\u{e00}'..='\u{e7f}').contains(&c));
    let mut plain: String = nfc(text).chars().filter_map(plain_char).collect();
    for (month, english) in MONTHS_INSIDE.iter().chain(&TWO_WORDS) {
        if plain.contains(*month) {
            plain = plain.replace(*month, &format!(" {english} "));
        }
    }
    plain = clock(&era_years(&han_numbers(&plain)));
    if thai {
        plain = buddhist_years(&plain);
    }
    if let Some(solar) = solar_date(&plain, persian) {
        plain = solar;
    }
    Cow::Owned(vietnamese(&plain).unwrap_or(plain))
}

/// The zero of each script's digits, in order.
const ZEROS: [u32; 17] = [
    0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0, 0xf20, 0x1040, 0x17e0,
    0xff10,
];

fn digit(c: char) -> Option<char> {
    let zero = ZEROS.iter().rev().find(|zero| **zero <= u32::from(c))?;
    let value = u32::from(c) - zero;
    if value < 10 { char::from_digit(value, 10) } else { None }
}

/// One spelling of each letter and sign; marks that print nothing or only a vowel are dropped.
fn plain_char(c: char) -> Option<char> {
    let plain = match c {
        c if c.is_ascii() => c,
        '\u{ad}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{2069}'
        | '\u{feff}'
        | '\u{640}'
        | '\u{64b}'..='\u{65f}'
        | '\u{93c}'
        | '\u{9bc}' => return None,
        '\u{a0}' | '\u{2009}' | '\u{202f}' | '\u{3000}' => ' ',
        '：' => ':',
        '／' => '/',
        '．' => '.',
        '－' => '-',
        '，' | '、' | '،' => ',',
        '（' => '(',
        '）' => ')',
        'أ' | 'إ' | 'آ' | 'ٱ' => 'ا',
        'ى' | 'ی' | 'ئ' => 'ي',
        'ؤ' => 'و',
        'ک' => 'ك',
        'ة' | 'ۀ' | 'ہ' => 'ه',
        c => digit(c).unwrap_or(c),
    };
    Some(plain)
}

/// Months of scripts whose words are cut by marks that are not letters, longer names first.
const MONTHS_INSIDE: [(&str, &str); 109] = [
    // Thai.
    ("มกราคม", "Jan"),
    ("กุมภาพันธ์", "Feb"),
    ("มีนาคม", "Mar"),
    ("เมษายน", "Apr"),
    ("พฤษภาคม", "May"),
    ("มิถุนายน", "Jun"),
    ("กรกฎาคม", "Jul"),
    ("สิงหาคม", "Aug"),
    ("กันยายน", "Sep"),
    ("ตุลาคม", "Oct"),
    ("พฤศจิกายน", "Nov"),
    ("ธันวาคม", "Dec"),
    ("ม.ค.", "Jan"),
    ("ก.พ.", "Feb"),
    ("มี.ค.", "Mar"),
    ("เม.ย.", "Apr"),
    ("พ.ค.", "May"),
    ("มิ.ย.", "Jun"),
    ("ก.ค.", "Jul"),
    ("ส.ค.", "Aug"),
    ("ก.ย.", "Sep"),
    ("ต.ค.", "Oct"),
    ("พ.ย.", "Nov"),
    ("ธ.ค.", "Dec"),
    // Hindi and Marathi.
    ("जनवरी", "Jan"),
    ("फरवरी", "Feb"),
    ("मार्च", "Mar"),
    ("अप्रैल", "Apr"),
    ("जून", "Jun"),
    ("जुलाई", "Jul"),
    ("अगस्त", "Aug"),
    ("सितंबर", "Sep"),
    ("सितम्बर", "Sep"),
    ("अक्टूबर", "Oct"),
    ("अक्तूबर", "Oct"),
    ("नवंबर", "Nov"),
    ("नवम्बर", "Nov"),
    ("दिसंबर", "Dec"),
    ("दिसम्बर", "Dec"),
    ("जानेवारी", "Jan"),
    ("फेब्रुवारी", "Feb"),
    ("एप्रिल", "Apr"),
    ("जुलै", "Jul"),
    ("ऑगस्ट", "Aug"),
    ("सप्टेंबर", "Sep"),
    ("ऑक्टोबर", "Oct"),
    ("नोव्हेंबर", "Nov"),
    ("डिसेंबर", "Dec"),
    // Bengali.
    ("জানুযারি", "Jan"),
    ("জানুযারী", "Jan"),
    ("ফেব্রুযারি", "Feb"),
    ("ফেব্রুযারী", "Feb"),
    ("মার্চ", "Mar"),
    ("এপ্রিল", "Apr"),
    ("আগস্ট", "Aug"),
    ("সেপ্টেম্বর", "Sep"),
    ("অক্টোবর", "Oct"),
    ("নভেম্বর", "Nov"),
    ("ডিসেম্বর", "Dec"),
    ("জুলাই", "Jul"),
    ("জুন", "Jun"),
    // Tamil.
    ("ஜனவரி", "Jan"),
    ("பிப்ரவரி", "Feb"),
    ("மார்ச்", "Mar"),
    ("ஏப்ரல்", "Apr"),
    ("ஜூன்", "Jun"),
    ("ஜூலை", "Jul"),
    ("ஆகஸ்ட்", "Aug"),
    ("செப்டம்பர்", "Sep"),
    ("அக்டோபர்", "Oct"),
    ("நவம்பர்", "Nov"),
    ("டிசம்பர்", "Dec"),
    // Telugu.
    ("జనవరి", "Jan"),
    ("ఫిబ్రవరి", "Feb"),
    ("మార్చి", "Mar"),
    ("ఏప్రిల్", "Apr"),
    ("జూన్", "Jun"),
    ("జులై", "Jul"),
    ("ఆగస్టు", "Aug"),
    ("సెప్టెంబర్", "Sep"),
    ("అక్టోబర్", "Oct"),
    ("నవంబర్", "Nov"),
    ("డిసెంబర్", "Dec"),
    // Malayalam.
    ("ജനുവരി", "Jan"),
    ("ഫെബ്രുവരി", "Feb"),
    ("മാർച്ച്", "Mar"),
    ("ഏപ്രിൽ", "Apr"),
    ("ജൂൺ", "Jun"),
    ("ജൂലൈ", "Jul"),
    ("ഓഗസ്റ്റ്", "Aug"),
    ("സെപ്റ്റംബർ", "Sep"),
    ("ഒക്ടോബർ", "Oct"),
    ("നവംബർ", "Nov"),
    ("ഡിസംബർ", "Dec"),
    // Gujarati.
    ("જાન્યુઆરી", "Jan"),
    ("ફેબ્રુઆરી", "Feb"),
    ("માર્ચ", "Mar"),
    ("એપ્રિલ", "Apr"),
    ("જૂન", "Jun"),
    ("જુલાઈ", "Jul"),
    ("ઓગસ્ટ", "Aug"),
    ("સપ્ટેમ્બર", "Sep"),
    ("ઓક્ટોબર", "Oct"),
    ("નવેમ્બર", "Nov"),
    ("ડિસેમ્બર", "Dec"),
    // Short names that are also parts of words.
    (" मई ", "May"),
    (" मे ", "May"),
    (" মে ", "May"),
    (" மே ", "May"),
];

/// Arabic names of two words, after `plain_char`.
const TWO_WORDS: [(&str, &str); 8] = [
    ("كانون الثاني", "Jan"),
    ("كانون ثاني", "Jan"),
    ("كانون الاول", "Dec"),
    ("كانون اول", "Dec"),
    ("تشرين الاول", "Oct"),
    ("تشرين اول", "Oct"),
    ("تشرين الثاني", "Nov"),
    ("تشرين ثاني", "Nov"),
];

const HAN_DIGITS: &str = "〇零一二三四五六七八九";

/// Numbers in Chinese characters before the sign of a year, month, day or hour: `二〇二一年十月三日`.
fn han_numbers(text: &str) -> String {
    let is_number = |c: char| HAN_DIGITS.contains(c) || matches!(c, '十' | '元' | '○');
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find(is_number) {
        let run = &rest[at..];
        let end = run.find(|c| !is_number(c)).unwrap_or(run.len());
        let (number, after) = run.split_at(end);
        plain.push_str(&rest[..at]);
        let counts = after.starts_with(['年', '月', '日', '號', '号', '時', '时', '點', '点', '分']);
        match han_number(number).filter(|_| counts) {
            Some(value) => plain.push_str(&value.to_string()),
            None => plain.push_str(number),
        }
        rest = after;
    }
    plain.push_str(rest);
    plain
}

fn han_number(run: &str) -> Option<u32> {
    let value = |c: char| match c {
        '零' | '〇' | '○' => Some(0),
        c => HAN_DIGITS.chars().skip(1).position(|digit| digit == c).and_then(|at| u32::try_from(at).ok()),
    };
    match run.split_once('十') {
        // The first year of an era.
        None if run == "元" => Some(1),
        None if run.chars().count() > 4 => None,
        None => run.chars().try_fold(0, |number, c| Some(number * 10 + value(c)?)),
        Some((tens, ones)) => {
            let one = |text: &str, empty: u32| match text.chars().count() {
                0 => Some(empty),
                1 => text.chars().next().and_then(value),
                _ => None,
            };
            Some(one(tens, 1)? * 10 + one(ones, 0)?)
        }
    }
}

/// The word for the hours around noon: only those after it are of the afternoon.
const NOON: u32 = 13;

/// The words for the night: twelve is midnight, of which day is not said, and hours up to five are of the morning.
const NIGHT: u32 = 14;

/// Words before an hour, and the hours they add to one before noon.
const HALVES: [(&str, u32); 20] = [
    ("午前", 0),
    ("上午", 0),
    ("早上", 0),
    ("凌晨", 0),
    ("清晨", 0),
    ("오전", 0),
    ("새벽", 0),
    ("ÖÖ", 0),
    ("午後", 12),
    ("午后", 12),
    ("下午", 12),
    ("中午", NOON),
    ("晚上", NIGHT),
    ("晚間", NIGHT),
    ("晚间", NIGHT),
    ("傍晚", 12),
    ("오후", 12),
    ("저녁", 12),
    ("밤", NIGHT),
    ("ÖS", 12),
];

/// The first clock time with a colon and 24 hours: `下午2時3分` is `14:03`.
fn clock(text: &str) -> String {
    let text = of_24_hours(text).unwrap_or_else(|| text.to_owned());
    of_signs(&text).unwrap_or(text)
}

fn of_24_hours(text: &str) -> Option<String> {
    let half = |(word, hours): &(&str, u32)| {
        let (at, _) =
            text.match_indices(*word).find(|(at, word)| starts_with_digit(text[at + word.len()..].trim_start()))?;
        Some((at, word.len(), *hours))
    };
    let (at, length, added) = HALVES.iter().filter_map(half).min()?;
    let rest = text[at + length..].trim_start();
    let (hour, rest) = number(rest)?;
    let hour = match (hour, added) {
        // Without its time the day is right.
        (12, NIGHT) => return Some(text[..at].to_owned()),
        (1..=5, NIGHT) => hour,
        (hour, NIGHT) if hour < 12 => hour + 12,
        (1..=3, NOON) => hour + 12,
        (12, 0) => 0,
        (hour, 12) if hour < 12 => hour + 12,
        (hour, _) => hour,
    };
    Some(format!("{} {hour}{rest}", &text[..at]))
}

/// `10時05分`, `10点5分30秒`, `10시`.
fn of_signs(text: &str) -> Option<String> {
    let hours = |sign: &&str| {
        let (at, sign) = text.match_indices(*sign).find(|(at, _)| text[..*at].trim_end().ends_with(is_digit))?;
        Some((at, at + sign.len()))
    };
    let (at, end) = ["時", "时", "點", "点", "시"].iter().filter_map(hours).min()?;
    let (before, after) = (text[..at].trim_end(), text[end..].trim_start());
    let minutes = number(after).filter(|(_, rest)| rest.trim_start().starts_with(['分', '분']));
    let (minute, rest) = match minutes {
        Some((minute, rest)) => (minute, rest.trim_start().trim_start_matches(['分', '분'])),
        None if after.starts_with('半') => (30, &after['半'.len_utf8()..]),
        None => (0, after),
    };
    let seconds = number(rest.trim_start()).filter(|(_, rest)| rest.trim_start().starts_with(['秒', '초']));
    Some(match seconds {
        Some((second, rest)) => {
            format!("{before}:{minute:02}:{second:02} {}", rest.trim_start_matches([' ', '秒', '초']))
        }
        None => format!("{before}:{minute:02}{rest}"),
    })
}

fn is_digit(c: char) -> bool {
    c.is_ascii_digit()
}

fn starts_with_digit(text: &str) -> bool {
    text.starts_with(is_digit)
}

/// A number of one or two digits and what follows it.
fn number(text: &str) -> Option<(u32, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    let value = text[..end].parse().ok().filter(|_| end <= 2)?;
    Some((value, &text[end..]))
}

/// `22 tháng 9 năm 2021` is `22.9.2021`.
fn vietnamese(text: &str) -> Option<String> {
    let (day, rest) = text.split_once(" tháng ").or_else(|| text.split_once(" Tháng "))?;
    let (month, rest) = number(rest)?;
    let rest = rest.trim_start_matches([' ', ',']);
    let year = rest.strip_prefix("năm").unwrap_or(rest).trim_start();
    starts_with_digit(year).then(|| format!("{}.{month}.{year}", day.trim_end()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn other_notations_become_the_usual_one() {
        for (text, want) in [
            ("10/25/2024", "10/25/2024"),
            ("二〇二一年十月三日", "2021年10月3日"),
            ("十二月二十四日", "12月24日"),
            ("平成31年4月30日", "2019年4月30日"),
            ("下午2時3分", " 14:03"),
            ("오전 12시 10분", " 0:10"),
            ("午後7時半", " 19:30"),
            ("15 كانون الثاني 2022", "15  Jan  2022"),
            ("ngày 22 tháng 9 năm 2021", "ngày 22.9.2021"),
            ("星期三", "星期三"),
        ] {
            assert_eq!(date_notation(text, None), want, "{text}");
        }
    }
}
