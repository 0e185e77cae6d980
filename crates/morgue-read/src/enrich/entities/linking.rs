//! Mentions of one article to names: a surname to the full name, an acronym to its long form, listed places to one of
//! their names. A surname that two people of the article share counts for both.

use super::gazetteer::{is_listed_name, is_title};
use super::groups::Groups;
use super::labels::Kind;
use super::maps::FastMap;
use super::people::People;
use crate::article::{
    Entities, Entity, NameKind, NamedAt, is_country, name_key, nation_of, usual_name, without_office,
};
use std::collections::BTreeMap;

/// One mention: its kind, its words unchanged, and its position.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    pub kind: Kind,
    pub text: String,
    pub at: NamedAt,
}

/// What a mention means: the kind and key of a name. Other names have no kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Name {
    pub kind: Option<NameKind>,
    pub key: String,
}

/// The names that each mention may mean, in the order of mentions: the most likely first. People get their full names.
pub fn resolve(mentions: &[Mention]) -> Vec<Vec<Name>> {
    Linker::of(mentions).resolve()
}

/// Joins mentions into entities, most mentioned first.
pub(super) fn link(mentions: &[Mention]) -> Entities {
    let mut clusters: BTreeMap<Name, Cluster> = BTreeMap::new();
    for (mention, names) in mentions.iter().zip(resolve(mentions)) {
        let ambiguous = names.len() > 1;
        for name in names.into_iter().filter(|name| name.kind.is_some()) {
            clusters.entry(name).or_default().add(mention, ambiguous);
        }
    }
    let mut entities = Entities::default();
    for (Name { kind, key }, cluster) in clusters {
        if let Some(kind) = kind {
            entities.of_kind_mut(kind).push(cluster.entity(kind, &key));
        }
    }
    for kind in NameKind::ALL {
        let list = entities.of_kind_mut(kind);
        list.sort_by(|a, b| b.mentions.cmp(&a.mentions).then_with(|| a.name.cmp(&b.name)));
    }
    entities
}

/// Mentions of one name.
#[derive(Default)]
struct Cluster {
    forms: BTreeMap<String, u32>,
    at: Vec<NamedAt>,
    ambiguous: u32,
}

impl Cluster {
    fn add(&mut self, mention: &Mention, ambiguous: bool) {
        *self.forms.entry(mention.text.clone()).or_default() += 1;
        self.at.push(mention.at);
        self.ambiguous += u32::from(ambiguous);
    }

    fn entity(self, kind: NameKind, key: &str) -> Entity {
        let mut forms: Vec<(String, u32)> = self.forms.into_iter().collect();
        forms.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
        let forms: Vec<String> = forms.into_iter().map(|(form, _)| form).collect();
        // The form that matches the key, whatever its ending; the most common if none does.
        let own = |form: &&String| {
            let form = name_key(&bare(Kind::Org, form));
            form == key || kind == NameKind::Org && form.starts_with(key)
        };
        let name = match kind {
            NameKind::Nation => forms.first().and_then(|form| nation_of(form)).unwrap_or(key).to_owned(),
            NameKind::Person => forms.iter().find(|form| name_key(&bare(Kind::Person, form)) == key).map_or_else(
                || forms.first().map(|form| bare(Kind::Person, form)).unwrap_or_default(),
                |form| bare(Kind::Person, form),
            ),
            _ => bare(Kind::Org, forms.iter().find(own).or(forms.first()).map_or("", String::as_str)),
        };
        let mut at = self.at;
        at.sort_unstable();
        Entity { name, forms, mentions: at.len() as u32, ambiguous: self.ambiguous, at }
    }
}

