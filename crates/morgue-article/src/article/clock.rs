//! Clock times and zones inside stated dates: `14:03:09+02:00`, `2:03 p.m. ET`, `18h45`, `14:03 Uhr`, `18 h`.

use super::published::{Precision, Published};
use jiff::civil::{Date, Time};
use jiff::tz::TimeZone;

/// A stated time of day.
#[derive(Debug, Clone, Copy)]
pub(super) struct Clock {
    pub time: Time,
    pub precision: Precision,
    pub zone: Option<Zone>,
}

impl Clock {
    /// The time on a day. Exactly midnight, without a zone, is how feeds write a day alone.
    pub fn on(self, date: Date) -> Option<Published> {
        if self.time == Time::midnight() && self.zone.is_none() {
            return Published::from_day(date.year(), date.month(), date.day());
        }
        let offset = self.zone.and_then(|zone| zone.offset_minutes(date, self.time));
        Published::from_clock(date, self.time, self.precision, offset)
    }
}

/// A stated zone: a fixed offset, or a name that means summer or winter time depending on the date.
#[derive(Debug, Clone, Copy)]
pub(super) enum Zone {
    Minutes(i16),
    Rule(&'static str),
}

impl Zone {
    pub fn offset_minutes(self, date: Date, time: Time) -> Option<i16> {
        match self {
            Self::Minutes(minutes) => Some(minutes),
            Self::Rule(posix) => {
                let zoned = date.to_datetime(time).to_zoned_datetime(TimeZone::posix(posix).ok()?).ok()?;
                i16::try_from(zoned.offset().seconds() / 60).ok()
            }
        }
    }
}

/// The first clock time of a text.
pub(super) fn find_clock(text: &str) -> Option<Clock> {
    first_clock(text, b":")
}

/// The first clock time of the text after a date, where `16.48` is one too.
pub(super) fn find_clock_after_date(text: &str) -> Option<Clock> {
    first_clock(text, b":.")
}

fn first_clock(text: &str, separators: &[u8]) -> Option<Clock> {
    let bytes = text.as_bytes();
    for at in 0..bytes.len() {
        let starts = bytes[at].is_ascii_digit() && (at == 0 || !bytes[at - 1].is_ascii_digit());
        if starts
            && !is_length(text[..at].trim_end())
            && let Some(clock) = clock_at(&text[at..], separators)
        {
            return Some(clock);
        }
    }
    None
}

/// Whether a text ends with a word before a length of time: `vor 3 h`, `il y a 5 h`.
fn is_length(before: &str) -> bool {
    const WORDS: [&str; 7] = ["vor", "il y a", "hace", "fa", "há", "for", "sedan"];
    WORDS.iter().any(|word| before.strip_suffix(word).is_some_and(|rest| !rest.ends_with(char::is_alphanumeric)))
}

fn clock_at(text: &str, separators: &[u8]) -> Option<Clock> {
    let (hour, rest) = number(text)?;
    let minutes = minutes(rest, separators).or_else(|| full_hour(rest));
    let rest = minutes.map_or(rest, |(_, _, rest)| rest);
    let half = half_of_day(rest);
    // A number alone is a time only with `am` or `pm`.
    if half.is_none() && minutes.is_none() {
        return None;
    }
    let hour = match half {
        Some((12, _)) if hour < 12 => hour + 12,
        Some((0, _)) if hour == 12 => 0,
        _ => hour,
    };
    let (minute, second) = minutes.map_or((0, None), |(minute, second, _)| (minute, second));
    let time = Time::new(hour, minute, second.unwrap_or(0).min(59), 0).ok()?;
    let rest = half.map_or(rest, |(_, rest)| rest);
    Some(Clock {
        time,
        precision: if second.is_some() { Precision::Second } else { Precision::Minute },
        zone: zone(rest),
    })
}

/// `:03`, `:03:09.123`, `h45`, ` h 45`, `.30 Uhr`: minutes, seconds, and what follows.
fn minutes<'a>(text: &'a str, separators: &[u8]) -> Option<(i8, Option<i8>, &'a str)> {
    if let Some(rest) = text.trim_start().strip_prefix('h') {
        let digits = rest.trim_start();
        let (minute, rest) = number(digits)?;
        return (digits.len() - rest.len() == 2).then_some((minute, None, rest));
    }
    let separator = *text.as_bytes().first()?;
    if !matches!(separator, b':' | b'.') {
        return None;
    }
    let digits = &text[1..];
    let (minute, rest) = number(digits)?;
    if separator == b'.' {
        // `14.30 Uhr` is a time, `3.5 million` and `25.10.2024` are not.
        let next = rest.trim_start().to_ascii_lowercase();
        let named = ["uhr", "uur", "น."].iter().any(|word| next.starts_with(word)) || half_of_day(rest).is_some();
        // `3.50 euros`, `4.30 min read`, `2.15 EUR` and `2.15 €` are amounts; `08.35 Updated` is a time.
        let word = rest.trim_start();
        let mut letters = word.chars().take_while(|c| c.is_alphabetic());
        let is_name = letters.next().is_some_and(char::is_uppercase) && letters.next().is_some_and(char::is_lowercase);
        let is_amount = zone(rest).is_none()
            && !is_name
            && word.starts_with(|c: char| c.is_alphanumeric() || matches!(c, '.' | '%' | '/' | '€' | '$' | '£' | '°'));
        let bare = separators.contains(&b'.') && digits.len() - rest.len() == 2 && !is_amount;
        return (named || bare).then_some((minute, None, rest));
    }
    let Some((second, rest)) = rest.strip_prefix(':').and_then(number) else { return Some((minute, None, rest)) };
    let rest =
        rest.strip_prefix('.').map_or(rest, |fraction| fraction.trim_start_matches(|c: char| c.is_ascii_digit()));
    Some((minute, Some(second), rest))
}

