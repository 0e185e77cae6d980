//! Maintenance of an archive: its generations and rollback, its sources, its lock, its state for people and monitors,
//! and the nightly schedule.

use super::support::{SAMPLE_ARTICLES, desk, root, run, settings, stderr, stdout};
#[cfg(unix)]
use super::support::{program, skipped};
use morgue::index::{Archive, IndexError, Lock};
use morgue::ingest::{IngestError, Watch, ingest};
use serde_json::Value;
use std::fs;
use std::path::Path;
#[cfg(unix)]
use std::process::Command;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const STORY: &str =
    "A headline of five words\n\nA zeppelin came down in the harbour today, and everybody came to see it.";

/// A folder with an index `ix` of its articles.
fn kept_desk() -> tempfile::TempDir {
    let desk = desk();
    assert_eq!(code(desk.path(), "ingest sample_corpus"), 3);
    desk
}

fn words(line: &str) -> Vec<&str> {
    ["--index", "ix"].into_iter().chain(line.split(' ')).collect()
}

fn code(folder: &Path, line: &str) -> i32 {
    run(folder, &words(line)).status.code().expect("no signal")
}

fn json(folder: &Path, line: &str) -> Value {
    let output = run(folder, &words(line));
    serde_json::from_str(&stdout(&output)).unwrap_or_else(|error| panic!("{line}: {error}: {}", stderr(&output)))
}

/// Publishes one more generation.
fn change(folder: &Path, name: &str) {
    fs::write(folder.join("sample_corpus").join(name), format!("{STORY} {name}")).expect("written");
    assert_eq!(code(folder, "ingest"), 0);
}

fn current(folder: &Path) -> u64 {
    json(folder, "status --json")["generation"].as_u64().expect("a number")
}

#[test]
fn rollback_goes_back_and_forth_among_the_kept_generations() {
    let desk = kept_desk();
    let folder = desk.path();
    change(folder, "one.txt");
    change(folder, "two.txt");
    let list = json(folder, "generations --json");
    let row =
        |nth: usize| (list[nth]["generation"].as_u64(), list[nth]["articles"].as_u64(), list[nth]["current"].as_bool());
    assert_eq!(
        (row(0), row(2)),
        ((Some(1), Some(SAMPLE_ARTICLES), Some(false)), (Some(3), Some(SAMPLE_ARTICLES + 2), Some(true)))
    );
    assert_eq!((code(folder, "rollback"), current(folder)), (0, 2));
    assert_eq!((code(folder, "rollback 1"), current(folder)), (0, 1));
    assert!(stdout(&run(folder, &words("generations"))).starts_with("*      1  20"));
    let refused = run(folder, &words("rollback"));
    assert_eq!(refused.status.code(), Some(4));
    assert!(
        stderr(&refused).contains("no generation before the current one; the kept ones are 1, 2, 3"),
        "{}",
        stderr(&refused)
    );
    assert!(stderr(&run(folder, &words("rollback 7"))).contains("generation 7 is not kept; the kept ones are 1, 2, 3"));
    assert_eq!((code(folder, "rollback 3"), current(folder)), (0, 3));
    assert_eq!(code(folder, "count zeppelin"), 0);
}

#[test]
fn a_rollback_away_from_a_broken_current_works_and_into_a_broken_one_is_refused() {
    let desk = kept_desk();
    let folder = desk.path();
    change(folder, "one.txt");
    let generations = folder.join("ix/generations");
    fs::remove_dir_all(generations.join("000002")).expect("removed");
    assert_eq!(code(folder, "count Starlink"), 6);
    assert_eq!((code(folder, "rollback"), code(folder, "count Starlink")), (0, 0));
    change(folder, "two.txt");
    let ledger = generations.join("000001/ledger.jsonl.zst");
    fs::write(&ledger, b"short").expect("damaged");
    let before = current(folder);
    assert_eq!((code(folder, "rollback"), current(folder)), (6, before));
    assert!(json(folder, "generations --json")[0]["error"].as_str().expect("an error").contains("ledger"));
    assert_eq!(run(folder, &["--index", "none", "rollback"]).status.code(), Some(10));
    assert_eq!(run(folder, &["--index", "none", "generations"]).status.code(), Some(10));
    assert!(!folder.join("none").exists(), "asking makes nothing");
}

