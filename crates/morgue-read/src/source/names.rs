//! Names of a container's members to their places: a second member of one name gets a place of its own.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// The names that were given so far, by hash: archives may hold a million.
#[derive(Default)]
pub(super) struct Names(HashMap<u64, u32>);

impl Names {
    /// The place of the next member of this name: `!name`, then `!name@2`.
    pub(super) fn place(&mut self, name: &str) -> String {
        let count = self.0.get(&hash(name)).copied().unwrap_or(0);
        let mut place = format!("!{name}");
        let mut number = count;
        // A member may bear the name that a second one of another name would get.
        while number > 0 && (number == count || self.0.contains_key(&hash(&place[1..]))) {
            number += 1;
            place = format!("!{name}@{number}");
        }
        self.0.insert(hash(name), number.max(1));
        if number > 0 {
            self.0.insert(hash(&place[1..]), 1);
        }
        place
    }
}

fn hash(name: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_member_has_a_place_of_its_own() {
        let mut names = Names::default();
        let given = ["a", "b", "a", "a", "c@2", "c", "c", "c", "a"];
        let places: Vec<String> = given.iter().map(|name| names.place(name)).collect();
        assert_eq!(places, ["!a", "!b", "!a@2", "!a@3", "!c@2", "!c", "!c@3", "!c@4", "!a@4"]);
    }
}
