//! The generated letters of every layout and kind of case: the findings are exactly those that the generator planted.

#![allow(clippy::unwrap_used, reason = "a test may fail loudly")]

#[path = "../examples/letters/cases.rs"]
mod cases;
#[path = "../examples/letters/generator.rs"]
mod generator;

use std::collections::BTreeSet;

use imrlint::Engine;
use imrlint::source::Document;

/// Letters enough for every layout with every case.
const LETTERS: u64 = 240;
/// What only a batch can show: a rationale that another letter has as well.
const OF_BATCHES: &str = "RAT004";

#[test]
fn generated_letters_have_the_findings_that_were_planted() {
    let engine = Engine::embedded().unwrap();
    let mut codes = BTreeSet::new();
    for index in 0..LETTERS {
        let letter = generator::letter(7, index);
        let found = engine
            .audit(Document::from_text(format!("{index}"), &*letter.text))
            .findings;
        let found: BTreeSet<_> = found
            .iter()
            .map(|finding| (finding.code.id().to_owned(), finding.determination))
            .collect();
        let planted: BTreeSet<_> = letter
            .planted
            .iter()
            .filter(|planted| planted.code != OF_BATCHES)
            .map(|planted| (planted.code.to_owned(), planted.determination))
            .collect();
        codes.extend(planted.iter().map(|(code, _)| code.clone()));
        assert_eq!(found, planted, "letter {index}:\n{}", letter.text);
    }
    assert!(codes.len() >= 5, "few codes were planted: {codes:?}");
}
