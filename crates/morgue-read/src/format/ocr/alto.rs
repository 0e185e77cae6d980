//! ALTO pages, alone or inside METS, to drafts: a text block is a paragraph, and words split at line ends are joined.
//! METS without text is rejected: its pages are separate files.

use super::paragraph::{HYPHENS, Paragraph, draft, short_language};
use crate::article::Origin;
use crate::format::input::charset_note;
use crate::format::reason::Reason;
use crate::format::xml::element::Element;
use crate::format::xml::tree;
use crate::format::{Block, BlockRole, Candidate, DocumentHead, Drafts, FormatError, Input, MetaField};
use crate::text::{nfc, squeeze};
use std::collections::HashSet;

pub(super) fn is_alto(head: &DocumentHead) -> bool {
    head.has_root(&["alto"])
}

pub(super) fn is_mets(head: &DocumentHead) -> bool {
    head.has_root(&["mets"])
}

/// Reads ALTO, one draft for each document.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = tree::decoded(input);
    let document = tree::parse(&decoded.text)?;
    let mut blocks = Vec::new();
    let mut candidates = Vec::new();
    for root in &document.roots {
        root.walk(&mut |element| {
            if element.is("alto") {
                Page::new(element).push(element, &mut blocks);
                candidates.extend(language_of(element));
            }
            !element.is("alto")
        });
    }
    if blocks.is_empty() {
        return Err(FormatError::new(Reason::NoText, "no text was recognised on its pages"));
    }
    let title = blocks.iter().find(|block| block.role == BlockRole::Heading(1)).map(|block| block.text.clone());
    candidates.extend(title.map(|value| Candidate {
        field: MetaField::Title,
        value,
        origin: Origin::fixed("alto:heading"),
    }));
    let mut draft = draft("alto", blocks);
    draft.candidates = candidates;
    draft.notes.extend(charset_note(&decoded));
    draft.notes.extend(document.notes);
    drafts.push(draft);
    Ok(())
}

/// Reads METS: the pages inside it, with the title and date of the issue.
pub(super) fn read_mets(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    read(input, drafts).map_err(|error| match error.reason {
        Reason::NoText => {
            FormatError::new(Reason::NoText, "METS lists the pages of an issue; the text is in other files")
        }
        _ => error,
    })?;
    let decoded = tree::decoded(input);
    let document = tree::parse(&decoded.text)?;
    let (Some(root), Some(draft)) = (document.roots.first(), drafts.found.last_mut()) else { return Ok(()) };
    let mut offer = |field, name, value: &str| {
        let value = nfc(&squeeze(value)).into_owned();
        if !value.is_empty() {
            draft.candidates.push(Candidate { field, value, origin: Origin::of("mets", name) });
        }
    };
    offer(MetaField::Title, "LABEL", root.attribute("LABEL").unwrap_or_default());
    if let Some(issue) = root.find("mods") {
        let text = |name: &str| issue.find(name).map(Element::text).unwrap_or_default();
        offer(MetaField::Published, "dateIssued", &text("dateIssued"));
        offer(MetaField::Outlet, "titleInfo", &text("title"));
        offer(MetaField::Language, "languageTerm", short_language(&text("languageTerm")));
    }
    Ok(())
}

fn language_of(alto: &Element) -> Option<Candidate> {
    let mut tag = None;
    alto.walk(&mut |element| {
        let stated = ["Page", "TextBlock"].iter().any(|name| element.is(name));
        let stated = stated.then(|| element.attribute("LANG").or(element.attribute("language"))).flatten();
        tag = tag.take().or(stated.map(str::to_owned));
        tag.is_none()
    });
    let value = short_language(&tag?).to_owned();
    Some(Candidate { field: MetaField::Language, value, origin: Origin::fixed("alto:LANG") })
}

/// Conventions of one page.
struct Page {
    /// Whether spaces are written as elements; if so, strings without one between them are parts of one word.
    has_blanks: bool,
    /// Tags that mark a block as a heading.
    headings: HashSet<String>,
    /// A word whose first part was just read, and whose second part is still to come.
    split_word: Option<SplitWord>,
}

/// A word split over two strings.
struct SplitWord {
    whole: String,
    first: String,
}

impl SplitWord {
    /// Whether a string is the second part: it says so, or it is what the first part lacks.
    fn is_ended_by(&self, content: &str, stated: Option<&str>, is_second: bool) -> bool {
        let lacking = self.whole.strip_prefix(self.first.trim_end_matches(HYPHENS)).unwrap_or_default();
        let named = stated.map_or(self.whole.ends_with(content), |whole| whole == self.whole);
        (is_second && named) || lacking.trim_start_matches(HYPHENS) == content
    }
}

impl Page {
    fn new(alto: &Element) -> Self {
        let is_heading = |tag: &&Element| {
            let label = tag.attribute("LABEL").or(tag.attribute("TYPE")).unwrap_or_default().to_ascii_lowercase();
            ["headline", "heading", "title"].contains(&label.as_str())
        };
        let tags = alto.child("Tags").into_iter().flat_map(Element::elements).filter(is_heading);
        let headings = tags.filter_map(|tag| tag.attribute("ID")).map(str::to_owned).collect();
        Self { has_blanks: alto.find("SP").is_some(), headings, split_word: None }
    }

    /// Blocks may be nested; a line outside a text block is read as well.
    fn push(&mut self, element: &Element, blocks: &mut Vec<Block>) {
        if element.is("TextBlock") || (element.child("TextLine").is_some()) {
            let mut paragraph = Paragraph::default();
            for line in element.all("TextLine") {
                paragraph.push_line(&self.line(line));
            }
            paragraph.finish(self.role_of(element), blocks);
            return;
        }
        element.elements().for_each(|inner| self.push(inner, blocks));
    }

