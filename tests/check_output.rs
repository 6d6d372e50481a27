//! Where reports go: files that are whole or not there, outputs that cannot be written, readers that leave, terminals.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(dead_code, reason = "each suite uses its part of the shared program")]

mod program;

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::Path;
use std::process::{Command, Stdio};

use insta::assert_snapshot;
use predicates::prelude::*;
use predicates::str::contains;
use program::{DRAFT, folder, imrlint, root};

fn entries(folder: &Path) -> Vec<String> {
    let mut names: Vec<_> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    names.sort();
    names
}

#[test]
fn a_report_replaces_a_file_whole_and_leaves_nothing_else() {
    let folder = folder();
    let path = folder.path().join("report.json");
    fs::write(&path, "x".repeat(100_000)).unwrap();
    imrlint()
        .current_dir(folder.path())
        .args(["check", "draft.txt", "--format", "json", "--output", "report.json"])
        .assert()
        .code(1)
        .stdout("");
    let report: serde_json::Value = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    assert_eq!(report["schema_version"], 1);
    assert_eq!(entries(folder.path()), ["draft.txt", "report.json"]);
}

#[test]
fn a_report_in_a_file_is_plain_text() {
    let folder = folder();
    imrlint()
        .current_dir(folder.path())
        .args(["check", "draft.txt", "--output", "report.txt"])
        .env("CLICOLOR_FORCE", "1")
        .assert()
        .code(1);
    let text = fs::read_to_string(folder.path().join("report.txt")).unwrap();
    assert!(text.contains("OUT003") && !text.contains('\u{1b}'));
}

#[test]
fn a_failed_run_leaves_the_old_report() {
    let folder = folder();
    fs::write(folder.path().join("report.txt"), "the old report").unwrap();
    fs::write(folder.path().join("imrlint.toml"), "").unwrap();
    fs::create_dir(folder.path().join("below")).unwrap();
    fs::copy(folder.path().join("draft.txt"), folder.path().join("below/draft.txt")).unwrap();
    fs::write(folder.path().join("below/imrlint.toml"), "selct = []").unwrap();
    imrlint()
        .current_dir(folder.path())
        .args(["check", "draft.txt", "below", "--output", "report.txt"])
        .assert()
        .code(2);
    assert_eq!(
        fs::read_to_string(folder.path().join("report.txt")).unwrap(),
        "the old report"
    );
    assert_eq!(
        entries(folder.path()),
        ["below", "draft.txt", "imrlint.toml", "report.txt"]
    );
}

