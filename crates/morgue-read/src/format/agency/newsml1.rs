//! NewsML 1 to drafts: one for each component that has text of its own, with the facts of the components around it.
//! Pictures and other components without text give no article; of several forms of one text the first readable one is
//! taken.

use super::blocks::{is_markup, push_blocks, push_paragraphs};
use super::copy::WireCopy;
use super::nitf;
use crate::format::input::charset_note;
use crate::format::reason::Reason;
use crate::format::xml::element::Element;
use crate::format::xml::tree;
use crate::format::{BlockRole, DocumentHead, Drafts, FormatError, Input, MetaField};

pub(super) fn is_newsml1(head: &DocumentHead) -> bool {
    head.has_root(&["newsml"])
}

pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = tree::decoded(input);
    let document = tree::parse(&decoded.text)?;
    let mut found = Vec::new();
    for root in &document.roots {
        let envelope = root.child("NewsEnvelope");
        root.walk(&mut |element| {
            if element.is("NewsItem") {
                read_item(element, envelope, &mut found);
            }
            true
        });
    }
    if found.is_empty() {
        return Err(FormatError::new(Reason::NotAnArticle, "no component has a text"));
    }
    for (at, mut copy) in found.into_iter().enumerate() {
        copy.notes.extend(charset_note(&decoded));
        copy.notes.extend(document.notes.clone());
        match copy.into_draft() {
            Ok(draft) => drafts.push(draft),
            Err(error) => drafts.unreadable.push((at + 1, error)),
        }
    }
    Ok(())
}

/// What an item states for everything in it.
#[derive(Clone, Copy)]
struct Item<'a, 'x> {
    item: &'a Element<'x>,
    envelope: Option<&'a Element<'x>>,
}

fn read_item(item: &Element, envelope: Option<&Element>, found: &mut Vec<WireCopy>) {
    let before = found.len();
    let whole = Item { item, envelope };
    for component in item.all("NewsComponent") {
        read_component(component, &mut Vec::new(), whole, found);
    }
    let nested = item.find("NewsItem").is_some();
    if found.len() == before && !nested {
        let lines = item.child("NewsComponent");
        let mut copy = WireCopy::new("newsml1");
        lines.into_iter().for_each(|component| push_component(component, &mut copy));
        // A headline without text, as alerts are sent; a picture has no headline of its own.
        if copy.first(MetaField::Title).is_some() && item.find("ContentItem").is_none() {
            push_item(whole, &mut copy);
            found.push(copy);
        }
    }
}

/// Reads a component with text, or the components in it. `above` holds the components around it, the outermost first.
fn read_component<'a, 'x>(
    component: &'a Element<'x>,
    above: &mut Vec<&'a Element<'x>>,
    whole: Item<'a, 'x>,
    found: &mut Vec<WireCopy>,
) {
    above.push(component);
    let mut copy = WireCopy::new("newsml1");
    push_text(component, PART_DEPTH, &mut copy);
    let has_story = copy.has_story();
    if has_story {
        above.iter().rev().for_each(|component| push_component(component, &mut copy));
        push_item(whole, &mut copy);
        found.push(copy);
    }
    let forms = component.attribute("EquivalentsList").is_some_and(|forms| forms.eq_ignore_ascii_case("yes"));
    let before = found.len();
    // The parts of a text already contain their text; sidebars have a headline of their own.
    for inner in component.all("NewsComponent").filter(|inner| !(has_story && is_part(inner))) {
        if !(forms && (has_story || found.len() > before)) {
            read_component(inner, above, whole, found);
        }
    }
    above.pop();
}

/// Levels below a component in which its text may be.
const PART_DEPTH: usize = 4;

/// The text of a component: its own, and that of parts in it that have no headline of their own.
fn push_text(component: &Element, depth: usize, copy: &mut WireCopy) {
    for content in component.all("ContentItem") {
        push_content(content, copy);
        if copy.has_story() {
            break;
        }
    }
    for inner in component.all("NewsComponent").filter(|inner| is_part(inner)) {
        let role = inner.child("Role").and_then(|role| role.attribute("FormalName")).unwrap_or_default();
        if role.to_ascii_lowercase().contains("caption") {
            push_captions(inner, copy);
        } else if !copy.has_story() && depth > 0 {
            push_text(inner, depth - 1, copy);
        }
    }
}

fn is_part(component: &Element) -> bool {
    component.child("NewsLines").is_none_or(|lines| lines.child("HeadLine").is_none())
}

fn push_captions(component: &Element, copy: &mut WireCopy) {
    let mut captions = WireCopy::new("newsml1");
    component.all("ContentItem").for_each(|content| push_content(content, &mut captions));
    captions.blocks.iter_mut().for_each(|block| block.role = BlockRole::Caption);
    copy.blocks.append(&mut captions.blocks);
}

