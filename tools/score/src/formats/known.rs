//! The known values of a sample file, as its publishers state them, compared with what was read from it.

use crate::measures::{letters, tokens};
use jiff::civil::{Date, DateTime};
use jiff::{Timestamp, tz::TimeZone};
use morgue::article::{Article, Precision, Published};
use serde_json::Value;

/// Of the words known, as many must have been read.
const WORDS_FOUND: f64 = 0.95;

/// One known value.
pub struct Check {
    pub what: &'static str,
    pub want: String,
    pub found: String,
    pub met: bool,
}

impl Check {
    /// Whether it is about words that an article has.
    pub fn is_words(&self) -> bool {
        matches!(self.what, "title" | "text") && self.want.chars().any(char::is_alphabetic)
    }
}

/// Compares a file's known values with its articles, of which some were refused; unknown fields are ignored.
pub fn checks(known: &Value, articles: &[Article], refused: usize) -> Vec<Check> {
    let Some(fields) = known.as_object() else { return Vec::new() };
    let mut found = Vec::new();
    for (field, want) in fields {
        match (field.as_str(), want) {
            ("articles" | "entries", Value::Array(list)) => {
                for (nth, known) in list.iter().enumerate() {
                    let fields = known.as_object().into_iter().flatten();
                    found.extend(fields.filter_map(|(field, want)| check(field, want, articles.get(nth))));
                }
            }
            ("titles", Value::Array(list)) => {
                found.extend(list.iter().enumerate().filter_map(|(nth, want)| check("title", want, articles.get(nth))));
            }
            ("dates", Value::Array(list)) => {
                found.extend(list.iter().enumerate().filter_map(|(nth, want)| check("date", want, articles.get(nth))));
            }
            ("n_articles" | "n_entries", want) => found.push(Check {
                what: "count",
                want: want.to_string(),
                found: format!("{}, and {refused} refused", articles.len()),
                met: [articles.len(), articles.len() + refused]
                    .iter()
                    .any(|count| want.as_u64() == Some(*count as u64)),
            }),
            ("n_words", Value::Number(count)) => found.extend(words(count, known, articles)),
            ("records" | "pages", Value::Array(records)) => found.extend(addresses(records, articles)),
            (field, want) => {
                let (nth, field) = entry(field);
                found.extend(check(field, want, articles.get(nth)));
            }
        }
    }
    found
}

/// Words of a recognised page. Elements of ALTO are not counted: two without a space between them are one word.
fn words(count: &serde_json::Number, known: &Value, articles: &[Article]) -> Option<Check> {
    if known["words"].is_array() {
        return None;
    }
    let want = count.as_u64()?;
    let found: usize = articles.iter().map(|article| everything(article).split_whitespace().count()).sum();
    let met = (found as f64 - want as f64).abs() <= want as f64 * (1.0 - WORDS_FOUND);
    Some(Check { what: "words", want: want.to_string(), found: found.to_string(), met })
}

/// All text of an article.
fn everything(article: &Article) -> String {
    let zones = &article.zones;
    let margin = zones.margin.iter().map(|aside| aside.text.as_str());
    let parts = [zones.title.as_str(), &zones.deck, &zones.story].into_iter();
    parts.chain(zones.captions.iter().map(String::as_str)).chain(margin).collect::<Vec<_>>().join(" ")
}

/// `entries.1.title` is the title of the second.
fn entry(field: &str) -> (usize, &str) {
    let Some((nth, field)) = field.strip_prefix("entries.").and_then(|rest| rest.split_once('.')) else {
        return (0, field);
    };
    (nth.parse().unwrap_or_default(), field)
}

/// Records of web archives that hold pages, by their addresses.
fn addresses(records: &[Value], articles: &[Article]) -> Vec<Check> {
    let page = |record: &&Value| {
        let mime = record["mime"].as_str().unwrap_or("text/html");
        let kept = record["status"].as_str().is_none_or(|status| status == "200");
        kept && mime.starts_with("text/html") && record["payload_bytes"].as_u64() != Some(0)
    };
    let urls: Vec<&str> =
        articles.iter().filter_map(|article| article.url.as_ref()).map(|url| url.value.as_str()).collect();
    let check = |record: &Value| {
        let want = record["url"].as_str()?;
        let met = urls.iter().any(|url| same_address(url, want));
        Some(Check { what: "url", want: want.to_owned(), found: urls.join(" "), met })
    };
    records.iter().filter(page).filter_map(check).collect()
}

fn same_address(found: &str, want: &str) -> bool {
    let bare = |url: &str| {
        let url = url.split('#').next().unwrap_or_default().trim_end_matches('/');
        url.split_once("://").map_or(url, |(_, rest)| rest).trim_start_matches("www.").to_lowercase()
    };
    bare(found) == bare(want)
}

