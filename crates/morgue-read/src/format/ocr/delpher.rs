//! Article texts of the Dutch newspaper archive (`<text><title/><p/>`) to drafts. They state only title and text.

use crate::format::agency::copy::WireCopy;
use crate::format::input::charset_note;
use crate::format::xml::tree;
use crate::format::{Block, DocumentHead, Drafts, FormatError, Input, MetaField};

pub(super) fn is_delpher(head: &DocumentHead) -> bool {
    head.has_root(&["text"]) && head.text.contains("<title") && head.text.contains("<p>")
}

pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = tree::decoded(input);
    let document = tree::parse(&decoded.text)?;
    for root in &document.roots {
        let mut copy = WireCopy::new("delpher");
        root.all("title").for_each(|title| copy.offer(MetaField::Title, "title", &title.text()));
        let paragraphs = root.all("p").map(|paragraph| paragraph.text()).filter(|text| !text.is_empty());
        copy.blocks.extend(paragraphs.map(Block::paragraph));
        copy.notes.extend(charset_note(&decoded));
        copy.notes.extend(document.notes.clone());
        drafts.push(copy.into_draft()?);
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::agency::copy::testing::lines;

    #[test]
    fn title_and_paragraphs_are_read() {
        let text = "<?xml version='1.0'?><text><title>ZWEEDEN.</title><p>Den 5 Mey.</p><p>&apos;t Hof</p></text>";
        let want = ["draft", "Title delpher:title = ZWEEDEN.", "Paragraph: Den 5 Mey.", "Paragraph: 't Hof"];
        assert_eq!(lines(read, text.as_bytes()), want);
        assert_eq!(lines(read, b"<text><title/></text>"), ["refused empty: no title and no text"]);
    }
}
