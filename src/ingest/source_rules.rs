//! What the user says in `morgue.toml` about each source: what its fields mean, and which of its files are articles.
//! An unknown name or an invalid pattern stops the run, with its position.

use crate::enrich::is_language;
use crate::format::Mapping;
use crate::index::{Archive, IndexError, SourceConfig};
use crate::source::Filter;

/// The rules of one source.
#[derive(Debug, Clone, Default)]
pub struct SourceRules {
    /// `None` if the known names are enough.
    pub fields: Option<Mapping>,
    /// Usual in the source.
    pub language: Option<String>,
    pub filter: Filter,
}

/// The rules of every source, in order.
pub fn read(archive: &Archive, sources: &[SourceConfig]) -> Result<Vec<SourceRules>, IndexError> {
    let wrong = |source: &SourceConfig, detail: String| IndexError::Config {
        path: archive.config_file(),
        detail: format!("source \"{}\": {detail}", source.name),
    };
    let rules = sources.iter().map(|source| {
        let pairs = source.fields.iter().map(|(theirs, ours)| (theirs.as_str(), ours.as_str()));
        let fields = Mapping::of(pairs).map_err(|detail| wrong(source, detail))?;
        let filter = Filter::of(&source.include, &source.exclude).map_err(|detail| wrong(source, detail))?;
        let known = source.language.as_deref().is_none_or(is_language);
        let unknown = || {
            wrong(
                source,
                format!(
                    "unknown language {:?}: expected a code such as \"en\" or \"de\"",
                    source.language.as_deref().unwrap_or_default()
                ),
            )
        };
        let language = known.then(|| source.language.clone()).ok_or_else(unknown)?;
        Ok(SourceRules { language, fields: Some(fields).filter(|fields| !fields.is_empty()), filter })
    });
    rules.collect()
}

/// A digest of the field names and languages of all sources: articles are rebuilt when it changes. `None` if there are
/// none.
pub fn reading_digest(sources: &[SourceConfig]) -> Option<String> {
    let mut hasher = blake3::Hasher::new();
    let mut any = false;
    for source in sources.iter().filter(|source| !source.fields.is_empty() || source.language.is_some()) {
        any = true;
        let pairs = source.fields.iter().flat_map(|(theirs, ours)| [theirs, ours]);
        for text in std::iter::once(&source.name).chain(pairs) {
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
        if let Some(code) = &source.language {
            hasher.update(b"\tlanguage ").update(code.as_bytes());
        }
        hasher.update(b"\n");
    }
    any.then(|| hasher.finalize().to_hex()[..16].to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn source(name: &str, fields: &[(&str, &str)]) -> SourceConfig {
        let fields = fields.iter().map(|(theirs, ours)| ((*theirs).to_owned(), (*ours).to_owned())).collect();
        SourceConfig { name: name.to_owned(), fields, ..SourceConfig::default() }
    }

    #[test]
    fn the_digest_changes_with_any_name_and_with_nothing_else() {
        let digest = |sources: &[SourceConfig]| reading_digest(sources);
        let one = digest(&[source("a", &[("Kopf", "title")])]);
        assert!(one.is_some());
        assert_eq!(digest(&[source("b", &[]), source("a", &[("Kopf", "title")])]), one);
        assert_eq!(digest(&[source("b", &[])]), None);
        let spoken = SourceConfig { language: Some("de".to_owned()), ..source("a", &[("Kopf", "title")]) };
        for other in [
            spoken,
            source("a", &[("Kopf", "deck")]),
            source("b", &[("Kopf", "title")]),
            source("a", &[("Kop", "title")]),
        ] {
            assert_ne!(digest(&[other]), one);
        }
    }

    #[test]
    fn unknown_names_patterns_and_languages_name_the_source() {
        let archive = Archive::at("/x/.morgue");
        let said = |source| read(&archive, &[source]).expect_err("refused").to_string();
        let names = said(source("papers", &[("Kopf", "heading")]));
        assert!(names.contains("source \"papers\": unknown field \"heading\" (for Kopf)"), "{names}");
        let language = said(SourceConfig { language: Some("english".to_owned()), ..source("papers", &[]) });
        assert!(language.contains("source \"papers\": unknown language \"english\""), "{language}");
        let globs = said(SourceConfig { exclude: vec!["a{".to_owned()], ..source("papers", &[]) });
        assert!(globs.contains("source \"papers\": invalid pattern \"a{\""), "{globs}");
    }
}
