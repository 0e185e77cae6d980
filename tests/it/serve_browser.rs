//! The page in Chromium: tasks of a reporter with and without scripts, accessibility, valid HTML. Needs Chromium, Node and what
//! `npm ci` installs in `tests/browser`; without them it is skipped, unless MORGUE_BROWSER says that it is required.

use super::served::Served;
use super::support::{desk, root, run, say, skipped};
use serde_json::json;
use std::process::Command;

/// Whether a program can be run.
fn runs(name: &str) -> bool {
    Command::new(name).arg("--version").output().is_ok_and(|output| output.status.success())
}

#[test]
fn reporters_do_their_tasks_in_a_browser() {
    let folder = root().join("tests/browser");
    let is_there = runs("chromium") && runs("node") && folder.join("node_modules/playwright-core").is_dir();
    if !is_there {
        assert!(std::env::var_os("MORGUE_BROWSER").is_none(), "the browser, Node or its packages are missing");
        skipped("no Chromium, no Node, or `npm ci` was not run in tests/browser");
        return;
    }
    let desk = desk();
    let text = "The night ferry from Oslo to Kiel ran late on Friday after a storm. Passengers waited four hours on the quay. ";
    for (name, outlet) in [("one", "Harbour Wire"), ("two", "The Ledger"), ("three", "Quay News")] {
        let article = json!({
            "title": format!("Ferry waits for the storm, {name}"),
            "text": format!("{} {name} closing words of its own.", text.repeat(4)),
            "outlet": outlet,
            "date": "2024-03-01",
            "language": "en",
            "url": format!("https://{name}.example/ferry"),
        });
        std::fs::write(desk.path().join(format!("sample_corpus/{name}.json")), article.to_string()).expect("written");
    }
    run(desk.path(), &["--index", "ix", "ingest", "-q", "sample_corpus"]);
    let token = "correct horse battery staple";
    let file = desk.path().join("token");
    std::fs::write(&file, token).expect("written");
    protect(&file);
    let open = Served::of(desk.path(), &["--index", "ix"]);
    let guarded = Served::with(desk.path(), &["--token-file", "token"]);
    let mut script = Command::new("node");
    script.current_dir(&folder).arg("run.mjs");
    script.args([format!("http://{}", open.address), format!("http://{}", guarded.address), token.to_owned()]);
    if let Some(pictures) = std::env::var_os("MORGUE_PICTURES") {
        script.arg(pictures);
    }
    let output = script.output().expect("ran");
    let told = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
    say(&told);
    assert!(output.status.success(), "{told}");
}

#[cfg(unix)]
fn protect(file: &std::path::Path) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).expect("set");
}
