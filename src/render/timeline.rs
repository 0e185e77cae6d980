//! Timelines as text with bars, JSON or CSV. Next to the articles found are those that the archive has from the same
//! time: if it has none, that is shown instead of a bar.

use super::sheet::TableFormat;
use super::style::Style;
use super::text::{DIM, painted};
use super::{chart, csv};
use crate::archive::{Bucket, Interval, Share, Timeline};
use crate::text::{counted, terminal_safe};
use serde_json::{Value, json};
use std::borrow::Cow;
use std::io::{self, Write};

/// Writes a timeline.
pub fn timeline(
    format: TableFormat,
    query: &str,
    timeline: &Timeline,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        TableFormat::Text => text(timeline, style, out),
        TableFormat::Json => document(query, timeline, out),
        TableFormat::Svg => out.write_all(shown(&chart::timeline(timeline, query), style).as_bytes()),
        TableFormat::Csv => {
            let header = ["bucket", "from", "to", timeline.per.plural(), "archive", "share"];
            let mut table = csv::Rows::new(&header, style.terminal, out)?;
            let apart = apart(timeline).map(|(name, _, share)| row(name, "", "", share));
            let buckets = timeline
                .buckets()
                .map(|bucket| row(&bucket.name, &bucket.from.to_string(), &bucket.to.to_string(), bucket.share));
            buckets.chain(apart).try_for_each(|row| table.write(row))?;
            table.finish()
        }
    }
}

/// A picture; text on a terminal is made safe.
pub(super) fn shown(svg: &str, style: Style) -> Cow<'_, str> {
    if style.terminal { terminal_safe(svg) } else { svg.into() }
}

/// What is in no bucket: its name for programs, its name for people, and its count.
fn apart(timeline: &Timeline) -> impl Iterator<Item = (&'static str, &'static str, Share)> {
    let coarser = if timeline.by == Interval::Month { "(only a year)" } else { "(no day)" };
    let all = [("coarser", coarser, timeline.coarser), ("undated", "(undated)", timeline.undated)];
    all.into_iter().filter(|(_, _, share)| *share != Share::default())
}

fn row(name: &str, from: &str, to: &str, share: Share) -> [String; 6] {
    let part = ratio(share).map(|ratio| format!("{ratio:.4}")).unwrap_or_default();
    [name.to_owned(), from.to_owned(), to.to_owned(), share.found.to_string(), share.archive.to_string(), part]
}

fn ratio(share: Share) -> Option<f64> {
    (share.archive > 0).then(|| share.found as f64 / share.archive as f64)
}

fn document(query: &str, timeline: &Timeline, out: &mut dyn Write) -> io::Result<()> {
    let counts =
        |share: Share| json!({timeline.per.plural(): share.found, "archive": share.archive, "share": ratio(share)});
    write!(
        out,
        "{{\"query\":{},\"by\":\"{}\",\"total\":{}",
        Value::from(query),
        timeline.by.noun(),
        timeline.total.found
    )?;
    write!(out, ",\"archive\":{},\"buckets\":[", timeline.total.archive)?;
    for (nth, bucket) in timeline.buckets().enumerate() {
        let mut object = json!({"bucket": bucket.name, "from": bucket.from.to_string(), "to": bucket.to.to_string()});
        if let (Some(object), Value::Object(counts)) = (object.as_object_mut(), counts(bucket.share)) {
            object.extend(counts);
        }
        write!(out, "{}\n{object}", if nth > 0 { "," } else { "" })?;
    }
    writeln!(out, "\n],\"coarser\":{},\"undated\":{}}}", counts(timeline.coarser), counts(timeline.undated))
}

/// Timelines of up to this many buckets are shown in full; longer ones collapse runs of empty buckets.
const ALL_SHOWN: usize = 40;

/// Number of consecutive empty buckets that become one line.
const LONG_RUN: usize = 3;

/// One line.
enum Line {
    Bucket(Bucket),
    /// A number of buckets without an article found, and the articles that the archive has from then.
    Left {
        buckets: usize,
        archive: u64,
    },
}

