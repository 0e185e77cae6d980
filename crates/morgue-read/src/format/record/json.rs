//! JSON to drafts: one value, or several in a row, each an article, a list of articles, or an item of ninjs.

use super::values::read_values;
use crate::format::agency::ninjs;
use crate::format::{Drafts, FormatError, Input};
use crate::text::decode;

/// Reads one JSON value, or several in a row, each an article or a list of articles.
pub(super) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = decode(input.bytes, input.charset);
    let text = decoded.text.trim();
    if let Some(item) = ninjs::item_in(text) {
        return ninjs::read_item(&item, drafts);
    }
    let (before, unreadable) = (drafts.found.len(), drafts.unreadable.len());
    let read = read_values(text, input.fields, drafts);
    let Some(repaired) = read.as_ref().err().and_then(|_| without_raw_controls(text)) else { return read };
    drafts.found.truncate(before);
    drafts.unreadable.truncate(unreadable);
    // Nothing but control characters is no record.
    if repaired.trim().is_empty() || read_values(&repaired, input.fields, drafts).is_err() {
        return read;
    }
    for draft in &mut drafts.found[before..] {
        draft.notes.push("the record has control characters that JSON does not allow, which were removed".to_owned());
    }
    Ok(())
}

/// A text whose strings have no control characters: line breaks and tabs are escaped, others removed. `None` if it has none.
fn without_raw_controls(text: &str) -> Option<String> {
    let (mut repaired, mut in_string, mut escaped, mut found) =
        (String::with_capacity(text.len()), false, false, false);
    for c in text.chars() {
        let is_raw = c < ' ' && (in_string || !c.is_ascii_whitespace());
        found |= is_raw;
        match c {
            '\n' if is_raw => repaired.push_str("\\n"),
            '\t' if is_raw => repaired.push_str("\\t"),
            _ if is_raw => {}
            c => repaired.push(c),
        }
        match c {
            _ if escaped => escaped = false,
            '\\' => escaped = in_string,
            '"' => in_string = !in_string,
            _ => {}
        }
    }
    found.then_some(repaired)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::{Draft, MetaField};

    fn input(bytes: &[u8]) -> Input<'_> {
        Input { bytes, ..Input::default() }
    }

    fn one(json: &str) -> Draft {
        let mut drafts = Drafts::default();
        read(&input(json.as_bytes()), &mut drafts).expect("read");
        drafts.found.remove(0)
    }

    fn values(draft: &Draft, field: MetaField) -> Vec<(&str, &str)> {
        draft
            .candidates
            .iter()
            .filter(|candidate| candidate.field == field)
            .map(|candidate| (candidate.value.as_str(), candidate.origin.as_str()))
            .collect()
    }

    #[test]
    fn control_characters_in_strings_cost_only_themselves() {
        let draft = one("{\"title\":\"The fer\u{7}ry\",\"text\":\"One \\\"line\\\".\n\tTwo.\u{0}\"}");
        let texts: Vec<_> = draft.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(
            (texts, values(&draft, MetaField::Title)),
            (vec!["One \"line\".", "Two."], vec![("The ferry", "json:title")])
        );
        assert!(draft.notes[0].contains("control characters"), "{:?}", draft.notes);
        let mut drafts = Drafts::default();
        let error = read(&input(b"{\"title\":\"a\x07\""), &mut drafts).expect_err("cut");
        assert!(error.detail.contains("control character") && drafts.found.is_empty(), "{error}");
    }

    #[test]
    fn the_untokenised_text_wins_and_fields_keep_their_origin() {
        let draft = one(
            r#"{"content":"To kens .","content_original":"One.\n\nTwo.","title":"T","authors":"A B, C D","date":"2024-10-25","source":"The Courier","ID":"x"}"#,
        );
        let texts: Vec<_> = draft.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["One.", "Two."]);
        assert_eq!(draft.story_origin.as_str(), "json:content_original");
        assert_eq!(values(&draft, MetaField::Byline), [("A B, C D", "json:authors")]);
        assert_eq!(values(&draft, MetaField::Published), [("2024-10-25", "json:date")]);
    }

    #[test]
    fn lists_objects_and_numbers_are_read_as_values() {
        let draft = one(
            r#"{"headline":"T","text":["One.","Two."],"authors":[{"name":"A B"},"C D"],"source":{"id":null,"name":"Post"},"timestamp":1729864980,"section":null}"#,
        );
        assert_eq!(draft.blocks.len(), 2);
        assert_eq!(values(&draft, MetaField::Author), [("A B", "json:authors"), ("C D", "json:authors")]);
        assert_eq!(values(&draft, MetaField::Outlet), [("Post", "json:source")]);
        assert_eq!(values(&draft, MetaField::Published), [("1729864980", "json:timestamp")]);
        assert_eq!(values(&draft, MetaField::Section), []);
    }

    #[test]
    fn wrapped_lists_and_values_in_a_row_are_all_read() {
        for json in [
            r#"{"status":"ok","articles":[{"title":"A","content":"a"},{"title":"B","content":"b"}]}"#,
            "{\"title\":\"A\",\"text\":\"a\"}\n{\"title\":\"B\",\"text\":\"b\"}",
            r#"[{"title":"A","text":"a"},{"title":"B","text":"b"}]"#,
        ] {
            let mut drafts = Drafts::default();
            read(&input(json.as_bytes()), &mut drafts).expect("read");
            assert_eq!(drafts.found.len(), 2, "{json}");
        }
    }

    #[test]
    fn records_without_an_article_are_rejected_with_their_fields() {
        let mut drafts = Drafts::default();
        let error = read(&input(br#"{"version":3,"settings":{}}"#), &mut drafts).expect_err("refused");
        assert_eq!(
            (error.reason.as_str(), error.detail.as_str()),
            ("not-an-article", "no title and no text; the fields are version, settings")
        );
        assert_eq!(
            read(&input(b"{\"title\": \"cut"), &mut drafts).expect_err("refused").reason.as_str(),
            "json-syntax"
        );
        assert_eq!(
            read(&input(b"{\"title\": 3} trailing"), &mut drafts).expect_err("refused").reason.as_str(),
            "json-syntax"
        );
    }
}
