//! Reports on a batch: tables for the terminal, and files whose ending chooses the format. Every format gets the same
//! [`Batch`](crate::audit::Batch) and shows the same tables and the same columns, so that formats cannot disagree.

mod columns;
mod csv;
mod file;
mod html;
mod json;
mod markdown;
mod parquet;
mod standard;
mod tables;
mod terminal;
mod xlsx;

pub use file::{BadEnding, Contents, Destination};
pub use terminal::print;

use crate::audit::{AuditedLetter, Context, Summary};
use crate::check::Severity;
use crate::report::record::FindingRecord;

/// How many findings of each severity are still to be shown where there is room for a number of them, the gravest first.
#[derive(Debug, Clone, Copy)]
struct Quota {
    errors: usize,
    warnings: usize,
    advice: usize,
}

impl Quota {
    fn new(summary: &Summary, most: usize) -> Self {
        let errors = summary.errors.min(most);
        let warnings = summary.warnings.min(most - errors);
        let advice = summary.advice.min(most - errors - warnings);
        Self {
            errors,
            warnings,
            advice,
        }
    }

    /// Takes a place for a finding of `severity`, if one is left.
    fn take(&mut self, severity: Severity) -> bool {
        let left = match severity {
            Severity::Error => &mut self.errors,
            Severity::Warning => &mut self.warnings,
            Severity::Advice => &mut self.advice,
        };
        let fits = *left > 0;
        *left = left.saturating_sub(1);
        fits
    }
}

/// The findings of a letter with their contexts.
fn findings(row: &AuditedLetter) -> impl Iterator<Item = (&FindingRecord, &Context)> {
    row.findings.iter().zip(&row.contexts)
}
