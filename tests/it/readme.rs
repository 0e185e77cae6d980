//! The README is correct: its commands are run, and their output compared. A line `…` matches any lines.

use super::served::Served;
use super::support::{desk, program, root};
use morgue::format::Reason;
use morgue::source::Skip;

fn readme() -> String {
    std::fs::read_to_string(root().join("README.md")).expect("read")
}

/// Commands after `$ ` in console blocks, each with the output below it.
fn transcripts(text: &str) -> Vec<(String, Vec<String>)> {
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    for block in text.split("```console\n").skip(1) {
        let block = block.split("```").next().expect("a block");
        for line in block.lines() {
            match line.strip_prefix("$ ") {
                Some(command) => found.push((command.to_owned(), Vec::new())),
                None => found.last_mut().expect("a command first").1.push(line.to_owned()),
            }
        }
    }
    found
}

/// Replaces times and paths that depend on the machine.
fn normal(line: &str) -> String {
    let words = line.split(' ').collect::<Vec<_>>();
    let mut out = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let seconds =
            words.get(at + 1).is_some_and(|next| next.trim_end_matches(',') == "s") && word.parse::<f64>().is_ok();
        out.push(if seconds { "0.0" } else { word });
    }
    out.join(" ").trim_end().to_owned()
}

#[test]
fn transcripts_are_true() {
    let desk = desk();
    let transcripts = transcripts(&readme());
    assert!(transcripts.len() >= 2);
    for (command, want) in transcripts {
        let line = command.replace("cargo run --release --", "morgue");
        let line = line.split(" #").next().expect("a command").trim();
        let Some(line) = line.strip_prefix("morgue ") else {
            assert!(line.starts_with("cargo test"), "{line} is run by nobody");
            continue;
        };
        if line.starts_with("serve ") {
            served(line, &want, desk.path());
            continue;
        }
        // The shell merges both outputs in the order of writing.
        let script = format!("exec \"$MORGUE\" {line} 2>&1");
        let mut shell = std::process::Command::new("sh");
        let environment = program(desk.path());
        shell
            .current_dir(desk.path())
            .env_clear()
            .envs(environment.get_envs().filter_map(|(name, value)| Some((name, value?))));
        let output = shell.env("MORGUE", env!("CARGO_BIN_EXE_morgue")).args(["-c", &script]).output().expect("ran");
        let text =
            String::from_utf8(output.stdout).expect("text").replace(&desk.path().to_string_lossy().into_owned(), "~");
        let got: Vec<String> = text.lines().map(normal).collect();
        let want: Vec<String> = want.iter().map(|line| normal(line)).collect();
        assert!(
            agrees(&got, &want),
            "$ {command}\nprints\n{}\nand README.md says\n{}",
            got.join("\n"),
            want.join("\n")
        );
    }
}

/// The server of the manual: started on a free port, asked and stopped.
fn served(line: &str, want: &[String], desk: &std::path::Path) {
    let mut command = program(desk);
    let server = Served::start(command.args(line.split(' ')).args(["--listen", "127.0.0.1:0"]));
    assert_eq!(want, ["http://127.0.0.1:8765/"], "the address of the flag's default");
    let page = server.get("/search?q=Starlink+Taiwan");
    assert!(page.status == 200 && page.text().contains("9 articles"), "{}", page.text());
    let (ended_well, told) = server.end();
    assert!(ended_well && told.is_empty(), "{told}");
}

fn agrees(got: &[String], want: &[String]) -> bool {
    match want.split_first() {
        None => got.is_empty(),
        Some((first, rest)) if first.trim() == "…" => (0..=got.len()).any(|skipped| agrees(&got[skipped..], rest)),
        Some((first, rest)) => got.split_first().is_some_and(|(line, left)| line == first && agrees(left, rest)),
    }
}

#[test]
fn the_two_commands_stand_at_the_top() {
    let text = readme();
    let head: Vec<&str> = text.lines().take(20).collect();
    for command in ["cargo run --release -- search --in sample_corpus \"Starlink Taiwan\"", "cargo test"] {
        assert!(head.iter().any(|line| line.contains(command)), "{command}");
    }
}

#[test]
fn the_test_command_is_the_one_that_is_checked() {
    let script = std::fs::read_to_string(root().join(".ci/run")).expect("read");
    assert!(script.lines().any(|line| line.trim() == "cargo test"), "{script}");
}

/// The rows of a table of reasons.
fn reasons<'a>(rows: impl Iterator<Item = (&'a str, &'a str)>) -> String {
    let rows: String = rows.map(|(word, meaning)| format!("| `{word}` | {meaning} |\n")).collect();
    format!("\n| reason | meaning |\n|---|---|\n{rows}\n")
}

#[test]
fn the_tables_of_reasons_are_those_of_the_program() {
    let spiked = reasons(Reason::ALL.iter().map(|(_, word, meaning)| (*word, *meaning)));
    let skipped = reasons(Skip::ALL.iter().map(|(_, word, meaning)| (*word, *meaning)));
    for table in [spiked, skipped] {
        assert!(readme().contains(&table), "README.md lacks this table:\n{table}");
    }
}
