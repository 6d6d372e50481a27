//! A batch as one page that needs nothing else: the tables, two charts, and the findings with the words around them. The
//! page is a template (`page.html`); this file gathers what it shows.

use std::io::{self, Write};

use minijinja::Environment;
use minijinja::value::Serde;
use serde::Serialize;

use super::columns::word;
use super::tables::{Table, grouped, tables};
use super::{Quota, findings};
use crate::audit::{AuditedDetermination, AuditedLetter, Batch, Context, Summary};
use crate::pack::Id;
use crate::report::record::FindingRecord;
use crate::report::writing;
use crate::report::{PackRecord, ToolRecord};

/// How many findings the page shows: more make it slow to open, and the other formats have them all.
const MOST_FINDINGS: usize = 4000;

/// How many determinations it shows.
const MOST_DETERMINATIONS: usize = 4000;

/// How many bars a chart has.
const MOST_BARS: usize = 14;

/// Writes the page.
pub(super) fn write(batch: &Batch, out: &mut (dyn Write + Send)) -> io::Result<()> {
    let mut environment = Environment::new();
    environment
        .add_template("page.html", include_str!("page.html"))
        .map_err(io::Error::other)?;
    let page = environment.get_template("page.html").map_err(io::Error::other)?;
    let summary = &batch.summary;
    let (findings, determinations) = entries(batch)?;
    let page_view = PageView {
        tool: &batch.run.tool,
        packs: &batch.run.packs,
        complete: summary.complete,
        letters: grouped(summary.letters),
        tables: tables(summary).iter().map(table).collect(),
        code_bars: code_bars(summary),
        class_bars: class_bars(summary),
        findings,
        all_findings: summary.errors + summary.warnings + summary.advice,
        determinations,
        all_determinations: summary.determinations,
    };
    page.render_captured_to(Serde(&page_view), out)
        .map(drop)
        .map_err(io::Error::other)
}

/// What the template sees.
#[derive(Serialize)]
struct PageView<'a> {
    tool: &'a ToolRecord,
    packs: &'a [PackRecord],
    complete: bool,
    letters: String,
    tables: Vec<TableView>,
    code_bars: Vec<Bar>,
    class_bars: Vec<Bar>,
    findings: Vec<FindingView>,
    all_findings: usize,
    determinations: Vec<DeterminationView>,
    all_determinations: usize,
}

#[derive(Serialize)]
struct TableView {
    id: &'static str,
    title: &'static str,
    note: &'static str,
    columns: Vec<ColumnView>,
    rows: Vec<Vec<CellView>>,
}

#[derive(Serialize)]
struct ColumnView {
    name: &'static str,
    number: bool,
}

