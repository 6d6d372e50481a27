//! What became of each determination, and why: every rule that was tried, with the facts that it used, so that silence
//! is explained as readily as an alarm.

use serde::{Deserialize, Serialize};

use crate::pack::Id;
use crate::text::Span;

use super::Code;

/// The judgement on one determination.
#[derive(Debug, Clone)]
pub struct Verdict {
    /// The determination, counted from 1.
    pub determination: usize,
    /// Whether it agrees with the rules and with itself.
    pub standing: Standing,
    /// Every rule that was tried, in the order of the packs.
    pub tried: Vec<Trial>,
}

impl Verdict {
    /// Where the determination stands, if it `disagrees` with the rules or with itself, and if not.
    #[must_use]
    pub fn standing_where(&self, disagrees: bool) -> Standing {
        let mut tried = self.tried.iter();
        let earned = tried.any(|trial| trial.of_guideline && trial.result == TrialResult::Held);
        match (disagrees, earned) {
            (true, _) => Standing::Inconsistent,
            (false, true) => Standing::Consistent,
            (false, false) => Standing::NotCheckable,
        }
    }
}

/// Whether a determination agrees with the rules and with itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    /// A guideline rule was applied and held, and no error or warning was found.
    Consistent,
    /// An error or a warning was found.
    Inconsistent,
    /// No guideline rule could be applied.
    NotCheckable,
}

/// One rule, held against one determination.
#[derive(Debug, Clone)]
pub struct Trial {
    /// The rule's pack.
    pub pack: Id,
    /// The rule.
    pub rule: Id,
    /// The code that it answered for.
    pub code: Code,
    /// Its title.
    pub title: String,
    /// Whether it is a rule of a guideline, and not one that every letter owes.
    pub of_guideline: bool,
    /// What came of it.
    pub result: TrialResult,
    /// The facts used, in the order of the argument.
    pub steps: Vec<Step>,
}

/// What came of a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case", tag = "outcome", content = "code")]
pub enum TrialResult {
    /// It was applied, and the determination agrees with it.
    Held,
    /// It was applied, and the determination disagrees.
    Spoke(Code),
    /// A stated exception, or room that the letter leaves, kept it silent.
    Excused,
    /// A fact that it needs is missing from the letter.
    CannotTell,
    /// It does not concern this request or this outcome.
    NotApplicable,
}

/// One fact in a rule's argument.
#[derive(Debug, Clone)]
pub struct Step {
    /// What the fact is, in a few words: "requested", "earlier", "limit".
    pub label: String,
    /// Its value, or what is missing.
    pub value: String,
    /// The words it was read from, where the letter has them.
    pub span: Option<Span>,
}
