//! What is known about an archive without reading an article: its generation, its runs, and how old its data is.
//! A damaged or missing index is a state too.

use super::error::DeskError;
use crate::index::Lock;
use crate::index::{Archive, Generation, LearnedFrom, SourceConfig, Stories, StoriesHead, read_repeats};
use crate::ingest::{ENDED_WITHOUT_A_WORD, Outcome, Report, last_report, last_success, reports, spikes_by_reason};
use crate::text::counted;
use std::collections::BTreeMap;

/// The state of an archive at one time.
pub struct State {
    pub archive: Archive,
    /// Seconds since 1970.
    pub now: i64,
    pub last: Option<Report>,
    /// End of the last run that updated the index or found it up to date, in seconds since 1970.
    pub success: Option<i64>,
    pub opened: Result<Opened, DeskError>,
}

/// The content of an index that can be opened.
pub struct Opened {
    pub generation: Generation,
    pub sources: Vec<SourceConfig>,
    /// Documents that could not be read, by reason.
    pub spiked: BTreeMap<String, u64>,
    /// The table of repeated lines.
    pub learned: Option<LearnedFrom>,
    /// The articles that are copies of each other.
    pub stories: StoriesHead,
}

/// How far the clock of a run may have been ahead.
const CLOCK_SLACK: i64 = 300;

impl State {
    pub fn of(archive: Archive, now: i64) -> Self {
        let opened = Opened::of(&archive);
        let last = last_report(&archive);
        // If the reports are gone, a generation shows that its run succeeded.
        let witness = opened.as_ref().ok().filter(|_| last.is_none());
        let made = witness.map(|opened| opened.generation.manifest.created);
        let success = last_success(&archive).map(|report| report.ended()).or(made);
        Self { now, last, success, opened, archive }
    }

    /// The runs whose reports are kept, the newest first.
    pub fn runs(&self) -> Vec<Report> {
        reports(&self.archive)
    }

    /// Seconds since the last success.
    pub fn age(&self) -> Option<i64> {
        self.success.map(|success| self.now - success)
    }

    /// Why the last success does not count as one within `max_age` seconds.
    pub fn stale(&self, max_age: i64) -> Option<String> {
        match self.age() {
            None => Some("no run of all sources has succeeded yet".to_owned()),
            Some(age) if age < -CLOCK_SLACK => {
                Some("the last successful run is dated in the future; a clock was wrong".to_owned())
            }
            Some(age) if age > max_age => {
                Some(format!("the last successful run was {} ago, more than {}", age_text(age), age_text(max_age)))
            }
            Some(_) => None,
        }
    }

    /// The error of the last run, if it failed.
    pub fn last_error(&self) -> Option<String> {
        let failed = self.last.as_ref().filter(|report| !report.is_success())?;
        if failed.outcome == Outcome::Running {
            return Lock::holder(&self.archive).is_none().then(|| ENDED_WITHOUT_A_WORD.to_owned());
        }
        Some(failed.error.clone().unwrap_or_else(|| failed.outcome.name().to_owned()))
    }
}

impl Opened {
    /// Whether the table of repeated lines was built for a much smaller archive.
    pub fn is_learned_stale(&self) -> bool {
        self.learned.as_ref().is_some_and(|learned| learned.is_stale(self.generation.manifest.articles))
    }

    /// Number of documents that could not be read.
    pub fn spikes(&self) -> u64 {
        self.spiked.values().sum()
    }

    fn of(archive: &Archive) -> Result<Self, DeskError> {
        let generation = Generation::open(archive)?;
        let spiked = spikes_by_reason(&generation.folder)?;
        let learned = read_repeats(&generation.folder)?.map(|(learned, _)| learned);
        let stories = Stories::read_head(&generation.folder)?;
        Ok(Self { learned, stories, sources: archive.sources()?, spiked, generation })
    }
}

/// The limits that acted while copies were looked for, each as a sentence.
pub fn limits(head: &StoriesHead) -> Vec<String> {
    let limits = [
        (head.apart, "article", "not compared: too short (under 150 letters) or too long (over 2 MB)"),
        (head.frequent, "phrase", "in too many articles to be looked at in all"),
        (head.unfinished, "article", "compared with the 16 most similar only"),
    ];
    let told = |(number, of, what): (u64, &str, &str)| format!("{} {what}", counted(number, of));
    limits.into_iter().filter(|(number, ..)| *number > 0).map(told).collect()
}

/// How many runs ended how, in the order of their first: `28 unchanged, 2 published`.
pub fn outcomes(runs: &[Report]) -> String {
    let mut counts: Vec<(Outcome, usize)> = Vec::new();
    for run in runs {
        match counts.iter_mut().find(|(outcome, _)| *outcome == run.outcome) {
            Some((_, count)) => *count += 1,
            None => counts.push((run.outcome, 1)),
        }
    }
    counts.iter().map(|(outcome, count)| format!("{count} {}", outcome.name())).collect::<Vec<_>>().join(", ")
}

/// Reads `90m`, `26h`, `2d` as seconds.
pub fn parse_age(text: &str) -> Result<i64, DeskError> {
    let unit = text.chars().last().and_then(|unit| match unit {
        's' => Some(1),
        'm' => Some(60),
        'h' => Some(3_600),
        'd' => Some(86_400),
        'w' => Some(7 * 86_400),
        _ => None,
    });
    let number = text.get(..text.len().saturating_sub(1)).filter(|digits| digits.bytes().all(|b| b.is_ascii_digit()));
    let seconds = unit.zip(number.and_then(|number| number.parse::<i64>().ok()));
    seconds.and_then(|(unit, number)| number.checked_mul(unit)).ok_or_else(|| {
        DeskError::usage(format!("invalid age \"{text}\": expected a number and a unit (s, m, h, d, w)"))
            .with_hint("write 90m, 26h or 2d")
    })
}

/// A time as ISO 8601 in UTC.
pub fn moment(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| seconds.to_string(), |time| time.to_string())
}

/// A length of time in the largest unit that shows it exactly enough.
pub fn age_text(seconds: i64) -> String {
    let units = [(2 * 86_400, 86_400, "day"), (3_600, 3_600, "hour"), (60, 60, "minute"), (1, 1, "second")];
    let unit = units.into_iter().find(|(from, ..)| seconds >= *from);
    let (_, size, name) = unit.unwrap_or((1, 1, "second"));
    let number = seconds.max(0) / size;
    counted(number.unsigned_abs(), name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_of_time_need_a_unit() {
        let cases = [("90m", 5_400), ("26h", 93_600), ("2d", 172_800), ("0s", 0), ("1w", 604_800)];
        for (text, want) in cases {
            assert_eq!(parse_age(text).ok(), Some(want), "{text}");
        }
        for text in ["", "h", "26", "-1h", "1.5h", "26 h", "1h30m", "9999999999999999d", "2µ"] {
            assert!(parse_age(text).is_err(), "{text}");
        }
    }

    #[test]
    fn ages_are_told_in_one_unit() {
        let cases = [(0, "0 seconds"), (1, "1 second"), (119, "1 minute"), (93_600, "26 hours"), (172_800, "2 days")];
        for (seconds, want) in cases {
            assert_eq!(age_text(seconds), want);
        }
    }
}
