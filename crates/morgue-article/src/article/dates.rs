//! Stated dates to publication times: ISO, RFC 2822, months written in many languages, day and month numbers, unix
//! times.
//! A date that is ambiguous, or in the future, is rejected; precision is never invented.

use super::clock::{Clock, find_clock, find_clock_after_date};
use super::date_tokens::{Token, cut, words_of_date};
use super::machine_dates::{from_digits, without_separators};
use super::months::means_two_months;
use super::notation::date_notation;
use super::published::Published;
use jiff::civil::Date;

/// The context for reading a date.
#[derive(Debug, Clone, Copy)]
pub struct DateReading<'a> {
    /// Unix seconds; dates more than two days later are rejected.
    pub now: i64,
    /// A language tag, which decides whether `10/11/2024` starts with its day.
    pub language: Option<&'a str>,
}

/// Most that the clocks and zones of publishers and archives differ by.
const FUTURE_SECONDS: i64 = 2 * 86_400;

/// There were no newspapers before this year.
const FIRST_YEAR: i16 = 1600;

/// Characters of a text that are searched for a date.
const LONGEST: usize = 120;

impl DateReading<'_> {
    /// Reads the first date of a short text.
    ///
    /// ```
    /// use morgue_article::article::DateReading;
    /// let reading = DateReading { now: 1_800_000_000, language: None };
    /// assert_eq!(reading.parse("Oct. 25, 2024, 2:03 p.m. CEST").unwrap().to_string(), "2024-10-25T14:03:00+02:00");
    /// assert_eq!(reading.parse("10/11/2024"), None);
    /// ```
    pub fn parse(&self, text: &str) -> Option<Published> {
        let text = text.trim();
        let plain = date_notation(&text[..text.floor_char_boundary(4 * LONGEST)], self.language);
        let text = plain.trim();
        let text = &text[..text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at)];
        let compact = without_separators(text);
        let text = compact.as_deref().unwrap_or(text);
        let published = if !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit()) {
            from_digits(text)
        } else {
            self.in_words(text)
        }?;
        let plausible =
            published.year() >= i32::from(FIRST_YEAR) && published.seconds <= self.now.saturating_add(FUTURE_SECONDS);
        plausible.then_some(published)
    }

    fn in_words(&self, text: &str) -> Option<Published> {
        let october;
        let text = match self.language.and_then(|tag| tag.split(['-', '_']).next()) {
            _ if !means_two_months(text) => text,
            Some("pl" | "cs" | "uk") => text,
            Some("hr" | "bs") => {
                let names = ["listopada", "Listopada", "LISTOPADA", "listopad", "Listopad"];
                october = names.iter().fold(text.to_owned(), |text, name| text.replace(*name, "oktobra"));
                october.as_str()
            }
            _ => return None,
        };
        let tokens = cut(text);
        let (stated, end) = (0..tokens.len()).find_map(|at| self.date_at(&tokens, at))?;
        let Stated::Day(date) = stated else {
            return match stated {
                Stated::Month(year, month) => Published::from_month(year, month),
                _ => None,
            };
        };
        let before = find_clock(&text[..tokens.first().map_or(0, |token| token.from)]);
        match find_clock_after_date(&text[end..]).or(before).or_else(|| clock_before(text, &tokens)) {
            Some(clock) => clock.on(date),
            None => Published::from_day(date.year(), date.month(), date.day()),
        }
    }

    /// A date that starts at a token, and the byte at which it ends.
    fn date_at(&self, tokens: &[Token], at: usize) -> Option<(Stated, usize)> {
        let rest = &tokens[at..];
        let after_day = at > 0 && (1..=2).contains(&tokens[at - 1].digits());
        iso(rest).or_else(|| written(rest, after_day, self.language)).or_else(|| self.numbers(rest))
    }

    /// `25.10.2024`, `25/10/2024`, `10/25/2024`, `25.10.24`: three numbers, the year last.
    fn numbers(&self, tokens: &[Token]) -> Option<(Stated, usize)> {
        let [first, second, year, ..] = tokens else { return None };
        let separator = first.after;
        let is_short = separator == '.' && year.after != '.' && [first, second, year].iter().all(|it| it.digits() == 2);
        let language = self.language.and_then(|tag| tag.split(['-', '_']).next());
        if is_short && language.is_some_and(|language| YEAR_FIRST.contains(&language)) {
            return Some((Stated::day(2000 + first.number()?, second.number()?, year.number()?)?, year.to));
        }
        if !matches!(separator, '/' | '.' | '-')
            || second.after != separator
            || !(year.digits() == 4 || is_short)
            || first.digits() > 2
            || second.digits() > 2
        {
            return None;
        }
        let (a, b) = (first.number()?, second.number()?);
        let day_first = match (a > 12, b > 12) {
            (true, true) => return None,
            (true, false) => true,
            (false, true) => false,
            (false, false) if a == b || (separator == '.' && !is_short) || (is_short && language.is_none()) => true,
            (false, false) => day_comes_first(self.language?)?,
        };
        let (day, month) = if day_first { (a, b) } else { (b, a) };
        let century = if is_short { 2000 } else { 0 };
        Some((Stated::day(century + year.number()?, month, day)?, year.to))
    }
}

