//! Hostile agency and OCR files: no bytes make their readers panic, and markup bombs cost no more than their size.

use super::support::takes_steps_by_size;
use morgue::extract::{DraftLocation, Rules, extract};
use morgue::format::{Input, sniff};
use proptest::prelude::*;

/// Parts of the formats.
const PIECES: [&str; 52] = [
    "<newsMessage>",
    "<newsItem guid='a' xml:lang='en'>",
    "</newsItem>",
    "<itemMeta><itemClass qcode='ninat:picture'/><pubStatus qcode='stat:canceled'/></itemMeta>",
    "<contentMeta>",
    "</contentMeta>",
    "<headline rank='2'>",
    "</headline>",
    "<contentSet><inlineXML>",
    "</inlineXML></contentSet>",
    "<inlineData>",
    "<NewsML><NewsItem><NewsComponent EquivalentsList='yes'>",
    "<NewsComponent>",
    "</NewsComponent>",
    "<NewsLines><HeadLine>Title</HeadLine></NewsLines>",
    "<ContentItem><DataContent>",
    "</DataContent></ContentItem>",
    "<nitf><body><body.head><hedline><hl1>Title</hl1></hedline></body.head><body.content>",
    "</body.content></body></nitf>",
    "<byline>By <person>Jane Doe</person></byline>",
    "<dateline>TOWN, Oct 24 (AP) - </dateline>",
    "<p>",
    "</p>",
    "<br/>",
    "<table><tr><td>",
    "<media-caption>",
    "<PPSResponse><ppsarticleResultSet count='18446744073709551615'>",
    "<article><headline><paragraph>T</paragraph></headline>",
    "<alto><TextBlock><TextLine>",
    "<String CONTENT='har' SUBS_TYPE='HypPart1' SUBS_CONTENT='harbour'/>",
    "<String CONTENT='bour' SUBS_TYPE='HypPart2'/>",
    "<HYP/><SP/>",
    "</TextLine></TextBlock>",
    "<mets LABEL='a'>",
    "<div class='ocr_page'><p class='ocr_par'><span class='ocr_line'>",
    "har-",
    "\u{1}abc 4 i 211 dpa 061\r\n",
    "\u{2}",
    "\u{3}131137 GMT Nov 13",
    "\u{4}",
    "\u{16}\u{16}\u{1}",
    "^BC-Slug,120<\n",
    "^By JANE DOE=\n",
    "\u{3}AP-WF-10-25-24 1403GMT<",
    "\t   ",
    "\n",
    "&lt;p&gt;",
    "&#150;&nope;&",
    "<![CDATA[",
    "]]>",
    "é",
    "The river rose through the night.",
];

/// Beginnings that the formats are detected from.
const STARTS: [&str; 9] = [
    "<newsMessage>",
    "<newsItem>",
    "<NewsML>",
    "<nitf>",
    "<PPSResponse>",
    "<alto>",
    "<mets>",
    "<html><div class='ocr_page'>",
    "\u{1}a\r\n\u{2}",
];

fn document() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        5 => prop::sample::select(PIECES.to_vec()).prop_map(str::to_owned),
        1 => any::<String>(),
    ];
    let pieces = prop::collection::vec(piece, 0..30);
    (prop::sample::select(STARTS.to_vec()), pieces).prop_map(|(start, pieces)| format!("{start}{}", pieces.concat()))
}

/// Reads bytes like the program.
fn read(bytes: &[u8]) {
    let Ok(format) = sniff(bytes, "a.xml") else { return };
    let drafts = format.read(&Input { bytes, name: "a.xml", ..Input::default() }).unwrap_or_default();
    let place = DraftLocation { source: "hostile".to_owned(), locator: "a.xml".to_owned(), ..DraftLocation::default() };
    let rules = Rules { now: 1_790_000_000, ..Rules::default() };
    for draft in drafts.found {
        let _ = extract(draft, &place, &rules);
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn no_document_makes_an_agency_reader_panic(text in document(), cut in 0.0f64..1.0) {
        read(text.as_bytes());
        let end = (text.len() as f64 * cut) as usize;
        read(&text.as_bytes()[..end]);
    }
}

#[test]
fn bombs_cost_no_more_than_their_size() {
    let bombs = [
        format!("<nitf><body><body.content>{}", "<p>".repeat(700_000)),
        format!("<newsMessage>{}", "<newsItem><contentMeta>".repeat(100_000)),
        format!("<NewsML>{}", "<NewsItem><NewsComponent>".repeat(100_000)),
        format!("<alto>{}", "<TextBlock><TextLine>".repeat(100_000)),
        format!("<nitf><body>{}", "</p>".repeat(500_000)),
        format!("<nitf {}/>", "a=''".repeat(500_000)),
        format!("<NewsML><NewsItem>{}", "<NewsComponent EquivalentsList='no'></NewsComponent>".repeat(40_000)),
        format!("\u{1}a\r\n\u{2}{}", "a\n".repeat(1_000_000)),
    ];
    for bomb in bombs {
        takes_steps_by_size(&bomb[..40], bomb.len(), || read(bomb.as_bytes()));
    }
}
