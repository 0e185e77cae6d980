//! NewsML-G2 to drafts: one for each `newsItem`, alone or in a `newsMessage`. Packages only group items; a picture, a
//! graphic, a sound or a film without text is not an article, and is rejected as what it is.

use super::blocks::{is_markup, push_blocks, push_paragraphs};
use super::copy::{WireCopy, name_of};
use super::nitf;
use crate::format::input::charset_note;
use crate::format::reason::Reason;
use crate::format::xml::element::Element;
use crate::format::xml::tree;
use crate::format::{DocumentHead, Draft, Drafts, FormatError, Input, MetaField};
use crate::text::fold;

/// Roots of the standard; those without a news item are recognised while reading.
const ROOTS: [&str; 8] = [
    "newsitem",
    "newsmessage",
    "packageitem",
    "conceptitem",
    "knowledgeitem",
    "planningitem",
    "catalogitem",
    "groupset",
];

pub(super) fn is_newsml_g2(head: &DocumentHead) -> bool {
    // NewsML 1 has items with the same name, but only inside its own root.
    head.has_root(&ROOTS)
}

pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = tree::decoded(input);
    let document = tree::parse(&decoded.text)?;
    let mut items = Vec::new();
    let mut sender = String::new();
    for root in &document.roots {
        root.walk(&mut |element| {
            if element.is("newsItem") {
                items.push(element);
            }
            !element.is("newsItem")
        });
        let stated = root.at(&["header", "sender"]).map(Element::text);
        sender = stated.unwrap_or(sender);
    }
    if items.is_empty() {
        let kind = document.roots.first().map_or("", |root| &*root.name);
        return Err(FormatError::new(Reason::NotAnArticle, format!("the {kind} has no news item")));
    }
    for (at, item) in items.iter().enumerate() {
        match draft(item, &sender) {
            Ok(mut draft) => {
                draft.notes.extend(charset_note(&decoded));
                draft.notes.extend(document.notes.clone());
                drafts.push(draft);
            }
            Err(error) => drafts.unreadable.push((at + 1, error)),
        }
    }
    Ok(())
}

fn draft(item: &Element, sender: &str) -> Result<Draft, FormatError> {
    let mut copy = WireCopy::new("newsml-g2");
    let meta = item.child("contentMeta");
    let language = meta.and_then(|meta| meta.child("language")?.attribute("tag")).or(item.attribute("lang"));
    copy.offer(MetaField::Language, "language", language.unwrap_or_default());
    if let Some(meta) = meta {
        push_lines(meta, &mut copy);
        push_subjects(item, meta, language, &mut copy);
    }
    push_dates(item, &mut copy);
    push_parties(item, meta, language, &mut copy);
    push_management(item, &mut copy);
    push_content(item, &mut copy);
    copy.offer(MetaField::Outlet, "sender", sender);
    let has_story = copy.has_story();
    if !has_story && let Some(kind) = class_of(item).and_then(|class| no_text(&class)) {
        return Err(FormatError::new(Reason::NotAnArticle, format!("{kind}, not a text")));
    }
    let summary = if has_story { None } else { meta.and_then(summary_of) };
    if let Some(summary) = &summary {
        push_paragraphs(summary, &mut copy.blocks);
    }
    copy.into_draft().map(|draft| Draft { partial: summary.is_some(), ..draft })
}

/// The kind of the item: `text`, `picture`, …
fn class_of(item: &Element) -> Option<String> {
    let code = item.at(&["itemMeta", "itemClass"])?.attribute("qcode")?;
    Some(local(code).to_ascii_lowercase())
}

fn no_text(class: &str) -> Option<&'static str> {
    Some(match class {
        "picture" | "photo" | "still" => "a picture",
        "graphic" | "animated" => "a graphic",
        "audio" => "a sound",
        "video" => "a film",
        _ => return None,
    })
}

/// The part of a code after its colon.
fn local(code: &str) -> &str {
    code.rsplit(':').next().unwrap_or(code)
}

fn role_is(element: &Element, words: &[&str]) -> bool {
    let role = element.attribute("role").map(|role| local(role).to_ascii_lowercase()).unwrap_or_default();
    words.iter().any(|word| role.contains(word))
}

