//! Dates of other systems to `date:` conditions: after, before, from one to another, in the forms that each system
//! accepts. A numeric date that can be read in two ways is an error if the system makes its order a setting.

use crate::query::language::QueryError;
use crate::query::language::Span;
use crate::query::language::dates;
use jiff::civil::Date;

/// Which number comes first in `1/2/2024`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    MonthFirst,
    /// As a setting of the system says, which is unknown here.
    Unknown,
}

/// How a day is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Compared {
    Is,
    After,
    Before,
    From,
    To,
}

impl Compared {
    /// By its symbol or its name, in any case.
    pub fn named(text: &str) -> Option<Self> {
        Some(match text.to_ascii_lowercase().as_str() {
            "is" | "=" | "eq" | "equals" => Self::Is,
            "aft" | "after" | ">" | "gtr" | "gt" => Self::After,
            "bef" | "before" | "<" | "lss" | "lt" => Self::Before,
            ">=" | "geq" | "since" => Self::From,
            "<=" | "leq" => Self::To,
            _ => return None,
        })
    }

    /// A symbol at the start of a text, and the rest.
    pub fn sign_of(text: &str) -> Option<(Self, &str)> {
        [(">=", Self::From), ("<=", Self::To), (">", Self::After), ("<", Self::Before), ("=", Self::Is)]
            .into_iter()
            .find_map(|(sign, compared)| Some((compared, text.strip_prefix(sign)?)))
    }
}

/// First and last day of a date, yyyymmdd.
pub type Days = (i32, i32);

/// The day so many days before today.
pub fn days_ago(number: &str, span: &Span, today: &dyn Fn() -> Date) -> Result<i32, QueryError> {
    let wrong = || QueryError::new(span.clone(), format!("invalid number of days \"{number}\""));
    let days: i32 = number.parse().map_err(|_| wrong())?;
    let day = today().checked_sub(jiff::Span::new().try_days(days).map_err(|_| wrong())?).map_err(|_| wrong())?;
    Ok(i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day()))
}

/// Reads a single date.
pub fn days(text: &str, order: Order, span: &Span, today: &dyn Fn() -> Date) -> Result<Days, QueryError> {
    let text = text.trim().trim_end_matches(',');
    let figures: Vec<&str> = text.split(['/', '-']).collect();
    let short = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit()) && (1..=2).contains(&part.len());
    let plain = match figures[..] {
        [one, two, year] if short(&one) && short(&two) && year.len() == 4 => in_figures(one, two, year, order, span)?,
        [month, year] if short(&month) && year.len() == 4 => format!("{year}-{month:0>2}"),
        [one, two, year] if short(&one) && short(&two) && short(&year) => {
            let error = QueryError::new(span.clone(), format!("ambiguous year in \"{text}\": expected four digits"));
            return Err(error.with_hint("write the year with four digits"));
        }
        _ => text.to_owned(),
    };
    let range = dates::parse(&plain, span.clone(), today)?;
    match (range.from, range.to) {
        (Some(from), Some(to)) => Ok((from, to)),
        _ => Err(QueryError::new(span.clone(), format!("invalid date \"{text}\": expected YYYYMMDD"))
            .with_hint("write it 20241025")),
    }
}

fn in_figures(one: &str, two: &str, year: &str, order: Order, span: &Span) -> Result<String, QueryError> {
    let number = |text: &str| text.parse::<u32>().unwrap_or(0);
    let (month, day) = match (number(one), number(two)) {
        (day @ 13.., month) => (month, day),
        (month, day) if day > 12 || day == month || order == Order::MonthFirst => (month, day),
        (first, second) => {
            let message = format!(
                "ambiguous date \"{one}/{two}/{year}\": the order of day and month depends on a setting of that system"
            );
            let hint = format!("write {year}{first:02}{second:02} or {year}{second:02}{first:02}");
            return Err(QueryError::new(span.clone(), message).with_hint(hint));
        }
    };
    Ok(format!("{year}-{month:02}-{day:02}"))
}

/// The condition in morgue's query language.
pub fn condition(compared: Compared, (from, to): Days) -> String {
    match compared {
        Compared::Is => format!("date:{}", span_of(from, to)),
        Compared::After => format!("date:>{}", iso(to)),
        Compared::Before => format!("date:<{}", iso(from)),
        Compared::From => format!("date:>={}", iso(from)),
        Compared::To => format!("date:<={}", iso(to)),
    }
}

/// From the first day of one date to the last day of another.
pub fn between(first: Days, last: Days, span: &Span) -> Result<String, QueryError> {
    if last.1 < first.0 {
        return Err(
            QueryError::new(span.clone(), "invalid range: it ends before it starts").with_hint("swap the two dates")
        );
    }
    Ok(format!("date:{}..{}", iso(first.0), iso(last.1)))
}

/// A year, month or day in its shortest form, otherwise both ends.
fn span_of(from: i32, to: i32) -> String {
    let (year, month) = (from / 10_000, from / 100 % 100);
    let last = Date::new(year as i16, month as i8, 1).map_or(31, |first| i32::from(first.days_in_month()));
    if from == to {
        iso(from)
    } else if from % 10_000 == 101 && to == year * 10_000 + 1231 {
        format!("{year:04}")
    } else if from % 100 == 1 && to == from - 1 + last {
        format!("{year:04}-{month:02}")
    } else {
        format!("{}..{}", iso(from), iso(to))
    }
}

pub fn iso(day: i32) -> String {
    format!("{:04}-{:02}-{:02}", day / 10_000, day / 100 % 100, day % 100)
}
