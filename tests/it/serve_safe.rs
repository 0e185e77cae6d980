//! Who may ask, what a hostile request or article can do, and how a server begins and ends.

use super::serve_lasting::{begun, wide_archive};
use super::served::{Reply, Served, attributes, texts};
use super::support::{run, stderr};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// A folder with an index of some articles.
pub fn archive(articles: &[serde_json::Value]) -> TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(desk.path().join("news")).expect("made");
    articles.iter().enumerate().for_each(|(nth, article)| write(desk.path(), &format!("{nth}.json"), article));
    ingest(desk.path());
    desk
}

pub fn write(desk: &Path, name: &str, article: &serde_json::Value) {
    std::fs::write(desk.join("news").join(name), article.to_string()).expect("written");
}

pub fn ingest(desk: &Path) {
    let output = run(desk, &["--index", "ix", "ingest", "-q", "news"]);
    assert!(output.status.success(), "{}", stderr(&output));
}

pub fn ferry(nth: usize) -> serde_json::Value {
    json!({
        "title": format!("Ferry {nth}"),
        "text": format!("The ferry number{nth} sailed at noon. Nobody was late."),
        "outlet": "The Courier",
        "date": "2024-03-01",
        "url": format!("https://courier.example/ferry-{nth}"),
    })
}

const HEADERS: [(&str, &str); 5] = [
    ("x-content-type-options", "nosniff"),
    ("referrer-policy", "no-referrer"),
    ("cross-origin-opener-policy", "same-origin"),
    ("cross-origin-resource-policy", "same-origin"),
    ("cache-control", "no-store"),
];

fn is_armoured(reply: &Reply) -> bool {
    let policy = reply.header("content-security-policy").unwrap_or_default();
    let strict = ["default-src 'none'", "form-action 'self'", "base-uri 'none'", "frame-ancestors 'none'"];
    strict.iter().all(|part| policy.contains(part))
        && !policy.contains("unsafe")
        && HEADERS.iter().all(|(name, value)| reply.header(name) == Some(value))
}

#[test]
fn other_sites_and_other_names_are_refused() {
    let desk = archive(&[ferry(1)]);
    let served = Served::of(desk.path(), &["--index", "ix"]);
    let port = served.address.port();
    let status = |method: &str, path: &str, headers: &[&str], body: &str| {
        let reply = served.send(method, path, headers, body);
        assert!(is_armoured(&reply), "{path} {headers:?}: {:?}", reply.headers);
        reply.status
    };
    for (headers, want) in [
        (vec![], 200),
        (vec![format!("Host: localhost:{port}")], 200),
        (vec!["Host: evil.example".to_owned()], 421),
        (vec![format!("Host: 127.0.0.1.evil.example:{port}")], 421),
        // Forwarded names of anybody but the proxy do not count.
        (vec!["X-Forwarded-Host: evil.example".to_owned()], 200),
        (vec!["Sec-Fetch-Site: same-origin".to_owned()], 200),
        (vec!["Sec-Fetch-Site: none".to_owned(), "Sec-Fetch-Mode: navigate".to_owned()], 200),
        (vec!["Sec-Fetch-Site: cross-site".to_owned(), "Sec-Fetch-Mode: no-cors".to_owned()], 403),
        (vec!["Sec-Fetch-Site: cross-site".to_owned(), "Sec-Fetch-Mode: cors".to_owned()], 403),
        (
            vec![
                "Sec-Fetch-Site: cross-site".to_owned(),
                "Sec-Fetch-Mode: navigate".to_owned(),
                "Sec-Fetch-Dest: document".to_owned(),
            ],
            200,
        ),
        (
            vec![
                "Sec-Fetch-Site: cross-site".to_owned(),
                "Sec-Fetch-Mode: navigate".to_owned(),
                "Sec-Fetch-Dest: iframe".to_owned(),
            ],
            403,
        ),
    ] {
        let headers: Vec<&str> = headers.iter().map(String::as_str).collect();
        assert_eq!(status("GET", "/search?q=ferry", &headers, ""), want, "{headers:?}");
    }
    let form = "name=x&search=q%3Dferry";
    let own = format!("Origin: http://{}", served.address);
    for (headers, want) in [
        (vec![], 403),
        (vec!["Origin: https://evil.example"], 403),
        (vec!["Origin: null"], 403),
        (vec!["Origin: null", "Sec-Fetch-Site: cross-site"], 403),
        (vec![own.as_str(), "Sec-Fetch-Site: cross-site"], 403),
        (vec![own.as_str(), "Sec-Fetch-Site: same-origin"], 303),
        // Chromium sends this from a page that sends no referrer; the name is taken by now.
        (vec!["Origin: null", "Sec-Fetch-Site: same-origin"], 400),
    ] {
        assert_eq!(status("POST", "/saved", &headers, form), want, "{headers:?}");
    }
    for method in ["PUT", "DELETE", "OPTIONS", "TRACE", "PATCH"] {
        assert_eq!(status(method, "/", &[], ""), 405, "{method}");
    }
    assert_eq!(status("POST", "/search", &[&own], ""), 405);
}