#[test]
fn as_many_generations_are_kept_as_wanted_and_always_the_current_one() {
    let desk = kept_desk();
    let folder = desk.path();
    for name in ["one.txt", "two.txt", "three.txt"] {
        change(folder, name);
    }
    let numbers = |folder: &Path| -> Vec<u64> {
        let list = json(folder, "generations --json");
        list.as_array().expect("a list").iter().filter_map(|one| one["generation"].as_u64()).collect()
    };
    assert_eq!(numbers(folder), [2, 3, 4]);
    assert_eq!(code(folder, "rollback 2"), 0);
    assert_eq!(code(folder, "rebuild --keep 1"), 0);
    assert_eq!((numbers(folder), current(folder)), (vec![5], 5));
    change(folder, "four.txt");
    assert_eq!(numbers(folder), [6], "the wish is remembered");
    assert_eq!(code(folder, "ingest --keep 0"), 2);
}

/// Counts the steps of a run after it has the lock.
#[derive(Default)]
struct Steps(AtomicUsize);

impl Steps {
    fn count(&self) {
        self.0.fetch_add(1, Ordering::Relaxed);
    }
}

impl Watch for Steps {
    fn planned(&self, _files: usize, _bytes: u64) {
        self.count();
    }

    fn read(&self, _files: usize, _bytes: u64) {
        self.count();
    }

    fn writing(&self) {
        self.count();
    }

    fn stopped(&self) -> bool {
        self.count();
        false
    }
}

#[test]
fn a_second_run_is_told_at_once_who_runs_and_waits_if_asked_to() {
    let desk = kept_desk();
    let folder = desk.path();
    let archive = Archive::at(folder.join("ix"));
    let lock = Lock::take(&archive, &settings().holder).expect("free");
    let steps = Steps::default();
    let refused = ingest(&archive, &settings(), &steps);
    assert!(matches!(refused, Err(IngestError::Index(IndexError::Locked(_)))), "{refused:?}");
    assert_eq!(steps.0.into_inner(), 0, "nothing is read before the lock is held");
    let refused = run(folder, &words("ingest"));
    assert_eq!(refused.status.code(), Some(11));
    let said = stderr(&refused);
    assert!(said.contains("`test`, pid 1 on test, running since 2026-11-25T12:00:00Z"), "{said}");
    assert!(!said.contains("delete") && !said.contains("remove"), "{said}");
    for line in ["rollback", "sources remove sample_corpus", "ingest --wait 1"] {
        assert_eq!(code(folder, line), 11, "{line}");
    }
    let free = std::thread::spawn(move || {
        std::thread::sleep(Duration::from_millis(700));
        drop(lock);
    });
    assert_eq!(code(folder, "ingest --wait 60"), 0);
    free.join().expect("ended");
}

#[test]
fn a_source_that_is_taken_out_leaves_with_the_next_ingest() {
    let desk = kept_desk();
    let folder = desk.path();
    fs::create_dir(folder.join("more")).expect("made");
    fs::write(folder.join("more/story.txt"), STORY).expect("written");
    assert_eq!(code(folder, "ingest more"), 0);
    let list = stdout(&run(folder, &words("sources list")));
    assert!(list.lines().any(|line| line.starts_with("more  ") && line.ends_with("/more")), "{list}");
    assert_eq!(json(folder, "sources list --json")[1]["name"], "more");
    let unknown = run(folder, &words("sources remove nonsense"));
    assert_eq!(unknown.status.code(), Some(2));
    assert!(stderr(&unknown).contains("unknown source \"nonsense\"; the sources are sample_corpus, more"));
    let removed = run(folder, &words("sources remove sample_corpus"));
    assert!(stderr(&removed).contains("leave the index with the next `morgue ingest`"), "{}", stderr(&removed));
    let archive = Archive::at(folder.join("ix"));
    assert_eq!(archive.removed_sources().expect("read"), ["sample_corpus"]);
    assert_eq!(stdout(&run(folder, &words("count *"))), format!("{}\n", SAMPLE_ARTICLES + 1), "nothing changes before");
    assert_eq!(code(folder, "ingest"), 0, "and no guard stands in the way then");
    assert_eq!(stdout(&run(folder, &words("count *"))), "1\n");
    assert!(archive.removed_sources().expect("read").is_empty());
    assert_eq!(code(folder, "sources remove more"), 0);
    assert_eq!(code(folder, "ingest"), 0);
    assert_eq!(stdout(&run(folder, &words("count *"))), "0\n", "the last one too");
}

