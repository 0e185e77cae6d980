//! Who and what an article names: each with its forms and the positions where it is named.

use super::naming::NameKind;
use super::origin::Origin;
use super::zones::Zones;
use serde::{Deserialize, Serialize};

/// One named person, organisation, place or nation of an article: its name and every surface form, most frequent first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entity {
    pub name: String,
    pub forms: Vec<String>,
    pub mentions: u32,
    /// Mentions that may also mean another person of the article: a surname that two people share.
    #[serde(default, skip_serializing_if = "is_none")]
    pub ambiguous: u32,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub at: Vec<NamedAt>,
}

fn is_none(count: &u32) -> bool {
    *count == 0
}

/// Position of a name: the number of the text (title, deck, story, then the captions) and its bytes in that text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct NamedAt(pub u32, pub u32, pub u32);

/// Who and what an article names, most mentioned first.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Entities {
    pub person: Vec<Entity>,
    pub org: Vec<Entity>,
    pub place: Vec<Entity>,
    /// Countries whose people or things are named (`Russian`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub nation: Vec<Entity>,
    /// How they were found: `model:crf`, or `heuristic` for lists and rules.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub origin: Option<Origin>,
}

impl Entities {
    pub fn of_kind(&self, kind: NameKind) -> &Vec<Entity> {
        match kind {
            NameKind::Person => &self.person,
            NameKind::Org => &self.org,
            NameKind::Place => &self.place,
            NameKind::Nation => &self.nation,
        }
    }

    pub fn of_kind_mut(&mut self, kind: NameKind) -> &mut Vec<Entity> {
        match kind {
            NameKind::Person => &mut self.person,
            NameKind::Org => &mut self.org,
            NameKind::Place => &mut self.place,
            NameKind::Nation => &mut self.nation,
        }
    }

    /// All entities with their kinds.
    pub fn each(&self) -> impl Iterator<Item = (NameKind, &Entity)> {
        NameKind::ALL.into_iter().flat_map(|kind| self.of_kind(kind).iter().map(move |entity| (kind, entity)))
    }
}

impl Zones {
    /// The text at the position of a name.
    pub fn named(&self, NamedAt(text, start, end): NamedAt) -> Option<&str> {
        let text = match text {
            0 => &self.title,
            1 => &self.deck,
            2 => &self.story,
            caption => self.captions.get(caption as usize - 3)?,
        };
        text.get(start as usize..end as usize)
    }
}
