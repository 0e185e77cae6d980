//! An article as it is named on the command line, and its versions.

use super::error::{Failure, USAGE};
use super::last_list::LastList;
use morgue::archive::Hit;
use morgue::article::{ArticleKey, canonical_url};
use morgue::desk::place::key_at;
use morgue::desk::{ArticleVersion, article, versions};
use morgue::index::{Archive, Generation};
use morgue::text::counted;

/// The key of an article that is named by its key, its number in the last list, its address or its path.
pub fn key_of(named: &str, archive: &Archive, generation: &Generation) -> Result<ArticleKey, Failure> {
    // A version is one of its article.
    let named = numbered(named).map_or(named, |(article, _)| article);
    if let Some(key) = ArticleKey::parse(named) {
        return Ok(key);
    }
    if let Ok(number) = named.parse::<u64>() {
        let listed = listed(number, archive);
        let article = |key: String| ArticleKey::parse(numbered(&key).map_or(key.as_str(), |(article, _)| article));
        return listed.and_then(article).ok_or_else(|| {
            Failure::new(USAGE, format!("no article {number} in the last list"))
                .with_hint("run `morgue search` in a terminal first: only such lists are recorded")
        });
    }
    if let Some(address) = canonical_url(named).filter(|_| named.contains("://") || named.starts_with("www.")) {
        return Ok(ArticleKey::of_url(&address));
    }
    let path = std::path::absolute(named).unwrap_or_else(|_| named.into());
    let found = key_at(archive, generation, &path)?;
    found.and_then(|key| ArticleKey::parse(&key)).ok_or_else(|| {
        Failure::new(
            USAGE,
            format!("invalid article \"{named}\": expected a key, a number of the last list, an address or a path"),
        )
        .with_hint("find keys with `morgue search`; they look like a_7kq2m4x5n6p3r2st")
    })
}

/// The key of an entry of the last list; `KEY@2` for a version.
fn listed(number: u64, archive: &Archive) -> Option<String> {
    let list = LastList::last(archive)?;
    list.hits.into_iter().find(|hit| hit.number == number).map(|hit| hit.key)
}

/// The version that is named, by its key or as an entry of the last list: article and number.
pub fn version_named(named: &str, archive: &Archive) -> Option<(String, usize)> {
    let entry = named.parse::<u64>().ok().and_then(|number| listed(number, archive));
    let named = entry.as_deref().unwrap_or(named);
    numbered(named).map(|(article, number)| (article.to_owned(), number))
}

/// The article, or the version of an article, that is named.
pub fn found(named: &str, archive: &Archive, generation: &Generation) -> Result<Hit, Failure> {
    if let Some((article_name, number)) = version_named(named, archive) {
        let key = key_of(&article_name, archive, generation)?;
        let all = versions_of(key.as_str(), archive, generation)?;
        let count = all.len() as u64;
        if count == 0 {
            return Err(Failure::new(USAGE, format!("no article \"{key}\" that can be read from its source")));
        }
        let version = all.into_iter().find(|version| version.number == number);
        let named = |version: ArticleVersion| {
            let mut hit = version.hit;
            hit.key = format!("{key}@{number}");
            hit
        };
        return version.map(named).ok_or_else(|| {
            let has = if count == 1 { "1 version".to_owned() } else { counted(count, "version") };
            Failure::new(USAGE, format!("no version {number} of \"{key}\": it has {has}"))
                .with_hint(format!("list them: `morgue versions {key}`"))
        });
    }
    let key = key_of(named, archive, generation)?;
    article(generation, key.as_str())?.ok_or_else(|| Failure::new(USAGE, format!("no article \"{key}\" in this index")))
}

/// `KEY@2`, or `3@2` for an entry of the last list: a version of an article. Addresses and paths may end so too.
fn numbered(named: &str) -> Option<(&str, usize)> {
    let (article, number) = named.rsplit_once('@')?;
    let is_number = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let is_article = ArticleKey::parse(article).is_some() || is_number(article);
    (is_article && is_number(number)).then(|| (article, number.parse().unwrap_or(usize::MAX)))
}

/// The versions of an article.
pub fn versions_of(key: &str, archive: &Archive, generation: &Generation) -> Result<Vec<ArticleVersion>, Failure> {
    let reader = std::env::current_exe().ok();
    Ok(versions(archive, generation, key, jiff::Timestamp::now().as_second(), reader.as_deref())?)
}