/// Makes all reports of runs older by this many seconds.
fn age_reports(folder: &Path, seconds: i64) {
    for entry in fs::read_dir(folder.join("ix/runs")).expect("read") {
        let path = entry.expect("read").path();
        let mut report: Value = serde_json::from_slice(&fs::read(&path).expect("read")).expect("JSON");
        report["started"] = (report["started"].as_i64().expect("seconds") - seconds).into();
        fs::write(path, report.to_string()).expect("written");
    }
}

#[test]
fn an_archive_is_as_old_as_its_last_successful_run() {
    let desk = kept_desk();
    let folder = desk.path();
    assert_eq!(code(folder, "status --max-age 26h"), 0);
    age_reports(folder, 27 * 3600);
    let stale = run(folder, &words("status --max-age 26h"));
    assert_eq!(stale.status.code(), Some(12));
    assert!(stderr(&stale).contains("the last successful run was 27 hours ago, more than 26 hours"));
    assert_eq!(json(folder, "status --json --max-age 26h")["fresh"], false);
    assert_eq!(code(folder, "status --max-age 2d"), 0);
    assert_eq!(code(folder, "ingest"), 0, "nothing changed");
    assert_eq!(code(folder, "status --max-age 26h"), 0, "but it was looked at");
    age_reports(folder, 27 * 3600);
    fs::rename(folder.join("sample_corpus"), folder.join("away")).expect("moved");
    assert_eq!(code(folder, "ingest"), 4);
    assert_eq!(code(folder, "status --max-age 26h"), 12, "a refused run is no success");
    assert!(stdout(&run(folder, &words("status"))).contains("error  refused: source"));
    age_reports(folder, -90 * 3600);
    assert_eq!(code(folder, "status --max-age 26h"), 12, "the future is no proof");
    assert_eq!(code(folder, "status --max-age 26"), 2);
}

#[test]
fn monitors_get_one_line_and_their_codes() {
    let desk = kept_desk();
    let folder = desk.path();
    let line = |line: &str| {
        let output = run(folder, &words(line));
        (output.status.code().expect("no signal"), stdout(&output))
    };
    let (code_new, new) = line("status --nagios --max-age 26h");
    assert_eq!((code_new, new.lines().count()), (1, 1));
    assert!(
        new.starts_with(&format!("MORGUE WARNING - 1 document newly unreadable | articles={SAMPLE_ARTICLES};;;0 age=")),
        "{new}"
    );
    assert_eq!(code(folder, "ingest"), 0);
    let (fine, said) = line("status --nagios --max-age 26h");
    assert_eq!(fine, 0);
    assert!(
        said.starts_with(&format!("MORGUE OK - {SAMPLE_ARTICLES} articles"))
            && said.contains("s;93600;;0 spiked=1;;;0"),
        "{said}"
    );
    age_reports(folder, 27 * 3600);
    assert_eq!(line("status --nagios --max-age 26h").0, 1);
    assert_eq!(line("status --nagios --max-age soon").0, 3);
    fs::rename(folder.join("sample_corpus"), folder.join("away|gone")).expect("moved");
    assert_eq!(code(folder, "ingest"), 4);
    let (critical, said) = line("status --nagios");
    assert_eq!((critical, said.matches('|').count()), (2, 1), "{said}");
    fs::remove_dir_all(folder.join("ix/generations")).expect("removed");
    assert_eq!(line("status --nagios").0, 2);
    let none = run(folder, &["--index", "none", "status", "--nagios"]);
    assert_eq!((none.status.code(), stdout(&none).starts_with("MORGUE CRITICAL - no index")), (Some(2), true));
}

#[test]
fn a_run_over_some_of_the_sources_does_not_vouch_for_the_rest() {
    let desk = kept_desk();
    let folder = desk.path();
    age_reports(folder, 27 * 3600);
    fs::create_dir(folder.join("more")).expect("made");
    fs::write(folder.join("more/story.txt"), STORY).expect("written");
    assert_eq!(code(folder, "ingest more"), 0);
    assert_eq!(code(folder, "status --max-age 26h"), 12);
    assert_eq!(code(folder, "ingest"), 0);
    assert_eq!(code(folder, "status --max-age 26h"), 0);
}

