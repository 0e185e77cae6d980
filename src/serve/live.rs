//! The current generation: opened when it is published, kept by the requests that run until they end. A damaged or missing
//! index is a state that pages show.

use crate::desk::DeskError;
use crate::index::{Archive, Forgotten, Generation, IndexError};
use std::path::PathBuf;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

/// Time between two looks at what is published.
pub const LOOKS: Duration = Duration::from_millis(250);

/// What is served now.
pub struct Live {
    state: RwLock<LiveState>,
}

struct LiveState {
    /// What `current` pointed to when it was opened.
    target: Option<PathBuf>,
    opened: Result<Arc<Generation>, DeskError>,
}

impl Live {
    pub fn of(archive: &Archive) -> Self {
        Self { state: RwLock::new(LiveState::of(archive)) }
    }

    pub fn current(&self) -> Result<Arc<Generation>, DeskError> {
        self.state.read().unwrap_or_else(PoisonError::into_inner).opened.clone()
    }

    /// Opens what was published since; `true` if there was something.
    pub fn refresh(&self, archive: &Archive) -> bool {
        let target = target(archive);
        let is_same = |state: &LiveState| state.target == target && state.opened.is_ok();
        if is_same(&self.state.read().unwrap_or_else(PoisonError::into_inner)) {
            return false;
        }
        let next = LiveState::of(archive);
        let mut state = self.state.write().unwrap_or_else(PoisonError::into_inner);
        let changes = state.target != next.target || state.opened.is_ok() != next.opened.is_ok();
        // What is open stays in use if the new one cannot be read while it is being replaced.
        *state = next;
        changes
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
        Self { target, opened }
    }
}

/// What `current` points to: the target of a link, or the content of a plain file.
fn target(archive: &Archive) -> Option<PathBuf> {
    let current = archive.current();
    std::fs::read_link(&current).ok().or_else(|| std::fs::read_to_string(&current).ok().map(PathBuf::from))
}
