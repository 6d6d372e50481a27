//! Packs that a person might write, right and wrong.

use std::path::PathBuf;

use super::*;

/// Writes a pack of one file and loads it beside the bundled ones.
fn load(text: &str) -> Result<Pack, PackError> {
    let folder = tempfile::tempdir().unwrap();
    let path: PathBuf = folder.path().join("pack.yaml");
    std::fs::write(&path, text).unwrap();
    Pack::with(&[path])
}

fn problems(text: &str) -> Vec<(String, String)> {
    let error = load(text).unwrap_err();
    let problems = error.problems.into_iter();
    problems
        .map(|problem| {
            let span = problem
                .span
                .map_or(0..0, |span| span.offset()..span.offset() + span.len());
            (text[span].to_owned(), problem.message)
        })
        .collect()
}

const MANIFEST: &str = "pack: {id: house, title: House rules, version: '1'}\n";

#[test]
fn the_bundled_packs_have_no_problem() {
    if let Err(error) = Pack::embedded() {
        panic!("{:?}", miette::Report::new(error));
    }
}

#[test]
fn every_problem_of_a_pack_is_found_in_one_run() {
    let text = format!(
        "{MANIFEST}treatments:\n- {{id: mud-bath, class: spa}}\n- {{id: mud-bath}}\nrules:\n- id: mud-bath-visits\n  codes: [LIM001]\n  title: Mud\n  applies-to: {{treatments: [mud-bth]}}\n  limit:\n    unit: visit\n    figures: [{{least: 9, most: 4, over: 8-6 weeks, wen: x}}]\n  messages: {{LIM001: {{message: 'over {{limits}}', help: h}}}}\n  confidence: low\n  severity: {{LIM001: error}}\n"
    );
    let found = problems(&text);
    let places: Vec<&str> = found.iter().map(|(place, _)| place.as_str()).collect();
    assert_eq!(
        places,
        ["spa", "mud-bath", "mud-bth", "9", "8-6 weeks", "wen", "limits", "error"],
        "{found:#?}"
    );
}

#[test]
fn a_house_pack_switches_off_only_with_a_reason() {
    let text = format!("{MANIFEST}extends:\n- rule: no-such-rule\n  off: true\n");
    let messages: Vec<String> = problems(&text).into_iter().map(|(_, message)| message).collect();
    assert!(
        messages.iter().any(|message| message.contains("no rule has the id")),
        "{messages:?}"
    );
    assert!(
        messages.iter().any(|message| message.contains("without a reason")),
        "{messages:?}"
    );
}

#[test]
fn a_folder_that_is_not_there_is_an_error() {
    assert!(Pack::with(&["no/such/folder"]).is_err());
}
