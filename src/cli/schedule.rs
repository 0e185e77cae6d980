//! `schedule`: the job that runs `ingest` every day: prints it, installs it, or shows when it ran.

use super::args::Cli;
use super::error::{Failure, IO, NO_INDEX, USAGE};
use super::keeping_args::ScheduleArgs;
use super::output::Output;
use super::place;
use super::schedule_show::show;
use super::schedule_units::{
    Job, crontab_lines, launchd_plist, parse_time, systemd_service, systemd_timer, without_job,
};
use morgue::index::{Archive, Generation, write_atomically};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    Systemd,
    Cron,
    Launchd,
}

pub fn run(args: &ScheduleArgs, cli: &Cli, output: &Output) -> Result<u8, Failure> {
    let archive = place::archive(cli)?;
    let job = job(&archive, &args.at)?;
    if args.show {
        show(&archive, &job, output)?;
        return Ok(0);
    }
    match (kind(args), args.install) {
        (kind, false) => print(&job, kind, output)?,
        (Kind::Systemd, true) => install_systemd(&job, output)?,
        (Kind::Cron, true) => install_cron(&job, output)?,
        (Kind::Launchd, true) => install_launchd(&job, output)?,
    }
    Ok(0)
}

fn kind(args: &ScheduleArgs) -> Kind {
    let systemd_runs = Path::new("/run/systemd/system").is_dir();
    match (args.systemd, args.cron, args.launchd) {
        (true, ..) => Kind::Systemd,
        (_, true, _) => Kind::Cron,
        (.., true) => Kind::Launchd,
        _ if cfg!(target_os = "macos") => Kind::Launchd,
        _ if systemd_runs => Kind::Systemd,
        _ => Kind::Cron,
    }
}

/// The command for this archive and this program, with absolute paths.
fn job(archive: &Archive, at: &str) -> Result<Job, Failure> {
    let (hour, minute) = parse_time(at).ok_or_else(|| {
        Failure::new(USAGE, format!("invalid time \"{at}\": expected HH:MM"))
            .with_hint("write hours and minutes: `--at 02:30`")
    })?;
    let sources = archive.sources()?;
    if sources.is_empty() {
        return Err(Failure::new(
            NO_INDEX,
            format!("nothing to schedule: {} has no sources", archive.root().display()),
        )
        .with_hint("add a folder first: `morgue ingest FOLDER`"));
    }
    let root = archive.root().canonicalize()?;
    let index = plain(&root)?;
    let program = plain(&std::env::current_exe()?)?;
    let mut command = vec![program, "ingest".to_owned(), "--index".to_owned(), index.clone()];
    // A run with other settings would read the whole archive again.
    if let Ok(generation) = Generation::open(archive)
        && let Some(choice) = ["off", "rules"]
            .into_iter()
            .find(|choice| generation.manifest.made_with.starts_with(&format!("ner={choice} ")))
    {
        command.extend(["--ner".to_owned(), choice.to_owned()]);
    }
    let sources = sources.iter().map(|source| plain(&archive.source_path(source))).collect::<Result<_, _>>()?;
    Ok(Job { name: name_for(&root), command, index, sources, hour, minute })
}

/// A path as text that every scheduler accepts.
fn plain(path: &Path) -> Result<String, Failure> {
    let text = path.to_str().filter(|text| !text.chars().any(char::is_control));
    text.map(str::to_owned).ok_or_else(|| {
        Failure::new(USAGE, format!("{}: schedulers cannot run a program with this path", path.display()))
            .with_hint("use a path that is UTF-8 and has no control characters")
    })
}

/// A readable name, with a checksum so that two archives never share one.
fn name_for(root: &Path) -> String {
    let folder = if root.ends_with(".morgue") { root.parent().unwrap_or(root) } else { root };
    let last = folder.file_name().unwrap_or_default().to_string_lossy();
    let simple: String =
        last.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).take(40).collect();
    let hash = blake3::hash(root.as_os_str().as_encoded_bytes()).to_hex();
    format!("morgue-{simple}-{}", &hash[..8])
}

fn print(job: &Job, kind: Kind, output: &Output) -> Result<(), Failure> {
    let mut out = output.stdout();
    match kind {
        Kind::Systemd => {
            let [service, timer] = units(job);
            for (path, text) in [(service, systemd_service(job)), (timer, systemd_timer(job))] {
                writeln!(out, "# {path}\n{text}")?;
            }
        }
        Kind::Cron => out.write_all(crontab_lines(job).as_bytes())?,
        Kind::Launchd => out.write_all(launchd_plist(job).as_bytes())?,
    }
    out.flush()?;
    Ok(())
}

