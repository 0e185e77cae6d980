//! Values of `date:` to calendar days: `2024`, `2024-10`, `2024-10-01..2024-10-31`, open ends, `>=2024-10`, Lucene's
//! `[2024-10-01 TO 2024-10-31]`, days counted back from today (`7d..`, `yesterday`, `last-month`), days as people write
//! them (`5 May 2023`), `none` and `*`. A date that can be read in two ways is invalid.

use super::ast::{DayRange, Span};
use super::error::QueryError;
use crate::article::{DateReading, Precision};
use jiff::civil::{Date, Weekday};
use jiff::{Span as Time, ToSpan};

/// Forms that an error message shows.
const FORMS: &str = "write 2024, 2024-10, 2024-10-25 or \"5 May 2023\"; ranges as 2024-10-01..2024-10-31, ..2024 or >=2024-10; \
                     relative dates as 7d.. or last-month";

/// Reads a date value; `today` is what relative dates count from.
pub fn parse(text: &str, span: Span, today: &dyn Fn() -> Date) -> Result<DayRange, QueryError> {
    let reader = Reader { span, today };
    let text = text.trim();
    if text.eq_ignore_ascii_case("none") {
        return Ok(DayRange::UNDATED);
    }
    if text == "*" {
        return reader.range(None, None);
    }
    if text.starts_with(['[', '{']) {
        return reader.bracketed(text);
    }
    if let Some((from, to)) = text.split_once("..") {
        return reader.between(from, to);
    }
    for (sign, below, included) in
        [(">=", false, true), ("<=", true, true), (">", false, false), ("<", true, false), ("=", false, false)]
    {
        if let Some(value) = text.strip_prefix(sign) {
            let (first, last) = reader.days(value)?;
            return match (sign, below, included) {
                ("=", ..) => reader.range(Some(first), Some(last)),
                (_, false, true) => reader.range(Some(first), None),
                (_, false, false) => reader.range(Some(next(last)), None),
                (_, true, true) => reader.range(None, Some(last)),
                (_, true, false) => reader.range(None, Some(previous(first))),
            };
        }
    }
    let (first, last) = reader.days(text)?;
    reader.range(Some(first), Some(last))
}

fn next(day: Date) -> Date {
    day.tomorrow().unwrap_or(day)
}

fn previous(day: Date) -> Date {
    day.yesterday().unwrap_or(day)
}

struct Reader<'a> {
    span: Span,
    today: &'a dyn Fn() -> Date,
}

impl Reader<'_> {
    fn error(&self, message: String) -> QueryError {
        QueryError::new(self.span.clone(), message).with_hint(FORMS)
    }

    fn range(&self, from: Option<Date>, to: Option<Date>) -> Result<DayRange, QueryError> {
        if let (Some(from), Some(to)) = (from, to)
            && from > to
        {
            return Err(self.error(format!("invalid range: it ends ({to}) before it starts ({from})")));
        }
        Ok(DayRange { from: from.map(number), to: to.map(number), undated: false, loose: false })
    }

    /// Both ends; an empty one is open.
    fn between(&self, from: &str, to: &str) -> Result<DayRange, QueryError> {
        if from.trim().is_empty() && to.trim().is_empty() {
            return Err(self.error("invalid range: both ends are missing".to_owned()));
        }
        let end = |text: &str| if text.trim().is_empty() { Ok(None) } else { self.days(text).map(Some) };
        let (from, to) = (end(from)?, end(to)?);
        self.range(from.map(|days| days.0), to.map(|days| days.1))
    }

    /// `[2024-10-01 TO 2024-10-31]`; a curly bracket excludes its end, `*` leaves it open.
    fn bracketed(&self, text: &str) -> Result<DayRange, QueryError> {
        let inside = text.strip_prefix(['[', '{']).and_then(|text| text.strip_suffix([']', '}']));
        let ends = inside.and_then(|inside| inside.split_once(" TO "));
        let Some((from, to)) = ends else {
            return Err(self.error(format!("invalid range \"{text}\": expected [2024-10-01 TO 2024-10-31]")));
        };
        let end = |text: &str| if text.trim() == "*" { Ok(None) } else { self.days(text).map(Some) };
        let from = end(from)?.map(|(first, last)| if text.starts_with('{') { next(last) } else { first });
        let to = end(to)?.map(|(first, last)| if text.ends_with('}') { previous(first) } else { last });
        self.range(from, to)
    }

    /// First and last day of one value.
    fn days(&self, text: &str) -> Result<(Date, Date), QueryError> {
        let text = text.trim();
        let relative = text.to_ascii_lowercase().replace(' ', "-");
        let days = stated(text).or_else(|| self.relative(&relative)).or_else(|| written(text));
        days.ok_or_else(|| match is_of_two_readings(text) {
            true => self.error(format!("ambiguous date \"{text}\": expected YYYY-MM-DD")),
            false => self.error(format!(
                "invalid date \"{text}\": expected YYYY, YYYY-MM, YYYY-MM-DD or a name such as last-month"
            )),
        })
    }

    fn relative(&self, text: &str) -> Option<(Date, Date)> {
        if !text.starts_with(|c: char| c.is_ascii_digit() || matches!(c, 't' | 'y' | 'l')) {
            return None;
        }
        let today = (self.today)();
        let back = |span: Time| today.checked_sub(span).ok();
        let one = |day: Date| Some((day, day));
        match text {
            "today" => return one(today),
            "yesterday" => return one(back(1.day())?),
            "this-week" => return week_of(today),
            "last-week" => return week_of(back(1.week())?),
            "this-month" => return month_of(today),
            "last-month" => return month_of(back(1.month())?),
            "this-year" => return year_of(today),
            "last-year" => return year_of(back(1.year())?),
            _ => {}
        }
        if let Some((count, unit)) = text.strip_prefix("last-").and_then(|text| text.split_once('-')) {
            return Some((back(time(count, unit.strip_suffix('s')?.get(..1)?)?)?, today));
        }
        let digits = text.bytes().take_while(u8::is_ascii_digit).count();
        one(back(time(&text[..digits], &text[digits..])?)?)
    }
}