/// The value of a metric.
fn metric(folder: &Path, name: &str) -> Option<f64> {
    let text = fs::read_to_string(folder.join("morgue.prom")).expect("read");
    let line = text.lines().find(|line| line.starts_with(&format!("{name}{{")))?;
    line.rsplit(' ').next()?.parse().ok()
}

#[test]
fn metrics_are_written_and_only_success_moves_the_time_of_success() {
    let desk = kept_desk();
    let folder = desk.path();
    let output = run(folder, &words("status --prometheus morgue.prom"));
    assert_eq!((output.status.code(), stdout(&output).as_str()), (Some(0), ""));
    let first = metric(folder, "morgue_last_success_timestamp_seconds").expect("known");
    for (name, want) in
        [("articles", SAMPLE_ARTICLES as f64), ("generation", 1.0), ("spiked", 1.0), ("last_run_ok", 1.0)]
    {
        assert_eq!(metric(folder, &format!("morgue_{name}")), Some(want), "{name}");
    }
    assert!(metric(folder, "morgue_last_run_duration_seconds").is_some_and(|seconds| seconds > 0.0));
    fs::rename(folder.join("sample_corpus"), folder.join("away")).expect("moved");
    assert_eq!(code(folder, "ingest"), 4);
    assert_eq!(code(folder, "status --prometheus morgue.prom"), 0);
    assert_eq!(metric(folder, "morgue_last_success_timestamp_seconds"), Some(first));
    assert_eq!(metric(folder, "morgue_last_run_ok"), Some(0.0));
    fs::remove_file(folder.join("ix/current")).expect("removed");
    assert_eq!(code(folder, "status --prometheus morgue.prom"), 10);
    assert_eq!((metric(folder, "morgue_articles"), metric(folder, "morgue_last_run_ok")), (None, Some(0.0)));
    assert_eq!(metric(folder, "morgue_last_success_timestamp_seconds"), Some(first));
}

#[test]
fn spikes_are_listed_with_their_history() {
    let desk = kept_desk();
    let folder = desk.path();
    let first = json(folder, "spiked --json");
    change(folder, "one.txt");
    assert_eq!(json(folder, "spiked --json"), first, "a file that did not change is not tried again");
    assert_eq!(code(folder, "rebuild"), 0);
    let second = json(folder, "spiked --json");
    assert_eq!((&first["locator"], &first["reason"]), (&"feeds-json/broken.json".into(), &"json-syntax".into()));
    assert_eq!((first["tries"].as_u64(), second["tries"].as_u64()), (Some(1), Some(2)));
    assert!(first["first_seen"].is_i64() && first["first_seen"] == second["first_seen"]);
    let text = stdout(&run(folder, &words("spiked")));
    assert!(text.starts_with("sample_corpus: feeds-json/broken.json  json-syntax: EOF"), "{text}");
}

