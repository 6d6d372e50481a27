//! A table with a row a finding, for spreadsheets.

use std::io::{self, Write};

use super::letter::{LetterReport, PlacedFinding};
use super::reporter::{Notice, Reporter, RunRecord};
use super::tally::Tally;
use super::writing;

/// The columns. New ones are added at the end.
const COLUMNS: [&str; 18] = [
    "path",
    "case_number",
    "line",
    "column",
    "start",
    "end",
    "severity",
    "code",
    "name",
    "determination",
    "item",
    "message",
    "help",
    "guideline",
    "topic",
    "pages",
    "rule",
    "excerpt",
];

/// Comma-separated values with a heading, quoted as RFC 4180 has it.
#[derive(Debug)]
pub(super) struct Csv;

impl Reporter for Csv {
    fn begin(&mut self, _run: &RunRecord, out: &mut dyn Write) -> io::Result<()> {
        write_row(out, COLUMNS.map(str::to_owned))
    }

    fn letter(&mut self, report: &LetterReport, out: &mut dyn Write) -> io::Result<()> {
        for finding in &report.findings {
            write_row(out, row(report, finding))?;
        }
        Ok(())
    }

    fn finish(&mut self, _tally: &Tally, _notices: &[Notice], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

fn row(report: &LetterReport, finding: &PlacedFinding) -> [String; COLUMNS.len()] {
    let record = &finding.record;
    let source = record.source.as_ref();
    [
        record.path.clone(),
        report.letter.case_number.clone().unwrap_or_default(),
        record.span.line.to_string(),
        record.span.column.to_string(),
        record.span.start.to_string(),
        record.span.end.to_string(),
        record.severity.word().to_owned(),
        record.code.id().to_owned(),
        record.name.clone(),
        record.determination.map(|index| index.to_string()).unwrap_or_default(),
        record.item.clone().unwrap_or_default(),
        record.message.clone(),
        record.help.clone(),
        source.map(|source| source.guideline.to_string()).unwrap_or_default(),
        source
            .and_then(|source| source.topic.as_ref())
            .map(ToString::to_string)
            .unwrap_or_default(),
        source.map(|source| writing::pages(&source.pages)).unwrap_or_default(),
        format!("{}/{}", record.rule.pack, record.rule.id),
        record.excerpt.clone(),
    ]
}

fn write_row(out: &mut dyn Write, row: [String; COLUMNS.len()]) -> io::Result<()> {
    let mut writer = csv::WriterBuilder::new().from_writer(out);
    writer.write_record(row).map_err(io::Error::from)?;
    writer.flush()
}
