//! From what was found to what is reported: the user's choice, the baseline and `--max-findings`, in this order, once for
//! every format. Counts on the way.

use std::collections::BTreeMap;

use crate::cli::choice::Choice;
use crate::report::{Fate, LetterReport, Notice, NoticeKind, PlacedFinding, Tally};

use super::baseline::{Baseline, Change, Gone, Known};

/// Decides what is reported.
#[derive(Debug)]
pub(super) struct Sift<'a> {
    choice: Choice<'a>,
    baseline: Option<Baseline>,
    /// Findings that may still be shown; `None` without a limit.
    room: Option<usize>,
    tally: Tally,
    gone: Vec<Gone>,
    /// What a new baseline is to hold.
    found: BTreeMap<String, Vec<Known>>,
}

impl<'a> Sift<'a> {
    pub(super) fn new(choice: Choice<'a>, baseline: Option<Baseline>, max_findings: Option<usize>) -> Self {
        Self {
            choice,
            baseline,
            room: max_findings,
            tally: Tally::default(),
            gone: Vec::new(),
            found: BTreeMap::new(),
        }
    }

    /// Leaves in the letter what is to be reported of it.
    pub(super) fn sift(&mut self, report: &mut LetterReport) -> miette::Result<()> {
        let choice = self.choice.of_letter(&report.letter.path)?;
        for finding in &mut report.findings {
            choice.weigh(&mut finding.record);
        }
        if let Some(baseline) = &mut self.baseline {
            self.gone.extend(baseline.gone_from(report));
        }
        let accepted = &mut self.tally.accepted;
        report
            .findings
            .retain(|finding| match choice.fate(&finding.record, &finding.treatments) {
                Fate::Reported => true,
                Fate::NotChosen => false,
                Fate::Accepted => {
                    *accepted += 1;
                    false
                }
            });
        report.findings.retain(|finding| self.is_new(finding));
        self.tally.add(report);
        if let Some(room) = &mut self.room {
            let shown = report.findings.len().min(*room);
            self.tally.not_shown += report.findings.len() - shown;
            *room -= shown;
            report.findings.truncate(shown);
        }
        Ok(())
    }

    /// Whether the baseline does not have the finding.
    fn is_new(&mut self, finding: &PlacedFinding) -> bool {
        let Some(baseline) = &self.baseline else { return true };
        let key = baseline.key(&finding.record.path);
        self.found.entry(key).or_default().push(Known::of(finding));
        let is_known = baseline.knows(finding);
        self.tally.in_baseline += usize::from(is_known);
        !is_known
    }

    /// The numbers so far.
    pub(super) fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The exceptions that except nothing any more.
    pub(super) fn notices(&self) -> Vec<Notice> {
        let with_letters = self.baseline.iter().flat_map(Baseline::gone_with_letters);
        let gone = self.gone.iter().map(gone_notice);
        let accepted = self.choice.notices().into_iter();
        accepted
            .chain(gone)
            .chain(with_letters.map(|gone| gone_notice(&gone)))
            .collect()
    }

    /// Writes what was found as the new baseline.
    pub(super) fn write_baseline(self) -> miette::Result<Option<Change>> {
        self.baseline.map(|baseline| baseline.write(self.found)).transpose()
    }
}

fn gone_notice(gone: &Gone) -> Notice {
    let item = gone.item.iter().map(|item| format!(" ({item})")).collect::<String>();
    Notice {
        kind: NoticeKind::BaselineGone,
        message: format!(
            "{}: {}{item} is in the baseline and no longer found: write the baseline anew to drop it",
            gone.letter,
            gone.code.id()
        ),
    }
}
