//! What one file may take: bytes, parts, depth, steps. Every reader takes its limits from here, and checks them before it
//! takes memory; `Caps` has those that a caller may set, and `format/isolated.rs` those of other processes.

/// Largest sidecar, in bytes.
pub(crate) const SIDECAR_BYTES: u64 = 1 << 20;

/// Most layers of compression that are removed (`a.txt.gz.gz`).
pub(crate) const COMPRESSION_LAYERS: usize = 2;

/// Most containers inside each other: an archive has no use for more, a bomb does.
pub(crate) const CONTAINER_NESTING: usize = 2;

/// Most damaged members of a file: one with more is not gzip.
pub(crate) const DAMAGED_MEMBERS: usize = 10_000;

/// Bytes of a long name or of a pax header: paths have at most 4 KiB on any system.
pub(crate) const TAR_HEADER_BYTES: u64 = 64 << 10;

/// Bytes of names that are looked at for the charset of all names of an archive.
pub(crate) const ARCHIVE_NAME_BYTES: usize = 64 << 10;

/// Bytes of the longest head of a response that is searched for.
pub(crate) const HTTP_HEAD_BYTES: usize = 64 << 10;

/// Most compressions of one response.
pub(crate) const HTTP_CODINGS: usize = 3;

/// Bytes of a page or of a text: ten times the largest that newspapers publish. Reading takes up to twenty times as many.
pub(crate) const TEXT_BYTES: usize = 24 << 20;

/// Lines kept of one text: every line takes about six hundred bytes while it is judged, so these take under 300 MB.
pub(crate) const TEXT_LINES: usize = 400_000;

/// Bytes of the largest front matter; if it is longer, the text just starts with a rule.
pub(crate) const FRONT_MATTER_BYTES: usize = 64 << 10;

/// Above this many bytes the body crate takes seconds and hundreds of megabytes (measured: 6 MB of paragraphs 4.8 s and 480 MB,
/// 16,000 nested tables 1.5 GB). None of 736 news pages reaches them.
pub(crate) const HEAVY_PAGE_BYTES: usize = 3 << 20;

/// Attributes kept of one tag: the parser compares each with all the previous ones.
pub(crate) const PAGE_ATTRIBUTES: usize = 128;

/// Deepest nesting of stated elements that is kept. Parsers add rows and bodies to tables, so trees get at most twice
/// as deep; browsers limit trees to 512. Pages made by people stay under 100.
pub(crate) const PAGE_DEPTH: usize = 250;

/// Open formatting elements (`<b>`, `<font>`) are opened again in every following block, so many of them multiply a
/// page.
pub(crate) const PAGE_FORMATTING: usize = 12;

/// Tags kept of one page; the longest live blogs have a fifth of this.
pub(crate) const PAGE_TAGS: usize = 250_000;

/// Bytes kept of one page after scripts and styles are removed.
pub(crate) const PAGE_BYTES: usize = 12 << 20;

/// Linked data nests graphs and lists; anything deeper does not describe the page.
pub(crate) const JSON_LD_DEPTH: usize = 6;

/// Most columns that are read.
pub(crate) const TABLE_COLUMNS: usize = 1000;

/// Bytes of a part of an answer of a service that is held as a tree, which takes several times as many; larger ones are
/// searched part by part.
pub(crate) const ANSWER_BYTES: usize = 16 << 20;

/// Values inside one field of an article in an answer: paragraphs, keywords, pictures.
pub(crate) const ANSWER_FIELD_VALUES: usize = 20_000;

/// Deepest nesting at which an article is searched for in an answer.
pub(crate) const ANSWER_DEPTH: usize = 24;

/// Most levels of objects on the path of a mapped field.
pub(crate) const FIELD_DEPTH: usize = 16;

/// Items of one part: each takes about four kilobytes while it is read, however little it contains.
pub(crate) const FEED_PART_ITEMS: usize = 4_000;

/// Most bytes around the items, which every part has.
pub(crate) const FEED_AROUND_BYTES: usize = 1 << 20;

/// Deepest nesting that is kept; text below it is added to the element at that depth. Trees are walked by recursion.
pub(crate) const FEED_DEPTH: usize = 128;

/// Elements, attributes and texts of one item, and of everything outside the items.
pub(crate) const FEED_NODES: usize = 100_000;

/// Attributes of one element.
pub(crate) const FEED_ATTRIBUTES: usize = 64;

/// Items of one feed: each takes a kilobyte, however little it contains.
pub(crate) const FEED_ITEMS: usize = 50_000;

/// Lone `<` after which reading starts again; each may cost a look at all that follows.
pub(crate) const FEED_RESTARTS: usize = 16;

/// Deepest nesting of elements: the reader keeps a little memory for each open one.
pub(crate) const XML_EVENT_DEPTH: u32 = 250_000;

/// Deepest nesting that is kept; text below it is added to the element at that depth. Trees are walked by recursion.
pub(crate) const XML_DEPTH: usize = 256;

/// Elements, attributes and texts of one document: about 70 MB. The densest page of a newspaper has 60,000.
pub(crate) const XML_NODES: usize = 1_000_000;

/// Most articles read from one file. Providers give a few hundred at once, a thousand at most; joined files have more.
pub(crate) const DOWNLOAD_ARTICLES: usize = 20_000;

/// Bytes of all header lines of a message: the largest that servers accept have a quarter of it.
pub(crate) const MAIL_HEAD_BYTES: usize = 1 << 20;

/// Deepest nesting of multiparts that is read. Newsletters have three.
pub(crate) const MAIL_DEPTH: usize = 10;

/// Most parts of one message that are read. Newsletters have ten.
pub(crate) const MAIL_PARTS: usize = 1000;

/// Bytes that all parts of one document together may decompress to: ten times a long book. A part's longest text is
/// held three times at once.
pub(crate) const OFFICE_PART_BYTES: u64 = 64 << 20;

/// Paragraphs of one document: ten times those of a long book.
pub(crate) const OFFICE_PARAGRAPHS: usize = 500_000;

/// Deepest nesting of groups: real documents have a few dozen.
pub(crate) const RTF_GROUPS: usize = 10_000;

/// Bytes of text that all cells together may have: many may share one text, which the file stores once.
pub(crate) const WORKBOOK_TEXT_BYTES: usize = 128 << 20;

/// Most NUL bytes in front of a document: an interrupted write leaves some kilobytes.
pub(crate) const PADDING_BYTES: u64 = 64 << 20;
