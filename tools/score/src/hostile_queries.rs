//! Hostile queries on an index of any size: each query of `tests/cases/query/hostile.jsonl` is counted and searched by a process
//! of its own. The longest times and the most memory are printed; the limits are 5 seconds and 1.5 GB, and no process may end
//! by a signal.

use crate::input::{Outcome, json_lines, repository};
use serde_json::Value;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

const MOST_SECONDS: f64 = 5.2;
const MOST_MEGABYTES: f64 = 1536.0;

struct Cost {
    name: String,
    wall: f64,
    cpu: f64,
    peak: f64,
    code: Option<i32>,
}

/// Prints the cost of every query. Whether all kept within the limits.
pub fn run(index: &Path, program: &Path, out: &mut impl Write) -> Outcome<bool> {
    let mut costs = Vec::new();
    for case in json_lines(&repository().join("tests/cases/query/hostile.jsonl"))? {
        let query = query(&case);
        // No argument of a process can hold a NUL.
        if query.contains('\0') {
            continue;
        }
        for verb in ["count", "search"] {
            let name = format!("{verb}: {}", case["name"].as_str().unwrap_or_default());
            let mut command = Command::new(program);
            command.arg(verb).arg("--index").arg(index).args(["--", &query]);
            costs.push(cost(&mut command, name)?);
        }
    }
    report(&mut costs, out)
}

fn query(case: &Value) -> String {
    let text = |name: &str| case[name].as_str().unwrap_or_default();
    let parts = (0..case["times"].as_u64().unwrap_or(0)).map(|n| text("repeat").replace("{n}", &n.to_string()));
    format!("{}{}{}", text("before"), parts.collect::<String>(), text("after"))
}

/// Runs a process to its end; its memory and processor time are read every few milliseconds.
fn cost(command: &mut Command, name: String) -> Outcome<Cost> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn()?;
    let (mut peak, mut cpu): (f64, f64) = (0.0, 0.0);
    let code = loop {
        peak = peak.max(high_water(child.id()).unwrap_or(0.0));
        cpu = cpu.max(seconds(child.id()).unwrap_or(0.0));
        if let Some(status) = child.try_wait()? {
            break status.code();
        }
        std::thread::sleep(Duration::from_millis(2));
    };
    Ok(Cost { name, wall: start.elapsed().as_secs_f64(), cpu, peak, code })
}

/// Peak memory of a running process, in megabytes.
fn high_water(id: u32) -> Option<f64> {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<f64>().ok()? / 1024.0)
}

/// Processor time of a running process.
fn seconds(id: u32) -> Option<f64> {
    let stat = std::fs::read_to_string(format!("/proc/{id}/stat")).ok()?;
    let fields: Vec<&str> = stat.rsplit_once(')')?.1.split_whitespace().collect();
    let ticks = fields.get(11)?.parse::<f64>().ok()? + fields.get(12)?.parse::<f64>().ok()?;
    Some(ticks / 100.0)
}

fn report(costs: &mut [Cost], out: &mut impl Write) -> Outcome<bool> {
    costs.sort_by(|one, other| other.wall.total_cmp(&one.wall));
    let at = |wanted: fn(Option<i32>) -> bool| costs.iter().filter(|cost| wanted(cost.code)).count();
    writeln!(
        out,
        "{} processes: {} answered, {} refused, {} gave up at the deadline, {} otherwise",
        costs.len(),
        at(|code| matches!(code, Some(0 | 1))),
        at(|code| code == Some(2)),
        at(|code| code == Some(124)),
        at(|code| !matches!(code, Some(0..=2 | 124))),
    )?;
    writeln!(out, "{:>8} {:>8} {:>8}  code  slowest", "wall s", "cpu s", "MB")?;
    for cost in costs.iter().take(12) {
        writeln!(
            out,
            "{:>8.2} {:>8.2} {:>8.0}  {:>4}  {}",
            cost.wall,
            cost.cpu,
            cost.peak,
            cost.code.unwrap_or(-1),
            cost.name
        )?;
    }
    let largest = costs.iter().max_by(|one, other| one.peak.total_cmp(&other.peak)).ok_or("no queries")?;
    writeln!(out, "most memory: {:.0} MB, {}", largest.peak, largest.name)?;
    let bad = |cost: &&Cost| {
        cost.wall > MOST_SECONDS || cost.peak > MOST_MEGABYTES || !matches!(cost.code, Some(0..=2 | 124))
    };
    costs.iter().filter(bad).try_for_each(|cost| writeln!(out, "over the limits: {}", cost.name))?;
    Ok(!costs.iter().any(|cost| bad(&cost)))
}
