//! Metadata candidates from a page's meta tags and markup, each kind in the order of its measured reliability.
//! Takes what the page states; judges nothing, and cleans only whitespace.

use super::dom::{Document, NodeId};
use super::marks::{ByMark, Marks, TimeMark};
use super::near::Nearness;
use crate::article::Origin;
use crate::format::inverted;
use crate::format::{Candidate, MetaField};
use crate::text::{nfc, squeeze};

/// Candidates of one page, best first within every field.
pub(super) fn candidates(page: &Document) -> Vec<Candidate> {
    let marks = Marks::of(page);
    let title = marks.title.map(|title| page.text_content(title)).unwrap_or_default();
    let near = Nearness::of(page, &marks.headings, &marks.subheadings, &title);
    let mut reader = Reader { page, marks, near, out: Vec::new() };
    reader.meta_tags();
    reader.titles();
    reader.bylines();
    reader.times();
    reader.day_in_title();
    reader.sections();
    reader.links();
    reader.out
}

/// Meta tag names by field, the most reliable first.
const META: [(MetaField, &str); 103] = [
    (MetaField::Title, "og:title"),
    (MetaField::Title, "parsely-title"),
    (MetaField::Title, "twitter:title"),
    (MetaField::Title, "dc.title"),
    (MetaField::Title, "dcterms.title"),
    (MetaField::Title, "headline"),
    (MetaField::Title, "sailthru.title"),
    (MetaField::Title, "citation_title"),
    (MetaField::Deck, "og:description"),
    (MetaField::Deck, "description"),
    (MetaField::Deck, "twitter:description"),
    (MetaField::Byline, "parsely-author"),
    (MetaField::Byline, "author"),
    (MetaField::Byline, "sailthru.author"),
    (MetaField::Byline, "dc.creator"),
    (MetaField::Byline, "dcterms.creator"),
    (MetaField::Byline, "byl"),
    (MetaField::Byline, "byline"),
    (MetaField::Byline, "authors"),
    (MetaField::Byline, "citation_author"),
    (MetaField::Byline, "bepress_citation_author"),
    (MetaField::Byline, "dc.creator.name"),
    (MetaField::Byline, "dc.contributor.author"),
    (MetaField::Byline, "article.author"),
    (MetaField::Byline, "mediator_author"),
    (MetaField::Byline, "cxenseparse:author"),
    (MetaField::Byline, "article:author"),
    (MetaField::Byline, "og:article:author"),
    (MetaField::Byline, "twitter:data1"),
    (MetaField::Published, "article:published_time"),
    (MetaField::Published, "og:article:published_time"),
    (MetaField::Published, "parsely-pub-date"),
    (MetaField::Published, "cxenseparse:recs:publishtime"),
    (MetaField::Published, "sailthru.date"),
    (MetaField::Published, "datepublished"),
    (MetaField::Published, "publishdate"),
    (MetaField::Published, "publish_date"),
    (MetaField::Published, "publish-date"),
    (MetaField::Published, "pubdate"),
    (MetaField::Published, "dc.date.issued"),
    (MetaField::Published, "dcterms.issued"),
    (MetaField::Published, "dc.date"),
    (MetaField::Published, "dcterms.created"),
    (MetaField::Published, "date"),
    (MetaField::Published, "rnews:datepublished"),
    (MetaField::Published, "citation_publication_date"),
    (MetaField::Published, "article_date_original"),
    (MetaField::Published, "og:published_time"),
    (MetaField::Published, "pdate"),
    (MetaField::Published, "originalpublicationdate"),
    (MetaField::Published, "dc.date.published"),
    (MetaField::Published, "dc.date.created"),
    (MetaField::Published, "dcterms.date"),
    (MetaField::Published, "citation_online_date"),
    (MetaField::Published, "citation_date"),
    (MetaField::Published, "bepress_citation_date"),
    (MetaField::Published, "publication_date"),
    (MetaField::Published, "publication-date"),
    (MetaField::Published, "publicationdate"),
    (MetaField::Published, "published_date"),
    (MetaField::Published, "published-date"),
    (MetaField::Published, "publisheddate"),
    (MetaField::Published, "published_at"),
    (MetaField::Published, "published_time"),
    (MetaField::Published, "publish_time"),
    (MetaField::Published, "publish-time"),
    (MetaField::Published, "publishtime"),
    (MetaField::Published, "pub_date"),
    (MetaField::Published, "article.published"),
    (MetaField::Published, "article:published"),
    (MetaField::Published, "article.created"),
    (MetaField::Published, "article:create_at"),
    (MetaField::Published, "weibo:article:create_at"),
    (MetaField::Published, "og:article:publish_date"),
    (MetaField::Published, "og:publish_date"),
    (MetaField::Published, "og:pubdate"),
    (MetaField::Published, "date_published"),
    (MetaField::Published, "date.created"),
    (MetaField::Published, "datecreated"),
    (MetaField::Published, "release_date"),
    (MetaField::Published, "mediator_published_time"),
    (MetaField::Published, "shareaholic:article_published_time"),
    (MetaField::Modified, "article:modified_time"),
    (MetaField::Modified, "og:updated_time"),
    (MetaField::Modified, "last-modified"),
    (MetaField::Modified, "lastmod"),
    (MetaField::Modified, "dcterms.modified"),
    (MetaField::Modified, "datemodified"),
    (MetaField::Modified, "dc.date.modified"),
    (MetaField::Outlet, "og:site_name"),
    (MetaField::Outlet, "application-name"),
    (MetaField::Outlet, "cre"),
    (MetaField::Outlet, "dc.publisher"),
    (MetaField::Outlet, "dcterms.publisher"),
    (MetaField::Outlet, "citation_journal_title"),
    (MetaField::Section, "article:section"),
    (MetaField::Section, "parsely-section"),
    (MetaField::Section, "og:article:section"),
    (MetaField::Section, "section"),
    (MetaField::Language, "og:locale"),
    (MetaField::Language, "dc.language"),
    (MetaField::Language, "content-language"),
    (MetaField::Url, "og:url"),
];

