//! Known items: articles whose title, or four words of one sentence, are the query, and which alone are the right answer.
//! They are made from a folder of articles: one JSON file each, with `title` and `content_original`.

use super::judgements::Judgements;
use super::task::{Article, Task};
use crate::input::{Outcome, text};
use morgue::query::is_stop_word;
use morgue::terms::NewsTokenizer;
use morgue::text::sentence_starts;
use serde_json::Value;
use std::collections::{HashMap, HashSet};
use std::path::Path;

/// Articles that are searched for.
const ITEMS: usize = 300;

/// Characters of a body that must be its own.
const OPENING: usize = 400;

pub fn make(folder: &Path) -> Outcome<Vec<Task>> {
    let articles = read(folder)?;
    let chosen = chosen(&articles);
    let (mut titles, mut snippets) = (Vec::new(), Vec::new());
    let (mut of_titles, mut of_snippets) = (Judgements::default(), Judgements::default());
    for article in chosen {
        of_titles.add(&article.id, &article.id, 1);
        titles.push((article.id.clone(), article.title.clone()));
        if let Some(words) = snippet(article) {
            of_snippets.add(&article.id, &article.id, 1);
            snippets.push((article.id.clone(), words));
        }
    }
    let untitled = articles
        .iter()
        .map(|article| Article { id: article.id.clone(), title: String::new(), body: article.body.clone() })
        .collect();
    Ok(vec![
        Task { name: "known-title", articles: untitled, queries: titles, judgements: of_titles },
        Task { name: "known-snippet", articles, queries: snippets, judgements: of_snippets },
    ])
}

fn read(folder: &Path) -> Outcome<Vec<Article>> {
    let mut articles = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.extension().is_none_or(|extension| extension != "json") {
            continue;
        }
        let article: Value = serde_json::from_str(&text(&path)?)?;
        let field = |name: &str| article[name].as_str().unwrap_or_default().to_owned();
        let id = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
        articles.push(Article { id, title: field("title"), body: field("content_original") });
    }
    articles.sort_by(|one, other| one.id.cmp(&other.id));
    Ok(articles)
}

/// Articles with a title of four words or more and an opening of their own, in the order of a keyed hash.
fn chosen(articles: &[Article]) -> Vec<&Article> {
    let opening = |article: &Article| article.body.chars().take(OPENING).collect::<String>();
    let (mut titles, mut openings) = (HashMap::new(), HashMap::new());
    for article in articles {
        *titles.entry(article.title.as_str()).or_insert(0) += 1;
        *openings.entry(opening(article)).or_insert(0) += 1;
    }
    let fits = |article: &&Article| {
        NewsTokenizer::words(&article.title).len() >= 4
            && titles[article.title.as_str()] == 1
            && openings[&opening(article)] == 1
    };
    let mut fitting: Vec<&Article> = articles.iter().filter(fits).collect();
    fitting.sort_by_key(|article| hash("item", &article.id));
    fitting.truncate(ITEMS);
    fitting
}

/// Four content words of one sentence, in their order.
fn snippet(article: &Article) -> Option<String> {
    let starts = sentence_starts(&article.body);
    let ends = starts.iter().copied().skip(1).chain([article.body.len()]);
    let sentences: Vec<Vec<String>> =
        starts.iter().zip(ends).map(|(&start, end)| content_words(&article.body[start..end])).collect();
    let long = sentences.into_iter().filter(|words| words.len() >= 6).enumerate();
    let (nth, words) = long.min_by_key(|(nth, _)| hash("sentence", &format!("{} {nth}", article.id)))?;
    let mut order: Vec<usize> = (0..words.len()).collect();
    order.sort_by_key(|at| hash("word", &format!("{} {nth} {at}", article.id)));
    order.truncate(4);
    order.sort_unstable();
    Some(order.iter().map(|&at| words[at].as_str()).collect::<Vec<_>>().join(" "))
}

/// Distinct words of three letters or more, without function words.
fn content_words(sentence: &str) -> Vec<String> {
    let mut seen = HashSet::new();
    let words = NewsTokenizer::words(sentence).into_iter().map(|(.., word)| word);
    let content = words.filter(|word| word.chars().count() >= 3 && word.chars().all(char::is_alphabetic));
    content.filter(|word| !is_stop_word(word) && seen.insert(word.clone())).collect()
}

fn hash(key: &str, text: &str) -> String {
    blake3::hash(format!("morgue known items {key} {text}").as_bytes()).to_hex().to_string()
}
