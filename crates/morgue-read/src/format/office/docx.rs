//! Word documents (DOCX) to drafts: the story in the main part, followed by footnotes and endnotes. Deleted text, moved
//! text at its old position and second forms of text boxes are skipped. Workbooks are passed to their own reader,
//! slides are rejected.

use super::docx_styles::Styles;
use super::docx_text::Story;
use super::manuscript::{self, Paragraph, Properties};
use super::package::Package;
use super::xlsx;
use crate::format::reason::Reason;
use crate::format::xml::events::Event;
use crate::format::{Drafts, FormatError, Input, database};

/// Reads a document, or the tables of a workbook.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let document = match document(input.bytes) {
        // Only the main part shows what a package holds, whatever its name.
        Err(error) if error.reason == Reason::Spreadsheet => return xlsx::read(input, drafts),
        document => document?,
    };
    if !database::split_paragraphs(document.paragraphs.iter().map(|it| it.text.as_str()), drafts)? {
        drafts.push(manuscript::draft("docx", &document.paragraphs, &document.properties));
    }
    if let (Some(error), Some(draft)) = (document.broken, drafts.found.last_mut()) {
        draft.notes.push(format!("text is missing: {}", error.detail));
    }
    Ok(())
}

/// The content of a Word document.
#[derive(Debug)]
pub(crate) struct Document {
    /// In document order, notes last.
    pub paragraphs: Vec<Paragraph>,
    pub properties: Properties,
    /// What ended the text early.
    pub broken: Option<FormatError>,
}

/// Reads a Word document.
pub(crate) fn document(bytes: &[u8]) -> Result<Document, FormatError> {
    let mut package = Package::open(bytes)?;
    let (paragraphs, broken) = paragraphs_of(&mut package)?;
    Ok(Document { paragraphs, broken, properties: package.properties("docProps/core.xml") })
}

fn paragraphs_of(package: &mut Package<'_>) -> Result<(Vec<Paragraph>, Option<FormatError>), FormatError> {
    let main = main_part(package)?;
    let (folder, _) = main.rsplit_once('/').unwrap_or(("", &main));
    let beside = |name: &str| if folder.is_empty() { name.to_owned() } else { format!("{folder}/{name}") };
    let styles = Styles::read(package, &beside("styles.xml"));
    let mut story = Story::new(&styles);
    let mut broken = None;
    for part in [main.clone(), beside("footnotes.xml"), beside("endnotes.xml")] {
        if let Err(error) = package.events(&part, &mut |event| story.take(&event)) {
            broken.get_or_insert(error);
        }
        story.end_part();
        if let Some(error) = story.refused.take() {
            return Err(error);
        }
    }
    match (story.finish(), broken) {
        (paragraphs, Some(error)) if paragraphs.is_empty() || error.reason == Reason::TooLarge => Err(error),
        found => Ok(found),
    }
}

/// Types of relationships have this ending in both editions of the standard.
const MAIN_RELATION: &str = "/officeDocument";

