//! Text to terms: words with positions, markers, cased terms and names, the same for the index and for queries.
//! Knows no engine and no file.

mod joined;
mod keyword;
mod mention;
mod news;
mod token;
mod words;
mod zone;
mod zoned;

pub use joined::{JOINED, MOST_JOINED, joined_term, joined_word, positions_of};
pub use keyword::keyword_term;
pub use mention::{CONTINUED, NameInText, PlacedTerms, ZonedText, form_term, name_term, placed_text};
pub use news::{ANALYZER_VERSION, CASED, CASED_ENDINGS, NewsStream, NewsTokenizer, WantedTerms, cased_term};
pub use token::Token;
pub use zone::{Marker, ZONE_GAP, ZONE_SIGN, Zone, zoned_text};
pub use zoned::{StoryPlace, margin_text, named_story, story_places, story_text};
