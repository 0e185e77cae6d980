//! Mentions of one article to the names they stand for: a surname to the full name, an acronym to what it is short for,
//! listed places to their usual name. A surname two people of the article share counts for both.

use super::labels::Kind;
use super::rules::RULES;
use crate::article::{Entities, Entity};
use crate::text::fold;
use std::collections::{BTreeMap, HashMap};

/// One mention: its kind and its words as they stood.
#[derive(Debug, Clone)]
pub(super) struct Mention {
    pub kind: Kind,
    pub text: String,
}

/// Name to forms to counts, for one kind.
type Named = BTreeMap<String, BTreeMap<String, u32>>;

/// Joins mentions into entities, most mentioned first.
pub(super) fn link(mentions: &[Mention]) -> Entities {
    let people = People::of(mentions);
    let orgs = Orgs::of(mentions);
    let [mut person, mut org, mut place] = [Named::new(), Named::new(), Named::new()];
    for Mention { kind, text } in mentions {
        let owners = people.owners(*kind, text);
        if !owners.is_empty() {
            owners.iter().for_each(|owner| count(&mut person, owner, text));
            continue;
        }
        match kind {
            Kind::Person => count(&mut person, &usual_case(text), text),
            Kind::Org => count(&mut org, &orgs.name(text), text),
            Kind::Place => count(&mut place, &place_name(text), text),
            Kind::Other => {}
        }
    }
    let [person, org, place] = [person, org, place].map(entities);
    Entities { person, org, place }
}

fn count(named: &mut Named, name: &str, form: &str) {
    *named.entry(name.to_owned()).or_default().entry(form.to_owned()).or_default() += 1;
}

fn entities(named: Named) -> Vec<Entity> {
    let mut list: Vec<Entity> = named
        .into_iter()
        .map(|(name, forms)| {
            let mentions = forms.values().sum();
            let mut forms: Vec<(String, u32)> = forms.into_iter().collect();
            forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
            Entity { name, forms: forms.into_iter().map(|(form, _)| form).collect(), mentions }
        })
        .collect();
    list.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
    list
}

fn place_name(text: &str) -> String {
    let bare = without_article(text);
    RULES.place(bare).map_or_else(|| usual_case(bare), str::to_owned)
}

fn without_article(text: &str) -> &str {
    text.strip_prefix("The ").or_else(|| text.strip_prefix("the ")).unwrap_or(text)
}

/// A name of several words all in capitals as it is usually written; others stay.
fn usual_case(text: &str) -> String {
    let shout = text.contains(' ') && !text.contains(char::is_lowercase);
    if !shout {
        return text.to_owned();
    }
    let mut start = true;
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if start {
            out.push(c)
        } else {
            out.extend(c.to_lowercase())
        }
        start = !c.is_alphanumeric();
    }
    out
}

/// People the article names in full, by the folded last word of their names, and by the first.
struct People {
    canonical: HashMap<String, String>,
    by_last: HashMap<String, Vec<String>>,
    by_first: HashMap<String, Vec<String>>,
}

impl People {
    fn of(mentions: &[Mention]) -> Self {
        let mut full: Vec<String> = (mentions.iter())
            .filter(|mention| mention.kind == Kind::Person && mention.text.contains(' '))
            .map(|mention| usual_case(&mention.text))
            .collect();
        full.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        full.dedup();
        let mut people = Self { canonical: HashMap::new(), by_last: HashMap::new(), by_first: HashMap::new() };
        for name in full {
            people.add(&name);
        }
        people
    }

    /// A name whose last word and first word, or its initial, are those of a longer one is that person.
    fn add(&mut self, name: &str) {
        let key = fold(name);
        let Some((first, last)) = ends(&key) else { return };
        let owner = self.by_last.get(last).and_then(|owners| {
            owners.iter().find(|owner| ends(&fold(owner)).is_some_and(|(other, _)| are_one(first, other)))
        });
        let owner = owner.cloned();
        if owner.is_none() {
            for (map, word) in [(&mut self.by_last, last), (&mut self.by_first, first)] {
                map.entry(word.to_owned()).or_default().push(name.to_owned());
            }
        }
        let owner = owner.unwrap_or_else(|| name.to_owned());
        self.canonical.insert(key, owner);
    }

