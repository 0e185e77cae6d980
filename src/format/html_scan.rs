//! One linear pass over markup before any tree is built: scripts, styles and comments go, nesting is capped.
//! Parsers take quadratic time in depth and walk trees by recursion; no page may cost more than its size.

use std::collections::HashMap;

/// Markup that is safe to parse, and what was met on the way.
#[derive(Debug, Default)]
pub(super) struct Scanned {
    pub html: String,
    pub notes: Vec<String>,
    /// The address in the comment that browsers and archivers leave in saved pages.
    pub saved_from: Option<String>,
    /// When it was saved, as the comment states it.
    pub saved_at: Option<String>,
}

/// Deepest nesting of stated elements that is kept. Parsers add rows and bodies to tables, so that trees get twice as
/// deep at most; browsers cap trees at 512. Pages that people made stay under 100.
const MAX_DEPTH: usize = 250;

/// Open formatting elements (`<b>`, `<font>`) are opened again in every following block: many of them multiply a page.
const MAX_FORMATTING: usize = 12;

/// Tags kept of one page; the longest live blogs have a fifth of this.
const MAX_TAGS: usize = 250_000;

/// Bytes kept of one page after scripts and styles are gone.
const MAX_BYTES: usize = 12 << 20;

/// An element's name as a hash of its lower-case letters.
type Name = u64;

const fn name_of(text: &str) -> Name {
    let bytes = text.as_bytes();
    let mut hash = 0xcbf2_9ce4_8422_2325;
    let mut at = 0;
    while at < bytes.len() {
        hash = (hash ^ bytes[at].to_ascii_lowercase() as u64).wrapping_mul(0x100_0000_01b3);
        at += 1;
    }
    hash
}

const fn names<const N: usize>(list: [&str; N]) -> [Name; N] {
    let mut names = [0; N];
    let mut at = 0;
    while at < N {
        names[at] = name_of(list[at]);
        at += 1;
    }
    names
}

/// Elements dropped with all they hold; what they hold is no markup.
const DROPPED: [&str; 10] =
    ["script", "style", "svg", "noscript", "iframe", "textarea", "xmp", "noembed", "noframes", "template"];

/// Tags dropped alone: the parser treats them by rules of its own that would undo the count.
const IGNORED: [Name; 3] = names(["plaintext", "frameset", "frame"]);

const VOID: [Name; 14] = names([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
]);

const FORMATTING: [Name; 14] =
    names(["a", "b", "big", "code", "em", "font", "i", "nobr", "s", "small", "strike", "strong", "tt", "u"]);

/// Elements that the end tag of an inline element does not close through.
const SPECIAL: [Name; 57] = names([
    "address",
    "applet",
    "article",
    "aside",
    "blockquote",
    "button",
    "caption",
    "center",
    "colgroup",
    "dd",
    "details",
    "dir",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "header",
    "hgroup",
    "li",
    "listing",
    "main",
    "marquee",
    "menu",
    "nav",
    "object",
    "ol",
    "p",
    "pre",
    "search",
    "section",
    "select",
    "summary",
    "table",
    "tbody",
    "td",
    "tfoot",
    "th",
    "thead",
    "title",
    "tr",
    "ul",
    "math",
    "mi",
    "mo",
    "mn",
    "ms",
    "mtext",
]);

/// Elements that no end tag closes through but their own and those of a table's parts.
const SCOPES: [Name; 12] =
    names(["applet", "caption", "table", "td", "th", "marquee", "object", "math", "mi", "mo", "mn", "mtext"]);

const TABLE_PARTS: [Name; 8] = names(["table", "caption", "tbody", "thead", "tfoot", "tr", "td", "th"]);

const FORM: Name = name_of("form");

/// Elements that the start of an element closes, if they are the innermost.
fn closed_by(name: Name) -> &'static [Name] {
    const P: [Name; 1] = names(["p"]);
    const LI: [Name; 2] = names(["li", "p"]);
    const DD: [Name; 3] = names(["dd", "dt", "p"]);
    const OPTION: [Name; 1] = names(["option"]);
    const ROW: [Name; 4] = names(["tr", "td", "th", "p"]);
    const CELL: [Name; 3] = names(["td", "th", "p"]);
    const PARAGRAPH_ENDS: [Name; 9] =
        names(["p", "div", "ul", "ol", "section", "article", "blockquote", "table", "figure"]);
    match name {
        _ if PARAGRAPH_ENDS.contains(&name) => &P,
        _ if name == name_of("li") => &LI,
        _ if name == name_of("dd") || name == name_of("dt") => &DD,
        _ if name == name_of("option") => &OPTION,
        _ if name == name_of("tr") => &ROW,
        _ if name == name_of("td") || name == name_of("th") => &CELL,
        _ => &[],
    }
}

