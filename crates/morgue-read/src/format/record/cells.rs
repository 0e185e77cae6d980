//! Cells of tables that programs write in their own way: lists as Python prints them, days as spreadsheets count them, and
//! marks for a missing value.

/// What programs write for a missing value.
const MISSING: [&str; 10] = ["nan", "NaN", "NaT", "None", "null", "NULL", "N/A", "n/a", "#N/A", "\\N"];

pub(super) fn is_missing(cell: &str) -> bool {
    let cell = cell.trim();
    cell.is_empty() || MISSING.contains(&cell)
}

/// `['Jane Doe', "Rory O'Brien"]`: the strings of a list.
pub(super) fn listed(cell: &str) -> Option<Vec<&str>> {
    let inside = cell.trim().strip_prefix('[')?.strip_suffix(']')?;
    let next = |rest: &'_ str| rest.len() - rest.trim_start_matches([' ', ',']).len();
    let (mut names, mut rest) = (Vec::new(), &inside[next(inside)..]);
    while let Some(quote) = rest.chars().next() {
        let (name, after) = rest.strip_prefix(['\'', '"'])?.split_once(quote)?;
        names.push(name);
        rest = &after[next(after)..];
    }
    Some(names)
}

/// `43831` or `43831.75`, days since the end of 1899, to ISO 8601. Years outside 1954 to 2099 are other numbers.
pub(super) fn serial_day(cell: &str) -> Option<String> {
    let (day, part) = cell.split_once('.').unwrap_or((cell, "0"));
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    if day.len() != 5 || !digits(day) || !digits(part) || part.len() > 15 {
        return None;
    }
    let (year, month, day) = civil(day.parse().ok().filter(|day| (20_000..73_051).contains(day))?);
    let part: f64 = format!("0.{part}").parse().ok()?;
    let seconds = ((part * 86_400.0).round() as u32).min(86_399);
    let date = format!("{year:04}-{month:02}-{day:02}");
    if seconds == 0 {
        return Some(date);
    }
    Some(format!("{date}T{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60))
}

/// Year, month and day of a serial day. Years are counted from March, so that a leap day is the last of its year.
fn civil(serial: u32) -> (u32, u32, u32) {
    // Days from 1 March of the year 0 to day 0 of spreadsheets.
    let days = serial + 693_899;
    let (era, in_era) = (days / 146_097, days % 146_097);
    let year = (in_era - in_era / 1460 + in_era / 36_524 - in_era / 146_096) / 365;
    let in_year = in_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * in_year + 2) / 153;
    let day = in_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + u32::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn serial_days_are_dates_and_other_numbers_none() {
        for (cell, want) in [
            ("43831", Some("2020-01-01")),
            ("43890", Some("2020-02-29")),
            ("25569", Some("1970-01-01")),
            ("45590.75", Some("2024-10-25T18:00:00")),
            ("45590.0", Some("2024-10-25")),
            ("2024", None),
            ("99999", None),
            ("20241025", None),
            ("45590.", None),
        ] {
            assert_eq!(serial_day(cell).as_deref(), want, "{cell}");
        }
    }

    #[test]
    fn lists_of_python_are_split() {
        assert_eq!(listed("['Jane Doe', \"Rory O'Brien\"]"), Some(vec!["Jane Doe", "Rory O'Brien"]));
        assert_eq!(
            (listed("[]"), listed("[Jane]"), listed("['Jane"), listed("Jane")),
            (Some(vec![]), None, None, None)
        );
        assert!(is_missing(" ") && is_missing("NaN") && !is_missing("Nan Doe"));
    }
}
