//! Dates as machines write them: unix times, digits alone, and the short form of ISO 8601.

use super::clock::Clock;
use super::published::{Precision, Published};
use jiff::civil::{Date, Time};

/// `1729864980`, `1729864980000`, `20241025`, `20241025140300`, `2024`.
pub(super) fn from_digits(digits: &str) -> Option<Published> {
    let part = |from: usize, to: usize| digits.get(from..to).and_then(|part| part.parse::<i8>().ok());
    match digits.len() {
        10 => from_unix(digits.parse().ok()?),
        13 => from_unix(digits.parse::<i64>().ok()? / 1000),
        4 => Published::from_year(digits.parse().ok()?),
        8 => Published::from_day(digits[..4].parse().ok()?, part(4, 6)?, part(6, 8)?),
        12 | 14 => {
            let date = Date::new(digits[..4].parse().ok()?, part(4, 6)?, part(6, 8)?).ok()?;
            let seconds = part(12, 14);
            let time = Time::new(part(8, 10)?, part(10, 12)?, seconds.unwrap_or(0), 0).ok()?;
            let precision = if seconds.is_some() { Precision::Second } else { Precision::Minute };
            Clock { time, precision, zone: None }.on(date)
        }
        _ => None,
    }
}

/// `20171219T103304+0200`, the short form of ISO 8601, with its separators.
pub(super) fn without_separators(text: &str) -> Option<String> {
    let (day, clock) = text.split_once('T')?;
    let zone = clock.find(|c: char| !c.is_ascii_digit()).unwrap_or(clock.len());
    let digits = day.len() == 8 && day.bytes().all(|byte| byte.is_ascii_digit()) && matches!(zone, 4 | 6);
    let seconds = clock.get(4..zone).filter(|seconds| !seconds.is_empty()).map(|seconds| format!(":{seconds}"));
    digits.then(|| {
        let (year, month, day) = (&day[..4], &day[4..6], &day[6..]);
        let (hour, minute, zone) = (&clock[..2], &clock[2..4], &clock[zone..]);
        format!("{year}-{month}-{day}T{hour}:{minute}{}{zone}", seconds.unwrap_or_default())
    })
}

fn from_unix(seconds: i64) -> Option<Published> {
    let utc = jiff::tz::Offset::UTC.to_datetime(jiff::Timestamp::from_second(seconds).ok()?);
    Published::from_clock(utc.date(), utc.time(), Precision::Second, Some(0))
}
