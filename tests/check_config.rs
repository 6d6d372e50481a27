//! `imrlint.toml` through the binary: where it is found, what it changes, and what is said of a wrong one.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(dead_code, reason = "each suite uses its part of the shared program")]

mod program;

use std::fs;

use insta::assert_snapshot;
use predicates::prelude::*;
use predicates::str::contains;
use program::{codes, findings, folder, imrlint};

#[test]
fn the_nearest_file_upward_from_each_letter_holds() {
    let folder = folder();
    let below = folder.path().join("below/deep");
    fs::create_dir_all(&below).unwrap();
    fs::copy(folder.path().join("draft.txt"), below.join("draft.txt")).unwrap();
    fs::write(folder.path().join("imrlint.toml"), "select = ['OUT003']\n").unwrap();
    fs::write(folder.path().join("below/imrlint.toml"), "select = ['CIT003']\n").unwrap();
    let report = findings(folder.path(), &["draft.txt", "below/deep/draft.txt"]);
    assert_eq!(codes(&report), ["OUT003", "CIT003", "CIT003"]);
}

#[test]
fn the_command_line_stands_above_the_file() {
    let folder = folder();
    fs::write(
        folder.path().join("imrlint.toml"),
        "select = ['OUT003']\nfail-on = 'never'\n[severity]\nOUT003 = 'advice'\n",
    )
    .unwrap();
    imrlint()
        .current_dir(folder.path())
        .args(["check", "."])
        .assert()
        .code(0);
    imrlint()
        .current_dir(folder.path())
        .args(["check", ".", "--fail-on", "advice"])
        .assert()
        .code(1);
    let report = findings(folder.path(), &[".", "--select", "CIT003"]);
    assert_eq!(codes(&report), ["CIT003", "CIT003"]);
    let report = findings(folder.path(), &[".", "--severity", "OUT003=warning"]);
    assert_eq!(report["findings"][0]["severity"], "warning");
    assert!(codes(&findings(folder.path(), &[".", "--no-config"])).len() > 2);
}

#[test]
fn show_names_the_line_of_every_value() {
    let folder = folder();
    fs::write(
        folder.path().join("imrlint.toml"),
        "fail-on = 'warning'\nas-of = 2014-11-03\nignore = ['advice', 'CIT']\n\n[severity]\nOUT002 = 'error'\n\n\
         [[accepted]]\nletter = 'draft.txt'\ncode = 'OUT003'\nreason = 'a deferral'\nwho = 'J. Doe'\nuntil = 2099-12-31\n",
    )
    .unwrap();
    let output = imrlint()
        .current_dir(folder.path())
        .args(["config", "show", "draft.txt", "--format", "short"])
        .assert()
        .code(0);
    assert_snapshot!(String::from_utf8_lossy(&output.get_output().stdout));
}

#[test]
fn an_unknown_key_is_shown_in_its_place_with_the_nearest_known_one() {
    let folder = folder();
    fs::write(folder.path().join("imrlint.toml"), "# settings\nfail_on = 'error'\n").unwrap();
    imrlint()
        .current_dir(folder.path())
        .args(["check", "."])
        .assert()
        .code(2)
        .stderr(
            contains("unknown field `fail_on`")
                .and(contains("imrlint.toml:2:1"))
                .and(contains("did you mean `fail-on`?")),
        );
}

#[test]
fn what_is_wrong_with_a_value_is_shown_in_its_place() {
    let says = |text: &str| {
        let folder = folder();
        fs::write(folder.path().join("imrlint.toml"), text).unwrap();
        let output = imrlint()
            .current_dir(folder.path())
            .args(["check", "."])
            .assert()
            .code(2);
        String::from_utf8_lossy(&output.get_output().stderr).into_owned()
    };
    assert!(says("select = ['OUT3']").contains("did you mean `OUT003`?"));
    assert!(says("format = 'prety'").contains("did you mean `pretty`?"));
    assert!(says("max-findings = -1").contains("imrlint.toml:1:16"));
    assert!(says("as-of = 'spring'").contains("a day, as in 2026-12-31"));
    assert!(says("[severity]\nOUT3 = 'error'").contains("did you mean `OUT003`?"));
    assert!(says("select = [").contains("imrlint.toml"));
    let accepted = "[[accepted]]\nletter = '*'\ncode = 'OUT003'\n";
    assert!(says(accepted).contains("missing field `reason`"));
    assert!(says(&format!("{accepted}reason = 'known'\nwho = ' '")).contains("an accepted finding needs a who"));
    assert!(says("[[accepted]]\nletter = '['\ncode = 'OUT003'\nreason = 'a'\nwho = 'b'").contains("imrlint.toml:2:10"));
}

#[test]
fn init_writes_a_file_that_reads_back_and_never_replaces_one() {
    let folder = folder();
    let init = || imrlint().current_dir(folder.path()).args(["config", "init"]).assert();
    init().code(0);
    let report = findings(folder.path(), &["."]);
    assert!(codes(&report).contains(&"OUT003".to_owned()));
    init().code(2).stderr(contains("stays as it is"));
}

#[test]
fn every_setting_of_the_first_file_can_be_switched_on() {
    let folder = folder();
    imrlint()
        .current_dir(folder.path())
        .args(["config", "init"])
        .assert()
        .code(0);
    let path = folder.path().join("imrlint.toml");
    let commented = fs::read_to_string(&path).unwrap();
    let settings = commented
        .lines()
        .map(|line| {
            line.strip_prefix("# ")
                .filter(|rest| rest.contains(" = ") || rest.starts_with('['))
                .unwrap_or(line)
        })
        .filter(|line| !line.starts_with("packs") && !line.starts_with("baseline"))
        .collect::<Vec<_>>()
        .join("\n");
    assert_ne!(settings, commented);
    fs::write(&path, settings).unwrap();
    imrlint()
        .current_dir(folder.path())
        .args(["config", "show"])
        .assert()
        .code(0)
        .stdout(contains("OUT, LIM, CIT001"));
}

#[test]
fn the_schema_knows_every_key() {
    let output = imrlint().args(["config", "schema"]).assert().code(0);
    let schema: serde_json::Value = serde_json::from_slice(&output.get_output().stdout).unwrap();
    let keys: Vec<_> = schema["properties"].as_object().unwrap().keys().collect();
    assert!(
        keys.iter().any(|key| *key == "fail-on") && keys.iter().any(|key| *key == "accepted"),
        "{keys:?}"
    );
    assert_eq!(schema["additionalProperties"], false);
}
