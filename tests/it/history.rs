//! The queries that a person searched for: kept in a private file, listed, and named in the next query. They are typed in a terminal,
//! which `script` of util-linux gives.

use super::support::{desk, run, stderr, stdout};
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::{Command, Output};

/// Runs the program on a terminal of its own.
fn typed(desk: &Path, line: &str) -> Output {
    let line = format!("{} {line}", env!("CARGO_BIN_EXE_morgue"));
    let mut terminal = Command::new("script");
    terminal.current_dir(desk).env_clear().env("HOME", desk).env("PATH", "/usr/bin:/bin");
    terminal.args(["-qec", &line, "/dev/null"]).output().expect("`script` of util-linux")
}

fn history(desk: &Path, flags: &[&str]) -> Vec<String> {
    let listed = stdout(&run(desk, &[&["history", "--index", "ix"], flags].concat()));
    // Without the time.
    listed.lines().map(|line| line.get(18..).unwrap_or(line).to_owned()).collect()
}

#[test]
fn queries_of_a_terminal_are_kept_and_the_last_one_can_be_named() {
    let desk = desk();
    let desk = desk.path();
    run(desk, &["ingest", "--index", "ix", "sample_corpus"]);
    assert_eq!(run(desk, &["history", "--index", "ix"]).status.code(), Some(1));
    // Those of scripts are nobody's.
    run(desk, &["search", "--index", "ix", "Kremlin"]);
    assert_eq!(history(desk, &[]), Vec::<String>::new());
    let none = run(desk, &["count", "--index", "ix", "query:last"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(stderr(&none).contains("no last query"), "{}", stderr(&none));

    assert!(typed(desk, "search --index ix Starlink Taiwan --since 2024").status.success());
    assert!(typed(desk, "count --index ix --any Starlink ferry").status.success());
    assert_eq!(history(desk, &[]), ["Starlink Taiwan --since 2024", "Starlink ferry --any"]);
    assert_eq!(history(desk, &["-n", "1"]), ["Starlink ferry --any"]);
    // Answers that go elsewhere are a script's.
    assert!(typed(desk, "count --index ix Kremlin > n").status.success());
    assert_eq!(history(desk, &[]).len(), 2);
    let file = desk.join(".local/state/morgue/history.jsonl");
    assert_eq!(std::fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);

    // The last query keeps its flags, and one that names it takes its place, written out.
    let count = |words: &[&str]| stdout(&run(desk, &[&["count", "--index", "ix"], words].concat()));
    assert_eq!(count(&["query:last"]), count(&["--any", "Starlink", "ferry"]));
    assert!(typed(desk, "count --index ix query:last -Musk --since 2020").status.success());
    let narrowed = ["(Starlink OR ferry) -Musk", "--since", "2020"];
    assert_eq!(count(&["query:last"]), count(&narrowed));
    assert!(history(desk, &["-n", "1"])[0].contains("NOT musk"), "{:?}", history(desk, &[]));
    assert!(typed(desk, "count --index ix 'query:\"last\" Taiwan OR query:last'").status.success());
    assert_eq!(count(&["query:last"]), count(&narrowed));
    // A verb without a query asks for everything, which is nobody's last query.
    assert!(typed(desk, "facets --index ix outlet").status.success());
    assert_eq!(count(&["query:last"]), count(&narrowed));
    assert!(typed(desk, "count --index ix --any Starlink ferry").status.success());
    // An export records what it was.
    run(desk, &["export", "--index", "ix", "query:last", "-o", "x.csv"]);
    let certificate = std::fs::read_to_string(desk.join("x.csv.prov.json")).expect("read");
    assert!(certificate.contains("\"query_normal\": \"starlink OR ferry\""), "{certificate}");
    let again = run(desk, &["replay", "--index", "ix", "x.csv"]);
    assert!(again.status.success(), "{}{}", stdout(&again), stderr(&again));

    // Another index has another last query.
    run(desk, &["ingest", "--index", "other", "sample_corpus"]);
    assert_eq!(run(desk, &["count", "--index", "other", "query:last"]).status.code(), Some(2));
    assert!(typed(desk, "count --index other Kremlin").status.success());
    assert_eq!(history(desk, &[]).len(), 5);
    assert_eq!(history(desk, &["--all", "-n", "0"]).len(), 6);
}

#[test]
fn the_history_can_be_switched_off_and_its_name_is_reserved() {
    let desk = desk();
    let desk = desk.path();
    run(desk, &["ingest", "--index", "ix", "sample_corpus"]);
    assert!(typed(desk, "count --index ix Starlink").status.success());
    assert_eq!(history(desk, &[]).len(), 1);
    assert!(run(desk, &["history", "--off"]).status.success());
    assert!(!desk.join(".local/state/morgue/history.jsonl").exists());
    assert!(typed(desk, "count --index ix Kremlin").status.success());
    let off = run(desk, &["history", "--index", "ix"]);
    assert!(stdout(&off).is_empty() && stderr(&off).contains("the history is switched off"), "{}", stderr(&off));
    assert!(run(desk, &["history", "--on"]).status.success());
    assert!(typed(desk, "count --index ix Kremlin").status.success());
    assert_eq!(history(desk, &[]), ["Kremlin"]);
    assert!(run(desk, &["history", "--clear"]).status.success());
    assert_eq!(history(desk, &[]).len(), 0);

    let taken = run(desk, &["saved", "--index", "ix", "add", "last", "Starlink"]);
    assert_eq!(taken.status.code(), Some(2));
    assert!(stderr(&taken).contains("\"last\" cannot be the name of a saved search"), "{}", stderr(&taken));
}

#[test]
fn a_history_that_others_could_read_is_closed_and_no_link_is_followed() {
    let desk = desk();
    let desk = desk.path();
    run(desk, &["ingest", "--index", "ix", "sample_corpus"]);
    let folder = desk.join(".local/state/morgue");
    std::fs::create_dir_all(&folder).expect("made");
    let file = folder.join("history.jsonl");
    std::fs::write(&file, "").expect("written");
    std::fs::set_permissions(&file, PermissionsExt::from_mode(0o644)).expect("set");
    assert!(typed(desk, "count --index ix Starlink").status.success());
    assert_eq!(std::fs::metadata(&file).expect("there").permissions().mode() & 0o777, 0o600);
    std::fs::remove_file(&file).expect("removed");
    std::os::unix::fs::symlink(desk.join("elsewhere"), &file).expect("linked");
    let output = typed(desk, "count --index ix Starlink");
    assert!(output.status.success() && stdout(&output).contains("not a plain file"), "{}", stdout(&output));
    assert!(!desk.join("elsewhere").exists());
}

#[test]
fn a_damaged_or_long_history_does_no_harm() {
    let desk = desk();
    let desk = desk.path();
    run(desk, &["ingest", "--index", "ix", "sample_corpus"]);
    assert!(typed(desk, "count --index ix Starlink").status.success());
    let file = desk.join(".local/state/morgue/history.jsonl");
    let line = std::fs::read_to_string(&file).expect("read");
    let many: String = (0..2_100).map(|number| line.replace("Starlink", &format!("Starlink{number}"))).collect();
    std::fs::write(&file, format!("not JSON\n\u{0}\n{many}{{\"half\": ")).expect("written");
    assert!(typed(desk, "count --index ix Kremlin").status.success());
    // The half line took the new one with it; of the others the latest stay.
    assert!(typed(desk, "count --index ix Kremlin").status.success());
    let kept = history(desk, &["-n", "5000"]);
    assert!((900..=1_001).contains(&kept.len()), "{}", kept.len());
    assert_eq!(kept.last().map(String::as_str), Some("Kremlin"));
}
