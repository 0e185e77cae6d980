//! One linear pass over markup before any tree is built: removes scripts, styles and comments, and limits nesting.
//! Parsers take quadratic time in depth and walk trees by recursion; no page may cost more than its size.

use super::elements::{DROPPED, FORM, FORMATTING, IGNORED, Name, VOID, closed_by, name_of, stops};
use super::white_space::push_shortened;
use crate::source::budget;
use crate::source::budget::{PAGE_ATTRIBUTES, PAGE_DEPTH};
use crate::text::count_steps;
use std::collections::HashMap;

/// Markup that is safe to parse, and what was found on the way.
#[derive(Debug, Default)]
pub(crate) struct Scanned {
    pub html: String,
    pub notes: Vec<String>,
    /// The address in the comment that browsers and archivers leave in saved pages.
    pub saved_from: Option<String>,
    /// When it was saved, according to the comment.
    pub saved_at: Option<String>,
    /// Times of publication in scripts.
    pub script_times: Vec<String>,
    tags: usize,
    /// The sum of the depths of all elements: the cost of a copy of every element with its content.
    depths: usize,
}

impl Scanned {
    /// Whether a page is larger or deeper than pages made by people, so that steps that cost more than one look at each
    /// element are skipped.
    pub fn is_heavy(&self) -> bool {
        self.html.len() > budget::HEAVY_PAGE_BYTES || self.tags > HEAVY_TAGS || self.depths > HEAVY_DEPTHS
    }
}

const HEAVY_TAGS: usize = 60_000;
const HEAVY_DEPTHS: usize = 1_500_000;

/// Scans a whole page.
pub(crate) fn scan(html: &str) -> Scanned {
    count_steps(html.len());
    let out = Scanned { html: String::with_capacity(html.len() / 2), ..Scanned::default() };
    let mut scan = Scan { html, out, ..Scan::default() };
    scan.run();
    scan.out
}

const PRE: Name = name_of("pre");

/// The state of a scan. `open` holds the open elements without the formatting ones.
#[derive(Default)]
struct Scan<'a> {
    html: &'a str,
    out: Scanned,
    open: Vec<Name>,
    formatting: Vec<Name>,
    /// How often each name is in `open`: shows an end tag without a start at once.
    counts: HashMap<Name, usize>,
    /// Elements dropped because of their depth, whose end tags are dropped too.
    flattened: Vec<Name>,
    /// Whether no end of an archive's bar follows, so that none is looked for again.
    has_no_toolbar_end: bool,
}

