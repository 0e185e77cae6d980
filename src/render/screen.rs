//! What may be a terminal. There, characters that could act on it and are left in JSON are written as JSON escapes; the
//! formats for people contain none.

use crate::text::escaped_json;
use std::io::{self, Write};

/// A terminal, or any other output.
#[derive(Debug)]
pub struct Screen<W> {
    out: W,
    is_terminal: bool,
    /// The first bytes of a character whose last ones are not written yet.
    begun: Vec<u8>,
}

impl<W: Write> Screen<W> {
    pub fn new(out: W, is_terminal: bool) -> Self {
        Self { out, is_terminal, begun: Vec::new() }
    }

    fn show(&mut self, bytes: &[u8]) -> io::Result<()> {
        let mut rest = bytes;
        loop {
            let wrong = match std::str::from_utf8(rest) {
                Ok(text) => return self.out.write_all(escaped_json(text).as_bytes()),
                Err(wrong) => wrong,
            };
            let (text, after) = rest.split_at(wrong.valid_up_to());
            // Just checked to be text.
            let text = std::str::from_utf8(text).unwrap_or_default();
            self.out.write_all(escaped_json(text).as_bytes())?;
            let Some(length) = wrong.error_len() else {
                self.begun = after.to_owned();
                return Ok(());
            };
            // Not text: a picture or an archive, as it is.
            self.out.write_all(&after[..length])?;
            rest = &after[length..];
        }
    }
}

impl<W: Write> Write for Screen<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if !self.is_terminal {
            return self.out.write(bytes);
        }
        if self.begun.is_empty() {
            self.show(bytes)?;
        } else {
            let mut whole = std::mem::take(&mut self.begun);
            whole.extend_from_slice(bytes);
            self.show(&whole)?;
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.write_all(&std::mem::take(&mut self.begun))?;
        self.out.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_could_act_on_a_terminal_is_escaped_wherever_the_writes_are_cut() {
        let json = "{\"a\": \"é\u{202e}x\u{9b}31m\u{e0041}\u{feff}中\"}\n\u{1b}[1mbold\u{1b}[0m";
        let want = "{\"a\": \"é\\u202ex\\u009b31m\\udb40\\udc41\\ufeff中\"}\n\u{1b}[1mbold\u{1b}[0m";
        for cut in 1..json.len() {
            let mut screen = Screen::new(Vec::new(), true);
            json.as_bytes().chunks(cut).for_each(|part| screen.write_all(part).expect("written"));
            assert_eq!(String::from_utf8_lossy(&screen.out), want, "{cut}");
        }
        let mut file = Screen::new(Vec::new(), false);
        file.write_all(json.as_bytes()).expect("written");
        assert_eq!(file.out, json.as_bytes());
        let mut screen = Screen::new(Vec::new(), true);
        screen.write_all(b"a\xff\xc2b").expect("written");
        assert_eq!(screen.out, b"a\xff\xc2b");
    }
}