/// A number of days, weeks, months or years.
fn time(count: &str, unit: &str) -> Option<Time> {
    let count: i64 = count.parse().ok().filter(|count| (0..=100_000).contains(count))?;
    Some(match unit {
        "d" => count.days(),
        "w" => count.weeks(),
        "m" => count.months(),
        "y" if count < 10_000 => count.years(),
        _ => return None,
    })
}

/// `5 May 2023`, `May 5, 2023`, `mai 2023`, `25.10.2024`: a date only, without a time or anything else.
fn written(text: &str) -> Option<(Date, Date)> {
    let words =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty() && *word != "of" && *word != "de");
    let count = words.clone().count();
    let is_date = text.contains(|c: char| c.is_ascii_digit()) && (2..=3).contains(&count);
    let published = DateReading { now: i64::MAX, language: None }.parse(text).filter(|_| is_date)?;
    let (year, month, day) = (published.day / 10_000, published.day / 100 % 100, published.day % 100);
    let first = Date::new(i16::try_from(year).ok()?, month as i8, day.max(1) as i8).ok()?;
    match published.precision {
        Precision::Month if count == 2 => month_of(first),
        Precision::Day if count == 3 => Some((first, first)),
        _ => None,
    }
}

/// `10/11/2024`: the tenth of November, or the eleventh of October.
fn is_of_two_readings(text: &str) -> bool {
    let parts: Vec<&str> = text.split(['/', '.', '-']).collect();
    let small = |part: &str| part.parse::<u8>().is_ok_and(|number| (1..=12).contains(&number));
    matches!(parts[..], [one, two, year] if small(one) && small(two) && year.len() == 4)
}

/// The first quarter is `2024-q1`.
fn quarter_of(year: i16, quarter: &str) -> Option<(Date, Date)> {
    let quarter: i8 = quarter.strip_prefix(['q', 'Q'])?.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
    let last = Date::new(year, quarter * 3, 1).ok()?;
    Some((Date::new(year, quarter * 3 - 2, 1).ok()?, last.last_of_month()))
}

/// `2024`, `2024-10`, `2024-10-25` (also with slashes or as 20241025): the days it spans.
fn stated(text: &str) -> Option<(Date, Date)> {
    let compact = text.len() == 8 && text.bytes().all(|byte| byte.is_ascii_digit());
    let spaced;
    let text = if compact {
        spaced = format!("{}-{}-{}", &text[..4], &text[4..6], &text[6..]);
        &spaced
    } else {
        text
    };
    let separator = if text.contains('/') { '/' } else { '-' };
    let parts: Vec<&str> = text.split(separator).collect();
    if let [year, quarter] = parts[..]
        && year.len() == 4
        && quarter.starts_with(['q', 'Q'])
    {
        return quarter_of(year.parse().ok()?, quarter);
    }
    if parts[0].len() != 4
        || !parts.iter().all(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()))
    {
        return None;
    }
    let year: i16 = parts[0].parse().ok()?;
    match parts[1..] {
        [] => year_of(Date::new(year, 1, 1).ok()?),
        [month] => month_of(Date::new(year, month.parse().ok()?, 1).ok()?),
        [month, day] => Date::new(year, month.parse().ok()?, day.parse().ok()?).ok().map(|day| (day, day)),
        _ => None,
    }
}

