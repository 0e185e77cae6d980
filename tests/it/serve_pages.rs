//! The page in a browser: what it shows is what the terminal says.

use super::served::{Reply, Served, attributes, texts};
use super::support::{SAMPLE_ARTICLES, desk, run, stdout};
use serde_json::Value;
use std::collections::BTreeSet;
use std::sync::LazyLock;
use tempfile::TempDir;

/// A server of the sample corpus, for all tests that change nothing.
static SAMPLE: LazyLock<(TempDir, Served)> = LazyLock::new(|| {
    let desk = desk();
    let indexed = run(desk.path(), &["ingest", "-q", "--index", "ix", "sample_corpus"]);
    assert!(matches!(indexed.status.code(), Some(0 | 3)));
    let served = Served::shared(desk.path());
    (desk, served)
});

fn get(path: &str) -> Reply {
    SAMPLE.1.get(path)
}

fn encoded(text: &str) -> String {
    text.bytes().map(|byte| format!("%{byte:02X}")).collect()
}

/// What the terminal prints.
fn told(words: &[&str]) -> String {
    stdout(&run(SAMPLE.0.path(), &[&["--index", "ix"], words].concat()))
}

#[test]
fn the_page_the_interface_and_the_terminal_count_the_same() {
    for query in [
        "Starlink",
        "Starlink Taiwan",
        "\"low orbit\"",
        "Musk OR Bezos",
        "Starlink -Taiwan",
        "Putin NEAR/5 Musk",
        "satel*",
        "wom?n",
        "title:Starlink",
        "author:Quillmore",
        "outlet:\"The Harbour Courier\"",
        "date:2024-10",
        "person:Musk Starlink",
        "=\"US\"",
        "copies:>1",
        "*",
        "xqzzt",
    ] {
        let want: u64 = told(&["count", query]).trim().parse().expect("a number");
        let json = get(&format!("/api/count?q={}", encoded(query))).json();
        assert_eq!(json["articles"], want, "{query}");
        let page = get(&format!("/search?group=none&q={}", encoded(query))).page();
        let shown = texts(&page, "#found").first().cloned().unwrap_or_else(|| "0".to_owned());
        assert_eq!(shown.split(' ').next().expect("a word"), want.to_string(), "{query}");
    }
}

#[test]
fn the_flags_of_the_terminal_are_parameters() {
    for (flags, parameters) in [
        (vec!["--any", "Starlink Taiwan"], "any=1&q=Starlink+Taiwan"),
        (vec!["--exact", "satellite"], "exact=1&q=satellite"),
        (vec!["--since", "2024-10", "--until", "2024-10", "Starlink"], "since=2024-10&until=2024-10&q=Starlink"),
        (vec!["--zones", "all", "Starlink"], "zones=all&q=Starlink"),
        (vec!["--zones", "title", "Starlink"], "zones=title&q=Starlink"),
        (vec!["--loose-dates", "--since", "2024", "Starlink"], "loose-dates=1&since=2024&q=Starlink"),
    ] {
        let want: u64 = told(&[&["count"], &flags[..]].concat()).trim().parse().expect("a number");
        assert_eq!(get(&format!("/api/count?{parameters}")).json()["articles"], want, "{parameters}");
    }
}

#[test]
fn every_article_of_a_list_comes_once() {
    for group in ["&group=none", ""] {
        let (mut seen, mut path) = (BTreeSet::new(), format!("/search?q=*&limit=20{group}"));
        let mut entries = 0;
        loop {
            let page = get(&path).page();
            assert_eq!(texts(&page, "#found"), ["81 articles"]);
            let links = attributes(&page, ".hits h3 a", "href");
            entries += links.len();
            seen.extend(links.into_iter().map(|link| link.split('?').next().expect("a path").to_owned()));
            match attributes(&page, ".pager a[rel=next]", "href").pop() {
                Some(next) => path = next,
                None => break,
            }
        }
        assert_eq!((entries, seen.len() as u64), (seen.len(), SAMPLE_ARTICLES));
    }
}

#[test]
fn a_list_is_narrowed_and_widened_by_links() {
    let page = get("/search?q=Starlink").page();
    let all = texts(&page, "#found")[0].clone();
    let narrow = attributes(&page, ".facet li a:first-child", "href");
    let outlet = narrow.iter().find(|link| link.contains("Meridian")).expect("an outlet");
    let page = get(outlet).page();
    assert_eq!(texts(&page, "#found"), ["3 articles"]);
    assert!(texts(&page, ".facts cite").iter().all(|outlet| outlet == "Meridian Post"));
    let chips = attributes(&page, ".chips a", "href");
    assert_eq!(chips.len(), 1);
    assert_eq!(texts(&get(&chips[0]).page(), "#found")[0], all);
    let excluded = attributes(&get("/search?q=Starlink").page(), ".exclude", "href");
    let excluded = excluded.iter().find(|link| link.contains("Meridian")).expect("an outlet");
    assert_eq!(texts(&get(excluded).page(), "#found"), ["7 articles"]);
}

