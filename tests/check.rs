//! `imrlint check` through the binary: exit status, choice of findings, and input that cannot be checked.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(dead_code, reason = "each suite uses its part of the shared program")]

mod program;

use std::fs;

use predicates::prelude::*;
use predicates::str::contains;
use program::{DRAFT, codes, findings, folder, imrlint, root};

#[test]
fn an_error_ends_with_status_1() {
    imrlint().args(["check", DRAFT]).assert().code(1);
}

#[test]
fn fail_on_moves_the_line() {
    let status = |least: &str, choice: &str| {
        let output = imrlint()
            .args(["check", DRAFT, "--select", choice, "--fail-on", least])
            .output();
        output.unwrap().status.code()
    };
    assert_eq!(status("error", "warning"), Some(0));
    assert_eq!(status("warning", "warning"), Some(1));
    assert_eq!(status("warning", "advice"), Some(0));
    assert_eq!(status("advice", "advice"), Some(1));
    assert_eq!(status("never", "error"), Some(0));
}

#[test]
fn select_and_ignore_choose_by_code_prefix_name_rule_and_severity() {
    let chosen = |arguments: &[&str]| {
        let mut all = vec![DRAFT];
        all.extend(arguments);
        codes(&findings(&root(), &all))
    };
    let everything = chosen(&[]);
    let only = |wanted: &dyn Fn(&String) -> bool| {
        everything
            .iter()
            .filter(|code| wanted(code))
            .cloned()
            .collect::<Vec<_>>()
    };
    assert!(everything.contains(&"OUT003".to_owned()), "{everything:?}");
    assert_eq!(chosen(&["--select", "OUT003"]), ["OUT003"]);
    assert_eq!(chosen(&["--select", "outcome-unreadable"]), ["OUT003"]);
    assert_eq!(chosen(&["--select", "outcome-readable"]), ["OUT003"]);
    let errors = findings(&root(), &[DRAFT, "--select", "error"]);
    let severities = errors["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| &finding["severity"]);
    assert!(severities.clone().count() > 0 && severities.clone().count() < everything.len());
    assert!(severities.clone().all(|severity| severity == "error"));
    assert_eq!(chosen(&["--select", "OUT"]), only(&|code| code.starts_with("OUT")));
    assert_eq!(chosen(&["--ignore", "OUT"]), only(&|code| !code.starts_with("OUT")));
    assert_eq!(
        chosen(&["--select", "OUT,CIT", "--ignore", "OUT003"]),
        only(&|code| { code != "OUT003" && (code.starts_with("OUT") || code.starts_with("CIT")) })
    );
}

#[test]
fn severity_of_a_code_can_be_changed() {
    let report = findings(&root(), &[DRAFT, "--select", "OUT003", "--severity", "OUT003=advice"]);
    assert_eq!(report["findings"][0]["severity"], "advice");
    assert_eq!(report["summary"]["errors"], 0);
    imrlint()
        .args(["check", DRAFT, "--select", "OUT003", "--severity", "OUT003=advice"])
        .assert()
        .code(0);
}

#[test]
fn a_name_that_names_nothing_fails_with_the_nearest_name() {
    imrlint()
        .args(["check", DRAFT, "--select", "CIT03"])
        .assert()
        .code(2)
        .stderr(contains("`CIT03` is no code").and(contains("did you mean `CIT003`?")));
    imrlint()
        .args(["check", DRAFT, "--severity", "CIT003=fatal"])
        .assert()
        .code(2)
        .stderr(contains("there are error, warning and advice"));
    imrlint()
        .args(["check", DRAFT, "--as-of", "2014-13-01"])
        .assert()
        .code(2)
        .stderr(contains("as in 2014-11-03"));
    imrlint()
        .args(["check", DRAFT, "--format", "yaml"])
        .assert()
        .code(2)
        .stderr(contains("possible values: pretty, short"));
}

#[test]
fn max_findings_shows_fewer_and_counts_all() {
    let all = findings(&root(), &[DRAFT]);
    let some = findings(&root(), &[DRAFT, "--max-findings", "2"]);
    assert_eq!(codes(&some), codes(&all)[..2]);
    let count = codes(&all).len();
    assert_eq!(some["summary"]["not_shown"], count - 2);
    assert_eq!(some["summary"]["errors"], all["summary"]["errors"]);
    imrlint()
        .args(["check", DRAFT, "--max-findings", "0"])
        .assert()
        .code(1)
        .stdout(contains(format!("{count} not shown")));
}

#[test]
fn quiet_prints_findings_only() {
    imrlint()
        .args(["check", DRAFT, "--quiet"])
        .assert()
        .code(1)
        .stdout(contains("OUT003").and(contains("1 letter,").not()))
        .stderr("");
}

#[test]
fn statistics_count_by_code() {
    let report = findings(&root(), &[DRAFT]);
    let of_code = |code: &str| codes(&report).iter().filter(|found| *found == code).count();
    let counts = findings(&root(), &[DRAFT, "--statistics"]);
    let rows = counts.as_array().unwrap();
    assert!(!rows.is_empty());
    for row in rows {
        assert_eq!(row["findings"], of_code(row["code"].as_str().unwrap()));
        assert_eq!(row["letters"], 1);
    }
    imrlint()
        .args(["check", DRAFT, "--statistics", "--format", "sarif"])
        .assert()
        .code(2)
        .stderr(contains("--statistics has no form in this --format"));
}

#[test]
fn standard_input_is_a_letter_with_a_name() {
    let text = fs::read(root().join(DRAFT)).unwrap();
    imrlint()
        .args([
            "check",
            "-",
            "--stdin-name",
            "pasted",
            "--format",
            "short",
            "--select",
            "OUT003",
        ])
        .write_stdin(text)
        .assert()
        .code(1)
        .stdout(predicates::str::starts_with("pasted:21:1: error[OUT003]"));
}

#[test]
fn one_unreadable_letter_is_a_finding_and_the_others_are_checked() {
    let folder = folder();
    fs::write(folder.path().join("list.txt"), "milk, bread and eggs").unwrap();
    fs::write(
        folder.path().join("picture.txt"),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0",
    )
    .unwrap();
    let report = findings(folder.path(), &["."]);
    let letters = report["letters"].as_array().unwrap();
    let status: Vec<_> = letters
        .iter()
        .map(|letter| letter["status"].as_str().unwrap())
        .collect();
    assert_eq!(status, ["checked", "unreadable", "unreadable"]);
    assert_eq!(codes(&report).iter().filter(|code| *code == "LET002").count(), 2);
    assert_eq!(report["summary"]["unreadable"], 2);
    imrlint()
        .current_dir(folder.path())
        .args(["check", "."])
        .assert()
        .code(1);
}

#[test]
fn no_readable_input_is_a_failed_run_that_still_reports() {
    imrlint()
        .args(["check", "missing.txt", "--format", "short"])
        .assert()
        .code(2)
        .stdout(contains("missing.txt:1:1: error[LET002]").and(contains("there is no such file or folder")))
        .stderr(contains("none of the letters could be read"));
}

#[test]
fn a_folder_without_letters_is_a_failed_run() {
    let folder = tempfile::tempdir().unwrap();
    imrlint()
        .current_dir(folder.path())
        .args(["check", "."])
        .assert()
        .code(2)
        .stderr(contains("there are no letters to check"));
    imrlint().arg("check").assert().code(2).stderr(contains("<PATH>"));
}

#[test]
fn changed_since_takes_what_git_says_changed_and_what_it_does_not_know() {
    let folder = folder();
    let git = |arguments: &[&str]| {
        let done = std::process::Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@b"])
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    };
    let draft = fs::read_to_string(folder.path().join("draft.txt")).unwrap();
    fs::write(folder.path().join("old.txt"), &draft).unwrap();
    fs::write(folder.path().join("deleted.txt"), &draft).unwrap();
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "first"]);
    fs::write(folder.path().join("draft.txt"), draft.replace("#90", "#60")).unwrap();
    fs::write(folder.path().join("ä new.txt"), &draft).unwrap();
    fs::write(folder.path().join("notes.md"), "no letter").unwrap();
    fs::remove_file(folder.path().join("deleted.txt")).unwrap();
    let report = findings(folder.path(), &[".", "--changed-since", "HEAD"]);
    let letters = report["letters"].as_array().unwrap();
    let paths: Vec<_> = letters.iter().map(|letter| letter["path"].as_str().unwrap()).collect();
    assert_eq!(paths, ["./draft.txt", "./ä new.txt"]);
    imrlint()
        .current_dir(folder.path())
        .args(["check", ".", "--changed-since", "nowhere"])
        .assert()
        .code(2)
        .stderr(contains("git does not say what changed"));
    imrlint()
        .current_dir(folder.path())
        .env("PATH", "")
        .args(["check", ".", "--changed-since", "HEAD"])
        .assert()
        .code(2)
        .stderr(contains("needs the program git"));
}

