//! Hits that are read on a thread of their own while others are written: reading an article is as much work as writing it
//! out, so that a long list takes half the time on two cores.

use super::search::Found;
use crate::archive::Hit;
use crate::query::ArchiveError;
use std::collections::VecDeque;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};
use std::thread;

/// Hits that go from one thread to the other at once, so that neither waits for each: fewer where they are long.
const BATCH: usize = 256;

/// Bytes of text after which a batch is handed over.
const BATCH_BYTES: usize = 1 << 20;

/// Batches that wait: more take memory and save nothing.
const WAITING: usize = 4;

type Batch = Vec<Result<Arc<Hit>, ArchiveError>>;

/// Hands the hits to `write`, in order. What it does not take is not read, but for a few batches.
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
        // A system that gives no thread gives the list all the same.
        if reader.spawn_scoped(scope, read).is_err() {
            return write(&mut found);
        }
        match hand.send(found) {
            Ok(()) => write(&mut batches.into_iter().flatten()),
            Err(unsent) => write(&mut { unsent.0 }),
        }
    })
}

/// Reads to the end, or until nobody takes what was read. Hits are kept until they were written, so that the thread that
/// took their memory gives it back: where the other one does, both wait for one lock, which takes a third more time
/// (110,000 articles as JSON Lines, glibc).
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
            // The others wait, or one of them is being written.
            if written.len() > WAITING + 1 {
                written.pop_front();
            }
        }
    }
    // Nobody is there to take the rest, or takes it.
    let _ = send.send(batch);
}
