//! The same letter as text, as a Word document, and as a PDF of two producers is read and judged the same.
//! `tests/inputs/make.py` made the documents from the bundled letters.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::path::{Path, PathBuf};

use imrlint::Engine;
use imrlint::report::LetterReport;
use imrlint::report::extract::LetterRecord;
use imrlint::source::{Document, Inputs, Kind};
use serde_json::Value;

/// The letter at `path` as data and what was found in it, without names and places, which differ.
fn reading(engine: &Engine, path: &Path) -> (Value, Value) {
    let document = document(path);
    let findings = LetterReport::of_audit(engine.audit(document.clone()))
        .to_record()
        .findings;
    let letter = LetterRecord::new(&engine.read(document));
    let mut values = [letter_value(&letter), serde_json::to_value(findings).unwrap()];
    values.iter_mut().for_each(without_places);
    let [letter, findings] = values;
    (letter, findings)
}

fn letter_value(letter: &LetterRecord) -> Value {
    serde_json::to_value(letter).unwrap()
}

fn without_places(value: &mut Value) {
    match value {
        Value::Object(fields) => {
            // An excerpt shows the line breaks of its input as spaces.
            for field in ["path", "span", "excerpt"] {
                fields.remove(field);
            }
            fields.values_mut().for_each(without_places);
        }
        Value::Array(items) => items.iter_mut().for_each(without_places),
        // Where a letter spells a word both ways, a hyphen at the end of a line may be the printer's.
        Value::String(text) => text.retain(|character| character != '-'),
        _ => {}
    }
}

fn document(path: &Path) -> Document {
    let input = Inputs::new([path]).read().next().unwrap();
    input.outcome.unwrap()
}

/// The bundled letters, each with its copy of another kind.
fn pairs(kind: &str, ending: &str) -> Vec<(PathBuf, PathBuf)> {
    let mut pairs = Vec::new();
    for folder in ["tests/letters/real", "tests/letters/made"] {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.extension().is_some_and(|ending| ending == "txt") {
                let name = path.file_stem().unwrap().to_str().unwrap();
                let copy = PathBuf::from(format!("tests/inputs/letters/{kind}/{name}.{ending}"));
                pairs.push((path, copy));
            }
        }
    }
    pairs.sort();
    assert!(pairs.len() >= 57);
    pairs
}

fn assert_all_the_same(kind: &str, ending: &str) {
    let engine = Engine::embedded().unwrap();
    let mut differing = Vec::new();
    for (letter, copy) in pairs(kind, ending) {
        let (expected, read) = (reading(&engine, &letter), reading(&engine, &copy));
        if read != expected {
            differing.push(format!("{}\n{}", copy.display(), first_difference(&read, &expected)));
        }
    }
    assert!(differing.is_empty(), "{}", differing.join("\n"));
}

/// The lines from the first that differs.
fn first_difference(read: &(Value, Value), expected: &(Value, Value)) -> String {
    let written = |value: &(Value, Value)| format!("{:#}\n{:#}", value.0, value.1);
    let (read, expected) = (written(read), written(expected));
    let differing = read
        .lines()
        .zip(expected.lines())
        .find(|(read, expected)| read != expected);
    differing.map_or_else(String::new, |(read, expected)| {
        format!("  read     {read}\n  expected {expected}")
    })
}

#[test]
fn word_documents_read_as_the_text_does() {
    assert_all_the_same("word", "docx");
}

#[test]
fn pdfs_of_libreoffice_read_as_the_text_does() {
    assert_all_the_same("libreoffice", "pdf");
}

#[test]
fn pdfs_of_chromium_read_as_the_text_does() {
    assert_all_the_same("chromium", "pdf");
}

#[test]
fn every_character_of_a_letter_is_in_its_pdf_and_word_document() {
    let engine = Engine::embedded().unwrap();
    let seen = |text: &str| text.split_whitespace().collect::<String>();
    for (kind, ending) in [("word", "docx"), ("libreoffice", "pdf"), ("chromium", "pdf")] {
        for (letter, copy) in pairs(kind, ending) {
            let expected = engine.read(document(&letter)).flow;
            assert_eq!(
                seen(document(&copy).text()),
                seen(expected.text()),
                "{}",
                copy.display()
            );
        }
    }
}

#[test]
fn a_finding_in_a_pdf_has_a_page_and_a_line_of_the_extracted_text() {
    let document = document(Path::new("tests/inputs/letters/libreoffice/r3.pdf"));
    assert_eq!(document.kind(), Kind::Pdf);
    let at = document.text().find("63-34").unwrap();
    let location = document.locate(at..at + 5);
    assert_eq!(location.page, Some(document.text()[..at].matches('\x0c').count() + 1));
    assert_eq!(location.line, document.text()[..at].matches('\n').count() + 1);
}
