//! What a batch comes to, as reports show it.

use serde::Serialize;

use crate::check::{Code, Severity};
use crate::pack::Id;

/// What a batch comes to.
#[derive(Debug, Clone, Serialize)]
pub struct Summary {
    /// Whether every letter was read; no after an interruption.
    pub complete: bool,
    /// Letters.
    pub letters: usize,
    /// Letters of which nothing could be read.
    pub unreadable: usize,
    /// Decided items.
    pub determinations: usize,
    /// Findings that are errors.
    pub errors: usize,
    /// Findings that are warnings.
    pub warnings: usize,
    /// Findings that are advice.
    pub advice: usize,
    /// Findings that somebody has accepted, in none of the counts.
    pub accepted: usize,
    /// What was decided.
    pub outcomes: Outcomes,
    /// Findings by code, in the order of the catalogue.
    pub codes: Vec<CodeCount>,
    /// Determinations by class of treatment, the most frequent first.
    pub classes: Vec<GroupCount>,
    /// Determinations by the reviewer's specialty, the most frequent first.
    pub specialties: Vec<GroupCount>,
    /// The letters with the most serious findings, the worst first.
    pub worst: Vec<WorstLetter>,
    /// What the rules could say.
    pub coverage: Coverage,
    /// Rationales used again for other patients.
    pub recycled: Vec<RecycledGroup>,
    /// The rules of the packs.
    pub rules: Vec<RuleCount>,
}

/// Determinations by outcome.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Outcomes {
    /// The denial stands.
    pub upheld: usize,
    /// The denial is reversed.
    pub overturned: usize,
    /// Necessary in part.
    pub modified: usize,
    /// No outcome could be read.
    pub unknown: usize,
}

impl Outcomes {
    /// All of them.
    #[must_use]
    pub const fn total(&self) -> usize {
        self.upheld + self.overturned + self.modified + self.unknown
    }
}

/// How often a code was reported.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CodeCount {
    /// The code.
    pub code: Code,
    /// Its name.
    pub name: &'static str,
    /// Its gravest severity in this batch.
    pub severity: Severity,
    /// Findings.
    pub findings: usize,
    /// Letters with at least one.
    pub letters: usize,
}

/// Determinations of one class of treatment, or of one specialty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupCount {
    /// The class's id, or the specialty as written.
    pub name: String,
    /// Determinations.
    pub requested: usize,
    /// What was decided.
    #[serde(flatten)]
    pub outcomes: Outcomes,
    /// Determinations that disagree with the rules or with themselves.
    pub inconsistent: usize,
    /// Their share, from 0 to 1.
    pub share_inconsistent: f64,
}

/// A letter with serious findings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WorstLetter {
    /// The letter.
    pub path: String,
    /// Its errors.
    pub errors: u32,
    /// Its warnings.
    pub warnings: u32,
    /// Its advice.
    pub advice: u32,
}

/// What the rules could say of the determinations.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Coverage {
    /// Determinations that agree with the rules.
    pub consistent: usize,
    /// Determinations that disagree.
    pub inconsistent: usize,
    /// Determinations to which no rule of a guideline could be applied.
    pub not_checkable: usize,
    /// Determinations whose treatment the lexicon does not know.
    pub treatment_unknown: usize,
    /// Treatments for which no rule exists, the most frequent first.
    pub without_rule: Vec<WithoutRule>,
}

/// A treatment for which no rule exists.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct WithoutRule {
    /// The treatment's id.
    pub treatment: Id,
    /// Determinations about it.
    pub determinations: usize,
}

/// A rule of the packs, and what it did in this batch.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// Its pack.
    pub pack: Id,
    /// Its id.
    pub id: Id,
    /// What it demands.
    pub title: String,
    /// The codes that it reports.
    pub codes: Vec<Code>,
    /// The guideline that it comes from.
    pub guideline: Option<Id>,
    /// The guideline's topic.
    pub topic: Option<Id>,
    /// The guideline's pages, first and last.
    pub pages: Vec<(u32, u32)>,
    /// Where it is written.
    pub file: String,
    /// The line there.
    pub line: usize,
    /// Determinations to which it was applied; counted for rules of a guideline only.
    pub applied: usize,
    /// Findings that it made.
    pub findings: usize,
}

/// The same rationale in letters of different patients.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecycledGroup {
    /// Where it stands; of a large group the first few.
    pub members: Vec<RecycledMember>,
    /// How often it stands in all.
    pub size: usize,
}

/// One place of a recycled rationale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RecycledMember {
    /// The letter.
    pub path: String,
    /// The determination, from 1.
    pub determination: usize,
    /// Its heading.
    pub item: String,
    /// How much of it stands in the first letter of another patient, from 0 to 1.
    pub share: f64,
}
