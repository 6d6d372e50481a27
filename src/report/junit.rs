//! JUnit XML: a suite a letter, a case a finding; a letter without findings is one passed case.

use std::io::{self, Write};

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus, TestSuite};

use crate::check::{Code, Severity};

use super::letter::{LetterReport, PlacedFinding};
use super::reporter::{Notice, Reporter};
use super::tally::Tally;
use super::writing;

/// Collects suites and writes them at the end, because the root counts them.
#[derive(Debug)]
pub(super) struct Junit {
    fail_on: Option<Severity>,
    report: Report,
}

impl Junit {
    pub(super) fn new(fail_on: Option<Severity>) -> Self {
        Self {
            fail_on,
            report: Report::new(env!("CARGO_PKG_NAME")),
        }
    }

    /// A finding below `--fail-on` does not fail the pipeline, so it is a skipped case.
    fn case(&self, finding: &PlacedFinding) -> TestCase {
        let record = &finding.record;
        let mut status = if self.fail_on.is_some_and(|least| record.severity >= least) {
            TestCaseStatus::non_success(if record.code == Code::LET002 {
                NonSuccessKind::Error
            } else {
                NonSuccessKind::Failure
            })
        } else {
            TestCaseStatus::skipped()
        };
        status
            .set_message(record.message.as_str())
            .set_type(record.severity.word())
            .set_description(description(finding));
        let which = match record.determination {
            Some(index) => format!(" (determination {index})"),
            None => String::new(),
        };
        let mut case = TestCase::new(format!("{} {}{which}", record.code.id(), record.name), status);
        case.set_classname(record.path.as_str());
        case
    }
}

impl Reporter for Junit {
    fn letter(&mut self, report: &LetterReport, _out: &mut dyn Write) -> io::Result<()> {
        let mut suite = TestSuite::new(report.letter.path.as_str());
        suite.add_test_cases(report.findings.iter().map(|finding| self.case(finding)));
        if report.findings.is_empty() {
            let mut passed = TestCase::new("no findings", TestCaseStatus::success());
            passed.set_classname(report.letter.path.as_str());
            suite.add_test_case(passed);
        }
        self.report.add_test_suite(suite);
        Ok(())
    }

    fn finish(&mut self, _tally: &Tally, _notices: &[Notice], out: &mut dyn Write) -> io::Result<()> {
        self.report.serialize(out).map_err(io::Error::other)
    }
}

/// The finding in full, its place first, as the line of another linter would have it.
fn description(finding: &PlacedFinding) -> String {
    let record = &finding.record;
    let mut lines = vec![format!(
        "{}:{}:{}: {}[{}] {}",
        record.path,
        record.span.line,
        record.span.column,
        record.severity.word(),
        record.code.id(),
        record.message
    )];
    lines.extend(record.item.iter().map(|item| format!("item: {item}")));
    lines.extend(
        record
            .related
            .iter()
            .map(|related| format!("{}:{}: {}", related.span.line, related.span.column, related.label)),
    );
    lines.push(record.help.clone());
    lines.extend(
        record
            .source
            .iter()
            .map(|source| format!("source: {}", writing::source(source))),
    );
    lines.push(format!("rule: {}/{}", record.rule.pack, record.rule.id));
    lines.join("\n")
}
