//! Output: results to stdout through one buffer, messages to stderr. A closed pipe is not an error.

use super::args::ColourChoice;
use morgue::render::{Screen, Style};
use morgue::text::terminal_safe;
use std::io::{self, BufWriter, IsTerminal, Stdout, Write};

/// Where results and messages go, and how.
#[derive(Debug, Clone, Copy)]
pub struct Output {
    colour: bool,
    pub quiet: bool,
}

/// Columns of text if there is no terminal.
const PLAIN_WIDTH: usize = 100;

/// Widest text on a terminal: longer lines are hard to read.
const WIDEST: usize = 120;

impl Output {
    pub fn new(choice: ColourChoice, quiet: bool) -> Self {
        let refused = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let dumb = std::env::var_os("TERM").is_some_and(|term| term == "dumb");
        let colour = match choice {
            ColourChoice::Always => true,
            ColourChoice::Never => false,
            ColourChoice::Auto => io::stdout().is_terminal() && !refused && !dumb,
        };
        Self { colour, quiet }
    }

    pub fn style(&self) -> Style {
        let stated = std::env::var("COLUMNS").ok().and_then(|columns| columns.parse().ok());
        let columns = stated.or_else(|| terminal_size::terminal_size().map(|(width, _)| usize::from(width.0)));
        Style {
            colour: self.colour,
            terminal: io::stdout().is_terminal(),
            width: columns.unwrap_or(PLAIN_WIDTH).clamp(40, WIDEST),
        }
    }

    pub fn stdout(&self) -> BufWriter<Screen<Stdout>> {
        BufWriter::with_capacity(64 << 10, Screen::new(io::stdout(), io::stdout().is_terminal()))
    }

    /// Prints a remark on stderr, unless `--quiet` was given.
    pub fn note(&self, text: &str) {
        if !self.quiet {
            self.error(text);
        }
    }

    /// Prints a message on stderr. If that is closed, nobody can be told.
    pub fn error(&self, text: &str) {
        let _ = writeln!(io::stderr().lock(), "{}", terminal_safe(text));
    }

    /// Whether someone watches the output.
    pub fn is_watched(&self) -> bool {
        !self.quiet && io::stderr().is_terminal()
    }
}

/// Silences panics of reader threads: they read hostile documents and spike those that fail, which is not a message for
/// the user.
pub fn quiet_worker_panics() {
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if std::thread::current().name() != Some(morgue::ingest::READER_THREAD) {
            usual(info);
        }
    }));
}