/// Headlines, byline, dateline and descriptions. A headline of lower rank, or with such a role, goes below the first.
fn push_lines(meta: &Element, copy: &mut WireCopy) {
    let is_second = |line: &&Element| {
        role_is(line, &["sub", "deck", "kicker"]) || line.attribute("rank").is_some_and(|rank| rank != "1")
    };
    let (second, first): (Vec<_>, Vec<_>) = meta.all("headline").partition(is_second);
    for line in first {
        copy.offer(MetaField::Title, "headline", &line.text());
    }
    for line in second {
        let text = line.text();
        if copy.first(MetaField::Title).is_none_or(|title| fold(title) != fold(&text)) {
            copy.offer(MetaField::Deck, "headline", &text);
        }
    }
    for by in meta.all("by") {
        copy.offer_byline("by", &by.text());
    }
    for line in meta.all("dateline") {
        copy.offer(MetaField::Dateline, "dateline", &line.text());
    }
    if let Some(summary) = summary_of(meta) {
        copy.offer(MetaField::Deck, "description", &summary);
    }
}

/// A description that is a summary: other descriptions are captions and notes.
fn summary_of(meta: &Element) -> Option<String> {
    let wanted = |line: &&Element| {
        line.attribute("role").is_none() || role_is(line, &["summary", "teaser", "abstract", "lead", "intro"])
    };
    meta.all("description").filter(wanted).map(Element::text).find(|text| !text.is_empty())
}

fn push_dates(item: &Element, copy: &mut WireCopy) {
    let date = |path: &[&str]| item.at(path).map(Element::text).unwrap_or_default();
    copy.offer(MetaField::Published, "firstCreated", &date(&["itemMeta", "firstCreated"]));
    copy.offer(MetaField::Published, "contentCreated", &date(&["contentMeta", "contentCreated"]));
    let version = date(&["itemMeta", "versionCreated"]);
    if copy.first(MetaField::Published).is_none() {
        copy.offer(MetaField::Published, "versionCreated", &version);
    }
    copy.offer(MetaField::Modified, "versionCreated", &version);
    copy.offer(MetaField::Modified, "contentModified", &date(&["contentMeta", "contentModified"]));
}

/// The provider's name, else its address or its code.
fn provider_of(provider: &Element, language: Option<&str>) -> String {
    let coded = || provider.attribute("uri").or(provider.attribute("qcode").map(local)).unwrap_or_default().to_owned();
    Some(name_of(provider, language)).filter(|name| !name.is_empty()).unwrap_or_else(coded)
}

/// Outlets and authors. A provider that is a domain ranks after the names of those who are credited.
fn push_parties(item: &Element, meta: Option<&Element>, language: Option<&str>, copy: &mut WireCopy) {
    let provider =
        item.at(&["itemMeta", "provider"]).map(|provider| provider_of(provider, language)).unwrap_or_default();
    let is_domain = provider.contains('.') && !provider.contains(' ');
    if !is_domain {
        copy.offer(MetaField::Outlet, "provider", &provider);
    }
    let lines = || meta.into_iter().flat_map(|meta| meta.all("creditline")).map(Element::text);
    let credits = |copy: &mut WireCopy| {
        lines().for_each(|line| copy.offer(MetaField::Outlet, "creditline", line.trim_end_matches(['–', '-', ' '])));
    };
    if is_domain {
        credits(copy);
    }
    if let Some(holder) = item.at(&["rightsInfo", "copyrightHolder"]) {
        copy.offer(MetaField::Outlet, "copyrightHolder", &name_of(holder, language));
    }
    credits(copy);
    copy.offer(MetaField::Outlet, "provider", &provider);
    let Some(meta) = meta else { return };
    if copy.first(MetaField::Byline).is_some() {
        return;
    }
    // Account names are not bylines: `brockt`, `dpa-Redaktion`.
    for creator in meta.all("creator") {
        let name = creator.child("name").map(Element::text).unwrap_or_default();
        if name.contains(' ') && name.starts_with(char::is_uppercase) {
            copy.offer(MetaField::Author, "creator", &name);
        }
    }
}

