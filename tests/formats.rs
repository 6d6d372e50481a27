//! Every format on the bundled letters: all say the same, SARIF and JUnit are valid by their schemas, and what they print of
//! the real letters is kept as snapshots.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may fail loudly")]
#![allow(dead_code, reason = "each suite uses its part of the shared program")]

mod program;

use std::collections::BTreeMap;
use std::fs;
use std::process::Command;

use insta::assert_snapshot;
use program::{DRAFT, folder, imrlint, root};
use regex::Regex;
use serde_json::Value;

/// The real letters and some of the made ones.
const LETTERS: &[&str] = &["tests/letters", "--glob", "r*.txt", "--glob", "d*.txt"];

/// What a format says of a finding: letter, line, column, severity and code.
type Said = (String, u64, u64, String, String);

fn print(letters: &[&str], arguments: &[&str]) -> String {
    let output = imrlint().arg("check").args(letters).args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

fn of_record(finding: &Value) -> Said {
    (
        finding["path"].as_str().unwrap().to_owned(),
        finding["span"]["line"].as_u64().unwrap(),
        finding["span"]["column"].as_u64().unwrap(),
        finding["severity"].as_str().unwrap().to_owned(),
        finding["code"].as_str().unwrap().to_owned(),
    )
}

fn of_json() -> Vec<Said> {
    let report: Value = serde_json::from_str(&print(LETTERS, &["--format", "json"])).unwrap();
    let summary = &report["summary"];
    let findings = report["findings"].as_array().unwrap();
    let of = |severity: &str| {
        findings
            .iter()
            .filter(|finding| finding["severity"] == severity)
            .count()
    };
    assert_eq!(summary["errors"], of("error"));
    assert_eq!(summary["warnings"], of("warning"));
    assert_eq!(summary["advice"], of("advice"));
    assert_eq!(summary["letters"], report["letters"].as_array().unwrap().len());
    findings.iter().map(of_record).collect()
}

/// Lines of the form `path:line:column: severity[CODE]`.
fn of_lines(text: &str) -> Vec<Said> {
    let line = Regex::new(r"(?m)(?:^|>)([^<>\n]+?):(\d+):(\d+): (error|warning|advice)\[([A-Z]{3}\d{3})\] ").unwrap();
    line.captures_iter(text)
        .map(|found| {
            (
                found[1].to_owned(),
                found[2].parse().unwrap(),
                found[3].parse().unwrap(),
                found[4].to_owned(),
                found[5].to_owned(),
            )
        })
        .collect()
}

#[test]
fn all_formats_say_the_same() {
    let expected = of_json();
    assert!(expected.len() > 20, "the bundled letters have findings");

    assert_eq!(of_lines(&print(LETTERS, &["--format", "short"])), expected, "short");
    assert_eq!(of_lines(&print(LETTERS, &["--format", "junit"])), expected, "junit");

    let lines = print(LETTERS, &["--format", "jsonl"]);
    let of_lines: Vec<Said> = lines
        .lines()
        .flat_map(|line| {
            let letter: Value = serde_json::from_str(line).unwrap();
            letter["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(of_record)
                .collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(of_lines, expected, "jsonl");

    assert_eq!(of_sarif(), expected, "sarif");
    assert_eq!(of_github(), expected, "github");
    assert_eq!(of_csv(), expected, "csv");
}

fn of_sarif() -> Vec<Said> {
    let log: Value = serde_json::from_str(&print(LETTERS, &["--format", "sarif"])).unwrap();
    let results = log["runs"][0]["results"].as_array().unwrap();
    let rules = &log["runs"][0]["tool"]["driver"]["rules"];
    results
        .iter()
        .map(|result| {
            let index = usize::try_from(result["ruleIndex"].as_u64().unwrap()).unwrap();
            assert_eq!(rules[index]["id"], result["ruleId"]);
            let place = &result["locations"][0]["physicalLocation"];
            let level = result["level"].as_str().unwrap();
            (
                place["artifactLocation"]["uri"].as_str().unwrap().to_owned(),
                place["region"]["startLine"].as_u64().unwrap(),
                place["region"]["startColumn"].as_u64().unwrap(),
                if level == "note" { "advice" } else { level }.to_owned(),
                result["ruleId"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

fn of_github() -> Vec<Said> {
    let command = Regex::new(r"(?m)^::(\w+) file=([^,]+),line=(\d+),col=(\d+),title=([A-Z]{3}\d{3}) ").unwrap();
    command
        .captures_iter(&print(LETTERS, &["--format", "github"]))
        .map(|found| {
            let severity = if &found[1] == "notice" { "advice" } else { &found[1] };
            (
                found[2].to_owned(),
                found[3].parse().unwrap(),
                found[4].parse().unwrap(),
                severity.to_owned(),
                found[5].to_owned(),
            )
        })
        .collect()
}

fn of_csv() -> Vec<Said> {
    let text = print(LETTERS, &["--format", "csv"]);
    let mut reader = csv::Reader::from_reader(text.as_bytes());
    reader
        .deserialize::<BTreeMap<String, String>>()
        .map(|row| {
            let row = row.unwrap();
            (
                row["path"].clone(),
                row["line"].parse().unwrap(),
                row["column"].parse().unwrap(),
                row["severity"].clone(),
                row["code"].clone(),
            )
        })
        .collect()
}

/// The form for people folds repeats, so it is held to places and to counts by code.
#[test]
fn the_form_for_people_says_the_same() {
    let text = print(LETTERS, &["--format", "pretty"]);
    let expected = of_json();
    let heading = Regex::new(r"(?m)^([A-Z]{3}\d{3}) [a-z-]+ \((error|warning|advice)\)$").unwrap();
    let headings = heading.captures_iter(&text).count();
    let again = text.matches("        again at ").count();
    assert_eq!(headings + again, expected.len());
    for (path, line, column, _, code) in &expected {
        let drawn = text.contains(&format!("[{path}:{line}:{column}]"));
        let folded = text.contains(&format!("again at {line}:{column}: "));
        assert!(drawn || folded, "{path}:{line}:{column} {code}");
    }
    let mut by_code: BTreeMap<&str, usize> = BTreeMap::new();
    for (_, _, _, _, code) in &expected {
        *by_code.entry(code).or_default() += 1;
    }
    for (code, count) in by_code {
        let row = Regex::new(&format!(r"│ {code} +[a-z-]+ +[a-z]+ +{count} ")).unwrap();
        assert!(row.is_match(&text), "{code}: {count}");
    }
    assert!(text.contains(&format!(": {} findings (", expected.len())));
}

#[test]
fn sarif_is_valid_by_the_published_schema() {
    let schema = fs::read_to_string(root().join("tests/schemas/sarif-2.1.0.json")).unwrap();
    // The published pattern of a language has a bracket too many, which a strict reader of patterns refuses.
    let schema = schema.replace("{2}]?$", "{2}?$");
    let schema: Value = serde_json::from_str(&schema).unwrap();
    let validator = jsonschema::draft7::options()
        .should_validate_formats(true)
        .build(&schema)
        .unwrap();
    let validate = |text: &str| {
        let log: Value = serde_json::from_str(text).unwrap();
        let problems: Vec<_> = validator
            .iter_errors(&log)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert_eq!(problems, Vec::<String>::new());
        assert_eq!(log["version"], "2.1.0");
        assert_eq!(log["runs"][0]["tool"]["driver"]["version"], env!("CARGO_PKG_VERSION"));
    };
    validate(&print(LETTERS, &["--format", "sarif"]));
    validate(&print(&[DRAFT], &["--format", "sarif", "--select", "COV001"]));
    validate(&print(&["missing ü%.txt"], &["--format", "sarif"]));
}

#[test]
fn sarif_fingerprints_survive_shifted_lines() {
    let marks = |folder: &std::path::Path| {
        let output = imrlint()
            .current_dir(folder)
            .args(["check", "draft.txt", "--format", "sarif"])
            .output()
            .unwrap();
        let log: Value = serde_json::from_slice(&output.stdout).unwrap();
        let results = log["runs"][0]["results"].as_array().unwrap();
        let marks: Vec<_> = results
            .iter()
            .map(|result| result["partialFingerprints"].clone())
            .collect();
        let lines: Vec<_> = results
            .iter()
            .map(|result| result["locations"][0]["physicalLocation"]["region"]["startLine"].clone())
            .collect();
        (marks, lines)
    };
    let folder = folder();
    let (marks_before, lines_before) = marks(folder.path());
    assert!(!marks_before.is_empty());
    let path = folder.path().join("draft.txt");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, format!("\n\n{}", text.replace('\n', "\r\n"))).unwrap();
    let (marks_after, lines_after) = marks(folder.path());
    assert_eq!(marks_before, marks_after);
    assert_ne!(lines_before, lines_after);
    let mut distinct: Vec<_> = marks_before.iter().map(ToString::to_string).collect();
    distinct.sort();
    distinct.dedup();
    assert_eq!(distinct.len(), marks_before.len());
}

#[test]
fn junit_is_valid_by_the_schema_of_its_readers() {
    let text = print(LETTERS, &["--format", "junit"]);
    let document = roxmltree::Document::parse(&text).unwrap();
    let suites = document.root_element();
    assert_eq!(suites.tag_name().name(), "testsuites");
    let count = |name: &str| {
        let elements = document.descendants();
        elements
            .filter(|element| element.has_tag_name(name))
            .count()
            .to_string()
    };
    assert_eq!(suites.attribute("tests"), Some(&*count("testcase")));
    assert_eq!(suites.attribute("failures"), Some(&*count("failure")));
    assert_eq!(suites.attribute("errors"), Some(&*count("error")));
    let skipped = suites.attribute("skipped").unwrap();
    assert_eq!(skipped, count("skipped"));

    // Readers know the number of skipped cases at the root, the schema only at the suites.
    let at_root = format!(" skipped=\"{skipped}\"");
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("report.xml");
    fs::write(&path, text.replacen(&at_root, "", 1)).unwrap();
    let validated = Command::new("xmllint")
        .args(["--noout", "--schema"])
        .arg(root().join("tests/schemas/junit-10.xsd"))
        .arg(&path)
        .output()
        .expect("xmllint of the package libxml2-utils is needed");
    assert!(
        validated.status.success(),
        "{}",
        String::from_utf8_lossy(&validated.stderr)
    );
}

#[test]
fn real_letters_in_every_format() {
    let version = Regex::new(r#""(sha256|version|semanticVersion)": "[^"]*""#).unwrap();
    for format in ["pretty", "short", "json", "jsonl", "sarif", "junit", "github", "csv"] {
        let text = print(&["tests/letters/real"], &["--format", format]);
        let text = version.replace_all(&text, r#""$1": "...""#);
        assert_snapshot!(format!("real_letters_{format}"), text);
    }
}
