//! Which names of an archive are taken for one when it is asked: by the shipped table, by what the archive itself taught,
//! and by its users' own word, which goes before the others.

use super::naming::{NameKind, name_key, shipped_aliases};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// What the archive taught: a short name, or another spelling, and the name it stands for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnedName {
    pub kind: NameKind,
    pub short: String,
    pub name: String,
    /// Articles that bear it out, of those with anybody of that name.
    pub agree: u64,
    pub articles: u64,
}

/// What a user says of a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnName {
    pub name: String,
    /// Names that are taken for it.
    #[serde(default)]
    pub also: Vec<String>,
    /// Names that are not, whatever else says so.
    #[serde(default)]
    pub apart: Vec<String>,
}

/// Why a name belongs to a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// The shipped table says so.
    Shipped,
    /// So many of so many articles bear it out.
    Learned { agree: u64, articles: u64 },
    /// The user says so.
    Own,
}

/// Names that are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    pub kind: NameKind,
    /// How it is shown.
    pub name: String,
    /// By key, with a spelling; the name itself is among them.
    pub members: BTreeMap<String, (String, Reason)>,
}

/// All classes of an archive.
#[derive(Debug, Clone, Default)]
pub struct Names {
    classes: Vec<Class>,
    by_key: HashMap<(NameKind, String), usize>,
}

impl Names {
    /// From the shipped table, what was learned and what users say.
    pub fn of(learned: &[LearnedName], own: &[(NameKind, OwnName)]) -> Self {
        let mut names = Self::default();
        for alias in shipped_aliases() {
            for other in &alias.others {
                names.join(alias.kind, alias.name, other, Reason::Shipped);
            }
        }
        for LearnedName { kind, short, name, agree, articles } in learned {
            names.join(*kind, name, short, Reason::Learned { agree: *agree, articles: *articles });
        }
        for (kind, own) in own {
            for other in &own.also {
                // What is said anew of a name takes it out of where it was.
                names.part(*kind, other);
                names.join(*kind, &own.name, other, Reason::Own);
            }
            if let Some(&class) = names.by_key.get(&(*kind, name_key(&own.name))) {
                own.name.clone_into(&mut names.classes[class].name);
            }
            for other in &own.apart {
                names.part(*kind, other);
            }
        }
        names
    }

    fn join(&mut self, kind: NameKind, name: &str, other: &str, reason: Reason) {
        let (key, other_key) = (name_key(name), name_key(other));
        if key.is_empty()
            || other_key.is_empty()
            || self.by_key.contains_key(&(kind, other_key.clone())) && key != other_key
        {
            return;
        }
        let fresh = self.classes.len();
        let class = *self.by_key.entry((kind, key.clone())).or_insert(fresh);
        if class == fresh {
            let members = BTreeMap::from([(key, (name.to_owned(), reason))]);
            self.classes.push(Class { kind, name: name.to_owned(), members });
        }
        self.classes[class].members.entry(other_key.clone()).or_insert_with(|| (other.to_owned(), reason));
        self.by_key.insert((kind, other_key), class);
    }

    fn part(&mut self, kind: NameKind, name: &str) {
        let key = name_key(name);
        if let Some(class) = self.by_key.remove(&(kind, key.clone())) {
            self.classes[class].members.remove(&key);
        }
    }

    /// The class a name belongs to.
    pub fn class(&self, kind: NameKind, name: &str) -> Option<&Class> {
        let class = self.by_key.get(&(kind, name_key(name)))?;
        self.classes.get(*class).filter(|class| class.members.len() > 1)
    }

    /// How a name is shown: that of its class, or as it is.
    pub fn shown<'n>(&'n self, kind: NameKind, name: &'n str) -> &'n str {
        self.class(kind, name).map_or(name, |class| &class.name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn learned(short: &str, name: &str) -> LearnedName {
        LearnedName { kind: NameKind::Person, short: short.into(), name: name.into(), agree: 9, articles: 10 }
    }

    fn own(name: &str, also: &[&str], apart: &[&str]) -> (NameKind, OwnName) {
        let list = |names: &[&str]| names.iter().map(ToString::to_string).collect();
        (NameKind::Person, OwnName { name: name.into(), also: list(also), apart: list(apart) })
    }

    #[test]
    fn users_have_the_last_word() {
        use NameKind::{Person, Place};
        let taught = [learned("Harwood", "Gregory Harwood"), learned("Gregory M. Harwood", "Gregory Harwood")];
        let names = Names::of(&taught, &[]);
        assert_eq!(names.shown(Person, "Harwood"), "Gregory Harwood");
        assert_eq!(names.class(Person, "gregory harwood").expect("a class").members.len(), 3);
        assert_eq!(names.shown(Place, "U.S."), "United States");
        assert_eq!(names.shown(Place, "Harwood"), "Harwood");
        let parted = Names::of(&taught, &[own("Gregory Harwood", &[], &["Harwood"])]);
        assert_eq!(parted.shown(Person, "Harwood"), "Harwood");
        assert_eq!(parted.shown(Person, "Gregory M. Harwood"), "Gregory Harwood");
        let merged = Names::of(&taught, &[own("Greg Harwood", &["Gregory Harwood", "Harwood"], &[])]);
        assert_eq!(merged.shown(Person, "Harwood"), "Greg Harwood");
        assert_eq!(merged.class(Person, "Harwood").expect("a class").members["harwood"].1, Reason::Own);
    }
}