/// Checks a report against `index_schema/run.schema.json`: every required name is there, every name described, types
/// right.
fn check(value: &Value, schema: &Value, at: &str) {
    let types = match &schema["type"] {
        Value::String(one) => vec![one.as_str()],
        Value::Array(several) => several.iter().filter_map(Value::as_str).collect(),
        other => panic!("{at}: type {other}"),
    };
    let is = |name: &str| match name {
        "string" => value.is_string(),
        "integer" => value.is_i64() || value.is_u64(),
        "number" => value.is_number(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        "boolean" => value.is_boolean(),
        "null" => value.is_null(),
        _ => panic!("{at}: type {name}"),
    };
    assert!(types.iter().any(|name| is(name)), "{at}: {value} is no {types:?}");
    assert!(schema["enum"].as_array().is_none_or(|words| words.contains(value)), "{at}: {value}");
    for name in schema["required"].as_array().into_iter().flatten().filter_map(Value::as_str) {
        assert!(value.get(name).is_some(), "{at}.{name} is missing");
    }
    for (name, inner) in value.as_object().into_iter().flatten() {
        let described = schema["properties"].get(name).or(schema.get("additionalProperties"));
        check(inner, described.unwrap_or_else(|| panic!("{at}.{name} is described nowhere")), &format!("{at}.{name}"));
    }
    for inner in value.as_array().into_iter().flatten() {
        check(inner, &schema["items"], at);
    }
}

#[test]
fn reports_are_as_their_schema_says() {
    let schema = fs::read_to_string(root().join("index_schema/run.schema.json")).expect("read");
    let schema: Value = serde_json::from_str(&schema).expect("JSON");
    let desk = kept_desk();
    let folder = desk.path();
    assert_eq!(code(folder, "ingest"), 0);
    fs::rename(folder.join("sample_corpus"), folder.join("away")).expect("moved");
    assert_eq!(code(folder, "ingest"), 4);
    for (number, outcome) in [(1, "published"), (2, "unchanged"), (3, "refused")] {
        let text = fs::read(folder.join(format!("ix/runs/{number:06}.json"))).expect("read");
        let report: Value = serde_json::from_slice(&text).expect("JSON");
        check(&report, &schema, "run");
        assert_eq!(report["outcome"], outcome);
        assert_eq!(report["peak_memory"].as_u64().is_some_and(|bytes| bytes > 1 << 20), cfg!(target_os = "linux"));
        assert!(report["versions"]["readers"]["html"].is_u64());
    }
}

/// A folder whose path needs quoting in every scheduler.
#[cfg(unix)]
fn oddly_named_desk() -> (tempfile::TempDir, std::path::PathBuf) {
    let place = tempfile::tempdir().expect("a folder");
    let folder = place.path().join("it's 5% of \"a\" $HOME & <b>\\c");
    fs::create_dir_all(folder.join("news")).expect("made");
    fs::write(folder.join("news/story.txt"), STORY).expect("written");
    assert_eq!(code(&folder, "ingest news"), 0);
    (place, folder)
}

#[cfg(unix)]
#[test]
fn the_units_for_systemd_are_accepted_by_it() {
    let (place, folder) = oddly_named_desk();
    let installed = program(&folder)
        .env("XDG_CONFIG_HOME", place.path().join("config"))
        .args(words("schedule --systemd --at 4:05 --install"))
        .output()
        .expect("ran");
    assert_eq!(installed.status.code(), Some(0), "{}", stderr(&installed));
    let units: Vec<_> = fs::read_dir(place.path().join("config/systemd/user"))
        .expect("a folder of units")
        .filter_map(|entry| Some(entry.ok()?.path()).filter(|path| path.is_file()))
        .collect();
    assert_eq!(units.len(), 2, "{units:?}");
    let texts: String = units.iter().map(|path| fs::read_to_string(path).expect("read")).collect();
    for line in
        ["Type=oneshot", "SuccessExitStatus=3", "ProtectSystem=strict", "OnCalendar=*-*-* 04:05:00", "Persistent=true"]
    {
        assert!(texts.lines().any(|found| found == line), "{line}\n{texts}");
    }
    let printed = stdout(&run(&folder, &words("schedule --systemd --at 04:05")));
    assert!(units.iter().all(|path| printed.contains(&fs::read_to_string(path).expect("read"))), "{printed}");
    let runtime = place.path().join("runtime");
    fs::create_dir(&runtime).expect("made");
    for kind in ["--system", "--user"] {
        let verify = Command::new("systemd-analyze")
            .arg(kind)
            .arg("verify")
            .args(&units)
            .env("XDG_RUNTIME_DIR", &runtime)
            .output();
        let Ok(verify) = verify else {
            return skipped("keeping: systemd-analyze is not installed; the units were not verified");
        };
        assert!(verify.status.success(), "{}", stderr(&verify));
        assert!(!stderr(&verify).contains("morgue"), "{}", stderr(&verify));
    }
    let shown =
        program(&folder).env("XDG_CONFIG_HOME", place.path().join("config")).args(words("schedule --show")).output();
    let shown = stdout(&shown.expect("ran"));
    assert!(
        shown.contains("last run") && shown.contains(" 04:05 ") && shown.contains("according to the installed timer"),
        "{shown}"
    );
}

#[cfg(unix)]
#[test]
fn the_crontab_line_runs_as_it_stands_and_as_cron_unescapes_it() {
    let (_place, folder) = oddly_named_desk();
    let printed = stdout(&run(&folder, &words("schedule --cron")));
    let line = printed.lines().nth(1).expect("a line");
    let command = line.strip_prefix("30 2 * * * ").expect("a time");
    // One cron removes the backslash only from `\%`, another also from `\\`; `%` without it would end the command.
    assert!(!command.contains("\\\\") && command.replace("\\%", "").find('%').is_none(), "{command}");
    for (nth, text) in [command.to_owned(), command.replace("\\%", "%")].iter().enumerate() {
        let shell =
            Command::new("sh").arg("-c").arg(text).env_clear().env("PATH", "/usr/bin:/bin").current_dir("/").output();
        let shell = shell.expect("ran");
        assert_eq!(shell.status.code(), Some(0), "{text}: {}", stderr(&shell));
        assert_eq!(stderr(&shell), "", "cron sends mail about every word");
        assert!(folder.join(format!("ix/runs/{:06}.json", nth + 2)).is_file());
    }
}

#[cfg(unix)]
#[test]
fn the_crontab_of_others_survives_an_install() {
    use std::os::unix::fs::PermissionsExt;
    let desk = kept_desk();
    let folder = desk.path();
    let tool = folder.join("bin/crontab");
    fs::create_dir(folder.join("bin")).expect("made");
    let script = "#!/bin/sh\nif [ \"$1\" = -l ]; then [ -e tab ] && exec cat tab; echo 'no crontab for me' >&2; exit 1; fi\nexec cat >tab\n";
    fs::write(&tool, script).expect("written");
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).expect("set");
    let path = format!("{}:/usr/bin:/bin", folder.join("bin").display());
    let schedule = |line: &str| program(folder).env("PATH", &path).args(words(line)).output().expect("ran");
    assert_eq!(schedule("schedule --cron --install").status.code(), Some(0));
    let first = fs::read_to_string(folder.join("tab")).expect("read");
    fs::write(folder.join("tab"), format!("MAILTO=desk\n{first}@daily true\n")).expect("written");
    assert_eq!(schedule("schedule --cron --at 23:59 --install").status.code(), Some(0));
    let second = fs::read_to_string(folder.join("tab")).expect("read");
    assert!(second.starts_with("MAILTO=desk\n@daily true\n# morgue-"), "{second}");
    assert_eq!((second.lines().count(), second.contains("\n59 23 * * * ")), (4, true));
    let shown = stdout(&schedule("schedule --show"));
    assert!(shown.contains(" 23:59 ") && shown.contains("according to the crontab"), "{shown}");
    fs::write(&tool, "#!/bin/sh\necho 'not allowed' >&2\nexit 1\n").expect("written");
    assert_eq!(schedule("schedule --cron --install").status.code(), Some(7));
}

