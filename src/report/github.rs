//! GitHub workflow commands: each finding becomes an annotation on the line of the letter.

use std::io::{self, Write};

use crate::check::Severity;

use super::letter::LetterReport;
use super::reporter::{Notice, Reporter};
use super::tally::Tally;
use super::writing::one_line;

/// `::error file=...,line=...::message`
#[derive(Debug)]
pub(super) struct Github;

impl Reporter for Github {
    fn letter(&mut self, report: &LetterReport, out: &mut dyn Write) -> io::Result<()> {
        for finding in &report.findings {
            let record = &finding.record;
            writeln!(
                out,
                "::{} file={},line={},col={},title={}::{}",
                command(record.severity),
                escape_property(&record.path),
                record.span.line,
                record.span.column,
                escape_property(&format!("{} {}", record.code.id(), record.name)),
                escape_data(&one_line(&record.message)),
            )?;
        }
        Ok(())
    }

    fn finish(&mut self, _tally: &Tally, _notices: &[Notice], _out: &mut dyn Write) -> io::Result<()> {
        Ok(())
    }
}

const fn command(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "notice",
    }
}

/// The runner undoes these escapes after it has found the end of the line.
fn escape_data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// A property also ends at a comma or a colon.
fn escape_property(text: &str) -> String {
    escape_data(text).replace(':', "%3A").replace(',', "%2C")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_ends_a_command_is_escaped() {
        assert_eq!(
            escape_data("50% relief\r\nand: more, too"),
            "50%25 relief%0D%0Aand: more, too"
        );
        assert_eq!(escape_property("a:b,c%.txt"), "a%3Ab%2Cc%25.txt");
    }
}