/// A mention without words that are not part of the name, in its usual case.
fn bare(kind: Kind, text: &str) -> String {
    let mut name = text.trim_end_matches("'s").trim_end_matches("’s");
    name = name.strip_prefix("The ").or_else(|| name.strip_prefix("the ")).unwrap_or(name);
    if kind == Kind::Person {
        name = without_office(name);
    }
    while kind == Kind::Person
        && let Some((first, rest)) = name.split_once(' ')
        && is_title(first)
    {
        name = rest;
    }
    // `Ann Holt of Denmark`: the origin of a person is not part of the name.
    if kind == Kind::Person
        && let Some((own, from)) = name.split_once(" of ")
        && is_country(&name_key(from))
    {
        name = own;
    }
    usual_case(name)
}

/// The usual spelling of a name in all capitals that has several words, or is too long for an acronym.
fn usual_case(text: &str) -> String {
    let letters = text.chars().filter(|c| c.is_alphabetic()).count();
    let shout = (text.contains(' ') && letters > 4 || letters > 5) && !text.contains(char::is_lowercase);
    if !shout || text.contains('.') {
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

struct Linker {
    people: People,
    orgs: Groups,
    places: Groups,
    distinct: Vec<Distinct>,
    /// Index of the distinct mention for each mention.
    each: Vec<usize>,
    /// The kinds of a key in the article, with their counts.
    kinds: FastMap<String, [u32; 4]>,
}

/// Mentions of one kind with the same text.
struct Distinct {
    kind: Kind,
    bare: String,
    key: String,
    count: u32,
}

impl Linker {
    fn of(mentions: &[Mention]) -> Self {
        let mut known: FastMap<(Kind, &str), usize> = FastMap::default();
        let (mut distinct, mut each) = (Vec::<Distinct>::new(), Vec::with_capacity(mentions.len()));
        for mention in mentions {
            let next = distinct.len();
            let nth = *known.entry((mention.kind, &mention.text)).or_insert(next);
            if nth == next {
                let bare = bare(mention.kind, &mention.text);
                distinct.push(Distinct { kind: mention.kind, key: name_key(&bare), bare, count: 0 });
            }
            distinct[nth].count += 1;
            each.push(nth);
        }
        let full = |one: &&Distinct| one.kind == Kind::Person && is_full(&one.key);
        let people = People::of(distinct.iter().filter(full).map(|one| (one.bare.as_str(), one.count)));
        let group = |kind: Kind, name: NameKind| {
            Groups::of(name, distinct.iter().filter(|one| one.kind == kind).map(|one| one.key.as_str()))
        };
        let (orgs, places) = (group(Kind::Org, NameKind::Org), group(Kind::Place, NameKind::Place));
        let mut kinds: FastMap<String, [u32; 4]> = FastMap::default();
        for one in &distinct {
            kinds.entry(one.key.clone()).or_default()[one.kind as usize] += one.count;
        }
        Self { people, orgs, places, distinct, each, kinds }
    }

    /// The names that each mention may mean.
    fn resolve(&self) -> Vec<Vec<Name>> {
        let people: Vec<Vec<usize>> = self.distinct.iter().map(|one| self.people_of(one.kind, &one.key)).collect();
        let names: Vec<Vec<Name>> = (self.distinct.iter().zip(&people))
            .map(|(one, people)| match &people[..] {
                [] => vec![self.other(one.kind, &one.key)],
                people => people.iter().map(|&person| self.person(person)).collect(),
            })
            .collect();
        // Every mention of each person in full, and the latest of all.
        let mut full: FastMap<usize, Vec<usize>> = FastMap::default();
        for (nth, &one) in self.each.iter().enumerate() {
            let one = &self.distinct[one];
            if let Some(person) = self.people.full(&one.key).filter(|_| one.kind == Kind::Person) {
                full.entry(person).or_default().push(nth);
            }
        }
        let next_named = |person: usize, nth: usize| {
            let named = full.get(&person).map_or(&[][..], Vec::as_slice);
            named.get(named.partition_point(|&at| at < nth)).map_or(usize::MAX, |at| at - nth)
        };
        let mut last: FastMap<usize, usize> = FastMap::default();
        let mut resolved = Vec::with_capacity(self.each.len());
        for (nth, &one) in self.each.iter().enumerate() {
            if people[one].len() < 2 {
                if let [person] = people[one][..] {
                    last.insert(person, nth);
                }
                resolved.push(names[one].clone());
                continue;
            }
            let mut several: Vec<(usize, &Name)> = people[one].iter().copied().zip(&names[one]).collect();
            // The person named most recently; otherwise the one named next.
            several.sort_by_key(|(person, _)| match last.get(person) {
                Some(&at) => (0, nth - at),
                None => (1, next_named(*person, nth)),
            });
            last.insert(several[0].0, nth);
            resolved.push(several.into_iter().map(|(_, name)| name.clone()).collect());
        }
        resolved
    }

    fn person(&self, person: usize) -> Name {
        Name { kind: Some(NameKind::Person), key: name_key(self.people.name(person)) }
    }

    /// People that a mention may mean; empty if it means none.
    fn people_of(&self, kind: Kind, key: &str) -> Vec<usize> {
        if kind == Kind::Person {
            if let Some(person) = self.people.full(key) {
                return vec![person];
            }
            let named = self.people.surname(key).to_vec();
            return if named.is_empty() { self.people.given(key) } else { named };
        }
        // A mention with another label is a person if the article names one so, and the name is not known for anything
        // else.
        let known = nation_of(key).is_some()
            || is_listed_name(key)
            || [NameKind::Org, NameKind::Place].into_iter().any(|kind| usual_name(kind, key).is_some())
            || kind == Kind::Org && self.orgs.knows(key);
        match self.people.full(key) {
            Some(person) if kind == Kind::Other => vec![person],
            _ if known || key.contains(' ') => Vec::new(),
            _ => self.people.surname(key).to_vec(),
        }
    }

    fn other(&self, kind: Kind, key: &str) -> Name {
        if kind != Kind::Person
            && let Some(nation) = nation_of(key)
            && kind != Kind::Org
        {
            return Name { kind: Some(NameKind::Nation), key: name_key(nation) };
        }
        let seen = |kind: Kind| self.kinds.get(key).map_or(0, |counts| counts[kind as usize]);
        let (orgs, places) = (seen(Kind::Org), seen(Kind::Place));
        let named = |kind: NameKind, key: String| Name { kind: Some(kind), key };
        match kind {
            Kind::Person => named(NameKind::Person, key.to_owned()),
            // A country that acts is labelled as an organisation.
            Kind::Org if is_country(key) && !is_usual(NameKind::Org, key) => {
                named(NameKind::Place, self.places.key(key, true))
            }
            Kind::Org => named(NameKind::Org, self.orgs.key(key, true)),
            // A known organisation is one even if it is also a place: the White House.
            Kind::Place if key.contains(' ') && is_usual(NameKind::Org, key) && !is_usual(NameKind::Place, key) => {
                named(NameKind::Org, self.orgs.key(key, true))
            }
            Kind::Place => named(NameKind::Place, self.places.key(key, true)),
            Kind::Other if orgs > 0 || places == 0 && self.orgs.knows(key) => {
                named(NameKind::Org, self.orgs.key(key, true))
            }
            Kind::Other if places > 0 => named(NameKind::Place, self.places.key(key, true)),
            Kind::Other => {
                match [NameKind::Org, NameKind::Place].into_iter().find(|kind| usual_name(*kind, key).is_some()) {
                    Some(NameKind::Org) => named(NameKind::Org, self.orgs.key(key, false)),
                    Some(kind) => named(kind, self.places.key(key, false)),
                    None => Name { kind: None, key: key.to_owned() },
                }
            }
        }
    }
}

/// Whether a name is in the table of usual names.
fn is_usual(kind: NameKind, key: &str) -> bool {
    usual_name(kind, key).is_some()
}

/// Several words, the last of which is more than a single letter.
fn is_full(key: &str) -> bool {
    key.rsplit_once(' ').is_some_and(|(_, last)| last.chars().count() > 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    pub(in super::super) fn mentions(list: &[(Kind, &str)]) -> Vec<Mention> {
        let numbered = (0u32..).zip(list);
        let mention = |(nth, (kind, text)): (u32, &(Kind, &str))| Mention {
            kind: *kind,
            text: (*text).to_owned(),
            at: NamedAt(2, nth * 100, nth * 100 + text.len() as u32),
        };
        numbered.map(mention).collect()
    }

    fn linked(list: &[(Kind, &str)]) -> Vec<String> {
        let entities = link(&mentions(list));
        entities.each().map(|(_, entity)| format!("{} {}", entity.name, entity.mentions)).collect()
    }

    #[test]
    fn short_mentions_count_for_the_full_name() {
        use Kind::{Org, Other, Person, Place};
        for (mentions, want) in [
            (&[(Person, "Gregory Harwood"), (Person, "Harwood"), (Other, "Harwood")][..], &["Gregory Harwood 3"][..]),
            (&[(Person, "G. Harwood"), (Person, "Gregory M. Harwood")], &["Gregory M. Harwood 2"]),
            (&[(Person, "Ann Holt"), (Person, "Ben Holt"), (Person, "Holt")], &["Ann Holt 2", "Ben Holt 2"]),
            (&[(Person, "Li Wenhao"), (Person, "Li")], &["Li Wenhao 2"]),
            (&[(Person, "President Ilse van der Maas"), (Person, "Van der Maas")], &["Ilse van der Maas 2"]),
            (&[(Person, "Ann Holt of Denmark"), (Person, "Holt")], &["Ann Holt 2"]),
            (&[(Person, "Harwood")], &["Harwood 1"]),
            (&[(Person, "Ed Paris"), (Place, "Paris")], &["Ed Paris 1", "Paris 1"]),
            (
                &[(Org, "Tartu Harbour Trust"), (Org, "THT"), (Org, "the Tartu Harbour Trust")],
                &["Tartu Harbour Trust 3"],
            ),
            (&[(Org, "Tartu Harbour Trust"), (Other, "THT")], &["Tartu Harbour Trust 2"]),
            (&[(Org, "The Wall Street Journal"), (Org, "WSJ"), (Org, "Journal")], &["Wall Street Journal 3"]),
            (&[(Org, "Harbour Works Inc."), (Org, "Harbour Works")], &["Harbour Works 2"]),
            (&[(Place, "U.S."), (Place, "United States"), (Place, "US")], &["United States 3"]),
            (&[(Place, "U.S."), (Place, "US"), (Place, "U.S.")], &["U.S. 3"]),
            (&[(Other, "Russian"), (Other, "Russians"), (Place, "Russia")], &["Russia 1", "Russia 2"]),
            (&[(Person, "ANN HOLT"), (Person, "Ann Holt")], &["Ann Holt 2"]),
            (&[(Place, "TUSCALOOSA"), (Place, "Tuscaloosa")], &["Tuscaloosa 2"]),
        ] {
            assert_eq!(linked(mentions), want, "{mentions:?}");
        }
    }

    #[test]
    fn a_surname_of_two_people_is_marked_and_goes_to_the_one_named_last() {
        use Kind::Person;
        let list = mentions(&[
            (Person, "Ann Holt"),
            (Person, "Holt"),
            (Person, "Ben Holt"),
            (Person, "Holt"),
            (Person, "Ann Holt"),
            (Person, "Holt"),
        ]);
        let first: Vec<String> = resolve(&list).into_iter().map(|names| names[0].key.clone()).collect();
        assert_eq!(first, ["ann holt", "ann holt", "ben holt", "ben holt", "ann holt", "ann holt"]);
        let entities = link(&list);
        let counts: Vec<(u32, u32)> =
            entities.person.iter().map(|person| (person.mentions, person.ambiguous)).collect();
        assert_eq!(counts, [(5, 3), (4, 3)]);
    }
}
