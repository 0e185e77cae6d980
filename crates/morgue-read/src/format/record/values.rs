//! JSON values to drafts: each value is an article, a list of articles, or the answer of a service with articles in it.

use super::fields::{Fields, FieldsSeed, ListSeed};
use super::names::Slot;
use super::nested::articles_in;
use crate::format::reason::Reason;
use crate::format::{Candidate, Draft, Drafts, FormatError, Mapping, MetaField};
use crate::source::budget::DOWNLOAD_ARTICLES;
use crate::text::decode;
use serde::de::DeserializeSeed;

/// Reads the values of a text, each an article or a list of articles.
pub(crate) fn read_values(text: &str, fields: Option<&Mapping>, drafts: &mut Drafts) -> Result<(), FormatError> {
    let (found, unreadable) = (drafts.found.len(), drafts.unreadable.len());
    let read = read_plain(text, fields, drafts);
    let may_be_answer = match &read {
        Ok(()) => drafts.found[found..].iter().all(is_bare),
        Err(error) => error.reason == Reason::NotAnArticle,
    };
    if !may_be_answer {
        return read;
    }
    let articles = articles_in(text, fields);
    if articles.is_empty() {
        return read;
    }
    drafts.found.truncate(found);
    drafts.unreadable.truncate(unreadable);
    let is_cut = articles.len() >= DOWNLOAD_ARTICLES;
    add_all(articles, drafts)?;
    if is_cut {
        let number = drafts.found.len() + drafts.unreadable.len() + 1;
        let detail = format!("the answer has more than {DOWNLOAD_ARTICLES} articles");
        drafts.unreadable.push((number, FormatError::new(Reason::TooLarge, detail)));
    }
    Ok(())
}

/// Whether a draft has no more than the title and the name of something: an answer may, an article has more.
fn is_bare(draft: &Draft) -> bool {
    let names = |found: &Candidate| {
        matches!(found.field, MetaField::Title | MetaField::Outlet | MetaField::Language | MetaField::Section)
    };
    draft.blocks.is_empty() && draft.candidates.iter().all(names)
}

fn read_plain(text: &str, fields: Option<&Mapping>, drafts: &mut Drafts) -> Result<(), FormatError> {
    let seed = FieldsSeed(fields);
    let mut values = serde_json::Deserializer::from_str(text);
    while values.end().is_err() {
        if text.starts_with('[') {
            add_all(ListSeed(seed).deserialize(&mut values).map_err(syntax)?, drafts)?;
        } else {
            add(seed.deserialize(&mut values).map_err(syntax)?, drafts)?;
        }
    }
    Ok(())
}

/// The facts of one object, without its texts; `kind` is the first part of their origins.
pub(crate) fn facts(bytes: &[u8], kind: &str) -> Result<Vec<Candidate>, FormatError> {
    let decoded = decode(bytes, None);
    let mut value = serde_json::Deserializer::from_str(decoded.text.trim());
    let record = FieldsSeed(None).deserialize(&mut value).map_err(syntax)?;
    value.end().map_err(syntax)?;
    Ok(record.candidates(kind))
}

fn syntax(error: serde_json::Error) -> FormatError {
    FormatError::new(Reason::JsonSyntax, error.to_string())
}

fn add(mut record: Fields, drafts: &mut Drafts) -> Result<(), FormatError> {
    if !record.articles.is_empty() && !record.has(Slot::Body) {
        return add_all(std::mem::take(&mut record.articles), drafts);
    }
    drafts.push(record.into_draft("json")?);
    Ok(())
}

