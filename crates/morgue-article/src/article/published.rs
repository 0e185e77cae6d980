//! A publication time: how exact it is, in which zone, and how it sorts.

use jiff::civil::{Date, Time};
use jiff::tz::Offset;
use serde::{Deserialize, Serialize};
use std::fmt;

/// How much of a date was stated.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Precision {
    Year = 1,
    Month = 2,
    Day = 3,
    Minute = 4,
    Second = 5,
}

impl Precision {
    pub fn from_code(code: u64) -> Option<Self> {
        Some(match code {
            1 => Self::Year,
            2 => Self::Month,
            3 => Self::Day,
            4 => Self::Minute,
            5 => Self::Second,
            _ => return None,
        })
    }

    /// The precision that a written date is read back with: times are written with seconds, stated or not.
    pub fn written(self) -> Self {
        if self == Self::Minute { Self::Second } else { self }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Year => "year",
            Self::Month => "month",
            Self::Day => "day",
            Self::Minute => "minute",
            Self::Second => "second",
        }
    }
}

/// When an article was published. Years 1 to 9999.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Published {
    /// Seconds since 1970 in UTC. A day alone is stored as its noon, a month as its first day, a year as its first
    /// month.
    pub seconds: i64,
    /// The article's own calendar day as yyyymmdd, with 00 for an unknown month or day.
    pub day: i32,
    pub precision: Precision,
    /// Minutes east of UTC, if the article stated a zone.
    pub offset_minutes: Option<i16>,
}

impl Published {
    pub fn from_day(year: i16, month: i8, day: i8) -> Option<Self> {
        let date = Date::new(year, month, day).ok()?;
        let noon = date.to_datetime(Time::constant(12, 0, 0, 0));
        Some(Self {
            seconds: Offset::UTC.to_timestamp(noon).ok()?.as_second(),
            day: day_number(year, month, day),
            precision: Precision::Day,
            offset_minutes: None,
        })
        .filter(|_| year >= 1)
    }

    pub fn from_month(year: i16, month: i8) -> Option<Self> {
        let first = Self::from_day(year, month, 1)?;
        Some(Self { day: day_number(year, month, 0), precision: Precision::Month, ..first })
    }

    pub fn from_year(year: i16) -> Option<Self> {
        let first = Self::from_day(year, 1, 1)?;
        Some(Self { day: day_number(year, 0, 0), precision: Precision::Year, ..first })
    }

    /// A time on a day; without an offset the time is taken as UTC and no zone is stored.
    pub fn from_clock(date: Date, time: Time, precision: Precision, offset_minutes: Option<i16>) -> Option<Self> {
        let offset = Offset::from_seconds(i32::from(offset_minutes.unwrap_or(0)) * 60).ok()?;
        let seconds = offset.to_timestamp(date.to_datetime(time)).ok()?.as_second();
        (date.year() >= 1).then_some(Self {
            seconds,
            day: day_number(date.year(), date.month(), date.day()),
            precision,
            offset_minutes,
        })
    }

    pub fn year(&self) -> i32 {
        self.day / 10_000
    }

    /// Rebuilds a time from the columns of the index.
    pub fn from_columns(seconds: i64, day: i64, precision: u64) -> Option<Self> {
        let precision = Precision::from_code(precision)?;
        Some(Self { seconds, day: i32::try_from(day).ok()?, precision, offset_minutes: None })
    }

    /// The calendar day alone, as exactly as it is known: `2024-10-25`, `2024-10` or `2024`.
    pub fn day_text(&self) -> String {
        let (year, month, day) = (self.day / 10_000, self.day / 100 % 100, self.day % 100);
        match self.precision {
            Precision::Year => format!("{year:04}"),
            Precision::Month => format!("{year:04}-{month:02}"),
            _ => format!("{year:04}-{month:02}-{day:02}"),
        }
    }
}

fn day_number(year: i16, month: i8, day: i8) -> i32 {
    i32::from(year) * 10_000 + i32::from(month) * 100 + i32::from(day)
}

impl fmt::Display for Published {
    /// ISO 8601, as exact as stated: `2024-10-25T14:03:00+02:00`, `2024-10-25`, `2024-10`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.day_text())?;
        if self.precision < Precision::Minute {
            return Ok(());
        }
        let offset = i64::from(self.offset_minutes.unwrap_or(0));
        let clock = (self.seconds + offset * 60).rem_euclid(86_400);
        write!(f, "T{:02}:{:02}:{:02}", clock / 3600, clock / 60 % 60, clock % 60)?;
        match self.offset_minutes {
            None => Ok(()),
            Some(0) => f.write_str("Z"),
            Some(minutes) => {
                let sign = if minutes < 0 { '-' } else { '+' };
                write!(f, "{sign}{:02}:{:02}", minutes.unsigned_abs() / 60, minutes.unsigned_abs() % 60)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prints_only_what_was_stated() {
        let date = Date::constant(2024, 10, 25);
        let time = Time::constant(14, 3, 0, 0);
        let cases = [
            (Published::from_day(2024, 10, 25), "2024-10-25"),
            (Published::from_month(2024, 10), "2024-10"),
            (Published::from_year(1665), "1665"),
            (Published::from_clock(date, time, Precision::Minute, Some(120)), "2024-10-25T14:03:00+02:00"),
            (Published::from_clock(date, time, Precision::Second, Some(-330)), "2024-10-25T14:03:00-05:30"),
            (Published::from_clock(date, time, Precision::Second, None), "2024-10-25T14:03:00"),
        ];
        for (published, want) in cases {
            assert_eq!(published.expect("a date").to_string(), want);
        }
    }

    #[test]
    fn a_day_counts_as_its_noon_and_no_day_is_invented() {
        let day = Published::from_day(1970, 1, 1).expect("a date");
        assert_eq!((day.seconds, day.day), (43_200, 19_700_101));
        assert_eq!(Published::from_day(2023, 2, 30), None);
        assert_eq!(Published::from_month(2023, 13), None);
    }
}