/// `18h`, `18 Uhr`: no minutes, and what follows.
fn full_hour(text: &str) -> Option<(i8, Option<i8>, &str)> {
    let rest = text.trim_start();
    let (word, after) = ["h", "Uhr", "uur"].iter().find_map(|word| Some((word, rest.strip_prefix(*word)?)))?;
    // `5 h ago` and `3 h read` are lengths.
    let next = if *word == "h" { after.trim_start() } else { after };
    (!next.starts_with(char::is_alphanumeric)).then_some((0, None, after))
}

/// A number of one or two digits and what follows it.
fn number(text: &str) -> Option<(i8, &str)> {
    let end = text.bytes().take_while(u8::is_ascii_digit).count();
    if end == 0 || end > 2 {
        return None;
    }
    Some((text[..end].parse().ok()?, &text[end..]))
}

/// Halves of the day, and the hours they add before noon; Arabic in the spelling of `notation`.
const HALVES: [(&str, i8); 16] = [
    ("a.m.", 0),
    ("p.m.", 12),
    ("a. m.", 0),
    ("p. m.", 12),
    ("am", 0),
    ("pm", 12),
    ("noon", 12),
    ("π.μ.", 0),
    ("μ.μ.", 12),
    ("πμ", 0),
    ("μμ", 12),
    ("صباحا", 0),
    ("ظهرا", 12),
    ("مساء", 12),
    ("ص", 0),
    ("م", 12),
];

/// `am`, `p.m.` and what follows; the number is added to hours before noon.
fn half_of_day(text: &str) -> Option<(i8, &str)> {
    let rest = text.trim_start();
    let lower: String = rest.chars().take(6).collect::<String>().to_ascii_lowercase();
    for (mark, hours) in HALVES {
        if lower.starts_with(mark) && !rest[mark.len()..].starts_with(char::is_alphabetic) {
            return Some((hours, &rest[mark.len()..]));
        }
    }
    None
}

/// Zone names by fixed offset in minutes, or by rule if the name applies all year.
const ZONES: [(&str, Zone); 43] = [
    ("Z", Zone::Minutes(0)),
    ("UTC", Zone::Minutes(0)),
    ("UT", Zone::Minutes(0)),
    ("GMT", Zone::Minutes(0)),
    ("WET", Zone::Minutes(0)),
    ("BST", Zone::Minutes(60)),
    ("WEST", Zone::Minutes(60)),
    ("CET", Zone::Minutes(60)),
    ("MEZ", Zone::Minutes(60)),
    ("CEST", Zone::Minutes(120)),
    ("MESZ", Zone::Minutes(120)),
    ("EET", Zone::Minutes(120)),
    ("SAST", Zone::Minutes(120)),
    ("EEST", Zone::Minutes(180)),
    ("MSK", Zone::Minutes(180)),
    ("МСК", Zone::Minutes(180)),
    ("EAT", Zone::Minutes(180)),
    ("PKT", Zone::Minutes(300)),
    ("IST", Zone::Minutes(330)),
    ("WIB", Zone::Minutes(420)),
    ("WITA", Zone::Minutes(480)),
    ("WIT", Zone::Minutes(540)),
    ("HKT", Zone::Minutes(480)),
    ("SGT", Zone::Minutes(480)),
    ("JST", Zone::Minutes(540)),
    ("KST", Zone::Minutes(540)),
    ("AEST", Zone::Minutes(600)),
    ("AEDT", Zone::Minutes(660)),
    ("NZST", Zone::Minutes(720)),
    ("NZDT", Zone::Minutes(780)),
    ("EST", Zone::Minutes(-300)),
    ("EDT", Zone::Minutes(-240)),
    ("HNE", Zone::Minutes(-300)),
    ("HAE", Zone::Minutes(-240)),
    ("CST", Zone::Minutes(-360)),
    ("CDT", Zone::Minutes(-300)),
    ("MST", Zone::Minutes(-420)),
    ("MDT", Zone::Minutes(-360)),
    ("PST", Zone::Minutes(-480)),
    ("PDT", Zone::Minutes(-420)),
    ("ET", Zone::Rule("EST5EDT,M3.2.0,M11.1.0")),
    ("CT", Zone::Rule("CST6CDT,M3.2.0,M11.1.0")),
    ("PT", Zone::Rule("PST8PDT,M3.2.0,M11.1.0")),
];

fn zone(text: &str) -> Option<Zone> {
    let rest = text.trim_start_matches([' ', '(', '\u{a0}', ',']);
    if rest.starts_with(['+', '-']) {
        return offset(rest);
    }
    let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
    let (_, zone) = ZONES.iter().find(|(name, _)| *name == &rest[..end])?;
    // `GMT+0200` states an offset from GMT.
    Some(offset(&rest[end..]).unwrap_or(*zone))
}

/// `+02:00`, `-0530`, `+02`, `+2`.
fn offset(text: &str) -> Option<Zone> {
    let sign: i16 = if text.starts_with('-') { -1 } else { 1 };
    let digits = text.strip_prefix(['+', '-'])?;
    let end = digits.find(|c: char| !c.is_ascii_digit() && c != ':').unwrap_or(digits.len());
    let plain = digits[..end].replace(':', "");
    let hours: i16 = plain.get(..plain.len().min(2))?.parse().ok()?;
    let minutes: i16 = plain.get(2..4).map_or(Some(0), |part| part.parse().ok())?;
    (hours <= 15 && minutes < 60).then_some(Zone::Minutes(sign * (hours * 60 + minutes)))
}
