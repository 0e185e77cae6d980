//! Facts above a text, as candidates: each value with its key.

use crate::article::Origin;
use crate::format::record::names::field_of;
use crate::format::{Candidate, MetaField, inverted};
use crate::text::{nfc, squeeze};

/// The facts above one text.
#[derive(Debug)]
pub(super) struct Facts {
    kind: &'static str,
    pub(super) candidates: Vec<Candidate>,
    /// Lines or keys with a known meaning.
    pub(super) known_lines: usize,
}

impl Facts {
    pub(super) fn new(kind: &'static str) -> Self {
        Self { kind, candidates: Vec::new(), known_lines: 0 }
    }

    pub(super) fn is_empty(&self) -> bool {
        self.candidates.is_empty()
    }

    pub(super) fn has(&self, field: MetaField) -> bool {
        self.candidates.iter().any(|candidate| candidate.field == field)
    }

    /// Adds a value under a key; returns `false` if the meaning of the key is unknown. An address is recognised
    /// whatever its key.
    pub(super) fn state(&mut self, key: &str, value: &str) -> bool {
        let Some(field) = field_of(key) else { return false };
        let value = squeeze(value);
        let address =
            ["https://", "http://", "www."].iter().any(|start| value.starts_with(start)) && !value.contains(' ');
        let field = match field {
            MetaField::Outlet if address => MetaField::Url,
            field => field,
        };
        if !value.is_empty() && (field != MetaField::Url || address) {
            let origin = Origin::of(self.kind, key);
            // An author key may hold one name or a whole byline; a list gives one value each.
            let people = Some(&value).filter(|_| field == MetaField::Author).and_then(|value| inverted::people(value));
            let values = people.unwrap_or_else(|| vec![value]).into_iter();
            self.candidates.extend(values.map(|value| Candidate {
                field,
                value: nfc(&value).into_owned(),
                origin: origin.clone(),
            }));
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_one_whatever_its_key_says() {
        let mut facts = Facts::new("head");
        facts.state("Source", "https://example.org/a");
        facts.state("Adresse", "Hauptstraße 1");
        let found: Vec<_> =
            facts.candidates.iter().map(|it| (it.field, it.value.as_str(), it.origin.as_str())).collect();
        assert_eq!(found, [(MetaField::Url, "https://example.org/a", "head:Source")]);
    }

    #[test]
    fn people_with_last_names_first_are_turned() {
        let mut facts = Facts::new("head");
        facts.state("Author", "Doe, Jane; Roe, John");
        facts.state("By", "Jane Doe and John Roe");
        let found: Vec<_> = facts.candidates.iter().map(|it| it.value.as_str()).collect();
        assert_eq!(found, ["Jane Doe", "John Roe", "Jane Doe and John Roe"]);
    }
}
