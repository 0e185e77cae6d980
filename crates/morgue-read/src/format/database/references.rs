//! Lists of references to drafts: RIS, BibTeX and EndNote's tagged lines, as libraries and reference managers save them.
//! A reference has the summary of an article, rarely its text. Other kinds of such lists are rejected by name.

use super::article::{Article, each_part};
use super::bibtex;
use crate::format::inverted::turned;
use crate::format::reason::Reason;
use crate::format::{Draft, Drafts, FormatError, MetaField};
use crate::source::budget::DOWNLOAD_ARTICLES;

/// Providers write a few lines about themselves above the first reference.
const HEAD_LINES: usize = 20;

/// One fact of a reference: its code and its value.
type Fact<'a> = (&'a str, String);

pub(super) fn is_list(text: &str) -> bool {
    kind_of(text).is_some()
}

pub(super) fn read_list(text: &str, drafts: &mut Drafts) {
    let references = match kind_of(text) {
        Some(Kind::Ris) => tagged(text, ris_line, |code| code == "TY"),
        Some(Kind::EndNote) => tagged(text, endnote_line, |code| code == "0"),
        Some(Kind::BibTex) => bibtex::entries(text),
        Some(Kind::Unread(name)) => {
            let detail = format!("a list of references as {name}; save it as RIS");
            drafts.unreadable.push((1, FormatError::new(Reason::UnsupportedFormat, detail)));
            return;
        }
        None => return,
    };
    let missing = || FormatError::new(Reason::NotAnArticle, "a reference without a title and a text");
    each_part(references, drafts, |facts| read_reference(&facts).map(Some).ok_or_else(missing));
}

enum Kind {
    Ris,
    EndNote,
    BibTex,
    /// A list that is known and not read.
    Unread(&'static str),
}

fn kind_of(text: &str) -> Option<Kind> {
    let lines = || text.lines().filter(|line| !line.trim().is_empty()).take(HEAD_LINES);
    let first = lines().next()?;
    if lines().any(|line| ris_line(line).is_some_and(|(code, _)| code == "TY")) {
        return Some(Kind::Ris);
    }
    if endnote_line(first).is_some_and(|(code, _)| code == "0") {
        return Some(Kind::EndNote);
    }
    if bibtex::is_bibtex(text) {
        return Some(Kind::BibTex);
    }
    let second = lines().nth(1).unwrap_or_default();
    let unread = [("PMID- ", "", "MEDLINE"), ("FN ", "VR ", "Web of Science"), ("RT ", "SR ", "RefWorks")];
    let is_it = |(one, two, _): &(&str, &str, &'static str)| first.starts_with(*one) && second.starts_with(*two);
    unread.into_iter().find(is_it).map(|(_, _, name)| Kind::Unread(name))
}

/// `TI  - The dam holds`.
fn ris_line(line: &str) -> Option<(&str, &str)> {
    let (code, rest) = line.trim_start().split_at_checked(2)?;
    let mut letters = code.bytes();
    let is_code = letters.next()?.is_ascii_uppercase() && letters.next()?.is_ascii_alphanumeric();
    let value = rest.strip_prefix("  -").or_else(|| rest.strip_prefix(" -"))?;
    (is_code && (value.is_empty() || value.starts_with(char::is_whitespace))).then(|| (code, value.trim()))
}

/// `%T The dam holds`.
fn endnote_line(line: &str) -> Option<(&str, &str)> {
    let (code, value) = line.strip_prefix('%')?.split_at_checked(1)?;
    (value.is_empty() || value.starts_with(' ')).then(|| (code, value.trim()))
}

/// The facts of the references of a list; a line without a code continues the value above it.
fn tagged<'a>(text: &'a str, line_of: fn(&str) -> Option<(&str, &str)>, opens: fn(&str) -> bool) -> Vec<Vec<Fact<'a>>> {
    let mut references: Vec<Vec<Fact>> = Vec::new();
    for line in text.lines() {
        match line_of(line) {
            Some((code, _)) if opens(code) && references.len() > DOWNLOAD_ARTICLES => break,
            Some((code, _)) if opens(code) => references.push(Vec::new()),
            Some((code, value)) => {
                if let Some(facts) = references.last_mut() {
                    facts.push((code, value.to_owned()));
                }
            }
            None => {
                let last = references.last_mut().and_then(|facts| facts.last_mut());
                if let Some((_, value)) = last.filter(|_| !line.trim().is_empty()) {
                    value.push('\n');
                    value.push_str(line.trim());
                }
            }
        }
    }
    references
}

/// Codes and names by field; of several the first that is stated counts, except for authors.
const TITLES: &[&str] = &["TI", "T1", "CT", "T", "title"];
const AUTHORS: &[&str] = &["AU", "A1", "A", "author"];
const OUTLETS: &[&str] = &["JF", "JO", "JA", "J2", "J", "B", "newspaper", "journaltitle", "journal", "booktitle"];
const SECOND_TITLES: &[&str] = &["T2"];
const PUBLISHERS: &[&str] = &["PB", "publisher"];
const SECTIONS: &[&str] = &["SE"];
const DAYS: &[&str] = &["DA", "Y1", "8", "date", "PY", "D", "year"];
const TEXTS: &[&str] = &["AB", "N2", "X", "abstract"];
const LANGUAGES: &[&str] = &["LA", "G", "language", "langid"];
const ADDRESSES: &[&str] = &["UR", "L2", "U", "url"];