impl Scan<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = self.html[at..].find('<') {
            self.text(&self.html[at..at + found]);
            at = self.markup(at + found);
            if self.out.html.len() > budget::PAGE_BYTES || self.out.tags > budget::PAGE_TAGS {
                self.out.notes.push(format!("the page was cut after {at} of {} bytes", self.html.len()));
                return;
            }
        }
        let rest = &self.html[at..];
        self.out.html.push_str(&rest[..rest.floor_char_boundary(budget::PAGE_BYTES)]);
    }

    /// Writes text with its runs of white space shortened, except where they are shown as they are.
    fn text(&mut self, text: &str) {
        match self.counts.get(&PRE).is_some_and(|&open| open > 0) {
            true => self.out.html.push_str(text),
            false => push_shortened(text, &mut self.out.html),
        }
    }

    /// Reads the markup that starts at `at` and returns where it ends.
    fn markup(&mut self, at: usize) -> usize {
        let rest = &self.html[at..];
        if rest.starts_with("<!--") {
            return self.comment(at);
        }
        let (closing, name_at) = if rest.starts_with("</") { (true, 2) } else { (false, 1) };
        if !rest[name_at..].starts_with(|c: char| c.is_ascii_alphabetic()) {
            return self.no_tag(at);
        }
        let length = rest[name_at..]
            .find(|c: char| c.is_ascii_whitespace() || c == '>' || c == '/')
            .unwrap_or(rest.len() - name_at);
        let name = &rest[name_at..name_at + length];
        let end = at + tag_length(rest);
        self.out.tags += 1;
        self.out.depths += self.open.len() + self.formatting.len();
        if closing {
            self.close(name_of(name), &self.html[at..end]);
            return end;
        }
        if name.eq_ignore_ascii_case("template") && is_shadow_root(&self.html[at..end]) {
            return end;
        }
        if let Some(dropped) = DROPPED.iter().find(|dropped| name.eq_ignore_ascii_case(dropped)) {
            return self.dropped(dropped, at, end);
        }
        if name.eq_ignore_ascii_case("title") {
            let past = self.past(end, "title");
            self.out.html.push_str(&self.html[at..past]);
            return past;
        }
        let tag = &self.html[at..end];
        if name.eq_ignore_ascii_case("meta") && may_state_charset(tag) {
            return end;
        }
        if is_crowded(tag) {
            self.out
                .notes
                .push(format!("the tag \"{name}\" has more than {PAGE_ATTRIBUTES} attributes, which were ignored"));
            self.open(name_of(name), &format!("<{name}>"));
        } else {
            self.open(name_of(name), tag);
        }
        end
    }

    /// Keeps a doctype, drops a processing instruction, and reads any other `<` as text.
    fn no_tag(&mut self, at: usize) -> usize {
        let rest = &self.html[at..];
        if rest.starts_with("<!") || rest.starts_with("<?") || rest.starts_with("</") {
            let end = rest.find('>').map_or(rest.len(), |end| end + 1);
            if rest.starts_with("<!") && end < 512 {
                self.out.html.push_str(&rest[..end]);
            }
            return at + end;
        }
        self.out.html.push_str("&lt;");
        at + 1
    }

    fn comment(&mut self, at: usize) -> usize {
        let rest = &self.html[at + 4..];
        let length = rest.find("-->").unwrap_or(rest.len());
        if opens_toolbar(&rest[..length]) && !self.has_no_toolbar_end {
            match rest[length..].find(TOOLBAR_END) {
                Some(past) => return at + 4 + length + past + TOOLBAR_END.len(),
                None => self.has_no_toolbar_end = true,
            }
        }
        if self.out.saved_from.is_none() {
            self.out.saved_from = saved_from(&rest[..length]);
        }
        if self.out.saved_at.is_none() {
            self.out.saved_at = saved_at(&rest[..length]);
        }
        (at + 4 + length + 3).min(self.html.len())
    }

    /// Skips an element that is not text; linked data is kept.
    fn dropped(&mut self, name: &str, at: usize, end: usize) -> usize {
        let tag = &self.html[at..end];
        if name == "svg" && tag.ends_with("/>") {
            return end;
        }
        let past = self.past(end, name);
        if name == "script" && tag.to_ascii_lowercase().contains("ld+json") {
            self.out.html.push_str(&self.html[at..past]);
        } else if name == "script" {
            super::scripts::collect(&self.html[end..past], &mut self.out.script_times);
        }
        past
    }

    fn open(&mut self, name: Name, tag: &str) {
        if VOID.contains(&name) {
            self.out.html.push_str(tag);
        } else if FORMATTING.contains(&name) {
            if self.formatting.len() < budget::PAGE_FORMATTING {
                self.formatting.push(name);
                self.out.html.push_str(tag);
            }
        } else if name == name_of("body") || name == name_of("html") {
            // Their attributes count (`lang`), their depth does not.
            self.out.html.push_str(tag);
        } else if !IGNORED.contains(&name) {
            self.open_block(name, tag);
        }
    }

    fn open_block(&mut self, name: Name, tag: &str) {
        let closed = closed_by(name);
        while self.open.last().is_some_and(|last| closed.contains(last)) {
            self.pop();
        }
        if self.open.len() < PAGE_DEPTH {
            self.open.push(name);
            *self.counts.entry(name).or_default() += 1;
            self.out.html.push_str(tag);
            return;
        }
        if self.flattened.is_empty() {
            self.out.notes.push(format!("elements nested more than {PAGE_DEPTH} levels deep were flattened"));
        }
        self.flattened.push(name);
        self.out.html.push_str("<br>");
    }

    fn close(&mut self, name: Name, tag: &str) {
        if FORMATTING.contains(&name) {
            if let Some(place) = self.formatting.iter().rposition(|&open| open == name) {
                self.formatting.remove(place);
                self.out.html.push_str(tag);
            }
            return;
        }
        if self.open.len() >= PAGE_DEPTH && self.flattened.last() == Some(&name) {
            self.flattened.pop();
            return;
        }
        if self.counts.get(&name).copied().unwrap_or(0) == 0 {
            // The head is not part of the depth; its end starts the body.
            return;
        }
        let reach = self.open.iter().rposition(|&open| open == name || stops(open, name));
        let Some(place) = reach.filter(|&place| self.open[place] == name) else { return };
        if name == FORM {
            // The parser closes a form alone, and leaves open what was opened in it.
            self.open.remove(place);
            *self.counts.entry(name).or_default() -= 1;
        } else {
            while self.open.len() > place {
                self.pop();
            }
        }
        self.out.html.push_str(tag);
    }

    fn pop(&mut self) {
        if let Some(count) = self.open.pop().and_then(|name| self.counts.get_mut(&name)) {
            *count -= 1;
        }
    }

    /// Where the element `name` that opened before `from` ends, including its end tag.
    fn past(&self, from: usize, name: &str) -> usize {
        let bytes = self.html.as_bytes();
        let mut at = from;
        while let Some(found) = self.html[at..].find("</") {
            at += found + 2;
            let end = at + name.len();
            if bytes.len() >= end && bytes[at..end].eq_ignore_ascii_case(name.as_bytes()) {
                return self.html[end..].find('>').map_or(self.html.len(), |close| end + close + 1);
            }
        }
        self.html.len()
    }
}

