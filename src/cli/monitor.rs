//! The state of an archive for monitoring: the line of a Nagios plugin, and metrics for Prometheus.

use super::error::{DAMAGED, Failure, IO, NO_INDEX};
use morgue::desk::{State, age_text};
use morgue::index::write_atomically;
use morgue::text::counted;
use std::fmt::Write;
use std::path::Path;

/// The status of a plugin; the number is its exit code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verdict {
    Ok = 0,
    Warning = 1,
    Critical = 2,
    Unknown = 3,
}

/// One line for Nagios and compatible programs, and its status.
pub fn nagios(state: &State, max_age: Option<i64>) -> (Verdict, String) {
    let opened = match &state.opened {
        Ok(opened) => opened,
        Err(error) => {
            let failure = Failure::from(error.clone());
            return nagios_failure(failure.code, &failure.message);
        }
    };
    let manifest = &opened.generation.manifest;
    let new = state.last.as_ref().map_or(0, |report| report.counts.newly_spiked);
    let (verdict, say) = if let Some(error) = state.last_error() {
        (Verdict::Critical, format!("the last run failed: {error}"))
    } else if let Some(stale) = max_age.and_then(|max_age| state.stale(max_age)) {
        (Verdict::Warning, stale)
    } else if new > 0 {
        (Verdict::Warning, format!("{} newly unreadable", counted(new, "document")))
    } else {
        let age = state.age().map_or_else(|| "never".to_owned(), |age| format!("{} ago", age_text(age)));
        (Verdict::Ok, format!("{}, up to date {age}", counted(manifest.articles, "article")))
    };
    let warn = max_age.map(|max_age| max_age.to_string()).unwrap_or_default();
    let mut data = format!("articles={};;;0", manifest.articles);
    if let Some(age) = state.age() {
        let _ = write!(data, " age={}s;{warn};;0", age.max(0));
    }
    let _ =
        write!(data, " spiked={};;;0 newly_spiked={new};0;;0 generation={};;;0", opened.spikes(), manifest.generation);
    (verdict, line(verdict, &say, Some(&data)))
}

/// The line if nothing is known about the index.
pub fn nagios_failure(code: u8, message: &str) -> (Verdict, String) {
    let verdict = if matches!(code, NO_INDEX | DAMAGED) { Verdict::Critical } else { Verdict::Unknown };
    (verdict, line(verdict, message, None))
}

/// A bar starts the data and a line break ends the line, so the text may contain neither.
fn line(verdict: Verdict, say: &str, data: Option<&str>) -> String {
    let say = say.replace('|', "/").split_whitespace().collect::<Vec<_>>().join(" ");
    let name = format!("{verdict:?}").to_uppercase();
    data.map_or_else(|| format!("MORGUE {name} - {say}"), |data| format!("MORGUE {name} - {say} | {data}"))
}

/// Writes the metrics to a temporary file and renames it, so that the collector never reads half a file.
pub fn write_metrics(file: &Path, state: &State) -> Result<(), Failure> {
    write_atomically(file, state.metrics().as_bytes()).map_err(|error| Failure::new(IO, error.to_string()))
}
