//! The differences: what a construct of another system means there and here, in one sentence for the user. Each has a
//! name, which the tests use.
//!
//! They are about what the two systems hold and how they cut words. An operator whose set cannot be kept is an error.

/// One difference of meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    pub name: &'static str,
    pub text: &'static str,
}

impl Difference {
    /// Whether a search without inflections avoids it.
    pub fn is_of_inflections(&self) -> bool {
        *self == INFLECTIONS || *self == FORMS
    }
}

macro_rules! differences {
    ($($constant:ident $name:literal $text:literal)*) => {
        $(pub(super) const $constant: Difference = Difference { name: $name, text: $text };)*
    };
}

differences! {
    INFLECTIONS "inflections"
        "words also match their inflections here (sanction finds sanctions and sanctioned); `--exact` turns that off"
    FORMS "forms"
        "words match all their inflections here, Nexis only regular plurals and possessives; `--exact` turns that off"
    PHRASE_FORMS "phrase-forms"
        "the words of a phrase match as written here; Nexis also finds their plurals"
    NOISE "noise"
        "the words of a phrase are next to each other here; in Nexis noise words such as `the` and `of` may be between them"
    DISTANCE "distance"
        "every word counts in a distance here; Nexis ignores noise words such as `the` and `of`"
    NAME_PART "name-part"
        "`*` is added before and after the name, so that a part of it is enough"
    INDEX_TERMS "index-terms"
        "names are those detected in the story here, not those that an editor assigned"
    LENGTH "length"
        "here the words of title, deck, story and captions are counted"
    SIGNS "signs"
        "signs are not searched, only letters and digits"
    ADDRESS "address"
        "a web address finds the article at that address"
    LEGACY "legacy"
        "words next to each other must all match, as in Media Cloud today; its earlier search accepted any of them"
    ANY "any"
        "words next to each other are alternatives in Lucene; put `+` before each, or AND between them, to require all"
    WISHED "wished"
        "this part is optional next to required ones: `OR *` lets it raise the rank without excluding articles"
    LEFT_TO_RIGHT "left-to-right"
        "AND and OR are mixed without brackets: Lucene requires the parts next to AND and treats the rest as optional; add brackets"
    OR_NOT "or-not"
        "OR before an exclusion has no effect in Lucene: the part is excluded"
    FUZZY "fuzzy"
        "all similar words are found here; Lucene stops at fifty"
    SIMILARITY "similarity"
        "`~` with a fraction is read as the number of letters that may be different"
    WHOLE_VALUE "whole-value"
        "an outlet or section is matched by its whole name here, ignoring capitals"
}
