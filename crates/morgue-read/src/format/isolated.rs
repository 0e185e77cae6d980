//! Files of formats whose libraries cannot be bounded, read in a child process: bytes on its standard input, JSON on its
//! standard output. It limits its own CPU time and memory, and is killed if it still takes too long. A child that dies is
//! an error, not a crash. The program is named by the client, and may be the client itself.

use super::FormatError;
use super::reason::Reason;
use serde::de::DeserializeOwned;
use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc;
use std::thread;
use std::time::Duration;

/// The argument that makes a program read one file; the format, seconds and megabytes follow.
pub const READER_WORD: &str = "__read-file";

/// Formats whose libraries cannot be bounded.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Isolated {
    Pdf,
    Workbook,
}

impl Isolated {
    pub(super) const ALL: [(Isolated, &'static str, &'static str); 2] =
        [(Isolated::Pdf, "pdf", "PDF"), (Isolated::Workbook, "xlsx", "workbook")];

    fn word(self) -> &'static str {
        Self::ALL[self as usize].1
    }

    /// The noun in messages.
    fn noun(self) -> &'static str {
        Self::ALL[self as usize].2
    }

    fn reader(self) -> String {
        format!("the {} reader", self.noun())
    }

    fn unexpected(self, error: &serde_json::Error) -> FormatError {
        self.failed(format!("unexpected output of {}: {error}", self.reader()))
    }

    fn failed(self, detail: String) -> FormatError {
        let reason = match self {
            Isolated::Pdf => Reason::PdfFailed,
            Isolated::Workbook => Reason::WorkbookFailed,
        };
        FormatError::new(reason, detail)
    }
}

/// Limits for one file.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Limits {
    /// CPU time.
    seconds: u64,
    /// Address space.
    megabytes: u64,
    /// Elapsed time.
    wall: Duration,
    /// Bytes of text.
    text_bytes: u64,
}

impl Default for Limits {
    /// A report of a thousand pages takes some seconds; a bomb of 200 KB takes more than twenty and more than 3 GB. No
    /// article takes more than 10 seconds of computing or 600 MB.
    fn default() -> Self {
        Self { seconds: 10, megabytes: 600, wall: Duration::from_secs(60), text_bytes: 160 << 20 }
    }
}

/// What a reader finds in a file, read by a program that calls `serve_as_reader`; without a program the file is refused.
pub(crate) fn ask<T: DeserializeOwned>(
    program: Option<&Path>,
    format: Isolated,
    bytes: &[u8],
    limits: &Limits,
) -> Result<T, FormatError> {
    let (answer, failed) = answer(&mut command(program, format, limits)?, format, bytes, limits)?;
    failed.map_or(Ok(()), Err)?;
    serde_json::from_slice(&answer).map_err(|error| format.unexpected(&error))
}

/// The same for a reader that answers line by line: the lines before it failed, and why it did.
pub(crate) fn ask_lines<T: DeserializeOwned>(
    program: Option<&Path>,
    format: Isolated,
    bytes: &[u8],
    limits: &Limits,
) -> Result<(Vec<T>, Option<FormatError>), FormatError> {
    let (answer, mut failed) = answer(&mut command(program, format, limits)?, format, bytes, limits)?;
    let mut lines = Vec::new();
    for line in answer.split_inclusive(|&byte| byte == b'\n').filter(|line| line.ends_with(b"\n")) {
        match serde_json::from_slice(line) {
            Ok(line) => lines.push(line),
            Err(error) => {
                failed = failed.or_else(|| Some(format.unexpected(&error)));
                break;
            }
        }
    }
    Ok((lines, failed))
}

fn command(program: Option<&Path>, format: Isolated, limits: &Limits) -> Result<Command, FormatError> {
    let Some(program) = program else {
        let detail = format!("no program to read a {} is configured", format.noun());
        return Err(FormatError::new(Reason::UnsupportedFormat, detail));
    };
    let mut command = Command::new(program);
    let numbers = [limits.seconds.to_string(), limits.megabytes.to_string()];
    command.env_clear().env(ALLOCATOR_RESERVE.0, ALLOCATOR_RESERVE.1).arg(READER_WORD).arg(format.word()).args(numbers);
    Ok(command)
}

/// Addresses that the allocator of the program otherwise reserves count towards the limit of the process: a gigabyte.
const ALLOCATOR_RESERVE: (&str, &str) = ("MIMALLOC_ARENA_RESERVE", "0");

/// What a child prints, and why it failed, if it did; an error if it could not be started.
fn answer(
    command: &mut Command,
    format: Isolated,
    bytes: &[u8],
    limits: &Limits,
) -> Result<(Vec<u8>, Option<FormatError>), FormatError> {
    let (stdin, stdout, stderr) = (Stdio::piped(), Stdio::piped(), Stdio::piped());
    let child = command.stdin(stdin).stdout(stdout).stderr(stderr).spawn();
    let mut child = child.map_err(|error| format.failed(format!("{} does not start: {error}", format.reader())))?;
    let end = exchange(&mut child, bytes, limits);
    let status = child.wait().map_err(|error| format.failed(error.to_string()))?;
    let failed = if end.late {
        Some(format.failed(format!("time: over {} s", limits.wall.as_secs_f32())))
    } else if end.stdout.len() as u64 > limits.text_bytes {
        let detail = format!("the {} has more than {} MiB of text", format.noun(), limits.text_bytes >> 20);
        Some(FormatError::new(Reason::TooLarge, detail))
    } else if !status.success() {
        Some(format.failed(death(status, &end.stderr, limits, &format.reader())))
    } else {
        None
    };
    Ok((end.stdout, failed))
}

