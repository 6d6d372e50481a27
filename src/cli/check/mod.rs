//! `imrlint check`: reads letters, holds them against the packs, and reports what was found.

mod baseline;
mod changed;
mod run;
mod sift;
mod statistics;
mod watch;

use std::path::PathBuf;

use clap::Args;

use crate::engine::Engine;

use super::Status;
use super::config::{self, ConfigChoice, RunSettings, SettingArguments};
use super::inputs::InputArguments;
use super::output::clean_up_when_interrupted;
use super::screen::ScreenArguments;

/// Checks letters and reports what disagrees with the guideline or with the letter itself
#[derive(Debug, Args)]
#[command(after_long_help = EXAMPLES)]
pub(super) struct CheckArguments {
    #[command(flatten)]
    inputs: InputArguments,

    /// Of these letters, check only those that git says changed since REV, and new ones.
    #[arg(long, value_name = "REV", help_heading = "Letters", conflicts_with = "files_from")]
    changed_since: Option<String>,

    #[command(flatten)]
    settings: SettingArguments,

    /// Write all findings to FILE, to be kept quiet by --baseline from now on. Says how many are new.
    #[arg(long, value_name = "FILE", help_heading = "Known findings", conflicts_with_all = ["baseline", "watch"])]
    write_baseline: Option<PathBuf>,

    /// Write the report to FILE: whole, or not at all.
    #[arg(long, short = 'o', value_name = "FILE", help_heading = "Output")]
    output: Option<PathBuf>,

    /// Print how often each code was found instead of the findings.
    #[arg(long, help_heading = "Output", conflicts_with = "watch")]
    statistics: bool,

    /// Print findings and nothing else: no summary, no notices.
    #[arg(long, short = 'q', help_heading = "Output")]
    quiet: bool,

    #[command(flatten)]
    screen: ScreenArguments,

    #[command(flatten)]
    choice: ConfigChoice,

    /// Stay, and check again what changes.
    #[arg(long, help_heading = "Letters", conflicts_with_all = ["output", "changed_since"])]
    watch: bool,
}

const EXAMPLES: &str = "\
Examples:
  imrlint check letters/                        a folder, for the eye
  imrlint check draft.txt --fail-on warning     a draft before it goes out
  imrlint check letters.zip -f csv -o out.csv   an archive, for a spreadsheet
  pbpaste | imrlint check - --stdin-name draft  what was just copied
  imrlint check letters/ --select CIT,LIM001    one kind of finding
  imrlint check letters/ --statistics           how often each code was found
  imrlint check letters/ --write-baseline known.json
  imrlint check letters/ --baseline known.json  only what is new since then
  imrlint check . --changed-since origin/main -f github
  imrlint check drafts/ --watch -f short

Exit status: 0 nothing at or above --fail-on was found, 1 something was, 2 the run itself failed.";

/// What the parts of a run share.
#[derive(Debug, Clone, Copy)]
struct Run<'a> {
    arguments: &'a CheckArguments,
    settings: &'a RunSettings,
    engine: &'a Engine,
}

/// Checks.
pub(super) fn run(arguments: &CheckArguments) -> miette::Result<Status> {
    let settings = config::of_run(&arguments.settings, &arguments.choice)?;
    let engine = settings.engine()?;
    if arguments.output.is_some() || arguments.write_baseline.is_some() {
        clean_up_when_interrupted()?;
    }
    let run = Run {
        arguments,
        settings: &settings,
        engine: &engine,
    };
    if arguments.watch {
        return watch::watch(run);
    }
    let changed = match &arguments.changed_since {
        Some(revision) => Some(changed::since(revision, &arguments.inputs.paths)?),
        None => None,
    };
    let status = run::check(run, arguments.inputs.paths.clone(), changed.as_ref());
    // The program is about to end, and the check of one letter should not wait until the packs are taken apart.
    std::mem::forget(engine);
    status
}
