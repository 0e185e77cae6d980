//! The facts of a sidecar, JSON with the field names of records, to candidates that come before a document's own. A
//! damaged sidecar is noted on the article and states nothing.

use super::values::facts;
use crate::format::{Drafts, MetaField};

/// Adds a sidecar's facts to the drafts of its file. If that is not a single article, only facts that several articles
/// may share are used: outlet, section and language.
pub fn state_sidecar(drafts: &mut Drafts, sidecar: &Result<Vec<u8>, String>, is_whole_file: bool) {
    let facts = match sidecar {
        Ok(bytes) => facts(bytes, "sidecar").map_err(|error| error.detail),
        Err(error) => Err(error.clone()),
    };
    let alone = is_whole_file && drafts.found.len() == 1;
    let shared = |field| matches!(field, MetaField::Outlet | MetaField::Section | MetaField::Language);
    for draft in &mut drafts.found {
        match &facts {
            Ok(facts) => {
                let facts = facts.iter().filter(|fact| alone || shared(fact.field)).cloned();
                draft.candidates.splice(0..0, facts);
            }
            Err(error) => draft.notes.push(format!("the sidecar file could not be read: {error}")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Input, sniff};

    fn read(name: &str, text: &str) -> Drafts {
        let input = Input { bytes: text.as_bytes(), name, ..Input::default() };
        sniff(text.as_bytes(), name).expect("told").read(&input).expect("read")
    }

    #[test]
    fn facts_come_first_and_only_shared_ones_apply_to_many_articles() {
        let sidecar = Ok(br#"{"title": "The dam", "authors": ["Jane Doe"], "outlet": "Courier", "note": 3}"#.to_vec());
        let mut one = read("a.txt", "Title: Another\nDate: 2024-10-25\n\nStory.");
        state_sidecar(&mut one, &sidecar, true);
        let found: Vec<_> = one.found[0].candidates.iter().map(|it| (it.origin.as_str(), it.value.as_str())).collect();
        let want = [
            ("sidecar:title", "The dam"),
            ("sidecar:authors", "Jane Doe"),
            ("sidecar:outlet", "Courier"),
            ("head:Title", "Another"),
            ("head:Date", "2024-10-25"),
        ];
        assert_eq!(found, want);
        let mut line = read("a.txt", "Title: Another\nDate: 2024-10-25\n\nStory.");
        state_sidecar(&mut line, &sidecar, false);
        assert_eq!(line.found[0].candidates[0].origin.as_str(), "sidecar:outlet");
        assert_eq!(line.found[0].candidates.len(), 3);
    }

    #[test]
    fn a_damaged_sidecar_is_noted() {
        for damaged in [Ok(b"{\"title\": ".to_vec()), Ok(b"[1]".to_vec()), Err("over 1 MiB".to_owned())] {
            let mut drafts = read("a.txt", "A story of a dam.");
            state_sidecar(&mut drafts, &damaged, true);
            assert_eq!(drafts.found[0].notes.len(), 1, "{damaged:?}");
            assert!(drafts.found[0].candidates.is_empty());
        }
    }
}