fn push_content(content: &Element, copy: &mut WireCopy) {
    let media = content.child("MediaType").and_then(|kind| kind.attribute("FormalName")).unwrap_or("text");
    let Some(data) = content.child("DataContent").filter(|_| media.to_ascii_lowercase().contains("text")) else {
        return;
    };
    if let Some(nitf) = data.find("nitf") {
        return nitf::push(nitf, copy);
    }
    if data.elements().next().is_some() {
        return push_blocks(data, &mut copy.blocks);
    }
    let text = data.raw_text();
    if text.contains("<nitf") {
        let fragment = tree::parse_fragment(&text);
        fragment.find("nitf").into_iter().for_each(|nitf| nitf::push(nitf, copy));
    } else if is_markup(&text) {
        push_blocks(&tree::parse_fragment(&text), &mut copy.blocks);
    } else if content.child("Encoding").is_none() {
        push_paragraphs(&text, &mut copy.blocks);
    }
}

fn formal_name<'a>(element: &'a Element, path: &[&str]) -> &'a str {
    element.at(path).and_then(|named| named.attribute("FormalName")).unwrap_or_default()
}

fn push_component(component: &Element, copy: &mut WireCopy) {
    if let Some(lines) = component.child("NewsLines") {
        push_lines(lines, copy);
    }
    if let Some(administrative) = component.child("AdministrativeMetadata") {
        for name in ["Provider", "Creator", "Source"] {
            copy.offer(MetaField::Outlet, name, formal_name(administrative, &[name, "Party"]));
        }
    }
    for line in component.child("NewsLines").into_iter().flat_map(|lines| lines.all("CreditLine")) {
        copy.offer(MetaField::Outlet, "CreditLine", &line.text());
    }
    if let Some(descriptive) = component.child("DescriptiveMetadata") {
        copy.offer(MetaField::Language, "Language", formal_name(descriptive, &["Language"]));
        push_subjects(component, descriptive, copy);
    }
    copy.offer(MetaField::Language, "lang", component.attribute("lang").unwrap_or_default());
}

fn push_lines(lines: &Element, copy: &mut WireCopy) {
    let fields = [
        ("HeadLine", MetaField::Title),
        ("SubHeadLine", MetaField::Deck),
        ("ByLine", MetaField::Byline),
        ("DateLine", MetaField::Dateline),
    ];
    for (name, field) in fields {
        // What the component itself says takes precedence over the components around it.
        if copy.candidates.iter().any(|candidate| candidate.field == field && candidate.origin.as_str().ends_with(name))
        {
            continue;
        }
        lines.all(name).for_each(|line| copy.offer(field, name, &line.text_without(&["byttl"])));
    }
}

/// Subjects are numbers from a list; some items include the names of those they use.
fn push_subjects(component: &Element, descriptive: &Element, copy: &mut WireCopy) {
    let language = copy.first(MetaField::Language).unwrap_or_default().to_ascii_lowercase();
    let is_spoken = |name: &&Element| {
        language.is_empty() || name.attribute("lang").is_none_or(|tag| language.starts_with(&tag.to_ascii_lowercase()))
    };
    for topic in component.child("TopicSet").into_iter().flat_map(|set| set.all("Topic")) {
        let names = topic.all("Description").filter(|name| name.attribute("Variant").is_none_or(|kind| kind == "Name"));
        let name = names.filter(is_spoken).map(Element::text).next().unwrap_or_default();
        copy.offer(MetaField::Section, "Topic", &name);
    }
    descriptive.walk(&mut |subject| {
        let is_subject = ["Subject", "SubjectMatter", "SubjectDetail"].iter().any(|name| subject.is(name));
        let name = subject.attribute("FormalName").filter(|name| !name.contains(|c: char| c.is_ascii_digit()));
        copy.offer(MetaField::Section, "SubjectCode", name.filter(|_| is_subject).unwrap_or_default());
        true
    });
}

