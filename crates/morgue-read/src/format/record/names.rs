//! The meaning of field names: those of records that real corpora use, those that a user defines for a source, and the
//! keys above texts in many languages. Case, spaces, hyphens and underscores are ignored. An unknown name means
//! nothing.

use super::field_names::{compared, of_head, of_record};
use crate::format::reason::Reason;
use crate::format::{FormatError, MetaField};
use std::collections::BTreeMap;

pub(crate) use super::slot::Slot;

/// The meanings that a user may give to the fields of a source.
const OWN_NAMES: [(&str, Slot); 13] = [
    ("", Slot::Ignored),
    ("author", Slot::Meta(MetaField::Author)),
    ("body", Slot::Body),
    ("byline", Slot::Meta(MetaField::Byline)),
    ("captured", Slot::Meta(MetaField::Captured)),
    ("date", Slot::Meta(MetaField::Published)),
    ("deck", Slot::Meta(MetaField::Deck)),
    ("language", Slot::Meta(MetaField::Language)),
    ("modified", Slot::Meta(MetaField::Modified)),
    ("outlet", Slot::Meta(MetaField::Outlet)),
    ("section", Slot::Meta(MetaField::Section)),
    ("title", Slot::Meta(MetaField::Title)),
    ("url", Slot::Meta(MetaField::Url)),
];

/// A user's names for the fields of one source: the source's name, a path with dots for fields inside objects, to ours.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Mapping {
    /// Folded names with their meaning, in order.
    slots: BTreeMap<String, Slot>,
}

impl Mapping {
    /// Reads pairs of the source's name and ours; an error lists the valid names.
    ///
    /// ```
    /// use morgue_read::format::Mapping;
    /// let of = |ours: &str| Mapping::of([("Titel", ours)]).map(|_| ()).map_err(|error| error);
    /// assert_eq!(of("title"), Ok(()));
    /// assert!(of("headline").unwrap_err().contains("\"headline\" (for Titel): expected one of author, body, byline"));
    /// ```
    pub fn of<'a>(pairs: impl IntoIterator<Item = (&'a str, &'a str)>) -> Result<Self, String> {
        let mut slots = BTreeMap::new();
        for (theirs, ours) in pairs {
            let Some((_, slot)) = OWN_NAMES.iter().find(|(name, _)| name.eq_ignore_ascii_case(ours.trim())) else {
                let names: Vec<&str> =
                    OWN_NAMES.iter().map(|(name, _)| *name).filter(|name| !name.is_empty()).collect();
                let names = names.join(", ");
                return Err(format!(
                    "unknown field \"{ours}\" (for {theirs}): expected one of {names}, or \"\" to ignore it"
                ));
            };
            slots.insert(fold(theirs), *slot);
        }
        Ok(Self { slots })
    }

    pub fn is_empty(&self) -> bool {
        self.slots.is_empty()
    }

    fn slot(&self, path: &str) -> Option<Slot> {
        self.slots.get(&fold(path)).copied()
    }

    /// Whether the user gave this path a meaning.
    pub(crate) fn names(&self, path: &str) -> bool {
        self.slots.contains_key(&fold(path))
    }

    /// Whether a mapped field is inside the object at this path.
    pub(crate) fn reaches_into(&self, path: &str) -> bool {
        let inside = format!("{}.", fold(path));
        self.slots.range(inside.clone()..).next().is_some_and(|(name, _)| name.starts_with(&inside))
    }
}

/// The meaning of a field, and its rank: of several fields with one meaning the lowest wins. The user's definition
/// comes first.
pub(crate) fn slot(mapping: Option<&Mapping>, path: &str) -> Option<(Slot, u8)> {
    match mapping.and_then(|mapping| mapping.slot(path)) {
        Some(Slot::Ignored) => None,
        Some(slot) => Some((slot, 0)),
        None => alias(&compared(path)),
    }
}

/// The metadata field that a record's field means.
pub(crate) fn meta_field(name: &str) -> Option<MetaField> {
    match slot(None, name)?.0 {
        Slot::Meta(field) => Some(field),
        Slot::Body | Slot::Lead | Slot::Records | Slot::Ignored => None,
    }
}

