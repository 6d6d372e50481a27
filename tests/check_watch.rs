//! `--watch` through the binary.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(dead_code, reason = "each suite uses its part of the shared program")]

mod program;

use std::fs;
use std::io::{BufRead, BufReader};
use std::process::{Command, Stdio};
use std::sync::mpsc;
use std::time::Duration;

use predicates::str::contains;
use program::{folder, imrlint};

#[test]
fn a_changed_letter_is_checked_again() {
    let folder = folder();
    let mut run = Command::new(assert_cmd::cargo::cargo_bin!("imrlint"))
        .current_dir(folder.path())
        .args(["check", ".", "--watch", "--format", "short", "--select", "OUT003"])
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let (sender, lines) = mpsc::channel();
    let reader = BufReader::new(run.stdout.take().unwrap());
    std::thread::spawn(move || {
        for line in reader.lines() {
            sender.send(line.unwrap()).unwrap();
        }
    });
    let next = || lines.recv_timeout(Duration::from_secs(30)).unwrap();
    assert!(next().contains("draft.txt:21:1: error[OUT003]"));
    let path = folder.path().join("draft.txt");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("\n\n{text}")).unwrap();
    assert!(next().contains("draft.txt:23:1: error[OUT003]"));
    run.kill().unwrap();
    run.wait().unwrap();
}

#[test]
fn standard_input_cannot_be_watched() {
    imrlint()
        .args(["check", "-", "--watch"])
        .assert()
        .code(2)
        .stderr(contains("standard input does not change"));
}
