//! Holds a reading against a pack: findings, and for each determination a verdict with the trace of every rule that was
//! tried. Checks see the letter, its evidence and the compiled pack; they read no files, know no clock and print nothing.

mod code;
mod finding;

pub use code::{Code, Severity};
pub use finding::{Finding, Related, RuleOrigin, RuleSource, Suggestion};
