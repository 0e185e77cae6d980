//! Metadata candidates from linked data (JSON-LD): articles in objects, lists and graphs, and in slightly broken JSON.
//! Only an article's own values count, not those of other parts of the page.

use super::dom::Document;
use crate::article::Origin;
use crate::format::{Candidate, MetaField};
use crate::source::budget;
use crate::text::{nfc, squeeze};
use serde_json::Value;
use std::borrow::Cow;

/// Candidates of all linked-data scripts of a page, best first.
pub(super) fn candidates(page: &Document) -> Vec<Candidate> {
    let scripts = page.scripts_with_type(&["application/ld+json"]);
    let parsed: Vec<Value> = scripts.iter().filter_map(|&script| parse(&page.text_content(script))).collect();
    let mut objects = Vec::new();
    for value in &parsed {
        collect(value, 0, &mut objects);
    }
    let article =
        objects.iter().copied().filter(|object| rank(object) > 0).max_by_key(|object| (rank(object), richness(object)));
    let mut out = Vec::new();
    if let Some(article) = article {
        Reader { objects: &objects, out: &mut out }.article(article);
    }
    out
}

/// JSON as pages write it: with comments around it, raw line breaks in strings, trailing commas, entities.
fn parse(text: &str) -> Option<Value> {
    let text = text.trim().trim_start_matches("<!--").trim_start_matches("//<![CDATA[").trim_start_matches("<![CDATA[");
    let text =
        text.trim_end_matches("-->").trim_end_matches("//]]>").trim_end_matches("]]>").trim().trim_end_matches(';');
    serde_json::from_str(text).ok().or_else(|| first_value(text)).or_else(|| first_value(&repaired(text)))
}

/// The first complete value, whatever follows it.
fn first_value(text: &str) -> Option<Value> {
    serde_json::Deserializer::from_str(text).into_iter().next()?.ok()
}

/// Replaces control characters inside strings with spaces, and removes trailing commas.
fn repaired(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let (mut in_string, mut escaped) = (false, false);
    for c in text.chars() {
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => in_string = !in_string,
            '}' | ']' if !in_string => {
                let kept = out.trim_end().trim_end_matches(',').len();
                out.truncate(kept);
            }
            _ => {}
        }
        out.push(if in_string && c.is_control() { ' ' } else { c });
    }
    out
}

fn collect<'a>(value: &'a Value, depth: usize, objects: &mut Vec<&'a Value>) {
    match value {
        Value::Array(items) if depth < budget::JSON_LD_DEPTH => {
            items.iter().for_each(|item| collect(item, depth + 1, objects))
        }
        Value::Object(object) if depth < budget::JSON_LD_DEPTH => {
            objects.push(value);
            for key in ["@graph", "mainEntity", "mainEntityOfPage", "itemReviewed"] {
                if let Some(inner) = object.get(key) {
                    collect(inner, depth + 1, objects);
                }
            }
        }
        _ => {}
    }
}

/// How likely an object is the article: 0 means that it is not.
fn rank(object: &Value) -> u8 {
    let types = strings(&object["@type"]);
    let is = |name: &str| {
        types.iter().any(|kind| kind.rsplit('/').next().is_some_and(|last| last.eq_ignore_ascii_case(name)))
    };
    if types.iter().any(|kind| kind.to_ascii_lowercase().ends_with("newsarticle"))
        || is("LiveBlogPosting")
        || is("OpinionNewsArticle")
    {
        4
    } else if is("Article")
        || is("BlogPosting")
        || is("Report")
        || is("ReportageNewsArticle")
        || is("AnalysisNewsArticle")
        || is("ReviewNewsArticle")
    {
        3
    } else if is("WebPage")
        || is("ItemPage")
        || is("VideoObject")
        || is("Review")
        || is("TechArticle")
        || is("PodcastEpisode")
    {
        if object["headline"].is_string() || object["datePublished"].is_string() { 2 } else { 0 }
    } else {
        0
    }
}

fn richness(object: &Value) -> usize {
    ["headline", "datePublished", "author", "articleBody", "publisher"]
        .iter()
        .filter(|key| !object[**key].is_null())
        .count()
}

/// A string, or the strings of a list.
fn strings(value: &Value) -> Vec<&str> {
    match value {
        Value::String(text) => vec![text],
        Value::Array(items) => items.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    }
}

struct Reader<'a> {
    objects: &'a [&'a Value],
    out: &'a mut Vec<Candidate>,
}

