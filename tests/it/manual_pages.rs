//! Completions and manual pages, as they come from the definitions of the flags.

use super::support::{run, stdout};

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
    for name in ["morgue.1", "morgue-watch.1", "morgue-saved-add.1", "morgue-replay.1"] {
        assert!(folder.path().join("pages").join(name).is_file(), "{name}");
    }
}
