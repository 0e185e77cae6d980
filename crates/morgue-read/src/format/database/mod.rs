//! Press-database downloads to drafts: one file holds many articles, separated by marks its provider leaves. Each
//! provider has a reader of its own. The marks may come long after the first bytes, so the page and text readers search
//! the whole text for them. Cover pages, tables of contents, certificates and copyright lines are not articles. A file
//! with a provider's marks but no article is read as an ordinary page or text.

pub(super) mod article;
mod bibtex;
mod europresse;
mod factiva;
mod factiva_plain;
mod factiva_xml;
pub(super) mod integrum;
mod japan;
mod markup;
mod nexis;
mod nexis_labels;
mod nexis_plain;
mod nexis_uni;
mod proquest;
mod proquest_labels;
mod references;
mod unread;

use super::kind::Format;
use super::record::stream::Records;
use super::{Drafts, FormatError};

pub(super) const FACTIVA_XML: Format = Format {
    name: "factiva-xml",
    version: 1,
    sniff: factiva_xml::is_factiva_xml,
    records: Records::Whole,
    read: factiva_xml::read,
};

/// One kind of download.
struct Export {
    is_it: fn(&str) -> bool,
    read: fn(&str, &mut Drafts),
}

/// Downloads as pages.
const MARKUP: &[Export] = &[
    Export { is_it: nexis::is_markup, read: nexis::read_markup },
    Export { is_it: factiva::is_markup, read: factiva::read_markup },
    Export { is_it: proquest::is_markup, read: proquest::read_markup },
    Export { is_it: europresse::is_markup, read: europresse::read_markup },
    Export { is_it: integrum::is_markup, read: integrum::read_markup },
    Export { is_it: japan::is_kikuzo, read: japan::read_kikuzo },
    Export { is_it: japan::is_yomidasu, read: japan::read_yomidasu },
];

/// Downloads as texts.
const TEXT: &[Export] = &[
    Export { is_it: nexis::is_text, read: nexis::read_text },
    Export { is_it: nexis_uni::is_uni_text, read: nexis_uni::read_uni_text },
    Export { is_it: proquest::is_text, read: proquest::read_text },
    Export { is_it: factiva::is_text, read: factiva::read_text },
    Export { is_it: references::is_list, read: references::read_list },
    Export { is_it: nexis_plain::is_plain_text, read: nexis_plain::read_plain_text },
    Export { is_it: factiva_plain::is_plain_text, read: factiva_plain::read_plain_text },
    Export { is_it: unread::is_unread, read: unread::refuse },
];

/// Reads a page that is a download; returns `false` if it is not.
pub(super) fn read_markup(html: &str, drafts: &mut Drafts) -> Result<bool, FormatError> {
    read(MARKUP, html, drafts)
}

/// Reads a text that is a download; returns `false` if it is not.
pub(super) fn read_text(text: &str, drafts: &mut Drafts) -> Result<bool, FormatError> {
    read(TEXT, text, drafts)
}

/// Reads an office document that is a download; returns `false` if it is not.
pub(super) fn split_paragraphs<'a>(
    paragraphs: impl Iterator<Item = &'a str>,
    drafts: &mut Drafts,
) -> Result<bool, FormatError> {
    let paragraphs: Vec<&str> = paragraphs.collect();
    if let Some(found) = nexis_uni::split_text(paragraphs.iter().copied()) {
        *drafts = Drafts { effort: drafts.effort, ..found };
        return Ok(true);
    }
    read(TEXT, &paragraphs.join("\n\n"), drafts)
}

/// Reads a download; one in which no article can be read is rejected with the reason of the first.
fn read(exports: &[Export], text: &str, drafts: &mut Drafts) -> Result<bool, FormatError> {
    let Some(export) = exports.iter().find(|export| (export.is_it)(text)) else { return Ok(false) };
    (export.read)(text, drafts);
    if !drafts.found.is_empty() {
        return Ok(true);
    }
    let refused = std::mem::take(&mut drafts.unreadable).into_iter().next();
    *drafts = Drafts { effort: drafts.effort, ..Drafts::default() };
    refused.map_or(Ok(false), |(_, error)| Err(error))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_file_without_articles_is_not_a_download() {
        let mut drafts = Drafts::default();
        assert_eq!(read_text("1 of 3 DOCUMENTS", &mut drafts).ok(), Some(false));
        assert_eq!(read_markup("<p>\"DocID_\" Publication info", &mut drafts).ok(), Some(false));
        let refused = read_text("PMID- 12345\nTI  - Dams\n", &mut drafts).map_err(|error| error.reason.as_str());
        assert_eq!(refused.err(), Some("unsupported-format"));
        assert!(drafts.found.is_empty() && drafts.unreadable.is_empty() && drafts.stated.is_none());
    }
}
