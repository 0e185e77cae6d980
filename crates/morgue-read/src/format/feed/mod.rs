//! Feeds to drafts, one for each item: RSS 0.9 to 2.0 and RDF, Atom 1.0 and 0.3, CDF. The channel's name, language and
//! authors apply to items that state none. If an item has only a summary its draft is partial, unless the summary is as
//! long as a story. An item that the end of the file cuts off is rejected; feeds without items are too.

mod atom;
mod entry;
mod json;
mod names;
mod rss;
mod tree;

use super::head::root_element;
use super::kind::Format;
use super::record::stream::Records;
use super::xml::events::declared_charset;
use super::{DocumentHead, Draft, Drafts, FormatError, Input};
use crate::format::reason::Reason;
use crate::source::budget::FEED_ITEMS;
use crate::text::{counted, decode};
use tree::{Item, read_items};

pub(super) const FEED: Format = Format { name: "feed", version: 3, sniff: is_feed, records: Records::Feed, read };
pub(super) const JSON_FEED: Format =
    Format { name: "json-feed", version: 2, sniff: json::is_json_feed, records: Records::Feed, read: json::read };

/// A feed by its root element: RDF may hold anything, so a feed in it must say that it is one.
pub(super) fn is_feed(head: &DocumentHead) -> bool {
    let Some(root) = root_element(head.text) else { return false };
    match root.rsplit(':').next().unwrap_or(root).to_ascii_lowercase().as_str() {
        "rss" | "feed" => true,
        "channel" => head.text.to_ascii_lowercase().contains("<item"),
        "entry" => ["www.w3.org/2005/Atom", "purl.org/atom/"].iter().any(|mark| head.text.contains(mark)),
        "rdf" => ["/rss/", "netscape.com/rdf", "rss1.1"].iter().any(|mark| head.text.contains(mark)),
        _ => false,
    }
}

/// Reads a feed.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let declared = declared_charset(input.bytes);
    let decoded = decode(input.bytes, input.charset.or(declared.as_deref()));
    let mut items = 0;
    let root = read_items(&decoded.text, &mut |item| {
        items += 1;
        match draft_of(&item, items) {
            Ok(draft) => drafts.push(draft),
            Err(error) => drafts.unreadable.push((items, error)),
        }
    });
    if items == 0 {
        return Err(FormatError::new(Reason::Empty, "the feed has no items"));
    }
    let is_atom = root.name == "feed";
    let channel = if is_atom { atom::channel(&root) } else { rss::channel(&root) };
    for draft in &mut drafts.found {
        channel.lend(draft);
        draft.notes.extend(unreadable_characters(draft, decoded.charset));
    }
    Ok(())
}

fn draft_of(item: &Item, number: usize) -> Result<Draft, FormatError> {
    if number > FEED_ITEMS {
        return Err(FormatError::new(Reason::TooLarge, format!("the feed has more than {FEED_ITEMS} items")));
    }
    if let Some(fault) = item.fault {
        return Err(FormatError::new(Reason::XmlSyntax, fault));
    }
    let is_entry = item.element.name == "entry";
    let entry = if is_entry { atom::entry(&item.element) } else { rss::entry(&item.element) };
    let mut draft = entry.into_draft();
    if item.repairs > 0 {
        draft.notes.push("malformed markup of the feed was repaired here".to_owned());
    }
    Ok(draft)
}