impl Reader<'_> {
    fn article(&mut self, article: &Value) {
        for (key, field) in [
            ("headline", MetaField::Title),
            ("alternativeHeadline", MetaField::Deck),
            ("description", MetaField::Deck),
            ("datePublished", MetaField::Published),
            ("dateCreated", MetaField::Published),
            ("dateModified", MetaField::Modified),
            ("articleSection", MetaField::Section),
            ("inLanguage", MetaField::Language),
            ("url", MetaField::Url),
        ] {
            if let Some(text) = self.name(&article[key], 0).into_iter().next() {
                self.push(field, &text, key);
            }
        }
        if article["headline"].is_null()
            && let Some(name) = article["name"].as_str()
        {
            self.push(MetaField::Title, name, "name");
        }
        for key in ["author", "creator"] {
            let names = self.name(&article[key], 0);
            names.iter().for_each(|name| self.push(MetaField::Author, name, key));
            if !names.is_empty() {
                break;
            }
        }
        for key in ["publisher", "sourceOrganization", "provider"] {
            self.name(&article[key], 0).iter().take(1).for_each(|name| self.push(MetaField::Outlet, name, key));
        }
        let page = &article["mainEntityOfPage"];
        if let Some(address) = page.as_str().or_else(|| page["@id"].as_str()).or_else(|| page["url"].as_str()) {
            self.push(MetaField::Url, address, "mainEntityOfPage");
        }
    }

    fn push(&mut self, field: MetaField, value: &str, key: &str) {
        let value = squeeze(&unescape(value));
        if !value.is_empty() {
            self.out.push(Candidate { field, value: nfc(&value).into_owned(), origin: Origin::of("json-ld", key) });
        }
    }

    /// The names that a value states: strings, `name` of objects, and objects referenced by `@id`.
    fn name(&self, value: &Value, depth: usize) -> Vec<String> {
        match value {
            Value::String(text) => vec![text.clone()],
            Value::Array(items) if depth < 3 => items.iter().flat_map(|item| self.name(item, depth + 1)).collect(),
            Value::Object(object) if depth < 3 => match object.get("name").or_else(|| object.get("@value")) {
                Some(name) => self.name(name, depth + 1),
                None => object.get("@id").and_then(Value::as_str).map(|id| self.referred(id)).unwrap_or_default(),
            },
            _ => Vec::new(),
        }
    }

    fn referred(&self, id: &str) -> Vec<String> {
        let object =
            self.objects.iter().find(|object| object["@id"].as_str() == Some(id) && object["name"].is_string());
        object.and_then(|object| object["name"].as_str()).map(str::to_owned).into_iter().collect()
    }
}

/// Decodes character references that publishing systems leave in linked data, also those that were escaped twice.
fn unescape(text: &str) -> String {
    let once = crate::format::xml::entities::unescape(Cow::Borrowed(text));
    crate::format::xml::entities::unescape(once).replace('\u{a0}', " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(json: &str) -> Vec<(MetaField, String)> {
        let page = Document::parse(&format!("<script type=\"application/ld+json\">{json}</script>"));
        candidates(&page).into_iter().map(|candidate| (candidate.field, candidate.value)).collect()
    }

    #[test]
    fn an_article_is_found_anywhere_in_the_data() {
        let article = r#"{"@type":["NewsArticle"],"headline":"A &amp; B","author":[{"name":"Jane Doe"},"John Roe"],"datePublished":"2024-10-25"}"#;
        for json in [
            article.to_owned(),
            format!("[{{\"@type\":\"WebSite\",\"name\":\"Courier\"}},{article}]"),
            format!("{{\"@graph\":[{article}]}}"),
            format!("{{\"@type\":\"WebPage\",\"mainEntity\":{article}}}"),
            format!("<!-- {} -->", article.replace('}', ",}")),
        ] {
            let got = read(&json);
            let want = [
                (MetaField::Title, "A & B"),
                (MetaField::Published, "2024-10-25"),
                (MetaField::Author, "Jane Doe"),
                (MetaField::Author, "John Roe"),
            ];
            assert_eq!(got, want.map(|(field, value)| (field, value.to_owned())), "{json}");
        }
    }

    #[test]
    fn authors_by_reference_are_looked_up() {
        let got = read(
            r#"{"@graph":[{"@type":"Article","headline":"T","author":{"@id":"/#jane"}},{"@type":"Person","@id":"/#jane","name":"Jane Doe"}]}"#,
        );
        assert!(got.contains(&(MetaField::Author, "Jane Doe".to_owned())));
    }

    #[test]
    fn character_references_are_read_wherever_they_were_left() {
        let cases = [
            ("Redacci&oacute;n", "Redacción"),
            ("A &amp; B", "A & B"),
            ("&amp;#8217;", "’"),
            ("&#8222;Ja&#8220;", "„Ja“"),
            ("&#x27;", "'"),
            ("M&uuml;ller", "Müller"),
            ("AT&T; fish & chips &", "AT&T; fish & chips &"),
            ("&#0;&#xd800;&nothing;", "&#0;&#xd800;&nothing;"),
        ];
        for (text, want) in cases {
            assert_eq!(unescape(text), want);
        }
    }
}
