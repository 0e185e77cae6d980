//! What all requests share: the archive, its current generation, who is logged in, and what was counted.

use super::counters::Counters;
use super::feeds::Feeds;
use super::live::Live;
use super::login::Sessions;
use super::settings::Settings;
use crate::desk::{Caller, DeskError};
use crate::index::{Archive, Generation};
use std::sync::Arc;
use std::sync::atomic::AtomicBool;
use tokio::sync::Semaphore;

/// Requests that wait for their turn, for each that is answered.
const QUEUE: usize = 8;

/// Exports that are written at once. They wait for their readers, and so do not count as searches.
pub const EXPORTS: usize = 8;

/// What all requests share.
pub struct Site {
    pub archive: Archive,
    pub caller: Caller,
    pub settings: Settings,
    pub live: Live,
    pub sessions: Sessions,
    pub feeds: Feeds,
    pub counters: Counters,
    /// Answers that may be made now.
    pub running: Arc<Semaphore>,
    /// Exports that may be written now.
    pub exporting: Arc<Semaphore>,
    /// Whether the server is ending.
    pub ending: AtomicBool,
    /// Requests that may be running or waiting.
    pub waiting: Arc<Semaphore>,
}

impl Site {
    pub fn new(archive: Archive, caller: Caller, settings: Settings) -> Self {
        let at_once = settings.at_once.max(1);
        Self {
            live: Live::of(&archive),
            sessions: Sessions::default(),
            feeds: Feeds::of(&archive),
            counters: Counters::default(),
            running: Arc::new(Semaphore::new(at_once)),
            exporting: Arc::new(Semaphore::new(EXPORTS)),
            ending: AtomicBool::new(false),
            waiting: Arc::new(Semaphore::new(at_once * (1 + QUEUE))),
            archive,
            caller,
            settings,
        }
    }

    /// The generation that answers now.
    pub fn generation(&self) -> Result<Arc<Generation>, DeskError> {
        self.live.current()
    }
}
