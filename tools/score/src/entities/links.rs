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

/// A gold mention with what it was joined to.
struct Joined {
    gold: String,
    name: Name,
    is_person: bool,
    is_full: bool,
}

/// Figures of one file: `b3`, `full_name_found`, `full_name_precision`.
pub fn measure(path: &Path) -> Outcome<Figures> {
    let articles = json_lines(path)?.iter().map(joined).collect::<Outcome<Vec<_>>>()?;
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
    Ok(figures.map(|(name, figure)| (name.to_owned(), figure)).into())
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

/// Mentions without a known name are ignored, but others may be joined to them.
fn joined(line: &Value) -> Outcome<Vec<Joined>> {
    let (text, names) = gold::names(line)?;
    let mention = |(span, kind, value): (Range<usize>, Kind, _)| {
        let at = NamedAt(0, span.start as u32, span.end as u32);
        (value, Mention { kind, text: text[span].to_owned(), at })
    };
    let mut gold: Vec<(&Value, Mention)> = names.into_iter().map(mention).collect();
    gold.sort_by_key(|(_, mention)| mention.at);
    let mentions: Vec<Mention> = gold.iter().map(|(_, mention)| mention.clone()).collect();
    let known = gold.into_iter().zip(resolve(&mentions)).filter_map(|((value, mention), names)| {
        let gold = value["canonical"].as_str().or_else(|| value["cluster"].as_str())?.to_owned();
        let is_full = mention.text.contains(' ');
        Some(Joined { gold, name: names.into_iter().next()?, is_person: mention.kind == Kind::Person, is_full })
    });
    Ok(known.collect())
}
