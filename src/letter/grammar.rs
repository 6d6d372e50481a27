//! `grammar/letter.pest` compiled, and nothing else.

#![allow(missing_docs, reason = "the rules are documented in the grammar")]

/// Reads lines and paragraphs by `grammar/letter.pest`.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/letter.pest"]
pub(super) struct Grammar;
