//! Answers that take long, and servers that run for long: what a search and an export may use, how they end, and what is left.

use super::serve_safe::{archive, ferry, ingest, write};
use super::served::Served;
use super::support::{program, run, stderr};
use serde_json::json;
use std::io::{Read, Write};
use std::net::TcpStream;
use std::os::unix::fs::PermissionsExt;
use std::process::Command;
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// Articles with very many matches each.
fn long_archive() -> TempDir {
    let long = "The ferry sailed at noon. ".repeat(1_500);
    let article = |nth: usize| {
        let text = format!("number{nth} {long}");
        json!({"title": format!("Ferry {nth}"), "text": text, "url": format!("https://a.example/{nth}")})
    };
    archive(&(0..60).map(article).collect::<Vec<_>>())
}

/// Articles whose export is larger than what waits for a client: each has a title of some thousand letters.
pub fn wide_archive() -> TempDir {
    let desk = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(desk.path().join("news")).expect("made");
    let title = "by the northern quay ".repeat(150);
    let lines: String = (0..500)
        .map(|nth| json!({"title": format!("Ferry {nth} {title}"), "text": format!("Ferry number{nth} sailed at noon."), "url": format!("https://a.example/{nth}")}).to_string() + "\n")
        .collect();
    std::fs::write(desk.path().join("news/dump.jsonl"), lines).expect("written");
    ingest(desk.path());
    desk
}

/// A request whose answer is not read yet, but for its first bytes.
pub fn begun(served: &Served, path: &str) -> TcpStream {
    let mut stream = TcpStream::connect(served.address).expect("connected");
    stream.set_read_timeout(Some(Duration::from_secs(30))).expect("set");
    // Otherwise the system takes megabytes for a client that does not read.
    rustix::net::sockopt::set_socket_recv_buffer_size(&stream, 16 << 10).expect("set");
    write!(stream, "GET {path} HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n", served.address).expect("sent");
    let mut first = [0u8; 1024];
    stream.read_exact(&mut first).expect("the head");
    assert!(first.starts_with(b"HTTP/1.1 200"), "{}", String::from_utf8_lossy(&first));
    stream
}

/// Whether the rest of a body in chunks says that it is complete.
fn ends_whole(mut stream: TcpStream) -> bool {
    let mut rest = Vec::new();
    // A reset ends it too.
    let _ = stream.read_to_end(&mut rest);
    rest.ends_with(b"\r\n0\r\n\r\n")
}

