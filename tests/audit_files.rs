//! The binary formats of `imrlint audit`, opened by other libraries or read back, hold the same rows as the JSON.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs::File;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use calamine::{Data, Reader, Xlsx, open_workbook};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use serde_json::Value;

/// Audits the bundled letters into a file of this name, and into JSON.
fn audited(name: &str) -> (tempfile::TempDir, PathBuf, Value) {
    let folder = tempfile::tempdir().unwrap();
    let report = folder.path().join(name);
    let json = folder.path().join("audit.json");
    let letters = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters");
    let mut command = Command::cargo_bin("imrlint").unwrap();
    command
        .current_dir(letters)
        .args(["audit", "made", "real", "--quiet", "--fail-on", "never", "--report"]);
    command.arg(&report).arg("--report").arg(&json).assert().success();
    let json = serde_json::from_slice(&std::fs::read(json).unwrap()).unwrap();
    (folder, report, json)
}

fn len(value: &Value) -> usize {
    value.as_array().unwrap().len()
}

fn column(header: &[Data], name: &str) -> usize {
    header
        .iter()
        .position(|cell| *cell == Data::String(name.to_owned()))
        .unwrap()
}

#[test]
fn the_workbook_opens_with_typed_rows_and_four_sheets() {
    let (_folder, report, json) = audited("audit.xlsx");
    let mut workbook: Xlsx<_> = open_workbook(report).unwrap();
    assert_eq!(
        workbook.sheet_names(),
        ["Summary", "Findings", "Determinations", "Rules"]
    );

    let findings = workbook.worksheet_range("Findings").unwrap();
    assert_eq!(findings.height(), 1 + len(&json["findings"]));
    let rows: Vec<&[Data]> = findings.rows().collect();
    let (code, line) = (column(rows[0], "code"), column(rows[0], "line"));
    let numbered = column(rows[0], "determination");
    for (row, finding) in rows[1..].iter().zip(json["findings"].as_array().unwrap()) {
        assert_eq!(row[code], Data::String(finding["code"].as_str().unwrap().to_owned()));
        assert_eq!(row[line], Data::Float(finding["span"]["line"].as_f64().unwrap()));
        if let Some(index) = finding["determination"].as_f64() {
            assert_eq!(row[numbered], Data::Float(index));
        }
    }

    let determinations = workbook.worksheet_range("Determinations").unwrap();
    assert_eq!(determinations.height(), 1 + len(&json["determinations"]));
    let rows: Vec<&[Data]> = determinations.rows().collect();
    let decided = column(rows[0], "decision_date");
    let dates = rows[1..]
        .iter()
        .filter(|row| matches!(row[decided], Data::DateTime(_)))
        .count();
    assert!(dates > 0, "decision dates are dates");
    assert!(
        rows[1..]
            .iter()
            .all(|row| matches!(row[decided], Data::DateTime(_) | Data::Empty))
    );

    let rules = workbook.worksheet_range("Rules").unwrap();
    assert_eq!(rules.height(), 1 + len(&json["summary"]["rules"]));
}

#[test]
fn the_workbook_links_findings_to_determinations_and_filters() {
    let (_folder, report, json) = audited("audit.xlsx");
    let mut archive = zip::ZipArchive::new(File::open(report).unwrap()).unwrap();
    let sheet = std::io::read_to_string(archive.by_name("xl/worksheets/sheet2.xml").unwrap()).unwrap();
    // The header is row 1: the first finding and the first determination stand in row 2.
    let determinations = json["determinations"].as_array().unwrap();
    let findings = json["findings"].as_array().unwrap().iter().zip(2..);
    let expected: Vec<(usize, usize)> = findings
        .filter(|(finding, _)| !finding["determination"].is_null())
        .map(|(finding, row)| {
            let mut places = determinations.iter();
            let place = places.position(|determination| {
                determination["path"] == finding["path"] && determination["index"] == finding["determination"]
            });
            (row, place.unwrap() + 2)
        })
        .collect();
    assert!(!expected.is_empty());
    assert_eq!(links(&sheet), expected);
    assert!(sheet.contains("<autoFilter"));
    assert!(sheet.contains("state=\"frozen\""));
}

/// The rows that have a link, each with the row of the other sheet that it leads to.
fn links(sheet: &str) -> Vec<(usize, usize)> {
    let links = sheet.split("<hyperlink ref=\"").skip(1);
    links
        .map(|link| {
            let cell = link.split_once('"').unwrap().0;
            let target = link.split_once("location=\"'Determinations'!A").unwrap().1;
            let row = cell.trim_start_matches(|character: char| character.is_ascii_uppercase());
            (row.parse().unwrap(), target.split_once('"').unwrap().0.parse().unwrap())
        })
        .collect()
}

#[test]
fn the_same_letters_give_the_same_bytes() {
    for name in ["audit.xlsx", "audit.parquet", "audit.html"] {
        let (_one_folder, one, _) = audited(name);
        let (_other_folder, other, _) = audited(name);
        assert!(std::fs::read(one).unwrap() == std::fs::read(other).unwrap(), "{name}");
    }
}

#[test]
fn parquet_holds_typed_findings_and_determinations() {
    let (folder, report, json) = audited("audit.parquet");
    let findings = SerializedFileReader::new(File::open(report).unwrap()).unwrap();
    let codes: Vec<String> = findings
        .get_row_iter(None)
        .unwrap()
        .map(|row| match value(&row.unwrap(), "code") {
            Field::Str(code) => code,
            other => panic!("{other:?}"),
        })
        .collect();
    let expected: Vec<String> = json["findings"]
        .as_array()
        .unwrap()
        .iter()
        .map(|finding| finding["code"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(codes, expected);

    let determinations = File::open(folder.path().join("audit-determinations.parquet")).unwrap();
    let determinations = SerializedFileReader::new(determinations).unwrap();
    let mut dates = 0;
    let mut counts = 0;
    let mut rows = 0;
    for (row, expected) in determinations
        .get_row_iter(None)
        .unwrap()
        .zip(json["determinations"].as_array().unwrap())
    {
        let row = row.unwrap();
        rows += 1;
        assert_eq!(
            value(&row, "path"),
            Field::Str(expected["path"].as_str().unwrap().to_owned())
        );
        assert_eq!(
            value(&row, "determination"),
            Field::Long(expected["index"].as_i64().unwrap())
        );
        match value(&row, "decision_date") {
            Field::Date(days) => {
                dates += 1;
                assert!((15_000..20_000).contains(&days), "{days} days since 1970");
            }
            other => assert_eq!(other, Field::Null),
        }
        match (value(&row, "count"), expected["count"].as_f64()) {
            (Field::Double(count), Some(expected)) => {
                counts += 1;
                assert!((count - expected).abs() < f64::EPSILON);
            }
            (count, expected) => assert_eq!((count, expected), (Field::Null, None)),
        }
    }
    assert_eq!(rows, len(&json["determinations"]));
    assert!(dates > 0 && counts > 0, "{dates} dates, {counts} amounts");
}

fn value(row: &parquet::record::Row, name: &str) -> Field {
    row.get_column_iter()
        .find(|(column, _)| *column == name)
        .unwrap()
        .1
        .clone()
}
