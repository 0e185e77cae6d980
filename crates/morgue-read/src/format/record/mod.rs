//! Records with named fields to drafts: JSON, JSON Lines and tables, streamed record by record; and sidecars.

mod cells;
pub(super) mod csv;
mod field_names;
mod field_values;
pub(super) mod fields;
mod items;
mod json;
pub(super) mod names;
mod nested;
pub(super) mod sidecar;
mod slot;
pub(super) mod stream;
pub(super) mod values;

use super::kind::Format;
use names::Mapping;
use std::io::BufRead;
use stream::{Record, Records};

pub(super) const JSON_LINES: Format =
    Format { name: "jsonl", version: 5, sniff: stream::is_json_lines, records: Records::Lines, read: json::read };
pub(super) const JSON_ARRAY: Format = Format {
    name: "json-array",
    version: 5,
    sniff: stream::is_json_array,
    records: Records::Elements,
    read: json::read,
};
pub(super) const JSON: Format =
    Format { name: "json", version: 5, sniff: stream::is_json_object, records: Records::Whole, read: json::read };
pub(super) const CSV: Format =
    Format { name: "csv", version: 2, sniff: csv::is_csv, records: Records::Rows, read: csv::read };

/// Passes every record to `sink` until that returns `false`; `fields` says which tables hold articles.
pub(super) fn each(
    records: Records,
    reader: &mut dyn BufRead,
    max_bytes: u64,
    fields: Option<&Mapping>,
    sink: &mut dyn FnMut(Record) -> bool,
) {
    match records {
        Records::Whole => {
            sink(Record { number: None, bytes: stream::read_whole(reader, max_bytes) });
        }
        Records::Lines => stream::read_lines(reader, max_bytes, sink),
        Records::Elements => stream::read_elements(reader, max_bytes, sink),
        Records::Rows => csv::read_rows(reader, max_bytes, fields, sink),
        Records::Feed => items::read_feed(reader, max_bytes, sink),
    }
}
