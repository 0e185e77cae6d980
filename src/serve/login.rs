//! Logins: a token for a session, kept in memory. Wrong tokens are answered more and more slowly.

use std::collections::HashMap;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

/// How long a session lasts without a request.
const LASTS: Duration = Duration::from_secs(12 * 3600);

/// Most sessions at once.
const MOST: usize = 10_000;

/// Name of the cookie.
pub const COOKIE: &str = "morgue_session";

/// Sessions by the hash of their secret.
#[derive(Default)]
pub struct Sessions {
    open: Mutex<HashMap<blake3::Hash, Instant>>,
    /// By the address they came from.
    failures: Mutex<HashMap<IpAddr, Failures>>,
}

struct Failures {
    in_a_row: u32,
    last: Instant,
}

/// Time after which wrong tokens no longer count.
const FORGIVEN: Duration = Duration::from_secs(15 * 60);

impl Sessions {
    /// Opens a session; returns its secret, or `None` if the system gives no random bytes.
    pub fn open(&self) -> Option<String> {
        let secret = random_text()?;
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        open.retain(|_, last| last.elapsed() < LASTS);
        if open.len() >= MOST {
            return None;
        }
        open.insert(blake3::hash(secret.as_bytes()), Instant::now());
        Some(secret)
    }

    /// Whether a secret is that of an open session, which then lasts on.
    pub fn knows(&self, secret: &str) -> bool {
        self.knows_at(secret, Instant::now())
    }

    fn knows_at(&self, secret: &str, now: Instant) -> bool {
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        let hash = blake3::hash(secret.as_bytes());
        match open.get_mut(&hash) {
            Some(last) if now.saturating_duration_since(*last) < LASTS => {
                *last = now;
                true
            }
            Some(_) => {
                open.remove(&hash);
                false
            }
            None => false,
        }
    }

    pub fn close(&self, secret: &str) {
        self.open.lock().unwrap_or_else(PoisonError::into_inner).remove(&blake3::hash(secret.as_bytes()));
    }

    /// How long the next try from an address must wait: nothing for the first three, then twice as long each time, up to a
    /// minute.
    pub fn wait(&self, client: IpAddr) -> Duration {
        let failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        let Some(own) = failures.get(&client).filter(|own| own.in_a_row >= 3) else { return Duration::ZERO };
        let pause = Duration::from_secs(1 << (own.in_a_row - 3).min(6)).min(Duration::from_secs(60));
        pause.saturating_sub(own.last.elapsed())
    }

    /// A wrong token came from an address.
    pub fn failed(&self, client: IpAddr) {
        let mut failures = self.failures.lock().unwrap_or_else(PoisonError::into_inner);
        failures.retain(|_, own| own.last.elapsed() < FORGIVEN);
        if failures.len() < MOST {
            let own = failures.entry(client).or_insert(Failures { in_a_row: 0, last: Instant::now() });
            own.in_a_row = own.in_a_row.saturating_add(1);
            own.last = Instant::now();
        }
    }

    /// A right token came from an address.
    pub fn succeeded(&self, client: IpAddr) {
        self.failures.lock().unwrap_or_else(PoisonError::into_inner).remove(&client);
    }
}

/// 128 random bits as text.
pub fn random_text() -> Option<String> {
    let mut bytes = [0u8; 16];
    getrandom::fill(&mut bytes).ok()?;
    Some(crate::text::hex(&bytes))
}

/// The value of a cookie in the headers of a request.
pub fn cookie<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    let pairs = header.split(';').filter_map(|pair| pair.trim().split_once('='));
    pairs.into_iter().find(|(known, _)| *known == name).map(|(_, value)| value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_session_is_known_by_its_secret_until_it_is_closed() {
        let sessions = Sessions::default();
        let (one, other) = (sessions.open().expect("opened"), sessions.open().expect("opened"));
        assert!(one != other && sessions.knows(&one) && sessions.knows(&other) && !sessions.knows("guess"));
        sessions.close(&one);
        assert!(!sessions.knows(&one) && sessions.knows(&other));
    }

    #[test]
    fn a_session_ends_when_nobody_used_it_for_hours() {
        let sessions = Sessions::default();
        let secret = sessions.open().expect("opened");
        let hour = Duration::from_secs(3600);
        let begun = Instant::now();
        assert!(sessions.knows_at(&secret, begun + 11 * hour) && sessions.knows_at(&secret, begun + 22 * hour));
        assert!(!sessions.knows_at(&secret, begun + 34 * hour));
        assert!(!sessions.knows_at(&secret, begun + 22 * hour), "it does not come back");
    }

    #[test]
    fn wrong_tokens_of_an_address_are_slowed_down_and_a_right_one_ends_that() {
        let sessions = Sessions::default();
        let (one, other) = (IpAddr::from([192, 0, 2, 1]), IpAddr::from([192, 0, 2, 2]));
        for _ in 0..3 {
            assert_eq!(sessions.wait(one), Duration::ZERO);
            sessions.failed(one);
        }
        assert!(sessions.wait(one) > Duration::from_millis(900));
        assert_eq!(sessions.wait(other), Duration::ZERO);
        (0..40).for_each(|_| sessions.failed(one));
        assert!(sessions.wait(one) > Duration::from_secs(55) && sessions.wait(one) <= Duration::from_secs(60));
        sessions.succeeded(one);
        assert_eq!(sessions.wait(one), Duration::ZERO);
    }

    #[test]
    fn cookies_are_found_by_name() {
        let header = "a=1; morgue_session=x=y; b";
        assert_eq!((cookie(header, COOKIE), cookie(header, "a"), cookie(header, "b")), (Some("x=y"), Some("1"), None));
    }
}
