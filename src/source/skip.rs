//! Why a file is skipped without being read, and which names say that there is no article in it.

use std::ffi::OsStr;
use std::path::Path;

/// Why a file was passed over without being read.
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
    /// The user's patterns leave it out.
    Excluded,
    /// The answer of a web server that was no page: a redirect, an error.
    HttpStatus,
    /// A record of a web archive that holds no captured page: a request, a log, facts about another record.
    NoResponse,
    /// A page of a web archive that had not changed since an earlier capture, and is not kept again.
    Revisit,
}

impl Skip {
    pub fn reason(self) -> &'static str {
        match self {
            Skip::NoArticleType => "no-article-type",
            Skip::NoRegularFile => "no-regular-file",
            Skip::PartOfPage => "part-of-page",
            Skip::OwnExport => "own-export",
            Skip::Sidecar => "sidecar",
            Skip::Excluded => "excluded",
            Skip::HttpStatus => "http-status",
            Skip::NoResponse => "no-response",
            Skip::Revisit => "revisit",
        }
    }
}

/// Extensions of files that hold no article, whatever is in them.
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

/// Whether a name says that there is no article in the file.
pub(super) fn is_no_article(name: &str) -> bool {
    let extension = Path::new(name).extension().and_then(OsStr::to_str).map(str::to_ascii_lowercase);
    extension.is_some_and(|extension| NO_ARTICLE.contains(&extension.as_str())) || name.ends_with(".DS_Store")
}
