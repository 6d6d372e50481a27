//! From an audit to the records of a report: spans become places in the user's input, words are quoted with their white
//! space folded, and an input in which nothing could be read becomes a letter with one finding that says why.

use std::ops::Range;

use crate::check::{Code, Finding, Standing};
use crate::engine::{Audit, Reading};
use crate::letter::Determination;
use crate::pack::{Id, Pack};
use crate::source::{Input, Location, Unreadable};
use crate::text::Span;
use crate::{Engine, check};

use super::fingerprint::fingerprints;
use super::letter::{LetterReport, PlacedFinding};
use super::record::{
    FindingRecord, LetterLine, LetterStatus, RelatedRecord, RuleRecord, SourceRecord, SuggestionRecord,
};

impl LetterReport {
    /// Reads and checks an input; one that cannot be read gives a letter with a finding that says why.
    #[must_use]
    pub fn of_input(input: Input, engine: &Engine) -> Self {
        match input.outcome {
            Ok(document) => Self::of_audit(engine.audit(document)),
            Err(why) => Self::of_unreadable(input.name, &why, engine.pack()),
        }
    }

    /// The records of an audit.
    #[must_use]
    pub fn of_audit(audit: Audit) -> Self {
        let Audit {
            reading,
            mut findings,
            verdicts,
            ..
        } = audit;
        findings.sort_by_key(|finding| (reading.flow.origin(finding.span).start, finding.code));
        let is_unreadable = findings.iter().any(|finding| finding.code == Code::LET002);
        let letter = LetterLine {
            path: reading.document.name().to_owned(),
            case_number: reading
                .letter
                .header
                .case_number
                .as_ref()
                .map(|(number, _)| number.clone()),
            status: if is_unreadable {
                LetterStatus::Unreadable
            } else {
                LetterStatus::Checked
            },
            determinations: reading.letter.determinations.len(),
        };
        let uncovered = verdicts
            .iter()
            .filter(|verdict| verdict.standing == Standing::NotCheckable)
            .count();
        Self {
            letter,
            findings: placed(&reading, findings),
            uncovered,
            document: Some(reading.document),
        }
    }

    /// The records of an input without text.
    fn of_unreadable(name: String, why: &Unreadable, pack: &Pack) -> Self {
        let reason = why.to_string();
        let findings = pack
            .rules_in_force(None)
            .filter_map(|rule| Some((rule, rule.report(Code::LET002)?)))
            .map(|(rule, report)| {
                let value = |name: &str| match name {
                    "reason" => Some(reason.clone()),
                    "title" => Some(rule.title.clone()),
                    _ => None,
                };
                FindingRecord {
                    code: Code::LET002,
                    name: Code::LET002.name().to_owned(),
                    severity: report.severity,
                    path: name.clone(),
                    determination: None,
                    item: None,
                    message: report.message.render(value),
                    help: report.help.render(value),
                    source: None,
                    span: BEGINNING,
                    excerpt: String::new(),
                    related: Vec::new(),
                    rule: rule_record(&rule.origin),
                    suggestion: None,
                }
            })
            .collect();
        Self {
            letter: LetterLine {
                path: name,
                case_number: None,
                status: LetterStatus::Unreadable,
                determinations: 0,
            },
            findings: with_fingerprints(findings, |_| (Vec::new(), 0..0, Vec::new())),
            uncovered: 0,
            document: None,
        }
    }
}

/// Where a finding on an input without text stands.
const BEGINNING: Location = Location {
    start: 0,
    end: 0,
    line: 1,
    column: 1,
    page: None,
};

fn placed(reading: &Reading, findings: Vec<Finding>) -> Vec<PlacedFinding> {
    let records = findings.iter().map(|finding| record(reading, finding)).collect();
    with_fingerprints(records, |at| {
        let finding = &findings[at];
        let related = finding.related.iter().map(|related| reading.flow.origin(related.span));
        (
            treatments(reading, finding.determination),
            reading.flow.origin(finding.span),
            related.collect(),
        )
    })
}

fn with_fingerprints(
    records: Vec<FindingRecord>,
    places: impl Fn(usize) -> (Vec<Id>, Range<usize>, Vec<Range<usize>>),
) -> Vec<PlacedFinding> {
    let fingerprints = fingerprints(&records);
    records
        .into_iter()
        .zip(fingerprints)
        .enumerate()
        .map(|(at, (record, fingerprint))| {
            let (treatments, primary, related) = places(at);
            PlacedFinding {
                record,
                fingerprint,
                treatments,
                primary,
                related,
            }
        })
        .collect()
}

fn record(reading: &Reading, finding: &Finding) -> FindingRecord {
    let determination = finding.determination.and_then(|index| determination(reading, index));
    FindingRecord {
        code: finding.code,
        name: finding.code.name().to_owned(),
        severity: finding.severity,
        path: reading.document.name().to_owned(),
        determination: finding.determination,
        item: determination.map(|determination| determination.request.as_written.clone()),
        message: finding.message.clone(),
        help: finding.help.clone(),
        source: finding.source.as_ref().map(|source| SourceRecord {
            guideline: source.guideline.clone(),
            topic: source.topic.clone(),
            pages: source.pages.clone(),
        }),
        span: reading.locate(finding.span),
        excerpt: excerpt(reading, finding.span),
        related: finding
            .related
            .iter()
            .map(|related| RelatedRecord {
                span: reading.locate(related.span),
                label: related.label.clone(),
            })
            .collect(),
        rule: rule_record(&finding.rule),
        suggestion: finding.suggestion.as_ref().map(|suggestion| SuggestionRecord {
            span: reading.locate(suggestion.span),
            replacement: suggestion.replacement.clone(),
        }),
    }
}

fn rule_record(origin: &check::RuleOrigin) -> RuleRecord {
    RuleRecord {
        pack: origin.pack.clone(),
        id: origin.id.clone(),
        file: origin.file.clone(),
        line: origin.line,
    }
}

/// The words of the user's own text, so that quoting and place cannot part.
fn excerpt(reading: &Reading, span: Span) -> String {
    let words = reading
        .document
        .text()
        .get(reading.flow.origin(span))
        .unwrap_or_default();
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn determination(reading: &Reading, index: usize) -> Option<&Determination> {
    let determinations = &reading.letter.determinations;
    determinations.iter().find(|determination| determination.index == index)
}

/// The treatments that a determination is about and their classes, for the choice by treatment.
fn treatments(reading: &Reading, index: Option<usize>) -> Vec<Id> {
    let mentions = index
        .and_then(|index| determination(reading, index))
        .map(|determination| &*determination.request.treatments)
        .unwrap_or_default();
    mentions
        .iter()
        .flat_map(|mention| std::iter::once(&mention.id).chain(&mention.class))
        .cloned()
        .collect()
}
