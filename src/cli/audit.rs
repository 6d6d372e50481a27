//! `imrlint audit`: a batch of letters, counts on the terminal, and reports in files.

mod progress;
mod resume;

use std::borrow::Cow;
use std::io::{self, Write};
use std::num::NonZeroUsize;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use clap::Args;
use jiff::Zoned;
use jiff::civil::Date;
use miette::{IntoDiagnostic, WrapErr};

use crate::audit::runner::{Rows, Run, sample};
use crate::audit::{AuditedLetter, Batch, Spool};
use crate::check::Severity;
use crate::engine::Engine;
use crate::pack::{Id, Pack};
use crate::report::audit::{BadEnding, Destination};
use crate::report::record::FindingRecord;
use crate::report::{self, RunRecord};
use crate::source::{Limits, Located};

use super::Status;
use super::choice::Choice;
use super::config::{self, ConfigChoice, Configuration, FailOn, FindingArguments, SettingArguments};
use super::inputs::InputArguments;
use super::output::{Output, give_up, is_unfinished};
use super::screen::ScreenArguments;
use progress::Progress;
use resume::Earlier;

/// Checks a batch of letters: counts on the terminal, reports in files
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct AuditArguments {
    #[command(flatten)]
    inputs: InputArguments,

    /// Read at most N letters.
    #[arg(long, value_name = "N", help_heading = "Letters")]
    limit: Option<usize>,

    /// Read N letters by chance.
    #[arg(long, value_name = "N", help_heading = "Letters")]
    sample: Option<usize>,

    /// The same seed takes the same sample.
    #[arg(
        long,
        value_name = "S",
        default_value_t = 1,
        requires = "sample",
        help_heading = "Letters"
    )]
    seed: u64,

    /// Take the letters that RESULTS (an earlier --report of this name) already has from there, where the same program
    /// wrote them with the same packs and settings.
    #[arg(long, value_name = "RESULTS.jsonl", help_heading = "Letters")]
    resume: Option<PathBuf>,

    #[command(flatten)]
    findings: FindingArguments,

    /// Write a report to FILE; the ending chooses the format: .xlsx, .html, .md, .csv, .json, .jsonl, .sarif, .xml
    /// (JUnit) or .parquet. May be given several times. CSV and Parquet write a second file, FILE-determinations.
    #[arg(long = "report", short = 'o', value_name = "FILE", value_parser = destination, help_heading = "Output")]
    reports: Vec<Destination>,

    /// Print no tables.
    #[arg(long, short = 'q', help_heading = "Output")]
    quiet: bool,

    #[command(flatten)]
    screen: ScreenArguments,

    /// How many letters are checked at a time [default: one for each processor].
    #[arg(long, short = 'j', value_name = "N", help_heading = "Output")]
    jobs: Option<NonZeroUsize>,

    /// End with status 1 from this severity on [default: error].
    #[arg(long, value_enum, value_name = "LEVEL", help_heading = "Exit status")]
    fail_on: Option<FailOn>,

    /// Also use the rule packs in this folder or file. A pack with the id of one of the program's takes its place.
    #[arg(long = "pack", value_name = "PATH", help_heading = "Configuration")]
    packs: Option<Vec<PathBuf>>,

    #[command(flatten)]
    choice: ConfigChoice,
}

const EXAMPLES: &str = "\
Examples:
  imrlint audit letters/                                    a folder, the counts on the terminal
  imrlint audit 2014.zip --report 2014.xlsx --report 2014.html
  imrlint audit export.jsonl --text-field body --id-field case --report out.parquet
  imrlint audit letters/ --sample 500 --seed 7              five hundred by chance
  imrlint audit letters/ --report all.jsonl                 interrupt it with Ctrl-C, and go on with
  imrlint audit letters/ --resume all.jsonl --report all.jsonl

Exit status: 0 nothing at or above --fail-on was found, 1 something was, 2 the run itself failed.";