fn unreadable_characters(draft: &Draft, charset: &str) -> Option<String> {
    let texts = draft.blocks.iter().map(|block| &block.text).chain(draft.candidates.iter().map(|found| &found.value));
    let replaced: usize = texts.map(|text| text.matches('\u{fffd}').count()).sum();
    (replaced > 0).then(|| format!("{} could not be read as {charset}", counted(replaced as u64, "character")))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::MetaField;

    fn read_all(xml: &str) -> Drafts {
        let mut drafts = Drafts::default();
        read(&Input { bytes: xml.as_bytes(), ..Input::default() }, &mut drafts).expect("a feed");
        drafts
    }

    /// Values of a field, each after its origin.
    fn values(draft: &Draft, field: MetaField) -> Vec<String> {
        let found = draft.candidates.iter().filter(|found| found.field == field);
        found.map(|found| format!("{}={}", found.origin.as_str(), found.value)).collect()
    }

    fn texts(draft: &Draft) -> Vec<&str> {
        draft.blocks.iter().map(|block| block.text.as_str()).collect()
    }

    #[test]
    fn items_of_a_channel_definition_state_their_facts_in_attributes() {
        let drafts = read_all(
            "<?XML VERSION='1.0'?><CHANNEL HREF='http://courier.example/'><TITLE>The Courier</TITLE>
             <ITEM HREF='http://courier.example/fish' LASTMOD='2004-04-06T23:05:43-05:00'><TITLE>Fish</TITLE>
             <ABSTRACT>Prices rise again this year.</ABSTRACT></ITEM></CHANNEL>",
        );
        let [fish] = &drafts.found[..] else { panic!("{drafts:?}") };
        assert_eq!(values(fish, MetaField::Title), ["feed:title=Fish"]);
        assert_eq!(values(fish, MetaField::Url), ["feed:href=http://courier.example/fish"]);
        assert_eq!(values(fish, MetaField::Published), ["feed:lastmod=2004-04-06T23:05:43-05:00"]);
        assert_eq!(values(fish, MetaField::Outlet), ["feed:channel/title=The Courier"]);
        assert_eq!((texts(fish), fish.partial), (vec!["Prices rise again this year."], true));
    }

    #[test]
    fn rss_items_say_all_that_the_mapping_knows() {
        let drafts = read_all(
            "<?xml version='1.0'?><rss version='2.0' xmlns:dc='http://purl.org/dc/elements/1.1/'
              xmlns:content='http://purl.org/rss/1.0/modules/content/'><channel><title>The Courier</title>
              <link>http://courier.example/</link><language>en-gb</language>
              <item><title>Fish &amp;amp; &lt;i&gt;chips&lt;/i&gt;</title><link>/fish</link>
              <guid>http://courier.example/?p=1</guid><pubDate>Fri, 01 Mar 2024 08:00:00 GMT</pubDate>
              <dc:creator>Ana Lindqvist</dc:creator><author>desk@courier.example (City desk)</author>
              <category>Food</category><description>Prices rise again this year.</description>
              <content:encoded><![CDATA[<p>Prices rose.</p><script>steal()</script><p>By a third.</p>]]></content:encoded></item>
              <item><title>Short</title><guid isPermaLink='false'>http://courier.example/2</guid>
              <description>Only this &amp;eacute;.</description></item>
              </channel></rss>",
        );
        let [fish, short] = &drafts.found[..] else { panic!("{drafts:?}") };
        assert_eq!((texts(fish), fish.partial), (vec!["Prices rose.", "By a third."], false));
        assert_eq!(values(fish, MetaField::Title), ["feed:title=Fish & chips"]);
        let urls = ["feed:link=http://courier.example/fish", "feed:guid=http://courier.example/?p=1"];
        assert_eq!(values(fish, MetaField::Url), urls);
        assert_eq!(values(fish, MetaField::Byline), ["feed:dc:creator=Ana Lindqvist", "feed:author=City desk"]);
        assert_eq!(values(fish, MetaField::Published), ["feed:pubDate=Fri, 01 Mar 2024 08:00:00 GMT"]);
        assert_eq!(values(fish, MetaField::Section), ["feed:category=Food"]);
        assert_eq!(values(fish, MetaField::Deck), ["feed:description=Prices rise again this year."]);
        assert_eq!(values(fish, MetaField::Outlet), ["feed:channel/title=The Courier"]);
        assert_eq!(values(fish, MetaField::Language), ["feed:channel/language=en-gb"]);
        assert_eq!((texts(short), short.partial), (vec!["Only this é."], true));
        assert_eq!(values(short, MetaField::Url), [""; 0]);
    }

    #[test]
    fn atom_texts_are_what_their_type_and_mode_say() {
        let entry = |inner: &str| {
            let feed = format!(
                "<feed xmlns='http://www.w3.org/2005/Atom' xml:base='http://a.example/x/'><entry>{inner}</entry></feed>"
            );
            read_all(&feed).found.remove(0)
        };
        for (content, want) in [
            ("<content type='text'>1 &lt;b> 2</content>", "1 <b> 2"),
            ("<content type='html'>&lt;p>One &amp;amp; two&lt;/p></content>", "One & two"),
            (
                "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>One <b>two</b></div></content>",
                "One two",
            ),
            ("<content type='text/plain' mode='base64'>T25lIHR3bw==</content>", "One two"),
            ("<content type='image/png'>iVBORw0KGgo=</content><summary>Picture</summary>", "Picture"),
            ("<content src='http://a.example/y'/><summary>Elsewhere</summary>", "Elsewhere"),
        ] {
            assert_eq!(texts(&entry(content)), [want], "{content}");
        }
        let whole = entry(
            "<title type='html'>A &lt;b>title&lt;/b></title><link rel='edit' href='e'/><link href='../a'/><author><name>B C</name>
             <email>b@c.example</email></author><updated>2024-01-02T00:00:00Z</updated><source><title>Other</title></source>",
        );
        assert_eq!(values(&whole, MetaField::Title), ["feed:title=A title"]);
        assert_eq!(values(&whole, MetaField::Url), ["feed:link=http://a.example/a"]);
        assert_eq!(values(&whole, MetaField::Author), ["feed:author=B C"]);
        assert_eq!(values(&whole, MetaField::Published), ["feed:updated=2024-01-02T00:00:00Z"]);
        assert_eq!(values(&whole, MetaField::Outlet), ["feed:source/title=Other"]);
    }

    #[test]
    fn a_long_summary_is_a_story_unless_it_was_cut() {
        let item = |text: &str| {
            let feed = format!("<rss><channel><item><description>{text}</description></item></channel></rss>");
            read_all(&feed).found.remove(0).partial
        };
        let long = "The harbour was calm that day. ".repeat(30);
        assert!(!item(&long));
        assert!(item(&format!("{long} […]")));
        assert!(item("The harbour was calm that day."));
    }

    #[test]
    fn ill_formed_feeds_give_their_whole_items() {
        for (items, want) in [
            ("<item><title>Q&A &nbsp;&copy; x</title></item>", vec!["Q&A © x"]),
            ("<item><title>3 < 4</title></item><item><title>B</title></item>", vec!["3 < 4", "B"]),
            ("<item><title>A</item><item><title>B</title>", vec!["A", "B"]),
            ("<item><title>A</title><item><title>B</title></item>", vec!["A", "B"]),
            ("<item><title>A</title><description>x<br>y<p>z</description></item>", vec!["A"]),
            ("<item><title>A</title></b></item>", vec!["A"]),
        ] {
            let drafts = read_all(&format!("<rss><channel>{items}</channel></rss>"));
            let titles: Vec<_> = drafts.found.iter().flat_map(|draft| values(draft, MetaField::Title)).collect();
            let want: Vec<_> = want.iter().map(|title| format!("feed:title={title}")).collect();
            assert_eq!(titles, want, "{items}");
            assert!(drafts.found.iter().any(|draft| !draft.notes.is_empty()), "{items}");
        }
    }

    #[test]
    fn an_item_that_the_end_cuts_is_refused_alone() {
        let drafts = read_all("<rss><channel><item><title>A</title></item><item><title>B</title><description>It was");
        assert_eq!((drafts.found.len(), drafts.unreadable[0].0), (1, 2));
        assert_eq!(drafts.unreadable[0].1.reason.as_str(), "xml-syntax");
        let closed = read_all("<rss><channel><item><title>A</title></item><item><title>B</title>");
        assert_eq!((closed.found.len(), closed.unreadable.len()), (2, 0));
    }

    #[test]
    fn entities_are_never_expanded_and_empty_feeds_refused() {
        let drafts = read_all(
            "<!DOCTYPE rss [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;'>]><rss><channel><item><title>&b; x</title></item></channel></rss>",
        );
        assert_eq!(values(&drafts.found[0], MetaField::Title), ["feed:title=&b; x"]);
        let mut none = Drafts::default();
        let error = read(&Input { bytes: b"<rss><channel/></rss>", ..Input::default() }, &mut none).expect_err("empty");
        assert_eq!(error.reason.as_str(), "empty");
    }

    #[test]
    fn items_elements_and_depth_are_capped() {
        let many = format!("<rss><channel>{}</channel></rss>", "<item/>".repeat(FEED_ITEMS + 10));
        let drafts = read_all(&many);
        assert_eq!((drafts.found.len(), drafts.unreadable.len()), (FEED_ITEMS, 1));
        let wide = format!("<rss><item>{}</item><item><title>A</title></item></rss>", "<x/>".repeat(100_001));
        let drafts = read_all(&wide);
        assert_eq!((drafts.unreadable[0].0, drafts.found.len()), (1, 1));
        let deep = format!(
            "<rss><item><description>{}end{}</description></item></rss>",
            "<x>".repeat(9999),
            "</x>".repeat(9999)
        );
        assert_eq!(texts(&read_all(&deep).found[0]), ["end"]);
    }
}
