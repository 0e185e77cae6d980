//! The elements of a page that may state metadata, found in one walk: headings, meta tags, and markup that names
//! authors, times, sections and addresses. Each kind is in page order. Judges nothing.

use super::dom::{Document, NodeId};

/// Where a page names its authors, with the most reliable kinds of marks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ByMark {
    /// `itemprop=name` inside `itemprop=author`.
    NameOfAuthor,
    /// `itemprop=author`.
    Author,
    /// A link with `rel=author`.
    RelAuthor,
    /// A class for the name only.
    NameClass,
    /// A link inside a byline's box.
    BylineLink,
    /// A byline's box.
    BylineClass,
    /// A link inside an author's box, or an author's box of an article.
    AuthorLink,
    /// An author's box.
    AuthorClass,
    /// Marks of test suites.
    TestMark,
    /// A link to an author's own page.
    AuthorPage,
}

/// Where a page states times, with the most reliable kinds of marks first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TimeMark {
    Published,
    Modified,
    PubdateTime,
    /// A time inside an article, a main part or a header.
    ArticleTime,
    AnyTime,
    DateClass,
    /// A day of any kind.
    DayClass,
}

/// The elements that were found.
#[derive(Debug, Default)]
pub(super) struct Marks {
    pub metas: Vec<NodeId>,
    pub headings: Vec<NodeId>,
    /// Headings of the second and third rank.
    pub subheadings: Vec<NodeId>,
    pub title: Option<NodeId>,
    pub section: Option<NodeId>,
    pub canonical: Option<NodeId>,
    pub amp: Option<NodeId>,
    pub language: Option<NodeId>,
    bylines: [Vec<NodeId>; 10],
    times: [Vec<NodeId>; 7],
}

impl Marks {
    pub fn of(page: &Document) -> Self {
        let mut marks = Self::default();
        marks.walk(page, page.root(), OuterElements::default());
        marks
    }

    pub fn bylines(&self, kind: ByMark) -> &[NodeId] {
        &self.bylines[kind as usize]
    }

    pub fn times(&self, kind: TimeMark) -> &[NodeId] {
        &self.times[kind as usize]
    }

    fn walk(&mut self, page: &Document, node: NodeId, outer: OuterElements) {
        let mut inside = outer;
        if page.is_element(node) {
            self.element(page, node, &mut inside);
        }
        for child in page.child_nodes(node) {
            if page.is_element(child) {
                self.walk(page, child, inside);
            }
        }
    }

    fn element(&mut self, page: &Document, node: NodeId, inside: &mut OuterElements) {
        let outer = *inside;
        let tag = page.tag_name(node);
        let attribute = |name: &str| page.get_attribute(node, name);
        match tag {
            "meta" => self.metas.push(node),
            "h1" => self.headings.push(node),
            "h2" | "h3" => self.subheadings.push(node),
            "title" if self.title.is_none() => self.title = Some(node),
            "html" if self.language.is_none() && attribute("lang").is_some() => self.language = Some(node),
            "link" => self.link(node, attribute("rel").as_deref()),
            "time" => self.time(node, attribute("pubdate").is_some(), attribute("datetime").is_some(), outer),
            "a" => {
                let rel = attribute("rel");
                inside.teaser |= rel.as_deref().is_none_or(|rel| !rel.contains("bookmark"));
                self.anchor(node, rel.as_deref(), attribute("href").as_deref(), outer);
            }
            _ => {}
        }
        if let Some(property) = attribute("itemprop") {
            self.property(node, &property, outer);
            inside.author |= property == "author";
        }
        if attribute("data-testid").is_some_and(|name| name.contains("byline"))
            || attribute("data-qa").is_some_and(|name| name.contains("author"))
        {
            self.by(ByMark::TestMark, node);
        }
        inside.article |= matches!(tag, "article" | "main" | "header");
        let class = ClassWords(page.class_name(node));
        let own_id = attribute("id").is_some_and(|id| id == "author");
        if class.may_match() || own_id {
            self.class(node, &class, own_id, *inside);
            inside.byline_class |= class.is_byline();
            inside.author_class |= class.is_author();
        }
    }

    fn by(&mut self, kind: ByMark, node: NodeId) {
        self.bylines[kind as usize].push(node);
    }

    fn at(&mut self, kind: TimeMark, node: NodeId) {
        self.times[kind as usize].push(node);
    }