    fn role_of(&self, block: &Element) -> BlockRole {
        let kind = block.attribute("TYPE").unwrap_or_default().to_ascii_lowercase();
        let tagged =
            block.attribute("TAGREFS").unwrap_or_default().split_whitespace().any(|tag| self.headings.contains(tag));
        let is_heading = tagged || ["headline", "heading", "title"].contains(&kind.as_str());
        if is_heading { BlockRole::Heading(1) } else { BlockRole::Paragraph }
    }

    fn line(&mut self, line: &Element) -> String {
        let mut text = String::new();
        for element in line.elements() {
            if element.is("SP") {
                text.push(' ');
            } else if element.is("HYP") && self.split_word.is_none() {
                // The whole word is not stated: the next line will show it.
                text.push('-');
            } else if element.is("String") {
                if !self.has_blanks {
                    text.push(' ');
                }
                text.push_str(&self.word(element));
            }
        }
        text
    }

    /// The content of a string. The first part of a split word gives the whole word, the second part nothing.
    fn word(&mut self, string: &Element) -> String {
        let content = string.attribute("CONTENT").unwrap_or_default().to_owned();
        let whole = string.attribute("SUBS_CONTENT");
        let part = string.attribute("SUBS_TYPE").unwrap_or_default();
        if part.eq_ignore_ascii_case("HypPart1") {
            self.split_word = whole.map(|whole| SplitWord { whole: whole.to_owned(), first: content.clone() });
            return whole.map_or(content, str::to_owned);
        }
        let is_second = part.eq_ignore_ascii_case("HypPart2");
        if self.split_word.take().is_some_and(|split_word| split_word.is_ended_by(&content, whole, is_second)) {
            return String::new();
        }
        content
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::agency::copy::testing::lines;

    const ALTO: &str = "<a:alto xmlns:a='x'><Tags><LayoutTag ID='T1' LABEL='Headline'/></Tags><Layout><Page LANG='en'>\
        <PrintSpace><TextBlock TAGREFS='T1'><TextLine><String CONTENT='RIVER'/><SP/><String CONTENT='RISES'/></TextLine>\
        </TextBlock><ComposedBlock><TextBlock><TextLine><String CONTENT='The'/><SP/>\
        <String CONTENT='har' SUBS_TYPE='HypPart1' SUBS_CONTENT='harbour'/><HYP CONTENT='-'/></TextLine>\
        <TextLine><String CONTENT='bour' SUBS_TYPE='HypPart2' SUBS_CONTENT='harbour'/><SP/><String CONTENT='was'/>\
        <SP/><String CONTENT='clo'/><HYP CONTENT='-'/></TextLine><TextLine><String CONTENT='sed'/>\
        <String CONTENT='.'/></TextLine></TextBlock></ComposedBlock></PrintSpace></Page></Layout></a:alto>";

    #[test]
    fn blocks_are_paragraphs_and_split_words_are_joined() {
        let want = [
            "draft",
            "Language alto:LANG = en",
            "Title alto:heading = RIVER RISES",
            "Heading(1): RIVER RISES",
            "Paragraph: The harbour was closed.",
        ];
        assert_eq!(lines(read, ALTO.as_bytes()), want);
    }

    #[test]
    fn strings_are_words_if_no_spaces_are_written() {
        let alto =
            "<alto><TextBlock><TextLine><String CONTENT='The'/><String CONTENT='river'/></TextLine></TextBlock></alto>";
        assert_eq!(lines(read, alto.as_bytes()), ["draft", "Paragraph: The river"]);
    }

    #[test]
    fn a_second_part_is_known_by_its_letters() {
        for second in ["SUBS_TYPE='HypPart2' SUBS_CONTENT=''", "SUBS_TYPE='HypPart2'", ""] {
            let alto = format!(
                "<alto><TextBlock><TextLine><String CONTENT='har¬' SUBS_TYPE='HypPart1' SUBS_CONTENT='harbour'/></TextLine>\
                 <TextLine><String CONTENT='bour' {second}/><String CONTENT='wall'/></TextLine></TextBlock></alto>"
            );
            assert_eq!(lines(read, alto.as_bytes()), ["draft", "Paragraph: harbour wall"], "{second}");
        }
    }

    #[test]
    fn a_second_part_whose_first_is_on_another_page_is_kept() {
        let alto = "<alto><TextBlock><TextLine><String CONTENT='bour' SUBS_TYPE='HypPart2' SUBS_CONTENT='harbour'/>\
                    </TextLine></TextBlock></alto>";
        assert_eq!(lines(read, alto.as_bytes()), ["draft", "Paragraph: bour"]);
    }

    #[test]
    fn mets_gives_the_pages_in_it_or_is_refused() {
        let mets = format!(
            "<mets LABEL='The Courier, 1 May'><mods><dateIssued>1893-05-01</dateIssued><titleInfo><title>\
                            The Courier</title></titleInfo></mods><xmlData>{ALTO}</xmlData></mets>"
        );
        let got = lines(read_mets, mets.as_bytes());
        assert!(got.contains(&"Published mets:dateIssued = 1893-05-01".to_owned()), "{got:?}");
        assert!(got.contains(&"Paragraph: The harbour was closed.".to_owned()), "{got:?}");
        let empty = lines(read_mets, b"<mets><fileSec><file ID='a'/></fileSec></mets>");
        assert_eq!(empty, ["refused no-text: METS lists the pages of an issue; the text is in other files"]);
    }
}
