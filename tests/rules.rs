//! `imrlint rules` through the binary: packs right, wrong and hostile, and a guideline that the program knows only from YAML.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(dead_code, reason = "each suite uses its part of the shared program")]

mod program;

use std::fs;
use std::time::{Duration, Instant};

use predicates::prelude::*;
use predicates::str::contains;
use program::{codes, findings, imrlint, root};
use serde_json::Value;

const NORTH_STATE: &str = "tests/packs/north-state";

/// What a command prints on standard output.
fn printed(arguments: &[&str]) -> String {
    let output = imrlint().arg("rules").args(arguments).output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {said}");
    String::from_utf8(output.stdout).unwrap()
}

/// How a command fails, on standard error.
fn refused(arguments: &[&str]) -> String {
    let output = imrlint().arg("rules").args(arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn the_bundled_packs_have_no_problem() {
    assert!(printed(&["check"]).contains("mtus-2009 1.0"));
}

#[test]
fn every_example_of_the_bundled_packs_is_proved() {
    imrlint()
        .args(["rules", "test"])
        .assert()
        .success()
        .stdout(contains(" 0 failed"));
}

#[test]
fn the_document_of_the_checks_is_the_one_that_the_packs_give() {
    let document = fs::read_to_string(root().join("docs/checks.md")).unwrap();
    let generated = printed(&["explain", "--all", "--format", "markdown"]);
    assert!(
        document == generated,
        "docs/checks.md has drifted; run: imrlint rules explain --all --format markdown > docs/checks.md"
    );
}

#[test]
fn the_packs_of_the_configuration_are_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let pack = root().join(NORTH_STATE);
    fs::write(folder.path().join("imrlint.toml"), format!("packs = [{:?}]\n", pack)).unwrap();
    let printed = |arguments: &[&str]| {
        let output = imrlint()
            .arg("rules")
            .args(arguments)
            .current_dir(folder.path())
            .output()
            .unwrap();
        assert!(output.status.success(), "{arguments:?}");
        String::from_utf8(output.stdout).unwrap()
    };
    assert!(printed(&["check"]).contains("north-state 2015.1: 2 rules"));
    assert!(!printed(&["check", "--no-config"]).contains("north-state"));
    assert!(printed(&["list", "--pack-id", "north-state"]).contains("north-state-mud-baths"));
    assert!(printed(&["test", "--rule", "north-state-mud-baths"]).contains("0 failed"));
}

#[test]
fn a_guideline_of_another_state_needs_yaml_only() {
    assert!(printed(&["check", NORTH_STATE]).contains("north-state 2015.1: 2 rules"));
    imrlint()
        .args(["rules", "test", NORTH_STATE, "--rule", "north-state-mud-baths"])
        .assert()
        .success();
    imrlint()
        .args([
            "rules",
            "test",
            NORTH_STATE,
            "--rule",
            "north-state-mud-bath-prescription",
        ])
        .assert()
        .success();
    let letter = format!("{NORTH_STATE}/letter.txt");
    let report = findings(&root(), &[&letter, "--pack", NORTH_STATE, "--select", "LIM,REQ"]);
    assert_eq!(codes(&report), ["LIM001"]);
    let message = report["findings"][0]["message"].as_str().unwrap();
    assert!(
        message.contains("12 visits against 5-7 visits over 2 weeks"),
        "{message}"
    );
    assert!(
        message.contains("North State Treatment Guidelines, pages 12-13"),
        "{message}"
    );
    let without = findings(&root(), &[&letter, "--select", "LIM,REQ"]);
    assert_eq!(codes(&without), [] as [&str; 0]);
    for (command, told) in [("explain", "DISAGREES: Mud baths are limited"), ("extract", "mud bath")] {
        let mut run = imrlint();
        run.args([command, &letter]);
        run.assert().success().stdout(contains(told).not());
        let mut run = imrlint();
        run.args([command, &letter, "--pack", NORTH_STATE]);
        run.assert().success().stdout(contains(told));
        let configured = tempfile::tempdir().unwrap();
        let file = configured.path().join("imrlint.toml");
        let pack = root().join(NORTH_STATE);
        fs::write(&file, format!("packs = ['{}']\n", pack.display())).unwrap();
        let mut run = imrlint();
        run.args([command, &letter, "--config"]).arg(&file);
        run.assert().success().stdout(contains(told));
    }
}

#[test]
fn a_pack_speaks_for_letters_of_its_dates_only() {
    let folder = tempfile::tempdir().unwrap();
    let letter = fs::read_to_string(root().join(NORTH_STATE).join("letter.txt")).unwrap();
    fs::write(
        folder.path().join("letter.txt"),
        letter.replace("04/06/2015", "04/06/2016"),
    )
    .unwrap();
    let pack = root().join(NORTH_STATE);
    let report = findings(
        folder.path(),
        &["letter.txt", "--pack", pack.to_str().unwrap(), "--select", "LIM"],
    );
    assert_eq!(codes(&report), [] as [&str; 0]);
}

#[test]
fn a_house_pack_changes_severity_and_figure_and_switches_off() {
    let explained = printed(&["explain", "barbiturates", "--pack", NORTH_STATE]);
    assert!(
        explained.contains("Reports LIM005 (overturned-not-recommended) as warning"),
        "{explained}"
    );
    let explained = printed(&["explain", "massage-visits", "--pack", NORTH_STATE]);
    assert!(explained.contains("2-3 visits"), "{explained}");
    assert!(!explained.contains("- 4-6 visits"), "{explained}");
    let refused = refused(&["explain", "age-consistent", "--pack", NORTH_STATE]);
    assert!(refused.contains("ages come from another system"), "{refused}");
}

#[test]
fn rules_are_listed_by_code_treatment_and_pack() {
    let rows = |arguments: &[&str]| -> Vec<String> {
        let mut all = vec!["list", "--format", "json"];
        all.extend(arguments);
        let rows: Value = serde_json::from_str(&printed(&all)).unwrap();
        let ids = rows
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row["id"].as_str().unwrap().to_owned());
        ids.collect()
    };
    assert_eq!(rows(&["--treatment", "Soma", "--code", "LIM005"]), ["carisoprodol"]);
    assert_eq!(rows(&["--code", "fac002"]), ["sex-consistent"]);
    let own = rows(&["--pack", NORTH_STATE, "--pack-id", "north-state"]);
    assert_eq!(own, ["north-state-mud-baths", "north-state-mud-bath-prescription"]);
    let table = printed(&["list", "--code", "LIM005"]);
    assert!(table.lines().all(|line| line.chars().count() <= 120), "{table}");
    assert!(table.contains("chiropractic-where-not-recommended"), "{table}");
    let none = printed(&["list", "--treatment", "Soma", "--code", "FAC"]);
    assert_eq!(none, "no rule is about all of that\n");
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    // Each prints more than a pipe holds.
    for arguments in [
        ["explain", "--all"].as_slice(),
        &["list", "--format", "json"],
        &["schema"],
    ] {
        let mut run = std::process::Command::new(assert_cmd::cargo::cargo_bin!("imrlint"))
            .current_dir(root())
            .arg("rules")
            .args(arguments)
            .stdout(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .spawn()
            .unwrap();
        drop(run.stdout.take());
        let ended = run.wait_with_output().unwrap();
        assert_eq!(String::from_utf8_lossy(&ended.stderr), "", "{arguments:?}");
        assert!(ended.status.success(), "{arguments:?}");
    }
}

#[test]
fn a_name_that_means_nothing_is_an_error_with_the_nearest_one() {
    assert!(refused(&["explain", "LIM01"]).contains("did you mean `LIM001`"));
    assert!(refused(&["list", "--code", "XYZ"]).contains("there is no code `XYZ`"));
    assert!(refused(&["list", "--treatment", "masagge"]).contains("did you mean `massage`"));
    assert!(refused(&["list", "--pack-id", "mtus-2008"]).contains("did you mean `mtus-2009`"));
}

#[test]
fn a_rule_is_explained_with_all_that_it_rests_on() {
    let page = printed(&["explain", "physical-medicine-visits", "--format", "markdown"]);
    for part in [
        "9-10 visits, over 8 weeks",
        "24 visits, over 16 weeks",
        "pages 98-99",
        "It flags:",
        "It passes:",
        "Stated as present, these keep it silent:",
        "--ignore physical-medicine-visits",
    ] {
        assert!(page.contains(part), "{part} is missing in\n{page}");
    }
}

#[test]
fn the_schema_knows_every_section_and_describes_its_fields() {
    let schema: Value = serde_json::from_str(&printed(&["schema"])).unwrap();
    for section in [
        "pack",
        "rules",
        "concepts",
        "treatments",
        "topics",
        "examples",
        "extends",
    ] {
        assert!(schema["properties"][section].is_object(), "{section}");
    }
    let validator = jsonschema::validator_for(&schema).unwrap();
    let pack = serde_json::json!({"rules": [{"id": "a", "codes": ["LIM001"], "title": "t", "limits": {}}]});
    assert!(!validator.is_valid(&pack));
}

#[test]
fn every_file_of_the_bundled_packs_is_as_the_schema_says() {
    let schema: Value = serde_json::from_str(&printed(&["schema"])).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let mut folders = vec![root().join("rules"), root().join(NORTH_STATE)];
    let mut files = 0;
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "yaml") {
                let text = fs::read_to_string(&path).unwrap();
                let written: Value = serde_yaml::from_str(&text).unwrap();
                let problems: Vec<String> = validator
                    .iter_errors(&written)
                    .map(|problem| problem.to_string())
                    .collect();
                assert_eq!(problems, [] as [String; 0], "{}", path.display());
                files += 1;
            }
        }
    }
    assert!(files > 60, "{files} files");
}

