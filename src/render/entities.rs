//! Names of the articles found, as text with a line of bars over time, JSON or CSV.

use super::csv;
use super::sheet::TableFormat;
use super::style::Style;
use crate::archive::{About, NamedList, NamedValue, TakenName};
use crate::text::{counted, terminal_safe};
use serde_json::{Value, json};
use std::io::{self, Write};

/// Bars of a sparkline; a space for zero.
const BARS: [char; 8] = ['▁', '▂', '▃', '▄', '▅', '▆', '▇', '█'];

/// Longest name that is shown in full.
const WIDEST: usize = 34;

/// Writes the first `most` names.
pub fn entities(
    format: TableFormat,
    query: &str,
    list: &NamedList,
    most: usize,
    style: Style,
    out: &mut dyn Write,
) -> io::Result<()> {
    match format {
        TableFormat::Text | TableFormat::Svg => text(list, most, out),
        TableFormat::Json => writeln!(out, "{}", document(query, list, most)),
        TableFormat::Csv => {
            let mut table =
                csv::Rows::new(&["kind", "name", "articles", "expected", "likelihood"], style.terminal, out)?;
            for value in list.values.iter().take(most) {
                let together = |figure: fn(crate::archive::Together) -> f64| {
                    value.together.map_or(String::new(), |together| format!("{:.2}", figure(together)))
                };
                table.write([
                    value.kind.field().to_owned(),
                    value.name.clone(),
                    value.articles.to_string(),
                    together(|together| together.expected),
                    together(|together| together.likelihood),
                ])?;
            }
            table.finish()
        }
    }
}

fn text(list: &NamedList, most: usize, out: &mut dyn Write) -> io::Result<()> {
    let values = || list.values.iter().take(most);
    let columns = list.total.to_string().len().max(8);
    let widest = values().map(|value| value.name.chars().count()).max().unwrap_or(0).min(WIDEST);
    let with = values().any(|value| value.together.is_some());
    let times = sparkline_title(&list.times, list.last);
    if with {
        writeln!(
            out,
            "{:>columns$}  {:>8}  {:>10}  {:<widest$}  kind    {times}",
            "articles", "expected", "likelihood", "name"
        )?;
    } else {
        writeln!(out, "{:>columns$}  {:<widest$}  kind    {times}", "articles", "name")?;
    }
    for value in values() {
        let name: String = terminal_safe(&value.name).replace(['\n', '\t'], " ");
        let name =
            if name.chars().count() > WIDEST { name.chars().take(WIDEST - 1).chain(['…']).collect() } else { name };
        let bars = sparkline(&value.by_time);
        let line = match value.together {
            Some(together) => format!(
                "{:>columns$}  {:>8.1}  {:>10.1}  {name:<widest$}  {:<6}  {bars}",
                value.articles,
                together.expected,
                together.likelihood,
                value.kind.field()
            ),
            None => format!("{:>columns$}  {name:<widest$}  {:<6}  {bars}", value.articles, value.kind.field()),
        };
        writeln!(out, "{}", line.trim_end())?;
    }
    Ok(())
}

/// `2012–2020`, the period of the bars.
fn sparkline_title(times: &[i64], last: Option<i64>) -> String {
    let (Some(&first), Some(last)) = (times.first(), last) else { return String::new() };
    // If the first bar is a whole year, so are the others.
    let months = first / 100 % 100 > 0;
    let (first, last) = (time(first), time(if months { last / 100 * 100 } else { last / 10_000 * 10_000 }));
    if first == last { first } else { format!("{first}–{last}") }
}

/// A year or a month, as far as stated.
fn time(day: i64) -> String {
    match day / 100 % 100 {
        0 => format!("{:04}", day / 10_000),
        month => format!("{:04}-{month:02}", day / 10_000),
    }
}

/// A bar for each count, the highest for the largest; a space for zero.
fn sparkline(counts: &[u64]) -> String {
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let bar = |&count: &u64| match count {
        0 => ' ',
        count => BARS[((count * 8).div_ceil(most) as usize).clamp(1, 8) - 1],
    };
    counts.iter().map(bar).collect()
}

