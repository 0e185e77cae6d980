//! `timeline`: the articles found by day, week, month or year, next to all articles of the archive.

use super::answers_args::{IntervalChoice, TimelineArgs};
use super::args::Cli;
use super::error::{Failure, NOTHING_FOUND};
use super::facets::{table_format, whole_archive_without_a_query};
use super::output::Output;
use super::query::ask;
use super::remarks::beside;
use morgue::archive::{Interval, Per};
use morgue::render::{TableFormat, timeline as write_timeline};
use morgue::text::counted;
use std::io::Write;

pub fn run(args: &TimelineArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let (asked, deadline) = ask(&whole_archive_without_a_query(&args.query), cli, output)?;
    let interval = args.by.map(interval);
    let question = asked.question()?;
    let found = question.timeline_per(args.per.into(), interval)?;
    let format = table_format(args.format);
    let total = found.total.found;
    let beside = beside(&asked, &deadline, &question, total, output)?;
    if total > 0 || format != TableFormat::Text {
        let mut out = output.stdout();
        write_timeline(format, &asked.text, &found, output.style(), &mut out)?;
        out.flush()?;
    }
    output.note(&match total {
        0 => beside,
        total if found.per == Per::Story => {
            let (stories, archive) = (counted(total, "story"), counted(found.total.archive, "article"));
            format!("{stories} in {archive}, by {}{beside}", found.by.noun())
        }
        total => format!("{total} of {}, by {}{beside}", counted(found.total.archive, "article"), found.by.noun()),
    });
    Ok(if total == 0 { NOTHING_FOUND } else { 0 })
}

pub fn interval(choice: IntervalChoice) -> Interval {
    match choice {
        IntervalChoice::Day => Interval::Day,
        IntervalChoice::Week => Interval::Week,
        IntervalChoice::Month => Interval::Month,
        IntervalChoice::Year => Interval::Year,
    }
}