#[test]
fn the_first_pack_of_the_guide_works_as_it_is_told() {
    let guide = fs::read_to_string(root().join("docs/rules.md")).unwrap();
    let blocks: Vec<&str> = guide
        .split("```yaml\n")
        .skip(1)
        .filter_map(|rest| rest.split("```").next())
        .collect();
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in ["pack.yaml", "massage.yaml", "massage.examples.yaml"]
        .iter()
        .zip(&blocks)
    {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let pack = folder.path().to_str().unwrap();
    assert!(printed(&["check", pack]).contains("house-rules 1: 1 rule, no problem"));
    let proved = printed(&["test", pack, "--rule", "massage-in-our-house"]);
    assert_eq!(proved, "4 examples proved, 0 failed\n");
}

#[test]
fn each_broken_pack_is_shown_in_its_own_yaml() {
    let mut packs: Vec<_> = fs::read_dir(root().join("tests/packs/broken"))
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    packs.sort();
    assert!(packs.len() >= 16);
    for pack in packs {
        let name = pack.file_stem().unwrap().to_str().unwrap().to_owned();
        let path = format!("tests/packs/broken/{name}.yaml");
        insta::assert_snapshot!(
            format!("broken-{name}"),
            without_lines_of_bundled(&refused(&["check", &path]))
        );
    }
}

/// The text without the lines at which the bundled packs, which grow, have what a broken one clashes with.
fn without_lines_of_bundled(text: &str) -> String {
    let line = regex::Regex::new(r"(rules/\S+\.yaml):\d+").unwrap();
    line.replace_all(text, "$1:…").into_owned()
}

#[test]
fn a_failing_example_says_how_it_failed() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["pack.yaml", "visits.yaml"] {
        fs::copy(root().join(NORTH_STATE).join(file), folder.path().join(file)).unwrap();
    }
    let examples = "examples:\n- rule: north-state-mud-baths\n  flags:\n  - {request: Mud bath therapy 2 visits, outcome: overturned}\n  \
                    - {request: Mud bath therapy 12 visits, outcome: overturned, says: no such words}\n  - {code: LIM002, request: Mud bath \
                    therapy 12 visits, outcome: overturned}\n  passes:\n  - {request: Mud bath therapy 12 visits, outcome: overturned}\n- \
                    rule: no-such-rule\n  flags: []\n  passes: []\n";
    fs::write(folder.path().join("visits.examples.yaml"), examples).unwrap();
    imrlint()
        .args(["rules", "test"])
        .arg(folder.path())
        .assert()
        .code(1)
        .stdout(contains("miss: the rule keeps silent"))
        .stdout(contains("wrong words: Overturned: 12 visits"))
        .stdout(contains("wrong code: the rule reports LIM001"))
        .stdout(contains("false alarm: Overturned: 12 visits"))
        .stdout(contains("no rule has the id `no-such-rule`"))
        .stdout(contains("`north-state-mud-bath-prescription` has no example"));
}