/// Dates, status and the provider that the item and its envelope state.
fn push_item(whole: Item, copy: &mut WireCopy) {
    let Item { item, envelope } = whole;
    if let Some(management) = item.child("NewsManagement") {
        let text = |name: &str| management.child(name).map(Element::text).unwrap_or_default();
        copy.offer(MetaField::Published, "FirstCreated", &text("FirstCreated"));
        copy.offer(MetaField::Modified, "ThisRevisionCreated", &text("ThisRevisionCreated"));
        copy.status(formal_name(management, &["Status"]));
        if formal_name(management, &["Status"]).eq_ignore_ascii_case("embargoed") {
            copy.embargo(&management.at(&["StatusWillChange", "DateAndTime"]).map(Element::text).unwrap_or_default());
        }
    }
    let date = item.at(&["Identification", "NewsIdentifier", "DateId"]).map(Element::text).unwrap_or_default();
    copy.offer(MetaField::Published, "DateId", &date);
    let provider = item.at(&["Identification", "NewsIdentifier", "ProviderId"]).map(Element::text).unwrap_or_default();
    copy.offer(MetaField::Outlet, "ProviderId", &provider);
    if let Some(envelope) = envelope {
        copy.offer(MetaField::Outlet, "SentFrom", formal_name(envelope, &["SentFrom", "Party"]));
        copy.offer(MetaField::Section, "NewsProduct", formal_name(envelope, &["NewsProduct"]));
    }
    copy.offer(MetaField::Language, "lang", item.attribute("lang").unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::agency::copy::testing::lines;

    fn newsml(components: &str) -> String {
        format!(
            "<NewsML><NewsEnvelope><NewsProduct FormalName='World'/></NewsEnvelope><NewsItem><Identification>\
             <NewsIdentifier><ProviderId>nw.example</ProviderId><DateId>20241025</DateId></NewsIdentifier></Identification>\
             <NewsManagement><FirstCreated>20241025T140300+0200</FirstCreated><ThisRevisionCreated>20241025T151200Z\
             </ThisRevisionCreated><Status FormalName='Withheld'/></NewsManagement>{components}</NewsItem></NewsML>"
        )
    }

    fn text(content: &str) -> String {
        format!("<ContentItem><MediaType FormalName='Text'/><DataContent>{content}</DataContent></ContentItem>")
    }

    const LINES: &str = "<NewsLines><HeadLine>River rises</HeadLine><SubHeadLine>Market closed</SubHeadLine>\
        <ByLine>By Jane Doe</ByLine><DateLine>TOWN</DateLine><CreditLine>NW</CreditLine></NewsLines>\
        <AdministrativeMetadata><Provider><Party FormalName='Northwind News'/></Provider></AdministrativeMetadata>\
        <DescriptiveMetadata><Language FormalName='en'/></DescriptiveMetadata>";

    #[test]
    fn a_text_inside_a_component_has_the_lines_around_it() {
        let inner = format!(
            "<NewsComponent><Role FormalName='Main'/>{}</NewsComponent>",
            text("<![CDATA[<P>The river rose.]]>")
        );
        let caption = format!("<NewsComponent><Role FormalName='Caption'/>{}</NewsComponent>", text("The mill."));
        let picture =
            "<NewsComponent><ContentItem Href='a.jpg'><MediaType FormalName='Photo'/></ContentItem></NewsComponent>";
        let whole = newsml(&format!("<NewsComponent>{LINES}{inner}{caption}{picture}</NewsComponent>"));
        let want = [
            "draft",
            "Title newsml1:HeadLine = River rises",
            "Deck newsml1:SubHeadLine = Market closed",
            "Byline newsml1:ByLine = By Jane Doe",
            "Dateline newsml1:DateLine = TOWN",
            "Outlet newsml1:Provider = Northwind News",
            "Outlet newsml1:CreditLine = NW",
            "Language newsml1:Language = en",
            "Published newsml1:FirstCreated = 20241025T140300+0200",
            "Modified newsml1:ThisRevisionCreated = 20241025T151200Z",
            "Published newsml1:DateId = 20241025",
            "Outlet newsml1:ProviderId = nw.example",
            "Section newsml1:NewsProduct = World",
            "Paragraph: The river rose.",
            "Caption: The mill.",
            "note: the agency marked this item as withheld",
        ];
        assert_eq!(lines(read, whole.as_bytes()), want);
    }

    /// Titles and paragraphs of all drafts.
    fn titles_and_texts(components: &str) -> Vec<String> {
        let all = lines(read, newsml(components).as_bytes());
        all.into_iter()
            .filter(|line| ["Title", "Para", "refused"].iter().any(|start| line.starts_with(start)))
            .collect()
    }

    #[test]
    fn sidebars_are_articles_and_other_forms_of_a_text_are_none() {
        let component = |title: &str, inside: &str| {
            format!("<NewsComponent><NewsLines><HeadLine>{title}</HeadLine></NewsLines>{inside}</NewsComponent>")
        };
        let sidebar = component("Sidebar", &text("More of it."));
        let got = titles_and_texts(&component("Main", &format!("{}{sidebar}", text("<p>The river rose.</p>"))));
        let want = ["Title newsml1:HeadLine = Main", "Paragraph: The river rose.", "Title newsml1:HeadLine = Sidebar"];
        assert_eq!(got[..3], want);
        let plain = format!("<NewsComponent>{}</NewsComponent>", text("The river rose."));
        let nitf = "<nitf><body><body.content><p>The river rose.</p></body.content></body></nitf>";
        let rich = format!("<NewsComponent>{}</NewsComponent>", text(nitf));
        let got = titles_and_texts(&format!("<NewsComponent EquivalentsList='yes'>{rich}{plain}</NewsComponent>"));
        assert_eq!(got, ["Paragraph: The river rose."]);
    }

    #[test]
    fn pictures_alone_are_refused() {
        let picture = "<NewsComponent><NewsLines><HeadLine>Mill</HeadLine></NewsLines><ContentItem Href='a.jpg'>\
                       <MediaType FormalName='Photo'/></ContentItem></NewsComponent>";
        assert_eq!(titles_and_texts(picture), ["refused not-an-article: no component has a text"]);
    }
}
