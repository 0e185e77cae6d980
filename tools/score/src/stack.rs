//! Work on a thread with as much stack as an ingest worker has: deep pages need it.

const STACK_BYTES: usize = 64 << 20;

/// Does the work and returns its result; a panic goes on in the caller.
pub fn on_deep_stack<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    std::thread::scope(|scope| {
        let worker = std::thread::Builder::new().stack_size(STACK_BYTES).spawn_scoped(scope, work);
        let worker = worker.expect("a thread can be started");
        worker.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic))
    })
}
