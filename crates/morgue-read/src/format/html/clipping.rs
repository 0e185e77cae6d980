//! Clippings of printed newspapers: the newspaper and the day that a site of clippings names in the titles and summaries of
//! its pages. The site is only where the clipping is kept.

use crate::article::Origin;
use crate::format::{Candidate, MetaField};

/// The origin of these values, by which the outlet of a clipping is known.
const ORIGIN: &str = "html:clipping";

/// The newspaper and the day of a clipping, from the titles and summaries that its page states.
pub(super) fn candidates(found: &[Candidate]) -> Vec<Candidate> {
    let texts = || {
        let stated = found.iter().filter(|it| matches!(it.field, MetaField::Title | MetaField::Deck));
        stated.map(|it| it.value.as_str())
    };
    // The page names the site that keeps the clipping, or no site at all.
    let mut sites = found.iter().filter(|it| it.field == MetaField::Outlet).map(|it| it.value.to_lowercase());
    if sites.any(|site| !KEEPERS.iter().any(|keeper| site.contains(keeper))) {
        return Vec::new();
    }
    let Some(outlet) = texts().find_map(newspaper) else { return Vec::new() };
    let Some(day) = texts().filter(|text| newspaper(text).is_some()).find_map(day) else { return Vec::new() };
    let candidate = |field, value| Candidate { field, value, origin: Origin::fixed(ORIGIN) };
    let outlet = candidate(MetaField::Outlet, outlet.to_owned());
    vec![candidate(MetaField::Published, day), outlet]
}

/// Words in the names of sites that keep clippings.
const KEEPERS: [&str; 4] = ["newspapers", "newspaperarchive", "newspaper archive", "clipping"];

/// How a text starts that names a newspaper.
const BEFORE: [&str; 5] =
    ["Clipping found in ", "Clipping from ", "Clipped from ", "Clipped From ", "Article clipped from "];

/// What may follow the name.
const AFTER: [&str; 8] = [" published in ", " in ", " on ", " - ", " – ", " | ", ", ", "™"];

/// Words after the name of a newspaper that is after a dash: `Sep 14, 1923, page 3 - Harbour Courier at Newspapers.com`.
const SITES: [&str; 2] = [" at Newspapers.com", " on Newspapers.com"];

/// Words after the name of a newspaper that is at the start.
const ARCHIVES: [&str; 2] = [" Newspaper Archives, ", " Newspaper Archive, "];

/// `Clipping found in Harbour Courier published in …`, `… - Harbour Courier at Newspapers.com`.
fn newspaper(text: &str) -> Option<&str> {
    let named = BEFORE.iter().find_map(|words| text.strip_prefix(*words)).map(|rest| {
        let end = AFTER.iter().filter_map(|words| rest.find(*words)).min().unwrap_or(rest.len());
        &rest[..end]
    });
    let on_site = || {
        let (head, _) = SITES.iter().find_map(|words| text.split_once(*words))?;
        Some(head.rsplit_once(" - ").map_or(head, |(_, name)| name))
    };
    let in_archive = || ARCHIVES.iter().find_map(|words| text.split_once(*words)).map(|(head, _)| head);
    let name = named.or_else(on_site).or_else(in_archive)?.trim();
    (name.chars().any(char::is_alphabetic) && name.chars().count() <= LONGEST).then_some(name)
}

/// Longest name of a newspaper, in characters.
const LONGEST: usize = 60;

/// The day of a clipping: `9/14/1923` as these sites write it, the month first, or a day in words before a dash.
fn day(text: &str) -> Option<String> {
    let numbers = text.split(' ').map(|word| word.trim_end_matches(['.', ','])).find_map(|word| {
        let parts: Vec<&str> = word.split('/').collect();
        let [month, day, year] = parts[..] else { return None };
        let is_number = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        (year.len() == 4 && [month, day, year].into_iter().all(is_number))
            .then(|| format!("{year}-{month:0>2}-{day:0>2}"))
    });
    let words = || {
        let before = text.split_once(" - ").map_or(text, |(head, _)| head);
        let day = ARCHIVES.iter().find_map(|words| text.split_once(*words)).map_or(before, |(_, rest)| rest);
        day.contains(|c: char| c.is_ascii_digit()).then(|| day.to_owned())
    };
    numbers.or_else(words)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn clippings_name_their_newspaper_and_day() {
        for (field, text, want) in [
            (
                MetaField::Deck,
                "Clipping found in The Harbour Courier published in Alderford, Ohio on 9/4/1923. Gates opened",
                &["1923-09-04", "The Harbour Courier"][..],
            ),
            (
                MetaField::Title,
                "Sep 14, 1923, page 3 - The Harbour Courier at Newspapers.com",
                &["Sep 14, 1923, page 3", "The Harbour Courier"],
            ),
            (MetaField::Title, "Clipped From The Harbour Courier", &[]),
            (MetaField::Title, "Clipping from hedges in spring is banned", &[]),
            (MetaField::Title, "Gates opened - The Harbour Courier", &[]),
        ] {
            let stated = Candidate { field, value: text.to_owned(), origin: Origin::fixed("html:title") };
            let values: Vec<String> = candidates(&[stated]).into_iter().map(|it| it.value).collect();
            assert_eq!(values, want, "{text}");
        }
    }
}
