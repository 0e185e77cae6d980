//! Back-pressure by bytes: what is on its way from file to index never holds more than a budget.

use crate::index::Permit;
use std::sync::{Arc, Condvar, Mutex, PoisonError};

/// Bytes that may be in flight.
#[derive(Debug)]
pub struct Budget {
    total: usize,
    free: Mutex<usize>,
    returned: Condvar,
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
        Arc::new(Self { total, free: Mutex::new(total), returned: Condvar::new() })
    }

    /// Waits until `bytes` are free. More than the whole budget is taken as the whole budget.
    pub fn take(self: &Arc<Self>, bytes: usize) -> Arc<BytesPermit> {
        let bytes = bytes.min(self.total);
        let mut free = self.free.lock().unwrap_or_else(PoisonError::into_inner);
        while *free < bytes {
            free = self.returned.wait(free).unwrap_or_else(PoisonError::into_inner);
        }
        *free -= bytes;
        Arc::new(BytesPermit { budget: Arc::clone(self), bytes })
    }
}

impl Drop for BytesPermit {
    fn drop(&mut self) {
        *self.budget.free.lock().unwrap_or_else(PoisonError::into_inner) += self.bytes;
        self.budget.returned.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_taker_waits_for_bytes_to_come_back() {
        let budget = Budget::new(10);
        let first = budget.take(100);
        let waiting = std::thread::spawn({
            let budget = Arc::clone(&budget);
            move || drop(budget.take(4))
        });
        assert_eq!(*budget.free.lock().expect("free"), 0);
        drop(first);
        waiting.join().expect("taken");
        assert_eq!(*budget.free.lock().expect("free"), 10);
    }
}