/// The outcome of a child process.
struct ChildOutcome {
    stdout: Vec<u8>,
    stderr: String,
    /// Whether it was killed because it took too long.
    late: bool,
}

/// Writes the bytes to the child and reads what it prints, each pipe on a thread, so that none waits for another.
fn exchange(child: &mut Child, bytes: &[u8], limits: &Limits) -> ChildOutcome {
    let (stdin, stdout, stderr) = (child.stdin.take(), child.stdout.take(), child.stderr.take());
    let most = limits.text_bytes + 1;
    thread::scope(|scope| {
        // A child that died reads no bytes: its status says why.
        scope.spawn(move || stdin.map(|mut stdin| stdin.write_all(bytes)));
        let complaints = scope.spawn(move || all_of(stderr, MOST_COMPLAINTS));
        let (done, received) = mpsc::channel();
        scope.spawn(move || done.send(all_of(stdout, most)));
        let stdout = received.recv_timeout(limits.wall);
        let late = stdout.is_err();
        if late {
            // It may have exited just now.
            let _ = child.kill();
        }
        let stderr = String::from_utf8_lossy(&complaints.join().unwrap_or_default()).into_owned();
        ChildOutcome { stdout: stdout.unwrap_or_default(), stderr, late }
    })
}

/// Most bytes of standard error that are read.
const MOST_COMPLAINTS: u64 = 64 << 10;

/// Reads a pipe up to a limit; what was read before an error counts.
fn all_of(pipe: Option<impl Read>, most: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    let _: Option<io::Result<usize>> = pipe.map(|pipe| pipe.take(most).read_to_end(&mut bytes));
    bytes
}

/// Why a child died, in a few words.
fn death(status: ExitStatus, stderr: &str, limits: &Limits, reader: &str) -> String {
    if stderr.contains("memory allocation of") {
        return format!("memory: over {} MB", limits.megabytes);
    }
    match signal(status) {
        // SIGXCPU, and SIGKILL if that was ignored.
        Some(24 | 9) => format!("time: over {} s of CPU time", limits.seconds),
        Some(signal) => format!("{reader} crashed with signal {signal}"),
        None => format!("{reader} failed with status {}", status.code().unwrap_or(-1)),
    }
}

#[cfg(unix)]
fn signal(status: ExitStatus) -> Option<i32> {
    std::os::unix::process::ExitStatusExt::signal(&status)
}

#[cfg(not(unix))]
fn signal(_status: ExitStatus) -> Option<i32> {
    None
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use crate::format::PdfResult;

    #[test]
    fn a_child_answers_or_its_death_is_reported() {
        // Only the child that sleeps may reach the time limit: the others may be slow on a busy machine.
        let wall = |script: &str| Duration::from_millis(if script.contains("sleep") { 2500 } else { 60_000 });
        let limits = |script| Limits { seconds: 1, megabytes: 200, wall: wall(script), text_bytes: 1 << 20 };
        for (script, want) in [
            ("cat >/dev/null; echo '\"Locked\"'", "Locked"),
            ("echo '{\"Damaged\":\"why\"}'", "Damaged(\"why\")"),
            ("exec sleep 100", "pdf-failed: time: over 2.5 s"),
            ("ulimit -t 1; while :; do :; done", "pdf-failed: time: over 1 s of CPU time"),
            ("echo memory allocation of 9 bytes failed >&2; kill -ABRT $$", "pdf-failed: memory: over 200 MB"),
            ("kill -SEGV $$", "pdf-failed: the PDF reader crashed with signal 11"),
            ("exit 3", "pdf-failed: the PDF reader failed with status 3"),
            ("echo nonsense", "pdf-failed: unexpected output of the PDF reader: expected value at line 1 column 1"),
            ("exec yes", "too-large: the PDF has more than 1 MiB of text"),
        ] {
            let mut command = Command::new("/bin/sh");
            // More bytes than a pipe holds, for the children that read none.
            let command = command.arg("-c").arg(script);
            let read = answer(command, Isolated::Pdf, &[b'x'; 200_000], &limits(script));
            let read = read.and_then(|(answer, failed)| {
                failed.map_or(Ok(()), Err)?;
                serde_json::from_slice::<PdfResult>(&answer).map_err(|error| Isolated::Pdf.unexpected(&error))
            });
            let got = read.map_or_else(|error| error.to_string(), |reading| format!("{reading:?}"));
            assert_eq!(got, want, "{script}");
        }
        let ask = |program| ask::<PdfResult>(program, Isolated::Workbook, b"x", &limits("")).expect_err("refused");
        let error = ask(Some(Path::new("/no/such/program")));
        assert!(error.to_string().starts_with("workbook-failed: the workbook reader does not start"), "{error}");
        assert_eq!(ask(None).to_string(), "unsupported-format: no program to read a workbook is configured");
    }
}
