//! How well letters are read and checked, against what people found in them. `real` letters are published ones, `made`
//! letters were at hand while the packs were written, `blind` ones were written by people who had never seen the program.
//! The floors are what was reached; a change that falls below one makes the program worse.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::fs;
use std::ops::Range;
use std::path::Path;

use imrlint::check::Code;
use imrlint::source::Document;
use imrlint::{Audit, Engine};
use serde_json::Value;

/// Codes of advice, which is counted apart.
const ADVICE: [&str; 5] = ["QTY003", "CIT007", "RAT003", "RAT004", "FAC006"];

/// What somebody found in a letter.
struct Expected {
    code: String,
    determination: Option<usize>,
    evidence: String,
}

#[derive(Default)]
struct Score {
    right: f64,
    missed: f64,
    false_alarms: f64,
    located: f64,
    locatable: f64,
    clean: f64,
    clean_left_alone: f64,
    notes: Vec<String>,
}

impl Score {
    fn precision(&self) -> f64 {
        self.right / (self.right + self.false_alarms)
    }

    fn recall(&self) -> f64 {
        self.right / (self.right + self.missed)
    }
}

fn is_advice(code: &str) -> bool {
    ADVICE.contains(&code)
}

fn expected(path: &Path) -> Vec<Expected> {
    let expected: Value = serde_json::from_str(&fs::read_to_string(path).unwrap()).unwrap();
    let findings = expected["findings"].as_array().unwrap().iter();
    findings
        .map(|finding| Expected {
            code: finding["code"].as_str().unwrap().to_owned(),
            determination: finding["determination"]
                .as_u64()
                .map(|index| usize::try_from(index).unwrap()),
            evidence: finding["evidence"].as_str().unwrap_or_default().to_owned(),
        })
        .collect()
}

/// Where `evidence` stands in `text`, white space apart.
fn place(text: &str, evidence: &str) -> Option<Range<usize>> {
    let solid = |text: &str| -> Vec<(usize, char)> {
        let characters = text.char_indices();
        characters.filter(|(_, character)| !character.is_whitespace()).collect()
    };
    let (text, evidence) = (solid(text), solid(evidence));
    let at = text.windows(evidence.len().max(1)).position(|window| {
        !evidence.is_empty()
            && window
                .iter()
                .map(|(_, one)| one)
                .eq(evidence.iter().map(|(_, one)| one))
    })?;
    let (last, character) = text[at + evidence.len() - 1];
    Some(text[at].0..last + character.len_utf8())
}

fn score(engine: &Engine, folder: &str, advice: bool) -> Score {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/letters").join(folder);
    let mut letters: Vec<_> = fs::read_dir(root).unwrap().map(|entry| entry.unwrap().path()).collect();
    letters.retain(|path| path.extension().is_some_and(|ending| ending == "txt"));
    letters.sort();
    assert!(!letters.is_empty(), "no letters in {folder}");
    let mut score = Score::default();
    for path in letters {
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let text = fs::read_to_string(&path).unwrap();
        let audit = engine.audit(Document::from_text(&name, &text));
        let wanted = expected(&path.with_extension("expected.json"));
        add(&mut score, &name, &text, &audit, &wanted, advice);
    }
    score
}

fn add(score: &mut Score, name: &str, text: &str, audit: &Audit, wanted: &[Expected], advice: bool) {
    let mut left: Vec<_> = audit
        .findings
        .iter()
        .filter(|finding| is_advice(finding.code.id()) == advice)
        .collect();
    let serious = left.len();
    let wanted: Vec<_> = wanted
        .iter()
        .filter(|wanted| is_advice(&wanted.code) == advice)
        .collect();
    if wanted.is_empty() {
        score.clean += 1.0;
        score.clean_left_alone += f64::from(u8::from(serious == 0));
    }
    for wanted in wanted {
        let found = left
            .iter()
            .position(|finding| finding.code.id() == wanted.code && finding.determination == wanted.determination);
        let Some(found) = found.map(|place| left.remove(place)) else {
            score.missed += 1.0;
            score
                .notes
                .push(format!("{name}: missed {} on {:?}", wanted.code, wanted.determination));
            continue;
        };
        score.right += 1.0;
        let Some(evidence) = place(text, &wanted.evidence) else {
            continue;
        };
        score.locatable += 1.0;
        let spans = std::iter::once(found.span).chain(found.related.iter().map(|related| related.span));
        let overlaps = spans
            .map(|span| audit.reading.locate(span))
            .any(|location| location.start < evidence.end && evidence.start < location.end);
        score.located += f64::from(u8::from(overlaps));
    }
    let mut counted: Vec<(Code, Option<usize>)> = Vec::new();
    for finding in left {
        if !counted.contains(&(finding.code, finding.determination)) {
            counted.push((finding.code, finding.determination));
            score.false_alarms += 1.0;
            score.notes.push(format!(
                "{name}: false {} on {:?}",
                finding.code.id(),
                finding.determination
            ));
        }
    }
}

fn at_least(what: &str, reached: f64, floor: f64, score: &Score) {
    assert!(
        reached >= floor,
        "{what} is {reached:.3}, below {floor}:\n{}",
        score.notes.join("\n")
    );
}

#[test]
fn published_letters_give_exactly_what_people_found() {
    let engine = Engine::embedded().unwrap();
    for advice in [false, true] {
        let score = score(&engine, "real", advice);
        assert!(score.notes.is_empty(), "{}", score.notes.join("\n"));
    }
}

#[test]
fn findings_in_letters_at_hand() {
    let engine = Engine::embedded().unwrap();
    let serious = score(&engine, "made", false);
    at_least("precision", serious.precision(), 0.97, &serious);
    at_least("recall", serious.recall(), 0.96, &serious);
    at_least(
        "clean letters left alone",
        serious.clean_left_alone / serious.clean,
        0.95,
        &serious,
    );
    at_least("located", serious.located / serious.locatable, 0.98, &serious);
    let advice = score(&engine, "made", true);
    at_least("precision of advice", advice.precision(), 0.9, &advice);
    at_least("recall of advice", advice.recall(), 0.9, &advice);
}

#[test]
fn findings_in_letters_of_people_who_had_not_seen_the_program() {
    let engine = Engine::embedded().unwrap();
    let serious = score(&engine, "blind", false);
    at_least("precision", serious.precision(), 0.985, &serious);
    at_least("recall", serious.recall(), 0.955, &serious);
    at_least("located", serious.located / serious.locatable, 0.9, &serious);
    let advice = score(&engine, "blind", true);
    at_least("precision of advice", advice.precision(), 0.8, &advice);
    at_least("recall of advice", advice.recall(), 0.9, &advice);
}