/// Languages in which `23.05.08` starts with the year.
const YEAR_FIRST: [&str; 5] = ["ko", "ja", "zh", "hu", "lt"];

/// The parts of a date that were stated.
#[derive(Clone, Copy)]
enum Stated {
    Day(Date),
    Month(i16, i8),
}

impl Stated {
    fn day(year: i32, month: i32, day: i32) -> Option<Self> {
        Date::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok().map(Self::Day)
    }

    fn month(year: i32, month: i32) -> Option<Self> {
        (1..=12).contains(&month).then_some(Self::Month(i16::try_from(year).ok()?, i8::try_from(month).ok()?))
    }
}

/// `2024-10-25`, `2024/10/25`, `2024-10`, `2024年10月25日`, `2024년 10월 25일`.
fn iso(tokens: &[Token]) -> Option<(Stated, usize)> {
    let year = tokens.first().filter(|token| token.digits() == 4)?;
    let numbers: Vec<&Token> = tokens[1..]
        .iter()
        .filter(|token| !matches!(token.text, "年" | "月" | "日" | "년" | "월" | "일"))
        .take(2)
        .collect();
    let joined = |token: &Token| matches!(token.after, '-' | '/' | '.' | '年' | '月' | '년' | '월');
    let month = numbers.first().filter(|token| joined(year) && (1..=2).contains(&token.digits()))?;
    match numbers.get(1).filter(|day| joined(month) && (1..=2).contains(&day.digits())) {
        Some(day) => Some((Stated::day(year.number()?, month.number()?, day.number()?)?, day.to)),
        None => Some((Stated::month(year.number()?, month.number()?)?, month.to)),
    }
}

/// `Oct 25, 2024`, `25 October 2024`, `25. Oktober 2024`, `25 de octubre de 2024`, `2024 October 25`, `October 2024`.
fn written(tokens: &[Token], after_day: bool, language: Option<&str>) -> Option<(Stated, usize)> {
    let words = words_of_date(tokens);
    let is_day = |token: &Token| (1..=2).contains(&token.digits());
    let is_year = |token: &Token| token.digits() == 4;
    match words[..] {
        // Hungarian and Lithuanian: the year comes first.
        [year, month, day] if is_year(year) && month.month().is_some() && is_day(day) => {
            Some((Stated::day(year.number()?, month.month()?, day.number()?)?, day.to))
        }
        // Latvian: `2020. gada 14. jūlijs`.
        [year, day, month] if is_year(year) && is_day(day) && tokens.get(1).is_some_and(|word| word.text == "gada") => {
            Some((Stated::day(year.number()?, month.month()?, day.number()?)?, month.to))
        }
        [month, day, year] if month.month().is_some() && is_day(day) && is_year(year) => {
            Some((Stated::day(year.number()?, month.month()?, day.number()?)?, year.to))
        }
        [day, month, year] if is_day(day) && month.month_after_day(language).is_some() && is_year(year) => {
            Some((Stated::day(year.number()?, month.month_after_day(language)?, day.number()?)?, year.to))
        }
        // `19 May 21 11:25:00`, as mail and feeds shorten years.
        [day, month, year] if is_day(day) && month.month().is_some() && year.digits() == 2 && year.after != ':' => {
            let next = tokens.iter().find(|token| token.from >= year.to)?;
            (next.after == ':').then_some(())?;
            Some((Stated::day(2000 + year.number()?, month.month()?, day.number()?)?, year.to))
        }
        // After a day that the month does not have, the month alone is not a date.
        // In front of `2012-10-02` the word is a weekday: `mar. 2012-10-02`.
        [month, year, ..]
            if !after_day && month.month().is_some() && is_year(year) && !is_joined(year, words.get(2).copied()) =>
        {
            Some((Stated::month(year.number()?, month.month()?)?, year.to))
        }
        // `Fri Oct 25 14:03:00 2024`: the time is between day and year. `mar., 02 oct. 2012` is a Tuesday in October.
        [month, day, third] if month.month().is_some() && is_day(day) && third.month().is_none() => {
            let year = tokens.iter().skip(3).take(5).find(|token| is_year(token) && token.after != ':')?;
            let clock_between =
                tokens.iter().any(|token| token.after == ':' && token.from > day.from && token.from < year.from);
            clock_between.then_some(())?;
            Some((Stated::day(year.number()?, month.month()?, day.number()?)?, day.to))
        }
        _ => None,
    }
}