#[test]
fn requests_have_limits() {
    let desk = archive(&[ferry(1)]);
    let served = Served::of(desk.path(), &["--index", "ix"]);
    let long = "a".repeat(9 << 10);
    assert_eq!(served.get(&format!("/search?q={long}")).status, 414);
    assert_eq!(served.send("GET", "/", &[&format!("X-Long: {long}")], "").status, 431);
    let many: Vec<String> = (0..200).map(|nth| format!("X-{nth}: a")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    assert_eq!(served.send("GET", "/", &many, "").status, 431);
    assert_eq!(served.post("/saved", &[], &format!("name={}", "a".repeat(70 << 10))).status, 413);
    let wild = |text: &str| text.bytes().map(|byte| format!("%{byte:02X}")).collect::<String>();
    for (query, want) in [
        ("(".repeat(500), vec![400]),
        ("ferry ".repeat(400), vec![200, 400]),
        ((0..300).map(|nth| format!("w{nth} OR")).collect::<Vec<_>>().join(" ") + " ferry", vec![200, 400]),
        ("*".repeat(300), vec![200, 400]),
        ("\u{0}\u{1}\u{202e}".to_owned(), vec![200, 400]),
    ] {
        let got = served.get(&format!("/search?q={}", wild(&query))).status;
        let want = [want, vec![414]].concat();
        assert!(want.contains(&got), "{got} for {:?}", query.chars().take(30).collect::<String>());
    }
    for path in [
        "/article/..%2F..%2Fetc%2Fpasswd/record",
        "/article/%00/record",
        "/entity/%FF%FE",
        "/%2e%2e/ix",
        "//",
        "/search?q=%FF",
    ] {
        let status = served.get(path).status;
        assert!((200..500).contains(&status), "{path}: {status}");
    }
    for raw in [
        "GET / HTTP/1.1\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "GET http://evil.example/ HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
        "GET / HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n",
        "nonsense\r\n\r\n",
    ] {
        let status = served.raw(raw.as_bytes()).map_or(400, |reply| reply.status);
        assert!([400, 421].contains(&status), "{raw}: {status}");
    }
    assert_eq!(served.get("/health").status, 200);
}

#[test]
fn text_of_articles_is_text_everywhere() {
    let evil = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>]]>&amp;\u{202e}\u{7}";
    let article = json!({
        // Readers drop elements of a title, and decode what is written out.
        "title": format!("Ferry {}", evil.replace('&', "&amp;").replace('<', "&lt;")),
        "text": format!("The ferry {evil} sailed from Oslo with Elon Musk.\n\nSecond {evil} paragraph about the ferry."),
        "authors": [format!("Jane {evil} Doe")],
        "outlet": format!("Courier {evil}"),
        "section": evil,
        "date": "2024-03-01",
        "url": "javascript:alert(3)",
        "language": "en\" onload=\"alert(4)",
    });
    let desk = archive(&[article, ferry(2)]);
    let served = Served::of(desk.path(), &["--index", "ix"]);
    let hits = served.get("/api/search?q=ferry").json();
    let hits = hits["hits"].as_array().expect("hits");
    let hit = hits.iter().find(|hit| hit["path"] == "0.json").expect("the article");
    assert!(hit["title"].as_str().is_some_and(|title| title.contains("<script>")), "{hit}");
    let key = hit["key"].as_str().expect("a key").to_owned();
    for path in [
        "/".to_owned(),
        "/search?q=ferry".to_owned(),
        format!("/search?q=ferry+{}", "%3Cscript%3Ealert(5)%3C%2Fscript%3E"),
        "/search?q=%22%3E%3Cscript%3E+AND".to_owned(),
        "/search?q=ferry&view=kwic".to_owned(),
        format!("/article/{key}?q=ferry"),
        format!("/diff/{key}/{key}"),
        "/status".to_owned(),
        "/entity/%3Cscript%3E".to_owned(),
    ] {
        let reply = served.get(&path);
        let page = reply.page();
        assert_eq!(attributes(&page, "script", "src"), ["/script.js"], "{path}");
        assert!(texts(&page, "script").iter().all(String::is_empty), "{path}");
        for selector in
            ["img", "iframe", "[onerror]", "[onload]", "[style]", "style", "base", "object", "a[href^='javascript']"]
        {
            assert!(texts(&page, selector).is_empty(), "{path} has {selector}");
        }
        assert!(!reply.text().contains('\u{7}'), "{path} has a control character");
    }
    let feed = served.get("/feed?q=ferry").text();
    assert!(!feed.contains("<script") && feed.contains("&lt;script&gt;") && !feed.contains("]]>"));
    for format in ["html", "csv", "ris", "jsonl"] {
        assert_eq!(served.get(&format!("/export?q=ferry&format={format}")).status, 200, "{format}");
    }
    let page = served.get("/export?q=ferry&format=html");
    assert!(page.header("content-disposition").is_some_and(|value| value.starts_with("attachment")));
}