fn text(timeline: &Timeline, style: Style, out: &mut dyn Write) -> io::Result<()> {
    let buckets: Vec<Bucket> = timeline.buckets().collect();
    let most = buckets.iter().map(|bucket| bucket.share.found).max().unwrap_or(0);
    let lines =
        if buckets.len() > ALL_SHOWN { shortened(buckets) } else { buckets.into_iter().map(Line::Bucket).collect() };
    let sheet = Sheet {
        name: if timeline.by == Interval::Week { "2024-W43 (10-21)".len() } else { "(only a year)".len() },
        found: timeline.total.found.to_string().len().max("found".len()),
        archive: timeline.total.archive.to_string().len().max("archive".len()),
        most,
        style,
    };
    let (name, found, archive) = (sheet.name, sheet.found, sheet.archive);
    let noun = timeline.by.noun();
    writeln!(out, "{noun:<name$}  {:>found$}  {:>archive$}   share", "found", "archive")?;
    for line in lines {
        match line {
            Line::Bucket(bucket) => sheet.bucket(timeline.by, &bucket, out)?,
            Line::Left { buckets, archive: 0 } => {
                let text = format!("… {} without articles in the archive", counted(buckets as u64, noun));
                writeln!(out, "{}", painted(&text, DIM, style))?;
            }
            Line::Left { buckets, archive } => {
                writeln!(
                    out,
                    "{}",
                    painted(
                        &format!("… {}, 0 of {}", counted(buckets as u64, noun), counted(archive, "article")),
                        DIM,
                        style
                    )
                )?;
            }
        }
    }
    apart(timeline).try_for_each(|(_, name, share)| writeln!(out, "{}", sheet.counts(name, share)))
}

/// Runs of empty buckets as one line each; periods of which the archive has nothing are not mixed with others.
fn shortened(buckets: Vec<Bucket>) -> Vec<Line> {
    let kind = |bucket: &Bucket| (bucket.share.found == 0, bucket.share.archive == 0);
    let mut lines = Vec::new();
    for run in buckets.chunk_by(|one, other| kind(one) == kind(other)) {
        if run[0].share.found == 0 && run.len() >= LONG_RUN {
            let archive = run.iter().map(|bucket| bucket.share.archive).sum();
            lines.push(Line::Left { buckets: run.len(), archive });
        } else {
            lines.extend(run.iter().cloned().map(Line::Bucket));
        }
    }
    lines
}

/// The widths of columns, and the value of the longest bar.
struct Sheet {
    name: usize,
    found: usize,
    archive: usize,
    most: u64,
    style: Style,
}

impl Sheet {
    fn bucket(&self, by: Interval, bucket: &Bucket, out: &mut dyn Write) -> io::Result<()> {
        let name = match by {
            Interval::Week => format!("{} ({:02}-{:02})", bucket.name, bucket.from.month(), bucket.from.day()),
            _ => bucket.name.clone(),
        };
        let counts = self.counts(&name, bucket.share);
        let room = self.style.width.saturating_sub(self.name + self.found + self.archive + 14).clamp(8, 60);
        let bar = match bucket.share {
            Share { archive: 0, .. } => painted("no articles in the archive", DIM, self.style),
            Share { found, .. } => bar(found, self.most, room),
        };
        writeln!(out, "{}", format!("{counts}  {bar}").trim_end())
    }

    fn counts(&self, name: &str, share: Share) -> String {
        let part = ratio(share).map_or_else(|| "–".to_owned(), percent);
        let (width, found, archive) = (self.name, self.found, self.archive);
        format!("{name:<width$}  {:>found$}  {:>archive$}  {part:>6}", share.found, share.archive)
    }
}

fn percent(ratio: f64) -> String {
    format!("{:.1}%", ratio * 100.0)
}

/// A bar in eighths of a column; a value above zero is always visible.
fn bar(found: u64, most: u64, room: usize) -> String {
    const EIGHTHS: [&str; 8] = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉"];
    if found == 0 || most == 0 {
        return String::new();
    }
    let eighths = ((found as f64 / most as f64) * (room * 8) as f64).round().max(1.0) as usize;
    format!("{}{}", "█".repeat(eighths / 8), EIGHTHS[eighths % 8])
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn bars_are_as_long_as_their_part_of_the_longest() {
        for (found, most, room, want) in
            [(0, 10, 10, ""), (10, 10, 4, "████"), (5, 10, 5, "██▌"), (1, 1000, 10, "▏"), (3, 0, 10, "")]
        {
            assert_eq!(bar(found, most, room), want, "{found} of {most}");
        }
    }

    #[test]
    fn long_runs_of_nothing_are_one_line_and_gaps_of_the_archive_are_told_apart() {
        let bucket = |day: i8, found: u64, archive: u64| Bucket {
            name: String::new(),
            from: date(2024, 1, day),
            to: date(2024, 1, day),
            share: Share { found, archive },
        };
        let found = [(1, 9), (0, 5), (0, 5), (0, 5), (0, 0), (0, 0), (0, 0), (0, 0), (2, 3), (0, 1), (0, 1), (1, 1)];
        let buckets = (1i8..).zip(found).map(|(day, (found, archive))| bucket(day, found, archive)).collect();
        let lines: Vec<String> = shortened(buckets)
            .iter()
            .map(|line| match line {
                Line::Bucket(bucket) => bucket.from.day().to_string(),
                Line::Left { buckets, archive } => format!("{buckets} left, {archive}"),
            })
            .collect();
        assert_eq!(lines, ["1", "3 left, 15", "4 left, 0", "9", "10", "11", "12"]);
    }
}
