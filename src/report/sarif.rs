//! SARIF 2.1.0, for code scanning services: results with their codes as rules, further places as related locations, and
//! fingerprints that survive shifted lines.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};
use std::ops::Range;

use serde_json::{Value, json};
use serde_sarif::sarif::{
    ArtifactChange, ArtifactContent, ArtifactLocation, Fix, Invocation, Location, Message, MultiformatMessageString,
    Notification, PhysicalLocation, PropertyBag, Region, Replacement, ReportingConfiguration, ReportingDescriptor,
    Result as SarifResult, ResultLevel, Run, Sarif as SarifLog, Tool, ToolComponent,
};

use crate::check::{Code, Severity};
use crate::source;

use super::letter::{LetterReport, PlacedFinding};
use super::reporter::{Notice, Reporter, RunRecord};
use super::tally::Tally;

/// The version of the format, not of the program.
const FORMAT_VERSION: &str = "2.1.0";

/// Where the format's schema is published.
const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// The name and version of the fingerprint, as services compare it.
const FINGERPRINT: &str = "imrlintFinding/v1";

/// Collects the results and writes the log at the end.
#[derive(Debug, Default)]
pub(super) struct Sarif {
    run: Option<RunRecord>,
    results: Vec<SarifResult>,
    codes: BTreeSet<Code>,
}

impl Reporter for Sarif {
    fn begin(&mut self, run: &RunRecord, _out: &mut dyn Write) -> io::Result<()> {
        self.run = Some(run.clone());
        Ok(())
    }

    fn letter(&mut self, report: &LetterReport, _out: &mut dyn Write) -> io::Result<()> {
        for finding in &report.findings {
            self.codes.insert(finding.record.code);
            self.results.push(result(report, finding));
        }
        Ok(())
    }

    fn finish(&mut self, _tally: &Tally, notices: &[Notice], out: &mut dyn Write) -> io::Result<()> {
        let codes: Vec<Code> = std::mem::take(&mut self.codes).into_iter().collect();
        let mut results = std::mem::take(&mut self.results);
        for result in &mut results {
            let index = codes
                .iter()
                .position(|code| result.rule_id.as_deref() == Some(code.id()));
            result.rule_index = index.and_then(|index| i64::try_from(index).ok());
        }
        let log = SarifLog {
            schema: Some(SCHEMA.to_owned()),
            version: Value::from(FORMAT_VERSION),
            inline_external_properties: None,
            properties: None,
            runs: vec![
                Run::builder()
                    .tool(Tool::builder().driver(driver(&codes, self.run.as_ref())).build())
                    // A column is counted in characters.
                    .column_kind(Value::from("unicodeCodePoints"))
                    .invocations(vec![invocation(notices)])
                    .results(results)
                    .build(),
            ],
        };
        serde_json::to_writer_pretty(&mut *out, &log)?;
        writeln!(out)
    }
}

fn driver(codes: &[Code], run: Option<&RunRecord>) -> ToolComponent {
    let packs: Vec<Value> = run
        .iter()
        .flat_map(|run| &run.packs)
        .map(|pack| json!({ "id": pack.id, "version": pack.version, "sha256": pack.sha256 }))
        .collect();
    ToolComponent::builder()
        .name(env!("CARGO_PKG_NAME"))
        .version(env!("CARGO_PKG_VERSION"))
        .semantic_version(env!("CARGO_PKG_VERSION"))
        .rules(codes.iter().map(|&code| descriptor(code)).collect::<Vec<_>>())
        .properties(bag([("packs", Value::from(packs))]))
        .build()
}

fn descriptor(code: Code) -> ReportingDescriptor {
    let level = ReportingConfiguration {
        level: Some(Value::from(level_word(code.severity()))),
        ..ReportingConfiguration::default()
    };
    ReportingDescriptor::builder()
        .id(code.id())
        .name(code.name())
        .short_description(text(&code.name().replace('-', " ")))
        .full_description(text(code.meaning()))
        .help(
            MultiformatMessageString::builder()
                .text(code.meaning())
                .markdown(format!("**{} {}**\n\n{}", code.id(), code.name(), code.meaning()))
                .build(),
        )
        .default_configuration(level)
        .build()
}

