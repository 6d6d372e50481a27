//! `grammar/letter.pest`, `summary.pest` and `diagnoses.pest` compiled, with how their formulas may begin, and nothing else.

#![allow(missing_docs, reason = "the rules are documented in the grammar")]

/// Reads lines, paragraphs and the formulas of the summary.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/letter.pest"]
#[grammar = "../grammar/summary.pest"]
#[grammar = "../grammar/diagnoses.pest"]
pub(super) struct Grammar;

include!(concat!(env!("OUT_DIR"), "/letter_beginnings.rs"));
