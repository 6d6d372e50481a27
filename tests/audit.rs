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

/// A folder with the letter d01, which has an error in items 2 and 3 and a warning in item 3, and this configuration.
fn with_configuration(configuration: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let letter = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/made/d01.txt");
    fs::copy(letter, folder.path().join("d01.txt")).unwrap();
    fs::write(folder.path().join("imrlint.toml"), configuration).unwrap();
    folder
}

/// What `command` reports of the letter in `folder`: each code with its severity, and what it says on standard error.
fn reported(folder: &Path, command: &str, arguments: &[&str]) -> (Vec<(String, String)>, String) {
    let report = folder.join("report.json");
    let output = Command::cargo_bin("imrlint")
        .unwrap()
        .current_dir(folder)
        .args([command, "d01.txt", "--fail-on", "never", "-o", "report.json"])
        .args(if command == "check" { &["-f", "json"][..] } else { &[] })
        .args(arguments)
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let report: Value = serde_json::from_slice(&fs::read(report).unwrap()).unwrap();
    let word = |value: &Value| value.as_str().unwrap().to_owned();
    let findings = report["findings"].as_array().unwrap().iter();
    (
        findings
            .map(|finding| (word(&finding["code"]), word(&finding["severity"])))
            .collect(),
        text(&output.stderr),
    )
}

const ACCEPTED: &str = "[[accepted]]\nletter = '*.txt'\ncode = 'QTY002'\nreason = 'known'\nwho = 'J. Doe'\n";

#[test]
fn an_audit_reports_what_a_check_with_the_same_settings_does() {
    let accepted_until = |day: &str| format!("{ACCEPTED}until = {day}\n");
    let configurations = [
        "",
        "select = ['QTY', 'CIT001']\n",
        "ignore = ['error']\n",
        "[severity]\nCIT001 = 'error'\nOUT001 = 'advice'\n",
        ACCEPTED,
        &accepted_until("2013-01-01"),
        &accepted_until("9999-01-01"),
        "as-of = 2001-01-01\n",
    ];
    let mut seen = std::collections::BTreeSet::new();
    for configuration in configurations {
        let folder = with_configuration(configuration);
        let audited = reported(folder.path(), "audit", &[]);
        assert_eq!(audited, reported(folder.path(), "check", &[]), "{configuration}");
        seen.insert(audited.0);
    }
    assert!(seen.len() > 5, "the settings change something");
    let arguments: [&[&str]; 5] = [
        &["--select", "OUT"],
        &["--ignore", "OUT001,warning"],
        &["--severity", "OUT001=advice"],
        &["--as-of", "2001-01-01"],
        &["--no-config"],
    ];
    for arguments in arguments {
        let folder = with_configuration(ACCEPTED);
        assert_eq!(
            reported(folder.path(), "audit", arguments),
            reported(folder.path(), "check", arguments),
            "{arguments:?}"
        );
    }
}

#[test]
fn counts_are_those_of_the_findings_that_were_chosen() {
    let summary = |configuration: &str, arguments: &[&str]| {
        let folder = with_configuration(configuration);
        reported(folder.path(), "audit", arguments);
        let report: Value = serde_json::from_slice(&fs::read(folder.path().join("report.json")).unwrap()).unwrap();
        report["summary"].clone()
    };
    let all = summary("", &[]);
    assert_eq!(
        (&all["errors"], &all["coverage"]["inconsistent"]),
        (&2.into(), &2.into())
    );
    let ignored = summary("", &["--ignore", "OUT001"]);
    assert_eq!(
        (&ignored["errors"], &ignored["coverage"]["inconsistent"]),
        (&1.into(), &1.into())
    );
    let milder = summary("", &["--severity", "OUT001=advice"]);
    assert_eq!(
        (&milder["advice"], &milder["coverage"]["inconsistent"]),
        (&1.into(), &1.into())
    );
    let accepted = summary(ACCEPTED, &[]);
    assert_eq!((&accepted["errors"], &accepted["accepted"]), (&1.into(), &1.into()));
}

