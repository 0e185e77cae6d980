//! Texts as they are read with a model, compared with what is known of them: the measures of the public scorer of dumps.

use super::texts::Text;
use crate::input::Outcome;
use crate::measures::token_f1;
use morgue::extract::{DraftLocation, LineModel, Rules, extract};
use morgue::format::read_text;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;
use std::sync::Arc;
use unicode_normalization::UnicodeNormalization;

/// A text as the public scorer compares it: without quotation marks, case and runs of spaces.
fn fold(text: &str) -> String {
    let text: String =
        text.nfkc().filter(|c| !matches!(c, '"' | '\'' | '`' | '“' | '”' | '„' | '‘' | '’' | '«' | '»')).collect();
    text.to_lowercase().replace(['–', '—'], "-").split_whitespace().collect::<Vec<_>>().join(" ")
}

/// What is right in one text. Titles and authors are judged where they are in the text.
#[derive(Clone)]
pub struct Scored {
    tool: String,
    publisher: String,
    raw: f64,
    read: f64,
    title: Option<bool>,
    /// Right, wrong, or none found.
    authors: Option<Option<bool>>,
    /// Names given although the text has none that are known.
    invented: bool,
}

/// A text that is worse by no more than this is as good as untouched.
const EQUAL: f64 = 0.002;

pub fn texts(texts: &[&Text], model: &LineModel) -> Vec<Scored> {
    let rules = Rules { now: 1_900_000_000, line_model: Some(Arc::new(model.clone())), ..Rules::default() };
    let place = DraftLocation { source: "dumps".to_owned(), locator: "text".to_owned(), ..DraftLocation::default() };
    let scored = |text: &&Text| {
        let article = extract(read_text(&text.text), &place, &rules).ok();
        let story = article.as_ref().map_or("", |article| article.zones.story.as_str());
        let low = fold(&text.text);
        let stated = !text.known.authors.is_empty() && text.known.authors.iter().all(|name| low.contains(&fold(name)));
        let found: BTreeSet<String> =
            article.iter().flat_map(|article| &article.authors).map(|name| fold(&name.value)).collect();
        let wanted: BTreeSet<String> = text.known.authors.iter().map(|name| fold(name)).collect();
        let title = text.known.title.as_ref().filter(|title| text.known.states_title && low.contains(&fold(title)));
        Scored {
            tool: text.tool.clone(),
            publisher: text.publisher.clone(),
            raw: token_f1(&text.text, &text.known.body),
            read: token_f1(story, &text.known.body),
            title: title.map(|title| article.as_ref().is_some_and(|article| fold(&article.zones.title) == fold(title))),
            authors: stated.then_some(if found.is_empty() { None } else { Some(found == wanted) }),
            invented: !stated && !found.is_empty(),
        }
    };
    texts.iter().map(scored).collect()
}

/// One line of figures.
pub fn summary(scored: &[Scored]) -> String {
    let count = scored.len().max(1) as f64;
    let mean = |value: &dyn Fn(&Scored) -> f64| scored.iter().map(value).sum::<f64>() / count;
    let worse = scored.iter().filter(|one| one.read < one.raw - EQUAL).count();
    let titles: Vec<bool> = scored.iter().filter_map(|one| one.title).collect();
    let authors: Vec<Option<bool>> = scored.iter().filter_map(|one| one.authors).collect();
    let named = |right: bool| authors.iter().filter(|found| **found == Some(right)).count();
    format!(
        "{:5} as is {:.4} read {:.4} worse {:.3} titles {}/{} authors {}/{} precision {:.2} invented {}",
        scored.len(),
        mean(&|one| one.raw),
        mean(&|one| one.read),
        worse as f64 / count,
        titles.iter().filter(|right| **right).count(),
        titles.len(),
        named(true),
        authors.len(),
        named(true) as f64 / (named(true) + named(false)).max(1) as f64,
        scored.iter().filter(|one| one.invented).count(),
    )
}

/// A line for each tool, one for all, and the publisher that is read worst.
pub fn table(scored: &[Scored], out: &mut dyn Write) -> Outcome<()> {
    let mut tools: BTreeMap<&str, Vec<Scored>> = BTreeMap::new();
    let mut publishers: BTreeMap<&str, Vec<f64>> = BTreeMap::new();
    for one in scored {
        tools.entry(&one.tool).or_default().push(one.clone());
        publishers.entry(&one.publisher).or_default().push(one.read);
    }
    for (tool, scored) in &tools {
        writeln!(out, "{tool:20} {}", summary(scored))?;
    }
    let mean = |values: &Vec<f64>| values.iter().sum::<f64>() / values.len() as f64;
    let worst =
        publishers.iter().map(|(name, values)| (mean(values), *name)).min_by(|one, other| one.0.total_cmp(&other.0));
    if let Some((figure, name)) = worst {
        writeln!(out, "worst publisher: {name} {figure:.4}")?;
    }
    Ok(writeln!(out, "{:20} {}", "all", summary(scored))?)
}
