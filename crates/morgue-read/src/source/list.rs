//! A list of files, as `find`, `git diff --name-only` or an editor writes it, to paths. One path per line; a list with
//! a NUL byte is separated by NULs instead (`find -print0`), since no path can contain one. Opens none of the files.

use std::path::{Component, Path, PathBuf};

/// The paths of a list, in its order; blank lines are ignored.
///
/// ```
/// use morgue_read::source::listed_paths;
/// use std::path::PathBuf;
/// assert_eq!(listed_paths(b"a/1.html\r\n\nb 2.txt\n"), [PathBuf::from("a/1.html"), PathBuf::from("b 2.txt")]);
/// assert_eq!(listed_paths(b"two\nlines.txt\0c.txt\0"), [PathBuf::from("two\nlines.txt"), PathBuf::from("c.txt")]);
/// ```
pub fn listed_paths(list: &[u8]) -> Vec<PathBuf> {
    let list = list.strip_prefix(b"\xef\xbb\xbf").unwrap_or(list);
    if list.contains(&0) {
        let parts = list.split(|&byte| byte == 0);
        return parts.filter(|part| !part.is_empty()).map(path_of_bytes).collect();
    }
    let lines = list.split(|&byte| byte == b'\n').map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    lines.filter(|line| !line.trim_ascii().is_empty()).map(path_of_bytes).collect()
}

/// A path with `.` and `..` resolved in the text alone. `None` if it leads above its start.
pub fn plain_path(path: &Path) -> Option<PathBuf> {
    let mut plain = PathBuf::new();
    for part in path.components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir => {
                if !plain.pop() {
                    return None;
                }
            }
            part => plain.push(part),
        }
    }
    Some(plain)
}

#[cfg(unix)]
fn path_of_bytes(bytes: &[u8]) -> PathBuf {
    use std::os::unix::ffi::OsStrExt;
    std::ffi::OsStr::from_bytes(bytes).into()
}

/// Elsewhere paths are not bytes; one that is not valid text will not be found.
#[cfg(not(unix))]
fn path_of_bytes(bytes: &[u8]) -> PathBuf {
    String::from_utf8_lossy(bytes).into_owned().into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_separated_by_lines_or_by_nuls() {
        for (list, want) in [
            (&b""[..], &[][..]),
            (b"\n\n", &[]),
            (b"a", &["a"]),
            (b"\xef\xbb\xbfa\nb\n", &["a", "b"]),
            (b" a \nb\r\n", &[" a ", "b"]),
            (b"a\0", &["a"]),
            (b"a\nb\0\0c\r", &["a\nb", "c\r"]),
        ] {
            let want: Vec<PathBuf> = want.iter().map(PathBuf::from).collect();
            assert_eq!(listed_paths(list), want, "{list:?}");
        }
    }

    #[test]
    fn paths_are_made_plain_by_their_words() {
        for (path, want) in [
            ("a/b", Some("a/b")),
            ("./a/./b/", Some("a/b")),
            ("a/../b", Some("b")),
            ("/a/b/../c", Some("/a/c")),
            ("../a", None),
            ("a/../../b", None),
        ] {
            assert_eq!(plain_path(Path::new(path)), want.map(PathBuf::from), "{path}");
        }
    }
}