/// The section: the agency's own category, else a group that the item belongs to, else its first subject that is not a
/// place, person or company.
fn push_subjects(item: &Element, meta: &Element, language: Option<&str>, copy: &mut WireCopy) {
    let of = |subject: &Element, name: &str| subject.attribute(name).unwrap_or_default().to_ascii_lowercase();
    let is_category = |subject: &&Element| {
        let scheme = of(subject, "qcode").split(':').next().unwrap_or_default().to_owned();
        of(subject, "type").contains("category") || scheme.contains("department") || scheme.ends_with("cat")
    };
    let is_topic = |subject: &&Element| {
        let kind = of(subject, "type");
        !["geoarea", "poi", "person", "organisation", "organization", "event"].iter().any(|other| kind.ends_with(other))
    };
    let groups = || item.child("itemMeta").into_iter().flat_map(|meta| meta.all("memberOf"));
    let named = meta.all("subject").filter(is_category).chain(groups()).chain(meta.all("subject").filter(is_topic));
    for subject in named.chain(meta.all("genre")) {
        // Codes without a name mean nothing to a reader.
        copy.offer(MetaField::Section, "subject", &name_of(subject, language));
    }
}

/// Status, embargo and notes to the agency's customers.
fn push_management(item: &Element, copy: &mut WireCopy) {
    copy.offer_url("guid", item.attribute("guid").unwrap_or_default());
    let Some(meta) = item.child("itemMeta") else { return };
    copy.offer(MetaField::Title, "title", &meta.child("title").map(Element::text).unwrap_or_default());
    copy.status(meta.child("pubStatus").and_then(|status| status.attribute("qcode")).unwrap_or_default());
    copy.embargo(&meta.child("embargoed").map(Element::text).unwrap_or_default());
    // A note pad contains in one text what the other notes say.
    let (pads, notes): (Vec<_>, Vec<_>) = meta.all("edNote").partition(|note| role_is(note, &["notepad"]));
    for note in if notes.is_empty() { pads } else { notes } {
        copy.note_to_editors(&note.text_without(&[]));
    }
    for link in meta.all("link") {
        let own = link.attribute("rel").map(local).is_some_and(|rel| ["self", "canonical", "permalink"].contains(&rel));
        if own {
            copy.offer_url("link", link.attribute("href").unwrap_or_default());
        }
    }
}

/// The first content that has text: an item may hold the same in several forms.
fn push_content(item: &Element, copy: &mut WireCopy) {
    for content in item.child("contentSet").into_iter().flat_map(Element::elements) {
        let captions = copy.blocks.len();
        if content.is("inlineXML") {
            match content.find("nitf") {
                Some(nitf) => nitf::push(nitf, copy),
                None => push_xhtml(content, copy),
            }
        } else if content.is("inlineData") && content.attribute("encoding").is_none() {
            push_data(&content.raw_text(), copy);
        }
        if copy.has_story() {
            return;
        }
        copy.blocks.truncate(captions);
    }
}

fn push_xhtml(content: &Element, copy: &mut WireCopy) {
    if let Some(title) = content.find("head").and_then(|head| head.child("title")) {
        copy.offer(MetaField::Title, "title", &title.text());
    }
    if content.child("events").is_none() {
        push_blocks(content, &mut copy.blocks);
    }
}

