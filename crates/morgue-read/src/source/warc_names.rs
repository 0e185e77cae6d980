//! Which captured addresses may hold an article, by media type, and under what name their bytes are read.

use super::http_head::media_type;
use super::unfolding::Unfolding;

/// Text types that are code or data of a page.
const NO_ARTICLE_TEXTS: [&str; 8] =
    ["css", "javascript", "ecmascript", "x-javascript", "calendar", "vcard", "x-component", "dns"];

/// Application types that may hold articles, in addition to those that end in `+xml` and `+json`.
const ARTICLE_APPLICATIONS: [&str; 7] =
    ["xhtml+xml", "xml", "json", "pdf", "rtf", "msword", "vnd.openxmlformats-officedocument.wordprocessingml.document"];

/// Files for machines, which have the same names on every site.
const MACHINE_FILES: [&str; 6] = ["robots.txt", "ads.txt", "app-ads.txt", "security.txt", "humans.txt", "sellers.json"];

/// Whether the content of an address may be an article. Without a type the name decides.
pub(super) fn holds_article(url: &str, content_type: Option<&str>) -> bool {
    let name = last_part(url);
    if MACHINE_FILES.contains(&name.to_ascii_lowercase().as_str()) {
        return false;
    }
    let (kind, _) = media_type(content_type.unwrap_or_default());
    match kind.split_once('/') {
        Some(("text", text)) => !NO_ARTICLE_TEXTS.contains(&text),
        Some(("application", "octet-stream" | "x-unknown" | "unknown")) | None => {
            Unfolding::skip_reason(name).is_none()
        }
        Some(("application", data)) if data.contains("manifest") => false,
        Some(("application", data)) => {
            ARTICLE_APPLICATIONS.contains(&data) || data.ends_with("+xml") || data.ends_with("+json")
        }
        Some(_) => false,
    }
}

/// Endings by media type; text keeps its ending.
const ENDINGS: [(&str, &str, &[&str]); 6] = [
    ("text/html", ".html", &[".html", ".htm", ".xhtml"]),
    ("application/xhtml+xml", ".html", &[".html", ".htm", ".xhtml"]),
    ("application/pdf", ".pdf", &[".pdf"]),
    ("application/json", ".json", &[".json"]),
    ("application/rtf", ".rtf", &[".rtf"]),
    ("text/rtf", ".rtf", &[".rtf"]),
];

/// The last part of an address, with the ending of its media type.
pub(super) fn name_of(url: &str, kind: &str) -> String {
    let name = match last_part(url) {
        "" => "index",
        name => name,
    };
    let lower = name.to_ascii_lowercase();
    let known = ENDINGS.iter().find(|(known, _, _)| *known == kind).map(|(_, ending, also)| (*ending, *also));
    let known = known.or_else(|| kind.ends_with("+json").then_some((".json", &[".json"][..])));
    let known = known.or_else(|| (kind.ends_with("xml") && !lower.contains('.')).then_some((".xml", &[".xml"][..])));
    let known =
        known.or_else(|| (kind.starts_with("text/") && !lower.contains('.')).then_some((".txt", &[".txt"][..])));
    match known {
        Some((ending, also)) if !also.iter().any(|ending| lower.ends_with(ending)) => format!("{name}{ending}"),
        _ => name.to_owned(),
    }
}

/// The part of the path after its last slash.
fn last_part(url: &str) -> &str {
    let path = url.split(['?', '#']).next().unwrap_or(url);
    let path = path.find("://").map_or(path, |at| &path[at + 3..]);
    path.split_once('/').and_then(|(_, path)| path.rsplit('/').next()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_and_types_show_what_may_be_an_article() {
        let cases = [
            ("http://a.example/", Some("text/html; charset=utf-8"), true, "index.html"),
            ("http://a.example/news/ferry.php?id=3", Some("text/html"), true, "ferry.php.html"),
            ("http://a.example/ferry.HTM", Some("text/html"), true, "ferry.HTM"),
            ("http://a.example", Some("text/plain"), true, "index.txt"),
            ("http://a.example/robots.txt", Some("text/plain"), false, "robots.txt"),
            ("http://a.example/feed", Some("application/rss+xml"), true, "feed.xml"),
            ("http://a.example/api/7", Some("application/ld+json"), true, "7.json"),
            ("http://a.example/report", Some("application/pdf"), true, "report.pdf"),
            ("http://a.example/s.css", Some("text/css"), false, "s.css"),
            ("http://a.example/s", Some("image/svg+xml"), false, "s.xml"),
            ("http://a.example/s.js", None, false, "s.js"),
            ("http://a.example/story", None, true, "story"),
            ("http://a.example/app", Some("application/manifest+json"), false, "app.json"),
        ];
        for (url, stated, wanted, name) in cases {
            assert_eq!(holds_article(url, stated), wanted, "{url}");
            assert_eq!(name_of(url, &media_type(stated.unwrap_or_default()).0), name);
        }
    }
}