#[test]
fn nothing_changed_is_a_clean_run() {
    let folder = folder();
    let git = |arguments: &[&str]| {
        let done = std::process::Command::new("git")
            .args(["-c", "user.name=a", "-c", "user.email=a@b"])
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(done.status.success());
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "first"]);
    imrlint()
        .current_dir(folder.path())
        .args(["check", ".", "--changed-since", "HEAD"])
        .assert()
        .code(0)
        .stdout(contains("0 letters"));
}

#[test]
fn the_same_run_prints_the_same_whatever_the_number_of_threads() {
    let print = |threads: &str| {
        let output = imrlint()
            .env("RAYON_NUM_THREADS", threads)
            .args(["check", "tests/letters", "--format", "json"])
            .output();
        output.unwrap().stdout
    };
    assert!(print("1") == print("4"));
}

#[test]
fn every_excerpt_is_the_letters_own_words_at_the_place() {
    let report = findings(&root(), &["tests/letters"]);
    let findings = report["findings"].as_array().unwrap();
    assert!(!findings.is_empty());
    for finding in findings {
        let path = finding["path"].as_str().unwrap();
        let text = fs::read(root().join(path)).unwrap();
        let place = |end: &str| usize::try_from(finding["span"][end].as_u64().unwrap()).unwrap();
        let words = String::from_utf8(text[place("start")..place("end")].to_vec()).unwrap();
        let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
        assert_eq!(finding["excerpt"], folded, "{path}: {}", finding["code"]);
        let before = std::str::from_utf8(&text[..place("start")]).unwrap();
        let line_start = before.rfind('\n').map_or(0, |at| at + 1);
        assert_eq!(finding["span"]["line"], before.matches('\n').count() + 1);
        assert_eq!(finding["span"]["column"], before[line_start..].chars().count() + 1);
    }
}

#[test]
fn findings_come_by_letter_place_and_code() {
    let report = findings(&root(), &["tests/letters"]);
    let letters = report["letters"].as_array().unwrap();
    let order: Vec<_> = letters.iter().map(|letter| letter["path"].clone()).collect();
    let keys: Vec<_> = report["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| {
            let letter = order.iter().position(|path| *path == finding["path"]).unwrap();
            (letter, finding["span"]["start"].as_u64().unwrap())
        })
        .collect();
    assert!(keys.is_sorted());
}
