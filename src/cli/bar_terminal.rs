//! Standard error as the terminal of a progress bar, some columns narrower than it is: a terminal shows `^C` at the
//! cursor; after a full line it would be on the next line, and the bar would not be removed.

use indicatif::TermLike;
use std::io::{self, Write};

#[derive(Debug)]
pub struct BarTerminal;

/// Columns for what the terminal shows of keys.
const KEPT_FREE: u16 = 4;

/// Columns of a terminal that does not state its width.
const USUAL_WIDTH: u16 = 80;

impl BarTerminal {
    /// Moves the cursor by a number of lines or columns.
    fn move_cursor(&self, by: usize, direction: char) -> io::Result<()> {
        if by == 0 { Ok(()) } else { self.write_str(&format!("\u{1b}[{by}{direction}")) }
    }
}

impl TermLike for BarTerminal {
    fn width(&self) -> u16 {
        let size = terminal_size::terminal_size_of(io::stderr());
        size.map_or(USUAL_WIDTH, |(width, _)| width.0).saturating_sub(KEPT_FREE).max(1)
    }

    fn move_cursor_up(&self, lines: usize) -> io::Result<()> {
        self.move_cursor(lines, 'A')
    }

    fn move_cursor_down(&self, lines: usize) -> io::Result<()> {
        self.move_cursor(lines, 'B')
    }

    fn move_cursor_right(&self, columns: usize) -> io::Result<()> {
        self.move_cursor(columns, 'C')
    }

    fn move_cursor_left(&self, columns: usize) -> io::Result<()> {
        self.move_cursor(columns, 'D')
    }

    fn write_line(&self, line: &str) -> io::Result<()> {
        self.write_str(&format!("{line}\n"))
    }

    fn write_str(&self, text: &str) -> io::Result<()> {
        io::stderr().write_all(text.as_bytes())
    }

    fn clear_line(&self) -> io::Result<()> {
        self.write_str("\r\u{1b}[2K")
    }

    fn flush(&self) -> io::Result<()> {
        io::stderr().flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_bar_leaves_room_for_what_the_terminal_shows_of_keys() {
        let full = terminal_size::terminal_size_of(io::stderr()).map_or(USUAL_WIDTH, |(width, _)| width.0);
        assert!(usize::from(BarTerminal.width()) + "^C".len() < usize::from(full));
    }
}
