//! The end of a report for people: how often which code was found, and what the run covered.

use std::fmt::Write;

use comfy_table::{Cell, CellAlignment, Color, ContentArrangement, Table, presets};
use serde::Serialize;

use crate::check::{Code, Severity};

use super::reporter::Screen;
use super::tally::Tally;
use super::writing::counted;

/// How often a code was found: a row of `--statistics`.
#[derive(Debug, Clone, Serialize, schemars::JsonSchema)]
pub struct CodeRow {
    /// The code.
    pub code: Code,
    /// Its name.
    pub name: &'static str,
    /// How grave.
    pub severity: Severity,
    /// Findings.
    pub findings: usize,
    /// Letters with at least one.
    pub letters: usize,
}

/// The counts by code, the gravest and most frequent first.
#[must_use]
pub fn rows(tally: &Tally) -> Vec<CodeRow> {
    let mut rows: Vec<CodeRow> = tally
        .by_code
        .iter()
        .map(|(&(code, severity), counts)| CodeRow {
            code,
            name: code.name(),
            severity,
            findings: counts.findings,
            letters: counts.letters,
        })
        .collect();
    rows.sort_by_key(|row| std::cmp::Reverse((row.severity, row.findings)));
    rows
}

/// The counts by code and severity as a table.
#[must_use]
pub fn table(tally: &Tally, screen: Screen) -> Table {
    let mut table = Table::new();
    table
        .load_style(if screen.unicode {
            presets::UTF8_BORDERS_ONLY
        } else {
            presets::ASCII_BORDERS_ONLY_CONDENSED
        })
        .set_content_arrangement(ContentArrangement::Dynamic)
        .set_width(u16::try_from(screen.width).unwrap_or(u16::MAX))
        .set_header(["code", "name", "severity", "findings", "letters"]);
    if screen.colour {
        table.enforce_styling();
    } else {
        table.force_no_tty();
    }
    for row in rows(tally) {
        table.add_row([
            Cell::new(row.code.id()),
            Cell::new(row.name),
            Cell::new(row.severity.word()).fg(colour(row.severity)),
            Cell::new(row.findings).set_alignment(CellAlignment::Right),
            Cell::new(row.letters).set_alignment(CellAlignment::Right),
        ]);
    }
    table
}

const fn colour(severity: Severity) -> Color {
    match severity {
        Severity::Error => Color::Red,
        Severity::Warning => Color::Yellow,
        Severity::Advice => Color::Cyan,
    }
}

/// The counts by code in sentences, for a screen reader.
#[must_use]
pub(super) fn sentences(tally: &Tally) -> String {
    rows(tally).iter().fold(String::new(), |mut text, row| {
        // Writing to a string cannot fail.
        let _ = writeln!(
            text,
            "{} of {} {}, {}, in {}.",
            counted(row.findings, "finding", "findings"),
            row.code.id(),
            row.name,
            row.severity.word(),
            counted(row.letters, "letter", "letters"),
        );
        text
    })
}

/// Letters, determinations, findings, and what no rule covered, in as many lines as the screen needs.
#[must_use]
pub fn closing_line(tally: &Tally, screen: Screen) -> String {
    textwrap::fill(&closing_words(tally), screen.width)
}

fn closing_words(tally: &Tally) -> String {
    let mut line = format!(
        "{}, {}: {}",
        counted(tally.letters, "letter", "letters"),
        counted(tally.determinations, "determination", "determinations"),
        counted(tally.findings(), "finding", "findings"),
    );
    if tally.findings() > 0 {
        let _ = write!(
            line,
            " ({}, {}, {} advice)",
            counted(tally.errors, "error", "errors"),
            counted(tally.warnings, "warning", "warnings"),
            tally.advice,
        );
    }
    for (count, what) in [
        (tally.not_shown, "not shown (--max-findings)"),
        (tally.in_baseline, "in the baseline"),
        (tally.accepted, "accepted"),
    ] {
        if count > 0 {
            let _ = write!(line, "; {count} {what}");
        }
    }
    if tally.unreadable > 0 {
        let _ = write!(line, "; {} unreadable", counted(tally.unreadable, "letter", "letters"));
    }
    if tally.uncovered > 0 {
        let _ = write!(
            line,
            "; no guideline rule covered {}",
            counted(tally.uncovered, "determination", "determinations")
        );
    }
    line
}
