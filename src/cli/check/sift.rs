//! From what was found to what is reported: other severities, the user's choice, accepted findings, the baseline and
//! `--max-findings`, in this order, once for every format. Counts on the way.

use std::collections::BTreeMap;
use std::path::Path;

use jiff::civil::Date;

use crate::cli::config::{Accepted, Configuration, LetterSettings, Selector};
use crate::report::{LetterReport, Notice, NoticeKind, PlacedFinding, Tally};

use super::baseline::{Baseline, Change, Gone, Known};

/// Decides what is reported.
#[derive(Debug)]
pub(super) struct Sift<'a> {
    configuration: Configuration<'a>,
    baseline: Option<Baseline>,
    /// Findings that may still be shown; `None` without a limit.
    room: Option<usize>,
    today: Date,
    tally: Tally,
    gone: Vec<Gone>,
    /// Accepted entries of the letters looked at, by where they are written.
    accepted: BTreeMap<String, AcceptedUse>,
    /// What a new baseline is to hold.
    found: BTreeMap<String, Vec<Known>>,
}

/// An accepted entry, and whether it was needed.
#[derive(Debug)]
struct AcceptedUse {
    entry: String,
    is_expired: bool,
    is_needed: bool,
}

impl<'a> Sift<'a> {
    pub(super) fn new(
        configuration: Configuration<'a>,
        baseline: Option<Baseline>,
        max_findings: Option<usize>,
        today: Date,
    ) -> Self {
        Self {
            configuration,
            baseline,
            room: max_findings,
            today,
            tally: Tally::default(),
            gone: Vec::new(),
            accepted: BTreeMap::new(),
            found: BTreeMap::new(),
        }
    }

    /// Leaves in the letter what is to be reported of it.
    pub(super) fn sift(&mut self, report: &mut LetterReport) -> miette::Result<()> {
        let settings = self.configuration.of_letter(&report.letter.path)?;
        for finding in &mut report.findings {
            if let Some(severity) = settings.severity.get(&finding.record.code) {
                finding.record.severity = severity.value;
            }
        }
        if let Some(baseline) = &mut self.baseline {
            self.gone.extend(baseline.gone_from(report));
        }
        let accepted = self.accepted(&settings, report);
        let mut at = 0..;
        report.findings.retain(|finding| {
            let is_accepted = at.next().is_some_and(|at: usize| accepted[at]);
            self.is_reported(&settings, finding, is_accepted)
        });
        self.tally.add(report);
        if let Some(room) = &mut self.room {
            let shown = report.findings.len().min(*room);
            self.tally.not_shown += report.findings.len() - shown;
            *room -= shown;
            report.findings.truncate(shown);
        }
        Ok(())
    }

    /// For each finding of a letter, whether an entry of the configuration accepts it today.
    fn accepted(&mut self, settings: &LetterSettings, report: &LetterReport) -> Vec<bool> {
        let mut accepted = vec![false; report.findings.len()];
        for entry in &settings.accepted {
            if !covers(entry, &report.letter.path) {
                continue;
            }
            let is_expired = entry.until.is_some_and(|until| until < self.today);
            let known = self
                .accepted
                .entry(entry.origin.to_string())
                .or_insert_with(|| AcceptedUse {
                    entry: entry.to_string(),
                    is_expired,
                    is_needed: false,
                });
            for (finding, accepted) in report.findings.iter().zip(&mut accepted) {
                let is_meant = entry.finding.names(finding)
                    && (entry.determination.is_none() || entry.determination == finding.record.determination);
                known.is_needed |= is_meant;
                *accepted |= is_meant && !is_expired;
            }
        }
        accepted
    }

    fn is_reported(&mut self, settings: &LetterSettings, finding: &PlacedFinding, is_accepted: bool) -> bool {
        let is_named = |names: &[Selector]| names.iter().any(|name| name.names(finding));
        let is_chosen = settings.select.value.is_empty() || is_named(&settings.select.value);
        if !is_chosen || is_named(&settings.ignore.value) {
            return false;
        }
        if is_accepted {
            self.tally.accepted += 1;
            return false;
        }
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
        let accepted = self.accepted.iter().filter_map(|(origin, accepted)| {
            let (kind, what) = match (accepted.is_needed, accepted.is_expired) {
                (true, false) => return None,
                (true, true) => (
                    NoticeKind::AcceptedExpired,
                    "its time is over and the finding is reported again",
                ),
                (false, _) => (NoticeKind::AcceptedUnused, "no finding needs it any more: remove it"),
            };
            Some(Notice {
                kind,
                message: format!("{origin}: accepted {}: {what}", accepted.entry),
            })
        });
        let with_letters = self.baseline.iter().flat_map(Baseline::gone_with_letters);
        let gone = self.gone.iter().map(gone_notice);
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

/// Whether an accepted entry is about the letter of this name.
fn covers(entry: &Accepted, letter: &str) -> bool {
    let absolute = std::path::absolute(letter).unwrap_or_else(|_| letter.into());
    let seen_from_file = absolute.strip_prefix(&entry.folder).unwrap_or(Path::new(letter));
    entry.letter.is_match(seen_from_file)
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
