//! NITF, alone or inside NewsML, to drafts: head, document data, publication data and body. A title in the body takes
//! precedence over that of the head; roles after a byline are not names.

use super::blocks::{push_blocks, push_paragraphs};
use super::copy::WireCopy;
use crate::format::input::charset_note;
use crate::format::xml::element::Element;
use crate::format::xml::tree;
use crate::format::{DocumentHead, Drafts, FormatError, Input, MetaField};
use crate::text::fold;

pub(super) fn is_nitf(head: &DocumentHead) -> bool {
    head.has_root(&["nitf"])
}

pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = tree::decoded(input);
    let document = tree::parse(&decoded.text)?;
    for root in &document.roots {
        let mut copy = WireCopy::new("nitf");
        push(root, &mut copy);
        copy.notes.extend(charset_note(&decoded));
        copy.notes.extend(document.notes.clone());
        drafts.push(copy.into_draft()?);
    }
    Ok(())
}

/// Adds the content of a `<nitf>` to a draft.
pub(super) fn push(nitf: &Element, copy: &mut WireCopy) {
    let body = nitf.child("body");
    let body_head = body.and_then(|body| body.child("body.head"));
    if let Some(head) = body_head {
        push_body_head(head, copy);
    }
    if let Some(head) = nitf.child("head") {
        push_head(head, copy);
    }
    let language = [body, Some(nitf)].into_iter().flatten().find_map(|element| element.attribute("lang"));
    copy.offer(MetaField::Language, "lang", language.or(nitf.attribute("baselang")).unwrap_or_default());
    if let Some(head) = body_head {
        push_dates_and_distributor(head, copy);
    }
    let Some(body) = body else { return };
    match body.child("body.content") {
        Some(content) => push_content(content, copy),
        // Some senders omit `body.content`.
        None if body_head.is_none() => push_content(body, copy),
        None => {}
    }
    if let Some(end) = body.child("body.end") {
        end.elements().for_each(|element| copy.note_to_editors(&element.text()));
    }
}

/// A body without elements is text.
fn push_content(content: &Element, copy: &mut WireCopy) {
    match content.elements().next() {
        Some(_) => push_blocks(content, &mut copy.blocks),
        None => push_paragraphs(&content.raw_text(), &mut copy.blocks),
    }
}

fn push_body_head(head: &Element, copy: &mut WireCopy) {
    let hedline = head.child("hedline");
    let lines = |name: &'static str| hedline.into_iter().flat_map(move |hedline| hedline.all(name)).map(Element::text);
    lines("hl1").for_each(|line| copy.offer(MetaField::Title, "hl1", &line));
    for deck in lines("hl2") {
        offer_deck("hl2", &deck, copy);
    }
    let summary = head.child("abstract").map(|summary| summary.text_without(&["media"])).unwrap_or_default();
    offer_deck("abstract", &summary, copy);
    for byline in head.all("byline") {
        copy.offer_byline("byline", &byline_of(byline));
    }
    for note in head.all("note") {
        copy.note_to_editors(&note.text_without(&[]));
    }
    if let Some(dateline) = head.child("dateline") {
        copy.offer(MetaField::Dateline, "dateline", &dateline_of(dateline));
    }
}

/// A second line that repeats the title is not a deck.
fn offer_deck(name: &str, deck: &str, copy: &mut WireCopy) {
    if copy.first(MetaField::Title).is_none_or(|title| fold(title) != fold(deck)) {
        copy.offer(MetaField::Deck, name, deck);
    }
}

fn byline_of(byline: &Element) -> String {
    let people: Vec<String> = byline.all("person").map(|person| person.text_without(&["byttl", "function"])).collect();
    if people.len() > 1 { people.join(", ") } else { byline.text_without(&["byttl", "virtloc"]) }
}

/// The city is enough: its state and country are dropped.
fn dateline_of(dateline: &Element) -> String {
    let city = dateline.at(&["location", "city"]).map(Element::text).filter(|city| !city.is_empty());
    city.unwrap_or_else(|| dateline.text_without(&["story.date"]))
}

fn push_dates_and_distributor(head: &Element, copy: &mut WireCopy) {
    let story_date = head.at(&["dateline", "story.date"]).and_then(|date| date.attribute("norm"));
    copy.offer(MetaField::Published, "story.date", story_date.unwrap_or_default());
    let distributor = head.child("distributor").map(Element::text).unwrap_or_default();
    copy.offer(MetaField::Outlet, "distributor", &distributor);
}

fn push_head(head: &Element, copy: &mut WireCopy) {
    copy.offer(MetaField::Title, "title", &head.child("title").map(Element::text).unwrap_or_default());
    if let Some(publication) = head.child("pubdata") {
        let attribute = |name| publication.attribute(name).unwrap_or_default();
        copy.offer(MetaField::Outlet, "pubdata:name", attribute("name"));
        copy.offer(MetaField::Section, "pubdata:position.section", attribute("position.section"));
        copy.offer_url("pubdata:ex-ref", attribute("ex-ref"));
    }
    if let Some(data) = head.child("docdata") {
        push_docdata(data, copy);
    }
    if let Some(publication) = head.child("pubdata") {
        let date = publication.attribute("date.publication").unwrap_or_default();
        copy.offer(MetaField::Published, "pubdata:date.publication", date);
    }
    for subject in head.child("tobject").into_iter().flat_map(|tobject| tobject.all("tobject.subject")) {
        let named = ["tobject.subject.type", "tobject.subject.matter", "tobject.subject.detail"];
        let name = named.iter().find_map(|name| subject.attribute(name)).unwrap_or_default();
        copy.offer(MetaField::Section, "tobject.subject", name);
    }
}

