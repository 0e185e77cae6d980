//! What was served, for monitoring: requests by status, answers that were refused, and time.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

/// Counts since the start.
#[derive(Debug, Default)]
pub struct Counters {
    /// By the first digit of the status, from 1.
    statuses: [AtomicU64; 5],
    /// Requests that found the queue full.
    pub busy: AtomicU64,
    /// Answers that took too long.
    pub late: AtomicU64,
    /// Answers that needed too much memory.
    pub large: AtomicU64,
    pub exports: AtomicU64,
    pub connections: AtomicU64,
    micros: AtomicU64,
}

impl Counters {
    pub fn served(&self, status: u16, took: Duration) {
        if let Some(count) = self.statuses.get(usize::from(status / 100).wrapping_sub(1)) {
            count.fetch_add(1, Ordering::Relaxed);
        }
        self.micros.fetch_add(u64::try_from(took.as_micros()).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    /// In the text format of Prometheus, after the metrics of the archive.
    pub fn text(&self) -> String {
        let read = |count: &AtomicU64| count.load(Ordering::Relaxed);
        let mut text = String::from("# HELP morgue_http_requests_total Requests served, by class of status.\n");
        text.push_str("# TYPE morgue_http_requests_total counter\n");
        for (class, count) in (1..).zip(&self.statuses) {
            text.push_str(&format!("morgue_http_requests_total{{class=\"{class}xx\"}} {}\n", read(count)));
        }
        for (name, kind, help, value) in [
            ("busy_total", "counter", "Requests refused because too many were waiting.", read(&self.busy)),
            ("late_total", "counter", "Answers that were not complete before their deadline.", read(&self.late)),
            (
                "large_total",
                "counter",
                "Answers that were ended because they needed too much memory.",
                read(&self.large),
            ),
            ("exports_total", "counter", "Exports started.", read(&self.exports)),
            ("connections", "gauge", "Open connections.", read(&self.connections)),
        ] {
            text.push_str(&format!(
                "# HELP morgue_http_{name} {help}\n# TYPE morgue_http_{name} {kind}\nmorgue_http_{name} {value}\n"
            ));
        }
        let seconds = read(&self.micros) as f64 / 1e6;
        text.push_str("# HELP morgue_http_seconds_total Time until the head of an answer.\n");
        text.push_str(&format!("# TYPE morgue_http_seconds_total counter\nmorgue_http_seconds_total {seconds:.6}\n"));
        text
    }
}
