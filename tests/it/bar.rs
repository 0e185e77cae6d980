//! Ctrl-C at a terminal: the key ends the run, and nothing of its progress bar stays on the screen. `script` (of Debian's
//! required packages) gives the terminal, and a terminal emulator reads what was drawn.

use super::faults::Newsroom;
use super::support::skipped;
use std::io::{Read, Write};
use std::num::NonZero;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// The rows of a screen of some columns after these bytes.
fn screen(drawn: &[u8], columns: u16) -> Vec<String> {
    let size = |size: u16| NonZero::new(size).expect("a screen has some");
    let mut terminal = vt100::Parser::new(size(24), size(columns), 0);
    terminal.process(drawn);
    terminal.screen().rows(0, columns).filter(|row| !row.trim().is_empty()).collect()
}

#[test]
fn a_bar_leaves_the_screen_after_the_interrupt_key() {
    if Command::new("script").arg("--version").output().is_err() {
        return skipped("bar: script is not installed");
    }
    let room = Newsroom::new();
    room.open();
    room.write(2);
    for columns in [40, 78, 80, 132] {
        interrupted(&room, columns);
    }
}

/// Presses the key in a terminal of some columns as soon as the bar is drawn.
fn interrupted(room: &Newsroom, columns: u16) {
    let line = format!(
        "stty cols {columns} rows 24; '{}' --index '{}' rebuild",
        env!("CARGO_BIN_EXE_morgue"),
        room.index.display()
    );
    let mut terminal = Command::new("script")
        .args(["-q", "-e", "-c", &line, "/dev/null"])
        .env("TERM", "xterm")
        .env_remove("NO_COLOR")
        .current_dir(&room.folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("started");
    let mut keys = terminal.stdin.take().expect("piped");
    let mut out = terminal.stdout.take().expect("piped");
    let (mut drawn, mut part) = (Vec::new(), [0; 4096]);
    let (mut pressed, start) = (false, Instant::now());
    loop {
        let length = out.read(&mut part).expect("read");
        if length == 0 {
            break;
        }
        drawn.extend_from_slice(&part[..length]);
        let is_drawn = screen(&drawn, columns).iter().any(|row| row.contains(" left") || row.contains(" %"));
        if is_drawn && !pressed {
            keys.write_all(b"\x03").expect("pressed");
            keys.flush().expect("pressed");
            pressed = true;
        }
        assert!(start.elapsed() < Duration::from_secs(120), "{}", String::from_utf8_lossy(&drawn));
    }
    let ended = terminal.wait().expect("waited for").code();
    let rows = screen(&drawn, columns);
    assert!(pressed, "no bar was drawn: {rows:?}");
    assert_eq!(ended, Some(130), "{rows:?}");
    let said: Vec<&String> = rows.iter().filter(|row| !row.contains("^C")).collect();
    assert!(said.len() <= 2 && rows.concat().contains("nothing was published"), "{rows:?}");
    for row in &rows {
        assert!(!row.contains('[') && !row.contains(" left") && !row.contains(" %"), "the bar is left: {rows:?}");
    }
}