#[test]
fn an_audit_says_which_accepted_entries_are_not_needed() {
    let folder = with_configuration(&ACCEPTED.replace("QTY002", "LIM001"));
    let (_, said) = reported(folder.path(), "audit", &[]);
    assert!(said.contains("imrlint.toml:1"), "{said}");
    assert!(said.contains("no finding needs it any more"), "{said}");
    // The letters that were left out may need it.
    let (_, said) = reported(folder.path(), "audit", &["--limit", "1"]);
    assert_eq!(said, "");
}

#[test]
fn a_setting_that_names_nothing_ends_the_run() {
    let unknown = audit(&["made", "--select", "NON001"]);
    assert_eq!(unknown.status.code(), Some(2));
    assert!(text(&unknown.stderr).contains("NON001"));
}

#[test]
fn rows_that_were_checked_with_other_settings_are_not_taken_over() {
    let folder = tempfile::tempdir().unwrap();
    let all = rows(folder.path(), &["made", "--limit", "5"]);
    let few = rows(folder.path(), &["made", "--limit", "5", "--ignore", "error"]);
    assert_ne!(all, few);
    let earlier = folder.path().join("earlier.jsonl");
    fs::write(&earlier, all.join("\n") + "\n").unwrap();
    let resume = ["made", "--limit", "5", "--resume", earlier.to_str().unwrap()];
    assert_eq!(
        rows(folder.path(), &[&resume[..], &["--ignore", "error"]].concat()),
        few
    );
    assert_eq!(rows(folder.path(), &resume), all);
}

#[test]
fn findings_on_recycled_rationales_are_chosen_as_others_are() {
    let folder = tempfile::tempdir().unwrap();
    let letter = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters/made/d01.txt");
    let letter = fs::read_to_string(letter).unwrap();
    fs::write(folder.path().join("one.txt"), &letter).unwrap();
    fs::write(folder.path().join("other.txt"), letter.replace("52", "37")).unwrap();
    let recycled = |arguments: &[&str]| -> Vec<String> {
        let rows = rows(folder.path(), &[&[folder.path().to_str().unwrap()], arguments].concat());
        let recycled = rows.into_iter().filter(|row| row.contains("RAT004"));
        recycled.map(|row| path_of(&row)).collect()
    };
    assert_eq!(recycled(&[]).len(), 2);
    assert_eq!(recycled(&["--select", "RAT"]).len(), 2);
    assert_eq!(recycled(&["--ignore", "RAT004"]).len(), 0);
    assert_eq!(recycled(&["--select", "OUT001"]).len(), 0);
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

#[cfg(unix)]
#[test]
fn a_second_interruption_ends_a_run_that_waits_and_leaves_nothing() {
    use std::process::Stdio;

    let folder = tempfile::tempdir().unwrap();
    let mut run = std::process::Command::new(env!("CARGO_BIN_EXE_imrlint"))
        .args(["audit", "-", "--quiet", "--report"])
        .arg(folder.path().join("audit.json"))
        .env("TMPDIR", folder.path())
        .stdin(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // Standard input stays open and silent, and the run waits for it.
    let _held = run.stdin.take().unwrap();
    let patience = std::time::Instant::now();
    let mut asked = 0;
    while run.try_wait().unwrap().is_none() && patience.elapsed().as_secs() < 60 {
        // Before the handler stands, an interruption ends the program as it ends any other.
        if fs::read_dir(folder.path()).unwrap().count() == 2 || asked > 0 {
            std::process::Command::new("kill")
                .args(["-INT", &run.id().to_string()])
                .status()
                .unwrap();
            asked += 1;
        }
        std::thread::sleep(std::time::Duration::from_millis(200));
    }
    assert_eq!(run.wait().unwrap().code(), Some(2));
    assert!(asked >= 2);
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 0);
}