    fn link(&mut self, node: NodeId, rel: Option<&str>) {
        match rel {
            Some("canonical") if self.canonical.is_none() => self.canonical = Some(node),
            Some("amphtml") if self.amp.is_none() => self.amp = Some(node),
            _ => {}
        }
    }

    fn time(&mut self, node: NodeId, is_pubdate: bool, is_dated: bool, outer: OuterElements) {
        if is_pubdate {
            self.at(TimeMark::PubdateTime, node);
        }
        if is_dated {
            self.at(TimeMark::AnyTime, node);
            if outer.article {
                self.at(TimeMark::ArticleTime, node);
            }
        }
    }

    fn anchor(&mut self, node: NodeId, rel: Option<&str>, href: Option<&str>, outer: OuterElements) {
        if rel.is_some_and(|rel| rel.split_ascii_whitespace().any(|word| word == "author")) {
            self.by(ByMark::RelAuthor, node);
        }
        if outer.byline_class {
            self.by(ByMark::BylineLink, node);
        }
        if outer.author_class {
            self.by(ByMark::AuthorLink, node);
        }
        if href.is_some_and(|href| AUTHOR_PAGES.iter().any(|part| href.contains(part))) {
            self.by(ByMark::AuthorPage, node);
        }
    }

    fn property(&mut self, node: NodeId, property: &str, outer: OuterElements) {
        match property {
            "author" => self.by(ByMark::Author, node),
            "datePublished" => self.at(TimeMark::Published, node),
            "dateModified" => self.at(TimeMark::Modified, node),
            "articleSection" if self.section.is_none() => self.section = Some(node),
            _ => {}
        }
        if property == "name" && outer.author {
            self.by(ByMark::NameOfAuthor, node);
        }
    }

    fn class(&mut self, node: NodeId, class: &ClassWords, own_id: bool, inside: OuterElements) {
        if class.has_part(&NAME_CLASSES) {
            self.by(ByMark::NameClass, node);
        }
        if class.is_byline() {
            self.by(ByMark::BylineClass, node);
        }
        // A link inside an author's box may itself be such a box, and is added once.
        if class.has_part(&ARTICLE_AUTHORS) && self.bylines[ByMark::AuthorLink as usize].last() != Some(&node) {
            self.by(ByMark::AuthorLink, node);
        }
        if class.is_author() || own_id {
            self.by(ByMark::AuthorClass, node);
        }
        // A link to another page has the date of that page.
        if !inside.teaser && (class.has_part(&DATE_PARTS) || class.has_word(&DATE_WORDS)) {
            self.at(TimeMark::DateClass, node);
        } else if !inside.teaser && class.is_day() {
            self.at(TimeMark::DayClass, node);
        }
    }
}

/// What an element is inside of.
#[derive(Debug, Clone, Copy, Default)]
struct OuterElements {
    author: bool,
    byline_class: bool,
    author_class: bool,
    article: bool,
    /// A link, except one from a page to itself.
    teaser: bool,
}

const AUTHOR_PAGES: [&str; 12] = [
    "/author/",
    "/authors/",
    "/autor/",
    "/autoren/",
    "/autores/",
    "/auteur/",
    "/auteurs/",
    "/autore/",
    "/autori/",
    "/yazar/",
    "/yazarlar/",
    "/penulis/",
];

const NAME_CLASSES: [&str; 5] = ["byline__name", "byline-name", "author-name", "author__name", "authorName"];

const ARTICLE_AUTHORS: [&str; 2] = ["article-author", "post-author"];

/// Classes of an element that shows the day of publication: parts of the names, and whole names.
const DATE_PARTS: [&str; 20] = [
    "publish-date",
    "pub-date",
    "published",
    "timestamp",
    "article-date",
    "article__date",
    "articleDate",
    "post__date",
    "postDate",
    "publishDate",
    "pubDate",
    "publication-date",
    "DateTime",
    "datePublished",
    "entry__date",
    "meta-date",
    "meta__date",
    "story-date",
    "news-date",
    "newsDate",
];

const DATE_WORDS: [&str; 16] = [
    "date",
    "dateline",
    "entry-date",
    "post-date",
    "datum",
    "fecha",
    "tarih",
    "time",
    "times",
    "pubtime",
    "publish-time",
    "post-time",
    "article-time",
    "news-time",
    "posted",
    "posted-on",
];

