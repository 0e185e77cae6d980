//! The caller: what the desk needs to know about the process that it serves, and does not find out by itself.

use crate::index::Holder;
use jiff::Timestamp;
use jiff::civil::Date;
use std::path::PathBuf;

/// A client's process, clock and folders.
pub struct Caller {
    /// How the program was called.
    pub argv: Vec<String>,
    pub pid: u32,
    /// Name of the machine.
    pub host: String,
    /// The time now.
    pub clock: fn() -> Timestamp,
    /// The client's current day, from which relative dates count.
    pub today: fn() -> Date,
    /// Name of its time zone, if it has one. Called only if needed: reading it takes time.
    pub time_zone: fn() -> Option<String>,
    /// The folder that relative paths start from.
    pub here: PathBuf,
    pub homes: Homes,
}

/// The folders of a user in which programs keep their files; `None` without a home.
#[derive(Debug, Clone, Default)]
pub struct Homes {
    pub data: Option<PathBuf>,
    pub cache: Option<PathBuf>,
    pub state: Option<PathBuf>,
}

impl Caller {
    /// The time now, to the second, ISO 8601 in UTC.
    pub fn second(&self) -> String {
        let now = (self.clock)();
        Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
    }

    /// This process, for a lock.
    pub fn holder(&self) -> Holder {
        let command = self.argv.iter().take(6).cloned().collect::<Vec<_>>().join(" ");
        Holder { pid: self.pid, host: self.host.clone(), start: self.second(), command }
    }
}
