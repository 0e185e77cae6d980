//! The style sheet of a Word document: what kind of paragraph each style is for. Built-in styles have English names in
//! every edition of Word; their identifiers follow the language (`berschrift1`).

use super::package::Package;
use crate::format::BlockRole;
use crate::format::xml::events::{Event, local};
use std::collections::HashMap;

/// Styles by their identifiers.
#[derive(Debug, Default)]
pub(super) struct Styles(HashMap<String, Style>);

#[derive(Debug, Default)]
struct Style {
    by_name: Option<Kind>,
    by_outline: Option<Kind>,
    based_on: String,
}

/// The kind of paragraph that a style is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Title,
    Role(BlockRole),
}

/// Most bytes of a style's name; anything longer is not a name.
const NAME_BYTES: usize = 200;

/// Longest chain of styles based on each other; more is a cycle.
const MOST_BASES: usize = 10;

impl Styles {
    /// Reads as much of a style sheet as possible.
    pub fn read(package: &mut Package<'_>, part: &str) -> Self {
        let mut styles = Self::default();
        let (mut id, mut style) = (String::new(), Style::default());
        let _ = package.events(part, &mut |event| match event {
            Event::Start(tag) => {
                let named = |name: &str| tag.attribute(name).filter(|value| value.len() <= NAME_BYTES);
                let value = || named("val").unwrap_or_default();
                match tag.local() {
                    "style" => {
                        id = named("styleId").unwrap_or_default();
                        style = Style::default();
                    }
                    "name" => style.by_name = kind_of(&value().to_lowercase()),
                    "basedOn" => style.based_on = value(),
                    "outlineLvl" => style.by_outline = value().parse().ok().and_then(heading),
                    _ => {}
                }
            }
            Event::End(name) if local(name) == "style" => {
                styles.0.insert(std::mem::take(&mut id), std::mem::take(&mut style));
            }
            _ => {}
        });
        styles
    }

    /// The kind of a paragraph with this style, if the style or one that it is based on says so.
    pub fn kind(&self, id: &str) -> Option<Kind> {
        let mut id = id;
        for _ in 0..MOST_BASES {
            let Some(style) = self.0.get(id) else { return kind_of(&id.to_lowercase()) };
            match style.by_name.or(style.by_outline) {
                Some(kind) => return Some(kind),
                None => id = &style.based_on,
            }
        }
        None
    }
}

/// The heading of an outline level, from 0.
pub(super) fn heading(level: u8) -> Option<Kind> {
    (level < 9).then(|| Kind::Role(BlockRole::Heading((level + 1).min(6))))
}

/// The kind for a style's name, in lower case.
pub(super) fn kind_of(name: &str) -> Option<Kind> {
    let name = name.replace(['-', '_'], " ");
    if let Some(level) = name.strip_prefix("heading") {
        return level.trim().parse::<u8>().ok().and_then(|level| heading(level.checked_sub(1)?));
    }
    let role = match name.as_str() {
        "title" => return Some(Kind::Title),
        "subtitle" => BlockRole::Deck,
        "caption" => BlockRole::Caption,
        "quote" | "intense quote" | "block text" => BlockRole::Quote,
        name if name.starts_with("list") => BlockRole::ListItem,
        _ => return None,
    };
    Some(Kind::Role(role))
}
