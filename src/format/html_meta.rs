//! Metadata candidates from a page's meta tags and markup, each kind in the order of its measured worth.
//! Takes what the page states; judges and cleans nothing but white space.

use super::{Candidate, MetaField};
use crate::article::Origin;
use crate::text::{nfc, squeeze};
use trafilatura::dom::{Document, NodeId};

/// Candidates of one page, best first within every field.
pub(super) fn candidates(page: &Document) -> Vec<Candidate> {
    let mut reader = Reader { page, out: Vec::new() };
    reader.meta_tags();
    reader.titles();
    reader.bylines();
    reader.times();
    reader.sections();
    reader.links();
    reader.out
}

/// Meta tag names by field, in order of worth.
const META: [(MetaField, &str); 62] = [
    (MetaField::Title, "og:title"),
    (MetaField::Title, "parsely-title"),
    (MetaField::Title, "twitter:title"),
    (MetaField::Title, "dc.title"),
    (MetaField::Title, "dcterms.title"),
    (MetaField::Title, "headline"),
    (MetaField::Title, "sailthru.title"),
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
    (MetaField::Modified, "article:modified_time"),
    (MetaField::Modified, "og:updated_time"),
    (MetaField::Modified, "last-modified"),
    (MetaField::Modified, "lastmod"),
    (MetaField::Modified, "dcterms.modified"),
    (MetaField::Modified, "datemodified"),
    (MetaField::Outlet, "og:site_name"),
    (MetaField::Outlet, "application-name"),
    (MetaField::Outlet, "cre"),
    (MetaField::Outlet, "dc.publisher"),
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
        for node in self.page.get_elements_by_tag_name(self.page.root(), "meta") {
            let attribute = |name: &str| self.page.get_attribute(node, name);
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
            self.push(field, &content, Origin::of("meta", name));
        }
    }

    fn text(&self, node: NodeId) -> String {
        squeeze(&self.page.iter_text(node, " "))
    }

    fn titles(&mut self) {
        let headings = self.page.get_elements_by_tag_name(self.page.root(), "h1");
        let origin = if headings.len() == 1 { "h1" } else { "h1:several" };
        for heading in headings.into_iter().take(4) {
            let text = squeeze(&self.page.text_content(heading));
            self.push(MetaField::Title, &text, Origin::of("html", origin));
        }
        let titles = self.page.get_elements_by_tag_name(self.page.root(), "title");
        if let Some(&title) = titles.first() {
            let text = self.text(title);
            self.push(MetaField::Title, &text, Origin::fixed("html:title"));
        }
    }

    fn bylines(&mut self) {
        for (selector, origin) in BYLINES {
            let nodes = self.page.query_selector_all(self.page.root(), selector);
            for node in self.beside_the_first(nodes) {
                let text = self.text(node);
                if text.chars().count() <= 120 {
                    self.push(MetaField::Byline, &text, Origin::of("html", origin));
                }
            }
        }
    }

    /// The nodes that share a near ancestor with the first one: those further off are the authors of other stories.
    fn beside_the_first(&self, nodes: Vec<NodeId>) -> Vec<NodeId> {
        let Some(&first) = nodes.first() else { return nodes };
        let near =
            |node: NodeId| std::iter::successors(self.page.parent(node), |&node| self.page.parent(node)).take(NEAR);
        let around: Vec<NodeId> =
            near(first).filter(|&node| !matches!(self.page.tag_name(node), "body" | "main")).collect();
        let beside = |&node: &NodeId| node == first || near(node).any(|node| around.contains(&node));
        nodes.into_iter().filter(beside).take(6).collect()
    }

    fn times(&mut self) {
        for (selector, attribute, field, origin) in TIMES {
            for &node in self.page.query_selector_all(self.page.root(), selector).iter().take(3) {
                let stated = self.page.get_attribute(node, attribute).unwrap_or_else(|| self.text(node));
                self.push(field, &stated, Origin::of("html", origin));
            }
        }
    }

    fn sections(&mut self) {
        if let Some(node) = self.page.query_selector(self.page.root(), "[itemprop=articleSection]") {
            let stated = self.page.get_attribute(node, "content").unwrap_or_else(|| self.text(node));
            self.push(MetaField::Section, &stated, Origin::of("html", "itemprop"));
        }
    }

    fn links(&mut self) {
        for (selector, attribute, field, origin) in LINKS {
            if let Some(value) = self
                .page
                .query_selector(self.page.root(), selector)
                .and_then(|node| self.page.get_attribute(node, attribute))
            {
                self.push(field, &value, Origin::of("html", origin));
            }
        }
    }
}

/// Ancestors of a name among which the names beside it have one as well: the list item, the list, the byline's box.
const NEAR: usize = 4;

/// Where markup names its authors.
const BYLINES: [(&str, &str); 10] = [
    ("[itemprop=author] [itemprop=name]", "itemprop"),
    ("[itemprop=author]", "itemprop"),
    ("a[rel~=author]", "rel-author"),
    (
        "[class*=byline__name], [class*=byline-name], [class*=author-name], [class*=author__name], [class*=authorName]",
        "author-class",
    ),
    (".byline a, [class*=byline] a, [class*=Byline] a", "byline-link"),
    (".byline, .Byline, [class*=byline], [class*=Byline]", "byline-class"),
    (".author a, .authors a, [class*=article-author], [class*=post-author]", "author-class"),
    (".author, .authors, #author", "author-class"),
    ("[data-testid*=byline], [data-qa*=author]", "byline-data"),
    ("a[href*='/author/'], a[href*='/authors/'], a[href*='/autor/'], a[href*='/autoren/']", "author-link"),
];

/// Where markup states times.
const TIMES: [(&str, &str, MetaField, &str); 7] = [
    ("[itemprop=datePublished]", "content", MetaField::Published, "itemprop"),
    ("[itemprop=datePublished]", "datetime", MetaField::Published, "itemprop"),
    ("[itemprop=dateModified]", "content", MetaField::Modified, "itemprop"),
    ("time[pubdate]", "datetime", MetaField::Published, "time"),
    ("article time[datetime], main time[datetime], header time[datetime]", "datetime", MetaField::Published, "time"),
    ("time[datetime]", "datetime", MetaField::Published, "time"),
    (
        "[class*=publish-date], [class*=pub-date], [class*=published], [class*=timestamp], .date, .dateline, .entry-date, .post-date",
        "datetime",
        MetaField::Published,
        "date-class",
    ),
];

const LINKS: [(&str, &str, MetaField, &str); 3] = [
    ("link[rel=canonical]", "href", MetaField::Url, "canonical"),
    ("html[lang]", "lang", MetaField::Language, "lang"),
    ("link[rel=amphtml]", "data-canonical", MetaField::Url, "amp"),
];
