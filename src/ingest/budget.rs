//! Back-pressure by bytes: what is on its way from file to index never takes more than a budget.

use crate::index::Permit;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Bytes that may be in flight.
#[derive(Debug)]
pub struct Budget {
    total: usize,
    state: Mutex<State>,
    returned: Condvar,
}

#[derive(Debug)]
struct State {
    free: usize,
    /// The run is over: no thread waits any longer.
    closed: bool,
}

/// Some bytes of a budget; dropping it gives them back.
#[derive(Debug)]
pub struct BytesPermit {
    budget: Arc<Budget>,
    bytes: usize,
}

impl Permit for BytesPermit {}

impl Budget {
    pub fn new(total: usize) -> Arc<Self> {
        let state = State { free: total, closed: false };
        Arc::new(Self { total, state: Mutex::new(state), returned: Condvar::new() })
    }

    /// Waits until `bytes` are free. A larger request counts as the whole budget.
    pub fn take(self: &Arc<Self>, bytes: usize) -> Arc<BytesPermit> {
        let bytes = bytes.min(self.total);
        let mut state = self.state.lock().unwrap_or_else(PoisonError::into_inner);
        while state.free < bytes && !state.closed {
            state = self.returned.wait(state).unwrap_or_else(PoisonError::into_inner);
        }
        state.free = state.free.saturating_sub(bytes);
        Arc::new(BytesPermit { budget: Arc::clone(self), bytes })
    }

    /// Lets all waiting and later threads through: bytes that are out may never be returned.
    pub fn close(&self) {
        self.state.lock().unwrap_or_else(PoisonError::into_inner).closed = true;
        self.returned.notify_all();
    }
}

impl Drop for BytesPermit {
    fn drop(&mut self) {
        self.budget.state.lock().unwrap_or_else(PoisonError::into_inner).free += self.bytes;
        self.budget.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nobody_waits_for_a_run_that_is_over() {
        let budget = Budget::new(10);
        let held = budget.take(10);
        let waiting = std::thread::spawn({
            let budget = Arc::clone(&budget);
            move || budget.take(10)
        });
        assert!(!waiting.is_finished(), "all bytes are held");
        budget.close();
        let (waited, late) = (waiting.join().expect("let through"), budget.take(4));
        assert_eq!((held.bytes, waited.bytes, late.bytes), (10, 10, 4));
        assert_eq!(budget.state.lock().expect("free").free, 0, "nothing came back");
    }

    #[test]
    fn a_taker_waits_for_bytes_to_come_back() {
        let budget = Budget::new(10);
        let first = budget.take(100);
        let waiting = std::thread::spawn({
            let budget = Arc::clone(&budget);
            move || drop(budget.take(4))
        });
        assert_eq!(budget.state.lock().expect("free").free, 0);
        drop(first);
        waiting.join().expect("taken");
        assert_eq!(budget.state.lock().expect("free").free, 10);
    }
}
