//! The process that reads one file of a format whose library cannot be bounded: bytes from standard input, JSON to standard
//! output. It first limits its own resources.

use super::isolated::{Isolated, READER_WORD};
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::process::ExitCode;
use std::thread::Builder;

/// In a program that was called as a reader: limits its own resources, reads one file from standard input, writes what is in
/// it to standard output and returns the exit code. `None` in any other program: call it first in `main`.
pub fn serve_as_reader(words: &[OsString]) -> Option<ExitCode> {
    let [_, word, format, seconds, megabytes] = words else { return None };
    if word != READER_WORD {
        return None;
    }
    let (format, ..) = Isolated::ALL.into_iter().find(|(_, word, _)| format == word)?;
    let number = |word: &OsString| word.to_str()?.parse::<u64>().ok();
    let limited = limit(number(seconds)?, number(megabytes)?);
    // Panics are caught and reported in the answer.
    std::panic::set_hook(Box::new(|_| {}));
    let serve = || Builder::new().stack_size(STACK_BYTES).spawn(move || serve(format))?.join().unwrap_or(Ok(false));
    let done = limited.and_then(|()| serve());
    Some(if done.unwrap_or(false) { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

/// Pages of PDF files are trees of objects, and are walked by recursion.
const STACK_BYTES: usize = 64 << 20;

fn serve(format: Isolated) -> io::Result<bool> {
    let mut bytes = Vec::new();
    io::stdin().lock().read_to_end(&mut bytes)?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    match format {
        #[cfg(feature = "pdf")]
        Isolated::Pdf => serde_json::to_writer(&mut out, &super::pdf::read_pdf(bytes))?,
        #[cfg(not(feature = "pdf"))]
        Isolated::Pdf => return Ok(false),
        Isolated::Workbook => super::office::read_workbook(&bytes, &mut |line| {
            serde_json::to_writer(&mut out, &line)?;
            out.write_all(b"\n")
        })?,
    }
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
