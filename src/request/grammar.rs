//! The grammar of requests, as pest compiles it.

/// Reads amounts and qualities.
#[derive(pest_derive::Parser)]
#[grammar = "../grammar/request.pest"]
pub(super) struct RequestGrammar;
