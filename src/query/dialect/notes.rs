//! The differences: what a construct of another system means there and here, in one sentence for the user. Each has a
//! name, by which the tests know it.

/// One difference of meaning.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Difference {
    pub name: &'static str,
    pub text: &'static str,
}

impl Difference {
    /// Whether a search without inflections is without it.
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
        "the words of a phrase match as they stand here; Nexis finds their plurals, too"
    DISTANCE "distance"
        "every word counts in a distance here; Nexis passes over noise words such as `the` and `of`"
    LETTERS "letters"
        "at the end of a word, `*` is a letter or none at Nexis; here any ending is found"
    DOLLAR "dollar"
        "`$` and a number limit the letters that follow at Factiva; here any ending is found"
    LAST_LETTER "last-letter"
        "`?` at the end of a word is one letter there; here any ending is found"
    LEAD "lead"
        "the body includes the lead here; at Factiva `td=` is the text without it"
    NAME_PART "name-part"
        "`*` stands before and behind the name, so that a part of it is enough"
    INDEX_TERMS "index-terms"
        "names are those found in the story here, not those that an editor has indexed it with"
    LENGTH "length"
        "words are counted here, as title, deck, story and captions have them"
    SIGNS "signs"
        "signs are not searched, only letters and digits"
    ADDRESS "address"
        "a web address finds the article at it"
    LEGACY "legacy"
        "words beside each other must all match, as Media Cloud has it now; its former search took any of them"
    ANY "any"
        "words beside each other are alternatives in Lucene; put `+` before each, or AND between them, for all of them"
    WISHED "wished"
        "beside what must match, this part is only wished for: `OR *` lets it lift the rank and lose nothing"
    LEFT_TO_RIGHT "left-to-right"
        "AND and OR without brackets: Lucene demands what AND stands beside and only wishes for the rest; brackets tell more"
    OR_NOT "or-not"
        "OR before an exclusion is no alternative in Lucene: the part is excluded"
    ONLY_NOT "only-not"
        "exclusions alone find all other articles here; Lucene finds nothing for them"
    SLOP "slop"
        "`~` behind a phrase is a window here, its words in any order; Lucene counts moves, and two more for changed places"
    FUZZY "fuzzy"
        "all words so near are found here; Lucene stops at fifty"
    SIMILARITY "similarity"
        "`~` with a fraction is read as the number of letters that may differ"
    TIMES "times"
        "only the day of a time counts"
    WHOLE_VALUE "whole-value"
        "an outlet or section is its whole name here, without regard to capitals"
}
