//! Tokens of feeds: feed readers cannot log in, so each subscribed search has a secret address, which can be revoked. Only the
//! hash of a secret is kept.

use super::login::random_text;
use super::problem::Problem;
use crate::index::{Archive, write_atomically};
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

const NAME: &str = "feeds.json";

/// Most subscriptions.
const MOST: usize = 1_000;

/// A subscribed search.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Subscription {
    /// The parameters of its address.
    pub search: String,
    /// Hash of its secret.
    hash: String,
    /// When it was made, ISO 8601 in UTC.
    pub made: String,
}

impl Subscription {
    /// A name for it that is no secret.
    pub fn id(&self) -> &str {
        self.hash.get(..16).unwrap_or(&self.hash)
    }
}

/// All subscriptions of an archive.
pub struct Feeds {
    file: PathBuf,
    all: Mutex<Vec<Subscription>>,
}

impl Feeds {
    /// A file that cannot be read has no subscriptions.
    pub fn of(archive: &Archive) -> Self {
        let file = archive.user().join(NAME);
        let read = std::fs::read(&file).ok().and_then(|bytes| serde_json::from_slice(&bytes).ok());
        Self { file, all: Mutex::new(read.unwrap_or_default()) }
    }

    pub fn all(&self) -> Vec<Subscription> {
        self.all.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Whether a secret is that of the subscription of a search.
    pub fn allows(&self, search: &str, secret: &str) -> bool {
        let hash = blake3::hash(secret.as_bytes());
        let all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        all.iter().any(|one| one.search == search && blake3::Hash::from_hex(&one.hash).is_ok_and(|known| known == hash))
    }

    /// Subscribes a search; returns the secret, which is shown once.
    pub fn add(&self, search: &str, made: String) -> Result<String, Problem> {
        let secret = random_text().ok_or_else(Problem::internal)?;
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        if all.len() >= MOST {
            return Err(Problem::usage(format!("{MOST} feeds have a token already")).with_hint("revoke one of them"));
        }
        let mut next = all.clone();
        let hash = blake3::hash(secret.as_bytes()).to_hex().to_string();
        next.push(Subscription { search: search.to_owned(), hash, made });
        self.write(&next)?;
        *all = next;
        Ok(secret)
    }

    /// Revokes a subscription; `false` if there is none.
    pub fn revoke(&self, id: &str) -> Result<bool, Problem> {
        let mut all = self.all.lock().unwrap_or_else(PoisonError::into_inner);
        let next: Vec<Subscription> = all.iter().filter(|one| one.id() != id).cloned().collect();
        let revoked = next.len() < all.len();
        if revoked {
            self.write(&next)?;
            *all = next;
        }
        Ok(revoked)
    }

    fn write(&self, all: &[Subscription]) -> Result<(), Problem> {
        if let Some(folder) = self.file.parent() {
            std::fs::create_dir_all(folder)?;
        }
        let text = serde_json::to_vec_pretty(all).map_err(|_| Problem::internal())?;
        Ok(write_atomically(&self.file, &text)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_feed_has_its_own_secret_which_can_be_revoked() {
        let folder = tempfile::tempdir().expect("a folder");
        let archive = Archive::at(folder.path());
        let feeds = Feeds::of(&archive);
        let secret = feeds.add("q=Taiwan", "2024-01-01T00:00:00Z".to_owned()).expect("added");
        assert!(feeds.allows("q=Taiwan", &secret) && !feeds.allows("q=*", &secret) && !feeds.allows("q=Taiwan", "x"));
        // The secret itself is in no file.
        assert!(!std::fs::read_to_string(archive.user().join(NAME)).expect("read").contains(&secret));
        let again = Feeds::of(&archive);
        assert!(again.allows("q=Taiwan", &secret));
        let id = again.all()[0].id().to_owned();
        assert!(again.revoke(&id).expect("revoked") && !again.revoke(&id).expect("read"));
        assert!(!Feeds::of(&archive).allows("q=Taiwan", &secret));
    }
}