/// The values under these names, in the order of the names.
fn all<'f>(facts: &'f [Fact<'f>], names: &'static [&'static str]) -> impl Iterator<Item = (&'f str, &'f str)> {
    names.iter().flat_map(move |name| {
        let stated = facts.iter().filter(move |(code, value)| code == name && !value.is_empty());
        stated.map(|(code, value)| (*code, value.as_str()))
    })
}

fn read_reference(facts: &[Fact<'_>]) -> Option<Draft> {
    let mut article = Article::new("reference");
    for (field, names) in [(MetaField::Title, TITLES), (MetaField::Language, LANGUAGES), (MetaField::Section, SECTIONS)]
    {
        if let Some((code, value)) = all(facts, names).next() {
            article.state(field, code, value);
        }
    }
    all(facts, AUTHORS).for_each(|(code, name)| article.state(MetaField::Author, code, &turned(name)));
    outlet(facts, &mut article);
    all(facts, DAYS).for_each(|(code, value)| article.state(MetaField::Published, code, &day(value)));
    if let Some((code, address)) = all(facts, ADDRESSES).find(|(_, address)| address.contains("://")) {
        article.state(MetaField::Url, code, address);
    }
    all(facts, TEXTS).next().map_or("", |(_, text)| text).lines().for_each(|line| article.paragraph(line));
    article.is_partial();
    article.into_draft()
}

/// The second title is the paper's, or a deck if the paper has a field of its own.
fn outlet(facts: &[Fact<'_>], article: &mut Article) {
    let (stated, second) = (all(facts, OUTLETS).next(), all(facts, SECOND_TITLES).next());
    let named = stated.or(second).or_else(|| all(facts, PUBLISHERS).next());
    let Some((code, name)) = named else { return };
    article.state(MetaField::Outlet, code, name);
    if let Some((code, deck)) = second.filter(|(_, second)| *second != name) {
        article.state(MetaField::Deck, code, deck);
    }
}

/// `1952/07/28/` and `2019/03//spring` to `1952-07-28` and `2019-03`.
fn day(value: &str) -> String {
    let numbers = value
        .split('/')
        .map(str::trim)
        .take_while(|part| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit()));
    let numbers: Vec<&str> = numbers.take(3).collect();
    match numbers.first() {
        Some(year) if year.len() == 4 && value.contains('/') => numbers.join("-"),
        _ => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Vec<Vec<(MetaField, String)>> {
        assert!(is_list(text), "{text}");
        let mut drafts = Drafts::default();
        read_list(text, &mut drafts);
        let facts = |draft: Draft| draft.candidates.into_iter().map(|it| (it.field, it.value)).collect();
        drafts.found.into_iter().map(facts).collect()
    }

    #[test]
    fn the_kinds_of_lists_have_the_same_facts() {
        let want: Vec<(MetaField, String)> = [
            (MetaField::Title, "The dam holds"),
            (MetaField::Author, "Jane Doe"),
            (MetaField::Author, "John Roe"),
            (MetaField::Outlet, "The Courier"),
            (MetaField::Published, "2024-05-06"),
        ]
        .map(|(field, value)| (field, value.to_owned()))
        .into();
        for text in [
            "Provider: A library\nContent: text\n\nTY  - NEWS\nTI  - The dam\nholds\nAU  - Doe, Jane\nAU  - Roe, John\nT2  - The Courier\nDA  - 2024/05/06/\nAB  - It held.\nER  - \n",
            "%0 Newspaper Article\n%T The dam holds\n%A Doe, Jane\n%A Roe, John\n%J The Courier\n%8 2024/05/06\n%X It held.\n",
            "@article{doe2024,\n  title = {The {Dam} holds},\n  author = \"Doe, Jane and Roe, John\",\n  journal = {The Courier},\n  date = 2024-05-06,\n  abstract = {It held.}\n}\n",
        ] {
            let found = read(&text.replace("{Dam}", "{dam}"));
            assert_eq!(found, std::slice::from_ref(&want), "{text}");
        }
    }

    #[test]
    fn a_second_title_is_a_deck_where_the_paper_has_a_field() {
        let found = read("TY  - NEWS\nT1  - Ruts\nT2  - The dam\nJO  - The Courier\nY1  - 1952/07//\nER  -\n");
        let got: Vec<_> = found[0].iter().map(|(field, value)| (*field, value.as_str())).collect();
        let want = [
            (MetaField::Title, "Ruts"),
            (MetaField::Outlet, "The Courier"),
            (MetaField::Deck, "The dam"),
            (MetaField::Published, "1952-07"),
        ];
        assert_eq!(got, want);
        assert!(!is_list("TI  - a line\n") && !is_list("% of people\n") && !is_list("RT is a station.\n"));
        let mut drafts = Drafts::default();
        read_list("PMID- 12345\nTI  - Dams\n", &mut drafts);
        assert_eq!((drafts.found.len(), drafts.unreadable.len()), (0, 1));
    }
}