/// Whether a year is the first number of a date.
fn is_joined(year: &Token, next: Option<&Token>) -> bool {
    matches!(year.after, '-' | '/' | '.')
        && next.is_some_and(|next| (1..=2).contains(&next.digits()) && next.from == year.to + 1)
}

/// Whether numeric dates start with the day; `None` for English without a country, where both are in use.
fn day_comes_first(language: &str) -> Option<bool> {
    let tag = language.to_ascii_lowercase().replace('_', "-");
    match tag.split('-').next()? {
        "en" => match tag.split('-').nth(1)? {
            "us" | "ph" => Some(false),
            "gb" | "uk" | "au" | "nz" | "ie" | "in" | "za" | "ng" | "ke" | "pk" | "sg" | "my" => Some(true),
            _ => None,
        },
        "de" | "fr" | "es" | "it" | "pt" | "nl" | "da" | "no" | "nb" | "nn" | "fi" | "pl" | "cs" | "ru" | "uk"
        | "tr" | "el" | "ro" | "ca" | "vi" | "id" | "ar" | "he" | "fa" | "ur" | "hi" | "mr" | "bn" | "ta" | "te"
        | "gu" | "ml" | "th" | "ms" | "hr" | "sr" | "bs" | "sl" | "sk" | "bg" | "mk" | "be" | "et" | "lv" | "is"
        | "gl" | "sq" | "az" | "ka" | "hy" | "sw" => Some(true),
        _ => None,
    }
}

