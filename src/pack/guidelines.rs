//! Guidelines and their topics, compiled so that one pass over a guideline line finds every name.

/// The guidelines of all packs, ready for reading.
#[derive(Debug, Default)]
pub struct Guidelines {}