/// Whether an open element stops the end tag of `name` from closing what lies under it.
fn stops(open: Name, name: Name) -> bool {
    const LISTS: [Name; 2] = names(["ul", "ol"]);
    if TABLE_PARTS.contains(&name) {
        return open == name_of("table");
    }
    let of_list = name == name_of("li") && LISTS.contains(&open);
    let of_button = name == name_of("p") && open == name_of("button");
    SCOPES.contains(&open) || of_list || of_button || (!SPECIAL.contains(&name) && SPECIAL.contains(&open))
}

/// Scans a whole page.
pub(super) fn scan(html: &str) -> Scanned {
    let out = Scanned { html: String::with_capacity(html.len() / 2), ..Scanned::default() };
    let mut scan = Scan { html, out, ..Scan::default() };
    scan.run();
    scan.out
}

/// Where a scan stands. `open` holds the open elements without the formatting ones.
#[derive(Default)]
struct Scan<'a> {
    html: &'a str,
    out: Scanned,
    open: Vec<Name>,
    formatting: Vec<Name>,
    /// How often each name is in `open`: an end tag without a start is told at once.
    counts: HashMap<Name, usize>,
    /// Elements left out for their depth, whose end tags go with them.
    flattened: Vec<Name>,
    tags: usize,
}

impl Scan<'_> {
    fn run(&mut self) {
        let mut at = 0;
        while let Some(found) = self.html[at..].find('<') {
            self.out.html.push_str(&self.html[at..at + found]);
            at = self.markup(at + found);
            if self.out.html.len() > MAX_BYTES || self.tags > MAX_TAGS {
                self.out.notes.push(format!("the page was cut after {at} of {} bytes", self.html.len()));
                return;
            }
        }
        let rest = &self.html[at..];
        self.out.html.push_str(&rest[..rest.floor_char_boundary(MAX_BYTES)]);
    }

    /// Reads the markup that starts at `at` and gives where it ends.
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
        self.tags += 1;
        if closing {
            self.close(name_of(name), &self.html[at..end]);
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
        self.open(name_of(name), &self.html[at..end]);
        end
    }

    /// A doctype goes through, a processing instruction goes, any other `<` is text.
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
        if self.out.saved_from.is_none() {
            self.out.saved_from = saved_from(&rest[..length]);
        }
        if self.out.saved_at.is_none() {
            self.out.saved_at = saved_at(&rest[..length]);
        }
        (at + 4 + length + 3).min(self.html.len())
    }

    /// Passes over an element that is no text; linked data is kept.
    fn dropped(&mut self, name: &str, at: usize, end: usize) -> usize {
        let tag = &self.html[at..end];
        if name == "svg" && tag.ends_with("/>") {
            return end;
        }
        let past = self.past(end, name);
        if name == "script" && tag.to_ascii_lowercase().contains("ld+json") {
            self.out.html.push_str(&self.html[at..past]);
        }
        past
    }

    fn open(&mut self, name: Name, tag: &str) {
        if VOID.contains(&name) {
            self.out.html.push_str(tag);
        } else if FORMATTING.contains(&name) {
            if self.formatting.len() < MAX_FORMATTING {
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
        if self.open.len() < MAX_DEPTH {
            self.open.push(name);
            *self.counts.entry(name).or_default() += 1;
            self.out.html.push_str(tag);
            return;
        }
        if self.flattened.is_empty() {
            self.out.notes.push(format!("elements nested deeper than {MAX_DEPTH} were flattened"));
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
        if self.open.len() >= MAX_DEPTH && self.flattened.last() == Some(&name) {
            self.flattened.pop();
            return;
        }
        if self.counts.get(&name).copied().unwrap_or(0) == 0 {
            // The head is no part of the depth; its end starts the body.
            return;
        }
        let reach = self.open.iter().rposition(|&open| open == name || stops(open, name));
        let Some(place) = reach.filter(|&place| self.open[place] == name) else { return };
        if name == FORM {
            // The parser takes a form alone from under what was opened in it.
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

    /// Where the element `name` that opened before `from` ends, its end tag included.
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

/// Bytes of the tag that `text` starts with: to the first `>` outside quotes, or to the next `<` where quotes are broken.
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

/// Bytes of a comment in which an archivist says where a page is from.
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
    fn text_under_the_cap_is_kept_and_noted() {
        let scanned = scan(&format!("{}deep{}<p>after</p>", "<div>".repeat(2000), "</div>".repeat(2000)));
        assert!(scanned.html.contains("deep") && scanned.html.ends_with("<p>after</p>"));
        assert_eq!(scanned.notes.len(), 1);
    }

    #[test]
    fn saved_pages_tell_their_address_and_time() {
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