#[cfg(unix)]
#[test]
fn a_link_stays_a_link_and_permissions_stay() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let target = folder.path().join("target.txt");
    fs::write(&target, "").unwrap();
    fs::set_permissions(&target, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("target.txt", folder.path().join("report.txt")).unwrap();
    imrlint()
        .current_dir(folder.path())
        .args(["check", "draft.txt", "--output", "report.txt"])
        .assert()
        .code(1);
    assert!(
        fs::symlink_metadata(folder.path().join("report.txt"))
            .unwrap()
            .is_symlink()
    );
    assert!(fs::read_to_string(&target).unwrap().contains("OUT003"));
    assert_eq!(fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn a_place_that_cannot_be_written_is_a_failed_run() {
    let folder = folder();
    let says = |output: &str, message: &str| {
        imrlint()
            .current_dir(folder.path())
            .args(["check", "draft.txt", "--output", output])
            .assert()
            .code(2)
            .stderr(
                contains("the report could not be written to")
                    .and(contains(output))
                    .and(contains(message)),
            );
    };
    says("missing/report.txt", "No such file");
    imrlint()
        .current_dir(folder.path())
        .args(["check", "draft.txt", "--output", "missing/report.txt"])
        .assert()
        .stderr(contains(".part").not());
    says(".", "directory");
    assert_eq!(entries(folder.path()), ["draft.txt"]);
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_is_a_failed_run() {
    for format in ["pretty", "short", "json", "jsonl", "sarif", "junit", "github", "csv"] {
        let full = || fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let run = Command::new(assert_cmd::cargo::cargo_bin!("imrlint"))
            .current_dir(root())
            .args(["check", DRAFT, "--format", format])
            .stdout(full())
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&run.stderr);
        assert_eq!(run.status.code(), Some(2), "{format}: {said}");
        assert!(
            said.contains("could not be written to standard output"),
            "{format}: {said}"
        );
        imrlint()
            .args(["check", DRAFT, "--format", format, "--output", "/dev/full"])
            .assert()
            .code(2)
            .stderr(contains("could not be written to /dev/full"));
    }
}

/// Root may write anywhere, so the test says so instead of passing for nothing.
#[cfg(target_os = "linux")]
#[test]
fn a_read_only_folder_is_a_failed_run() {
    // The kernel's own file system refuses new files to everybody.
    imrlint()
        .args(["check", DRAFT, "--output", "/proc/report.txt"])
        .assert()
        .code(2)
        .stderr(contains("the report could not be written to /proc/report.txt"));
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly_with_the_status_of_what_was_seen() {
    // Each prints more than a pipe holds.
    for format in ["pretty", "jsonl", "json"] {
        let mut run = Command::new(assert_cmd::cargo::cargo_bin!("imrlint"))
            .current_dir(root())
            .args(["check", "tests/letters", "--format", format])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut line = String::new();
        let mut reader = BufReader::with_capacity(16, run.stdout.take().unwrap());
        reader.read_line(&mut line).unwrap();
        drop(reader);
        let mut said = String::new();
        run.stderr.take().unwrap().read_to_string(&mut said).unwrap();
        let status = run.wait().unwrap();
        assert_eq!(said, "", "{format}");
        assert!(matches!(status.code(), Some(0 | 1)), "{format}: {status}");
    }
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_leaves_no_half_written_file() {
    let folder = folder();
    // Standard input stays open, so that the run waits in the middle of its work.
    let mut run = Command::new(assert_cmd::cargo::cargo_bin!("imrlint"))
        .current_dir(folder.path())
        .args(["check", "draft.txt", "-", "--output", "report.txt"])
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = run.stdin.take().unwrap();
    stdin.write_all(b"Case Number").unwrap();
    let is_begun = || entries(folder.path()).iter().any(|name| name.ends_with(".part"));
    let begun = (0..500).any(|_| {
        std::thread::sleep(std::time::Duration::from_millis(20));
        is_begun()
    });
    assert!(begun, "the report was never begun: {:?}", entries(folder.path()));
    let killed = Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    let status = run.wait().unwrap();
    let mut said = String::new();
    run.stderr.take().unwrap().read_to_string(&mut said).unwrap();
    assert_eq!(status.code(), Some(2));
    assert_eq!(said, "imrlint: interrupted; no report was written\n");
    assert_eq!(entries(folder.path()), ["draft.txt"]);
}

#[test]
fn colours_follow_the_user() {
    let print = |arguments: &[&str], variables: &[(&str, &str)]| {
        let output = imrlint()
            .args(["check", DRAFT])
            .args(arguments)
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    let coloured = |text: &str| text.contains('\u{1b}');
    assert!(!coloured(&print(&[], &[])));
    assert!(coloured(&print(&["--color", "always"], &[])));
    assert!(coloured(&print(&[], &[("CLICOLOR_FORCE", "1")])));
    assert!(!coloured(&print(&[], &[("CLICOLOR_FORCE", "1"), ("NO_COLOR", "1")])));
    assert!(!coloured(&print(&["--color", "never"], &[("CLICOLOR_FORCE", "1")])));
}

#[test]
fn drawing_follows_the_width_and_the_wish_for_words() {
    let print = |variables: &[(&str, &str)]| {
        let output = imrlint()
            .args(["check", DRAFT])
            .envs(variables.iter().copied())
            .output()
            .unwrap();
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(print(&[]).contains('╭'));
    for width in [60, 80, 120] {
        let printed = print(&[("COLUMNS", &width.to_string())]);
        // On a narrow screen a letter's name and the labels under its lines stay whole.
        let stays_whole = |line: &str| width < 80 && (line.starts_with(DRAFT) || line.contains("╰──"));
        let lines = || printed.lines().filter(|line| !stays_whole(line));
        for line in lines() {
            assert!(line.chars().count() <= width, "{width}: {line}");
        }
        assert!(
            lines().any(|line| line.chars().count() > width - 10),
            "{width}:\n{printed}"
        );
    }
    let told = print(&[("NO_GRAPHICS", "1")]);
    assert!(told.contains("Diagnostic severity: error") && !told.contains('╭'));
}

#[test]
fn completions_and_manual_pages_name_the_commands() {
    for shell in ["bash", "zsh", "fish", "powershell"] {
        imrlint()
            .args(["completions", shell])
            .assert()
            .code(0)
            .stdout(contains("write-baseline"));
    }
    imrlint().arg("man").assert().code(0).stdout(contains(".TH imrlint 1"));
    let folder = tempfile::tempdir().unwrap();
    imrlint().arg("man").arg(folder.path()).assert().code(0);
    assert!(entries(folder.path()).contains(&"imrlint-check.1".to_owned()));
}

#[test]
fn help_teaches_by_example() {
    let output = imrlint().args(["check", "--help"]).assert().code(0);
    assert_snapshot!(String::from_utf8_lossy(&output.get_output().stdout));
}
