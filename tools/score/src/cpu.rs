//! Processor time of the calling thread, where the system gives it (Linux).

use std::time::Instant;

/// Seconds that this thread ran on a processor so far.
fn thread_seconds() -> Option<f64> {
    let stat = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = stat.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}

/// The result of some work, and its processor time in seconds; on other systems the time that passed.
pub fn timed<T>(work: impl FnOnce() -> T) -> (T, f64) {
    let (started, clock) = (thread_seconds(), Instant::now());
    let result = work();
    let seconds = match started.zip(thread_seconds()) {
        Some((started, ended)) => ended - started,
        None => clock.elapsed().as_secs_f64(),
    };
    (result, seconds.max(f64::EPSILON))
}