#[test]
fn where_others_can_connect_a_token_is_required() {
    let desk = archive(&[ferry(1)]);
    let refused = run(desk.path(), &["--index", "ix", "serve", "--listen", "0.0.0.0:0"]);
    assert_eq!(refused.status.code(), Some(2), "{}", stderr(&refused));
    assert!(stderr(&refused).contains("a token is required"), "{}", stderr(&refused));
    let secret = "correct horse battery staple";
    let file = desk.path().join("token");
    std::fs::write(&file, format!("{secret}\n")).expect("written");
    open_to_all(&file, true);
    let open = run(desk.path(), &["--index", "ix", "serve", "--token-file", "token"]);
    assert!(stderr(&open).contains("every user of this machine can use it"), "{}", stderr(&open));
    open_to_all(&file, false);
    let served = Served::with(
        desk.path(),
        &["--token-file", "token", "--behind-proxy", "127.0.0.1", "--allow-host", "news.example"],
    );
    for path in [
        "/",
        "/search?q=ferry",
        "/saved",
        "/status",
        "/export?q=ferry&format=csv",
        "/article/a_aaaaaaaaaaaaaaaa/record",
    ] {
        let reply = served.get(path);
        assert_eq!(reply.status, 303, "{path}");
        assert!(reply.header("location").is_some_and(|to| to.starts_with("/login?next=")), "{path}");
    }
    for path in ["/api/search?q=ferry", "/api/status", "/metrics", "/feed?q=ferry", "/feed?q=ferry&token=guess"] {
        assert_eq!(served.get(path).status, 401, "{path}");
    }
    assert_eq!((served.get("/health").status, served.get("/style.css").status), (200, 200));
    let bearer = format!("Authorization: Bearer {secret}");
    assert_eq!(served.send("GET", "/api/count?q=ferry", &[&bearer], "").status, 200);
    assert_eq!(served.send("GET", "/metrics", &["Authorization: Bearer wrong wrong wrong"], "").status, 401);
    let login = served.post("/login", &[], "token=correct+horse+battery+staple&next=%2Fsearch%3Fq%3Dferry");
    assert_eq!((login.status, login.header("location")), (303, Some("/search?q=ferry")));
    let cookie = login.header("set-cookie").expect("a cookie");
    for part in ["HttpOnly", "SameSite=Strict", "Secure", "Path=/"] {
        assert!(cookie.contains(part), "{cookie}");
    }
    let cookie = format!("Cookie: {}", cookie.split(';').next().expect("a value"));
    assert_eq!(served.send("GET", "/search?q=ferry", &[&cookie], "").status, 200);
    // A feed reader cannot log in: its address has a token of its own, for this search alone.
    let made = served.post("/feeds", &[&cookie], "search=q%3Dferry");
    let address = texts(&made.page(), "pre.copy").pop().expect("an address");
    let feed = address.split_once("/feed?").map(|(_, query)| format!("/feed?{query}")).expect("a feed");
    assert_eq!(served.get(&feed).status, 200);
    assert_eq!(served.get(&feed.replace("q=ferry", "q=noon")).status, 401);
    let page = served.send("GET", "/saved", &[&cookie], "").page();
    let id = attributes(&page, "form[action='/feeds/revoke'] input", "value").pop().expect("one");
    assert_eq!(served.post("/feeds/revoke", &[&cookie], &format!("id={id}")).status, 303);
    assert_eq!(served.get(&feed).status, 401);
    assert_eq!(served.post("/logout", &[&cookie], "").status, 303);
    assert_eq!(served.send("GET", "/search?q=ferry", &[&cookie], "").status, 303);
    let forwarded = ["Host: internal", "X-Forwarded-Host: news.example", "X-Forwarded-Proto: https"];
    assert_eq!(served.send("GET", "/login", &forwarded, "").status, 200);
    // Wrong tokens are slowed down.
    let wrong: Vec<u16> = (0..6).map(|_| served.post("/login", &[], "token=wrong").status).collect();
    assert!(wrong[..2] == [403, 403] && wrong[5] == 429, "{wrong:?}");
    assert_eq!(served.post("/login", &[], "token=correct+horse+battery+staple").status, 429);
}

