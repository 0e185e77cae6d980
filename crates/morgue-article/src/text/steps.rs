//! A count of the readers' steps, which tests compare with the size of a hostile document: time is not reliable on a
//! busy machine.
//! Only builds with debug assertions count.

#[cfg(debug_assertions)]
thread_local! {
    static TAKEN: std::cell::Cell<u64> = const { std::cell::Cell::new(0) };
}

/// Counts bytes or nodes that this thread examines.
#[inline]
#[cfg_attr(not(debug_assertions), allow(unused_variables))]
pub fn count_steps(steps: usize) {
    #[cfg(debug_assertions)]
    TAKEN.with(|taken| taken.set(taken.get() + steps as u64));
}

/// Steps of this thread so far; `None` in a build without counting.
pub fn steps_taken() -> Option<u64> {
    #[cfg(debug_assertions)]
    return Some(TAKEN.with(std::cell::Cell::get));
    #[cfg(not(debug_assertions))]
    None
}
