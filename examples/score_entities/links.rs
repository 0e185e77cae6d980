//! How mentions are joined to names, with the gold mentions given: B-cubed over mentions whose name is known (Bagga and
//! Baldwin 1998), and what the full name of a person finds of that person's mentions.

use morgue::article::NamedAt;
use morgue::enrich::entities::{Kind, Mention, Name, resolve};
use serde_json::Value;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A gold mention with what it was joined to.
struct Joined {
    gold: String,
    name: Name,
    is_person: bool,
    is_full: bool,
}

/// Figures of one file.
pub fn measure(path: &Path) -> BTreeMap<&'static str, f64> {
    let lines = std::fs::read_to_string(path).expect("the gold file can be read");
    let articles: Vec<Vec<Joined>> =
        lines.lines().map(|line| joined(&serde_json::from_str(line).expect("a line is JSON"))).collect();
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
    BTreeMap::from([
        ("b3", 2.0 * precision * recall / (precision + recall)),
        ("full_name_found", right as f64 / wanted as f64),
        ("full_name_precision", right as f64 / found as f64),
    ])
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

fn joined(line: &Value) -> Vec<Joined> {
    let text = line["text"].as_str().expect("an article has a text");
    let bytes: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
    let mut gold: Vec<(&Value, Mention)> = Vec::new();
    for name in line["entities"].as_array().expect("an article has a list of names") {
        let place = |end: &str| bytes[name[end].as_u64().expect("an offset is a number") as usize];
        let (start, end) = (place("start"), place("end"));
        let kind = match name["type"].as_str() {
            Some("PER") => Kind::Person,
            Some("ORG") => Kind::Org,
            Some("LOC") => Kind::Place,
            _ => Kind::Other,
        };
        gold.push((
            name,
            Mention { kind, text: text[start..end].to_owned(), at: NamedAt(0, start as u32, end as u32) },
        ));
    }
    gold.sort_by_key(|(_, mention)| mention.at);
    let mentions: Vec<Mention> = gold.iter().map(|(_, mention)| mention.clone()).collect();
    let names = resolve(&mentions);
    let known = gold.into_iter().zip(names).filter_map(|((value, mention), names)| {
        let gold = value["canonical"].as_str().or_else(|| value["cluster"].as_str())?.to_owned();
        let is_full = mention.text.contains(' ');
        Some(Joined { gold, name: names.into_iter().next()?, is_person: mention.kind == Kind::Person, is_full })
    });
    known.collect()
}
