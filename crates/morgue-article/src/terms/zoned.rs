//! An article's zones as the analyzer reads them: the story with the names in it, and the margin.

use super::mention::{NameInText, ZonedText, form_term, name_term};
use super::zone::{ZONE_SIGN, Zone, zoned_text};
use crate::article::{Aside, Entities, NamedAt, Zones};
use crate::text::lead_len;
use std::ops::Range;

/// The story zones as one analyzer input, in their order in the index.
pub fn story_text(zones: &Zones) -> String {
    zoned_text(story_parts(zones).map(|part| (part.zone, part.text)))
}

/// A piece of a zone: the number of its text, as mentions count them, and its start in that text.
struct StoryPart<'z> {
    zone: Zone,
    text: &'z str,
    number: u32,
    start: usize,
}

fn story_parts(zones: &Zones) -> impl Iterator<Item = StoryPart<'_>> {
    let (lead, body) = zones.story.split_at(lead_len(&zones.story));
    let part = |zone, text, number, start| StoryPart { zone, text, number, start };
    let head = [
        part(Zone::Title, zones.title.as_str(), 0, 0),
        part(Zone::Deck, &zones.deck, 1, 0),
        part(Zone::Lead, lead, 2, 0),
        part(Zone::Body, body, 2, lead.len()),
    ];
    let captions = (3..).zip(&zones.captions).map(move |(number, caption)| part(Zone::Captions, caption, number, 0));
    head.into_iter().chain(captions)
}

/// The story zones with the names in them.
pub fn named_story(zones: &Zones, entities: &Entities) -> ZonedText {
    let mut zoned = ZonedText::from(story_text(zones));
    let places = story_places(zones);
    let range = |NamedAt(number, start, end): &NamedAt| {
        let (start, end) = (*start as usize, *end as usize);
        let holds =
            |place: &&StoryPlace| place.number == *number && place.inside.start <= start && end <= place.inside.end;
        let StoryPlace { inside, first, .. } = places.iter().find(holds)?;
        Some(start - inside.start + first..end - inside.start + first)
    };
    for (kind, entity) in entities.each() {
        let term = name_term(kind.field(), &entity.name);
        for range in entity.at.iter().filter_map(range) {
            let form = zoned.text.get(range.clone()).map(|form| form_term(kind.field(), form));
            zoned.names.push(NameInText { term: term.clone(), range: range.clone() });
            zoned.names.extend(form.map(|term| NameInText { term, range }));
        }
    }
    zoned
}

/// Where a piece of an article's texts is in its analyzer input.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StoryPlace {
    /// The number of the text, as positions of names count them: title, deck, story, then the captions.
    pub number: u32,
    /// Its bytes in that text.
    pub inside: Range<usize>,
    /// Its first byte in the input.
    pub first: usize,
}

/// Where the pieces of the story zones are in `story_text`, in order.
pub fn story_places(zones: &Zones) -> Vec<StoryPlace> {
    let mut places = Vec::new();
    let mut at = 0;
    for part in story_parts(zones).filter(|part| !part.text.trim().is_empty()) {
        at += part.zone.sign().len();
        // Markers that came from outside were removed, which invalidates known positions after them.
        let signs = part.text.matches(ZONE_SIGN).count();
        if signs == 0 {
            let inside = part.start..part.start + part.text.len();
            places.push(StoryPlace { number: part.number, inside, first: at });
        }
        at += part.text.len() - signs;
    }
    places
}

/// The margin as one analyzer input.
pub fn margin_text(margin: &[Aside]) -> String {
    zoned_text(margin.iter().map(|aside| (Zone::Margin, aside.text.as_str())))
}
