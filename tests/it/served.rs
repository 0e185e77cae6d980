//! A running server and a client of plain sockets, for the tests of the page.

use super::support::program;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

/// A server, ended with its value.
pub struct Served {
    pub child: Child,
    pub address: SocketAddr,
}

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    pub status: u16,
    /// As sent, the names in lower case.
    pub headers: Vec<(String, String)>,
    pub body: Vec<u8>,
}

impl Served {
    /// Serves the archive of a folder, with further flags, on a free port.
    pub fn of(folder: &Path, flags: &[&str]) -> Self {
        let mut command = program(folder);
        Self::start(command.args(flags).args(["serve", "--listen", "127.0.0.1:0"]))
    }

    /// Serves the index `ix` of a folder, with flags of `serve`.
    pub fn with(folder: &Path, flags: &[&str]) -> Self {
        let mut command = program(folder);
        Self::start(command.args(["--index", "ix", "serve", "--listen", "127.0.0.1:0"]).args(flags))
    }

    /// Serves the index `ix` of a folder for all tests of a process: what is never dropped ends when that process does, and with it
    /// the other end of the standard input.
    pub fn shared(folder: &Path) -> Self {
        let mut command = Command::new("sh");
        command.args(["-c", r#"exec 3<&0; "$@" & read -r _ <&3; kill $!"#, "sh", env!("CARGO_BIN_EXE_morgue")]);
        command.args(["--index", "ix", "serve", "--listen", "127.0.0.1:0"]);
        command.current_dir(folder).env_clear().env("HOME", folder).env("PATH", "/usr/bin:/bin");
        Self::start(command.stdin(Stdio::piped()))
    }

    /// Starts a server that prints its address.
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("started");
        let mut line = String::new();
        let mut out = BufReader::new(child.stdout.take().expect("piped"));
        out.read_line(&mut line).expect("read");
        let address = line.trim().strip_prefix("http://").and_then(|rest| rest.strip_suffix('/'));
        let Some(address) = address.and_then(|address| address.parse().ok()) else {
            let mut told = String::new();
            let _ = child.stderr.take().expect("piped").read_to_string(&mut told);
            panic!("it prints {line:?} and {told}");
        };
        Self { child, address }
    }

    /// Sends a request as it is, and reads all that comes back.
    pub fn raw(&self, request: &[u8]) -> Option<Reply> {
        let mut stream = TcpStream::connect(self.address).ok()?;
        stream.set_read_timeout(Some(Duration::from_secs(30))).ok()?;
        // The server may answer and close before it has read everything.
        let _ = stream.write_all(request);
        let mut bytes = Vec::new();
        let _ = stream.read_to_end(&mut bytes);
        Reply::parse(&bytes)
    }

    /// A request with further header lines.
    pub fn send(&self, method: &str, path: &str, headers: &[&str], body: &str) -> Reply {
        let mut head = format!("{method} {path} HTTP/1.1\r\nConnection: close\r\n");
        if !headers.iter().any(|line| line.to_lowercase().starts_with("host:")) {
            head.push_str(&format!("Host: {}\r\n", self.address));
        }
        headers.iter().for_each(|line| head.push_str(&format!("{line}\r\n")));
        if !body.is_empty() {
            head.push_str(&format!("Content-Length: {}\r\n", body.len()));
        }
        self.raw(format!("{head}\r\n{body}").as_bytes()).expect("an answer")
    }

    pub fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &[], "")
    }

    /// A form, as a page of the server sends it.
    pub fn post(&self, path: &str, headers: &[&str], body: &str) -> Reply {
        let origin = format!("Origin: http://{}", self.address);
        let own = [&[origin.as_str(), "Content-Type: application/x-www-form-urlencoded"], headers].concat();
        self.send("POST", path, &own, body)
    }

    /// Tells it to end, and waits for that; returns what it printed on standard error.
    pub fn end(mut self) -> (bool, String) {
        let _ = Command::new("kill").arg(self.child.id().to_string()).status();
        let status = self.child.wait().expect("ended");
        let mut told = String::new();
        let _ = self.child.stderr.take().expect("piped").read_to_string(&mut told);
        (status.success(), told)
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Reply {
    fn parse(bytes: &[u8]) -> Option<Self> {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n")?;
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next()?.split(' ').nth(1)?.parse().ok()?;
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_lowercase(), value.trim().to_owned()))
            .collect();
        let mut reply = Self { status, headers, body: bytes[end + 4..].to_vec() };
        if reply.header("transfer-encoding") == Some("chunked") {
            reply.body = chunks(&reply.body);
        }
        Some(reply)
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn text(&self) -> String {
        String::from_utf8(self.body.clone()).expect("text")
    }

    pub fn json(&self) -> serde_json::Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    pub fn page(&self) -> scraper::Html {
        scraper::Html::parse_document(&self.text())
    }
}

/// The content of a body in chunks; what is incomplete is left out.
fn chunks(mut body: &[u8]) -> Vec<u8> {
    let mut whole = Vec::new();
    while let Some(end) = body.windows(2).position(|two| two == b"\r\n") {
        let size = std::str::from_utf8(&body[..end]).ok().and_then(|size| usize::from_str_radix(size, 16).ok());
        let Some(size) = size.filter(|size| *size > 0 && body.len() >= end + 2 + size + 2) else { break };
        whole.extend_from_slice(&body[end + 2..end + 2 + size]);
        body = &body[end + 2 + size + 2..];
    }
    whole
}

/// The texts of all elements that a selector finds.
pub fn texts(page: &scraper::Html, selector: &str) -> Vec<String> {
    let selector = scraper::Selector::parse(selector).expect("a selector");
    let text = |element: scraper::ElementRef| {
        element.text().collect::<String>().split_whitespace().collect::<Vec<_>>().join(" ")
    };
    page.select(&selector).map(text).collect()
}

/// The values of an attribute of all elements that a selector finds.
pub fn attributes(page: &scraper::Html, selector: &str, name: &str) -> Vec<String> {
    let selector = scraper::Selector::parse(selector).expect("a selector");
    page.select(&selector).filter_map(|element| element.attr(name)).map(str::to_owned).collect()
}