/// The part that holds the story, as the package states it.
fn main_part(package: &mut Package<'_>) -> Result<String, FormatError> {
    let mut main = None;
    package.events("_rels/.rels", &mut |event| {
        if let Event::Start(tag) = event
            && main.is_none()
            && tag.attribute("Type").is_some_and(|kind| kind.ends_with(MAIN_RELATION))
        {
            main = tag.attribute("Target").map(|target| target.trim_start_matches('/').to_owned());
        }
    })?;
    let main = main.unwrap_or_else(|| "word/document.xml".to_owned());
    let refused = |reason, kind: &str| Err(FormatError::new(reason, kind));
    match main.split('/').next() {
        Some("xl") => refused(Reason::Spreadsheet, "an Excel workbook (XLSX)"),
        Some("ppt") => refused(Reason::Slides, "PowerPoint slides (PPTX)"),
        Some("visio") => refused(Reason::UnsupportedFormat, "a Visio drawing"),
        _ if !package.has(&main) => refused(Reason::UnsupportedFormat, "a zip file that is not a Word document"),
        _ => Ok(main),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{BlockRole, MetaField};
    use std::io::{Cursor, Write};

    /// A package of these parts, with a `_rels/.rels` that names the main one.
    fn package(main: &str, parts: &[(&str, &str)]) -> Vec<u8> {
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let relation = format!(
            r#"<Relationships><Relationship Id="1" Type="http://x/metadata/core-properties" Target="docProps/core.xml"/>
            <Relationship Id="2" Type="http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument" Target="{main}"/>
            </Relationships>"#
        );
        for (name, text) in [("[Content_Types].xml", "<Types/>"), ("_rels/.rels", &relation)].iter().chain(parts) {
            zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("started");
            zip.write_all(text.as_bytes()).expect("written");
        }
        zip.finish().expect("finished").into_inner()
    }

    fn xml(body: &str) -> String {
        format!(r#"<?xml version="1.0"?><w:document xmlns:w="w"><w:body>{body}</w:body></w:document>"#)
    }

    fn story(body: &str) -> Vec<Paragraph> {
        let bytes = package("word/document.xml", &[("word/document.xml", &xml(body))]);
        let document = super::document(&bytes).expect("read");
        assert_eq!(document.broken, None);
        document.paragraphs
    }

    fn texts(body: &str) -> Vec<String> {
        story(body).into_iter().map(|paragraph| paragraph.text).collect()
    }

    #[test]
    fn text_is_what_a_reader_sees() {
        for (body, want) in [
            ("<w:p><w:r><w:t xml:space='preserve'>Two </w:t></w:r><w:r><w:t>runs</w:t></w:r></w:p>", vec!["Two runs"]),
            ("<w:p><w:r><w:t>A</w:t><w:tab/><w:t>B</w:t><w:br/><w:t>C</w:t></w:r></w:p>", vec!["A\tB\nC"]),
            ("<w:p><w:pPr><w:tabs><w:tab w:val='left'/></w:tabs></w:pPr><w:r><w:t>A</w:t></w:r></w:p>", vec!["A"]),
            ("<w:p><w:r><w:t>A &amp; B &#x2013; &bomb;C</w:t></w:r></w:p>", vec!["A & B – C"]),
            (
                "<w:p><w:r><w:t>on</w:t><w:softHyphen/><w:t>line e</w:t><w:noBreakHyphen/><w:t>mail</w:t></w:r></w:p>",
                vec!["online e-mail"],
            ),
            (
                "<w:p><w:del><w:r><w:delText>old</w:delText><w:t>old</w:t></w:r></w:del><w:ins><w:r><w:t>new</w:t></w:r></w:ins></w:p>",
                vec!["new"],
            ),
            (
                "<w:p><w:moveFrom><w:r><w:t>moved</w:t></w:r></w:moveFrom></w:p><w:p><w:moveTo><w:r><w:t>moved</w:t></w:r></w:moveTo></w:p>",
                vec!["moved"],
            ),
            (
                "<w:p><w:r><w:t>Beside</w:t><mc:AlternateContent><mc:Choice><w:txbxContent><w:p><w:r><w:t>a box</w:t></w:r></w:p>\
                 </w:txbxContent></mc:Choice><mc:Fallback><w:p><w:r><w:t>a box</w:t></w:r></w:p></mc:Fallback></mc:AlternateContent>\
                 <w:t> it stands</w:t></w:r></w:p>",
                vec!["Beside it stands", "a box"],
            ),
            (
                "<w:p><w:pPr><w:framePr w:dropCap='drop'/></w:pPr><w:r><w:t>T</w:t></w:r></w:p><w:p><w:r><w:t>he river</w:t></w:r></w:p>",
                vec!["The river"],
            ),
            (
                "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>Town</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>4.2 m</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
                vec!["Town\t4.2 m"],
            ),
            ("<w:p><w:r><w:instrText>HYPERLINK x</w:instrText><w:t>a link</w:t></w:r></w:p><w:p/>", vec!["a link"]),
            ("<x:p><x:r><x:t>Other prefix</x:t></x:r></x:p>", vec!["Other prefix"]),
            ("<w:tr><w:p><w:r><w:t>A</w:t></w:tr><w:p><w:r><w:t>B</w:t></w:p></w:p></w:tr></w:p>", vec!["A", "B"]),
        ] {
            assert_eq!(texts(body), want, "{body}");
        }
    }

    #[test]
    fn bookmarks_belong_to_the_paragraph_that_they_open() {
        let body = "<w:bookmarkStart w:name='Bookmark_1'/><w:p/><w:p><w:r><w:t>One</w:t></w:r></w:p>\
                    <w:p><w:bookmarkStart w:name='Bookmark_2'/><w:r><w:t>Two</w:t></w:r></w:p>";
        let got: Vec<_> = story(body).into_iter().map(|paragraph| (paragraph.text, paragraph.bookmarks)).collect();
        let want = [("One", "Bookmark_1"), ("Two", "Bookmark_2")];
        assert_eq!(got, want.map(|(text, name)| (text.to_owned(), vec![name.to_owned()])));
    }

    const STYLES: &str = "<w:styles><w:style w:styleId='Titel'><w:name w:val='Title'/></w:style>\
        <w:style w:styleId='berschrift2'><w:name w:val='heading 2'/></w:style>\
        <w:style w:styleId='Zwischentitel'><w:name w:val='House crosshead'/><w:basedOn w:val='berschrift2'/></w:style>\
        <w:style w:styleId='Kreis'><w:name w:val='x'/><w:basedOn w:val='Kreis'/></w:style>\
        <w:style w:styleId='Vorspann'><w:name w:val='Subtitle'/></w:style></w:styles>";

    const LONG: &str = "The ferry to the outer islands will not sail before Thursday, the harbour office said on Monday, \
                        because the slipway at the northern pier was damaged by the storm.";

    fn paragraph(style: &str, text: &str) -> String {
        format!("<w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>{text}</w:t></w:r></w:p>")
    }

    fn draft(body: &str, core: &str) -> crate::format::Draft {
        let notes = "<w:footnotes><w:footnote w:type='separator'><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\
                     <w:footnote><w:p><w:r><w:t>The office confirmed it.</w:t></w:r></w:p></w:footnote></w:footnotes>";
        let body = xml(body);
        let parts = [
            ("docs/main.xml", body.as_str()),
            ("docs/styles.xml", STYLES),
            ("docs/footnotes.xml", notes),
            ("docProps/core.xml", core),
        ];
        let bytes = package("/docs/main.xml", &parts);
        let mut drafts = Drafts::default();
        read(&Input { bytes: &bytes, ..Input::default() }, &mut drafts).expect("read");
        drafts.found.pop().expect("a draft")
    }

    #[test]
    fn styles_are_known_by_their_names_and_notes_follow_the_story() {
        let body = [
            paragraph("Titel", "Ferry waits for Thursday"),
            paragraph("Vorspann", "A storm broke the slipway"),
            paragraph("Zwischentitel", "What broke"),
            paragraph("Kreis", LONG),
            paragraph("Heading1", "No style sheet knows it"),
        ];
        let draft = draft(&body.concat(), "");
        let got: Vec<_> = draft.blocks.iter().map(|block| (block.role, block.text.as_str())).collect();
        let want = [
            (BlockRole::Paragraph, "Ferry waits for Thursday"),
            (BlockRole::Deck, "A storm broke the slipway"),
            (BlockRole::Heading(2), "What broke"),
            (BlockRole::Paragraph, LONG),
            (BlockRole::Heading(1), "No style sheet knows it"),
            (BlockRole::Paragraph, "The office confirmed it."),
        ];
        assert_eq!(got, want);
        assert_eq!(draft.candidates[0].value, "Ferry waits for Thursday");
    }

    #[test]
    fn properties_are_trusted_if_the_text_confirms_them() {
        let core = |title: &str, author: &str| {
            format!(
                "<cp:coreProperties><dc:title>{title}</dc:title><dc:creator>{author}</dc:creator>\
                 <dcterms:created>2024-01-02T03:04:05Z</dcterms:created></cp:coreProperties>"
            )
        };
        let heading = paragraph("berschrift2", "Ferry waits for Thursday");
        let plain = paragraph("x", "Ferry waits for Thursday");
        let byline = paragraph("x", "By Mira Holt, Northport");
        let offered = |head: &str, core: &str| -> Vec<(MetaField, String)> {
            let draft = draft(&format!("{head}{}", paragraph("x", LONG)), core);
            draft.candidates.into_iter().map(|candidate| (candidate.field, candidate.value)).collect()
        };
        let title = (MetaField::Title, "Ferry waits for Thursday".to_owned());
        let cases = [
            (heading.clone(), core("Microsoft Word - ferry_v3.doc", "typist"), vec![title.clone()]),
            (plain.clone(), core("FERRY WAITS FOR THURSDAY", ""), vec![title.clone()]),
            (plain.clone(), core("Template for news", "Owner"), vec![]),
            (plain + &byline, core("", "Mira Holt"), vec![(MetaField::Byline, "Mira Holt".to_owned())]),
            (byline.clone() + &heading, core("", "Owner"), vec![title]),
        ];
        for (head, core, want) in cases {
            assert_eq!(offered(&head, &core), want, "{head} {core}");
        }
    }

    #[test]
    fn what_is_no_word_document_is_refused_with_its_kind() {
        let text = xml("<w:p><w:r><w:t>A</w:t></w:r></w:p>");
        for (main, part, reason, want) in [
            ("xl/workbook.xml", "xl/workbook.xml", "spreadsheet", "an Excel workbook (XLSX)"),
            ("ppt/presentation.xml", "ppt/presentation.xml", "slides", "PowerPoint slides (PPTX)"),
            ("word/document.xml", "word/other.xml", "unsupported-format", "a zip file that is not a Word document"),
        ] {
            let error = super::document(&package(main, &[(part, &text)])).expect_err("refused");
            assert_eq!((error.reason.as_str(), error.detail.as_str()), (reason, want));
        }
        assert_eq!(super::document(b"PK\x03\x04 and no more").expect_err("refused").reason.as_str(), "damaged");
    }

    #[test]
    fn a_damaged_part_gives_the_text_before_the_damage_and_a_note() {
        let text = xml("<w:p><w:r><w:t>Whole</w:t></w:r></w:p><w:p><w:r><w:t>cut <");
        let bytes = package("word/document.xml", &[("word/document.xml", &text[..text.len() - 28])]);
        let document = super::document(&bytes).expect("read");
        assert_eq!(document.paragraphs[0].text, "Whole");
        assert_eq!(document.broken.expect("an error").reason.as_str(), "damaged");
    }
}
