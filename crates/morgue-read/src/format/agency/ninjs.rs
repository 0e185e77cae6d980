//! ninjs, the IPTC's news in JSON, versions 1 to 3, to drafts: one for the story, and one for each story associated
//! with it. Associated pictures give captions. Events and plans are not articles. Names are compared
//! case-insensitively.

use crate::article::Origin;
use crate::format::body::{has_markup, one_line, record, text_blocks};
use crate::format::reason::Reason;
use crate::format::record::values::read_values;
use crate::format::{Block, BlockRole, Candidate, DocumentHead, Draft, Drafts, FormatError, Input, MetaField, html};
use crate::text::{decode, nfc};
use serde_json::{Map, Value};

type Object = Map<String, Value>;

/// An object with an agency's identity and its names for headlines, texts or versions; the reader checks again.
pub(crate) fn is_ninjs(head: &DocumentHead) -> bool {
    let text = head.text.to_ascii_lowercase();
    let has = |name: &str| text.contains(&format!("\"{name}"));
    let agency = ["versioncreated\"", "headline\"", "headlines\"", "bodies\"", "body_"].iter().any(|name| has(name));
    text.starts_with('{') && (has("uri\"") || has("guid\"")) && agency && !head.text.trim_end().contains("}\n{")
}

/// Reads one object; one that turns out not to be ninjs is read as any record.
pub(crate) fn read(input: &Input, drafts: &mut Drafts) -> Result<(), FormatError> {
    let decoded = decode(input.bytes, input.charset);
    match serde_json::from_str::<Value>(decoded.text.trim()) {
        Ok(Value::Object(item)) if is_item(&item) => read_item(&item, drafts),
        _ => read_values(decoded.text.trim(), input.fields, drafts),
    }
}

/// The item in a line or an element of a list, if its names show that it is one.
pub(crate) fn item_in(text: &str) -> Option<Object> {
    let has = |names: &[&str]| names.iter().any(|name| text.contains(name));
    let likely = text.starts_with('{')
        && has(&["\"uri\"", "\"guid\""])
        && has(&["\"versioncreated\"", "\"versionCreated\"", "\"headlines\"", "\"bodies\""]);
    if !likely {
        return None;
    }
    match serde_json::from_str(text).ok()? {
        Value::Object(item) => Some(item).filter(is_item),
        _ => None,
    }
}

/// Whether an object is a news item, not another record with an address.
fn is_item(item: &Object) -> bool {
    let has = |name: &str| get(item, name).is_some();
    let named = has("uri") || has("guid");
    let body = || item.keys().any(|key| key.len() > 5 && is_of_family(key, "body"));
    named
        && (has("versioncreated") || has("headlines") || has("bodies") || (has("headline") && (has("type") || body())))
}

/// Adds the drafts of an item.
pub(crate) fn read_item(item: &Object, drafts: &mut Drafts) -> Result<(), FormatError> {
    let kind = string(item, "type").unwrap_or_default().to_ascii_lowercase();
    if matches!(kind.as_str(), "event" | "planning") {
        return Err(FormatError::new(Reason::NotAnArticle, format!("an item of type {kind}")));
    }
    let draft = draft_of(item, is_medium(&kind));
    if draft.blocks.is_empty() && draft.candidates.iter().all(|found| found.field != MetaField::Title) {
        return Err(FormatError::new(Reason::NotAnArticle, "the item has no headline and no text"));
    }
    drafts.push(draft);
    for associated in associations(item).into_iter().filter(|it| is_story(it)) {
        drafts.push(draft_of(associated, false));
    }
    Ok(())
}

fn is_medium(kind: &str) -> bool {
    matches!(kind, "picture" | "graphic" | "video" | "audio")
}

/// An associated item that is a story of its own, not a mention of one.
fn is_story(item: &Object) -> bool {
    let kind = string(item, "type").unwrap_or_default().to_ascii_lowercase();
    matches!(kind.as_str(), "text" | "composite") && body(item).is_some()
}

/// Items associated with this one: an object by name, or a list. Items inside those belong to them.
fn associations(item: &Object) -> Vec<&Object> {
    let inner: Vec<&Value> = match get(item, "associations") {
        Some(Value::Object(named)) => named.values().collect(),
        Some(Value::Array(listed)) => listed.iter().collect(),
        _ => Vec::new(),
    };
    inner.into_iter().filter_map(Value::as_object).take(MOST).collect()
}

