//! Names of a container's members to locators: a second member with the same name gets a locator of its own.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Hashes of the names so far: archives may hold a million.
#[derive(Default)]
pub(super) struct MemberLocators(HashMap<u64, u32>);

impl MemberLocators {
    /// The locator of the next member with this name: `!name`, then `!name@2`.
    pub(super) fn place(&mut self, name: &str) -> String {
        let count = self.0.get(&hash(name)).copied().unwrap_or(0);
        let mut place = format!("!{name}");
        let mut number = count;
        // A member may have the very name that is made up for the second one of another name.
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
        let mut names = MemberLocators::default();
        let given = ["a", "b", "a", "a", "c@2", "c", "c", "c", "a"];
        let places: Vec<String> = given.iter().map(|name| names.place(name)).collect();
        assert_eq!(places, ["!a", "!b", "!a@2", "!a@3", "!c@2", "!c", "!c@3", "!c@4", "!a@4"]);
    }
}
