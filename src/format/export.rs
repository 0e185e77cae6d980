//! Downloads from press databases to drafts: one file of many articles, told by marks that its provider leaves and read by
//! one file per provider. The marks may stand far behind a file's first bytes, so the whole text is looked at, by the
//! readers of pages and of texts. Cover pages, lists of contents, certificates and copyright lines become no article.
//! A file that bears the marks of a provider but gives no article is read as what it is otherwise.

use super::manuscript::Paragraph;
use super::{
    Drafts, export_europresse, export_factiva, export_integrum, export_japan, export_nexis, export_nexis_uni,
    export_proquest,
};

/// One kind of download.
struct Export {
    is_it: fn(&str) -> bool,
    read: fn(&str, &mut Drafts),
}

/// Downloads as pages.
const MARKUP: &[Export] = &[
    Export { is_it: export_nexis::is_markup, read: export_nexis::read_markup },
    Export { is_it: export_factiva::is_markup, read: export_factiva::read_markup },
    Export { is_it: export_proquest::is_markup, read: export_proquest::read_markup },
    Export { is_it: export_europresse::is_markup, read: export_europresse::read_markup },
    Export { is_it: export_integrum::is_markup, read: export_integrum::read_markup },
    Export { is_it: export_japan::is_kikuzo, read: export_japan::read_kikuzo },
    Export { is_it: export_japan::is_yomidasu, read: export_japan::read_yomidasu },
];

/// Downloads as texts.
const TEXT: &[Export] = &[
    Export { is_it: export_nexis::is_text, read: export_nexis::read_text },
    Export { is_it: export_nexis_uni::is_uni_text, read: export_nexis_uni::read_uni_text },
    Export { is_it: export_proquest::is_text, read: export_proquest::read_text },
    Export { is_it: export_factiva::is_text, read: export_factiva::read_text },
];

/// Reads a page that is a download; gives `false` where it is none.
pub(super) fn read_markup(html: &str, drafts: &mut Drafts) -> bool {
    read(MARKUP, html, drafts)
}

/// Reads a text that is a download; gives `false` where it is none.
pub(super) fn read_text(text: &str, drafts: &mut Drafts) -> bool {
    read(TEXT, text, drafts)
}

/// Reads a written document that is a download; gives `false` where it is none.
pub(super) fn split_paragraphs(paragraphs: &[Paragraph], drafts: &mut Drafts) -> bool {
    let found = export_nexis_uni::split_text(paragraphs.iter().map(|paragraph| paragraph.text.as_str()));
    let is_download = found.is_some();
    if let Some(found) = found {
        *drafts = Drafts { effort: drafts.effort, ..found };
    }
    is_download
}

fn read(exports: &[Export], text: &str, drafts: &mut Drafts) -> bool {
    let Some(export) = exports.iter().find(|export| (export.is_it)(text)) else { return false };
    (export.read)(text, drafts);
    if drafts.found.is_empty() {
        *drafts = Drafts { effort: drafts.effort, ..Drafts::default() };
        return false;
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_marked_file_without_articles_is_no_download() {
        let mut drafts = Drafts::default();
        assert!(!read_text("1 of 3 DOCUMENTS", &mut drafts));
        assert!(!read_markup("<p>\"DocID_\" Publication info", &mut drafts));
        assert!(drafts.found.is_empty() && drafts.unreadable.is_empty() && drafts.stated.is_none());
    }
}
