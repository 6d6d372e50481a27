//! One line a finding, in the form that editors and scripts parse.

use std::io::{self, Write};

use super::letter::LetterReport;
use super::reporter::{Notice, Reporter};
use super::tally::Tally;
use super::writing::one_line;

/// `path:line:column: severity[CODE] message`
#[derive(Debug)]
pub(super) struct Short;

impl Reporter for Short {
    fn letter(&mut self, report: &LetterReport, out: &mut dyn Write) -> io::Result<()> {
        for finding in &report.findings {
            let record = &finding.record;
            writeln!(
                out,
                "{}:{}:{}: {}[{}] {}",
                one_line(&record.path),
                record.span.line,
                record.span.column,
                record.severity.word(),
                record.code.id(),
                one_line(&record.message),
            )?;
        }
        Ok(())
    }

    fn finish(&mut self, _tally: &Tally, _notices: &[Notice], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}
