//! Factiva's XML (`PPSResponse`) to drafts, one for each article of the result set. Factiva's own numbers are not
//! addresses.

use crate::format::agency::copy::WireCopy;
use crate::format::input::charset_note;
use crate::format::reason::Reason;
use crate::format::xml::element::Element;
use crate::format::xml::tree;
use crate::format::{Block, BlockRole, DocumentHead, Drafts, FormatError, Input, MetaField};

pub(super) fn is_factiva_xml(head: &DocumentHead) -> bool {
    head.has_root(&["ppsresponse", "ppsarticleresponse", "ppsarticleresultset"])
}

pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = tree::decoded(input);
    let document = tree::parse(&decoded.text)?;
    for root in &document.roots {
        root.walk(&mut |element| {
            if element.is("ppsarticleResultSet") {
                let count = element.attribute("count").and_then(|count| count.parse::<u64>().ok());
                drafts.stated = drafts.stated.unwrap_or(0).checked_add(count.unwrap_or(0)).filter(|_| count.is_some());
            }
            if element.is("article") {
                let mut copy = copy_of(element);
                copy.notes.extend(charset_note(&decoded));
                copy.notes.extend(document.notes.clone());
                match copy.into_draft() {
                    Ok(draft) => drafts.push(draft),
                    Err(error) => drafts.unreadable.push((drafts.found.len() + drafts.unreadable.len() + 1, error)),
                }
            }
            !element.is("article")
        });
    }
    if drafts.found.is_empty() && drafts.unreadable.is_empty() {
        return Err(FormatError::new(Reason::NotAnArticle, "the Factiva response has no articles"));
    }
    Ok(())
}

/// Fields of an article by the name of their element.
const FIELDS: [(&str, MetaField); 9] = [
    ("headline", MetaField::Title),
    ("byline", MetaField::Byline),
    ("sourceName", MetaField::Outlet),
    ("publisherName", MetaField::Outlet),
    ("publicationDate", MetaField::Published),
    ("modificationDate", MetaField::Modified),
    ("sectionName", MetaField::Section),
    ("columnName", MetaField::Section),
    ("baseLanguage", MetaField::Language),
];

fn copy_of(article: &Element) -> WireCopy {
    let mut copy = WireCopy::new("factiva-xml");
    for (name, field) in FIELDS {
        for element in article.all(name) {
            copy.offer(field, name, &value_of(element, field));
        }
    }
    let link = article.find("webArticle").or_else(|| article.find("url")).map(Element::text).unwrap_or_default();
    copy.offer_url("url", &link);
    for name in ["leadParagraph", "tailParagraphs"] {
        article.all(name).flat_map(|text| text.all("paragraph")).for_each(|paragraph| push(paragraph, &mut copy));
    }
    let caption = article.child("artWork").map(Element::text).unwrap_or_default();
    if !caption.is_empty() {
        copy.blocks.push(Block { role: BlockRole::Caption, ..Block::paragraph(caption) });
    }
    for name in ["notes", "corrections", "contact", "copyright"] {
        article.all(name).for_each(|note| copy.note_to_editors(&note.text()));
    }
    copy
}

/// A day and a time may be in two elements, with a zone only after the time.
fn value_of(element: &Element, field: MetaField) -> String {
    let parts =
        |names: &[&str]| names.iter().filter_map(|name| element.child(name)).map(Element::text).collect::<Vec<_>>();
    match field {
        MetaField::Published | MetaField::Modified => match parts(&["dateTime"]).pop() {
            Some(exact) => exact,
            None if element.child("date").is_some() => parts(&["date", "time"]).join("T"),
            None => element.text(),
        },
        _ => element.text(),
    }
}

fn push(paragraph: &Element, copy: &mut WireCopy) {
    let text = paragraph.text();
    if text.chars().any(char::is_alphanumeric) {
        copy.blocks.push(Block::paragraph(text));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::agency::copy::testing::lines;

    const ANSWER: &str = "<PPSResponse><ppsArticleResponse><ppsarticleResultSet count='3'><ppsarticle><article>\
        <baseLanguage>EN</baseLanguage><copyright>(c) 2024 Courier</copyright><byline>By Jane Doe</byline>\
        <headline><paragraph><hlt>River</hlt> rises</paragraph></headline>\
        <leadParagraph><paragraph>The <hlt>river</hlt> rose.</paragraph></leadParagraph>\
        <publicationDate><date>2024-10-25</date><time>14:03:00Z</time></publicationDate><sourceName>The Courier</sourceName>\
        <sectionName>Local</sectionName><tailParagraphs><paragraph>It fell.</paragraph><paragraph/></tailParagraphs>\
        </article></ppsarticle><ppsarticle><article><headline><paragraph>Alone</paragraph></headline>\
        <publicationDate><dateTime>2024-10-26T01:35:58Z</dateTime></publicationDate></article></ppsarticle>\
        <ppsarticle><article/></ppsarticle></ppsarticleResultSet></ppsArticleResponse></PPSResponse>";

    #[test]
    fn every_article_is_a_draft_and_the_stated_count_is_kept() {
        let want = [
            "draft",
            "Title factiva-xml:headline = River rises",
            "Byline factiva-xml:byline = By Jane Doe",
            "Outlet factiva-xml:sourceName = The Courier",
            "Published factiva-xml:publicationDate = 2024-10-25T14:03:00Z",
            "Section factiva-xml:sectionName = Local",
            "Language factiva-xml:baseLanguage = EN",
            "Paragraph: The river rose.",
            "Paragraph: It fell.",
            "Furniture: (c) 2024 Courier",
            "draft",
            "Title factiva-xml:headline = Alone",
            "Published factiva-xml:publicationDate = 2024-10-26T01:35:58Z",
            "refused 3 empty: no title and no text",
        ];
        assert_eq!(lines(read, ANSWER.as_bytes()), want);
        let mut drafts = Drafts::default();
        read(&Input { bytes: ANSWER.as_bytes(), ..Input::default() }, &mut drafts).expect("read");
        assert_eq!(drafts.stated, Some(3));
    }
}