#[test]
fn bars_of_the_timeline_lead_to_their_time() {
    let page = get("/search?q=Starlink&group=none").page();
    let rows = texts(&page, ".by-time tbody td:nth-child(2)");
    let links = attributes(&page, ".by-time tbody th a", "href");
    assert!(rows.len() > 5 && rows.len() == links.len());
    for (found, link) in rows.iter().zip(&links) {
        let shown = texts(&get(link).page(), "#found").first().cloned().unwrap_or_else(|| "0".to_owned());
        assert_eq!(shown.split(' ').next(), Some(found.as_str()), "{link}");
    }
}

#[test]
fn an_article_shows_its_matches_its_names_and_where_it_is_from() {
    let key =
        told(&["search", "Starlink Taiwan title:\"keep Starlink dark\"", "-n", "1", "-f", "ids"]).trim().to_owned();
    let page = get(&format!("/article/{key}?q=Starlink+Taiwan")).page();
    let marks = texts(&page, "article.whole mark");
    assert_eq!(marks.len(), 5, "{marks:?}");
    assert!(marks.iter().all(|mark| ["Starlink", "Taiwan"].iter().any(|word| mark.starts_with(word))), "{marks:?}");
    let numbered = attributes(&page, "article.whole mark", "id");
    assert_eq!(numbered, ["m1", "m2", "m3", "m4", "m5"]);
    let names = attributes(&page, "a.name", "href");
    assert!(names.iter().any(|link| link.starts_with("/entity/Elon%20Musk?kind=person")), "{names:?}");
    assert_eq!(texts(&page, ".cite h3"), ["Plain text", "RIS", "BibTeX", "CSL JSON"]);
    let plain = &texts(&page, ".cite pre")[0];
    assert!(plain.starts_with("Tarrant, Imogen, and Joel Abbensett. “Kremlin asked Musk"), "{plain}");
    // Without a query nothing is marked.
    assert!(texts(&get(&format!("/article/{key}")).page(), "article.whole mark").is_empty());
    // The record is the file itself, to be saved.
    let record = get(&format!("/article/{key}/record"));
    let hit: Value = serde_json::from_str(&told(&["show", "--json", &key])).expect("JSON");
    let file = std::fs::read(SAMPLE.0.path().join("sample_corpus").join(hit["path"].as_str().expect("a path")));
    assert_eq!(record.body, file.expect("read"));
    let told = run(SAMPLE.0.path(), &["--index", "ix", "show", "--record", &key]).stdout;
    assert_eq!(record.body, told);
    assert!(record.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
    assert_eq!(record.header("content-type"), Some("application/octet-stream"));
}

#[test]
fn one_line_of_a_dump_is_given_out_and_not_the_dump() {
    let line = told(&["search", "path:*mixed-export*", "-n", "1", "-f", "jsonl", "--fields", "key,path"]);
    let hit: Value = serde_json::from_str(&line).expect("JSON");
    let record = get(&format!("/article/{}/record", hit["key"].as_str().expect("a key"))).text();
    let number: usize = hit["path"].as_str().and_then(|path| path.rsplit_once('#')?.1.parse().ok()).expect("a number");
    let dump = std::fs::read_to_string(SAMPLE.0.path().join("sample_corpus/feeds-json/mixed-export.jsonl"));
    assert_eq!(record.trim(), dump.expect("read").lines().nth(number - 1).expect("a line").trim());
}

#[test]
fn a_mistake_in_a_query_is_shown_at_its_place() {
    let reply = get("/search?q=Starlink+AND");
    assert_eq!(reply.status, 400);
    let page = reply.page();
    assert_eq!(texts(&page, ".problem h1"), ["The query cannot be read"]);
    assert!(attributes(&page, "#q", "value") == ["Starlink AND"] && texts(&page, ".problem pre")[0].contains('^'));
    let json = get("/api/search?q=Starlink+AND");
    assert_eq!((json.status, json.header("content-type")), (400, Some("application/problem+json")));
    assert!(json.json()["mistakes"][0]["pointer"].as_str().is_some_and(|pointer| pointer.contains('^')));
}

#[test]
fn nothing_found_leads_on() {
    let page = get("/search?q=Starlnk+Taiwan").page();
    assert_eq!(texts(&page, ".nothing h2"), ["Nothing found"]);
    let links = attributes(&page, ".nothing p a", "href");
    let corrected = links.iter().find(|link| link.contains("starlink")).expect("a correction");
    assert_eq!(texts(&get(&format!("{corrected}&group=none")).page(), "#found"), ["9 articles"]);
    // Also among conditions, which stay.
    let narrowed = get("/search?q=Starlnk&f=outlet%3A%22Meridian+Post%22&since=2024").page();
    let links = attributes(&narrowed, ".nothing p a", "href");
    let corrected = links.iter().find(|link| link.contains("q=starlink")).expect("a correction");
    assert_eq!(texts(&get(corrected).page(), "#found"), ["3 articles"]);
    let margins = get("/search?q=Starlink").page();
    assert!(attributes(&margins, ".remarks a", "href").iter().any(|link| link.contains("zones=all")));
}

#[test]
fn a_concordance_has_every_match() {
    let page = get("/search?q=Starlink&view=kwic&limit=100").page();
    let lines = told(&["search", "Starlink", "--kwic", "-n", "0", "-f", "csv"]).lines().count() - 1;
    assert_eq!(texts(&page, ".kwic tbody tr").len(), lines);
}

#[test]
fn names_copies_and_differences_have_pages() {
    let page = get("/entity/Elon%20Musk").page();
    assert_eq!(texts(&page, "h1"), ["Elon Musk"]);
    assert!(texts(&page, "main h2").contains(&"Named together with".to_owned()));
    assert_eq!(get("/entity/Nobody%20At%20All").status, 404);
    assert_eq!(get("/copies/a_aaaaaaaaaaaaaaaa").status, 404);
    let keys = told(&["search", "Starlink", "-n", "2", "-f", "ids"]);
    let keys: Vec<&str> = keys.lines().collect();
    let page = get(&format!("/diff/{}/{}", keys[0], keys[1])).page();
    assert!(!texts(&page, ".diff ins").is_empty() && !texts(&page, ".diff del").is_empty());
    let page = get(&format!("/diff/{0}/{0}", keys[0])).page();
    assert!(texts(&page, "main p").contains(&"The two texts are the same.".to_owned()));
    let similar = get(&format!("/similar/{}", keys[0]));
    assert_eq!(similar.status, 303);
    let list = get(similar.header("location").expect("a list")).page();
    let links = attributes(&list, ".hits h3 a", "href");
    assert!(!links.is_empty() && links.iter().all(|link| !link.contains(&format!("/article/{}", keys[0]))));
}

#[test]
fn exports_have_what_the_terminal_writes() {
    for (format, ending) in
        [("csv", "csv"), ("jsonl", "jsonl"), ("ris", "ris"), ("bibtex", "bib"), ("csl-json", "csl.json")]
    {
        let reply = get(&format!("/export?q=Starlink&format={format}"));
        let disposition = reply.header("content-disposition").expect("a name").to_owned();
        assert!(
            disposition.starts_with(&format!("attachment; filename=\"morgue-starlink.{ending}\"")),
            "{disposition}"
        );
        let want =
            run(SAMPLE.0.path(), &["--index", "ix", "export", "Starlink", "--sort", "relevance", "--format", format]);
        let time = |text: &str| text.lines().filter(|line| !line.contains("accessed") && !line.contains("Y2")).count();
        assert_eq!(time(&reply.text()), time(&stdout(&want)), "{format}");
    }
    let csv = get("/export?q=Starlink&format=csv").text();
    let want = stdout(&run(
        SAMPLE.0.path(),
        &["--index", "ix", "export", "Starlink", "--sort", "relevance", "--format", "csv"],
    ));
    assert_eq!(csv, want);
    assert_eq!(get("/export?q=Starlink&format=exe").status, 400);
    assert_eq!(get("/export?q=Starlink+AND&format=csv").status, 400);
}

#[test]
fn an_export_comes_with_its_certificate_which_can_be_replayed() {
    let reply = get("/export?q=Starlink&format=csv&certificate=1");
    assert_eq!(reply.header("content-type"), Some("application/zip"));
    let folder = tempfile::tempdir().expect("a folder");
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(reply.body)).expect("a ZIP");
    zip.extract(folder.path()).expect("extracted");
    let mut names: Vec<String> = std::fs::read_dir(folder.path())
        .expect("read")
        .map(|entry| entry.expect("an entry").file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    assert_eq!(names, ["morgue-starlink.csv", "morgue-starlink.csv.prov.json", "morgue-starlink.csv.prov.keys.zst"]);
    let certificate = folder.path().join("morgue-starlink.csv.prov.json");
    let replay = run(SAMPLE.0.path(), &["--index", "ix", "replay", &certificate.to_string_lossy()]);
    assert!(replay.status.success(), "{}", stdout(&replay));
}

#[test]
fn a_feed_is_whole() {
    let reply = get("/feed?q=Starlink");
    assert_eq!(reply.header("content-type"), Some("application/atom+xml; charset=utf-8"));
    let text = reply.text();
    let mut reader = quick_xml::Reader::from_str(&text);
    let (mut path, mut ids, mut counted) = (Vec::new(), Vec::new(), std::collections::BTreeMap::new());
    loop {
        match reader.read_event().expect("well formed") {
            quick_xml::events::Event::Start(start) => {
                path.push(start.name().as_ref().to_string());
                *counted.entry(path.join("/")).or_insert(0) += 1;
            }
            quick_xml::events::Event::End(_) => drop(path.pop()),
            quick_xml::events::Event::Text(value) if path.last().is_some_and(|name| name == "id") => {
                ids.push(value.as_ref().to_string());
            }
            quick_xml::events::Event::Text(value) if path.last().is_some_and(|name| name == "updated") => {
                let text = value.as_ref().to_string();
                text.parse::<jiff::Timestamp>().expect("a time of RFC 3339");
            }
            quick_xml::events::Event::Eof => break,
            _ => {}
        }
    }
    assert_eq!(counted["feed/entry"], 10);
    for part in ["id", "title", "updated", "summary"] {
        assert_eq!(counted[&format!("feed/entry/{part}")], 10, "{part}");
    }
    let once: BTreeSet<&String> = ids.iter().collect();
    assert_eq!((ids.len(), once.len()), (11, 11));
    assert!(text.contains(&format!(
        "rel=\"self\" type=\"application/atom+xml\" href=\"http://{}/feed?q=Starlink\"",
        SAMPLE.1.address
    )));
    assert_eq!(get("/feed").status, 400);
}

#[test]
fn the_state_and_the_language_have_pages() {
    let status = get("/status").page();
    assert!(texts(&status, ".state dd").contains(&"81".to_owned()));
    assert!(texts(&status, "caption").contains(&"By outlet".to_owned()));
    let help = get("/help").page();
    let examples = attributes(&help, ".example a", "href");
    assert!(examples.len() > 40);
    for link in examples.iter().step_by(7) {
        assert_eq!(get(link).status, 200, "{link}");
    }
    assert_eq!((get("/health").status, get("/health").text()), (200, "ok\n".to_owned()));
    let metrics = get("/metrics").text();
    assert!(metrics.contains("morgue_articles{") && metrics.contains("morgue_http_requests_total{class=\"2xx\"}"));
    assert_eq!(get("/search").status, 303);
    for path in ["/search?q=Starlink&offset=18446744073709551615", "/api/search?q=Starlink&offset=18446744073709551615"]
    {
        assert_eq!(get(path).status, 200, "{path}");
    }
    assert_eq!(get("/api/search?q=Starlink&cursor=1.18446744073709551615").status, 400);
    assert_eq!((get("/nowhere").status, get("/api/nowhere").status), (404, 404));
}

#[test]
fn a_saved_search_is_kept_shown_and_removed_and_looking_at_it_changes_nothing() {
    let desk = desk();
    run(desk.path(), &["--index", "ix", "ingest", "-q", "sample_corpus"]);
    let served = Served::of(desk.path(), &["--index", "ix"]);
    let form = "name=space&search=q%3DStarlink%26since%3D2024%26sort%3Dnewest";
    let saved = served.post("/saved", &[], form);
    assert_eq!((saved.status, saved.header("location")), (303, Some("/saved?saved=space")));
    let listed = stdout(&run(desk.path(), &["--index", "ix", "saved", "list"]));
    assert!(listed.contains("Starlink --since 2024 --sort newest"), "{listed}");
    let row = |page: &scraper::Html| texts(page, "tbody td")[..3].to_vec();
    let want = stdout(&run(desk.path(), &["--index", "ix", "count", "Starlink", "--since", "2024"])).trim().to_owned();
    for _ in 0..2 {
        assert_eq!(row(&served.get("/saved").page()), ["Starlink, from 2024".to_owned(), want.clone(), want.clone()]);
    }
    run(desk.path(), &["--index", "ix", "watch"]);
    assert_eq!(row(&served.get("/saved").page()), ["Starlink, from 2024".to_owned(), want, "0".to_owned()]);
    // A name is taken once, and what cannot be read is not saved.
    assert_eq!(served.post("/saved", &[], form).status, 400);
    assert_eq!(served.post("/saved", &[], "name=bad&search=q%3Da%2BAND").status, 400);
    assert_eq!(served.post("/saved/remove", &[], "name=space").status, 303);
    assert!(texts(&served.get("/saved").page(), "tbody td").is_empty());
}
