//! `open`: opens an article that a search on a terminal listed, by its number, with a desktop program, and nothing
//! else.

use super::support::{desk, program, run, stderr, stdout};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

/// A folder with the sample corpus, an index of it, and a desktop opener that records its arguments.
struct Desk {
    folder: tempfile::TempDir,
}

impl Desk {
    fn new() -> Self {
        let desk = Self { folder: desk() };
        run(desk.path(), &["ingest", "--index", "ix", "sample_corpus"]);
        let bin = desk.path().join("bin");
        std::fs::create_dir(&bin).expect("made");
        for name in ["xdg-open", "fox"] {
            let script = format!("#!/bin/sh\nprintf '%s\\n' \"{name}\" \"$@\" >> \"$HOME/opened\"\n");
            std::fs::write(bin.join(name), script).expect("written");
            std::fs::set_permissions(bin.join(name), PermissionsExt::from_mode(0o755)).expect("set");
        }
        desk
    }

    fn path(&self) -> &Path {
        self.folder.path()
    }

    /// Searches on a separate terminal.
    fn search(&self, words: &str) {
        let line = format!("{} search --index ix {words}", env!("CARGO_BIN_EXE_morgue"));
        let mut terminal = Command::new("script");
        terminal.current_dir(self.path()).env_clear().env("HOME", self.path()).env("PATH", "/usr/bin:/bin");
        let output = terminal.args(["-qec", &line, "/dev/null"]).output().expect("`script` of util-linux");
        assert!(output.status.success(), "{}", stdout(&output));
    }

    fn open(&self, words: &[&str], browser: &str) -> Output {
        let mut command = program(self.path());
        command.env("PATH", format!("{}:/usr/bin:/bin", self.path().join("bin").display()));
        if !browser.is_empty() {
            command.env("BROWSER", browser);
        }
        command.args(["open", "--index", "ix"]).args(words).output().expect("ran")
    }

    /// Arguments of the opener since the last call.
    fn opened(&self) -> Vec<String> {
        let path = self.path().join("opened");
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        let _ = std::fs::remove_file(path);
        text.lines().map(str::to_owned).collect()
    }

    /// The file that stores the last list.
    fn state(&self) -> PathBuf {
        let folder = self.path().join(".local/state/morgue");
        let mut entries = std::fs::read_dir(folder).expect("kept").map(|entry| entry.expect("read").path());
        entries.find(|path| path.to_string_lossy().ends_with(".list.json")).expect("a list")
    }

    /// Changes the stored list, as a hostile article would.
    fn tamper(&self, change: impl Fn(&mut serde_json::Value)) {
        let text = std::fs::read_to_string(self.state()).expect("read");
        let mut list: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        change(&mut list);
        std::fs::write(self.state(), list.to_string()).expect("written");
    }
}

#[test]
fn a_list_on_a_terminal_is_opened_by_number() {
    let desk = Desk::new();
    run(desk.path(), &["search", "--index", "ix", "Starlink"]);
    let output = desk.open(&["1"], "");
    assert_eq!(output.status.code(), Some(2), "a list that a script read is none");
    assert!(stderr(&output).contains("no result list of this index"), "{}", stderr(&output));

    desk.search("Starlink Taiwan --sort newest -n 3 --offset 1");
    let found = run(desk.path(), &["search", "--index", "ix", "-f", "jsonl", "--sort", "newest", "Starlink", "Taiwan"]);
    let hits: Vec<serde_json::Value> =
        stdout(&found).lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    for number in 2..=4 {
        let hit = &hits[number - 1];
        let text = number.to_string();
        let file = desk.path().join(hit["file"].as_str().expect("a file")).to_string_lossy().into_owned();
        let url = hit["url"].as_str().unwrap_or(&file).to_owned();
        assert_eq!(stdout(&desk.open(&[&text, "--print"], "")).trim(), url);
        assert_eq!(stdout(&desk.open(&[&text, "--print", "--file"], "")).trim(), file);
        assert_eq!(desk.opened(), Vec::<String>::new(), "printing opens nothing");
        assert_eq!(desk.open(&[&text], "").status.code(), Some(0));
        assert_eq!(desk.opened(), ["xdg-open", &url]);
        desk.open(&[&text, "--file"], "fox");
        assert_eq!(desk.opened(), ["xdg-open", &file]);
        if hit["url"].is_string() {
            desk.open(&[&text], "nothing-there:fox -t %s");
            assert_eq!(desk.opened(), ["fox", "-t", &url]);
        }
    }
    for number in ["1", "5"] {
        let output = desk.open(&[number], "");
        assert_eq!(output.status.code(), Some(2));
        assert!(stderr(&output).contains("expected a number from 2 to 4"), "{}", stderr(&output));
    }
    assert_eq!(desk.opened(), Vec::<String>::new());
    run(desk.path(), &["search", "--index", "ix", "Webb"]);
    assert_eq!(desk.open(&["2"], "").status.code(), Some(0), "a script's list does not take the place of a person's");
}

#[test]
fn only_addresses_of_the_web_and_files_that_are_shown_are_opened() {
    let desk = Desk::new();
    desk.search("Starlink -n 2");
    desk.opened();
    let file = stdout(&desk.open(&["1", "--print", "--file"], "")).trim().to_owned();
    for hostile in ["--help", "-x", "javascript:alert(1)", "file:///etc/passwd", "https://a b", "data:text/html,x"] {
        desk.tamper(|list| list["hits"][0]["url"] = hostile.into());
        desk.open(&["1"], "");
        assert_eq!(desk.opened(), ["xdg-open", &file], "{hostile}: the file is opened in its place");
        assert_eq!(desk.open(&["1", "--url"], "").status.code(), Some(1), "{hostile}");
        assert_eq!(desk.opened(), Vec::<String>::new());
    }
    let run_by_desktops = desk.path().join("evil.desktop");
    std::fs::write(&run_by_desktops, "x").expect("written");
    for (place, says) in [
        (run_by_desktops.to_string_lossy().into_owned(), "they might be run"),
        (format!("{file}.zip!a.html"), "no longer exists"),
        (format!("{}!inside/a.html#2", run_by_desktops.display()), "is inside the container"),
        ("relative.html".to_owned(), "no longer exists"),
    ] {
        desk.tamper(|list| list["hits"][0]["file"] = place.clone().into());
        let output = desk.open(&["1", "--file"], "");
        assert_eq!(output.status.code(), Some(1), "{place}");
        assert!(stderr(&output).contains(says) && stderr(&output).contains("morgue show a_"), "{}", stderr(&output));
        assert_eq!(desk.opened(), Vec::<String>::new());
    }
}

#[test]
fn a_desktop_without_an_opener_says_so() {
    let desk = Desk::new();
    desk.search("Starlink -n 1");
    std::fs::remove_file(desk.path().join("bin/xdg-open")).expect("removed");
    let output = desk.open(&["1"], "");
    // The test machine may have an opener of its own.
    if !Path::new("/usr/bin/xdg-open").exists() && !Path::new("/bin/xdg-open").exists() {
        assert_eq!(output.status.code(), Some(7));
        assert!(stderr(&output).contains("(tried xdg-open)"), "{}", stderr(&output));
    }
    let failing = desk.path().join("bin/fox");
    std::fs::write(&failing, "#!/bin/sh\nexit 3\n").expect("written");
    let output = desk.open(&["1"], "fox");
    assert_eq!(output.status.code(), Some(7));
    assert!(stderr(&output).contains("fox: exited with exit status: 3"), "{}", stderr(&output));
}
