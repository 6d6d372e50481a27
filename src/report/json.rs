//! The records as JSON: one object for a run, or one line a letter.

use std::io::{self, Write};

use schemars::JsonSchema;
use serde::Serialize;

use super::letter::LetterReport;
use super::record::{FindingRecord, LetterLine, SCHEMA_VERSION};
use super::reporter::{Notice, Reporter, RunRecord};
use super::tally::Tally;

/// A whole run: what `check --format json` prints.
#[derive(Debug, Serialize, JsonSchema)]
pub struct CheckRecord<'a> {
    /// The version of this layout.
    pub schema_version: u32,
    /// The program and its packs.
    #[serde(flatten)]
    pub run: Option<&'a RunRecord>,
    /// The letters, in the order of the input.
    pub letters: &'a [LetterLine],
    /// The findings, by letter, place and code.
    pub findings: &'a [FindingRecord],
    /// Exceptions that except nothing any more.
    pub notices: &'a [Notice],
    /// The numbers.
    pub summary: &'a Tally,
}

/// One object for the run.
#[derive(Debug, Default)]
pub(super) struct Json {
    run: Option<RunRecord>,
    letters: Vec<LetterLine>,
    findings: Vec<FindingRecord>,
}

impl Reporter for Json {
    fn begin(&mut self, run: &RunRecord, _out: &mut dyn Write) -> io::Result<()> {
        self.run = Some(run.clone());
        Ok(())
    }

    fn letter(&mut self, report: &LetterReport, _out: &mut dyn Write) -> io::Result<()> {
        self.letters.push(report.letter.clone());
        self.findings
            .extend(report.findings.iter().map(|finding| finding.record.clone()));
        Ok(())
    }

    fn finish(&mut self, tally: &Tally, notices: &[Notice], out: &mut dyn Write) -> io::Result<()> {
        let record = CheckRecord {
            schema_version: SCHEMA_VERSION,
            run: self.run.as_ref(),
            letters: &self.letters,
            findings: &self.findings,
            notices,
            summary: tally,
        };
        serde_json::to_writer_pretty(&mut *out, &record)?;
        writeln!(out)
    }
}

/// One line a letter, as they come.
#[derive(Debug)]
pub(super) struct JsonLines;

impl Reporter for JsonLines {
    fn letter(&mut self, report: &LetterReport, out: &mut dyn Write) -> io::Result<()> {
        serde_json::to_writer(&mut *out, &report.to_record())?;
        writeln!(out)
    }

    fn finish(&mut self, _tally: &Tally, _notices: &[Notice], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
