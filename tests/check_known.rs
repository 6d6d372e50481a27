//! Known findings through the binary: the baseline, and the findings that the configuration accepts.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(dead_code, reason = "each suite uses its part of the shared program")]

mod program;

use std::fs;
use std::path::Path;

use predicates::prelude::*;
use predicates::str::contains;
use program::{codes, findings, folder, imrlint};

fn check(folder: &Path, arguments: &[&str]) -> assert_cmd::assert::Assert {
    imrlint().current_dir(folder).arg("check").args(arguments).assert()
}

fn change(folder: &Path, letter: &str, from: &str, to: &str) {
    let path = folder.join(letter);
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.contains(from));
    fs::write(path, text.replace(from, to)).unwrap();
}

#[test]
fn old_findings_stay_quiet_after_lines_shift_and_new_ones_speak() {
    let folder = folder();
    check(folder.path(), &[".", "--write-baseline", "known.json"]).code(0);
    check(folder.path(), &[".", "--baseline", "known.json"]).code(0);
    change(
        folder.path(),
        "draft.txt",
        "CLINICAL CASE SUMMARY",
        "\n\n\nCLINICAL CASE SUMMARY",
    );
    let report = findings(folder.path(), &[".", "--baseline", "known.json"]);
    assert_eq!(codes(&report), Vec::<String>::new());
    assert!(report["summary"]["in_baseline"].as_u64().unwrap() > 0);
    change(folder.path(), "draft.txt", "#120:  Upheld", "#120:  Pending");
    let report = findings(folder.path(), &[".", "--baseline", "known.json"]);
    assert_eq!(codes(&report), ["OUT003"]);
    assert_eq!(report["findings"][0]["determination"], 2);
}

#[test]
fn the_same_finding_in_another_letter_is_new() {
    let folder = folder();
    check(folder.path(), &[".", "--write-baseline", "known.json"]).code(0);
    fs::copy(folder.path().join("draft.txt"), folder.path().join("second.txt")).unwrap();
    let report = findings(folder.path(), &[".", "--baseline", "known.json"]);
    assert_eq!(codes(&report), codes(&findings(folder.path(), &["draft.txt"])));
    for finding in report["findings"].as_array().unwrap() {
        assert_eq!(finding["path"], "./second.txt");
    }
}

#[test]
fn findings_that_went_away_are_reported_until_the_baseline_is_written_anew() {
    let folder = folder();
    check(folder.path(), &[".", "--write-baseline", "known.json"]).code(0);
    change(folder.path(), "draft.txt", "Deferred", "Upheld");
    let gone = "draft.txt: OUT003 (Soma 350mg #90) is in the baseline and no longer found";
    check(folder.path(), &[".", "--baseline", "known.json"])
        .code(0)
        .stderr(contains(gone));
    let report = findings(folder.path(), &[".", "--baseline", "known.json"]);
    assert_eq!(codes(&report), Vec::<String>::new());
    assert_eq!(report["notices"].as_array().unwrap().len(), 1);
    assert_eq!(report["notices"][0]["kind"], "baseline-gone");
    check(folder.path(), &[".", "--write-baseline", "known.json"])
        .code(0)
        .stderr(contains("1 gone"));
    check(folder.path(), &[".", "--baseline", "known.json"])
        .code(0)
        .stderr(contains("no longer found").not());
}

#[test]
fn findings_of_a_deleted_letter_are_gone_and_those_of_a_letter_not_looked_at_are_not() {
    let folder = folder();
    fs::copy(folder.path().join("draft.txt"), folder.path().join("second.txt")).unwrap();
    fs::copy(folder.path().join("draft.txt"), folder.path().join("third.txt")).unwrap();
    check(folder.path(), &[".", "--write-baseline", "known.json"]).code(0);
    fs::remove_file(folder.path().join("third.txt")).unwrap();
    check(folder.path(), &["draft.txt", "--baseline", "known.json"])
        .code(0)
        .stderr(contains("third.txt: OUT003").and(contains("second.txt").not()));
    check(folder.path(), &["draft.txt", "--write-baseline", "known.json"]).code(0);
    let text = fs::read_to_string(folder.path().join("known.json")).unwrap();
    assert!(text.contains("second.txt") && !text.contains("third.txt"));
}

#[test]
fn writing_anew_says_how_many_are_new_and_shows_them() {
    let folder = folder();
    let count = codes(&findings(folder.path(), &["."])).len();
    check(folder.path(), &[".", "--write-baseline", "known.json"])
        .code(0)
        .stderr(contains(format!("holds {count} findings: {count} new, 0 gone")));
    check(folder.path(), &[".", "--write-baseline", "known.json"])
        .code(0)
        .stderr(contains(format!("holds {count} findings: 0 new, 0 gone")));
    change(folder.path(), "draft.txt", "#120:  Upheld", "#120:  Pending");
    check(
        folder.path(),
        &[".", "--write-baseline", "known.json", "--format", "short"],
    )
    .code(0)
    .stdout(contains("OUT003").count(1))
    .stderr(contains("1 new"));
}

