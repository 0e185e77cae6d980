//! Articles by time as bars, each a link to its time, with all that the archive has from then behind them. What is dated less
//! exactly, or not at all, has bars of its own.

use crate::archive::{Bucket, Share, Timeline};
use crate::query::{DayRange, Kind, Node, print};
use crate::serve::address::View;
use maud::{Markup, html};

/// Size of the picture in its own units.
const WIDTH: f64 = 960.0;
const HEIGHT: f64 = 96.0;

/// Space between the buckets and the bar of the undated.
const GAP: f64 = 16.0;

/// Width of the bar of the undated.
const UNDATED: f64 = 22.0;

/// A bar: its name, where it leads, and what it shows.
struct Bar {
    name: String,
    link: String,
    share: Share,
    x: f64,
    width: f64,
}

/// The timeline of a search.
pub fn timeline(view: &View, timeline: &Timeline) -> Markup {
    let bars = bars(view, timeline);
    let most = bars.iter().map(|bar| bar.share.found).max().unwrap_or(0).max(1);
    let all = bars.iter().map(|bar| bar.share.archive).max().unwrap_or(0).max(1);
    let height = |count: u64, most: u64| if count == 0 { 0.0 } else { (count as f64 / most as f64 * HEIGHT).max(2.0) };
    let ends = (bars.first(), timeline.buckets().last());
    html! {
        @if !bars.is_empty() {
            figure.timeline {
                svg viewBox=(format!("0 0 {WIDTH} {HEIGHT}")) preserveAspectRatio="none" aria-hidden="true" focusable="false" {
                    @for bar in &bars {
                        a href=(bar.link) tabindex="-1" {
                            title { (told(bar)) }
                            rect.room x=(number(bar.x)) y="0" width=(number(bar.width)) height=(number(HEIGHT)) {}
                            @let behind = height(bar.share.archive, all);
                            rect.archive x=(number(bar.x)) y=(number(HEIGHT - behind)) width=(number(bar.width)) height=(number(behind)) {}
                            @let own = height(bar.share.found, most);
                            rect.found x=(number(bar.x)) y=(number(HEIGHT - own)) width=(number(bar.width)) height=(number(own)) {}
                        }
                    }
                }
                figcaption {
                    span.ends { @if let (Some(first), Some(last)) = ends { span { (first.name) } span { (last.name) } } }
                    @if timeline.undated.found > 0 { span { "undated" } }
                }
            }
            details.by-time {
                summary { (timeline.total.found) " of " (timeline.total.archive) " by " (timeline.by.noun()) ", as a table" }
                table {
                    thead { tr { th scope="col" { (timeline.by.noun()) } th scope="col" { "found" } th scope="col" { "archive" } } }
                    tbody {
                        @for bar in bars.iter().filter(|bar| bar.share != Share::default()) {
                            tr {
                                th scope="row" { a href=(bar.link) { (bar.name) } }
                                td { (bar.share.found) }
                                td { (bar.share.archive) }
                            }
                        }
                    }
                }
            }
        }
    }
}

fn told(bar: &Bar) -> String {
    match bar.share.archive {
        0 => format!("{}: the archive has nothing", bar.name),
        archive => format!("{}: {} of {archive}", bar.name, bar.share.found),
    }
}

/// A coordinate with one digit after the point.
fn number(value: f64) -> String {
    format!("{value:.1}")
}

fn bars(view: &View, timeline: &Timeline) -> Vec<Bar> {
    let buckets: Vec<Bucket> = timeline.buckets().collect();
    let room = if timeline.undated.found > 0 { WIDTH - UNDATED - GAP } else { WIDTH };
    let step = room / buckets.len().max(1) as f64;
    let gap = if step >= 4.0 { 1.0 } else { 0.0 };
    let mut bars: Vec<Bar> = Vec::with_capacity(buckets.len() + 1);
    for (nth, bucket) in buckets.into_iter().enumerate() {
        let day = |date: jiff::civil::Date| Some(date.to_string());
        let to = View { since: day(bucket.from), until: day(bucket.to), loose_dates: false, ..view.first() };
        let x = nth as f64 * step;
        bars.push(Bar { name: bucket.name, link: to.link(), share: bucket.share, x, width: step - gap });
    }
    if timeline.undated.found > 0 {
        let undated = print(&Node::new(0..0, Kind::Date(DayRange::UNDATED)));
        let to = View { since: None, until: None, ..view.first() }.narrowed(&undated);
        let name = "undated".to_owned();
        bars.push(Bar { name, link: to.link(), share: timeline.undated, x: WIDTH - UNDATED, width: UNDATED });
    }
    bars
}
