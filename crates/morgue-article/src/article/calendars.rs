//! Years of other calendars as years of the common one: Japanese eras, the Republic of China, the Buddhist era, and days
//! of the solar calendar of Iran and Afghanistan.
//! A year that its calendar does not have stays as it is.

use jiff::civil::{Date, Time};

/// Eras: the year before their first one, and the most years they have.
const ERAS: [(&str, i32, i32); 8] = [
    ("令和", 2018, 99),
    ("平成", 1988, 31),
    ("昭和", 1925, 64),
    ("大正", 1911, 15),
    ("明治", 1867, 45),
    ("民國", 1911, 199),
    ("民国", 1911, 199),
    ("檀紀", -2333, 4400),
];

/// The first year that counts in an era: `令和3年` is `2021年`.
pub(super) fn era_years(text: &str) -> String {
    let common = |(era, before, most): &(&str, i32, i32)| {
        let (head, rest) = text.split_once(*era)?;
        let rest = rest.trim_start();
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let year: i32 = rest[..digits].parse().ok().filter(|year| (1..=*most).contains(year))?;
        Some(format!("{head}{}{}", before + year, &rest[digits..]))
    };
    ERAS.iter().find_map(common).unwrap_or_else(|| text.to_owned())
}

/// Years between the Buddhist era and the common one.
const BUDDHIST: i32 = 543;

/// Months as `notation` writes them.
const MONTHS: [&str; 12] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// `2564` is `2021`; after a month also `64`.
pub(super) fn buddhist_years(text: &str) -> String {
    let text = text.replace("พ.ศ.", " ").replace("ค.ศ.", " ");
    let mut plain = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(|c: char| c.is_ascii_digit()) {
        plain.push_str(&rest[..at]);
        let run = &rest[at..];
        let end = run.bytes().take_while(u8::is_ascii_digit).count();
        let after_month = MONTHS.iter().any(|month| plain.trim_end().ends_with(*month));
        let year = run[..end].parse::<i32>().ok().and_then(|year| match end {
            4 if (2443..=2643).contains(&year) => Some(year - BUDDHIST),
            2 if after_month && year >= 40 => Some(2500 + year - BUDDHIST),
            _ => None,
        });
        match year {
            Some(year) => plain.push_str(&year.to_string()),
            None => plain.push_str(&run[..end]),
        }
        rest = &run[end..];
    }
    plain.push_str(rest);
    plain
}

/// Months of the solar calendar by their Persian and Afghan names, in the spelling of `notation`.
const SOLAR_MONTHS: [[&str; 2]; 12] = [
    ["فروردين", "حمل"],
    ["ارديبهشت", "ثور"],
    ["خرداد", "جوزا"],
    ["تير", "سرطان"],
    ["مرداد", "اسد"],
    ["شهريور", "سنبله"],
    ["مهر", "ميزان"],
    ["ابان", "عقرب"],
    ["اذر", "قوس"],
    ["دي", "جدي"],
    ["بهمن", "دلو"],
    ["اسفند", "حوت"],
];

/// A text with its date of the solar calendar as `2021-09-22` in front; with numbers alone (`1400/06/31`) only if the
/// text is Persian.
pub(super) fn solar_date(text: &str, persian: bool) -> Option<String> {
    let words: Vec<&str> = text
        .split(|c: char| !c.is_alphanumeric())
        .map(|word| word.strip_suffix("ماه").unwrap_or(word))
        .filter(|word| !word.is_empty() && *word != "سال")
        .collect();
    let found = words.windows(3).find_map(|three| {
        let &[one, two, three] = three else { return None };
        let month =
            SOLAR_MONTHS.iter().position(|names| names.contains(&two)).and_then(|at| i32::try_from(at + 1).ok());
        let number = |text: &str| text.parse::<i32>().ok().filter(|_| text.len() <= 4);
        let (year, month, day, written) = match month {
            Some(month) => (number(three)?, month, number(one)?, three),
            None if persian => (number(one)?, number(two)?, number(three)?, one),
            None => return None,
        };
        Some((common_day(year, month, day)?, written))
    });
    let (day, year) = found?;
    let at = text.find(year)?;
    Some(format!("{day} {} {}", &text[..at], without_day(&text[at + year.len()..])))
}

/// What follows a year, without the month and day of `1400/06/31`.
fn without_day(text: &str) -> &str {
    if text.starts_with(['/', '-', '.']) {
        text.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '/' | '-' | '.'))
    } else {
        text
    }
}

/// A day of the solar calendar, by its rule of eight leap years in 33, which holds from 1178 to 1633.
fn common_day(year: i32, month: i32, day: i32) -> Option<Date> {
    let longest = if month <= 6 { 31 } else { 30 };
    if !(1200..=1500).contains(&year) || !(1..=12).contains(&month) || !(1..=longest).contains(&day) {
        return None;
    }
    let years = year - 979;
    let before_year = 365 * years + years / 33 * 8 + (years % 33 + 3) / 4;
    let before_month = if month <= 7 { (month - 1) * 31 } else { (month - 7) * 30 + 186 };
    // The first day of 979 was day 79 after the first of January 1600.
    let days = i64::from(before_year + before_month + day - 1 + 79);
    let start = Date::new(1600, 1, 1).ok()?.to_datetime(Time::midnight());
    Some(start.checked_add(jiff::SignedDuration::from_secs(days * 86_400)).ok()?.date())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_of_the_solar_calendar_are_those_of_the_common_one() {
        for ((year, month, day), want) in [
            ((1400, 6, 31), Some("2021-09-22")),
            ((1401, 1, 1), Some("2022-03-21")),
            ((1402, 11, 12), Some("2024-02-01")),
            ((1403, 12, 30), Some("2025-03-20")),
            ((1400, 7, 31), None),
            ((2021, 9, 22), None),
        ] {
            assert_eq!(common_day(year, month, day).map(|day| day.to_string()).as_deref(), want);
        }
    }

    #[test]
    fn years_of_eras_are_counted_from_their_first() {
        for (text, want) in [
            ("令和1年5月1日", "2019年5月1日"),
            ("昭和64年1月7日", "1989年1月7日"),
            ("昭和99年1月7日", "昭和99年1月7日"),
            ("民國111年3月7日", "2022年3月7日"),
            ("2021年9月", "2021年9月"),
        ] {
            assert_eq!(era_years(text), want);
        }
        assert_eq!(buddhist_years("22  Sep  2564, 64"), "22  Sep  2021, 64");
        assert_eq!(buddhist_years("22  Sep  64 09:15"), "22  Sep  2021 09:15");
    }
}