#[test]
fn a_schedule_needs_sources_and_a_time() {
    let desk = kept_desk();
    assert_eq!(run(desk.path(), &["--index", "none", "schedule"]).status.code(), Some(10));
    assert_eq!(code(desk.path(), "schedule --at 25:00"), 2);
    assert_eq!(code(desk.path(), "schedule --cron --systemd"), 2);
    assert_eq!(code(desk.path(), "ingest --ner off"), 0);
    assert!(stdout(&run(desk.path(), &words("schedule --cron"))).contains(" --ner off\n"));
    let plist = stdout(&run(desk.path(), &words("schedule --launchd")));
    assert!(plist.contains("<string>--index</string>") && plist.ends_with("</plist>\n"), "{plist}");
}

/// 24 words.
const TAKEN_DOWN: &str = "The owner of the mill on Harbour Street told the court on Monday that he had never met the \
                          inspector whose name the papers printed.";

#[test]
fn a_forgotten_article_stays_out_under_another_name_and_with_another_address() {
    let desk = desk();
    let folder = desk.path().join("news");
    fs::create_dir(&folder).expect("made");
    let write = |name: &str, text: &str| fs::write(folder.join(name), text).expect("written");
    let page = |url: &str, text: &str| serde_json::json!({"title": "The mill", "url": url, "text": text}).to_string();
    write("mill.txt", &format!("The mill owner in court\n\n{TAKEN_DOWN}\n"));
    write("harbour.txt", &format!("The harbour\n\n{STORY}\n"));
    assert_eq!(code(desk.path(), "ingest news"), 0);
    let key = |query: &str| {
        let found = json(desk.path(), &format!("search {query} --format json"));
        found["hits"][0]["key"].as_str().unwrap_or_else(|| panic!("{query}: {found}")).to_owned()
    };
    let count = || stdout(&run(desk.path(), &words("count inspector"))).trim().to_owned();

    // Another paper printed the same text: both are listed before anything is removed.
    write("copy.json", &page("https://paper.example/mill", &TAKEN_DOWN.replace("court", "COURT")));
    assert_eq!(code(desk.path(), "ingest"), 0);
    let mill = key("title:owner");
    let asked = run(desk.path(), &words(&format!("forget {mill}")));
    assert_eq!(asked.status.code(), Some(2));
    assert!(stdout(&asked).contains("The mill  (same text)\n"), "{}", stdout(&asked));
    let want = "1 article and 1 other article with the same text would be removed, and all older generations";
    assert!(stderr(&asked).contains(want), "{}", stderr(&asked));
    assert_eq!(count(), "2");
    let done = run(desk.path(), &words(&format!("forget {mill} --yes")));
    assert!(stderr(&done).contains("also removing 1 other article with the same text: a_"), "{}", stderr(&done));
    assert_eq!(count(), "0");

    // Renamed, copied, and printed by a third paper: none comes back, in small runs and in a rebuild.
    fs::rename(folder.join("mill.txt"), folder.join("moved.txt")).expect("renamed");
    fs::create_dir(folder.join("old")).expect("made");
    fs::copy(folder.join("moved.txt"), folder.join("old/again.txt")).expect("copied");
    write("third.json", &page("https://third.example/1", TAKEN_DOWN));
    for line in ["ingest --json", "rebuild --json"] {
        let report = json(desk.path(), line);
        assert_eq!((&report["articles"], &report["counts"]["withheld"]), (&Value::from(1), &Value::from(3)), "{line}");
        assert_eq!(count(), "0", "{line}");
    }
    let list = fs::read_to_string(desk.path().join("ix/user/forgotten.json")).expect("read");
    assert!(!list.contains("mill") && !list.contains("inspector"), "{list}");

    // A text that says more is another text; with --keep-copies, so is the same text elsewhere.
    write("longer.json", &page("https://third.example/2", &format!("{TAKEN_DOWN} He was acquitted.")));
    write("same.json", &page("https://fourth.example/2", &format!("{TAKEN_DOWN} He was acquitted.")));
    assert_eq!(code(desk.path(), "ingest"), 0);
    assert_eq!(count(), "2");
    let longer = key("acquitted url:third.example/2");
    assert_eq!(code(desk.path(), &format!("forget {longer} --yes --keep-copies")), 0);
    assert_eq!(code(desk.path(), "rebuild"), 0);
    assert_eq!(count(), "1");
    assert_ne!(key("acquitted"), longer);
}

