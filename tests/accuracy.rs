//! Holds the bundled letters against what careful readers found in them: how much is read right, how many findings are
//! right, how many are missed, and whether letters without fault are left alone. The expectations stand beside each
//! letter; the floors below may only rise.
#![allow(clippy::unwrap_used, clippy::expect_used, reason = "a test may fail loudly")]

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use imrlint::check::{Code, Severity};
use imrlint::source::Document;
use imrlint::{Audit, Engine};
use serde_json::Value;

/// How many of the labelled things were found, and how many were found that nobody labelled.
#[derive(Debug, Default, Clone, Copy)]
struct Score {
    right: usize,
    missed: usize,
    false_alarms: usize,
}

impl Score {
    fn precision(self) -> f64 {
        share(self.right, self.right + self.false_alarms)
    }

    fn recall(self) -> f64 {
        share(self.right, self.right + self.missed)
    }
}

#[expect(clippy::cast_precision_loss, reason = "a few hundred labels")]
fn share(part: usize, whole: usize) -> f64 {
    if whole == 0 { 1.0 } else { part as f64 / whole as f64 }
}

/// A letter, as read, and what is expected of it.
struct Labelled {
    name: String,
    audit: Audit,
    expected: Value,
}

fn letters(folder: &str) -> Vec<Labelled> {
    let engine = Engine::embedded().expect("the bundled packs load");
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters").join(folder);
    let mut paths: Vec<PathBuf> = fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    paths.sort();
    assert!(!paths.is_empty(), "there are letters to read");
    paths
        .into_iter()
        .map(|path| {
            let expected = fs::read_to_string(path.with_extension("expected.json")).unwrap();
            let text = fs::read_to_string(&path).unwrap();
            Labelled {
                name: path.file_name().unwrap().to_string_lossy().into_owned(),
                audit: engine.audit(Document::from_text(path.to_string_lossy(), text)),
                expected: serde_json::from_str(&expected).unwrap(),
            }
        })
        .collect()
}

/// Code and determination of each labelled finding, and of each finding made.
fn findings(letter: &Labelled) -> (Vec<(String, Option<u64>)>, Vec<(String, Option<u64>)>) {
    let labelled = letter.expected["findings"].as_array().unwrap();
    let expected = labelled
        .iter()
        .map(|finding| {
            (
                finding["code"].as_str().unwrap().to_owned(),
                finding["determination"].as_u64(),
            )
        })
        .collect();
    let found = letter
        .audit
        .findings
        .iter()
        .map(|finding| {
            (
                finding.code.id().to_owned(),
                finding.determination.map(|index| index as u64),
            )
        })
        .collect();
    (expected, found)
}

fn is_advice(code: &str) -> bool {
    Code::ALL
        .iter()
        .any(|known| known.id() == code && known.severity() == Severity::Advice)
}

fn score(letters: &[Labelled], counts: impl Fn(&str) -> bool) -> Score {
    let mut score = Score::default();
    for letter in letters {
        let (mut expected, mut found) = findings(letter);
        expected.retain(|(code, _)| counts(code));
        found.retain(|(code, _)| counts(code));
        for finding in found {
            match expected.iter().position(|label| *label == finding) {
                Some(index) => {
                    expected.swap_remove(index);
                    score.right += 1;
                }
                None => {
                    eprintln!("{}: false alarm {finding:?}", letter.name);
                    score.false_alarms += 1;
                }
            }
        }
        for label in &expected {
            eprintln!("{}: missed {label:?}", letter.name);
        }
        score.missed += expected.len();
    }
    score
}

#[test]
fn published_letters_give_exactly_what_is_expected_of_them() {
    for letter in letters("real") {
        let (mut expected, mut found) = findings(&letter);
        expected.sort();
        found.sort();
        assert_eq!(found, expected, "{}", letter.name);
    }
}

#[test]
fn errors_and_warnings_on_made_letters_are_right_and_few_are_missed() {
    let score = score(&letters("made"), |code| !is_advice(code));
    assert!(score.precision() >= 0.97, "{score:?}");
    assert!(score.recall() >= 0.92, "{score:?}");
}

#[test]
fn advice_on_made_letters_is_mostly_right() {
    let score = score(&letters("made"), is_advice);
    let (precision, recall) = (score.precision(), score.recall());
    assert!(2.0 * precision * recall / (precision + recall) >= 0.85, "{score:?}");
}

