//! The formats of news agencies to drafts: NewsML and NITF in XML, ninjs in JSON, and wire copy as text.

mod blocks;
pub(super) mod copy;
mod newsml1;
mod newsml_g2;
pub(super) mod ninjs;
mod nitf;
mod wire_lines;
mod wire_text;

use super::kind::Format;
use super::record::stream::Records;

pub(super) const NINJS: Format =
    Format { name: "ninjs", version: 2, sniff: ninjs::is_ninjs, records: Records::Whole, read: ninjs::read };
pub(super) const NEWSML_G2: Format = Format {
    name: "newsml-g2",
    version: 1,
    sniff: newsml_g2::is_newsml_g2,
    records: Records::Whole,
    read: newsml_g2::read,
};
pub(super) const NEWSML_1: Format =
    Format { name: "newsml1", version: 1, sniff: newsml1::is_newsml1, records: Records::Whole, read: newsml1::read };
pub(super) const NITF: Format =
    Format { name: "nitf", version: 1, sniff: nitf::is_nitf, records: Records::Whole, read: nitf::read };
pub(super) const WIRE_TEXT: Format = Format {
    name: "wire-text",
    version: 1,
    sniff: wire_text::is_wire_text,
    records: Records::Whole,
    read: wire_text::read,
};
