//! How mentions are joined to names, with the gold mentions given: B-cubed over mentions whose name is known (Bagga and
//! Baldwin 1998), and what the full name of a person finds of that person's mentions.

use super::gold;
use crate::figures::Figures;
use crate::input::{Outcome, json_lines};
use morgue::article::NamedAt;
use morgue::enrich::entities::{Kind, Mention, Name, resolve};
use serde_json::Value;
use std::collections::HashMap;
use std::ops::Range;
use std::path::Path;

/// A gold mention, and the name it means where that is known.
pub struct Meant {
    pub mention: Mention,
    pub name: Option<String>,
}

/// A gold mention with what it was joined to.
struct Joined {
    gold: String,
    name: Name,
    is_person: bool,
    is_full: bool,
}

/// Figures of one file, joined as morgue joins them: those of `compare`.
pub fn measure(path: &Path) -> Outcome<Figures> {
    let articles = json_lines(path)?.iter().map(meant).collect::<Outcome<Vec<_>>>()?;
    Ok(compare(&articles, resolve))
}

/// Figures of articles whose mentions are joined by a function: `b3`, `full_name_found`, `full_name_precision`.
pub fn compare(articles: &[Vec<Meant>], join: impl Fn(&[Mention]) -> Vec<Vec<Name>>) -> Figures {
    let articles: Vec<Vec<Joined>> = articles.iter().map(|article| joined(article, &join)).collect();
    let (mut precision, mut recall, mut count) = (0.0, 0.0, 0);
    for article in &articles {
        for one in article {
            let ours = article.iter().filter(|other| other.name == one.name);
            let both = ours.clone().filter(|other| other.gold == one.gold).count() as f64;
            precision += both / ours.count() as f64;
            recall += both / article.iter().filter(|other| other.gold == one.gold).count() as f64;
            count += 1;
        }
    }
    let (right, found, wanted) = articles
        .iter()
        .map(|article| full_names(article))
        .fold((0, 0, 0), |sum, counts| (sum.0 + counts.0, sum.1 + counts.1, sum.2 + counts.2));
    let (precision, recall) = (precision / f64::from(count), recall / f64::from(count));
    let figures = [
        ("b3", 2.0 * precision * recall / (precision + recall)),
        ("full_name_found", right as f64 / wanted as f64),
        ("full_name_precision", right as f64 / found as f64),
    ];
    figures.map(|(name, figure)| (name.to_owned(), figure)).into()
}

/// Mentions of people who are named in full: found rightly by that name, found by it, and there to find.
fn full_names(article: &[Joined]) -> (usize, usize, usize) {
    let mut people: HashMap<&str, HashMap<&Name, usize>> = HashMap::new();
    for mention in article.iter().filter(|mention| mention.is_person && mention.is_full) {
        *people.entry(&mention.gold).or_default().entry(&mention.name).or_default() += 1;
    }
    let (mut right, mut found, mut wanted) = (0, 0, 0);
    for (gold, names) in people {
        let Some((name, _)) = names.into_iter().max_by_key(|(name, count)| (*count, std::cmp::Reverse(*name))) else {
            continue;
        };
        let by_name = article.iter().filter(|mention| mention.name == *name);
        found += by_name.clone().count();
        right += by_name.filter(|mention| mention.gold == gold).count();
        wanted += article.iter().filter(|mention| mention.gold == gold).count();
    }
    (right, found, wanted)
}

/// The mentions of a gold line, in their order.
fn meant(line: &Value) -> Outcome<Vec<Meant>> {
    let (text, names) = gold::names(line)?;
    let meant = |(span, kind, value): (Range<usize>, Kind, &Value)| {
        let at = NamedAt(0, span.start as u32, span.end as u32);
        let name = value["canonical"].as_str().or_else(|| value["cluster"].as_str()).map(str::to_owned);
        Meant { mention: Mention { kind, text: text[span].to_owned(), at }, name }
    };
    let mut mentions: Vec<Meant> = names.into_iter().map(meant).collect();
    mentions.sort_by_key(|meant| meant.mention.at);
    Ok(mentions)
}

/// Mentions without a known name are ignored, but others may be joined to them.
fn joined(article: &[Meant], join: impl Fn(&[Mention]) -> Vec<Vec<Name>>) -> Vec<Joined> {
    let mentions: Vec<Mention> = article.iter().map(|meant| meant.mention.clone()).collect();
    let known = article.iter().zip(join(&mentions)).filter_map(|(Meant { mention, name }, names)| {
        let (gold, is_full) = (name.clone()?, mention.text.contains(' '));
        Some(Joined { gold, name: names.into_iter().next()?, is_person: mention.kind == Kind::Person, is_full })
    });
    known.collect()
}
