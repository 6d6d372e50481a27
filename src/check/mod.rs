//! Holds a reading against a pack: findings, and for each determination a verdict with the trace of every rule that was
//! tried. Checks see the letter, its evidence and the compiled pack; they read no files, know no clock and print nothing.
//! One file a family of codes; [`judge`] runs them and words what they find.

mod case;
mod citations;
mod code;
mod coverage;
mod documented;
mod facts;
mod finding;
mod judge;
mod letter;
mod limits;
mod misquoted;
mod outcome;
mod quantities;
mod quoted;
mod rationale;
mod requirements;
mod verdict;
mod wording;

pub use case::Case;
pub use code::{Code, Severity};
pub use finding::{Finding, Related, RuleOrigin, RuleSource, Suggestion};
pub use judge::{Judgement, judge};
pub use verdict::{Standing, Step, Trial, TrialResult, Verdict};
