//! Completions and manual pages, generated from the definitions of the flags.

use super::support::{root, run, stdout};

#[test]
fn every_shell_and_every_verb_has_its_file() {
    let folder = tempfile::tempdir().expect("a folder");
    for shell in ["bash", "zsh", "fish", "powershell", "elvish"] {
        let script = stdout(&run(folder.path(), &["completions", shell]));
        assert!(script.contains("timeline") && script.contains("watch"), "{shell}");
    }
    let page = stdout(&run(folder.path(), &["man"]));
    assert!(page.contains(".TH morgue 1"), "{page}");
    assert_eq!(run(folder.path(), &["man", "pages"]).status.code(), Some(0));
    for name in ["morgue.1", "morgue-watch.1", "morgue-saved-add.1", "morgue-replay.1", "morgue-query.7"] {
        assert!(folder.path().join("pages").join(name).is_file(), "{name}");
    }
    assert_eq!(run(folder.path(), &["man", "man/man1"]).status.code(), Some(0));
    assert!(folder.path().join("man/man7/morgue-query.7").is_file());
}

#[test]
fn the_page_of_the_program_has_files_environment_and_exit_status() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = stdout(&run(folder.path(), &["man"]));
    let sections = ["EXAMPLES", "FILES", "ENVIRONMENT", "EXIT STATUS", "SEE ALSO"];
    for section in sections {
        let heading = if section.contains(' ') { format!(".SH \"{section}\"") } else { format!(".SH {section}") };
        assert!(page.contains(&heading), "{section}: {page}");
    }
    for name in ["MORGUE_INDEX", "XDG_STATE_HOME", "NO_COLOR", "morgue.toml"] {
        assert!(page.contains(name), "{name}");
    }
}

#[test]
fn the_exit_codes_of_the_manual_page_are_those_of_the_readme() {
    let folder = tempfile::tempdir().expect("a folder");
    let page = stdout(&run(folder.path(), &["man"])).replace("\\-", "-");
    let status =
        page.split(".SH \"EXIT STATUS\"").nth(1).and_then(|rest| rest.split(".SH ").next()).expect("a section");
    let of_page: Vec<(String, String)> = status
        .split(".TP\n")
        .skip(1)
        .filter_map(|row| row.trim().split_once('\n'))
        .map(|(code, meaning)| (code.replace("\\fB", "").replace("\\fR", ""), meaning.trim().to_owned()))
        .collect();
    let readme = std::fs::read_to_string(root().join("README.md")).expect("read");
    let table = readme.split("## Exit codes").nth(1).and_then(|rest| rest.split("\n## ").next()).expect("a section");
    let of_readme: Vec<(String, String)> = table
        .lines()
        .filter_map(|line| line.strip_prefix("| ")?.strip_suffix(" |")?.split_once(" | "))
        .filter(|(code, _)| code.parse::<u8>().is_ok())
        .map(|(code, meaning)| (code.to_owned(), meaning.replace('`', "")))
        .collect();
    assert!(of_readme.len() >= 15, "{of_readme:?}");
    assert_eq!(of_page, of_readme);
}
