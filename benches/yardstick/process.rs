//! The cost of a process, according to the kernel.

use super::Outcome;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Seconds and megabytes of one process.
#[derive(Debug, Clone, Copy)]
pub struct Cost {
    pub cpu: f64,
    pub wall: f64,
    pub peak: f64,
}

/// The run with the least CPU time, but with the least wall time and the largest memory of all runs.
pub fn best(runs: usize, mut run: impl FnMut() -> Outcome<Cost>) -> Outcome<Cost> {
    let mut best = run()?;
    for _ in 1..runs {
        let cost = run()?;
        best = Cost { cpu: best.cpu.min(cost.cpu), wall: best.wall.min(cost.wall), peak: best.peak.max(cost.peak) };
    }
    Ok(best)
}

/// How often the memory of a long process is read.
const EVERY: Duration = Duration::from_millis(20);

/// Runs a command `times` times, one after another; returns the cost of one run.
pub fn measured(command: &mut Command, times: usize) -> Outcome<Cost> {
    command.stdout(Stdio::null()).stdin(Stdio::null());
    let (cpu, start) = (children_seconds()?, Instant::now());
    let mut peak: f64 = 0.0;
    for nth in 0..times {
        let mut child = command.spawn()?;
        // The memory of one of many processes is enough; reading it for all would slow them.
        if nth == 0 {
            peak = watch(&mut child, times == 1)?;
        }
        let status = child.wait()?;
        if status.code().is_none_or(|code| code > 1) {
            return Err(format!("{command:?} ended with {status}").into());
        }
    }
    let each = times as f64;
    Ok(Cost { cpu: (children_seconds()? - cpu) / each, wall: start.elapsed().as_secs_f64() / each, peak })
}

/// Waits for a process to end; returns its peak memory.
fn watch(child: &mut Child, is_long: bool) -> Outcome<f64> {
    let mut peak: f64 = 0.0;
    loop {
        peak = peak.max(high_water(child.id()).unwrap_or(0.0));
        if child.try_wait()?.is_some() {
            return Ok(peak);
        }
        if is_long {
            std::thread::sleep(EVERY);
        }
    }
}

/// CPU seconds of all children that have ended.
fn children_seconds() -> Outcome<f64> {
    let stat = std::fs::read_to_string("/proc/self/stat")?;
    let fields: Vec<&str> = stat.rsplit_once(')').ok_or("no stat")?.1.split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|field| field.parse::<f64>().ok()).ok_or("no times");
    // Fields 16 and 17, counted from 1; two come before the bracket. Linux counts in hundredths of a second.
    Ok((ticks(13)? + ticks(14)?) / 100.0)
}

/// The peak memory of a process, in megabytes.
fn high_water(process: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse::<f64>().ok().map(|kilobytes| kilobytes / 1000.0)
}
