//! Counts as pictures (SVG) for a document: articles by time together with all that the archive has from then, and the
//! values of fields as bars. If the archive has nothing, the picture says so.

use crate::archive::{Bucket, Facets, Timeline};
use crate::text::{counted, one_line, xml_characters};
use plotters::prelude::*;
use plotters::style::text_anchor::{HPos, Pos, VPos};

const INK: RGBColor = RGBColor(26, 26, 26);
const QUIET: RGBColor = RGBColor(105, 101, 94);
const GRID: RGBColor = RGBColor(226, 222, 214);
const FOUND: RGBColor = RGBColor(122, 31, 31);
const ARCHIVE: RGBColor = RGBColor(190, 183, 170);
const EMPTY: RGBColor = RGBColor(243, 240, 233);

const WIDTH: i32 = 880;
const LEFT: i32 = 56;
const RIGHT: i32 = WIDTH - 16;

/// Font families that documents have.
const LETTERS: &str = "Georgia, 'Times New Roman', serif";

type Canvas<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

/// Drawing into a string, which the backend writes to, cannot fail.
fn drawn<T, E>(result: Result<T, E>) -> Option<T> {
    result.ok()
}

fn write(canvas: &Canvas, text: &str, at: (i32, i32), size: i32, colour: RGBColor, anchor: HPos) {
    // The backend writes sizes as points of 96 to 124 pixels.
    let style = (LETTERS, f64::from(size) * 1.24).into_font().color(&colour).pos(Pos::new(anchor, VPos::Bottom));
    drawn(canvas.draw(&Text::new(line(text), at, style)));
}

/// A text that a picture can hold, on one line.
fn line(text: &str) -> String {
    xml_characters(&one_line(text)).into_owned()
}

fn block(canvas: &Canvas, from: (i32, i32), to: (i32, i32), colour: RGBColor) {
    drawn(canvas.draw(&Rectangle::new([from, to], colour.filled())));
}

fn rule(canvas: &Canvas, from: (i32, i32), to: (i32, i32), colour: RGBColor) {
    drawn(canvas.draw(&PathElement::new([from, to], colour)));
}

/// A picture of a size in pixels, with a title for those who cannot see it.
fn picture(height: i32, title: &str, draw: impl FnOnce(&Canvas)) -> String {
    let mut svg = String::new();
    {
        let canvas = SVGBackend::with_string(&mut svg, (WIDTH as u32, height as u32)).into_drawing_area();
        drawn(canvas.fill(&WHITE));
        draw(&canvas);
        drawn(canvas.present());
    }
    let mut name = String::new();
    for c in line(title).chars() {
        match c {
            '<' => name.push_str("&lt;"),
            '&' => name.push_str("&amp;"),
            c => name.push(c),
        }
    }
    match svg.find('>') {
        Some(end) => format!("{} role=\"img\">\n<title>{name}</title>{}", &svg[..end], &svg[end + 1..]),
        None => svg,
    }
}

/// Tops and bottoms of the two areas of a timeline.
const ABOVE: (i32, i32) = (64, 250);
const BELOW: (i32, i32) = (278, 326);

