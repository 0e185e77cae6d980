//! A saved search as a user would type it.

use morgue::archive::Sort;
use morgue::index::SavedSearch;

/// A search as it was typed, including flags.
pub fn as_typed(search: &SavedSearch) -> String {
    let mut line = search.query.clone();
    for (flag, value) in [("since", &search.since), ("until", &search.until), ("zones", &search.zones)] {
        value.iter().for_each(|value| line.push_str(&format!(" --{flag} {value}")));
    }
    match search.sort.as_deref().map(|sort| (sort, Sort::of_name(sort))) {
        Some((_, Some(Sort::Random(seed)))) => line.push_str(&format!(" --sort random --seed {seed}")),
        Some((sort, _)) => line.push_str(&format!(" --sort {sort}")),
        None => {}
    }
    for (flag, set) in [("any", search.any), ("exact", search.exact), ("loose-dates", search.loose_dates)] {
        line.push_str(&if set { format!(" --{flag}") } else { String::new() });
    }
    line.trim().to_owned()
}