fn destination(path: &str) -> Result<Destination, BadEnding> {
    path.parse()
}

/// Audits.
pub(super) fn run(arguments: &AuditArguments) -> miette::Result<Status> {
    let settings = SettingArguments {
        findings: arguments.findings.clone(),
        packs: arguments.packs.clone(),
        fail_on: arguments.fail_on,
        ..SettingArguments::default()
    };
    let settings = config::of_run(&settings, &arguments.choice)?;
    let mut engine = Engine::new(Pack::with(&settings.packs.value)?);
    if let Some(date) = settings.as_of.value {
        engine = engine.as_of(date);
    }
    let run = RunRecord::of(engine.pack());
    let configuration = Configuration::new(&arguments.findings, &arguments.choice, engine.pack());
    let checks = Checks {
        choice: Choice::new(configuration, Zoned::now().date()),
        checked_by: checked_by(&run, settings.as_of.value),
        earlier: match &arguments.resume {
            Some(path) => Earlier::read(path)?,
            None => Earlier::default(),
        },
        engine: &engine,
    };
    // Files are opened first: who cannot write there should not learn it after an hour.
    let outputs = open(&arguments.reports)?;
    let rows = rows(arguments, &checks)?;
    if rows.spool.is_empty() && rows.complete {
        return Err(miette::miette!(
            help = "letters are files named .txt, or files that hold one; --glob names others",
            "there are no letters to audit"
        ));
    }
    let choose = |finding: &mut FindingRecord, treatments: &[Id]| {
        let choice = checks.choice.of_letter(&finding.path).map_err(io::Error::other)?;
        choice.weigh(finding);
        Ok(choice.fate(finding, treatments))
    };
    let mut batch = Batch::finish(rows, run, engine.pack(), choose)
        .into_diagnostic()
        .wrap_err("the results could not be read back from the folder for temporary files")?;
    // A part of the letters does not tell which entries the others need.
    if batch.summary.complete && arguments.is_whole() {
        batch.notices = checks.choice.notices();
    }
    write(&batch, outputs)?;
    if !arguments.quiet {
        let mut stdout = io::BufWriter::new(anstream::stdout());
        report::audit::print(&batch, arguments.screen.screen(false), &mut stdout)
            .and_then(|()| stdout.flush())
            .into_diagnostic()
            .wrap_err("the tables could not be printed")?;
        for notice in &batch.notices {
            anstream::eprintln!("imrlint: {}", notice.message);
        }
    }
    if batch.summary.unreadable == batch.summary.letters && batch.summary.complete {
        return Err(miette::miette!("none of the letters could be read"));
    }
    if !batch.summary.complete {
        anstream::eprintln!("imrlint: interrupted; what was done is reported, and marked as incomplete");
        return Ok(Status::Failed);
    }
    Ok(status(&batch, settings.fail_on.value))
}

impl AuditArguments {
    /// Whether every letter is checked.
    const fn is_whole(&self) -> bool {
        self.limit.is_none() && self.sample.is_none() && self.resume.is_none()
    }
}

/// How letters become rows.
struct Checks<'a> {
    engine: &'a Engine,
    choice: Choice<'a>,
    earlier: Earlier,
    checked_by: String,
}

impl Checks<'_> {
    /// The row of a letter, from the earlier run where that checked it in the same way.
    fn row(&self, letter: Located) -> Result<AuditedLetter, Stop> {
        let choice = self.choice.of_letter(letter.name()).map_err(Stop::Failed)?;
        let checked_by = match choice.mark() {
            Some(mark) => Cow::Owned(format!("{}, settings {mark}", self.checked_by)),
            None => Cow::Borrowed(&*self.checked_by),
        };
        if let Some(row) = self.earlier.row(letter.name(), &checked_by) {
            return Ok(row);
        }
        let input = letter.read(&Limits::DEFAULT);
        let choose = |finding: &mut FindingRecord, treatments: &[Id]| {
            choice.weigh(finding);
            choice.fate(finding, treatments)
        };
        Ok(AuditedLetter::of_input(input, self.engine, &checked_by, choose))
    }
}