#[test]
fn a_moved_source_keeps_its_articles_and_their_keys() {
    let desk = desk();
    let folder = |name: &str| desk.path().join(name);
    fs::create_dir_all(folder("news/a")).expect("made");
    fs::write(folder("news/a/zeppelin.txt"), STORY).expect("written");
    fs::write(folder("news/ferry.txt"), STORY.replace("zeppelin", "ferry")).expect("written");
    fs::create_dir(folder("other")).expect("made");
    fs::write(folder("other/x.txt"), STORY.replace("zeppelin", "balloon")).expect("written");
    assert_eq!(code(desk.path(), "ingest news other"), 0);
    let keys = || stdout(&run(desk.path(), &words("search harbour --format ids --sort oldest")));
    let before = keys();
    fs::create_dir(folder("disk")).expect("made");
    fs::rename(folder("news"), folder("disk/clippings")).expect("moved");
    let refused = run(desk.path(), &words("ingest"));
    assert_eq!(refused.status.code(), Some(4));
    let told = stderr(&refused);
    assert!(
        told.contains("no longer exists; nothing was changed") && told.contains("morgue sources move news NEW"),
        "{told}"
    );
    for (line, want) in [
        ("sources move unknown disk/clippings", "unknown source \"unknown\"; the sources are news, other"),
        ("sources move news other", "already belongs to source \"other\""),
    ] {
        let output = run(desk.path(), &words(line));
        assert_eq!(output.status.code(), Some(2), "{line}");
        assert!(stderr(&output).contains(want), "{line}: {}", stderr(&output));
    }
    assert_eq!(code(desk.path(), "sources move news nowhere"), 7);
    // By its name, and back by its path.
    for (old, new) in [("news", "disk/clippings"), ("disk/clippings", "news")] {
        if new == "news" {
            fs::rename(folder("disk/clippings"), folder("news")).expect("moved");
        }
        assert_eq!(code(desk.path(), &format!("sources move {old} {new}")), 0);
        let report = json(desk.path(), "ingest --json");
        assert_eq!((&report["outcome"], &report["counts"]["read_files"]), (&Value::from("unchanged"), &Value::from(0)));
        assert_eq!(keys(), before);
    }
    // A copy on another disk has other times: it is read again and keeps its keys.
    fs::create_dir_all(folder("copy/a")).expect("made");
    for name in ["a/zeppelin.txt", "ferry.txt"] {
        fs::write(folder("copy").join(name), fs::read(folder("news").join(name)).expect("read")).expect("written");
    }
    assert_eq!(code(desk.path(), "sources move news copy"), 0);
    assert_eq!(code(desk.path(), "ingest"), 0);
    assert_eq!(keys(), before);
}