/// Whether a template is the shadow root of the element around it: its content is shown in place. Its end tag has no start
/// then, and is dropped.
fn is_shadow_root(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    ["shadowroot", "shadowmode"].iter().any(|name| tag.contains(name))
}

/// Whether a comment opens the bar that an archive inserts into its copies.
fn opens_toolbar(comment: &str) -> bool {
    comment.len() <= LONGEST_TOOLBAR_MARK && comment.trim() == "BEGIN WAYBACK TOOLBAR INSERT"
}

const TOOLBAR_END: &str = "<!-- END WAYBACK TOOLBAR INSERT -->";

const LONGEST_TOOLBAR_MARK: usize = 64;

/// Whether a `meta` replaces a header that may state a charset, also one written with character references. It is of no
/// use here, since the page is already decoded, and html5ever 0.39 panics on one that ends in the bare word `charset`.
fn may_state_charset(tag: &str) -> bool {
    let tag = tag.to_ascii_lowercase();
    tag.contains("http-equiv") && (tag.contains("charset") || tag.contains('&'))
}

/// Whether a tag has more attributes than are kept; quoted values contain none.
fn is_crowded(tag: &str) -> bool {
    // An attribute takes at least two letters.
    if tag.len() <= 2 * PAGE_ATTRIBUTES {
        return false;
    }
    let (mut quote, mut before, mut attributes) = (None, b'<', 0);
    for &byte in tag.as_bytes() {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'"' | b'\'') if before == b'=' => quote = Some(byte),
            _ => attributes += usize::from(starts_attribute(before) && !starts_attribute(byte) && byte != b'>'),
        }
        if !byte.is_ascii_whitespace() || before != b'=' {
            before = byte;
        }
    }
    attributes > PAGE_ATTRIBUTES
}

/// What an attribute may follow: whitespace, a slash, the end of a quoted value.
fn starts_attribute(byte: u8) -> bool {
    byte.is_ascii_whitespace() || matches!(byte, b'/' | b'"' | b'\'')
}

