//! Web archives, WARC and the older ARC, to the pages in them: responses with status 200 and captured resources that
//! may hold an article, each with its address and time of capture. All other records are skipped with the reason.
//! Damage costs only the records it affects: reading goes on at the next recognisable record, and the loss is handed
//! over.

use super::budget::HTTP_HEAD_BYTES;
use super::bytes::Reader;
use super::gzip::DamagedMember;
use super::http_head::{HttpHead as Response, media_type};
use super::item::ItemFacts;
use super::skip::Skip;
use super::unfolding::Unfolding;
use super::warc_head::{Kind, Layout, RecordHead};
use super::warc_names::{holds_article, name_of};
use super::window::Window;
use crate::text::{count_steps, counted};
use std::io;

/// A web archive has its mark in the first record.
pub(super) fn is_warc(head: &[u8], _name: &str) -> bool {
    Layout::of(head).is_some()
}

/// Hands over every record.
pub(super) fn unfold(mut reader: Reader<'_>, unfolding: &mut Unfolding<'_>) -> io::Result<()> {
    let Some(layout) = Layout::of(reader.head()?) else { return Ok(()) };
    let mut records = Records { window: Window::new(reader), layout, number: 0 };
    loop {
        let goes_on = match records.next_head() {
            Ok(None) => return Ok(()),
            Ok(Some(head)) => {
                records.number += 1;
                records.hand_on(head, unfolding)
            }
            Err(RecordLoss { error, more: true }) => {
                records.number += 1;
                unfolding.spike(&records.place(), error)
            }
            Err(RecordLoss { error, more: false }) => return Err(error),
        };
        if !goes_on {
            return Ok(());
        }
    }
}

/// Bytes lost between two records.
struct RecordLoss {
    error: io::Error,
    /// Whether reading may go on after it.
    more: bool,
}

impl RecordLoss {
    fn bytes(detail: String) -> Self {
        Self { error: damaged(detail), more: true }
    }
}

impl From<io::Error> for RecordLoss {
    fn from(error: io::Error) -> Self {
        let more = DamagedMember::of(&error).is_some();
        Self { error, more }
    }
}

/// Bytes between records that do not count as a loss: old programs state lengths that are one or two too small.
const STRAY_BYTES: usize = 8;

/// Line ends between records.
const MAX_LINE_ENDS: usize = 16;

fn damaged(detail: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, detail.into())
}

struct Records<'a> {
    window: Window<'a>,
    layout: Layout,
    /// Number of the current record, from 1.
    number: u64,
}