/// File names of the service and the timer.
fn units(job: &Job) -> [String; 2] {
    [format!("{}.service", job.name), format!("{}.timer", job.name)]
}

fn install_systemd(job: &Job, output: &Output) -> Result<(), Failure> {
    let folder = unit_folder().ok_or_else(no_home)?;
    std::fs::create_dir_all(&folder).map_err(|error| Failure::new(IO, format!("{}: {error}", folder.display())))?;
    let [service, timer] = units(job);
    write_atomically(&folder.join(&service), systemd_service(job).as_bytes())?;
    write_atomically(&folder.join(&timer), systemd_timer(job).as_bytes())?;
    output.note(&format!("wrote {service} and {timer} to {}", folder.display()));
    let started = call("systemctl", &["--user", "daemon-reload"])
        .and_then(|_| call("systemctl", &["--user", "enable", "--now", &timer]));
    match started {
        Ok(_) => output.note("the timer runs while you are logged in; to run it always, use `loginctl enable-linger`"),
        Err(error) => output.error(&format!(
            "the timer could not be started: {error}\nhint: run `systemctl --user daemon-reload && systemctl --user enable --now {timer}`"
        )),
    }
    Ok(())
}

fn install_cron(job: &Job, output: &Output) -> Result<(), Failure> {
    let before = crontab().map_err(|error| Failure::new(IO, format!("the crontab cannot be read: {error}")))?;
    let after = without_job(&before, job) + &crontab_lines(job);
    let failed = |error: String| Failure::new(IO, format!("the crontab cannot be written: {error}"));
    let child = Command::new("crontab").arg("-").stdin(Stdio::piped()).spawn();
    let mut child = child.map_err(|error| failed(error.to_string()))?;
    let written = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(after.as_bytes()));
    let status = child.wait().map_err(|error| failed(error.to_string()))?;
    written.map_err(|error| failed(error.to_string()))?;
    if !status.success() {
        return Err(failed(status.to_string()));
    }
    output.note(&format!("the crontab runs it at {:02}:{:02}", job.hour, job.minute));
    Ok(())
}

fn install_launchd(job: &Job, output: &Output) -> Result<(), Failure> {
    let path = plist_path(job).ok_or_else(no_home)?;
    let folder = path.parent().unwrap_or(&path);
    std::fs::create_dir_all(folder).map_err(|error| Failure::new(IO, format!("{}: {error}", folder.display())))?;
    write_atomically(&path, launchd_plist(job).as_bytes())?;
    output.note(&format!("wrote {}", path.display()));
    let text = path.to_string_lossy();
    // A loaded job keeps its old time until it is unloaded.
    let _ = call("launchctl", &["unload", &text]);
    if let Err(error) = call("launchctl", &["load", "-w", &text]) {
        output
            .error(&format!("the property list could not be loaded: {error}\nhint: run `launchctl load -w {text:?}`"));
    }
    Ok(())
}

/// The user's crontab; a missing one counts as empty. Any other failure is an error, so that the lines of other jobs
/// are never lost.
pub fn crontab() -> Result<String, String> {
    match call("crontab", &["-l"]) {
        Ok(text) => Ok(text),
        Err(error) if error.contains("no crontab for") => Ok(String::new()),
        Err(error) => Err(error),
    }
}

/// The output of a program, or why it failed.
pub fn call(program: &str, words: &[&str]) -> Result<String, String> {
    let output = Command::new(program).args(words).stdin(Stdio::null()).output();
    let output = output.map_err(|error| format!("`{program}`: {error}"))?;
    if output.status.success() {
        String::from_utf8(output.stdout).map_err(|_| format!("the output of `{program}` is not UTF-8"))
    } else {
        let said = String::from_utf8_lossy(&output.stderr);
        Err(format!("`{program}`: {}", said.lines().next().unwrap_or("it failed")))
    }
}

/// The folder of the user's systemd units.
pub fn unit_folder() -> Option<PathBuf> {
    let base = std::env::var_os("XDG_CONFIG_HOME").map(PathBuf::from).filter(|base| base.is_absolute());
    base.or_else(|| home().map(|home| home.join(".config"))).map(|base| base.join("systemd/user"))
}

pub fn plist_path(job: &Job) -> Option<PathBuf> {
    home().map(|home| home.join("Library/LaunchAgents").join(format!("{}.plist", job.name)))
}

fn home() -> Option<PathBuf> {
    std::env::var_os("HOME").map(PathBuf::from).filter(|home| home.is_absolute())
}

fn no_home() -> Failure {
    Failure::new(USAGE, "no home folder to install it in").with_hint("set HOME, or print it without `--install`")
}
