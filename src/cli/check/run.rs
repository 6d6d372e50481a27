//! One run: letters are read and checked by all processors, a batch at a time, and reported in the order of the input.

use std::io::{self, Write};
use std::path::PathBuf;

use jiff::Zoned;
use miette::{IntoDiagnostic, WrapErr};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::cli::Status;
use crate::cli::choice::Choice;
use crate::cli::config::Configuration;
use crate::cli::output::Output;
use crate::cli::status;
use crate::report::{self, LetterReport, Notice, Options, Reporter, RunRecord, Tally};
use crate::source::{Limits, Located};

use super::Run;
use super::baseline::Baseline;
use super::changed::Changed;
use super::sift::Sift;
use super::statistics::Statistics;

/// Letters that are in memory at a time.
const BATCH: usize = 512;

/// Bytes of letters that are in memory at a time, where they have no files of their own.
const HELD: usize = 64 << 20;

/// Checks the letters at `paths`, or those of them that changed, and reports.
pub(super) fn check(run: Run<'_>, paths: Vec<PathBuf>, changed: Option<&Changed>) -> miette::Result<Status> {
    let arguments = run.arguments;
    let configuration = Configuration::new(&arguments.settings.findings, &arguments.choice, run.engine.pack());
    let choice = Choice::new(configuration, Zoned::now().date());
    let baseline = match (&arguments.write_baseline, &run.settings.baseline.value) {
        (Some(path), _) => Some(Baseline::read_or_new(path)?),
        (None, Some(path)) => Some(Baseline::read(path)?),
        (None, None) => None,
    };
    let mut sift = Sift::new(choice, baseline, run.settings.max_findings.value);
    let located = arguments.inputs.inputs_at(paths)?.locate();
    let located = located.filter(|letter| changed.is_none_or(|changed| changed.has(letter.name())));
    let mut output = Output::open(arguments.output.as_deref())?;
    let mut reporter = reporter(run, output.is_file())?;
    let written = letters(run, located, &mut sift, &mut *reporter, &mut output)
        .and_then(|readable| finish(&sift, &mut *reporter, &mut output).map(|()| readable));
    let readable = match written {
        Ok(readable) => readable,
        Err(Stop::Failed(failure)) => return Err(failure),
        // The reader has seen enough, and what it saw decides.
        Err(Stop::Unwritable(error)) if error.kind() == io::ErrorKind::BrokenPipe => {
            return Ok(status::of_findings(sift.tally(), run.settings.fail_on.value));
        }
        Err(Stop::Unwritable(error)) => return Err(error).into_diagnostic().wrap_err_with(|| output.cannot_write()),
    };
    output.finish()?;
    if !arguments.quiet {
        print_notices(&sift.notices());
    }
    let found = status::of_findings(sift.tally(), run.settings.fail_on.value);
    let nothing_changed = changed.is_some() && sift.tally().letters == 0;
    if readable == 0 && !nothing_changed {
        return Err(nothing_read(sift.tally()));
    }
    if arguments.write_baseline.is_some() {
        return write_baseline(sift);
    }
    Ok(found)
}

/// Why a run ends early.
enum Stop {
    /// A setting is wrong.
    Failed(miette::Report),
    /// The report cannot be written.
    Unwritable(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Unwritable(error)
    }
}

impl From<miette::Report> for Stop {
    fn from(failure: miette::Report) -> Self {
        Self::Failed(failure)
    }
}

fn reporter(run: Run<'_>, to_file: bool) -> miette::Result<Box<dyn Reporter>> {
    let arguments = run.arguments;
    let screen = arguments.screen.screen(to_file);
    let format = run.settings.format.value;
    if arguments.statistics {
        return Statistics::new(format, screen).map(|statistics| Box::new(statistics) as Box<dyn Reporter>);
    }
    let options = Options {
        screen,
        quiet: arguments.quiet,
        fail_on: run.settings.fail_on.value.severity(),
    };
    Ok(report::reporter(format, options))
}

/// Reports every letter; gives the number of those that could be opened.
fn letters(
    run: Run<'_>,
    mut located: impl Iterator<Item = Located>,
    sift: &mut Sift<'_>,
    reporter: &mut dyn Reporter,
    output: &mut Output,
) -> Result<usize, Stop> {
    reporter.begin(&RunRecord::of(run.engine.pack()), output)?;
    let mut readable = 0;
    loop {
        let batch = next_batch(&mut located);
        if batch.is_empty() {
            return Ok(readable);
        }
        let reports: Vec<LetterReport> = batch
            .into_par_iter()
            .map(|letter| LetterReport::of_input(letter.read(&Limits::DEFAULT), run.engine))
            .collect();
        for mut report in reports {
            readable += usize::from(report.document.is_some());
            sift.sift(&mut report)?;
            reporter.letter(&report, output)?;
        }
        output.flush()?;
    }
}

fn next_batch(located: &mut impl Iterator<Item = Located>) -> Vec<Located> {
    let mut held = 0;
    let mut batch = Vec::new();
    while batch.len() < BATCH && held < HELD {
        let Some(letter) = located.next() else { break };
        held += letter.held();
        batch.push(letter);
    }
    batch
}

fn finish(sift: &Sift<'_>, reporter: &mut dyn Reporter, output: &mut Output) -> Result<(), Stop> {
    reporter.finish(sift.tally(), &sift.notices(), output)?;
    Ok(output.flush()?)
}

/// Notices go to standard error, so that no format is disturbed by them.
fn print_notices(notices: &[Notice]) {
    for notice in notices {
        anstream::eprintln!("imrlint: {}", notice.message);
    }
}

fn nothing_read(tally: &Tally) -> miette::Report {
    if tally.letters == 0 {
        miette::miette!(
            help = "letters are files named .txt, or files that hold one; --glob names others",
            "there are no letters to check"
        )
    } else {
        miette::miette!("none of the letters could be read")
    }
}

fn write_baseline(sift: Sift<'_>) -> miette::Result<Status> {
    if let Some(change) = sift.write_baseline()? {
        anstream::eprintln!(
            "imrlint: the baseline holds {} findings: {} new, {} gone",
            change.written,
            change.new,
            change.gone
        );
    }
    Ok(Status::Clean)
}