struct Reader<'a> {
    page: &'a Document,
    marks: Marks,
    near: Nearness,
    out: Vec<Candidate>,
}

impl Reader<'_> {
    fn push(&mut self, field: MetaField, value: &str, origin: Origin) {
        let value = squeeze(value);
        if !value.is_empty() {
            self.out.push(Candidate { field, value: nfc(&value).into_owned(), origin });
        }
    }

    fn meta_tags(&mut self) {
        let mut found: Vec<(usize, String)> = Vec::new();
        for node in &self.marks.metas {
            let attribute = |name: &str| self.page.get_attribute(*node, name);
            let Some(content) = attribute("content") else { continue };
            let names = [attribute("property"), attribute("name"), attribute("itemprop"), attribute("http-equiv")];
            for name in names.into_iter().flatten() {
                let name = name.trim().to_ascii_lowercase();
                found.extend(META.iter().position(|(_, known)| *known == name).map(|place| (place, content.clone())));
            }
        }
        found.sort_by_key(|(place, _)| *place);
        for (place, content) in found {
            let (field, name) = META[place];
            let value = if REFERENCES.contains(&name) { in_order(&content) } else { content };
            self.push(field, &value, Origin::of("meta", name));
        }
    }

    fn text(&self, node: NodeId) -> String {
        squeeze(&self.page.iter_text(node, " "))
    }

    fn titles(&mut self) {
        let headings = self.marks.headings.clone();
        let origin = if headings.len() == 1 { "h1" } else { "h1:several" };
        for heading in headings.into_iter().take(4) {
            let text = squeeze(&self.page.text_content(heading));
            self.push(MetaField::Title, &text, Origin::of("html", origin));
        }
        if let Some(title) = self.marks.title {
            let text = self.text(title);
            self.push(MetaField::Title, &text, Origin::fixed("html:title"));
        }
    }

    fn bylines(&mut self) {
        for (kind, origin) in BYLINES {
            let nodes = self.near.sorted(self.page, self.marks.bylines(kind));
            for node in self.beside_the_first(&nodes) {
                let text = self.text(node);
                if text.chars().count() <= 120 {
                    self.push(MetaField::Byline, &text, Origin::of("html", origin));
                }
            }
        }
    }

    /// The nodes that share a near ancestor with the first one: those further away are the authors of other stories.
    fn beside_the_first(&self, nodes: &[NodeId]) -> Vec<NodeId> {
        let Some(&first) = nodes.first() else { return Vec::new() };
        let near =
            |node: NodeId| std::iter::successors(self.page.parent(node), |&node| self.page.parent(node)).take(NEAR);
        let around: Vec<NodeId> =
            near(first).filter(|&node| !matches!(self.page.tag_name(node), "body" | "main")).collect();
        let beside = |&node: &NodeId| node == first || near(node).any(|node| around.contains(&node));
        nodes.iter().copied().filter(beside).take(6).collect()
    }

    fn times(&mut self) {
        for (kind, attribute, field, origin) in TIMES {
            for node in self.near.sorted(self.page, self.marks.times(kind)).into_iter().take(3) {
                // `<abbr class=published title=2024-10-25T08:00>25 Oct</abbr>` of the hAtom microformat.
                let is_short_form =
                    matches!(kind, TimeMark::DateClass | TimeMark::DayClass) && self.page.tag_name(node) == "abbr";
                let stated = self.page.get_attribute(node, if is_short_form { "title" } else { attribute });
                self.push(field, &stated.unwrap_or_else(|| self.text(node)), Origin::of("html", origin));
            }
        }
    }

    /// A day at either end of the page's title is the page's own: `The dam held | Harbour Courier | 25.10.2024`.
    fn day_in_title(&mut self) {
        let Some(title) = self.marks.title.map(|title| self.text(title)) else { return };
        let bars = [" | ", " - ", " – "];
        let last = bars.iter().filter_map(|bar| title.rsplit_once(bar)).map(|(_, last)| last);
        let first = bars.iter().filter_map(|bar| title.split_once(bar)).map(|(first, _)| first);
        let shortest = |parts: &mut dyn Iterator<Item = &str>| parts.min_by_key(|part| part.len()).map(str::to_owned);
        for part in [shortest(&mut { last }), shortest(&mut { first })].into_iter().flatten() {
            let digits = part.bytes().filter(u8::is_ascii_digit).count();
            if part.len() <= LONGEST_DAY && part.starts_with(|c: char| c.is_ascii_digit()) && digits >= 6 {
                self.push(MetaField::Published, &part, Origin::fixed("html:title"));
            }
        }
    }

    fn sections(&mut self) {
        if let Some(node) = self.marks.section {
            let stated = self.page.get_attribute(node, "content").unwrap_or_else(|| self.text(node));
            self.push(MetaField::Section, &stated, Origin::of("html", "itemprop"));
        }
    }

    fn links(&mut self) {
        let links = [
            (self.marks.canonical, "href", MetaField::Url, "canonical"),
            (self.marks.language, "lang", MetaField::Language, "lang"),
            (self.marks.amp, "data-canonical", MetaField::Url, "amp"),
        ];
        for (node, attribute, field, origin) in links {
            if let Some(value) = node.and_then(|node| self.page.get_attribute(node, attribute)) {
                self.push(field, &value, Origin::of("html", origin));
            }
        }
    }
}