/// Why a run ends early.
enum Stop {
    /// A setting is wrong.
    Failed(miette::Report),
    /// The rows cannot be kept.
    Unkept(io::Error),
}

impl From<io::Error> for Stop {
    fn from(error: io::Error) -> Self {
        Self::Unkept(error)
    }
}

impl From<Stop> for miette::Report {
    fn from(stop: Stop) -> Self {
        match stop {
            Stop::Failed(failure) => failure,
            Stop::Unkept(error) => {
                miette::miette!("the results could not be kept in the folder for temporary files: {error}")
            }
        }
    }
}

/// The program, the packs and the date that a row depends on.
fn checked_by(run: &RunRecord, as_of: Option<Date>) -> String {
    let mut text = format!("{} {}", run.tool.name, run.tool.version);
    for pack in &run.packs {
        text.push_str(&format!(
            ", {} {}",
            pack.id,
            pack.sha256.get(..12).unwrap_or(&pack.sha256)
        ));
    }
    if let Some(date) = as_of {
        text.push_str(&format!(", as of {date}"));
    }
    text
}

/// Every report with its files, open under temporary names.
fn open(reports: &[Destination]) -> miette::Result<Vec<(Output, report::audit::Contents)>> {
    let files = reports.iter().flat_map(Destination::files);
    files
        .map(|(path, contents)| Ok((Output::open(Some(&path))?, contents)))
        .collect()
}

fn write(batch: &Batch, outputs: Vec<(Output, report::audit::Contents)>) -> miette::Result<()> {
    let mut failure = None;
    for (mut output, contents) in outputs {
        let written = contents
            .write(batch, &mut output)
            .into_diagnostic()
            .wrap_err_with(|| output.cannot_write())
            .and_then(|()| output.finish());
        // One report that cannot be written does not cost the others.
        failure = failure.or(written.err());
    }
    failure.map_or(Ok(()), Err)
}

fn rows(arguments: &AuditArguments, checks: &Checks<'_>) -> miette::Result<Rows> {
    let inputs = arguments.inputs.inputs_at(arguments.inputs.paths.iter().cloned())?;
    let stop = Arc::new(AtomicBool::new(false));
    let stopping = Arc::clone(&stop);
    ctrlc::set_handler(move || {
        // Once more: the letters in hand take too long, or the next one never comes.
        if stopping.swap(true, Ordering::Relaxed) {
            give_up("interrupted twice; no report was written");
        }
    })
    .into_diagnostic()?;
    let spool = Spool::new().map_err(Stop::Unkept)?;
    is_unfinished(spool.path());
    let check = |letter| checks.row(letter);
    let progress = Progress::start(&inputs, arguments.sample.or(arguments.limit), &stop);
    let run = Run {
        check: &check,
        stop: &stop,
        progress: &|done| progress.at(done),
    };
    let letters = inputs.locate().take(arguments.limit.unwrap_or(usize::MAX));
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(arguments.jobs.map_or(0, NonZeroUsize::get))
        .build()
        .into_diagnostic()?;
    let rows = pool.install(|| match arguments.sample {
        Some(most) => run.rows(spool, sample(letters, most, arguments.seed)),
        None => run.rows(spool, letters),
    });
    progress.finish();
    Ok(rows?)
}

fn status(batch: &Batch, fail_on: FailOn) -> Status {
    let summary = &batch.summary;
    let found = match fail_on.severity() {
        Some(Severity::Error) => summary.errors,
        Some(Severity::Warning) => summary.errors + summary.warnings,
        Some(Severity::Advice) => summary.errors + summary.warnings + summary.advice,
        None => 0,
    };
    if found > 0 { Status::Found } else { Status::Clean }
}