/// Most associated items, headlines and subjects of one item that are read.
const MOST: usize = 64;

fn get<'o>(object: &'o Object, name: &str) -> Option<&'o Value> {
    let value =
        object.get(name).or_else(|| object.iter().find(|(key, _)| key.eq_ignore_ascii_case(name)).map(|it| it.1));
    value.filter(|value| !value.is_null())
}

fn string<'o>(object: &'o Object, name: &str) -> Option<&'o str> {
    get(object, name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

fn is_of_family(key: &str, family: &str) -> bool {
    let start = key.get(..family.len()).is_some_and(|start| start.eq_ignore_ascii_case(family));
    start && (key.len() == family.len() || key[family.len()..].starts_with('_'))
}

/// A text, and the name it is under.
struct Text<'o> {
    name: String,
    value: &'o str,
}

impl Text<'_> {
    fn origin(&self) -> Origin {
        Origin::of("ninjs", &self.name)
    }

    fn blocks(&self) -> Vec<Block> {
        if has_markup(self.value) { html::fragment(self.value) } else { text_blocks(self.value) }
    }
}

/// Texts of one family, the best first: `headline`, `headline_main`, or `headlines` with roles.
fn family<'o>(item: &'o Object, single: &str, plural: &str, worth: fn(&str, &str) -> u8) -> Vec<Text<'o>> {
    let mut found: Vec<(u8, Text)> = Vec::new();
    for (key, value) in item.iter().filter(|(key, _)| is_of_family(key, single)) {
        if let Some(value) = value.as_str() {
            found.push((worth(key[single.len()..].trim_start_matches('_'), value), Text { name: key.clone(), value }));
        }
    }
    for entry in get(item, plural).and_then(Value::as_array).into_iter().flatten().take(MOST) {
        let Some(entry) = entry.as_object() else { continue };
        let role = string(entry, "role").unwrap_or_default();
        if let Some(value) = string(entry, "value") {
            found.push((worth(role, value), Text { name: plural.to_owned(), value }));
        }
    }
    found.retain(|(_, text)| !text.value.trim().is_empty());
    found.sort_by_key(|(worth, _)| *worth);
    found.into_iter().map(|(_, text)| text).collect()
}

/// The main line ranks before those with other roles.
fn worth_of_line(role: &str, _: &str) -> u8 {
    u8::from(!role.is_empty() && !role.eq_ignore_ascii_case("main"))
}

/// Paragraphs in markup rank before plain text; the main one before those with other roles.
fn worth_of_text(role: &str, value: &str) -> u8 {
    let role = role.to_ascii_lowercase();
    match role.as_str() {
        _ if value.contains("</p>") => 0,
        "html" | "xhtml" | "richtext" | "sportshtml" => 1,
        "" | "main" => 2,
        "text" => 3,
        _ => 4,
    }
}

fn body(item: &Object) -> Option<Text<'_>> {
    family(item, "body", "bodies", worth_of_text).into_iter().next()
}

fn draft_of(item: &Object, is_medium: bool) -> Draft {
    let text = body(item).filter(|_| !is_medium);
    let origin = text.as_ref().map_or_else(|| Origin::fixed("ninjs"), Text::origin);
    let mut draft = record(origin, text.as_ref().map(Text::blocks).unwrap_or_default());
    let descriptions = family(item, "description", "descriptions", worth_of_text);
    let mut facts = Facts(&mut draft.candidates);
    titles(item, &mut facts);
    if let (Some(description), false) = (descriptions.first(), is_medium) {
        facts.add(MetaField::Deck, &one_line(description.value), &description.name);
    }
    names(item, &mut facts);
    dates(item, &mut facts);
    subjects(item, &mut facts);
    draft.partial = text.is_none() || string(item, "representationtype").is_some_and(|it| it.contains("ncomplete"));
    draft.notes = notes(item, is_medium);
    let pictures = associations(item);
    let pictured = pictures.iter().filter(|it| string(it, "type").is_some_and(is_medium_name));
    let own = is_medium.then_some(item);
    draft.blocks.extend(own.into_iter().chain(pictured.copied()).filter_map(caption));
    draft
}

