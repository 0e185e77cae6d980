//! Pages per second of processor time: morgue in full, morgue `--fast`, and the body crate alone, page by page in one run,
//! so that other work on the machine slows all of them alike.

use super::figures::Figures;
use super::pages::Page;
use morgue::format::Effort;
use std::io;
use std::time::Instant;

/// Measures all pages.
pub fn figures(pages: &[Page]) -> io::Result<Figures> {
    let [mut full, mut fast, mut crate_alone] = [0.0; 3];
    for page in pages {
        let bytes = page.bytes()?;
        let html = String::from_utf8_lossy(&bytes);
        crate_alone += seconds_of(|| drop(trafilatura::extract(&html, &body_options())));
        full += seconds_of(|| drop(page.prediction(&bytes, Effort::Full)));
        fast += seconds_of(|| drop(page.prediction(&bytes, Effort::Fast)));
    }
    let rate = |seconds: f64| pages.len() as f64 / seconds.max(f64::EPSILON);
    Ok(Figures::from([
        ("pages_per_cpu_second", rate(full)),
        ("fast_per_cpu_second", rate(fast)),
        ("crate_per_cpu_second", rate(crate_alone)),
        ("full_over_crate", crate_alone / full.max(f64::EPSILON)),
        ("fast_over_crate", crate_alone / fast.max(f64::EPSILON)),
    ]))
}

/// As morgue asks the body crate.
fn body_options() -> trafilatura::Options {
    trafilatura::Options::default().with_fallback(true).with_exclude_comments(true)
}

fn seconds_of(work: impl FnOnce()) -> f64 {
    let (started, clock) = (thread_seconds(), Instant::now());
    work();
    match started.zip(thread_seconds()) {
        Some((started, ended)) => ended - started,
        None => clock.elapsed().as_secs_f64(),
    }
}

/// Seconds that this thread ran on a processor, where the system tells.
fn thread_seconds() -> Option<f64> {
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds: f64 = told.split(' ').next()?.parse().ok()?;
    Some(nanoseconds / 1e9)
}