/// Waits until something is so.
fn soon(what: &str, mut is: impl FnMut() -> bool) {
    let begun = Instant::now();
    while !is() {
        assert!(begun.elapsed() < Duration::from_secs(10), "{what}");
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn a_search_that_needs_too_much_memory_is_ended() {
    let desk = long_archive();
    let path = "/search?q=ferry&view=kwic&limit=100";
    let served = Served::with(desk.path(), &["--memory", "4", "--deadline", "120"]);
    let reply = served.get(path);
    assert_eq!(reply.status, 503, "{}", reply.text());
    assert!(reply.text().contains("needed more than 4 MB of memory"), "{}", reply.text());
    assert!(served.get("/metrics").text().contains("\nmorgue_http_large_total 1\n"));
    // The one that was ended may still be giving its memory back.
    soon("others are not answered", || served.get("/search?q=number7").status == 200);
    assert_eq!(Served::with(desk.path(), &["--deadline", "120"]).get(path).status, 200);
}

#[test]
fn an_export_ends_with_the_server_and_is_not_whole() {
    let desk = wide_archive();
    let served = Served::with(desk.path(), &[]);
    let whole = begun(&served, "/export?q=ferry&format=html");
    assert!(ends_whole(whole));
    let export = begun(&served, "/export?q=ferry&format=html");
    let ended = Instant::now();
    let (success, told) = served.end();
    assert!(success && told.is_empty(), "{told}");
    assert!(ended.elapsed() < Duration::from_secs(15), "{:?}", ended.elapsed());
    assert!(!ends_whole(export));
}

#[test]
fn an_export_ends_when_something_in_it_is_forgotten() {
    let desk = wide_archive();
    let served = Served::with(desk.path(), &[]);
    let key =
        served.get("/api/search?q=number7&fields=key").json()["hits"][0]["key"].as_str().expect("a key").to_owned();
    let export = begun(&served, "/export?q=ferry&format=html");
    let gone = run(desk.path(), &["--index", "ix", "forget", "--yes", &key]);
    assert!(gone.status.success(), "{}", stderr(&gone));
    assert!(!ends_whole(export), "the list of a generation that is gone was completed");
    soon("the article is still found", || served.get("/api/count?q=number7").json()["articles"] == 0);
}

#[test]
fn an_export_with_its_certificate_waits_in_a_folder_of_its_own() {
    let desk = wide_archive();
    let temporary = tempfile::tempdir().expect("a folder");
    let served = Served::start(program(desk.path()).env("TMPDIR", temporary.path()).args([
        "--index",
        "ix",
        "serve",
        "--listen",
        "127.0.0.1:0",
    ]));
    let folders = || -> Vec<u32> {
        let entries = std::fs::read_dir(temporary.path()).expect("read");
        entries.flatten().map(|entry| entry.metadata().expect("facts").permissions().mode() & 0o777).collect()
    };
    // Compressed, it fits into what waits for a client; so it is seen while it is made.
    let mut stream = TcpStream::connect(served.address).expect("connected");
    let request = format!(
        "GET /export?q=ferry&format=html&certificate=1 HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        served.address
    );
    stream.write_all(request.as_bytes()).expect("sent");
    soon("no folder is made", || !folders().is_empty());
    assert_eq!(folders(), [0o700]);
    let mut all = Vec::new();
    stream.read_to_end(&mut all).expect("read");
    assert!(all.starts_with(b"HTTP/1.1 200"));
    soon("the folder is left", || folders().is_empty());
}

/// The files of an index that a process has mapped, each once.
#[cfg(target_os = "linux")]
fn mapped(process: u32) -> Vec<String> {
    let maps = std::fs::read_to_string(format!("/proc/{process}/maps")).expect("read");
    let mut files: Vec<String> =
        maps.lines().filter_map(|line| line.split_once("/ix/generations/")).map(|(_, file)| file.to_owned()).collect();
    files.sort();
    files.dedup();
    files
}

#[cfg(target_os = "linux")]
#[test]
fn nothing_is_kept_of_a_generation_that_nobody_reads() {
    let desk = archive(&[ferry(0)]);
    let served = Served::with(desk.path(), &[]);
    let ask = || served.get("/api/count?q=ferry").json()["articles"].as_u64().expect("a number");
    assert_eq!(ask(), 1);
    let first = mapped(served.child.id());
    assert!(!first.is_empty());
    for nth in 1..=5 {
        write(desk.path(), &format!("{nth}.json"), &ferry(nth));
        ingest(desk.path());
        soon("not taken up", || ask() == nth as u64 + 1);
    }
    soon("files of earlier generations are mapped", || {
        let files = mapped(served.child.id());
        let mut folders: Vec<&str> = files.iter().filter_map(|file| file.split('/').next()).collect();
        folders.dedup();
        folders.len() == 1 && files.iter().all(|file| !first.contains(file) && !file.ends_with("(deleted)"))
    });
}

/// A shell that passes its standard input on as the first socket of systemd (sd_listen_fds(3)).
const AS_SYSTEMD: &str = r#"exec 3<&0 0</dev/null; LISTEN_PID=$$ LISTEN_FDS=1 exec "$0" "$@""#;

#[test]
fn a_socket_of_systemd_is_taken() {
    let desk = archive(&[ferry(1)]);
    let listener = std::net::TcpListener::bind("127.0.0.1:0").expect("bound");
    let address = listener.local_addr().expect("an address");
    let mut command = Command::new("sh");
    command.args(["-c", AS_SYSTEMD, env!("CARGO_BIN_EXE_morgue"), "--index", "ix", "serve", "--listen", "127.0.0.1:1"]);
    command.current_dir(desk.path()).env("XDG_CONFIG_HOME", desk.path());
    command.stdin(std::os::fd::OwnedFd::from(listener));
    let served = Served::start(&mut command);
    assert_eq!(served.address, address, "not the address of the flag");
    assert_eq!(served.get("/api/count?q=ferry").json()["articles"], 1);
    assert!(served.end().0);
}

#[test]
fn the_keeper_sees_earlier_runs() {
    let desk = archive(&[ferry(0)]);
    ingest(desk.path());
    write(desk.path(), "1.json", &ferry(1));
    ingest(desk.path());
    let page = Served::with(desk.path(), &[]).get("/status").text();
    assert!(page.contains("2 published, 1 unchanged of the last 3 runs"));
    let told = run(desk.path(), &["--index", "ix", "status"]);
    assert!(String::from_utf8_lossy(&told.stdout).contains("runs  2 published, 1 unchanged of the last 3"));
}
