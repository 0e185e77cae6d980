//! Days of publication in the scripts of a page: `"publishedAt":"2021-05-19T13:25:00"`, `pubDate = 1621423500`. Reads only
//! values after names that mean a publication; the end of a subscription or a day in a comment means nothing.

/// Names of publication times, without case and signs.
const NAMES: [&str; 27] = [
    "datepublished",
    "publisheddate",
    "publishdate",
    "publisheddatetime",
    "publishdatetime",
    "publishedtime",
    "publishtime",
    "publishedat",
    "publishat",
    "published",
    "publishedon",
    "publicationdate",
    "publicationtime",
    "originalpublicationdate",
    "firstpublished",
    "firstpublishedat",
    "firstpublisheddate",
    "firstpublishdate",
    "firstpublicationdate",
    "articlepublishdate",
    "articlepublisheddate",
    "articlepublishedtime",
    "articlepublicationdate",
    "pagepublishdate",
    "pubdate",
    "pubtime",
    "articlepubdate",
];

/// Most values that are kept: a page that states more lists other stories.
const MOST: usize = 16;

/// Longest name and longest value, in bytes.
const LONGEST: usize = 40;

/// Appends the times that a script states.
pub(super) fn collect(script: &str, found: &mut Vec<String>) {
    let marks = ["ubli", "ubdate", "ubDate", "ub_date", "ub-date", "ubtime", "ubTime", "ub_time", "UBLI"];
    let starts = marks.iter().filter(|mark| script.contains(**mark)).flat_map(|mark| script.match_indices(*mark));
    for (at, _) in starts {
        if found.len() >= MOST {
            return;
        }
        found.extend(value_at(script, at));
    }
}

/// The value of the name around a place.
fn value_at(script: &str, at: usize) -> Option<String> {
    let is_name = |byte: &u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
    let bytes = script.as_bytes();
    let before = bytes[..at].iter().rev().take(LONGEST).take_while(|byte| is_name(byte)).count();
    let after = bytes[at..].iter().take(LONGEST).take_while(|byte| is_name(byte)).count();
    let name = script.get(at - before..at + after)?;
    let plain: String = name.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect();
    if !NAMES.contains(&plain.as_str()) {
        return None;
    }
    let rest = script.get(at + after..)?;
    let rest = rest[..rest.floor_char_boundary(4 * LONGEST)].trim_start_matches(['\\', '"', '\'', ']', ' ']);
    let rest = rest.strip_prefix([':', '=', ',']).map(str::trim_start)?;
    let rest = rest.trim_start_matches(['\\', '"', '\'']);
    let end = rest.find(['"', '\'', '\\', '}', ';', '\n', '<']).unwrap_or(rest.len());
    let value = rest.get(..end)?.trim_end_matches([',', ' ']);
    let value = value
        .split_once(',')
        .filter(|(head, _)| head.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(value, |it| it.0);
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    (value.len() <= LONGEST && digits >= 6 && !value.contains('(')).then(|| value.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_of_publications_count() {
        for (script, want) in [
            (r#"var a={"publishedAt":"2021-05-19T13:25:00","b":1}"#, &["2021-05-19T13:25:00"][..]),
            (r#"dataLayer.push({'pubDate': '2021-05-19', x: 2})"#, &["2021-05-19"]),
            (r#"x="{\"datePublished\":\"2021-05-19\"}""#, &["2021-05-19"]),
            ("var publish_time = 1621423500;", &["1621423500"]),
            (r#"{"publication_date":1621423500,"b":2}"#, &["1621423500"]),
            (r#"{"subscription":{"end":"2021-01-31"},"date":"31/01/2021"}"#, &[]),
            (r#"{"unpublishedAt":"2021-01-31","publisher":"2021-01-31"}"#, &[]),
        ] {
            let mut found = Vec::new();
            collect(script, &mut found);
            assert_eq!(found, want, "{script}");
        }
    }
}
