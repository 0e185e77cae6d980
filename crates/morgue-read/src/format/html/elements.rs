//! How a parser of pages treats elements, as far as the scan must know: which contain no markup, which end themselves,
//! which close others. Follows the parsing rules of the HTML standard.

/// An element's name as a hash of its lower-case letters.
pub(super) type Name = u64;

pub(super) const fn name_of(text: &str) -> Name {
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

/// Elements dropped with their content, which is not markup.
pub(super) const DROPPED: [&str; 10] =
    ["script", "style", "svg", "noscript", "iframe", "textarea", "xmp", "noembed", "noframes", "template"];

/// Tags dropped alone: the parser treats them by special rules that would break the count of the depth.
pub(super) const IGNORED: [Name; 3] = names(["plaintext", "frameset", "frame"]);

pub(super) const VOID: [Name; 14] = names([
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
]);

pub(super) const FORMATTING: [Name; 14] =
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

/// Elements that no end tag closes through, except their own and those of a table's parts.
const SCOPES: [Name; 12] =
    names(["applet", "caption", "table", "td", "th", "marquee", "object", "math", "mi", "mo", "mn", "mtext"]);

pub(super) const TABLE_PARTS: [Name; 8] = names(["table", "caption", "tbody", "thead", "tfoot", "tr", "td", "th"]);

pub(super) const FORM: Name = name_of("form");

/// Elements that the start of an element closes, if they are the innermost.
pub(super) fn closed_by(name: Name) -> &'static [Name] {
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

/// Whether an open element stops the end tag of `name` from closing the elements below it.
pub(super) fn stops(open: Name, name: Name) -> bool {
    const LISTS: [Name; 2] = names(["ul", "ol"]);
    if TABLE_PARTS.contains(&name) {
        return open == name_of("table");
    }
    let of_list = name == name_of("li") && LISTS.contains(&open);
    let of_button = name == name_of("p") && open == name_of("button");
    SCOPES.contains(&open) || of_list || of_button || (!SPECIAL.contains(&name) && SPECIAL.contains(&open))
}
