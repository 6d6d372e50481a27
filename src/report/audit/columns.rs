//! The columns of findings and of determinations, once for every format that has them as tables.

use jiff::civil::Date;
use serde::Serialize;

use crate::audit::{AuditedDetermination, AuditedLetter};
use crate::check::Severity;
use crate::pack::Id;
use crate::report::record::FindingRecord;
use crate::report::writing::pages;

/// A column.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    /// Its name.
    pub(super) name: &'static str,
    /// What stands in it.
    pub(super) kind: Kind,
    /// Its width in a spreadsheet, in characters.
    pub(super) width: u8,
}

/// What stands in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Words.
    Text,
    /// A whole number.
    Whole,
    /// A number.
    Real,
    /// A day.
    Date,
}

/// A value; absent where the letter does not say.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Field {
    /// Words.
    Text(Option<String>),
    /// A whole number.
    Whole(Option<i64>),
    /// A number.
    Real(Option<f64>),
    /// A day.
    Date(Option<Date>),
}

const fn column(name: &'static str, kind: Kind, width: u8) -> Column {
    Column { name, kind, width }
}

/// The columns of findings. New ones are added at the end.
pub(super) const FINDINGS: [Column; 20] = [
    column("path", Kind::Text, 32),
    column("case_number", Kind::Text, 14),
    column("determination", Kind::Whole, 14),
    column("item", Kind::Text, 32),
    column("code", Kind::Text, 9),
    column("name", Kind::Text, 28),
    column("severity", Kind::Text, 10),
    column("message", Kind::Text, 70),
    column("help", Kind::Text, 50),
    column("excerpt", Kind::Text, 40),
    column("guideline", Kind::Text, 18),
    column("topic", Kind::Text, 18),
    column("pages", Kind::Text, 10),
    column("line", Kind::Whole, 8),
    column("column", Kind::Whole, 8),
    column("start", Kind::Whole, 8),
    column("end", Kind::Whole, 8),
    column("pack", Kind::Text, 12),
    column("rule", Kind::Text, 28),
    column("decision_date", Kind::Date, 14),
];

/// Where the number of the determination stands among the columns of findings.
pub(super) const FINDING_DETERMINATION: usize = 2;

/// The columns of determinations. New ones are added at the end.
pub(super) const DETERMINATIONS: [Column; 24] = [
    column("path", Kind::Text, 32),
    column("case_number", Kind::Text, 14),
    column("determination", Kind::Whole, 14),
    column("item", Kind::Text, 40),
    column("treatments", Kind::Text, 24),
    column("classes", Kind::Text, 20),
    column("count", Kind::Real, 9),
    column("unit", Kind::Text, 10),
    column("strength", Kind::Text, 12),
    column("outcome", Kind::Text, 12),
    column("conclusion", Kind::Text, 15),
    column("verdict", Kind::Text, 14),
    column("rules_applied", Kind::Whole, 14),
    column("errors", Kind::Whole, 9),
    column("warnings", Kind::Whole, 10),
    column("advice", Kind::Whole, 9),
    column("layout", Kind::Text, 18),
    column("decision_date", Kind::Date, 14),
    column("injury_date", Kind::Date, 14),
    column("age", Kind::Whole, 7),
    column("sex", Kind::Text, 9),
    column("specialties", Kind::Text, 36),
    column("line", Kind::Whole, 8),
    column("column", Kind::Whole, 8),
];

/// A finding as a row.
pub(super) fn finding(row: &AuditedLetter, finding: &FindingRecord) -> [Field; FINDINGS.len()] {
    let source = finding.source.as_ref();
    let span = finding.span;
    [
        text(&finding.path),
        Field::Text(row.letter.case_number.clone()),
        Field::Whole(finding.determination.map(whole)),
        Field::Text(finding.item.clone()),
        text(finding.code.id()),
        text(&finding.name),
        text(finding.severity.word()),
        text(&finding.message),
        text(&finding.help),
        text(&finding.excerpt),
        Field::Text(source.map(|source| source.guideline.to_string())),
        Field::Text(source.and_then(|source| source.topic.as_ref()).map(Id::to_string)),
        Field::Text(source.map(|source| pages(&source.pages))),
        number(span.line),
        number(span.column),
        number(span.start),
        number(span.end),
        text(finding.rule.pack.as_str()),
        text(finding.rule.id.as_str()),
        Field::Date(row.decision_date),
    ]
}

/// A determination as a row.
pub(super) fn determination(row: &AuditedLetter, of: &AuditedDetermination) -> [Field; DETERMINATIONS.len()] {
    let findings = |severity: Severity| {
        let own = row
            .findings
            .iter()
            .filter(|finding| finding.determination == Some(of.index));
        number(own.filter(|finding| finding.severity == severity).count())
    };
    [
        text(&row.letter.path),
        Field::Text(row.letter.case_number.clone()),
        number(of.index),
        text(&of.item),
        text(&list(&of.treatments)),
        text(&list(&of.classes)),
        Field::Real(of.count),
        Field::Text(of.unit.as_ref().map(Id::to_string)),
        Field::Text(of.strength.clone()),
        Field::Text(word(of.outcome.as_ref())),
        Field::Text(word(of.conclusion.as_ref())),
        Field::Text(word(Some(&of.standing))),
        number(of.rules_applied.len()),
        findings(Severity::Error),
        findings(Severity::Warning),
        findings(Severity::Advice),
        Field::Text(word(row.layout.as_ref())),
        Field::Date(row.decision_date),
        Field::Date(row.injury_date),
        Field::Whole(row.age.map(i64::from)),
        Field::Text(word(row.sex.as_ref())),
        text(&row.specialties.join("; ")),
        number(of.span.line),
        number(of.span.column),
    ]
}

fn text(text: &str) -> Field {
    Field::Text(Some(text.to_owned()))
}

fn number(number: usize) -> Field {
    Field::Whole(Some(whole(number)))
}

fn whole(number: usize) -> i64 {
    i64::try_from(number).unwrap_or(i64::MAX)
}

fn list(ids: &[Id]) -> String {
    ids.iter().map(Id::as_str).collect::<Vec<_>>().join("; ")
}

/// A value as the records spell it.
pub(super) fn word<T: Serialize>(value: Option<&T>) -> Option<String> {
    match serde_json::to_value(value?) {
        Ok(serde_json::Value::String(word)) => Some(word),
        _ => None,
    }
}

impl Field {
    /// The value in words; nothing for an absent one.
    pub(super) fn display(&self) -> String {
        match self {
            Self::Text(text) => text.clone().unwrap_or_default(),
            Self::Whole(number) => number.map(|number| number.to_string()).unwrap_or_default(),
            Self::Real(number) => number.map(|number| number.to_string()).unwrap_or_default(),
            Self::Date(date) => date.map(|date| date.to_string()).unwrap_or_default(),
        }
    }
}
