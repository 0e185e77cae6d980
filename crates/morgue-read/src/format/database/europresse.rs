//! Europresse downloads to drafts: every article names its outlet in `DocPublicationName` and its title in
//! `TitreArticleVisu`, both possibly inside a longer class name. Certificates and copyright lines are not text.

use super::article::{Article, each_part};
use super::markup::{line_at, lines, parts_at};
use crate::format::html::dom::{Document, parse};
use crate::format::{Draft, Drafts, MetaField};

const MARK: &str = "DocPublicationName";

pub(super) fn is_markup(html: &str) -> bool {
    html.contains(MARK)
        && (html.contains("DocHeader") || html.contains("TitreArticle") || html.contains("titreArticle"))
}

pub(super) fn read_markup(html: &str, drafts: &mut Drafts) {
    each_part(parts_at(html, MARK, |_| true), drafts, |part| Ok(read_article(&parse(part))));
}

const OUTLETS: &str = "[class*=DocPublicationName]";
const HEADERS: &str = "[class*=DocHeader]";
const TITLES: &str = "[class*=TitreArticle], [class*=titreArticle], [class*=articletitle]";

fn read_article(page: &Document) -> Option<Draft> {
    let mut article = Article::new("europresse");
    // `Magazine 1, no. 5968`: the issue number is not part of the name.
    let outlet = line_at(page, OUTLETS).unwrap_or_default();
    let name = outlet.split_once(", no").map_or(outlet.as_str(), |(name, _)| name);
    article.state(MetaField::Outlet, "DocPublicationName", name);
    let headers: Vec<String> =
        page.query_selector_all(page.root(), HEADERS).into_iter().map(|node| super::markup::line(page, node)).collect();
    header(&headers.join(" "), &mut article);
    let title = line_at(page, TITLES).unwrap_or_default();
    article.state(MetaField::Title, "TitreArticleVisu", &title);
    let lines = lines(page, page.root());
    let body = lines.iter().position(|line| *line == title).map_or(0, |at| at + 1);
    above(&lines[..body], &outlet, &headers, &title, &mut article);
    story(&lines[body..], &mut article);
    article.into_draft()
}

/// `Politique, jeudi 5 octobre 2013, p. 3`: section, date and page.
fn header(text: &str, article: &mut Article) {
    article.state(MetaField::Published, "DocHeader", text);
    if let Some((section, rest)) = text.split_once(',')
        && !section.bytes().any(|byte| byte.is_ascii_digit())
        && rest.bytes().any(|byte| byte.is_ascii_digit())
        && section.split(' ').count() <= 5
        && !opens_with_weekday(section)
    {
        article.state(MetaField::Section, "DocHeader", section);
    }
}

fn opens_with_weekday(text: &str) -> bool {
    let days = ["lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"];
    let english = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let lower = text.to_lowercase();
    days.iter().chain(&english).any(|day| lower.starts_with(day))
}

/// Lines between the header and the title are the title's own heading, its deck.
fn above(lines: &[String], outlet: &str, headers: &[String], title: &str, article: &mut Article) {
    let header = headers.join("");
    let plain = |text: &str| text.chars().filter(|c| c.is_alphanumeric()).collect::<String>();
    let header = plain(&header);
    for line in lines {
        let known = line == outlet || line == title || header.contains(&plain(line)) || plain(line).contains(&header);
        if !known {
            article.furniture(line);
        }
    }
}

/// The story: authors before its first paragraph, and nothing after the copyright line.
fn story(lines: &[String], article: &mut Article) {
    let end = lines.iter().position(|line| is_end(line)).unwrap_or(lines.len());
    let mut lines = &lines[..end];
    if let [first, rest @ ..] = lines
        && !rest.is_empty()
        && is_name(first)
    {
        article.state(MetaField::Byline, "author", first);
        lines = rest;
    }
    lines.iter().for_each(|line| article.paragraph(line));
}

fn is_end(line: &str) -> bool {
    let opens =
        ["©", "Numéro de document", "Document number", "Tous droits réservés", "Certificat émis", "Ce certificat"];
    opens.iter().any(|start| line.starts_with(start))
}

/// A few capitalized words that are not a sentence.
fn is_name(line: &str) -> bool {
    let words: Vec<&str> = line.split([' ', ';', ',']).filter(|word| !word.is_empty()).collect();
    let capitals = words.iter().filter(|word| word.starts_with(char::is_uppercase)).count();
    (2..=12).contains(&words.len())
        && capitals * 3 >= words.len() * 2
        && !line.ends_with(['.', '!', '?', ':', '…'])
        && !line.bytes().any(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_distinguished_from_first_sentences() {
        for (line, want) in [
            ("Ana Ruiz Peña", true),
            ("Jean Dupont; Anne-Marie de la Tour", true),
            ("Le barrage a tenu.", false),
            ("Paris 2024", false),
            ("Une heure de plus pour tous", false),
            ("Dupont", false),
        ] {
            assert_eq!(is_name(line), want, "{line}");
        }
    }
}
