//! The current generation: opened when it is published, kept by the requests that run until they end. A damaged or missing
//! index is a state that pages show.

use crate::desk::DeskError;
use crate::index::{Archive, Forgotten, Generation, IndexError};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

/// Time between two looks at what is published.
pub const LOOKS: Duration = Duration::from_millis(250);

/// Time between two tries to open what cannot be opened.
const RETRIES: Duration = Duration::from_secs(2);

/// What is served now.
pub struct Live {
    state: RwLock<LiveState>,
}

struct LiveState {
    /// What `current` pointed to when it was opened.
    target: Option<PathBuf>,
    opened: Result<Arc<Generation>, DeskError>,
    tried: Instant,
}

impl Live {
    pub fn of(archive: &Archive) -> Self {
        Self { state: RwLock::new(LiveState::of(archive)) }
    }

    pub fn current(&self) -> Result<Arc<Generation>, DeskError> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).opened.clone()
    }

    /// Opens what was published since. What is open stays in use if the new one cannot be read, as long as it is there.
    pub fn refresh(&self, archive: &Archive) {
        let target = target(archive);
        let state = self.state.read().unwrap_or_else(PoisonError::into_inner);
        let is_known = state.target == target;
        let stays = state.opened.as_ref().is_ok_and(|opened| opened.folder.is_dir());
        if is_known && (stays || state.tried.elapsed() < RETRIES) {
            return;
        }
        drop(state);
        let next = LiveState::of(archive);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        if next.opened.is_err() && stays {
            (state.target, state.tried) = (next.target, next.tried);
        } else {
            *state = next;
        }
    }

    /// A generation by its number, if it is still kept and holds nothing that was forgotten since.
    pub fn numbered(&self, archive: &Archive, number: u64) -> Result<Option<Arc<Generation>>, DeskError> {
        let current = self.current()?;
        if current.manifest.generation == number {
            return Ok(Some(current));
        }
        let folder = archive.generations().join(format!("{number:06}"));
        if !folder.is_dir() {
            return Ok(None);
        }
        let opened = match Generation::at(folder) {
            Ok(opened) => opened,
            Err(IndexError::Missing(_)) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let is_gone = opened.holds_any(&Forgotten::read(archive)?)?;
        Ok((!is_gone).then(|| Arc::new(opened)))
    }
}

impl LiveState {
    fn of(archive: &Archive) -> Self {
        let target = target(archive);
        let opened = Generation::open(archive).map(Arc::new).map_err(DeskError::from);
        Self { target, opened, tried: Instant::now() }
    }
}

/// What `current` points to: the target of a link, or the content of a plain file.
fn target(archive: &Archive) -> Option<PathBuf> {
    let current = archive.current();
    std::fs::read_link(&current).ok().or_else(|| std::fs::read_to_string(&current).ok().map(PathBuf::from))
}