/// Adds the records of a list. Those without an article cannot be read, and do not cost the others.
fn add_all(records: Vec<Fields>, drafts: &mut Drafts) -> Result<(), FormatError> {
    let before = drafts.found.len();
    let mut refused = Vec::new();
    for record in records {
        let number = drafts.found.len() + drafts.unreadable.len() + refused.len() + 1;
        if let Err(error) = add(record, drafts) {
            refused.push((number, error));
        }
    }
    if drafts.found.len() == before && !refused.is_empty() {
        return Err(refused.swap_remove(0).1);
    }
    drafts.unreadable.extend(refused);
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn titles(json: &str) -> Result<Vec<String>, FormatError> {
        let mut drafts = Drafts::default();
        read_values(json, None, &mut drafts)?;
        let title = |draft: &Draft| {
            let title = draft.candidates.iter().find(|it| it.field == MetaField::Title);
            title.map(|it| it.value.clone()).unwrap_or_default()
        };
        Ok(drafts.found.iter().map(title).collect())
    }

    #[test]
    fn articles_are_found_in_the_answers_of_services() {
        for json in [
            r#"{"status":"OK","response":{"docs":[{"headline":{"main":"A"},"byline":[],"pub_date":"2024-05-02","web_url":"https://a.example/1"}],"meta":{"hits":1}}}"#,
            r#"{"response":{"results":[{"webTitle":"A","webUrl":"https://a.example/1","tags":[{"webTitle":"B","webUrl":"https://a.example/2"}],"fields":{"body":"<p>It held.</p>"}}]}}"#,
            r#"{"data":[{"type":"article","id":"1","attributes":{"title":"A","body":{"value":"<p>It held.</p>"}}}]}"#,
            r#"{"took":3,"hits":{"total":{"value":1},"hits":[{"_id":"x","_source":{"title":"A","text":"It held."}}]}}"#,
            r#"{"data":{"search":{"edges":[{"node":{"headline":"A","body":"It held."}}]}}}"#,
            r#"{"articles":{"results":[{"uri":"81","title":"A","body":"It held."}],"totalResults":1}}"#,
            r#"{"rss":{"channel":{"title":"C","item":[{"title":"A","link":"https://a.example/1","pubDate":"Thu, 02 May 2024 06:00:00 GMT"}]}}}"#,
            r#"{"@context":"https://schema.org","@graph":[{"@type":"NewsArticle","headline":"A","articleBody":"It held."},{"@type":"Organization","name":"C"}]}"#,
            r#"{"value":[{"name":"A","url":"https://a.example/1","datePublished":"2024-05-02","provider":[{"name":"C"}]}]}"#,
            r#"{"_index":"n","_source":{"title":"A","text":"It held."}}"#,
        ] {
            assert_eq!(titles(json).expect(json), ["A"], "{json}");
        }
    }

    #[test]
    fn what_holds_no_article_is_refused_as_before() {
        let json = r#"{"version":3,"settings":{"a":{"title":"B"},"b":[{"name":"c","url":"https://a.example"}]}}"#;
        assert_eq!(titles(json).map_err(|error| error.reason), Err(Reason::NotAnArticle));
    }

    #[test]
    fn a_record_without_an_article_does_not_cost_the_list() {
        let mut drafts = Drafts::default();
        let json = r#"{"articles":[{"title":"A"},{"title":null,"url":"https://a.example/2"},{"title":"C"}]}"#;
        read_values(json, None, &mut drafts).expect("read");
        let refused: Vec<_> = drafts.unreadable.iter().map(|(number, error)| (*number, error.reason)).collect();
        assert_eq!((drafts.found.len(), refused), (2, vec![(2, Reason::NotAnArticle)]));
    }

    #[test]
    fn a_first_paragraph_of_its_own_opens_the_story_once() {
        let texts = |json: &str| {
            let mut drafts = Drafts::default();
            read_values(json, None, &mut drafts).expect("read");
            let draft = drafts.found.remove(0);
            (draft.blocks.into_iter().map(|block| block.text).collect::<Vec<_>>(), draft.partial)
        };
        let lines = |lines: &[&str]| lines.iter().map(|&line| line.to_owned()).collect::<Vec<_>>();
        let json = r#"{"title":"A","lead_paragraph":"It held.","text":"Nobody slept."}"#;
        assert_eq!(texts(json), (lines(&["It held.", "Nobody slept."]), false));
        let json = r#"{"title":"A","lead_paragraph":"It held.","text":"It held. Nobody slept."}"#;
        assert_eq!(texts(json), (lines(&["It held. Nobody slept."]), false));
        assert_eq!(texts(r#"{"title":"A","lead_paragraph":"It held."}"#), (lines(&["It held."]), true));
        assert_eq!(texts(r#"{"title":"A","content":"It held… [+3005 chars]"}"#), (lines(&["It held…"]), true));
    }
}
