//! Measures hostile queries on an index: `cargo run --release --example hostile_queries -- INDEX [PROGRAM]`. Each query of
//! `tests/cases/query/hostile.jsonl` is counted and searched by a process of its own; the worst times and memory are printed,
//! and anything over 5 seconds or 1.5 GB, or that ends by a signal, fails the run.

#![allow(clippy::print_stdout)]

use serde_json::Value;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

type Outcome<T> = Result<T, Box<dyn std::error::Error>>;

const MOST_SECONDS: f64 = 5.2;
const MOST_MEGABYTES: f64 = 1536.0;

struct Cost {
    name: String,
    wall: f64,
    cpu: f64,
    peak: f64,
    code: Option<i32>,
}

fn main() -> Outcome<()> {
    let words: Vec<String> = std::env::args().collect();
    let [_, index, rest @ ..] = &words[..] else { return Err("usage: hostile_queries INDEX [PROGRAM]".into()) };
    let program = rest.first().map_or("target/release/morgue", String::as_str);
    let cases = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/cases/query/hostile.jsonl");
    let mut costs = Vec::new();
    for line in std::fs::read_to_string(cases)?.lines() {
        let case: Value = serde_json::from_str(line)?;
        let query = query(&case);
        // No argument of a process can hold a NUL.
        if query.contains('\0') {
            continue;
        }
        for verb in ["count", "search"] {
            let name = format!("{verb}: {}", case["name"].as_str().unwrap_or_default());
            costs.push(run(Command::new(program).args([verb, "--index", index, "--", &query]), name)?);
        }
    }
    report(&mut costs)
}

fn query(case: &Value) -> String {
    let text = |name: &str| case[name].as_str().unwrap_or_default();
    let parts = (0..case["times"].as_u64().unwrap_or(0)).map(|n| text("repeat").replace("{n}", &n.to_string()));
    format!("{}{}{}", text("before"), parts.collect::<String>(), text("after"))
}

/// Runs a process to its end; its memory and processor time are looked at every few milliseconds.
fn run(command: &mut Command, name: String) -> Outcome<Cost> {
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

fn report(costs: &mut [Cost]) -> Outcome<()> {
    costs.sort_by(|one, other| other.wall.total_cmp(&one.wall));
    let at = |wanted: fn(Option<i32>) -> bool| costs.iter().filter(|cost| wanted(cost.code)).count();
    println!(
        "{} processes: {} answered, {} refused, {} gave up at the deadline, {} otherwise",
        costs.len(),
        at(|code| matches!(code, Some(0 | 1))),
        at(|code| code == Some(2)),
        at(|code| code == Some(124)),
        at(|code| !matches!(code, Some(0..=2 | 124))),
    );
    println!("{:>8} {:>8} {:>8}  code  slowest", "wall s", "cpu s", "MB");
    for cost in costs.iter().take(12) {
        println!(
            "{:>8.2} {:>8.2} {:>8.0}  {:>4}  {}",
            cost.wall,
            cost.cpu,
            cost.peak,
            cost.code.unwrap_or(-1),
            cost.name
        );
    }
    let largest = costs.iter().max_by(|one, other| one.peak.total_cmp(&other.peak)).ok_or("no queries")?;
    println!("most memory: {:.0} MB, {}", largest.peak, largest.name);
    let bad = |cost: &&Cost| {
        cost.wall > MOST_SECONDS || cost.peak > MOST_MEGABYTES || !matches!(cost.code, Some(0..=2 | 124))
    };
    match costs.iter().find(bad) {
        Some(cost) => Err(format!("over the limits: {}", cost.name).into()),
        None => Ok(()),
    }
}
