//! Timelines: how many of the articles found are from each day, week, month or year, with the total that the archive
//! has from it. An article is counted on its own calendar day; one with a less exact date is counted separately, as are
//! those without a date: no article is moved to a day that nobody stated.

use super::list::Per;
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use std::collections::BTreeMap;

/// The length of a timeline's buckets; weeks are those of ISO 8601, from Monday.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Interval {
    Day,
    Week,
    Month,
    Year,
}

/// Articles of one period.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    pub found: u64,
    /// All articles of the archive from then, found or not; only those in the requested dates.
    pub archive: u64,
}

/// One bucket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bucket {
    /// `2024-10-25`, `2024-W43`, `2024-10`, `2024`.
    pub name: String,
    /// First day.
    pub from: Date,
    /// Last day.
    pub to: Date,
    pub share: Share,
}

/// The articles found and those of the archive by period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Timeline {
    pub by: Interval,
    /// What is counted.
    pub per: Per,
    /// All articles found, and all of the archive.
    pub total: Share,
    /// Those that state only a month or a year, if buckets are shorter.
    pub coarser: Share,
    pub undated: Share,
    /// Buckets with any article, by their first day.
    shares: BTreeMap<Date, Share>,
    /// First days of the first and the last bucket.
    range: Option<(Date, Date)>,
}

impl Timeline {
    /// Distributes days over buckets: those found, and those of the archive. Without an interval, one that gives a few
    /// dozen buckets is chosen. `ends`: whether a first and a last day were requested.
    pub fn of(found: &Days, archive: &Days, interval: Option<Interval>, ends: (bool, bool)) -> Self {
        laid_out(found, archive, interval.unwrap_or_else(|| Interval::fitting(found)), ends)
    }

    /// All buckets from the first to the last, including empty ones.
    pub fn buckets(&self) -> impl Iterator<Item = Bucket> + '_ {
        let last = self.range.map(|(_, last)| last);
        let starts = std::iter::successors(self.range.map(|(first, _)| first), |start| self.by.next(*start));
        starts.take_while(move |start| Some(*start) <= last).map(|start| Bucket {
            name: self.by.name(start),
            from: start,
            to: self.by.next(start).and_then(|next| next.yesterday().ok()).unwrap_or(Date::MAX),
            share: self.shares.get(&start).copied().unwrap_or_default(),
        })
    }
}

/// Articles by their stated day, as in the index, 00 for an unknown day or month; `None` without a date.
pub type Days = BTreeMap<Option<i64>, u64>;

/// Buckets from the first article found to the last. If a date was requested at an end (`ends`), they extend as far as
/// the archive does, because finding no article there is an answer.
fn laid_out(found: &Days, archive: &Days, by: Interval, ends: (bool, bool)) -> Timeline {
    let mut timeline = Timeline {
        by,
        per: Per::Article,
        total: Share::default(),
        coarser: Share::default(),
        undated: Share::default(),
        shares: BTreeMap::new(),
        range: None,
    };
    add(&mut timeline, archive, |share| &mut share.archive);
    let archive_ends = timeline.ends(|_| true);
    add(&mut timeline, found, |share| &mut share.found);
    timeline.range = timeline.ends(|share| share.found > 0).map(|(first, last)| {
        let (oldest, newest) = archive_ends.unwrap_or((first, last));
        (if ends.0 { oldest.min(first) } else { first }, if ends.1 { newest.max(last) } else { last })
    });
    timeline
}

impl Timeline {
    /// First and last bucket to show.
    fn ends(&self, wanted: impl Fn(&Share) -> bool) -> Option<(Date, Date)> {
        let mut starts = self.shares.iter().filter(|(_, share)| wanted(share)).map(|(start, _)| *start);
        let first = starts.next()?;
        Some((first, starts.next_back().unwrap_or(first)))
    }
}

fn add(timeline: &mut Timeline, days: &Days, side: fn(&mut Share) -> &mut u64) {
    for (day, articles) in days {
        let bucket = match day {
            None => &mut timeline.undated,
            Some(day) => match timeline.by.start(*day) {
                None => &mut timeline.coarser,
                Some(start) => timeline.shares.entry(start).or_default(),
            },
        };
        *side(bucket) += articles;
        *side(&mut timeline.total) += articles;
    }
}

/// Longest span in days of a timeline by days, weeks and so on, if no interval is given: about sixty lines each.
const MOST_DAYS: [(Interval, i32); 3] = [(Interval::Day, 62), (Interval::Week, 430), (Interval::Month, 2_200)];