    /// People a mention stands for: one for a full name, and all with that surname, else all with that given name.
    fn owners(&self, kind: Kind, text: &str) -> Vec<String> {
        let key = fold(text);
        if kind == Kind::Person
            && let Some(owner) = self.canonical.get(&key)
        {
            return vec![owner.clone()];
        }
        if text.contains(' ') || (kind != Kind::Person && RULES.is_listed(text)) {
            return Vec::new();
        }
        let given = || (kind == Kind::Person).then(|| self.by_first.get(&key)).flatten();
        self.by_last.get(&key).or_else(given).cloned().unwrap_or_default()
    }
}

fn ends(name: &str) -> Option<(&str, &str)> {
    let name = name.trim_end_matches(" jr.").trim_end_matches(" jr").trim_end_matches(" sr.");
    Some((name.split(' ').next()?, name.rsplit(' ').next()?))
}

fn are_one(first: &str, other: &str) -> bool {
    let initial = |short: &str, long: &str| {
        let letters = short.trim_end_matches('.');
        letters.chars().count() == 1 && long.starts_with(letters)
    };
    first == other || initial(first, other) || initial(other, first)
}

/// Organisations named in full, by their initials and by their first words.
struct Orgs(HashMap<String, Option<String>>);

impl Orgs {
    fn of(mentions: &[Mention]) -> Self {
        let mut short: HashMap<String, Option<String>> = HashMap::new();
        let long =
            mentions.iter().filter(|mention| mention.kind == Kind::Org).map(|mention| without_article(&mention.text));
        let mut long: Vec<&str> = long.filter(|name| name.contains(' ')).collect();
        long.sort_unstable();
        long.dedup();
        for name in long {
            let initials = |all: bool| -> String {
                let words = name.split([' ', '-']).filter(|word| all || word.starts_with(char::is_uppercase));
                words.filter_map(|word| word.chars().next()).flat_map(char::to_uppercase).collect()
            };
            let mut keys = vec![initials(false), initials(true)];
            keys.dedup();
            keys.extend(name.split_once(' ').map(|(first, _)| first.to_owned()).filter(|word| word.len() > 3));
            for key in keys {
                // Two names it may be short for: then it stays itself.
                short.entry(key).and_modify(|owner| *owner = None).or_insert_with(|| Some(name.to_owned()));
            }
        }
        Self(short)
    }

    fn name(&self, text: &str) -> String {
        let bare = without_article(text);
        let key: String = bare.chars().filter(|c| *c != '.').collect();
        let owner = if RULES.is_listed(bare) { None } else { self.0.get(&key).cloned().flatten() };
        owner.unwrap_or_else(|| usual_case(bare))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn linked(mentions: &[(Kind, &str)]) -> Vec<String> {
        let mentions: Vec<Mention> =
            mentions.iter().map(|(kind, text)| Mention { kind: *kind, text: (*text).to_owned() }).collect();
        let Entities { person, org, place } = link(&mentions);
        person.iter().chain(&org).chain(&place).map(|entity| format!("{} {}", entity.name, entity.mentions)).collect()
    }

    #[test]
    fn short_mentions_count_for_the_full_name() {
        use Kind::{Org, Other, Person, Place};
        for (mentions, want) in [
            (&[(Person, "Gregory Harwood"), (Person, "Harwood"), (Other, "Harwood")][..], &["Gregory Harwood 3"][..]),
            (&[(Person, "G. Harwood"), (Person, "Gregory M. Harwood")], &["Gregory M. Harwood 2"]),
            (&[(Person, "Ann Holt"), (Person, "Ben Holt"), (Person, "Holt")], &["Ann Holt 2", "Ben Holt 2"]),
            (&[(Person, "Li Wenhao"), (Person, "Li")], &["Li Wenhao 2"]),
            (&[(Person, "Harwood")], &["Harwood 1"]),
            (&[(Person, "Ed Paris"), (Place, "Paris")], &["Ed Paris 1", "Paris 1"]),
            (
                &[(Org, "Tartu Harbour Trust"), (Org, "THT"), (Org, "the Tartu Harbour Trust")],
                &["Tartu Harbour Trust 3"],
            ),
            (&[(Place, "U.S."), (Place, "United States"), (Place, "US")], &["United States 3"]),
            (&[(Person, "ANN HOLT"), (Person, "Ann Holt")], &["Ann Holt 2"]),
        ] {
            assert_eq!(linked(mentions), want, "{mentions:?}");
        }
    }
}
