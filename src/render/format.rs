//! The output formats of lists: one table of their names, the endings of their files, and what is special about each.

use std::path::Path;

/// The output formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    Text,
    Json,
    Jsonl,
    Csv,
    Tsv,
    Xlsx,
    Parquet,
    Ris,
    Bibtex,
    Biblatex,
    CslJson,
    Markdown,
    Html,
    /// Keys, one a line.
    Ids,
    /// Files, one a line, each once in a row.
    Paths,
    /// Addresses, one a line; articles without one are skipped.
    Urls,
    /// A folder with one file per article.
    Texts,
}

/// What is known of a format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FormatFacts {
    pub format: Format,
    /// As flags and certificates name it.
    pub name: &'static str,
    /// Another name that flags take.
    pub alias: Option<&'static str>,
    /// Endings of file names that ask for it; the first is the one that is written.
    pub endings: &'static [&'static str],
    /// Not text, and compressed already.
    pub binary: bool,
    /// What a user should know before choosing it.
    pub doc: Option<&'static str>,
}

/// All formats.
pub const FORMATS: [FormatFacts; 17] = [
    text(Format::Text, "text", &[]),
    text(Format::Json, "json", &["json"]),
    text(Format::Jsonl, "jsonl", &["jsonl", "ndjson"]),
    text(Format::Csv, "csv", &["csv"]),
    text(Format::Tsv, "tsv", &["tsv", "tab"]),
    FormatFacts { binary: true, ..text(Format::Xlsx, "xlsx", &["xlsx"]) },
    FormatFacts {
        binary: true,
        doc: Some("Typed columns for data analysis; needs a build with `--features parquet`"),
        ..text(Format::Parquet, "parquet", &["parquet"])
    },
    text(Format::Ris, "ris", &["ris"]),
    text(Format::Bibtex, "bibtex", &[]),
    text(Format::Biblatex, "biblatex", &["bib"]),
    text(Format::CslJson, "csl-json", &["csl"]),
    FormatFacts { alias: Some("md"), ..text(Format::Markdown, "markdown", &["md", "markdown"]) },
    text(Format::Html, "html", &["html", "htm"]),
    text(Format::Ids, "ids", &[]),
    text(Format::Paths, "paths", &[]),
    text(Format::Urls, "urls", &[]),
    FormatFacts { doc: Some("A folder with one file per article"), ..text(Format::Texts, "texts", &[]) },
];

const fn text(format: Format, name: &'static str, endings: &'static [&'static str]) -> FormatFacts {
    FormatFacts { format, name, alias: None, endings, binary: false, doc: None }
}

impl Format {
    /// Its row of the table, where the formats have the order of their numbers.
    pub fn facts(self) -> FormatFacts {
        FORMATS[self as usize]
    }

    /// As flags and certificates name it.
    pub fn name(self) -> &'static str {
        self.facts().name
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Bibtex => Format::Biblatex.ending(),
            format => format.facts().endings.first().copied().unwrap_or("txt"),
        }
    }

    /// The format that a file's ending asks for.
    pub fn of_file(path: &Path) -> Option<Self> {
        let name = path.file_name()?.to_str()?.to_ascii_lowercase();
        let ending = name.strip_suffix(".gz").unwrap_or(&name).rsplit_once('.')?.1;
        FORMATS.iter().find(|facts| facts.endings.contains(&ending)).map(|facts| facts.format)
    }

    /// Whether this program can write it.
    pub fn is_built_in(self) -> bool {
        self != Format::Parquet || cfg!(feature = "parquet")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_format_has_its_row() {
        for (nth, facts) in FORMATS.iter().enumerate() {
            assert_eq!((facts.format as usize, facts.format.facts()), (nth, *facts), "{}", facts.name);
        }
    }

    #[test]
    fn a_format_is_known_by_the_ending_of_a_file() {
        for (name, want) in [
            ("a.CSV", Some(Format::Csv)),
            ("a.jsonl.gz", Some(Format::Jsonl)),
            ("a.bib", Some(Format::Biblatex)),
            ("a.htm", Some(Format::Html)),
            ("a.xls", None),
            ("csv", None),
        ] {
            assert_eq!(Format::of_file(Path::new(name)), want, "{name}");
        }
        assert_eq!((Format::Bibtex.ending(), Format::Urls.ending()), ("bib", "txt"));
    }
}