fn push_docdata(data: &Element, copy: &mut WireCopy) {
    let norm = |name: &str| data.child(name).and_then(|date| date.attribute("norm")).unwrap_or_default();
    copy.offer(MetaField::Published, "date.issue", norm("date.issue"));
    let status = data.attribute("management-status").unwrap_or_default();
    if status.eq_ignore_ascii_case("embargoed") {
        copy.embargo(norm("date.release"));
    } else {
        copy.status(status);
    }
    for message in data.all("ed-msg") {
        copy.note_to_editors(message.attribute("info").unwrap_or_default());
    }
    let holder = data.child("doc.copyright").and_then(|copyright| copyright.attribute("holder")).unwrap_or_default();
    copy.offer(MetaField::Outlet, "doc.copyright", holder.split(". All ").next().unwrap_or_default());
    let scope = data.child("doc-scope").and_then(|scope| scope.attribute("scope")).unwrap_or_default();
    copy.offer(MetaField::Section, "doc-scope", scope);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::agency::copy::testing::lines;

    #[test]
    fn head_and_body_give_fields_blocks_and_notes() {
        let nitf = "<?xml version='1.0'?><!DOCTYPE nitf SYSTEM 'nitf.dtd' [<!ENTITY x 'y'>]>\
            <nitf baselang='en-US'><head><title>RIVER</title><tobject><tobject.subject tobject.subject.type='Weather'/>\
            </tobject><docdata management-status='canceled'><date.issue norm='20241025T140300+0200'/>\
            <ed-msg info='Adds a quote.'/><doc.copyright holder='Northwind News. All rights reserved.'/></docdata>\
            <pubdata name='The Courier' position.section='Local' ex-ref='https://courier.example/a'/></head><body><body.head>\
            <hedline><hl1>River rises</hl1><hl2>RIVER RISES</hl2><hl2>Market closed</hl2></hedline>\
            <note><body.content><p>To editors.</p></body.content></note>\
            <byline>By<person>Jane Doe</person><byttl>Staff Writer</byttl></byline>\
            <dateline><location><city>Town</city>, <state>VA</state></location></dateline>\
            <abstract><p>It rose.</p></abstract></body.head><body.content><media><media-reference source='a.jpg'/>\
            <media-caption>The mill.</media-caption></media><p>The river, which <person>Ann Roe</person> knows, \
            rose <br/>by night.</p><hl2>Later</hl2><block><p>It fell.</p></block></body.content>\
            <body.end><tagline>Jane Doe keeps bees.</tagline></body.end></body></nitf>";
        let want = [
            "draft",
            "Title nitf:hl1 = River rises",
            "Deck nitf:hl2 = Market closed",
            "Deck nitf:abstract = It rose.",
            "Byline nitf:byline = By Jane Doe",
            "Dateline nitf:dateline = Town",
            "Title nitf:title = RIVER",
            "Outlet nitf:pubdata:name = The Courier",
            "Section nitf:pubdata:position.section = Local",
            "Url nitf:pubdata:ex-ref = https://courier.example/a",
            "Published nitf:date.issue = 20241025T140300+0200",
            "Outlet nitf:doc.copyright = Northwind News",
            "Section nitf:tobject.subject = Weather",
            "Language nitf:lang = en-US",
            "Furniture: To editors.",
            "Furniture: Adds a quote.",
            "Caption: The mill.",
            "Paragraph: The river, which Ann Roe knows, rose by night.",
            "Heading(2): Later",
            "Paragraph: It fell.",
            "Furniture: Jane Doe keeps bees.",
            "note: the agency marked this item as canceled",
        ];
        assert_eq!(lines(read, nitf.as_bytes()), want);
    }

    #[test]
    fn several_people_and_a_body_without_elements_are_read() {
        let nitf = "<nitf><body><body.head><byline><person>Ann Roe</person><person>Ben Poe</person></byline></body.head>\
                    <body.content>The river rose.\n\nIt fell.</body.content></body></nitf>";
        let want =
            ["draft", "Byline nitf:byline = Ann Roe, Ben Poe", "Paragraph: The river rose.", "Paragraph: It fell."];
        assert_eq!(lines(read, nitf.as_bytes()), want);
        let signs =
            b"<nitf><body><body.head><hedline><hl1>T</hl1></hedline><byline>gr/bp</byline></body.head></body></nitf>";
        assert_eq!(lines(read, signs), ["draft", "Title nitf:hl1 = T"]);
        assert_eq!(lines(read, b"<nitf><head/></nitf>"), ["refused empty: no title and no text"]);
    }
}
