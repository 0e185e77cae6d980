//! How the page is served.

use std::net::{IpAddr, SocketAddr};
use std::path::PathBuf;
use std::time::Duration;

/// The settings of a server.
#[derive(Debug, Clone)]
pub struct Settings {
    pub listen: SocketAddr,
    /// Names by which browsers may call it, besides those of this machine alone and the address it listens on.
    pub hosts: Vec<String>,
    /// The proxy in front of it: only its forwarded headers count.
    pub proxy: Option<IpAddr>,
    /// What a reader must know; required where others can connect.
    pub token: Option<Token>,
    pub log: LogChoice,
    /// Longest time of an answer.
    pub deadline: Duration,
    /// Bytes by which the memory of the process may grow while an answer is made.
    pub memory: u64,
    /// The program that reads PDF files and workbooks in a process of its own.
    pub isolated_reader: Option<PathBuf>,
    /// Answers that are made at once; further requests wait.
    pub at_once: usize,
}

/// What is logged, as a line of JSON for each request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum LogChoice {
    #[default]
    Nothing,
    /// Everything but what was searched.
    Requests,
    /// Also what was searched.
    Queries,
}

/// A secret that is compared in constant time and never printed.
#[derive(Clone)]
pub struct Token(blake3::Hash);

impl Token {
    /// The token of a text; `None` if it is too short to be a secret.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.trim();
        (text.len() >= SHORTEST).then(|| Self(blake3::hash(text.as_bytes())))
    }

    /// Whether a text is the token. Hashes are compared, in constant time.
    pub fn is(&self, text: &str) -> bool {
        self.0 == blake3::hash(text.trim().as_bytes())
    }
}

/// Fewest bytes of a token: 16 letters of a random text cannot be guessed.
const SHORTEST: usize = 16;

impl std::fmt::Debug for Token {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Token")
    }
}

impl Settings {
    /// Whether others than the users of this machine can connect.
    pub fn is_open(&self) -> bool {
        !self.listen.ip().is_loopback() || self.proxy.is_some()
    }

    /// Whether browsers may call the server by this name.
    pub fn allows_host(&self, host: &str) -> bool {
        let name = host_name(host).to_ascii_lowercase();
        let own = [self.listen.ip().to_string(), "localhost".to_owned(), "127.0.0.1".to_owned(), "::1".to_owned()];
        let is_own = !self.listen.ip().is_unspecified() && name == own[0];
        is_own || own[1..].contains(&name) || self.hosts.iter().any(|known| known.eq_ignore_ascii_case(&name))
    }
}

/// The name of a `Host` header, without its port.
fn host_name(host: &str) -> &str {
    let host = host.trim();
    if let Some(inside) = host.strip_prefix('[') {
        let (name, port) = inside.split_once(']').unwrap_or_default();
        let is_port =
            |port: &str| port.strip_prefix(':').is_some_and(|port| port.bytes().all(|byte| byte.is_ascii_digit()));
        return if port.is_empty() || is_port(port) { name } else { "" };
    }
    host.rsplit_once(':')
        .filter(|(_, port)| port.bytes().all(|byte| byte.is_ascii_digit()))
        .map_or(host, |(name, _)| name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_known_names_are_served() {
        let settings = Settings {
            listen: "127.0.0.1:8765".parse().expect("an address"),
            hosts: vec!["news.example".to_owned()],
            proxy: None,
            token: None,
            log: LogChoice::Nothing,
            deadline: Duration::from_secs(5),
            memory: 1 << 30,
            isolated_reader: None,
            at_once: 2,
        };
        for (host, want) in [
            ("127.0.0.1:8765", true),
            ("localhost", true),
            ("LOCALHOST:1", true),
            ("[::1]:8765", true),
            ("news.example", true),
            ("news.example:443", true),
            ("evil.example", false),
            ("127.0.0.1.evil.example:8765", false),
            ("localhost.evil.example", false),
            ("[::1]evil.example", false),
            ("[::1]:80:evil.example", false),
            ("", false),
        ] {
            assert_eq!(settings.allows_host(host), want, "{host}");
        }
    }

    #[test]
    fn a_token_is_long_and_is_not_printed() {
        assert!(Token::of("short").is_none());
        let token = Token::of("a long enough secret\n").expect("long");
        assert!(token.is("a long enough secret") && !token.is("a long enough secrets"));
        assert_eq!(format!("{token:?}"), "Token");
    }
}
