//! `imrlint audit` through the binary: what a batch is, and that its result does not depend on how it was run.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::path::Path;
use std::process::Output;

use assert_cmd::Command;
use serde_json::Value;

/// `imrlint audit` with these arguments, in the folder of the bundled letters.
fn audit(arguments: &[&str]) -> Output {
    let mut command = Command::cargo_bin("imrlint").unwrap();
    let letters = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    command
        .current_dir(letters)
        .arg("audit")
        .args(arguments)
        .output()
        .unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// The lines of a `.jsonl` report of these arguments.
fn rows(folder: &Path, arguments: &[&str]) -> Vec<String> {
    let results = folder.join("results.jsonl");
    let output = audit(
        &[
            arguments,
            &["--quiet", "--fail-on", "never", "--report", results.to_str().unwrap()],
        ]
        .concat(),
    );
    assert!(output.status.success(), "{}", text(&output.stderr));
    fs::read_to_string(results)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect()
}

fn path_of(row: &str) -> String {
    let row: Value = serde_json::from_str(row).unwrap();
    row["letter"]["path"].as_str().unwrap().to_owned()
}

#[test]
fn rows_come_in_input_order_whatever_the_number_of_threads() {
    let folder = tempfile::tempdir().unwrap();
    let one = rows(folder.path(), &["made", "real", "--jobs", "1"]);
    let mut expected: Vec<String> = Vec::new();
    for part in ["made", "real"] {
        let files = fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters").join(part)).unwrap();
        let names = files.map(|file| file.unwrap().file_name().into_string().unwrap());
        let mut letters: Vec<String> = names
            .filter(|name| name.ends_with(".txt"))
            .map(|name| format!("{part}/{name}"))
            .collect();
        letters.sort();
        expected.extend(letters);
    }
    assert_eq!(one.iter().map(|row| path_of(row)).collect::<Vec<_>>(), expected);
    for jobs in ["2", "8"] {
        assert_eq!(
            rows(folder.path(), &["made", "real", "--jobs", jobs]),
            one,
            "{jobs} threads"
        );
    }
}

#[test]
fn a_sample_is_repeated_by_its_seed_and_keeps_the_order() {
    let folder = tempfile::tempdir().unwrap();
    let paths = |seed| {
        rows(folder.path(), &["made", "--sample", "9", "--seed", seed])
            .iter()
            .map(|row| path_of(row))
            .collect::<Vec<_>>()
    };
    let first = paths("3");
    assert_eq!(first.len(), 9);
    assert!(first.is_sorted());
    assert_eq!(paths("3"), first);
    assert_ne!(paths("4"), first);
}

#[test]
fn a_limit_takes_the_first_letters() {
    let folder = tempfile::tempdir().unwrap();
    let all = rows(folder.path(), &["made"]);
    assert_eq!(rows(folder.path(), &["made", "--limit", "5"]), all[..5]);
}

#[test]
fn a_resumed_run_ends_as_if_it_had_never_been_interrupted() {
    let folder = tempfile::tempdir().unwrap();
    let all = rows(folder.path(), &["made"]);
    let half = folder.path().join("half.jsonl");
    // The last line is cut off, as a crash leaves it.
    fs::write(&half, format!("{}\n{}", all[..20].join("\n"), &all[20][..60])).unwrap();
    assert_eq!(rows(folder.path(), &["made", "--resume", half.to_str().unwrap()]), all);
}

#[test]
fn rows_of_the_same_program_are_taken_over_and_others_are_not() {
    let folder = tempfile::tempdir().unwrap();
    let all = rows(folder.path(), &["made", "--limit", "2"]);
    let marked = |row: &str| row.replacen("\"specialties\":[", "\"specialties\":[\"Taken over\",", 1);
    let earlier = folder.path().join("earlier.jsonl");
    let taken = marked(&all[0]);
    let of_another = marked(&all[1]).replacen("\"checked_by\":\"imrlint ", "\"checked_by\":\"imrlint 99.", 1);
    fs::write(&earlier, format!("{taken}\n{of_another}\n")).unwrap();
    let resumed = rows(
        folder.path(),
        &["made", "--limit", "2", "--resume", earlier.to_str().unwrap()],
    );
    assert!(resumed[0].contains("Taken over"));
    assert!(!resumed[1].contains("Taken over"));
}

#[test]
fn records_are_letters_with_their_own_names() {
    let folder = tempfile::tempdir().unwrap();
    let export = folder.path().join("export.jsonl");
    let letter = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/made/d01.txt");
    let record = serde_json::json!({ "case": "CM14-1", "body": fs::read_to_string(letter).unwrap() });
    fs::write(&export, format!("{record}\n")).unwrap();
    let rows = rows(
        folder.path(),
        &[export.to_str().unwrap(), "--text-field", "body", "--id-field", "case"],
    );
    let row: Value = serde_json::from_str(&rows[0]).unwrap();
    assert_eq!(rows.len(), 1);
    assert!(path_of(&rows[0]).contains("CM14-1"));
    assert_eq!(row["letter"]["determinations"], 3);
}

#[test]
fn a_letter_that_cannot_be_read_is_a_row_among_the_others() {
    let folder = tempfile::tempdir().unwrap();
    let letters = folder.path().join("letters");
    fs::create_dir(&letters).unwrap();
    let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/made/d01.txt");
    fs::copy(good, letters.join("a.txt")).unwrap();
    fs::write(
        letters.join("b.txt"),
        b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\0\0\0\x01\0\0\x01",
    )
    .unwrap();
    let rows = rows(folder.path(), &[letters.to_str().unwrap()]);
    let rows: Vec<Value> = rows.iter().map(|row| serde_json::from_str(row).unwrap()).collect();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0]["letter"]["status"], "checked");
    assert_eq!(rows[1]["letter"]["status"], "unreadable");
}

