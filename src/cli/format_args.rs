//! The output formats that each verb offers, by their names in the table of formats.

use clap::ValueEnum;
use clap::builder::PossibleValue;
use morgue::render::Format;

/// A choice of some of the formats.
macro_rules! choice {
    ($(#[$doc:meta])* $name:ident: $($format:ident)+) => {
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name(pub Format);

        impl ValueEnum for $name {
            fn value_variants<'a>() -> &'a [Self] {
                &[$($name(Format::$format)),+]
            }

            fn to_possible_value(&self) -> Option<PossibleValue> {
                let facts = self.0.facts();
                let value = PossibleValue::new(facts.name).aliases(facts.alias);
                Some(match facts.doc {
                    Some(doc) => value.help(doc),
                    None => value,
                })
            }
        }
    };
}

choice! {
    /// How `search` writes a list.
    SearchFormat: Text Json Jsonl Csv Ids Paths
}

choice! {
    /// How `export` writes a file.
    ExportFormat: Csv Tsv Json Jsonl Xlsx Parquet Ris Bibtex Biblatex CslJson Markdown Html Ids Paths Urls Texts
}

choice! {
    /// How `cite` writes references.
    CiteFormat: Text Ris Bibtex Biblatex CslJson
}

choice! {
    /// How `read` writes an article.
    ReadFormat: Json Text Markdown
}

choice! {
    /// How `watch` writes what is new.
    WatchFormat: Text Json Jsonl Csv Tsv Xlsx Ris Bibtex Biblatex CslJson Markdown Html Ids Paths Urls
}
