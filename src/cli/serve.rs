//! `serve`: the archive as pages in a browser.

use super::args::Cli;
use super::error::{Failure, USAGE};
use super::opener::{Target, open};
use super::output::Output;
use super::place::{self, caller};
use super::query::refreshed;
use super::serve_args::{LogArg, ServeArgs};
use morgue::serve::{Listening, LogChoice, Settings, Token, serve};
use std::io::Write;
use std::path::Path;
use std::time::Duration;

/// Longest deadline, in seconds: beyond it, a few slow searches would keep all others waiting.
const LONGEST: f64 = 600.0;

pub fn run(args: &ServeArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let deadline = Duration::try_from_secs_f64(args.deadline)
        .ok()
        .filter(|deadline| !deadline.is_zero() && deadline.as_secs_f64() <= LONGEST)
        .ok_or_else(|| Failure::new(USAGE, format!("--deadline: expected a number of seconds up to {LONGEST}")))?;
    let settings = Settings {
        listen: args.listen,
        hosts: args.allow_host.clone(),
        proxy: args.behind_proxy,
        token: args.token_file.as_deref().map(token).transpose()?,
        log: match args.log {
            None => LogChoice::Nothing,
            Some(LogArg::Requests) => LogChoice::Requests,
            Some(LogArg::Queries) => LogChoice::Queries,
        },
        deadline,
        memory: u64::from(args.memory) << 20,
        isolated_reader: std::env::current_exe().ok(),
        at_once: args
            .threads
            .unwrap_or_else(|| std::thread::available_parallelism().map_or(2, Into::into))
            .clamp(1, 64),
    };
    let archive = match &args.folder {
        Some(folder) => refreshed(folder, args.ner, cli, output)?,
        None => morgue::desk::place::existing(place::archive(cli)?)?,
    };
    let listening = Listening::bind(archive, caller(), settings)?;
    if let Err(error) = listening.state() {
        output.note(&format!("note: {error}; the page says so until an index can be read"));
    }
    let address = format!("http://{}/", listening.address());
    // Whoever started it reads the address, also from a pipe.
    let mut out = output.stdout();
    writeln!(out, "{address}")?;
    out.flush()?;
    drop(out);
    if args.open {
        let opened = Target::address(&address).map_or_else(|| Err("not an address".to_owned()), |target| open(&target));
        if let Err(why) = opened {
            output.note(&format!("note: the browser was not opened: {why}"));
        }
    }
    serve(listening)?;
    Ok(0)
}

/// The token in a file that only its owner can read.
fn token(file: &Path) -> Result<Token, Failure> {
    let wrong = |what: String| Failure::new(USAGE, format!("--token-file: {}: {what}", file.display()));
    let text = std::fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let mode = std::fs::metadata(file).map_or(0, |facts| facts.permissions().mode());
        if mode & 0o007 != 0 {
            return Err(wrong("every user of this machine can use it".to_owned())
                .with_hint(format!("protect it: `chmod 600 {}`", morgue::text::shell_word(&file.to_string_lossy()))));
        }
    }
    Token::of(&text).ok_or_else(|| {
        wrong("the token is too short: expected 16 characters or more".to_owned())
            .with_hint("make one: `head -c 24 /dev/urandom | base64`")
    })
}
