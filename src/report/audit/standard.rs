//! The formats that every run has (CSV, SARIF, `JUnit`), for a batch: each row becomes what their reporters receive.

use std::io::{self, Write};

use crate::audit::{AuditedLetter, Batch};
use crate::check::{Severity, Standing};
use crate::report::{Format, LetterReport, Options, PlacedFinding, Screen, Tally, fingerprints, reporter};

/// Prints the findings of the batch in `format`.
pub(super) fn write(batch: &Batch, format: Format, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let mut reporter = reporter(
        format,
        Options {
            screen: Screen {
                colour: false,
                unicode: true,
                width: 100,
                narrated: false,
            },
            quiet: false,
            fail_on: Some(Severity::Error),
        },
    );
    let mut tally = Tally::default();
    reporter.begin(&batch.run, out)?;
    for row in batch.letters()? {
        let report = letter_report(row?);
        tally.add(&report);
        reporter.letter(&report, out)?;
    }
    reporter.finish(&tally, &[], out)
}

/// A row without the letter's text: these formats show no code frames.
fn letter_report(row: AuditedLetter) -> LetterReport {
    let fingerprints = fingerprints(&row.findings);
    let uncovered = row
        .determinations
        .iter()
        .filter(|one| one.standing == Standing::NotCheckable)
        .count();
    let findings = row.findings.into_iter().zip(fingerprints);
    LetterReport {
        letter: row.letter,
        uncovered,
        findings: findings
            .map(|(record, fingerprint)| PlacedFinding {
                fingerprint,
                treatments: Vec::new(),
                primary: record.span.start..record.span.end,
                related: record
                    .related
                    .iter()
                    .map(|place| place.span.start..place.span.end)
                    .collect(),
                record,
            })
            .collect(),
        document: None,
    }
}
