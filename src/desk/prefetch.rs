//! Reads hits on a separate thread while others are written: reading an article is as much work as writing it, so that
//! a long list takes half the time on two cores.

use super::search::Found;
use crate::archive::Hit;
use crate::query::ArchiveError;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Number of hits per batch, so that the threads do not wait for each hit: fewer if they are long.
const BATCH: usize = 256;

/// Bytes of text after which a batch is handed over.
const BATCH_BYTES: usize = 1 << 20;

/// Number of batches that wait: more take memory and save nothing.
const WAITING: usize = 4;

type Batch = Vec<Result<Arc<Hit>, ArchiveError>>;

/// Passes the hits to `write`, in order. Apart from a few batches, reads only what it takes.
pub fn prefetch<T>(
    mut found: Found,
    write: impl FnOnce(&mut dyn Iterator<Item = Result<Arc<Hit>, ArchiveError>>) -> T,
) -> T {
    let (hand, taken) = sync_channel(1);
    let (send, batches) = sync_channel(WAITING);
    thread::scope(|scope| {
        let reader = thread::Builder::new().name("reader".to_owned());
        let read = move || {
            if let Ok(found) = taken.recv() {
                read_on(found, &send);
            }
        };
        // If the system cannot start a thread, the list is written without one.
        if reader.spawn_scoped(scope, read).is_err() {
            return write(&mut found);
        }
        match hand.send(found) {
            Ok(()) => write(&mut batches.into_iter().flatten()),
            Err(unsent) => write(&mut { unsent.0 }),
        }
    })
}

/// Reads to the end, or until the receiver stops. Hits are kept until they were written, so that the thread that
/// allocated their memory frees it: otherwise both threads wait for one lock, which takes a third more time (110,000
/// articles as JSON Lines, glibc).
fn read_on(found: Found, send: &SyncSender<Batch>) {
    let mut written: VecDeque<Vec<Arc<Hit>>> = VecDeque::new();
    let (mut batch, mut bytes) = (Batch::new(), 0);
    for hit in found {
        bytes += hit.as_ref().map_or(0, |hit| hit.zones.story.len());
        batch.push(hit);
        if batch.len() == BATCH || bytes >= BATCH_BYTES {
            bytes = 0;
            written.push_back(batch.iter().filter_map(|hit| hit.as_ref().ok()).map(Arc::clone).collect());
            if send.send(std::mem::take(&mut batch)).is_err() {
                return;
            }
            // The others are waiting, or one of them is being written.
            if written.len() > WAITING + 1 {
                written.pop_front();
            }
        }
    }
    // Nobody takes the rest.
    let _ = send.send(batch);
}
