//! Which zones of an article are searched for words: by the search, and by the field in front of them.

use crate::schema::{Field, FieldKind, Schema};
use crate::terms::Zone;
use serde::{Deserialize, Serialize};

/// The zones of words without a zone of their own.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ZoneChoice {
    /// Title, deck, lead, body and captions.
    #[default]
    Story,
    /// The story and the margin.
    All,
    Only(Vec<Zone>),
}

/// The zones of a field; `None` for a field of values.
pub fn zones(field: &Field) -> Option<Vec<Zone>> {
    let schema = Schema::news();
    match field.kind {
        FieldKind::Zone => Some(zones_of(&field.name)),
        FieldKind::Text => Some(vec![Zone::Margin]),
        FieldKind::Zones => {
            Some(field.of.iter().filter_map(|name| schema.field(name)).filter_map(zones).flatten().collect())
        }
        _ => None,
    }
}

/// The body includes the lead.
pub fn zones_of(name: &str) -> Vec<Zone> {
    match name {
        "body" => vec![Zone::Lead, Zone::Body],
        name => Zone::TEXT.into_iter().chain([Zone::Margin]).filter(|zone| zone.name() == name).collect(),
    }
}
