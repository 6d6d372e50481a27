//! Counts what a run found. Every format and the exit status count with these numbers, so that they agree.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::check::{Code, Severity};

use super::letter::LetterReport;
use super::record::LetterStatus;

/// The numbers of a run.
#[derive(Debug, Clone, Default, Serialize, JsonSchema)]
pub struct Tally {
    /// Letters looked at.
    pub letters: usize,
    /// Of these, letters in which nothing could be read.
    pub unreadable: usize,
    /// Items decided in the letters.
    pub determinations: usize,
    /// Of these, items to which no rule of a guideline could be applied.
    pub uncovered: usize,
    /// Findings of severity error.
    pub errors: usize,
    /// Findings of severity warning.
    pub warnings: usize,
    /// Findings of severity advice.
    pub advice: usize,
    /// Findings kept quiet because the configuration accepts them.
    pub accepted: usize,
    /// Findings kept quiet because the baseline has them.
    pub in_baseline: usize,
    /// Findings counted above and not printed, because of `--max-findings`.
    pub not_shown: usize,
    /// The same by code.
    #[serde(skip)]
    pub by_code: BTreeMap<(Code, Severity), CodeTally>,
}

/// The numbers of one code.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct CodeTally {
    /// Findings.
    pub findings: usize,
    /// Letters with at least one.
    pub letters: usize,
}

impl Tally {
    /// Counts a letter, with all of its findings that count.
    pub fn add(&mut self, report: &LetterReport) {
        self.letters += 1;
        self.unreadable += usize::from(report.letter.status == LetterStatus::Unreadable);
        self.determinations += report.letter.determinations;
        self.uncovered += report.uncovered;
        let mut in_letter: BTreeMap<(Code, Severity), usize> = BTreeMap::new();
        for finding in &report.findings {
            let record = &finding.record;
            *in_letter.entry((record.code, record.severity)).or_default() += 1;
            match record.severity {
                Severity::Error => self.errors += 1,
                Severity::Warning => self.warnings += 1,
                Severity::Advice => self.advice += 1,
            }
        }
        for (key, findings) in in_letter {
            let code = self.by_code.entry(key).or_default();
            code.findings += findings;
            code.letters += 1;
        }
    }

    /// All findings.
    #[must_use]
    pub fn findings(&self) -> usize {
        self.errors + self.warnings + self.advice
    }

    /// How many findings are at least as grave as `severity`.
    #[must_use]
    pub fn at_least(&self, severity: Severity) -> usize {
        match severity {
            Severity::Error => self.errors,
            Severity::Warning => self.errors + self.warnings,
            Severity::Advice => self.findings(),
        }
    }
}
