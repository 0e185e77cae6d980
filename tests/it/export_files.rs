//! The file of an export: it appears under its name when it is complete, and a full disk leaves nothing of it.

use super::faults::signal;
use super::mounts::Mounted;
use super::support::{desk, program, run, skipped, stderr};
use calamine::{Reader as _, Xlsx};
use std::path::Path;

#[test]
fn a_file_takes_its_name_when_it_is_whole() {
    let desk = desk();
    let desk = desk.path();
    run(desk, &["ingest", "sample_corpus"]);
    let export = |args: &[&str]| {
        let output = program(desk).arg("export").args(args).output().expect("ran");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    assert_eq!(export(&["Starlink", "-o", "out.ids.gz", "--format", "ids"]).0, Some(0));
    let packed = std::fs::read(desk.join("out.ids.gz")).expect("written");
    let mut text = String::new();
    std::io::Read::read_to_string(&mut flate2::read::GzDecoder::new(&packed[..]), &mut text).expect("gzip");
    assert_eq!(text.lines().count(), 10);
    std::fs::write(desk.join("old.csv"), "old").expect("written");
    assert_eq!(export(&["Starlink", "-o", "old.csv"]).0, Some(0));
    assert!(std::fs::read_to_string(desk.join("old.csv")).expect("read").starts_with("rank,key,"));
    let article = desk.join("sample_corpus/feeds-json/mp-20241026-pentagon-musk.json");
    let before = std::fs::read(&article).expect("read");
    let (code, told) = export(&["Starlink", "-o", "sample_corpus/feeds-json/mp-20241026-pentagon-musk.json"]);
    assert!(code == Some(5) && told.contains("--force"), "{told}");
    assert_eq!(std::fs::read(&article).expect("read"), before);
    for (args, want) in [
        (["Starlink", "-o", ".morgue/x.csv"], 5),
        (["Starlink", "-o", "nowhere/x.csv"], 5),
        (["Starlink", "-o", "sample_corpus.csv/"], 5),
        (["Starlink", "-o", "x.unknown"], 2),
        (["Zzyzx", "-o", "none.jsonl"], 0),
        (["--fail-empty", "Zzyzx", "-onone.jsonl"], 1),
    ] {
        let args: Vec<&str> = args.to_vec();
        assert_eq!(export(&args).0, Some(want), "{args:?}: {}", export(&args).1);
    }
    assert_eq!(export(&["Starlink", "--format", "texts", "-o", "texts"]).0, Some(0));
    assert_eq!(export(&["Starlink", "--format", "texts", "-o", "texts"]).0, Some(5));
    let left: Vec<_> = std::fs::read_dir(desk).expect("read").map(|entry| entry.expect("read").file_name()).collect();
    assert!(!left.iter().any(|name| name.to_string_lossy().ends_with(".part")), "{left:?}");
}

#[test]
fn a_full_disk_leaves_the_old_file_and_nothing_else() {
    let disk = match Mounted::new(&["-t", "tmpfs", "-o", "size=64k", "tmpfs"]) {
        Ok(disk) => disk,
        Err(why) => return skipped(&format!("export_files: no tmpfs can be mounted here: {why}")),
    };
    let desk = desk();
    run(desk.path(), &["ingest", "sample_corpus"]);
    let names = || {
        let entries = std::fs::read_dir(disk.path()).expect("read");
        entries.map(|entry| entry.expect("read").file_name().into_string().expect("text")).collect::<Vec<_>>()
    };
    let old = disk.path().join("all.jsonl");
    std::fs::write(&old, "old").expect("written");
    for format in ["jsonl", "csv", "texts"] {
        let target = disk.path().join(if format == "texts" { "texts" } else { "all.jsonl" });
        let mut export = program(desk.path());
        export.args(["export", "*", "--with", "body", "--format", format, "-o"]).arg(&target);
        let output = export.output().expect("ran");
        let said = stderr(&output);
        assert_eq!(output.status.code(), Some(7), "{format}: {said}");
        assert!(said.contains("No space left on device"), "{format}: {said}");
        assert_eq!(names(), ["all.jsonl"], "{format}");
        assert_eq!(std::fs::read_to_string(&old).expect("read"), "old", "{format}");
    }
}

#[test]
fn a_signal_leaves_the_old_file_and_nothing_else() {
    let desk = tempfile::tempdir().expect("a folder");
    let desk = desk.path();
    let article = |nth: usize| {
        let text = format!("The council of town {nth} met. {}", "It spoke about water and about roads. ".repeat(20));
        format!("{}\n", serde_json::json!({"title": format!("Town {nth}"), "date": "2024-05-01", "text": text}))
    };
    std::fs::create_dir(desk.join("in")).expect("made");
    std::fs::write(desk.join("in/all.jsonl"), (0..4_000).map(article).collect::<String>()).expect("written");
    run(desk, &["ingest", "--ner", "off", "in"]);
    run(desk, &["saved", "add", "all", "*"]);
    std::fs::create_dir(desk.join("out")).expect("made");
    interrupted(desk, &["export", "*", "--with", "body"], "nothing was written");
    interrupted(desk, &["watch", "all", "--format", "jsonl"], "nothing counts as shown");
    assert_eq!(program(desk).args(["watch", "all"]).output().expect("ran").status.code(), Some(0), "it is new still");
}

/// Interrupts a run with either signal while it writes a list to a file.
fn interrupted(desk: &Path, args: &[&str], told: &str) {
    let folder = desk.join("out");
    let file = folder.join("all.jsonl");
    let seen = desk.join(".morgue/user/watch");
    let names = || {
        let entries = std::fs::read_dir(&folder).expect("read");
        entries.map(|entry| entry.expect("read").file_name().into_string().expect("text")).collect::<Vec<_>>()
    };
    let mut stopped = Vec::new();
    for (name, code) in [("INT", 130), ("TERM", 143)].into_iter().cycle().take(20) {
        let _ = std::fs::remove_dir_all(&seen);
        names().iter().for_each(|name| std::fs::remove_file(folder.join(name)).expect("removed"));
        std::fs::write(&file, "old").expect("written");
        let mut child = program(desk);
        child.args(args).arg("-o").arg(&file).stderr(std::process::Stdio::piped());
        let mut child = child.spawn().expect("started");
        while child.try_wait().expect("asked").is_none() && names().len() == 1 {
            std::thread::yield_now();
        }
        signal(&child, name);
        let output = child.wait_with_output().expect("waited for");
        // A run that has already written everything ends as if no signal had been sent.
        if output.status.success() {
            continue;
        }
        assert_eq!(output.status.code(), Some(code), "{args:?}: {}", stderr(&output));
        assert!(stderr(&output).contains(told), "{args:?}: {}", stderr(&output));
        assert_eq!(names(), ["all.jsonl"], "{args:?}");
        assert_eq!(std::fs::read_to_string(&file).expect("read"), "old", "{args:?}");
        assert!(!seen.join("all.seen").exists(), "{args:?}");
        stopped.push(name);
        if stopped.contains(&"INT") && stopped.contains(&"TERM") {
            return;
        }
    }
    panic!("{args:?}: only {stopped:?} came in time");
}

#[test]
fn a_list_of_queries_is_one_file_each_whatever_becomes_of_the_others() {
    let desk = desk();
    let desk = desk.path();
    run(desk, &["ingest", "sample_corpus"]);
    std::fs::create_dir(desk.join("lists")).expect("made");
    std::fs::write(desk.join("queries.txt"), "# space\nspace\tStarlink\nbroken\t(Starlink\nZzyzx\n").expect("written");
    let output = run(desk, &["export", "@queries.txt", "--format", "ids", "-o", "lists"]);
    let said = stderr(&output);
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(said.contains("queries.txt line 3: "), "{said}");
    let lines = |name: &str| std::fs::read_to_string(desk.join("lists").join(name)).expect("written").lines().count();
    assert_eq!((lines("space.txt"), lines("0004.txt")), (10, 0));
    let mut names: Vec<_> = std::fs::read_dir(desk.join("lists"))
        .expect("read")
        .map(|entry| entry.expect("read").file_name().into_string().expect("text"))
        .collect();
    names.sort();
    let beside = |name: &str| [name.to_owned(), format!("{name}.prov.json"), format!("{name}.prov.keys.zst")];
    assert_eq!(names, [beside("0004.txt"), beside("space.txt")].concat());
    assert_eq!(run(desk, &["replay", "lists/space.txt"]).status.code(), Some(0));
    let output = run(desk, &["export", "@queries.txt", "--format", "ids", "-o", "nowhere"]);
    assert!(output.status.code() == Some(2) && stderr(&output).contains("-o FOLDER"), "{}", stderr(&output));
}

#[test]
fn a_text_longer_than_a_cell_is_cut_and_named() {
    let desk = tempfile::tempdir().expect("a folder");
    let story = |nth: usize, words: usize| {
        let text = format!("A heron waited at gate {nth}. ").repeat(words);
        serde_json::json!({ "title": format!("Heron {nth}"), "text": text, "date": format!("2024-05-0{nth}") })
            .to_string()
    };
    std::fs::create_dir(desk.path().join("news")).expect("made");
    std::fs::write(desk.path().join("news/a.jsonl"), [story(1, 3), story(2, 2_000)].join("\n")).expect("written");
    assert!(run(desk.path(), &["ingest", "--index", "ix", "news"]).status.success());
    let words = ["export", "--index", "ix", "heron", "-o", "o.xlsx", "--with", "body"];
    let told = stderr(&run(desk.path(), &words));
    assert!(told.contains("note: 1 text was cut to 32,767 characters"), "{told}");
    let bytes = std::fs::read(desk.path().join("o.xlsx")).expect("written");
    let mut book: Xlsx<_> = Xlsx::new(std::io::Cursor::new(bytes)).expect("a workbook");
    let names = book.sheet_names();
    let rows = book.worksheet_range(&names[0]).expect("a sheet");
    let column = |name: &str| {
        let header = rows.rows().next().expect("a header");
        header.iter().position(|cell| *cell == *name).expect("a column")
    };
    // The newest first: that is the long one.
    let cells =
        |row: u32| ["body", "cut"].map(|name| rows.get_value((row, column(name) as u32)).map(ToString::to_string));
    let [Some(body), Some(cut)] = cells(1) else { panic!("no cells") };
    assert_eq!((body.encode_utf16().count(), cut.as_str()), (32_767, "body"));
    assert!(cells(2)[1].as_ref().is_none_or(String::is_empty));
    let about = book.worksheet_range("About").expect("a second sheet");
    let about: Vec<String> = about.rows().map(|row| format!("{}: {}", row[0], row[1])).collect();
    assert_eq!((about[0].as_str(), about[2].as_str()), ("query: heron", "matches: 2"), "{about:?}");
}

/// Files that a user names may be links, pipes and devices: they are followed and written into, never replaced.
#[cfg(unix)]
#[test]
fn links_are_followed_and_pipes_are_written_into() {
    use std::os::unix::fs::symlink;
    let desk = desk();
    let desk = desk.path();
    run(desk, &["ingest", "sample_corpus"]);
    let at = |name: &str| desk.join(name);
    std::fs::create_dir(at("kept")).expect("made");
    for (link, target) in [("out.csv", "kept/list.csv"), ("cert.json", "kept/cert.prov.json"), ("prom", "kept/prom")] {
        symlink(target, at(link)).expect("linked");
    }
    symlink("/dev/null", at("null")).expect("linked");
    let export = ["export", "Starlink", "-o", "out.csv", "--certificate", "cert.json"];
    assert_eq!(run(desk, &export).status.code(), Some(0));
    let nowhere = ["status", "--prometheus", "null"];
    for status in [["status", "--prometheus", "prom"], ["status", "--prometheus", "prom"], nowhere] {
        assert_eq!(run(desk, &status).status.code(), Some(0));
    }
    let mut names: Vec<_> =
        std::fs::read_dir(at("kept")).expect("read").map(|entry| entry.expect("read").file_name()).collect();
    names.sort();
    assert_eq!(names, ["cert.prov.json", "cert.prov.keys.zst", "list.csv", "prom"]);
    assert!(["out.csv", "cert.json", "prom", "null"].iter().all(|link| at(link).is_symlink()));
    let replay = ["replay", "--certificate", "cert.json"];
    assert_eq!(run(desk, &replay).status.code(), Some(0), "{}", stderr(&run(desk, &replay)));

    // A certificate through a pipe has nothing beside it.
    assert!(std::process::Command::new("mkfifo").arg(at("pipe")).status().expect("started").success());
    let pipe = at("pipe");
    let reader = std::thread::spawn(move || std::fs::read_to_string(pipe).expect("read"));
    let told = run(desk, &["export", "Starlink", "-o", "two.csv", "--certificate", "pipe"]);
    assert_eq!(told.status.code(), Some(0));
    assert!(stderr(&told).contains("is not kept for `replay`"), "{}", stderr(&told));
    let certificate: serde_json::Value = serde_json::from_str(&reader.join().expect("ended")).expect("a certificate");
    assert_eq!(certificate["exported"], 10);
    assert!(!at("pipe.keys.zst").exists() && !std::fs::metadata(at("pipe")).expect("there").is_file());
}