fn is_medium_name(kind: &str) -> bool {
    is_medium(&kind.to_ascii_lowercase())
}

fn caption(picture: &Object) -> Option<Block> {
    let text = family(picture, "description", "descriptions", worth_of_text).into_iter().next()?;
    Some(Block { role: BlockRole::Caption, ..Block::paragraph(one_line(text.value)) })
}

/// Candidates of one item.
struct Facts<'d>(&'d mut Vec<Candidate>);

impl Facts<'_> {
    fn add(&mut self, field: MetaField, value: &str, name: &str) {
        let value = value.trim();
        if !value.is_empty() && self.0.len() < MOST * 4 {
            self.0.push(Candidate { field, value: nfc(value).into_owned(), origin: Origin::of("ninjs", name) });
        }
    }

    fn add_all(&mut self, field: MetaField, item: &Object, names: &[&str]) {
        for name in names {
            self.add(field, string(item, name).unwrap_or_default(), name);
        }
    }
}

fn titles(item: &Object, facts: &mut Facts) {
    for title in family(item, "headline", "headlines", worth_of_line) {
        facts.add(MetaField::Title, &one_line(title.value), &title.name);
    }
    facts.add_all(MetaField::Title, item, &["title", "name"]);
}

fn names(item: &Object, facts: &mut Facts) {
    let bylines = [("byline", "bylines"), ("by", "bys")].map(|(one, many)| family(item, one, many, worth_of_line));
    for byline in bylines.into_iter().flatten() {
        facts.add(MetaField::Byline, &one_line(byline.value), &byline.name);
    }
    for author in get(item, "authors").and_then(Value::as_array).into_iter().flatten().take(MOST) {
        let name = author.as_object().and_then(|author| string(author, "name")).or_else(|| author.as_str());
        facts.add(MetaField::Author, name.unwrap_or_default(), "authors");
    }
    facts.add_all(MetaField::Outlet, item, &["copyrightholder", "source", "provider"]);
    facts.add_all(MetaField::Language, item, &["language"]);
    if let Some(uri) = string(item, "uri").filter(|uri| uri.starts_with("http://") || uri.starts_with("https://")) {
        facts.add(MetaField::Url, uri, "uri");
    }
}

fn dates(item: &Object, facts: &mut Facts) {
    facts.add_all(MetaField::Published, item, &["firstcreated", "contentcreated"]);
    if facts.0.iter().all(|found| found.field != MetaField::Published) {
        facts.add_all(MetaField::Published, item, &["versioncreated"]);
    }
    facts.add_all(MetaField::Modified, item, &["versioncreated"]);
}

fn subjects(item: &Object, facts: &mut Facts) {
    for name in ["subject", "subjects", "genre", "genres"] {
        for entry in get(item, name).and_then(Value::as_array).into_iter().flatten().take(MOST) {
            let named = entry.as_object().and_then(|entry| string(entry, "name"));
            facts.add(MetaField::Section, named.unwrap_or_default(), name);
        }
    }
}

