//! Work for a request: on a thread where it may block, a few at once, with a short queue, a deadline, a budget of memory, and
//! an end when the client leaves.

use super::problem::Problem;
use super::site::Site;
use crate::ingest::own_memory;
use crate::query::Cancel;
use std::future::pending;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;
use tokio::sync::OwnedSemaphorePermit;
use tokio::time::{sleep, timeout};

/// Longest time in the queue.
const PATIENCE: Duration = Duration::from_secs(2);

/// Time that a cancelled search has to end by itself, before its client is answered.
const GRACE: Duration = Duration::from_millis(500);

/// Time between two looks at the memory of the process.
const LOOKED: Duration = Duration::from_millis(20);

/// A place among the answers that are made at once; it is given back when it is dropped.
pub struct Turn {
    _waiting: OwnedSemaphorePermit,
    _running: OwnedSemaphorePermit,
}

/// Waits for a place; refused if too many wait, or too long.
pub async fn turn(site: &Site) -> Result<Turn, Problem> {
    let busy = || {
        site.counters.busy.fetch_add(1, Ordering::Relaxed);
        Problem::busy()
    };
    let waiting = Arc::clone(&site.waiting).try_acquire_owned().map_err(|_| busy())?;
    let running = timeout(PATIENCE, Arc::clone(&site.running).acquire_owned()).await.map_err(|_| busy())?;
    Ok(Turn { _waiting: waiting, _running: running.map_err(|_| Problem::internal())? })
}

/// Cancels a search when its client is no longer there.
pub struct CancelOnDrop(pub Cancel);

impl Drop for CancelOnDrop {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Does something that may block, and answers with what it returns.
pub async fn work<T: Send + 'static>(
    site: &Arc<Site>,
    job: impl FnOnce(&Site, &Cancel) -> Result<T, Problem> + Send + 'static,
) -> Result<T, Problem> {
    let turn = turn(site).await?;
    let cancel = Cancel::default();
    let guard = CancelOnDrop(cancel.clone());
    let (own, flag) = (Arc::clone(site), cancel.clone());
    let mut running = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        job(&own, &flag)
    });
    let deadline = site.settings.deadline;
    let over = tokio::select! {
        outcome = &mut running => {
            drop(guard);
            return outcome.unwrap_or_else(|_| Err(Problem::internal()));
        }
        () = sleep(deadline) => {
            site.counters.late.fetch_add(1, Ordering::Relaxed);
            Problem::late(deadline.as_secs_f64())
        }
        () = outgrown(site.settings.memory) => {
            site.counters.large.fetch_add(1, Ordering::Relaxed);
            Problem::large(site.settings.memory)
        }
    };
    cancel.cancel();
    match timeout(GRACE, running).await {
        // It was complete in spite of it.
        Ok(Ok(Ok(done))) => Ok(done),
        _ => Err(over),
    }
}

/// Ends when the process has grown by more than these bytes since it was called: by the answer that waits for it, or by those
/// that are made at the same time.
async fn outgrown(budget: u64) {
    let Some(before) = own_memory() else { return pending().await };
    loop {
        sleep(LOOKED).await;
        if own_memory().is_some_and(|now| now.saturating_sub(before) > budget) {
            return;
        }
    }
}