/// Tags of libraries, which put the family name first.
const REFERENCES: [&str; 6] = [
    "citation_author",
    "dc.creator",
    "dcterms.creator",
    "dc.contributor.author",
    "bepress_citation_author",
    "dc.creator.name",
];

/// `Doe, Jane` as `Jane Doe`. Two names with a comma between them stay: `Jane Doe, John Roe`.
fn in_order(name: &str) -> String {
    inverted::people(name).map_or_else(|| name.to_owned(), |people| people.join("; "))
}

/// `25. September 2024`, and a few spaces.
const LONGEST_DAY: usize = 20;

/// Ancestors of a name that may also contain the names next to it: the list item, the list, the byline's box.
const NEAR: usize = 4;

/// Where markup names its authors.
const BYLINES: [(ByMark, &str); 10] = [
    (ByMark::NameOfAuthor, "itemprop"),
    (ByMark::Author, "itemprop"),
    (ByMark::RelAuthor, "rel-author"),
    (ByMark::NameClass, "author-class"),
    (ByMark::BylineLink, "byline-link"),
    (ByMark::BylineClass, "byline-class"),
    (ByMark::AuthorLink, "author-class"),
    (ByMark::AuthorClass, "author-class"),
    (ByMark::TestMark, "byline-data"),
    (ByMark::AuthorPage, "author-link"),
];

/// Where markup states times.
const TIMES: [(TimeMark, &str, MetaField, &str); 8] = [
    (TimeMark::Published, "content", MetaField::Published, "itemprop"),
    (TimeMark::Published, "datetime", MetaField::Published, "itemprop"),
    (TimeMark::Modified, "content", MetaField::Modified, "itemprop"),
    (TimeMark::PubdateTime, "datetime", MetaField::Published, "time"),
    (TimeMark::ArticleTime, "datetime", MetaField::Published, "time"),
    (TimeMark::AnyTime, "datetime", MetaField::Published, "time"),
    (TimeMark::DateClass, "datetime", MetaField::Published, "date-class"),
    (TimeMark::DayClass, "datetime", MetaField::Published, "day-class"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_libraries_are_read_in_the_order_of_names() {
        for (name, want) in [
            ("Holt, Ada", "Ada Holt"),
            ("van der Maas, Ilse", "Ilse van der Maas"),
            ("Ada Holt, Ben Roe", "Ada Holt, Ben Roe"),
            ("Ada Holt", "Ada Holt"),
        ] {
            assert_eq!(in_order(name), want);
        }
        let tags = "<meta name=DC.Creator content='Holt, Ada'><meta name=citation_publication_date content=2024/10/25>\
                    <meta name=publication_date content='25 October 2024'>";
        let found = candidates(&Document::parse(&format!("<html><head>{tags}</head><body></body></html>")));
        let values: Vec<&str> = found.iter().map(|candidate| candidate.value.as_str()).collect();
        assert_eq!(values, ["Ada Holt", "2024/10/25", "25 October 2024"]);
    }
}
