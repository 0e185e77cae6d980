//! Times that a page counts back from the moment it was shown: `3 hours ago`, `vor 2 Tagen`, `yesterday`. They can be
//! read only with the time of capture, and are only as exact as stated: an hour gives its day, a week or a month
//! nothing.

use super::published::{Precision, Published};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// Longest text that states such a time; anything longer is a sentence.
const LONGEST: usize = 40;

/// Seconds of a day.
const DAY: i64 = 86_400;

/// Most days that are counted back.
const MOST_DAYS: i64 = 60;

/// Words around a count that refers to the past.
const BACK: [(&str, &str); 14] = [
    ("", "ago"),
    ("vor", ""),
    ("hace", ""),
    ("il y a", ""),
    ("", "fa"),
    ("ha", ""),
    ("", "atras"),
    ("", "geleden"),
    ("", "sedan"),
    ("for", "siden"),
    ("", "temu"),
    ("", "назад"),
    ("", "тому"),
    ("", "once"),
];

const MINUTES: [&str; 13] = [
    "minute",
    "minutes",
    "min",
    "mins",
    "minuten",
    "minuto",
    "minutos",
    "minuti",
    "minuut",
    "minuter",
    "минут",
    "minut",
    "dakika",
];
const HOURS: [&str; 21] = [
    "hour",
    "hours",
    "hr",
    "hrs",
    "h",
    "std",
    "stunde",
    "stunden",
    "hora",
    "horas",
    "heure",
    "heures",
    "ora",
    "ore",
    "uur",
    "saat",
    "timmar",
    "timer",
    "godzin",
    "часа",
    "часов",
];
const DAYS: [&str; 16] = [
    "day", "days", "tag", "tage", "tagen", "dia", "dias", "jour", "jours", "giorno", "giorni", "dagen", "dag", "dni",
    "gun", "дня",
];
const ONE: [&str; 11] = ["a", "an", "one", "ein", "eine", "einer", "einem", "un", "una", "une", "um"];
const TODAY: [&str; 8] = ["today", "heute", "hoy", "aujourd'hui", "oggi", "hoje", "vandaag", "idag"];
const YESTERDAY: [&str; 7] = ["yesterday", "gestern", "ayer", "ieri", "ontem", "gisteren", "igar"];

/// Words that may come first.
const BEFORE: [&str; 10] = [
    "updated",
    "published",
    "posted",
    "aktualisiert",
    "veroffentlicht",
    "actualizado",
    "publicado",
    "publie",
    "aggiornato",
    "about",
];

/// The time before `captured` that a text states.
pub fn before_capture(text: &str, captured: &Published) -> Option<Published> {
    if text.len() > LONGEST {
        return None;
    }
    let folded = crate::text::fold(text);
    let mut words: Vec<&str> = folded
        .split_whitespace()
        .map(|word| word.trim_matches([',', '.', ':', '|', '•']))
        .filter(|word| !word.is_empty())
        .collect();
    while words.first().is_some_and(|word| BEFORE.contains(word)) {
        words.remove(0);
    }
    let clock = clock_of(captured)?;
    if let [word] = words[..] {
        let is_today = TODAY.contains(&word);
        let days = if is_today { 0 } else { 1 };
        return (is_today || YESTERDAY.contains(&word)).then(|| day_before(clock, days * DAY)).flatten();
    }
    let (count, unit) = counted(&words)?;
    let count: i64 = if ONE.contains(&count) { 1 } else { count.parse().ok()? };
    let (seconds, most) = if MINUTES.contains(&unit) {
        (60, DAY)
    } else if HOURS.contains(&unit) {
        (3600, MOST_DAYS * DAY)
    } else if DAYS.contains(&unit) {
        (DAY, MOST_DAYS * DAY)
    } else {
        return None;
    };
    let back = count.checked_mul(seconds).filter(|back| (0..=most).contains(back))?;
    if seconds > 60 {
        return day_before(clock, back);
    }
    let then = clock.checked_sub(jiff::SignedDuration::from_secs(back)).ok()?;
    let time = jiff::civil::Time::new(then.hour(), then.minute(), 0, 0).ok()?;
    Published::from_clock(then.date(), time, Precision::Minute, captured.offset_minutes)
}

/// The count and its unit, between the words that refer to the past.
fn counted<'a>(words: &[&'a str]) -> Option<(&'a str, &'a str)> {
    BACK.iter().find_map(|(before, after)| {
        let rest = before.split_whitespace().try_fold(words, |rest, word| match rest {
            [first, rest @ ..] if *first == word => Some(rest),
            _ => None,
        })?;
        let rest = match rest {
            [rest @ .., last] if !after.is_empty() && last == after => rest,
            _ if after.is_empty() => rest,
            _ => return None,
        };
        match rest {
            [count, unit] => Some((*count, *unit)),
            _ => None,
        }
    })
}

/// The date and time of the capture, in its own zone.
fn clock_of(captured: &Published) -> Option<DateTime> {
    let offset = Offset::from_seconds(i32::from(captured.offset_minutes.unwrap_or(0)) * 60).ok()?;
    Some(offset.to_datetime(Timestamp::from_second(captured.seconds).ok()?))
}

fn day_before(clock: DateTime, seconds: i64) -> Option<Published> {
    let then = clock.checked_sub(jiff::SignedDuration::from_secs(seconds)).ok()?;
    Published::from_day(then.year(), then.month(), then.day())
}
