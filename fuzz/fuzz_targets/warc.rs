//! A web archive of arbitrary bytes after a valid beginning: its records are detected, their bodies decoded, read and
//! extracted, or rejected. Nothing panics, and the number of items stays within the limit.
#![no_main]

use libfuzzer_sys::fuzz_target;
use morgue::source::{Caps, Content, unfold};
use std::io::{Read, Write};

/// Beginnings of archives, which the bytes follow.
const STARTS: [&str; 6] = [
    "",
    "WARC/1.0\r\n",
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: <http://a.example/b c>\r\nWARC-Date: 2024-05-01T10:00:00Z\r\n\
     Content-Type: application/http; msgtype=response\r\nContent-Length: ",
    "WARC/1.1\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 400\r\n\r\nHTTP/1.1 200 OK\r\n\
     Content-Type: text/html; charset=",
    "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a.example/\r\nContent-Length: 400\r\n\r\nHTTP/1.1 200 OK\r\n\
     Content-Type: text/html\r\nTransfer-Encoding: chunked\r\n\r\n",
    "filedesc://a.arc 0.0.0.0 20240501100000 text/plain 10\n1 0 a\nb c\n\nhttp://a.example/ 0.0.0.0 20240501100000 text/html ",
];

fuzz_target!(|bytes: &[u8]| {
    let Some((first, rest)) = bytes.split_first() else { return };
    let choice = usize::from(*first);
    let name = if choice % STARTS.len() == 5 { ".arc" } else { ".warc" };
    let mut archive = [STARTS[choice % STARTS.len()].as_bytes(), rest].concat();
    if choice >= 128 {
        // A second record must be found whatever the first one is.
        archive.extend(b"\r\n\r\nWARC/1.0\r\nWARC-Type: resource\r\nWARC-Target-URI: http://a.example/z\r\n");
        archive.extend(b"Content-Type: text/plain\r\nContent-Length: 3\r\n\r\nend\r\n\r\n");
    }
    let Ok(mut file) = tempfile::Builder::new().suffix(name).tempfile() else { return };
    if file.write_all(&archive).is_err() {
        return;
    }
    let caps = Caps { document_bytes: 1 << 20, members: 200, ..Caps::default() };
    let mut items = 0;
    unfold(file.path(), &caps, &mut |item| {
        items += 1;
        assert!(items <= caps.members + 1);
        if let Content::Document(mut reader) = item.content {
            let mut body = Vec::new();
            let _ = reader.read_to_end(&mut body);
        }
        true
    });
});
