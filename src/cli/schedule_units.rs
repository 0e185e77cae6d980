//! The texts that schedule a run: units for systemd, a crontab line, a property list for launchd. Each has its own
//! rules for spaces, quotes and percent signs; paths that cannot be written in one of them are rejected earlier.

/// The command to run, and when. Texts have no control characters.
#[derive(Debug)]
pub struct Job {
    /// Letters, digits, `-` and `_`: names the units and identifies the job later.
    pub name: String,
    /// The program and its arguments.
    pub command: Vec<String>,
    pub index: String,
    pub sources: Vec<String>,
    pub hour: u8,
    pub minute: u8,
}

/// A service that may write only to the index. The memory limit is far above the needs of a run, so that a fault ends
/// the run and not the machine.
pub fn systemd_service(job: &Job) -> String {
    let read_only: String =
        job.sources.iter().map(|path| format!("ReadOnlyPaths={}\n", systemd_word(&format!("-{path}")))).collect();
    format!(
        "\
[Unit]
Description=Update the news archive {name}

[Service]
Type=oneshot
ExecStart={command}
# 3: published, but some files are newly unreadable.
SuccessExitStatus=3
Nice=10
IOSchedulingClass=idle
TimeoutStartSec=6h
TimeoutStopSec=30
MemoryMax=4G
# If the unit fails with 226/NAMESPACE, the kernel does not allow user namespaces: remove the lines below.
ProtectSystem=strict
ReadWritePaths={index}
{read_only}NoNewPrivileges=yes
PrivateNetwork=yes
LockPersonality=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
",
        name = job.name,
        command = systemd_command(&job.command),
        index = systemd_word(&job.index),
    )
}

pub fn systemd_timer(job: &Job) -> String {
    format!(
        "\
[Unit]
Description=Update the news archive {} every day

[Timer]
OnCalendar=*-*-* {:02}:{:02}:00
RandomizedDelaySec=10m
# Run later if the machine was off at that time.
Persistent=true

[Install]
WantedBy=timers.target
",
        job.name, job.hour, job.minute
    )
}

/// The crontab line of the job, after the comment that identifies it.
pub fn crontab_lines(job: &Job) -> String {
    let words: Vec<String> = job.command.iter().map(|word| cron_word(word)).collect();
    format!("{}\n{} {} * * * nice -n 10 {}\n", cron_mark(job), job.minute, job.hour, words.join(" "))
}

/// A crontab without the job.
pub fn without_job(crontab: &str, job: &Job) -> String {
    let mark = cron_mark(job);
    let mut lines = crontab.lines();
    let mut kept = String::new();
    while let Some(line) = lines.next() {
        if line == mark {
            lines.next();
        } else {
            kept.push_str(line);
            kept.push('\n');
        }
    }
    kept
}

/// Hour and minute at which a crontab runs the job.
pub fn time_in_crontab(crontab: &str, job: &Job) -> Option<(u8, u8)> {
    let line = crontab.lines().skip_while(|line| *line != cron_mark(job)).nth(1)?;
    let mut words = line.split(' ');
    let minute = words.next()?.parse().ok()?;
    Some((words.next()?.parse().ok()?, minute))
}

/// Hour and minute at which a timer of this program runs.
pub fn time_in_timer(timer: &str) -> Option<(u8, u8)> {
    let time = timer.lines().find_map(|line| line.strip_prefix("OnCalendar=*-*-* "))?;
    parse_time(time.strip_suffix(":00")?)
}

/// Hour and minute at which a property list of this program runs.
pub fn time_in_plist(plist: &str) -> Option<(u8, u8)> {
    let number = |name: &str| {
        let rest = plist.split_once(&format!("<key>{name}</key><integer>"))?.1;
        rest.split_once('<')?.0.parse().ok()
    };
    Some((number("Hour")?, number("Minute")?))
}

/// Reads `02:30`.
pub fn parse_time(text: &str) -> Option<(u8, u8)> {
    let (hour, minute) = text.split_once(':')?;
    let number = |digits: &str, most: u8| {
        let plain = matches!(digits.len(), 1 | 2) && digits.bytes().all(|byte| byte.is_ascii_digit());
        digits.parse::<u8>().ok().filter(|&number| plain && number <= most)
    };
    Some((number(hour, 23)?, number(minute, 59)?))
}

pub fn launchd_plist(job: &Job) -> String {
    let words: String = job.command.iter().map(|word| format!("    <string>{}</string>\n", xml_text(word))).collect();
    format!(
        "\
<?xml version=\"1.0\" encoding=\"UTF-8\"?>
<!DOCTYPE plist PUBLIC \"-//Apple//DTD PLIST 1.0//EN\" \"http://www.apple.com/DTDs/PropertyList-1.0.dtd\">
<plist version=\"1.0\">
<dict>
  <key>Label</key><string>{}</string>
  <key>ProgramArguments</key>
  <array>
{words}  </array>
  <key>StartCalendarInterval</key>
  <dict><key>Hour</key><integer>{}</integer><key>Minute</key><integer>{}</integer></dict>
  <key>ProcessType</key><string>Background</string>
  <key>LowPriorityIO</key><true/>
  <key>Nice</key><integer>10</integer>
</dict>
</plist>
",
        job.name, job.hour, job.minute
    )
}

