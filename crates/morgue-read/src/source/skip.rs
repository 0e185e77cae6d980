//! Why a file is skipped without being read, and which names mean that a file holds no article.

use std::ffi::OsStr;
use std::path::Path;

/// Why a file was skipped without being read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Skip {
    /// A picture, script, style sheet, font, sound, film or program.
    NoArticleType,
    /// A symlink, device, socket or pipe.
    NoRegularFile,
    /// The parts of a saved page (`X_files/` beside `X.html`).
    PartOfPage,
    /// Written by this program: an export or its certificate.
    OwnExport,
    /// Facts about another file (`NAME.EXT.meta.json`, `NAME.meta.json`).
    Sidecar,
    /// Excluded by the user's patterns.
    Excluded,
    /// An HTTP response that is not a page: a redirect, an error.
    HttpStatus,
    /// A record of a web archive that holds no captured page: a request, a log, facts about another record.
    NoResponse,
    /// A page of a web archive that has not changed since an earlier capture, and is not stored again.
    Revisit,
}

impl Skip {
    /// Every reason in order, with its name and what it means. The README has the same table.
    pub const ALL: [(Skip, &'static str, &'static str); 9] = [
        (Skip::NoArticleType, "no-article-type", "a picture, script, style sheet, font, sound, film or program"),
        (Skip::NoRegularFile, "no-regular-file", "a symbolic link, device, socket or pipe"),
        (Skip::PartOfPage, "part-of-page", "the parts of a saved page (`X_files/` next to `X.html`)"),
        (Skip::OwnExport, "own-export", "an export of this program, or its certificate"),
        (Skip::Sidecar, "sidecar", "facts about another file (`NAME.meta.json`)"),
        (Skip::Excluded, "excluded", "excluded by the patterns of the source"),
        (Skip::HttpStatus, "http-status", "a redirect or an error of a web server"),
        (Skip::NoResponse, "no-response", "a record of a web archive that holds no page"),
        (Skip::Revisit, "revisit", "a page that had not changed since an earlier capture"),
    ];

    /// The name under which it is counted and listed.
    pub const fn reason(self) -> &'static str {
        Self::ALL[self as usize].1
    }
}

/// Extensions of files that hold no article, whatever their content.
const NO_ARTICLE: [&str; 60] = [
    "jpg",
    "jpeg",
    "png",
    "gif",
    "webp",
    "avif",
    "svg",
    "ico",
    "bmp",
    "tif",
    "tiff",
    "heic",
    "psd",
    "css",
    "js",
    "mjs",
    "map",
    "ts",
    "scss",
    "less",
    "woff",
    "woff2",
    "ttf",
    "otf",
    "eot",
    "mp3",
    "mp4",
    "m4a",
    "m4v",
    "ogg",
    "oga",
    "ogv",
    "wav",
    "flac",
    "avi",
    "mov",
    "mkv",
    "webm",
    "wmv",
    "swf",
    "exe",
    "dll",
    "so",
    "dylib",
    "bin",
    "o",
    "a",
    "class",
    "pyc",
    "db",
    "sqlite",
    "lock",
    "log",
    "tmp",
    "swp",
    "part",
    "crdownload",
    "ds_store",
    "ini",
    "lnk",
];

/// Whether a name means that the file holds no article.
pub(super) fn is_no_article(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    extension.is_some_and(|extension| NO_ARTICLE.contains(&extension.as_str())) || name.ends_with(".DS_Store")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_has_every_reason_in_its_place() {
        for (place, (skip, word, _)) in Skip::ALL.into_iter().enumerate() {
            assert_eq!((skip as usize, skip.reason()), (place, word));
        }
    }
}