/// A time before the date: `14:03, 25 October 2024`.
fn clock_before(text: &str, tokens: &[Token]) -> Option<Clock> {
    let first = tokens.first()?;
    let date = tokens.iter().find(|token| token.month().is_some() || token.digits() == 4)?;
    find_clock(&text[first.from..date.from])
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_790_000_000;

    #[track_caller]
    fn check(text: &str, language: Option<&str>, want: &str) {
        let got = DateReading { now: NOW, language }.parse(text);
        assert_eq!(got.map(|date| date.to_string()).as_deref().unwrap_or("-"), want, "{text}");
    }

    #[test]
    fn dates_are_read_as_exactly_as_they_are_stated() {
        let cases = [
            ("2024-10-25", "2024-10-25"),
            ("2024-10-25T14:03:00Z", "2024-10-25T14:03:00Z"),
            ("2024-10-25T14:03:00.000+0200", "2024-10-25T14:03:00+02:00"),
            ("2024-10-25T14:03-05:00", "2024-10-25T14:03:00-05:00"),
            ("2024-10-25 14:03:09", "2024-10-25T14:03:09"),
            ("2024-10-25T00:00:00", "2024-10-25"),
            ("2024/10/25", "2024-10-25"),
            ("2024-10", "2024-10"),
            ("2024", "2024"),
            ("20241025", "2024-10-25"),
            ("20241025140300", "2024-10-25T14:03:00"),
            ("20241025000000", "2024-10-25"),
            ("20241025T140309+0200", "2024-10-25T14:03:09+02:00"),
            ("20241025T140309Z", "2024-10-25T14:03:09Z"),
            ("20241025T1403", "2024-10-25T14:03:00"),
            ("1729864980", "2024-10-25T14:03:00Z"),
            ("1729864980123", "2024-10-25T14:03:00Z"),
            ("Fri, 25 Oct 2024 14:03:00 +0200", "2024-10-25T14:03:00+02:00"),
            ("Fri, 25 Oct 2024 14:03:00 GMT", "2024-10-25T14:03:00Z"),
            ("Fri Oct 25 2024 14:03:00 GMT+0200 (CEST)", "2024-10-25T14:03:00+02:00"),
            ("Fri Oct 25 14:03:00 2024", "2024-10-25T14:03:00"),
            ("Oct 25, 2024", "2024-10-25"),
            ("Published: Oct. 25, 2024 at 2:03 p.m.", "2024-10-25T14:03:00"),
            ("October 25th, 2024 | 9:30am ET", "2024-10-25T09:30:00-04:00"),
            ("December 1, 2023 12:05 AM PST", "2023-12-01T00:05:00-08:00"),
            ("25 October 2024, 14:03 CET", "2024-10-25T14:03:00+01:00"),
            ("14:03, 25 October 2024", "2024-10-25T14:03:00"),
            ("25.10.2024", "2024-10-25"),
            ("01.02.2024, 14:03 Uhr", "2024-02-01T14:03:00"),
            ("25. Oktober 2024", "2024-10-25"),
            ("3. März 2021 um 7:15 Uhr", "2021-03-03T07:15:00"),
            ("25 de octubre de 2024", "2024-10-25"),
            ("le 1er août 2023 à 18h45", "2023-08-01T18:45:00"),
            ("25 ottobre 2024", "2024-10-25"),
            ("25 de outubro de 2024", "2024-10-25"),
            ("25 oktober 2024", "2024-10-25"),
            ("mar., 02 oct. 2012 19:56:51 +0000", "2012-10-02T19:56:51Z"),
            ("Mar 02 oct 2012 19:56", "2012-10-02T19:56:00"),
            ("mar, 2 abr 2013", "2013-04-02"),
            ("mar. 2012-10-02 19:56", "2012-10-02T19:56:00"),
            ("maa, 02 okt 2012 10:00:00 +0200", "2012-10-02T10:00:00+02:00"),
            ("Sal, 02 Eki 2012 10:00:00 +0300", "2012-10-02T10:00:00+03:00"),
            ("Mon, 02 Oct 2012 10:00:00 GMT", "2012-10-02T10:00:00Z"),
            ("wt., 02 paź 2012", "2012-10-02"),
            ("Oct 2012.", "2012-10"),
            ("2024年10月25日", "2024-10-25"),
            ("2024년 10월 25일", "2024-10-25"),
            ("2024. október 25.", "2024-10-25"),
            ("2024 m. spalio 25 d.", "2024-10-25"),
            ("25 października 2024, 14:03", "2024-10-25T14:03:00"),
            ("3. září 2024", "2024-09-03"),
            ("25. oktobra 2024", "2024-10-25"),
            ("25 октября 2024 г.", "2024-10-25"),
            ("25 жовтня 2024, 14:03", "2024-10-25T14:03:00"),
            ("25 Ekim 2024", "2024-10-25"),
            ("5 Ağustos 2024", "2024-08-05"),
            ("25 octombrie 2024", "2024-10-25"),
            ("25 d'octubre de 2024", "2024-10-25"),
            ("1 de març de 2024", "2024-03-01"),
            ("25. lokakuuta 2024", "2024-10-25"),
            ("25 maj 2024", "2024-05-25"),
            ("25. desember 2024", "2024-12-25"),
            ("25 Οκτωβρίου 2024", "2024-10-25"),
            ("25 Oktober 2024", "2024-10-25"),
            ("25 Agustus 2024", "2024-08-25"),
            ("October 2024", "2024-10"),
            ("25/10/2024", "2024-10-25"),
            ("10/25/2024", "2024-10-25"),
            ("25.10.24 | 14:03", "2024-10-25T14:03:00"),
            ("2020. gada 14. jūlijs", "2020-07-14"),
            ("Wed, 23 Oct 24 14:03:00 GMT", "2024-10-23T14:03:00Z"),
            ("mar., 02 oct. 2012 19:56:51 +0000", "2012-10-02T19:56:51Z"),
            ("12-XI-2020", "2020-11-12"),
            ("5 paź 2021 godz. 17:30", "2021-10-05T17:30:00"),
            ("kl. 21.30 den 14. dec. 2019", "2019-12-14"),
            ("14. dec. 2019 kl. 21.30", "2019-12-14T21:30:00"),
            ("le 1er août 2018 à 6 h 30", "2018-08-01T06:30:00"),
            ("15 juil. 2010, 8h", "2010-07-15T08:00:00"),
            ("August 29, 2018 12 noon", "2018-08-29T12:00:00"),
            ("٢٢ سبتمبر ٢٠٢١", "2021-09-22"),
            ("4 سبتمبر، 2018", "2018-09-04"),
            ("15 كانون الثاني 2022", "2022-01-15"),
            ("10 آذار/مارس 2017", "2017-03-10"),
            ("1 حزيران 2016، 9:05 مساءً", "2016-06-01T21:05:00"),
            ("چهارشنبه ۳۱ شهریور ۱۴۰۰ - ۰۹:۳۰", "2021-09-22T09:30:00"),
            ("۱۴۰۰/۰۶/۳۱", "2021-09-22"),
            ("12 במרץ 2021, 08:45", "2021-03-12T08:45:00"),
            ("८ मई २०२३", "2023-05-08"),
            ("১২ মার্চ ২০২১, ১৪:০৫", "2021-03-12T14:05:00"),
            ("วันพุธที่ 22 กันยายน พ.ศ. 2564 เวลา 09:15 น.", "2021-09-22T09:15:00"),
            ("22 ก.ย. 64", "2021-09-22"),
            ("ngày 22 tháng 9 năm 2021", "2021-09-22"),
            ("令和元年5月1日", "2019-05-01"),
            ("公開日：2021年10月3日（日）午後7時30分", "2021-10-03T19:30:00"),
            ("二〇二一年十月三日", "2021-10-03"),
            ("民國111年3月7日", "2022-03-07"),
            ("2012年6月5日 下午9时41分", "2012-06-05T21:41:00"),
            ("입력 2023.05.08. 오후 6:05", "2023-05-08T18:05:00"),
        ];
        for (text, want) in cases {
            check(text, None, want);
        }
    }

    /// Seconds are written even if none were stated, as RFC 3339 requires: a minute alone comes back as its first
    /// second.
    #[test]
    fn a_date_as_it_is_written_out_reads_the_same() {
        let reading = DateReading { now: NOW, language: None };
        for text in [
            "2024-10-25",
            "2024-10-25T09:15:00+01:00",
            "2024-10-25 09:15 -0530",
            "202410250915",
            "202410250000",
            "20241025000000",
            "1729814400",
        ] {
            let stated = reading.parse(text).expect("a date");
            let again = reading.parse(&stated.to_string());
            assert_eq!(again, Some(Published { precision: stated.precision.written(), ..stated }), "{text}");
        }
    }

    #[test]
    fn ambiguous_and_future_dates_are_rejected() {
        for text in [
            "",
            "yesterday",
            "5 hours ago",
            "10/11/2024",
            "2024-13-01",
            "30 February 2024",
            "2099-01-01",
            "25 Oct",
            "Chapter 12",
            "1066-10-14",
            "99999999999",
            "Mainz 12, 2024",
        ] {
            check(text, None, "-");
        }
    }

    #[test]
    fn times_before_the_capture_are_as_exact_as_they_are_stated() {
        let captured = DateReading { now: NOW, language: None }.parse("2024-10-25T01:30:00+02:00").expect("a time");
        for (text, want) in [
            ("5 minutes ago", "2024-10-25T01:25:00+02:00"),
            ("Updated 3 hours ago", "2024-10-24"),
            ("an hour ago", "2024-10-25"),
            ("2 days ago", "2024-10-23"),
            ("Yesterday", "2024-10-24"),
            ("vor 3 Stunden", "2024-10-24"),
            ("vor einem Tag", "2024-10-24"),
            ("gestern", "2024-10-24"),
            ("hace 2 días", "2024-10-23"),
            ("il y a 10 minutes", "2024-10-25T01:20:00+02:00"),
            ("3 ore fa", "2024-10-24"),
            ("há 2 dias", "2024-10-23"),
            ("3 dagen geleden", "2024-10-22"),
            ("2 weeks ago", "-"),
            ("3 months ago", "-"),
            ("in 3 hours", "-"),
            ("3 hours", "-"),
            ("400 days ago", "-"),
            ("99999999999999999999 hours ago", "-"),
            ("a day in the life", "-"),
            ("the day before yesterday's vote, 40 people met", "-"),
        ] {
            let got = super::super::relative::before_capture(text, &captured);
            assert_eq!(got.map(|date| date.to_string()).as_deref().unwrap_or("-"), want, "{text}");
        }
    }

    #[test]
    fn the_language_decides_which_number_is_the_day() {
        for (language, want) in [("en-US", "2024-10-11"), ("en_GB", "2024-11-10"), ("de", "2024-11-10"), ("en", "-")] {
            check("10/11/2024", Some(language), want);
        }
        for (language, want) in
            [(None, "-"), (Some("hr"), "2024-10-25"), (Some("pl"), "2024-11-25"), (Some("uk-UA"), "2024-11-25")]
        {
            check("25 listopada 2024", language, want);
        }
    }
}