/// Bytes of the tag at the start of `text`: up to the first `>` outside quotes, or to the next `<` if a quote is not
/// closed.
fn tag_length(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut quote = None;
    let mut value_follows = false;
    for (at, &byte) in bytes.iter().enumerate().skip(1) {
        match (quote, byte) {
            (Some(open), _) if byte == open => quote = None,
            (Some(_), _) => {}
            (None, b'>') => return at + 1,
            (None, b'"' | b'\'') if value_follows => quote = Some(byte),
            _ => {}
        }
        if !byte.is_ascii_whitespace() {
            value_follows = byte == b'=';
        }
    }
    bytes.len()
}

/// An archiving program states the origin of a page within this many bytes of a comment.
const ARCHIVIST_BYTES: usize = 4096;

/// `saved from url=(0042)https://…`, SingleFile's `url: https://…`, HTTrack's `Mirrored from example.com/a by`.
fn saved_from(comment: &str) -> Option<String> {
    let head = &comment[..comment.floor_char_boundary(ARCHIVIST_BYTES)];
    let behind = |mark: &str| head.find(mark).map(|at| at + mark.len());
    let browser = behind("saved from url=(").and_then(|at| head[at..].find(')').map(|end| at + end + 1));
    let single_file = || behind("SingleFile").and(behind("url: http")).map(|at| at - "http".len());
    let at = browser.or_else(single_file).or_else(|| behind("Mirrored from "))?;
    let address: String = head[at..].chars().take_while(|c| !c.is_whitespace()).collect();
    (address.len() > 8 && !address.starts_with("about:") && !address.starts_with("file:")).then_some(address)
}