#[test]
fn damage_suggests_the_newest_generation_that_is_whole() {
    let desk = kept_desk();
    let folder = desk.path();
    change(folder, "one.txt");
    change(folder, "two.txt");
    let damage = |generation: u64| {
        let files = fs::read_dir(folder.join(format!("ix/generations/{generation:06}"))).expect("read");
        let segments = files.map(|entry| entry.expect("read").path());
        for path in segments.filter(|path| path.extension().is_some_and(|ending| ending == "idx" || ending == "term")) {
            // Files are shared between generations: this one gets its own.
            let mut bytes = fs::read(&path).expect("read");
            let middle = bytes.len() / 2;
            bytes[middle] ^= 8;
            fs::remove_file(&path).expect("removed");
            fs::write(&path, bytes).expect("written");
        }
    };
    damage(3);
    for line in ["search zeppelin", "verify"] {
        let told = run(folder, &words(line));
        assert_eq!(told.status.code(), Some(6), "{line}");
        assert!(
            stderr(&told).contains("hint: return to generation 2, which is intact: `morgue rollback 2`"),
            "{}",
            stderr(&told)
        );
    }
    damage(2);
    assert!(stderr(&run(folder, &words("verify"))).contains("`morgue rollback 1`"));
    damage(1);
    assert!(stderr(&run(folder, &words("verify"))).contains("hint: rebuild it from its sources"));
}

#[test]
fn a_forgotten_article_that_was_edited_and_renamed_stays_out() {
    let desk = desk();
    let folder = desk.path().join("news");
    fs::create_dir(&folder).expect("made");
    fs::write(folder.join("mill.txt"), format!("The mill owner in court\n\n{TAKEN_DOWN}\n")).expect("written");
    fs::write(folder.join("harbour.txt"), format!("The harbour\n\n{STORY}\n")).expect("written");
    assert_eq!(code(desk.path(), "ingest news"), 0);
    let found = json(desk.path(), "search inspector --format json");
    let key = found["hits"][0]["key"].as_str().expect("a key").to_owned();
    assert_eq!(code(desk.path(), &format!("forget {key} --yes")), 0);
    assert!(!desk.path().join("ix/user/takedown-pending").exists());
    // As an earlier version kept it: the key alone.
    let list = desk.path().join("ix/user/forgotten.json");
    fs::write(&list, format!("{{\"{key}\": 1700000000}}")).expect("written");
    let count = || stdout(&run(desk.path(), &words("count inspector"))).trim().to_owned();
    for (from, to, edit) in [("mill.txt", "mill.txt", " He left."), ("mill.txt", "moved.txt", "")] {
        let text = fs::read_to_string(folder.join(from)).expect("read");
        fs::remove_file(folder.join(from)).expect("removed");
        fs::write(folder.join(to), format!("{}{edit}\n", text.trim_end())).expect("written");
        assert_eq!(code(desk.path(), "ingest"), 0);
        assert_eq!(count(), "0", "{to}");
    }
    // A takedown that was cut short after it was published is finished by the next run.
    fs::write(desk.path().join("ix/user/takedown-pending"), "").expect("written");
    assert_eq!(code(desk.path(), "ingest"), 0);
    assert!(!desk.path().join("ix/user/takedown-pending").exists());
    assert_eq!(fs::read_dir(desk.path().join("ix/generations")).expect("read").count(), 1);
}
