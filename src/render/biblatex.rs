//! BibLaTeX, for biber: like BibTeX, with the day in the date, the outlet as a newspaper, and the language by its name.

use super::bibtex::{braced, common, write_entries};
use super::citation::Citation;
use super::sheet::{Hits, RenderError, Sheet};
use std::io::Write;

/// Languages by the names that babel knows.
const LANGUAGES: [(&str, &str); 22] = [
    ("ar", "arabic"),
    ("ca", "catalan"),
    ("cs", "czech"),
    ("da", "danish"),
    ("de", "ngerman"),
    ("el", "greek"),
    ("en", "english"),
    ("es", "spanish"),
    ("fi", "finnish"),
    ("fr", "french"),
    ("he", "hebrew"),
    ("hu", "magyar"),
    ("it", "italian"),
    ("ja", "japanese"),
    ("nl", "dutch"),
    ("pl", "polish"),
    ("pt", "portuguese"),
    ("ro", "romanian"),
    ("ru", "russian"),
    ("sv", "swedish"),
    ("tr", "turkish"),
    ("uk", "ukrainian"),
];

/// One entry per hit.
pub fn entries(sheet: &Sheet, hits: &mut Hits, out: &mut dyn Write) -> Result<u64, RenderError> {
    write_entries(sheet, hits, out, |citation, hit| {
        let mut fields = common(citation, hit);
        fields.push(("entrysubtype", "{newspaper}".to_owned()));
        fields.push(("journaltitle", braced(&citation.outlet)));
        fields.push(("date", format!("{{{}}}", date(citation))));
        fields.push(("langid", language(&citation.language)));
        fields
    })
}

fn date(citation: &Citation) -> String {
    let parts = citation.date.iter().enumerate();
    parts
        .map(|(nth, part)| if nth == 0 { format!("{part:04}") } else { format!("{part:02}") })
        .collect::<Vec<_>>()
        .join("-")
}

fn language(code: &str) -> String {
    LANGUAGES.iter().find(|(known, _)| *known == code).map(|(_, name)| format!("{{{name}}}")).unwrap_or_default()
}