#[test]
fn the_exit_status_says_what_was_found_and_what_failed() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(audit(&["made", "-q", "--fail-on", "never"]).status.code(), Some(0));
    assert_eq!(audit(&["made", "-q", "--fail-on", "advice"]).status.code(), Some(1));
    assert_eq!(audit(&[folder.path().to_str().unwrap()]).status.code(), Some(2));
    let unknown = audit(&["made", "--report", "out.doc"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains(".xlsx"));
    let nowhere = audit(&["made", "--report", "/nowhere/at/all.html"]);
    assert_eq!(nowhere.status.code(), Some(2));
    assert!(text(&nowhere.stderr).contains("/nowhere/at/all.html"));
}

#[test]
fn tables_fit_eighty_columns_in_a_pipe() {
    let mut command = Command::cargo_bin("imrlint").unwrap();
    let letters = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let output = command
        .current_dir(letters)
        .env("COLUMNS", "80")
        .args(["audit", "made"])
        .output()
        .unwrap();
    let tables = text(&output.stdout);
    for heading in [
        "Overview",
        "Findings by code",
        "Outcomes by class of treatment",
        "Rule coverage",
    ] {
        assert!(tables.contains(heading), "{heading}");
    }
    for line in tables.lines() {
        assert!(line.chars().count() <= 80, "{line}");
    }
    assert!(!tables.contains('\u{1b}'), "no colours in a pipe");
}

#[cfg(unix)]
#[test]
fn an_interrupted_run_reports_what_was_done_as_incomplete() {
    use std::io::{Read, Write};
    use std::process::Stdio;

    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join("audit.json");
    let letter = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/made/d01.txt");
    // The list of letters stays open: the run cannot end by itself, however quick the machine.
    let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_imrlint"))
        .args(["audit", "--files-from", "-", "--quiet", "--report"])
        .arg(&report)
        .stdin(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut list = run.stdin.take().unwrap();
    for _ in 0..2000 {
        writeln!(list, "{}", letter.display()).unwrap();
    }
    list.flush().unwrap();
    std::thread::sleep(std::time::Duration::from_secs(3));
    let killed = std::process::Command::new("kill")
        .args(["-INT", &run.id().to_string()])
        .status()
        .unwrap();
    assert!(killed.success());
    drop(list);
    let mut errors = String::new();
    run.stderr.take().unwrap().read_to_string(&mut errors).unwrap();
    assert_eq!(run.wait().unwrap().code(), Some(2), "{errors}");
    assert!(errors.contains("interrupted"), "{errors}");
    let report: Value = serde_json::from_slice(&fs::read(report).unwrap()).unwrap();
    assert_eq!(report["summary"]["complete"], false);
    assert!(report["summary"]["letters"].as_u64().unwrap() > 0);
    assert_eq!(
        fs::read_dir(folder.path()).unwrap().count(),
        1,
        "no unfinished file is left"
    );
}
