//! `imrlint extract` as a whole: what it prints in each format, and how it ends.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};

use assert_cmd::Command;
use predicates::prelude::*;
use serde_json::{Value, json};

fn imrlint() -> Command {
    Command::cargo_bin("imrlint").unwrap()
}

fn letters() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters")
}

fn output(arguments: &[&str]) -> String {
    let output = imrlint()
        .arg("extract")
        .args(arguments)
        .current_dir(letters())
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn json_has_the_fields_of_the_contract() {
    let printed: Value = serde_json::from_str(&output(&["--format", "json", "made/d04.txt"])).unwrap();
    assert_eq!(printed["schema_version"], 1);
    let letter = &printed["letters"][0];
    assert_eq!(letter["path"], "made/d04.txt");
    assert_eq!(letter["layout"], "final-determination");
    assert_eq!(
        letter["header"],
        json!({
            "case_number": "CM15-0067214",
            "date_assigned": "2015-04-13",
            "injury_date": "2014-06-18",
            "decision_date": "2015-05-11",
            "ur_denial_date": "2015-03-24",
            "application_received": "2015-04-08",
            "priority": "Standard",
        })
    );
    assert_eq!(
        letter["patient"],
        json!({"age": 33, "sex": "female", "injury_date": "2014-06-18"})
    );
    let first = &letter["determinations"][0];
    assert_eq!(first["index"], 1);
    assert_eq!(first["item"], "Occupational therapy 24 visits over 16 weeks, left hand");
    assert_eq!(first["outcome"], "overturned");
    for field in [
        "treatments",
        "quantity",
        "body_parts",
        "side",
        "claims_basis",
        "reviewer_basis",
        "rationale",
    ] {
        assert!(first.get(field).is_some(), "{field} is missing");
    }
}

#[test]
fn spans_count_bytes_lines_and_columns_of_the_file() {
    let printed: Value = serde_json::from_str(&output(&["--format", "json", "made/d05.txt"])).unwrap();
    let file = std::fs::read_to_string(letters().join("made/d05.txt")).unwrap();
    let span = &printed["letters"][0]["determinations"][3]["span"];
    let start = usize::try_from(span["start"].as_u64().unwrap()).unwrap();
    assert!(file[start..].starts_with("4. Urine toxicology screen:"));
    let line = usize::try_from(span["line"].as_u64().unwrap()).unwrap();
    assert!(
        file.lines()
            .nth(line - 1)
            .unwrap()
            .starts_with("4. Urine toxicology screen:")
    );
    assert_eq!(span["column"], 1);
}

#[test]
fn an_item_without_an_outcome_has_null() {
    let printed: Value = serde_json::from_str(&output(&["--format", "json", "made/g10.txt"])).unwrap();
    let second = &printed["letters"][0]["determinations"][1];
    assert_eq!(second["item"], "Naproxen 500mg #60");
    assert_eq!(second["outcome"], Value::Null);
}

#[test]
fn a_missing_guideline_line_is_null_and_an_empty_one_cites_nothing() {
    let missing: Value = serde_json::from_str(&output(&["--format", "json", "made/g07.txt"])).unwrap();
    assert_eq!(
        missing["letters"][0]["determinations"][4]["reviewer_basis"],
        Value::Null
    );
    let empty: Value = serde_json::from_str(&output(&["--format", "json", "made/g14.txt"])).unwrap();
    assert_eq!(
        empty["letters"][0]["determinations"][2]["reviewer_basis"]["citations"],
        json!([])
    );
}

#[test]
fn jsonl_prints_a_letter_a_line_in_the_order_of_the_arguments() {
    let printed = output(&["--format", "jsonl", "real/r3.txt", "made/d01.txt"]);
    let paths: Vec<Value> = printed
        .lines()
        .map(|line| serde_json::from_str::<Value>(line).unwrap()["path"].take())
        .collect();
    assert_eq!(paths, ["real/r3.txt", "made/d01.txt"]);
}

#[test]
fn csv_has_a_header_and_a_row_per_determination() {
    let printed = output(&["--format", "csv", "real/r1.txt", "real/r3.txt"]);
    let mut reader = csv::Reader::from_reader(printed.as_bytes());
    assert!(reader.headers().unwrap().iter().any(|column| column == "outcome"));
    assert_eq!(reader.records().map(Result::unwrap).count(), 2 + 4);
}

#[test]
fn the_table_fits_eighty_columns_and_shows_every_item() {
    let printed = output(&["real"]);
    for line in printed.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    for word in ["CYCLOBENZAPRINE", "overturned", "upheld", "r3"] {
        assert!(printed.contains(word), "{word} is missing:\n{printed}");
    }
}

#[test]
fn standard_input_is_a_letter() {
    let letter = std::fs::read_to_string(letters().join("real/r1.txt")).unwrap();
    imrlint()
        .args(["extract", "--format", "json", "-"])
        .write_stdin(letter)
        .assert()
        .success()
        .stdout(predicate::str::contains("Soma 350mg #90"));
}

#[test]
fn a_path_that_names_nothing_is_named_and_the_rest_is_read() {
    imrlint()
        .current_dir(letters())
        .args(["extract", "nowhere.txt", "real/r1.txt"])
        .assert()
        .success()
        .stderr(predicate::str::contains("nowhere.txt"))
        .stdout(predicate::str::contains("Soma"));
}

#[test]
fn a_run_that_reads_nothing_fails() {
    imrlint().args(["extract", "nowhere.txt"]).assert().code(2);
}

#[test]
fn a_file_that_is_no_letter_has_no_layout() {
    let printed = imrlint()
        .args(["extract", "--format", "json", "-"])
        .write_stdin("Dear Sir,\n\nplease send two dozen bandages.\n")
        .output()
        .unwrap();
    let printed: Value = serde_json::from_slice(&printed.stdout).unwrap();
    assert_eq!(printed["letters"][0]["layout"], Value::Null);
    assert_eq!(printed["letters"][0]["determinations"], json!([]));
}
