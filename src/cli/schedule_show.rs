//! `schedule --show`: when the archive was last brought up to date and when it will be next: from systemd, else from
//! the reports of the runs and the installed job. Names the source of the answer.

use super::error::Failure;
use super::output::Output;
use super::schedule::{call, crontab, plist_path, unit_folder};
use super::schedule_units::{Job, time_in_crontab, time_in_plist, time_in_timer};
use jiff::{ToSpan, ZonedDateTime};
use morgue::index::Archive;
use morgue::ingest::last_report;
use morgue::text::terminal_safe;
use std::io::Write;

pub fn show(archive: &Archive, job: &Job, output: &Output) -> Result<(), Failure> {
    let mut lines = vec![("last run", last_run(archive))];
    match from_systemd(job) {
        Ok(times) => lines.extend(times),
        Err(why) => {
            lines.push(("systemd", why));
            lines.push(("next run", from_files(job)));
        }
    }
    let mut out = output.stdout();
    for (name, value) in lines {
        writeln!(out, "{name:>12}  {}", terminal_safe(&value))?;
    }
    out.flush()?;
    Ok(())
}

fn last_run(archive: &Archive) -> String {
    last_report(archive).map_or_else(
        || "none, according to the run reports".to_owned(),
        |report| {
            let outcome = format!("{:?}", report.outcome).to_lowercase();
            format!("{}, {outcome}, according to the run reports", report.start)
        },
    )
}

/// What systemd knows about the timer, or why it says nothing.
fn from_systemd(job: &Job) -> Result<Vec<(&'static str, String)>, String> {
    let timer = format!("{}.timer", job.name);
    let properties = "--property=LoadState,ActiveState,LastTriggerUSec,NextElapseUSecRealtime";
    let text = call("systemctl", &["--user", "show", &timer, properties])?;
    let value = |name: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix('='));
        line.unwrap_or_default().to_owned()
    };
    if value("LoadState") != "loaded" {
        return Err(format!("has no {timer}"));
    }
    let time = |name: &str| match value(name) {
        time if time.is_empty() || time == "n/a" => "never".to_owned(),
        time => time,
    };
    Ok(vec![
        ("systemd", format!("{timer}, {}", value("ActiveState"))),
        ("triggered", time("LastTriggerUSec")),
        ("next run", format!("{}, according to systemd", time("NextElapseUSecRealtime"))),
    ])
}

/// The next run according to the job that is installed for this user.
fn from_files(job: &Job) -> String {
    let read = |path: std::path::PathBuf| std::fs::read_to_string(path).ok();
    let timer = unit_folder().and_then(|folder| read(folder.join(format!("{}.timer", job.name))));
    let timer =
        timer.and_then(|text| time_in_timer(&text)).map(|time| (time, "the installed timer, if systemd runs it"));
    let cron = || crontab().ok().and_then(|text| time_in_crontab(&text, job)).map(|time| (time, "the crontab"));
    let plist = || plist_path(job).and_then(read).and_then(|text| time_in_plist(&text));
    let found = cron().or(timer).or_else(|| plist().map(|time| (time, "the installed property list")));
    let next = found.and_then(|(time, witness)| Some((next_at(&ZonedDateTime::now(), time)?, witness)));
    next.map_or_else(
        || "none: no schedule of this archive is installed for this user".to_owned(),
        |(next, witness)| format!("{}, according to {witness}", next.strftime("%Y-%m-%d %H:%M %Z")),
    )
}

/// The next time with this hour and minute.
fn next_at(now: &ZonedDateTime, (hour, minute): (u8, u8)) -> Option<ZonedDateTime> {
    let time = jiff::civil::time(hour.try_into().ok()?, minute.try_into().ok()?, 0, 0);
    let on = |date: jiff::civil::Date| date.to_datetime(time).to_zoned_datetime(now.time_zone().clone()).ok();
    let today = on(now.date())?;
    if today > *now { Some(today) } else { on(now.date().checked_add(1.day()).ok()?) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_run_is_today_or_tomorrow() {
        let now: ZonedDateTime = "2026-12-31T02:30:00+00:00[UTC]".parse().expect("a time");
        let next = |time| next_at(&now, time).expect("a time").strftime("%Y-%m-%d %H:%M").to_string();
        assert_eq!(next((2, 31)), "2026-12-31 02:31");
        assert_eq!(next((2, 30)), "2027-01-01 02:30");
    }
}