#[cfg(unix)]
fn open_to_all(file: &Path, open: bool) {
    use std::os::unix::fs::PermissionsExt;
    let mode = if open { 0o644 } else { 0o600 };
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(mode)).expect("set");
}

#[test]
fn what_was_searched_is_logged_only_if_asked_for() {
    let desk = archive(&[ferry(1)]);
    for (flag, has_query) in [("requests", false), ("queries", true)] {
        let served = Served::with(desk.path(), &["--log", flag]);
        served.get("/search?q=ferryman");
        served.get("/entity/Jane%20Ferryman");
        let (_, told) = served.end();
        assert_eq!(told.to_lowercase().contains("ferryman"), has_query, "{told}");
        let lines: Vec<serde_json::Value> =
            told.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
        assert_eq!((lines.len(), &lines[0]["path"], &lines[0]["status"]), (2, &json!("/search"), &json!(200)));
    }
    let served = Served::of(desk.path(), &["--index", "ix"]);
    served.get("/search?q=ferryman");
    assert_eq!(served.end(), (true, String::new()));
}

#[test]
fn slow_clients_do_not_keep_others_waiting() {
    let desk = archive(&[ferry(1)]);
    let served = Served::of(desk.path(), &["--index", "ix"]);
    let slow: Vec<TcpStream> = (0..300)
        .map(|_| {
            let mut stream = TcpStream::connect(served.address).expect("connected");
            stream.write_all(b"GET / HTTP/1.1\r\nHost: x").expect("sent");
            stream
        })
        .collect();
    let begun = Instant::now();
    assert_eq!(served.get("/search?q=ferry").status, 200);
    assert!(begun.elapsed() < Duration::from_secs(8), "{:?}", begun.elapsed());
    // They are left after ten seconds.
    let mut one = slow.into_iter().next().expect("one");
    one.set_read_timeout(Some(Duration::from_secs(30))).expect("set");
    let mut rest = Vec::new();
    let _ = one.read_to_end(&mut rest);
    assert!(rest.is_empty() || rest.starts_with(b"HTTP/1.1 408"), "{:?}", String::from_utf8_lossy(&rest));
}

#[test]
fn exports_that_nobody_reads_do_not_keep_searches_waiting() {
    let desk = wide_archive();
    let served = Served::of(desk.path(), &["--index", "ix"]);
    let unread: Vec<TcpStream> = (0..8).map(|_| begun(&served, "/export?q=ferry&format=html")).collect();
    std::thread::sleep(Duration::from_millis(500));
    for _ in 0..5 {
        assert_eq!(served.get("/search?q=ferry").status, 200);
    }
    assert_eq!(served.get("/export?q=ferry").status, 503, "all places for exports are taken");
    drop(unread);
}

#[test]
fn a_new_generation_is_taken_up_without_a_failed_request() {
    let desk = archive(&[ferry(0)]);
    let served = Served::of(desk.path(), &["--index", "ix"]);
    let ended = std::sync::atomic::AtomicBool::new(false);
    std::thread::scope(|scope| {
        let asking: Vec<_> = (0..2)
            .map(|_| {
                scope.spawn(|| {
                    let mut asked = 0;
                    while !ended.load(std::sync::atomic::Ordering::Relaxed) {
                        let reply = served.get("/api/search?q=ferry&fields=key&limit=100");
                        assert_eq!(reply.status, 200, "{}", reply.text());
                        let answer = reply.json();
                        // Generation 1 has one article, and each one more.
                        let articles = answer["articles"].as_u64().expect("a number");
                        assert_eq!(answer["generation"], articles, "one answer of two generations");
                        assert_eq!(answer["hits"].as_array().expect("hits").len() as u64, articles);
                        asked += 1;
                    }
                    asked
                })
            })
            .collect();
        for nth in 1..=8 {
            write(desk.path(), &format!("{nth}.json"), &ferry(nth));
            ingest(desk.path());
        }
        let begun = Instant::now();
        while served.get("/api/count?q=ferry").json()["articles"] != 9 {
            assert!(begun.elapsed() < Duration::from_secs(5), "the last generation is not taken up");
        }
        ended.store(true, std::sync::atomic::Ordering::Relaxed);
        for one in asking {
            assert!(one.join().expect("no failure") > 10);
        }
    });
    // A list that began in a generation that is gone cannot go on.
    assert_eq!(served.get("/api/search?q=ferry&cursor=1.1").status, 410);
    assert_eq!(served.get("/api/search?q=ferry&cursor=8.1").json()["articles"], 8);
}

