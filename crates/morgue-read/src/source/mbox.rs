//! Mailboxes (mbox) to their messages, read as a stream. A message starts at a line `From sender date` after a blank
//! line; `>From` at the start of a line loses the `>` that the mailbox writer added.

use super::bytes::{Reader, too_large};
use super::item::ItemFacts;
use super::unfolding::Unfolding;
use super::window::Window;
use std::io::{self, Cursor};

/// A mailbox starts with the `From` line of its first message, followed by header fields.
pub(super) fn is_mbox(head: &[u8], _name: &str) -> bool {
    starts_message(head)
}

/// Hands over every message.
pub(super) fn unfold(reader: Reader<'_>, unfolding: &mut Unfolding<'_>) -> io::Result<()> {
    let mut mailbox =
        Mailbox { window: Window::new(reader), after_blank: true, most: unfolding.caps.document_bytes, failed: false };
    let mut number = 0u64;
    while let Some(message) = mailbox.next_message() {
        number += 1;
        let place = format!("#{number}");
        let goes_on = match message {
            Ok(bytes) => {
                let length = bytes.len() as u64;
                match unfolding.reader(Cursor::new(bytes), "message.eml", length, None) {
                    Ok(reader) => unfolding.give(&place, ItemFacts::default(), reader),
                    Err(error) => unfolding.spike(&place, error),
                }
            }
            // A stream may return the same error again and again.
            Err(error) => unfolding.spike(&place, error) && !mailbox.failed,
        };
        if !goes_on {
            break;
        }
    }
    Ok(())
}

/// Longest line that is examined as a whole.
const MAX_LINE: usize = 4 << 10;

const MARK: &[u8] = b"From ";

struct Mailbox<'a> {
    window: Window<'a>,
    /// Whether the previous line was blank, or there was none.
    after_blank: bool,
    /// Most bytes of one message.
    most: u64,
    /// Whether nothing more can be read.
    failed: bool,
}

impl Mailbox<'_> {
    /// The next message without its first line; `None` at the end.
    fn next_message(&mut self) -> Option<io::Result<Vec<u8>>> {
        if self.window.look(1).is_empty() {
            return self.failure().map(Err);
        }
        let (mut message, mut length, mut lines) = (Vec::new(), 0u64, 0u64);
        let mut starts_line = true;
        loop {
            let view = self.window.look(MAX_LINE);
            if view.is_empty() {
                break;
            }
            if starts_line && lines > 0 && self.after_blank && starts_message(view) {
                break;
            }
            let end = view.iter().position(|&byte| byte == b'\n').map(|at| at + 1);
            let line = end.unwrap_or(view.len());
            let quoted = usize::from(starts_line && is_quoted(&view[..line]));
            let is_mark = starts_line && lines == 0 && view.starts_with(MARK);
            let blank = starts_line && view[..line].iter().all(|byte| matches!(byte, b'\r' | b'\n'));
            self.window.consume(quoted);
            length += (line - quoted) as u64;
            if is_mark || length > self.most {
                self.window.consume(line - quoted);
            } else {
                self.window.take(line - quoted, &mut message);
            }
            self.after_blank = blank;
            lines += u64::from(end.is_some());
            starts_line = end.is_some();
        }
        if let Some(error) = self.failure() {
            return Some(Err(error));
        }
        let detail = || format!("the message is larger than {} MiB", self.most >> 20);
        Some(if length > self.most { Err(too_large(detail())) } else { Ok(message) })
    }

    fn failure(&mut self) -> Option<io::Error> {
        let error = self.window.take_error();
        self.failed = error.is_some();
        error
    }
}

