//! The hidden argument that reads one PDF file in a separate process: bytes from standard input, JSON to standard
//! output. The process first limits its own resources.

use morgue::format::{PDF_WORD, read_pdf};
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::thread::Builder;

/// Pages are trees of objects, and are walked by recursion.
const STACK_BYTES: usize = 64 << 20;

/// Runs if the program was called with that argument, seconds and megabytes.
pub fn run(words: &[OsString]) -> Option<ExitCode> {
    let [_, word, seconds, megabytes] = words else { return None };
    if word != PDF_WORD {
        return None;
    }
    let number = |word: &OsString| word.to_str()?.parse::<u64>().ok();
    let limited = limit(number(seconds)?, number(megabytes)?);
    // Panics are caught and reported in the answer.
    std::panic::set_hook(Box::new(|_| {}));
    let done = limited.and_then(|()| Builder::new().stack_size(STACK_BYTES).spawn(answer)?.join().unwrap_or(Ok(false)));
    Some(if done.unwrap_or(false) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

fn answer() -> io::Result<bool> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let reading = read_pdf(bytes);
    let mut out = io::BufWriter::new(io::stdout().lock());
    serde_json::to_writer(&mut out, &reading)?;
    out.flush()?;
    Ok(true)
}

/// Limits CPU time and memory, and prevents a core dump if the process dies.
#[cfg(target_os = "linux")]
fn limit(seconds: u64, megabytes: u64) -> io::Result<()> {
    use rustix::process::{Resource, Rlimit, setrlimit};
    let bytes = megabytes.saturating_mul(1 << 20);
    for (resource, current, maximum) in [
        (Resource::Cpu, seconds, seconds.saturating_add(1)),
        (Resource::As, bytes, bytes),
        (Resource::Core, 0, 0),
        (Resource::Fsize, 0, 0),
    ] {
        setrlimit(resource, Rlimit { current: Some(current), maximum: Some(maximum) })?;
    }
    Ok(())
}

/// On other systems the caller's time limit is the only one.
#[cfg(not(target_os = "linux"))]
fn limit(_seconds: u64, _megabytes: u64) -> io::Result<()> {
    Ok(())
}