impl Interval {
    pub fn noun(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Week => "week",
            Self::Month => "month",
            Self::Year => "year",
        }
    }

    /// The shortest interval with few enough buckets, for which half of the dates are exact enough.
    fn fitting(days: &Days) -> Self {
        let dated = || days.iter().filter_map(|(day, articles)| Some(((*day)?, *articles)));
        let starts: Vec<Date> = dated().filter_map(|(day, _)| first_day(day)).collect();
        let span = match (starts.iter().min(), starts.iter().max()) {
            (Some(first), Some(last)) => last.since(*first).map_or(0, |span| span.get_days()),
            _ => 0,
        };
        let all: u64 = dated().map(|(_, articles)| articles).sum();
        let fits = |by: Self| {
            let exact: u64 = dated().filter(|(day, _)| by.start(*day).is_some()).map(|(_, articles)| articles).sum();
            exact * 2 >= all
        };
        let short = MOST_DAYS.into_iter().find(|(by, most)| span <= *most && fits(*by));
        short.map_or(Self::Year, |(by, _)| by)
    }

    /// The first day of the bucket of an article's day; `None` if that is not exact enough.
    fn start(self, day: i64) -> Option<Date> {
        let (month, of_month) = (day / 100 % 100, day % 100);
        let exact = match self {
            Self::Year => true,
            Self::Month => month > 0,
            Self::Week | Self::Day => month > 0 && of_month > 0,
        };
        let date = first_day(day).filter(|_| exact)?;
        match self {
            Self::Day => Some(date),
            Self::Week => date.checked_sub(i64::from(date.weekday().since(Weekday::Monday)).days()).ok(),
            Self::Month => Some(date.first_of_month()),
            Self::Year => Some(date.first_of_year()),
        }
    }

    fn next(self, start: Date) -> Option<Date> {
        let length = match self {
            Self::Day => 1.day(),
            Self::Week => 1.week(),
            Self::Month => 1.month(),
            Self::Year => 1.year(),
        };
        start.checked_add(length).ok()
    }

    fn name(self, start: Date) -> String {
        match self {
            Self::Day => start.to_string(),
            Self::Week => {
                let week = start.iso_week_date();
                format!("{:04}-W{:02}", week.year(), week.week())
            }
            Self::Month => format!("{:04}-{:02}", start.year(), start.month()),
            Self::Year => format!("{:04}", start.year()),
        }
    }
}

/// The earliest day that an article's day may mean.
fn first_day(day: i64) -> Option<Date> {
    let part = |value: i64| i8::try_from(value.max(1)).ok();
    Date::new(i16::try_from(day / 10_000).ok()?, part(day / 100 % 100)?, part(day % 100)?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(pairs: &[(i64, u64)]) -> Days {
        pairs.iter().map(|(day, articles)| ((*day > 0).then_some(*day), *articles)).collect()
    }

    fn names(timeline: &Timeline) -> Vec<(String, u64, u64)> {
        timeline.buckets().map(|bucket| (bucket.name, bucket.share.found, bucket.share.archive)).collect()
    }

    #[test]
    fn empty_buckets_between_the_first_and_the_last_are_there() {
        let found = days(&[(20231231, 1), (20240301, 2)]);
        let archive = days(&[(20231101, 9), (20231231, 4), (20240110, 5), (20240301, 6), (20240401, 7)]);
        let by_month = laid_out(&found, &archive, Interval::Month, (false, false));
        let want = [("2023-12", 1, 4), ("2024-01", 0, 5), ("2024-02", 0, 0), ("2024-03", 2, 6)];
        assert_eq!(names(&by_month), want.map(|(name, found, archive)| (name.to_owned(), found, archive)));
        let open = laid_out(&found, &archive, Interval::Month, (true, true));
        assert_eq!((names(&open).len(), names(&open)[0].2, names(&open)[5].2), (6, 9, 7));
        assert_eq!(by_month.total, Share { found: 3, archive: 31 });
    }

    #[test]
    fn weeks_are_those_of_iso_8601() {
        // 1 January 2021 is a Friday of the 53rd week of 2020; 30 December 2024 a Monday of the first of 2025.
        let found = days(&[(20210101, 1), (20210104, 1)]);
        let by_week = laid_out(&found, &found, Interval::Week, (false, false));
        assert_eq!(names(&by_week), [("2020-W53".to_owned(), 1, 1), ("2021-W01".to_owned(), 1, 1)]);
        let bucket = by_week.buckets().next().expect("one");
        assert_eq!((bucket.from.to_string(), bucket.to.to_string()), ("2020-12-28".into(), "2021-01-03".into()));
        let found = days(&[(20241230, 1)]);
        assert_eq!(names(&laid_out(&found, &found, Interval::Week, (false, false)))[0].0, "2025-W01");
    }

    #[test]
    fn a_date_that_says_less_than_the_bucket_is_counted_apart() {
        let found = days(&[(0, 1), (20240000, 2), (20241000, 3), (20241025, 4)]);
        for (by, coarser) in [(Interval::Day, 5), (Interval::Week, 5), (Interval::Month, 2), (Interval::Year, 0)] {
            let timeline = laid_out(&found, &found, by, (false, false));
            assert_eq!((timeline.coarser.found, timeline.undated.found), (coarser, 1), "{by:?}");
            let inside: u64 = timeline.buckets().map(|bucket| bucket.share.found).sum();
            assert_eq!(inside, 9 - coarser, "{by:?}");
        }
    }

    #[test]
    fn the_interval_fits_the_span_and_how_exact_the_dates_are() {
        for (pairs, want) in [
            (vec![(20240101, 1), (20240220, 1)], Interval::Day),
            (vec![(20240101, 1), (20241220, 1)], Interval::Week),
            (vec![(20200101, 1), (20241220, 1)], Interval::Month),
            (vec![(19900101, 1), (20241220, 1)], Interval::Year),
            (vec![(20240100, 5), (20240220, 1)], Interval::Month),
            (vec![(20240000, 5), (20240220, 1)], Interval::Year),
            (vec![], Interval::Day),
        ] {
            assert_eq!(Interval::fitting(&days(&pairs)), want, "{pairs:?}");
        }
    }
}
