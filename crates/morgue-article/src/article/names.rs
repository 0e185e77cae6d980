//! Which names of an archive count as one in a query: by the embedded table, by what was learned from the archive, and
//! by the user's own names, which take precedence.

use super::naming::{NameKind, name_key, shipped_aliases};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};

/// A pair learned from the archive: a short name, or another spelling, and the name it means.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LearnedName {
    pub kind: NameKind,
    pub short: String,
    pub name: String,
    /// Articles that confirm it, of those with anybody of that name.
    pub agree: u64,
    pub articles: u64,
}

/// A user's statement about a name.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OwnName {
    pub name: String,
    /// Names that count as the same.
    #[serde(default)]
    pub also: Vec<String>,
    /// Names that do not, whatever other sources say.
    #[serde(default)]
    pub apart: Vec<String>,
}

/// Why a name belongs to a class.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Reason {
    /// From the embedded table.
    Shipped,
    /// Learned: `agree` of `articles` articles confirm it.
    Learned { agree: u64, articles: u64 },
    /// From the user.
    Own,
}

/// Names that count as one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Class {
    pub kind: NameKind,
    /// The name that is shown.
    pub name: String,
    /// By key, with a spelling; includes the name itself.
    pub members: BTreeMap<String, (String, Reason)>,
}

/// All classes of an archive.
#[derive(Debug, Clone, Default)]
pub struct Names {
    classes: Vec<Class>,
    by_key: HashMap<(NameKind, String), usize>,
}

impl Names {
    /// Builds the classes from the embedded table, learned names and the user's names.
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
                // A new statement about a name removes it from its previous class.
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

    /// The class of a name.
    pub fn class(&self, kind: NameKind, name: &str) -> Option<&Class> {
        let class = self.by_key.get(&(kind, name_key(name)))?;
        self.classes.get(*class).filter(|class| class.members.len() > 1)
    }

    /// The name that is shown: that of its class, or the name itself.
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
        let separated = Names::of(&taught, &[own("Gregory Harwood", &[], &["Harwood"])]);
        assert_eq!(separated.shown(Person, "Harwood"), "Harwood");
        assert_eq!(separated.shown(Person, "Gregory M. Harwood"), "Gregory Harwood");
        let merged = Names::of(&taught, &[own("Greg Harwood", &["Gregory Harwood", "Harwood"], &[])]);
        assert_eq!(merged.shown(Person, "Harwood"), "Greg Harwood");
        assert_eq!(merged.class(Person, "Harwood").expect("a class").members["harwood"].1, Reason::Own);
    }
}
