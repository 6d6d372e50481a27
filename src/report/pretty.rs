//! For people: findings by letter, each with the lines that it is about, and a table at the end. Drawn by miette, or told
//! in sentences for a screen reader.

use std::collections::HashMap;
use std::fmt;
use std::io::{self, Write};

use miette::{
    Diagnostic, GraphicalReportHandler, GraphicalTheme, LabeledSpan, NarratableReportHandler, SourceCode,
    ThemeCharacters, ThemeStyles,
};

use crate::check::{Code, Severity};
use crate::pack::Id;

use super::frame::{Cut, Frame, Place};
use super::letter::{LetterReport, PlacedFinding};
use super::record::{FindingRecord, LetterStatus};
use super::reporter::{Notice, Options, Reporter, Screen};
use super::summary;
use super::tally::Tally;
use super::writing::{self, counted, one_line};

/// Characters that miette puts before a line of the letter.
const MARGIN: usize = 8;

/// A letter's lines are cut no narrower than this, whatever the screen.
const NARROWEST: usize = 40;

/// Prints for people.
#[derive(Debug)]
pub(super) struct Pretty {
    options: Options,
}

impl Pretty {
    pub(super) const fn new(options: Options) -> Self {
        Self { options }
    }
}

impl Reporter for Pretty {
    fn letter(&mut self, report: &LetterReport, out: &mut dyn Write) -> io::Result<()> {
        if report.findings.is_empty() {
            return Ok(());
        }
        write_heading(report, self.options.screen, out)?;
        for fold in folded(&report.findings) {
            let text = render(report, &fold, self.options.screen).map_err(io::Error::other)?;
            writeln!(out, "{}", text.trim_matches('\n'))?;
            writeln!(out)?;
        }
        Ok(())
    }

    fn finish(&mut self, tally: &Tally, _notices: &[Notice], out: &mut dyn Write) -> io::Result<()> {
        if self.options.quiet {
            return Ok(());
        }
        if self.options.screen.narrated {
            write!(out, "{}", summary::sentences(tally))?;
        } else if tally.findings() > 0 {
            writeln!(out, "{}", summary::table(tally, self.options.screen))?;
        }
        writeln!(out, "{}", summary::closing_line(tally, self.options.screen))
    }
}

/// A finding with its repeats: findings of the same rule further on in the letter.
struct Folded<'a> {
    first: &'a PlacedFinding,
    repeats: Vec<&'a PlacedFinding>,
}

/// The findings with repeats of the same rule and code gathered at the first, in the order of the first ones.
fn folded(findings: &[PlacedFinding]) -> Vec<Folded<'_>> {
    let mut places: HashMap<(Code, &Id, &Id), usize> = HashMap::new();
    let mut all: Vec<Folded<'_>> = Vec::new();
    for finding in findings {
        let record = &finding.record;
        let key = (record.code, &record.rule.pack, &record.rule.id);
        if let Some(&at) = places.get(&key) {
            all[at].repeats.push(finding);
        } else {
            places.insert(key, all.len());
            all.push(Folded {
                first: finding,
                repeats: Vec::new(),
            });
        }
    }
    all
}

fn write_heading(report: &LetterReport, screen: Screen, out: &mut dyn Write) -> io::Result<()> {
    let letter = &report.letter;
    let (on, off) = if screen.colour {
        ("\u{1b}[1;4m", "\u{1b}[0m")
    } else {
        ("", "")
    };
    write!(out, "{on}{}{off}", one_line(&letter.path))?;
    if let Some(number) = &letter.case_number {
        write!(out, "  {}", one_line(number))?;
    }
    let decides = match letter.status {
        LetterStatus::Checked => counted(letter.determinations, "determination", "determinations"),
        LetterStatus::Unreadable => "unreadable".to_owned(),
    };
    writeln!(
        out,
        "  ({decides}, {})\n",
        counted(report.findings.len(), "finding", "findings")
    )
}

