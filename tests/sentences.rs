//! How well single sentences are read, against the labels that people gave them: the role of each sentence, its concepts
//! and how each is asserted. `labelled` sentences were at hand while the cues were written; the others came later, from
//! people who had never seen the program. The floors are what was reached.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use imrlint::evidence::{Section, Sentence, read_passage};
use imrlint::pack::Pack;
use imrlint::pack::written::ConceptKind;
use serde::Deserialize;
use serde_json::json;

#[derive(Debug, Deserialize)]
struct Labelled {
    id: String,
    section: String,
    before: String,
    text: String,
    role: String,
    mentions: Vec<Label>,
}

#[derive(Debug, Deserialize)]
struct Label {
    concept: String,
    assertion: String,
}

#[derive(Default)]
struct Score {
    sentences: f64,
    roles: f64,
    right: f64,
    missed: f64,
    false_alarms: f64,
    notes: Vec<String>,
}

impl Score {
    fn f1(&self) -> f64 {
        2.0 * self.right / (2.0 * self.right + self.missed + self.false_alarms)
    }
}

fn score(pack: &Pack, file: &str) -> Score {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sentences").join(file);
    let text = fs::read_to_string(path).unwrap();
    let mut score = Score::default();
    for line in text.lines().filter(|line| !line.trim().is_empty()) {
        let labelled: Labelled = serde_json::from_str(line).unwrap();
        add(&mut score, pack, &labelled);
    }
    assert!(score.sentences > 0.0, "{file} holds no sentence");
    score
}

fn add(score: &mut Score, pack: &Pack, labelled: &Labelled) {
    let section = if labelled.section == "summary" {
        Section::Summary
    } else {
        Section::Rationale(0)
    };
    let before = Some(labelled.before.as_str()).filter(|before| !before.is_empty());
    let sentences = read_passage(&labelled.text, section, before, pack);
    score.sentences += 1.0;
    let role = sentences.first().map(|sentence| json!(sentence.role));
    if role == Some(json!(labelled.role)) {
        score.roles += 1.0;
    } else {
        score.notes.push(format!("{}: read as {role:?}", labelled.id));
    }
    let found = mentions(&sentences, pack);
    let wanted: BTreeSet<_> = labelled
        .mentions
        .iter()
        .map(|label| (label.concept.clone(), label.assertion.clone()))
        .collect();
    for (set, other, word) in [(&wanted, &found, "missed"), (&found, &wanted, "false")] {
        let apart = set.difference(other);
        let notes = apart.map(|(concept, assertion)| format!("{}: {word} {concept} {assertion}", labelled.id));
        score.notes.extend(notes);
    }
    score.right += count(wanted.intersection(&found).count());
    score.missed += count(wanted.difference(&found).count());
    score.false_alarms += count(found.difference(&wanted).count());
}

fn mentions(sentences: &[Sentence], pack: &Pack) -> BTreeSet<(String, String)> {
    let mentions = sentences.iter().flat_map(|sentence| &sentence.mentions);
    mentions
        .filter(|mention| pack.cues().kind_of(&mention.concept) == Some(ConceptKind::Evidence))
        .map(|mention| {
            let assertion = json!(mention.assertion);
            (mention.concept.to_string(), assertion.as_str().unwrap().to_owned())
        })
        .collect()
}

fn count(number: usize) -> f64 {
    f64::from(u32::try_from(number).unwrap())
}

fn at_least(file: &str, roles: f64, f1: f64) {
    let pack = Pack::embedded().unwrap();
    let score = score(&pack, file);
    let reached = (score.roles / score.sentences, score.f1());
    assert!(
        reached.0 >= roles && reached.1 >= f1,
        "{file}: roles {:.3}, F1 {:.3}:\n{}",
        reached.0,
        reached.1,
        score.notes.join("\n")
    );
}

/// A sentence that documents an element of a guideline's criteria, says that it is missing, or only seems to speak of it.
#[derive(Debug, Deserialize)]
struct OfElement {
    id: String,
    element: String,
    section: String,
    text: String,
    assertion: String,
}

/// Whether the element is read as labelled: present, missing, or at least not present.
fn is_read(pack: &Pack, labelled: &OfElement) -> bool {
    let section = if labelled.section == "summary" {
        Section::Summary
    } else {
        Section::Rationale(0)
    };
    let sentences = read_passage(&labelled.text, section, None, pack);
    let mentions = sentences.iter().flat_map(|sentence| &sentence.mentions);
    let found: BTreeSet<String> = mentions
        .filter(|mention| mention.concept == *labelled.element.as_str())
        .map(|mention| json!(mention.assertion).as_str().unwrap().to_owned())
        .collect();
    match labelled.assertion.as_str() {
        "affirmed" => found.contains("affirmed"),
        "not-documented" => found.contains("not-documented") && !found.contains("affirmed"),
        _ => !found.contains("affirmed"),
    }
}

#[test]
fn elements_of_criteria() {
    let pack = Pack::embedded().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/sentences/elements.jsonl");
    let text = fs::read_to_string(path).unwrap();
    let all: Vec<OfElement> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let missed: Vec<&str> = all
        .iter()
        .filter(|labelled| !is_read(&pack, labelled))
        .map(|labelled| labelled.id.as_str())
        .collect();
    let share = 1.0 - count(missed.len()) / count(all.len());
    assert!(share >= 0.68, "{share:.3} are read, and these are not: {missed:?}");
}

#[test]
fn sentences_at_hand() {
    at_least("labelled.jsonl", 0.97, 0.97);
}

#[test]
fn sentences_that_came_later() {
    at_least("more.jsonl", 0.98, 0.93);
    at_least("later.jsonl", 0.975, 0.93);
}

/// No cue was written or changed for any of these: they tell how sentences of other letters are read.
#[test]
fn sentences_that_no_cue_was_written_for() {
    at_least("unseen.jsonl", 0.92, 0.88);
}
