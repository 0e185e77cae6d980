//! Which files of a source are articles, by the user's patterns to include and to exclude.
//! A pattern without `/` matches a name at any depth; a pattern that matches a folder covers everything in it.

use globset::{GlobBuilder, GlobSet, GlobSetBuilder};

/// The patterns of one source; the default takes every file.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// If there are any, only files that match are taken.
    include: Option<GlobSet>,
    exclude: Option<GlobSet>,
}

impl Filter {
    /// Reads patterns; an error names the invalid one.
    ///
    /// ```
    /// use morgue_read::source::Filter;
    /// let filter = Filter::of(&["*.html".to_owned()], &["drafts".to_owned()]).unwrap();
    /// assert!(filter.takes("2024/05/a.html"));
    /// assert!(!filter.takes("2024/drafts/a.html") && !filter.takes("a.txt"));
    /// ```
    pub fn of(include: &[String], exclude: &[String]) -> Result<Self, String> {
        Ok(Self { include: patterns(include)?, exclude: patterns(exclude)? })
    }

    /// Whether the file at a locator in the source is taken; names are case-sensitive.
    pub fn takes(&self, locator: &str) -> bool {
        let names = |patterns: &Option<GlobSet>| patterns.as_ref().map(|patterns| patterns.is_match(locator));
        names(&self.include).unwrap_or(true) && !names(&self.exclude).unwrap_or(false)
    }
}

fn patterns(globs: &[String]) -> Result<Option<GlobSet>, String> {
    if globs.is_empty() {
        return Ok(None);
    }
    let mut set = GlobSetBuilder::new();
    for glob in globs {
        let plain = glob.trim().trim_end_matches('/');
        let anchored = plain.trim_start_matches("./").trim_start_matches('/');
        let place = if plain.contains('/') { anchored.to_owned() } else { format!("**/{anchored}") };
        for pattern in [place.clone(), format!("{place}/**")] {
            let built = GlobBuilder::new(&pattern).literal_separator(true).build();
            set.add(built.map_err(|error| format!("invalid pattern \"{glob}\": {}", error.kind()))?);
        }
    }
    set.build().map(Some).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_name_files_and_folders() {
        let takes = |include: &[&str], exclude: &[&str], place: &str| {
            let owned = |globs: &[&str]| globs.iter().map(|glob| (*glob).to_owned()).collect::<Vec<_>>();
            Filter::of(&owned(include), &owned(exclude)).expect("patterns").takes(place)
        };
        for (include, exclude, place, want) in [
            (vec![], vec![], "a/b.txt", true),
            (vec!["*.html", "*.txt"], vec![], "a/b.txt", true),
            (vec!["*.html"], vec![], "a/b.txt", false),
            (vec!["2024/**"], vec![], "2024/05/b.txt", true),
            (vec!["2024"], vec![], "x/2024/05/b.txt", true),
            (vec!["/2024"], vec![], "x/2024/05/b.txt", false),
            (vec!["2024/*.txt"], vec![], "2024/05/b.txt", false),
            (vec!["*.{csv,tsv}"], vec![], "b.tsv", true),
            (vec![], vec!["drafts/"], "a/drafts/b.txt", false),
            (vec![], vec!["a/*/c.txt"], "a/b/c.txt", false),
            (vec!["*.txt"], vec!["b.*"], "a/b.txt", false),
        ] {
            assert_eq!(takes(&include, &exclude, place), want, "{include:?} {exclude:?} {place}");
        }
    }

    #[test]
    fn invalid_patterns_are_reported() {
        let error = Filter::of(&["a[".to_owned()], &[]).expect_err("no pattern");
        assert!(error.starts_with("invalid pattern \"a[\": "), "{error}");
    }
}