#[test]
fn hostile_packs_are_refused_in_bounded_time() {
    let folder = tempfile::tempdir().unwrap();
    let bomb: String = (1..30)
        .map(|step| format!("a{step}: &a{step} [*a{0}, *a{0}, *a{0}, *a{0}]\n", step - 1))
        .collect();
    let hostile = [
        ("deep", "[".repeat(500_000)),
        (
            "steps",
            (0..1_500).map(|depth| format!("{}- \n", " ".repeat(depth))).collect(),
        ),
        ("bomb", format!("a0: &a0 [x]\n{bomb}")),
        ("huge", format!("pack: {{id: {}}}\n", "x".repeat(5_000_000))),
        ("many", "rules:\n".to_owned() + &"- {id: a}\n".repeat(150_000)),
        ("documents", "---\na: 1\n".repeat(10_000)),
        ("bytes", String::from_utf8_lossy(&[0xff; 1_000]).into_owned()),
    ];
    for (name, text) in hostile {
        let path = folder.path().join(format!("{name}.yaml"));
        fs::write(&path, text).unwrap();
        let begun = Instant::now();
        imrlint()
            .args(["rules", "check"])
            .arg(&path)
            .timeout(Duration::from_secs(60))
            .assert()
            .code(2)
            .stderr(predicate::str::is_empty().not());
        assert!(begun.elapsed() < Duration::from_secs(60), "{name}");
    }
    let path = folder.path().join("latin.yaml");
    fs::write(&path, [b'a', b':', 0xe9, b'\n']).unwrap();
    imrlint()
        .args(["rules", "check"])
        .arg(&path)
        .assert()
        .code(2)
        .stderr(contains("no UTF-8 text"));
    imrlint().args(["rules", "check", "no/such/pack"]).assert().code(2);
}
