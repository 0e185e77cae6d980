//! The block of facts at the top of a Markdown or text file, YAML between `---` or TOML between `+++`, to candidates
//! and the text after it. The block never becomes story text; keys with an unknown meaning are skipped.

use super::facts::Facts;
use super::yaml_flat::{self, Pair};
use crate::format::record::names::field_of;
use crate::source::budget;

/// Cuts the block off a text. `None` if the rule is not closed, or encloses no facts.
pub(super) fn cut(text: &str) -> Option<(Facts, &str)> {
    let text = text.trim_start_matches(['\u{feff}', '\n', '\r', ' ']);
    let (fence, closings): (&str, &[&str]) = match text.get(..3)? {
        "---" => ("---", &["---", "..."]),
        "+++" => ("+++", &["+++"]),
        _ => return None,
    };
    let (first, inside) = text.split_once('\n')?;
    if first.trim_end() != fence {
        return None;
    }
    let mut at = 0;
    for line in inside.split_inclusive('\n') {
        if closings.contains(&line.trim_end()) {
            let pairs = if fence == "+++" { toml_pairs(&inside[..at])? } else { yaml_flat::pairs(&inside[..at]) };
            let facts = facts(pairs);
            return (!facts.is_empty()).then(|| (facts, &inside[at + line.len()..]));
        }
        at += line.len();
        if at > budget::FRONT_MATTER_BYTES {
            return None;
        }
    }
    None
}

fn facts(pairs: Vec<Pair>) -> Facts {
    let mut facts = Facts::new("front-matter");
    for (key, values) in pairs {
        facts.known_lines += usize::from(field_of(&key).is_some());
        for value in &values {
            // Note-taking programs write known people as links: `[[Jane Doe]]`.
            facts.state(&key, value.trim().trim_start_matches("[[").trim_end_matches("]]"));
        }
    }
    facts
}

fn toml_pairs(text: &str) -> Option<Vec<Pair>> {
    let table: toml::Table = text.parse().ok()?;
    let pairs = table.into_iter().map(|(key, value)| (key, toml_values(&value)));
    Some(pairs.collect())
}

/// The scalars of a value: the value itself, those of a list, the name in a table.
fn toml_values(value: &toml::Value) -> Vec<String> {
    match value {
        toml::Value::String(text) => vec![text.clone()],
        toml::Value::Datetime(date) => vec![date.to_string()],
        toml::Value::Integer(number) => vec![number.to_string()],
        toml::Value::Array(values) => {
            let inner = values.iter().filter(|value| !value.is_array());
            inner.flat_map(toml_values).collect()
        }
        toml::Value::Table(table) => {
            table.get("name").and_then(toml::Value::as_str).map(|name| vec![name.to_owned()]).unwrap_or_default()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::format::MetaField;

    fn read(text: &str) -> Option<(Vec<(MetaField, String)>, String)> {
        let (facts, rest) = cut(text)?;
        let found = facts.candidates.into_iter().map(|candidate| (candidate.field, candidate.value)).collect();
        Some((found, rest.to_owned()))
    }

    #[test]
    fn yaml_and_toml_give_the_same_facts() {
        let yaml = "---\r\ntitle: \"A: dam\"\r\nauthors:\r\n  - Jane Doe\r\n  - John Roe\r\ndate: 2024-10-25 # day\r\ntags: [a, b]\r\n---\r\nStory.\r\n";
        let toml = "+++\ntitle = \"A: dam\"\nauthors = ['Jane Doe', 'John Roe']\ndate = 2024-10-25\ntags = ['a']\n+++\nStory.\n";
        for (text, rest) in [(yaml, "Story.\r\n"), (toml, "Story.\n")] {
            let (mut found, behind) = read(text).expect("facts");
            // TOML tables are sorted by key.
            found.sort_by_key(|(field, _)| *field);
            assert_eq!(behind, rest);
            let want = [
                (MetaField::Title, "A: dam"),
                (MetaField::Author, "Jane Doe"),
                (MetaField::Author, "John Roe"),
                (MetaField::Published, "2024-10-25"),
            ];
            assert_eq!(found, want.map(|(field, value)| (field, value.to_owned())), "{text}");
        }
    }

    #[test]
    fn a_rule_that_encloses_no_facts_is_text() {
        for text in [
            "---\nA rule and no end",
            "---\nNothing but words\n---\nmore",
            "--- \ntitle: x",
            "+++\nno toml\n+++\n",
            "",
            "---",
        ] {
            assert_eq!(read(text), None, "{text}");
        }
    }
}