fn check(field: &str, want: &Value, article: Option<&Article>) -> Option<Check> {
    let what = match field {
        "title" | "headline" | "subject" | "first_title" => "title",
        "link" | "saved_from" => "url",
        "published" | "published_parsed" | "updated" | "updated_parsed" | "date" | "firstcreated"
        | "versioncreated" => "date",
        "byline" | "author" | "from" | "author_detail.name" | "authors.0.name" => "author",
        "newspaper" | "outlet" => "outlet",
        // Names of languages (`czech`) are not tags.
        "language" | "content.0.language" if want.as_str().is_some_and(is_tag) => "language",
        "description" | "summary" | "content.0.value" | "body_starts" | "text_starts" | "words" | "first" => "text",
        "section" if want.is_string() => "section",
        _ => return None,
    };
    let want = match want {
        Value::Null => return None,
        Value::String(text) => plain(text),
        Value::Array(_) if field.ends_with("_parsed") => instant(want)?,
        Value::Array(list) if field == "from" => plain(list.first()?["name"].as_str()?),
        Value::Array(list) => plain(&list.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(" ")),
        other => other.to_string(),
    };
    if want.is_empty() {
        return None;
    }
    let Some(article) = article else {
        return Some(Check { what, want, found: "no such article".to_owned(), met: false });
    };
    let (found, met) = compare(what, &want, article);
    Some(Check { what, want, found, met })
}

/// What was read, and whether it is what is known.
fn compare(what: &str, want: &str, article: &Article) -> (String, bool) {
    let stated = |found: &Option<morgue::article::FoundValue<String>>| {
        found.as_ref().map(|found| found.value.clone()).unwrap_or_default()
    };
    let zones = &article.zones;
    match what {
        "title" => (zones.title.clone(), letters(&zones.title) == letters(want)),
        "url" => (stated(&article.url), same_address(&stated(&article.url), want)),
        "date" => {
            let found: Vec<&Published> =
                [&article.published, &article.modified].into_iter().flatten().map(|found| &found.value).collect();
            let shown: Vec<String> = found.iter().map(ToString::to_string).collect();
            (shown.join(" "), found.iter().any(|found| same_time(found, want)))
        }
        "author" => {
            let found = format!(
                "{} {} {}",
                article.authors.iter().map(|author| author.value.as_str()).collect::<Vec<_>>().join(", "),
                stated(&article.byline),
                stated(&article.outlet)
            );
            let known = want.split('(').next().unwrap_or(want);
            let met = letters(&found).contains(&letters(known));
            (found, met)
        }
        "outlet" => {
            let found = format!("{} {}", stated(&article.outlet), stated(&article.outlet_stated));
            let met = letters(&found).contains(&letters(want));
            (found, met)
        }
        "section" => (stated(&article.section), letters(&stated(&article.section)) == letters(want)),
        "language" => {
            let found = stated(&article.language);
            let met = found.to_lowercase().starts_with(&want.to_lowercase().chars().take(2).collect::<String>());
            (found, met)
        }
        _ => {
            let text = everything(article);
            let mut left = std::collections::HashMap::<String, usize>::new();
            tokens(&text).into_iter().for_each(|word| *left.entry(word).or_default() += 1);
            let known = tokens(want);
            let taken = known.iter().filter(|word| {
                let count = left.get_mut(*word).filter(|count| **count > 0);
                count.map(|count| *count -= 1).is_some()
            });
            let share = taken.count() as f64 / known.len().max(1) as f64;
            let shown: String = text.chars().take(300).collect();
            (format!("{share:.3} of the words: {shown}"), share >= WORDS_FOUND)
        }
    }
}

fn is_tag(language: &str) -> bool {
    language.split(['-', '_']).next().is_some_and(|main| main.len() <= 3)
}

/// A text without its markup.
fn plain(text: &str) -> String {
    if !text.contains(['<', '&']) {
        return text.trim().to_owned();
    }
    scraper::Html::parse_fragment(text).root_element().text().collect::<String>().trim().to_owned()
}

/// `[2003, 12, 31, 10, 14, 55, …]`, in UTC.
fn instant(parts: &Value) -> Option<String> {
    let part = |nth: usize| parts[nth].as_i64();
    let [year, month, day] = [part(0)?, part(1)?, part(2)?];
    Some(format!("{year:04}-{month:02}-{day:02}T{:02}:{:02}:{:02}Z", part(3)?, part(4)?, part(5)?))
}

fn same_time(found: &Published, want: &str) -> bool {
    if let Ok(time) = want.parse::<Timestamp>() {
        let near = |seconds: i64| (found.seconds - seconds).abs() < 60;
        return near(time.as_second())
            || found.day == number(TimeZone::UTC.to_datetime(time).date()) && found.precision <= Precision::Day;
    }
    if let Ok(time) = want.parse::<DateTime>() {
        return found.day == number(time.date());
    }
    let day = want.parse::<Date>().or_else(|_| Date::strptime("%b %d, %Y", want));
    day.is_ok_and(|day| found.day == number(day))
}

fn number(day: Date) -> i32 {
    i32::from(day.year()) * 10_000 + i32::from(day.month()) * 100 + i32::from(day.day())
}