impl Records<'_> {
    fn place(&self) -> String {
        format!("#{}", self.number)
    }

    /// The head of the next record. Any bytes before it are a loss.
    fn next_head(&mut self) -> Result<Option<RecordHead>, RecordLoss> {
        let mut passed = 0usize;
        loop {
            let view = self.window.look(HTTP_HEAD_BYTES);
            if view.is_empty() {
                return match self.window.take_error() {
                    Some(error) => Err(error.into()),
                    None if passed > STRAY_BYTES => Err(RecordLoss::bytes(format!(
                        "{} at the end are not a record",
                        counted(passed as u64, "byte")
                    ))),
                    None => Ok(None),
                };
            }
            if let Some((head, length)) = RecordHead::parse(view, self.layout) {
                if passed > STRAY_BYTES {
                    return Err(RecordLoss::bytes(format!("{} are not a record", counted(passed as u64, "byte"))));
                }
                self.window.consume(length);
                return Ok(Some(head));
            }
            let next = self.layout.next_start(view);
            // Not to the very end: the start of a record may be cut off there.
            let step = next.unwrap_or(view.len().saturating_sub(Layout::LONGEST_MARK).max(1));
            passed += view[..step].iter().filter(|byte| !byte.is_ascii_whitespace()).count();
            self.window.consume(step);
        }
    }

    /// Hands over one record, or why it is skipped.
    fn hand_on(&mut self, head: RecordHead, unfolding: &mut Unfolding<'_>) -> bool {
        let place = self.place();
        let verdict = self.verdict(&head);
        let block = match self.block(head.length, unfolding.caps.document_bytes) {
            Ok(block) => block,
            Err(error) => return unfolding.spike(&place, error),
        };
        let response = match verdict {
            Ok(response) => response,
            Err(skip) => return unfolding.skip(&place, skip),
        };
        let Some(block) = block else {
            let detail = format!("the record is larger than {} MiB", unfolding.caps.document_bytes >> 20);
            return unfolding.spike(&place, super::bytes::too_large(detail));
        };
        match document(&head, response.as_ref(), &block, unfolding) {
            Ok((facts, reader)) => unfolding.give(&place, facts, reader),
            Err(error) => unfolding.spike(&place, error),
        }
    }

    /// The response of a record that may hold an article (`None`: a resource, which has no HTTP head), or why it is
    /// skipped.
    fn verdict(&mut self, head: &RecordHead) -> Result<Option<Response>, Skip> {
        match head.kind {
            Kind::Revisit => return Err(Skip::Revisit),
            Kind::Companion => return Err(Skip::NoResponse),
            Kind::Response | Kind::Resource => {}
        }
        let is_web = head.url.get(..4).is_some_and(|start| start.eq_ignore_ascii_case("http"));
        let length = usize::try_from(head.length).unwrap_or(usize::MAX);
        let start = self.window.look(length.min(HTTP_HEAD_BYTES));
        let response = Response::parse(&start[..start.len().min(length)]);
        let stated = match &response {
            Some(response) if response.status != 200 => return Err(Skip::HttpStatus),
            Some(response) => response.field("content-type"),
            None if head.kind == Kind::Response => return Err(Skip::NoResponse),
            None => head.content_type.as_deref(),
        };
        if !is_web {
            return Err(Skip::NoResponse);
        }
        holds_article(&head.url, stated).then_some(response).ok_or(Skip::NoArticleType)
    }

    /// The bytes of a record; `None` if they are more than `most` and were skipped. The stated length is trusted if a
    /// record or the end follows it; otherwise a record that starts earlier ends this one.
    fn block(&mut self, length: u64, most: u64) -> io::Result<Option<Vec<u8>>> {
        if length > most {
            return self.pass(length).map(|()| None);
        }
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        let mut block = Vec::new();
        while block.len() < length {
            let seen = self.window.look(1).len();
            if seen == 0 {
                break;
            }
            self.window.take(seen.min(length - block.len()), &mut block);
        }
        let whole = block.len() == length;
        if whole && self.a_record_follows() {
            return Ok(Some(block));
        }
        count_steps(block.len());
        if let Some(start) = self.layout.inner_start(&block) {
            self.window.put_back(&block[start..]);
            return Err(damaged("the stated length reaches into the next record"));
        }
        match self.window.error_ahead() {
            // The damage is in the next record: this one is whole.
            Some(error) if whole && DamagedMember::of(error).is_some_and(|member| !member.given) => Ok(Some(block)),
            Some(_) => Err(self.window.take_error().unwrap_or_else(|| damaged("cannot be read"))),
            None if whole => Ok(Some(block)),
            None => Err(io::Error::new(
                io::ErrorKind::UnexpectedEof,
                format!("it ends {} early", counted((length - block.len()) as u64, "byte")),
            )),
        }
    }

    /// Skips a long record, up to the next record that starts inside it.
    fn pass(&mut self, length: u64) -> io::Result<()> {
        let mut left = length;
        while left > 0 {
            let view = self.window.look(HTTP_HEAD_BYTES);
            let here = usize::try_from(left).unwrap_or(usize::MAX).min(view.len());
            if here == 0 {
                let detail = format!("it ends {} early", counted(left, "byte"));
                let early = || io::Error::new(io::ErrorKind::UnexpectedEof, detail);
                return Err(self.window.take_error().unwrap_or_else(early));
            }
            if let Some(start) = self.layout.inner_start(&view[..here]) {
                self.window.consume(start);
                return Err(damaged("the stated length reaches into the next record"));
            }
            // What is cut off at the edge of the view may be the start of a record.
            let step =
                if here == view.len() && (here as u64) < left { here - here.min(Layout::LONGEST_MARK) } else { here };
            let step = step.max(1);
            self.window.consume(step);
            left -= step as u64;
        }
        Ok(())
    }

    fn a_record_follows(&mut self) -> bool {
        let view = self.window.look(Layout::LONGEST_MARK + MAX_LINE_ENDS);
        let line_ends = view.iter().take(MAX_LINE_ENDS).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let rest = &view[line_ends..];
        let ended = rest.is_empty();
        let follows = self.layout.starts(rest);
        follows || (ended && self.window.error_ahead().is_none())
    }
}

/// The document of a record and what is known of it.
fn document<'r>(
    head: &RecordHead,
    response: Option<&Response>,
    block: &'r [u8],
    unfolding: &Unfolding<'_>,
) -> io::Result<(ItemFacts, Reader<'r>)> {
    let mut notes = head.notes.clone();
    let body = match response {
        Some(response) => {
            let raw = block.get(response.length..).unwrap_or_default();
            response.body(raw, unfolding.caps.document_bytes, &mut notes)?
        }
        None => block.into(),
    };
    let stated = response.map_or(head.content_type.as_deref(), |response| response.field("content-type"));
    let (kind, charset) = media_type(stated.unwrap_or_default());
    let facts =
        ItemFacts { url: Some(head.url.clone()), captured: head.captured.clone(), charset, notes, sidecar: None };
    let length = body.len() as u64;
    let reader = unfolding.reader(io::Cursor::new(body), &name_of(&head.url, &kind), length, None)?;
    Ok((facts, reader))
}
