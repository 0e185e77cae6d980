//! A stream seen through a window of bytes that are examined before they are consumed, or put back.

use super::bytes::Reader;
use crate::text::count_steps;
use std::io::{self, BufRead};

/// Bytes to come.
pub(super) struct Window<'a> {
    reader: Reader<'a>,
    buffer: Vec<u8>,
    start: usize,
    ended: bool,
    failed: Option<io::Error>,
}

impl<'a> Window<'a> {
    pub(super) fn new(reader: Reader<'a>) -> Self {
        Self { reader, buffer: Vec::new(), start: 0, ended: false, failed: None }
    }

    /// At least this many of the next bytes; fewer at the end, or before an error.
    pub(super) fn look(&mut self, least: usize) -> &[u8] {
        while self.buffer.len() - self.start < least && !self.ended && self.failed.is_none() {
            if self.start > least.max(1 << 16) || self.start == self.buffer.len() {
                count_steps(self.buffer.len() - self.start);
                self.buffer.drain(..self.start);
                self.start = 0;
            }
            match self.reader.fill_buf() {
                Ok(read) => {
                    let length = read.len();
                    count_steps(length);
                    self.ended = length == 0;
                    self.buffer.extend_from_slice(read);
                    self.reader.consume(length);
                }
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => self.failed = Some(error),
            }
        }
        &self.buffer[self.start..]
    }

    pub(super) fn consume(&mut self, amount: usize) {
        count_steps(amount);
        self.start = (self.start + amount).min(self.buffer.len());
    }

    /// Takes this many of the bytes that were examined.
    pub(super) fn take(&mut self, amount: usize, into: &mut Vec<u8>) {
        let end = (self.start + amount).min(self.buffer.len());
        into.extend_from_slice(&self.buffer[self.start..end]);
        self.start = end;
    }

    /// Puts bytes back in front of the next ones.
    pub(super) fn put_back(&mut self, bytes: &[u8]) {
        count_steps(self.buffer.len() - self.start + bytes.len());
        self.buffer.splice(..self.start, bytes.iter().copied());
        self.start = 0;
    }

    /// The error that stopped the view, after the bytes that can be seen.
    pub(super) fn error_ahead(&self) -> Option<&io::Error> {
        self.failed.as_ref()
    }

    /// The error that ended the bytes, if any. Bytes that were still in view are dropped: they are part of what is
    /// damaged. After it, the stream may go on.
    pub(super) fn take_error(&mut self) -> Option<io::Error> {
        let failed = self.failed.take();
        if failed.is_some() {
            self.start = self.buffer.len();
        }
        failed
    }
}