/// Words in the class of an element that shows a day of any kind, in the languages that pages are written in.
const DAY_WORDS: [&str; 16] = [
    "date",
    "dateline",
    "datetime",
    "datum",
    "fecha",
    "posted",
    "pubdate",
    "publish",
    "published",
    "pubtime",
    "tarih",
    "tarihi",
    "time",
    "times",
    "timestamp",
    "uploaded",
];

/// Parts that say it is another day, or a field to fill in.
const OTHER_DAYS: [&str; 24] = [
    "birth",
    "comment",
    "current",
    "edit",
    "edited",
    "modified",
    "now",
    "today",
    "update",
    "updated",
    "countdown",
    "duration",
    "end",
    "event",
    "expiry",
    "filter",
    "input",
    "picker",
    "range",
    "read",
    "reading",
    "related",
    "select",
    "start",
];

/// Classes of an author's box, in the languages that pages are written in.
const AUTHOR_WORDS: [&str; 23] = [
    "author",
    "authors",
    "auteur",
    "auteurs",
    "autor",
    "autora",
    "autores",
    "autoren",
    "autore",
    "writer",
    "reporter",
    "journalist",
    "skribent",
    "forfatter",
    "kirjoittaja",
    "yazar",
    "muhabir",
    "imza",
    "signature",
    "syntaktis",
    "penulis",
    "lekhak",
    "kisha",
];

/// The class words of an element, unchanged.
struct ClassWords(String);

impl ClassWords {
    /// Whether any of the classes may be one that is searched for: most are not, which one look at their letters shows.
    fn may_match(&self) -> bool {
        let bytes = self.0.as_bytes();
        let starts = |at: usize, part: &str| bytes[at..].starts_with(part.as_bytes());
        (0..bytes.len()).any(|at| match bytes[at] {
            b'y' => starts(at, "yline"),
            b'u' => starts(at, "uthor") || starts(at, "ublish"),
            b'a' => starts(at, "ate") || starts(at, "atum") || starts(at, "arih"),
            b'i' => starts(at, "ime"),
            b'o' => starts(at, "osted"),
            b'e' => starts(at, "echa"),
            b'l' => starts(at, "loaded"),
            b'b' => starts(at, "bdate") || starts(at, "btime"),
            _ => false,
        }) || self.has_word(&AUTHOR_WORDS)
    }

    /// Whether the element shows a day of any kind: `date-header`, `itemDate`, `date2`.
    fn is_day(&self) -> bool {
        self.0.split_ascii_whitespace().any(|class| {
            let has = |words: &[&str]| words_of(class).any(|word| words.contains(&word.as_str()));
            has(&DAY_WORDS) && !has(&OTHER_DAYS)
        })
    }

    fn has_part(&self, parts: &[&str]) -> bool {
        parts.iter().any(|part| self.0.contains(part))
    }

    fn has_word(&self, words: &[&str]) -> bool {
        self.0.split_ascii_whitespace().any(|word| words.contains(&word))
    }

    fn is_byline(&self) -> bool {
        self.has_part(&["byline", "Byline"])
    }

    fn is_author(&self) -> bool {
        self.has_word(&AUTHOR_WORDS)
    }
}

/// The words that a class is joined of, in small letters and without numbers at their ends.
fn words_of(class: &str) -> impl Iterator<Item = String> {
    let is_seam = |a: u8, b: u8| a.is_ascii_lowercase() && b.is_ascii_uppercase();
    let runs =
        class.as_bytes().chunk_by(move |&a, &b| a != b'-' && a != b'_' && b != b'-' && b != b'_' && !is_seam(a, b));
    runs.map(|run| String::from_utf8_lossy(run).trim_end_matches(|c: char| c.is_ascii_digit()).to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn classes_of_days_are_known_by_their_words() {
        for class in ["date", "b post-date", "articleDate", "date2", "info__line--datum", "uploaded-date", "timestamp"]
        {
            let class = ClassWords(class.to_owned());
            assert!(class.may_match() && class.is_day(), "{}", class.0);
        }
        for class in [
            "candidate",
            "update-date",
            "date-now",
            "date-picker",
            "reading-time",
            "event-date",
            "data",
            "overtimes",
            "",
        ] {
            assert!(!ClassWords(class.to_owned()).is_day(), "{class}");
        }
    }
}