fn document(query: &str, list: &NamedList, most: usize) -> Value {
    let value = |value: &NamedValue| {
        let mut row = json!({
            "kind": value.kind.field(),
            "name": value.name,
            "articles": value.articles,
            "by_time": value.by_time,
        });
        if let Some(together) = value.together {
            row["expected"] = json!(together.expected);
            row["likelihood"] = json!(together.likelihood);
        }
        row
    };
    json!({
        "query": query,
        "total": list.total,
        "none": list.none,
        "distinct": list.values.len(),
        "times": list.times.iter().map(|day| time(*day)).collect::<Vec<_>>(),
        "entities": list.values.iter().take(most).map(value).collect::<Vec<_>>(),
    })
}

/// Writes what is known about one name: `json` for programs.
pub fn one_entity(about: &About, json: bool, out: &mut dyn Write) -> io::Result<()> {
    if json {
        return writeln!(out, "{}", about_document(about));
    }
    let line = |text: &str| terminal_safe(text).replace(['\n', '\t'], " ");
    let articles = about.timeline.total.found;
    writeln!(out, "{} · {} · {}", line(&about.name), about.kind.field(), counted(articles, "article"))?;
    let taken: Vec<String> = about.taken.iter().map(|taken| line(&taken.described())).collect();
    if !taken.is_empty() {
        writeln!(out, "also      {}", taken.join("; "))?;
    }
    let forms: Vec<String> = about.forms.iter().map(|(form, count)| format!("{} {count}", line(form))).collect();
    if !forms.is_empty() {
        writeln!(out, "forms     {}", forms.join(", "))?;
    }
    let list = |title: &str, values: Vec<String>, out: &mut dyn Write| match &values[..] {
        [] => Ok(()),
        values => writeln!(out, "{title:<9} {}", values.join(", ")),
    };
    let named = |value: &NamedValue| format!("{} {}", line(&value.name), value.articles);
    list("with", about.companions.iter().map(named).collect(), out)?;
    list("outlets", about.outlets.iter().map(|(name, count)| format!("{} {count}", line(name))).collect(), out)
}

fn about_document(about: &About) -> Value {
    let taken = |taken: &TakenName| json!({"name": taken.name, "articles": taken.articles, "reason": taken.reason});
    let pairs = |pairs: &[(String, u64)]| -> Vec<Value> {
        pairs.iter().map(|(name, count)| json!({"name": name, "count": count})).collect()
    };
    let months: Vec<Value> = about
        .timeline
        .buckets()
        .map(|bucket| json!({"bucket": bucket.name, "articles": bucket.share.found, "archive": bucket.share.archive}))
        .collect();
    let companion = |value: &NamedValue| {
        let together = value.together.map(|together| (together.expected, together.likelihood));
        json!({
            "kind": value.kind.field(),
            "name": value.name,
            "articles": value.articles,
            "expected": together.map(|together| together.0),
            "likelihood": together.map(|together| together.1),
        })
    };
    json!({
        "name": about.name,
        "kind": about.kind.field(),
        "articles": about.timeline.total.found,
        "ambiguous": about.ambiguous,
        "taken": about.taken.iter().map(taken).collect::<Vec<_>>(),
        "forms": pairs(&about.forms),
        "timeline": months,
        "undated": about.timeline.undated.found,
        "companions": about.companions.iter().map(companion).collect::<Vec<_>>(),
        "outlets": pairs(&about.outlets),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bars_are_as_high_as_their_share_of_the_highest() {
        assert_eq!(sparkline(&[0, 1, 4, 8, 16]), " ▁▂▄█");
        assert_eq!(sparkline(&[0, 0]), "  ");
        assert_eq!(sparkline_title(&[20120000, 20180000], Some(20200304)), "2012–2020");
        assert_eq!(sparkline_title(&[20240100], Some(20240131)), "2024-01");
        assert_eq!(sparkline_title(&[], None), "");
    }
}
