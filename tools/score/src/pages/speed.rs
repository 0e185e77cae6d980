//! Pages per second of processor time: morgue in full, morgue `--fast`, and the body crate alone, page by page in one run,
//! so that other work on the machine slows all of them alike.

use super::list::Page;
use crate::cpu::timed;
use crate::figures::Figures;
use crate::input::Outcome;
use morgue::format::Effort;

/// Measures all pages.
pub fn figures(pages: &[Page]) -> Outcome<Figures> {
    let [mut full, mut fast, mut crate_alone] = [0.0; 3];
    for page in pages {
        let bytes = page.bytes()?;
        let html = String::from_utf8_lossy(&bytes);
        crate_alone += timed(|| trafilatura::extract(&html, &body_options())).1;
        full += timed(|| page.prediction(&bytes, Effort::Full)).1;
        fast += timed(|| page.prediction(&bytes, Effort::Fast)).1;
    }
    let rate = |seconds: f64| pages.len() as f64 / seconds;
    let figures = [
        ("pages_per_cpu_second", rate(full)),
        ("fast_per_cpu_second", rate(fast)),
        ("crate_per_cpu_second", rate(crate_alone)),
        ("full_over_crate", crate_alone / full),
        ("fast_over_crate", crate_alone / fast),
    ];
    Ok(figures.map(|(name, figure)| (name.to_owned(), figure)).into())
}

/// The options with which morgue calls the body crate.
fn body_options() -> trafilatura::Options {
    trafilatura::Options::default().with_fallback(true).with_exclude_comments(true)
}
