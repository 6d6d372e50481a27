//! Any bytes as a letter: decoded, read, checked, and every place inside the input.

#![no_main]

use std::sync::LazyLock;

use imrlint::Engine;
use imrlint::report::LetterReport;
use imrlint::source::{Document, Input, Limits};
use libfuzzer_sys::fuzz_target;

static ENGINE: LazyLock<Engine> = LazyLock::new(|| Engine::embedded().expect("the bundled packs are sound"));

fuzz_target!(|bytes: &[u8]| {
    let outcome = Document::from_bytes("letter", bytes, &Limits::DEFAULT);
    let is_text = outcome.as_ref().is_ok_and(|document| !document.kind().is_extracted());
    let name = "letter".to_owned();
    let report = LetterReport::of_input(Input { name, outcome }, &ENGINE);
    for finding in &report.findings {
        let span = finding.record.span;
        assert!(span.start <= span.end && (!is_text || span.end <= bytes.len()));
    }
});