/// `From sender date`: with a clock time in it, or with a header field in the next line.
fn starts_message(view: &[u8]) -> bool {
    let mut lines = view.split(|&byte| byte == b'\n');
    let Some(mark) = lines.next().and_then(|line| line.strip_prefix(MARK)) else { return false };
    let text = String::from_utf8_lossy(&mark[..mark.len().min(200)]);
    let has_clock = text.split_whitespace().any(|word| {
        let mut parts = word.split(':');
        let number = |part: Option<&str>| {
            part.is_some_and(|part| (1..=2).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_digit()))
        };
        number(parts.next()) && number(parts.next())
    });
    let field = lines.next().is_some_and(is_field);
    field || (has_clock && text.split_whitespace().count() >= 4)
}

/// `Name: value`.
fn is_field(line: &[u8]) -> bool {
    let name = line.split(|&byte| byte == b':').next().unwrap_or_default();
    let named = !name.is_empty() && name.len() < line.len() && name.len() <= 60;
    named && name.iter().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
}

/// `>From `, `>>From `: one `>` more than the author wrote.
fn is_quoted(line: &[u8]) -> bool {
    let signs = line.iter().take_while(|&&byte| byte == b'>').count();
    signs > 0 && line[signs..].starts_with(MARK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{Caps, Content, unfold};
    use std::io::Write;

    fn messages(mailbox: &[u8], caps: &Caps) -> Vec<(String, String)> {
        let mut file = tempfile::NamedTempFile::new().expect("a file");
        file.write_all(mailbox).expect("written");
        let mut found = Vec::new();
        unfold(file.path(), caps, &mut |item| {
            let text = match item.content {
                Content::Document(mut reader) => {
                    String::from_utf8_lossy(&reader.read_document(caps).expect("read")).into()
                }
                Content::Skipped(skip) => format!("skipped: {}", skip.reason()),
                Content::Unreadable(error) => format!("unreadable: {error}"),
            };
            found.push((item.member, text));
            true
        });
        found
    }

    #[test]
    fn messages_start_at_from_after_a_blank_line() {
        let mailbox = b"From ann@a.example Fri Oct 25 10:00:00 2024\r\nSubject: One\r\n\r\nFirst.\r\nFrom here on\r\n\r\n\
            >From now on.\r\n>>From a quote\r\n\r\nFrom there it went on.\r\n\r\n\
            From bo@b.example Fri Oct 25 11:00:00 2024\nSubject: Two\n\nSecond.\n\nFrom -\nX-Status: read\nSubject: Three\n";
        let got = messages(mailbox, &Caps::default());
        let want = [
            (
                "#1",
                "Subject: One\r\n\r\nFirst.\r\nFrom here on\r\n\r\nFrom now on.\r\n>From a quote\r\n\r\nFrom there it went on.\r\n\r\n",
            ),
            ("#2", "Subject: Two\n\nSecond.\n\n"),
            ("#3", "X-Status: read\nSubject: Three\n"),
        ];
        assert_eq!(got, want.map(|(place, text)| (place.to_owned(), text.to_owned())));
    }

    #[test]
    fn a_text_that_starts_with_from_is_not_a_mailbox() {
        assert!(!is_mbox(b"From the archive: the flood of 1953\n\nThe sea came at night.\n", "a.txt"));
        assert!(is_mbox(b"From MAILER-DAEMON Fri Jul  8 12:08:34 2011\nFrom: x\n", "a"));
    }

    #[test]
    fn a_message_over_the_cap_costs_itself_alone() {
        let long = "a line of a long message\n".repeat(500);
        let mark = "From a@a.example Fri Oct 25 10:00:00 2024\n";
        let mailbox = format!("{mark}Subject: long\n\n{long}\n{mark}Subject: short\n\nText.\n");
        let got = messages(mailbox.as_bytes(), &Caps { document_bytes: 9000, ..Caps::default() });
        assert_eq!(got.len(), 2);
        assert!(got[0].1.starts_with("unreadable: the message is larger than 0 MiB"), "{}", got[0].1);
        assert_eq!(got[1], ("#2".to_owned(), "Subject: short\n\nText.\n".to_owned()));
    }
}
