//! Fields and analyzers as `news.json` states them, and how a query may name them.

use crate::text::fold;
use serde::{Deserialize, Serialize};
use std::sync::LazyLock;

/// The file as shipped inside the program.
pub const NEWS_JSON: &str = include_str!("../../../../index_schema/news.json");

/// Fields and analyzers of one archive.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Schema {
    /// Raised when an index made with an older schema can no longer be read.
    pub version: u32,
    pub key: String,
    pub analyzers: std::collections::BTreeMap<String, String>,
    pub fields: Vec<Field>,
}

/// One field: how it is indexed and how a query may name it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Field {
    pub name: String,
    #[serde(rename = "type")]
    pub kind: FieldKind,
    #[serde(default)]
    pub analyzer: Option<String>,
    #[serde(default)]
    pub indexed: bool,
    #[serde(default)]
    pub stored: bool,
    #[serde(default)]
    pub fast: bool,
    #[serde(default)]
    pub multi: bool,
    #[serde(default, rename = "match")]
    pub matching: Option<Matching>,
    /// A field of a plain engine type that a query may nevertheless name.
    #[serde(default)]
    pub query: bool,
    /// The fields that a virtual field combines.
    #[serde(default)]
    pub of: Vec<String>,
    #[serde(default)]
    pub aliases: Vec<String>,
    pub doc: String,
}

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FieldKind {
    /// Positional text.
    Text,
    /// A part of the combined text field, distinguished by position.
    Zone,
    /// Several zones at once.
    Zones,
    /// Whole values, matched without case or accents.
    Keyword,
    /// Any of several keyword fields.
    Any,
    /// A calendar day, read from a number field.
    Date,
    /// Whether a zone holds anything: its values are names of zones.
    Has,
    I64,
    U64,
    /// Kept, never searched.
    Stored,
}

/// How a query value meets a keyword field's values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Matching {
    /// The whole value, without case or accents.
    Whole,
    /// The whole value or any run of whole words of it.
    Words,
}

static NEWS: LazyLock<Schema> =
    LazyLock::new(|| serde_json::from_str(NEWS_JSON).expect("news.json is part of the program and checked by a test"));

impl Schema {
    /// The shipped schema.
    pub fn news() -> &'static Schema {
        &NEWS
    }

    pub fn field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }

    /// The field a query means by `name`: its name or an alias, without case or accents.
    ///
    /// ```
    /// let schema = morgue_article::schema::Schema::news();
    /// assert_eq!(schema.resolve("Headline").map(|field| field.name.as_str()), Some("title"));
    /// assert!(schema.resolve("record").is_none());
    /// ```
    pub fn resolve(&self, name: &str) -> Option<&Field> {
        let name = fold(name);
        self.queryable().find(|field| field.name == name || field.aliases.contains(&name))
    }

    /// Fields that a query may name.
    pub fn queryable(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().filter(|field| field.is_queryable())
    }

    /// Every name and alias a query may use, for suggestions.
    pub fn query_names(&self) -> impl Iterator<Item = &str> {
        self.queryable().flat_map(|field| std::iter::once(&field.name).chain(&field.aliases).map(String::as_str))
    }
}

impl Field {
    /// Whether an index keeps it in a field of its own; what depends on other articles is kept elsewhere.
    pub fn is_kept(&self) -> bool {
        self.indexed || self.fast || self.stored
    }

    fn is_queryable(&self) -> bool {
        use FieldKind::{Any, Date, Has, Keyword, Zone, Zones};
        self.query || matches!(self.kind, Zone | Zones | Keyword | Any | Date | Has)
    }
}