fn result(report: &LetterReport, finding: &PlacedFinding) -> SarifResult {
    let record = &finding.record;
    let related = record.related.iter().zip(&finding.related).zip(1..);
    let mut properties = vec![
        ("name", json!(record.name)),
        ("determination", json!(record.determination)),
        ("item", json!(record.item)),
        ("rule", json!(record.rule)),
        ("source", json!(record.source)),
        ("help", json!(record.help)),
    ];
    properties.retain(|(_, value)| !value.is_null());
    SarifResult {
        rule_id: Some(record.code.id().to_owned()),
        level: Some(level(record.severity)),
        message: message(&record.message),
        locations: Some(vec![location(
            &record.path,
            Region {
                snippet: snippet(report, &finding.primary),
                ..region(report, &record.span, &finding.primary)
            },
        )]),
        related_locations: (!record.related.is_empty()).then(|| {
            related
                .map(|((related, range), id)| Location {
                    id: Some(id),
                    message: Some(message(&related.label)),
                    ..location(&record.path, region(report, &related.span, range))
                })
                .collect()
        }),
        partial_fingerprints: Some(BTreeMap::from([(
            FINGERPRINT.to_owned(),
            finding.fingerprint.to_string(),
        )])),
        fixes: fix(report, finding).map(|fix| vec![fix]),
        properties: Some(bag(properties)),
        ..SarifResult::builder().message(message("")).build()
    }
}

/// A correction, where the letter is text that can be corrected in place.
fn fix(report: &LetterReport, finding: &PlacedFinding) -> Option<Fix> {
    let record = &finding.record;
    let suggestion = record.suggestion.as_ref()?;
    let document = report.document.as_ref()?;
    if document.kind().is_extracted() {
        return None;
    }
    let length = suggestion.span.end - suggestion.span.start;
    let replacement = Replacement {
        deleted_region: Region {
            byte_offset: i64::try_from(suggestion.span.start).ok(),
            byte_length: i64::try_from(length).ok(),
            ..Region::default()
        },
        inserted_content: Some(ArtifactContent {
            text: Some(suggestion.replacement.clone()),
            ..ArtifactContent::default()
        }),
        properties: None,
    };
    Some(Fix {
        description: Some(message(&record.help)),
        artifact_changes: vec![ArtifactChange {
            artifact_location: artifact(&record.path),
            replacements: vec![replacement],
            properties: None,
        }],
        properties: None,
    })
}

fn location(path: &str, region: Region) -> Location {
    Location {
        physical_location: Some(PhysicalLocation {
            artifact_location: Some(artifact(path)),
            region: Some(region),
            ..PhysicalLocation::default()
        }),
        ..Location::default()
    }
}

fn artifact(path: &str) -> ArtifactLocation {
    ArtifactLocation {
        uri: Some(uri(path)),
        ..ArtifactLocation::default()
    }
}

/// A path as a URI reference: relative paths stay relative, to the folder of the run.
fn uri(path: &str) -> String {
    let mut uri = String::with_capacity(path.len());
    if path.starts_with('/') {
        uri.push_str("file://");
    }
    for byte in path.bytes() {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' | b'/' => uri.push(char::from(byte)),
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri
}

fn region(report: &LetterReport, start: &source::Location, range: &Range<usize>) -> Region {
    let end = report
        .document
        .as_ref()
        .map(|document| document.locate(range.end..range.end));
    let number = |value: usize| i64::try_from(value).ok();
    Region {
        start_line: number(start.line),
        start_column: number(start.column),
        end_line: end.and_then(|end| number(end.line)),
        end_column: end.and_then(|end| number(end.column)),
        ..Region::default()
    }
}

/// The words of a place as they stand in the letter.
fn snippet(report: &LetterReport, range: &Range<usize>) -> Option<ArtifactContent> {
    let words = report.document.as_ref()?.text().get(range.clone())?;
    (!words.is_empty()).then(|| ArtifactContent {
        text: Some(words.to_owned()),
        ..ArtifactContent::default()
    })
}

fn invocation(notices: &[Notice]) -> Invocation {
    let notifications: Vec<Notification> = notices
        .iter()
        .map(|notice| {
            Notification::builder()
                .message(message(&notice.message))
                .level(Value::from("warning"))
                .build()
        })
        .collect();
    Invocation {
        tool_execution_notifications: (!notifications.is_empty()).then_some(notifications),
        ..Invocation::builder().execution_successful(true).build()
    }
}

fn message(text: &str) -> Message {
    Message {
        text: Some(text.to_owned()),
        ..Message::default()
    }
}

fn text(text: &str) -> MultiformatMessageString {
    MultiformatMessageString::builder().text(text).build()
}

fn bag<'a>(properties: impl IntoIterator<Item = (&'a str, Value)>) -> PropertyBag {
    PropertyBag {
        tags: None,
        additional_properties: properties
            .into_iter()
            .map(|(name, value)| (name.to_owned(), value))
            .collect(),
    }
}

const fn level(severity: Severity) -> ResultLevel {
    match severity {
        Severity::Error => ResultLevel::Error,
        Severity::Warning => ResultLevel::Warning,
        Severity::Advice => ResultLevel::Note,
    }
}

const fn level_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Advice => "note",
    }
}
