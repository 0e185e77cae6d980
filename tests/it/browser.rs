//! An exported page in a browser, if one is installed: it requests nothing, its console is silent, it is visible.

use super::support::{desk, program, run, skipped};
use std::path::Path;
use std::process::Command;

/// A browser's output for a page: its console, its network log, the elements, and the bytes of a screenshot.
fn opened(page: &Path) -> Option<(String, String, String, u64)> {
    let folder = tempfile::tempdir().expect("a folder");
    let browser = |task: &str| {
        let mut command = Command::new("chromium");
        command.args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
        ]);
        command.args(["--disable-component-update", "--enable-logging=stderr", "--window-size=900,1600"]);
        command.arg(format!("--user-data-dir={}", folder.path().join("profile").display()));
        command.arg(format!("--log-net-log={}", folder.path().join("net.json").display()));
        command.arg(task).arg(format!("file://{}", page.display())).output().ok()
    };
    let dom = browser("--dump-dom")?;
    let net = std::fs::read(folder.path().join("net.json")).ok()?;
    let picture = folder.path().join("page.png");
    browser(&format!("--screenshot={}", picture.display()))?;
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    let console: Vec<String> =
        text(&dom.stderr).lines().filter(|line| line.contains("CONSOLE")).map(str::to_owned).collect();
    Some((console.join("\n"), text(&net), text(&dom.stdout), picture.metadata().map_or(0, |file| file.len())))
}

#[test]
fn a_page_is_silent_asks_for_nothing_and_can_be_seen() {
    if Command::new("chromium").arg("--version").output().is_err() {
        return skipped("browser: chromium is not installed");
    }
    let desk = desk();
    run(desk.path(), &["ingest", "sample_corpus"]);
    let output = program(desk.path()).args(["export", "Starlink", "-o", "page.html"]).output().expect("ran");
    assert!(output.status.success());
    let page = desk.path().join("page.html");
    let (console, net, dom, picture) = opened(&page).expect("a browser that starts");
    assert_eq!(console, "");
    assert!(!net.contains(".example"), "it asked an outlet");
    assert!(dom.contains("<svg") && dom.matches("<li id=").count() == 10, "{dom}");
    assert!(picture > 30_000, "{picture} bytes: nothing to be seen");
    // The same page with a picture from elsewhere: it is blocked, and reported.
    let spoilt =
        std::fs::read_to_string(&page).expect("read").replace("<main>", "<main><img src=\"https://x.example/a.png\">");
    std::fs::write(&page, spoilt).expect("written");
    let (console, ..) = opened(&page).expect("a browser that starts");
    assert!(console.contains("Content Security Policy"), "{console}");
}