/// What a reader must know before using the text.
fn notes(item: &Object, is_medium: bool) -> Vec<String> {
    let mut notes = Vec::new();
    if let Some(status) = string(item, "pubstatus").filter(|status| !status.eq_ignore_ascii_case("usable")) {
        notes.push(format!("the agency marked this item as {status}"));
    }
    if let Some(until) = string(item, "embargoed").or_else(|| string(item, "embargo")) {
        notes.push(format!("embargoed until {until}"));
    }
    if is_medium {
        notes.push(format!("a {} with its caption, not a story", string(item, "type").unwrap_or("picture")));
    }
    notes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drafts(json: &str) -> Result<Vec<Draft>, FormatError> {
        let mut drafts = Drafts::default();
        read(&Input { bytes: json.as_bytes(), ..Input::default() }, &mut drafts)?;
        Ok(drafts.found)
    }

    fn values(draft: &Draft, field: MetaField) -> Vec<&str> {
        draft.candidates.iter().filter(|found| found.field == field).map(|found| found.value.as_str()).collect()
    }

    fn texts(draft: &Draft) -> Vec<(BlockRole, &str)> {
        draft.blocks.iter().map(|block| (block.role, block.text.as_str())).collect()
    }

    #[test]
    fn both_generations_of_names_give_the_same_article() {
        let one = r#"{"uri":"https://agency.example/1","type":"text","versioncreated":"2024-05-02T10:00:00Z",
            "firstcreated":"2024-05-02T08:00:00Z","headline":"Dam holds","byline":"Ana Lindqvist","language":"en",
            "body_text":"The dam held. Water fell.","body_html":"<p>The dam held.</p><p>Water fell.</p>",
            "description_text":"A night of worry.","copyrightholder":"Coastal Wire","subject":[{"name":"Weather"}]}"#;
        let three = r#"{"uri":"https://agency.example/1","type":"text","versionCreated":"2024-05-02T10:00:00Z",
            "firstCreated":"2024-05-02T08:00:00Z","headlines":[{"role":"short","value":"Dam"},{"role":"main","value":"Dam holds"}],
            "by":"Ana Lindqvist","language":"en","copyrightHolder":"Coastal Wire","subjects":[{"name":"Weather"}],
            "bodies":[{"role":"main","value":"The dam held. Water fell."},{"role":"richtext","value":"<p>The dam held.</p><p>Water fell.</p>"}],
            "descriptions":[{"role":"summary","value":"A night of worry."}]}"#;
        for json in [one, three] {
            let found = drafts(json).expect("read");
            let paragraphs = [(BlockRole::Paragraph, "The dam held."), (BlockRole::Paragraph, "Water fell.")];
            assert_eq!((texts(&found[0]).as_slice(), found[0].partial), (&paragraphs[..], false));
            assert_eq!(values(&found[0], MetaField::Title)[0], "Dam holds");
            assert_eq!(values(&found[0], MetaField::Byline), ["Ana Lindqvist"]);
            assert_eq!(values(&found[0], MetaField::Published), ["2024-05-02T08:00:00Z"]);
            assert_eq!(values(&found[0], MetaField::Modified), ["2024-05-02T10:00:00Z"]);
            assert_eq!(values(&found[0], MetaField::Outlet), ["Coastal Wire"]);
            assert_eq!(values(&found[0], MetaField::Section), ["Weather"]);
            assert_eq!(values(&found[0], MetaField::Deck), ["A night of worry."]);
        }
    }

    #[test]
    fn pictures_give_captions_and_stories_are_separate() {
        let found = drafts(
            r#"{"uri":"urn:1","type":"composite","versioncreated":"2024-05-02","headline":"Dam holds","body_text":"It held.",
            "pubstatus":"canceled","embargoed":"2024-05-03T06:00:00Z","associations":{
            "photo":{"type":"picture","headline":"Dam","description_text":"The dam at dawn."},
            "side":{"type":"text","headline":"How dams work","body_text":"They hold water."},
            "link":{"type":"text","headline":"Earlier"}}}"#,
        )
        .expect("read");
        assert_eq!(found.len(), 2);
        assert_eq!(texts(&found[0]), [(BlockRole::Paragraph, "It held."), (BlockRole::Caption, "The dam at dawn.")]);
        let want = ["the agency marked this item as canceled", "embargoed until 2024-05-03T06:00:00Z"];
        assert_eq!(found[0].notes, want);
        assert_eq!(values(&found[0], MetaField::Url), [""; 0]);
        assert_eq!(values(&found[1], MetaField::Title), ["How dams work"]);
    }

    #[test]
    fn items_without_an_article_are_rejected_and_other_records_are_read_as_such() {
        let error = drafts(r#"{"uri":"urn:e","type":"event","versioncreated":"2024-05-02","headlines":[]}"#);
        assert_eq!(error.expect_err("refused").detail, "an item of type event");
        let empty = drafts(r#"{"uri":"urn:e","type":"text","versioncreated":"2024-05-02"}"#);
        assert_eq!(empty.expect_err("refused").reason.as_str(), "not-an-article");
        let other = drafts(r#"{"uri":"urn:x","title":"T","body":"B"}"#).expect("read");
        assert_eq!(other[0].story_origin.as_str(), "json:body");
    }
}
