//! A power cut, simulated with a copy of a disk that was not asked to write anything back: what a run confirmed by
//! ending with 0 is there when the copy is mounted, and a cut in the middle of a run leaves the old state or the new
//! one. Needs root, who may mount an ext4 image; skipped otherwise.

use super::faults::{Dice, Newsroom, kill, rounds, signal};
use super::mounts::{Mounted, tool};
use super::support::{say, skipped, stderr};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Child;
use std::time::Duration;

/// A disk that commits by itself only every half minute: anything not synced in time is lost.
struct Disk {
    image: PathBuf,
    spare: PathBuf,
    mounted: Option<Mounted>,
}

impl Disk {
    fn new(folder: &Path) -> Result<Self, String> {
        let (image, spare) = (folder.join("disk.img"), folder.join("cut.img"));
        fs::File::create(&image).and_then(|file| file.set_len(64 << 20)).map_err(|error| error.to_string())?;
        tool("mkfs.ext4", &["-q", "-F", &image.to_string_lossy()])?;
        let mounted = Some(mount(&image)?);
        Ok(Self { image, spare, mounted })
    }

    fn path(&self) -> &Path {
        self.mounted.as_ref().expect("mounted").path()
    }

    /// Cuts the power and starts again from the content of the disk.
    fn cut(&mut self) {
        fs::copy(&self.image, &self.spare).expect("copied");
        self.mounted = None;
        fs::rename(&self.spare, &self.image).expect("renamed");
        self.mounted = Some(mount(&self.image).expect("mounted again"));
    }
}

fn mount(image: &Path) -> Result<Mounted, String> {
    Mounted::new(&["-t", "ext4", "-o", "loop,commit=30", &image.to_string_lossy()])
}

/// Stops all threads of a process, so that the disk can be copied between two of its system calls.
fn hold(child: &Child) {
    signal(child, "STOP");
    let tasks = format!("/proc/{}/task", child.id());
    let is_still = |task: fs::DirEntry| {
        let stat = fs::read_to_string(task.path().join("stat")).unwrap_or_default();
        let state = stat.rsplit(") ").next().and_then(|rest| rest.chars().next());
        state.is_none_or(|state| matches!(state, 'T' | 'Z' | 'X'))
    };
    while !fs::read_dir(&tasks).is_ok_and(|tasks| tasks.filter_map(Result::ok).all(is_still)) {
        std::thread::sleep(Duration::from_millis(1));
    }
}

/// A run that ends with 0, then a cut at once: the generation that it made current is current.
fn cut_after_a_run(room: &mut Newsroom, disk: &mut Disk, verb: &str, state: u64) -> bool {
    let when = format!("state {state}: power cut after {verb}");
    room.write(state);
    room.works(verb, &when);
    let current = fs::read_link(room.archive().current()).expect("a link");
    let canary = disk.path().join("canary");
    fs::write(&canary, "nobody asked the disk to keep this").expect("written");
    disk.cut();
    room.index = disk.path().join("ix");
    assert_eq!(fs::read_link(room.archive().current()).expect("a link"), current, "{when}");
    assert_eq!(room.state(&when), state, "{when}");
    !disk.path().join("canary").exists()
}

/// A cut in the middle of a run; returns whether it had published.
fn cut_within_a_run(room: &mut Newsroom, disk: &mut Disk, verb: &str, state: u64, moment: Duration) -> bool {
    let when = format!("state {state}: power cut {moment:?} after the start of {verb}");
    room.write(state);
    let run = room.start(verb);
    std::thread::sleep(moment);
    hold(&run);
    // The disk is removed during the run: the run must be dead by then, and must not have continued.
    fs::copy(&disk.image, &disk.spare).expect("copied");
    let output = kill(run);
    disk.mounted = None;
    fs::rename(&disk.spare, &disk.image).expect("renamed");
    disk.mounted = Some(mount(&disk.image).expect("mounted again"));
    room.index = disk.path().join("ix");
    let found = room.state(&when);
    let done = output.status.code() == Some(0);
    assert!(found == state || (found == state - 1 && !done), "{when}: state {found}: {}", stderr(&output));
    found == state
}

#[test]
fn a_power_cut_loses_nothing_that_was_acknowledged() {
    let mut dice = Dice::of("power_cut");
    let place = tempfile::tempdir().expect("a folder");
    let mut disk = match Disk::new(place.path()) {
        Ok(disk) => disk,
        Err(why) => return skipped(&format!("power_cut: no ext4 image can be mounted here: {why}")),
    };
    let mut room = Newsroom::new();
    room.index = disk.path().join("ix");
    let usual = room.open();
    let (rounds, mut state, mut canaries, mut old) = (rounds(5), 1, 0, 0);
    for _ in 0..rounds {
        let verbs = [(); 2].map(|()| ["ingest", "rebuild"][dice.below(2) as usize]);
        state += 1;
        canaries += u64::from(cut_after_a_run(&mut room, &mut disk, verbs[0], state));
        state += 1;
        if !cut_within_a_run(&mut room, &mut disk, verbs[1], state, dice.moment(usual * 3 / 2)) {
            old += 1;
        }
        // The next run, which removes what a cut after the publishing left too.
        room.works("ingest", "after a power cut");
        assert_eq!(room.state("after a power cut"), state);
        room.is_tidy("after a power cut");
    }
    assert!(canaries > 0, "nothing was ever lost: these were no power cuts");
    say(&format!(
        "power_cut: {rounds} cuts after a run: 0 lost ({canaries} files that nobody synced were); {rounds} within one: {old} \
         left the old state, {} the new one, 0 mixed",
        rounds - old
    ));
}