#[derive(Serialize)]
struct CellView {
    text: String,
    number: bool,
    /// What sorts a number that is written with commas or a per cent sign.
    value: Option<f64>,
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn table(table: &Table) -> TableView {
    use super::tables::Cell;
    let first = table.rows.first();
    let number = |at: usize| first.and_then(|row| row.get(at)).is_some_and(Cell::is_number);
    let cell = |cell: &Cell| CellView {
        text: cell.display(),
        number: cell.is_number(),
        value: match cell {
            Cell::Text(_) => None,
            Cell::Count(count) => Some(*count as f64),
            Cell::Share(share) => Some(*share),
        },
    };
    TableView {
        id: table.id,
        title: table.title,
        note: table.note,
        columns: table
            .columns
            .iter()
            .enumerate()
            .map(|(at, name)| ColumnView {
                name,
                number: number(at),
            })
            .collect(),
        rows: table.rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
    }
}

/// A bar of a chart: parts of a hundred, one behind the other.
#[derive(Serialize)]
struct Bar {
    label: String,
    total: String,
    parts: Vec<Part>,
}

#[derive(Serialize)]
struct Part {
    kind: &'static str,
    count: usize,
    start: f64,
    width: f64,
}

fn code_bars(summary: &Summary) -> Vec<Bar> {
    let mut codes: Vec<_> = summary.codes.iter().collect();
    codes.sort_by_key(|code| std::cmp::Reverse(code.findings));
    let most = codes.first().map_or(1, |code| code.findings);
    let codes = codes.into_iter().take(MOST_BARS);
    codes
        .map(|code| {
            bar(
                format!("{} {}", code.code.id(), code.name),
                most,
                &[(code.severity.word(), code.findings)],
            )
        })
        .collect()
}

fn class_bars(summary: &Summary) -> Vec<Bar> {
    let most = summary.classes.first().map_or(1, |class| class.requested);
    let classes = summary.classes.iter().take(MOST_BARS);
    classes
        .map(|class| {
            let outcomes = class.outcomes;
            let parts = [
                ("upheld", outcomes.upheld),
                ("overturned", outcomes.overturned),
                ("modified", outcomes.modified),
                ("unknown", outcomes.unknown),
            ];
            bar(class.name.clone(), most, &parts)
        })
        .collect()
}

#[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
fn bar(label: String, most: usize, parts: &[(&'static str, usize)]) -> Bar {
    let share = |count: usize| (count as f64 * 1000.0 / most.max(1) as f64).round() / 10.0;
    let mut before = 0;
    let mut drawn = Vec::new();
    for &(kind, count) in parts.iter().filter(|(_, count)| *count > 0) {
        drawn.push(Part {
            kind,
            count,
            start: share(before),
            width: share(count),
        });
        before += count;
    }
    Bar {
        label,
        total: grouped(before),
        parts: drawn,
    }
}

#[derive(Serialize)]
struct FindingView {
    code: &'static str,
    name: String,
    severity: &'static str,
    path: String,
    line: usize,
    column: usize,
    determination: Option<usize>,
    /// The row of the determination on this page.
    target: Option<String>,
    item: Option<String>,
    message: String,
    help: String,
    before: String,
    words: String,
    after: String,
    source: Option<String>,
    rule: String,
    related: Vec<String>,
}

#[derive(Serialize)]
struct DeterminationView {
    id: String,
    path: String,
    index: usize,
    item: String,
    classes: String,
    outcome: Option<&'static str>,
    conclusion: Option<String>,
    verdict: Option<String>,
    findings: usize,
}

/// The findings, the gravest kept where there are too many, and the determinations from the first on.
fn entries(batch: &Batch) -> io::Result<(Vec<FindingView>, Vec<DeterminationView>)> {
    let mut quota = Quota::new(&batch.summary, MOST_FINDINGS);
    let mut shown = Vec::new();
    let mut determinations: Vec<DeterminationView> = Vec::new();
    for (place, row) in batch.letters()?.enumerate() {
        let row = row?;
        let room = MOST_DETERMINATIONS.saturating_sub(determinations.len());
        let own = row.determinations.iter().take(room);
        determinations.extend(own.map(|one| determination(place, &row, one)));
        for (finding, context) in findings(&row).filter(|(finding, _)| quota.take(finding.severity)) {
            let id = finding.determination.map(|index| determination_id(place, index));
            // The determinations of this letter are the last of the list.
            let on_page = |id: &String| {
                determinations
                    .iter()
                    .rev()
                    .take(row.determinations.len())
                    .any(|one| one.id == *id)
            };
            shown.push(view(finding, context, id.filter(on_page)));
        }
    }
    shown.sort_by_key(|view| (view.severity != "error", view.severity != "warning"));
    Ok((shown, determinations))
}

fn determination_id(letter: usize, index: usize) -> String {
    format!("d{}-{index}", letter + 1)
}

fn determination(letter: usize, row: &AuditedLetter, of: &AuditedDetermination) -> DeterminationView {
    DeterminationView {
        id: determination_id(letter, of.index),
        path: row.letter.path.clone(),
        index: of.index,
        item: of.item.clone(),
        classes: of.classes.iter().map(Id::as_str).collect::<Vec<_>>().join(", "),
        outcome: of.outcome.map(crate::letter::Outcome::word),
        conclusion: word(of.conclusion.as_ref()),
        verdict: word(Some(&of.standing)),
        findings: row
            .findings
            .iter()
            .filter(|finding| finding.determination == Some(of.index))
            .count(),
    }
}

fn view(finding: &FindingRecord, context: &Context, target: Option<String>) -> FindingView {
    let source = finding.source.as_ref().map(writing::source);
    let related = finding
        .related
        .iter()
        .map(|place| format!("line {}: {}", place.span.line, place.label));
    FindingView {
        code: finding.code.id(),
        name: finding.name.clone(),
        severity: finding.severity.word(),
        path: finding.path.clone(),
        line: finding.span.line,
        column: finding.span.column,
        determination: finding.determination,
        target,
        item: finding.item.clone(),
        message: finding.message.clone(),
        help: finding.help.clone(),
        before: context.before.clone(),
        words: context.words.clone(),
        after: context.after.clone(),
        source,
        rule: format!("{}, {}:{}", finding.rule.id, finding.rule.file, finding.rule.line),
        related: related.collect(),
    }
}