#[test]
fn a_baseline_moves_with_its_letters_and_holds_none_of_their_words() {
    let folder = folder();
    let inner = folder.path().join("inner");
    fs::create_dir(&inner).unwrap();
    fs::rename(folder.path().join("draft.txt"), inner.join("draft.txt")).unwrap();
    check(&inner, &["draft.txt", "--write-baseline", "known.json"]).code(0);
    check(folder.path(), &["inner", "--baseline", "inner/known.json"]).code(0);
    fs::rename(&inner, folder.path().join("moved")).unwrap();
    check(folder.path(), &["moved", "--baseline", "moved/known.json"]).code(0);
    let text = fs::read_to_string(folder.path().join("moved/known.json")).unwrap();
    assert!(!text.contains("The patient has taken"));
}

#[test]
fn a_missing_or_broken_baseline_is_a_failed_run() {
    let folder = folder();
    check(folder.path(), &[".", "--baseline", "known.json"])
        .code(2)
        .stderr(contains("the baseline known.json cannot be read"));
    fs::write(folder.path().join("known.json"), "{\n  \"letters\": 7\n}").unwrap();
    check(folder.path(), &[".", "--baseline", "known.json"])
        .code(2)
        .stderr(contains("is no baseline").and(contains("known.json:2")));
    check(folder.path(), &[".", "--write-baseline", "known.json"]).code(2);
    fs::write(
        folder.path().join("known.json"),
        "{\"schema_version\": 9, \"letters\": {}}",
    )
    .unwrap();
    check(folder.path(), &[".", "--baseline", "known.json"])
        .code(2)
        .stderr(contains("version 9"));
}

fn accept(folder: &Path, entry: &str) {
    let entry = format!("[[accepted]]\nreason = 'a deferral'\nwho = 'J. Doe'\n{entry}\n");
    fs::write(folder.join("imrlint.toml"), entry).unwrap();
}

#[test]
fn an_accepted_finding_is_quiet_and_counted() {
    let folder = folder();
    accept(folder.path(), "letter = '*.txt'\ncode = 'OUT003'\nuntil = 2099-12-31");
    let report = findings(folder.path(), &["."]);
    assert!(!codes(&report).contains(&"OUT003".to_owned()));
    assert_eq!(report["summary"]["accepted"], 1);
    assert_eq!(report["notices"].as_array().unwrap().len(), 0);
    check(folder.path(), &[".", "--select", "OUT003"])
        .code(0)
        .stdout(contains("1 accepted"));
}

#[test]
fn an_accepted_determination_is_one_determination() {
    let folder = folder();
    accept(folder.path(), "letter = '*.txt'\ncode = 'CIT003'\ndetermination = 2");
    let report = findings(folder.path(), &[".", "--select", "CIT003"]);
    assert_eq!(report["findings"].as_array().unwrap().len(), 1);
    assert_eq!(report["findings"][0]["determination"], 1);
}

#[test]
fn an_expired_entry_is_reported_and_the_finding_speaks_again() {
    let folder = folder();
    accept(folder.path(), "letter = '*.txt'\ncode = 'OUT003'\nuntil = 2020-12-31");
    let report = findings(folder.path(), &["."]);
    assert!(codes(&report).contains(&"OUT003".to_owned()));
    assert_eq!(report["notices"][0]["kind"], "accepted-expired");
    check(folder.path(), &["."])
        .code(1)
        .stderr(contains("imrlint.toml:1").and(contains("its time is over")));
}

#[test]
fn an_unused_entry_is_reported_when_its_letter_was_checked() {
    let folder = folder();
    accept(folder.path(), "letter = 'draft.txt'\ncode = 'COV001'");
    let report = findings(folder.path(), &["draft.txt"]);
    assert_eq!(report["notices"][0]["kind"], "accepted-unused");
    accept(folder.path(), "letter = 'other.txt'\ncode = 'COV001'");
    let report = findings(folder.path(), &["draft.txt"]);
    assert_eq!(report["notices"].as_array().unwrap().len(), 0);
}

#[test]
fn an_entry_is_used_though_its_finding_is_not_selected() {
    let folder = folder();
    accept(folder.path(), "letter = 'draft.txt'\ncode = 'OUT003'");
    let report = findings(folder.path(), &["draft.txt", "--select", "CIT003"]);
    assert_eq!(report["notices"].as_array().unwrap().len(), 0);
    assert_eq!(report["summary"]["accepted"], 0);
}
