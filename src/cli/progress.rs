//! Progress of a long run on a terminal, and the signals that end it.

use super::bar_terminal::BarTerminal;
use super::error::{INTERRUPTED, TERMINATED};
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle, TermLike};
use morgue::ingest::Watch;
use morgue::text::counted;
use std::sync::Arc;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

/// A progress bar if someone watches; signals always.
pub struct Progress {
    watched: bool,
    bar: OnceLock<ProgressBar>,
    files: AtomicUsize,
    planned: AtomicUsize,
    articles: AtomicUsize,
    signals: &'static Signals,
}

/// The signals that this process has received.
struct Signals {
    interrupted: Arc<AtomicBool>,
    terminated: Arc<AtomicBool>,
}

static SIGNALS: OnceLock<Signals> = OnceLock::new();

impl Signals {
    /// Starts to listen: the first signal requests the end of the run, the second ends the program.
    fn listen() -> Self {
        let (interrupted, terminated) = (Arc::new(AtomicBool::new(false)), Arc::new(AtomicBool::new(false)));
        for (signal, flag, code) in [(2, &interrupted, INTERRUPTED), (15, &terminated, TERMINATED)] {
            // Without a handler the signal ends the program at once, which loses nothing that was published.
            let _ = signal_hook::flag::register_conditional_shutdown(signal, i32::from(code), Arc::clone(flag));
            let _ = signal_hook::flag::register(signal, Arc::clone(flag));
        }
        Self { interrupted, terminated }
    }

    /// The exit code for the signal that was received, if any.
    fn code(&self) -> Option<u8> {
        let codes = [(&self.terminated, TERMINATED), (&self.interrupted, INTERRUPTED)];
        codes.into_iter().find(|(flag, _)| flag.load(Ordering::Relaxed)).map(|(_, code)| code)
    }
}

/// The exit code for a signal that was received while a run listened for one.
pub fn signalled() -> Option<u8> {
    SIGNALS.get()?.code()
}

impl Progress {
    pub fn start(watched: bool) -> Self {
        let signals = SIGNALS.get_or_init(Signals::listen);
        let none = || AtomicUsize::new(0);
        Self { watched, bar: OnceLock::new(), files: none(), planned: none(), articles: none(), signals }
    }

    /// The exit code of a run that a signal ended.
    pub fn code(&self) -> u8 {
        self.signals.code().unwrap_or(INTERRUPTED)
    }

    /// Shows how much of an index has been compared.
    pub fn verified(&self, done: u64, total: u64) {
        if self.watched {
            let bar = self.bar.get_or_init(|| {
                shown_bar(total).with_style(style("{spinner} {bytes} of {total_bytes} [{wide_bar}] {eta} left"))
            });
            bar.set_position(done);
        }
    }

    /// Shows how many of the articles of an export have been written.
    pub fn exported(&self, done: u64, total: u64) {
        if self.watched {
            let bar = self.bar.get_or_init(|| {
                shown_bar(total).with_style(style("{spinner} {pos} of {len} articles [{wide_bar}] {eta} left"))
            });
            bar.set_position(done);
        }
    }

    pub fn finish(&self) {
        if let Some(bar) = self.bar.get() {
            bar.finish_and_clear();
        }
    }
}

/// ` (350/s)`; nothing in the first second.
fn rate(articles: u64, elapsed: Duration) -> String {
    match elapsed.as_secs() {
        0 => String::new(),
        _ => format!(" ({:.0}/s)", articles as f64 / elapsed.as_secs_f64()),
    }
}

/// Redraws of a bar in a second.
const REDRAWS: u8 = 20;

/// Columns that a line of numbers beside a bar may take.
const NUMBERS: u16 = 96;

/// A line that never is wider than the terminal: a line that the terminal breaks would not be removed as a whole.
fn style(line: &str) -> ProgressStyle {
    let line = if BarTerminal.width() < NUMBERS { "{spinner} {percent} %" } else { line };
    ProgressStyle::with_template(line).unwrap_or_else(|_| ProgressStyle::default_bar())
}

fn shown_bar(length: u64) -> ProgressBar {
    let target = ProgressDrawTarget::term_like_with_hz(Box::new(BarTerminal), REDRAWS);
    ProgressBar::with_draw_target(Some(length), target)
}

impl Watch for Progress {
    fn planned(&self, files: usize, bytes: u64) {
        if !self.watched {
            return;
        }
        let bar = shown_bar(bytes.max(1));
        bar.set_style(style("{spinner} reading {bytes} of {total_bytes} [{wide_bar}] {msg} {eta} left"));
        bar.set_message(format!("0 of {},", counted(files as u64, "file")));
        bar.set_length(bytes.max(1));
        self.files.store(0, Ordering::Relaxed);
        self.planned.store(files, Ordering::Relaxed);
        let _ = self.bar.set(bar);
    }

    fn read(&self, files: usize, bytes: u64) {
        let read = self.files.fetch_add(files, Ordering::Relaxed) + files;
        if let Some(bar) = self.bar.get() {
            bar.inc(bytes);
            let planned = self.planned.load(Ordering::Relaxed) as u64;
            let articles = self.articles.load(Ordering::Relaxed) as u64;
            let files = format!("{read} of {}", counted(planned, "file"));
            bar.set_message(format!("{files}, {}{},", counted(articles, "article"), rate(articles, bar.elapsed())));
        }
    }

    fn found(&self, articles: usize) {
        self.articles.fetch_add(articles, Ordering::Relaxed);
    }

    fn indexed(&self, done: u64, total: u64) {
        if let Some(bar) = self.bar.get() {
            if done == 1 {
                bar.set_style(style("{spinner} indexing {pos} of {len} articles [{wide_bar}] {per_sec} {eta} left"));
                bar.reset();
                bar.set_length(total);
            }
            bar.set_position(done);
        }
    }

    fn writing(&self) {
        if let Some(bar) = self.bar.get() {
            bar.set_style(
                ProgressStyle::with_template("{spinner} {msg}").unwrap_or_else(|_| ProgressStyle::default_spinner()),
            );
            bar.set_message("writing the index");
        }
    }

    fn stopped(&self) -> bool {
        self.signals.code().is_some()
    }
}