#[test]
fn letters_without_fault_are_left_alone() {
    let letters = letters("made");
    let serious = |list: &[(String, Option<u64>)]| list.iter().any(|(code, _)| !is_advice(code));
    let clean: Vec<_> = letters
        .iter()
        .map(findings)
        .filter(|(expected, _)| !serious(expected))
        .collect();
    let silent = clean.iter().filter(|(_, found)| !serious(found)).count();
    assert!(share(silent, clean.len()) >= 0.95, "{silent} of {}", clean.len());
}

#[test]
fn findings_point_at_the_telling_words() {
    let (mut located, mut pairs) = (0, 0);
    for letter in letters("made").iter().chain(&letters("real")) {
        let text = letter.audit.reading.document.text();
        for label in letter.expected["findings"].as_array().unwrap() {
            let Some(words) = words_at(text, label["evidence"].as_str().unwrap_or_default()) else {
                continue;
            };
            let found = letter.audit.findings.iter().find(|finding| {
                label["code"] == finding.code.id()
                    && label["determination"].as_u64() == finding.determination.map(|index| index as u64)
            });
            let Some(found) = found else { continue };
            pairs += 1;
            let spans = std::iter::once(found.span).chain(found.related.iter().map(|related| related.span));
            let hit = spans
                .map(|span| letter.audit.reading.flow.origin(span))
                .any(|range| range.start < words.1 && words.0 < range.end);
            if !hit {
                eprintln!(
                    "{}: {} points elsewhere than {:?}",
                    letter.name,
                    found.code.id(),
                    label["evidence"]
                );
            }
            located += usize::from(hit);
        }
    }
    assert!(share(located, pairs) >= 0.98, "{located} of {pairs}");
}

/// Where `words` stand in `text`, white space apart.
fn words_at(text: &str, words: &str) -> Option<(usize, usize)> {
    let squeezed: Vec<(usize, char)> = text
        .char_indices()
        .filter(|(_, character)| !character.is_whitespace())
        .collect();
    let needle: Vec<char> = words.chars().filter(|character| !character.is_whitespace()).collect();
    if needle.is_empty() {
        return None;
    }
    let at = squeezed
        .windows(needle.len())
        .position(|window| window.iter().map(|(_, character)| character).eq(&needle))?;
    let (last, character) = squeezed[at + needle.len() - 1];
    Some((squeezed[at].0, last + character.len_utf8()))
}

#[test]
fn determinations_are_read_as_labelled() {
    let mut shares: BTreeMap<&str, (usize, usize)> = BTreeMap::new();
    for letter in letters("made").iter().chain(&letters("real")) {
        let expected = letter.expected["determinations"].as_array().unwrap();
        let read = &letter.audit.reading.letter.determinations;
        assert_eq!(read.len(), expected.len(), "{}", letter.name);
        for (label, determination) in expected.iter().zip(read) {
            let mut hold = |field, right: bool, have: &dyn std::fmt::Debug| {
                let entry = shares.entry(field).or_default();
                entry.0 += usize::from(right);
                entry.1 += 1;
                if !right {
                    eprintln!("{} {}: {field}: have {have:?}", letter.name, label["item"]);
                }
            };
            let outcome = serde_json::to_value(determination.outcome.map(|(outcome, _)| outcome)).unwrap();
            hold("outcome", outcome == label["outcome"], &outcome);
            let mut treatments: Vec<_> = determination
                .request
                .treatments
                .iter()
                .map(|treatment| treatment.id.to_string())
                .collect();
            treatments.sort();
            treatments.dedup();
            let mut labelled: Vec<_> = label["treatments"]
                .as_array()
                .unwrap()
                .iter()
                .map(|id| id.as_str().unwrap().to_owned())
                .collect();
            labelled.sort();
            hold("treatments", treatments == labelled, &treatments);
            let count = determination.request.quantity.count;
            hold("count", count == label["quantity"]["count"].as_f64(), &count);
            let conclusions = &letter.audit.reading.evidence.conclusions[determination.index - 1];
            let stance = serde_json::to_value(conclusions.stance()).unwrap();
            hold("conclusion", stance == label["conclusion"], &stance);
            if let Some(side) = label.get("side") {
                let read = serde_json::to_value(determination.request.side.map(|(side, _)| side)).unwrap();
                hold("side", read == *side, &read);
            }
        }
    }
    for (field, (right, all)) in shares {
        assert!(share(right, all) >= 0.98, "{field}: {right} of {all}");
    }
}
