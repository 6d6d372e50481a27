//! Prints readings and findings. Every format receives the same records ([`record`]) and the letter's text for code frames,
//! and nothing else, so that formats cannot disagree.

pub mod audit;
mod convert;
mod csv;
pub mod explain;
pub mod extract;
mod fingerprint;
mod frame;
mod github;
mod json;
mod junit;
mod letter;
mod pretty;
pub mod record;
mod reporter;
mod sarif;
mod short;
mod summary;
mod tally;
mod writing;

pub use fingerprint::{Fingerprint, fingerprints};
pub use json::CheckRecord;
pub use letter::{Fate, LetterReport, PlacedFinding};
pub use pretty::theme;
pub use reporter::{
    Format, Notice, NoticeKind, Options, PackRecord, Reporter, RunRecord, Screen, ToolRecord, reporter,
};
pub use summary::{CodeRow, closing_line, rows, table};
pub use tally::{CodeTally, Tally};

#[cfg(test)]
mod sample;
#[cfg(test)]
mod tests;
