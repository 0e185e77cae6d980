//! Passes an address or a file to the desktop's program for it. Addresses come from articles, which anybody may have
//! written: only web addresses are passed on, no file that a desktop would run instead of show, and nothing that a
//! program could read as a flag.

use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// An address or a file that may be opened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    Address(String),
    File(PathBuf),
}

/// Endings of files that some desktops run when they are opened.
const RUN: [&str; 24] = [
    "app", "appimage", "bat", "cmd", "com", "command", "cpl", "desktop", "exe", "hta", "jar", "js", "jse", "lnk",
    "msi", "pif", "ps1", "reg", "scr", "sh", "url", "vbe", "vbs", "wsf",
];

impl Target {
    /// An http or https address with a host, without whitespace.
    pub fn address(url: &str) -> Option<Self> {
        let (scheme, rest) = url.split_once("://")?;
        let web = scheme.eq_ignore_ascii_case("http") || scheme.eq_ignore_ascii_case("https");
        let whole = !url.contains(|c: char| c.is_whitespace() || c.is_control() || matches!(c, '"' | '<' | '>' | '`'));
        let host = rest.starts_with(|c: char| c.is_alphanumeric() || c == '[');
        (web && whole && host).then(|| Self::Address(url.to_owned()))
    }

    /// A file by its full path, unless a desktop might run it.
    pub fn file(path: &Path) -> Option<Self> {
        let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        (path.is_absolute() && !RUN.contains(&ending.as_str())).then(|| Self::File(path.to_owned()))
    }

    pub fn shown(&self) -> String {
        match self {
            Self::Address(url) => url.clone(),
            Self::File(path) => path.display().to_string(),
        }
    }
}

/// Opens a target with the first available program; returns what failed.
pub fn open(target: &Target) -> Result<(), String> {
    let commands = commands(target, std::env::var("BROWSER").ok().as_deref());
    for (program, arguments) in &commands {
        match run(program, arguments) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => {}
            Err(error) => return Err(format!("{program}: {error}")),
            Ok(()) => return Ok(()),
        }
    }
    let names: Vec<&str> = commands.iter().map(|(program, _)| program.as_str()).collect();
    Err(format!("no program found to open it (tried {})", names.join(", ")))
}

const DESKTOP: &str = if cfg!(target_os = "macos") {
    "open"
} else if cfg!(windows) {
    "explorer"
} else {
    "xdg-open"
};

/// Programs in the order in which they are tried: the user's browser first for addresses, and last for files.
fn commands(target: &Target, browser: Option<&str>) -> Vec<(String, Vec<String>)> {
    let what = target.shown();
    let separator = if cfg!(windows) { ';' } else { ':' };
    let browsers = browser.unwrap_or_default().split(separator).filter_map(|line| {
        let mut words = line.split_whitespace().map(str::to_owned);
        let program = words.next()?;
        let mut arguments: Vec<String> = words.map(|word| word.replace("%s", &what)).collect();
        if !line.contains("%s") {
            arguments.push(what.clone());
        }
        Some((program, arguments))
    });
    let desktop = (DESKTOP.to_owned(), vec![what.clone()]);
    match target {
        Target::Address(_) => browsers.chain([desktop]).collect(),
        Target::File(_) => std::iter::once(desktop).chain(browsers).collect(),
    }
}

/// How long a desktop program may take to report a failure.
const PATIENCE: Duration = Duration::from_secs(2);

/// Runs a program. A desktop program continues on its own; a terminal program is waited for.
fn run(program: &str, arguments: &[String]) -> io::Result<()> {
    let mut command = Command::new(program);
    command.args(arguments);
    let desktop = cfg!(any(target_os = "macos", windows))
        || ["DISPLAY", "WAYLAND_DISPLAY"].iter().any(|name| std::env::var_os(name).is_some());
    if desktop {
        command.stdin(Stdio::null()).stdout(Stdio::null());
    }
    let mut child = command.spawn()?;
    let started = Instant::now();
    loop {
        match child.try_wait()? {
            // The Windows file manager exits with 1 on success.
            Some(status) if status.success() || cfg!(windows) => return Ok(()),
            Some(status) => return Err(io::Error::other(format!("exited with {status}"))),
            None if desktop && started.elapsed() > PATIENCE => return Ok(()),
            None => std::thread::sleep(Duration::from_millis(20)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_addresses_of_the_web_are_opened() {
        for (url, want) in [
            ("https://example.com/a?b=c#d", true),
            ("HTTP://example.com", true),
            ("https://[::1]/x", true),
            ("file:///etc/passwd", false),
            ("javascript:alert(1)", false),
            ("--help", false),
            ("-x://y", false),
            ("https://", false),
            ("https://-oProxy/", false),
            ("https://example.com/a b", false),
            ("https://example.com/\u{1b}[2J", false),
            ("example.com", false),
            ("", false),
        ] {
            assert_eq!(Target::address(url).is_some(), want, "{url}");
        }
    }

    #[test]
    fn only_whole_paths_to_files_that_are_shown_are_opened() {
        for (path, want) in [
            ("/archive/a.html", true),
            ("/archive/-x", true),
            ("/archive/evil.DESKTOP", false),
            ("/archive/evil.sh", false),
            ("-x.html", false),
            ("a.html", false),
        ] {
            assert_eq!(Target::file(Path::new(path)).is_some(), want, "{path}");
        }
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn the_browser_comes_first_for_addresses_and_last_for_files() {
        let names = |target: &Target, browser| -> Vec<String> {
            commands(target, browser)
                .into_iter()
                .map(|(program, arguments)| format!("{program} {}", arguments.join(" ")))
                .collect()
        };
        let address = Target::address("https://example.com/a").expect("an address");
        let file = Target::file(Path::new("/a.html")).expect("a file");
        assert_eq!(names(&address, None), ["xdg-open https://example.com/a"]);
        let want = ["fox -t https://example.com/a x", "lynx https://example.com/a", "xdg-open https://example.com/a"];
        assert_eq!(names(&address, Some("fox -t %s x:lynx")), want);
        assert_eq!(names(&file, Some("fox")), ["xdg-open /a.html", "fox /a.html"]);
    }
}