fn week_of(day: Date) -> Option<(Date, Date)> {
    let back = i64::from(day.weekday().since(Weekday::Monday));
    let monday = day.checked_sub(back.days()).ok()?;
    Some((monday, monday.checked_add(6.days()).ok()?))
}

fn month_of(day: Date) -> Option<(Date, Date)> {
    Some((day.first_of_month(), day.last_of_month()))
}

fn year_of(day: Date) -> Option<(Date, Date)> {
    Some((day.first_of_year(), day.last_of_year()))
}

fn number(day: Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}

/// The month and year of a range's last day, if more follows.
pub fn partly_inside(to: i32) -> Vec<i32> {
    let (year, month, day) = (to / 10_000, to / 100 % 100, to % 100);
    let last = Date::new(year as i16, month as i8, 1).map_or(31, |date| i32::from(date.days_in_month()));
    let mut partial = Vec::new();
    if day < last {
        partial.push(year * 10_000 + month * 100);
    }
    if (month, day) != (12, 31) {
        partial.push(year * 10_000);
    }
    partial
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_listed_form_gives_its_days() {
        let cases: [(&str, Option<i32>, Option<i32>); 39] = [
            ("2024", Some(20240101), Some(20241231)),
            ("2024-02", Some(20240201), Some(20240229)),
            ("2024-10-25", Some(20241025), Some(20241025)),
            ("2024/10/25", Some(20241025), Some(20241025)),
            ("20241025", Some(20241025), Some(20241025)),
            ("2024-10-01..2024-10-31", Some(20241001), Some(20241031)),
            ("2023..2024-02", Some(20230101), Some(20240229)),
            ("..2024", None, Some(20241231)),
            ("2023-06..", Some(20230601), None),
            (">=2024-10", Some(20241001), None),
            ("> 2024-10", Some(20241101), None),
            ("<=2024", None, Some(20241231)),
            ("<2024", None, Some(20231231)),
            ("[2024-10-01 TO 2024-10-31]", Some(20241001), Some(20241031)),
            ("{2024-10-01 TO 2024-10-31}", Some(20241002), Some(20241030)),
            ("[2024 TO *]", Some(20240101), None),
            ("today", Some(20241025), Some(20241025)),
            ("yesterday", Some(20241024), Some(20241024)),
            ("7d..", Some(20241018), None),
            ("2w..1w", Some(20241011), Some(20241018)),
            ("last-month", Some(20240901), Some(20240930)),
            ("this-week", Some(20241021), Some(20241027)),
            ("last-year", Some(20230101), Some(20231231)),
            ("last week", Some(20241014), Some(20241020)),
            ("last-7-days", Some(20241018), Some(20241025)),
            ("last 2 months", Some(20240825), Some(20241025)),
            ("5 May 2023", Some(20230505), Some(20230505)),
            ("May 5, 2023", Some(20230505), Some(20230505)),
            ("5th of May 2023", Some(20230505), Some(20230505)),
            ("5. Mai 2023", Some(20230505), Some(20230505)),
            ("5 de mayo de 2023", Some(20230505), Some(20230505)),
            ("May 2023", Some(20230501), Some(20230531)),
            ("25.10.2024", Some(20241025), Some(20241025)),
            ("May 2023 .. 5 June 2023", Some(20230501), Some(20230605)),
            ("2019 .. 2020", Some(20190101), Some(20201231)),
            ("2024-Q2", Some(20240401), Some(20240630)),
            ("*", None, None),
            ("0999", Some(9990101), Some(9991231)),
            ("[* TO 2024}", None, Some(20231231)),
        ];
        for (text, from, to) in cases {
            let want = DayRange { from, to, undated: false, loose: false };
            assert_eq!(parse(text, 0..0, &|| Date::constant(2024, 10, 25)), Ok(want), "{text}");
        }
    }

    #[test]
    fn what_is_no_date_says_what_one_is() {
        for text in [
            "",
            "24",
            "2024-13",
            "2024-02-30",
            "soon",
            "..",
            "2025..2024",
            "[2024]",
            "1e9d",
            "999999999d",
            "5/6/2023",
            "2024-10-25T14:00",
            "5 May 2023 14:00",
            "May",
            "5 May",
            "last 9 lives",
            "2024-Q5",
        ] {
            let error = parse(text, 3..5, &|| Date::constant(2024, 10, 25)).expect_err(text);
            assert_eq!((error.span, error.hint.as_deref()), (3..5, Some(FORMS)), "{text}");
        }
    }
}