/// Articles found by time, and below them all that the archive has.
pub fn timeline(timeline: &Timeline, query: &str) -> String {
    let buckets: Vec<Bucket> = timeline.buckets().collect();
    let title =
        format!("{} of {} by {}", timeline.total.found, counted(timeline.total.archive, "article"), timeline.by.noun());
    picture(384, &format!("{query}: {title}"), |canvas| {
        write(canvas, &shortened(query, 70), (LEFT, 30), 19, INK, HPos::Left);
        write(canvas, &title, (LEFT, 49), 13, QUIET, HPos::Left);
        let most = buckets.iter().map(|bucket| bucket.share.found).max().unwrap_or(0);
        let all = buckets.iter().map(|bucket| bucket.share.archive).max().unwrap_or(0);
        for (nth, bucket) in buckets.iter().enumerate() {
            if bucket.share.archive == 0 {
                block(canvas, (edge(nth, buckets.len()), ABOVE.0), (edge(nth + 1, buckets.len()), BELOW.1), EMPTY);
            }
        }
        scale(canvas, ABOVE, most, "found");
        scale(canvas, BELOW, all, "archive");
        for (nth, bucket) in buckets.iter().enumerate() {
            let (from, to) = place(nth, buckets.len());
            column(canvas, (from, to), ABOVE, bucket.share.found, most, FOUND);
            column(canvas, (from, to), BELOW, bucket.share.archive, all, ARCHIVE);
            if to - from >= 14 && bucket.share.found > 0 {
                let top = ABOVE.1 - height(bucket.share.found, ceiling(most), ABOVE);
                write(canvas, &bucket.share.found.to_string(), ((from + to) / 2, top - 2), 11, INK, HPos::Center);
            }
        }
        rule(canvas, (LEFT, ABOVE.1), (RIGHT, ABOVE.1), INK);
        rule(canvas, (LEFT, BELOW.1), (RIGHT, BELOW.1), INK);
        names(canvas, &buckets);
        write(canvas, &apart(timeline, &buckets), (LEFT, 372), 12, QUIET, HPos::Left);
    })
}

/// Left edge of a column's background.
fn edge(nth: usize, of: usize) -> i32 {
    LEFT + (f64::from(RIGHT - LEFT) * nth as f64 / of.max(1) as f64).round() as i32
}

/// Left and right edge of a column.
fn place(nth: usize, of: usize) -> (i32, i32) {
    let step = f64::from(RIGHT - LEFT) / of.max(1) as f64;
    let gap = if step >= 6.0 { (step * 0.14).min(6.0) } else { 0.0 };
    // A few columns stay narrow, so that they still look like columns.
    let width = (step - 2.0 * gap).min(60.0);
    let from = f64::from(LEFT) + nth as f64 * step + (step - width) / 2.0;
    (from.round() as i32, ((from + width).round() as i32).max(from.round() as i32 + 1))
}

fn column(canvas: &Canvas, (from, to): (i32, i32), field: (i32, i32), count: u64, most: u64, colour: RGBColor) {
    if count > 0 {
        block(canvas, (from, field.1 - height(count, ceiling(most), field)), (to, field.1), colour);
    }
}

/// A value above zero is always visible.
fn height(count: u64, ceiling: u64, field: (i32, i32)) -> i32 {
    (f64::from(field.1 - field.0) * count as f64 / ceiling.max(1) as f64).round().max(1.0) as i32
}

/// The step between two lines of a scale: 1, 2 or 5 times a power of ten, so that there are at most five.
fn step(most: u64) -> u64 {
    let powers = std::iter::successors(Some(1u64), |power| power.checked_mul(10));
    let mut steps = powers.flat_map(|power| [1, 2, 5].map(|times| power.saturating_mul(times)));
    steps.find(|step| most.div_ceil(*step) <= 5).unwrap_or(most.max(1))
}

fn ceiling(most: u64) -> u64 {
    let step = step(most);
    most.div_ceil(step).max(1) * step
}

fn scale(canvas: &Canvas, field: (i32, i32), most: u64, name: &str) {
    let top = ceiling(most);
    let low = field.1 - field.0 < 100;
    let step = if low { top } else { step(most) };
    for count in (step..=top).step_by(usize::try_from(step).unwrap_or(usize::MAX).max(1)) {
        let at = field.1 - height(count, top, field);
        rule(canvas, (LEFT, at), (RIGHT, at), GRID);
        write(canvas, &count.to_string(), (LEFT - 8, at + 6), 12, QUIET, HPos::Right);
    }
    write(canvas, "0", (LEFT - 8, field.1 + 6), 12, QUIET, HPos::Right);
    write(canvas, name, (LEFT + 4, field.0 + 14 - if low { 18 } else { 0 }), 12, QUIET, HPos::Left);
}