fn render(report: &LetterReport, folded: &Folded<'_>, screen: Screen) -> Result<String, fmt::Error> {
    let diagnostic = FindingDiagnostic::new(report, folded, screen);
    let mut text = String::new();
    if screen.narrated {
        NarratableReportHandler::new()
            .with_context_lines(1)
            .render_report(&mut text, &diagnostic)?;
    } else {
        GraphicalReportHandler::new_themed(theme(screen))
            .with_width(screen.width)
            .with_context_lines(1)
            .with_links(false)
            .without_syntax_highlighting()
            .render_report(&mut text, &diagnostic)?;
    }
    Ok(text)
}

/// miette's theme for a screen.
#[must_use]
pub fn theme(screen: Screen) -> GraphicalTheme {
    GraphicalTheme {
        characters: if screen.unicode {
            ThemeCharacters::unicode()
        } else {
            ThemeCharacters::ascii()
        },
        styles: if screen.colour {
            ThemeStyles::ansi()
        } else {
            ThemeStyles::none()
        },
    }
}

/// A finding in the form that miette draws.
#[derive(Debug)]
struct FindingDiagnostic<'a> {
    record: &'a FindingRecord,
    help: String,
    frame: Option<Frame>,
}

impl<'a> FindingDiagnostic<'a> {
    fn new(report: &LetterReport, folded: &Folded<'a>, screen: Screen) -> Self {
        let record = &folded.first.record;
        let item = item_label(record);
        let cut = (!screen.narrated).then(|| Cut {
            width: screen.width.saturating_sub(MARGIN).max(NARROWEST),
            mark: if screen.unicode { "…" } else { "..." },
        });
        let frame = report.document.as_ref().map(|document| {
            let related = record.related.iter().zip(&folded.first.related);
            let places: Vec<Place<'_>> = std::iter::once(Place {
                range: folded.first.primary.clone(),
                label: item.as_deref(),
            })
            .chain(related.map(|(record, range)| Place {
                range: range.clone(),
                label: Some(&record.label),
            }))
            .collect();
            Frame::new(document, &places, cut)
        });
        Self {
            record,
            help: help(folded),
            frame,
        }
    }
}

/// Which determination the words belong to, with its heading unless they are it.
fn item_label(record: &FindingRecord) -> Option<String> {
    let (index, item) = (record.determination?, record.item.as_deref()?);
    if record.excerpt.starts_with(item) || item.starts_with(&record.excerpt) {
        return Some(format!("determination {index}"));
    }
    let item = one_line(item);
    let mut words: String = item.chars().take(LONGEST_ITEM).collect();
    if words.len() < item.len() {
        words.push_str("...");
    }
    Some(format!("determination {index}: {words}"))
}

/// Characters of an item's heading that a label repeats.
const LONGEST_ITEM: usize = 50;

/// What to do, where the guideline says so, which rule spoke, and where it speaks again.
fn help(folded: &Folded<'_>) -> String {
    let record = &folded.first.record;
    let mut lines = vec![one_line(&record.help).into_owned()];
    if let Some(suggestion) = &record.suggestion {
        lines.push(format!("instead: {}", one_line(&suggestion.replacement)));
    }
    if let Some(source) = &record.source {
        lines.push(format!("source: {}", writing::source(source)));
    }
    lines.push(format!(
        "rule: {}/{} ({}:{})",
        record.rule.pack, record.rule.id, record.rule.file, record.rule.line
    ));
    lines.extend(folded.repeats.iter().map(|repeat| repeated(repeat)));
    lines.retain(|line| !line.is_empty());
    lines.join("\n")
}

fn repeated(finding: &PlacedFinding) -> String {
    let record = &finding.record;
    format!(
        "again at {}:{}: {}",
        record.span.line,
        record.span.column,
        one_line(&record.message)
    )
}

impl fmt::Display for FindingDiagnostic<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&one_line(&self.record.message))
    }
}

impl std::error::Error for FindingDiagnostic<'_> {}

impl Diagnostic for FindingDiagnostic<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(format!(
            "{} {} ({})",
            self.record.code.id(),
            self.record.name,
            self.record.severity.word()
        )))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.record.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        Some(Box::new(&self.help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.frame.as_ref().map(|frame| frame as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        let frame = self.frame.as_ref()?;
        Some(Box::new(frame.labels().iter().cloned()))
    }
}