#[test]
fn a_damaged_or_missing_index_is_a_page_that_says_so() {
    let desk = archive(&[ferry(1)]);
    let served = Served::of(desk.path(), &["--index", "ix"]);
    std::fs::rename(desk.path().join("ix/generations"), desk.path().join("ix/away")).expect("moved");
    std::fs::rename(desk.path().join("ix/current"), desk.path().join("ix/was")).expect("moved");
    let begun = Instant::now();
    while served.get("/health").status == 200 && begun.elapsed() < Duration::from_secs(5) {}
    for path in ["/search?q=ferry", "/"] {
        let reply = served.get(path);
        assert_eq!(reply.status, 503, "{path}");
        assert!(reply.text().contains("no index"), "{}", reply.text());
    }
    assert_eq!(served.get("/status").status, 200);
    assert_eq!(served.get("/api/search?q=ferry").header("content-type"), Some("application/problem+json"));
    std::fs::rename(desk.path().join("ix/away"), desk.path().join("ix/generations")).expect("moved");
    std::fs::rename(desk.path().join("ix/was"), desk.path().join("ix/current")).expect("moved");
    let begun = Instant::now();
    while served.get("/search?q=ferry").status != 200 {
        assert!(begun.elapsed() < Duration::from_secs(5), "the index is not taken up again");
    }
}

#[test]
fn a_new_generation_that_cannot_be_read_does_not_replace_one_that_can() {
    let desk = archive(&[ferry(1)]);
    let served = Served::of(desk.path(), &["--index", "ix"]);
    std::fs::create_dir(desk.path().join("ix/generations/000099")).expect("made");
    std::fs::remove_file(desk.path().join("ix/current")).expect("removed");
    std::os::unix::fs::symlink("generations/000099", desk.path().join("ix/current")).expect("linked");
    let begun = Instant::now();
    while begun.elapsed() < Duration::from_millis(1_500) {
        assert_eq!(served.get("/search?q=ferry").status, 200);
    }
    assert!(served.get("/status").text().contains("The index cannot be read"));
}

#[test]
fn secrets_of_feeds_are_not_logged() {
    let desk = archive(&[ferry(1)]);
    let served = Served::with(desk.path(), &["--log", "queries"]);
    served.get("/feed?q=ferry&token=verysecret");
    let (_, told) = served.end();
    assert!(told.contains("q=ferry") && !told.contains("verysecret"), "{told}");
}

#[test]
fn nothing_of_a_forgotten_article_is_given_out() {
    let desk = archive(&[ferry(1), ferry(2)]);
    let served = Served::of(desk.path(), &["--index", "ix"]);
    let hit = served.get("/api/search?q=number1&fields=key").json();
    let key = hit["hits"][0]["key"].as_str().expect("a key").to_owned();
    assert_eq!(served.get(&format!("/article/{key}/record")).status, 200);
    let gone = run(desk.path(), &["--index", "ix", "forget", "--yes", &key]);
    assert!(gone.status.success(), "{}", stderr(&gone));
    let begun = Instant::now();
    while served.get(&format!("/article/{key}")).status != 404 {
        assert!(begun.elapsed() < Duration::from_secs(5), "the article is still shown");
    }
    assert_eq!(served.get(&format!("/article/{key}/record")).status, 404);
    assert_eq!(served.get("/api/search?q=number1&cursor=1.0").status, 410);
}

#[test]
fn a_record_that_has_changed_or_is_a_link_is_not_given_out() {
    let desk = archive(&[ferry(1), ferry(2)]);
    let served = Served::of(desk.path(), &["--index", "ix"]);
    let key = |word: &str| {
        let hit = served.get(&format!("/api/search?q={word}&fields=key")).json();
        hit["hits"][0]["key"].as_str().expect("a key").to_owned()
    };
    let (one, other) = (key("number1"), key("number2"));
    write(desk.path(), "0.json", &ferry(7));
    assert_eq!(served.get(&format!("/article/{one}/record")).status, 409);
    let file = desk.path().join("news/1.json");
    std::fs::rename(&file, desk.path().join("elsewhere.json")).expect("moved");
    std::os::unix::fs::symlink(desk.path().join("elsewhere.json"), &file).expect("linked");
    assert_eq!(served.get(&format!("/article/{other}/record")).status, 409);
}