/// Names below the columns, as many as fit.
fn names(canvas: &Canvas, buckets: &[Bucket]) {
    let room = ((RIGHT - LEFT) / 84) as usize;
    let every = buckets.len().div_ceil(room).max(1);
    for (nth, bucket) in buckets.iter().enumerate().step_by(every) {
        let (from, to) = place(nth, buckets.len());
        let middle = (from + to) / 2;
        rule(canvas, (middle, BELOW.1), (middle, BELOW.1 + 4), INK);
        write(canvas, &bucket.name, (middle.clamp(LEFT + 20, RIGHT - 24), BELOW.1 + 20), 12, INK, HPos::Center);
    }
}

/// What no column shows, and the meaning of the light background.
fn apart(timeline: &Timeline, buckets: &[Bucket]) -> String {
    let mut notes = Vec::new();
    if timeline.coarser.found > 0 {
        notes.push(format!("{} dated less exactly", timeline.coarser.found));
    }
    if timeline.undated.found > 0 {
        notes.push(format!("{} undated", timeline.undated.found));
    }
    let mut line = notes.join(", ");
    if !line.is_empty() {
        line = format!("Not shown: {line}. ");
    }
    if buckets.iter().any(|bucket| bucket.share.archive == 0) {
        line.push_str("Shaded: no articles in the archive from that time.");
    }
    line
}

/// Values of fields with bars by frequency, the first `most` of each field.
pub fn facets(facets: &Facets, query: &str, most: usize) -> String {
    let lines: usize = facets.facets.iter().map(|facet| facet.values.len().min(most) + 2).sum();
    let height = 70 + 22 * i32::try_from(lines.min(2_000)).unwrap_or(2_000);
    let title = counted(facets.total, "article");
    picture(height, &format!("{query}: {title}"), |canvas| {
        write(canvas, &shortened(query, 70), (16, 30), 19, INK, HPos::Left);
        write(canvas, &title, (16, 49), 13, QUIET, HPos::Left);
        let mut at = 74;
        for facet in &facets.facets {
            write(canvas, facet.field, (16, at + 6), 13, QUIET, HPos::Left);
            let left = facet.values.len().saturating_sub(most);
            let beside = if left > 0 { format!("{left} more") } else { String::new() };
            write(canvas, &beside, (RIGHT, at + 6), 12, QUIET, HPos::Right);
            rule(canvas, (16, at + 9), (RIGHT, at + 9), INK);
            at += 24;
            let longest = facet.values.first().map_or(1, |(_, articles)| *articles).max(1);
            for (value, articles) in facet.values.iter().take(most) {
                write(canvas, &shortened(value, 34), (240, at + 7), 13, INK, HPos::Right);
                let length = (f64::from(RIGHT - 310) * *articles as f64 / longest as f64).round().max(1.0) as i32;
                block(canvas, (250, at - 6), (250 + length, at + 6), FOUND);
                write(canvas, &articles.to_string(), (256 + length, at + 7), 12, INK, HPos::Left);
                at += 22;
            }
            at += 20;
        }
    })
}

fn shortened(text: &str, most: usize) -> String {
    if text.chars().count() <= most {
        return text.to_owned();
    }
    format!("{}…", text.chars().take(most).collect::<String>().trim_end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_picture_holds_only_characters_of_xml() {
        let text = "a\u{fffe}b\u{1}<c>\u{ffff}&\n";
        let svg = picture(80, text, |canvas| write(canvas, text, (10, 20), 12, INK, HPos::Left));
        assert!(!svg.contains(['\u{fffe}', '\u{ffff}', '\u{1}']), "{svg}");
        let shown = "a\u{fffd}b &lt;c";
        assert_eq!(svg.matches(shown).count(), 2, "as title and as text: {svg}");
    }

    #[test]
    fn scales_end_on_round_numbers_above_the_most() {
        for (most, want_step, want_top) in
            [(0, 1, 1), (1, 1, 1), (5, 1, 5), (6, 2, 6), (43, 10, 50), (1_234, 500, 1_500)]
        {
            assert_eq!((step(most), ceiling(most)), (want_step, want_top), "{most}");
        }
    }
}
