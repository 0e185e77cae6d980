//! Entities: the people, organisations and places an article names, found in its story zones, never in the margin.
//! By rule (`rules`), or by a trained model that labels token after token.

mod appositions;
mod completion;
mod crf;
mod document;
mod features;
mod gazetteer;
mod groups;
mod headlines;
mod labels;
mod linking;
mod maps;
mod model;
mod people;
mod recogniser;
mod rules;
mod tokens;
mod viterbi;
mod votes;

pub use crf::{Models, mentions};
pub use document::Document;
pub use features::{BITS, Lexicon, context_features, hash_word, word_features};
pub use gazetteer::{is_demonym, is_title};
pub use labels::{Kind, LABELS, is_inside, kind_of, label, may_follow, spans};
pub use linking::{Mention, Name, resolve};
pub use model::{Model, TrainedWeights};
pub use recogniser::Recogniser;
pub use tokens::{Token, Tokens, tokenise};
pub use viterbi::{FirstPass, decode, decode_again, first_pass};
pub use votes::Votes;

/// Raise with any change to the names found or to the model, so that archives read their articles again.
pub const VERSION: u32 = 5;

/// Which recogniser reads the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ner {
    Off,
    Rules,
    /// The trained model, for English; rules for other languages.
    #[default]
    Crf,
    /// The same in two passes: slower, and more accurate.
    Thorough,
}

impl Ner {
    pub fn recogniser(self) -> Option<&'static dyn Recogniser> {
        match self {
            Ner::Off => None,
            Ner::Rules => Some(&*rules::RULES),
            Ner::Crf => Some(&crf::Crf { models: Models::one_pass }),
            Ner::Thorough => Some(&crf::Crf { models: Models::thorough }),
        }
    }
}