/// SingleFile's `saved date: Tue Mar 12 2024 …`, HTTrack's `…, Wed, 17 Jan 2018 15:34:08 GMT`, and the Internet Archive's
/// `FILE ARCHIVED ON 20:14:33 Jan 01, 2010`.
fn saved_at(comment: &str) -> Option<String> {
    let head = &comment[..comment.floor_char_boundary(ARCHIVIST_BYTES)];
    let behind = |mark: &str| Some(head.split_once(mark)?.1);
    let single_file = || behind("SingleFile").and(behind("saved date:"));
    let mirrored = || behind("Mirrored from ")?.split_once("HTTrack")?.1.split_once(", ").map(|(_, date)| date);
    let archived = || behind("FILE ARCHIVED ON")?.split(" AND ").next();
    let date = single_file().or_else(mirrored).or_else(archived)?.trim();
    let date = date.lines().next()?.trim();
    (!date.is_empty()).then(|| date.chars().take(80).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use scraper::{Html, Node};

    fn depth(html: &str) -> usize {
        let tree = Html::parse_document(html).tree;
        tree.nodes()
            .filter(|node| matches!(node.value(), Node::Text(_)))
            .map(|node| node.ancestors().count())
            .max()
            .unwrap_or(0)
    }

    #[test]
    fn scripts_styles_and_comments_go_and_linked_data_stays() {
        let html = "<p>a<script>if (a < b) {}</script>b<!-- c --><style>x</style><script type=\"application/ld+json\">{}</script> 1 < 2";
        assert_eq!(scan(html).html, "<p>ab<script type=\"application/ld+json\">{}</script> 1 &lt; 2");
    }

    #[test]
    fn shadow_roots_are_shown_and_the_bars_of_archives_are_not() {
        let html = "<x-a><template shadowrootmode=open><p>a</p></template></x-a><template><p>b</p></template>\
                    <!-- BEGIN WAYBACK TOOLBAR INSERT --><p>c</p><!-- END WAYBACK TOOLBAR INSERT --><p>d</p>";
        assert_eq!(scan(html).html, "<x-a><p>a</p></x-a><p>d</p>");
    }

    #[test]
    fn no_trick_of_nesting_gets_through() {
        let tricks = [
            "<div>",
            "<p><div>",
            "<b><div></b>",
            "<span><div></span>",
            "<div><table><td></div>",
            "<li><ul></li>",
            "<form><div></form>",
            "<div><textarea></div></textarea>",
            "<aaaaaaaab></aaaaaaaac>",
            "<table><td></p>",
            "<font size=1><p>",
            "<button><p></button>",
            "<svg><g/></svg><div>",
            "<a href=x><div></a>",
            "<dl><dt>",
            "<object><div></object>",
            "<h1><div></h2>",
            "<x/>",
        ];
        for trick in tricks {
            let scanned = scan(&format!("{}text", trick.repeat(3000)));
            let depth = depth(&scanned.html);
            assert!(depth < 530, "{trick}: {depth}");
        }
    }

    #[test]
    fn a_charset_that_is_only_half_stated_stops_no_page() {
        for content in ["text/html; charset", "text/html; char&#115;et ", "charset\t"] {
            let head = format!("<html><head><META http-equiv=Content-Type content=\"{content}\"></head>");
            let scanned = scan(&format!("{head}<p>text"));
            assert_eq!(scanned.html, "<html><head></head><p>text", "{content}");
            assert!(crate::format::read_html(&format!("{head}<p>text")).is_ok());
        }
        let kept = "<meta http-equiv=\"content-language\" content=\"de\"><meta charset=\"utf-8\">";
        assert_eq!(scan(kept).html, kept);
    }

    #[test]
    fn a_tag_with_too_many_attributes_is_read_without_them() {
        let many = |number: usize| (0..number).map(|nth| format!(" a{nth}=\"x y z\"")).collect::<String>();
        let scanned = scan(&format!("<p{}>text<p{}>more", many(PAGE_ATTRIBUTES), many(100_000)));
        assert!(scanned.html.ends_with("a127=\"x y z\">text<p>more"));
        assert_eq!(scanned.notes, ["the tag \"p\" has more than 128 attributes, which were ignored"]);
        let data = format!("<p data-state='{}'>text", "{\"a\": 1, \"b\": 2} ".repeat(4000));
        assert_eq!(scan(&data).html, data, "what stands in quotation marks is one value");
        let bare = scan(&format!("<p {}>text", "a ".repeat(100_000)));
        assert_eq!(bare.html, "<p>text");
    }

    #[test]
    fn pages_that_no_one_made_by_hand_are_heavy() {
        let cell = "<table><tr><td>";
        for (page, want) in [
            ("<p>A paragraph.".repeat(5_000), false),
            ("<div><p>A paragraph.</div>".repeat(40_000), true),
            (cell.repeat(16_000), true),
            ("a long word ".repeat(300_000), true),
        ] {
            assert_eq!(scan(&page).is_heavy(), want, "{} bytes", page.len());
        }
    }

    #[test]
    fn text_under_the_cap_is_kept_and_noted() {
        let scanned = scan(&format!("{}deep{}<p>after</p>", "<div>".repeat(2000), "</div>".repeat(2000)));
        assert!(scanned.html.contains("deep") && scanned.html.ends_with("<p>after</p>"));
        assert_eq!(scanned.notes.len(), 1);
    }

    #[test]
    fn saved_pages_state_their_address_and_time() {
        let cases = [
            ("saved from url=(0026)https://example.org/a-story", Some("https://example.org/a-story"), None),
            (
                "\n Page saved with SingleFile \n url: https://example.org/a \n saved date: Tue Mar 12 2024 10:11:12 GMT+0100 (CET)\n",
                Some("https://example.org/a"),
                Some("Tue Mar 12 2024 10:11:12 GMT+0100 (CET)"),
            ),
            (
                " Mirrored from example.org/a.html by HTTrack Website Copier/3.x [XR&CO'2014], Wed, 17 Jan 2018 15:34:08 GMT ",
                Some("example.org/a.html"),
                Some("Wed, 17 Jan 2018 15:34:08 GMT"),
            ),
            ("\n FILE ARCHIVED ON 20:14:33 Jan 01, 2010 AND RETRIEVED FROM", None, Some("20:14:33 Jan 01, 2010")),
            ("saved from url=(0014)about:internet", None, None),
            (" base url: https://example.org/ ", None, None),
        ];
        for (comment, address, date) in cases {
            let scanned = scan(&format!("<!--{comment} --><p>x"));
            assert_eq!((scanned.saved_from.as_deref(), scanned.saved_at.as_deref()), (address, date), "{comment}");
        }
    }
}