/// How many column names of a table are known, if one of them is for a title or a text; otherwise none.
pub(crate) fn known<'a>(mapping: Option<&Mapping>, names: impl IntoIterator<Item = &'a str>) -> usize {
    let slots: Vec<Slot> = names.into_iter().filter_map(|name| Some(slot(mapping, name)?.0)).collect();
    let tells = |slot: &Slot| matches!(slot, Slot::Body | Slot::Lead | Slot::Meta(MetaField::Title));
    if slots.iter().any(tells) { slots.len() } else { 0 }
}

/// Why a table with these columns holds no articles.
pub(crate) fn no_articles<'a>(names: impl IntoIterator<Item = &'a str>) -> FormatError {
    let names: Vec<&str> = names.into_iter().take(8).collect();
    FormatError::new(Reason::NotAnArticle, format!("no title and no text; the columns are {}", names.join(", ")))
}

/// A name in the form that is compared.
fn fold(name: &str) -> String {
    let kept = name.trim().chars().filter(|c| !matches!(c, ' ' | '_' | '-' | '\u{feff}'));
    kept.flat_map(char::to_lowercase).collect()
}

/// Compared names. `content_original` comes before `content`, which some corpora store split into tokens.
fn alias(name: &str) -> Option<(Slot, u8)> {
    use MetaField::{Author, Captured, Deck, Language, Modified, Outlet, Published, Section, Title, Url};
    let meta = |field, rank| Some((Slot::Meta(field), rank));
    match name {
        "contentoriginal" | "maintext" | "articlebody" => Some((Slot::Body, 1)),
        "body" | "text" | "fulltext" | "bodytext" | "articletext" | "plaintext" | "contenttext" | "articlecontent"
        | "newscontent" | "newstext" | "newsbody" | "storytext" | "storybody" | "posttext" | "postcontent"
        | "cleantext" | "textcontent" | "maincontent" | "articlefulltext" | "contentelements" => Some((Slot::Body, 2)),
        "content" | "article" | "story" | "rawtext" | "paragraphs" => Some((Slot::Body, 3)),
        "contenthtml" | "bodyhtml" | "html" | "rawhtml" => Some((Slot::Body, 4)),
        "leadparagraph" | "leadpragraph" | "leadpar" | "leadtext" | "firstparagraph" | "openingparagraph" | "hlead" => {
            Some((Slot::Lead, 1))
        }
        "title" => meta(Title, 1),
        "headline" | "heading" | "articletitle" | "headlinetext" | "headlines" | "webtitle" | "newstitle"
        | "newsheadline" | "articleheadline" | "storytitle" | "posttitle" | "mainheadline" => meta(Title, 2),
        "titlepage" | "titlerss" | "name" => meta(Title, 3),
        "deck" | "dek" | "standfirst" | "subtitle" | "subheadline" | "subhead" | "subheading" | "kickertext" => {
            meta(Deck, 1)
        }
        "description" | "summary" | "abstract" | "lead" | "trailtext" | "teaser" | "excerpt" | "intro"
        | "introduction" | "shortdescription" | "abstractnote" | "openingtext" => meta(Deck, 2),
        "snippet" => meta(Deck, 3),
        "authors" | "author" | "creator" | "creators" => meta(Author, 1),
        "byline" | "by" | "authorname" | "authornames" | "writer" | "reporter" => meta(Author, 2),
        "credits" => meta(Author, 3),
        "published"
        | "datepublish"
        | "publicationdate"
        | "publishedat"
        | "publisheddate"
        | "publishdate"
        | "datepublished"
        | "pubdate"
        | "firstcreated"
        | "webpublicationdate"
        | "firstpublicationdate"
        | "publishedon"
        | "publishtime"
        | "publishedtime"
        | "datetimepub"
        | "firstpublishdate"
        | "displaydate"
        | "publicationdatetime"
        | "issued" => meta(Published, 1),
        "date" | "datetime" | "timestamp" | "day" | "articledate" | "newsdate" | "postdate" => meta(Published, 2),
        "seendate" => meta(Published, 3),
        "created" => meta(Published, 4),
        "modified" | "datemodify" | "datemodified" | "updated" | "updatedat" | "lastmodified" | "updateddate"
        | "lastupdated" => meta(Modified, 1),
        "datedownload" | "crawldate" | "scrapedat" | "retrieved" | "fetchedat" | "indexeddate" | "accessdate" => {
            meta(Captured, 1)
        }
        "outlet" | "publication" | "publisher" | "newspaper" | "medianame" | "sitename" | "publicationtitle"
        | "pubtitle" | "journaltitle" | "newspapername" | "publicationname" | "outletname" | "containertitle" => {
            meta(Outlet, 1)
        }
        "source" | "site" | "sourcename" | "provider" | "newssource" => meta(Outlet, 2),
        "sourcedomain" | "domain" | "sourceurl" | "mediaurl" | "hostname" => meta(Outlet, 3),
        "section" | "sectionname" | "articlesection" => meta(Section, 1),
        "category" | "categories" | "desk" | "newsdesk" | "rubric" => meta(Section, 2),
        "language" | "lang" | "inlanguage" => meta(Language, 1),
        "url" | "canonicalurl" | "weburl" => meta(Url, 1),
        "link" | "permalink" | "uri" | "sourcelink" | "articleurl" | "documenturl" | "newsurl" => meta(Url, 2),
        "articles" | "docs" | "items" | "results" | "stories" | "data" => Some((Slot::Records, 1)),
        name => of_record(name).map(|slot| (slot, OTHER_LANGUAGES)),
    }
}