/// The colon makes systemd leave dollar signs unchanged; only percent signs are still interpreted. It starts no program
/// whose path has quotes or backslashes, so `env` does.
fn systemd_command(words: &[String]) -> String {
    let env = "/usr/bin/env".to_owned();
    let odd = words.first().is_some_and(|program| program.contains(['"', '\'', '\\']));
    let mut words = odd.then_some(&env).into_iter().chain(words);
    let first = words.next().map(|program| systemd_word(&format!(":{program}")));
    first.into_iter().chain(words.map(|word| systemd_word(word))).collect::<Vec<_>>().join(" ")
}

fn systemd_word(word: &str) -> String {
    format!("\"{}\"", word.replace('\\', "\\\\").replace('"', "\\\"").replace('%', "%%"))
}

/// A word for cron and then the shell. cron reads `\%` as a percent sign, but implementations differ on `\\`, so a
/// backslash is only ever written before a percent sign or a closing quote; the shell reads the line the same with and
/// without cron.
fn cron_word(word: &str) -> String {
    if !word.is_empty() && word.chars().all(|c| c.is_ascii_alphanumeric() || "/._-+,:=@".contains(c)) {
        return word.to_owned();
    }
    let mut quoted = String::from("'");
    for c in word.chars() {
        match c {
            '\'' => quoted.push_str("'\"'\"'"),
            '%' => quoted.push_str("'\\%'"),
            '\\' => quoted.push_str("\\''"),
            c => quoted.push(c),
        }
    }
    quoted.push('\'');
    quoted
}

fn cron_mark(job: &Job) -> String {
    format!("# {} (written by `morgue schedule`, with the line below)", job.name)
}

fn xml_text(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn job(index: &str) -> Job {
        Job {
            name: "morgue-clips-00".to_owned(),
            command: ["/opt/a b/morgue", "ingest", "--index", index].map(str::to_owned).to_vec(),
            index: index.to_owned(),
            sources: vec!["/srv/100 % true".to_owned()],
            hour: 2,
            minute: 5,
        }
    }

    #[test]
    fn systemd_reads_quotes_percent_and_backslashes_its_own_way() {
        let service = systemd_service(&job(r#"/srv/a "b" 5% $c\d"#));
        let command = r#"ExecStart=":/opt/a b/morgue" "ingest" "--index" "/srv/a \"b\" 5%% $c\\d""#;
        for line in [command, r#"ReadWritePaths="/srv/a \"b\" 5%% $c\\d""#, r#"ReadOnlyPaths="-/srv/100 %% true""#] {
            assert!(service.lines().any(|found| found == line), "{line}\n{service}");
        }
    }

    #[test]
    fn systemd_starts_oddly_named_programs_through_env() {
        let words = ["/opt/it's/morgue", "ingest"].map(str::to_owned);
        assert_eq!(systemd_command(&words), r#"":/usr/bin/env" "/opt/it's/morgue" "ingest""#);
    }

    #[test]
    fn cron_lines_are_found_again_and_only_they() {
        let job = job("/srv/it's 5% x\\y");
        let line = r#"5 2 * * * nice -n 10 '/opt/a b/morgue' ingest --index '/srv/it'"'"'s 5'\%' x\''y'"#;
        let lines = crontab_lines(&job);
        assert_eq!(lines.lines().nth(1), Some(line));
        let theirs = "MAILTO=desk\n# morgue-clips-000\n0 1 * * * true\n";
        let crontab = format!("{theirs}{lines}@daily false\n");
        assert_eq!(without_job(&crontab, &job), format!("{theirs}@daily false\n"));
        assert_eq!(time_in_crontab(&crontab, &job), Some((2, 5)));
        assert_eq!(time_in_crontab(theirs, &job), None);
    }

    #[test]
    fn times_are_read_back_from_what_was_written() {
        assert_eq!(time_in_timer(&systemd_timer(&job("/x"))), Some((2, 5)));
        assert_eq!(time_in_plist(&launchd_plist(&job("/x"))), Some((2, 5)));
        for text in ["24:00", "2:60", "2", "+2:30", "02:30:00", "-1:00", ""] {
            assert_eq!(parse_time(text), None, "{text}");
        }
        assert_eq!((parse_time("02:30"), parse_time("7:05")), (Some((2, 30)), Some((7, 5))));
    }

    #[test]
    fn property_lists_escape_markup() {
        assert!(launchd_plist(&job("/a<b>&c")).contains("<string>/a&lt;b&gt;&amp;c</string>"));
    }
}