fn push_data(text: &str, copy: &mut WireCopy) {
    if is_markup(text) {
        push_blocks(&tree::parse_fragment(text), &mut copy.blocks);
    } else {
        push_paragraphs(text, &mut copy.blocks);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::agency::copy::testing::lines;

    fn message(items: &str) -> String {
        format!(
            "<newsMessage xmlns='http://iptc.org/std/nar/2006-10-01/'><header><sender>nw.example</sender></header>\
                 <itemSet><packageItem><itemMeta><title>Group</title></itemMeta></packageItem>{items}</itemSet></newsMessage>"
        )
    }

    #[test]
    fn a_provider_that_is_a_domain_ranks_after_those_credited() {
        let item = "<newsItem><rightsInfo><copyrightHolder literal='Northwind Ltd'/></rightsInfo><itemMeta>\
                    <provider literal='nw.example'/><title>T</title></itemMeta><contentMeta>\
                    <creditline>Northwind–</creditline></contentMeta></newsItem>";
        let got = lines(read, item.as_bytes());
        let outlets: Vec<&str> = got.iter().filter_map(|line| line.strip_prefix("Outlet newsml-g2:")).collect();
        assert_eq!(outlets, ["creditline = Northwind", "copyrightHolder = Northwind Ltd", "provider = nw.example"]);
    }

    const TEXT: &str = "<newsItem guid='urn:x:1' xml:lang='en-GB'><itemMeta><itemClass qcode='ninat:text'/>\
        <provider><name>Northwind News</name></provider><versionCreated>2024-10-25T15:12:00Z</versionCreated>\
        <firstCreated>2024-10-25T14:03:00Z</firstCreated><pubStatus qcode='stat:usable'/>\
        <edNote>Updates with a quote.</edNote><link rel='irel:seeAlso' href='https://other.example/'/></itemMeta>\
        <contentMeta><headline rank='1'>River rises</headline><headline rank='3'>Market closed all week</headline>\
        <by>By Jane Doe</by><creator><name>jdoe</name></creator><dateline>TOWN (AP) - </dateline>\
        <subject type='cpnat:geoArea'><name>Norway</name></subject>\
        <subject type='cpnat:abstract'><name xml:lang='de'>Wetter</name><name xml:lang='en'>Weather</name></subject>\
        </contentMeta><contentSet><inlineXML><html><head><title>RIVER/</title></head><body><header><h1>River rises</h1>\
        <p class='byline'>By Jane Doe</p></header><p class='teaser'>The market is closed.</p><p><b>TOWN</b> (AP) - The river \
        rose.<br/>It is cold.</p><ul><li>One</li></ul><table><tr><td>Mill</td><td><p>3</p></td></tr></table>\
        <h2>Later</h2><img caption='The mill.'/></body></html></inlineXML></contentSet></newsItem>";

    #[test]
    fn an_item_gives_its_fields_and_the_blocks_of_its_body() {
        let want = [
            "draft",
            "Language newsml-g2:language = en-GB",
            "Title newsml-g2:headline = River rises",
            "Deck newsml-g2:headline = Market closed all week",
            "Byline newsml-g2:by = By Jane Doe",
            "Dateline newsml-g2:dateline = TOWN (AP) -",
            "Section newsml-g2:subject = Weather",
            "Published newsml-g2:firstCreated = 2024-10-25T14:03:00Z",
            "Modified newsml-g2:versionCreated = 2024-10-25T15:12:00Z",
            "Outlet newsml-g2:provider = Northwind News",
            "Title newsml-g2:title = RIVER/",
            "Outlet newsml-g2:sender = nw.example",
            "Furniture: Updates with a quote.",
            "Furniture: River rises",
            "Furniture: By Jane Doe",
            "Deck: The market is closed.",
            "Paragraph: TOWN (AP) - The river rose.",
            "Paragraph: It is cold.",
            "ListItem: One",
            "TableRow: Mill 3",
            "Heading(2): Later",
            "Caption: The mill.",
        ];
        assert_eq!(lines(read, message(TEXT).as_bytes()), want);
    }

    #[test]
    fn every_item_of_a_message_is_an_article_or_refused_in_its_place() {
        let item = |class: &str, inside: &str| {
            format!("<newsItem><itemMeta><itemClass qcode='ninat:{class}'/></itemMeta>{inside}</newsItem>")
        };
        let content = |text: &str| format!("<contentSet><inlineData>{text}</inlineData></contentSet>");
        let items = [
            item("text", &content("&lt;p&gt;As markup.&lt;/p&gt;")),
            item("picture", "<contentMeta><headline>Mill</headline></contentMeta>"),
            item("picture", &content("A story of it.")),
            item("text", "<contentMeta><description role='drol:summary'>In short.</description></contentMeta>"),
            item("text", ""),
        ];
        let got = lines(read, message(&items.concat()).as_bytes());
        let got: Vec<&str> = got.iter().map(String::as_str).filter(|line| !line.contains(" = ")).collect();
        let want = [
            "draft",
            "Paragraph: As markup.",
            "draft",
            "Paragraph: A story of it.",
            "draft partial",
            "Paragraph: In short.",
            "refused 2 not-an-article: a picture, not a text",
            "refused 5 empty: no title and no text",
        ];
        assert_eq!(got, want);
    }

    #[test]
    fn status_and_embargo_are_noted_and_packages_refused() {
        let item = "<newsItem guid='https://nw.example/a'><itemMeta><pubStatus qcode='stat:canceled'/>\
                    <embargoed>2024-10-26T06:00:00Z</embargoed><title>River rises</title></itemMeta></newsItem>";
        let want = [
            "draft",
            "Url newsml-g2:guid = https://nw.example/a",
            "Title newsml-g2:title = River rises",
            "note: the agency marked this item as canceled",
            "note: embargoed until 2024-10-26T06:00:00Z",
        ];
        assert_eq!(lines(read, item.as_bytes()), want);
        let package = "<packageItem><itemMeta><title>Group</title></itemMeta></packageItem>";
        let refused = ["refused not-an-article: the packageItem has no news item"];
        assert_eq!(lines(read, package.as_bytes()), refused);
    }
}