/// The rank of names in other languages: after all English ones.
const OTHER_LANGUAGES: u8 = 5;

/// The field that a key means.
pub(crate) fn field_of(key: &str) -> Option<MetaField> {
    if key.len() > 60 {
        return None;
    }
    of_head(&compared(key)).or_else(|| meta_field(key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_known_however_they_are_spelled() {
        let title = Some((Slot::Meta(MetaField::Title), 1));
        let published = Some((Slot::Meta(MetaField::Published), 1));
        for (name, want) in [
            ("title", title),
            (" Title ", title),
            ("Publication Date", published),
            ("publication_date", published),
            ("publicationDate", published),
            ("PUBLICATION-DATE", published),
            ("Full text", Some((Slot::Body, 2))),
            ("Fulltitle", None),
        ] {
            assert_eq!(slot(None, name), want, "{name}");
        }
    }

    #[test]
    fn what_the_user_says_goes_before_what_is_known() {
        let mapping = Mapping::of([("Titel", "title"), ("title", ""), ("meta.pub.Date", "date")]).expect("names");
        assert_eq!(slot(Some(&mapping), "TITEL"), Some((Slot::Meta(MetaField::Title), 0)));
        assert_eq!(slot(Some(&mapping), "title"), None);
        assert_eq!(slot(Some(&mapping), "meta.pub.date"), Some((Slot::Meta(MetaField::Published), 0)));
        assert_eq!(slot(Some(&mapping), "headline"), Some((Slot::Meta(MetaField::Title), 2)));
        assert!(mapping.reaches_into("Meta") && mapping.reaches_into("meta.pub"));
        assert!(!mapping.reaches_into("met") && !mapping.reaches_into("meta.pub.date"));
    }

    #[test]
    fn keys_are_known_in_many_languages_and_spellings() {
        for (key, want) in [
            ("Title", Some(MetaField::Title)),
            ("Überschrift", Some(MetaField::Title)),
            ("AUTEUR", Some(MetaField::Author)),
            ("publish_date", Some(MetaField::Published)),
            ("Fecha de publicación", Some(MetaField::Published)),
            ("Источник", Some(MetaField::Outlet)),
            ("source-url", Some(MetaField::Url)),
            ("Sous-titre", Some(MetaField::Deck)),
            ("canonicalUrl", Some(MetaField::Url)),
            ("tags", None),
            ("Police said", None),
        ] {
            assert_eq!(field_of(key), want, "{key}");
        }
    }
}
